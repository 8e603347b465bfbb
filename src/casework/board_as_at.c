#include "casework/board_work.h"

#include <string.h>

#include "base/banned.h"

/* ---- as_at.def ---- */

static const enum field_id plans[] = {
#define PLAN(field) F_##field,
#define BEGINS(field)
#define SAID(field, date)
#include "casework/as_at.def"
#undef PLAN
#undef BEGINS
#undef SAID
};

static const enum field_id begins[] = {
#define PLAN(field)
#define BEGINS(field) F_##field,
#define SAID(field, date)
#include "casework/as_at.def"
#undef PLAN
#undef BEGINS
#undef SAID
};

static const struct {
    enum field_id field, date;
} said[] = {
#define PLAN(field)
#define BEGINS(field)
#define SAID(field, date) {F_##field, F_##date},
#include "casework/as_at.def"
#undef PLAN
#undef BEGINS
#undef SAID
};

static bool is_among(const enum field_id *fields, size_t count, enum field_id field)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i] == field)
            return true;
    return false;
}

/* The date of something that happened. */
static bool is_event(const struct field *field)
{
    return field->kind == KIND_DATE && !is_among(plans, sizeof plans / sizeof *plans, field->id);
}

static bool begins_with(const struct field *field)
{
    return is_event(field) &&
           (field->required || is_among(begins, sizeof begins / sizeof *begins, field->id));
}

/* The date before which the field is not seen; NULL: it always is. */
static const struct field *date_of(const struct field *field)
{
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i].field == field->id)
            return dict_field(said[i].date);
    return is_event(field) && !begins_with(field) ? field : NULL;
}

/* ---- the text ---- */

static bool has_dates(const struct record *record)
{
    size_t count;
    const struct field *fields = record_fields(record, &count);
    for (size_t i = 0; i < count; i++)
        if (begins_with(&fields[i]) || date_of(&fields[i]))
            return true;
    return false;
}

/* "placement_then AS NOT MATERIALIZED (SELECT …)" */
static void add_record(struct str *out, const struct record *record)
{
    size_t count, conditions = 0;
    const struct field *fields = record_fields(record, &count);
    str_addf(out, "%s_then AS NOT MATERIALIZED (SELECT id", record->name);
    for (size_t i = 0; i < count; i++) {
        const struct field *date = date_of(&fields[i]);
        if (date)
            str_addf(out, ", CASE WHEN %s > $today THEN NULL ELSE %s END AS %s", date->name, fields[i].name,
                     fields[i].name);
        else
            str_addf(out, ", %s", fields[i].name);
    }
    str_addf(out, " FROM %s", record->name);
    for (size_t i = 0; i < count; i++)
        if (begins_with(&fields[i]))
            str_addf(out, "%s (%s IS NULL OR %s <= $today)", conditions++ == 0 ? " WHERE" : " AND",
                     fields[i].name, fields[i].name);
    str_add(out, ")");
}

static struct text word_at(const char *at)
{
    return (struct text){at, strspn(at, "abcdefghijklmnopqrstuvwxyz_")};
}

/* The record whose table is read at this place of the SQL: behind FROM or JOIN. */
static const struct record *read_at(const char *sql, const char *at, struct text *name)
{
    const struct record *record;
    if (at - sql < 5 || (strncmp(at - 5, "FROM ", 5) != 0 && strncmp(at - 5, "JOIN ", 5) != 0))
        return NULL;
    *name = word_at(at);
    record = name->length > 0 && at[name->length] != '.' ? dict_record_named(*name) : NULL;
    return record && has_dates(record) ? record : NULL;
}

const char *board_sql_as_at(struct arena *arena, const char *sql)
{
    bool reads[R_end] = {false};
    struct str body, out;
    size_t count = 0;
    str_init(&body);
    str_init(&out);
    for (const char *at = sql; *at;) {
        struct text name;
        const struct record *record = read_at(sql, at, &name);
        if (!record) {
            str_add_char(&body, *at++);
            continue;
        }
        reads[record->id] = true;
        str_addf(&body, "%s_then", record->name);
        at += name.length;
    }
    const char *rest = body.at;
    str_add(&out, strncmp(rest, "WITH RECURSIVE ", 15) == 0 ? "WITH RECURSIVE " : "WITH ");
    for (int r = R_none + 1; r < R_end; r++)
        if (reads[r]) {
            str_add(&out, count++ == 0 ? "" : ", ");
            add_record(&out, dict_record((enum record_id)r));
        }
    if (strncmp(rest, "WITH ", 5) == 0)
        str_addf(&out, "%s%s", count > 0 ? ", " : "",
                 rest + (strncmp(rest, "WITH RECURSIVE ", 15) == 0 ? 15 : 5));
    else if (count > 0)
        str_addf(&out, " %s", rest);
    const char *text = count > 0 ? arena_text(arena, out.at, out.length) : sql;
    str_clear(&out);
    str_clear(&body);
    return text;
}
