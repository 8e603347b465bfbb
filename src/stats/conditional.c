#include "stats/conditional.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/hypergeometric.h"
#include "stats/proportion.h"

#include "base/banned.h"

/* Where a mean is looked for, or an interval's end: weights this much below the likeliest do not count. */
static const double SEARCH_FLOOR = 1e-80;

static struct margins margins_of(const struct stratum *stratum)
{
    assert(0 <= stratum->k1 && stratum->k1 <= stratum->n1 && 0 <= stratum->k2 && stratum->k2 <= stratum->n2);
    return margins_make(stratum->k1 + stratum->k2, stratum->n1, stratum->n2);
}

/* The likeliest table at an odds ratio: where a step up stops raising the weight, the root of
 * (n1 - k)(both - k) ratio = (k + 1)(n2 - both + k + 1); Liao & Rosen 2001, American Statistician 55:366-369.
 */
static int64_t likeliest_at(const struct margins *margins, double ratio)
{
    double n1 = (double)margins->n1, n2 = (double)margins->n2, both = (double)margins->both;
    double square = ratio - 1, linear = (both + n1 + 2) * ratio + n2 - both,
           rest = ratio * (n1 + 1) * (both + 1);
    double inside = fmax(linear * linear - 4 * square * rest, 0);
    double k = floor(2 * rest / (linear + sqrt(inside)));
    if (!(k > (double)margins->low))
        return margins->low;
    return k < (double)margins->high ? (int64_t)k : margins->high;
}

/* Tables from..from + size of one stratum, or sums of strata, with weights beside some table. */
struct span {
    int64_t from;
    size_t size;
    double *weights;
};

/* Both ends without what is under `floor` beside the heaviest; the heaviest becomes 1. */
static void span_trim(struct span *span, double floor)
{
    double most = 0;
    for (size_t i = 0; i < span->size; i++)
        most = fmax(most, span->weights[i]);
    size_t first = 0, end = span->size;
    while (first + 1 < end && span->weights[first] < most * floor)
        first++;
    while (end > first + 1 && span->weights[end - 1] < most * floor)
        end--;
    for (size_t i = first; i < end; i++)
        span->weights[i - first] = span->weights[i] / most;
    span->from += (int64_t)first;
    span->size = end - first;
}

/* One stratum's tables at an odds ratio, as far as they weigh `floor` or more. */
static struct span span_make(const struct margins *margins, double ratio, double floor)
{
    int64_t middle = likeliest_at(margins, ratio), low = middle, high = middle;
    for (double weight = 1; low > margins->low && weight >= floor; low--)
        weight *= margins_down(margins, low) / ratio;
    for (double weight = 1; high < margins->high && weight >= floor; high++)
        weight *= margins_up(margins, high) * ratio;
    struct span span = {.from = low, .size = (size_t)(high - low + 1)};
    span.weights = memory_alloc(span.size * sizeof *span.weights);
    span.weights[middle - low] = 1;
    for (int64_t k = middle; k > low; k--)
        span.weights[k - 1 - low] = span.weights[k - low] * (margins_down(margins, k) / ratio);
    for (int64_t k = middle; k < high; k++)
        span.weights[k + 1 - low] = span.weights[k - low] * (margins_up(margins, k) * ratio);
    return span;
}

/* The sum of two: every pair of tables. Both are given up. */
static struct span span_join(struct span one, struct span two)
{
    struct span longer = one.size >= two.size ? one : two, shorter = one.size >= two.size ? two : one;
    struct span sum = {.from = one.from + two.from, .size = one.size + two.size - 1};
    sum.weights = memory_alloc(sum.size * sizeof *sum.weights);
    memset(sum.weights, 0, sum.size * sizeof *sum.weights);
    for (size_t i = 0; i < shorter.size; i++) {
        double *restrict to = sum.weights + i;
        const double *restrict from = longer.weights;
        double weight = shorter.weights[i];
        for (size_t j = 0; j < longer.size; j++)
            to[j] += weight * from[j];
    }
    free(one.weights);
    free(two.weights);
    return sum;
}

/* The distribution of the sum of the k1 at an odds ratio. */
static struct span sum_make(const struct stratum *strata, size_t count, double ratio, double floor)
{
    struct span sum = {.size = 1, .weights = memory_alloc(sizeof(double))};
    sum.weights[0] = 1;
    for (size_t i = 0; i < count; i++) {
        struct margins margins = margins_of(&strata[i]);
        sum = span_join(sum, span_make(&margins, ratio, floor));
        span_trim(&sum, floor);
    }
    return sum;
}

/* All that the search for a ratio needs to know of the seen sum. */
struct seen_sum {
    int64_t seen, low, high; /* of the k1, and the least and most it can be */
};

static struct seen_sum seen_make(const struct stratum *strata, size_t count)
{
    struct seen_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        struct margins margins = margins_of(&strata[i]);
        sum.seen += strata[i].k1;
        sum.low += margins.low;
        sum.high += margins.high;
    }
    return sum;
}

/* The mean of one stratum's k1 above `origin`, and its variance, at an odds ratio. */
static void moments_add(const struct margins *margins, double ratio, double *mean, double *variance)
{
    static const double ENOUGH = 1e-22;
    int64_t middle = likeliest_at(margins, ratio);
    double all = 1, first = 0, second = 0, weight = 1, off = 0;
    for (int64_t k = middle; k > margins->low && weight > ENOUGH; k--) {
        weight *= margins_down(margins, k) / ratio;
        off -= 1;
        all += weight;
        first += weight * off;
        second += weight * off * off;
    }
    weight = 1;
    off = 0;
    for (int64_t k = middle; k < margins->high && weight > ENOUGH; k++) {
        weight *= margins_up(margins, k) * ratio;
        off += 1;
        all += weight;
        first += weight * off;
        second += weight * off * off;
    }
    *mean += (double)(middle - margins->low) + first / all;
    *variance += fmax(second / all - first / all * (first / all), 0);
}

/* The log of the odds ratio at which the sum of the k1 is `target` in the mean: Newton's steps, and halving
 * where they leave what is known to hold it. */
static double log_ratio_for(const struct stratum *strata, size_t count, double target)
{
    double log_ratio = 0, below = -INFINITY, above = INFINITY, reach = 1;
    for (int round = 0; round < 200; round++) {
        double mean = 0, variance = 0;
        for (size_t i = 0; i < count; i++) {
            struct margins margins = margins_of(&strata[i]);
            moments_add(&margins, exp(log_ratio), &mean, &variance);
        }
        double off = target - mean;
        if (off > 0)
            below = log_ratio;
        else
            above = log_ratio;
        double step = off / variance;
        if (fabs(step) <= 1e-15 * fmax(1, fabs(log_ratio)))
            break;
        double next = log_ratio + step;
        if (!(fabs(step) < reach) && !(isfinite(below) && isfinite(above)))
            next = log_ratio + copysign(reach *= 2, off);
        else if (!(below < next && next < above))
            next = (below + above) / 2;
        if (!(next < log_ratio || next > log_ratio))
            break;
        log_ratio = next;
    }
    return log_ratio;
}

/* One tail with the seen sum, when each weight of `sum` is multiplied by exp(shift) a step. */
static double tail_at(const struct span *sum, int64_t seen, bool upper, double shift)
{
    size_t at = (size_t)(seen - sum->from);
    double up = exp(shift), factor = 1, seen_and_above = 0, below = 0;
    for (size_t i = at; i < sum->size; i++, factor *= up)
        seen_and_above += sum->weights[i] * factor;
    factor = 1 / up;
    for (size_t i = at; i-- > 0; factor /= up)
        below += sum->weights[i] * factor;
    double tail = upper ? seen_and_above : below + sum->weights[at];
    return tail / (seen_and_above + below);
}

/* The shift at which a tail is `alpha`. The upper tail grows with the shift, the lower falls: the search runs
 * the way in which the tail thins, then halves the gap between logs by false position (Illinois). */
static double shift_for(const struct span *sum, int64_t seen, bool upper, double alpha)
{
    double way = upper ? -1 : 1, near = 0, far = 0, step = 1 / sqrt((double)sum->size + 1);
    double near_off = log(tail_at(sum, seen, upper, 0) / alpha), far_off = near_off;
    if (near_off < 0) /* only at confidences so low that the interval misses the estimate */
        way = -way;
    for (int round = 0; round < 100 && (far_off < 0) == (near_off < 0); round++) {
        near = far;
        near_off = far_off;
        far += way * step;
        step *= 1.5;
        far_off = log(tail_at(sum, seen, upper, far) / alpha);
    }
    for (int round = 0; round < 200; round++) {
        double shift = far - far_off * (far - near) / (far_off - near_off);
        double off = log(tail_at(sum, seen, upper, shift) / alpha);
        bool crossed = (off < 0) != (far_off < 0);
        double moved = fabs(shift - far);
        if (crossed) {
            near = far;
            near_off = far_off;
        } else {
            near_off /= 2;
        }
        far = shift;
        far_off = off;
        if (fabs(off) < 2e-15 || moved < 1e-16)
            break;
    }
    return far;
}

struct ratio conditional_odds_ratio(const struct stratum *strata, size_t count, double conf)
{
    assert(0 < conf && conf < 1);
    struct seen_sum sum = seen_make(strata, count);
    if (sum.low == sum.high)
        return (struct ratio){figure_absent("everybody or nobody is in the state"), figure_of(0),
                              figure_of(INFINITY)};
    /* At an end no ratio makes the seen sum the mean; half a person inside is near enough to search from. */
    double target = fmin(fmax((double)(sum.seen - sum.low), 0.5), (double)(sum.high - sum.low) - 0.5);
    double log_ratio = log_ratio_for(strata, count, target);
    struct span weights = sum_make(strata, count, exp(log_ratio), SEARCH_FLOOR);
    struct ratio ratio = {figure_of(exp(log_ratio)), figure_of(0), figure_of(INFINITY)};
    if (sum.seen == sum.low)
        ratio.value = figure_of(0);
    else
        ratio.low = figure_of(exp(log_ratio + shift_for(&weights, sum.seen, true, (1 - conf) / 2)));
    if (sum.seen == sum.high)
        ratio.value = figure_of(INFINITY);
    else
        ratio.high = figure_of(exp(log_ratio + shift_for(&weights, sum.seen, false, (1 - conf) / 2)));
    free(weights.weights);
    return ratio;
}

double conditional_two_sided(const struct stratum *strata, size_t count)
{
    struct seen_sum sum = seen_make(strata, count);
    struct span weights = sum_make(strata, count, 1, HYPERGEOMETRIC_FLOOR);
    double unlikely = 0, all = 0;
    bool there = sum.seen >= weights.from && sum.seen < weights.from + (int64_t)weights.size;
    double seen = there ? weights.weights[sum.seen - weights.from] : 0;
    for (size_t i = 0; i < weights.size; i++) {
        all += weights.weights[i];
        unlikely += weights.weights[i] <= seen * HYPERGEOMETRIC_TIE ? weights.weights[i] : 0;
    }
    free(weights.weights);
    return seen > 0 ? fmin(unlikely / all, 1) : 0;
}

struct ratio fisher_odds_ratio(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = difference_absent(n1, n2);
    if (why)
        return ratio_absent(why);
    return conditional_odds_ratio(&(struct stratum){k1, n1, k2, n2}, 1, conf);
}
