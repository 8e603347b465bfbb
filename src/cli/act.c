#include "cli/act.h"

#include <string.h>

#include "base/nearest.h"
#include "base/banned.h"

static bool no_such_field(const struct record *record, struct text name, struct err *err)
{
    size_t count;
    struct nearest nearest;
    const struct field *fields = record_fields(record, &count);
    nearest_init(&nearest, name);
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, fields[i].name);
    return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no field of %s%s%s; mahi dict %s lists them",
                   TEXT_ARGS(name), record->name, nearest.name ? "; did you mean " : "",
                   nearest.name ? nearest.name : "", record->name);
}

bool act_fields(const struct job *job, enum option_id option, struct form *form, struct err *err)
{
    for (size_t i = 0; i < job->option_counts[option]; i++) {
        const struct text typed = text_of(job->options[option][i]);
        const char *equals = memchr(typed.at, '=', typed.length);
        if (!equals)
            return err_set(err, ERR_usage, "--set \"" TEXT_FORMAT "\" has no =; write --set FIELD=VALUE",
                           TEXT_ARGS(typed));
        const struct text name = {typed.at, (size_t)(equals - typed.at)};
        const struct text value = {equals + 1, typed.length - name.length - 1};
        const struct field *field = record_field_named(form->record, text_trim(name));
        if (!field || field->stamped)
            return no_such_field(form->record, name, err);
        if (!form_typed(form, field->id, value, err))
            return false;
    }
    return true;
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
