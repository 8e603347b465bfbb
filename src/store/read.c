#include "store/read.h"

#include <inttypes.h>
#include <string.h>

#include "store/sql.h"
#include "base/banned.h"

static void choose_fields(struct reader *reader, const struct store *store)
{
    const struct field *all[RECORD_FIELDS_MAX];
    size_t count = record_fields_for_reading(reader->record, all);
    for (size_t i = 0; i < count; i++) {
        if (store_may_see_field(store, all[i]))
            reader->fields[reader->field_count++] = all[i];
        else
            reader->hidden_count++;
    }
}

static void sql_reading(struct str *sql, const struct reader *reader, const struct reading *reading)
{
    str_add(sql, reading->history_of ? "SELECT s.id, s.superseded_at" : "SELECT s.id, 0");
    for (size_t i = 0; i < reader->field_count; i++) {
        str_add(sql, ", ");
        if (reader->fields[i]->kind == KIND_REF)
            sql_key_of(sql, reader->fields[i], "s");
        else
            str_addf(sql, "s.%s", reader->fields[i]->name);
    }
    str_add(sql, " FROM ");
    if (reading->history_of) {
        str_addf(sql, "%s_history s WHERE s.id = %" PRId64, reading->record->name, reading->history_of);
        if (reading->moment.known_then)
            str_addf(sql, " AND s.superseded_at <= %" PRId64, reading->moment.known);
        str_add(sql, " ORDER BY s.superseded_at");
        return;
    }
    const struct field *key = dict_field(reading->record->key[0]);
    sql_source(sql, reading->record, &reading->moment);
    str_add(sql, " WHERE 1 = 1");
    if (reading->key.at && key->kind == KIND_REF) {
        str_addf(sql, " AND s.%s = (SELECT k.id FROM %s k WHERE k.%s = $1)", key->name,
                 dict_record(key->to)->name, dict_field(dict_record(key->to)->key[0])->name);
    } else if (reading->key.at) {
        str_addf(sql, " AND s.%s = $1", key->name);
    }
    if (reading->client_id)
        str_addf(sql, " AND s.client = %" PRId64, reading->client_id);
    if (reading->chosen)
        sql_chosen(sql, reading->record);
    sql_as_at(sql, reading->record, &reading->moment);
    str_add(sql, " ORDER BY ");
    for (size_t i = 0; i < record_key_count(reading->record); i++) {
        const struct field *part = dict_field(reading->record->key[i]);
        str_add(sql, i == 0 ? "" : ", ");
        if (part->kind == KIND_REF && reading->limit == 0)
            sql_key_of(sql, part, "s");
        else
            str_addf(sql, "s.%s", part->name);
    }
    if (reading->limit > 0)
        str_addf(sql, " LIMIT %" PRId64, reading->limit);
}

/* A key of a whole number is bound as a number, whatever was typed. */
static bool bind_key(struct reader *reader, const struct reading *reading, struct err *err)
{
    const struct field *key = dict_field(reading->record->key[0]);
    struct value value;
    if (!reading->key.at || reading->history_of)
        return true;
    if (!value_parse(key, reading->key, &value, err))
        return false;
    if (value.type == VALUE_number)
        statement_bind_int(reader->statement, 0, value.number);
    else
        statement_bind_text(reader->statement, 0, value.text);
    return true;
}

bool reader_open(struct reader *reader, const struct store *store, const struct reading *reading,
                 struct err *err)
{
    *reader = (struct reader){.record = reading->record};
    if (!store_check_may_see(store, reading->record, err))
        return false;
    choose_fields(reader, store);
    struct str sql;
    str_init(&sql);
    sql_reading(&sql, reader, reading);
    bool good = reading->stream ? db_stream(store->db, &reader->statement, sql.at, err)
                                : db_prepare(store->db, &reader->statement, sql.at, err);
    str_clear(&sql);
    if (good && !bind_key(reader, reading, err)) {
        reader_close(reader);
        good = false;
    }
    return good;
}

bool reader_next(struct reader *reader, bool *row, struct err *err)
{
    if (!statement_step(reader->statement, row, err))
        return false;
    if (!*row)
        return true;
    reader->id = statement_int(reader->statement, 0);
    reader->superseded_at = statement_int(reader->statement, 1);
    for (size_t i = 0; i < reader->field_count; i++)
        reader->values[i] = statement_value(reader->statement, (int)i + 2, reader->fields[i]);
    return true;
}

void reader_close(struct reader *reader)
{
    statement_close(reader->statement);
    reader->statement = NULL;
}

bool client_has(const struct store *store, int64_t client_id, bool has[R_end], struct err *err)
{
    struct statement *find;
    struct str sql;
    bool row;
    str_init(&sql);
    for (int r = R_none + 1; r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        has[r] = false;
        if (record->client != F_none)
            str_addf(&sql, "%sSELECT %d WHERE EXISTS (SELECT 1 FROM %s WHERE client = $1)",
                     sql.length > 0 ? " UNION ALL " : "", r, record->name);
    }
    bool good = db_prepare(store->db, &find, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    statement_bind_int(find, 0, client_id);
    while ((good = statement_step(find, &row, err)) && row)
        has[statement_int(find, 0)] = true;
    statement_close(find);
    return good;
}

bool record_find(const struct store *store, const struct record *record, struct text key, int64_t *id,
                 struct err *err)
{
    struct reader reader;
    bool row = false;
    if (!reader_open(&reader, store, &(struct reading){.record = record, .key = key, .limit = 1}, err))
        return false;
    bool good = reader_next(&reader, &row, err);
    if (good && !row)
        good = err_set(err, ERR_absent,
                       "there is no %s \"" TEXT_FORMAT "\" here; mahi list %s shows those there are",
                       record->name, TEXT_ARGS(key), record->name);
    *id = reader.id;
    reader_close(&reader);
    return good;
}

static bool read_key(const struct store *store, const struct record *record, int64_t id, bool history,
                     struct str *key, bool *there, struct err *err)
{
    const size_t count = record_key_count(record);
    struct str sql;
    struct statement *find;
    str_init(&sql);
    str_add(&sql, "SELECT ");
    for (size_t i = 0; i < count; i++) {
        const struct field *field = dict_field(record->key[i]);
        str_add(&sql, i == 0 ? "" : ", ");
        if (field->kind == KIND_REF)
            sql_key_of(&sql, field, "s");
        else
            str_addf(&sql, "s.%s", field->name);
    }
    str_addf(&sql, " FROM %s%s s WHERE s.id = $1%s", record->name, history ? "_history" : "",
             history ? " ORDER BY s.superseded_at DESC LIMIT 1" : "");
    bool good = db_prepare(store->db, &find, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    statement_bind_int(find, 0, id);
    good = statement_step(find, there, err);
    for (size_t i = 0; good && *there && i < count; i++) {
        const struct field *field = dict_field(record->key[i]);
        str_add(key, i == 0 ? "" : ", ");
        if (!statement_is_null(find, (int)i))
            value_print(key, field, statement_value(find, (int)i, field));
    }
    statement_close(find);
    return good;
}

bool record_key(struct arena *arena, const struct store *store, const struct record *record, int64_t id,
                const char **key, bool *there, struct err *err)
{
    struct str words;
    str_init(&words);
    *there = false;
    const bool good = read_key(store, record, id, false, &words, there, err) &&
                      (*there || read_key(store, record, id, true, &words, there, err));
    *key = str_into(&words, arena);
    return good;
}
