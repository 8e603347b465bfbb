/* ols_clusters: the sums of whole clusters that clustered standard errors are made from. Private to
 * src/stats. */
#ifndef STATS_OLS_CLUSTERS_H
#define STATS_OLS_CLUSTERS_H

#include <stddef.h>

#include "stats/design.h"

/* plain += the sum over clusters of s s', s = z' W e; adjusted likewise with CR2's residuals.
 * IN a design in the order of its clusters; gamma the fit, bread (z'Wz)^-1; both matrices rank x rank and 0.
 * OUT how many clusters. */
size_t clusters_meat(const struct design *design, const double *y, const double *gamma, const double *bread,
                     double *plain, double *adjusted);

#endif
