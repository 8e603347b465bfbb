#include "topic.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "stats/disclosure.h"
#include "stats/suppress.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"rate_out", 1e-12, 0}, {"mean_out", 1e-12, 0}, {"*", 0, 0}};

/* ---- rounding ---- */

static struct answer rounded(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    static const struct {
        const char *column;
        enum round_method method;
    } METHODS[] = {{"rr3", ROUND_BASE3},
                   {"frr3", ROUND_BASE3_FIXED},
                   {"rr3_msd", ROUND_BASE3_MSD},
                   {"grr", ROUND_GRADUATED}};
    int64_t count = oracle_int(table, row, "n");
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        if (strcmp(METHODS[i].column, column) == 0)
            return answer_count(round_count(METHODS[i].method, count, oracle_real(table, row, "u")));
    return strcmp(column, "grr_base") == 0 ? answer_count(round_base(count)) : answer_unknown();
}

/* ---- fixed rounding: people behind the cells ---- */

struct cell {
    int64_t people;
    uint64_t seeds;
};

/* Takes the next part of "group x outcome" or of "pilot|work" off the front. */
static bool part_next(const char **rest, const char *separator, char part[TOPIC_NAME_MAX])
{
    if (!**rest)
        return false;
    const char *end = strstr(*rest, separator);
    size_t length = end ? (size_t)(end - *rest) : strlen(*rest);
    snprintf(part, TOPIC_NAME_MAX, "%.*s", (int)length, *rest);
    *rest += length + (end ? strlen(separator) : 0);
    return true;
}

static bool person_is_in(const struct oracle *people, size_t person, const char *names, const char *values)
{
    char name[TOPIC_NAME_MAX], value[TOPIC_NAME_MAX];
    if (strcmp(names, "total") == 0)
        return true;
    while (part_next(&names, " x ", name) && part_next(&values, "|", value))
        if (strcmp(oracle_cell(people, person, name), value) != 0)
            return false;
    return true;
}

static struct cell cell_count(const struct oracle *people, const char *names, const char *values)
{
    struct cell cell = {0};
    for (size_t person = 0; person < people->rows; person++)
        if (person_is_in(people, person, names, values)) {
            cell.people++;
            cell.seeds += (uint64_t)oracle_int(people, person, "seed");
        }
    return cell;
}

static struct answer fixed(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct cell cell = cell_count(context, oracle_cell(table, row, "table"), oracle_cell(table, row, "cell"));
    if (strcmp(column, "count") == 0)
        return answer_count(cell.people);
    if (strcmp(column, "seed_sum_mod") == 0)
        return answer_count((int64_t)(cell.seeds % ROUND_SEEDS));
    if (strcmp(column, "rounded") == 0)
        return answer_count(round_count(ROUND_BASE3_FIXED, cell.people, round_fixed_u(cell.seeds)));
    return answer_unknown();
}

/* ---- rows that leave ---- */

static struct answer released(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    bool no_mean = strcmp(oracle_cell(table, row, "mean"), "NA") == 0;
    struct figure mean =
        no_mean ? figure_absent("not in the file") : figure_of(oracle_real(table, row, "mean"));
    struct release made =
        release_row(RELEASE_CUSTOM, oracle_int(table, row, "n"), oracle_int(table, row, "x"), mean,
                    oracle_real(table, row, "u"), oracle_real(table, row, "u2"));
    const struct named_figure answers[] = {{"count_out", made.people},
                                           {"num_out", made.having},
                                           {"rate_out", made.share},
                                           {"mean_out", made.mean}};
    return FIGURE_NAMED(answers, column);
}

/* ---- suppression ---- */

struct suppressing {
    struct arena arena;
    struct oracle input, minimal; /* `minimal` has the threshold of each case */
    const struct oracle *audit;   /* the expected audit, for a pattern chosen among equals */
};

static bool table_find(struct suppressing *suppressing, const char *name, struct count_table *table)
{
    const struct oracle *input = &suppressing->input;
    *table = (struct count_table){0};
    for (size_t row = 0; row < input->rows; row++)
        if (strcmp(oracle_cell(input, row, "case"), name) == 0) {
            size_t last_row = (size_t)oracle_int(input, row, "row");
            size_t last_col = (size_t)oracle_int(input, row, "col");
            table->rows = last_row > table->rows ? last_row : table->rows;
            table->cols = last_col > table->cols ? last_col : table->cols;
        }
    int64_t *counts = ARENA_ARRAY(&suppressing->arena, int64_t, table->rows * table->cols + 1);
    for (size_t row = 0; row < input->rows; row++)
        if (strcmp(oracle_cell(input, row, "case"), name) == 0)
            counts[((size_t)oracle_int(input, row, "row") - 1) * table->cols +
                   (size_t)oracle_int(input, row, "col") - 1] = oracle_int(input, row, "count");
    table->counts = counts;
    return table->rows > 0;
}

static int64_t threshold_find(const struct suppressing *suppressing, const char *name)
{
    size_t row = oracle_row(&suppressing->minimal, "case", name, 0);
    return row < suppressing->minimal.rows ? oracle_int(&suppressing->minimal, row, "threshold") : 6;
}

static struct answer minimal(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct suppressing *suppressing = context;
    struct count_table counts;
    if (!table_find(suppressing, oracle_cell(table, row, "case"), &counts))
        return answer_unknown();
    struct suppression made =
        suppress_minimal(&suppressing->arena, &counts, oracle_int(table, row, "threshold"));
    if (strcmp(column, "n_primary") == 0)
        return answer_count((int64_t)made.primary);
    struct figure none = figure_absent(made.absent);
    if (strcmp(column, "min_extra_cells") == 0)
        return made.absent ? answer_figure(none) : answer_count((int64_t)made.extra);
    if (strcmp(column, "min_suppressed_sum") == 0)
        return made.absent ? answer_figure(none) : answer_count(made.people);
    if (strcmp(column, "n_optimal_patterns") == 0)
        return answer_count(made.patterns);
    return answer_unknown();
}

/* Small cells alone, or with the fewest others. Where several patterns are as good, the one that the file
 * chose, provided that it is one of them. */
static const bool *pattern_find(struct suppressing *suppressing, const struct count_table *counts,
                                const char *name, const char *pattern)
{
    int64_t threshold = threshold_find(suppressing, name), people = 0;
    bool *hidden = ARENA_ARRAY(&suppressing->arena, bool, counts->rows * counts->cols);
    size_t small = suppress_primary(counts, threshold, hidden), extra = 0;
    if (strcmp(pattern, "primary_only") == 0)
        return hidden;
    struct suppression made = suppress_minimal(&suppressing->arena, counts, threshold);
    if (strcmp(pattern, "optimal") != 0 || made.absent)
        return NULL;
    if (made.patterns == 1)
        return made.hidden;
    const struct oracle *audit = suppressing->audit;
    for (size_t row = 0; row < audit->rows; row++)
        if (strcmp(oracle_cell(audit, row, "case"), name) == 0 &&
            strcmp(oracle_cell(audit, row, "pattern"), pattern) == 0) {
            size_t place = ((size_t)oracle_int(audit, row, "row") - 1) * counts->cols +
                           (size_t)oracle_int(audit, row, "col") - 1;
            hidden[place] = true;
            people += counts->counts[place];
            extra++;
        }
    return extra - small == made.extra && people == made.people ? hidden : made.hidden;
}

static struct answer audited(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct suppressing *suppressing = context;
    struct count_table counts;
    const char *name = oracle_cell(table, row, "case");
    if (!table_find(suppressing, name, &counts))
        return answer_unknown();
    const bool *hidden = pattern_find(suppressing, &counts, name, oracle_cell(table, row, "pattern"));
    size_t place =
        ((size_t)oracle_int(table, row, "row") - 1) * counts.cols + (size_t)oracle_int(table, row, "col") - 1;
    if (!hidden || place >= counts.rows * counts.cols || !hidden[place])
        return answer_unknown();
    struct cell_bounds *bounds =
        ARENA_ARRAY(&suppressing->arena, struct cell_bounds, counts.rows * counts.cols);
    suppress_audit(&counts, hidden, bounds);
    if (strcmp(column, "value") == 0)
        return answer_count(counts.counts[place]);
    if (strcmp(column, "lo") == 0)
        return answer_count(bounds[place].low);
    if (strcmp(column, "hi") == 0)
        return answer_count(bounds[place].high);
    if (strcmp(column, "exact_disclosure") == 0)
        return answer_count(bounds[place].exact);
    return answer_unknown();
}

static void suppression_run(struct topic *topic)
{
    struct suppressing suppressing = {0};
    struct oracle audit;
    arena_init(&suppressing.arena);
    topic_open(topic, "suppression_input.csv", &suppressing.input);
    topic_open(topic, "suppression_minimal_expected.csv", &suppressing.minimal);
    topic_open(topic, "suppression_audit_expected.csv", &audit);
    suppressing.audit = &audit;
    topic_wide(topic, "suppression_minimal_expected.csv", "case,threshold", RULES, minimal, &suppressing);
    topic_wide(topic, "suppression_audit_expected.csv", "case,pattern,row,col", RULES, audited, &suppressing);
    oracle_close(&audit);
    oracle_close(&suppressing.minimal);
    oracle_close(&suppressing.input);
    arena_clear(&suppressing.arena);
}

void topic_13_sdc(struct topic *topic)
{
    struct oracle people;
    topic_wide(topic, "rounding_expected.csv", "n,u", RULES, rounded, NULL);
    topic_open(topic, "frr_micro_input.csv", &people);
    topic_wide(topic, "frr_tables_expected.csv", "table,cell", RULES, fixed, &people);
    oracle_close(&people);
    topic_wide(topic, "release_rows_expected.csv", "cell,n,x,mean,u,u2", RULES, released, NULL);
    suppression_run(topic);
}
