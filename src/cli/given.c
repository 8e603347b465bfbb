#include "cli/given.h"

#include "base/date.h"
#include "store/read.h"
#include "base/banned.h"

static const char *typed_name(enum option_id option)
{
    const struct command_option *all;
    cli_options(&all);
    return all[option].name;
}

bool given_day(const struct job *job, enum option_id option, int32_t otherwise, int32_t *day, struct err *err)
{
    const char *typed = job_option(job, option);
    *day = otherwise;
    if (!typed || date_parse(text_of(typed), day, err))
        return true;
    err_at(err, "--%s", typed_name(option));
    return false;
}

bool given_number(const struct job *job, enum option_id option, int64_t otherwise, int64_t *number,
                  struct err *err)
{
    const char *typed = job_option(job, option);
    *number = otherwise;
    if (!typed || (text_to_int(text_of(typed), number) && *number >= 0))
        return true;
    return err_set(err, ERR_usage, "--%s \"%s\" is no whole number", typed_name(option), typed);
}

bool given_real(const struct job *job, enum option_id option, double otherwise, double *number,
                struct err *err)
{
    const char *typed = job_option(job, option);
    *number = otherwise;
    if (!typed || (text_to_real(text_of(typed), number) && *number >= 0))
        return true;
    return err_set(err, ERR_usage, "--%s \"%s\" is no number from 0", typed_name(option), typed);
}

bool given_record(const struct job *job, enum option_id option, const struct record *record, int64_t *id,
                  struct err *err)
{
    const char *typed = job_option(job, option);
    *id = 0;
    return !typed || record_find(&job->store, record, text_of(typed), id, err);
}

bool given_code(struct text typed, const char *what, enum list_id list, int *number, struct err *err)
{
    const struct coded_row *row = list_coded(list, typed);
    struct str codes;
    size_t count;
    if (row) {
        *number = row->number;
        return true;
    }
    const struct coded_row *rows = list_rows(list, &count);
    str_init(&codes);
    for (size_t i = 0; i < count; i++)
        str_addf(&codes, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", rows[i].code);
    err_set(err, ERR_usage, "%s \"" TEXT_FORMAT "\" is not known; write %s", what, TEXT_ARGS(typed),
            codes.at);
    str_clear(&codes);
    return false;
}

bool given_choice(const struct job *job, enum option_id option, enum list_id list, int otherwise, int *number,
                  struct err *err)
{
    const char *typed = job_option(job, option);
    *number = otherwise;
    return !typed || given_code(text_of(typed), arena_format(job->arena, "--%s", typed_name(option)), list,
                                number, err);
}

struct text given_text(const struct job *job, enum option_id option)
{
    const char *typed = job_option(job, option);
    return text_of(typed ? typed : "");
}
