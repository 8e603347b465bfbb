/* stratified: one comparison made inside each stratum and put together: Mantel and Haenszel's way.
 *
 * Offices differ in who comes to them. Comparing programme and comparison people inside each office, and only
 * then joining the offices, takes that difference out. The estimators here weigh the strata so that many
 * small ones do no harm; the exact ones are in conditional.h. All say one common effect: where the strata
 * pull apart, look at them one by one. Theory: docs/theory/stratified.md.
 * IN everywhere: strata as in conditional.h. A stratum of fewer than two people, or with an empty group, says
 * nothing and does no harm.
 * CHECKED against 02_rxc_stratified (1e-12), and by hand in fractions. */
#ifndef STATS_STRATIFIED_H
#define STATS_STRATIFIED_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/conditional.h"
#include "stats/figure.h"

/* Is there a difference in any stratum, all pulling the same way?
 * IN `corrected`: 1/2 off the gap between seen and expected, when it is that large.
 * OUT chi-square with one degree of freedom and its p.
 * ABSENT when no stratum has both groups and both outcomes.
 * METHOD Cochran 1954, Biometrics 10:417-451; Mantel & Haenszel 1959, JNCI 22:719-748, with the
 * hypergeometric variance. */
struct test mantel_haenszel_test(const struct stratum *strata, size_t count, bool corrected);

/* The common odds ratio.
 * OUT sum(k1 (n2 - k2) / n) / sum(k2 (n1 - k1) / n); 0 or INFINITY when one sum is 0, then without ends.
 * ABSENT when both sums are 0.
 * METHOD Mantel & Haenszel 1959; the interval from the variance of the log by Robins, Breslow & Greenland
 * 1986, Biometrics 42:311-323, which holds with few large strata and with many small ones. */
struct ratio mantel_haenszel_odds_ratio(const struct stratum *strata, size_t count, double conf);

/* An estimate and its standard error. */
struct stratified_effect {
    struct figure value, se;
};

/* The common difference of shares, strata weighed by n1 n2 / n.
 * ABSENT when no stratum has both groups.
 * METHOD Greenland & Robins 1985, Biometrics 41:55-68; standard error by Sato 1989, Biometrics 45:1323-1324
 * (to Greenland), which holds with few large strata and with many small ones. */
struct stratified_effect mantel_haenszel_difference(const struct stratum *strata, size_t count);

/* The common ratio of shares; `se` is that of its log.
 * OUT 0 or INFINITY when one group has nobody in the state in any stratum that has both groups; then the
 * standard error is INFINITY.
 * ABSENT when neither has.
 * METHOD Rothman and Greenland & Robins 1985, as above. */
struct stratified_effect mantel_haenszel_risk_ratio(const struct stratum *strata, size_t count);

#endif
