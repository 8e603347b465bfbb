/* done: what an act did, in sentences for the one who asked for it.
 *
 * An act is one call that checks, writes several records in one transaction, and says so. What was written
 * besides what was asked for is said too: a spell that ended, a referral that got its result. */
#ifndef CASEWORK_DONE_H
#define CASEWORK_DONE_H

#include "base/arena.h"
#include "store/form.h"

enum { DONE_MAX = 24 };

struct done {
    struct arena *arena;
    int64_t id;         /* of the record that the act is about */
    const char *number; /* its key */
    const char *said[DONE_MAX];
    size_t said_count;
    const char
        *cautions[DONE_MAX]; /* what guards warn of, what was done although they ask, and what to know */
    size_t caution_count;
};

void done_init(struct done *done, struct arena *arena);

/* A sentence each, with its stop. What there is no room for is dropped. */
void done_say(struct done *done, const char *format, ...) __attribute__((format(printf, 2, 3)));
void done_caution(struct done *done, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Saves one record of the act, in the act's transaction, and keeps the notes of its guards. */
bool done_save(struct done *done, struct form *form, struct store *store, const char *because,
               struct err *err);

/* Ends the act's transaction: commits when `good`, else rolls back. Whether it is kept. */
bool done_end(struct store *store, bool good, struct err *err);

/* The record that the act is about, and its key, a code: as saved. */
void done_about(struct done *done, const struct form *form, enum field_id key);

/* The id of what a REF of the form points at, given as an id or typed as a key. FAILS ERR_absent. */
bool form_ref_id(const struct form *form, const struct store *store, enum field_id field, int64_t *id,
                 struct err *err);

/* Loads the record of that key. FAILS ERR_absent, ERR_denied. */
bool form_load_key(struct form *form, struct arena *arena, struct store *store, const struct record *record,
                   struct text key, struct err *err);

/* Gives a field that is still empty the value of a field of another form; nothing when that is empty too. */
void form_otherwise(struct form *form, enum field_id field, const struct form *from, enum field_id of);

#endif
