#include "base/date.h"
#include "casework/handover.h"
#include "cli/given.h"
#include "base/banned.h"

static struct report *handover_report(struct arena *arena, const struct handover *handover, int32_t last_day)
{
    const char *day = date_words(arena, last_day);
    struct report *report =
        report_make(arena, "handover", arena_format(arena, "What %s answered for", handover->leaver_name));
    report_sentence(report, "%zu of %zu go to somebody else; the last day of \"%s\" is %s.",
                    handover->count - handover->by_hand, handover->count, handover->leaver, day);
    if (handover->by_hand > 0)
        report_caution(report, "%zu cannot go by a change of name; people must settle them.",
                       handover->by_hand);
    struct table *table = report_table(report, "things", "What, and to whom");
    table_column(table, "what", "What", COLUMN_text);
    table_column(table, "which", "Which", COLUMN_text);
    table_column(table, "to", "To", COLUMN_text);
    table_column(table, "why", "Why", COLUMN_text);
    for (size_t i = 0; i < handover->count; i++) {
        const struct handover_line *line = &handover->lines[i];
        table_row(table);
        table_text(table, line->owned->words);
        table_text(table, line->key);
        if (line->to[0])
            table_text(table, line->to);
        else
            table_absent(table, "to be settled by people");
        table_text(table, line->why);
    }
    return report;
}

bool cmd_handover(struct job *job, struct err *err)
{
    struct handover_request request = {.leaver = job->arguments[0],
                                       .to = given_text(job, OPTION_handover_to),
                                       .by_rule = job_option(job, OPTION_handover_by_rule) != NULL,
                                       .because = job_option(job, OPTION_handover_because)};
    struct handover handed;
    if (!given_day(job, OPTION_handover_on, date_today(), &request.last_day, err) ||
        !handover(job->arena, &job->store, &request, &handed, err))
        return false;
    job_report(job, handover_report(job->arena, &handed, request.last_day));
    return true;
}
