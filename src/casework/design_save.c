#include <inttypes.h>
#include <string.h>

#include "casework/design_work.h"
#include "store/save.h"
#include "store/sql.h"
#include "base/banned.h"

/* The sentence stays; the place is the file's. */
static bool fail_at_row(const char *file, const struct design_row *row, struct err *err)
{
    const struct err inner = *err;
    const struct field *field = record_field_named(row->record, text_of(inner.place));
    struct design_place place = {.line = row->line, .column = row->column};
    *err = (struct err){0};
    if (field && row->places && row->places[field_place(field)].line > 0)
        place = row->places[field_place(field)];
    if (file && place.line > 0)
        err_at(err, "%s:%d:%d%s%s", file, place.line, place.column, field ? ": " : "",
               field ? field->name : "");
    else
        err_at(err, "%s", inner.place);
    return err_set(err, inner.kind, "%s", inner.sentence);
}

static void add_note(const struct design_saving *saving, const struct design_row *row, const char *note)
{
    struct programme_loaded *out = saving->out;
    if (out->note_count == out->note_room) {
        out->note_room = out->note_room ? 2 * out->note_room : 8;
        const char **more = ARENA_ARRAY(saving->arena, const char *, out->note_room);
        if (out->note_count > 0)
            memcpy(more, out->notes, out->note_count * sizeof *more);
        out->notes = more;
    }
    out->notes[out->note_count++] =
        arena_format(saving->arena, "%s: %s", design_row_words(saving->arena, row), note);
}

bool design_save_row(const struct design_saving *saving, const struct design_row *row, int64_t new_id,
                     struct err *err)
{
    const struct save_request request = {.record = row->record,
                                         .values = row->values,
                                         .new_id = new_id,
                                         .because = saving->because,
                                         .arena = saving->arena};
    struct saved saved;
    if (!record_save_in(saving->store, &request, &saved, err))
        return fail_at_row(saving->file, row, err);
    for (size_t i = 0; i < saved.note_count; i++)
        add_note(saving, row, saved.notes[i]);
    saving->out->added += saved.result == SAVE_added;
    saving->out->changed += saved.result == SAVE_changed;
    saving->out->unchanged += saved.result == SAVE_unchanged;
    return true;
}

bool design_id_of(const struct store *store, const struct record *record, struct text key, int64_t *id,
                  struct err *err)
{
    struct statement *find = NULL;
    struct str sql;
    bool row = false;
    *id = 0;
    str_init(&sql);
    str_addf(&sql, "SELECT id FROM %s WHERE %s = $1", record->name, dict_field(record->key[0])->name);
    bool good = db_prepare(store->db, &find, sql.at, err);
    str_clear(&sql);
    if (good)
        statement_bind_text(find, 0, key);
    good = good && statement_step(find, &row, err);
    if (good && row)
        *id = statement_int(find, 0);
    statement_close(find);
    return good;
}

/* The words of a question's version are never written anew (R27): a file that has others is another question.
 */
static bool check_version(const struct store *store, const char *file, const struct design_row *row,
                          int64_t id, struct err *err)
{
    struct statement *find = NULL;
    bool there = false, same = true;
    const struct value checked = design_value(row, F_question_version_verified_only);
    bool good =
        db_prepare(store->db, &find, "SELECT text, verified_only FROM question_version WHERE id = $1", err);
    if (good)
        statement_bind_int(find, 0, id);
    good = good && statement_step(find, &there, err);
    if (good && there)
        same = text_equal(statement_text(find, 0), design_text(row, F_question_version_text)) &&
               (statement_int(find, 1) == 1) == (checked.type == VALUE_number && checked.number == 1);
    statement_close(find);
    if (good && !same)
        good = err_set(err, ERR_conflict,
                       "question version \"" TEXT_FORMAT
                       "\" has other words here, and a version is never written anew; give the file's a new "
                       "number",
                       TEXT_ARGS(design_text(row, F_question_version_code)));
    return good || fail_at_row(file, row, err);
}

bool design_save_carried(const struct design_saving *saving, const struct design *design, struct err *err)
{
    const struct design only = {.file = design->file, .carried = design->carried};
    struct programme_loaded uncounted = {0};
    struct design_saving carried = *saving;
    size_t count;
    struct design_row **rows = design_rows(saving->arena, &only, true, &count);
    carried.out = &uncounted;
    for (size_t i = 0; i < count; i++) {
        int64_t id;
        if (!design_id_of(saving->store, rows[i]->record, design_text(rows[i], rows[i]->record->key[0]), &id,
                          err))
            return false;
        if (id == 0 && !design_save_row(&carried, rows[i], 0, err))
            return false;
        if (id != 0 && rows[i]->record->id == R_question_version &&
            !check_version(saving->store, design->file, rows[i], id, err))
            return false;
    }
    return true;
}

bool design_hold(struct store *store, struct err *err)
{
    struct str tables;
    str_init(&tables);
    for (int r = R_none + 1; r < R_end; r++) {
        bool needed = r == R_programme_lock || r == R_question_version;
        for (int p = PART_none + 1; p < PART_end; p++)
            needed |= programme_part((enum programme_part)p)->record == (enum record_id)r;
        if (needed)
            str_addf(&tables, "%s%s", tables.length > 0 ? ", " : "", dict_record((enum record_id)r)->name);
    }
    const bool good = db_hold_writers(store->db, tables.at, err);
    str_clear(&tables);
    return good;
}

/* ---- loading ---- */

void design_left_room(struct arena *arena, const struct design *design, struct programme_loaded *out)
{
    size_t count;
    design_rows(arena, design, false, &count);
    out->left = ARENA_ARRAY(arena, const char *, count *RECORD_FIELDS_MAX + 1);
}

void design_keep_left_out(struct arena *arena, const struct design_row *old, struct design_row *row,
                          bool withdraw, struct programme_loaded *out)
{
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    for (size_t i = 0; old && !withdraw && i < count; i++) {
        if (!row_has_field(row, &fields[i]) || row->values[i].type != VALUE_absent ||
            old->values[i].type == VALUE_absent)
            continue;
        row->values[i] = old->values[i];
        out->left[out->left_count++] =
            arena_format(arena, "%s: its %s", design_row_words(arena, row), fields[i].name);
    }
}

/* What stands here and not in the design: taken out, what hangs below first, or named. */
static bool settle_others(const struct design_saving *saving, const struct design *before,
                          const struct design *design, bool withdraw, struct err *err)
{
    struct programme_loaded *out = saving->out;
    size_t count;
    struct design_row **rows = design_rows(saving->arena, before, false, &count);
    for (size_t i = count; i-- > 0;) {
        if (design_find(saving->arena, design, rows[i]))
            continue;
        if (!withdraw) {
            out->left[out->left_count++] = design_row_words(saving->arena, rows[i]);
        } else {
            if (!record_withdraw_in(saving->store, rows[i]->record, rows[i]->id, rows[i]->recorded_at, err))
                return false;
            out->withdrawn++;
        }
    }
    return true;
}

static bool load_in(const struct design_saving *saving, const struct programme_loading *request,
                    struct err *err)
{
    const struct design *design = request->design;
    struct design before = {0};
    int64_t id;
    size_t count;
    const struct text code = design_text(design->programme, F_programme_code);
    struct design_row **rows = design_rows(saving->arena, design, false, &count);
    if (!design_hold(saving->store, err) ||
        !design_id_of(saving->store, dict_record(R_programme), code, &id, err) ||
        (id != 0 && !design_read(saving->arena, saving->store, code, &before, err)) ||
        !design_save_carried(saving, design, err))
        return false;
    if (id != 0)
        design_left_room(saving->arena, &before, saving->out);
    for (size_t i = 0; i < count; i++) {
        if (id != 0)
            design_keep_left_out(saving->arena, design_find(saving->arena, &before, rows[i]), rows[i],
                                 request->withdraw, saving->out);
        if (!design_save_row(saving, rows[i], 0, err))
            return false;
    }
    return id == 0 || settle_others(saving, &before, design, request->withdraw, err);
}

bool programme_load(struct arena *arena, struct store *store, const struct programme_loading *request,
                    struct programme_loaded *out, struct err *err)
{
    const struct text code = design_text(request->design->programme, F_programme_code);
    const struct design_saving saving = {.arena = arena,
                                         .store = store,
                                         .file = request->design->file,
                                         .because = request->because,
                                         .out = out};
    *out = (struct programme_loaded){.code = arena_text(arena, code.at, code.length)};
    if (!db_begin(store->db, err))
        return false;
    if (load_in(&saving, request, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* ---- copying ---- */

/* "mwt-5m" of "mwt" becomes "taranaki-5m" of "taranaki"; any other code gets the new one before it. */
static struct value code_of_copy(struct arena *arena, const struct programme_copying *request,
                                 struct value value)
{
    const struct text from = request->from, code = value.text;
    const bool begins = code.length >= from.length && memcmp(code.at, from.at, from.length) == 0 &&
                        (code.length == from.length || strchr("-_./:", code.at[from.length]) != NULL);
    const char *copy =
        begins ? arena_format(arena, TEXT_FORMAT "%.*s", TEXT_ARGS(request->code),
                              (int)(code.length - from.length), code.at + from.length)
               : arena_format(arena, TEXT_FORMAT "-" TEXT_FORMAT, TEXT_ARGS(request->code), TEXT_ARGS(code));
    return value_text(text_of(copy));
}

/* Whether what the field points at is copied too, and has another code there. */
static bool is_copied(enum record_id record)
{
    for (int p = PART_none + 1; p < PART_end; p++)
        if (programme_part((enum programme_part)p)->record == record &&
            programme_part((enum programme_part)p)->copied)
            return true;
    return false;
}

static bool belongs_here(const struct field *field)
{
    return field->kind == KIND_DATE ||
           (field->kind == KIND_REF &&
            (field->to == R_staff || field->to == R_organisation || field->to == R_office)) ||
           field->id == F_component_contract;
}

static void copy_values(struct arena *arena, const struct programme_copying *request, struct design_row *row)
{
    const enum field_id by = programme_part(row->part)->by;
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &fields[i];
        const bool own_code = record_key_count(row->record) == 1 && field->id == row->record->key[0];
        const bool to_copy =
            field->kind == KIND_REF && is_copied(field->to) && (field->to != R_programme || field->id == by);
        if (row->values[i].type == VALUE_absent)
            continue;
        if (own_code || to_copy)
            row->values[i] = code_of_copy(arena, request, row->values[i]);
        else if (belongs_here(field))
            row->values[i] = (struct value){.type = VALUE_absent};
    }
}

static void copy_rows(struct arena *arena, const struct programme_copying *request, struct design_row **first)
{
    while (*first) {
        struct design_row *row = *first;
        if (!programme_part(row->part)->copied) {
            *first = row->next;
            continue;
        }
        copy_values(arena, request, row);
        copy_rows(arena, request, &row->below);
        first = &row->next;
    }
}

static void name_copy(const struct programme_copying *request, struct design_row *programme)
{
    struct value *values = programme->values;
    values[field_place(dict_field(F_programme_predecessor))] = value_text(request->from);
    values[field_place(dict_field(F_programme_status))] = value_number(CODED_programme_status_planned);
    values[field_place(dict_field(F_programme_caution))] = (struct value){.type = VALUE_absent};
    if (request->name.length > 0)
        values[field_place(dict_field(F_programme_name))] = value_text(request->name);
    if (request->region.length > 0)
        values[field_place(dict_field(F_programme_region))] = value_text(request->region);
}

bool programme_copy(struct arena *arena, struct store *store, const struct programme_copying *request,
                    struct programme_loaded *out, struct err *err)
{
    struct design design;
    struct value code;
    int64_t id;
    if (!value_parse(dict_field(F_programme_code), request->code, &code, err))
        return false;
    if (!design_read(arena, store, request->from, &design, err) ||
        !design_id_of(store, dict_record(R_programme), request->code, &id, err))
        return false;
    if (id != 0)
        return err_set(err, ERR_conflict,
                       "there is a programme \"" TEXT_FORMAT "\" already; give the copy another code",
                       TEXT_ARGS(request->code));
    copy_rows(arena, request, &design.programme);
    name_copy(request, design.programme);
    return programme_load(arena, store, &(struct programme_loading){.design = &design}, out, err);
}
