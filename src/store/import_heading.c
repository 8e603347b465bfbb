#include <string.h>

#include "store/import_job.h"
#include "base/banned.h"

/* Columns that an export or a rejected file carries and that say nothing to an import. */
static bool is_passed_over(struct text name)
{
    return text_is(name, "problem") || text_is(name, "recorded_at") || text_is(name, "recorded_by");
}

bool import_is_given(const struct import_job *job, enum field_id id)
{
    for (size_t i = 0; i < job->given_count; i++)
        if (job->given[i]->id == id)
            return true;
    return false;
}

/* What is wrong with the heading, as lists of quoted names. */
struct complaints {
    struct str unknown, twice, missing, denied;
};

static void name_in(struct str *names, const char *name)
{
    str_addf(names, "%s\"%s\"", names->length > 0 ? ", " : "", name);
}

static void settle_column(struct import_job *job, size_t at, struct text name, struct complaints *complaints)
{
    const struct field *field = record_field_named(job->record, name);
    const char *nearest = record_field_nearest(job->record, name);
    job->heading[at] = arena_text(job->arena, name.at, name.length);
    job->columns[at] = (struct import_column){.field = NULL};
    if (is_passed_over(name))
        return;
    if (!field || field->stamped) {
        name_in(&complaints->unknown, job->heading[at]);
        if (nearest)
            str_addf(&complaints->unknown, " (did you mean %s?)", nearest);
    } else if (!store_may_see_field(job->store, field)) {
        name_in(&complaints->denied, field->name);
    } else if (import_is_given(job, field->id)) {
        name_in(&complaints->twice, field->name);
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
            return err_set(err, ERR_usage,
                           "--set names \"" TEXT_FORMAT
                           "\", which is no field of %s; mahi dict %s lists them",
                           TEXT_ARGS(constant->field), job->record->name, job->record->name);
        if (!store_may_see_field(job->store, field))
            return err_set(err, ERR_denied, "\"%s\" is a restricted field, and \"%s\" may not see those",
                           field->name, job->store->staff_login);
        if (import_is_given(job, field->id))
            return err_set(err, ERR_usage,
                           "--set gives \"%s\", and so does the file or another --set; leave one out",
                           field->name);
        if (text_utf8_valid(constant->value) != constant->value.length)
            return err_set(err, ERR_usage,
                           "--set %s gives a value that is not UTF-8; see what your terminal is set to",
                           field->name);
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
        if (field->required && !import_is_given(job, field->id))
            str_addf(missing, "%s\"%s\" (%s)", missing->length > 0 ? ", " : "", field->name,
                     dict_kind(field->kind)->typed);
    }
}

static bool report_complaints(const struct import_job *job, const struct complaints *complaints,
                              struct err *err)
{
    struct str sentence;
    if (complaints->denied.length > 0)
        return err_set(err, ERR_denied,
                       "%s: restricted fields, and \"%s\" may not see those; leave the columns out",
                       complaints->denied.at, job->store->staff_login);
    if (complaints->unknown.length + complaints->twice.length + complaints->missing.length == 0)
        return true;
    str_init(&sentence);
    if (complaints->unknown.length > 0)
        str_addf(&sentence, "%s has no column %s. ", job->record->name, complaints->unknown.at);
    if (complaints->twice.length > 0)
        str_addf(&sentence, "Named twice: %s. ", complaints->twice.at);
    if (complaints->missing.length > 0)
        str_addf(&sentence, "Missing: %s; add the column, or --set FIELD=VALUE for all rows. ",
                 complaints->missing.at);
    str_addf(&sentence, "mahi dict %s lists the columns", job->record->name);
    err_set(err, ERR_input, "%s", sentence.at);
    err_at(err, "%s, row 1", job->request->name);
    str_clear(&sentence);
    return false;
}

bool import_heading(struct import_job *job, struct err *err)
{
    struct complaints complaints;
    if (!csv_read(&job->csv, err))
        return err_set(err, ERR_input, "\"%s\" is empty; its first row must name the columns",
                       job->request->name);
    str_init(&complaints.unknown);
    str_init(&complaints.twice);
    str_init(&complaints.missing);
    str_init(&complaints.denied);
    job->column_count = job->csv.field_count;
    job->columns = ARENA_ARRAY(job->arena, struct import_column, job->column_count);
    job->heading = ARENA_ARRAY(job->arena, char *, job->column_count);
    for (size_t i = 0; i < job->column_count; i++)
        settle_column(job, i, text_trim(job->csv.fields[i]), &complaints);
    bool good = settle_constants(job, err);
    find_missing(job, &complaints.missing);
    good = good && report_complaints(job, &complaints, err);
    str_clear(&complaints.unknown);
    str_clear(&complaints.twice);
    str_clear(&complaints.missing);
    str_clear(&complaints.denied);
    return good;
}
