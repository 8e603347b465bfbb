/* followup: where the people of a group stand at a follow-up date.
 *
 * Each person has been followed for some time from their own start: until they left the register in one of
 * several ways (to full-time work, to training), or until they were last heard of while still on it. At a
 * date after the start, each is still there, or has left one of the ways by then, or is unknown: last heard
 * of before that date, still there. Unknown is a state of its own and never counts as "still there": shares
 * are of the known (proportion_share, proportion_wilson), bounds are of all (proportion_bounds). Theory:
 * docs/theory/proportions.md.
 * CHECKED against 14_followup (exact), and by hand. */
#ifndef STATS_FOLLOWUP_H
#define STATS_FOLLOWUP_H

#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"

enum { FOLLOWUP_WAYS_MAX = 15 };

struct followup_spell {
    double length; /* from the person's start to leaving, or to when last heard of; any one unit */
    int way;       /* 1..FOLLOWUP_WAYS_MAX: how they left; 0: still there when last heard of */
};

struct followup {
    int64_t n, known, unknown;           /* n = known + unknown */
    int64_t still;                       /* known and still there */
    int64_t left[FOLLOWUP_WAYS_MAX + 1]; /* by way; left[0] is 0; known = still + all that left */
};

/* OUT the states at `date` after each person's start. Who left on the very day has left; who was last heard
 * of on the very day, still there, is known to be there.
 * IN lengths and date not negative, no NaN.
 * COST one pass. */
struct followup followup_at(const struct followup_spell *spells, size_t count, double date);

#endif
