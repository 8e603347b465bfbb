#include <inttypes.h>

#include "base/date.h"
#include "casework/touch.h"
#include "cli/given.h"
#include "base/banned.h"

bool cmd_contact(struct job *job, struct err *err)
{
    struct touch touch = {.client = job->arguments[0],
                          .intake = given_text(job, OPTION_contact_intake),
                          .about = job_option(job, OPTION_contact_about)};
    struct touched touched;
    if (!given_code(job->arguments[1], "the way", LIST_contact_way, &touch.way, err) ||
        !given_day(job, OPTION_contact_on, date_today(), &touch.day, err) ||
        !given_number(job, OPTION_contact_minutes, 0, &touch.minutes, err) ||
        !given_choice(job, OPTION_contact_helped, LIST_help_kind, 0, &touch.help, err) ||
        !touch_write(job->arena, &job->store, &touch, &touched, err))
        return false;
    struct report *report = report_make(job->arena, "contact", "Contact");
    report_sentence(report, "%s with \"" TEXT_FORMAT "\" is written down.",
                    list_numbered(LIST_contact_way, touch.way)->label, TEXT_ARGS(touch.client));
    if (touched.more)
        report_paragraph(report, "There was one on that day in that way already: this was added to it.");
    if (touched.minutes > 0)
        report_paragraph(report, "%" PRId64 " minutes%s%s.", touched.minutes,
                         touched.intake[0] ? ", counted for the intake " : "", touched.intake);
    job_report(job, report);
    return true;
}
