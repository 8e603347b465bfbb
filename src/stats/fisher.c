#include "stats/fisher.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "stats/proportion.h"

#include "base/banned.h"

/* Two tables whose probabilities differ by less than this, relatively, are tied: rounding would part true
 * ties. */
static const double TIE = 1 + 1e-7;

/* A p-value that equals alpha in fractions is not under it, whichever way its last bits fell. */
static const double JUST_UNDER = 1 - 1e-10;

/* Weights are probabilities relative to the likeliest table. Below this floor they are as good as 0: walking
 * on would only meet the slow numbers at the very bottom of a double. */
static const double FLOOR = 1e-280;

/* All tables with the same margins: k1 runs from low to high. */
struct margins {
    int64_t n1, n2, both;
    int64_t low, high, likeliest;
};

static struct margins margins_make(int64_t both, int64_t n1, int64_t n2)
{
    assert(0 <= n1 && 0 <= n2 && n1 <= FISHER_PEOPLE_MAX && n2 <= FISHER_PEOPLE_MAX - n1);
    assert(0 <= both && both <= n1 + n2);
    struct margins margins = {.n1 = n1, .n2 = n2, .both = both};
    margins.low = both > n2 ? both - n2 : 0;
    margins.high = both < n1 ? both : n1;
    margins.likeliest = (n1 + 1) * (both + 1) / (n1 + n2 + 2);
    return margins;
}

/* weight(k1 + 1) / weight(k1): choose(n1, k1) choose(n2, both - k1), its neighbour over itself. */
static double step_up(const struct margins *margins, int64_t k1)
{
    double ways = (double)(margins->n1 - k1) * (double)(margins->both - k1);
    double back = (double)(k1 + 1) * (double)(margins->n2 - margins->both + k1 + 1);
    return ways / back;
}

/* weight(k1 - 1) / weight(k1) */
static double step_down(const struct margins *margins, int64_t k1)
{
    double ways = (double)k1 * (double)(margins->n2 - margins->both + k1);
    double back = (double)(margins->n1 - k1 + 1) * (double)(margins->both - k1 + 1);
    return ways / back;
}

/* The weight of one table; 0 when it is below the floor. */
static double weight_of(const struct margins *margins, int64_t k1)
{
    double weight = 1;
    for (int64_t k = margins->likeliest; k < k1 && weight > FLOOR; k++)
        weight *= step_up(margins, k);
    for (int64_t k = margins->likeliest; k > k1 && weight > FLOOR; k--)
        weight *= step_down(margins, k);
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
        weight *= step_down(margins, k);
    }
    weight = 1;
    for (int64_t k = margins->likeliest; k < margins->high; k++) {
        weight *= step_up(margins, k);
        if (weight <= enough)
            break;
        sums_add(&sums, weight, k + 1, seen_k1);
    }
    return sums;
}

struct figure fisher_two_sided(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    assert(0 <= k1 && k1 <= n1 && 0 <= k2 && k2 <= n2);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    struct margins margins = margins_make(k1 + k2, n1, n2);
    struct sums sums = sums_make(&margins, k1);
    if (sums.seen <= 0)
        return figure_of(0);
    return figure_of(fmin(sums.unlikely / sums.all, 1));
}

struct figure fisher_mid_p(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    assert(0 <= k1 && k1 <= n1 && 0 <= k2 && k2 <= n2);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    struct margins margins = margins_make(k1 + k2, n1, n2);
    struct sums sums = sums_make(&margins, k1);
    if (sums.seen <= 0)
        return figure_of(0);
    double tail = fmin(sums.below, sums.above) + sums.seen / 2;
    return figure_of(fmin(2 * tail / sums.all, 1));
}

/* Fills room[k1 - low] with the weights and returns their sum. */
static double weights_fill(const struct margins *margins, double *room)
{
    int64_t low = margins->low;
    double weight = 1, all = 1;
    room[margins->likeliest - low] = 1;
    for (int64_t k = margins->likeliest; k > low; k--) {
        weight = weight > FLOOR ? weight * step_down(margins, k) : 0;
        room[k - 1 - low] = weight;
        all += weight;
    }
    weight = 1;
    for (int64_t k = margins->likeliest; k < margins->high; k++) {
        weight = weight > FLOOR ? weight * step_up(margins, k) : 0;
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
