#include "casework/fetch.h"

#include "base/date.h"
#include "base/banned.h"

bool fetch_open(struct fetch *fetch, struct arena *arena, const struct store *store, const char *sql,
                const int64_t *numbers, size_t count, struct err *err)
{
    *fetch = (struct fetch){.arena = arena};
    if (!db_prepare(store->db, &fetch->statement, sql, err))
        return false;
    for (size_t i = 0; i < count; i++)
        statement_bind_int(fetch->statement, (int)i, numbers[i]);
    return true;
}

void fetch_bind(struct fetch *fetch, int parameter, struct text text)
{
    statement_bind_text(fetch->statement, parameter, text);
}

bool fetch_next(struct fetch *fetch, bool *there, struct err *err)
{
    return statement_step(fetch->statement, there, err);
}

void fetch_close(struct fetch *fetch)
{
    statement_close(fetch->statement);
    fetch->statement = NULL;
}

const char *fetch_text(const struct fetch *fetch, int column)
{
    return statement_copied(fetch->arena, fetch->statement, column);
}

bool fetch_is_null(const struct fetch *fetch, int column)
{
    return statement_is_null(fetch->statement, column);
}

int64_t fetch_int(const struct fetch *fetch, int column, int64_t if_null)
{
    return fetch_is_null(fetch, column) ? if_null : statement_int(fetch->statement, column);
}

double fetch_real(const struct fetch *fetch, int column, double if_null)
{
    return fetch_is_null(fetch, column) ? if_null : statement_real(fetch->statement, column);
}

const char *statement_copied(struct arena *arena, struct statement *row, int column)
{
    const struct text text = statement_text(row, column);
    return arena_text(arena, text.at, text.length);
}

int32_t statement_day(struct statement *row, int column)
{
    return statement_is_null(row, column) ? DATE_MIN : (int32_t)statement_int(row, column);
}

bool fetch_number(const struct store *store, const char *sql, const int64_t *numbers, size_t count,
                  int64_t if_none, int64_t *out, struct err *err)
{
    struct fetch fetch;
    bool there = false;
    bool good = fetch_open(&fetch, NULL, store, sql, numbers, count, err) && fetch_next(&fetch, &there, err);
    *out = good && there ? fetch_int(&fetch, 0, if_none) : if_none;
    fetch_close(&fetch);
    return good;
}

bool fetch_lock(struct arena *arena, const struct store *store, enum record_id record, int64_t id,
                struct err *err)
{
    int64_t there;
    const char *lock = db_for_update(store->db);
    return lock[0] == '\0' || /* only one writes at a time */
           fetch_number(
               store,
               arena_format(arena, "SELECT id FROM %s WHERE id = $1%s", dict_record(record)->name, lock), &id,
               1, 0, &there, err);
}
