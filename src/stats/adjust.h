/* adjust: several tests of one family, each with its chance of a false alarm, made honest together.
 *
 * Test ten unrelated outcomes at 5%, and four in ten programmes that do nothing will seem to do something.
 * Holm's adjustment keeps the chance of even one false alarm in the family at alpha, whatever ties the
 * outcomes together, and never finds less than Bonferroni's. Which tests are a family is fixed in the locked
 * plan. Theory: docs/theory/adjust.md. */
#ifndef STATS_ADJUST_H
#define STATS_ADJUST_H

#include <stddef.h>

#include "stats/figure.h"

/* All of them adjust p[0..count) into adjusted[0..count), in the same order; both may be the same array.
 * IN p-values in [0, 1] or absent.
 * OUT in [0, 1], never below p; equal p's get equal answers.
 * ABSENT where p is absent, with its reason; an absent p is no test and does not count in the family.
 * COST count * log count; memory for count numbers.
 * CHECKED against 03_means padjust (1e-12), and by hand. */

/* The house's own: at most alpha of a false alarm in the family, whatever ties the tests together.
 * METHOD Holm 1979, Scandinavian Journal of Statistics 6:65-70. */
void adjust_holm(const struct figure *p, size_t count, struct figure *adjusted);

/* The simplest promise of the same kind, and the weakest: n times p. For comparison with other people's.
 * METHOD Bonferroni's inequality; Dunn 1961, JASA 56:52-64. */
void adjust_bonferroni(const struct figure *p, size_t count, struct figure *adjusted);

/* The same promise, finds a little more than Holm; holds for independent and most positively tied tests only.
 * METHOD Hochberg 1988, Biometrika 75:800-802. */
void adjust_hochberg(const struct figure *p, size_t count, struct figure *adjusted);

/* Another promise, for long lists that are looked through: of what is found, at most a share alpha is false
 * in the mean. For independent and most positively tied tests.
 * METHOD Benjamini & Hochberg 1995, JRSS B 57:289-300. */
void adjust_benjamini_hochberg(const struct figure *p, size_t count, struct figure *adjusted);

/* The same promise, whatever ties the tests together, at a price of 1 + 1/2 + ... + 1/n.
 * METHOD Benjamini & Yekutieli 2001, Annals of Statistics 29:1165-1188. */
void adjust_benjamini_yekutieli(const struct figure *p, size_t count, struct figure *adjusted);

#endif
