/* engine_calls: what an engine must be able to do, and the part of a connection that is common to both.
 * Private to src/db.
 *
 * engine.c keeps the promises that are the same on both (transactions, order of calls, who has the connection
 * to himself) and calls through this table; sqlite*.c and postgres*.c each fill one and know nothing of each
 * other. An engine's own structs begin with the common one: struct sqlite_db { struct db db; … }. */
#ifndef DB_ENGINE_CALLS_H
#define DB_ENGINE_CALLS_H

#include "base/str.h"
#include "db/engine.h"

enum { KEPT_STATEMENTS = 48, KEPT_SQL_MAX = 32768 };

struct db {
    const struct engine_calls *calls;
    struct statement
        *kept[KEPT_STATEMENTS]; /* closed, to be taken again for the same SQL; the latest first */
    size_t kept_count;
    char name[64];   /* "SQLite 3.40.1" */
    char where[256]; /* for sentences: a path, or database, host and user; never a password */
    bool in_transaction;
    bool spoiled;         /* something failed since db_begin: now it can only be rolled back */
    const void *occupier; /* the stream or bulk that has the connection to itself, or NULL */
};

struct statement {
    struct db *db;
    char *sql;
    bool stream, failed;
    bool stepped, on_row; /* stepped since prepare or reset; a row stands ready */
    int parameter_count, column_count;
    int64_t changes;
};

struct bulk {
    struct db *db;
    size_t column_count, column; /* the next column of the row at hand */
};

struct engine_calls {
    enum engine engine;
    const char *table_tail, *id_column, *for_update, *hold_writers;
    const char *begin, *begin_read;
    const char *measure; /* of the table whose name follows */
    const char *settle;
    const char *catalog;   /* one query of one text column, sorted by its bytes */
    const char *integrity; /* one query of one text column, a finding a row */
    const char *burdens;   /* of table $1: SQL that drops, and SQL that restores, each thing that costs time
                              with every row */

    void (*close)(struct db *db);
    bool (*execute)(struct db *db, const char *sql, struct err *err);
    void (*rollback)(struct db *db);

    /* Fills the common part but `db`, `sql` and `stream`. */
    bool (*prepare)(struct db *db, struct statement **out, const char *sql, bool stream, struct err *err);
    void (*statement_close)(struct statement *statement);
    void (*bind_null)(struct statement *statement, int parameter);
    void (*bind_int)(struct statement *statement, int parameter, int64_t value);
    void (*bind_real)(struct statement *statement, int parameter, double value);
    void (*bind_text)(struct statement *statement, int parameter, struct text value);
    bool (*step)(struct statement *statement, bool *row, struct err *err); /* never called past the end */
    void (*reset)(struct statement *statement);
    bool (*is_null)(struct statement *statement, int column);
    int64_t (*column_int)(struct statement *statement, int column);
    double (*column_real)(struct statement *statement, int column);
    struct text (*column_text)(struct statement *statement, int column);

    bool (*bulk_open)(struct db *db, struct bulk **out, const char *table, const char *const *columns,
                      size_t column_count, struct err *err);
    void (*bulk_null)(struct bulk *bulk);
    void (*bulk_int)(struct bulk *bulk, int64_t value);
    void (*bulk_real)(struct bulk *bulk, double value);
    void (*bulk_text)(struct bulk *bulk, struct text value);
    bool (*bulk_row)(struct bulk *bulk, struct err *err);
    bool (*bulk_close)(struct bulk *bulk, bool keep, struct err *err);

    bool (*next_id)(struct db *db, const char *table, int64_t *id, struct err *err);
    bool (*create_staging)(struct db *db, const char *name, const char *table, const char *column_definitions,
                           struct err *err);
    bool (*index_staging)(struct db *db, const char *name, const char *columns, struct err *err);
};

bool sqlite_open(struct db **out, const char *path, enum db_open_mode mode, struct err *err);
bool postgres_open(struct db **out, const char *url, enum db_open_mode mode, struct err *err);

#endif
