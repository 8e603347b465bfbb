#include "store/save.h"

#include "base/date.h"
#include "store/guard_work.h"
#include "store/sql.h"
#include "store/standing.h"
#include "base/banned.h"

int64_t save_time(int64_t old_recorded_at)
{
    int64_t now = instant_now();
    return now > old_recorded_at ? now : old_recorded_at + 1;
}

bool save_raced(const struct record *record, struct err *err)
{
    return err_set(err, ERR_conflict,
                   "somebody else wrote this %s at the same moment; look at it again and save once more",
                   record->name);
}

static bool is_written(const struct save *save, const struct field *field)
{
    return !field->stamped && store_may_see_field(save->store, field);
}

static bool is_verification(const struct field *field)
{
    const struct record *record = dict_record(field->record);
    return field->id == record->verified_by || field->id == record->verified_on;
}

/* What was checked was the old value: a verification that stands as it stood does not outlive a change (R17).
 */
static void compare(struct save *save, struct statement *row)
{
    bool facts_differ = false, verification_differs = false;
    for (size_t i = 0; i < save->count; i++) {
        const struct field *field = &save->fields[i];
        if (!is_written(save, field) ||
            value_equal(save->values[i], statement_stored(row, (int)i + 1, field)))
            continue;
        facts_differ |= !is_verification(field);
        verification_differs |= is_verification(field);
    }
    for (size_t i = 0; facts_differ && !verification_differs && i < save->count; i++)
        if (is_verification(&save->fields[i]))
            save->values[i] = (struct value){.type = VALUE_absent};
    save->differs = facts_differ || verification_differs;
    if (!facts_differ && !save->always)
        save->author = statement_int(row, 1 + (int)(dict_field(save->record->recorded_by) - save->fields));
}

/* The version that stands under the natural key, compared with what is to be saved. */
static bool find_stored(struct save *save, struct err *err)
{
    const struct field *columns[RECORD_FIELDS_MAX];
    struct statement *find;
    struct str sql;
    bool row;
    for (size_t i = 0; i < save->count; i++)
        columns[i] = &save->fields[i];
    str_init(&sql);
    str_add(&sql, "SELECT id, ");
    sql_columns(&sql, columns, save->count, "");
    str_addf(&sql, " FROM %s WHERE ", save->record->name);
    for (size_t i = 0; i < record_key_count(save->record); i++)
        str_addf(&sql, "%s%s = $%zu", i == 0 ? "" : " AND ", dict_field(save->record->key[i])->name, i + 1);
    bool good = db_prepare(save->store->db, &find, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    for (size_t i = 0; i < record_key_count(save->record); i++)
        statement_bind_value(find, (int)i, save->values[dict_field(save->record->key[i]) - save->fields]);
    good = statement_step(find, &row, err);
    if (good && row) {
        save->id = statement_int(find, 0);
        save->recorded_at =
            statement_int(find, 1 + (int)(dict_field(save->record->recorded_at) - save->fields));
        if (save->record->client)
            save->old_client =
                statement_int(find, 1 + (int)(dict_field(save->record->client) - save->fields));
        compare(save, find);
    }
    statement_close(find);
    return good;
}

static bool check_verifier(const struct save *save, struct err *err)
{
    const struct field *verified = save->record->verified_by ? dict_field(save->record->verified_by) : NULL;
    struct value by = verified ? save->values[verified - save->fields] : (struct value){.type = VALUE_absent};
    if (by.type != VALUE_number || by.number != save->author)
        return true;
    err_at(err, "verified_by");
    return err_set(err, ERR_input,
                   "who records a fact cannot be the one who verifies it; a second person must");
}

/* The columns to be written with their parameters from $1 on: "a, b" and "$1, $2", or "a = $1, b = $2".
 * Returns how many. */
static int sql_assign(const struct save *save, struct str *names, struct str *parameters)
{
    int n = 0;
    for (size_t i = 0; i < save->count; i++) {
        if (!is_written(save, &save->fields[i]))
            continue;
        n++;
        if (parameters) {
            str_addf(names, "%s, ", save->fields[i].name);
            str_addf(parameters, "$%d, ", n);
        } else {
            str_addf(names, "%s = $%d, ", save->fields[i].name, n);
        }
    }
    return n;
}

static int bind_written(const struct save *save, struct statement *statement)
{
    int n = 0;
    for (size_t i = 0; i < save->count; i++)
        if (is_written(save, &save->fields[i]))
            statement_bind_value(statement, n++, save->values[i]);
    statement_bind_int(statement, n++, save->now);
    statement_bind_int(statement, n++, save->author);
    return n;
}

static bool insert(struct save *save, struct err *err)
{
    struct str sql, parameters;
    struct statement *statement;
    bool row = false;
    str_init(&sql);
    str_init(&parameters);
    str_addf(&sql, "INSERT INTO %s (", save->record->name);
    int n = sql_assign(save, &sql, &parameters);
    str_addf(&sql, "recorded_at, recorded_by%s) VALUES (%s$%d, $%d", save->new_id ? ", id" : "",
             parameters.at, n + 1, n + 2);
    if (save->new_id)
        str_addf(&sql, ", $%d", n + 3);
    str_add(&sql, ") ON CONFLICT DO NOTHING RETURNING id");
    bool good = db_prepare(save->store->db, &statement, sql.at, err);
    if (good) {
        n = bind_written(save, statement);
        if (save->new_id)
            statement_bind_int(statement, n, save->new_id);
        good = statement_step(statement, &row, err) && (row || save_raced(save->record, err));
        if (good)
            save->id = statement_int(statement, 0);
        good = good && statement_step(statement, &row, err); /* to its end, so that the work is done */
        statement_close(statement);
    }
    str_clear(&sql);
    str_clear(&parameters);
    return good;
}

bool save_into_history(struct store *store, const struct record *record, int64_t id, int64_t recorded_at,
                       int64_t now, struct err *err)
{
    struct str sql, from;
    struct statement *statement;
    bool row;
    str_init(&sql);
    str_init(&from);
    str_addf(&from, "%s t WHERE t.id = $1 AND t.recorded_at = $2", record->name);
    sql_into_history(&sql, record, from.at, "CAST($3 AS bigint)", 4);
    bool good = db_prepare(store->db, &statement, sql.at, err);
    if (good) {
        statement_bind_int(statement, 0, id);
        statement_bind_int(statement, 1, recorded_at);
        statement_bind_int(statement, 2, now);
        statement_bind_int(statement, 3, store->staff_id);
        good = statement_step(statement, &row, err) &&
               (statement_changes(statement) == 1 || save_raced(record, err));
        statement_close(statement);
    }
    str_clear(&sql);
    str_clear(&from);
    return good;
}

/* PostgreSQL lets two read the same version; only the one whose update still finds it may write. */
static bool update(struct save *save, struct err *err)
{
    struct str sql;
    struct statement *statement;
    bool row;
    if (!save_into_history(save->store, save->record, save->id, save->recorded_at, save->now, err))
        return false;
    str_init(&sql);
    str_addf(&sql, "UPDATE %s SET ", save->record->name);
    int n = sql_assign(save, &sql, NULL);
    str_addf(&sql, "recorded_at = $%d, recorded_by = $%d WHERE id = $%d AND recorded_at = $%d", n + 1, n + 2,
             n + 3, n + 4);
    bool good = db_prepare(save->store->db, &statement, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    n = bind_written(save, statement);
    statement_bind_int(statement, n, save->id);
    statement_bind_int(statement, n + 1, save->recorded_at);
    good = statement_step(statement, &row, err) &&
           (statement_changes(statement) == 1 || save_raced(save->record, err));
    statement_close(statement);
    return good;
}

/* What was written is about this client; and what stood before, perhaps about another. */
static bool refresh_standing(const struct save *save, struct err *err)
{
    const struct record *record = save->record;
    struct db *db = save->store->db;
    if (record->id == R_client)
        return standing_refresh_client(db, record, save->id, err);
    if (record->client == F_none) /* of a new one nobody is part yet */
        return save->recorded_at == 0 || !standing_groups(record) || standing_regroup(db, record, err);
    int64_t client = save->values[dict_field(record->client) - save->fields].number;
    return standing_refresh_client(db, record, client, err) &&
           (save->old_client == 0 || save->old_client == client ||
            standing_refresh_client(db, record, save->old_client, err));
}

static bool write_version(struct save *save, struct err *err)
{
    save->now = save->at > save->recorded_at ? save->at : save_time(save->recorded_at);
    return check_verifier(save, err) && (save->id == 0 ? insert(save, err) : update(save, err)) &&
           refresh_standing(save, err);
}

bool save_version(struct store *store, const struct save_request *request, bool always, int64_t at,
                  struct saved *saved, struct err *err)
{
    struct save save = {.store = store,
                        .record = request->record,
                        .author = store->staff_id,
                        .new_id = request->new_id,
                        .always = always,
                        .at = at};
    *saved = (struct saved){0};
    save.fields = record_fields(request->record, &save.count);
    if (!store_check_may_see(store, request->record, err) || !save_check(&save, request->values, err) ||
        !find_stored(&save, err))
        return false;
    if (request->expects_none ? !save_expect_none(&save, err)
                              : !save_expect(store, request->record, save.id, save.recorded_at,
                                             request->expected_recorded_at, err))
        return false;
    *saved = (struct saved){.id = save.id, .recorded_at = save.recorded_at, .result = SAVE_unchanged};
    if (save.id != 0 && !save.differs && !save.always)
        return true;
    saved->result = save.id == 0 ? SAVE_added : SAVE_changed;
    const bool good =
        (!record_is_guarded(save.record) || guard_wait(&save, err)) && write_version(&save, err);
    saved->id = save.id;
    saved->recorded_at = save.now;
    return good && (!record_is_guarded(save.record) || guard_saved(&save, request, saved, err));
}

bool record_save_in(struct store *store, const struct save_request *request, struct saved *saved,
                    struct err *err)
{
    return save_version(store, request, false, 0, saved, err);
}

bool record_save(struct store *store, const struct save_request *request, struct saved *saved,
                 struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (record_save_in(store, request, saved, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
