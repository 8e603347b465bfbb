/* design_work: what the parts of programme share; private to design*.c and programme*.c. */
#ifndef CASEWORK_DESIGN_WORK_H
#define CASEWORK_DESIGN_WORK_H

#include "casework/programme.h"

struct carried_row {
    enum record_id record;
    /* the tail */
    bool whole, fixed;
};

/* NULL: records of that type are not carried along. */
const struct carried_row *carried_row(enum record_id record);

/* Whether a record that is carried has this field in the file. */
bool carries_field(const struct carried_row *carried, const struct field *field);

/* A number that a list of records counts, from 1: it needs not be written down. */
const struct field *rank_field(const struct record *record);

/* Whether the file has the field: not the stamps, and not the one by which the row hangs. */
bool row_has_field(const struct design_row *row, const struct field *field);

struct design_row *design_row_new(struct arena *arena, enum programme_part part, const struct record *record);
void design_hang(struct design_row **first, struct design_row *row);

size_t field_place(const struct field *field); /* among record_fields */

/* All rows of a design, what others point at first; the carried ones too when `carried`. */
struct design_row **design_rows(struct arena *arena, const struct design *design, bool carried,
                                size_t *count);

/* The row of `design` that is the same record; NULL. */
const struct design_row *design_find(struct arena *arena, const struct design *design,
                                     const struct design_row *row);

/* The whole natural key, for comparing; parts apart by tabs. */
const char *design_whole_key(struct arena *arena, const struct design_row *row);

/* "wave mwt-5m" */
const char *design_row_words(struct arena *arena, const struct design_row *row);

/* By the number of the key, or byte by byte. */
int design_row_order(struct arena *arena, const struct design_row *a, const struct design_row *b);

/* Whether the fields that the file has say the same. */
bool design_row_same(const struct design_row *a, const struct design_row *b);

/* Without `withdraw`, what a row leaves out and `old` (NULL: there is none) says stays, and is named in
 * `out`, whose list has room. */
void design_keep_left_out(struct arena *arena, const struct design_row *old, struct design_row *row,
                          bool withdraw, struct programme_loaded *out);

/* Room in the list of what is left for everything that a design says. */
void design_left_room(struct arena *arena, const struct design *design, struct programme_loaded *out);

/* A design being written, in the caller's transaction. */
struct design_saving {
    struct arena *arena;
    struct store *store;
    const char *file, *because;
    struct programme_loaded *out;
};

/* One row; `new_id` as struct save_request. A failure says where in the file. */
bool design_save_row(const struct design_saving *saving, const struct design_row *row, int64_t new_id,
                     struct err *err);

/* Adds what is carried and not here yet; not counted. */
bool design_save_carried(const struct design_saving *saving, const struct design *design, struct err *err);

/* The id of the record of that key; 0: it is not here. */
bool design_id_of(const struct store *store, const struct record *record, struct text key, int64_t *id,
                  struct err *err);

/* No writer of any record of a design besides us, until the transaction ends. */
bool design_hold(struct store *store, struct err *err);

#endif
