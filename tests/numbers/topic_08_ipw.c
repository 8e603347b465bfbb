#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/balance.h"
#include "stats/weighting.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"*cr2", 1e-7, 0}, {"smd_w", 1e-9, 1e-13}, {"*", 1e-9, 1e-13}};

enum { COVARIATES_MAX = 32 };

/* One case: its covariates are those of its balance file, in their order; "site" holds the clusters. */
struct inputs {
    struct topic *topic;
    struct oracle input, balance_rows;
    char name[TOPIC_NAME_MAX], outcome[TOPIC_NAME_MAX];
    struct arena arena, outcomes;
    struct covariate covariates[COVARIATES_MAX];
    size_t count;
    const double *treat, *site;
    struct logistic score;
    struct weighting weighting[2];
    struct balance balance;
    struct weighting_effect effect[2];
    struct ols plain, adjusted;
};

static double *column_of(struct arena *arena, const struct oracle *table, const char *name)
{
    double *column = ARENA_ARRAY(arena, double, table->rows);
    for (size_t row = 0; row < table->rows; row++)
        column[row] = oracle_real(table, row, name);
    return column;
}

static void weigh(struct inputs *inputs)
{
    struct logistic_input in = {.rows = inputs->input.rows,
                                .y = inputs->treat,
                                .covariates = inputs->covariates,
                                .count = inputs->count};
    logistic_fit(&inputs->score, &inputs->arena, &in);
    for (enum weighting_target target = 0; target < 2; target++)
        weighting_make(&inputs->weighting[target], &inputs->arena, target, inputs->treat, &inputs->score,
                       in.rows);
    balance_compare(&inputs->balance, &inputs->arena,
                    &(struct balance_groups){.rows = in.rows,
                                             .treat = inputs->treat,
                                             .weight = inputs->weighting[WEIGHTING_ATT].weight},
                    inputs->covariates, inputs->count);
}

static bool case_find(struct inputs *inputs, const char *name)
{
    char file[TOPIC_NAME_MAX + 32];
    if (strcmp(inputs->name, name) == 0)
        return inputs->count > 0;
    oracle_close(&inputs->input);
    oracle_close(&inputs->balance_rows);
    arena_clear(&inputs->arena);
    inputs->input = inputs->balance_rows = (struct oracle){0};
    inputs->count = 0;
    inputs->outcome[0] = '\0';
    snprintf(inputs->name, sizeof inputs->name, "%s", name);
    snprintf(file, sizeof file, "%s_input.csv", name);
    if (!topic_open(inputs->topic, file, &inputs->input))
        return false;
    snprintf(file, sizeof file, "%s_balance.csv", name);
    topic_open(inputs->topic, file, &inputs->balance_rows);
    for (size_t i = 0; i < inputs->balance_rows.rows && i < COVARIATES_MAX; i++) {
        const char *covariate = oracle_cell(&inputs->balance_rows, i, "covariate");
        inputs->covariates[inputs->count++] =
            (struct covariate){covariate, column_of(&inputs->arena, &inputs->input, covariate)};
    }
    inputs->treat = column_of(&inputs->arena, &inputs->input, "treat");
    inputs->site =
        oracle_has(&inputs->input, "site") ? column_of(&inputs->arena, &inputs->input, "site") : NULL;
    weigh(inputs);
    return inputs->count > 0;
}

static bool outcome_find(struct inputs *inputs, const char *outcome)
{
    struct covariate with[COVARIATES_MAX + 1] = {{"programme", inputs->treat}};
    if (strcmp(inputs->outcome, outcome) == 0)
        return true;
    if (!oracle_has(&inputs->input, outcome))
        return false;
    arena_clear(&inputs->outcomes);
    snprintf(inputs->outcome, sizeof inputs->outcome, "%s", outcome);
    double *y = column_of(&inputs->outcomes, &inputs->input, outcome);
    for (enum weighting_target target = 0; target < 2; target++)
        weighting_effect(&inputs->effect[target], &inputs->outcomes,
                         &(struct weighting_input){.rows = inputs->input.rows,
                                                   .target = target,
                                                   .treat = inputs->treat,
                                                   .y = y,
                                                   .score = &inputs->score,
                                                   .covariates = inputs->covariates,
                                                   .count = inputs->count,
                                                   .cluster = inputs->site});
    memcpy(with + 1, inputs->covariates, inputs->count * sizeof *with);
    struct ols_input in = {
        .rows = inputs->input.rows, .y = y, .covariates = with, .count = 1, .cluster = inputs->site};
    ols_fit(&inputs->plain, &inputs->outcomes, &in);
    in.count += inputs->count;
    ols_fit(&inputs->adjusted, &inputs->outcomes, &in);
    return true;
}

static struct answer of_se(const struct figure se[OLS_SES], const char *kind)
{
    static const struct {
        const char *kind;
        enum ols_se se;
    } KINDS[] = {{"", OLS_CLASSICAL},
                 {"_hc0", OLS_HC0},
                 {"_hc1", OLS_HC1},
                 {"_hc2", OLS_HC2},
                 {"_hc3", OLS_HC3},
                 {"_cl_hc1", OLS_CLUSTER_HC1},
                 {"_cl_hc0_noadj", OLS_CLUSTER_HC0},
                 {"_cr2", OLS_CLUSTER_CR2}};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            return answer_figure(se[KINDS[i].se]);
    return answer_unknown();
}

static struct answer of_effect(const struct weighting_effect *effect, const char *stat)
{
    if (strcmp(stat, "est") == 0)
        return answer_figure(effect->effect);
    if (strcmp(stat, "mean1") == 0)
        return answer_figure(effect->mean_programme);
    if (strcmp(stat, "mean0") == 0)
        return answer_figure(effect->mean_comparison);
    if (strcmp(stat, "se_mest") == 0)
        return answer_figure(effect->se_score);
    return strncmp(stat, "se", 2) == 0 ? of_se(effect->se, stat + 2) : answer_unknown();
}

static struct answer of_ols(const struct ols *ols, const char *stat)
{
    if (*stat == '\0')
        return answer_figure(ols->coefficients[1].estimate);
    return strncmp(stat, "_se", 3) == 0 ? of_se(ols->coefficients[1].se, stat + 3) : answer_unknown();
}

static struct answer of_outcome(const struct inputs *inputs, const char *stat)
{
    if (strncmp(stat, "att_", 4) == 0)
        return of_effect(&inputs->effect[WEIGHTING_ATT], stat + 4);
    if (strncmp(stat, "ate_", 4) == 0)
        return of_effect(&inputs->effect[WEIGHTING_ATE], stat + 4);
    if (strncmp(stat, "ols_unadj", 9) == 0)
        return of_ols(&inputs->plain, stat + 9);
    if (strncmp(stat, "ols_adj", 7) == 0)
        return of_ols(&inputs->adjusted, stat + 7);
    return answer_unknown();
}

/* A case is "lalonde614", or with an outcome "lalonde614:re78". */
static struct answer produce(void *context, const char *name, const char *stat)
{
    struct inputs *inputs = context;
    char file[TOPIC_NAME_MAX];
    snprintf(file, sizeof file, "%.*s", (int)strcspn(name, ":"), name);
    if (!case_find(inputs, file))
        return answer_unknown();
    if (strchr(name, ':'))
        return outcome_find(inputs, strchr(name, ':') + 1) ? of_outcome(inputs, stat) : answer_unknown();
    const struct named_figure figures[] = {
        {"ess_control_att", inputs->weighting[WEIGHTING_ATT].ess_comparison},
        {"max_w_att", inputs->weighting[WEIGHTING_ATT].most},
        {"ess_t_ate", inputs->weighting[WEIGHTING_ATE].ess_programme},
        {"ess_c_ate", inputs->weighting[WEIGHTING_ATE].ess_comparison},
    };
    return FIGURE_NAMED(figures, stat);
}

static struct answer produce_weight(void *context, const struct oracle *table, size_t at, const char *column)
{
    struct inputs *inputs = context;
    size_t row = oracle_row(&inputs->input, "id", oracle_cell(table, at, "id"), at);
    row = row < inputs->input.rows ? row : oracle_row(&inputs->input, "id", oracle_cell(table, at, "id"), 0);
    if (row >= inputs->input.rows)
        return answer_unknown();
    if (strcmp(column, "ps") == 0)
        return answer_real(inputs->score.share[row]);
    if (strcmp(column, "w_att") == 0)
        return answer_real(inputs->weighting[WEIGHTING_ATT].weight[row]);
    return strcmp(column, "w_ate") == 0 ? answer_real(inputs->weighting[WEIGHTING_ATE].weight[row])
                                        : answer_unknown();
}

static struct answer produce_balance(void *context, const struct oracle *table, size_t at, const char *column)
{
    struct inputs *inputs = context;
    const char *name = oracle_cell(table, at, "covariate");
    for (size_t i = 0; i < inputs->balance.count; i++) {
        const struct balance_row *row = &inputs->balance.rows[i];
        if (strcmp(row->name, name) != 0)
            continue;
        if (strcmp(column, "mean1") == 0)
            return answer_figure(row->weighted.mean_programme);
        if (strcmp(column, "mean0_w") == 0)
            return answer_figure(row->weighted.mean_comparison);
        if (strcmp(column, "smd_w") == 0)
            return answer_figure(row->weighted.smd_programme);
    }
    return answer_unknown();
}

void topic_08_ipw(struct topic *topic)
{
    struct inputs *inputs = calloc(1, sizeof *inputs);
    char names[64][TOPIC_NAME_MAX], file[TOPIC_NAME_MAX + 32];
    if (!inputs)
        return;
    inputs->topic = topic;
    arena_init(&inputs->arena);
    arena_init(&inputs->outcomes);
    topic_long(topic, "ipw_expected.csv", RULES, produce, inputs);
    size_t count = topic_files(topic, "*_input.csv", names, sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i][strlen(names[i]) - strlen("_input.csv")] = '\0';
        if (!case_find(inputs, names[i]))
            continue;
        snprintf(file, sizeof file, "%s_weights.csv", names[i]);
        topic_wide(topic, file, "id", RULES, produce_weight, inputs);
        snprintf(file, sizeof file, "%s_balance.csv", names[i]);
        topic_wide(topic, file, "covariate", RULES, produce_balance, inputs);
    }
    oracle_close(&inputs->input);
    oracle_close(&inputs->balance_rows);
    arena_clear(&inputs->arena);
    arena_clear(&inputs->outcomes);
    free(inputs);
}
