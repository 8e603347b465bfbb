/* disclosure: what a count may look like when it leaves the office.
 *
 * A table tells on people when few of them stand in a cell. So a count under six is not released at
 * all, a mean of under twenty neither, and what is released is rounded at random, so that no
 * difference of two tables gives away one person. Rounding comes last, after every number has been
 * worked out from raw counts; what to suppress is decided on the raw count, never on the rounded one.
 * Cells hidden in a table that prints its margins: suppress.h. Theory: docs/theory/disclosure.md.
 * Nothing here is random by itself: the caller supplies the number `u`, 0 <= u < 1 (random.h).
 * CHECKED against 13_sdc (exact), and by hand. */
#ifndef STATS_DISCLOSURE_H
#define STATS_DISCLOSURE_H

#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"

enum round_method {
    ROUND_BASE3,       /* to a neighbouring multiple of 3, unbiased: 7 is 6 with chance 2/3, 9 with 1/3 */
    ROUND_BASE3_FIXED, /* to the nearer multiple of 3 with chance 2/3, to the farther with 1/3; for a `u` that
                          belongs to the cell (round_fixed_u), so that the same people always look the same */
    ROUND_BASE3_MSD, /* ROUND_BASE3, but 1 and 2 are always 3: somebody is there, and nobody learns how few */
    ROUND_GRADUATED, /* ROUND_BASE3 with a base that grows with the count (round_base) */
};

/* The count as it may be shown.
 * IN count >= 0, 0 <= u < 1, else asserts. A `u` is used for one cell only.
 * OUT a multiple of the base, at most base - 1 from the count; a count that is one already stays. A
 * count with remainder r is rounded down when u < (base - r) / base, ROUND_BASE3_FIXED goes to the
 * nearer multiple when u < 2/3: in both the mean over all u is the count. Only 1 and 2 under
 * ROUND_BASE3_MSD are off.
 * METHOD Fellegi 1975, Survey Methodology 1:123-133 (unbiased); Statistics New Zealand 2020, Microdata
 * output guide (base 3, fixed, graduated). */
int64_t round_count(enum round_method method, int64_t count, double u);

/* The base of ROUND_GRADUATED: 3 up to 18, 2 at 19, 5 up to 99, 10 up to 999, then 100. */
int64_t round_base(int64_t count);

/* Each person carries one number for good, drawn once, from 0 to ROUND_SEEDS - 1. */
#define ROUND_SEEDS 1000000

/* The `u` of a cell for ROUND_BASE3_FIXED (and any other method that is to be fixed).
 * IN the sum of its people's numbers.
 * OUT the sum modulo ROUND_SEEDS, over ROUND_SEEDS. The same people give the same u in whatever table
 * and under whatever name they stand, so asking twice, or through a second table, averages nothing
 * out. */
double round_fixed_u(uint64_t seed_sum);

/* One row that leaves: how many, how many of them, which share, which mean. */
struct release_rule {
    int64_t count_under; /* raw counts under this are not released; by custom 6 */
    int64_t mean_under;  /* nor means of fewer people than this; by custom 20 */
    enum round_method method;
};

#define RELEASE_CUSTOM ((struct release_rule){.count_under = 6, .mean_under = 20, .method = ROUND_BASE3})

struct release {
    struct figure people; /* rounded */
    struct figure having; /* those in the state, rounded on its own: it may come out above `people` */
    struct figure share;  /* having / people, both as rounded; never above 1 */
    struct figure mean;   /* as given */
    const char *note;     /* NULL, or a caution that belongs beside the row */
};

/* Decides one row.
 * IN `people` counted, `having` of them in the state (0 <= having <= people), their mean (it may be
 * absent), a random number for each of the two counts.
 * ABSENT on the raw counts: all when there are under `count_under` people, 0 included, and the reason
 * does not say how many; `having` and `share` when under `count_under` have it; the mean under
 * `mean_under` people.
 * OUT a note when those who do NOT have it are 1 to count_under - 1: rounded counts hide their number,
 * but a share of 100% says that there are few; hide the row where that would harm them. */
struct release release_row(struct release_rule rule, int64_t people, int64_t having, struct figure mean,
                           double u_people, double u_having);

/* An interval that leaves: intervals come from raw counts, and with all their digits would give them
 * back.
 * IN `step` above 0, in the interval's units; by custom RELEASE_STEP, a whole percent.
 * OUT the ends rounded outwards to multiples of step, so that what leaves is never surer than the
 * data.
 * ABSENT as the interval is. */
struct interval release_interval(struct interval interval, double step);

#define RELEASE_STEP 0.01

/* A p-value that leaves: an exact p belongs to few tables, often to one.
 * OUT the least of 0.001, 0.01, 0.05, 0.1, 0.2, 0.3 … 1 that is not under p: to be read as "at most".
 * ABSENT as p is. */
struct figure release_p(struct figure p);

#endif
