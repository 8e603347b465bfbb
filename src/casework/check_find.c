#include "casework/check_work.h"

#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "casework/responsible.h"
#include "store/form.h"
#include "store/read.h"
#include "store/sql.h"
#include "base/banned.h"

static bool is_series_field(const struct record *record, const struct field *field)
{
    return field->id != record->client && field->id != record->effective_from && !field->provenance;
}

void sql_last_of_series(struct str *sql, const struct record *record, const char *a)
{
    if (!record->client || !record->effective_from)
        return;
    str_addf(sql, " AND NOT EXISTS (SELECT 1 FROM %s later WHERE later.client = %s.client", record->name, a);
    for (size_t i = 0; i < record_key_count(record); i++) {
        const struct field *key = dict_field(record->key[i]);
        if (is_series_field(record, key))
            str_addf(sql, " AND later.%s = %s.%s", key->name, a, key->name);
    }
    str_addf(
        sql,
        " AND (later.effective_from > %s.effective_from OR (later.effective_from = %s.effective_from AND "
        "later.id > %s.id)))",
        a, a, a);
}

/* ---- reading one ---- */

static void add_words(struct str *words, const struct form *form, const struct field *field,
                      struct value value)
{
    if (field->stamped || field->id == form->record->client || field->id == form->record->verified_by ||
        field->id == form->record->verified_on || value.type == VALUE_absent || field->kind == KIND_REF)
        return;
    str_addf(words, "%s%s ", words->length > 0 ? ", " : "", field->label);
    value_show(words, field, value);
}

/* References are ids here and would say nothing; what they point at stands beside the check. */
static const char *words_of(struct arena *arena, const struct form *form)
{
    struct str words;
    str_init(&words);
    for (size_t i = 0; i < form->count; i++)
        if (!dict_field(form->fields[i].id)->provenance)
            add_words(&words, form, &form->fields[i], form->values[i]);
    for (size_t i = 0; i < form->count; i++)
        if (dict_field(form->fields[i].id)->provenance)
            add_words(&words, form, &form->fields[i], form->values[i]);
    return str_into(&words, arena);
}

bool fact_read(struct arena *arena, const struct store *store, const struct record *record, int64_t id,
               struct fact_found *out, struct err *err)
{
    struct store reading = *store;
    struct form form;
    struct fetch row;
    bool there;
    if (!form_load(&form, arena, &reading, record, id, err))
        return false;
    const char *sql = arena_format(arena,
                                   "SELECT r.%s, r.recorded_by, s.login FROM %s r JOIN staff s ON s.id = "
                                   "r.recorded_by WHERE r.id = $1",
                                   record->client ? dict_field(record->client)->name : "id", record->name);
    const bool good = fetch_open(&row, arena, store, sql, &id, 1, err) && fetch_next(&row, &there, err);
    if (good && there)
        *out = (struct fact_found){.id = id,
                                   .client_id = fetch_int(&row, 0, 0),
                                   .recorded_by_id = fetch_int(&row, 1, 0),
                                   .recorded_by = fetch_text(&row, 2),
                                   .words = words_of(arena, &form)};
    fetch_close(&row);
    return good;
}

/* ---- finding one ---- */

struct finding {
    struct arena *arena;
    const struct store *store;
    const struct fact_which *which;
    int64_t client;
};

static bool add_filter(struct finding *finding, struct str *sql, struct value *values, size_t i,
                       struct err *err)
{
    const struct fact_which *which = finding->which;
    const struct field *field = dict_field(which->fields[i]);
    if (!value_parse(field, which->typed[i], &values[i], err)) {
        err_at(err, "%s", field->name);
        return false;
    }
    str_add(sql, " AND ");
    if (field->kind == KIND_REF)
        sql_key_of(sql, field, "r");
    else
        str_addf(sql, "r.%s", field->name);
    str_addf(sql, " = $%zu", i + 2);
    return true;
}

/* "skill, level": what could tell several apart. */
static bool several(struct finding *finding, size_t count, struct err *err)
{
    const struct record *record = finding->which->record;
    struct str apart;
    str_init(&apart);
    for (size_t i = 0; i < record_key_count(record); i++)
        if (is_series_field(record, dict_field(record->key[i])))
            str_addf(&apart, "%s%s", apart.length > 0 ? ", " : "", dict_field(record->key[i])->name);
    err_set(err, ERR_usage,
            "\"" TEXT_FORMAT "\" has %zu or more of %s; say which with --which FIELD=VALUE: %s",
            TEXT_ARGS(finding->which->client), count, record->name, apart.at);
    str_clear(&apart);
    return false;
}

static bool find_row(struct finding *finding, const char *sql, const struct value *values, int64_t *id,
                     struct err *err)
{
    const struct fact_which *which = finding->which;
    struct statement *find;
    bool row = true, good = true;
    size_t count = 0;
    if (!db_prepare(finding->store->db, &find, sql, err))
        return false;
    statement_bind_int(find, 0, finding->client);
    for (size_t i = 0; i < which->count; i++)
        statement_bind_value(find, (int)i + 1, values[i]);
    while (count < 2 && (good = statement_step(find, &row, err)) && row) {
        *id = statement_int(find, 0);
        count++;
    }
    statement_close(find);
    if (!good || count == 1)
        return good;
    return count > 1
               ? several(finding, count, err)
               : err_set(err, ERR_absent, "\"" TEXT_FORMAT "\" has no such %s; mahi show client " TEXT_FORMAT,
                         TEXT_ARGS(which->client), which->record->name, TEXT_ARGS(which->client));
}

bool fact_find(struct arena *arena, const struct store *store, const struct fact_which *which,
               struct fact_found *out, struct err *err)
{
    struct finding finding = {.arena = arena, .store = store, .which = which};
    const struct record *record = which->record;
    struct value values[FACT_WHICH_MAX] = {{0}};
    struct str sql;
    int64_t id = 0;
    bool good = true;
    if (!record->verified_by)
        return err_set(err, ERR_usage, "%s states no fact about a person, so nobody verifies it",
                       record->name);
    if (!store_check_may_see(store, record, err) ||
        !record_find(store, dict_record(R_client), which->client, &finding.client, err))
        return false;
    str_init(&sql);
    str_addf(&sql, "SELECT r.id FROM %s r WHERE r.%s = $1", record->name,
             record->client ? dict_field(record->client)->name : "id");
    for (size_t i = 0; good && i < which->count; i++)
        good = add_filter(&finding, &sql, values, i, err);
    sql_last_of_series(&sql, record, "r");
    str_add(&sql, " ORDER BY r.id LIMIT 2");
    good = good && find_row(&finding, sql.at, values, &id, err);
    str_clear(&sql);
    return good && fact_read(arena, store, record, id, out, err);
}

/* ---- who settles ---- */

/* Who answers for the person; a steward, at their office first; a colleague of who recorded it; any manager.
 * The one with the fewest open checks of those alike. Never who recorded it, nor who doubts it. */
static const char owner_sql[] =
    "SELECT s.id FROM staff s LEFT JOIN staff k ON k.id = $2 LEFT JOIN register_spell r ON r.client = $1 "
    "AND r.effective_from <= $4 AND (r.effective_to IS NULL OR r.effective_to >= $4) "
    "WHERE s.id <> $2 AND s.id <> $3 AND (s.left_on IS NULL OR s.left_on >= $4) AND (s.id = " RESPONSIBLE(
        "$1",
        "$4") " OR s.role IN (6, 7) OR s.office = k.office) "
              "ORDER BY CASE WHEN s.id = " RESPONSIBLE(
                  "$1",
                  "$4") " THEN 0 WHEN s.role = 6 AND s.office = r.office THEN 1 WHEN s.role = 6 THEN 2 "
                        "WHEN s.office = k.office AND s.role = 1 THEN 3 WHEN s.office = k.office THEN 4 "
                        "ELSE 5 END, "
                        "(SELECT count(*) FROM fact_check f WHERE f.owner = s.id AND f.settled_on IS NULL), "
                        "s.id LIMIT 1";

_Static_assert(CODED_staff_role_steward == 6 && CODED_staff_role_manager == 7 &&
                   CODED_staff_role_case_manager == 1,
               "the SQL names them");

/* Most people have somebody who answers for them, and that one is found fastest. */
bool check_owner(const struct store *store, int64_t client, int64_t recorder, int64_t doubter, int64_t *owner,
                 struct err *err)
{
    const int32_t today = date_today();
    const int64_t numbers[] = {client, recorder, doubter, today};
    if (!responsible_find(store, client, today, owner, err))
        return false;
    if (*owner && *owner != recorder && *owner != doubter)
        return true;
    return fetch_number(store, owner_sql, numbers, 4, 0, owner, err);
}
