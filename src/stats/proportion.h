/* proportion: how many of how many, how sure, and how far two groups are apart.
 *
 * `k` of `n` people are in a state: 3 of 17 in work. Group 1 is the programme, group 2 the comparison;
 * differences are group 1 minus group 2, so +0.10 is ten points more in the programme. Theory:
 * docs/theory/proportions.md.
 * IN everywhere: 0 <= k <= n, 0 < conf < 1 (0.95 for 95%); anything else is our mistake and asserts.
 * CHECKED against 01_proportions and 14_followup (1e-12), and by hand in fractions. */
#ifndef STATS_PROPORTION_H
#define STATS_PROPORTION_H

#include <stdint.h>

#include "stats/figure.h"

/* OUT k/n.
 * ABSENT when n is 0: nobody was counted. */
struct figure proportion_share(int64_t k, int64_t n);

/* Where the share may lie, at confidence `conf`.
 * OUT both ends in [0, 1]; exactly 0 below when k is 0, exactly 1 above when k is n.
 * ABSENT when n is 0.
 * METHOD the score interval without continuity correction: Wilson 1927, JASA 22:209-212. The lower end is
 * taken from the product of the two roots, so that it loses no digits when k is small. */
struct interval proportion_wilson(int64_t k, int64_t n, double conf);

/* The same with continuity correction: wider, never less sure than it says.
 * METHOD the score interval of k - 1/2 below and of k + 1/2 above; 0 below when k is 0, 1 above when k is n:
 * method 4 of Newcombe 1998, Statistics in Medicine 17:857-872. */
struct interval proportion_wilson_corrected(int64_t k, int64_t n, double conf);

/* The exact interval: every share that k of n would not refute at (1 - conf)/2 on either side. It covers at
 * least `conf`, in small groups much more.
 * OUT as Wilson's.
 * METHOD Clopper & Pearson 1934, Biometrika 26:404-413, from the beta distribution. */
struct interval proportion_clopper_pearson(int64_t k, int64_t n, double conf);

/* The simple interval around (k + z²/2) / (n + z²), as if z² people more had been asked, half of them hits.
 * OUT may reach outside [0, 1]: that is the method's own.
 * METHOD Agresti & Coull 1998, American Statistician 52:119-126. */
struct interval proportion_agresti_coull(int64_t k, int64_t n, double conf);

/* The textbook standard error and interval, for comparison with other people's reports only: it says that 0
 * of 5 is sure to be 0.
 * OUT sqrt(p (1 - p) / n); k/n with z of it either way, which may reach outside [0, 1]. */
struct figure proportion_wald_se(int64_t k, int64_t n);
struct interval proportion_wald(int64_t k, int64_t n, double conf);

/* What the share of all enrolled can be when some were lost: worst case, nobody lost is in the state; best
 * case, all are.
 * IN k of the `known_n` people whose state is known; 0 <= k <= known_n <= enrolled_n.
 * OUT [k / enrolled_n, (k + enrolled_n - known_n) / enrolled_n]; this is logic, not a confidence interval:
 * no chance in it.
 * ABSENT when nobody was enrolled.
 * METHOD Manski 1990, American Economic Review 80:319-323, for a 0/1 outcome. */
struct interval proportion_bounds(int64_t k, int64_t known_n, int64_t enrolled_n);

/* OUT k1/n1 - k2/n2.
 * ABSENT when either group is empty. */
struct figure difference_share(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

/* Where the difference of two independent shares may lie, at confidence `conf`.
 * OUT both ends in [-1, 1]. Swapping the groups swaps the ends and their signs.
 * ABSENT when either group is empty.
 * METHOD the hybrid of two Wilson intervals, method 10 of Newcombe 1998, Statistics in Medicine
 * 17:873-890. */
struct interval difference_newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

/* The same from two intervals with continuity correction: method 11 of Newcombe 1998. */
struct interval difference_newcombe_corrected(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

/* The textbook standard error and interval of the difference, each group with its own variance; for
 * comparison with other people's reports only.
 * OUT the interval may reach outside [-1, 1]; the error is 0 when both shares are 0 or 1. */
struct figure difference_wald_se(int64_t k1, int64_t n1, int64_t k2, int64_t n2);
struct interval difference_wald(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

/* OUT NULL when both groups have people, else the reason why nothing about their difference exists. Every
 * two-group call of this folder gives this reason. */
const char *difference_absent(int64_t n1, int64_t n2);

#endif
