/* people: the made-up people whose numbers the bench works on, always the same ones.
 *
 * A person took part or not (`treat`), has twelve covariates, of which three are not whole numbers, earned
 * something in the year after (`earned`), and left after so many `days` by a way (1, 2, 3; 0: still there
 * when last seen). A row has 62 bytes or so. */
#ifndef BENCH_PEOPLE_H
#define BENCH_PEOPLE_H

#include <assert.h>

#include "stats/stats.h"

enum { PEOPLE_COVARIATES = 12, PEOPLE_WAYS = 3 };

struct people {
    struct frame frame;
    size_t n;
    const double *treat, *earned, *days;
    struct covariate covariate[PEOPLE_COVARIATES];
    const int *group, *way; /* treat and the way as codes */
};

/* The first `count` of them, as CSV with a heading row. */
void people_write(FILE *out, size_t count);

/* FAILS what frame_read refuses. */
bool people_read(struct people *people, struct arena *arena, const char *path, struct err *err);

#endif
