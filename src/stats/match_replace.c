#include "stats/match_replace.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "stats/mean.h"
#include "stats/match_line.h"
#include "stats/sum.h"

#include "base/banned.h"

static const double TIE = 1e-12; /* of squared distances in standard deviations */

/* Everybody's covariates in standard deviations, side by side for each person, and the controls in order of
 * the first. */
struct space {
    double *place; /* n * dims */
    size_t dims;
    double *reach; /* per covariate: the caliper in its own units */
    const double *const *covariates;
    uint32_t *controls; /* rows */
    size_t control_count;
};

static const double *place_of(const struct space *space, uint32_t row)
{
    return &space->place[row * space->dims];
}

/* A spread that rounding could have made is none: then all stand on one spot. */
static void covariate_place(struct space *space, size_t k, size_t n, double caliper)
{
    const double *values = space->covariates[k];
    struct mean_group all = mean_compare(values, n, NULL, 0, 0.95).programme;
    double sd = all.sd.absent ? 0 : all.sd.value;
    space->reach[k] = isfinite(caliper) ? caliper * sd * sqrt((double)(n - 1) / (double)n) : INFINITY;
    bool varies = sd > 1e-15 * fabs(all.mean.value);
    for (size_t i = 0; i < n; i++)
        space->place[i * space->dims + k] = varies ? (values[i] - all.mean.value) / sd : 0;
}

static void space_open(struct space *space, const double *treat, size_t n, double caliper)
{
    space->place = memory_alloc(n * space->dims * sizeof *space->place);
    space->reach = memory_alloc(space->dims * sizeof *space->reach);
    for (size_t k = 0; k < space->dims && n > 0; k++)
        covariate_place(space, k, n, caliper);
    uint32_t *order = memory_alloc(n * sizeof *order);
    match_line(space->covariates[0], NULL, 1, n, order);
    space->controls = memory_alloc(n * sizeof *space->controls);
    for (size_t i = 0; i < n; i++)
        if (!match_took_part(treat[order[i]]))
            space->controls[space->control_count++] = order[i];
    free(order);
}

static void space_close(struct space *space)
{
    free(space->place);
    free(space->reach);
    free(space->controls);
}

static double squared_distance(const struct space *space, uint32_t one, uint32_t other)
{
    const double *a = place_of(space, one), *b = place_of(space, other);
    double sum = 0;
    for (size_t k = 0; k < space->dims; k++)
        sum += (a[k] - b[k]) * (a[k] - b[k]);
    return sum;
}

static bool within_reach(const struct space *space, uint32_t one, uint32_t other)
{
    for (size_t k = 0; k < space->dims; k++)
        if (fabs(space->covariates[k][one] - space->covariates[k][other]) > space->reach[k])
            return false;
    return true;
}

/* The M smallest squared distances met so far, ascending. */
struct nearest {
    double *squares;
    size_t count, room;
};

static void nearest_meet(struct nearest *nearest, double square)
{
    if (nearest->count == nearest->room && square >= nearest->squares[nearest->count - 1])
        return;
    size_t at = nearest->count < nearest->room ? nearest->count++ : nearest->count - 1;
    for (; at > 0 && nearest->squares[at - 1] > square; at--)
        nearest->squares[at] = nearest->squares[at - 1];
    nearest->squares[at] = square;
}

/* The stretch of controls that can hold the nearest: outward from a participant until the first covariate
 * alone is further away than the last of the M, or than the caliper. */
struct stretch {
    size_t from, to;
};

static double gap_squared(const struct space *space, uint32_t treated, size_t at)
{
    uint32_t control = space->controls[at];
    if (fabs(space->covariates[0][treated] - space->covariates[0][control]) > space->reach[0])
        return INFINITY;
    double gap = *place_of(space, treated) - *place_of(space, control);
    return gap * gap;
}

static struct stretch stretch_find(const struct space *space, uint32_t treated, size_t start,
                                   struct nearest *nearest)
{
    struct stretch seen = {start, start};
    nearest->count = 0;
    for (;;) {
        double low = seen.from > 0 ? gap_squared(space, treated, seen.from - 1) : INFINITY;
        double high = seen.to < space->control_count ? gap_squared(space, treated, seen.to) : INFINITY;
        double limit = nearest->count == nearest->room ? nearest->squares[nearest->count - 1] + TIE : DBL_MAX;
        if (!(fmin(low, high) <= limit))
            return seen;
        uint32_t next = space->controls[low <= high ? --seen.from : seen.to++];
        if (within_reach(space, treated, next))
            nearest_meet(nearest, squared_distance(space, treated, next));
    }
}

struct pairs {
    struct replace_pair *at;
    size_t count, room;
};

static void pairs_add(struct pairs *pairs, uint32_t treated, uint32_t control)
{
    if (pairs->count == pairs->room) {
        pairs->room = 2 * pairs->room + 64;
        pairs->at = memory_resize(pairs->at, pairs->room * sizeof *pairs->at);
    }
    pairs->at[pairs->count++] = (struct replace_pair){.treated = treated, .control = control};
}

static int pair_compare(const void *left, const void *right)
{
    const struct replace_pair *a = left, *b = right;
    if (a->treated != b->treated)
        return a->treated < b->treated ? -1 : 1;
    return a->control < b->control ? -1 : a->control > b->control;
}

/* One participant's pairs: none with fewer than M controls in reach. */
static void pairs_find(struct pairs *pairs, const struct space *space, uint32_t treated, size_t start,
                       struct nearest *nearest)
{
    if (nearest->room == 0)
        return;
    struct stretch seen = stretch_find(space, treated, start, nearest);
    if (nearest->count < nearest->room)
        return;
    double limit = nearest->squares[nearest->count - 1] + TIE;
    size_t first = pairs->count;
    for (size_t i = seen.from; i < seen.to; i++) {
        uint32_t control = space->controls[i];
        if (squared_distance(space, treated, control) <= limit && within_reach(space, treated, control))
            pairs_add(pairs, treated, control);
    }
    for (size_t i = first; i < pairs->count; i++)
        pairs->at[i].weight = 1 / (double)(pairs->count - first);
}

/* How many controls stand before a participant in the first covariate. */
static size_t controls_before(const struct space *space, double at)
{
    size_t low = 0, high = space->control_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (*place_of(space, space->controls[middle]) < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct match_replace match_replace(struct arena *arena, const double *treat, const double *const *covariates,
                                   size_t covariate_count, size_t n, const struct replace_plan *plan)
{
    assert(plan->neighbours >= 1 && covariate_count >= 1 && n < UINT32_MAX);
    assert(plan->caliper >= 0);
    struct space space = {.dims = covariate_count, .covariates = covariates};
    space_open(&space, treat, n, plan->caliper);
    struct nearest nearest = {.room = plan->neighbours < space.control_count ? plan->neighbours
                                                                             : space.control_count};
    nearest.squares = memory_alloc(nearest.room * sizeof *nearest.squares);
    struct pairs pairs = {0};
    for (uint32_t row = 0; row < n; row++)
        if (match_took_part(treat[row]))
            pairs_find(&pairs, &space, row, controls_before(&space, *place_of(&space, row)), &nearest);
    struct match_replace made = {.pair_count = pairs.count,
                                 .pairs = ARENA_ARRAY(arena, struct replace_pair, pairs.count),
                                 .weights = ARENA_ARRAY(arena, double, n)};
    if (pairs.count > 0) {
        qsort(pairs.at, pairs.count, sizeof *pairs.at, pair_compare);
        memcpy(made.pairs, pairs.at, pairs.count * sizeof *pairs.at);
    }
    for (size_t i = 0; i < pairs.count; i++) {
        made.weights[pairs.at[i].treated] = 1;
        made.weights[pairs.at[i].control] += pairs.at[i].weight;
    }
    made.count = match_counted(treat, made.weights, n);
    made.dropped = made.count.treated - made.count.matched_treated;
    free(pairs.at);
    free(nearest.squares);
    space_close(&space);
    return made;
}

/* Σ over controls of K² - Σ weight²: what using some of them often adds. */
static double reuse_of(const struct match_replace *match, size_t n)
{
    double *squares = memory_alloc(n * sizeof *squares), reuse = 0;
    for (size_t i = 0; i < match->pair_count; i++)
        squares[match->pairs[i].control] += match->pairs[i].weight * match->pairs[i].weight;
    for (size_t i = 0; i < match->pair_count; i++) {
        uint32_t control = match->pairs[i].control;
        if (squares[control] > 0)
            reuse += match->weights[control] * match->weights[control] - squares[control];
        squares[control] = 0;
    }
    free(squares);
    return reuse;
}

/* Sums over pairs and over participants around the effect. */
struct spread {
    double pairs, participants;
};

static struct spread spread_of(const struct match_replace *match, const double *outcome, double effect)
{
    struct sum pairs = {0}, participants = {0};
    for (size_t first = 0, end; first < match->pair_count; first = end) {
        double own = 0;
        for (end = first; end < match->pair_count && match->pairs[end].treated == match->pairs[first].treated;
             end++) {
            const struct replace_pair *pair = &match->pairs[end];
            double off = outcome[pair->treated] - outcome[pair->control] - effect;
            sum_add(&pairs, pair->weight * off * off);
            own += pair->weight * off;
        }
        sum_add(&participants, own * own);
    }
    return (struct spread){sum_value(&pairs), sum_value(&participants)};
}

struct replace_effect replace_effect(const struct match_replace *match, const double *outcome, size_t n)
{
    struct figure nobody = figure_absent("nobody was matched");
    if (match->pair_count == 0)
        return (struct replace_effect){nobody, nobody, nobody, nobody};
    struct sum sum = {0};
    for (size_t i = 0; i < match->pair_count; i++) {
        const struct replace_pair *pair = &match->pairs[i];
        assert(isfinite(outcome[pair->treated]) && isfinite(outcome[pair->control]));
        sum_add(&sum, pair->weight * (outcome[pair->treated] - outcome[pair->control]));
    }
    double matched = (double)match->count.matched_treated, all = (double)match->count.treated;
    struct replace_effect made = {.effect = figure_of(sum_value(&sum) / matched)};
    if (match->count.matched_treated < 2) {
        made.se = made.se_counting_dropped = made.se_pairs = figure_absent("one participant has no spread");
        return made;
    }
    double effect = made.effect.value;
    struct spread spread = spread_of(match, outcome, effect);
    double reuse = spread.pairs / matched / 2 * reuse_of(match, n);
    made.se = figure_of(sqrt(spread.participants + reuse) / matched);
    made.se_counting_dropped =
        figure_of(sqrt(spread.participants + (double)match->dropped * effect * effect + reuse) / all);
    made.se_pairs = figure_of(sqrt(spread.pairs) / matched);
    return made;
}
