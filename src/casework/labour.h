/* labour: what a person does, one state at a time (R164): the spells of labour_status that acts begin and
 * end.
 *
 * A state that begins ends the one that ran the day before, so that no two overlap; both in the caller's
 * transaction. */
#ifndef CASEWORK_LABOUR_H
#define CASEWORK_LABOUR_H

#include "casework/done.h"

/* 20 hours a week and more are full time (R164); a programme that draws the line elsewhere says so in its
 * outcomes. */
#define LABOUR_FULL_TIME_HOURS 20.0

struct labour_state {
    int64_t client;
    int32_t from;
    int status; /* CODED_labour_status_… */
    bool has_hours, subsidised;
    double hours;
    int64_t employer, occupation; /* 0: not recorded */
    int in_profession;            /* 1, 0, or -1: not recorded */
};

/* The state of unsubsidised work: full time, part time, or in work when the hours are not recorded. */
int labour_work(bool has_hours, double hours);

/* Says what ended for it. FAILS ERR_conflict when a later state is recorded already: it would have to be cut
 * short, and only people know which of the two is right; or when one of that very day is. */
bool labour_begin(struct done *done, struct store *store, const struct labour_state *state, struct err *err);

/* Ends the spell that began on `from`, when it is there and still runs on `to`; else nothing: something else
 * has ended it. `reason` is CODED_job_end_… or 0. */
bool labour_end(struct done *done, struct store *store, int64_t client, int32_t from, int32_t to, int reason,
                struct err *err);

#endif
