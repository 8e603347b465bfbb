/* feel: holds the question language against the standard's public test cases (DMN TCK), in standard mode.
 *
 *     feel [--failures] FILE.jsonl   per tier and area passed and failed, cases that expect a value and cases
 *                                    that expect null apart; at the end `N passed, N failed`. --failures says
 *                                    each case that failed
 *     feel --tap FILE.jsonl          the share that must pass, as a test (TAP)
 *
 * A line of the file is a case: inputs_feel and lets are bound, the expression and expected_feel evaluated,
 * and the two compared by value. An expression that is refused is null; one that is refused because the
 * construct is left out of the language has failed, whatever was expected. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"

#include "base/banned.h"

enum { NAMES_MAX = 256, AREAS_MAX = 64, TODAY = 20000 };

struct bound {
    struct text names[NAMES_MAX];
    struct datum values[NAMES_MAX];
    size_t count;
};

struct counts {
    size_t value_passed, value_failed, null_passed, null_failed;
};

struct area {
    const char *tier, *name; /* constant, or of a line that is kept */
    struct counts counts;
};

struct tally {
    struct area areas[AREAS_MAX];
    size_t count;
    bool say_failures;
};

static struct text text_from(json_t *json)
{
    return (struct text){json_string_value(json), json_string_length(json)};
}

static struct datum evaluate(struct arena *arena, struct text expression, const struct bound *bound,
                             struct err *err)
{
    struct rule_options options = {
        .mode = RULE_standard, .any_value = true, .inputs = bound->names, .input_count = bound->count};
    struct rule *rule;
    struct spot where;
    if (!rule_compile(arena, expression, &options, &rule, &where, err))
        return datum_null();
    struct evaluation evaluation = {.arena = arena, .inputs = bound->values, .today = TODAY};
    return rule_evaluate(rule, &evaluation);
}

static void bind(struct bound *bound, struct text name, struct datum value)
{
    if (bound->count == NAMES_MAX)
        return;
    bound->names[bound->count] = name;
    bound->values[bound->count++] = value;
}

static void bind_all(struct arena *arena, json_t *line, struct bound *bound)
{
    static const struct bound none;
    const char *name;
    json_t *value;
    size_t i;
    json_object_foreach(json_object_get(line, "inputs_feel"), name, value)
    {
        struct err err = {0};
        bind(bound, text_of(name), evaluate(arena, text_from(value), &none, &err));
    }
    json_array_foreach(json_object_get(line, "lets"), i, value)
    {
        struct err err = {0};
        struct datum let = evaluate(arena, text_from(json_object_get(value, "expression")), bound, &err);
        bind(bound, text_from(json_object_get(value, "name")), let);
    }
}

static bool same(const struct datum *a, const struct datum *b);

static bool same_lists(const struct datum_list *a, const struct datum_list *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same(&a->at[i], &b->at[i]))
            return false;
    return true;
}

static bool same_contexts(const struct datum_context *a, const struct datum_context *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        size_t j = 0;
        while (j < b->count && !text_equal(a->at[i].name, b->at[j].name))
            j++;
        if (j == b->count || !same(&a->at[i].value, &b->at[j].value))
            return false;
    }
    return true;
}

/* By value: numbers to 1e-8 of their size, lists and contexts deep, the rest as the language has it. */
static bool same(const struct datum *a, const struct datum *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == DATUM_null)
        return true;
    if (a->type == DATUM_list)
        return same_lists(&a->list, &b->list);
    if (a->type == DATUM_context)
        return same_contexts(&a->context, &b->context);
    if (a->type == DATUM_number) {
        double x = number_to_real(a->number), y = number_to_real(b->number);
        return number_compare(a->number, b->number) == 0 || fabs(x - y) <= 1e-8 * fmax(fabs(x), fabs(y));
    }
    return datum_is(datum_equal(*a, *b), true);
}

static struct area *area_of(struct tally *tally, const char *tier, const char *name)
{
    for (size_t i = 0; i < tally->count; i++)
        if (strcmp(tally->areas[i].tier, tier) == 0 && strcmp(tally->areas[i].name, name) == 0)
            return &tally->areas[i];
    size_t at = tally->count;
    if (at == AREAS_MAX) /* more than any such file has: the last takes the rest */
        return &tally->areas[AREAS_MAX - 1];
    while (at > 0 &&
           (strcmp(tally->areas[at - 1].tier, tier) > 0 ||
            (strcmp(tally->areas[at - 1].tier, tier) == 0 && strcmp(tally->areas[at - 1].name, name) > 0))) {
        tally->areas[at] = tally->areas[at - 1];
        at--;
    }
    tally->count++;
    tally->areas[at] = (struct area){.tier = tier, .name = name};
    return &tally->areas[at];
}

static void say_failure(json_t *line, const struct datum *got, const struct err *err)
{
    struct str out;
    str_init(&out);
    if (err->kind != ERR_none)
        str_addf(&out, "%s (%s)", err->sentence, err->place);
    else
        datum_write(&out, *got);
    json_t *expected = json_object_get(line, "expected_feel");
    printf("%s [%s]\n    %s\n    expected %s, got %s\n", json_string_value(json_object_get(line, "id")),
           json_string_value(json_object_get(line, "tier")),
           json_string_value(json_object_get(line, "expression")),
           json_is_string(expected) ? json_string_value(expected) : "null", out.at);
    str_clear(&out);
}

static void run_case(struct tally *tally, json_t *line)
{
    static const struct bound none;
    struct arena arena;
    struct bound bound = {.count = 0};
    struct err err = {0}, expected_err = {0};
    json_t *expected_text = json_object_get(line, "expected_feel");
    struct datum expected = datum_null();
    arena_init(&arena);
    bind_all(&arena, line, &bound);
    struct datum got = evaluate(&arena, text_from(json_object_get(line, "expression")), &bound, &err);
    bool expects_value =
        json_is_string(expected_text) && strcmp(json_string_value(expected_text), "null") != 0;
    if (expects_value)
        expected = evaluate(&arena, text_from(expected_text), &none, &expected_err);
    bool left_out = strstr(err.sentence, "left out of the question language") != NULL;
    bool passed = !left_out && expected_err.kind == ERR_none && same(&got, &expected) &&
                  (got.type != DATUM_null || !expects_value);
    struct area *area = area_of(tally, json_string_value(json_object_get(line, "tier")),
                                json_string_value(json_object_get(line, "area")));
    if (expects_value)
        passed ? area->counts.value_passed++ : area->counts.value_failed++;
    else
        passed ? area->counts.null_passed++ : area->counts.null_failed++;
    if (!passed && tally->say_failures)
        say_failure(line, &got, &err);
    arena_clear(&arena);
}

static bool is_case(json_t *line)
{
    return json_is_string(json_object_get(line, "tier")) && json_is_string(json_object_get(line, "area")) &&
           json_is_string(json_object_get(line, "id")) && json_is_string(json_object_get(line, "expression"));
}

/* Every line of the file. False when it cannot be read, and that is said. */
static bool run_file(struct tally *tally, json_t *kept, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0, number = 0;
    ssize_t length;
    if (!file) {
        fprintf(stderr, "\"%s\" cannot be opened; name a file of cases, one JSON object a line\n", path);
        return false;
    }
    bool ok = true;
    while (ok && (length = getline(&line, &size, file)) >= 0) {
        json_error_t error;
        number++;
        if (strspn(line, " \t\r\n") == (size_t)length)
            continue;
        json_t *json = json_loadb(line, (size_t)length, 0, &error);
        ok = json && is_case(json);
        if (ok)
            run_case(tally, json);
        else
            fprintf(stderr, "%s:%zu: no case: tier, area, id and expression are needed\n", path, number);
        if (json)
            json_array_append_new(kept, json);
    }
    free(line);
    fclose(file);
    return ok;
}

static void add(struct counts *sum, const struct counts *counts)
{
    sum->value_passed += counts->value_passed;
    sum->value_failed += counts->value_failed;
    sum->null_passed += counts->null_passed;
    sum->null_failed += counts->null_failed;
}

static void say_counts(const char *tier, const char *name, const struct counts *counts)
{
    printf("%-10s%-32s%7zu%7zu%9zu%7zu\n", tier, name, counts->value_passed, counts->value_failed,
           counts->null_passed, counts->null_failed);
}

static struct counts tier_counts(const struct tally *tally, const char *tier)
{
    struct counts sum = {0};
    for (size_t i = 0; i < tally->count; i++)
        if (!tier || strcmp(tally->areas[i].tier, tier) == 0)
            add(&sum, &tally->areas[i].counts);
    return sum;
}

static int report(const struct tally *tally)
{
    printf("%-10s%-32s%14s%16s\n%-10s%-32s%7s%7s%9s%7s\n", "", "", "a value", "null", "tier", "area",
           "passed", "failed", "passed", "failed");
    for (size_t i = 0; i < tally->count; i++)
        say_counts(tally->areas[i].tier, tally->areas[i].name, &tally->areas[i].counts);
    printf("\n");
    for (size_t i = 0; i < tally->count; i++)
        if (i == 0 || strcmp(tally->areas[i - 1].tier, tally->areas[i].tier) != 0) {
            struct counts sum = tier_counts(tally, tally->areas[i].tier);
            say_counts(tally->areas[i].tier, "all", &sum);
        }
    struct counts all = tier_counts(tally, NULL);
    printf("%zu passed, %zu failed\n", all.value_passed + all.null_passed,
           all.value_failed + all.null_failed);
    return 0;
}

/* Core cases that expect a value: 99 of 100. Those that expect null pass by failing, so they are only
 * counted. */
static int test(const struct tally *tally)
{
    struct counts core = tier_counts(tally, "core");
    size_t values = core.value_passed + core.value_failed;
    bool enough = values > 0 && core.value_passed * 100 >= values * 99;
    printf("TAP version 13\n1..2\n");
    printf(
        "%s 1 - R52: of the standard's core cases that expect a value at least 99 in 100 pass (%zu of %zu)\n",
        enough ? "ok" : "not ok", core.value_passed, values);
    printf("%s 2 - R52: of its core cases that expect null at least 99 in 100 pass (%zu of %zu)\n",
           core.null_passed * 100 >= (core.null_passed + core.null_failed) * 99 ? "ok" : "not ok",
           core.null_passed, core.null_passed + core.null_failed);
    return enough ? 0 : 1;
}

int main(int count, char **words)
{
    struct tally tally = {0};
    bool tap = count == 3 && strcmp(words[1], "--tap") == 0;
    tally.say_failures = count == 3 && strcmp(words[1], "--failures") == 0;
    if (!(tap || tally.say_failures || (count == 2 && words[1][0] != '-'))) {
        fprintf(stderr, "feel [--failures] FILE.jsonl, or feel --tap FILE.jsonl\n");
        return 2;
    }
    json_t *kept = json_array();
    bool read = run_file(&tally, kept, words[count - 1]);
    int code = !read ? 1 : tap ? test(&tally) : report(&tally);
    json_decref(kept);
    return code;
}
