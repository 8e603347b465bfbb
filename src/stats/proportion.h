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

/* OUT NULL when both groups have people, else the reason why nothing about their difference exists. Every
 * two-group call of this folder gives this reason. */
const char *difference_absent(int64_t n1, int64_t n2);

#endif
