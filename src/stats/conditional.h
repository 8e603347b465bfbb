/* conditional: the odds ratio given all margins, exactly, in one table or in many strata.
 *
 * In a stratum (an office, an intake) k1 of n1 programme people and k2 of n2 comparison people are in the
 * state. Given k1 + k2 of them, the chance of each k1 depends on nothing but the odds ratio; if that is the
 * same in every stratum, the sum of the k1 carries all there is to know of it. No group is too small for
 * this, and no stratum too uneven. Theory: docs/theory/stratified.md.
 * IN 0 <= k <= n; each stratum at most FISHER_PEOPLE_MAX people; empty groups are allowed and say nothing.
 * CHECKED against 01_proportions and 02_rxc_stratified (or_cmle 1e-9, p 1e-10), and by hand in fractions. */
#ifndef STATS_CONDITIONAL_H
#define STATS_CONDITIONAL_H

#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"

struct stratum {
    int64_t k1, n1; /* the programme: in the state, of all */
    int64_t k2, n2; /* the comparison group */
};

/* The common odds ratio and its exact interval at confidence `conf`.
 * IN 0 < conf < 1.
 * OUT value 0 when the sum of the k1 is the smallest possible, INFINITY when it is the largest; the interval
 * reaches there, and its other end still exists.
 * ABSENT the value, when the margins leave one table only: everybody or nobody is in the state. Then the
 * interval is [0, INFINITY]: any ratio is possible.
 * METHOD conditional maximum likelihood (Fisher 1935, JRSS 98:39-82; Gart 1970, Biometrika 57:471-475); the
 * interval inverts both one-sided tests at (1 - conf)/2 (Cornfield 1956, Proc. 3rd Berkeley Symposium
 * 4:135-148; Mehta, Patel & Gray 1985, JASA 80:969-973).
 * COST for one table, the spread of the tables; for many, the sum over the strata of their spread times that
 * of the sum so far. Memory is two arrays of the sum's spread. */
struct ratio conditional_odds_ratio(const struct stratum *strata, size_t count, double conf);

/* The exact two-sided p that the common odds ratio is 1.
 * OUT 0..1; with one stratum it is fisher_two_sided. Below about 1e-280 it is given as 0. 1 when the margins
 * leave one table only.
 * METHOD minimum likelihood over the sum of the k1, ties within 1e-7 counted. */
double conditional_two_sided(const struct stratum *strata, size_t count);

/* One table: the same by its four numbers.
 * ABSENT all three when a group is empty. */
struct ratio fisher_odds_ratio(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);

#endif
