#include <string.h>

#include "base/date.h"
#include "casework/course.h"
#include "cli/cli.h"
#include "base/banned.h"

static const char *const day_names[COURSE_DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static int day_named(struct text name)
{
    for (int d = 0; d < COURSE_DAYS; d++)
        if (text_is_ignoring_case(name, day_names[d]))
            return d;
    return -1;
}

/* "mon,wed" or "mon-fri" */
static bool read_days(const char *typed, bool meets[COURSE_DAYS], struct err *err)
{
    struct text rest = text_of(typed ? typed : ""), part, first;
    while (typed && text_split(&rest, ',', &part)) {
        struct text last = part = text_trim(part);
        text_split(&last, '-', &first);
        const int from = day_named(first), to = day_named(last.length > 0 ? last : first);
        if (from < 0 || to < from)
            return err_set(err, ERR_usage,
                           "--days \"" TEXT_FORMAT
                           "\" are no days of the week; write such as mon,wed or mon-fri",
                           TEXT_ARGS(part));
        for (int d = from; d <= to; d++)
            meets[d] = true;
    }
    return true;
}

/* "13-15" or "7,14": weeks from 1 */
static bool read_weeks(const char *option, const char *typed, int kind, struct course_planning *out,
                       struct err *err)
{
    struct text rest = text_of(typed ? typed : ""), part, first;
    while (typed && out->weeks > 0 && text_split(&rest, ',', &part)) {
        struct text last = part = text_trim(part);
        int64_t from, to;
        text_split(&last, '-', &first);
        if (!text_to_int(first, &from) || !text_to_int(last.length > 0 ? last : first, &to) || from < 1 ||
            to < from || to > out->weeks)
            return err_set(err, ERR_usage,
                           "--%s \"" TEXT_FORMAT
                           "\" are no weeks of this run, which has %d; write such as 13-15",
                           option, TEXT_ARGS(part), out->weeks);
        for (int64_t week = from; week <= to; week++)
            out->kinds[week - 1] = kind;
    }
    return true;
}

static bool read_count(const struct job *job, enum option_id option, int *out, struct err *err)
{
    const char *typed = job_option(job, option);
    int64_t number = 0;
    if (typed && (!text_to_int(text_of(typed), &number) || number < 1 || number > 1440))
        return err_set(err, ERR_usage, "\"%s\" is no number of weeks or minutes; write a number from 1",
                       typed);
    *out = (int)number;
    return true;
}

static bool plan(struct job *job, struct err *err)
{
    struct course_planning request = {.intake = job->arguments[1],
                                      .tutor = job_option(job, OPTION_course_tutor),
                                      .because = job_option(job, OPTION_course_because)};
    struct course_planned planned;
    const char *from = job_option(job, OPTION_course_from);
    if (!from)
        return err_set(err, ERR_usage, "say with --from the first day of week 1");
    if (!date_parse(text_of(from), &request.starts_on, err) ||
        !read_count(job, OPTION_course_weeks, &request.weeks, err) ||
        !read_count(job, OPTION_course_minutes, &request.minutes, err))
        return false;
    if (request.weeks > COURSE_WEEKS_MAX)
        return err_set(err, ERR_usage, "--weeks %d are too many; a run takes at most %d", request.weeks,
                       COURSE_WEEKS_MAX);
    if (!read_days(job_option(job, OPTION_course_days), request.meets, err) ||
        !read_weeks("experience", job_option(job, OPTION_course_experience), CODED_block_kind_work_experience,
                    &request, err) ||
        !read_weeks("break", job_option(job, OPTION_course_break), CODED_block_kind_break, &request, err) ||
        !course_plan(job->arena, &job->store, &request, &planned, err))
        return false;
    job_report(job, course_planned_report(job->arena, &planned));
    return true;
}

static const struct text *read_clients(struct job *job, enum option_id option, size_t *count)
{
    const char *typed = job_option(job, option);
    struct text rest = text_of(typed ? typed : ""), part;
    struct text *clients = ARENA_ARRAY(job->arena, struct text, rest.length + 1);
    *count = 0;
    while (text_split(&rest, ',', &part))
        if (text_trim(part).length > 0)
            clients[(*count)++] = text_trim(part);
    return clients;
}

static bool attend(struct job *job, struct err *err)
{
    struct course_attending request = {.session = job->arguments[1],
                                       .why = job_option(job, OPTION_course_why)};
    struct course_attended attended;
    request.absent = read_clients(job, OPTION_course_absent, &request.absent_count);
    request.late = read_clients(job, OPTION_course_late, &request.late_count);
    request.excused = read_clients(job, OPTION_course_excused, &request.excused_count);
    if (!course_attend(job->arena, &job->store, &request, &attended, err))
        return false;
    job_report(job, course_attended_report(job->arena, &attended));
    return true;
}

static bool show(struct job *job, struct err *err)
{
    const char *typed = job_option(job, OPTION_course_as_at);
    int32_t today = date_today();
    struct course course;
    if ((typed && !date_parse(text_of(typed), &today, err)) ||
        !course_read(job->arena, &job->store, job->arguments[1], today, &course, err))
        return false;
    job_report(job, course_report(job->arena, &course, today));
    return true;
}

bool cmd_course(struct job *job, struct err *err)
{
    static const struct {
        const char *name;
        bool (*run)(struct job *, struct err *);
    } actions[] = {{"show", show}, {"plan", plan}, {"attend", attend}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (text_is(job->arguments[0], actions[i].name))
            return actions[i].run(job, err);
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT "\" is nothing to do with a course; write show, plan or attend",
                   TEXT_ARGS(job->arguments[0]));
}
