/* two_by_two: large-sample tests and ratios of two shares.
 *
 * k1 of n1 programme people and k2 of n2 comparison people are in the state. What is here is what other
 * people's reports print: the z test, chi-square, odds ratio and risk ratio with the intervals of their logs.
 * Our own reports say a difference of shares (proportion.h) and an exact p (fisher.h), which hold in groups
 * of any size; these do not hold when an expected count is under 5. Theory: docs/theory/two-by-two.md.
 * IN everywhere: 0 <= k <= n, 0 < conf < 1; anything else is our mistake and asserts.
 * ABSENT everywhere: when a group is empty.
 * CHECKED against 01_proportions (1e-12), and by hand in fractions. */
#ifndef STATS_TWO_BY_TWO_H
#define STATS_TWO_BY_TWO_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/figure.h"

/* The difference of shares over its standard error if both groups had the same share.
 * OUT statistic with the sign of the difference, two-sided p. Its square is the uncorrected chi-square.
 * ABSENT also when nobody or everybody is in the state. */
struct test two_by_two_z(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

/* Chi-square with one degree of freedom.
 * IN `corrected`: with Yates's continuity correction, 1/2 off every gap between seen and expected, or all of
 * the gap when it is smaller.
 * ABSENT also when nobody or everybody is in the state.
 * METHOD Pearson 1900, Philosophical Magazine 50:157-175; Yates 1934, JRSS Supplement 1:217-235. */
struct test two_by_two_chi_square(int64_t k1, int64_t n1, int64_t k2, int64_t n2, bool corrected);

/* The odds of the state in the programme over those in the comparison group.
 * OUT value k1 (n2 - k2) / (k2 (n1 - k1)): 0 or INFINITY when one cell is empty. Then the interval reaches
 * to the value at that end; its other end is absent.
 * ABSENT value and ends when both products are 0.
 * METHOD exp(log ratio ± z se), se² the sum of one over each cell: Woolf 1955, Annals of Human Genetics
 * 19:251-253. */
struct ratio odds_ratio_wald(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

/* The same with 1/2 added to each of the four cells, so that it always exists when both groups do.
 * METHOD Haldane 1956, Annals of Human Genetics 20:309-311; Anscombe 1956, Biometrika 43:461-464. */
struct ratio odds_ratio_haldane(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

/* The programme's share over the comparison's.
 * OUT 0 or INFINITY when one group has nobody in the state; then as for the odds ratio.
 * ABSENT when neither group has anybody in the state.
 * METHOD exp(log ratio ± z se), se² = 1/k1 - 1/n1 + 1/k2 - 1/n2: Katz and others 1978, Biometrics
 * 34:469-474. */
struct ratio risk_ratio_wald(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

/* How many people go through the programme for one more in the state: one over the difference of shares.
 * OUT negative when the programme has fewer; INFINITY when the shares are equal. */
struct figure number_needed(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

#endif
