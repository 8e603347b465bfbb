#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "casework/design_work.h"
#include "store/sql.h"
#include "base/banned.h"

static const struct programme_part_row parts[PART_end] = {
#define PART(part, of, below, field, ...)                                                                    \
    [PART_##part] = {.name = #part, .record = R_##of, .under = PART_##below, .by = field, __VA_ARGS__},
#define CARRIED(...)
#include "casework/programme_parts.def"
#undef PART
#undef CARRIED
};

static const struct carried_row carried_rows[] = {
#define PART(...)
#define CARRIED(of, ...) {.record = R_##of, __VA_ARGS__},
#include "casework/programme_parts.def"
#undef PART
#undef CARRIED
};

const struct programme_part_row *programme_part(enum programme_part id)
{
    assert(id > PART_none && id < PART_end);
    return &parts[id];
}

static bool is_listed(const enum field_id *list, enum field_id field)
{
    for (; *list != F_none; list++)
        if (*list == field)
            return true;
    return false;
}

bool part_fixes(const struct programme_part_row *part, const struct field *field)
{
    return !field->stamped && field->id != part->by && (part->whole || is_listed(part->fixed, field->id));
}

const struct carried_row *carried_row(enum record_id record)
{
    for (size_t i = 0; i < sizeof carried_rows / sizeof *carried_rows; i++)
        if (carried_rows[i].record == record)
            return &carried_rows[i];
    return NULL;
}

bool carries_field(const struct carried_row *carried, const struct field *field)
{
    if (field->stamped || (field->kind == KIND_REF && !carried_row(field->to)))
        return false;
    return carried->whole || field->required;
}

const struct field *rank_field(const struct record *record)
{
    const struct field *rank = record_field_named(record, text_of("rank"));
    return rank && rank->required && rank->kind == KIND_INTEGER ? rank : NULL;
}

bool row_has_field(const struct design_row *row, const struct field *field)
{
    if (row->part == PART_none)
        return carries_field(carried_row(row->record->id), field);
    return !field->stamped && field->id != programme_part(row->part)->by;
}

size_t field_place(const struct field *field)
{
    size_t count;
    return (size_t)(field - record_fields(dict_record(field->record), &count));
}

struct value design_value(const struct design_row *row, enum field_id field)
{
    assert(dict_field(field)->record == row->record->id);
    return row->values[field_place(dict_field(field))];
}

struct text design_text(const struct design_row *row, enum field_id field)
{
    const struct value value = design_value(row, field);
    return value.type == VALUE_text ? value.text : text_of("");
}

struct design_row *design_row_new(struct arena *arena, enum programme_part part, const struct record *record)
{
    struct design_row *row = ARENA_NEW(arena, struct design_row);
    size_t count;
    record_fields(record, &count);
    row->part = part;
    row->record = record;
    row->values = ARENA_ARRAY(arena, struct value, count);
    return row;
}

void design_hang(struct design_row **first, struct design_row *row)
{
    while (*first)
        first = &(*first)->next;
    *first = row;
}

/* ---- keys ---- */

static void print_key(struct str *out, const struct design_row *row, bool whole, char between)
{
    const size_t count = record_key_count(row->record);
    const size_t start = out->length;
    for (size_t i = 0; i < count; i++) {
        const struct field *field = dict_field(row->record->key[i]);
        if (!whole && count > 1 && row->part != PART_none && field->id == programme_part(row->part)->by)
            continue;
        if (out->length > start)
            str_add_char(out, between);
        value_print(out, field, design_value(row, field->id));
    }
}

static const char *key_words(struct arena *arena, const struct design_row *row, bool whole, char between)
{
    struct str out;
    str_init(&out);
    print_key(&out, row, whole, between);
    return str_into(&out, arena);
}

const char *design_key(struct arena *arena, const struct design_row *row)
{
    return key_words(arena, row, false, ' ');
}

const char *design_whole_key(struct arena *arena, const struct design_row *row)
{
    return key_words(arena, row, true, '\t');
}

const char *design_row_words(struct arena *arena, const struct design_row *row)
{
    return arena_format(arena, "%s %s", row->record->name, key_words(arena, row, true, ' '));
}

int design_row_order(struct arena *arena, const struct design_row *a, const struct design_row *b)
{
    const struct field *rank = rank_field(a->record);
    if (rank && a->record == b->record) {
        const int64_t x = design_value(a, rank->id).number, y = design_value(b, rank->id).number;
        if (x != y)
            return x < y ? -1 : 1;
    }
    return strcmp(design_whole_key(arena, a), design_whole_key(arena, b));
}

/* ---- all rows ---- */

static size_t count_rows(const struct design_row *row)
{
    size_t count = 0;
    for (; row; row = row->next)
        count += 1 + count_rows(row->below);
    return count;
}

static void collect_rows(struct design_row *row, struct design_row **out, size_t *count)
{
    for (; row; row = row->next) {
        out[(*count)++] = row;
        collect_rows(row->below, out, count);
    }
}

/* The dictionary's order has what is pointed at first; within a type the order stays. */
static void sort_by_record(struct design_row **rows, struct design_row **room, size_t count)
{
    size_t done = 0;
    for (int r = R_none + 1; r < R_end; r++)
        for (size_t i = 0; i < count; i++)
            if (rows[i]->record->id == (enum record_id)r)
                room[done++] = rows[i];
    assert(done == count);
}

struct design_row **design_rows(struct arena *arena, const struct design *design, bool carried, size_t *count)
{
    const size_t all = count_rows(design->programme) + (carried ? count_rows(design->carried) : 0);
    struct design_row **rows = ARENA_ARRAY(arena, struct design_row *, all + 1);
    struct design_row **sorted = ARENA_ARRAY(arena, struct design_row *, all + 1);
    *count = 0;
    collect_rows(design->programme, rows, count);
    if (carried)
        collect_rows(design->carried, rows, count);
    sort_by_record(rows, sorted, all);
    return sorted;
}

static const struct design_row *find_among(struct arena *arena, const struct design_row *rows,
                                           const struct record *record, const char *key)
{
    for (; rows; rows = rows->next) {
        if (rows->record == record && strcmp(design_whole_key(arena, rows), key) == 0)
            return rows;
        const struct design_row *found = find_among(arena, rows->below, record, key);
        if (found)
            return found;
    }
    return NULL;
}

const struct design_row *design_find(struct arena *arena, const struct design *design,
                                     const struct design_row *row)
{
    return find_among(arena, design->programme, row->record, design_whole_key(arena, row));
}

bool design_row_same(const struct design_row *a, const struct design_row *b)
{
    size_t count;
    const struct field *fields = record_fields(a->record, &count);
    for (size_t i = 0; i < count; i++)
        if (row_has_field(a, &fields[i]) && !value_equal(a->values[i], b->values[i]))
            return false;
    return true;
}

/* ---- reading from the store ---- */

static struct value kept(struct arena *arena, struct value value)
{
    if (value.type == VALUE_text)
        value.text.at = arena_text(arena, value.text.at, value.text.length);
    return value;
}

/* `condition` has one parameter. In the order of their numbers, else in that in which they were written. */
static void sql_rows(struct str *sql, const struct record *record, const char *condition)
{
    size_t count;
    const struct field *fields = record_fields(record, &count);
    str_add(sql, "SELECT s.id, s.recorded_at");
    for (size_t i = 0; i < count; i++) {
        str_add(sql, ", ");
        if (fields[i].kind == KIND_REF)
            sql_key_of(sql, &fields[i], "s");
        else
            str_addf(sql, "s.%s", fields[i].name);
    }
    str_addf(sql, " FROM %s s WHERE %s ORDER BY %s", record->name, condition,
             rank_field(record) ? "s.rank, s.id" : "s.id");
}

static bool read_rows(struct arena *arena, const struct store *store, enum programme_part part,
                      const struct record *record, const char *condition, struct value parameter,
                      struct design_row **first, struct err *err)
{
    struct statement *find = NULL;
    struct str sql;
    bool row = true;
    size_t count;
    const struct field *fields = record_fields(record, &count);
    str_init(&sql);
    sql_rows(&sql, record, condition);
    bool good = db_prepare(store->db, &find, sql.at, err);
    str_clear(&sql);
    if (good)
        statement_bind_value(find, 0, parameter);
    struct design_row **last = first;
    while (*last)
        last = &(*last)->next;
    while (good && (good = statement_step(find, &row, err)) && row) {
        struct design_row *read = design_row_new(arena, part, record);
        read->id = statement_int(find, 0);
        read->recorded_at = statement_int(find, 1);
        for (size_t i = 0; i < count; i++)
            if (!fields[i].stamped)
                read->values[i] = kept(arena, statement_value(find, (int)i + 2, &fields[i]));
        *last = read;
        last = &read->next;
    }
    statement_close(find);
    return good;
}

/* Everything that hangs under a row, part by part. */
static bool read_below(struct arena *arena, const struct store *store, struct design_row *row,
                       struct err *err)
{
    bool good = true;
    for (int p = PART_none + 1; good && p < PART_end; p++) {
        const struct programme_part_row *part = &parts[p];
        if (part->under != row->part)
            continue;
        good = read_rows(arena, store, (enum programme_part)p, dict_record(part->record),
                         arena_format(arena, "s.%s = $1", dict_field(part->by)->name), value_number(row->id),
                         &row->below, err);
    }
    for (struct design_row *below = row->below; good && below; below = below->next)
        good = read_below(arena, store, below, err);
    return good;
}

static bool unknown_programme(const struct store *store, struct text code, struct err *err)
{
    struct statement *find = NULL;
    struct nearest nearest;
    struct arena names;
    bool row = true;
    arena_init(&names);
    nearest_init(&nearest, code);
    bool good = db_prepare(store->db, &find, "SELECT code FROM programme ORDER BY code", err);
    while (good && (good = statement_step(find, &row, err)) && row) {
        const struct text name = statement_text(find, 0);
        nearest_offer(&nearest, arena_text(&names, name.at, name.length));
    }
    statement_close(find);
    if (good)
        err_set(err, ERR_absent,
                "there is no programme \"" TEXT_FORMAT "\" here%s%s%s; mahi programme list shows those there "
                "are",
                TEXT_ARGS(code), nearest.name ? "; did you mean \"" : "", nearest.name ? nearest.name : "",
                nearest.name ? "\"?" : "");
    arena_clear(&names);
    return false;
}

/* ---- what it points at besides ---- */

static bool points_inside(struct arena *arena, const struct design *design, const struct field *field,
                          struct text key)
{
    struct design_row *probe = design_row_new(arena, PART_none, dict_record(field->to));
    if (record_key_count(probe->record) != 1)
        return false;
    probe->values[field_place(dict_field(probe->record->key[0]))] = value_text(key);
    return design_find(arena, design, probe) ||
           find_among(arena, design->carried, probe->record, design_whole_key(arena, probe));
}

static bool carry_from(struct arena *arena, const struct store *store, struct design *design,
                       const struct design_row *row, struct err *err)
{
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        const struct field *field = &fields[i];
        if (field->kind != KIND_REF || !row_has_field(row, field) || row->values[i].type != VALUE_text ||
            !carried_row(field->to) || points_inside(arena, design, field, row->values[i].text))
            continue;
        const struct record *to = dict_record(field->to);
        struct design_row *read = NULL;
        good = read_rows(arena, store, PART_none, to,
                         arena_format(arena, "s.%s = $1", dict_field(to->key[0])->name), row->values[i],
                         &read, err);
        if (!good || !read)
            continue;
        design_hang(&design->carried, read);
        good = carry_from(arena, store, design, read, err);
    }
    return good;
}

static void sort_carried(struct arena *arena, struct design *design)
{
    struct design_row *sorted = NULL;
    while (design->carried) {
        struct design_row *row = design->carried, **at = &sorted;
        design->carried = row->next;
        while (*at && ((*at)->record->id < row->record->id ||
                       ((*at)->record == row->record && design_row_order(arena, *at, row) < 0)))
            at = &(*at)->next;
        row->next = *at;
        *at = row;
    }
    design->carried = sorted;
}

bool design_read(struct arena *arena, const struct store *store, struct text code, struct design *out,
                 struct err *err)
{
    size_t count;
    *out = (struct design){0};
    if (!read_rows(arena, store, PART_programme, dict_record(R_programme), "s.code = $1", value_text(code),
                   &out->programme, err))
        return false;
    if (!out->programme)
        return unknown_programme(store, code, err);
    if (!read_below(arena, store, out->programme, err))
        return false;
    struct design_row **rows = design_rows(arena, out, false, &count);
    for (size_t i = 0; i < count; i++)
        if (!carry_from(arena, store, out, rows[i], err))
            return false;
    sort_carried(arena, out);
    return true;
}
