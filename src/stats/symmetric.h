/* symmetric: small symmetric matrices, the covariances and informations of tests and models. Private to
 * src/stats.
 *
 * A matrix is n * n doubles, row by row or column by column. A row that is a combination of rows before it
 * says nothing of its own: such a parameter, or such a group, cannot be told from the others. A system leaves
 * it out and says so; an inverse does not exist. */
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

/* The inverse, in place.
 * OUT false, and nothing changed, when a row is within rounding a combination of rows before it. */
bool symmetric_invert(double *matrix, size_t n);

/* to = matrix x, and to = bread meat bread. */
void symmetric_times(const double *matrix, size_t n, const double *x, double *to);
void symmetric_sandwich(const double *bread, const double *meat, size_t n, double *to);

/* Eigenvalues, and the eigenvectors one after the other; the matrix is used up.
 * METHOD Jacobi's rotations: Golub & Van Loan 2013, Matrix Computations, 8.5. */
void symmetric_eigen(double *matrix, size_t n, double *values, double *vectors);

#endif
