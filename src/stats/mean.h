/* mean: an outcome in numbers, weeks or dollars, compared between two groups.
 *
 * Group 1 is the programme, group 2 the comparison; differences are group 1 minus group 2. Beside the
 * classical pooled test stands the one with separate variances (Welch), whose standard error is Neyman's for
 * a lottery: that one belongs in reports, as a programme that moves the mean seldom leaves the spread alone.
 * Theory: docs/theory/means.md.
 * CHECKED against 03_means and the unblocked part of 15_rct (1e-12), and by hand. */
#ifndef STATS_MEAN_H
#define STATS_MEAN_H

#include <stddef.h>

#include "stats/figure.h"

/* One group. Units: those of the outcome. */
struct mean_group {
    size_t n;
    struct figure mean; /* absent when n is 0 */
    struct figure sd;   /* divisor n - 1; absent when n is under 2 */
};

/* One way to test the difference. All absent together: when a group has under two people, or nothing
 * varies. */
struct mean_test {
    struct figure se, t, df, p; /* p is two-sided */
    struct interval interval;   /* of the difference, at the confidence asked for */
};

struct mean_comparison {
    struct mean_group programme, comparison;
    struct figure difference; /* absent when a group is empty */
    struct figure cohen_d;    /* in pooled SDs; infinite when constants differ; absent when fewer than three
                                 people,    or nothing varies at all */
    struct mean_test pooled;  /* one variance for both: Student 1908, Biometrika 6:1-25 */
    struct mean_test welch; /* se² = sd1²/n1 + sd2²/n2, Neyman 1923; df, Welch 1947, Biometrika 34:28-35 */
};

/* Compares y1[0..n1) with y2[0..n2).
 * IN finite numbers, no NaN: the caller has dropped and counted the missing; 0 < conf < 1. NULL with a size
 * of 0 is allowed.
 * OUT all of struct mean_comparison. "Nothing varies" means a standard error within rounding (1e-15) of the
 * means.
 * COST three passes, no memory.
 * METHOD sums carry their rounding error along (Neumaier 1974, ZAMM 54:39-51). */
struct mean_comparison mean_compare(const double *y1, size_t n1, const double *y2, size_t n2, double conf);

/* The value below which `share` of the sorted answers lie: 0.5 the median, 0.25 and 0.75 the quartiles.
 * IN `sorted` ascending, 0 <= share <= 1.
 * OUT linear between the two nearest answers, at place share * (n - 1) counted from 0: type 7 of Hyndman &
 * Fan 1996, American Statistician 50:361-365.
 * ABSENT when n is 0. */
struct figure quantile_of_sorted(const double *sorted, size_t n, double share);

#endif
