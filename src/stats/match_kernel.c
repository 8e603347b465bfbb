#include "stats/match_kernel.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

#include "stats/match_line.h"
#include "stats/sum.h"

#include "base/banned.h"

/* People of one side by distance. */
struct kernel_side {
    double *at;    /* their distances, ascending */
    uint32_t *row; /* who they are */
    size_t count;
};

/* Sums over some of them: of their shares, of shares times place, of shares times place squared; places in
 * bandwidths from the middle of their cell. */
struct moments {
    double share, first, second;
};

/* One side cut into cells no wider than the bandwidth, so that what lies within reach of anybody is the end
 * of one cell, perhaps a whole one or two, and the beginning of another: sums of positive terms, never the
 * small difference of two large sums. */
struct cells {
    const struct kernel_side *side;
    const double *shares; /* of each; NULL for 1 */
    double bandwidth;
    enum kernel_shape shape;
    uint32_t *cell;                 /* of each person */
    size_t *first;                  /* cell_count + 1 */
    struct moments *up_to, *onward; /* of each person: the cell until here, and from here, both with them */
    size_t cell_count;
};

static double share_of(const struct cells *cells, size_t i)
{
    return cells->shares ? cells->shares[i] : 1;
}

static double middle_of(const struct cells *cells, size_t cell)
{
    return cells->side->at[cells->first[cell]] + cells->bandwidth / 2;
}

/* Moments as they grow, each with what rounding took from it. */
struct growing {
    struct sum share, first, second;
};

static struct moments moments_add(struct growing *sum, const struct cells *cells, size_t i)
{
    double share = share_of(cells, i);
    double place = (cells->side->at[i] - middle_of(cells, cells->cell[i])) / cells->bandwidth;
    sum_add(&sum->share, share);
    sum_add(&sum->first, share * place);
    sum_add(&sum->second, share * place * place);
    return (struct moments){sum_value(&sum->share), sum_value(&sum->first), sum_value(&sum->second)};
}

static void cells_cut(struct cells *cells)
{
    const struct kernel_side *side = cells->side;
    for (size_t i = 0; i < side->count; i++) {
        if (i == 0 || side->at[i] - side->at[cells->first[cells->cell_count - 1]] >= cells->bandwidth)
            cells->first[cells->cell_count++] = i;
        cells->cell[i] = (uint32_t)(cells->cell_count - 1);
    }
    cells->first[cells->cell_count] = side->count;
}

static void cells_open(struct cells *cells)
{
    size_t count = cells->side->count;
    cells->cell = memory_alloc(count * sizeof *cells->cell);
    cells->first = memory_alloc((count + 1) * sizeof *cells->first);
    cells->up_to = memory_alloc(count * sizeof *cells->up_to);
    cells->onward = memory_alloc(count * sizeof *cells->onward);
    cells_cut(cells);
    for (size_t cell = 0; cell < cells->cell_count; cell++) {
        struct growing before = {0}, after = {0};
        for (size_t i = cells->first[cell]; i < cells->first[cell + 1]; i++)
            cells->up_to[i] = moments_add(&before, cells, i);
        for (size_t i = cells->first[cell + 1]; i-- > cells->first[cell];)
            cells->onward[i] = moments_add(&after, cells, i);
    }
}

static void cells_close(struct cells *cells)
{
    free(cells->cell);
    free(cells->first);
    free(cells->up_to);
    free(cells->onward);
}

/* What one person at a distance counts for; 0 out of reach. */
static double kernel_at(const struct cells *cells, double gap)
{
    gap = fabs(gap);
    if (cells->shape == KERNEL_RADIUS)
        return gap <= cells->bandwidth ? 1 : 0;
    double u = gap / cells->bandwidth;
    return u < 1 ? 1 - u * u : 0;
}

static double one_by_one(const struct cells *cells, double at, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += share_of(cells, i) * kernel_at(cells, at - cells->side->at[i]);
    return sum;
}

/* The kernel over a cell's part: Σ share (1 - (v - place)²). `mass` gathers the shares alone. */
static double part_sum(const struct cells *cells, const struct moments *part, size_t cell, double at,
                       double *mass)
{
    *mass += part->share;
    if (cells->shape == KERNEL_RADIUS)
        return part->share;
    double v = (at - middle_of(cells, cell)) / cells->bandwidth;
    return part->share * (1 - v * v) + 2 * v * part->first - part->second;
}

/* The shares of people from..to-1, all within reach of `at`, times what each counts for there. Where little
 * is left of them all, at the edge of the kernel, the formula has lost digits. */
static double window_sum(const struct cells *cells, double at, size_t from, size_t to)
{
    enum { FEW = 16 };
    const double LITTLE = 0.01;
    if (to - from <= FEW)
        return one_by_one(cells, at, from, to);
    size_t first = cells->cell[from], last = cells->cell[to - 1];
    bool from_start = cells->first[first] == from, to_end = cells->first[last + 1] == to;
    if (first == last && !from_start && !to_end)
        return one_by_one(cells, at, from, to);
    double mass = 0, sum = 0;
    if (first == last)
        sum = part_sum(cells, from_start ? &cells->up_to[to - 1] : &cells->onward[from], first, at, &mass);
    else {
        sum = part_sum(cells, &cells->onward[from], first, at, &mass);
        for (size_t cell = first + 1; cell < last; cell++)
            sum += part_sum(cells, &cells->onward[cells->first[cell]], cell, at, &mass);
        sum += part_sum(cells, &cells->up_to[to - 1], last, at, &mass);
    }
    return sum < LITTLE * mass ? one_by_one(cells, at, from, to) : sum;
}

/* For each of `asking`, the sum over all of cells->side of share times kernel, into sums. */
static void kernel_sums(struct cells *cells, const struct kernel_side *asking, double *sums)
{
    const struct kernel_side *side = cells->side;
    cells_open(cells);
    for (size_t i = 0, from = 0, to = 0; i < asking->count; i++) {
        double at = asking->at[i];
        while (from < side->count && side->at[from] < at && !(kernel_at(cells, at - side->at[from]) > 0))
            from++;
        if (to < from)
            to = from;
        while (to < side->count && (side->at[to] <= at || kernel_at(cells, at - side->at[to]) > 0))
            to++;
        sums[i] = window_sum(cells, at, from, to);
    }
    cells_close(cells);
}

static void sides_split(struct kernel_side sides[2], const double *treat, const double *distance, size_t n)
{
    uint32_t *order = memory_alloc(n * sizeof *order);
    match_line(distance, NULL, 1, n, order);
    for (size_t g = 0; g < 2; g++)
        sides[g] = (struct kernel_side){.at = memory_alloc(n * sizeof(double)),
                                        .row = memory_alloc(n * sizeof(uint32_t))};
    for (size_t i = 0; i < n; i++) {
        struct kernel_side *side = &sides[match_took_part(treat[order[i]])];
        side->at[side->count] = distance[order[i]];
        side->row[side->count++] = order[i];
    }
    free(order);
}

struct match_kernel match_kernel(struct arena *arena, const double *treat, const double *distance, size_t n,
                                 enum kernel_shape shape, double bandwidth)
{
    assert(bandwidth > 0 && isfinite(bandwidth));
    struct match_kernel made = {.weights = ARENA_ARRAY(arena, double, n)};
    struct kernel_side sides[2];
    sides_split(sides, treat, distance, n);
    const struct kernel_side *controls = &sides[0], *treated = &sides[1];
    double *shares = memory_alloc(n * sizeof *shares), *counts = memory_alloc(n * sizeof *counts);
    struct cells near = {.side = controls, .bandwidth = bandwidth, .shape = shape};
    kernel_sums(&near, treated, shares);
    for (size_t i = 0; i < treated->count; i++) {
        bool on_support = shares[i] > 0;
        made.weights[treated->row[i]] = on_support;
        shares[i] = on_support ? 1 / shares[i] : 0;
    }
    struct cells served = {.side = treated, .shares = shares, .bandwidth = bandwidth, .shape = shape};
    kernel_sums(&served, controls, counts);
    for (size_t i = 0; i < controls->count; i++)
        made.weights[controls->row[i]] = counts[i];
    made.count = match_counted(treat, made.weights, n);
    for (size_t g = 0; g < 2; g++) {
        free(sides[g].at);
        free(sides[g].row);
    }
    free(shares);
    free(counts);
    return made;
}

/* One side's answers: how many, their plain and their weighted sum, and how they vary. */
struct answers {
    size_t count;
    double plain_mean, weighted_mean, variance, square_weights;
};

static struct answers answers_of(const struct match_kernel *match, const double *treat, const double *outcome,
                                 size_t n, bool took_part)
{
    struct sum plain = {0}, weighted = {0}, weight = {0}, squares = {0}, around = {0};
    struct answers of = {0};
    for (size_t i = 0; i < n; i++) {
        double w = match->weights[i];
        if (match_took_part(treat[i]) != took_part || !(w > 0))
            continue;
        assert(isfinite(outcome[i]));
        of.count++;
        sum_add(&plain, outcome[i]);
        sum_add(&weighted, w * outcome[i]);
        sum_add(&weight, w);
        sum_add(&squares, w * w);
    }
    of.plain_mean = sum_value(&plain) / (double)of.count;
    of.weighted_mean = sum_value(&weighted) / sum_value(&weight);
    of.square_weights = sum_value(&squares);
    for (size_t i = 0; i < n; i++)
        if (match_took_part(treat[i]) == took_part && match->weights[i] > 0)
            sum_add(&around, (outcome[i] - of.plain_mean) * (outcome[i] - of.plain_mean));
    of.variance = sum_value(&around) / (double)(of.count - 1);
    return of;
}

struct kernel_effect kernel_effect(const struct match_kernel *match, const double *treat,
                                   const double *outcome, size_t n)
{
    if (match->count.matched_treated == 0) {
        struct figure nobody = figure_absent("nobody was matched");
        return (struct kernel_effect){nobody, nobody, nobody, nobody};
    }
    struct answers treated = answers_of(match, treat, outcome, n, true);
    struct answers controls = answers_of(match, treat, outcome, n, false);
    struct kernel_effect effect = {
        .mean_treated = figure_of(treated.plain_mean),
        .mean_controls = figure_of(controls.weighted_mean),
        .effect = figure_of(treated.plain_mean - controls.weighted_mean),
        .se = figure_absent("one person has no spread"),
    };
    double count = (double)treated.count;
    if (treated.count > 1 && controls.count > 1)
        effect.se = figure_of(
            sqrt(treated.variance / count + controls.variance * controls.square_weights / (count * count)));
    return effect;
}
