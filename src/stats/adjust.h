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

/* Adjusts p[0..count) into adjusted[0..count), in the same order; both may be the same array.
 * IN p-values in [0, 1] or absent.
 * OUT in [0, 1], never below p; equal p's get equal answers.
 * ABSENT where p is absent, with its reason; an absent p is no test and does not count in the family.
 * METHOD Holm 1979, Scandinavian Journal of Statistics 6:65-70.
 * COST count * log count; memory for count numbers.
 * CHECKED against 03_means padjust (1e-12), and by hand. */
void adjust_holm(const struct figure *p, size_t count, struct figure *adjusted);

#endif
