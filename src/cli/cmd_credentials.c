#include "base/date.h"
#include "casework/credentials.h"
#include "cli/given.h"
#include "base/banned.h"

bool cmd_credentials(struct job *job, struct err *err)
{
    struct credentials_request request = {.client = job->arguments[0],
                                          .employer = given_text(job, OPTION_credentials_to),
                                          .organisation = given_text(job, OPTION_credentials_to_body),
                                          .day = date_today()};
    struct report *report;
    if (!given_day(job, OPTION_credentials_consent_on, DATE_MIN, &request.consent_on, err) ||
        !credentials_show(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}
