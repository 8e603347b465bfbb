#include "store/sql.h"

#include <assert.h>
#include <string.h>

#include "store/schema.h"
#include "base/banned.h"

static void sql_name(struct str *sql, const struct field *field, const char *alias)
{
    str_addf(sql, "%s%s%s", alias, alias[0] ? "." : "", field->name);
}

void sql_columns(struct str *sql, const struct field *const *fields, size_t count, const char *alias)
{
    for (size_t i = 0; i < count; i++) {
        str_add(sql, i == 0 ? "" : ", ");
        sql_name(sql, fields[i], alias);
    }
}

void sql_same_key(struct str *sql, const struct record *record, const char *a, const char *b)
{
    for (size_t i = 0; i < record_key_count(record); i++) {
        const char *name = dict_field(record->key[i])->name;
        str_addf(sql, "%s%s.%s = %s.%s", i == 0 ? "" : " AND ", a, name, b, name);
    }
}

static const char *target_key(const struct field *field)
{
    return dict_field(dict_record(field->to)->key[0])->name;
}

void sql_resolve(struct str *sql, const struct field *field, const char *alias)
{
    str_addf(sql, "(SELECT r.id FROM %s r WHERE r.%s = ", dict_record(field->to)->name, target_key(field));
    sql_name(sql, field, alias);
    str_add(sql, ")");
}

void sql_key_of(struct str *sql, const struct field *field, const char *alias)
{
    str_addf(sql, "(SELECT r.%s FROM %s r WHERE r.id = ", target_key(field), dict_record(field->to)->name);
    sql_name(sql, field, alias);
    str_add(sql, ")");
}

void sql_top_of(struct str *sql, const struct field *field, const char *alias)
{
    const char *record = dict_record(field->to)->name, *key = target_key(field);
    str_addf(
        sql,
        "(SELECT CASE WHEN r.part_of IS NULL THEN r.%s ELSE (WITH RECURSIVE above (id, steps) AS (SELECT "
        "r.part_of, 1 UNION ALL SELECT g.part_of, a.steps + 1 FROM above a JOIN %s g ON g.id = a.id WHERE "
        "g.part_of IS NOT NULL AND a.steps < 100) SELECT g.%s FROM above a JOIN %s g ON g.id = a.id ORDER BY "
        "a.steps DESC LIMIT 1) END FROM %s r WHERE r.id = ",
        key, record, key, record, record);
    sql_name(sql, field, alias);
    str_add(sql, ")");
}

void sql_staged(struct str *sql, const struct field *field, const char *alias)
{
    if (field->kind == KIND_REF)
        sql_resolve(sql, field, alias);
    else
        sql_name(sql, field, alias);
}

void sql_differs(struct str *sql, const struct field *const *fields, size_t count, const char *a,
                 const char *b)
{
    for (size_t i = 0; i < count; i++)
        str_addf(sql, "%s%s.%s IS DISTINCT FROM %s.%s", i == 0 ? "" : " OR ", a, fields[i]->name, b,
                 fields[i]->name);
    if (count == 0)
        str_add(sql, "1 = 0");
}

void sql_chosen(struct str *sql, const struct record *record)
{
    str_addf(sql, " AND s.%s IN (SELECT client FROM asked)", record->client == F_none ? "id" : "client");
}

void sql_into_history(struct str *sql, const struct record *record, const char *from_where, const char *when,
                      int by)
{
    const struct field *columns[RECORD_FIELDS_MAX];
    size_t count = schema_columns(record, DICT_VERSION, columns);
    str_addf(sql, "INSERT INTO %s_history (id, superseded_at, superseded_by, ", record->name);
    sql_columns(sql, columns, count, "");
    str_addf(sql, ") SELECT t.id, %s, CAST($%d AS bigint), ", when, by);
    sql_columns(sql, columns, count, "t");
    str_addf(sql, " FROM %s", from_where);
}

static int number_of_code(struct text list, struct text code)
{
    const struct coded_row *row = NULL;
    for (int i = LIST_none + 1; i < LIST_end; i++)
        if (text_is(list, dict_list((enum list_id)i)->name))
            row = list_coded((enum list_id)i, code);
    assert(row);
    return row->number;
}

void sql_add_coded(struct str *sql, const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    while (*text) {
        const size_t plain = strcspn(text, "@");
        str_add_bytes(sql, text, plain);
        text += plain;
        if (!*text)
            break;
        if (text[1] < 'a' || text[1] > 'z') {
            str_add_char(sql, *text++);
            continue;
        }
        const struct text list = {text + 1, strspn(text + 1, letters)};
        const char *dot = list.at + list.length;
        assert(*dot == '.');
        const struct text code = {dot + 1, strspn(dot + 1, letters)};
        str_add_int(sql, number_of_code(list, code));
        text = code.at + code.length;
    }
}

static struct value value_held(struct statement *statement, int column, enum held_as held)
{
    if (statement_is_null(statement, column))
        return (struct value){.type = VALUE_absent};
    switch (held) {
    case HELD_number:
        return value_number(statement_int(statement, column));
    case HELD_real:
        return value_real(statement_real(statement, column));
    case HELD_text:
        break;
    }
    return value_text(statement_text(statement, column));
}

struct value statement_value(struct statement *statement, int column, const struct field *field)
{
    return value_held(statement, column,
                      field->kind == KIND_REF ? HELD_text : dict_kind(field->kind)->held_as);
}

struct value statement_stored(struct statement *statement, int column, const struct field *field)
{
    return value_held(statement, column, dict_kind(field->kind)->held_as);
}

void statement_bind_value(struct statement *statement, int parameter, struct value value)
{
    switch (value.type) {
    case VALUE_absent:
        statement_bind_null(statement, parameter);
        break;
    case VALUE_number:
        statement_bind_int(statement, parameter, value.number);
        break;
    case VALUE_real:
        statement_bind_real(statement, parameter, value.real);
        break;
    case VALUE_text:
        statement_bind_text(statement, parameter, value.text);
        break;
    }
}
