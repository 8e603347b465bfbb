#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/logistic.h"

#include "base/banned.h"

static const struct rule RULES[] = {
    {"n_*", 0, 0}, {"rank", 0, 0}, {"separation", 0, 0}, {"default_*", 0, 0}, {"*", 1e-9, 1e-13}};

enum { COVARIATES_MAX = 64 };

/* The fit of one case. Its covariates, in their order, are those that the expected file has coefficients of;
 * a column "w" that is not among them holds the weights. */
struct inputs {
    struct topic *topic;
    struct oracle expected, input;
    char name[TOPIC_NAME_MAX];
    struct arena arena;
    struct logistic logistic;
};

static double *column_of(struct inputs *inputs, const char *name)
{
    double *column = ARENA_ARRAY(&inputs->arena, double, inputs->input.rows);
    for (size_t row = 0; row < inputs->input.rows; row++)
        column[row] = oracle_real(&inputs->input, row, name);
    return column;
}

static size_t covariates_of(struct inputs *inputs, struct covariate *to)
{
    size_t count = 0;
    for (size_t row = 0; row < inputs->expected.rows && count < COVARIATES_MAX; row++) {
        const char *stat = oracle_cell(&inputs->expected, row, "stat");
        const char *name = strncmp(stat, "firth_coef_", 11) == 0 ? stat + 11
                           : strncmp(stat, "coef_", 5) == 0      ? stat + 5
                                                                 : NULL;
        bool known = !name || strcmp(oracle_cell(&inputs->expected, row, "case"), inputs->name) != 0 ||
                     !oracle_has(&inputs->input, name);
        for (size_t i = 0; i < count && !known; i++)
            known = strcmp(to[i].name, name) == 0;
        if (!known)
            to[count++] = (struct covariate){name, column_of(inputs, name)};
    }
    return count;
}

static bool fit(struct inputs *inputs, const char *name)
{
    char file[TOPIC_NAME_MAX + 32];
    struct covariate covariates[COVARIATES_MAX];
    if (strcmp(inputs->name, name) == 0)
        return inputs->input.rows > 0;
    oracle_close(&inputs->input);
    arena_clear(&inputs->arena);
    inputs->input = (struct oracle){0};
    snprintf(inputs->name, sizeof inputs->name, "%s", name);
    snprintf(file, sizeof file, "logit_%s_input.csv", name);
    if (!topic_open(inputs->topic, file, &inputs->input))
        return false;
    struct logistic_input in = {
        .rows = inputs->input.rows, .covariates = covariates, .firth = LOGISTIC_FIRTH_ALWAYS};
    in.count = covariates_of(inputs, covariates);
    in.y = column_of(inputs, "treat");
    bool weighted = oracle_has(&inputs->input, "w");
    for (size_t i = 0; i < in.count; i++)
        weighted = weighted && strcmp(covariates[i].name, "w") != 0;
    in.weight = weighted ? column_of(inputs, "w") : NULL;
    logistic_fit(&inputs->logistic, &inputs->arena, &in);
    return true;
}

static const struct logistic_coefficient *coefficient_of(const struct logistic *logistic, const char *name)
{
    for (size_t i = 1; i < logistic->count; i++)
        if (strcmp(logistic->coefficients[i].name, name) == 0)
            return &logistic->coefficients[i];
    return strcmp(name, "Intercept") == 0 ? &logistic->coefficients[0] : NULL;
}

static struct answer of_coefficient(const struct logistic *logistic, const char *stat)
{
    static const char *const KINDS[] = {"coef_", "se_", "p_", "firth_coef_", "firth_se_"};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        const struct logistic_coefficient *of = NULL;
        if (strncmp(stat, KINDS[i], strlen(KINDS[i])) == 0)
            of = coefficient_of(logistic, stat + strlen(KINDS[i]));
        if (of)
            return answer_figure(
                (const struct figure[]){of->estimate, of->se, of->p, of->firth, of->firth_se}[i]);
    }
    return answer_unknown();
}

static struct answer produce(void *context, const char *name, const char *stat)
{
    struct inputs *inputs = context;
    if (!fit(inputs, name))
        return answer_unknown();
    const struct logistic *fit = &inputs->logistic;
    bool separated = fit->state == LOGISTIC_SEPARATED || fit->state == LOGISTIC_PARTLY_SEPARATED;
    const struct named answers[] = {
        {"n_used", answer_count((int64_t)fit->used)},
        {"n_dropped_missing", answer_count((int64_t)fit->dropped)},
        {"n_treated", answer_count((int64_t)fit->ones)},
        {"rank", answer_count((int64_t)fit->rank)},
        {"separation", answer_count(separated)},
        {"default_iter", answer_count(fit->steps)},
        {"default_converged", answer_count(fit->settled)},
        {"null_deviance", answer_figure(fit->null_deviance)},
        {"deviance", answer_figure(fit->deviance)},
        {"loglik", answer_figure(fit->loglik)},
        {"aic", answer_figure(fit->aic)},
        {"auc", answer_figure(fit->auc)},
    };
    struct answer answer = ANSWER_NAMED(answers, stat);
    return answer.known ? answer : of_coefficient(fit, stat);
}

static struct answer produce_score(void *context, const struct oracle *table, size_t at, const char *column)
{
    struct inputs *inputs = context;
    int64_t row = oracle_int(table, at, "row") - 1;
    if (row < 0 || (size_t)row >= inputs->input.rows)
        return answer_unknown();
    if (strcmp(column, "linpred") == 0)
        return answer_real(inputs->logistic.line[row]);
    return strcmp(column, "fitted") == 0 ? answer_real(inputs->logistic.share[row]) : answer_unknown();
}

void topic_05_logistic(struct topic *topic)
{
    struct inputs inputs = {.topic = topic};
    char names[64][TOPIC_NAME_MAX], name[TOPIC_NAME_MAX];
    arena_init(&inputs.arena);
    topic_open(topic, "logit_expected.csv", &inputs.expected);
    topic_long(topic, "logit_expected.csv", RULES, produce, &inputs);
    size_t count = topic_files(topic, "logit_*_scores.csv", names, sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "%.*s", (int)(strlen(names[i]) - strlen("logit__scores.csv")),
                 names[i] + 6);
        if (fit(&inputs, name))
            topic_wide(topic, names[i], "row", RULES, produce_score, &inputs);
    }
    oracle_close(&inputs.expected);
    oracle_close(&inputs.input);
    arena_clear(&inputs.arena);
}
