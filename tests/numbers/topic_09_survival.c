#include "topic_people.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/cox.h"
#include "stats/logrank.h"
#include "stats/survival.h"

#include "base/banned.h"

static const struct rule RULES[] = {
    {"coef", 1e-8, 0}, {"loglik?", 1e-8, 0}, {"score", 1e-8, 0}, {"wald", 1e-8, 0}, {"lr", 1e-8, 0},
    {"z", 1e-8, 0},    {"hr", 1e-8, 0},      {"se", 1e-8, 0},    {"n", 0, 0},       {"events", 0, 0},
    {"q??", 0, 0},     {"median*", 0, 0},    {"n_risk", 0, 0},   {"n_event", 0, 0}, {"n_censor", 0, 0},
    {"df", 0, 0},      {"p", 1e-10, 0},      {"*", 1e-12, 0}};

struct survival {
    struct topic *topic;
    struct people people;
    char name[TOPIC_NAME_MAX];
    struct km_curve *curves;
};

static bool survival_find(struct survival *survival, const char *name, size_t length)
{
    char file[TOPIC_NAME_MAX];
    if (length >= sizeof file)
        return false;
    snprintf(file, sizeof file, "%.*s", (int)length, name);
    if (survival->curves && strcmp(file, survival->name) == 0)
        return true;
    survival->curves = NULL;
    if (!people_find(&survival->people, survival->topic, "km", file, "event"))
        return false;
    snprintf(survival->name, sizeof survival->name, "%s", file);
    survival->curves = km_curves(&survival->people.arena, &survival->people.all, CAUSE_ANY);
    return true;
}

static struct answer of_group(const struct km_curve *curve, const char *stat)
{
    struct km_quantile first = km_quantile(curve, 0.25, KM_LOG, 0.95),
                       third = km_quantile(curve, 0.75, KM_LOG, 0.95),
                       loglog = km_quantile(curve, 0.5, KM_LOGLOG, 0.95),
                       log = km_quantile(curve, 0.5, KM_LOG, 0.95),
                       plain = km_quantile(curve, 0.5, KM_PLAIN, 0.95);
    const struct named answers[] = {
        {"n", answer_count((int64_t)curve->n)},
        {"events", answer_count((int64_t)curve->n_events)},
        {"q25", answer_figure(first.time)},
        {"median", answer_figure(log.time)},
        {"q75", answer_figure(third.time)},
        {"median_lo_loglog", answer_figure(loglog.low)},
        {"median_hi_loglog", answer_figure(loglog.high)},
        {"median_lo_log", answer_figure(log.low)},
        {"median_hi_log", answer_figure(log.high)},
        {"median_lo_plain", answer_figure(plain.low)},
        {"median_hi_plain", answer_figure(plain.high)},
    };
    return ANSWER_NAMED(answers, stat);
}

static struct answer of_time(const struct km_curve *curve, double time, const char *stat)
{
    struct km_restricted restricted = km_restricted_mean(curve, time);
    const struct named answers[] = {
        {"rmst", answer_figure(restricted.mean)},
        {"rmst_se", answer_figure(restricted.se)},
        {"surv", answer_figure(km_waiting(curve, time))},
        {"se", answer_figure(km_se(curve, time))},
        {"n_risk", answer_count((int64_t)km_at_risk(curve, time))},
    };
    return ANSWER_NAMED(answers, stat);
}

static struct answer of_logrank(struct survival *survival, bool stratified, double rho, const char *stat)
{
    struct people *people = &survival->people;
    struct logrank made =
        logrank_test(&people->arena, stratified ? &people->by_stratum : &people->all, CAUSE_ANY, rho);
    const struct named answers[] = {
        {"chisq", answer_figure(made.test.chi2)},
        {"df", answer_count((int64_t)made.test.df)},
        {"p", answer_figure(made.test.p)},
    };
    unsigned row, column;
    if (strncmp(stat, "obs_", 4) == 0 || strncmp(stat, "exp_", 4) == 0) {
        size_t group = labels_find(&people->group, stat + 4, strlen(stat + 4));
        if (group < people->group.count)
            return answer_real(stat[0] == 'o' ? made.observed[group] : made.expected[group]);
    }
    if (strncmp(stat, "var", 3) == 0 && strlen(stat) == 5) {
        row = (unsigned)(stat[3] - '1');
        column = (unsigned)(stat[4] - '1');
        if (row < made.groups && column < made.groups)
            return answer_real(made.variance[row * made.groups + column]);
    }
    return ANSWER_NAMED(answers, stat);
}

/* The group's own label is the covariate where labels are numbers, else its place. */
static double covariate_of(const struct labels *labels, size_t group)
{
    char *end;
    double value = strtod(labels->text[group], &end);
    return *end == '\0' ? value : (double)group;
}

static struct answer of_cox(struct survival *survival, enum cox_ties ties, const char *stat)
{
    struct people *people = &survival->people;
    double *x = ARENA_ARRAY(&people->arena, double, people->n);
    for (size_t i = 0; i < people->n; i++)
        x[i] = covariate_of(&people->group, (size_t)people->group_of[i]);
    struct cox made = cox_fit(&people->arena, &people->all, CAUSE_ANY, x, 1, ties, 0.95);
    const struct named answers[] = {
        {"coef", answer_figure(made.terms[0].coef)}, {"se", answer_figure(made.terms[0].se)},
        {"z", answer_figure(made.terms[0].z)},       {"p", answer_figure(made.terms[0].p)},
        {"hr", answer_figure(made.terms[0].ratio)},  {"loglik0", answer_figure(made.loglik_null)},
        {"loglik1", answer_figure(made.loglik)},     {"score", answer_figure(made.score.chi2)},
        {"wald", answer_figure(made.wald.chi2)},     {"lr", answer_figure(made.lr.chi2)},
    };
    return ANSWER_NAMED(answers, stat);
}

/* "veteran:g1", "veteran:g1:tau90", "veteran:rho0", "veteran:stratified", "veteran:cox_efron". */
static struct answer produce(void *context, const char *name, const char *stat)
{
    struct survival *survival = context;
    const char *part, *rest;
    if (!survival_find(survival, name, part_first(name, &part)))
        return answer_unknown();
    size_t length = part_first(part, &rest);
    if (strncmp(part, "rho", 3) == 0)
        return of_logrank(survival, false, strtod(part + 3, NULL), stat);
    if (strcmp(part, "stratified") == 0)
        return of_logrank(survival, true, 0, stat);
    if (strcmp(part, "cox_efron") == 0)
        return of_cox(survival, COX_EFRON, stat);
    if (strcmp(part, "cox_breslow") == 0)
        return of_cox(survival, COX_BRESLOW, stat);
    size_t group = length > 0 && part[0] == 'g' ? labels_find(&survival->people.group, part + 1, length - 1)
                                                : survival->people.group.count;
    if (group == survival->people.group.count)
        return answer_unknown();
    if (strncmp(rest, "tau", 3) == 0)
        return of_time(&survival->curves[group], strtod(rest + 3, NULL), stat);
    return *rest ? answer_unknown() : of_group(&survival->curves[group], stat);
}

static struct answer of_row(const struct km_curve *curve, size_t row, const char *column)
{
    const struct named answers[] = {
        {"n_risk", answer_count(curve->at_risk[row])},
        {"n_event", answer_count(curve->events[row])},
        {"n_censor", answer_count(curve->censored[row])},
        {"surv", answer_real(curve->waiting[row])},
        {"se_surv", answer_figure(km_se_at(curve, row))},
        {"cumhaz", answer_real(curve->hazard[row])},
        {"log_lo", answer_low(km_interval(curve, row, KM_LOG, 0.95))},
        {"log_hi", answer_high(km_interval(curve, row, KM_LOG, 0.95))},
        {"loglog_lo", answer_low(km_interval(curve, row, KM_LOGLOG, 0.95))},
        {"loglog_hi", answer_high(km_interval(curve, row, KM_LOGLOG, 0.95))},
        {"plain_lo", answer_low(km_interval(curve, row, KM_PLAIN, 0.95))},
        {"plain_hi", answer_high(km_interval(curve, row, KM_PLAIN, 0.95))},
    };
    return ANSWER_NAMED(answers, column);
}

static struct answer produce_cell(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct survival *survival = context;
    const char *group = oracle_cell(table, row, "group");
    size_t found = labels_find(&survival->people.group, group, strlen(group));
    if (found == survival->people.group.count)
        return answer_unknown();
    const struct km_curve *curve = &survival->curves[found];
    double time = oracle_real(table, row, "time");
    size_t rows = times_until(curve->time, curve->rows, time);
    return rows > 0 && curve->time[rows - 1] >= time ? of_row(curve, rows - 1, column) : answer_unknown();
}

void topic_09_survival(struct topic *topic)
{
    struct survival survival = {.topic = topic};
    char names[TOPIC_OPENED_MAX][TOPIC_NAME_MAX];
    topic_long(topic, "survival_expected.csv", RULES, produce, &survival);
    size_t files = topic_files(topic, "km_*_curve.csv", names, TOPIC_OPENED_MAX);
    for (size_t i = 0; i < files; i++)
        if (survival_find(&survival, names[i] + 3, strlen(names[i]) - strlen("km_") - strlen("_curve.csv")))
            topic_wide(topic, names[i], "group,time", RULES, produce_cell, &survival);
    people_close(&survival.people);
}
