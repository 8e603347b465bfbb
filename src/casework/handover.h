/* handover: everything that somebody who leaves answers for goes to those who stay, in one act (R138).
 *
 * What they owe is found by owned.h, over all record types: clients, steps of plans, appointments,
 * follow-ups, checks, promises, employers … Clients go to the one named, or each by rule (assign.h); whatever
 * else is about a client goes with them, and the rest to the one named. Their last day is written down in the
 * same transaction, and what could then still be found in their name fails the whole. Nothing is overwritten:
 * each record keeps whose it was. */
#ifndef CASEWORK_HANDOVER_H
#define CASEWORK_HANDOVER_H

#include "base/arena.h"
#include "store/owned.h"

struct handover_request {
    struct text leaver, to; /* `to` may be empty with by_rule, while nothing but clients' work is there */
    bool by_rule;
    int32_t last_day;
    const char *because;
};

struct handover_line {
    const struct owned *owned;
    const char *key;
    const char *to;  /* login; "" of what people must settle by hand */
    const char *why; /* of a client who went by rule; "" else */
};

struct handover {
    const char *leaver, *leaver_name;
    struct handover_line *lines;
    size_t count, by_hand;
};

/* FAILS ERR_absent, ERR_conflict (who takes over has left, or is the one who leaves), ERR_denied (some of it
 * may be seen by few: one of them must hand over), ERR_usage (nobody is named for the rest), what a guard
 * asks; and changes nothing then. COST about 4 ms a thing. */
bool handover(struct arena *arena, struct store *store, const struct handover_request *request,
              struct handover *out, struct err *err);

#endif
