#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "db/sqlite_db.h"
#include "base/banned.h"

struct sqlite_statement {
    struct statement statement;
    sqlite3_stmt *handle;
    int places[]; /* of parameter i, SQLite's own number; 0 when the SQL leaves it out */
};

static sqlite3_stmt *handle_of(struct statement *statement)
{
    return ((struct sqlite_statement *)statement)->handle;
}

/* SQLite counts $7 as a name, not as the seventh; and takes $1::text for a name too, so casts are written
 * CAST($1 AS text). */
static int parameter_at(sqlite3_stmt *handle, int place)
{
    const char *name = sqlite3_bind_parameter_name(handle, place);
    assert(name != NULL && name[0] == '$');
    char *end;
    long number = strtol(name + 1, &end, 10);
    assert(number >= 1 && number <= 100000 && *end == '\0');
    return (int)number - 1;
}

bool sqlite_prepare(struct db *db, struct statement **out, const char *sql, bool stream, struct err *err)
{
    (void)stream; /* SQLite always fetches as it goes */
    sqlite3_stmt *handle;
    if (!sqlite_compile((struct sqlite_db *)db, &handle, sql, err))
        return false;
    int place_count = sqlite3_bind_parameter_count(handle), parameter_count = 0;
    for (int place = 1; place <= place_count; place++) {
        int parameter = parameter_at(handle, place);
        if (parameter >= parameter_count)
            parameter_count = parameter + 1;
    }
    struct sqlite_statement *made = memory_alloc(sizeof *made + (size_t)parameter_count * sizeof(int));
    *made = (struct sqlite_statement){
        .statement = {.parameter_count = parameter_count, .column_count = sqlite3_column_count(handle)},
        .handle = handle};
    memset(made->places, 0, (size_t)parameter_count * sizeof(int));
    for (int place = 1; place <= place_count; place++)
        made->places[parameter_at(handle, place)] = place;
    *out = &made->statement;
    return true;
}

void sqlite_statement_close(struct statement *statement)
{
    sqlite3_finalize(handle_of(statement));
    free(statement);
}

static int place_of(struct statement *statement, int parameter)
{
    return ((struct sqlite_statement *)statement)->places[parameter];
}

/* Binding fails only where there is no such place, and then the value is not wanted. */

void sqlite_bind_null(struct statement *statement, int parameter)
{
    sqlite3_bind_null(handle_of(statement), place_of(statement, parameter));
}

void sqlite_bind_int(struct statement *statement, int parameter, int64_t value)
{
    sqlite3_bind_int64(handle_of(statement), place_of(statement, parameter), value);
}

void sqlite_bind_real(struct statement *statement, int parameter, double value)
{
    sqlite3_bind_double(handle_of(statement), place_of(statement, parameter), value);
}

void sqlite_bind_text(struct statement *statement, int parameter, struct text value)
{
    sqlite3_bind_text64(handle_of(statement), place_of(statement, parameter), value.at, value.length,
                        SQLITE_STATIC, SQLITE_UTF8);
}

bool sqlite_step(struct statement *statement, bool *row, struct err *err)
{
    sqlite3_stmt *handle = handle_of(statement);
    struct sqlite_db *db = (struct sqlite_db *)statement->db;
    switch (sqlite3_step(handle)) {
    case SQLITE_ROW:
        *row = true;
        return true;
    case SQLITE_DONE:
        statement->changes = sqlite3_stmt_readonly(handle) ? 0 : sqlite3_changes64(db->handle);
        return true;
    default:
        sqlite_failed(db, sqlite3_sql(handle), err);
        sqlite3_reset(handle); /* lets go of its lock */
        return false;
    }
}

void sqlite_reset(struct statement *statement)
{
    sqlite3_reset(handle_of(statement));
    sqlite3_clear_bindings(handle_of(statement));
}

bool sqlite_is_null(struct statement *statement, int column)
{
    return sqlite3_column_type(handle_of(statement), column) == SQLITE_NULL;
}

int64_t sqlite_column_int(struct statement *statement, int column)
{
    return sqlite3_column_int64(handle_of(statement), column);
}

double sqlite_column_real(struct statement *statement, int column)
{
    return sqlite3_column_double(handle_of(statement), column);
}

struct text sqlite_column_text(struct statement *statement, int column)
{
    sqlite3_stmt *handle = handle_of(statement);
    const char *at = (const char *)sqlite3_column_text(handle, column);
    return at == NULL ? text_of("") : (struct text){at, (size_t)sqlite3_column_bytes(handle, column)};
}
