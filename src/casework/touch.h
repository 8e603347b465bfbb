/* touch: a contact with a person, written down in one line, so that it is written down at all (R39, R67,
 * R134, R215). */
#ifndef CASEWORK_TOUCH_H
#define CASEWORK_TOUCH_H

#include "base/arena.h"
#include "store/store.h"

struct touch {
    struct text client,
        intake; /* intake: for which run the time was spent; empty: none, or the only one they are in */
    int way;
    int32_t day;
    int64_t minutes; /* 0: not said */
    int help;        /* CODED_help_kind_…: help with something else than work; 0: none */
    const char *about;
};

struct touched {
    int64_t minutes;    /* with them in that way on that day, all told; 0: not said */
    const char *intake; /* "" none */
    bool more;          /* there was one on that day in that way: its minutes and words were added to */
};

/* Source is the officer; how it is known follows from the way: an interview, or an officer's record. FAILS
 * ERR_absent; ERR_input for a day to come. COST one transaction of two or three statements. */
bool touch_write(struct arena *arena, struct store *store, const struct touch *touch, struct touched *out,
                 struct err *err);

#endif
