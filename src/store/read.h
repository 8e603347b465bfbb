/* read: records of one type, one after the other, in the order of their natural key. Where only the first few
 * are wanted, what a key points at comes in the order in which it was written down, which the index has
 * ready.
 *
 * struct reading ─ reader_open ─► struct reader ─ reader_next ─► values, one per field ─ value_print /
 * value_show ─► text References come as the other record's key. Fields that the reader may not see are left
 * out of `fields`. */
#ifndef STORE_READ_H
#define STORE_READ_H

#include "store/moment.h"
#include "store/store.h"

struct reading {
    const struct record *record;
    struct moment moment;
    struct text key;    /* only the record of this key; at NULL: all. Of a key of several fields, the first */
    int64_t client_id;  /* only what is about this client; 0: all */
    int64_t history_of; /* the superseded versions of this id, oldest first, instead of the current ones; 0:
                           no. As known then: those that were superseded by then */
    int64_t limit;      /* 0: no limit */
    bool chosen;        /* only what is about the clients in the table `asked` (ask_choose) */
    bool stream;        /* for many rows: nothing else may run on the connection meanwhile */
};

struct reader {
    const struct record *record;
    const struct field *fields[RECORD_FIELDS_MAX]; /* in reading order */
    size_t field_count, hidden_count;              /* hidden: restricted fields left out */
    int64_t id;
    int64_t superseded_at;                  /* with history_of */
    struct value values[RECORD_FIELDS_MAX]; /* in the order of `fields`; texts live until the next step */
    struct statement *statement;
};

bool reader_open(struct reader *reader, const struct store *store, const struct reading *reading,
                 struct err *err);
bool reader_next(struct reader *reader, bool *row, struct err *err);
void reader_close(struct reader *reader);

/* Of which record types there is anything about the client, in one question: most clients have few of them.
 * `has` is by record_id. */
bool client_has(const struct store *store, int64_t client_id, bool has[R_end], struct err *err);

/* The id of the record with this key. FAILS ERR_absent with a sentence. */
bool record_find(const struct store *store, const struct record *record, struct text key, int64_t *id,
                 struct err *err);

/* The natural key of the record of that id in words, "C-1, 2000-03-01, phone", or of its last version when it
 * was withdrawn; references come as the other record's key. Not *there: "". */
bool record_key(struct arena *arena, const struct store *store, const struct record *record, int64_t id,
                const char **key, bool *there, struct err *err);

#endif
