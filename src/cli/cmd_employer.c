#include "base/date.h"
#include "casework/employer.h"
#include "casework/referral.h"
#include "cli/act.h"
#include "cli/given.h"
#include "base/banned.h"

static bool employer_asked(struct job *job, struct done *done, struct err *err)
{
    struct employer_promise promise = {.words = job_option(job, OPTION_employer_promise)};
    struct form contact;
    form_new(&contact, job->arena, dict_record(R_employer_contact));
    form_key(&contact, F_employer_contact_employer, job->arguments[1]);
    return form_typed(&contact, F_employer_contact_asked_for, job->arguments[2], err) &&
           form_typed(&contact, F_employer_contact_answer, job->arguments[3], err) &&
           act_fields(job, 4, &contact, err) &&
           given_day(job, OPTION_employer_call_on, DATE_MIN, &promise.call_on, err) &&
           employer_ask(&job->store, &contact, &promise, job_option(job, OPTION_employer_because), done, err);
}

static bool employer_review(struct job *job, struct done *done, struct err *err)
{
    struct refusal_verdict verdict = {.record = R_employer_contact,
                                      .number = job->arguments[1],
                                      .unlawful = job_option(job, OPTION_employer_unlawful) != NULL};
    return given_code(job->arguments[2], "a verdict", LIST_refusal_review, &verdict.verdict, err) &&
           refusal_review(&job->store, &verdict, done, err);
}

bool cmd_employer(struct job *job, struct err *err)
{
    struct done done;
    done_init(&done, job->arena);
    const bool asks = text_is(job->arguments[0], "ask") && job->argument_count >= 4,
               reviews = text_is(job->arguments[0], "review") && job->argument_count == 3;
    if (!asks && !reviews)
        return err_set(err, ERR_usage,
                       "write: mahi employer ask EMPLOYER ASKED_FOR ANSWER FIELD=VALUE…, or mahi employer "
                       "review CONTACT "
                       "VERDICT");
    if (asks ? !employer_asked(job, &done, err) : !employer_review(job, &done, err))
        return act_failed(job, err);
    act_report(job, "employer_contact", arena_format(job->arena, "Contact %s", done.number), &done);
    return true;
}
