#include "topic_crowd.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

bool crowd_open(struct crowd *crowd, struct topic *topic, const char *file, bool *fresh)
{
    *fresh = strcmp(crowd->file, file) != 0;
    if (!*fresh)
        return crowd->treat != NULL;
    crowd_close(crowd);
    snprintf(crowd->file, sizeof crowd->file, "%.127s", file);
    if (!topic_open(topic, file, &crowd->table))
        return false;
    crowd->n = crowd->table.rows;
    crowd->treat = crowd_column(crowd, "treat");
    return crowd->treat != NULL;
}

void crowd_close(struct crowd *crowd)
{
    if (crowd->file[0])
        oracle_close(&crowd->table);
    arena_clear(&crowd->arena);
    *crowd = (struct crowd){0};
}

const double *crowd_column(struct crowd *crowd, const char *name)
{
    if (!oracle_has(&crowd->table, name))
        return NULL;
    double *column = ARENA_ARRAY(&crowd->arena, double, crowd->n);
    for (size_t row = 0; row < crowd->n; row++)
        column[row] = oracle_real(&crowd->table, row, name);
    return column;
}

const char *crowd_id(const struct crowd *crowd, uint32_t row)
{
    return oracle_cell(&crowd->table, row, "id");
}

/* Files name people in nearly the same order, so the search goes on from the person found last. */
size_t crowd_row(struct crowd *crowd, const char *id)
{
    size_t row = oracle_row(&crowd->table, "id", id, crowd->found_last);
    if (row == crowd->n)
        row = oracle_row(&crowd->table, "id", id, 0);
    if (row < crowd->n)
        crowd->found_last = row;
    return row;
}

size_t crowd_list(struct crowd *crowd, const char *list, const char **names, size_t max)
{
    size_t count = 0;
    while (*list && strcmp(list, "NA") != 0 && count < max) {
        size_t length = strcspn(list, "+");
        names[count++] = arena_text(&crowd->arena, list, length);
        list += length + (list[length] == '+');
    }
    return count;
}

/* R's square root of the machine's precision: MatchIt takes means this near for equal. */
static const double NEAR = 1.490116119384766e-08;

/* MatchIt measures by the participants' spread before matching; where they do not vary, by the spread within
 * both groups. */
static double measure_of(const struct balance_row *row)
{
    bool varies = !row->all.sd_programme.absent && row->all.sd_programme.value >= NEAR;
    return varies ? row->all.sd_programme.value : row->sd_within.value;
}

/* A difference in the measure. Means that agree differ by 0 in any measure; MatchIt then leaves the distance
 * of the matched in the covariate's own units too. Of one pair it measures nothing. */
static struct figure measured(const struct balance_row *row, const struct balance_look *look,
                              struct figure of, bool one_pair)
{
    if (look->mean_programme.absent || look->mean_comparison.absent || of.absent)
        return figure_absent("a group is empty");
    if (fabs(look->mean_programme.value - look->mean_comparison.value) <= NEAR)
        return of;
    return one_pair ? figure_absent("one pair") : figure_of(of.value / measure_of(row));
}

static struct figure difference_of(const struct balance_look *look)
{
    if (look->mean_programme.absent || look->mean_comparison.absent)
        return figure_absent("a group is empty");
    return figure_of(look->mean_programme.value - look->mean_comparison.value);
}

static bool is_one_pair(const struct crowd *crowd, const double *weights)
{
    size_t count[2] = {0, 0};
    for (size_t row = 0; row < crowd->n; row++)
        count[crowd->treat[row] > 0] += !weights || weights[row] > 0;
    return count[0] < 2 && count[1] < 2;
}

static struct figure unless(bool one_pair, struct figure figure)
{
    return one_pair ? figure_absent("one pair") : figure;
}

struct answer crowd_balance(struct crowd *crowd, const double *weights, const char *covariate,
                            struct figure apart, const char *column)
{
    struct covariate of = {covariate, crowd_column(crowd, covariate)};
    const char *end = strrchr(column, '_');
    if (!of.value || !end)
        return answer_unknown();
    struct balance_groups groups = {.rows = crowd->n, .treat = crowd->treat, .weight = weights};
    struct balance balance;
    balance_compare(&balance, &crowd->arena, &groups, &of, 1);
    const struct balance_row *row = &balance.rows[0];
    bool after = strcmp(end, "_m") == 0, one_pair = is_one_pair(crowd, after ? weights : NULL);
    const struct balance_look *look = after ? &row->weighted : &row->all;
    bool no_shape = one_pair && !row->binary;
    const struct {
        const char *column;
        struct figure figure;
    } answers[] = {
        {"mean1", look->mean_programme},
        {"mean0", look->mean_comparison},
        {"smd", measured(row, look, difference_of(look), one_pair)},
        {"vr", unless(no_shape, look->variance_ratio)},
        {"ecdf_mean", unless(no_shape, look->ecdf_mean)},
        {"ecdf_max", unless(no_shape, look->ecdf_max)},
        {"std_pair_dist", measured(row, look, apart, one_pair)},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strlen(answers[i].column) == (size_t)(end - column) &&
            strncmp(answers[i].column, column, (size_t)(end - column)) == 0)
            return answer_figure(answers[i].figure);
    return answer_unknown();
}

struct answer crowd_effect(const struct match_effect *effect, const char *stat)
{
    const struct named answers[] = {
        {"att", answer_figure(effect->effect)},
        {"mean_t", answer_figure(effect->mean_treated)},
        {"mean_c", answer_figure(effect->mean_controls)},
        {"se_classical", answer_figure(effect->se[OLS_CLASSICAL])},
        {"se_hc0", answer_figure(effect->se[OLS_HC0])},
        {"se_hc1", answer_figure(effect->se[OLS_HC1])},
        {"se_hc2", answer_figure(effect->se[OLS_HC2])},
        {"se_hc3", answer_figure(effect->se[OLS_HC3])},
        {"se_cl_hc0", answer_figure(effect->se[OLS_CLUSTER_HC0])},
        {"se_cl_hc1", answer_figure(effect->se[OLS_CLUSTER_HC1])},
        {"se_cl_cr2", answer_figure(effect->se[OLS_CLUSTER_CR2])},
        {"p_cl_hc1_t", answer_figure(effect->p)},
        {"p_cl_hc1_z", answer_figure(effect->p_normal)},
        {"ci_cl_hc1_lo", answer_low(effect->interval)},
        {"ci_cl_hc1_hi", answer_high(effect->interval)},
    };
    return ANSWER_NAMED(answers, stat);
}
