#include <inttypes.h>

#include "base/date.h"
#include "casework/board.h"
#include "casework/follow_up.h"
#include "cli/given.h"
#include "store/read.h"
#include "base/banned.h"

/* ---- plan ---- */

static void tell_plan(struct job *job, const struct follow_up_plan *plan)
{
    struct report *report =
        report_make(job->arena, "follow_up_plan",
                    arena_format(job->arena, "Follow-up of " TEXT_FORMAT, TEXT_ARGS(job->arguments[1])));
    report_sentence(report,
                    "%" PRId64 " are new, %" PRId64 " stood already, %" PRId64 " moved to another day.",
                    plan->made, plan->stood, plan->moved);
    for (size_t i = 0; i < plan->dead_count; i++)
        report_caution(report,
                       "%" PRId64
                       " fall on %s, in %s: nobody is hired then, and few are at home. Ask a little "
                       "before or after, and say which state was found on the day itself.",
                       plan->dead[i].dues, date_words(job->arena, plan->dead[i].day), plan->dead[i].period);
    report_paragraph(report,
                     "mahi follow due lists what is due; the owners confirm it with mahi follow confirm.");
    job_report(job, report);
}

static bool follow_plan(struct job *job, struct err *err)
{
    struct follow_up_plan plan;
    int64_t intake, client = 0;
    if (!record_find(&job->store, dict_record(R_intake), job->arguments[1], &intake, err) ||
        (job->argument_count > 2 &&
         !record_find(&job->store, dict_record(R_client), job->arguments[2], &client, err)) ||
        !db_begin(job->store.db, err))
        return false;
    if (!follow_up_schedule(job->arena, &job->store, intake, client, &plan, err)) {
        db_rollback(job->store.db);
        return false;
    }
    if (!db_commit(job->store.db, err))
        return false;
    tell_plan(job, &plan);
    return true;
}

/* ---- record ---- */

static bool read_which(struct job *job, struct follow_up_which *which, struct err *err)
{
    return record_find(&job->store, dict_record(R_client), job->arguments[1], &which->client, err) &&
           given_record(job, OPTION_follow_intake, dict_record(R_intake), &which->intake, err) &&
           given_record(job, OPTION_follow_wave, dict_record(R_wave), &which->wave, err) &&
           given_choice(job, OPTION_follow_track, LIST_follow_up_track, 0, &which->track, err);
}

static bool read_found(struct job *job, struct follow_up_found *found, struct err *err)
{
    found->words = job_option(job, OPTION_follow_words);
    found->instrument = job_option(job, OPTION_follow_instrument);
    found->because = job_option(job, OPTION_follow_because);
    return given_code(job->arguments[2], "the result", LIST_follow_up_result, &found->result, err) &&
           given_day(job, OPTION_follow_on, date_today(), &found->day, err) &&
           given_choice(job, OPTION_follow_status, LIST_labour_status, 0, &found->status, err) &&
           given_choice(job, OPTION_follow_source, LIST_source, 0, &found->source, err) &&
           given_choice(job, OPTION_follow_method, LIST_method, 0, &found->method, err) &&
           given_real(job, OPTION_follow_hours, -1, &found->hours, err) &&
           given_real(job, OPTION_follow_earnings, -1, &found->earnings, err) &&
           given_real(job, OPTION_follow_confidence, -1, &found->confidence, err);
}

static bool follow_record(struct job *job, struct err *err)
{
    struct follow_up_which which = {0};
    struct follow_up_found found = {0};
    struct follow_up_one one;
    int64_t closed;
    if (job->argument_count < 3)
        return err_set(err, ERR_usage, "write: mahi follow record CLIENT reached|not_found|refused|died");
    if (!read_which(job, &which, err) || !read_found(job, &found, err) ||
        !follow_up_find(job->arena, &job->store, &which, &one, err))
        return false;
    found.due = one.id;
    if (!follow_up_record(job->arena, &job->store, &found, &closed, err))
        return false;
    struct report *report =
        report_make(job->arena, "follow_up",
                    arena_format(job->arena, "Follow-up of " TEXT_FORMAT, TEXT_ARGS(job->arguments[1])));
    report_sentence(report, "%s: what was due on %s%s%s is done.",
                    list_numbered(LIST_follow_up_result, found.result)->label,
                    date_words(job->arena, one.day), one.wave[0] ? ", at wave " : "", one.wave);
    if (closed > 1)
        report_paragraph(report, "With it %" PRId64 " more, that were still due.", closed - 1);
    if (one.wave[0] && found.result == CODED_follow_up_result_reached && !found.status)
        report_caution(report,
                       "no --status was given: at this wave the person counts as reached, state unknown.");
    job_report(job, report);
    return true;
}

/* ---- owners ---- */

static bool follow_confirm(struct job *job, struct err *err)
{
    int64_t client, confirmed;
    if (!record_find(&job->store, dict_record(R_client), job->arguments[1], &client, err) ||
        !follow_up_confirm(job->arena, &job->store, client, &confirmed, err))
        return false;
    struct report *report = report_make(job->arena, "follow_up_confirmed", "Follow-up confirmed");
    report_sentence(report, "%" PRId64 " follow-ups of \"" TEXT_FORMAT "\" are confirmed.", confirmed,
                    TEXT_ARGS(job->arguments[1]));
    job_report(job, report);
    return true;
}

static bool follow_give(struct job *job, struct err *err)
{
    struct follow_up_giving giving = {0};
    int64_t given;
    if (!record_find(&job->store, dict_record(R_staff), job->arguments[1], &giving.to, err) ||
        !given_record(job, OPTION_follow_programme, dict_record(R_programme), &giving.programme, err) ||
        !given_record(job, OPTION_follow_office, dict_record(R_office), &giving.office, err) ||
        !given_record(job, OPTION_follow_from, dict_record(R_staff), &giving.from, err))
        return false;
    if (!giving.programme && !giving.office && !giving.from)
        return err_set(err, ERR_usage, "say whose: --programme, --office or --from");
    if (!follow_up_give(job->arena, &job->store, &giving, &given, err))
        return false;
    struct report *report = report_make(job->arena, "follow_up_given", "Follow-up handed over");
    report_sentence(report, "%" PRId64 " open follow-ups are \"" TEXT_FORMAT "\"'s now, on their old days.",
                    given, TEXT_ARGS(job->arguments[1]));
    job_report(job, report);
    return true;
}

/* What is due: of a client, of a programme, of an office, or of whom works here. */
static bool follow_due(struct job *job, struct err *err)
{
    struct board_request request = {.board = BOARD_follow_ups, .today = date_today(), .most = 50};
    struct report *report;
    request.given[RESTRICTION_programme] = job_option(job, OPTION_follow_programme);
    request.given[RESTRICTION_office] = job_option(job, OPTION_follow_office);
    if (job->argument_count > 1)
        request.given[RESTRICTION_client] =
            arena_text(job->arena, job->arguments[1].at, job->arguments[1].length);
    else if (!request.given[RESTRICTION_programme] && !request.given[RESTRICTION_office])
        request.given[RESTRICTION_staff] = job->store.staff_login;
    if (!board_report(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}

bool cmd_follow(struct job *job, struct err *err)
{
    static const struct {
        const char *name;
        size_t arguments;
        bool (*run)(struct job *job, struct err *err);
    } acts[] = {
        {"plan", 2, follow_plan}, {"record", 2, follow_record}, {"confirm", 2, follow_confirm},
        {"give", 2, follow_give}, {"due", 1, follow_due},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (text_is(job->arguments[0], acts[i].name) && job->argument_count >= acts[i].arguments)
            return acts[i].run(job, err);
    return err_set(
        err, ERR_usage,
        "write: mahi follow plan INTAKE, record CLIENT RESULT, confirm CLIENT, give LOGIN, or due");
}
