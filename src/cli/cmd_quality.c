#include "casework/quality.h"
#include "cli/question.h"

#include "base/banned.h"

bool cmd_quality(struct job *job, struct err *err)
{
    const char *by = job_option(job, OPTION_quality_by);
    struct quality_request request = {.rules = job_option(job, OPTION_quality_no_rules) == NULL};
    struct moment moment;
    struct report *report;
    if ((by && !quality_by_named(text_of(by), &request.by, err)) ||
        (job->argument_count > 0 && !store_record_named(job->arguments[0], &request.record, err)) ||
        (request.record && !store_check_may_see(&job->store, request.record, err)) ||
        !question_day(job, OPTION_quality_as_at, OPTION_end, &moment, err))
        return false;
    request.today = moment.as_at;
    if (!quality_report(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}
