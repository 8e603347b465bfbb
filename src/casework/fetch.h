/* fetch: the rows of one question, column by column, copied into an arena.
 *
 *     struct fetch rows;
 *     bool there = true, good = fetch_open(&rows, arena, store, "SELECT ... WHERE r.client = $1", &id, 1,
 * err); while (good && (good = fetch_next(&rows, &there, err)) && there)
 *         ... fetch_text(&rows, 0) ...
 *     fetch_close(&rows); */
#ifndef CASEWORK_FETCH_H
#define CASEWORK_FETCH_H

#include "store/store.h"

struct fetch {
    struct arena *arena;
    struct statement *statement; /* NULL when opening failed */
};

/* Whole numbers are bound in the order of the parameters; texts by fetch_bind after it, before the first row.
 */
bool fetch_open(struct fetch *fetch, struct arena *arena, const struct store *store, const char *sql,
                const int64_t *numbers, size_t count, struct err *err);
void fetch_bind(struct fetch *fetch, int parameter, struct text text);
bool fetch_next(struct fetch *fetch, bool *there, struct err *err);
void fetch_close(struct fetch *fetch); /* also after a failure to open */

/* Of the row stepped to. */
const char *fetch_text(const struct fetch *fetch, int column); /* "" when null */
int64_t fetch_int(const struct fetch *fetch, int column, int64_t if_null);
double fetch_real(const struct fetch *fetch, int column, double if_null);
bool fetch_is_null(const struct fetch *fetch, int column);

/* Of the row that a statement stepped to: a text that outlives the row; a day, DATE_MIN when null. */
const char *statement_copied(struct arena *arena, struct statement *row, int column);
int32_t statement_day(struct statement *row, int column);

/* The first column of the first row; `if_none` when there is no row or it is null. */
bool fetch_number(const struct store *store, const char *sql, const int64_t *numbers, size_t count,
                  int64_t if_none, int64_t *out, struct err *err);

/* Nobody else writes this record, or locks it so, until our transaction ends: what is read of it and of what
 * hangs under it afterwards is all there was. */
bool fetch_lock(struct arena *arena, const struct store *store, enum record_id record, int64_t id,
                struct err *err);

#endif
