#include "store/form.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/sql.h"
#include "base/banned.h"

static size_t place_of(const struct form *form, enum field_id id)
{
    const struct field *field = dict_field(id);
    assert(field->record == form->record->id);
    return (size_t)(field - form->fields);
}

void form_new(struct form *form, struct arena *arena, const struct record *record)
{
    *form = (struct form){.arena = arena, .record = record};
    form->fields = record_fields(record, &form->count);
}

/* ---- what stands ---- */

static struct value kept(const struct form *form, struct value value)
{
    if (value.type == VALUE_text)
        value.text.at = arena_text(form->arena, value.text.at, value.text.length);
    return value;
}

static void read_row(struct form *form, const struct store *store, struct statement *row)
{
    form->id = statement_int(row, 0);
    form->recorded_at = statement_int(row, 1 + (int)place_of(form, form->record->recorded_at));
    for (size_t i = 0; i < form->count; i++) {
        form->before[i] = (struct value){.type = VALUE_absent};
        if (!form->fields[i].stamped && store_may_see_field(store, &form->fields[i]))
            form->before[i] = kept(form, statement_stored(row, (int)i + 1, &form->fields[i]));
        if (!form->given[i])
            form->values[i] = form->before[i];
    }
}

/* `where` has a parameter for each of `values`. */
static bool read_one(struct form *form, struct store *store, const char *where, const struct value *values,
                     size_t count, bool *there, struct err *err)
{
    const struct field *columns[RECORD_FIELDS_MAX];
    struct statement *find;
    struct str sql;
    if (!store_check_may_see(store, form->record, err))
        return false;
    for (size_t i = 0; i < form->count; i++)
        columns[i] = &form->fields[i];
    str_init(&sql);
    str_add(&sql, "SELECT t.id, ");
    sql_columns(&sql, columns, form->count, "t");
    str_addf(&sql, " FROM %s t WHERE %s", form->record->name, where);
    bool good = db_prepare(store->db, &find, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    for (size_t i = 0; i < count; i++)
        statement_bind_value(find, (int)i, values[i]);
    good = statement_step(find, there, err);
    if (good && *there)
        read_row(form, store, find);
    statement_close(find);
    return good;
}

bool form_load(struct form *form, struct arena *arena, struct store *store, const struct record *record,
               int64_t id, struct err *err)
{
    const struct value value = value_number(id);
    bool there;
    form_new(form, arena, record);
    if (!read_one(form, store, "t.id = $1", &value, 1, &there, err))
        return false;
    return there ||
           err_set(err, ERR_absent,
                   "there is no %s of id %" PRId64 " here any more; it may have been withdrawn already",
                   record->name, id);
}

/* A part of the key that is a reference is given as an id, or as the other record's own key. */
static void add_key_part(struct str *where, const struct field *field, struct value *value, size_t parameter)
{
    str_addf(where, "%st.%s = ", parameter == 1 ? "" : " AND ", field->name);
    if (field->kind == KIND_REF && value->type == VALUE_text) {
        const struct record *to = dict_record(field->to);
        const struct field *key = dict_field(to->key[0]);
        struct err ignored = {0};
        str_addf(where, "(SELECT k.id FROM %s k WHERE k.%s = $%zu)", to->name, key->name, parameter);
        if (dict_kind(key->kind)->held_as != HELD_text && !value_parse(key, value->text, value, &ignored))
            *value = (struct value){.type = VALUE_absent};
    } else {
        str_addf(where, "$%zu", parameter);
    }
}

bool form_find(struct form *form, struct store *store, bool *there, struct err *err)
{
    struct value key[RECORD_KEY_MAX];
    struct str where;
    const size_t count = record_key_count(form->record);
    *there = false;
    assert(form->id == 0);
    for (size_t i = 0; i < count; i++) {
        key[i] = form_get(form, form->record->key[i]);
        if (key[i].type == VALUE_absent)
            return true;
    }
    str_init(&where);
    for (size_t i = 0; i < count; i++)
        add_key_part(&where, dict_field(form->record->key[i]), &key[i], i + 1);
    const bool good = read_one(form, store, where.at, key, count, there, err);
    str_clear(&where);
    return good;
}

/* ---- one field ---- */

void form_value(struct form *form, enum field_id field, struct value value)
{
    const size_t at = place_of(form, field);
    assert(!form->fields[at].stamped);
    form->values[at] = kept(form, value);
    form->given[at] = true;
}

static void set_of_kind(struct form *form, enum field_id field, enum kind kind, struct value value)
{
    assert(dict_field(field)->kind == kind);
    form_value(form, field, value);
}

void form_text(struct form *form, enum field_id field, struct text text)
{
    assert(dict_kind(dict_field(field)->kind)->held_as == HELD_text);
    form_value(form, field, text.length > 0 ? value_text(text) : (struct value){.type = VALUE_absent});
}

void form_words(struct form *form, enum field_id field, const char *words)
{
    form_text(form, field, text_of(words ? words : ""));
}

void form_int(struct form *form, enum field_id field, int64_t number)
{
    set_of_kind(form, field, KIND_INTEGER, value_number(number));
}

void form_real(struct form *form, enum field_id field, double real)
{
    set_of_kind(form, field, KIND_REAL, value_real(real));
}

void form_day(struct form *form, enum field_id field, int32_t day)
{
    set_of_kind(form, field, KIND_DATE, value_number(day));
}

void form_bool(struct form *form, enum field_id field, bool yes)
{
    set_of_kind(form, field, KIND_BOOL, value_number(yes));
}

void form_choice(struct form *form, enum field_id field, int number)
{
    set_of_kind(form, field, KIND_CHOICE, value_number(number));
}

void form_ref(struct form *form, enum field_id field, int64_t id)
{
    set_of_kind(form, field, KIND_REF, value_number(id));
}

void form_key(struct form *form, enum field_id field, struct text key)
{
    set_of_kind(form, field, KIND_REF,
                key.length > 0 ? value_text(key) : (struct value){.type = VALUE_absent});
}

void form_clear(struct form *form, enum field_id field)
{
    form_value(form, field, (struct value){.type = VALUE_absent});
}

/* An empty text is absent even where something is needed: saving says so, of all the fields at once. */
bool form_typed(struct form *form, enum field_id field, struct text typed, struct err *err)
{
    struct value value = {.type = VALUE_absent};
    if (text_trim(typed).length > 0 && !value_parse(dict_field(field), typed, &value, err)) {
        err_at(err, "%s", dict_field(field)->name);
        return false;
    }
    form_value(form, field, value);
    return true;
}

bool form_has(const struct form *form, enum field_id field)
{
    return form_get(form, field).type != VALUE_absent;
}

struct value form_get(const struct form *form, enum field_id field)
{
    return form->values[place_of(form, field)];
}

int64_t form_number(const struct form *form, enum field_id field)
{
    const struct value value = form_get(form, field);
    assert(value.type == VALUE_number);
    return value.number;
}

struct text form_get_text(const struct form *form, enum field_id field)
{
    const struct value value = form_get(form, field);
    return value.type == VALUE_text ? value.text : text_of("");
}

static bool find_key(struct store *store, const struct field *field, int64_t id, struct str *out,
                     struct err *err)
{
    const struct record *to = dict_record(field->to);
    const struct field *key = dict_field(to->key[0]);
    struct statement *find;
    char sql[160];
    bool row;
    snprintf(sql, sizeof sql, "SELECT k.%s FROM %s k WHERE k.id = $1", key->name, to->name);
    if (!db_prepare(store->db, &find, sql, err))
        return false;
    statement_bind_int(find, 0, id);
    const bool good = statement_step(find, &row, err);
    if (good && row)
        value_print(out, key, statement_value(find, 0, key));
    statement_close(find);
    return good;
}

bool form_print(const struct form *form, struct store *store, enum field_id field, bool before,
                const char **out, struct err *err)
{
    const size_t at = place_of(form, field);
    const struct value value = before ? form->before[at] : form->values[at];
    struct str text;
    bool good = true;
    str_init(&text);
    if (form->fields[at].kind == KIND_REF && value.type == VALUE_number)
        good = find_key(store, &form->fields[at], value.number, &text, err);
    else if (value.type != VALUE_absent)
        value_print(&text, &form->fields[at], value);
    *out = str_into(&text, form->arena);
    return good;
}

/* ---- saving ---- */

bool record_is_numbered(const struct record *record)
{
    return record_key_count(record) == 1 && dict_field(record->key[0])->kind == KIND_CODE &&
           strcmp(dict_field(record->key[0])->name, "number") == 0;
}

size_t form_missing(const struct form *form, const struct field **out)
{
    size_t n = 0;
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->fields[i];
        if (field->required && form->values[i].type == VALUE_absent &&
            !(record_is_numbered(form->record) && field->id == form->record->key[0]))
            out[n++] = field;
    }
    return n;
}

/* "pl-1042" of placement, "oc-1042" of organisation_contact: of one word its first two letters, of several
 * the first of each. */
static void add_number(struct str *out, const struct record *record, int64_t id)
{
    enum { FIRST_NUMBER = 1000 };
    const bool one_word = !strchr(record->name, '_');
    for (const char *at = record->name; *at; at++)
        if (at == record->name || at[-1] == '_' || (one_word && at == record->name + 1))
            str_add_char(out, *at);
    str_addf(out, "-%" PRId64, FIRST_NUMBER + id);
}

/* The number goes with the id that the record will have, and ids are given once; but somebody may have
 * written that very number by hand. */
static bool take_number(struct form *form, struct store *store, int64_t *id, struct err *err)
{
    struct statement *find;
    struct str number;
    char sql[160];
    bool taken = true, good = true;
    const struct field *key = dict_field(form->record->key[0]);
    snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE %s = $1", form->record->name, key->name);
    str_init(&number);
    while (good && taken) {
        str_cut(&number, 0);
        good = db_next_id(store->db, form->record->name, id, err);
        add_number(&number, form->record, *id);
        if (!good || !(good = db_prepare(store->db, &find, sql, err)))
            break;
        statement_bind_text(find, 0, str_text(&number));
        good = statement_step(find, &taken, err);
        statement_close(find);
    }
    if (good)
        form_text(form, key->id, str_text(&number));
    str_clear(&number);
    return good;
}

bool form_save_in(struct form *form, struct store *store, const char *because, struct saved *saved,
                  struct err *err)
{
    int64_t new_id = 0;
    if (record_is_numbered(form->record) && !form_has(form, form->record->key[0]) &&
        (!store_check_may_see(store, form->record, err) || !take_number(form, store, &new_id, err)))
        return false;
    const struct save_request request = {.record = form->record,
                                         .values = form->values,
                                         .expected_recorded_at = form->recorded_at,
                                         .expects_none = form->id == 0,
                                         .new_id = new_id,
                                         .kept = form->kept,
                                         .because = because,
                                         .arena = form->arena};
    if (!record_save_in(store, &request, saved, err)) {
        if (new_id)
            form_clear(form, form->record->key[0]);
        return false;
    }
    return form_load(form, form->arena, store, form->record, saved->id, err);
}

bool form_save(struct form *form, struct store *store, const char *because, struct saved *saved,
               struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (form_save_in(form, store, because, saved, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
