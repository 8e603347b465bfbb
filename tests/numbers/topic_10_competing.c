#include "topic_people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/competing.h"

#include "base/banned.h"

/* Where the truth of an error is 0, the other program's rounding stands in the file; and it takes p as 1
 * minus the rest, so that it carries the rounding of 1. */
static const struct rule RULES[] = {{"n_*", 0, 0},        {"df", 0, 0},           {"stat", 1e-9, 0},
                                    {"p", 1e-9, 2.3e-16}, {"se_*", 1e-12, 1e-15}, {"*", 1e-12, 0}};

struct competing {
    struct topic *topic;
    struct people people;
    char name[TOPIC_NAME_MAX];
    struct cif_curve *curves;
    struct km_curve *naive[PEOPLE_LABELS_MAX + 1]; /* by cause, for every group: what must not be reported */
};

/* Kaplan-Meier of one cause with the others made censored, which the library refuses to do by itself. */
static struct km_curve *naive_make(struct people *people, int cause)
{
    int *only = ARENA_ARRAY(&people->arena, int, people->n);
    for (size_t i = 0; i < people->n; i++)
        only[i] = people->cause_of[i] == cause;
    struct durations alone =
        durations_make(&people->arena, people->time, people->n, (struct codes){only, 2},
                       (struct codes){people->group_of, people->group.count}, (struct codes){NULL, 1});
    return km_curves(&people->arena, &alone, CAUSE_ANY);
}

static bool competing_find(struct competing *competing, const char *name, size_t length)
{
    char file[TOPIC_NAME_MAX];
    if (length >= sizeof file)
        return false;
    snprintf(file, sizeof file, "%.*s", (int)length, name);
    if (competing->curves && strcmp(file, competing->name) == 0)
        return true;
    competing->curves = NULL;
    struct people *people = &competing->people;
    if (!people_find(people, competing->topic, "cif", file, "status"))
        return false;
    snprintf(competing->name, sizeof competing->name, "%s", file);
    competing->curves = cif_curves(&people->arena, &people->all);
    for (size_t c = 1; c <= people->cause.count; c++)
        competing->naive[c] = naive_make(people, (int)c);
    return true;
}

/* The cause whose label ends `stat` after `prefix`; 0 when it does not begin with it. */
static size_t cause_after(const struct people *people, const char *stat, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(stat, prefix, length) != 0)
        return 0;
    size_t found = labels_find(&people->cause, stat + length, strlen(stat + length));
    return found < people->cause.count ? found + 1 : 0;
}

static struct answer of_time(const struct competing *competing, const struct cif_curve *curve, double time,
                             const char *stat)
{
    size_t cause;
    if (strcmp(stat, "event_free") == 0)
        return answer_figure(cif_waiting(curve, time));
    if ((cause = cause_after(&competing->people, stat, "cif_")) > 0)
        return answer_figure(cif_share(curve, cause, time));
    if ((cause = cause_after(&competing->people, stat, "se_ij_")) > 0)
        return answer_figure(cif_se(curve, cause, time));
    return answer_unknown();
}

static struct answer of_test(struct chi_test test, const char *stat)
{
    if (strcmp(stat, "stat") == 0 || strcmp(stat, "chisq") == 0)
        return answer_figure(test.chi2);
    if (strcmp(stat, "df") == 0)
        return answer_count((int64_t)test.df);
    return strcmp(stat, "p") == 0 ? answer_figure(test.p) : answer_unknown();
}

/* "mgus2:g0:t60", "mgus2:gray:cause1", "mgus2:cause_specific_logrank:cause1"; the tests by stratum where the
 * file has one and the name says so: "mgus2:gray_stratified:cause1". */
static struct answer produce(void *context, const char *name, const char *stat)
{
    struct competing *competing = context;
    struct people *people = &competing->people;
    const char *part, *rest;
    if (!competing_find(competing, name, part_first(name, &part)))
        return answer_unknown();
    size_t length = part_first(part, &rest), cause = cause_after(people, rest, "cause");
    bool stratified = length >= 10 && strncmp(part + length - 10, "stratified", 10) == 0;
    const struct durations *durations = stratified ? &people->by_stratum : &people->all;
    if (cause > 0 && strncmp(part, "gray", 4) == 0)
        return of_test(gray_test(&people->arena, durations, cause), stat);
    if (cause > 0 && strncmp(part, "cause_specific_logrank", 22) == 0)
        return of_test(logrank_test(&people->arena, durations, cause, 0).test, stat);
    size_t group = part[0] == 'g' && length > 0 ? labels_find(&people->group, part + 1, length - 1)
                                                : people->group.count;
    if (group == people->group.count || rest[0] != 't')
        return answer_unknown();
    return of_time(competing, &competing->curves[group], strtod(rest + 1, NULL), stat);
}

static struct answer of_row(const struct competing *competing, size_t group, size_t cause, size_t row,
                            const char *column)
{
    const struct cif_curve *curve = &competing->curves[group];
    const struct cif_way *way = &curve->way[cause - 1];
    const struct named answers[] = {
        {"n_risk", answer_count(curve->at_risk[row])},
        {"n_event", answer_count(way->events[row])},
        {"cif", answer_real(way->share[row])},
        {"cif_cmprsk", answer_real(way->share[row])},
        {"se_ij", answer_real(way->se[row])},
        {"se_greenwood_etm", answer_real(way->se[row])},
        {"se_cmprsk", answer_figure(cif_se_aalen_at(curve, cause, row))},
        {"lo_log_ij", answer_low(cif_interval(curve, cause, row, KM_LOG, 0.95))},
        {"hi_log_ij", answer_high(cif_interval(curve, cause, row, KM_LOG, 0.95))},
        {"event_free", answer_real(curve->waiting[row])},
        {"naive_1_minus_km", answer_real(1 - competing->naive[cause][group].waiting[row])},
    };
    return ANSWER_NAMED(answers, column);
}

static struct answer produce_cell(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct competing *competing = context;
    const struct people *people = &competing->people;
    const char *group = oracle_cell(table, row, "group"), *cause = oracle_cell(table, row, "cause");
    size_t g = labels_find(&people->group, group, strlen(group)),
           c = labels_find(&people->cause, cause, strlen(cause));
    if (g == people->group.count || c == people->cause.count)
        return answer_unknown();
    const struct cif_curve *curve = &competing->curves[g];
    double time = oracle_real(table, row, "time");
    size_t rows = times_until(curve->time, curve->rows, time);
    if (rows == 0 || curve->time[rows - 1] < time)
        return answer_unknown();
    return of_row(competing, g, c + 1, rows - 1, column);
}

void topic_10_competing(struct topic *topic)
{
    struct competing competing = {.topic = topic};
    char names[TOPIC_OPENED_MAX][TOPIC_NAME_MAX];
    topic_long(topic, "competing_expected.csv", RULES, produce, &competing);
    size_t files = topic_files(topic, "cif_*_curve.csv", names, TOPIC_OPENED_MAX);
    for (size_t i = 0; i < files; i++)
        if (competing_find(&competing, names[i] + 4,
                           strlen(names[i]) - strlen("cif_") - strlen("_curve.csv")))
            topic_wide(topic, names[i], "group,cause,time", RULES, produce_cell, &competing);
    people_close(&competing.people);
}
