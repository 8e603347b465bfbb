/* evaluate: how fast one question is answered of one person after another: evaluate QUESTION_FILE N.
 *
 * The facts of N made-up clients stand in memory as the language has them; then the question is evaluated,
 * explained, and answered by a C function that says the same by hand over packed facts, three times each in
 * turn. The best run counts: what is slower was disturbed. A line each: name, seconds for an answer, yes, no,
 * not recorded. All three must count alike, or the exit code is 1. Lists are shared between clients: the
 * question counts them and looks at no member. */
#include "made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/str.h"
#include "rule/elapsed.h"
#include "rule/explain.h"
#include "base/banned.h"

enum { RUNS = 3, LISTS = 4, ENTRIES = 9 };

struct counts {
    int64_t of[3]; /* no, yes, not recorded */
};

struct bench {
    struct arena arena;
    struct rule *rule;
    size_t people;
    struct datum *values; /* use_count for each */
    struct made_facts *facts;
    struct datum lists[LISTS]; /* by how many members */
};

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void read_question(struct bench *bench, const char *path)
{
    char text[4096];
    FILE *file = fopen(path, "r");
    const size_t length = file ? fread(text, 1, sizeof text, file) : 0;
    struct spot where;
    struct err err = {0};
    const struct rule_options options = {.mode = RULE_profile};
    if (file)
        fclose(file);
    if (!rule_compile(&bench->arena, (struct text){text, length}, &options, &bench->rule, &where, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.sentence);
        exit(1);
    }
}

/* Lists of 0, 1, 2 and 3 records, each with as many entries as a qualification has. */
static void make_lists(struct bench *bench)
{
    static const char *const names[ENTRIES] = {"number",     "title", "level",  "field", "country",
                                               "awarded by", "from",  "source", "method"};
    for (size_t i = 0; i < LISTS; i++) {
        bench->lists[i] =
            (struct datum){.type = DATUM_list, .list = {i, ARENA_ARRAY(&bench->arena, struct datum, i + 1)}};
        for (size_t j = 0; j < i; j++) {
            struct datum_context context = {ENTRIES, ARENA_ARRAY(&bench->arena, struct datum_entry, ENTRIES)};
            for (size_t k = 0; k < ENTRIES; k++)
                context.at[k] = (struct datum_entry){
                    text_of(names[k]), k % 2 ? datum_string(text_of("Diploma")) : datum_whole(3)};
            bench->lists[i].list.at[j] = (struct datum){.type = DATUM_context, .context = context};
        }
    }
}

static struct datum whole(int32_t value)
{
    return value == MADE_NOT ? datum_null() : datum_whole(value);
}

static struct datum list(const struct bench *bench, int32_t count)
{
    return count == MADE_NOT ? datum_null() : bench->lists[count];
}

static struct datum value_of(const struct bench *bench, enum fact_id fact, const struct made_facts *facts)
{
    switch ((int)fact) {
    case FACT_weeks_registered:
        return facts->days_registered == MADE_NOT
                   ? datum_null()
                   : datum_number(elapsed(WHAT_weeks, MADE_TODAY - facts->days_registered, MADE_TODAY));
    case FACT_on_benefit:
        return facts->on_benefit == MADE_NOT ? datum_null() : datum_boolean(facts->on_benefit == 1);
    case FACT_sgi:
        return whole(facts->sgi);
    case FACT_english_speaking:
        return whole(facts->speaking);
    case FACT_english_understanding:
        return whole(facts->understanding);
    case FACT_qualifications:
        return list(bench, facts->qualifications);
    case FACT_work_history:
        return list(bench, facts->jobs);
    case FACT_years_in_new_zealand:
        return facts->arrived == MADE_NOT ? datum_null()
                                          : datum_number(elapsed(WHAT_years, facts->arrived, MADE_TODAY));
    default:
        fprintf(stderr, "the question asks for a fact that is not made up: %s\n", fact_of(fact)->name);
        exit(1);
    }
}

static void make_people(struct bench *bench)
{
    const size_t uses = bench->rule->use_count;
    bench->values = memory_alloc(bench->people * uses * sizeof *bench->values);
    bench->facts = memory_alloc(bench->people * sizeof *bench->facts);
    for (size_t i = 0; i < bench->people; i++) {
        struct made made;
        made_client((int64_t)i + 1, &made);
        made_facts(&made, &bench->facts[i]);
        for (size_t u = 0; u < uses; u++)
            bench->values[i * uses + u] = value_of(bench, bench->rule->uses[u].fact, &bench->facts[i]);
    }
}

static int kind_of(struct datum answer)
{
    return answer.type != DATUM_boolean ? 2 : answer.boolean;
}

static struct counts count_evaluated(struct bench *bench)
{
    struct counts counts = {0};
    struct arena loop;
    arena_init(&loop);
    struct evaluation evaluation = {.arena = &loop, .today = MADE_TODAY};
    for (size_t i = 0; i < bench->people; i++) {
        evaluation.values = bench->values + i * bench->rule->use_count;
        counts.of[kind_of(rule_evaluate(bench->rule, &evaluation))]++;
    }
    arena_clear(&loop);
    return counts;
}

static struct counts count_explained(struct bench *bench)
{
    struct counts counts = {0};
    struct arena loop;
    arena_init(&loop);
    struct evaluation evaluation = {.arena = &loop, .today = MADE_TODAY};
    for (size_t i = 0; i < bench->people; i++) {
        struct explanation explanation;
        evaluation.values = bench->values + i * bench->rule->use_count;
        rule_explain(&loop, bench->rule, &evaluation, &explanation);
        counts.of[kind_of(explanation.answer)]++;
        arena_clear(&loop);
    }
    return counts;
}

/* The question by hand. Not recorded is 2, and Kleene's and of the parts: the least of them, in the order no,
 * not recorded, yes. Five years before the day is the same for everybody. */
static int at_least(int32_t value, int32_t least)
{
    return value == MADE_NOT ? 2 : value >= least;
}

static int by_hand(const struct made_facts *facts, int32_t five_years_ago)
{
    const int parts[] = {
        facts->days_registered == MADE_NOT ? 2 : facts->days_registered >= 0 && facts->days_registered <= 182,
        at_least(facts->on_benefit, 1),
        facts->sgi == MADE_NOT ? 2 : facts->sgi == 3 || facts->sgi == 4,
        at_least(facts->speaking, 4),
        at_least(facts->understanding, 4),
        at_least(facts->arrived, five_years_ago),
        facts->qualifications > 0 || facts->jobs > 0                   ? 1
        : facts->qualifications == MADE_NOT || facts->jobs == MADE_NOT ? 2
                                                                       : 0,
    };
    int answer = 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == 0)
            return 0;
        answer = parts[i] == 2 ? 2 : answer;
    }
    return answer;
}

static struct counts count_by_hand(struct bench *bench)
{
    struct counts counts = {0};
    const int32_t five_years_ago = anniversary(MADE_TODAY, -5);
    for (size_t i = 0; i < bench->people; i++)
        counts.of[by_hand(&bench->facts[i], five_years_ago)]++;
    return counts;
}

int main(int count, char **words)
{
    static const struct {
        const char *name;
        struct counts (*run)(struct bench *bench);
    } ways[] = {{"evaluated", count_evaluated}, {"explained", count_explained}, {"by hand", count_by_hand}};
    enum { WAYS = sizeof ways / sizeof *ways };
    struct bench bench = {.people = count == 3 ? strtoull(words[2], NULL, 10) : 0};
    struct counts found[WAYS];
    double best[WAYS] = {0};
    bool alike = true;
    if (bench.people == 0)
        return fprintf(stderr, "usage: evaluate QUESTION_FILE N\n"), 2;
    arena_init(&bench.arena);
    read_question(&bench, words[1]);
    make_lists(&bench);
    make_people(&bench);
    for (int run = 0; run < RUNS; run++)
        for (int way = 0; way < WAYS; way++) {
            const double began = now();
            found[way] = ways[way].run(&bench);
            const double took = now() - began;
            best[way] = run == 0 || took < best[way] ? took : best[way];
        }
    for (int way = 0; way < WAYS; way++) {
        printf("%s: %.3e s, yes %lld, no %lld, not recorded %lld\n", ways[way].name,
               best[way] / (double)bench.people, (long long)found[way].of[1], (long long)found[way].of[0],
               (long long)found[way].of[2]);
        alike = alike && memcmp(&found[way], &found[0], sizeof found[0]) == 0;
    }
    free(bench.values);
    free(bench.facts);
    arena_clear(&bench.arena);
    return alike ? 0 : 1;
}
