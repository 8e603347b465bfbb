/* logistic: the chance of taking part, given what was known before: the propensity score.
 *
 * log(p / (1 - p)) is a constant and a multiple of each covariate. Fitted by maximum likelihood to the last
 * digits; where that has no finite answer, because a covariate tells the groups apart without fail
 * (separation), this is found and named and Firth's estimate stands by. Theory: docs/theory/logistic.md.
 * CHECKED against 05_logistic and the scores of 08_ipw (1e-9), and by hand. */
#ifndef STATS_LOGISTIC_H
#define STATS_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "stats/covariate.h"
#include "stats/figure.h"

enum logistic_firth {
    LOGISTIC_FIRTH_WHEN_SEPARATED,
    LOGISTIC_FIRTH_ALWAYS,
};

struct logistic_input {
    size_t rows;
    const double *y;                    /* 1 or 0, NaN missing; any other number asserts */
    const struct covariate *covariates; /* a constant is always added */
    size_t count;
    const double *weight; /* 0 or more; NULL: 1 for everybody */
    enum logistic_firth firth;
};

enum logistic_state {
    LOGISTIC_FITTED,
    LOGISTIC_SEPARATED,        /* some line has all ones on one side, all zeros on the other */
    LOGISTIC_PARTLY_SEPARATED, /* the same, but for people on the line itself */
    LOGISTIC_NOT_CONVERGED,
    LOGISTIC_ONE_GROUP, /* everybody is 1, or 0, or nobody is left */
};

struct logistic_coefficient {
    const char *name;                 /* "(constant)" first, then the covariates' */
    struct figure estimate, se, z, p; /* log odds; p two-sided, from the normal curve */
    struct figure firth, firth_se;
    bool separates; /* named when the groups are separated: alone if it does so alone, else with others */
};

struct logistic {
    size_t used;       /* people in the fit */
    size_t dropped;    /* with anything missing */
    size_t unweighted; /* with everything, but a weight of 0 */
    size_t ones;       /* of those used */
    size_t rank;       /* coefficients that exist */
    enum logistic_state state;
    int steps;    /* until the deviance changed by under 1e-8 of itself plus 0.1: R's rule, at most 25 */
    bool settled; /* whether it did; also true of a deviance that separation drives to its end */
    struct logistic_coefficient *coefficients;
    size_t count; /* of covariates plus 1 */
    struct figure deviance, null_deviance;
    struct figure loglik, aic; /* weights taken as whole people, rounded, as R does */
    struct figure
        auc; /* the chance that of two people, one 1 and one 0, the 1 has the higher score; ties half */
    /* By row: constant + sum of coefficient * covariate, and the share it stands for. NaN where anything is
     * missing or there is no estimate; by Firth's estimate when the groups are separated. People alike in
     * all covariates have the same bits. */
    double *line, *share;
    const char **notes; /* sentences that a report must carry */
    size_t note_count;
};

/* OUT everything, in the arena.
 * IN finite numbers or NaN; a person with anything missing is left out and counted.
 * ABSENT every estimate when the state is not LOGISTIC_FITTED, with the reason; a covariate's that the
 * constant and those before it make up (under 1e-11 of its length is left: R's glm); Firth's when not asked
 * for or not converged.
 * METHOD Newton's, from R's start, on centred and scaled columns (orthogonal ones where they lie close
 * together), until a step changes no standard error by 1e-11 of itself: Nelder & Wedderburn 1972, JRSS A
 * 135:370-384. A direction in which the fit runs away is proved to separate, person by person: Albert &
 * Anderson 1984, Biometrika 71:1-10. Firth 1993, Biometrika 80:27-38. COST about 9 passes, one thread; with
 * 12 covariates 4 ms for ten thousand people, 40 ms for a hundred thousand, 0.5 s for a million. Memory 4
 * numbers a row. */
void logistic_fit(struct logistic *logistic, struct arena *arena, const struct logistic_input *input);

#endif
