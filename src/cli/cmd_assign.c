#include "base/date.h"
#include "casework/assign.h"
#include "cli/given.h"
#include "base/banned.h"

bool cmd_assign(struct job *job, struct err *err)
{
    struct assign_request request = {.client = job->arguments[0],
                                     .because = job_option(job, OPTION_assign_because)};
    struct assigned assigned;
    const bool by_rule = job_option(job, OPTION_assign_by_rule) != NULL;
    const char *weight = job_option(job, OPTION_assign_weight);
    if (by_rule == (job->argument_count == 2))
        return err_set(err, ERR_usage, "name a member of staff, or write --by-rule");
    if (!by_rule)
        request.staff = job->arguments[1];
    if (weight && (!text_to_real(text_of(weight), &request.weight) || !(request.weight > 0)))
        return err_set(err, ERR_usage, "--weight \"%s\" is no number above 0; an ordinary client is 1",
                       weight);
    if (!given_choice(job, OPTION_assign_duty, LIST_duty, CODED_duty_case_manager, &request.duty, err) ||
        !given_day(job, OPTION_assign_from, date_today(), &request.from, err) ||
        !assign_client(job->arena, &job->store, &request, &assigned, err))
        return false;
    const struct assign_choice *choice = &assigned.choice;
    struct report *report = report_make(job->arena, "assignment", "Assignment");
    report_sentence(report, "%s (%s) is %s of \"" TEXT_FORMAT "\": %s.", choice->name, choice->login,
                    list_numbered(LIST_duty, request.duty)->label, TEXT_ARGS(request.client), choice->why);
    if (assigned.before[0])
        report_paragraph(report, "Until then it was \"%s\".", assigned.before);
    if (choice->limit < 0)
        report_paragraph(report, "No limit is set for this duty at their office (caseload_standard).");
    job_report(job, report);
    return true;
}
