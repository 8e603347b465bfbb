/* stats_times: how long each person was followed and what ended it, read from a file: for survival, cox,
 * competing and followup. */
#ifndef CLI_STATS_TIMES_H
#define CLI_STATS_TIMES_H

#include "cli/stats_task.h"

struct stats_times {
    struct stats_data *data;
    struct stats_column *time, *event, *group, *strata; /* the last two may be NULL */
    int *cause;                                         /* of each person: 0 still there, 1 … ways */
    const char **way;                                   /* their names, way[0] the first */
    size_t ways;                                        /* at least 1 */
    const char *censored; /* the value that says still there; NULL when nobody is */
    size_t chosen;        /* the way named with --yes; 0 when none is: all together */
    struct formula formula;
};

enum { TIMES_GROUP = 1, TIMES_COVARIATES = 2 };

/* Loads FILE 'Surv(TIME, EVENT) ~ …', the right side one group or covariates, and --strata. What is still
 * there is the value of --censored, else 0, no or false, else of two values the one that is not --yes. FAILS
 * when that cannot be known. */
bool stats_times_load(struct job *job, struct stats_times *times, int right, struct err *err);

/* In order of time; by group where there is one, and in strata if `stratified`. */
struct durations stats_times_order(struct job *job, const struct stats_times *times, bool stratified);

size_t stats_times_groups(const struct stats_times *times);
const char *stats_times_group(const struct stats_times *times, size_t group); /* "All" when there is one */

/* --at, ascending; without it some round times up to the last one. */
bool stats_times_at(struct job *job, const struct stats_times *times, double **at, size_t *count,
                    struct err *err);

/* A point of a curve, without a band where the limits do not exist. */
void stats_times_point(struct chart *chart, double time, double share, struct interval limits);

const char *stats_time_words(struct arena *arena, double time);

#endif
