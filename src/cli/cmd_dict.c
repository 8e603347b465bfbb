#include "cli/cmd_dict.h"

#include <string.h>

#include "dict/guard.h"

#include "base/banned.h"

enum { WIDE = 100 };

/* ---- words ---- */

static const struct {
    const char *name, *sentence;
} shapes[] = {
    [SHAPE_KIND_THING] = {"thing", "Something that is there: it has a history, but no dates of its own."},
    [SHAPE_KIND_DATED] = {"dated", "Something that is true of a thing from a day on."},
    [SHAPE_KIND_PERSON] = {"person", "A person: what is said of them, with its source."},
    [SHAPE_KIND_FACT] = {"fact", "Something that is true of a person from a day on, with its source."},
    [SHAPE_KIND_SPELL] = {"spell",
                          "Something that is true of a person from a day to a day, with its source."},
    [SHAPE_KIND_ACT] = {"act", "Something done with or for a person on a day: what the service does needs no "
                               "source."},
    [SHAPE_KIND_SPAN] = {"span", "Something arranged for a person from a day to a day."},
};

const char *dict_shape_name(enum shape shape)
{
    return shapes[shape].name;
}

const char *dict_shape_sentence(enum shape shape)
{
    return shapes[shape].sentence;
}

const char *dict_privacy_sentence(enum privacy privacy)
{
    static const char *const sentences[] = {
        [PRIVACY_office] = "",
        [PRIVACY_identity] = "Identifies the person: never in what leaves the office for research.",
        [PRIVACY_restricted] = "Restricted: only for staff who see restricted records.",
    };
    return sentences[privacy];
}

void dict_add_limits(struct str *out, const struct field *field)
{
    bool has_limits = field->min != 0 || field->max != 0;
    if (field->kind == KIND_CHOICE) {
        str_add(out, dict_list(field->of)->name);
    } else if (field->kind == KIND_REF) {
        str_add(out, dict_record(field->to)->name);
    } else if (field->not_before != F_none) {
        str_addf(out, "not before %s", dict_field(field->not_before)->name);
    } else if (has_limits && (field->kind == KIND_TEXT || field->kind == KIND_NOTE)) {
        str_addf(out, "at most %g characters", field->max);
    } else if (has_limits) {
        str_add_real(out, field->min);
        str_add(out, " to ");
        str_add_real(out, field->max);
    }
    if (field->unit)
        str_addf(out, "%s%s", has_limits ? " " : "", field->unit);
}

void dict_add_key(struct str *out, const struct record *record)
{
    size_t count = record_key_count(record);
    for (size_t i = 0; i < count; i++)
        str_addf(out, "%s%s",
                 i == 0           ? ""
                 : i + 1 == count ? " and "
                                  : ", ",
                 dict_field(record->key[i])->name);
}

void dict_add_heading_row(struct str *out, const struct record *record)
{
    const struct field *fields[RECORD_FIELDS_MAX];
    size_t count = record_fields_for_reading(record, fields), any = 0;
    for (size_t i = 0; i < count; i++)
        if (!fields[i]->stamped)
            str_addf(out, "%s%s", any++ > 0 ? "," : "", fields[i]->name);
}

/* The length of " (R22, R23)" at the start of `text`; 0 when it says something else. */
static size_t citation_length(const char *text)
{
    if (strncmp(text, " (R", 3) != 0 || text[3] < '0' || text[3] > '9')
        return 0;
    size_t length = 2 + strspn(text + 2, "R0123456789, -");
    return text[length] == ')' ? length + 1 : 0;
}

const char *dict_plain(struct arena *arena, const char *sentence)
{
    struct str plain;
    str_init(&plain);
    while (*sentence) {
        size_t skip = citation_length(sentence);
        if (skip == 0)
            str_add_char(&plain, *sentence++);
        sentence += skip;
    }
    return str_into(&plain, arena);
}

static const char *text_of_str(struct arena *arena, struct str *str)
{
    const char *copy = arena_text(arena, str->at, str->length);
    str_clear(str);
    return copy;
}

/* ---- all record types ---- */

static void add_record(struct job *job, struct table *table, const struct record *record, bool wide)
{
    struct str key;
    str_init(&key);
    dict_add_key(&key, record);
    table_row(table);
    table_text(table, record->name);
    if (wide)
        table_text(table, record->label);
    table_text(table, dict_plain(job->arena, record->doc));
    if (wide)
        table_text(table, dict_shape_name(record->shape));
    table_text(table, text_of_str(job->arena, &key));
}

/* On a narrow terminal without label and shape, so that the sentences can be read. */
static void report_records(struct job *job)
{
    bool wide = job->format != FORMAT_text || job->style.width == 0 || job->style.width >= WIDE;
    struct report *report = report_make(job->arena, "dict", "What the data are");
    struct table *table =
        report_table(report, "records", "Types of record, in the order in which files are imported");
    table_column(table, "record", "Record", COLUMN_text);
    if (wide)
        table_column(table, "label", "Label", COLUMN_text);
    table_column(table, "what", "What it is", COLUMN_text);
    if (wide)
        table_column(table, "shape", "Shape", COLUMN_text);
    table_column(table, "key", "Key", COLUMN_text);
    for (int i = R_none + 1; i < R_end; i++)
        add_record(job, table, dict_record((enum record_id)i), wide);
    for (enum shape shape = SHAPE_KIND_THING; wide && shape <= SHAPE_KIND_SPAN; shape++)
        table_note(table, "%s: %s", dict_shape_name(shape), dict_shape_sentence(shape));
    report_paragraph(report,
                     "mahi dict RECORD lists the columns of one, mahi dict --manual says everything.");
    job_report(job, report);
}

/* ---- one record type ---- */

/* "a code of english", "the client's number", "a whole number, 1 to 5" */
static const char *written_as(struct arena *arena, const struct field *field)
{
    struct str words, limits;
    str_init(&words);
    str_init(&limits);
    dict_add_limits(&limits, field);
    if (field->kind == KIND_CHOICE)
        str_addf(&words, "a code of %s", limits.at);
    else if (field->kind == KIND_REF)
        str_addf(&words, "the %s's %s", limits.at, dict_field(dict_record(field->to)->key[0])->name);
    else
        str_addf(&words, "%s%s%s", dict_kind(field->kind)->typed, limits.length > 0 ? ", " : "", limits.at);
    str_clear(&limits);
    return text_of_str(arena, &words);
}

static void add_field(struct job *job, struct table *table, const struct field *field, bool for_people)
{
    const char *privacy = dict_privacy_sentence(field->privacy);
    table_row(table);
    table_text(table, field->name);
    table_text(table, field->required ? "yes" : "no");
    if (for_people) {
        table_text(table, written_as(job->arena, field));
    } else {
        struct str limits;
        str_init(&limits);
        dict_add_limits(&limits, field);
        table_text(table, dict_kind(field->kind)->name);
        table_text(table, dict_kind(field->kind)->typed);
        table_text(table, text_of_str(job->arena, &limits));
    }
    table_text(table, arena_format(job->arena, "%s%s%s", dict_plain(job->arena, field->doc),
                                   privacy[0] ? " " : "", privacy));
}

static void report_fields(struct job *job, struct report *report, const struct record *record)
{
    const struct field *fields[RECORD_FIELDS_MAX];
    size_t count = record_fields_for_reading(record, fields);
    bool for_people = job->format == FORMAT_text || job->format == FORMAT_html;
    struct table *table = report_table(report, "fields", "Columns of an import file");
    table_column(table, "field", "Column", COLUMN_text);
    table_column(table, "needed", "Needed", COLUMN_text);
    if (!for_people)
        table_column(table, "kind", "Kind", COLUMN_text);
    table_column(table, "written", "Written as", COLUMN_text);
    if (!for_people)
        table_column(table, "limits", "Limits", COLUMN_text);
    table_column(table, "what", "What it is", COLUMN_text);
    for (size_t i = 0; i < count; i++)
        if (!fields[i]->stamped)
            add_field(job, table, fields[i], for_people);
    table_note(table, "An empty cell says that nobody has recorded the value; a column that the file lacks "
                      "leaves it as it is.");
}

/* What must hold between records, and what becomes of a row that breaks it. */
static void report_guards(struct job *job, struct report *report, const struct record *record)
{
    const struct guard *guard;
    struct table *table = NULL;
    int at = 0;
    int kept_at = 0;
    while ((guard = guard_next(record, &at)) || (guard = guard_next_kept(record, &kept_at))) {
        struct str sentence;
        str_init(&sentence);
        guard_sentence(&sentence, guard, text_of("…"));
        if (!table) {
            table = report_table(report, "rules", "Rules between records");
            table_column(table, "rule", "Rule", COLUMN_text);
            table_column(table, "what", "A row that breaks it", COLUMN_text);
            table_column(table, "sentence", "What is said", COLUMN_text);
        }
        table_row(table);
        table_text(table, guard->name);
        table_text(table, guard_force_words(guard->force));
        table_text(table, text_of_str(job->arena, &sentence));
    }
}

static bool list_is_new(const struct field *const *fields, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (fields[i]->of == fields[at]->of)
            return false;
    return fields[at]->of != LIST_none;
}

static void report_lists(struct job *job, struct report *report, const struct record *record)
{
    const struct field *fields[RECORD_FIELDS_MAX];
    size_t count = record_fields_for_reading(record, fields);
    for (size_t i = 0; i < count; i++) {
        if (!list_is_new(fields, i))
            continue;
        const struct list *list = dict_list(fields[i]->of);
        size_t codes;
        const struct coded_row *rows = list_rows(fields[i]->of, &codes);
        struct table *table = report_table(
            report, list->name,
            arena_format(job->arena, "Codes of %s: %s", list->name, dict_plain(job->arena, list->doc)));
        table_column(table, "code", "Code", COLUMN_text);
        table_column(table, "label", "Label", COLUMN_text);
        table_column(table, "meaning", "Meaning", COLUMN_text);
        for (size_t r = 0; r < codes; r++) {
            table_row(table);
            table_text(table, rows[r].code);
            table_text(table, rows[r].label);
            table_text(table, dict_plain(job->arena, rows[r].meaning));
        }
    }
}

static void report_record(struct job *job, const struct record *record)
{
    struct str key, heading;
    str_init(&key);
    str_init(&heading);
    dict_add_key(&key, record);
    dict_add_heading_row(&heading, record);
    const char *heading_row = text_of_str(job->arena, &heading);
    struct report *report =
        report_make(job->arena, "dict", arena_format(job->arena, "%s: %s", record->name, record->label));
    report_paragraph(report, "%s", dict_plain(job->arena, record->doc));
    report_paragraph(report, "%s %s", dict_shape_sentence(record->shape),
                     dict_privacy_sentence(record->privacy));
    report_paragraph(report, "Its key is %s: a row whose key is known already changes that record.",
                     text_of_str(job->arena, &key));
    report_fields(job, report, record);
    report_guards(job, report, record);
    report_lists(job, report, record);
    report_paragraph(report, "The first row of a file may be:");
    if (job->format != FORMAT_text)
        report_paragraph(report, "%s", heading_row);
    job_report(job, report);
    if (job->format == FORMAT_text) /* by itself and never broken into lines, so that it can be copied */
        fprintf(job->out, "%s\n", heading_row);
}

bool cmd_dict(struct job *job, struct err *err)
{
    const struct text name = job->arguments[0];
    if (job_option(job, OPTION_dict_manual)) {
        if (job->argument_count > 0)
            return err_set(
                err, ERR_usage,
                "the manual is of all records; write mahi dict --manual, or mahi dict " TEXT_FORMAT,
                TEXT_ARGS(name));
        struct str manual;
        str_init(&manual);
        dict_manual(&manual);
        fwrite(manual.at, 1, manual.length, job->out);
        str_clear(&manual);
        return true;
    }
    if (job->argument_count == 0)
        return report_records(job), true;
    const struct record *record = dict_record_named(name);
    const char *nearest = dict_record_nearest(name);
    if (!record)
        return err_set(err, ERR_usage,
                       "there is no record type \"" TEXT_FORMAT "\"%s%s; mahi dict lists them",
                       TEXT_ARGS(name), nearest ? "; did you mean " : "", nearest ? nearest : "");
    return report_record(job, record), true;
}
