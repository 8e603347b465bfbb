/* save: one record at a time, the way a form saves it.
 *
 * values ─ value_sound, values_check ─► references found ─► compared with what stands under the same key ─►
 * added, changed, unchanged The rules are the import's (import.h): a known key is compared; a difference
 * moves the old version to the history and writes the new one; a verification that nobody renewed is cleared
 * with the change, for what was checked was the old value (R17).
 *
 * Two people may have the same form open: who saves says in expected_recorded_at which version they looked
 * at, and is told what was changed meanwhile and by whom, instead of undoing it. Whatever the expectation, a
 * write that loses a race fails and changes nothing, on both engines.
 *
 * What must hold between records is asked of the row that was just written (guard.h): a guard that refuses
 * fails the save; one that asks fails it unless the request says why, which is then kept as a record
 * `override`; one that warns leaves a note. A reason given once stands until what that guard is about
 * changes. */
#ifndef STORE_SAVE_H
#define STORE_SAVE_H

#include "dict/guard.h"
#include "store/store.h"

struct save_request {
    const struct record *record;
    const struct value
        *values; /* in the order of record_fields; a REF is its key (VALUE_text) or its id (VALUE_number);
                    stamps are passed over; what the saver may not see must be absent and stays as it is */
    int64_t expected_recorded_at; /* of the version that was looked at; 0: do not care */
    bool expects_none;            /* nothing but the same values may stand under the key yet */
    int64_t new_id;               /* of a record that is added, from db_next_id; 0: whatever comes */
    const enum guard_id *kept;    /* guards, ended by GUARD_end, that the act itself keeps for a whole list in
                                     one pass: they are not asked of this row; NULL: all are */
    const char *because;          /* why, where a guard asks for a reason; NULL: none is given */
    struct arena *arena;          /* where notes are made; NULL: none are wanted */
};

enum save_result { SAVE_added, SAVE_changed, SAVE_unchanged };

struct saved {
    int64_t id, recorded_at; /* of the version that stands now */
    enum save_result result;
    const char *const
        *notes; /* what guards warn of, and what was done although they ask; in the request's arena */
    size_t note_count;
};

/* In a transaction of its own.
 * FAILS ERR_input for a value that is not sound, a reference to nothing or across clients, or a verifier who
 * is the recorder, or a guard that refuses, with the field as the place; ERR_reason for a guard that asks;
 * ERR_denied for what may not be seen; ERR_conflict for a newer version than expected. */
bool record_save(struct store *store, const struct save_request *request, struct saved *saved,
                 struct err *err);

/* The same within the caller's transaction, to be rolled back when this fails. */
bool record_save_in(struct store *store, const struct save_request *request, struct saved *saved,
                    struct err *err);

/* Appends who wrote the version that stands, and when: "Ana (ana) at 2000-09-21T10:00:00.000Z"; nothing when
 * it is not there. */
bool record_writer(const struct store *store, const struct record *record, int64_t id, struct str *who,
                   struct err *err);

/* Takes back a record that was entered by mistake: its last version goes to the history, and so does a mark,
 * a version that lasted for no time at all, by which the doctor tells a record withdrawn from a record lost.
 * FAILS ERR_conflict while other records point at it, or when it is newer than expected; ERR_absent when it
 * is not there. */
bool record_withdraw(struct store *store, const struct record *record, int64_t id,
                     int64_t expected_recorded_at, struct err *err);
bool record_withdraw_in(struct store *store, const struct record *record, int64_t id,
                        int64_t expected_recorded_at, struct err *err);

/* The same, in a transaction of its own, and why: kept as a record `override` of the guard "withdrawn". */
bool record_withdraw_because(struct store *store, const struct record *record, int64_t id,
                             int64_t expected_recorded_at, const char *because, struct err *err);

/* Whether a value, typed or stored, is one that its field may hold: type, range, a number of its list, UTF-8,
 * length. Absent is sound unless the field is required. Whether what a REF names is there is not asked. The
 * sentence says what would be right. */
bool value_sound(const struct field *field, struct value value, struct err *err);

#endif
