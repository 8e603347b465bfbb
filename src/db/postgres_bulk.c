#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/libpq.h"
#include "db/postgres_db.h"
#include "base/banned.h"

/* COPY in its text format: measured, the binary one is no faster, and this one need not know the columns'
 * types. */
enum { SEND_AT = 128 * 1024 };

struct postgres_bulk {
    struct bulk bulk;
    struct str rows; /* not sent yet */
    char *sql;
    bool staging;
};

static struct postgres_bulk *own(struct bulk *bulk)
{
    return (struct postgres_bulk *)bulk;
}

bool postgres_bulk_open(struct db *db, struct bulk **out, const char *table, const char *const *columns,
                        size_t column_count, struct err *err)
{
    struct postgres_db *postgres = (struct postgres_db *)db;
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "COPY %s (", table);
    for (size_t i = 0; i < column_count; i++)
        str_addf(&sql, "%s%s", i == 0 ? "" : ", ", columns[i]);
    str_add(&sql, ") FROM STDIN");
    PGresult *result = postgres->pq->exec(postgres->conn, sql.at);
    bool ok =
        postgres->pq->resultStatus(result) == PGRES_COPY_IN || postgres_failed(postgres, result, sql.at, err);
    postgres->pq->clear(result);
    if (!ok) {
        str_clear(&sql);
        return false;
    }
    struct postgres_bulk *made = memory_alloc(sizeof *made);
    *made = (struct postgres_bulk){.sql = sql.at, .staging = strcmp(table, postgres->staging) == 0};
    str_init(&made->rows);
    *out = &made->bulk;
    return true;
}

static struct str *next_cell(struct bulk *bulk)
{
    struct str *rows = &own(bulk)->rows;
    if (bulk->column > 0)
        str_add_char(rows, '\t');
    return rows;
}

void postgres_bulk_null(struct bulk *bulk)
{
    str_add_bytes(next_cell(bulk), "\\N", 2);
}

void postgres_bulk_int(struct bulk *bulk, int64_t value)
{
    str_add_int(next_cell(bulk), value);
}

void postgres_bulk_real(struct bulk *bulk, double value)
{
    str_addf(next_cell(bulk), "%.17g", value);
}

/* What COPY would take for the end of a cell, of a row, or for an escape. */
static char escaped(char c)
{
    switch (c) {
    case '\\':
        return '\\';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    default:
        return 0;
    }
}

void postgres_bulk_text(struct bulk *bulk, struct text value)
{
    struct str *rows = next_cell(bulk);
    size_t plain = 0; /* where the run of plain bytes at hand began */
    for (size_t i = 0; i < value.length; i++) {
        char letter = escaped(value.at[i]);
        if (letter == 0)
            continue;
        str_add_bytes(rows, value.at + plain, i - plain);
        str_add_bytes(rows, (const char[]){'\\', letter}, 2);
        plain = i + 1;
    }
    str_add_bytes(rows, value.at + plain, value.length - plain);
}

static bool send_rows(struct bulk *bulk, struct err *err)
{
    struct postgres_bulk *of = own(bulk);
    struct postgres_db *db = (struct postgres_db *)bulk->db;
    bool ok = db->pq->putCopyData(db->conn, of->rows.at, (int)of->rows.length) == 1 ||
              postgres_failed(db, NULL, of->sql, err);
    str_cut(&of->rows, 0);
    return ok;
}

bool postgres_bulk_row(struct bulk *bulk, struct err *err)
{
    str_add_char(&own(bulk)->rows, '\n');
    return own(bulk)->rows.length < SEND_AT || send_rows(bulk, err);
}

static bool end_copy(struct bulk *bulk, bool keep, struct err *err)
{
    struct postgres_bulk *of = own(bulk);
    struct postgres_db *db = (struct postgres_db *)bulk->db;
    bool ok = !keep || send_rows(bulk, err);
    if (db->pq->putCopyEnd(db->conn, keep && ok ? NULL : "thrown away") != 1)
        ok = postgres_failed(db, NULL, of->sql, err);
    PGresult *result;
    while ((result = db->pq->getResult(db->conn)) != NULL) {
        if (db->pq->resultStatus(result) != PGRES_COMMAND_OK)
            ok = postgres_failed(db, result, of->sql, err);
        db->pq->clear(result);
    }
    return ok;
}

/* Rows stand in the order of row_no, so the smallest of indexes finds a range of them: BRIN, built after the
 * rows in a tenth of a B-tree's time. Nobody but us would ever ANALYZE a temporary table; ranges of row_no
 * are all that is asked of it. */
static bool finish_staging(struct postgres_db *db, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql,
             "CREATE INDEX IF NOT EXISTS %s_row_no ON %s USING brin (row_no) WITH (pages_per_range = 32); "
             "ANALYZE %s (row_no)",
             db->staging, db->staging, db->staging);
    bool ok = postgres_execute(&db->db, sql.at, err);
    str_clear(&sql);
    return ok;
}

bool postgres_bulk_close(struct bulk *bulk, bool keep, struct err *err)
{
    struct postgres_bulk *of = own(bulk);
    bool ok = end_copy(bulk, keep, err);
    if (ok && keep && of->staging)
        ok = finish_staging((struct postgres_db *)bulk->db, err);
    str_clear(&of->rows);
    free(of->sql);
    free(of);
    return ok;
}

/* The sequence that gives `table` its ids, as SQL names it. */
static bool find_sequence(struct db *db, const char *table, struct str *out, struct err *err)
{
    struct statement *statement;
    bool row;
    if (!db_prepare(db, &statement, "SELECT pg_get_serial_sequence($1, 'id')", err))
        return false;
    statement_bind_text(statement, 0, text_of(table));
    bool ok = statement_step(statement, &row, err);
    if (ok) {
        struct text name = statement_text(statement, 0);
        str_add_bytes(out, name.at, name.length);
    }
    statement_close(statement);
    return ok;
}

bool postgres_next_id(struct db *db, const char *table, int64_t *id, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_add(&sql, "SELECT nextval('");
    bool ok = find_sequence(db, table, &sql, err);
    str_add(&sql, "'::regclass)");
    ok = ok && db_number(db, sql.at, 0, id, err);
    str_clear(&sql);
    return ok;
}

/* The sequence stands there as a constant: only then does COPY put many rows into the table at a time. */
bool postgres_create_staging(struct db *db, const char *name, const char *table,
                             const char *column_definitions, struct err *err)
{
    struct postgres_db *postgres = (struct postgres_db *)db;
    assert(strlen(name) < sizeof postgres->staging);
    struct str sequence, sql;
    str_init(&sequence);
    str_init(&sql);
    bool ok = find_sequence(db, table, &sequence, err);
    str_addf(&sql,
             "DROP TABLE IF EXISTS pg_temp.%s; CREATE TEMP TABLE %s (row_no bigint NOT NULL, "
             "id bigint NOT NULL DEFAULT nextval('%s'::regclass), %s) ON COMMIT DROP",
             name, name, sequence.at, column_definitions);
    ok = ok && db_execute(db, sql.at, err);
    if (ok)
        snprintf(postgres->staging, sizeof postgres->staging, "%s", name);
    str_clear(&sql);
    str_clear(&sequence);
    return ok;
}

bool postgres_index_staging(struct db *db, const char *name, const char *columns, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "CREATE INDEX ON pg_temp.%s (%s)", name, columns);
    bool ok = postgres_execute(db, sql.at, err);
    str_clear(&sql);
    return ok;
}
