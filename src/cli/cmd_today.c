#include "casework/desk.h"
#include "cli/question.h"

#include "base/nearest.h"
#include "base/banned.h"

enum { FIRST_FEW = 5, PAGE = 50 };

static bool read_role(const char *typed, int *role, struct err *err)
{
    struct nearest nearest;
    size_t count;
    const struct coded_row *rows = list_rows(LIST_staff_role, &count), *row;
    *role = 0;
    if (!typed)
        return true;
    nearest_init(&nearest, text_of(typed));
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, rows[i].code);
    row = list_coded(LIST_staff_role, text_of(typed));
    if (!row)
        return err_set(err, ERR_usage, "--role \"%s\" is no role%s%s%s; mahi dict staff lists them", typed,
                       nearest.name ? "; did you mean \"" : "", nearest.name ? nearest.name : "",
                       nearest.name ? "\"?" : "");
    *role = row->number;
    return true;
}

static bool read_limit(const char *typed, bool one, size_t *limit, struct err *err)
{
    int64_t number = one ? PAGE : FIRST_FEW;
    if (typed && (!text_to_int(text_of(typed), &number) || number < 1 || number > DESK_PAGE_MAX))
        return err_set(err, ERR_usage, "--limit \"%s\" is not a number from 1 to %d", typed, DESK_PAGE_MAX);
    *limit = (size_t)number;
    return true;
}

bool cmd_today(struct job *job, struct err *err)
{
    const bool one = job->argument_count > 0;
    const char *after = job_option(job, OPTION_today_after);
    struct moment moment;
    struct desk desk;
    struct desk_list list;
    struct report *report;
    size_t limit = 0;
    int role;
    if (!read_role(job_option(job, OPTION_today_role), &role, err) ||
        !read_limit(job_option(job, OPTION_today_limit), one, &limit, err) ||
        !question_day(job, OPTION_today_as_at, OPTION_end, &moment, err))
        return false;
    if (after && !one)
        return err_set(err, ERR_usage, "--after goes on with one list; say which: mahi today LIST --after %s",
                       after);
    if (one && (!desk_find(job->arena, &job->store, job->arguments[0], &list, err)))
        return false;
    if (!desk_open(job->arena, &job->store, one && role == 0 ? list.role : role, moment.as_at, &desk, err) ||
        !(one ? desk_list_report(job->arena, &job->store, &desk, &list, after, limit, &report, err)
              : desk_report(job->arena, &job->store, &desk, limit, &report, err)))
        return false;
    job_report(job, report);
    return true;
}
