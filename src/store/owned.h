/* owned: who owes what; the rows of owned.def as values.
 *
 * A member of staff answers for clients, appointments, checks, promises, employers. When they leave, all of
 * it goes to somebody else, or is found orphaned (R138). Which fields those are is said once, and for every
 * field that points at staff: a new record type cannot be forgotten, because a field in no row fails the
 * tests. */
#ifndef STORE_OWNED_H
#define STORE_OWNED_H

#include "store/store.h"

enum owned_sort {
    OWNED_work,    /* handed over by putting another name into the field */
    OWNED_by_hand, /* theirs, but people must settle it */
    OWNED_did,     /* what they did once: nothing to hand over */
};

struct owned {
    enum field_id field;
    enum owned_sort sort;
    const char *words;     /* "appointments"; NULL of OWNED_did */
    const char *condition; /* SQL over r, with {today}: theirs while it is true; NULL of OWNED_did */
};

const struct owned *owned_rows(size_t *count);

/* One thing that somebody owes. */
struct owned_thing {
    const struct owned *owned;
    int64_t id;        /* of the row */
    int64_t client_id; /* 0: about nobody */
    int64_t owner_id;  /* 0: nobody's yet */
    const char *key;   /* its natural key as people read it, parts apart by ", " */
};

/* What the member of staff owes as at the end of that day, in the order of the rows and of their ids.
 * Restricted records (R41) that the asker may not see are counted in *unseen and not told. COST a question a
 * row of owned.def. */
bool owned_by(struct arena *arena, const struct store *store, int64_t staff_id, int32_t day,
              struct owned_thing **out, size_t *count, size_t *unseen, struct err *err);

/* The same of what is open about a client, whoever owes it, or nobody: what goes along when they move (R137).
 */
bool owned_of_client(struct arena *arena, const struct store *store, int64_t client_id, int32_t day,
                     struct owned_thing **out, size_t *count, size_t *unseen, struct err *err);

/* Appends a SELECT of id and login: the row's records that somebody owes who left before the day. */
void sql_orphaned(struct str *sql, const struct owned *owned, int32_t day);

#endif
