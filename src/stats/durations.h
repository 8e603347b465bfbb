/* durations: how long each person was followed, and what ended it, in the order of time.
 *
 * A person is followed until something happens to them (an event of cause 1, 2 …: work, training, leaving
 * the labour market) or until we look no longer (cause 0, censored: the study ended, they moved away, they
 * are still unemployed today). Curves and tests of time all walk the same people from the shortest
 * duration to the longest, so they are put in order once, here, and survival.h, logrank.h, competing.h and
 * cox.h read them.
 *
 * At a tied time events come before censorings: whoever is censored in week 6 was still at risk of what
 * happened in week 6. Times are tied when the doubles are equal. Whole days, weeks and months are exact,
 * so nothing is lost; R first makes times equal that differ by under 1.5e-8 (its "timefix"), which matters
 * only for times that were calculated, 0.1 + 0.2 beside 0.3: round those before they come here. */
#ifndef STATS_DURATIONS_H
#define STATS_DURATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* One person. */
struct duration {
    double time;           /* 0 or more, in the caller's unit */
    uint32_t place;        /* where they stood in the caller's arrays */
    uint16_t group, cause; /* group from 0; cause from 1, 0 when censored */
};

/* Stands for all causes together where a cause is asked for. */
enum { CAUSE_ANY = 0 };

static inline bool duration_has(const struct duration *person, size_t cause)
{
    return cause == CAUSE_ANY ? person->cause > 0 : person->cause == cause;
}

struct durations {
    size_t n, groups, causes, strata;
    size_t causes_seen;            /* how many of the causes occur at all */
    const struct duration *people; /* n, stratum after stratum, in each by time */
    const size_t *stratum_first;   /* strata + 1: stratum s has people [first[s], first[s + 1]) */
    const size_t *group_n;         /* how many people in each group */
};

enum { DURATION_GROUPS_MAX = 1000, DURATION_CAUSES_MAX = 100 };

/* Whose codes, and how many codes there are. */
struct codes {
    const int *of; /* one for each person, from 0; NULL when all have code 0 */
    size_t count;  /* codes are under it; at least 1 */
};

/* IN time[0..n) finite, 0 or more; cause codes 0 for censored, 1 … cause.count - 1; group and stratum
 * codes from 0. n under 2^32. Missing values have been dropped and counted by the caller.
 * OUT everything in `arena`; a group, cause or stratum may turn out empty.
 * COST one sort (sort_doubles.h): 70 ms for a million different times, 45 for a million in weeks. */
struct durations durations_make(struct arena *arena, const double *time, size_t n, struct codes cause,
                                struct codes group, struct codes stratum);

/* Where the people tied with people[at] end, within [at, end). */
static inline size_t durations_tie_end(const struct duration *people, size_t at, size_t end)
{
    double time = people[at].time;
    do
        at++;
    while (at < end && people[at].time <= time);
    return at;
}

/* How many different times there are among people[0..n): at most so many rows has a curve of any of them. */
size_t durations_times(const struct durations *durations);

/* How many of the ascending time[0..rows) are no later than `until`. */
size_t times_until(const double *time, size_t rows, double until);

#endif
