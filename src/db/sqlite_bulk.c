#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "db/sqlite_db.h"
#include "base/banned.h"

struct sqlite_bulk {
    struct bulk bulk;
    sqlite3_stmt *insert;
};

bool sqlite_bulk_open(struct db *db, struct bulk **out, const char *table, const char *const *columns,
                      size_t column_count, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "INSERT INTO %s (", table);
    for (size_t i = 0; i < column_count; i++)
        str_addf(&sql, "%s%s", i == 0 ? "" : ", ", columns[i]);
    str_add(&sql, ") VALUES (?");
    for (size_t i = 1; i < column_count; i++)
        str_add(&sql, ", ?");
    str_add(&sql, ")");
    sqlite3_stmt *insert;
    bool ok = sqlite_compile((struct sqlite_db *)db, &insert, sql.at, err);
    str_clear(&sql);
    if (!ok)
        return false;
    struct sqlite_bulk *made = memory_alloc(sizeof *made);
    *made = (struct sqlite_bulk){.insert = insert};
    *out = &made->bulk;
    return true;
}

static sqlite3_stmt *insert_of(struct bulk *bulk)
{
    return ((struct sqlite_bulk *)bulk)->insert;
}

static int place_of(const struct bulk *bulk)
{
    return (int)bulk->column + 1;
}

void sqlite_bulk_null(struct bulk *bulk)
{
    sqlite3_bind_null(insert_of(bulk), place_of(bulk));
}

void sqlite_bulk_int(struct bulk *bulk, int64_t value)
{
    sqlite3_bind_int64(insert_of(bulk), place_of(bulk), value);
}

void sqlite_bulk_real(struct bulk *bulk, double value)
{
    sqlite3_bind_double(insert_of(bulk), place_of(bulk), value);
}

void sqlite_bulk_text(struct bulk *bulk, struct text value)
{
    sqlite3_bind_text64(insert_of(bulk), place_of(bulk), value.at, value.length, SQLITE_STATIC, SQLITE_UTF8);
}

bool sqlite_bulk_row(struct bulk *bulk, struct err *err)
{
    sqlite3_stmt *insert = insert_of(bulk);
    int code = sqlite3_step(insert);
    if (code != SQLITE_DONE)
        sqlite_failed((struct sqlite_db *)bulk->db, sqlite3_sql(insert), err);
    sqlite3_reset(insert);
    return code == SQLITE_DONE;
}

bool sqlite_bulk_close(struct bulk *bulk, bool keep, struct err *err)
{
    (void)keep; /* the transaction is spoiled and takes the rows with it */
    (void)err;
    sqlite3_finalize(insert_of(bulk));
    free(bulk);
    return true;
}

/* The greatest id `table` ever gave. Nobody gives another before we commit: BEGIN IMMEDIATE keeps other
 * writers out. */
static bool last_id(struct db *db, const char *table, int64_t *out, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "SELECT seq FROM sqlite_sequence WHERE name = '%s'", table);
    bool ok = db_number(db, sql.at, 0, out, err);
    str_clear(&sql);
    return ok;
}

/* The row of a table that never gave an id is not there yet. */
bool sqlite_next_id(struct db *db, const char *table, int64_t *id, struct err *err)
{
    struct str sql;
    if (!last_id(db, table, id, err))
        return false;
    ++*id;
    str_init(&sql);
    str_addf(&sql,
             "DELETE FROM sqlite_sequence WHERE name = '%s'; INSERT INTO sqlite_sequence (name, seq) VALUES "
             "('%s', "
             "%" PRId64 ")",
             table, table, *id);
    bool ok = db_execute(db, sql.at, err);
    str_clear(&sql);
    return ok;
}

bool sqlite_create_staging(struct db *db, const char *name, const char *table, const char *column_definitions,
                           struct err *err)
{
    int64_t base;
    if (!last_id(db, table, &base, err))
        return false;
    struct str sql;
    str_init(&sql);
    str_addf(&sql,
             "DROP TABLE IF EXISTS temp.%s; CREATE TEMP TABLE %s (row_no INTEGER PRIMARY KEY, "
             "id INTEGER GENERATED ALWAYS AS (row_no + %" PRId64 ") VIRTUAL, %s)",
             name, name, base, column_definitions);
    bool ok = db_execute(db, sql.at, err);
    str_clear(&sql);
    return ok;
}

bool sqlite_index_staging(struct db *db, const char *name, const char *columns, struct err *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "CREATE INDEX IF NOT EXISTS temp.%s",
             name); /* named after its columns: one of each will do */
    for (const char *at = columns; *at != '\0'; at++)
        str_add_char(&sql, strchr(letters, *at) != NULL ? *at : '_');
    str_addf(&sql, " ON %s (%s)", name, columns);
    bool ok = db_execute(db, sql.at, err);
    str_clear(&sql);
    return ok;
}
