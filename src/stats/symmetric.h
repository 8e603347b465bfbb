/* symmetric: small symmetric systems, the covariance and information matrices of tests and models.
 *
 * A matrix is n * n doubles, row by row. What a row adds nothing to, because it is a combination of earlier
 * rows, is left out and said: such a parameter, or such a group, cannot be told from the others. */
#ifndef STATS_SYMMETRIC_H
#define STATS_SYMMETRIC_H

#include <stdbool.h>
#include <stddef.h>

/* A = L D L' in place: D on the diagonal, L under it; above it nothing changes.
 * IN `matrix` positive semidefinite; `kept` has room for n.
 * OUT kept[i]: false when row i is, within rounding (1e-10 of its own diagonal), a combination of rows before
 * it; D is 0 there. Returns how many are kept, the rank. */
size_t symmetric_factor(double *matrix, size_t n, bool *kept);

/* Solves A x = b in place of b, rows not kept having x = 0. */
void symmetric_solve(const double *factor, const bool *kept, size_t n, double *b);

/* b' A^-1 b over the kept rows: the statistic of a score or Wald test. Changes b. */
double symmetric_form(const double *factor, const bool *kept, size_t n, double *b);

#endif
