#include "cli/act.h"

#include "cli/typed_record.h"
#include "base/banned.h"

static bool no_such_field(const struct record *record, struct text name, struct err *err)
{
    const char *nearest = record_field_nearest(record, name);
    return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no field of %s%s%s; mahi dict %s lists them",
                   TEXT_ARGS(name), record->name, nearest ? "; did you mean " : "", nearest ? nearest : "",
                   record->name);
}

bool act_fields(const struct job *job, size_t first, struct form *form, struct err *err)
{
    for (size_t i = first; i < job->argument_count; i++) {
        struct text value = job->arguments[i], name;
        text_split(&value, '=', &name);
        if (!value.at)
            return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" has no =; write FIELD=VALUE",
                           TEXT_ARGS(name));
        const struct field *field = record_field_named(form->record, text_trim(name));
        if (!field || field->stamped)
            return no_such_field(form->record, name, err);
        if (!form_typed(form, field->id, value, err))
            return false;
    }
    return true;
}

bool act_failed(struct job *job, const struct err *err)
{
    if (err->kind == ERR_reason)
        job->pointer =
            arena_format(job->arena, "With the reason:\n  %s\n", typed_again(job, "--because", "WHY"));
    return false;
}

void act_report(struct job *job, const char *key, const char *title, const struct done *done)
{
    struct report *report = report_make(job->arena, key, title);
    for (size_t i = 0; i < done->said_count; i++)
        report_sentence(report, "%s", done->said[i]);
    for (size_t i = 0; i < done->caution_count; i++)
        report_caution(report, "%s", done->cautions[i]);
    job_report(job, report);
}
