#include "cli/cli.h"

#include "base/date.h"
#include "casework/agreement.h"
#include "base/banned.h"

static bool read_day(const struct job *job, int32_t *day, struct err *err)
{
    const char *typed = job_option(job, OPTION_agreement_on);
    *day = date_today();
    return !typed || date_parse(text_of(typed), day, err);
}

static bool show_agreement(struct job *job, int32_t day, struct err *err)
{
    struct agreement agreement;
    if (!agreement_read(job->arena, &job->store, job->arguments[1], day, &agreement, err))
        return false;
    job_report(job, agreement_report(job->arena, &agreement, day));
    return true;
}

static bool sign_agreement(struct job *job, int32_t day, struct err *err)
{
    const struct agreement_signing request = {.agreement = job->arguments[1],
                                              .party = job->arguments[2],
                                              .day = day,
                                              .signed_by = job_option(job, OPTION_agreement_by)};
    if (!request.signed_by)
        return err_set(err, ERR_usage, "say with --by who signed for \"" TEXT_FORMAT "\"",
                       TEXT_ARGS(request.party));
    return agreement_sign(job->arena, &job->store, &request, err) && show_agreement(job, day, err);
}

bool cmd_agreement(struct job *job, struct err *err)
{
    int32_t day;
    if (!read_day(job, &day, err))
        return false;
    if (text_is(job->arguments[0], "show") && job->argument_count == 2)
        return show_agreement(job, day, err);
    if (text_is(job->arguments[0], "sign") && job->argument_count == 3)
        return sign_agreement(job, day, err);
    return err_set(err, ERR_usage,
                   "write: mahi agreement show AGREEMENT, or mahi agreement sign AGREEMENT PARTY --by NAME");
}
