#include "rule/kind.h"

#include "base/nearest.h"
#include "rule/entry.h"
#include "base/banned.h"

struct type kind_of_field(const struct field *field)
{
    switch (field->kind) {
    case KIND_INTEGER:
    case KIND_REAL:
        return kind_is(TYPE_number);
    case KIND_BOOL:
        return kind_is(TYPE_boolean);
    case KIND_DATE:
        return kind_is(TYPE_date);
    case KIND_INSTANT:
        return kind_is(TYPE_date_time);
    case KIND_CHOICE:
        return (struct type){.id = TYPE_choice, .list = field->of};
    case KIND_TEXT:
    case KIND_NOTE:
    case KIND_CODE:
    case KIND_REF:
    case KIND_COUNTRY:
    case KIND_LANGUAGE:
    case KIND_end:
        break;
    }
    return kind_is(TYPE_string);
}

static struct type kind_of_value(const struct fact *fact)
{
    switch (fact->what) {
    case WHAT_field:
        return kind_of_field(dict_field(fact->field));
    case WHAT_exists:
        return kind_is(TYPE_boolean);
    case WHAT_weeks:
    case WHAT_years:
    case WHAT_age:
        return kind_is(TYPE_number);
    case WHAT_list:
        return (struct type){.id = TYPE_list, .record = pick_of(fact->pick)->record};
    case WHAT_key:
    case WHAT_top:
        break;
    }
    return kind_is(TYPE_string);
}

struct type kind_of_fact(enum fact_id fact, enum aspect aspect)
{
    switch (aspect) {
    case ASPECT_value:
        return kind_of_value(fact_of(fact));
    case ASPECT_verified:
        return kind_is(TYPE_boolean);
    case ASPECT_since:
    case ASPECT_recorded_on:
        return kind_is(TYPE_date);
    case ASPECT_method:
        return (struct type){.id = TYPE_choice, .list = LIST_method};
    case ASPECT_source:
        return (struct type){.id = TYPE_choice, .list = LIST_source};
    case ASPECT_recorded_by:
    case ASPECT_end:
        break;
    }
    return kind_is(TYPE_string);
}

bool kind_of_entry(enum record_id record, struct text name, const struct field **field, struct type *out)
{
    *field = entry_named(record, name);
    if (*field && (*field)->privacy != PRIVACY_restricted) {
        *out = kind_of_field(*field);
        return true;
    }
    *field = NULL;
    *out = kind_is(TYPE_number);
    return dict_record(record)->effective_to != F_none && text_is(name, "days");
}

const char *kind_nearest_entry(enum record_id record, struct text name)
{
    struct nearest nearest;
    size_t count;
    const struct field *fields = record_fields(dict_record(record), &count);
    nearest_init(&nearest, name);
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, fields[i].name);
    return nearest.name;
}

struct type kind_of_datum(struct datum datum)
{
    static const enum type_id ids[] = {
        [DATUM_null] = TYPE_null,           [DATUM_boolean] = TYPE_boolean, [DATUM_number] = TYPE_number,
        [DATUM_string] = TYPE_string,       [DATUM_date] = TYPE_date,       [DATUM_time] = TYPE_time,
        [DATUM_date_time] = TYPE_date_time, [DATUM_days] = TYPE_days,       [DATUM_months] = TYPE_months,
        [DATUM_list] = TYPE_list,           [DATUM_context] = TYPE_context, [DATUM_range] = TYPE_range,
    };
    return kind_is(ids[datum.type]);
}

struct type kind_of_member(struct type list)
{
    if (list.id == TYPE_list && list.record != R_none)
        return (struct type){.id = TYPE_context, .record = list.record};
    return list.element ? *list.element : kind_is(TYPE_any);
}

static bool is_open(struct type type)
{
    return type.id == TYPE_any || type.id == TYPE_null;
}

bool kinds_meet(struct type a, struct type b)
{
    if (is_open(a) || is_open(b))
        return true;
    return a.id == b.id && (a.id != TYPE_choice || a.list == b.list);
}

bool kind_is_ordered(struct type a)
{
    switch (a.id) {
    case TYPE_any:
    case TYPE_null:
    case TYPE_number:
    case TYPE_string:
    case TYPE_date:
    case TYPE_time:
    case TYPE_date_time:
    case TYPE_days:
    case TYPE_months:
        return true;
    case TYPE_choice:
        return dict_list(a.list)->ordered;
    case TYPE_boolean:
    case TYPE_list:
    case TYPE_context:
    case TYPE_range:
        break;
    }
    return false;
}

struct type kind_join(struct type a, struct type b)
{
    if (a.id == TYPE_null)
        return b;
    if (b.id == TYPE_null)
        return a;
    return a.id == b.id && a.list == b.list && a.record == b.record ? a : kind_is(TYPE_any);
}

void kind_words(struct str *out, struct type type)
{
    static const char *const words[] = {
        [TYPE_any] = "a value",
        [TYPE_null] = "null",
        [TYPE_boolean] = "yes or no",
        [TYPE_number] = "a number",
        [TYPE_string] = "a text",
        [TYPE_date] = "a date",
        [TYPE_time] = "a time",
        [TYPE_date_time] = "a date and time",
        [TYPE_days] = "a duration in days and time",
        [TYPE_months] = "a duration in years and months",
        [TYPE_list] = "a list",
        [TYPE_context] = "a context",
        [TYPE_range] = "a range",
    };
    if (type.id == TYPE_choice)
        str_addf(out, "a code of the list \"%s\"", dict_list(type.list)->label);
    else
        str_add(out, words[type.id]);
}
