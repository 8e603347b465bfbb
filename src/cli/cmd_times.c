#include "base/date.h"
#include "casework/times.h"
#include "cli/given.h"
#include "cli/question.h"

#include "base/banned.h"

bool cmd_times(struct job *job, struct err *err)
{
    const struct question_options options = {OPTION_times_as_at, OPTION_end, OPTION_end};
    struct times_request request = {0};
    struct question question;
    struct progress progress;
    struct report *report;
    struct moment moment;
    struct ask ask;
    const char *where = job_option(job, OPTION_times_where);
    if (!given_record(job, OPTION_times_programme, dict_record(R_programme), &request.programme, err) ||
        !given_day(job, OPTION_times_since, DATE_MIN, &request.since, err) ||
        !given_day(job, OPTION_times_until, DATE_MAX, &request.until, err) ||
        !question_day(job, OPTION_times_as_at, OPTION_end, &moment, err))
        return false;
    request.today = moment.as_at;
    if (where) {
        if (!question_read(job, text_of(where), &options, &question, err))
            return false;
        const struct rule *rule = question.rule;
        question_ask(job, &question.moment, &rule, 1, &progress, &ask);
        request.ask = &ask;
        request.words = question.kept ? question.title : question.words;
        const bool good = times_report(job->arena, &job->store, &request, &report, err);
        progress_clear(&progress);
        if (!good)
            return false;
    } else if (!times_report(job->arena, &job->store, &request, &report, err)) {
        return false;
    }
    job_report(job, report);
    return true;
}
