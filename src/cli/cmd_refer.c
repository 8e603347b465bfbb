#include "base/date.h"
#include "casework/referral.h"
#include "cli/act.h"
#include "cli/given.h"
#include "base/banned.h"

static bool refer_make(struct job *job, struct done *done, struct err *err)
{
    struct referral_request request = {.client = job->arguments[0],
                                       .vacancy = job->arguments[1],
                                       .organisation = given_text(job, OPTION_refer_organisation),
                                       .intake = given_text(job, OPTION_refer_intake),
                                       .because = job_option(job, OPTION_refer_because)};
    return given_day(job, OPTION_refer_on, date_today(), &request.day, err) &&
           referral_make(&job->store, &request, done, err);
}

static bool refer_result(struct job *job, struct done *done, struct err *err)
{
    struct referral_end end = {.number = job->arguments[1],
                               .words = job_option(job, OPTION_refer_words),
                               .because = job_option(job, OPTION_refer_because)};
    return given_code(job->arguments[2], "a result", LIST_referral_result, &end.result, err) &&
           given_choice(job, OPTION_refer_refusal, LIST_refusal, 0, &end.refusal, err) &&
           given_day(job, OPTION_refer_on, date_today(), &end.day, err) &&
           given_day(job, OPTION_refer_interviewed, DATE_MIN, &end.interviewed_on, err) &&
           referral_result(&job->store, &end, done, err);
}

static bool refer_review(struct job *job, struct done *done, struct err *err)
{
    struct refusal_verdict verdict = {.record = R_referral,
                                      .number = job->arguments[1],
                                      .unlawful = job_option(job, OPTION_refer_unlawful) != NULL};
    return given_code(job->arguments[2], "a verdict", LIST_refusal_review, &verdict.verdict, err) &&
           refusal_review(&job->store, &verdict, done, err);
}

bool cmd_refer(struct job *job, struct err *err)
{
    struct done done;
    done_init(&done, job->arena);
    const bool three = job->argument_count == 3;
    if (three && !text_is(job->arguments[0], "result") && !text_is(job->arguments[0], "review"))
        return err_set(err, ERR_usage,
                       "write: mahi refer CLIENT VACANCY, mahi refer result REFERRAL RESULT, or mahi refer "
                       "review REFERRAL VERDICT");
    const bool good = !three                                 ? refer_make(job, &done, err)
                      : text_is(job->arguments[0], "result") ? refer_result(job, &done, err)
                                                             : refer_review(job, &done, err);
    if (!good)
        return act_failed(job, err);
    act_report(job, "referral", arena_format(job->arena, "Referral %s", done.number), &done);
    return true;
}
