#include "cli/typed_record.h"

#include <string.h>

#include "base/date.h"
#include "base/banned.h"

/* One record being written down from the words of the command. */
struct recording {
    struct job *job;
    struct form form;
    bool there;       /* a record of that key stands already */
    struct str wrong; /* a line for each field that is wrong or missing */
    size_t wrong_count;
};

static void add_wrong(struct recording *recording, const char *name, const char *sentence)
{
    str_addf(&recording->wrong, "  %s: %s\n", name, sentence);
    recording->wrong_count++;
}

/* "needed: personal, cultural, … or systemic", or how it is written. */
static void add_missing(struct recording *recording, const struct field *field)
{
    struct str words;
    str_init(&words);
    str_add(&words, "needed: ");
    if (field->kind == KIND_CHOICE) {
        size_t count;
        const struct coded_row *rows = list_rows(field->of, &count);
        for (size_t i = 0; i < count; i++)
            str_addf(&words, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", rows[i].code);
    } else if (field->kind == KIND_REF) {
        const struct record *to = dict_record(field->to);
        str_addf(&words, "the %s's %s", to->name, dict_field(to->key[0])->name);
    } else {
        str_add(&words, dict_kind(field->kind)->typed);
    }
    add_wrong(recording, field->name, words.at);
    str_clear(&words);
}

static bool unknown_field(const struct record *record, struct text name, struct err *err)
{
    char buffer[80];
    snprintf(buffer, sizeof buffer, TEXT_FORMAT, TEXT_ARGS(name));
    const char *nearest = record_field_nearest(record, text_of(buffer));
    return err_set(err, ERR_usage, "a %s has no field \"%s\"%s%s; mahi dict %s lists them", record->name,
                   buffer, nearest ? "; did you mean " : "", nearest ? nearest : "", record->name);
}

static bool take_word(struct recording *recording, struct text word, struct err *err)
{
    const struct record *record = recording->form.record;
    struct text rest = word, name;
    struct err bad = {0};
    text_split(&rest, '=', &name);
    if (!rest.at)
        return err_set(err, ERR_usage,
                       "\"" TEXT_FORMAT "\" has no =; write FIELD=VALUE, in quotes if there are blanks in it",
                       TEXT_ARGS(word));
    const struct field *field = record_field_named(record, name);
    if (!field)
        return unknown_field(record, name, err);
    if (field->stamped)
        return err_set(err, ERR_usage, "%s is set by Mahi; leave it out", field->name);
    if (recording->form.given[field - recording->form.fields])
        return err_set(err, ERR_usage, "%s is given twice; keep one of the two", field->name);
    if (!form_typed(&recording->form, field->id, rest, &bad)) {
        form_clear(&recording->form, field->id);
        add_wrong(recording, field->name, bad.sentence);
    }
    return true;
}

/* What began on no day that was named begins today: before looking, where the day is part of the key. */
static void begin_today(struct recording *recording, bool in_key)
{
    const enum field_id from = recording->form.record->effective_from;
    if (from == F_none || recording->there || form_has(&recording->form, from) ||
        field_is_key(dict_field(from)) != in_key ||
        recording->form.given[dict_field(from) - recording->form.fields])
        return;
    form_day(&recording->form, from, date_today());
}

static bool all_is_there(struct recording *recording, struct err *err)
{
    const struct field *missing[RECORD_FIELDS_MAX];
    const size_t count = form_missing(&recording->form, missing), wrong = recording->wrong_count;
    for (size_t i = 0; i < count; i++) {
        const char *line = arena_format(recording->job->arena, "  %s: ", missing[i]->name);
        if (wrong == 0 || !strstr(recording->wrong.at, line))
            add_missing(recording, missing[i]);
    }
    if (recording->wrong_count == 0)
        return true;
    recording->job->pointer = arena_text(recording->job->arena, recording->wrong.at, recording->wrong.length);
    return err_set(err, ERR_input, "nothing is written; %s of this %s %s missing or wrong",
                   recording->wrong_count == 1 ? "a field" : "fields", recording->form.record->name,
                   recording->wrong_count == 1 ? "is" : "are");
}

/* What to type next, so that nothing need be typed again. */
static void point_at_next(struct recording *recording, int64_t stands, const struct err *err)
{
    struct job *job = recording->job;
    if (err->kind == ERR_conflict && job_option(job, OPTION_record_if)) {
        struct str moment;
        str_init(&moment);
        instant_print(&moment, stands);
        job->pointer =
            arena_format(job->arena, "To write yours over it:\n  %s\n", typed_again(job, "--if", moment.at));
        str_clear(&moment);
    } else if (err->kind == ERR_reason) {
        job->pointer =
            arena_format(job->arena, "With the reason:\n  %s\n", typed_again(job, "--because", "WHY"));
    }
}

static bool save(struct recording *recording, struct saved *saved, struct err *err)
{
    struct job *job = recording->job;
    int64_t expected;
    if (!typed_version(job, OPTION_record_if, &expected, err))
        return false;
    const int64_t stands = recording->form.recorded_at;
    if (expected && !recording->there)
        return err_set(
            err, ERR_conflict,
            "there is no %s under this key: it was withdrawn, or never was; leave --if out to write it "
            "down as a new one",
            recording->form.record->name);
    if (expected)
        recording->form.recorded_at = expected;
    if (form_save(&recording->form, &job->store, job_option(job, OPTION_record_because), saved, err))
        return true;
    point_at_next(recording, stands, err);
    return false;
}

/* A row for each field that differs; a verification that fell with the change is one of them. */
static bool report_changes(struct recording *recording, struct report *report, const struct form *old,
                           struct err *err)
{
    const struct field *fields[RECORD_FIELDS_MAX];
    const size_t count = record_fields_for_reading(old->record, fields);
    struct table *table = report_table(report, "changes", "What was changed");
    table_column(table, "field", "Field", COLUMN_text);
    table_column(table, "before", "Before", COLUMN_text);
    table_column(table, "now", "Now", COLUMN_text);
    for (size_t i = 0; i < count; i++) {
        const size_t at = (size_t)(fields[i] - old->fields);
        const char *texts[2];
        if (fields[i]->stamped || value_equal(old->before[at], recording->form.values[at]))
            continue;
        if (!form_print(old, &recording->job->store, fields[i]->id, true, &texts[0], err) ||
            !form_print(&recording->form, &recording->job->store, fields[i]->id, false, &texts[1], err))
            return false;
        table_row(table);
        table_text(table, fields[i]->name);
        for (int t = 0; t < 2; t++) {
            if (texts[t][0])
                table_text(table, texts[t]);
            else
                table_absent(table, "not recorded");
        }
    }
    return true;
}

static bool report_saved(struct recording *recording, const struct form *old, const struct saved *saved,
                         struct err *err)
{
    struct job *job = recording->job;
    const char *key;
    if (!typed_key(job, &recording->form, &key, err))
        return false;
    struct report *report = report_make(job->arena, "record", recording->form.record->label);
    if (saved->result == SAVE_unchanged)
        report_sentence(report, "%s \"%s\" says the same already; nothing is changed.",
                        recording->form.record->label, key);
    else
        report_sentence(report, "%s %s \"%s\".", saved->result == SAVE_added ? "Added" : "Changed",
                        recording->form.record->name, key);
    report_notes(report, saved);
    if (saved->result == SAVE_changed && !report_changes(recording, report, old, err))
        return false;
    job_report(job, report);
    return true;
}

static bool record_words(struct recording *recording, struct err *err)
{
    struct job *job = recording->job;
    struct saved saved;
    for (size_t i = 1; i < job->argument_count; i++)
        if (!take_word(recording, job->arguments[i], err))
            return false;
    begin_today(recording, true);
    if (!form_find(&recording->form, &job->store, &recording->there, err))
        return false;
    begin_today(recording, false);
    const struct form old = recording->form;
    return all_is_there(recording, err) && save(recording, &saved, err) &&
           report_saved(recording, &old, &saved, err);
}

bool cmd_record(struct job *job, struct err *err)
{
    struct recording *recording = ARENA_NEW(job->arena, struct recording);
    const struct record *record;
    if (!store_record_named(job->arguments[0], &record, err))
        return false;
    recording->job = job;
    form_new(&recording->form, job->arena, record);
    str_init(&recording->wrong);
    const bool good = record_words(recording, err);
    str_clear(&recording->wrong);
    return good;
}
