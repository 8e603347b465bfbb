/* save_work: what saving and withdrawing share; private to save*.c. */
#ifndef STORE_SAVE_WORK_H
#define STORE_SAVE_WORK_H

#include "store/save.h"

/* One save under way: the values to be written, and what of the stored version is needed. */
struct save {
    struct store *store;
    const struct record *record;
    const struct field *fields; /* of the record, all */
    size_t count;
    struct value values[RECORD_FIELDS_MAX]; /* references as ids */
    int64_t id, recorded_at, now;           /* id 0: there is no such record yet */
    int64_t new_id;                         /* of a record that is not there yet; 0: the next */
    int64_t old_client;                     /* whom the stored version is about; 0: nobody */
    int64_t author; /* who recorded the values: the saver, or, when only the verification changes, who did
                       before (R17) */
    bool differs;
    bool always; /* a new version even when nothing differs */
    int64_t at;  /* the time of the new version, if that is after the old one; 0: now */
};

/* record_save_in, with `always` and `at` besides: for what is written down with another record, at the same
 * moment. */
bool save_version(struct store *store, const struct save_request *request, bool always, int64_t at,
                  struct saved *saved, struct err *err);

/* Every value sound and allowed, references found and of the same client. */
bool save_check(struct save *save, const struct value *values, struct err *err);

/* Whether that version is newer than the one that was looked at. FAILS ERR_conflict with who, when and which
 * fields. */
bool save_expect(struct store *store, const struct record *record, int64_t id, int64_t recorded_at,
                 int64_t expected, struct err *err);

/* That nothing else stands under the key. FAILS ERR_conflict with who wrote what stands there, and when. */
bool save_expect_none(const struct save *save, struct err *err);

/* A time for a new version, after that of the old one whatever the clock says. */
int64_t save_time(int64_t old_recorded_at);

/* Moves the version (id, recorded_at) to the history. FAILS ERR_conflict when it is not there any more. */
bool save_into_history(struct store *store, const struct record *record, int64_t id, int64_t recorded_at,
                       int64_t now, struct err *err);

bool save_raced(const struct record *record, struct err *err);

#endif
