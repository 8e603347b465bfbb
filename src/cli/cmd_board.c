#include "casework/board.h"
#include "cli/question.h"

#include "base/banned.h"

enum { BOARD_LIMIT = 50 };

/* "--office --weeks" */
static const char *taken_by(struct arena *arena, const struct board *board)
{
    struct str words;
    str_init(&words);
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        if (board_takes(board, (enum restriction)r))
            str_addf(&words, "%s--%s%s", words.length > 0 ? ", " : "",
                     restriction_row((enum restriction)r)->name,
                     (enum restriction)r == board->needs ? " (needed)" : "");
    return str_into(&words, arena);
}

static struct report *list_of_boards(struct arena *arena)
{
    struct report *report = report_make(arena, "boards", "Boards");
    size_t count;
    const struct board_family *families = board_families(&count);
    for (size_t f = 0; f < count; f++) {
        const enum board_id after = f + 1 < count ? families[f + 1].first : BOARD_end;
        struct table *table = report_table(report, families[f].name, families[f].title);
        table_column(table, "board", "Board", COLUMN_text);
        table_column(table, "shows", "What it shows", COLUMN_text);
        table_column(table, "takes", "May be restricted by", COLUMN_text);
        for (int b = families[f].first; b < (int)after; b++) {
            const struct board *board = board_of((enum board_id)b);
            table_row(table);
            table_text(table, board->name);
            table_text(table, board->sentence);
            table_text(table, taken_by(arena, board));
        }
    }
    report_paragraph(report, "mahi board NAME shows one, as at today or --as-at a day.");
    return report;
}

static bool read_request(struct job *job, struct board_request *request, struct err *err)
{
    static const enum option_id options[RESTRICTION_end] = {
#define RESTRICTION(name, ...) [RESTRICTION_##name] = OPTION_board_##name,
#include "casework/restrictions.def"
#undef RESTRICTION
    };
    const char *limit = job_option(job, OPTION_board_limit);
    struct moment moment;
    *request = (struct board_request){.most = BOARD_LIMIT};
    if (limit && (!text_to_int(text_of(limit), &request->most) || request->most < 0))
        return err_set(err, ERR_usage, "--limit \"%s\" is not a number of rows; write 50, or 0 for all",
                       limit);
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        request->given[r] = job_option(job, options[r]);
    if (!question_day(job, OPTION_board_as_at, OPTION_end, &moment, err))
        return false;
    request->today = moment.as_at;
    return board_named(job->arguments[0], &request->board, err);
}

bool cmd_board(struct job *job, struct err *err)
{
    struct board_request request;
    struct report *report;
    if (job->argument_count == 0)
        return job_report(job, list_of_boards(job->arena)), true;
    if (!read_request(job, &request, err) || !board_report(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}
