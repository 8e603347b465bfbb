#include "store/guard_work.h"

#include "base/date.h"
#include "store/sql.h"
#include "base/banned.h"

/* " IS DISTINCT FROM" over what the guard is about; of a guard about nothing in particular, any new version
 * differs. */
static void sql_changed(struct str *sql, const struct guard *guard)
{
    const struct field *fields[GUARD_ABOUT_MAX + 1];
    size_t count = 0;
    if (guard->at != F_none)
        fields[count++] = dict_field(guard->at);
    for (size_t i = 0; i < GUARD_ABOUT_MAX && guard->about[i] != F_none; i++)
        fields[count++] = dict_field(guard->about[i]);
    if (count > 0)
        sql_differs(sql, fields, count, "h", "r");
    else
        str_add(sql, "1 = 1");
}

/* A reason stands while what the guard is about is what it was when the reason was given: the version that
 * stood then, if it is not the one that stands now, has the same values. */
static void sql_no_override(struct str *sql, const struct guard *guard)
{
    const char *record = dict_record(guard->record)->name;
    str_addf(
        sql,
        " AND NOT EXISTS (SELECT 1 FROM override o WHERE o.guard = '%s' AND o.about = '%s' AND o.row_id = "
        "r.id AND NOT "
        "EXISTS (SELECT 1 FROM %s_history h WHERE h.id = r.id AND h.recorded_at <= o.recorded_at AND "
        "h.superseded_at > o.recorded_at AND (",
        guard->name, record, record);
    sql_changed(sql, guard);
    str_add(sql, ")))");
}

void sql_guard_broken(struct str *sql, const struct guard *guard)
{
    str_add(sql, "(");
    sql_add_coded(sql, guard->condition);
    str_add(sql, ")");
    if (guard->force == GUARD_ASK)
        sql_no_override(sql, guard);
}

void sql_guard_words(struct str *sql, const struct guard *guard)
{
    str_add(sql, "COALESCE(CAST((");
    sql_add_coded(sql, guard->words ? guard->words : "''");
    str_add(sql, ") AS text), '')");
}

/* CROSS JOIN, because SQLite then comes to r first: rows asked for in the order of r.id need no sorting, and
 * the first thousand are found without looking at all others. */
void sql_guard_from(struct str *sql, const struct record *record)
{
    str_addf(sql, " FROM %s r CROSS JOIN (SELECT CAST($1 AS integer) AS today) AS now", record->name);
}

void guard_add_words(struct str *out, const struct guard *guard, struct text found)
{
    int64_t day;
    if (guard->words_are == KIND_DATE && text_to_int(found, &day))
        date_print(out, (int32_t)day);
    else
        str_add_bytes(out, found.at, found.length);
}

static bool open_in_scope(struct store *store, const struct guard *guard, const struct guard_scope *scope,
                          const char *columns, const char *tail, struct statement **out, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "SELECT %s", columns);
    sql_guard_from(&sql, dict_record(guard->record));
    str_addf(&sql, "%s WHERE %s AND ", scope->join, scope->where);
    sql_guard_broken(&sql, guard);
    str_add(&sql, tail);
    const bool good = db_prepare(store->db, out, sql.at, err);
    str_clear(&sql);
    if (good) {
        statement_bind_int(*out, 0, date_today());
        statement_bind_int(*out, 1, scope->number);
    }
    return good;
}

bool guard_count(struct store *store, const struct guard *guard, const struct guard_scope *scope,
                 int64_t *count, struct err *err)
{
    struct statement *ask;
    bool row;
    if (!open_in_scope(store, guard, scope, "count(*)", "", &ask, err))
        return false;
    const bool good = statement_step(ask, &row, err);
    *count = good && row ? statement_int(ask, 0) : 0;
    statement_close(ask);
    return good;
}

bool guard_rows_open(struct guard_rows *rows, struct store *store, const struct guard *guard,
                     const struct guard_scope *scope, const char *column, const char *order, int limit,
                     struct err *err)
{
    struct str columns, tail;
    *rows = (struct guard_rows){.guard = guard};
    str_init(&rows->words);
    str_init(&columns);
    str_init(&tail);
    str_addf(&columns, "r.id, r.recorded_at, %s, ", column);
    sql_guard_words(&columns, guard);
    str_addf(&tail, " ORDER BY %s LIMIT %d", order, limit);
    const bool good = open_in_scope(store, guard, scope, columns.at, tail.at, &rows->statement, err);
    str_clear(&columns);
    str_clear(&tail);
    if (!good)
        guard_rows_close(rows);
    return good;
}

bool guard_rows_next(struct guard_rows *rows, struct guard_row *row, bool *there, struct err *err)
{
    if (!statement_step(rows->statement, there, err))
        return false;
    if (!*there)
        return true;
    str_cut(&rows->words, 0);
    guard_add_words(&rows->words, rows->guard, statement_text(rows->statement, 3));
    *row = (struct guard_row){.id = statement_int(rows->statement, 0),
                              .recorded_at = statement_int(rows->statement, 1),
                              .column = statement_int(rows->statement, 2),
                              .words = str_text(&rows->words)};
    return true;
}

void guard_rows_close(struct guard_rows *rows)
{
    statement_close(rows->statement);
    str_clear(&rows->words);
    rows->statement = NULL;
}
