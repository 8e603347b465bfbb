/* Tasks on tables of counts, and on families of p-values. */
#include "cli/stats_table.h"

#include <math.h>

#include "base/banned.h"

enum { COUNTED_MAX = 1000000000 };

bool stats_crossing_load(struct job *job, struct stats_crossing *crossing, struct err *err)
{
    struct formula formula;
    if (!stats_formula(job, (struct formula_shape){"ROWS ~ COLUMNS", 1, 1, 0, 1}, &formula, err))
        return false;
    struct stats_data *data = crossing->data = stats_data_make(job->arena);
    crossing->down = stats_want(data, formula.left.terms[0].name, WANT_GROUPS);
    crossing->across =
        stats_want(data, formula.right.count > 0 ? formula.right.terms[0].name : NULL, WANT_GROUPS);
    struct stats_column *counts = stats_want(data, job_option(job, OPTION_stats_counts), WANT_NUMBER);
    if (counts)
        counts->least = 0;
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    crossing->rows = crossing->down->level_count;
    crossing->columns = crossing->across ? crossing->across->level_count : 1;
    crossing->counts = ARENA_ARRAY(job->arena, int64_t, crossing->rows * crossing->columns);
    for (size_t i = 0; i < data->n; i++) {
        double people = counts ? counts->value[i] : 1;
        if (people != floor(people) || people > COUNTED_MAX) {
            err_set(err, ERR_input, "column \"%s\" holds %g; counts are whole numbers of people",
                    counts->name, people);
            err_at(err, "%s, row %zu", data->name, (size_t)data->row[i] + 2);
            return false;
        }
        size_t column = crossing->across ? (size_t)crossing->across->value[i] : 0;
        crossing->counts[(size_t)crossing->down->value[i] * crossing->columns + column] += (int64_t)people;
        crossing->people += (int64_t)people;
    }
    return true;
}

const char *stats_crossing_label(const struct stats_crossing *crossing, size_t column)
{
    return crossing->across ? crossing->across->levels[column] : "People";
}

struct table *stats_crossing_table(struct job *job, struct report *report,
                                   const struct stats_crossing *crossing, const char *key,
                                   const char *caption, enum column_kind kind)
{
    struct table *table = report_table(report, key, caption);
    table_column(table, "row", crossing->down->name, COLUMN_text);
    for (size_t c = 0; c < crossing->columns; c++)
        table_column(table, arena_format(job->arena, "c%zu", c + 1), stats_crossing_label(crossing, c), kind);
    return table;
}

static int64_t row_total(const struct stats_crossing *crossing, size_t row)
{
    int64_t total = 0;
    for (size_t c = 0; c < crossing->columns; c++)
        total += crossing->counts[row * crossing->columns + c];
    return total;
}

static void add_counts(struct job *job, struct report *report, const struct stats_crossing *crossing)
{
    struct table *table = stats_crossing_table(job, report, crossing, "counts",
                                               arena_format(job->arena, "%s by %s, shares of each row",
                                                            crossing->down->name, crossing->across->name),
                                               COLUMN_rate);
    for (size_t r = 0; r < crossing->rows; r++) {
        table_row(table);
        table_text(table, crossing->down->levels[r]);
        for (size_t c = 0; c < crossing->columns; c++)
            table_rate(table, crossing->counts[r * crossing->columns + c], row_total(crossing, r));
    }
    table_total(table);
    table_text(table, "All");
    for (size_t c = 0; c < crossing->columns; c++) {
        int64_t total = 0;
        for (size_t r = 0; r < crossing->rows; r++)
            total += crossing->counts[r * crossing->columns + c];
        table_rate(table, total, crossing->people);
    }
}

/* How many cells expect fewer than five. */
static size_t cells_under_five(const struct stats_crossing *crossing)
{
    size_t under = 0;
    for (size_t r = 0; r < crossing->rows; r++)
        for (size_t c = 0; c < crossing->columns; c++) {
            double down = 0;
            for (size_t i = 0; i < crossing->rows; i++)
                down += (double)crossing->counts[i * crossing->columns + c];
            double expected = (double)row_total(crossing, r) * down / (double)crossing->people;
            under += expected > 0 && expected < 5;
        }
    return under;
}

bool task_table(struct job *job, struct err *err)
{
    struct stats_crossing crossing = {0};
    if (!stats_crossing_load(job, &crossing, err))
        return false;
    if (!crossing.across)
        return err_set(err, ERR_usage, "two columns are crossed: 'ROWS ~ COLUMNS'");
    static const char *const columns[] = {"test|Test|t", "statistic|Statistic|n", "df|df|n", "p|p|n", NULL};
    struct contingency result = contingency_chi_square(crossing.counts, crossing.rows, crossing.columns);
    struct figure exact = contingency_exact(crossing.counts, crossing.rows, crossing.columns);
    struct report *report = report_make(job->arena, "table", "A table of counts");
    size_t under = cells_under_five(&crossing);
    if (under > 0)
        report_caution(report,
                       "%zu of %zu cells expect fewer than 5 people: believe the exact p, not chi-square.",
                       under, crossing.rows * crossing.columns);
    add_counts(job, report, &crossing);
    struct table *table = report_table(report, "tests", "Are rows and columns related");
    stats_columns(table, columns);
    table_row(table);
    table_text(table, "Exact");
    table_blank(table);
    table_blank(table);
    put_p(table, exact);
    table_row(table);
    table_text(table, "Chi-square");
    put_figure(table, result.chi_square, 3);
    put_figure(table, result.df, 0);
    put_p(table, result.p);
    table_row(table);
    table_text(table, "Cramer's V");
    put_figure(table, result.cramer_v, 3);
    table_blank(table);
    table_blank(table);
    stats_people(report, crossing.data);
    stats_method(report, "Freeman & Halton 1951, exact; Pearson 1900; Cramer 1946.");
    return job_report(job, report), true;
}

/* The p-values typed, or in a column with what each is called. */
static bool read_family(struct job *job, struct stats_data *data, struct figure **family, const char ***names,
                        size_t *count, struct err *err)
{
    double *p;
    struct stats_column *by = NULL;
    if (job->argument_count == 2) {
        if (!stats_reals(job->arena, "p-values", job_text(job, 1), 0, 1, &p, count, err))
            return false;
    } else {
        struct formula formula;
        if (!stats_formula(job, (struct formula_shape){"COLUMN", 1, 1, 0, 0}, &formula, err))
            return false;
        struct stats_column *column = stats_want(data, formula.left.terms[0].name, WANT_NUMBER);
        by = stats_want(data, job_option(job, OPTION_stats_by), WANT_GROUPS);
        column->may_miss = true;
        column->least = 0;
        if (by)
            by->may_miss = true;
        if (!stats_load(data, job_text(job, 1), err))
            return false;
        p = column->value;
        *count = data->n;
    }
    *family = ARENA_ARRAY(job->arena, struct figure, *count);
    *names = ARENA_ARRAY(job->arena, const char *, *count);
    for (size_t i = 0; i < *count; i++) {
        if (p[i] > 1)
            return err_set(err, ERR_input, "%g is no p-value; p-values are from 0 to 1", p[i]);
        (*family)[i] = isnan(p[i]) ? figure_absent("no p-value in the file") : figure_of(p[i]);
        (*names)[i] = by && !isnan(by->value[i]) ? by->levels[(size_t)by->value[i]]
                                                 : arena_format(job->arena, "test %zu", i + 1);
    }
    return true;
}

bool task_adjust(struct job *job, struct err *err)
{
    static const char *const columns[] = {"test|Test|t",
                                          "p|p|n",
                                          "holm|Holm|n",
                                          "bonferroni|Bonferroni|n",
                                          "hochberg|Hochberg|n",
                                          "bh|Benjamini-Hochberg|n",
                                          "by|Benjamini-Yekutieli|n",
                                          NULL};
    static void (*const ways[])(const struct figure *, size_t,
                                struct figure *) = {adjust_holm, adjust_bonferroni, adjust_hochberg,
                                                    adjust_benjamini_hochberg, adjust_benjamini_yekutieli};
    enum { WAYS = 5 };
    struct stats_data *data = stats_data_make(job->arena);
    struct figure *family, *adjusted[WAYS];
    const char **names;
    size_t count, tests = 0;
    if (!read_family(job, data, &family, &names, &count, err))
        return false;
    for (size_t way = 0; way < WAYS; way++) {
        adjusted[way] = ARENA_ARRAY(job->arena, struct figure, count);
        ways[way](family, count, adjusted[way]);
    }
    struct report *report = report_make(job->arena, "adjust", "A family of tests");
    struct table *table = report_table(report, "tests", "p-values, as they are and adjusted");
    stats_columns(table, columns);
    for (size_t i = 0; i < count; i++) {
        table_row(table);
        table_text(table, names[i]);
        put_p(table, family[i]);
        for (size_t way = 0; way < WAYS; way++)
            put_p(table, adjusted[way][i]);
        tests += !family[i].absent;
    }
    report_paragraph(report, "N = %zu tests in the family%s.", tests,
                     tests < count ? "; a row without a p-value is no test" : "");
    stats_method(report,
                 "Holm 1979 is the one to report; Hochberg 1988; Benjamini & Hochberg 1995; Benjamini & "
                 "Yekutieli 2001.");
    return job_report(job, report), true;
}
