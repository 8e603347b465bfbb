/* Tasks on tables that leave the office: round and suppress. */
#include "cli/stats_table.h"
#include "cli/stats_seed.h"

#include <inttypes.h>

#include "base/banned.h"

bool stats_seed(struct job *job, struct random_seed *seed, const char **printed, bool *fresh, struct err *err)
{
    const char *typed = job_option(job, OPTION_stats_seed);
    char digits[RANDOM_SEED_DIGITS + 1];
    *fresh = typed == NULL;
    struct err ignored = {0};
    if (!typed)
        *seed = random_seed_fresh();
    else if (typed[0] == '\0')
        return err_set(err, ERR_usage,
                       "--seed is empty; write words settled in public, or 64 hexadecimal digits");
    else if (!random_seed_read(text_of(typed), seed, &ignored))
        *seed = random_seed_of_words(text_of(typed));
    random_seed_print(seed, digits);
    *printed = arena_text(job->arena, digits, RANDOM_SEED_DIGITS);
    return true;
}

void stats_say_seed(struct report *report, const char *printed, bool fresh)
{
    report_sentence(report, "Seed %s%s.", printed,
                    fresh ? ", drawn fresh; with it anybody can repeat this" : "");
}

/* Rounds with the number that belongs to this cell. */
static int64_t rounded(enum round_method method, int64_t count, const struct random_seed *seed,
                       const char *name)
{
    uint64_t number = random_below_of(seed, text_of(name), ROUND_SEEDS);
    return round_count(method, count, (double)number / ROUND_SEEDS);
}

static int64_t sum_of_cells(const struct stats_crossing *crossing, size_t row, size_t column)
{
    int64_t sum = 0;
    for (size_t r = 0; r < crossing->rows; r++)
        for (size_t c = 0; c < crossing->columns; c++)
            if ((row == SIZE_MAX || r == row) && (column == SIZE_MAX || c == column))
                sum += crossing->counts[r * crossing->columns + c];
    return sum;
}

/* "row\ncolumn": the name of a cell, so that its number hangs on nothing else of the table. */
static const char *cell_name(struct job *job, const struct stats_crossing *crossing, size_t row,
                             size_t column)
{
    return arena_format(job->arena, "%s\n%s", row == SIZE_MAX ? "" : crossing->down->levels[row],
                        column == SIZE_MAX ? "" : stats_crossing_label(crossing, column));
}

bool task_round(struct job *job, struct err *err)
{
    static const enum round_method methods[] = {ROUND_BASE3, ROUND_BASE3_FIXED, ROUND_BASE3_MSD,
                                                ROUND_GRADUATED};
    struct stats_crossing crossing = {0};
    struct random_seed seed;
    const char *printed;
    size_t method;
    bool fresh;
    if (!stats_word(job, OPTION_stats_method, "base3|fixed|msd|graduated", &method, err) ||
        !stats_seed(job, &seed, &printed, &fresh, err) || !stats_crossing_load(job, &crossing, err))
        return false;
    struct report *report = report_make(job->arena, "round", "A table that may leave");
    stats_say_seed(report, printed, fresh);
    struct table *table =
        stats_crossing_table(job, report, &crossing, "rounded", "Counts, rounded at random", COLUMN_number);
    if (crossing.across)
        table_column(table, "all", "All", COLUMN_number);
    for (size_t r = 0; r <= crossing.rows; r++) {
        size_t row = r < crossing.rows ? r : SIZE_MAX;
        if (row == SIZE_MAX)
            table_total(table);
        else
            table_row(table);
        table_text(table, row == SIZE_MAX ? "All" : crossing.down->levels[r]);
        for (size_t c = 0; c < crossing.columns + (crossing.across ? 1 : 0); c++) {
            size_t column = c < crossing.columns ? c : SIZE_MAX;
            table_int(table, rounded(methods[method], sum_of_cells(&crossing, row, column), &seed,
                                     cell_name(job, &crossing, row, column)));
        }
    }
    table_note(table, "Cells and totals are rounded each on its own, and need not add up.");
    stats_people(report, crossing.data);
    report_caution(
        report, "keep the seed and the N above to yourself: with them the counts can be worked out again.");
    stats_method(report, "%s; Fellegi 1975, Statistics New Zealand 2020.",
                 method == 0 ? "to a neighbouring multiple of 3, unbiased"
                 : method == 1
                     ? "to the nearer multiple of 3 with chance 2/3, one number for each cell's name"
                 : method == 2 ? "to a multiple of 3, 1 and 2 always to 3"
                               : "to a base that grows with the count");
    return job_report(job, report), true;
}

static void bound_cell(struct table *table, struct job *job, const struct cell_bounds *bounds, bool hidden,
                       int64_t count)
{
    if (!hidden)
        table_int(table, count);
    else if (bounds->high == SUPPRESS_NO_END)
        table_text(table, arena_format(job->arena, "hidden: %" PRId64 " or more", bounds->low));
    else
        table_text(table,
                   arena_format(job->arena, "hidden: %" PRId64 " to %" PRId64, bounds->low, bounds->high));
}

bool task_suppress(struct job *job, struct err *err)
{
    struct stats_crossing crossing = {0};
    int64_t threshold;
    size_t margins;
    if (!stats_word(job, OPTION_stats_withhold, "none|rows|columns|all", &margins, err) ||
        !stats_count(job, OPTION_stats_threshold, 6, 2, 1000000, &threshold, err) ||
        !stats_crossing_load(job, &crossing, err))
        return false;
    bool list = !crossing.across, *withheld = ARENA_ARRAY(job->arena, bool, crossing.rows + crossing.columns);
    for (size_t i = 0; i < crossing.rows + crossing.columns; i++)
        withheld[i] = true;
    /* A list is one row whose columns have no totals of their own. */
    bool no_rows = !list && (margins == 1 || margins == 3), no_columns = list || margins == 2 || margins == 3;
    struct count_table counted = {.rows = list ? 1 : crossing.rows,
                                  .cols = list ? crossing.rows : crossing.columns,
                                  .counts = crossing.counts,
                                  .row_withheld = no_rows || (list && margins == 3) ? withheld : NULL,
                                  .col_withheld = no_columns ? withheld : NULL,
                                  .total_withheld = margins == 3};
    struct suppression result = suppress_minimal(job->arena, &counted, threshold);
    if (result.absent)
        return err_set(err, ERR_input,
                       "no pattern hides all the small cells: %s; totals are withheld with --withhold rows, "
                       "columns or all",
                       result.absent);
    struct cell_bounds *bounds =
        ARENA_ARRAY(job->arena, struct cell_bounds, crossing.rows * crossing.columns);
    size_t exact = suppress_audit(&counted, result.hidden, bounds);
    struct report *report = report_make(job->arena, "suppress", "A table with its small cells hidden");
    report_sentence(report, "%zu small %s hidden, and %zu more so that no margin gives %s away.",
                    result.primary, result.primary == 1 ? "cell is" : "cells are", result.extra,
                    result.primary == 1 ? "it" : "them");
    struct table *table =
        stats_crossing_table(job, report, &crossing, "shown", "As it may be shown", COLUMN_number);
    struct table *audit = stats_crossing_table(
        job, report, &crossing, "audit", "What a reader can work out: for the office only", COLUMN_number);
    if (!list)
        table_column(table, "all", "All", COLUMN_number);
    for (size_t r = 0; r < crossing.rows; r++) {
        table_row(table);
        table_row(audit);
        table_text(table, crossing.down->levels[r]);
        table_text(audit, crossing.down->levels[r]);
        for (size_t c = 0; c < crossing.columns; c++) {
            size_t at = r * crossing.columns + c;
            if (result.hidden[at])
                table_text(table, "hidden");
            else
                table_int(table, crossing.counts[at]);
            bound_cell(audit, job, &bounds[at], result.hidden[at], crossing.counts[at]);
        }
        if (!list && no_rows)
            table_text(table, "withheld");
        else if (!list)
            table_int(table, sum_of_cells(&crossing, r, SIZE_MAX));
    }
    table_total(table);
    table_text(table, "All");
    for (size_t c = 0; c < crossing.columns + (list ? 0 : 1); c++)
        if (c < crossing.columns && !list ? no_columns : margins == 3)
            table_text(table, "withheld");
        else
            table_int(table, sum_of_cells(&crossing, SIZE_MAX, c < crossing.columns ? c : SIZE_MAX));
    if (exact > 0)
        report_caution(report, "%zu hidden %s still be worked out.", exact,
                       exact == 1 ? "cell can" : "cells can");
    if (result.note)
        report_caution(report, "%s.", result.note);
    stats_people(report, crossing.data);
    stats_method(
        report,
        "counts from 1 to %" PRId64
        " are small; the fewest cells beside them, then the fewest people%s; audit by flows, Gusfield 1988.",
        threshold - 1, result.minimal ? ", proved" : ", not proved");
    return job_report(job, report), true;
}
