/* sqlite_db: what sqlite*.c share. Private to them. */
#ifndef DB_SQLITE_DB_H
#define DB_SQLITE_DB_H

#include "db/engine_calls.h"

struct sqlite3;
struct sqlite3_stmt;

struct sqlite_db {
    struct db db;
    struct sqlite3 *handle;
};

/* The handle's last failure as a sentence; `sql` says where, and may be NULL. */
bool sqlite_failed(struct sqlite_db *db, const char *sql, struct err *err);

/* One statement compiled; text after it is refused. */
bool sqlite_compile(struct sqlite_db *db, struct sqlite3_stmt **out, const char *sql, struct err *err);

/* sqlite_statement.c */
bool sqlite_prepare(struct db *db, struct statement **out, const char *sql, bool stream, struct err *err);
void sqlite_statement_close(struct statement *statement);
void sqlite_bind_null(struct statement *statement, int parameter);
void sqlite_bind_int(struct statement *statement, int parameter, int64_t value);
void sqlite_bind_real(struct statement *statement, int parameter, double value);
void sqlite_bind_text(struct statement *statement, int parameter, struct text value);
bool sqlite_step(struct statement *statement, bool *row, struct err *err);
void sqlite_reset(struct statement *statement);
bool sqlite_is_null(struct statement *statement, int column);
int64_t sqlite_column_int(struct statement *statement, int column);
double sqlite_column_real(struct statement *statement, int column);
struct text sqlite_column_text(struct statement *statement, int column);

/* sqlite_bulk.c */
bool sqlite_bulk_open(struct db *db, struct bulk **out, const char *table, const char *const *columns,
                      size_t column_count, struct err *err);
void sqlite_bulk_null(struct bulk *bulk);
void sqlite_bulk_int(struct bulk *bulk, int64_t value);
void sqlite_bulk_real(struct bulk *bulk, double value);
void sqlite_bulk_text(struct bulk *bulk, struct text value);
bool sqlite_bulk_row(struct bulk *bulk, struct err *err);
bool sqlite_bulk_close(struct bulk *bulk, bool keep, struct err *err);
bool sqlite_next_id(struct db *db, const char *table, int64_t *id, struct err *err);
bool sqlite_create_staging(struct db *db, const char *name, const char *table, const char *column_definitions,
                           struct err *err);
bool sqlite_index_staging(struct db *db, const char *name, const char *columns, struct err *err);

/* sqlite_catalog.c */
extern const char sqlite_catalog[];
extern const char sqlite_integrity[];
extern const char sqlite_burdens[];

#endif
