/* postgres_db: what postgres*.c share. Private to them. */
#ifndef DB_POSTGRES_DB_H
#define DB_POSTGRES_DB_H

#include "db/engine_calls.h"

struct libpq;
struct pg_conn;
struct pg_result;

struct postgres_db {
    struct db db;
    struct libpq *pq; /* owned */
    struct pg_conn *conn;
    unsigned statement_count; /* ever prepared; names them */
    char staging[64];         /* the staging table made last, or "" */
    struct str closed; /* DEALLOCATE … of statements closed; done in one go, and not while the transaction is
                          spoiled */
};

/* What `result` (NULL: the connection) says went wrong, as a sentence; `sql` says where. */
bool postgres_failed(struct postgres_db *db, const struct pg_result *result, const char *sql,
                     struct err *err);

/* One command or several, of which no rows are wanted. */
bool postgres_execute(struct db *db, const char *sql, struct err *err);

/* postgres_statement.c */
bool postgres_prepare(struct db *db, struct statement **out, const char *sql, bool stream, struct err *err);
void postgres_statement_close(struct statement *statement);
void postgres_bind_null(struct statement *statement, int parameter);
void postgres_bind_int(struct statement *statement, int parameter, int64_t value);
void postgres_bind_real(struct statement *statement, int parameter, double value);
void postgres_bind_text(struct statement *statement, int parameter, struct text value);
bool postgres_step(struct statement *statement, bool *row, struct err *err);
void postgres_reset(struct statement *statement);
bool postgres_is_null(struct statement *statement, int column);
int64_t postgres_column_int(struct statement *statement, int column);
double postgres_column_real(struct statement *statement, int column);
struct text postgres_column_text(struct statement *statement, int column);

/* postgres_bulk.c */
bool postgres_bulk_open(struct db *db, struct bulk **out, const char *table, const char *const *columns,
                        size_t column_count, struct err *err);
void postgres_bulk_null(struct bulk *bulk);
void postgres_bulk_int(struct bulk *bulk, int64_t value);
void postgres_bulk_real(struct bulk *bulk, double value);
void postgres_bulk_text(struct bulk *bulk, struct text value);
bool postgres_bulk_row(struct bulk *bulk, struct err *err);
bool postgres_bulk_close(struct bulk *bulk, bool keep, struct err *err);
bool postgres_next_id(struct db *db, const char *table, int64_t *id, struct err *err);
bool postgres_create_staging(struct db *db, const char *name, const char *table,
                             const char *column_definitions, struct err *err);
bool postgres_index_staging(struct db *db, const char *name, const char *columns, struct err *err);

/* postgres_catalog.c */
extern const char postgres_catalog[];
extern const char postgres_integrity[];
extern const char postgres_burdens[];

#endif
