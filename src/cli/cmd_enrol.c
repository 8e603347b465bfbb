#include <string.h>

#include "base/date.h"
#include "casework/enrol.h"
#include "cli/cli.h"
#include "base/banned.h"

/* "E-01,E-02", or "everybody". */
static bool read_clients(struct job *job, struct enrolling *request, struct err *err)
{
    struct text rest = job->arguments[1], part;
    size_t room = 1;
    if (text_is(rest, "everybody"))
        return true;
    for (size_t i = 0; i < rest.length; i++)
        room += rest.at[i] == ',';
    struct text *clients = ARENA_ARRAY(job->arena, struct text, room);
    while (text_split(&rest, ',', &part))
        if (text_trim(part).length > 0)
            clients[request->count++] = text_trim(part);
    request->clients = clients;
    return request->count > 0 ||
           err_set(err, ERR_usage, "name a client, several apart by commas, or everybody");
}

static bool show_list(struct job *job, struct err *err)
{
    struct enrol_list list;
    const char *typed = job_option(job, OPTION_enrol_limit);
    int64_t limit = 50;
    if (typed && (!text_to_int(text_of(typed), &limit) || limit < 0))
        return err_set(err, ERR_usage, "--limit \"%s\" is no number of people; write 0 for all", typed);
    if (!enrol_read(job->arena, &job->store, job->arguments[0], &list, err))
        return false;
    job_report(job, enrol_list_report(job->arena, &list, limit));
    return true;
}

bool cmd_enrol(struct job *job, struct err *err)
{
    struct enrolling request = {.intake = job->arguments[0],
                                .on = date_today(),
                                .why = job_option(job, OPTION_enrol_why),
                                .because = job_option(job, OPTION_enrol_because)};
    struct enrolled enrolled;
    const char *on = job_option(job, OPTION_enrol_on);
    if (job->argument_count == 1)
        return show_list(job, err);
    if (job->argument_count != 3)
        return err_set(err, ERR_usage,
                       "write: mahi enrol INTAKE CLIENT offer|accept|decline|start|complete|withdraw");
    if (!read_clients(job, &request, err) || !enrol_step_named(job->arguments[2], &request.step, err) ||
        (on && !date_parse(text_of(on), &request.on, err)) ||
        !enrol_step(job->arena, &job->store, &request, &enrolled, err))
        return false;
    job_report(job, enrol_done_report(job->arena, &enrolled));
    return true;
}
