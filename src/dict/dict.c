#include "dict/dict.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/banned.h"

static const struct kind_info kinds[] = {
#define KIND(name, held, sqlite, postgres, codec, typed, doc)                                                \
    {#name, HELD_##held, sqlite, postgres, typed, doc},
#include "kinds.def"
#undef KIND
};

static const struct list lists[] = {
    {.name = "none", .label = "", .doc = ""},
#define LIST(name_, label_, ...) {.name = #name_, .label = label_, .doc = __VA_ARGS__},
#define CODED(...)
#include "choices.def"
#undef LIST
#undef CODED
};

static const struct coded_row coded_rows[] = {
#define LIST(...)
#define CODED(list, code, number, label, meaning) {LIST_##list, number, #code, label, meaning},
#include "choices.def"
#undef LIST
#undef CODED
};

/* How many rows each list has, and from that where they begin. */
enum list_count {
    ROWS_none = 0
#define LIST(name, ...) , ROWS_##name = 0
#define CODED(...) +1
#include "choices.def"
#undef LIST
#undef CODED
};

enum list_start {
    BEGIN_none = -1,
#define LIST(name, ...) BEGIN_##name, END_##name = BEGIN_##name + ROWS_##name - 1,
#define CODED(...)
#include "choices.def"
#undef LIST
#undef CODED
};

static const struct {
    short start, count;
} list_extents[] = {
    {0, 0},
#define LIST(name, ...) {BEGIN_##name, ROWS_##name},
#define CODED(...)
#include "choices.def"
#undef LIST
#undef CODED
};

static const struct record records[] = {
    {0},
#define RECORD(name_, shape_, label_, ...)                                                                   \
    {.id = R_##name_,                                                                                        \
     .name = #name_,                                                                                         \
     .shape = SHAPE_KIND_##shape_,                                                                           \
     IDS_##shape_(name_).label = label_,                                                                     \
     .doc = __VA_ARGS__},
#define FIELD(...)
#include "all.def"
#undef RECORD
#undef FIELD
};

static const struct field fields[] = {
    {0},
#define RECORD(name, shape, ...) SHAPE_##shape(name)
#define FIELD(record_, name_, kind_, label_, ...)                                                            \
    {.id = F_##record_##_##name_,                                                                            \
     .record = R_##record_,                                                                                  \
     .name = #name_,                                                                                         \
     .kind = KIND_##kind_,                                                                                   \
     .label = label_,                                                                                        \
     .doc = __VA_ARGS__},
#include "all.def"
#undef RECORD
#undef FIELD
};

/* How many fields each record has, and from that where its fields begin. */
enum field_count {
    COUNT_none = 0
#define RECORD(name, shape, ...) , COUNT_##name = 0 SHAPE_##shape(name)
#define FIELD(...) +1
#include "all.def"
#undef RECORD
#undef FIELD
};

enum field_start {
    START_none = 0,
#define RECORD(name, ...) START_##name, STOP_##name = START_##name + COUNT_##name - 1,
#define FIELD(...)
#include "all.def"
#undef RECORD
#undef FIELD
};

static const struct {
    short start, count;
} extents[] = {
    {0, 0},
#define RECORD(name, ...) {START_##name, COUNT_##name},
#define FIELD(...)
#include "all.def"
#undef RECORD
#undef FIELD
};

/* Documentation is compulsory: an empty sentence does not compile. */
#define RECORD(name, shape, label, doc, ...)                                                                 \
    _Static_assert(sizeof(label) > 1 && sizeof(doc) > 10, "a sentence is missing: " #name);
#define FIELD(record, name, kind, label, doc, ...)                                                           \
    _Static_assert(sizeof(label) > 1 && sizeof("" doc) > 5, "a sentence is missing: " #record "." #name);
#include "all.def"
#undef RECORD
#undef FIELD

const struct kind_info *dict_kind(enum kind kind)
{
    return &kinds[kind];
}

const struct record *dict_record(enum record_id id)
{
    assert(id > R_none && id < R_end);
    return &records[id];
}

const struct field *dict_field(enum field_id id)
{
    assert(id > F_none && id < F_end);
    return &fields[id];
}

const struct list *dict_list(enum list_id id)
{
    return &lists[id];
}

const struct record *dict_record_named(struct text name)
{
    for (int i = R_none + 1; i < R_end; i++)
        if (text_is(name, records[i].name))
            return &records[i];
    return NULL;
}

const char *dict_record_nearest(struct text name)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (int i = R_none + 1; i < R_end; i++)
        nearest_offer(&nearest, records[i].name);
    return nearest.name;
}

const struct field *record_fields(const struct record *record, size_t *count)
{
    *count = (size_t)extents[record->id].count;
    return &fields[extents[record->id].start];
}

const struct field *record_field_named(const struct record *record, struct text name)
{
    size_t count;
    const struct field *field = record_fields(record, &count);
    for (; count-- > 0; field++)
        if (text_is(name, field->name))
            return field;
    return NULL;
}

const char *record_field_nearest(const struct record *record, struct text name)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    size_t count;
    const struct field *field = record_fields(record, &count);
    for (; count-- > 0; field++)
        if (!field->stamped)
            nearest_offer(&nearest, field->name);
    return nearest.name;
}

static bool is_shape_head(const struct record *record, const struct field *field)
{
    return field->id == record->client || field->id == record->effective_from ||
           field->id == record->effective_to;
}

size_t record_fields_for_reading(const struct record *record, const struct field **out)
{
    size_t count, n = 0;
    const struct field *all = record_fields(record, &count);
    assert(count <= RECORD_FIELDS_MAX);
    for (int pass = 0; pass < 4; pass++)
        for (size_t i = 0; i < count; i++) {
            int turn = is_shape_head(record, &all[i]) ? 0 : all[i].stamped ? 3 : all[i].provenance ? 2 : 1;
            if (turn == pass)
                out[n++] = &all[i];
        }
    return n;
}

size_t record_key_count(const struct record *record)
{
    size_t n = 0;
    while (n < RECORD_KEY_MAX && record->key[n] != F_none)
        n++;
    return n;
}

bool field_is_key(const struct field *field)
{
    const struct record *record = dict_record(field->record);
    for (size_t i = 0; i < record_key_count(record); i++)
        if (record->key[i] == field->id)
            return true;
    return false;
}

int field_since(const struct field *field)
{
    return field->since ? field->since : dict_record(field->record)->since;
}

const struct coded_row *list_rows(enum list_id id, size_t *count)
{
    *count = (size_t)list_extents[id].count;
    return &coded_rows[list_extents[id].start];
}

const struct coded_row *list_numbered(enum list_id id, int number)
{
    size_t count;
    const struct coded_row *row = list_rows(id, &count);
    for (; count-- > 0; row++)
        if (row->number == number)
            return row;
    return NULL;
}

const struct coded_row *list_coded(enum list_id id, struct text code)
{
    size_t count;
    const struct coded_row *row = list_rows(id, &count);
    for (; count-- > 0; row++)
        if (text_is_ignoring_case(code, row->code))
            return row;
    return NULL;
}

const char *record_plural(const struct record *record, char *buffer, size_t size)
{
    size_t length = strlen(record->label);
    bool already = length > 0 && record->label[length - 1] == 's';
    bool y = length > 1 && record->label[length - 1] == 'y';
    snprintf(buffer, size, "%.*s%s", (int)(y ? length - 1 : length), record->label,
             already ? ""
             : y     ? "ies"
                     : "s");
    return buffer;
}
