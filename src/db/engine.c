#include "db/engine.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "db/engine_calls.h"
#include "base/banned.h"

/* Every failing call passes here: after a failure PostgreSQL does no more work within a transaction, so
 * neither engine commits. */
static bool done(struct db *db, bool ok)
{
    if (!ok && db->in_transaction)
        db->spoiled = true;
    return ok;
}

static bool is_postgres(const char *where)
{
    static const char *const schemes[] = {"postgres:", "postgresql:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (strncmp(where, schemes[i], strlen(schemes[i])) == 0)
            return true;
    }
    return false;
}

bool db_open(struct db **out, const char *where, enum db_open_mode mode, struct err *err)
{
    *out = NULL;
    return is_postgres(where) ? postgres_open(out, where, mode, err) : sqlite_open(out, where, mode, err);
}

/* Statements that are kept. */

static struct statement *take_kept(struct db *db, size_t at)
{
    struct statement *taken = db->kept[at];
    db->kept_count--;
    memmove(&db->kept[at], &db->kept[at + 1], (db->kept_count - at) * sizeof *db->kept);
    return taken;
}

static void discard(struct statement *statement)
{
    free(statement->sql);
    statement->db->calls->statement_close(statement);
}

static void forget_kept(struct db *db)
{
    while (db->kept_count > 0)
        discard(take_kept(db, 0));
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    assert(db->occupier == NULL);
    db_rollback(db);
    forget_kept(db);
    db->calls->close(db);
}

enum engine db_engine(const struct db *db)
{
    return db->calls->engine;
}

const char *db_where(const struct db *db)
{
    return db->where;
}

const char *db_engine_name(const struct db *db)
{
    return db->name;
}

const char *db_for_update(const struct db *db)
{
    return db->calls->for_update;
}

bool db_hold_writers(struct db *db, const char *tables, struct err *err)
{
    assert(db->in_transaction);
    if (!db->calls->hold_writers[0])
        return true;
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "LOCK TABLE %s%s", tables, db->calls->hold_writers);
    const bool good = db_execute(db, sql.at, err);
    str_clear(&sql);
    return good;
}

const char *db_table_tail(const struct db *db)
{
    return db->calls->table_tail;
}

const char *db_id_column(const struct db *db)
{
    return db->calls->id_column;
}

bool db_execute(struct db *db, const char *sql, struct err *err)
{
    assert(db->occupier == NULL);
    return done(db, db->calls->execute(db, sql, err));
}

/* Transactions. */

static bool begin(struct db *db, const char *sql, struct err *err)
{
    assert(!db->in_transaction && db->occupier == NULL);
    db->in_transaction = db->calls->execute(db, sql, err);
    db->spoiled = false;
    if (!db->in_transaction)
        db->calls->rollback(db); /* a begin of two statements may have got half way */
    return db->in_transaction;
}

bool db_begin(struct db *db, struct err *err)
{
    return begin(db, db->calls->begin, err);
}

bool db_begin_read(struct db *db, struct err *err)
{
    return begin(db, db->calls->begin_read, err);
}

bool db_commit(struct db *db, struct err *err)
{
    assert(db->in_transaction && db->occupier == NULL);
    bool ok = db->spoiled ? err_set(err, ERR_database,
                                    "Nothing was kept in \"%s\", because an earlier step failed; the "
                                    "database is as it was before.",
                                    db->where)
                          : db->calls->execute(db, "COMMIT", err);
    if (!ok)
        db->calls->rollback(db);
    db->in_transaction = false;
    return ok;
}

void db_rollback(struct db *db)
{
    assert(db->occupier == NULL);
    if (db->in_transaction)
        db->calls->rollback(db);
    db->in_transaction = false;
}

bool db_savepoint(struct db *db, struct err *err)
{
    assert(db->in_transaction);
    return db_execute(db, "SAVEPOINT step", err);
}

bool db_release_savepoint(struct db *db, struct err *err)
{
    assert(db->in_transaction);
    return db_execute(db, "RELEASE SAVEPOINT step", err);
}

bool db_rollback_to_savepoint(struct db *db, struct err *err)
{
    assert(db->in_transaction && db->occupier == NULL);
    db->spoiled = !db->calls->execute(db, "ROLLBACK TO step; RELEASE step", err);
    return !db->spoiled;
}

/* Statements. */

/* An act on many records asks the same of each: most of a short statement's time is its preparing. */
static struct statement *kept_for(struct db *db, const char *sql, bool stream)
{
    for (size_t i = 0; i < db->kept_count; i++)
        if (db->kept[i]->stream == stream && strcmp(db->kept[i]->sql, sql) == 0)
            return take_kept(db, i);
    return NULL;
}

static bool prepare(struct db *db, struct statement **out, const char *sql, bool stream, struct err *err)
{
    assert(db->occupier == NULL);
    if ((*out = kept_for(db, sql, stream)))
        return true;
    if (!done(db, db->calls->prepare(db, out, sql, stream, err)))
        return false;
    const size_t length = strlen(sql) + 1;
    (*out)->db = db;
    (*out)->stream = stream;
    (*out)->sql = memory_alloc(length);
    memcpy((*out)->sql, sql, length);
    return true;
}

static void keep(struct statement *statement)
{
    struct db *db = statement->db;
    if (db->kept_count == KEPT_STATEMENTS)
        discard(take_kept(db, KEPT_STATEMENTS - 1));
    memmove(&db->kept[1], &db->kept[0], db->kept_count * sizeof *db->kept);
    db->kept[0] = statement;
    db->kept_count++;
}

bool db_prepare(struct db *db, struct statement **out, const char *sql, struct err *err)
{
    return prepare(db, out, sql, false, err);
}

bool db_stream(struct db *db, struct statement **out, const char *sql, struct err *err)
{
    return prepare(db, out, sql, true, err);
}

static void release(struct statement *statement)
{
    if (statement->db->occupier == statement)
        statement->db->occupier = NULL;
}

void statement_close(struct statement *statement)
{
    if (statement == NULL)
        return;
    if (statement->failed || strlen(statement->sql) > KEPT_SQL_MAX) {
        release(statement);
        discard(statement);
        return;
    }
    statement_reset(statement);
    keep(statement);
}

static bool may_bind(const struct statement *statement, int parameter)
{
    return !statement->stepped && parameter >= 0 && parameter < statement->parameter_count;
}

void statement_bind_null(struct statement *statement, int parameter)
{
    assert(may_bind(statement, parameter));
    statement->db->calls->bind_null(statement, parameter);
}

void statement_bind_int(struct statement *statement, int parameter, int64_t value)
{
    assert(may_bind(statement, parameter));
    statement->db->calls->bind_int(statement, parameter, value);
}

void statement_bind_real(struct statement *statement, int parameter, double value)
{
    assert(may_bind(statement, parameter) && isfinite(value));
    statement->db->calls->bind_real(statement, parameter, value);
}

void statement_bind_text(struct statement *statement, int parameter, struct text value)
{
    assert(may_bind(statement, parameter));
    if (value.at == NULL)
        value = text_of(""); /* an empty text is not null */
    statement->db->calls->bind_text(statement, parameter, value);
}

bool statement_step(struct statement *statement, bool *row, struct err *err)
{
    struct db *db = statement->db;
    *row = false;
    if (statement->stepped && !statement->on_row)
        return true;
    assert(db->occupier == NULL || db->occupier == statement);
    bool ok = done(db, db->calls->step(statement, row, err));
    statement->stepped = true;
    statement->on_row = ok && *row;
    statement->failed |= !ok;
    if (!statement->on_row)
        release(statement);
    else if (statement->stream)
        db->occupier = statement;
    return ok;
}

void statement_reset(struct statement *statement)
{
    release(statement);
    statement->db->calls->reset(statement);
    statement->stepped = statement->on_row = false;
}

int statement_columns(const struct statement *statement)
{
    return statement->column_count;
}

static bool has_column(const struct statement *statement, int column)
{
    return statement->on_row && column >= 0 && column < statement->column_count;
}

bool statement_is_null(struct statement *statement, int column)
{
    assert(has_column(statement, column));
    return statement->db->calls->is_null(statement, column);
}

int64_t statement_int(struct statement *statement, int column)
{
    assert(has_column(statement, column));
    return statement->db->calls->column_int(statement, column);
}

double statement_real(struct statement *statement, int column)
{
    assert(has_column(statement, column));
    return statement->db->calls->column_real(statement, column);
}

struct text statement_text(struct statement *statement, int column)
{
    assert(has_column(statement, column));
    return statement->db->calls->column_text(statement, column);
}

int64_t statement_changes(const struct statement *statement)
{
    return statement->changes;
}

bool db_number(struct db *db, const char *sql, int64_t if_null, int64_t *out, struct err *err)
{
    struct statement *statement;
    bool row;
    *out = if_null;
    if (!db_prepare(db, &statement, sql, err))
        return false;
    bool ok = statement_step(statement, &row, err);
    if (ok && row && !statement_is_null(statement, 0))
        *out = statement_int(statement, 0);
    statement_close(statement);
    return ok;
}

/* Bulk. */

bool bulk_open(struct db *db, struct bulk **out, const char *table, const char *const *columns,
               size_t column_count, struct err *err)
{
    assert(db->in_transaction && db->occupier == NULL && column_count > 0);
    *out = NULL;
    if (!done(db, db->calls->bulk_open(db, out, table, columns, column_count, err)))
        return false;
    (*out)->db = db;
    (*out)->column_count = column_count;
    (*out)->column = 0;
    db->occupier = *out;
    return true;
}

static const struct engine_calls *next_cell(struct bulk *bulk)
{
    assert(bulk->column < bulk->column_count);
    return bulk->db->calls;
}

void bulk_null(struct bulk *bulk)
{
    next_cell(bulk)->bulk_null(bulk);
    bulk->column++;
}

void bulk_int(struct bulk *bulk, int64_t value)
{
    next_cell(bulk)->bulk_int(bulk, value);
    bulk->column++;
}

void bulk_real(struct bulk *bulk, double value)
{
    assert(isfinite(value));
    next_cell(bulk)->bulk_real(bulk, value);
    bulk->column++;
}

void bulk_text(struct bulk *bulk, struct text value)
{
    if (value.at == NULL)
        value = text_of("");
    next_cell(bulk)->bulk_text(bulk, value);
    bulk->column++;
}

bool bulk_row(struct bulk *bulk, struct err *err)
{
    assert(bulk->column == bulk->column_count);
    bulk->column = 0;
    return done(bulk->db, bulk->db->calls->bulk_row(bulk, err));
}

bool bulk_close(struct bulk *bulk, bool keep, struct err *err)
{
    struct db *db = bulk->db;
    assert(!keep || bulk->column == 0);
    db->occupier = NULL;
    if (!keep || db->spoiled) { /* a row that failed cannot be kept, nor those before it */
        db->spoiled = true;
        struct err ignored = {0};
        db->calls->bulk_close(bulk, false, &ignored);
        return !keep ? true
                     : err_set(err, ERR_database, "The rows were not kept, because one of them failed.");
    }
    return done(db, db->calls->bulk_close(bulk, true, err));
}

bool db_next_id(struct db *db, const char *table, int64_t *id, struct err *err)
{
    assert(db->in_transaction && db->occupier == NULL);
    return done(db, db->calls->next_id(db, table, id, err));
}

bool db_create_staging(struct db *db, const char *name, const char *table, const char *column_definitions,
                       struct err *err)
{
    assert(db->in_transaction && db->occupier == NULL);
    forget_kept(db); /* they may be of another table that was called so */
    return done(db, db->calls->create_staging(db, name, table, column_definitions, err));
}

bool db_index_staging(struct db *db, const char *name, const char *columns, struct err *err)
{
    assert(db->in_transaction && db->occupier == NULL);
    return done(db, db->calls->index_staging(db, name, columns, err));
}
