#include "cli/question.h"

#include <inttypes.h>
#include <string.h>

#include "store/tally.h"
#include "base/banned.h"

enum { ACROSS_MAX = 60 };

/* The fields down the side come first in the tally, those across after them. */
struct summary {
    struct tally_request request;
    size_t down; /* fields down the side */
    struct tally tally;
    const struct tally_cell
        *across[ACROSS_MAX]; /* one cell for each combination across in which everything is recorded */
    size_t across_count;
};

static bool add_fields(struct summary *summary, const char *names, struct err *err)
{
    struct text rest = text_of(names), name;
    while (text_split(&rest, ',', &name)) {
        name = text_trim(name);
        const struct field *field = record_field_named(summary->request.record, name);
        const char *nearest = record_field_nearest(summary->request.record, name);
        if (!field)
            return err_set(err, ERR_usage, "%s has no field \"" TEXT_FORMAT "\"%s%s; mahi dict %s lists them",
                           summary->request.record->name, TEXT_ARGS(name), nearest ? "; did you mean " : "",
                           nearest ? nearest : "", summary->request.record->name);
        if (summary->request.field_count == TALLY_FIELDS_MAX)
            return err_set(err, ERR_usage, "more than %d fields are named; name fewer", TALLY_FIELDS_MAX);
        summary->request.fields[summary->request.field_count++] = field;
    }
    return true;
}

static bool cell_recorded(const struct summary *summary, const struct tally_cell *cell, size_t from)
{
    for (size_t f = from; f < summary->request.field_count; f++)
        if (summary->tally.categories[f][cell->category[f]].value.type == VALUE_absent)
            return false;
    return true;
}

static bool same_categories(const struct tally_cell *a, const struct tally_cell *b, size_t from, size_t to)
{
    return memcmp(a->category + from, b->category + from, (to - from) * sizeof *a->category) == 0;
}

static bool category_before(const struct summary *summary, const struct tally_cell *a,
                            const struct tally_cell *b)
{
    for (size_t f = summary->down; f < summary->request.field_count; f++)
        if (a->category[f] != b->category[f])
            return a->category[f] < b->category[f];
    return false;
}

/* Every combination across that occurs, in order. */
static bool find_across(struct summary *summary, struct err *err)
{
    for (size_t c = 0; c < summary->tally.cell_count; c++) {
        const struct tally_cell *cell = &summary->tally.cells[c];
        size_t at = 0;
        if (!cell_recorded(summary, cell, summary->down))
            continue;
        while (at < summary->across_count && category_before(summary, summary->across[at], cell))
            at++;
        if (at < summary->across_count && !category_before(summary, cell, summary->across[at]))
            continue;
        if (summary->across_count == ACROSS_MAX)
            return err_set(
                err, ERR_usage,
                "more than %d columns would stand side by side; put a field down the side with --rows",
                ACROSS_MAX);
        memmove(summary->across + at + 1, summary->across + at,
                (summary->across_count - at) * sizeof *summary->across);
        summary->across[at] = cell;
        summary->across_count++;
    }
    return true;
}

static const char *across_label(struct arena *arena, const struct summary *summary,
                                const struct tally_cell *cell)
{
    struct str label;
    str_init(&label);
    for (size_t f = summary->down; f < summary->request.field_count; f++)
        str_addf(&label, "%s%s", f == summary->down ? "" : ", ",
                 summary->tally.categories[f][cell->category[f]].label);
    return str_into(&label, arena);
}

static void add_columns(struct job *job, struct table *table, const struct summary *summary)
{
    for (size_t f = 0; f < summary->down; f++)
        table_column(table, summary->request.fields[f]->name, summary->request.fields[f]->label, COLUMN_text);
    if (summary->down == 0)
        table_column(table, "group", "Group", COLUMN_text);
    if (summary->request.field_count == summary->down) {
        table_column(table, "records", "Records", COLUMN_rate);
        return;
    }
    table_column(table, "records", "Records", COLUMN_number);
    table_column(table, "not_recorded", "Not recorded", COLUMN_number);
    for (size_t a = 0; a < summary->across_count; a++)
        table_column(table, arena_format(job->arena, "c%zu", a + 1),
                     across_label(job->arena, summary, summary->across[a]), COLUMN_rate);
}

/* Adds up the cells [from, to) of the tally, which agree in what stands down the side. */
static void add_counts(struct table *table, const struct summary *summary, size_t from, size_t to)
{
    int64_t counts[ACROSS_MAX] = {0}, records = 0, missing = 0;
    for (size_t c = from; c < to; c++) {
        const struct tally_cell *cell = &summary->tally.cells[c];
        records += cell->count;
        if (!cell_recorded(summary, cell, summary->down))
            missing += cell->count;
        for (size_t a = 0; a < summary->across_count; a++)
            if (same_categories(summary->across[a], cell, summary->down, summary->request.field_count))
                counts[a] += cell->count;
    }
    if (summary->request.field_count == summary->down) {
        table_rate(table, records, summary->tally.total);
        return;
    }
    table_int(table, records);
    table_int(table, missing);
    for (size_t a = 0; a < summary->across_count; a++)
        table_rate(table, counts[a], records - missing);
}

static void add_rows(struct table *table, const struct summary *summary)
{
    const struct tally *tally = &summary->tally;
    for (size_t from = 0, to; summary->down > 0 && from < tally->cell_count; from = to) {
        to = from + 1;
        while (to < tally->cell_count &&
               same_categories(&tally->cells[from], &tally->cells[to], 0, summary->down))
            to++;
        table_row(table);
        for (size_t f = 0; f < summary->down; f++)
            table_text(table, tally->categories[f][tally->cells[from].category[f]].label);
        add_counts(table, summary, from, to);
    }
    table_total(table);
    table_text(table, "All");
    for (size_t f = 1; f < summary->down; f++)
        table_blank(table);
    add_counts(table, summary, 0, tally->cell_count);
}

/* "By country, across gender, as at 2000-08-01". */
static const char *table_caption(const struct job *job, const struct summary *summary, const char *where)
{
    struct str caption;
    str_init(&caption);
    for (size_t f = 0; f < summary->request.field_count; f++)
        str_addf(&caption, "%s%s",
                 f == summary->down ? (f == 0 ? "Across " : ", across ")
                 : f == 0           ? "By "
                                    : ", ",
                 summary->request.fields[f]->name);
    if (summary->request.moment.dated)
        str_addf(&caption, ", as at %s", job_option(job, OPTION_table_as_at));
    if (summary->request.moment.known_then)
        str_addf(&caption, ", as known on %s", job_option(job, OPTION_table_known));
    if (where[0])
        str_addf(&caption, ", where %s", where);
    return str_into(&caption, job->arena);
}

bool cmd_table(struct job *job, struct err *err)
{
    struct summary *summary = ARENA_NEW(job->arena, struct summary);
    const char *rows = job_option(job, OPTION_table_rows), *columns = job_option(job, OPTION_table_columns),
               *where;
    if (!rows && !columns)
        return err_set(err, ERR_usage, "name at least one field: --rows FIELD,… or --columns FIELD,…");
    if (!store_record_named(job->arguments[0], &summary->request.record, err) ||
        (rows && !add_fields(summary, rows, err)))
        return false;
    summary->down = summary->request.field_count;
    if ((columns && !add_fields(summary, columns, err)) ||
        !job_moment(job, OPTION_table_as_at, OPTION_table_known, &summary->request.moment, err) ||
        !question_where(job, OPTION_table_where, summary->request.record, &summary->request.moment,
                        &summary->request.chosen, &where, err) ||
        !tally_make(job->arena, &job->store, &summary->request, &summary->tally, err) ||
        !find_across(summary, err))
        return false;
    char caption[80];
    record_plural(summary->request.record, caption, sizeof caption);
    struct report *report = report_make(job->arena, "table", caption);
    struct table *table =
        report_table(report, summary->request.record->name, table_caption(job, summary, where));
    add_columns(job, table, summary);
    add_rows(table, summary);
    if (summary->request.field_count > summary->down)
        table_note(table, "Shares are of the records in which everything across is recorded.");
    job_report(job, report);
    return true;
}
