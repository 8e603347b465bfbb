#include "store/person.h"

#include <string.h>

#include "store/person_work.h"
#include "store/sql.h"
#include "base/banned.h"

static void sql_person_rows(struct str *sql, const struct person_reader *reader,
                            const struct person_rows *rows)
{
    str_add(sql, "SELECT s.id");
    for (size_t i = 0; i < rows->field_count; i++) {
        const struct field *field = &rows->fields[i];
        str_add(sql, ", ");
        if (!store_may_see_field(reader->store, field))
            str_add(sql, "NULL");
        else if (field->kind == KIND_REF)
            sql_key_of(sql, field, "s");
        else
            str_addf(sql, "s.%s", field->name);
    }
    for (int f = FACT_none + 1; f < FACT_end; f++) {
        const struct fact *fact = fact_of((enum fact_id)f);
        if (!fact_is_top_of(fact, rows->record))
            continue;
        str_add(sql, ", ");
        if (store_may_see_field(reader->store, dict_field(fact->field)))
            sql_top_of(sql, dict_field(fact->field), "s");
        else
            str_add(sql, "NULL");
    }
    str_add(sql, " FROM ");
    sql_source(sql, rows->record, &reader->moment);
    str_addf(sql, " WHERE s.%s = $1", rows->record->client ? "client" : "id");
    if (rows->record->effective_from) /* in which lists have their members */
        str_add(sql, " ORDER BY s.effective_from, s.id");
}

static bool open_rows(struct person_reader *reader, struct arena *arena, enum record_id id, struct err *err)
{
    if (reader->records[id])
        return true;
    struct person_rows *rows = reader->records[id] = ARENA_NEW(arena, struct person_rows);
    struct str sql;
    rows->record = dict_record(id);
    rows->fields = record_fields(rows->record, &rows->field_count);
    rows->value_count = rows->field_count;
    for (int f = FACT_none + 1; f < FACT_end; f++)
        rows->value_count += fact_is_top_of(fact_of((enum fact_id)f), rows->record);
    str_init(&sql);
    sql_person_rows(&sql, reader, rows);
    bool good = db_prepare(reader->store->db, &rows->statement, sql.at, err);
    str_clear(&sql);
    return good;
}

static bool may_use(const struct store *store, const struct fact *fact, struct err *err)
{
    if (!store_check_may_see(store, dict_record(pick_of(fact->pick)->record), err))
        return false;
    if (fact->field == F_none || store_may_see_field(store, dict_field(fact->field)))
        return true;
    return err_set(err, ERR_denied,
                   "\"%s\" rests on what is restricted, and \"%s\" may not see that; an administrator can "
                   "change that in the staff record",
                   fact->name, store->staff_login);
}

bool person_open(struct person_reader *reader, struct arena *arena, const struct store *store,
                 const struct moment *moment, const struct use *uses, size_t use_count, struct err *err)
{
    *reader = (struct person_reader){.store = store, .moment = *moment, .uses = uses, .use_count = use_count};
    arena_init(&reader->found);
    bool good = open_rows(reader, arena, R_client, err);
    for (size_t i = 0; good && i < use_count; i++) {
        const struct fact *fact = fact_of(uses[i].fact);
        const struct pick *pick = pick_of(fact->pick);
        good = may_use(store, fact, err) && open_rows(reader, arena, pick->record, err) &&
               (pick->none == 0 || open_rows(reader, arena, R_none_known, err));
    }
    return good;
}

static void add_row(struct arena *arena, struct person_rows *rows)
{
    if (rows->count == rows->room) {
        size_t room = rows->room ? rows->room * 2 : 8;
        struct person_row *more = ARENA_ARRAY(arena, struct person_row, room);
        if (rows->count > 0)
            memcpy(more, rows->rows, rows->count * sizeof *more);
        rows->rows = more;
        rows->room = room;
    }
    static const struct field key = {.kind = KIND_CODE};
    struct value *values = ARENA_ARRAY(arena, struct value, rows->value_count);
    for (size_t i = 0; i < rows->value_count; i++) {
        values[i] =
            statement_value(rows->statement, (int)i + 1, i < rows->field_count ? &rows->fields[i] : &key);
        if (values[i].type == VALUE_text) /* beyond the next step */
            values[i].text.at = arena_text(arena, values[i].text.at, values[i].text.length);
    }
    rows->rows[rows->count++] = (struct person_row){statement_int(rows->statement, 0), values};
}

static bool read_rows(struct person_reader *reader, struct person_rows *rows, int64_t client_id,
                      struct err *err)
{
    bool row, good;
    rows->rows = NULL;
    rows->count = rows->room = 0;
    statement_reset(rows->statement);
    statement_bind_int(rows->statement, 0, client_id);
    while ((good = statement_step(rows->statement, &row, err)) && row)
        add_row(&reader->found, rows);
    return good;
}

static struct text text_or_none(struct value value)
{
    return value.type == VALUE_text ? value.text : (struct text){"", 0};
}

static void tell_provenance(const struct person_rows *rows, const struct person_row *row,
                            struct provenance *out)
{
    const struct record *record = rows->record;
    const struct field *source = record_field_named(record, text_of("source"));
    const struct field *method = record_field_named(record, text_of("method"));
    out->record = record->id;
    out->row = row->id;
    out->has_from = record->effective_from != F_none;
    out->from = out->has_from ? row_from(rows, row) : 0;
    out->has_source = source && method;
    if (out->has_source) {
        out->source = (int)row->values[source - rows->fields].number;
        out->method = (int)row->values[method - rows->fields].number;
    }
    out->recorded_at = row_value(rows, row, record->recorded_at).number;
    out->recorded_by = text_or_none(row_value(rows, row, record->recorded_by));
    if (!record->verified_by)
        return;
    struct value by = row_value(rows, row, record->verified_by);
    out->has_verified = by.type == VALUE_text;
    out->verified_by = text_or_none(by);
    out->verified_on = out->has_verified ? (int32_t)row_value(rows, row, record->verified_on).number : 0;
}

static void answer(struct person_reader *reader, const struct use *use, struct datum *value,
                   struct provenance *provenance)
{
    const struct fact *fact = fact_of(use->fact);
    const struct person_choice choice = person_choose(reader, pick_of(fact->pick));
    struct provenance from = {.record = pick_of(fact->pick)->record};
    if (use->aspect == ASPECT_value)
        *value = person_value(reader, fact, &choice, &from.counted_from);
    else
        *value = person_aspect(&choice, use->aspect);
    if (!provenance)
        return;
    if (choice.row)
        tell_provenance(choice.rows, choice.row, &from);
    else if (choice.none && !choice.known && value->type != DATUM_null)
        tell_provenance(reader->records[R_none_known], choice.none, &from);
    *provenance = from;
}

bool person_read(struct person_reader *reader, int64_t client_id, struct datum *values,
                 struct provenance *provenance, bool *there, struct err *err)
{
    arena_clear(&reader->found);
    for (int r = R_none + 1; r < R_end; r++)
        if (reader->records[r] && !read_rows(reader, reader->records[r], client_id, err))
            return false;
    *there = reader->records[R_client]->count > 0;
    for (size_t i = 0; i < reader->use_count; i++)
        answer(reader, &reader->uses[i], &values[i], provenance ? &provenance[i] : NULL);
    return true;
}

void person_close(struct person_reader *reader)
{
    for (int r = R_none + 1; r < R_end; r++)
        if (reader->records[r])
            statement_close(reader->records[r]->statement);
    arena_clear(&reader->found);
    *reader = (struct person_reader){0};
}
