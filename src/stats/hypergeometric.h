/* hypergeometric: all ways to deal `both` people in the state to groups of n1 and n2, for fisher.c and
 * conditional.c only.
 *
 * A table is its k1. Its weight is choose(n1, k1) choose(n2, both - k1), always taken relative to another
 * table's, so that nothing overflows at any size: one walks from the likeliest outwards, a division a step.
 */
#ifndef STATS_HYPERGEOMETRIC_H
#define STATS_HYPERGEOMETRIC_H

#include <assert.h>
#include <stdint.h>

#include "stats/fisher.h"

/* Two tables whose probabilities differ by less than this, relatively, are tied: rounding would part true
 * ties. */
#define HYPERGEOMETRIC_TIE (1 + 1e-7)

/* A weight below this beside the likeliest is as good as 0: walking on would only meet the slow numbers at
 * the very bottom of a double. */
#define HYPERGEOMETRIC_FLOOR 1e-280

/* All tables with the same margins: k1 runs from low to high. */
struct margins {
    int64_t n1, n2, both;
    int64_t low, high, likeliest;
};

static inline struct margins margins_make(int64_t both, int64_t n1, int64_t n2)
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
static inline double margins_up(const struct margins *margins, int64_t k1)
{
    double ways = (double)(margins->n1 - k1) * (double)(margins->both - k1);
    double back = (double)(k1 + 1) * (double)(margins->n2 - margins->both + k1 + 1);
    return ways / back;
}

/* weight(k1 - 1) / weight(k1) */
static inline double margins_down(const struct margins *margins, int64_t k1)
{
    double ways = (double)k1 * (double)(margins->n2 - margins->both + k1);
    double back = (double)(margins->n1 - k1 + 1) * (double)(margins->both - k1 + 1);
    return ways / back;
}

#endif
