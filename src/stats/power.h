/* power: what could this study have found at all?
 *
 * "No difference was found" means little beside seventeen people. Beside every null stands the smallest true
 * difference that a test at level `alpha` would have found with probability `power` (0.80 by custom). Group
 * 1 is the programme, group 2 the comparison; a difference is signed, programme minus comparison, in share
 * (+0.43 is 43 points). Only findings in the true direction count: a significant result on the wrong side is
 * no success. Theory: docs/theory/smallest-difference.md.
 * IN everywhere: shares in [0, 1]; 0 < alpha < 1; 0 < power < 1; sizes >= 0; else asserts. */
#ifndef STATS_POWER_H
#define STATS_POWER_H

#include <stdint.h>

#include "stats/figure.h"

enum power_direction {
    POWER_UP,   /* the programme's share is above the comparison's */
    POWER_DOWN, /* below */
};

/* Probability that the two-sided z test finds true shares p1 and p2 different, in their true direction.
 * OUT 0..1.
 * ABSENT when a group is empty or the shares are equal (there is nothing to find).
 * METHOD normal approximation, pooled variance under the null and separate variances under the truth:
 * Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, ch. 4.
 * CHECKED 11_power power_z (1e-9). */
struct figure power_two_proportions(double p1, double p2, int64_t n1, int64_t n2, double alpha);

/* The difference at which power_two_proportions reaches `power`, the comparison's true share being
 * base_share.
 * OUT the signed difference: above 0 for POWER_UP, below 0 for POWER_DOWN, to the last bits of a double.
 * ABSENT when a group is empty, or when not even a programme share of 100% (0%) would be found.
 * CHECKED 11_power mde_up_exact (1e-8). */
struct figure mde_two_proportions(double base_share, int64_t n1, int64_t n2, double alpha, double power,
                                  enum power_direction direction);

/* The planner's short formula: (z at 1 - alpha/2 plus z at power) * sqrt(b (1-b) (1/n1 + 1/n2)), b the base
 * share. It takes the programme's spread to be the base's, so it is for planning, not for reports.
 * OUT a difference above 0.
 * ABSENT when a group is empty or the base is 0 or 1, where the formula has no spread.
 * METHOD Bloom 1995, Evaluation Review 19:547-556.
 * CHECKED 11_power mde_simple (1e-8). */
struct figure mde_simple(double base_share, int64_t n1, int64_t n2, double alpha, double power);

/* The probability that Fisher's exact test at p < alpha finds, in the true direction, a programme share p1
 * against p2. Both groups' counts are binomial and every pair of counts is summed: no approximation.
 * OUT 0..1.
 * ABSENT when a group is empty or the shares are equal.
 * COST as mde_fisher.
 * CHECKED by hand in fractions. */
struct figure power_fisher(double p1, double p2, int64_t n1, int64_t n2, double alpha);

/* The exact smallest difference: with the comparison's true share at base_share, how far must the
 * programme's be? The programme's share is tried on the grid 0.000, 0.001 … 1.000.
 * OUT (grid share - base_share) for the grid share nearest to the base such that there, and at every grid
 * share farther away in that direction, power_fisher is at least `power`. "And farther": exact power is not
 * strictly monotone, and a report must not name a difference while a larger one would be missed.
 * ABSENT when a group is empty, when the base stands at the end of the scale, or when even 100% (0%) would
 * be missed.
 * COST about 5 ns for each pair of counts that is not negligible: 185 v 260 in under 1 ms, 1000 v 1000 in 5,
 * 2000 v 2000 in 16; memory for n1 + n2 doubles.
 * CHECKED requirements 2.7 E, and by hand. */
struct figure mde_fisher(double base_share, int64_t n_programme, int64_t n_comparison, double alpha,
                         double power, enum power_direction direction);

enum power_method {
    POWER_EXACT,  /* mde_fisher */
    POWER_NORMAL, /* mde_two_proportions */
};

/* Up to this many pairs of counts are summed exactly, about 16 ms; each group of 2000, or 200 beside a
 * million. Beyond it the normal curve answers, by about a tenth of a point too small in groups of like size.
 * Pairs are n1 * min(n2, n1 + 18 standard deviations of the comparison's count). */
#define POWER_EXACT_PAIRS 4000000

struct smallest_difference {
    struct figure up;         /* above 0: programme better than the base by this much */
    struct figure down;       /* below 0; absent when even 0% in the programme would not be found */
    enum power_method method; /* how both were found; say it in the report */
};

/* What a report prints beside a null.
 * IN base_k of base_n in the comparison group, whose share is taken as true; n_programme people in the
 * programme.
 * ABSENT both when a group is empty; else each by the reasons of its method.
 * COST at most two mde_fisher: 1 ms at 185 v 260, never above about 40. */
struct smallest_difference power_smallest_difference(int64_t base_k, int64_t base_n, int64_t n_programme,
                                                     double alpha, double power);

/* The same for a difference of means whose standard error is `se` (mean.h), in the outcome's own units.
 * OUT (z at 1 - alpha/2 plus z at power) * se; either direction.
 * ABSENT when se is 0.
 * METHOD Bloom 1995. It uses the normal curve: with under 20 a group the truth is a little larger. */
struct figure power_smallest_mean_difference(double se, double alpha, double power);

#endif
