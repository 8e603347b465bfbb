#include "topic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/match_effect.h"
#include "stats/match_exact.h"
#include "stats/match_nearest.h"

#include "topic_crowd.h"

#include "base/banned.h"

static const struct rule EFFECTS[] = {{"n_*", 0, 0},         {"mcnemar_?", 0, 0}, {"se_*", 1e-9, 0},
                                      {"p_*", 1e-9, 0},      {"ci_*", 1e-9, 0},   {"paired_*", 1e-9, 0},
                                      {"att", 1e-12, 1e-12}, {"*", 1e-12, 0}};
static const struct rule BALANCE[] = {{"*", 1e-12, 1e-12}};
static const struct rule PAIRS[] = {{"*", 0, 0}};

enum { LIST_MAX = 32 };

struct matching {
    struct topic *topic;
    struct oracle cases;
    struct crowd crowd;
    char case_name[TOPIC_NAME_MAX];
    struct match_nearest match;
    struct match_plan plan;
    char outcome[TOPIC_NAME_MAX]; /* whose effect this is */
    struct match_effect effect;
    struct pair_comparison pairs;
};

static enum match_order order_of(const char *word)
{
    if (strcmp(word, "smallest") == 0)
        return MATCH_SMALLEST_FIRST;
    return strcmp(word, "data") == 0 ? MATCH_FILE_ORDER : MATCH_LARGEST_FIRST;
}

/* The exact strata that a case names; NULL when it names none. */
static const uint32_t *strata_of(struct crowd *crowd, const char *list, size_t *strata)
{
    const char *names[LIST_MAX];
    struct match_column columns[LIST_MAX] = {0};
    size_t count = crowd_list(crowd, list, names, LIST_MAX);
    for (size_t i = 0; i < count; i++)
        columns[i].values = crowd_column(crowd, names[i]);
    if (count == 0)
        return NULL;
    uint32_t *stratum = ARENA_ARRAY(&crowd->arena, uint32_t, crowd->n);
    *strata = match_strata(columns, count, crowd->n, stratum);
    return stratum;
}

/* The case is matched when it is first asked for. */
static bool matching_find(struct matching *matching, const char *name, size_t length)
{
    char file[TOPIC_NAME_MAX + 16], own[TOPIC_NAME_MAX];
    bool fresh;
    snprintf(own, sizeof own, "%.*s", (int)length, name);
    snprintf(file, sizeof file, "%s_input.csv", own);
    size_t row = oracle_row(&matching->cases, "case", own, 0);
    if (row == matching->cases.rows || !crowd_open(&matching->crowd, matching->topic, file, &fresh))
        return false;
    if (!fresh)
        return true;
    const struct oracle *cases = &matching->cases;
    double caliper = oracle_real(cases, row, "caliper");
    matching->plan = (struct match_plan){.order = order_of(oracle_cell(cases, row, "order")),
                                         .ratio = (uint32_t)oracle_int(cases, row, "ratio"),
                                         .replace = oracle_int(cases, row, "replace") == 1,
                                         .caliper = isnan(caliper) ? INFINITY : caliper,
                                         .caliper_in_sd = oracle_int(cases, row, "caliper_in_sd") == 1};
    struct match_people of = {.distance = crowd_column(&matching->crowd, "distance"),
                              .treat = matching->crowd.treat,
                              .n = matching->crowd.n};
    if (!of.distance)
        return false;
    of.stratum = strata_of(&matching->crowd, oracle_cell(cases, row, "exact"), &of.strata);
    matching->match = match_nearest(&matching->crowd.arena, &of, &matching->plan);
    matching->outcome[0] = '\0';
    return true;
}

static struct answer of_match(const struct match_nearest *match, const char *stat)
{
    const struct named answers[] = {
        {"n_treated", answer_count((int64_t)match->count.treated)},
        {"n_control", answer_count((int64_t)match->count.controls)},
        {"n_matched_treated", answer_count((int64_t)match->count.matched_treated)},
        {"n_matched_control", answer_count((int64_t)match->count.matched_controls)},
        {"ess_control", answer_figure(match->count.ess_controls)},
        {"caliper_abs", answer_figure(match->caliper)},
        {"sd_distance", answer_figure(match->sd_distance)},
    };
    return ANSWER_NAMED(answers, stat);
}

static struct answer of_pairs(const struct pair_comparison *pairs, const char *stat)
{
    const struct named answers[] = {
        {"paired_se", answer_figure(pairs->se)},
        {"paired_t", answer_figure(pairs->t)},
        {"mcnemar_b", answer_count((int64_t)pairs->only_treated)},
        {"mcnemar_c", answer_count((int64_t)pairs->only_control)},
        {"mcnemar_exact_p", answer_figure(pairs->p_exact)},
        {"mcnemar_chisq", answer_figure(pairs->chi_square)},
        {"cond_or", answer_figure(pairs->odds_ratio)},
    };
    return ANSWER_NAMED(answers, stat);
}

static struct answer of_outcome(struct matching *matching, const char *outcome, const char *stat)
{
    struct crowd *crowd = &matching->crowd;
    if (strcmp(matching->outcome, outcome) != 0) {
        const double *y = crowd_column(crowd, outcome);
        if (!y)
            return answer_unknown();
        snprintf(matching->outcome, sizeof matching->outcome, "%.127s", outcome);
        matching->effect = match_effect(&crowd->arena, crowd->treat, matching->match.weights,
                                        matching->match.set, y, crowd->n, 0.95);
        if (matching->plan.ratio == 1 && !matching->plan.replace)
            matching->pairs = match_compare_pairs(matching->match.pairs, matching->match.pair_count, y);
    }
    struct answer answer = crowd_effect(&matching->effect, stat);
    if (answer.known || matching->plan.ratio > 1 || matching->plan.replace)
        return answer;
    return of_pairs(&matching->pairs, stat);
}

/* A name is "lalonde614", or "lalonde614:re78" for the effect on an outcome. */
static struct answer produce(void *context, const char *name, const char *stat)
{
    struct matching *matching = context;
    size_t length = strcspn(name, ":");
    if (!matching_find(matching, name, length))
        return answer_unknown();
    return name[length] ? of_outcome(matching, name + length + 1, stat) : of_match(&matching->match, stat);
}

static struct answer control_of(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct matching *matching = context;
    size_t treated = crowd_row(&matching->crowd, oracle_cell(table, row, "treated_id"));
    int64_t rank = oracle_int(table, row, "rank");
    if (strcmp(column, "control_id") != 0)
        return answer_unknown();
    for (size_t i = 0; i < matching->match.pair_count; i++) {
        const struct match_pair *pair = &matching->match.pairs[i];
        if (pair->treated == treated && pair->rank == rank)
            return answer_text(crowd_id(&matching->crowd, pair->control));
    }
    return answer_text("nobody");
}

static struct answer balance_of(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct matching *matching = context;
    const char *covariate = oracle_cell(table, row, "covariate");
    const double *values = crowd_column(&matching->crowd, covariate);
    if (!values)
        return answer_unknown();
    return crowd_balance(&matching->crowd, matching->match.weights, covariate,
                         match_pairs_distance(matching->match.pairs, matching->match.pair_count, values),
                         column);
}

static void pairs_compare(struct matching *matching, const char *file)
{
    struct oracle table;
    if (topic_open(matching->topic, file, &table))
        topic_judge(matching->topic, file, table.rows == matching->match.pair_count,
                    "%zu pairs, expected %zu", matching->match.pair_count, table.rows);
    oracle_close(&table);
    topic_wide(matching->topic, file, "treated_id,rank", PAIRS, control_of, matching);
}

void topic_06_matching(struct topic *topic)
{
    struct matching matching = {.topic = topic};
    topic_open(topic, "cases.csv", &matching.cases);
    topic_long(topic, "matching_expected.csv", EFFECTS, produce, &matching);
    for (size_t row = 0; row < matching.cases.rows; row++) {
        const char *name = oracle_cell(&matching.cases, row, "case");
        char file[TOPIC_NAME_MAX + 16];
        if (!matching_find(&matching, name, strlen(name)))
            continue;
        snprintf(file, sizeof file, "%s_pairs.csv", name);
        pairs_compare(&matching, file);
        snprintf(file, sizeof file, "%s_balance.csv", name);
        topic_wide(topic, file, "covariate", BALANCE, balance_of, &matching);
    }
    crowd_close(&matching.crowd);
    oracle_close(&matching.cases);
}
