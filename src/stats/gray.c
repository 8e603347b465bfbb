#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/competing.h"
#include "stats/symmetric.h"

#include "base/banned.h"

/* One group on its way: shares just before and just after the present time. */
struct side {
    size_t at_risk, events, others; /* events of the cause and of other causes at the time */
    double waiting, waiting_after, share, share_after;
    double weight; /* at_risk / waiting: how many would be at risk if nobody had left by other ways or been
                      lost */
};

/* The walk through one stratum. Matrices are groups * groups, row by row. In the words of Gray's paper,
 * `drift` is what the score of row group i moves by when the pooled curve is estimated from column group k.
 */
struct walk {
    size_t groups;
    struct side *side;
    double pooled, pooled_after; /* share who left by the cause, all groups as one */
    double *now, *drift;
    double *score;  /* of each group */
    double *square; /* sum of variance * own_i own_j, and the two sums that the last drift is added by: */
    double *cross, *gain; /* of variance * own_i * reach, groups * groups, and of variance * reach²: groups */
    double *own;          /* room: groups */
};

static void walk_open(struct walk *walk, size_t groups)
{
    *walk = (struct walk){.groups = groups,
                          .side = memory_alloc(groups * sizeof(struct side)),
                          .now = memory_alloc(groups * groups * sizeof(double)),
                          .drift = memory_alloc(groups * groups * sizeof(double)),
                          .score = memory_alloc(groups * sizeof(double)),
                          .square = memory_alloc(groups * groups * sizeof(double)),
                          .cross = memory_alloc(groups * groups * sizeof(double)),
                          .gain = memory_alloc(groups * sizeof(double)),
                          .own = memory_alloc(groups * sizeof(double))};
}

static void walk_close(struct walk *walk)
{
    free(walk->side);
    free(walk->now);
    free(walk->drift);
    free(walk->score);
    free(walk->square);
    free(walk->cross);
    free(walk->gain);
    free(walk->own);
}

static void walk_start(struct walk *walk)
{
    size_t groups = walk->groups, squares = groups * groups * sizeof(double);
    for (size_t g = 0; g < groups; g++)
        walk->side[g] = (struct side){.waiting = 1, .waiting_after = 1};
    walk->pooled = walk->pooled_after = 0;
    memset(walk->drift, 0, squares);
    memset(walk->square, 0, squares);
    memset(walk->cross, 0, squares);
    memset(walk->score, 0, groups * sizeof(double));
    memset(walk->gain, 0, groups * sizeof(double));
}

/* Each group's curves over the present time. OUT the weights' sum. */
static double sides_move(struct walk *walk, double *expecting)
{
    double weights = 0;
    *expecting = 0;
    for (size_t g = 0; g < walk->groups; g++) {
        struct side *side = &walk->side[g];
        side->weight = 0;
        if (side->at_risk == 0)
            continue;
        double n = (double)side->at_risk;
        side->waiting_after = side->waiting * (double)(side->at_risk - side->events - side->others) / n;
        side->share_after = side->share + side->waiting * (double)side->events / n;
        side->weight = n / side->waiting;
        weights += side->weight;
        *expecting += side->weight * (1 - side->share);
    }
    return weights;
}

/* Observed minus expected of the cause, and what the pooled curve's step does to the scores. */
static void score_move(struct walk *walk, double events, double weights, double expecting)
{
    double step = events / weights / (1 - walk->pooled);
    for (size_t i = 0; i < walk->groups; i++) {
        const struct side *one = &walk->side[i];
        walk->score[i] += (double)one->events - events * one->weight * (1 - one->share) / expecting;
        for (size_t k = 0; k < walk->groups; k++) {
            double now = one->weight * ((i == k) - walk->side[k].weight / weights);
            walk->now[i * walk->groups + k] = now;
            walk->drift[i * walk->groups + k] += now * step;
        }
    }
}

/* Group k's count at this time has `variance`; a deviation moves the scores by now (if it is of the cause)
 * minus reach times the drift so far, plus reach times the drift at the end, which is not yet known. */
static void variance_add(struct walk *walk, size_t k, bool of_cause, double reach, double variance)
{
    size_t groups = walk->groups;
    for (size_t i = 0; i < groups; i++) {
        walk->own[i] = (of_cause ? walk->now[i * groups + k] : 0) - reach * walk->drift[i * groups + k];
        walk->cross[i * groups + k] += walk->own[i] * reach * variance;
        for (size_t j = 0; j <= i; j++)
            walk->square[i * groups + j] += walk->own[i] * walk->own[j] * variance;
    }
    walk->gain[k] += reach * reach * variance;
}

/* Of the cause: as many as the pooled curve lets expect in the group. Of other causes: as many as were seen.
 */
static void variances_move(struct walk *walk, double events, double weights)
{
    for (size_t k = 0; k < walk->groups; k++) {
        const struct side *side = &walk->side[k];
        double n = (double)side->at_risk, others = (double)side->others;
        if (side->at_risk == 0)
            continue;
        if (events > 0) {
            double reach = side->waiting_after > 0 ? 1 - (1 - walk->pooled_after) / side->waiting_after : 1;
            double ties = events > 1 ? 1 - (events - 1) / (weights * side->waiting - 1) : 1;
            variance_add(walk, k, true, reach, ties * side->waiting * events / (weights * n));
        }
        if (others > 0 && side->waiting_after > 0) {
            double reach = (1 - walk->pooled_after) / side->waiting_after;
            double ties = others > 1 ? 1 - (others - 1) / (n - 1) : 1;
            variance_add(walk, k, false, -reach, ties * side->waiting * side->waiting * others / (n * n));
        }
    }
}

static void walk_time(struct walk *walk, const struct duration *people, size_t at, size_t end, size_t cause)
{
    size_t events = 0, others = 0;
    for (size_t i = at; i < end; i++) {
        struct side *side = &walk->side[people[i].group];
        bool is_event = people[i].cause == cause, is_other = !is_event && people[i].cause > 0;
        side->events += is_event;
        side->others += is_other;
        events += is_event;
        others += is_other;
    }
    if (events + others > 0) {
        double expecting, weights = sides_move(walk, &expecting);
        walk->pooled_after = walk->pooled + (double)events / weights;
        if (events > 0)
            score_move(walk, (double)events, weights, expecting);
        variances_move(walk, (double)events, weights);
        walk->pooled = walk->pooled_after;
    }
    for (size_t i = at; i < end; i++)
        walk->side[people[i].group].at_risk--;
    for (size_t g = 0; g < walk->groups; g++) {
        struct side *side = &walk->side[g];
        side->waiting = side->waiting_after;
        side->share = side->share_after;
        side->events = side->others = 0;
    }
}

/* Adds the stratum's scores and, the last drift being known, their covariances. */
static void walk_finish(const struct walk *walk, double *score, double *variance)
{
    size_t groups = walk->groups;
    for (size_t i = 0; i < groups; i++) {
        score[i] += walk->score[i];
        for (size_t j = 0; j <= i; j++) {
            double sum = walk->square[i * groups + j];
            for (size_t k = 0; k < groups; k++) {
                double one = walk->drift[i * groups + k], two = walk->drift[j * groups + k];
                sum += one * two * walk->gain[k] + one * walk->cross[j * groups + k] +
                       two * walk->cross[i * groups + k];
            }
            variance[i * groups + j] += sum;
        }
    }
}

static void stratum_take(struct walk *walk, const struct durations *durations, size_t stratum, size_t cause,
                         double *score, double *variance)
{
    size_t first = durations->stratum_first[stratum], end = durations->stratum_first[stratum + 1];
    walk_start(walk);
    for (size_t i = first; i < end; i++)
        walk->side[durations->people[i].group].at_risk++;
    for (size_t at = first, next; at < end; at = next) {
        next = durations_tie_end(durations->people, at, end);
        walk_time(walk, durations->people, at, next, cause);
    }
    walk_finish(walk, score, variance);
}

/* Why there is nothing to test, or NULL. */
static const char *nothing_to_test(const struct durations *durations, size_t cause)
{
    size_t groups = 0, events = 0;
    for (size_t g = 0; g < durations->groups; g++)
        groups += durations->group_n[g] > 0;
    for (size_t i = 0; i < durations->n; i++)
        events += durations->people[i].cause == cause;
    if (groups < 2)
        return "there are not two groups to compare";
    return events == 0 ? "nobody leaves this way" : NULL;
}

struct chi_test gray_test(struct arena *arena, const struct durations *durations, size_t cause)
{
    assert(cause >= 1 && cause <= durations->causes);
    const char *why = nothing_to_test(durations, cause);
    if (why)
        return chi_test_absent(why);
    size_t groups = durations->groups;
    double *score = ARENA_ARRAY(arena, double, groups),
           *variance = ARENA_ARRAY(arena, double, groups *groups);
    bool *kept = ARENA_ARRAY(arena, bool, groups);
    struct walk walk;
    walk_open(&walk, groups);
    for (size_t s = 0; s < durations->strata; s++)
        stratum_take(&walk, durations, s, cause, score, variance);
    walk_close(&walk);
    size_t rank =
        symmetric_factor(variance, groups, kept); /* the last group's score follows from the others' */
    if (rank == 0)
        return chi_test_absent("no two groups were at risk together when somebody left this way");
    return chi_test_of(symmetric_form(variance, kept, groups, score), rank);
}
