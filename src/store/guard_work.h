/* guard_work: what saving, importing and the doctor share of the guards; private to the store. */
#ifndef STORE_GUARD_WORK_H
#define STORE_GUARD_WORK_H

#include "dict/guard.h"
#include "store/save_work.h"

/* The phrases of its SQL: "(condition) AND no reason stands"; the words of the sentence as text, never null;
 * and " FROM record r JOIN … now", which has today as $1. */
void sql_guard_broken(struct str *sql, const struct guard *guard);
void sql_guard_words(struct str *sql, const struct guard *guard);
void sql_guard_from(struct str *sql, const struct record *record);

/* The words as people read them, from the text that the SQL gave. */
void guard_add_words(struct str *out, const struct guard *guard, struct text found);

/* Rows of the guard's record, under the alias r: what is joined to them, and which of them. Parameter $2 is
 * `number`, and must stand in `where`. */
struct guard_scope {
    const char *join, *where;
    int64_t number;
};

/* The rows of the scope that break the guard, without those for which a reason stands. */
bool guard_count(struct store *store, const struct guard *guard, const struct guard_scope *scope,
                 int64_t *count, struct err *err);

/* The same one by one, in the order of `order` (SQL): the row's id, recorded_at, the words of the sentence,
 * and `column` (SQL). At most `limit`. Words live until the next step. */
struct guard_row {
    int64_t id, recorded_at, column;
    struct text words;
};
struct guard_rows {
    const struct guard *guard;
    struct statement *statement;
    struct str words;
};
bool guard_rows_open(struct guard_rows *rows, struct store *store, const struct guard *guard,
                     const struct guard_scope *scope, const char *column, const char *order, int limit,
                     struct err *err);
bool guard_rows_next(struct guard_rows *rows, struct guard_row *row, bool *there, struct err *err);
void guard_rows_close(struct guard_rows *rows);

/* Keeps, as a record `override` of that moment, why something was done with a record although it is unusual:
 * what a guard asks about, by its name, or "withdrawn". Of what is restricted, the key is not repeated. */
bool reason_keep(struct store *store, const char *what, const struct record *record, int64_t id, int64_t at,
                 const char *because, struct err *err);

/* The same of a row that stands although the guard asks. */
bool guard_override(struct store *store, const struct guard *guard, int64_t id, int64_t recorded_at,
                    const char *because, struct err *err);

/* Before it is written: waits for those who save records that its guards must see (guard.h: alone). Nothing
 * to do where only one writes at a time. */
bool guard_wait(const struct save *save, struct err *err);

/* The guards of the record that was just written, as save.h says: by one question. */
bool guard_saved(const struct save *save, const struct save_request *request, struct saved *saved,
                 struct err *err);

/* The guards that keep the record, about a row that is to be withdrawn. FAILS when one of them does:
 * ERR_conflict. */
bool guard_withdrawn(struct store *store, const struct record *record, int64_t id, struct err *err);

#endif
