/* logistic_newton: a logistic fit at work. Private to src/stats/logistic*.c. */
#ifndef STATS_LOGISTIC_NEWTON_H
#define STATS_LOGISTIC_NEWTON_H

#include "stats/design.h"
#include "stats/logistic.h"

/* In the design's own units; matrices are rank x rank. */
struct newton {
    struct design design;
    const double *y;
    double *gamma;
    double *bread;   /* the inverse of the information at gamma */
    double *score;   /* and the score there */
    double deviance; /* and the deviance */
    double loss;     /* minus the log likelihood, weights rounded */
    double *step;    /* the last step taken */
    double *earlier; /* gamma some steps ago */
    int steps;
    bool settled;
    /* one block */
    double *z, *room, *w, *ones, *line, *share, *rest, *weight, *u;
};

/* to = exp(-|x|), the same bits on every machine, several at a time where it can; below exp(-708) it stays
 * there. */
void exp_down(const double *x, size_t n, double *to);

void newton_open(struct newton *newton, struct arena *arena);

/* The block's z, prior weights, y and line of gamma, the share p of each, 1 - p, and w p (1 - p).
 * u holds exp(-|line|). */
size_t newton_block(struct newton *newton, size_t begin);

/* bread, score and deviance at gamma. OUT false when there is no information left. */
bool newton_look(struct newton *newton);

/* OUT what became of it; gamma, bread and deviance are those of the end. */
enum logistic_state newton_fit(struct newton *newton);

/* Whether `direction` has every 1 on one side and every 0 on the other. */
enum logistic_state direction_separates(struct newton *newton, const double *direction);

/* Marks the columns to be named. */
void separation_name(struct newton *newton, const double *direction, struct logistic *logistic);

/* Firth's estimate into gamma, bread as there. OUT whether it converged. */
bool firth_fit(struct newton *newton);

#endif
