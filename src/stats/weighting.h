/* weighting: a comparison group made like the programme by weights from the score.
 *
 * Whoever did not take part but was as likely to as those who did counts for more. Each effect is a
 * difference of weighted means (Hajek's, the weights divided by their sum). Beside standard errors that take
 * the weights as given stands one that knows they were estimated. Theory: docs/theory/weighting.md.
 * CHECKED against 08_ipw (1e-9, CR2 1e-7), and by hand in fractions. */
#ifndef STATS_WEIGHTING_H
#define STATS_WEIGHTING_H

#include "stats/logistic.h"
#include "stats/ols.h"

enum weighting_target {
    WEIGHTING_ATT, /* those who took part weigh 1, the others p / (1 - p): the effect on those who took part
                    */
    WEIGHTING_ATE, /* 1 / p and 1 / (1 - p): the effect if everybody took part */
};

struct weighting {
    double *weight; /* by row; NaN where there is no score or no group */
    /* How many people weighing alike would be as sure: (sum w)² / sum w² (Kish 1965, Survey Sampling).
     * ABSENT when the group is empty. */
    struct figure ess_programme, ess_comparison;
    struct figure most; /* the largest weight of all */
};

/* OUT the weights, in the arena.
 * IN treat 1, 0 or NaN by row; the score's `line`.
 * METHOD Hirano, Imbens & Ridder 2003, Econometrica 71:1161-1189. */
void weighting_make(struct weighting *weighting, struct arena *arena, enum weighting_target target,
                    const double *treat, const struct logistic *score, size_t rows);

struct weighting_input {
    size_t rows;
    enum weighting_target target;
    const double *treat,
        *y; /* y NaN where the outcome is missing: left out of the effect, not of the score */
    const struct logistic *score;       /* fitted to treat, without weights */
    const struct covariate *covariates; /* those it was fitted to */
    size_t count;
    const double *cluster; /* or NULL */
};

struct weighting_effect {
    size_t used; /* people with a score and an outcome */
    struct figure mean_programme, mean_comparison, effect;
    struct figure se[OLS_SES]; /* the weights taken as given (ols.h) */
    /* The weights known to be estimated. ABSENT when the score is Firth's, or there is none.
     * METHOD the score's and the means' estimating equations together: Lunceford & Davidian 2004, Statistics
     * in Medicine 23:2937-2960; Stefanski & Boos 2002, American Statistician 56:29-38. No small-sample
     * factor. */
    struct figure se_score;
};

/* ABSENT everything when a group has nobody with a score and an outcome.
 * COST two fits of ols.h and three passes; memory a few numbers a row, in the arena. */
void weighting_effect(struct weighting_effect *effect, struct arena *arena,
                      const struct weighting_input *input);

#endif
