#include <string.h>

#include "base/date.h"
#include "casework/placement.h"
#include "cli/act.h"
#include "cli/given.h"
#include "base/banned.h"

static const char *because(const struct job *job)
{
    return job_option(job, OPTION_place_because);
}

static bool day_of(const struct job *job, int32_t *day, struct err *err)
{
    return given_day(job, OPTION_place_on, date_today(), day, err);
}

static bool place_agree(struct job *job, struct done *done, struct err *err)
{
    struct form terms;
    form_new(&terms, job->arena, dict_record(R_placement));
    return act_fields(job, 1, &terms, err) && placement_agree(&job->store, &terms, because(job), done, err);
}

static bool place_accept(struct job *job, struct done *done, struct err *err)
{
    int32_t day;
    int party;
    if (!day_of(job, &day, err) || !given_code(job->arguments[2], "a party", LIST_party, &party, err))
        return false;
    if (party == CODED_party_service)
        return err_set(err, ERR_usage, "terms are agreed to by the client and the employer");
    return placement_accept(&job->store, job->arguments[1], party, day, because(job), done, err);
}

static bool place_start(struct job *job, struct done *done, struct err *err)
{
    int32_t day;
    return day_of(job, &day, err) &&
           placement_start(&job->store, job->arguments[1], day, because(job), done, err);
}

static bool place_end(struct job *job, struct done *done, struct err *err)
{
    struct placement_ending ending = {.number = job->arguments[1], .because = because(job)};
    return day_of(job, &ending.day, err) &&
           given_code(job->arguments[2], "why a placement ends", LIST_job_end, &ending.reason, err) &&
           given_code(job->arguments[3], "a party", LIST_party, &ending.party, err) &&
           given_choice(job, OPTION_place_then, LIST_labour_status, 0, &ending.then, err) &&
           placement_end(&job->store, &ending, done, err);
}

static bool place_never(struct job *job, struct done *done, struct err *err)
{
    const char *why = arena_text(job->arena, job->arguments[2].at, job->arguments[2].length);
    return placement_never(&job->store, job->arguments[1], why, done, err);
}

static bool place_fee(struct job *job, struct done *done, struct err *err)
{
    struct value amount;
    if (!value_parse(dict_field(F_placement_fee_amount), job->arguments[2], &amount, err))
        return false;
    const struct placement_fee fee = {.number = job->arguments[1],
                                      .organisation = given_text(job, OPTION_place_organisation),
                                      .claim = given_text(job, OPTION_place_claim),
                                      .amount = amount.real,
                                      .because = because(job)};
    return placement_fee_due(&job->store, &fee, done, err);
}

static bool place_pay(struct job *job, struct done *done, struct err *err)
{
    int32_t day;
    return day_of(job, &day, err) && placement_fee_pay(&job->store, job->arguments[1], day, done, err);
}

static bool place_subsidise(struct job *job, struct done *done, struct err *err)
{
    struct placement_subsidy subsidy = {.number = job->arguments[1],
                                        .scheme = given_text(job, OPTION_place_scheme),
                                        .grounds = given_text(job, OPTION_place_grounds),
                                        .because = because(job)};
    struct value amount;
    if (!day_of(job, &subsidy.from, err) || !given_day(job, OPTION_place_until, DATE_MIN, &subsidy.to, err) ||
        !value_parse(dict_field(F_subsidy_amount), job->arguments[2], &amount, err))
        return false;
    subsidy.amount = amount.real;
    return placement_subsidise(&job->store, &subsidy, done, err);
}

/* The terms as client and employer get to see them. */
static bool place_terms(struct job *job, struct done *done, struct err *err)
{
    struct report *report;
    (void)done;
    if (!placement_terms(job->arena, &job->store, job->arguments[1], &report, err))
        return false;
    job_report(job, report);
    return true;
}

bool cmd_place(struct job *job, struct err *err)
{
    static const struct {
        const char *name, *arguments;
        bool (*run)(struct job *, struct done *, struct err *);
        size_t count; /* of the arguments; 0: as many as there are */
    } steps[] = {{"agree", "FIELD=VALUE…", place_agree, 0},
                 {"terms", "PLACEMENT", place_terms, 2},
                 {"accept", "PLACEMENT client|employer", place_accept, 3},
                 {"start", "PLACEMENT", place_start, 2},
                 {"end", "PLACEMENT REASON PARTY", place_end, 4},
                 {"never", "PLACEMENT WHY", place_never, 3},
                 {"subsidise", "PLACEMENT AMOUNT", place_subsidise, 3},
                 {"fee", "PLACEMENT AMOUNT", place_fee, 3},
                 {"pay", "PLACEMENT", place_pay, 2}};
    struct done done;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!text_is(job->arguments[0], steps[i].name))
            continue;
        if (steps[i].count ? job->argument_count != steps[i].count : job->argument_count < 2)
            return err_set(err, ERR_usage, "write: mahi place %s %s", steps[i].name, steps[i].arguments);
        done_init(&done, job->arena);
        if (!steps[i].run(job, &done, err))
            return act_failed(job, err);
        if (done.said_count > 0)
            act_report(job, "placement", arena_format(job->arena, "Placement %s", done.number), &done);
        return true;
    }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT
                   "\" is no step of a placement; write agree, terms, accept, start, end, never, fee or pay",
                   TEXT_ARGS(job->arguments[0]));
}
