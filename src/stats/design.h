/* design: the people and columns that a model is fitted to, block by block. Private to src/stats; ols.h,
 * logistic.h and weighting.h stand on it.
 *
 * Column 0 is the constant, then come the covariates in their order. A person with anything missing is left
 * out and counted (listwise deletion), and so is one whose weight is 0. A column that the constant and the
 * columns before it make up is aliased: the later one goes, as R's lm and glm do.
 *
 * Models are not fitted in the caller's units but to columns z, which are the covariates centred, scaled and,
 * only where they lie close together (age and its square), made orthogonal. A coefficient there, gamma,
 * becomes one in the caller's units by `raw`, so digits are not lost to ill-chosen units or terms.
 *
 * Why no BLAS here: with a dozen columns it saves nothing, opening it costs each command 7 ms, and it picks
 * its kernels by the processor, so that the last bits of a score, and with them who is matched to whom when
 * two stand equally near, would depend on the machine. These loops give the same bits everywhere. */
#ifndef STATS_DESIGN_H
#define STATS_DESIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "stats/covariate.h"

enum { DESIGN_BLOCK = 128 };

/* How little of a column may be left before it counts as made up by others: R's lm, and R's glm. */
#define OLS_TOLERANCE 1e-7
#define LOGISTIC_TOLERANCE 1e-11

/* What a model is made from. */
struct design_input {
    size_t rows;
    const struct covariate *covariates;
    size_t count;
    const double *weight;         /* 0 or more; NULL: 1 for everybody */
    const double *const *besides; /* other columns that must not be missing, ended by NULL; or NULL */
    const double *cluster;        /* NULL, or the rows are taken in its order */
    double tolerance;             /* a column whose rest, over its length, is under this is aliased */
};

struct design {
    struct design_input in;
    size_t used, dropped, unweighted; /* with everything; with something missing; with weight 0 */
    uint32_t *row;                    /* used[] places in the caller's columns; NULL when all are used */
    size_t columns, rank;             /* with the constant; those not aliased */
    size_t *kept;                     /* rank places among the columns, ascending */
    double *centre, *scale;           /* by column */
    double *basis;                    /* NULL, or rank x rank, upper triangle: z = x basis */
    double *raw;                      /* rank x rank: coefficients in the caller's units = raw gamma */
};

/* OUT false when nobody is left. All matrices are column by column. */
bool design_open(struct design *design, struct arena *arena, const struct design_input *input);

/* Rows [begin, begin + n) of those used, n <= DESIGN_BLOCK, as rank columns of DESIGN_BLOCK numbers each. */
void design_block(const struct design *design, size_t begin, size_t n, double *z);

/* The same rows of one of the caller's columns; 1 for NULL. */
void design_gather(const struct design *design, size_t begin, size_t n, const double *from, double *to);

/* gram += z' diag(weight) z, both triangles; `room` as large as z. */
void design_gram(const double *z, size_t rank, size_t n, const double *weight, double *gram, double *room);

/* to[0..n) = z gamma. */
void design_line(const double *z, size_t rank, size_t n, const double *gamma, double *to);

/* sums[0..rank) += z' u. */
void design_sums(const double *z, size_t rank, size_t n, const double *u, double *sums);

/* z' of one row times a symmetric matrix times z, for each row. */
void design_quadratic(const double *z, size_t rank, size_t n, const double *matrix, double *to, double *room);

/* The variance of coefficient `at` in the caller's units, from the covariance of those of z. */
double design_raw_variance(const struct design *design, const double *covariance, size_t at);

#endif
