#include <string.h>

#include "base/date.h"
#include "store/form.h"
#include "store/guard_work.h"
#include "store/read.h"
#include "base/banned.h"

enum { WORDS_MAX = 200 }; /* of override.words, as of every TEXT */

/* What the guards said of one row: the sentences of those that refuse and of those that ask, and notes. */
struct verdict {
    struct str refusals, questions;
    const struct field *refused, *asked; /* the first of each points at; NULL: nowhere */
    const struct guard *overridden[GUARD_end];
    size_t overridden_count;
    const char *notes[GUARD_end];
    size_t note_count;
};

/* The next guard that the act does not keep itself. */
static const struct guard *next_asked(const struct save_request *request, int *at)
{
    const struct guard *guard;
    while ((guard = guard_next(request->record, at))) {
        const enum guard_id *kept = request->kept;
        while (kept && *kept != GUARD_end && guard_of(*kept) != guard)
            kept++;
        if (!kept || *kept == GUARD_end)
            return guard;
    }
    return NULL;
}

/* One column a guard: null while it holds, else the words of its sentence. */
static void sql_question(struct str *sql, const struct save_request *request)
{
    const struct guard *guard;
    int at = 0;
    str_add(sql, "SELECT 0");
    while ((guard = next_asked(request, &at))) {
        str_add(sql, ", CASE WHEN ");
        sql_guard_broken(sql, guard);
        str_add(sql, " THEN ");
        sql_guard_words(sql, guard);
        str_add(sql, " END");
    }
    sql_guard_from(sql, request->record);
    str_add(sql, " WHERE r.id = $2");
}

static void add_sentence(struct str *out, const char *sentence)
{
    str_addf(out, "%s%s", out->length > 0 ? "; and " : "", sentence);
}

static void take_note(struct verdict *verdict, struct arena *arena, const char *sentence, const char *because)
{
    if (arena)
        verdict->notes[verdict->note_count++] =
            because ? arena_format(arena, "%s. Done all the same: %s", sentence, because)
                    : arena_text(arena, sentence, strlen(sentence));
}

static void hear(struct verdict *verdict, const struct save_request *request, const struct guard *guard,
                 struct text found)
{
    const struct field *at = guard->at ? dict_field(guard->at) : NULL;
    struct str sentence, words;
    str_init(&sentence);
    str_init(&words);
    guard_add_words(&words, guard, found);
    guard_sentence(&sentence, guard, str_text(&words));
    if (guard->force == GUARD_REFUSE) {
        verdict->refused = verdict->refusals.length > 0 ? verdict->refused : at;
        add_sentence(&verdict->refusals, sentence.at);
    } else if (guard->force == GUARD_ASK && !request->because) {
        verdict->asked = verdict->questions.length > 0 ? verdict->asked : at;
        add_sentence(&verdict->questions, sentence.at);
    } else {
        if (guard->force == GUARD_ASK)
            verdict->overridden[verdict->overridden_count++] = guard;
        take_note(verdict, request->arena, sentence.at, guard->force == GUARD_ASK ? request->because : NULL);
    }
    str_clear(&words);
    str_clear(&sentence);
}

static bool ask(const struct save *save, const struct save_request *request, struct verdict *verdict,
                struct err *err)
{
    struct statement *question;
    struct str sql;
    bool row;
    str_init(&sql);
    sql_question(&sql, request);
    bool good = db_prepare(save->store->db, &question, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    statement_bind_int(question, 0, date_today());
    statement_bind_int(question, 1, save->id);
    good = statement_step(question, &row, err);
    const struct guard *guard;
    int at = 0;
    for (int n = 1; good && row && (guard = next_asked(request, &at)); n++)
        if (!statement_is_null(question, n))
            hear(verdict, request, guard, statement_text(question, n));
    statement_close(question);
    return good;
}

static bool refuse(const struct verdict *verdict, struct err *err)
{
    const bool refused = verdict->refusals.length > 0;
    const struct field *at = refused ? verdict->refused : verdict->asked;
    if (at)
        err_at(err, "%s", at->name);
    return refused ? err_set(err, ERR_input, "%s", verdict->refusals.at)
                   : err_set(err, ERR_reason, "%s; or say why it is done all the same, with --because WHY",
                             verdict->questions.at);
}

static bool add_key(struct form *form, struct store *store, const struct record *record, int64_t id,
                    struct err *err)
{
    const char *key;
    bool there;
    if (record->privacy == PRIVACY_restricted)
        return true;
    if (!record_key(form->arena, store, record, id, &key, &there, err))
        return false;
    const struct text words = {key, strlen(key) < WORDS_MAX ? strlen(key) : WORDS_MAX};
    form_text(form, F_override_words, (struct text){key, text_utf8_valid(words)});
    return true;
}

bool reason_keep(struct store *store, const char *what, const struct record *record, int64_t id, int64_t at,
                 const char *because, struct err *err)
{
    struct arena arena;
    struct form form;
    struct saved saved;
    arena_init(&arena);
    form_new(&form, &arena, dict_record(R_override));
    form_words(&form, F_override_guard, what);
    form_words(&form, F_override_about, record->name);
    form_int(&form, F_override_row_id, id);
    form_words(&form, F_override_reason, because);
    const bool good =
        add_key(&form, store, record, id, err) &&
        save_version(store, &(struct save_request){.record = form.record, .values = form.values}, true, at,
                     &saved, err);
    arena_clear(&arena);
    return good;
}

bool guard_override(struct store *store, const struct guard *guard, int64_t id, int64_t recorded_at,
                    const char *because, struct err *err)
{
    return reason_keep(store, guard->name, dict_record(guard->record), id, recorded_at, because, err);
}

/* Adds what the guard says of the row, where it speaks against withdrawing it. */
static bool ask_kept(struct store *store, const struct guard *guard, int64_t id, struct str *sentences,
                     struct err *err)
{
    const struct guard_scope only = {.join = "", .where = "r.id = $2", .number = id};
    struct guard_rows rows;
    struct guard_row row;
    struct str sentence;
    bool there;
    if (!guard_rows_open(&rows, store, guard, &only, "0", "r.id", 1, err))
        return false;
    str_init(&sentence);
    const bool good = guard_rows_next(&rows, &row, &there, err);
    if (good && there) {
        guard_sentence(&sentence, guard, row.words);
        add_sentence(sentences, sentence.at);
    }
    str_clear(&sentence);
    guard_rows_close(&rows);
    return good;
}

bool guard_withdrawn(struct store *store, const struct record *record, int64_t id, struct err *err)
{
    const struct guard *guard;
    struct str sentences;
    int at = 0;
    bool good = true;
    str_init(&sentences);
    while (good && (guard = guard_next_kept(record, &at)))
        good = ask_kept(store, guard, id, &sentences, err);
    if (good && sentences.length > 0)
        good = err_set(err, ERR_conflict, "this %s stays: %s", record->name, sentences.at);
    str_clear(&sentences);
    return good;
}

static bool lock_target(const struct store *store, const struct field *field, int64_t id, struct err *err)
{
    struct statement *lock;
    struct str sql;
    bool row;
    str_init(&sql);
    str_addf(&sql, "SELECT id FROM %s WHERE id = $1%s", dict_record(field->to)->name,
             db_for_update(store->db));
    bool good = db_prepare(store->db, &lock, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    statement_bind_int(lock, 0, id);
    good = statement_step(lock, &row, err);
    statement_close(lock);
    return good;
}

bool guard_wait(const struct save *save, struct err *err)
{
    const struct guard *guard;
    int at = 0;
    while (db_for_update(save->store->db)[0] && (guard = guard_next(save->record, &at))) {
        const struct field *field = guard->alone ? dict_field(guard->alone) : NULL;
        const struct value value = field ? save->values[field - save->fields] : (struct value){0};
        if (value.type == VALUE_number && !lock_target(save->store, field, value.number, err))
            return false;
    }
    return true;
}

bool guard_saved(const struct save *save, const struct save_request *request, struct saved *saved,
                 struct err *err)
{
    struct verdict verdict = {.note_count = 0};
    str_init(&verdict.refusals);
    str_init(&verdict.questions);
    bool good = ask(save, request, &verdict, err);
    if (good && (verdict.refusals.length > 0 || verdict.questions.length > 0))
        good = refuse(&verdict, err);
    for (size_t i = 0; good && i < verdict.overridden_count; i++)
        good = guard_override(save->store, verdict.overridden[i], save->id, save->now, request->because, err);
    if (good && verdict.note_count > 0) {
        const char **notes = ARENA_ARRAY(request->arena, const char *, verdict.note_count);
        memcpy(notes, verdict.notes, verdict.note_count * sizeof *notes);
        saved->notes = notes;
        saved->note_count = verdict.note_count;
    }
    str_clear(&verdict.refusals);
    str_clear(&verdict.questions);
    return good;
}
