#include "stats/balance.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/sort_doubles.h"
#include "stats/sum.h"

#include "base/banned.h"

/* Whole numbers within a range this wide are counted, not sorted. */
enum { STEPS_MAX = 1 << 15 };

static const char NOBODY[] = "nobody was counted", UNWEIGHTED[] = "there are no weights",
                  NO_WEIGHT[] = "the weights of the group sum to 0";

/* One group: its rows, and of the covariate at hand the numbers that are not missing, side by side. */
struct side {
    uint32_t *row;
    size_t size;
    double *x, *w; /* w is NULL without weights */
    size_t n, missing;
    struct figure mean, variance;                   /* all alike */
    struct figure weighted_mean, weighted_variance; /* with weights */
    double weight;                                  /* their sum */
};

/* One covariate taken apart. */
struct parts {
    struct side side[2]; /* 1 programme, 0 comparison */
    double *room;        /* as long as the longer side */
    bool binary, whole;
    double least, most;
};

/* Every whole number under 2^51 survives this, nothing else does. */
static bool is_whole(double x)
{
    const double ulp_is_one = 6755399441055744.0; /* 1.5 * 2^52 */
    return x + ulp_is_one - ulp_is_one == x;
}

/* Each number is written before it is known whether to keep it: it may be written over. */
static void parts_split(struct parts *parts, const struct balance_groups *groups, const double *value)
{
    double least = INFINITY, most = -INFINITY;
    bool whole = true;
    for (size_t g = 0; g < 2; g++) {
        struct side *side = &parts->side[g];
        size_t n = 0;
        for (size_t i = 0; i < side->size; i++) {
            double x = value[side->row[i]];
            bool known = !isnan(x);
            side->x[n] = x;
            n += known;
            least = x < least ? x : least;
            most = x > most ? x : most;
            whole &= !known | is_whole(x);
        }
        size_t kept = 0;
        for (size_t i = 0; groups->weight && i < side->size; i++) {
            double weight = groups->weight[side->row[i]];
            side->w[kept] = isnan(weight) ? 0 : weight;
            kept += value[side->row[i]] == value[side->row[i]];
        }
        side->n = n;
        side->missing = side->size - n;
    }
    bool anybody = parts->side[0].n + parts->side[1].n > 0;
    assert(!anybody || (isfinite(least) && isfinite(most)));
    parts->whole = anybody && whole && most - least < STEPS_MAX;
    parts->binary = !anybody || (parts->whole && least >= 0 && most <= 1);
    parts->least = least;
    parts->most = most;
}

/* Adds to a mean what its own sum lost by rounding, so that it is right to the last bit: a small difference
 * of two large means would show it. The sums of whole numbers lose nothing. */
static double mean_mended(double mean, const double *w, const struct side *side, double divisor, bool whole)
{
    return whole ? mean : mean + sum_powers(w, side->x, side->n, mean, 1) / divisor;
}

/* What rounding alone could have made out of a constant. */
static bool is_rounding(double spread, double of)
{
    return fabs(spread) <= 8 * DBL_EPSILON * fabs(of);
}

static struct figure variance_of(double squares, double divisor, double mean)
{
    if (!(divisor > 0))
        return figure_absent("one person has no spread");
    double variance = squares / divisor;
    return figure_of(is_rounding(sqrt(variance), mean) ? 0 : variance);
}

static void side_alike(struct side *side, bool binary, bool whole)
{
    if (side->n == 0) {
        side->mean = side->variance = figure_absent(NOBODY);
        return;
    }
    double n = (double)side->n, mean = mean_mended(sum_of(side->x, side->n) / n, NULL, side, n, whole);
    side->mean = figure_of(mean);
    side->variance =
        binary ? figure_of(mean * (1 - mean)) : variance_of(sum_squares(side->x, side->n, mean), n - 1, mean);
}

static void side_weighted(struct side *side, bool binary, bool whole)
{
    side->weight = sum_of(side->w, side->n);
    if (side->n == 0 || !(side->weight > 0)) {
        side->weighted_mean = side->weighted_variance = figure_absent(side->n == 0 ? NOBODY : NO_WEIGHT);
        return;
    }
    double mean = mean_mended(sum_weighted(side->w, side->x, side->n) / side->weight, side->w, side,
                              side->weight, whole);
    side->weighted_mean = figure_of(mean);
    if (binary) {
        side->weighted_variance = figure_of(fmax(mean * (1 - mean), 0));
        return;
    }
    double squares = sum_weighted_squares(side->w, side->x, side->n, mean) / side->weight;
    double left = 1 - sum_squares(side->w, side->n, 0) / (side->weight * side->weight);
    side->weighted_variance = variance_of(squares, left > 4 * DBL_EPSILON ? left : 0, mean);
}

static struct figure root_of(struct figure variance)
{
    return variance.absent ? variance : figure_of(sqrt(variance.value));
}

static struct figure pooled_variance(struct figure one, struct figure other)
{
    if (one.absent || other.absent)
        return one.absent ? one : other;
    return figure_of((one.value + other.value) / 2);
}

static struct figure standardised(struct figure one, struct figure other, struct figure variance)
{
    if (one.absent || other.absent)
        return one.absent ? one : other;
    double difference = one.value - other.value;
    if (variance.absent)
        return variance;
    if (variance.value > 0)
        return figure_of(difference / sqrt(variance.value));
    if (is_rounding(difference, fmax(fabs(one.value), fabs(other.value))))
        return figure_of(0);
    return figure_absent("the means differ and there is no spread to measure it by");
}

static struct figure ratio_of(struct figure one, struct figure other, bool binary)
{
    if (binary)
        return figure_absent("of yes and no the means say it all");
    if (one.absent || other.absent)
        return one.absent ? one : other;
    if (other.value > 0)
        return figure_of(one.value / other.value);
    return one.value > 0 ? figure_of(INFINITY) : figure_absent("neither group varies");
}

/* Two cumulative shares as they are walked along; their gaps in units of 1 / (of[0] * of[1]), which for
 * people are whole numbers. */
struct walk {
    double at[2], of[2]; /* how much of each group lies up to here, and in all */
    double sum, most;
    size_t steps;
};

static void walk_step(struct walk *walk)
{
    double gap = fabs(walk->at[1] * walk->of[0] - walk->at[0] * walk->of[1]);
    walk->sum += gap;
    walk->most = gap > walk->most ? gap : walk->most;
    walk->steps++;
}

static void walk_end(const struct walk *walk, struct balance_look *look)
{
    double unit = walk->of[0] * walk->of[1];
    look->ecdf_mean = figure_of(walk->sum / unit / (double)walk->steps);
    look->ecdf_max = figure_of(walk->most / unit);
}

static double fold_weights(const double *w, size_t n)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += w[i];
    return all;
}

/* Whole numbers: how many, and how much weight, at each step between least and most. */
static void walk_counted(const struct parts *parts, struct balance_row *row, bool weighted)
{
    size_t steps = (size_t)(parts->most - parts->least) + 1;
    uint32_t *count = memory_alloc(2 * steps * sizeof *count);
    double *weight = memory_alloc(2 * steps * sizeof *weight);
    for (size_t g = 0; g < 2; g++) {
        const struct side *side = &parts->side[g];
        uint32_t *counts = count + g * steps;
        for (size_t i = 0; i < side->n; i++)
            counts[(size_t)(side->x[i] - parts->least)]++;
        for (size_t i = 0; weighted && i < side->n; i++)
            weight[g * steps + (size_t)(side->x[i] - parts->least)] += side->w[i];
    }
    struct walk alike = {.of = {(double)parts->side[0].n, (double)parts->side[1].n}}, heavy = {0};
    for (size_t g = 0; g < 2; g++)
        heavy.of[g] = fold_weights(weight + g * steps, steps);
    for (size_t step = 0; step < steps; step++) {
        if (count[step] + count[steps + step] == 0)
            continue;
        for (size_t g = 0; g < 2; g++) {
            alike.at[g] += count[g * steps + step];
            heavy.at[g] += weight[g * steps + step];
        }
        walk_step(&alike);
        if (weighted)
            walk_step(&heavy);
    }
    walk_end(&alike, &row->all);
    if (weighted)
        walk_end(&heavy, &row->weighted);
    free(count);
    free(weight);
}

/* Both sides ascending, met at each different number. Everybody is passed one by one, and a step is made
 * where the next number is another. */
static void walk_sorted(const double *const x[2], const double *const w[2], const size_t n[2],
                        struct balance_look *look)
{
    struct walk walk = {0};
    for (size_t g = 0; g < 2; g++)
        walk.of[g] = w[g] ? fold_weights(w[g], n[g]) : (double)n[g];
    size_t at[2] = {0, 0};
    while (at[0] < n[0] && at[1] < n[1]) {
        size_t lower = x[1][at[1]] < x[0][at[0]];
        double here = x[lower][at[lower]];
        walk.at[lower] += w[lower] ? w[lower][at[lower]] : 1;
        at[lower]++;
        bool last = (at[0] == n[0] || x[0][at[0]] > here) && (at[1] == n[1] || x[1][at[1]] > here);
        if (last)
            walk_step(&walk);
    }
    for (size_t g = 0; g < 2; g++)
        while (at[g] < n[g]) {
            walk.at[g] += w[g] ? w[g][at[g]] : 1;
            at[g]++;
            if (at[g] == n[g] || x[g][at[g]] > x[g][at[g] - 1])
                walk_step(&walk);
        }
    walk_end(&walk, look);
}

/* Sorts both sides, with their weights, in place. */
static void walk_any(struct parts *parts, struct balance_row *row, bool weighted)
{
    for (size_t g = 0; g < 2; g++) {
        struct side *side = &parts->side[g];
        if (!weighted) {
            sort_doubles(side->x, parts->room, side->n);
            continue;
        }
        uint32_t *order = memory_alloc(side->n * sizeof *order);
        order_doubles(side->x, side->n, order);
        for (double **of = (double *[]){side->x, side->w, NULL}; *of; of++) {
            memcpy(parts->room, *of, side->n * sizeof **of);
            for (size_t i = 0; i < side->n; i++)
                (*of)[i] = parts->room[order[i]];
        }
        free(order);
    }
    const double *const x[2] = {parts->side[0].x, parts->side[1].x};
    const size_t n[2] = {parts->side[0].n, parts->side[1].n};
    walk_sorted(x, (const double *const[2]){NULL, NULL}, n, &row->all);
    if (weighted)
        walk_sorted(x, (const double *const[2]){parts->side[0].w, parts->side[1].w}, n, &row->weighted);
}

static struct figure distance_of(struct figure one, struct figure other)
{
    if (one.absent || other.absent)
        return one.absent ? one : other;
    return figure_of(fabs(one.value - other.value));
}

static void row_distances(struct parts *parts, struct balance_row *row, bool with_weights)
{
    row->all.ecdf_mean = row->all.ecdf_max = distance_of(row->all.mean_programme, row->all.mean_comparison);
    row->weighted.ecdf_mean = row->weighted.ecdf_max =
        distance_of(row->weighted.mean_programme, row->weighted.mean_comparison);
    bool weighted = with_weights && !row->weighted.ecdf_max.absent;
    if (parts->binary || row->all.ecdf_max.absent)
        return;
    if (parts->whole)
        walk_counted(parts, row, weighted);
    else
        walk_any(parts, row, weighted);
}

static void look_fill(struct balance_look *look, struct figure mean1, struct figure mean0,
                      struct figure variance1, struct figure variance0, const struct parts *parts)
{
    struct figure all1 = parts->side[1].variance, all0 = parts->side[0].variance;
    *look = (struct balance_look){
        .mean_programme = mean1,
        .mean_comparison = mean0,
        .sd_programme = root_of(variance1),
        .sd_comparison = root_of(variance0),
        .smd_programme = standardised(mean1, mean0, all1),
        .smd_comparison = standardised(mean1, mean0, all0),
        .smd_pooled = standardised(mean1, mean0, pooled_variance(all1, all0)),
        .variance_ratio = ratio_of(variance1, variance0, parts->binary),
    };
}

static struct figure spread_within(const struct parts *parts)
{
    double n = (double)(parts->side[0].n + parts->side[1].n), squares = 0;
    if (n < 2)
        return figure_absent("one person has no spread");
    for (size_t g = 0; g < 2; g++) {
        const struct side *side = &parts->side[g];
        double divisor = parts->binary ? (double)side->n : (double)side->n - 1;
        squares += side->variance.absent ? 0 : side->variance.value * divisor;
    }
    return figure_of(sqrt(squares / (parts->binary ? n : n - 1)));
}

static void row_make(struct balance_row *row, struct parts *parts, const struct balance_groups *groups,
                     const struct covariate *covariate)
{
    struct side *one = &parts->side[1], *none = &parts->side[0];
    parts_split(parts, groups, covariate->value);
    for (size_t g = 0; g < 2; g++) {
        struct side *side = &parts->side[g];
        side_alike(side, parts->binary, parts->whole);
        side->weighted_mean = side->weighted_variance = figure_absent(UNWEIGHTED);
        if (groups->weight)
            side_weighted(side, parts->binary, parts->whole);
    }
    *row = (struct balance_row){.name = covariate->name,
                                .binary = parts->binary,
                                .n_programme = one->n,
                                .n_comparison = none->n,
                                .missing_programme = one->missing,
                                .missing_comparison = none->missing,
                                .sd_within = spread_within(parts)};
    look_fill(&row->all, one->mean, none->mean, one->variance, none->variance, parts);
    look_fill(&row->weighted, one->weighted_mean, none->weighted_mean, one->weighted_variance,
              none->weighted_variance, parts);
    row_distances(parts, row, groups->weight != NULL);
}

/* Who is in which group, and room for each side's numbers: one more than it has people, see parts_split. */
static void parts_open(struct parts *parts, const struct balance_groups *groups)
{
    *parts = (struct parts){.room = memory_alloc(groups->rows * sizeof(double))};
    size_t sizes[2] = {0, 0};
    for (size_t row = 0; row < groups->rows; row++) {
        double treat = groups->treat[row];
        assert(isnan(treat) || treat == 0 || treat == 1);
        assert(!groups->weight || isnan(groups->weight[row]) ||
               (groups->weight[row] >= 0 && isfinite(groups->weight[row])));
        sizes[treat > 0.5] += treat == treat;
    }
    for (size_t g = 0; g < 2; g++)
        parts->side[g] =
            (struct side){.row = memory_alloc(sizes[g] * sizeof(uint32_t)),
                          .x = memory_alloc((sizes[g] + 1) * sizeof(double)),
                          .w = groups->weight ? memory_alloc((sizes[g] + 1) * sizeof(double)) : NULL};
    for (size_t row = 0; row < groups->rows; row++) {
        struct side *side = &parts->side[groups->treat[row] > 0.5];
        if (!isnan(groups->treat[row]))
            side->row[side->size++] = (uint32_t)row;
    }
}

static void parts_close(struct parts *parts)
{
    for (size_t g = 0; g < 2; g++) {
        free(parts->side[g].row);
        free(parts->side[g].x);
        free(parts->side[g].w);
    }
    free(parts->room);
}

void balance_compare(struct balance *balance, struct arena *arena, const struct balance_groups *groups,
                     const struct covariate *covariates, size_t count)
{
    assert(groups->rows < UINT32_MAX);
    *balance = (struct balance){.rows = ARENA_ARRAY(arena, struct balance_row, count), .count = count};
    struct parts parts;
    parts_open(&parts, groups);
    balance->left_out = groups->rows - parts.side[0].size - parts.side[1].size;
    for (size_t i = 0; i < count; i++)
        row_make(&balance->rows[i], &parts, groups, &covariates[i]);
    parts_close(&parts);
}
