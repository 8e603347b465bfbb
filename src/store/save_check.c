#include <inttypes.h>
#include <stdio.h>

#include "store/save_work.h"
#include "store/sql.h"
#include "base/banned.h"

static bool check_values(const struct save *save, const struct value *values, struct err *err)
{
    const struct field *field;
    for (size_t i = 0; i < save->count; i++) {
        field = &save->fields[i];
        if (field->stamped)
            continue;
        if (!store_may_see_field(save->store, field) && values[i].type != VALUE_absent) {
            err_at(err, "%s", field->name);
            return err_set(err, ERR_denied,
                           "\"%s\" is a restricted field, and \"%s\" may not see or change those",
                           field->name, save->store->staff_login);
        }
        if (!value_sound(field, values[i], err)) {
            err_at(err, "%s", field->name);
            return false;
        }
    }
    if (values_check(save->record, values, &field, err))
        return true;
    err_at(err, "%s", field->name);
    return false;
}

static bool no_such(const struct field *field, struct value value, struct err *err)
{
    const struct record *to = dict_record(field->to);
    err_at(err, "%s", field->name);
    if (value.type == VALUE_number)
        return err_set(err, ERR_input, "there is no %s of id %" PRId64 " here; choose one that is there",
                       to->name, value.number);
    return err_set(err, ERR_input, "\"" TEXT_FORMAT "\" is no %s here; record the %s first, or mend its %s",
                   TEXT_ARGS(value.text), to->name, to->name, dict_field(to->key[0])->name);
}

/* The id of what a reference names, and whose record that is: client 0 when it is nobody's. */
static bool find_target(struct store *store, const struct field *field, struct value *value, int64_t *client,
                        struct err *err)
{
    const struct record *to = dict_record(field->to);
    const struct field *key = dict_field(to->key[0]);
    const struct value typed = *value;
    struct statement *find;
    char sql[200];
    bool row = false;
    snprintf(sql, sizeof sql, "SELECT id, %s FROM %s WHERE %s = $1", to->client ? "client" : "0", to->name,
             typed.type == VALUE_number ? "id" : key->name);
    if (!db_prepare(store->db, &find, sql, err))
        return false;
    struct value known;
    bool good = true;
    if (typed.type == VALUE_number)
        statement_bind_int(find, 0, typed.number);
    else if ((good = value_parse(key, typed.text, &known, err)) && known.type == VALUE_number)
        statement_bind_int(find, 0, known.number);
    else if (good)
        statement_bind_text(find, 0, known.text);
    good = good && statement_step(find, &row, err) && (row || no_such(field, typed, err));
    if (good) {
        *value = value_number(statement_int(find, 0));
        *client = statement_int(find, 1);
    }
    statement_close(find);
    return good;
}

/* Nothing may point at what is not there, and what is about one person may not point at another person's
 * record. */
static bool find_references(struct save *save, struct err *err)
{
    const struct field *about = save->record->client ? dict_field(save->record->client) : NULL;
    int64_t clients[RECORD_FIELDS_MAX] = {0};
    for (size_t i = 0; i < save->count; i++) {
        const struct field *field = &save->fields[i];
        if (field->kind == KIND_REF && !field->stamped && save->values[i].type != VALUE_absent &&
            !find_target(save->store, field, &save->values[i], &clients[i], err))
            return false;
    }
    for (size_t i = 0; about && i < save->count; i++) {
        if (clients[i] == 0 || clients[i] == save->values[about - save->fields].number)
            continue;
        err_at(err, "%s", save->fields[i].name);
        return err_set(err, ERR_input, "the %s belongs to another client; mend the %s or the client",
                       save->fields[i].name, save->fields[i].name);
    }
    return true;
}

bool save_check(struct save *save, const struct value *values, struct err *err)
{
    if (!check_values(save, values, err))
        return false;
    for (size_t i = 0; i < save->count; i++)
        save->values[i] = save->fields[i].stamped ? (struct value){.type = VALUE_absent} : values[i];
    return find_references(save, err);
}

/* The fields in which the version that stands differs from the one that was looked at, "a, b"; "" when that
 * one cannot be found. */
static bool name_changes(struct store *store, const struct record *record, int64_t id, int64_t expected,
                         struct str *names, struct err *err)
{
    size_t count;
    const struct field *fields = record_fields(record, &count);
    struct str sql;
    struct statement *find;
    bool row = false;
    str_init(&sql);
    str_add(&sql, "SELECT 0");
    for (size_t i = 0; i < count; i++)
        str_addf(&sql, ", CASE WHEN t.%s IS DISTINCT FROM h.%s THEN 1 ELSE 0 END", fields[i].name,
                 fields[i].name);
    str_addf(&sql, " FROM %s t JOIN %s_history h ON h.id = t.id WHERE t.id = $1 AND h.recorded_at = $2",
             record->name, record->name);
    bool good = db_prepare(store->db, &find, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    statement_bind_int(find, 0, id);
    statement_bind_int(find, 1, expected);
    good = statement_step(find, &row, err);
    for (size_t i = 0; good && row && i < count; i++)
        if (statement_int(find, (int)i + 1) && !fields[i].stamped && store_may_see_field(store, &fields[i]))
            str_addf(names, "%s%s", names->length > 0 ? ", " : "", fields[i].name);
    statement_close(find);
    return good;
}

bool record_writer(const struct store *store, const struct record *record, int64_t id, struct str *who,
                   struct err *err)
{
    char sql[300];
    struct statement *find;
    bool row = false;
    snprintf(sql, sizeof sql,
             "SELECT s.login, s.name, t.recorded_at FROM %s t JOIN staff s ON s.id = t.recorded_by WHERE "
             "t.id = $1",
             record->name);
    if (!db_prepare(store->db, &find, sql, err))
        return false;
    statement_bind_int(find, 0, id);
    bool good = statement_step(find, &row, err);
    if (good && row) {
        str_addf(who, TEXT_FORMAT " (", TEXT_ARGS(statement_text(find, 1)));
        str_addf(who, TEXT_FORMAT ") at ", TEXT_ARGS(statement_text(find, 0)));
        value_print(who, dict_field(record->recorded_at), value_number(statement_int(find, 2)));
    }
    statement_close(find);
    return good;
}

bool save_expect(struct store *store, const struct record *record, int64_t id, int64_t recorded_at,
                 int64_t expected, struct err *err)
{
    struct str who, names;
    if (expected == 0 || recorded_at == expected)
        return true;
    if (id == 0)
        return err_set(err, ERR_conflict,
                       "there is no %s under this key any more: it was withdrawn, or its key was changed; "
                       "look it up again",
                       record->name);
    str_init(&who);
    str_init(&names);
    if (record_writer(store, record, id, &who, err) && name_changes(store, record, id, expected, &names, err))
        err_set(
            err, ERR_conflict,
            "%s changed this %s meanwhile%s%s; look at it again, then save what still needs to be changed",
            who.length > 0 ? who.at : "somebody", record->name, names.length > 0 ? ": " : "", names.at);
    str_clear(&who);
    str_clear(&names);
    return false;
}

bool save_expect_none(const struct save *save, struct err *err)
{
    struct str who;
    if (save->id == 0 || (!save->differs && save->new_id == 0))
        return true;
    str_init(&who);
    if (record_writer(save->store, save->record, save->id, &who, err))
        err_set(err, ERR_conflict,
                "%s has written a %s of this key already; look at that one, and change it if it is the same",
                who.length > 0 ? who.at : "somebody", save->record->name);
    str_clear(&who);
    return false;
}
