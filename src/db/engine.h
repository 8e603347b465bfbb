/* db: SQL in, rows out; the same calls on SQLite in a file and on PostgreSQL.
 *
 * SQL is written once, in what both engines share (SQLite 3.40, PostgreSQL 15), with parameters $1, $2, …
 * always bound, never pasted. Where the engines differ, the difference is a call here, not an if elsewhere.
 * Dates are day numbers and choices are numbers in both (dictionary/kinds.def), so that arithmetic and order
 * are the same.
 *
 * Every call that can fail returns false and fills `err`, with the engine's own words among ours and the SQL
 * as its place: ERR_conflict when somebody else holds a lock (after ten seconds) or broke in, ERR_absent when
 * the database is not there, ERR_denied without the right, ERR_system when disk or memory fail, ERR_database
 * otherwise. No sentence holds a password. One connection belongs to one thread. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct db;
struct statement;

enum engine { ENGINE_sqlite, ENGINE_postgres };

enum db_open_mode {
    DB_open_existing, /* SQLite: the file must be there */
    DB_create,        /* SQLite: make the file when it is not there */
    DB_read_only,
};

/* `where`: postgresql://… (or postgres://…, libpq's own forms) or the path of an SQLite file. SQLite is set
 * to WAL, foreign keys on, a busy timeout of ten seconds, synchronous=NORMAL, a cache of 16 MiB and no mmap;
 * a new file is readable by its owner alone. PostgreSQL must keep text as UTF8. DB_create makes a file, never
 * a PostgreSQL database. */
bool db_open(struct db **out, const char *where, enum db_open_mode mode, struct err *err);
void db_close(struct db *db); /* NULL is nothing; an open transaction is rolled back */

enum engine db_engine(const struct db *db);
const char *
db_where(const struct db *db); /* for sentences: the file, or database, host and user; never a password */
const char *db_engine_name(const struct db *db); /* "SQLite 3.40.1", "PostgreSQL 15.18" */

/* One or more statements without parameters; rows are not looked at. Several outside a transaction: use one.
 */
bool db_execute(struct db *db, const char *sql, struct err *err);

/* Transactions do not nest. db_begin takes the right to write at once (BEGIN IMMEDIATE), so that a wait comes
 * first, not last. A call that fails spoils its transaction, on both engines: it can then only be rolled
 * back, and db_commit fails. A db_commit that fails has rolled back. db_rollback cannot fail, and outside a
 * transaction does nothing. Streams and bulks are closed before either. */
bool db_begin(struct db *db, struct err *err);
bool db_begin_read(struct db *db, struct err *err); /* one unchanging view of the data (REPEATABLE READ) */
bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);

/* A step within a transaction that may fail without losing the whole: db_savepoint before it; then
 * db_release_savepoint when it went well, or db_rollback_to_savepoint, which brings the data back to there
 * and lets the transaction go on. They may nest. */
bool db_savepoint(struct db *db, struct err *err);
bool db_release_savepoint(struct db *db, struct err *err);
bool db_rollback_to_savepoint(struct db *db, struct err *err);

/* A statement: prepare, bind, step through its rows, reset and bind again, close. Parameters and columns
 * count from 0: parameter 0 is $1. Texts bound must live until the statement is reset or stepped to its end.
 * Unbound parameters are NULL. PostgreSQL takes the type of a parameter from where it stands; where it stands
 * alone, write CAST($1 AS bigint) (never $1::bigint, which SQLite does not know). db_prepare reads a
 * PostgreSQL result whole (for few rows); db_stream fetches as it goes, keeps memory flat for any number of
 * rows, and lets no other statement run on the connection until it is stepped to its end, reset or closed;
 * which it may be at any row, and the transaction goes on (on PostgreSQL without what the stream itself
 * wrote). */
bool db_prepare(struct db *db, struct statement **out, const char *sql, struct err *err);
bool db_stream(struct db *db, struct statement **out, const char *sql, struct err *err);
void statement_close(struct statement *statement); /* NULL is nothing */

void statement_bind_null(struct statement *statement, int parameter);
void statement_bind_int(struct statement *statement, int parameter, int64_t value);
void statement_bind_real(struct statement *statement, int parameter, double value);
void statement_bind_text(struct statement *statement, int parameter, struct text value);

/* The next row: *row says whether there is one. A statement without rows does its work at the first step.
 * After the end, and after a failure, there are no more rows until the statement is reset. */
bool statement_step(struct statement *statement, bool *row, struct err *err);
void statement_reset(struct statement *statement); /* to bind and step again; bindings become NULL */

/* Of the row stepped to. Texts live until the next step, reset or close. A comparison is 1 or 0.
 * statement_int cuts off decimals; a real is asked for with statement_real, because its text is not the same
 * on both engines. */
int statement_columns(const struct statement *statement);
bool statement_is_null(struct statement *statement, int column);
int64_t statement_int(struct statement *statement, int column);      /* 0 when null */
double statement_real(struct statement *statement, int column);      /* 0 when null */
struct text statement_text(struct statement *statement, int column); /* empty when null */

/* Rows that the last INSERT, UPDATE or DELETE of this statement changed. Known after it was stepped to its
 * end. */
int64_t statement_changes(const struct statement *statement);

/* prepare, bind nothing, step once, for a single number: SELECT count(*) FROM client. Null is `if_null`. */
bool db_number(struct db *db, const char *sql, int64_t if_null, int64_t *out, struct err *err);

/* Bulk writing into one table: COPY on PostgreSQL, one prepared INSERT on SQLite. Inside a transaction. Per
 * row: one bulk_* call per column, in the order of `columns`, then bulk_row; texts live until then. Nothing
 * else may run on the connection between bulk_open and bulk_close. What the database refuses, SQLite says at
 * the row and PostgreSQL perhaps only at bulk_close. bulk_close with `keep` false throws the rows away and
 * spoils the transaction. It always frees. */
struct bulk;
bool bulk_open(struct db *db, struct bulk **out, const char *table, const char *const *columns,
               size_t column_count, struct err *err);
void bulk_null(struct bulk *bulk);
void bulk_int(struct bulk *bulk, int64_t value);
void bulk_real(struct bulk *bulk, double value);
void bulk_text(struct bulk *bulk, struct text value);
bool bulk_row(struct bulk *bulk, struct err *err);
bool bulk_close(struct bulk *bulk, bool keep, struct err *err);

/* Where the engines' SQL differs. */

/* The end of a CREATE TABLE: " STRICT" or "". */
const char *db_table_tail(const struct db *db);

/* The end of a SELECT whose rows nobody else may write until the transaction ends: " FOR NO KEY UPDATE", or
 * "" where only one writes at a time anyway. */
const char *db_for_update(const struct db *db);

/* Waits for whoever is writing into these tables ("client, sgi_rating") and lets nobody else write there
 * until our transaction ends: what is read is then all there was. Nothing to do where only one writes at a
 * time anyway. Call it first in the transaction, always with the tables in one order. */
bool db_hold_writers(struct db *db, const char *tables, struct err *err);

/* The id column of a table for good: it counts up by itself, and ids are never given again: "id INTEGER
 * PRIMARY KEY AUTOINCREMENT" (its cost could not be measured at a million rows) or "id bigint GENERATED BY
 * DEFAULT AS IDENTITY PRIMARY KEY". */
const char *db_id_column(const struct db *db);

/* An id that `table`, which has db_id_column, has not given and will not give to anybody else who writes in a
 * transaction of their own: for a row whose number is to be known before it is written. Within a transaction.
 */
bool db_next_id(struct db *db, const char *table, int64_t *id, struct err *err);

/* A staging table for an import into `table`, gone at the end of the transaction or the session: CREATE TEMP
 * TABLE name (row_no …, id …, columns…). `row_no` is written by the importer, 1, 2, 3 …; `id` comes by itself
 * and is, for each staged row, an id that `table` has not given and will not give to anybody else. Call
 * within the transaction that will use it; a former one of that name is dropped. `table` has db_id_column.
 * Closing the bulk that fills it makes it quick to read by row_no. */
bool db_create_staging(struct db *db, const char *name, const char *table, const char *column_definitions,
                       struct err *err);

/* An index on columns ("a, b") of a staging table, made late, when it is known to pay. */
bool db_index_staging(struct db *db, const char *name, const char *columns, struct err *err);

/* The catalog, for "upgraded equals fresh": a line for each table, column, index, reference, trigger and
 * view, sorted by bytes, the same however the tables came about: "column client.number TEXT NOT NULL", "index
 * client (number) UNIQUE", "reference enrolment.client -> client". Types as declared, so the engines'
 * catalogs differ from each other. Appended to `out`. */
struct str;
bool db_catalog(struct db *db, struct str *out, struct err *err);

/* The engine's own check of its files (PRAGMA integrity_check, foreign_key_check; PostgreSQL: that
 * constraints are validated). Findings, one line each, are appended to `out`; none when all is well. */
bool db_integrity(struct db *db, struct str *out, struct err *err);

/* Drops what costs time with every row of `table`: the indexes made by CREATE INDEX and, on PostgreSQL, its
 * foreign keys; and appends to `restore` the SQL for db_execute that makes them again and checks every row. A
 * million rows go into an EMPTY table in half the time on PostgreSQL, three quarters on SQLite. Within a
 * transaction, which a restore that fails (a key twice) spoils. Nobody else can read the table until its end.
 */
bool db_unburden(struct db *db, const char *table, struct str *restore, struct err *err);

/* Refreshes what the engine knows of a table for choosing its ways (ANALYZE), within a transaction too. */
bool db_measure(struct db *db, const char *table, struct err *err);

/* After a great import: ANALYZE of all; on SQLite a checkpoint that folds the log into the file, on
 * PostgreSQL VACUUM, which frees what the import left behind and lets an index answer alone. */
bool db_settle(struct db *db, struct err *err);

#endif
