/* fisher: could chance alone have dealt these two groups so far apart?
 *
 * k1 of n1 programme people and k2 of n2 comparison people are in the state. Given that k1 + k2 of all were
 * going to be, each way to deal them to the groups has a known (hypergeometric) probability; p adds up those
 * at least as unlikely as what was seen. Exact at any size, so it is the test for the small groups of an
 * employment office.
 * IN 0 <= k <= n; at most FISHER_PEOPLE_MAX people in both groups together. Theory: docs/theory/fisher.md.
 * CHECKED against 01_proportions and 14_followup (1e-10) and requirements 2.7 D, and by hand in fractions. */
#ifndef STATS_FISHER_H
#define STATS_FISHER_H

#include <stdint.h>

#include "stats/figure.h"

#define FISHER_PEOPLE_MAX INT64_C(1000000000)

/* The two-sided p-value.
 * OUT 0..1; 1 when nobody or everybody is in the state. Below about 1e-280 it is given as 0.
 * ABSENT when a group is empty.
 * METHOD minimum likelihood: the sum of all tables whose probability is at most (1 + 1e-7) times the seen
 * one's. The slack makes exact ties, which rounding would part, count as ties. Fisher 1935, JRSS 98:39-82;
 * Freeman & Halton 1951.
 * COST grows with the spread of the tables, not with the groups: 10,000 against 990,000 people takes
 * microseconds. No memory is allocated. */
struct figure fisher_two_sided(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

/* One-sided: could chance alone have put so few, or so many, of those in the state into the programme?
 * OUT 0..1, the seen table counted; both together exceed 1 by its probability.
 * ABSENT as above. */
struct figure fisher_less(int64_t k1, int64_t n1, int64_t k2, int64_t n2);
struct figure fisher_greater(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

/* Two-sided from the tails instead of the likelihood.
 * OUT and ABSENT as fisher_two_sided.
 * METHOD central: twice the smaller one-sided p, at most 1; it is under alpha exactly when the exact interval
 * of fisher_odds_ratio (conditional.h) misses 1. Blaker: the smaller one-sided p, and as much of the other
 * tail as does not exceed it (slack 1e-7): Blaker 2000, Canadian Journal of Statistics 28:783-798. */
struct figure fisher_central(int64_t k1, int64_t n1, int64_t k2, int64_t n2);
struct figure fisher_blaker(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

/* The mid-p-value, less strict than the exact one, which is too careful in small groups.
 * OUT and ABSENT as above.
 * METHOD twice the smaller one-sided p, each counting only half of the seen table, at most 1: Lancaster
 * 1961, JASA 56:223-234. As it doubles a tail, it may exceed the minimum-likelihood p where the tails
 * differ. */
struct figure fisher_mid_p(int64_t k1, int64_t n1, int64_t k2, int64_t n2);

/* For power.h: when `both` of all n1 + n2 people are in the state, from which k1 on is "more in the
 * programme" found?
 * IN 0 <= both <= n1 + n2; 0 < alpha < 1; `room` is the caller's scratch, n1 + 1 doubles.
 * OUT the smallest k1 such that it and every larger one possible lie in the upper tail with fisher_two_sided
 * < alpha; one more than the largest possible k1 when there is none. A p that equals alpha in fractions, to
 * within 1e-10, is not under it.
 * COST one division for each possible table. */
int64_t fisher_critical(int64_t both, int64_t n1, int64_t n2, double alpha, double *room);

#endif
