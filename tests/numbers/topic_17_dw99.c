#include "topic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/ols.h"

#include "base/banned.h"

/* Printed in whole dollars; the recomputed columns have 17 digits. */
static const struct rule RULES[] = {{"n", 0, 0}, {"printed_*", 0, 0}, {"abs_gap_*", 0, 0}, {"*", 1e-9, 0}};

enum { COVARIATES_MAX = 32 };

/* The regression that a row of the expected file is about. */
struct inputs {
    struct topic *topic;
    struct oracle input;
    char file[TOPIC_NAME_MAX]; /* that `input` was read from */
    struct arena arena;
    struct ols ols;
    size_t row; /* of the expected file that `ols` is for, plus 1 */
};

static struct covariate covariate_of(struct inputs *inputs, const char *name)
{
    double *value = ARENA_ARRAY(&inputs->arena, double, inputs->input.rows);
    for (size_t row = 0; row < inputs->input.rows; row++)
        value[row] = oracle_real(&inputs->input, row, name);
    return (struct covariate){arena_text(&inputs->arena, name, strlen(name)), value};
}

/* Of "age+educ+black", behind the programme itself. OUT how many; 0 when one is not in the file. */
static size_t covariates_of(struct inputs *inputs, const char *terms, struct covariate *to)
{
    size_t count = 0;
    to[count++] = covariate_of(inputs, "treat");
    while (*terms && count < COVARIATES_MAX) {
        size_t length = strcspn(terms, "+");
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)length, terms);
        if (!oracle_has(&inputs->input, name))
            return 0;
        to[count++] = covariate_of(inputs, name);
        terms += length + (terms[length] == '+');
    }
    return count;
}

static bool regress(struct inputs *inputs, const struct oracle *table, size_t row)
{
    char file[TOPIC_NAME_MAX];
    struct covariate covariates[COVARIATES_MAX];
    if (inputs->row == row + 1)
        return true;
    snprintf(file, sizeof file, "dw99_lalonde_%.100s.csv", oracle_cell(table, row, "group"));
    if (strcmp(file, inputs->file) != 0) {
        oracle_close(&inputs->input);
        inputs->input = (struct oracle){0};
        snprintf(inputs->file, sizeof inputs->file, "%s", file);
        topic_open(inputs->topic, file, &inputs->input);
    }
    arena_clear(&inputs->arena);
    inputs->row = 0;
    if (inputs->input.rows == 0)
        return false;
    size_t count = covariates_of(inputs, oracle_cell(table, row, "covariates"), covariates);
    if (count == 0)
        return false;
    struct ols_input in = {.rows = inputs->input.rows,
                           .y = covariate_of(inputs, "re78").value,
                           .covariates = covariates,
                           .count = count};
    ols_fit(&inputs->ols, &inputs->arena, &in);
    inputs->row = row + 1;
    return true;
}

static struct answer produce(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct inputs *inputs = context;
    if (!regress(inputs, table, row))
        return answer_unknown();
    const struct ols_coefficient *treat = &inputs->ols.coefficients[1];
    double est = treat->estimate.value, se = treat->se[OLS_CLASSICAL].value;
    const struct named answers[] = {
        {"n", answer_count((int64_t)inputs->ols.used)},
        {"est", answer_figure(treat->estimate)},
        {"se_classical", answer_figure(treat->se[OLS_CLASSICAL])},
        {"se_hc2", answer_figure(treat->se[OLS_HC2])},
        {"printed_est", answer_real(rint(est))},
        {"printed_se", answer_real(rint(se))},
        {"abs_gap_est", answer_real(fabs(rint(est) - oracle_real(table, row, "printed_est")))},
        {"abs_gap_se", answer_real(fabs(rint(se) - oracle_real(table, row, "printed_se")))},
    };
    return ANSWER_NAMED(answers, column);
}

void topic_17_dw99(struct topic *topic)
{
    struct inputs inputs = {.topic = topic};
    arena_init(&inputs.arena);
    topic_wide(topic, "dw99_table2_expected.csv", "panel,group,column,covariates", RULES, produce, &inputs);
    oracle_close(&inputs.input);
    arena_clear(&inputs.arena);
}
