#include "stats/balance.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/balance_parts.h"
#include "stats/everywhere.h"
#include "stats/sum.h"

#include "base/banned.h"

static const char NOBODY[] = "nobody was counted", UNWEIGHTED[] = "there are no weights",
                  NO_WEIGHT[] = "the weights of the group sum to 0";

/* What a covariate's numbers are like. */
enum { LANES = 4 };

struct range {
    double least[LANES], most[LANES]; /* of every fourth number; NaN, which is under nothing, left out */
    uint64_t odd[LANES];              /* not 0 when one of them is not whole */
};

/* Every whole number under 2^51 survives adding 1.5 * 2^52, nothing else does. */
EVERYWHERE static void range_take(struct range *range, const double *x, size_t n)
{
    const double ulp_is_one = 6755399441055744.0;
    for (size_t i = 0; i + LANES <= n; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double here = x[i + lane], rest = here + ulp_is_one - ulp_is_one - here;
            uint64_t bits;
            memcpy(&bits, &rest, sizeof bits);
            range->least[lane] = here < range->least[lane] ? here : range->least[lane];
            range->most[lane] = here > range->most[lane] ? here : range->most[lane];
            range->odd[lane] |= here == here ? bits << 1 : 0;
        }
    if (n % LANES > 0) {
        double last[LANES] = {x[n - 1], x[n - 1], x[n - 1], x[n - 1]};
        for (size_t i = n - n % LANES, lane = 0; i < n; i++)
            last[lane++] = x[i];
        range_take(range, last, LANES);
    }
}

static size_t count_missing(const double *x, size_t n)
{
    size_t missing = 0;
    for (size_t i = 0; i < n; i++)
        missing += x[i] != x[i];
    return missing;
}

/* Closes the gaps that missing numbers leave. */
static void side_close_up(struct side *side)
{
    size_t kept = 0;
    for (size_t i = 0; i < side->size; i++) {
        double x = side->x[i];
        side->x[kept] = x;
        if (side->every_w)
            side->some_w[kept] = side->every_w[i];
        kept += x == x;
    }
    side->n = kept;
    side->w = side->some_w;
}

static void side_take(struct side *side, const double *value, struct range *range)
{
    for (size_t begin = 0; begin < side->size; begin += SUM_BLOCK) {
        size_t end = side->size - begin < SUM_BLOCK ? side->size : begin + SUM_BLOCK;
        for (size_t i = begin; i < end; i++)
            side->x[i] = value[side->row[i]];
        range_take(range, side->x + begin, end - begin);
    }
    side->missing = count_missing(side->x, side->size);
    side->n = side->size;
    side->w = side->every_w;
    if (side->missing > 0)
        side_close_up(side);
}

static void parts_split(struct parts *parts, const double *value)
{
    struct range range = {0};
    double least = INFINITY, most = -INFINITY;
    uint64_t odd = 0;
    for (size_t lane = 0; lane < LANES; lane++) {
        range.least[lane] = INFINITY;
        range.most[lane] = -INFINITY;
    }
    for (size_t g = 0; g < 2; g++)
        side_take(&parts->side[g], value, &range);
    for (size_t lane = 0; lane < LANES; lane++) {
        least = fmin(least, range.least[lane]);
        most = fmax(most, range.most[lane]);
        odd |= range.odd[lane];
    }
    bool anybody = parts->side[0].n + parts->side[1].n > 0;
    assert(!anybody || (isfinite(least) && isfinite(most)));
    parts->whole = anybody && odd == 0 && most - least < BALANCE_STEPS_MAX;
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
    parts_walk(parts, row, weighted);
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
    parts_split(parts, covariate->value);
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

static void side_open(struct side *side, size_t size, bool weighted)
{
    *side =
        (struct side){.row = memory_alloc(size * sizeof(uint32_t)), .x = memory_alloc(size * sizeof(double))};
    if (weighted) {
        side->every_w = memory_alloc(size * sizeof(double));
        side->some_w = memory_alloc(size * sizeof(double));
    }
}

/* Who is in which group, and what they weigh. */
static void parts_open(struct parts *parts, const struct balance_groups *groups)
{
    *parts = (struct parts){0};
    size_t sizes[2] = {0, 0};
    for (size_t row = 0; row < groups->rows; row++) {
        double treat = groups->treat[row];
        assert(isnan(treat) || treat == 0 || treat == 1);
        assert(!groups->weight || isnan(groups->weight[row]) ||
               (groups->weight[row] >= 0 && isfinite(groups->weight[row])));
        sizes[treat > 0.5] += treat == treat;
    }
    for (size_t g = 0; g < 2; g++)
        side_open(&parts->side[g], sizes[g], groups->weight != NULL);
    for (size_t row = 0; row < groups->rows; row++) {
        struct side *side = &parts->side[groups->treat[row] > 0.5];
        if (isnan(groups->treat[row]))
            continue;
        if (groups->weight)
            side->every_w[side->size] = isnan(groups->weight[row]) ? 0 : groups->weight[row];
        side->row[side->size++] = (uint32_t)row;
    }
}

static void parts_close(struct parts *parts)
{
    for (size_t g = 0; g < 2; g++) {
        free(parts->side[g].row);
        free(parts->side[g].x);
        free(parts->side[g].every_w);
        free(parts->side[g].some_w);
    }
    free(parts->people);
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
