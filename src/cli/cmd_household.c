#include "base/date.h"
#include "casework/household.h"
#include "cli/given.h"
#include "base/banned.h"

bool cmd_household(struct job *job, struct err *err)
{
    struct report *report;
    int32_t day;
    if (!given_day(job, OPTION_household_as_at, date_today(), &day, err) ||
        !household_report(job->arena, &job->store, job->arguments[0], day, &report, err))
        return false;
    job_report(job, report);
    return true;
}
