#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/balance.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"n?", 0, 0}, {"miss?", 0, 0}, {"*", 1e-12, 1e-15}};

struct inputs {
    struct oracle input;
    struct arena arena;
    struct balance balance;
};

static double *column_of(struct arena *arena, const struct oracle *table, const char *name)
{
    double *column = ARENA_ARRAY(arena, double, table->rows);
    for (size_t row = 0; row < table->rows; row++)
        column[row] = oracle_real(table, row, name);
    return column;
}

/* The covariate that a row of the expected file is about, compared when it is first asked for. */
static const struct balance_row *row_of(struct inputs *inputs, const char *covariate)
{
    if (inputs->balance.count == 1 && strcmp(inputs->balance.rows[0].name, covariate) == 0)
        return &inputs->balance.rows[0];
    arena_clear(&inputs->arena);
    inputs->balance.count = 0;
    if (!oracle_has(&inputs->input, covariate))
        return NULL;
    struct balance_groups groups = {.rows = inputs->input.rows,
                                    .treat = column_of(&inputs->arena, &inputs->input, "treat")};
    struct covariate of = {covariate, column_of(&inputs->arena, &inputs->input, covariate)};
    balance_compare(&inputs->balance, &inputs->arena, &groups, &of, 1);
    return &inputs->balance.rows[0];
}

static struct answer produce(void *context, const struct oracle *table, size_t at, const char *column)
{
    const struct balance_row *row = row_of(context, oracle_cell(table, at, "covariate"));
    if (!row)
        return answer_unknown();
    const struct named answers[] = {
        {"binary", answer_count(row->binary)},
        {"n1", answer_count((int64_t)row->n_programme)},
        {"n0", answer_count((int64_t)row->n_comparison)},
        {"miss1", answer_count((int64_t)row->missing_programme)},
        {"miss0", answer_count((int64_t)row->missing_comparison)},
        {"mean1", answer_figure(row->all.mean_programme)},
        {"mean0", answer_figure(row->all.mean_comparison)},
        {"sd1", answer_figure(row->all.sd_programme)},
        {"sd0", answer_figure(row->all.sd_comparison)},
        {"smd_treated", answer_figure(row->all.smd_programme)},
        {"smd_control", answer_figure(row->all.smd_comparison)},
        {"smd_pooled", answer_figure(row->all.smd_pooled)},
        {"var_ratio", answer_figure(row->all.variance_ratio)},
        {"ecdf_mean", answer_figure(row->all.ecdf_mean)},
        {"ecdf_max", answer_figure(row->all.ecdf_max)},
    };
    return ANSWER_NAMED(answers, column);
}

/* "balance_CASE_expected.csv" is about "balance_CASE_input.csv". */
void topic_04_balance(struct topic *topic)
{
    char names[64][TOPIC_NAME_MAX];
    size_t count = topic_files(topic, "balance_*_expected.csv", names, sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
        char input[TOPIC_NAME_MAX + 16];
        struct inputs inputs = {0};
        snprintf(input, sizeof input, "%.*s_input.csv", (int)(strlen(names[i]) - strlen("_expected.csv")),
                 names[i]);
        arena_init(&inputs.arena);
        topic_open(topic, input, &inputs.input);
        topic_wide(topic, names[i], "covariate", RULES, produce, &inputs);
        oracle_close(&inputs.input);
        arena_clear(&inputs.arena);
    }
}
