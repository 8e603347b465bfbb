#include "store/import.h"

#include <string.h>

#include "base/date.h"
#include "base/nearest.h"
#include "store/import_job.h"
#include "base/banned.h"

enum { SETTLE_FROM_ROWS = 10000 }; /* from here on it pays to fold the log and to refresh the engine's statistics */

void import_tell(const struct import_job *job, const char *doing, int64_t rows, double share)
{
    const struct import_progress *progress = &job->request->progress;
    if (progress->tell)
        progress->tell(progress->context, doing, rows, share);
}

/* Columns that an export or a rejected file carries and that say nothing to an import. */
static bool is_passed_over(struct text name)
{
    return text_is(name, "problem") || text_is(name, "recorded_at") || text_is(name, "recorded_by");
}

static bool is_given(const struct import_job *job, const struct field *field)
{
    for (size_t i = 0; i < job->given_count; i++)
        if (job->given[i] == field)
            return true;
    return false;
}

static void describe_unknown(const struct import_job *job, struct str *sentence, struct text name)
{
    const char *nearest = record_field_nearest(job->record, name);
    str_addf(sentence, "%s\"" TEXT_FORMAT "\"", sentence->length > 0 ? ", " : "", TEXT_ARGS(name));
    if (nearest)
        str_addf(sentence, " (did you mean %s?)", nearest);
}

static void settle_column(struct import_job *job, size_t at, struct text name, struct str *unknown, struct str *twice)
{
    const struct field *field = record_field_named(job->record, name);
    job->heading[at] = arena_text(job->arena, name.at, name.length);
    job->columns[at] = (struct import_column){.field = NULL};
    if (is_passed_over(name))
        return;
    if (!field || field->stamped) {
        describe_unknown(job, unknown, name);
    } else if (is_given(job, field)) {
        str_addf(twice, "%s\"%s\"", twice->length > 0 ? ", " : "", field->name);
    } else {
        job->columns[at] = (struct import_column){.field = field, .place = (size_t)(field - job->fields)};
        job->given[job->given_count++] = field;
    }
}

static bool settle_constants(struct import_job *job, struct err *err)
{
    for (size_t i = 0; i < job->request->constant_count; i++) {
        const struct import_constant *constant = &job->request->constants[i];
        const struct field *field = record_field_named(job->record, constant->field);
        if (!field || field->stamped)
            return err_set(err, ERR_usage, "--set names \"" TEXT_FORMAT "\", which is no field of %s; mahi dict %s lists them",
                           TEXT_ARGS(constant->field), job->record->name, job->record->name);
        if (is_given(job, field))
            return err_set(err, ERR_usage, "--set gives \"%s\", and so does the file or another --set; leave one out", field->name);
        if (text_utf8_valid(constant->value) != constant->value.length)
            return err_set(err, ERR_usage, "--set %s gives a value that is not UTF-8; see what your terminal is set to", field->name);
        if (!value_parse(field, constant->value, &job->constants[field - job->fields], err)) {
            err_at(err, "--set %s", field->name);
            return false;
        }
        job->given[job->given_count++] = field;
    }
    return true;
}

static void find_missing(const struct import_job *job, struct str *missing)
{
    for (size_t i = 0; i < job->field_count; i++) {
        const struct field *field = &job->fields[i];
        if (field->required && !is_given(job, field))
            str_addf(missing, "%s\"%s\" (%s)", missing->length > 0 ? ", " : "", field->name, dict_kind(field->kind)->typed);
    }
}

bool import_heading(struct import_job *job, struct err *err)
{
    if (!csv_read(&job->csv, err))
        return err_set(err, ERR_input, "\"%s\" is empty; its first row must name the columns", job->request->name);
    struct str unknown, twice, missing;
    str_init(&unknown);
    str_init(&twice);
    str_init(&missing);
    job->column_count = job->csv.field_count;
    job->columns = ARENA_ARRAY(job->arena, struct import_column, job->column_count);
    job->heading = ARENA_ARRAY(job->arena, char *, job->column_count);
    for (size_t i = 0; i < job->column_count; i++)
        settle_column(job, i, text_trim(job->csv.fields[i]), &unknown, &twice);
    bool good = settle_constants(job, err);
    find_missing(job, &missing);
    if (good && unknown.length + twice.length + missing.length > 0) {
        struct str sentence;
        str_init(&sentence);
        if (unknown.length > 0)
            str_addf(&sentence, "%s has no column %s. ", job->record->name, unknown.at);
        if (twice.length > 0)
            str_addf(&sentence, "Named twice: %s. ", twice.at);
        if (missing.length > 0)
            str_addf(&sentence, "Missing: %s; add the column, or --set FIELD=VALUE for all rows. ", missing.at);
        str_addf(&sentence, "mahi dict %s lists the columns", job->record->name);
        good = err_set(err, ERR_input, "%s", sentence.at);
        err_at(err, "%s, row 1", job->request->name);
        str_clear(&sentence);
    }
    str_clear(&unknown);
    str_clear(&twice);
    str_clear(&missing);
    return good;
}

static bool create_staging(struct import_job *job, struct err *err)
{
    struct str columns;
    str_init(&columns);
    for (size_t i = 0; i < job->given_count; i++) {
        const struct field *field = job->given[i];
        const struct kind_info *kind = dict_kind(field->kind == KIND_REF ? KIND_CODE : field->kind);
        str_addf(&columns, "%s%s %s", i == 0 ? "" : ", ", field->name,
                 db_engine(job->store->db) == ENGINE_sqlite ? kind->sqlite_type : kind->postgres_type);
    }
    bool good = db_create_staging(job->store->db, IMPORT_STAGING, job->record->name, columns.at, err);
    str_clear(&columns);
    return good;
}

static bool import_work(struct import_job *job, struct err *err)
{
    if (!import_heading(job, err) || !create_staging(job, err) || !import_rows(job, err) || !import_merge(job, err))
        return false;
    struct import_result *result = job->result;
    result->unchanged = result->rows - result->rejected - result->added - result->changed;
    problems_sort(&result->problems);
    if (result->problems.count > 0 && !job->request->keep_good) {
        result->added = result->changed = result->unchanged = 0;
        return true;
    }
    result->written = true;
    return true;
}

bool import_run(struct store *store, struct arena *arena, const struct import_request *request, struct import_result *result,
                struct err *err)
{
    struct import_job job = {.store = store, .arena = arena, .request = request, .result = result, .record = request->record,
                             .now = instant_now()};
    *result = (struct import_result){0};
    problems_init(&result->problems, arena);
    if (!store_check_may_see(store, request->record, err) || !db_begin(store->db, err))
        return false;
    job.fields = record_fields(request->record, &job.field_count);
    job.constants = ARENA_ARRAY(arena, struct value, job.field_count);
    csv_open(&job.csv, request->file, request->name);
    bool good = import_work(&job, err);
    csv_close(&job.csv);
    if (good && result->written)
        good = db_commit(store->db, err);
    else
        db_rollback(store->db);
    if (good && result->written && result->added + result->changed >= SETTLE_FROM_ROWS) {
        import_tell(&job, "settling", result->rows, 1);
        good = db_settle(store->db, err);
    }
    result->written = good && result->written;
    return good;
}
