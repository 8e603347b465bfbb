/* cox: how much faster does the event come, others things being equal?
 *
 * Cox's model: at every time, someone whose covariate is one unit higher has the event at exp(coef) times
 * the rate of someone alike. When is left open; only who, among those at risk at each event, had it, is
 * used. The ratio must be the same at all times: if the curves cross, the one number hides what matters;
 * show the curves. With several causes, the events of one cause are modelled and the others counted as
 * censored: that compares rates (cause-specific hazards), not the shares who leave that way. Theory:
 * docs/theory/cox.md.
 * CHECKED against 09_survival (1e-8), and by hand. */
#ifndef STATS_COX_H
#define STATS_COX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "stats/durations.h"
#include "stats/figure.h"
#include "stats/logrank.h"

/* What is done with events at the same time. */
enum cox_ties {
    COX_EFRON,   /* each in turn leaves a part of the risk set: nearly exact, recommended (Efron 1977) */
    COX_BRESLOW, /* all see the whole risk set: too near to 0 when many are tied (Breslow 1974) */
};

/* One covariate. */
struct cox_term {
    struct figure coef, se, z, p;
    struct figure ratio;      /* exp(coef): of the hazards, for one unit more */
    struct interval interval; /* of the ratio */
    int runs_off;             /* 1, -1: the likelihood rises for ever as this coefficient grows (falls) */
};

struct cox {
    size_t n, n_events, n_terms;
    struct cox_term *terms;
    double *variance;                  /* of the coefficients: n_terms * n_terms; dropped ones are 0 */
    struct figure loglik_null, loglik; /* partial, without and with the covariates */
    struct chi_test score, wald, lr;   /* that no covariate matters */
    size_t iterations;
    bool monotone; /* no finite estimate exists: terms' runs_off says of which. The score test still stands */
};

/* The events of `cause` (CAUSE_ANY for all), each stratum with a baseline of its own.
 * IN x[i * n_terms + j]: covariate j of person i, by place in the arrays that durations_make got; finite.
 * n_terms >= 1; 0 < conf < 1.
 * ABSENT everything, when nobody had the event; a term, when the covariate does not vary among those at
 * risk, or is a combination of earlier ones; every term, loglik, wald and lr when no finite estimate
 * exists (monotone).
 * COST each iteration people times n_terms squared; 3 to 6 iterations: 0.2 s for a million people and one
 * term.
 * METHOD Cox 1972, Journal of the Royal Statistical Society B 34:187-220; Newton's steps until the gain is
 * under 1e-18, halved when they overshoot. A direction in which no event's covariates are ever exceeded by
 * another's at risk proves that the likelihood is monotone (Bryson & Johnson 1981, Technometrics
 * 23:381-383). */
struct cox cox_fit(struct arena *arena, const struct durations *durations, size_t cause, const double *x,
                   size_t n_terms, enum cox_ties ties, double conf);

#endif
