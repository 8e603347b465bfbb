/* Looking after the whole; the SQL stands in sqlite_catalog.c and postgres_catalog.c. */
#include <assert.h>

#include "db/engine_calls.h"
#include "base/banned.h"

/* The only column of each row, a line each. */
static bool add_lines(struct db *db, const char *sql, struct str *out, struct err *err)
{
    struct statement *statement;
    if (!db_prepare(db, &statement, sql, err))
        return false;
    bool row, ok;
    while ((ok = statement_step(statement, &row, err)) && row) {
        struct text line = statement_text(statement, 0);
        str_add_bytes(out, line.at, line.length);
        str_add_char(out, '\n');
    }
    statement_close(statement);
    return ok;
}

bool db_catalog(struct db *db, struct str *out, struct err *err)
{
    return add_lines(db, db->calls->catalog, out, err);
}

bool db_integrity(struct db *db, struct str *out, struct err *err)
{
    return add_lines(db, db->calls->integrity, out, err);
}

bool db_measure(struct db *db, const char *table, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "%s %s", db->calls->measure, table);
    bool ok = db_execute(db, sql.at, err);
    str_clear(&sql);
    return ok;
}

bool db_settle(struct db *db, struct err *err)
{
    assert(!db->in_transaction);
    return db_execute(db, db->calls->settle, err);
}

static bool list_burdens(struct db *db, const char *table, struct str *drop, struct str *restore,
                         struct err *err)
{
    struct statement *statement;
    if (!db_prepare(db, &statement, db->calls->burdens, err))
        return false;
    statement_bind_text(statement, 0, text_of(table));
    bool row, ok;
    while ((ok = statement_step(statement, &row, err)) && row) {
        struct text drops = statement_text(statement, 0), restores = statement_text(statement, 1);
        str_addf(drop, TEXT_FORMAT ";", TEXT_ARGS(drops));
        str_addf(restore, TEXT_FORMAT ";", TEXT_ARGS(restores));
    }
    statement_close(statement);
    return ok;
}

bool db_unburden(struct db *db, const char *table, struct str *restore, struct err *err)
{
    assert(db->in_transaction);
    struct str drop;
    str_init(&drop);
    bool ok = list_burdens(db, table, &drop, restore, err) && db_execute(db, drop.at, err);
    str_clear(&drop);
    return ok;
}
