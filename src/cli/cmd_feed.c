#include "base/date.h"
#include "casework/board.h"
#include "casework/feed.h"
#include "cli/given.h"
#include "base/banned.h"

/* What is read is what was there before it was shown: whatever comes meanwhile stays unread. */
bool cmd_feed(struct job *job, struct err *err)
{
    const int64_t now = instant_now();
    const bool all = job_option(job, OPTION_feed_all) != NULL,
               read = job_option(job, OPTION_feed_read) != NULL;
    struct board_request request = {.board = all ? BOARD_feed : BOARD_feed_new, .today = date_today()};
    struct report *report;
    request.given[RESTRICTION_client] = job_option(job, OPTION_feed_client);
    request.given[RESTRICTION_weeks] = job_option(job, OPTION_feed_weeks);
    if (read && request.given[RESTRICTION_client])
        return err_set(err, ERR_usage, "--read is for everything that is new; leave out --client");
    if (!all && request.given[RESTRICTION_weeks])
        return err_set(err, ERR_usage, "--weeks is for --all; what is new is shown however old it is");
    if (!board_report(job->arena, &job->store, &request, &report, err) ||
        (read && !feed_read(job->arena, &job->store, now, err)))
        return false;
    if (read)
        report_paragraph(report, "All of it counts as read now.");
    job_report(job, report);
    return true;
}
