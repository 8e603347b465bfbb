#include "topic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/match_effect.h"
#include "stats/match_exact.h"

#include "topic_crowd.h"

#include "base/banned.h"

static const struct rule EFFECTS[] = {{"n_*", 0, 0},     {"se_*", 1e-9, 0},     {"p_*", 1e-9, 0},
                                      {"ci_*", 1e-9, 0}, {"att", 1e-12, 1e-12}, {"*", 1e-12, 0}};
static const struct rule BALANCE[] = {{"*", 1e-12, 1e-12}};
static const struct rule WEIGHTS[] = {{"weight", 1e-12, 0}, {"*", 0, 0}};

enum { COLUMNS_MAX = 64, CUTS_MAX = 64 };

struct matching {
    struct topic *topic;
    struct oracle cutpoints;
    struct crowd crowd;
    struct match_exact match;
    char outcome[TOPIC_NAME_MAX];
    struct match_effect effect;
};

/* "exact", or cuts with blanks between them. */
static struct match_column column_read(struct crowd *crowd, const char *name, const char *cuts)
{
    struct match_column column = {.values = crowd_column(crowd, name)};
    if (strcmp(cuts, "exact") == 0)
        return column;
    double *made = ARENA_ARRAY(&crowd->arena, double, CUTS_MAX);
    for (char *end; column.cut_count < CUTS_MAX; cuts = end) {
        double cut = strtod(cuts, &end);
        if (end == cuts)
            break;
        made[column.cut_count++] = cut;
    }
    column.cuts = made;
    return column;
}

static bool matching_find(struct matching *matching, const char *name, size_t length)
{
    char file[TOPIC_NAME_MAX + 16], own[TOPIC_NAME_MAX];
    bool fresh;
    snprintf(own, sizeof own, "%.*s", (int)length, name);
    snprintf(file, sizeof file, "%s_input.csv", own);
    const struct oracle *cutpoints = &matching->cutpoints;
    struct crowd *crowd = &matching->crowd;
    if (!crowd_open(crowd, matching->topic, file, &fresh))
        return false;
    if (!fresh)
        return true;
    struct match_column columns[COLUMNS_MAX];
    size_t count = 0;
    for (size_t row = 0; row < cutpoints->rows && count < COLUMNS_MAX; row++)
        if (strcmp(oracle_cell(cutpoints, row, "case"), own) == 0) {
            columns[count] = column_read(crowd, oracle_cell(cutpoints, row, "covariate"),
                                         oracle_cell(cutpoints, row, "cutpoints"));
            if (!columns[count++].values)
                return false;
        }
    matching->match = match_exact(&crowd->arena, crowd->treat, columns, count, crowd->n);
    matching->outcome[0] = '\0';
    return true;
}

static struct answer of_match(const struct match_exact *match, const char *stat)
{
    const struct named answers[] = {
        {"n_strata", answer_count((int64_t)match->strata)},
        {"n_matched_treated", answer_count((int64_t)match->count.matched_treated)},
        {"n_matched_control", answer_count((int64_t)match->count.matched_controls)},
        {"ess_control", answer_figure(match->count.ess_controls)},
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
                                        matching->match.first_row, y, crowd->n, 0.95);
    }
    return crowd_effect(&matching->effect, stat);
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

static struct answer weight_of(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct matching *matching = context;
    size_t person = crowd_row(&matching->crowd, oracle_cell(table, row, "id"));
    if (person == matching->crowd.n)
        return answer_unknown();
    uint32_t first_row = matching->match.first_row[person];
    if (strcmp(column, "treat") == 0)
        return answer_real(matching->crowd.treat[person]);
    if (strcmp(column, "weight") == 0)
        return answer_real(matching->match.weights[person]);
    if (strcmp(column, "stratum_first_row") == 0)
        return first_row == MATCH_NO_STRATUM ? answer_figure(figure_absent("in no stratum"))
                                             : answer_count((int64_t)first_row + 1);
    return answer_unknown();
}

static struct answer balance_of(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct matching *matching = context;
    struct crowd *crowd = &matching->crowd;
    const char *covariate = oracle_cell(table, row, "covariate");
    const double *values = crowd_column(crowd, covariate);
    if (!values)
        return answer_unknown();
    return crowd_balance(crowd, matching->match.weights, covariate,
                         match_exact_distance(&matching->match, crowd->treat, values, crowd->n), column);
}

/* The case that "CASE_weights.csv" is about is "CASE". */
static void files_compare(struct matching *matching, const char *ending, const char *key,
                          const struct rule *rules,
                          struct answer (*produce_cell)(void *, const struct oracle *, size_t, const char *))
{
    char names[64][TOPIC_NAME_MAX], pattern[32];
    snprintf(pattern, sizeof pattern, "*%s", ending);
    size_t count = topic_files(matching->topic, pattern, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++)
        if (matching_find(matching, names[i], strlen(names[i]) - strlen(ending)))
            topic_wide(matching->topic, names[i], key, rules, produce_cell, matching);
}

void topic_07_cem(struct topic *topic)
{
    struct matching matching = {.topic = topic};
    topic_open(topic, "cutpoints.csv", &matching.cutpoints);
    topic_long(topic, "cem_expected.csv", EFFECTS, produce, &matching);
    files_compare(&matching, "_weights.csv", "id", WEIGHTS, weight_of);
    files_compare(&matching, "_balance.csv", "covariate", BALANCE, balance_of);
    crowd_close(&matching.crowd);
    oracle_close(&matching.cutpoints);
}
