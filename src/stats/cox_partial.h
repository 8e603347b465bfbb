/* cox_partial: Cox's partial likelihood and its derivatives. Shared by cox.c and cox_partial.c only. */
#ifndef STATS_COX_PARTIAL_H
#define STATS_COX_PARTIAL_H

#include "stats/cox.h"

/* The covariates in the order of durations->people, each shifted to mean 0 and scaled to SD 1, so that terms
 * in years and in dollars weigh alike. */
struct cox_model {
    const struct durations *durations;
    size_t cause, n_terms;
    enum cox_ties ties;
    double *z;     /* n * n_terms */
    double *scale; /* the SD of each; 0 when it does not vary */
    double *eta;   /* n: room for the linear predictor */
};

/* At one point of the coefficients (of z). */
struct cox_point {
    double loglik;
    double *score;       /* n_terms: first derivatives */
    double *information; /* n_terms * n_terms: minus the second, lower half and diagonal */
};

void cox_partial(const struct cox_model *model, const double *coef, struct cox_point *point);

/* Does the likelihood rise for ever along `direction`? So it does when at every event nobody at risk lies
 * farther along it than who had it, by more than `slack` of the whole range, and somebody lies less far. */
bool cox_rises_for_ever(const struct cox_model *model, const double *direction, double slack);

#endif
