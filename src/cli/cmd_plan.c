#include <inttypes.h>

#include "base/date.h"
#include "casework/action_plan.h"
#include "cli/given.h"
#include "cli/typed_record.h"
#include "base/banned.h"

static bool show(struct job *job, struct text plan, struct err *err)
{
    struct report *report;
    if (!plan_report(job->arena, &job->store, plan, date_today(), &report, err))
        return false;
    job_report(job, report);
    return true;
}

static bool plan_of(struct job *job, struct err *err)
{
    return show(job, job->arguments[1], err);
}

static bool open_plan(struct job *job, struct err *err)
{
    struct plan_opening opening = {
        .client = job->arguments[1],
        .intake = given_text(job, OPTION_plan_intake),
        .aim = arena_text(job->arena, job->arguments[2].at, job->arguments[2].length)};
    const char *number;
    return given_choice(job, OPTION_plan_readiness, LIST_readiness, 0, &opening.readiness, err) &&
           given_day(job, OPTION_plan_next, DATE_MIN, &opening.review_on, err) &&
           plan_open(job->arena, &job->store, &opening, &number, err) && show(job, text_of(number), err);
}

static bool add_step(struct job *job, struct err *err)
{
    struct plan_step_request request = {
        .plan = job->arguments[1],
        .owner = given_text(job, OPTION_plan_owner),
        .what = arena_text(job->arena, job->arguments[3].at, job->arguments[3].length),
        .by_client = job_option(job, OPTION_plan_by_client) != NULL};
    int64_t rank;
    return given_code(job->arguments[2], "the kind", LIST_step_kind, &request.kind, err) &&
           given_day(job, OPTION_plan_due, DATE_MIN, &request.due_on, err) &&
           plan_step_add(job->arena, &job->store, &request, &rank, err) && show(job, request.plan, err);
}

/* Somebody was first: what to type to write these words over theirs, so that nothing need be typed again. */
static bool point_at_next(struct job *job, const char *record, const char *key, const char *field,
                          const char *words, const struct err *err)
{
    struct str line;
    if (err->kind != ERR_conflict || !words)
        return false;
    str_init(&line);
    typed_word(&line, text_of(arena_format(job->arena, "%s=%s", field, words)));
    job->pointer = arena_format(
        job->arena, "To write yours over it:\n  mahi record %s action_plan=" TEXT_FORMAT " %s %s\n", record,
        TEXT_ARGS(job->arguments[1]), key, line.at);
    str_clear(&line);
    return false;
}

static bool close_step(struct job *job, const char *dropped_why, struct err *err)
{
    int64_t rank;
    int32_t day;
    if (!text_to_int(job->arguments[2], &rank))
        return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no number of a step",
                       TEXT_ARGS(job->arguments[2]));
    const char *result = job_option(job, OPTION_plan_result);
    if (!given_day(job, OPTION_plan_on, date_today(), &day, err))
        return false;
    if (!plan_step_close(job->arena, &job->store, job->arguments[1], rank, day, result, dropped_why, err))
        return point_at_next(job, "plan_step", arena_format(job->arena, "rank=%" PRId64, rank), "result",
                             dropped_why ? dropped_why : result, err);
    return show(job, job->arguments[1], err);
}

static bool done(struct job *job, struct err *err)
{
    return close_step(job, NULL, err);
}

static bool drop(struct job *job, struct err *err)
{
    return close_step(job, arena_text(job->arena, job->arguments[3].at, job->arguments[3].length), err);
}

static bool review(struct job *job, struct err *err)
{
    struct plan_review look = {.plan = job->arguments[1],
                               .words =
                                   arena_text(job->arena, job->arguments[2].at, job->arguments[2].length),
                               .close = job_option(job, OPTION_plan_close) != NULL};
    return given_choice(job, OPTION_plan_readiness, LIST_readiness, 0, &look.readiness, err) &&
           given_day(job, OPTION_plan_on, date_today(), &look.day, err) &&
           given_day(job, OPTION_plan_next, DATE_MIN, &look.next, err) &&
           plan_look_again(job->arena, &job->store, &look, err) && show(job, look.plan, err);
}

bool cmd_plan(struct job *job, struct err *err)
{
    static const struct {
        const char *name, *arguments;
        bool (*run)(struct job *, struct err *);
        size_t count;
    } actions[] = {{"open", "CLIENT AIM", open_plan, 3}, {"step", "PLAN KIND WHAT", add_step, 4},
                   {"done", "PLAN STEP", done, 3},       {"drop", "PLAN STEP WHY", drop, 4},
                   {"review", "PLAN WORDS", review, 3},  {"show", "PLAN", plan_of, 2}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!text_is(job->arguments[0], actions[i].name))
            continue;
        if (job->argument_count != actions[i].count)
            return err_set(err, ERR_usage, "write: mahi plan %s %s", actions[i].name, actions[i].arguments);
        return actions[i].run(job, err);
    }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT
                   "\" is nothing to do with a plan; write open, step, done, drop, review or show",
                   TEXT_ARGS(job->arguments[0]));
}
