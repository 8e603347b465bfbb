#include "stats/fisher.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "stats/hypergeometric.h"
#include "stats/proportion.h"

#include "base/banned.h"

/* A p-value that equals alpha in fractions is not under it, whichever way its last bits fell. */
static const double JUST_UNDER = 1 - 1e-10;

/* Weights are probabilities relative to the likeliest table. */
static const double TIE = HYPERGEOMETRIC_TIE, FLOOR = HYPERGEOMETRIC_FLOOR;

/* The weight of one table; 0 when it is below the floor. */
static double weight_of(const struct margins *margins, int64_t k1)
{
    double weight = 1;
    for (int64_t k = margins->likeliest; k < k1 && weight > FLOOR; k++)
        weight *= margins_up(margins, k);
    for (int64_t k = margins->likeliest; k > k1 && weight > FLOOR; k--)
        weight *= margins_down(margins, k);
    return weight > FLOOR ? weight : 0;
}

/* Sums of weights around the seen table. */
struct sums {
    double all, unlikely; /* every table; those at most as likely as the seen one */
    double seen, below, above;
};

static void sums_add(struct sums *sums, double weight, int64_t k1, int64_t seen_k1)
{
    sums->all += weight;
    if (weight <= sums->seen * TIE)
        sums->unlikely += weight;
    if (k1 < seen_k1)
        sums->below += weight;
    else if (k1 > seen_k1)
        sums->above += weight;
}

/* Walks from the likeliest table outwards, both ways, until what is left is no longer seen beside the seen
 * table. */
static struct sums sums_make(const struct margins *margins, int64_t seen_k1)
{
    struct sums sums = {.seen = weight_of(margins, seen_k1)};
    double enough = fmax(sums.seen * 1e-20, FLOOR);
    double weight = 1;
    for (int64_t k = margins->likeliest; weight > enough; k--) {
        sums_add(&sums, weight, k, seen_k1);
        if (k == margins->low)
            break;
        weight *= margins_down(margins, k);
    }
    weight = 1;
    for (int64_t k = margins->likeliest; k < margins->high; k++) {
        weight *= margins_up(margins, k);
        if (weight <= enough)
            break;
        sums_add(&sums, weight, k + 1, seen_k1);
    }
    return sums;
}

/* Either tail with the seen table is a p of its own; the weights of the seen table's margins and sums. */
struct seen {
    struct margins margins;
    struct sums sums;
    const char *absent;
};

static struct seen seen_make(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    assert(0 <= k1 && k1 <= n1 && 0 <= k2 && k2 <= n2);
    struct seen seen = {.absent = difference_absent(n1, n2)};
    if (seen.absent)
        return seen;
    seen.margins = margins_make(k1 + k2, n1, n2);
    seen.sums = sums_make(&seen.margins, k1);
    return seen;
}

/* A sum of weights as a p; a seen table below the floor is 0, whatever the sum. */
static struct figure seen_p(const struct seen *seen, double weights)
{
    if (seen->absent)
        return figure_absent(seen->absent);
    return figure_of(seen->sums.seen > 0 ? fmin(weights / seen->sums.all, 1) : 0);
}

struct figure fisher_two_sided(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct seen seen = seen_make(k1, n1, k2, n2);
    return seen_p(&seen, seen.sums.unlikely);
}

/* When the seen table is below the floor, one tail is empty and the other is everything. */
static struct figure one_sided(const struct seen *seen, double beyond, bool seen_beyond_likeliest)
{
    if (!seen->absent && seen->sums.seen <= 0)
        return figure_of(seen_beyond_likeliest ? 0 : 1);
    return seen_p(seen, beyond + seen->sums.seen);
}

struct figure fisher_less(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct seen seen = seen_make(k1, n1, k2, n2);
    return one_sided(&seen, seen.sums.below, k1 < seen.margins.likeliest);
}

struct figure fisher_greater(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct seen seen = seen_make(k1, n1, k2, n2);
    return one_sided(&seen, seen.sums.above, k1 > seen.margins.likeliest);
}

struct figure fisher_central(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct seen seen = seen_make(k1, n1, k2, n2);
    return seen_p(&seen, 2 * (fmin(seen.sums.below, seen.sums.above) + seen.sums.seen));
}

struct figure fisher_mid_p(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct seen seen = seen_make(k1, n1, k2, n2);
    return seen_p(&seen, 2 * (fmin(seen.sums.below, seen.sums.above) + seen.sums.seen / 2));
}

/* The largest upper tail that is no more than `room`, among tables above `k1`; from its thin end inwards. */
static double upper_tail_within(const struct margins *margins, int64_t k1, double room)
{
    double enough = fmax(room * 1e-20, FLOOR), weight = 1, tail = 0;
    int64_t k = margins->likeliest;
    while (k < margins->high && weight > enough)
        weight *= margins_up(margins, k++);
    for (; k > k1 && tail + weight <= room; k--) {
        tail += weight;
        weight *= margins_down(margins, k);
    }
    return tail;
}

static double lower_tail_within(const struct margins *margins, int64_t k1, double room)
{
    double enough = fmax(room * 1e-20, FLOOR), weight = 1, tail = 0;
    int64_t k = margins->likeliest;
    while (k > margins->low && weight > enough)
        weight *= margins_down(margins, k--);
    for (; k < k1 && tail + weight <= room; k++) {
        tail += weight;
        weight *= margins_up(margins, k);
    }
    return tail;
}

/* The smaller tail of the seen table, and as much of the other side as is no larger. */
struct figure fisher_blaker(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct seen seen = seen_make(k1, n1, k2, n2);
    if (seen.absent || seen.sums.seen <= 0)
        return seen_p(&seen, 0);
    double tail = fmin(seen.sums.below, seen.sums.above) + seen.sums.seen;
    double other = seen.sums.below <= seen.sums.above ? upper_tail_within(&seen.margins, k1, tail * TIE)
                                                      : lower_tail_within(&seen.margins, k1, tail * TIE);
    return seen_p(&seen, tail + other);
}

/* Fills room[k1 - low] with the weights and returns their sum. */
static double weights_fill(const struct margins *margins, double *room)
{
    int64_t low = margins->low;
    double weight = 1, all = 1;
    room[margins->likeliest - low] = 1;
    for (int64_t k = margins->likeliest; k > low; k--) {
        weight = weight > FLOOR ? weight * margins_down(margins, k) : 0;
        room[k - 1 - low] = weight;
        all += weight;
    }
    weight = 1;
    for (int64_t k = margins->likeliest; k < margins->high; k++) {
        weight = weight > FLOOR ? weight * margins_up(margins, k) : 0;
        room[k + 1 - low] = weight;
        all += weight;
    }
    return all;
}

/* The weights fall on both sides of the likeliest, so the tables at least as unlikely as k1 in the upper tail
 * are the tail from k1 on and a lower tail that grows as k1 comes down. Both are summed from their thin ends
 * while p stays under alpha. */
int64_t fisher_critical(int64_t both, int64_t n1, int64_t n2, double alpha, double *room)
{
    assert(0 < alpha && alpha < 1);
    struct margins margins = margins_make(both, n1, n2);
    double all = weights_fill(&margins, room);
    int64_t size = margins.high - margins.low + 1, lower = 0, upper = size;
    int64_t likeliest = margins.likeliest - margins.low;
    double p = 0;
    while (upper - 1 > likeliest) {
        p += room[upper - 1];
        while (lower < upper - 1 && room[lower] <= room[upper - 1] * TIE)
            p += room[lower++];
        if (p >= alpha * all * JUST_UNDER)
            break;
        upper--;
    }
    return margins.low + upper;
}
