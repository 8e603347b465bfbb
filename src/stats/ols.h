/* ols: least squares, with standard errors for people who differ in spread or come in clusters.
 *
 * An outcome y as a straight line in a constant and covariates, each person weighing 1 or as much as matching
 * or weighting gave. One programme covariate alone makes its coefficient the difference of the (weighted)
 * means, and its HC2 standard error Neyman's. After pair matching the clusters are the pairs. Theory:
 * docs/theory/least-squares.md.
 * CHECKED against 08_ipw (estimates and standard errors 1e-9, CR2 1e-7), the printed table 2 of Dehejia &
 * Wahba 1999 in 17_published, and by hand in fractions. */
#ifndef STATS_OLS_H
#define STATS_OLS_H

#include <stddef.h>

#include "base/arena.h"
#include "stats/covariate.h"
#include "stats/figure.h"
#include "stats/mean.h"

struct ols_input {
    size_t rows;
    const double *y;
    const struct covariate *covariates; /* a constant is always added */
    size_t count;
    const double *weight;  /* 0 or more; NULL: 1 for everybody */
    const double *cluster; /* any number for each cluster; NULL: no clusters */
};

/* With weights w, residuals e, leverages h, n people, k coefficients, G clusters:
 * CLASSICAL one spread for all, sum w e² / (n - k).
 * HC0 each person's own w² e² (Eicker 1967; White 1980, Econometrica 48:817-838); HC1 that n / (n - k); HC2
 * over 1 - h, HC3 over (1 - h)² (MacKinnon & White 1985, Journal of Econometrics 29:305-325).
 * CLUSTER_HC0 the squared sums of clusters (Liang & Zeger 1986, Biometrika 73:13-22); CLUSTER_HC1 that
 * G / (G - 1) * (n - 1) / (n - k); CLUSTER_CR2 with each cluster's residuals adjusted so that it is right
 * when people are independent and alike (Bell & McCaffrey 2002, Survey Methodology 28:169-181; with weights,
 * Pustejovsky & Tipton 2018, JBES 36:672-683). */
enum ols_se {
    OLS_CLASSICAL,
    OLS_HC0,
    OLS_HC1,
    OLS_HC2,
    OLS_HC3,
    OLS_CLUSTER_HC0,
    OLS_CLUSTER_HC1,
    OLS_CLUSTER_CR2,
    OLS_SES
};

struct ols_coefficient {
    const char *name; /* "(constant)" first, then the covariates' */
    struct figure estimate;
    struct figure se[OLS_SES];
};

struct ols {
    size_t used;         /* people in the fit */
    size_t dropped;      /* with a missing outcome, covariate, weight or cluster */
    size_t unweighted;   /* with everything, but a weight of 0 */
    size_t clusters;     /* G; 0 without */
    size_t rank;         /* k, the coefficients that exist */
    struct figure sigma; /* the residuals' standard deviation, divisor n - k */
    struct ols_coefficient *coefficients;
    size_t count; /* of covariates plus 1 */
};

/* OUT everything, in the arena.
 * IN finite numbers or NaN for missing; a person with anything missing is left out and counted.
 * ABSENT every coefficient when nobody is left; a covariate's that the constant and those before it make up
 * (what is left of it is under 1e-7 of its length: R's rule); standard errors when n <= k, HC2 and HC3 when
 * one person alone decides a coefficient, clustered ones without clusters or with one cluster.
 * METHOD normal equations of centred and scaled columns, refined once by the residuals; columns that lie
 * close together are made orthogonal first (Householder).
 * COST four passes over the rows used, about 0.35 s for a million people and a dozen covariates; CR2 besides
 * some (2k)² operations a person. Memory a few numbers a person, freed. */
void ols_fit(struct ols *ols, struct arena *arena, const struct ols_input *input);

/* The test that one coefficient (its place in `coefficients`) is 0, and its interval, from one kind of
 * standard error. IN 0 < conf < 1. ABSENT as the standard error; when it is 0. METHOD Student's curve with n
 * - k degrees of freedom, R's lm; with clusters G - 1 (Cameron & Miller 2015, Journal of Human Resources
 * 50:317-372). CHECKED by hand. */
struct mean_test ols_test(const struct ols *ols, size_t at, enum ols_se kind, double conf);

#endif
