/* sql: the phrases that reading and writing records share. Identifiers come from the dictionary, never from
 * people. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/str.h"
#include "db/engine.h"
#include "dict/value.h"

/* "a.x, a.y": the fields' columns with an alias; no alias when it is "". */
void sql_columns(struct str *sql, const struct field *const *fields, size_t count, const char *alias);

/* "a.k1 = b.k1 AND a.k2 = b.k2" over the natural key. */
void sql_same_key(struct str *sql, const struct record *record, const char *a, const char *b);

/* The id of what `alias`.field names by its key: "(SELECT id FROM client WHERE number = a.client)". */
void sql_resolve(struct str *sql, const struct field *field, const char *alias);

/* The key of what `alias`.field points at: "(SELECT number FROM client WHERE id = a.client)". */
void sql_key_of(struct str *sql, const struct field *field, const char *alias);

/* The key of the topmost above it, by the field `part_of` of what `alias`.field points at. */
void sql_top_of(struct str *sql, const struct field *field, const char *alias);

/* The value of a staged field, whose references are keys: resolved, or as it stands. */
void sql_staged(struct str *sql, const struct field *field, const char *alias);

/* "a.x IS DISTINCT FROM b.x OR …": whether two versions differ in these fields. */
void sql_differs(struct str *sql, const struct field *const *fields, size_t count, const char *a,
                 const char *b);

/* " AND …": only rows of s that are about the clients in the temporary table `asked`, which ask_choose fills.
 * The record is the client or about one. */
void sql_chosen(struct str *sql, const struct record *record);

/* Copies the versions of `record` that `from_where` selects under the alias t into the history. `when` is SQL
 * for the instant, parameter $by says who. */
void sql_into_history(struct str *sql, const struct record *record, const char *from_where, const char *when,
                      int by);

/* SQL that stands in a .def, as of a board: @list.code becomes the number of the code, an @ before no
 * letter stays. A code that is not there is our own mistake. */
void sql_add_coded(struct str *sql, const char *text);

/* A column of the row stepped to, as the field holds it; a REF comes as the other record's key. A text lives
 * until the next step. */
struct value statement_value(struct statement *statement, int column, const struct field *field);

/* The same as the database holds it: a REF is the other record's id. */
struct value statement_stored(struct statement *statement, int column, const struct field *field);

void statement_bind_value(struct statement *statement, int parameter, struct value value);

#endif
