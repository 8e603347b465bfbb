#include "casework/reach.h"
#include "cli/question.h"

#include "base/banned.h"

static bool read_number(const struct job *job, enum option_id option, int64_t otherwise, int64_t least,
                        int64_t *out, struct err *err)
{
    const char *typed = job_option(job, option);
    *out = otherwise;
    return !typed || (text_to_int(text_of(typed), out) && *out >= least && *out <= 100000) ||
           err_set(err, ERR_usage, "\"%s\" is not a number from %d; write such as %d", typed, (int)least,
                   (int)otherwise);
}

bool cmd_newcomers(struct job *job, struct err *err)
{
    struct reach_request request = {0};
    struct newcomers newcomers;
    struct moment moment;
    struct progress progress;
    struct ask ask;
    int64_t limit;
    if (job->argument_count > 0)
        request.programme = job->arguments[0];
    if (!question_day(job, OPTION_newcomers_as_at, OPTION_end, &moment, err) ||
        !read_number(job, OPTION_newcomers_days, 7, 1, &request.span, err) ||
        !read_number(job, OPTION_newcomers_limit, 50, 0, &limit, err))
        return false;
    request.today = moment.as_at;
    question_ask(job, &moment, NULL, 0, &progress, &ask);
    request.progress = ask.progress;
    request.with = ask.with;
    const bool found = newcomers_find(job->arena, &job->store, &request, &newcomers, err);
    progress_clear(&progress);
    if (found)
        job_report(job, newcomers_report(job->arena, &newcomers, request.span, limit));
    return found;
}

bool cmd_forecast(struct job *job, struct err *err)
{
    struct reach_request request = {.programme = job->arguments[0]};
    struct forecast forecast;
    struct moment moment;
    struct progress progress;
    struct ask ask;
    if (!question_day(job, OPTION_forecast_as_at, OPTION_end, &moment, err) ||
        !read_number(job, OPTION_forecast_months, 6, 1, &request.span, err))
        return false;
    request.today = moment.as_at;
    question_ask(job, &moment, NULL, 0, &progress, &ask);
    request.progress = ask.progress;
    request.with = ask.with;
    const bool made = forecast_make(job->arena, &job->store, &request, &forecast, err);
    progress_clear(&progress);
    if (made)
        job_report(job, forecast_report(job->arena, &forecast));
    return made;
}
