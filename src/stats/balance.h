/* balance: are the two groups alike in what was known before the programme began?
 *
 * For each covariate: means and spreads of both groups, how many standard deviations the means are apart, and
 * how far apart whole distributions lie; before weighting and, when there are weights (matching, coarsened
 * exact matching, weighting by the score), after. Group 1 is the programme, group 0 the comparison, a
 * difference is programme minus comparison. A test of balance is not offered: its p-value falls with the
 * number of people and says nothing of how alike the groups are (Imai, King & Stuart 2008, JRSS A
 * 171:481-502). Theory: docs/theory/balance.md.
 * CHECKED against 04_balance (1e-12), the weighted means of 08_ipw, the weighted columns of 07_cem, and by
 * hand in fractions. */
#ifndef STATS_BALANCE_H
#define STATS_BALANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "stats/covariate.h"
#include "stats/figure.h"

/* What is compared. */
struct balance_groups {
    size_t rows;
    const double *treat;  /* 1 programme, 0 comparison, NaN not in either; any other number asserts */
    const double *weight; /* 0 or more, one a row, NaN as 0; NULL: no weights */
};

/* One look at a covariate, all alike or weighted. A group with nobody, or whose weights sum to 0, makes every
 * figure that needs it absent. */
struct balance_look {
    struct figure mean_programme, mean_comparison;
    /* Of a 0/1 covariate sqrt(p (1 - p)); else the divisor is n - 1, with weights w that sum to 1
     * 1 - sum of w². ABSENT when one person has all the weight (but not for 0/1). */
    struct figure sd_programme, sd_comparison;
    /* Difference of the means over a standard deviation of *all alike*: the programme's, the comparison's, or
     * the root of the mean of both variances. 0 when means that agree do not vary. ABSENT when that standard
     * deviation is 0 and the means differ. */
    struct figure smd_programme, smd_comparison, smd_pooled;
    /* Variance of the programme over that of the comparison; INFINITY when only the programme varies. ABSENT
     * for a 0/1 covariate, where the means say it all, and when neither varies. */
    struct figure variance_ratio;
    /* Of the absolute differences between the two cumulative shares, at each different number that anybody
     * has: the mean and the largest. Of a 0/1 covariate the absolute difference of the means. */
    struct figure ecdf_mean, ecdf_max;
};

struct balance_row {
    const char *name;
    bool binary; /* nobody has anything but 0 or 1 */
    size_t n_programme, n_comparison;
    size_t missing_programme, missing_comparison; /* left out of this row only */
    struct balance_look all;
    struct balance_look weighted; /* every figure absent when there are no weights */
    /* The spread within the groups, both together: a denominator of last resort where the programme does not
     * vary. Of a 0/1 covariate sqrt of (n1 p1 (1-p1) + n0 p0 (1-p0)) / n; else the squares around the groups'
     * own means over n - 1. ABSENT with under two people. */
    struct figure sd_within;
};

struct balance {
    struct balance_row *rows; /* in the order of the covariates */
    size_t count;
    size_t left_out; /* rows without a group */
};

/* OUT one row a covariate, in the arena.
 * IN each covariate has `groups->rows` numbers; NaN is missing, an infinity asserts.
 * METHOD as at each figure; standardised by the programme's SD before matching: Stuart 2010, Statistical
 * Science 25:1-21; the distances of distributions: Ho, Imai, King & Stuart 2007, Political Analysis
 * 15:199-236.
 * COST memory for 3 numbers a row, 7 where numbers are not whole, freed at the end. For a million rows, in
 * processor time: 11 ms once, then a 0/1 covariate 5 ms, whole numbers in a narrow range 8, any others 41 (they
 * are sorted); with weights 16, and 9, 18 and 67. */
void balance_compare(struct balance *balance, struct arena *arena, const struct balance_groups *groups,
                     const struct covariate *covariates, size_t count);

#endif
