/* store: records, kept. The folder's front door for opening; records go in by save.h and import.h, come out
 * by read.h.
 *
 * A store is one open database and the member of staff who works in it. Who that is decides what is shown
 * (R41). */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "db/engine.h"
#include "dict/dict.h"
#include "dict/value.h"

struct store {
    struct db *db;
    int64_t staff_id;
    const char *staff_login; /* in the arena given to store_open */
    bool sees_restricted;
};

/* Opens a Mahi database of this version as the member of staff `login` (NULL: who the operating system says
 * you are). FAILS ERR_absent: no such database, or it is empty: run mahi init. ERR_conflict: an older version
 * (run mahi init to upgrade) or a newer one (use a newer mahi). ERR_denied: nobody of that login works here.
 */
bool store_open(struct store *store, struct arena *arena, const char *where, const char *login,
                struct err *err);
void store_close(struct store *store);

enum store_init { STORE_made, STORE_upgraded, STORE_current };

/* Makes a new database with `login` as its first member of staff and administrator, or upgrades an older one;
 * all or nothing. */
bool store_init(const char *where, const char *login, enum store_init *what, int *from_version,
                struct err *err);

/* Makes again what is derived from the records: the table of standing facts (standing.h). All or nothing; the
 * records are not touched. */
bool store_mend(struct store *store, struct err *err);

/* Who the operating system says you are; "" when it does not know. In the arena. */
const char *store_login(struct arena *arena);

/* Whether the one who works here may see the record type, or the field. */
bool store_may_see(const struct store *store, const struct record *record);
bool store_may_see_field(const struct store *store, const struct field *field);

/* ERR_denied with a sentence, when they may not. */
bool store_check_may_see(const struct store *store, const struct record *record, struct err *err);

/* The record type of that name. FAILS with the nearest known name. */
bool store_record_named(struct text name, const struct record **out, struct err *err);

#endif
