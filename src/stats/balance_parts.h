/* balance_parts: one covariate taken apart by group. Private to src/stats/balance*.c. */
#ifndef STATS_BALANCE_PARTS_H
#define STATS_BALANCE_PARTS_H

#include <stdint.h>

#include "stats/balance.h"
#include "stats/sort_doubles.h"

/* One group: its rows, and of the covariate at hand the numbers that are not missing, side by side. */
struct side {
    uint32_t *row;
    size_t size;
    double *every_w;    /* the weights of all rows; NULL without weights */
    double *x, *some_w; /* room */
    const double *w;    /* of x: every_w when nothing is missing, else some_w; NULL without weights */
    size_t n, missing;
    struct figure mean, variance;                   /* all alike */
    struct figure weighted_mean, weighted_variance; /* with weights */
    double weight;                                  /* their sum */
};

struct parts {
    struct side side[2];  /* 1 programme, 0 comparison */
    struct keyed *people; /* room for twice as many as both sides have; NULL until it is needed */
    bool binary, whole;
    double least, most;
};

/* Whole numbers within a range this wide are counted, not sorted. */
enum { BALANCE_STEPS_MAX = 1 << 15 };

/* How far apart the cumulative shares lie, of all alike and, if asked for, weighted.
 * IN somebody on each side, and then weight; a covariate that is not binary. */
void parts_walk(struct parts *parts, struct balance_row *row, bool weighted);

#endif
