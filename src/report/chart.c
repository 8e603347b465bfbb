#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "report/curves.h"

#include "base/banned.h"

void chart_series(struct chart *chart, const char *key, const char *label)
{
    assert(chart->rows.count == 0 && chart->series_count < CHART_SERIES_MAX && model_key_valid(key) &&
           *label);
    assert(chart->series_count == 0 || !text_is(text_of(chart->series[0].key), key));
    chart->series[chart->series_count].key = model_text(chart->arena, key);
    chart->series[chart->series_count].label = model_text(chart->arena, label);
    chart->series_count++;
}

void chart_draws(struct chart *chart, const struct table *table)
{
    chart->table = table;
}

void chart_reference(struct chart *chart, double at, const char *label)
{
    assert(chart->kind == CHART_intervals && isfinite(at));
    chart->has_reference = true;
    chart->reference = at;
    chart->reference_label = model_text(chart->arena, label);
}

size_t chart_width(const struct chart *chart)
{
    return chart->series_count > 0 ? chart->series_count : 1;
}

static struct chart_row *row_add(struct chart *chart, const char *label)
{
    if (chart->rows.count > 0)
        assert(chart->rows.at[chart->rows.count - 1].count == chart_width(chart));
    struct chart_row *row = LIST_ADD(chart->arena, chart->rows);
    row->label = model_text(chart->arena, label);
    return row;
}

void chart_row(struct chart *chart, const char *label)
{
    assert(chart->kind == CHART_intervals);
    row_add(chart, label);
}

void chart_step(struct chart *chart, const char *label)
{
    assert(chart->kind == CHART_flow && chart->series_count > 0);
    row_add(chart, label)->stage = STAGE_step;
}

void chart_wave(struct chart *chart, const char *label)
{
    assert(chart->kind == CHART_flow && chart->rows.count > 0); /* a wave reaches people of a step */
    row_add(chart, label)->stage = STAGE_wave;
}

static struct mark *mark_add(struct chart *chart)
{
    assert(chart->rows.count > 0);
    struct chart_row *row = &chart->rows.at[chart->rows.count - 1];
    assert(row->count < chart_width(chart));
    return &row->marks[row->count++];
}

void chart_interval(struct chart *chart, double estimate, double low, double high)
{
    assert(chart->kind == CHART_intervals && isfinite(low) && isfinite(high) && low <= estimate &&
           estimate <= high);
    struct mark *mark = mark_add(chart);
    mark->estimate = estimate;
    mark->low = low;
    mark->high = high;
}

void chart_absent(struct chart *chart, const char *why)
{
    assert(*why);
    struct mark *mark = mark_add(chart);
    mark->absent = model_text(chart->arena, why);
    mark->note = notes_number(chart->arena, &chart->notes, mark->absent);
}

void chart_count(struct chart *chart, int64_t people)
{
    assert(chart->kind == CHART_flow && people >= 0);
    mark_add(chart)->count = people;
}

void chart_missed(struct chart *chart, int64_t people, const char *why)
{
    assert(chart->kind == CHART_flow && people >= 0 && chart->rows.count > 0);
    struct chart_row *row = &chart->rows.at[chart->rows.count - 1];
    assert(row->count > 0);
    *LIST_ADD(chart->arena, row->marks[row->count - 1].missed) =
        (struct missed){people, model_text(chart->arena, why)};
}

size_t chart_base(const struct chart *chart, size_t at)
{
    size_t base = at;
    while (base > 0 && (base == at || chart->rows.at[base].stage == STAGE_wave))
        base--;
    return base;
}

bool chart_lost(const struct chart *chart, size_t row, size_t series, int64_t *lost, int64_t *explained)
{
    const struct mark *mark = &chart->rows.at[row].marks[series];
    const struct mark *base = &chart->rows.at[chart_base(chart, row)].marks[series];
    if (mark == base || mark->absent || base->absent || mark->count > base->count)
        return false;
    *lost = base->count - mark->count;
    *explained = 0;
    for (size_t i = 0; i < mark->missed.count; i++)
        *explained += mark->missed.at[i].people;
    return true;
}

const char *chart_lost_words(struct arena *arena, const struct chart *chart, size_t row, size_t series)
{
    int64_t lost, explained;
    if (!chart_lost(chart, row, series, &lost, &explained) || (lost == 0 && explained == 0))
        return NULL;
    const struct mark *mark = &chart->rows.at[row].marks[series];
    struct str words;
    str_init(&words);
    str_add_grouped(&words, lost);
    str_add(&words, chart->rows.at[row].stage == STAGE_wave ? " missed" : " left");
    for (size_t i = 0; i < mark->missed.count; i++) {
        str_add(&words, i == 0 ? ": " : ", ");
        str_add_grouped(&words, mark->missed.at[i].people);
        str_addf(&words, " %s", mark->missed.at[i].why);
    }
    if (mark->missed.count > 0 && explained < lost) {
        str_add(&words, ", ");
        str_add_grouped(&words, lost - explained);
        str_add(&words, " not accounted for");
    } else if (explained > lost) {
        str_add(&words, "; the reasons add up to ");
        str_add_grouped(&words, explained);
    }
    return str_into(&words, arena);
}

static void numbers_columns(struct arena *arena, const struct chart *chart, struct table *table)
{
    table_column(table, chart->kind == CHART_flow ? "stage" : "row",
                 chart->kind == CHART_flow ? "Stage" : "Row", COLUMN_text);
    for (size_t s = 0; s < chart_width(chart); s++) {
        const char *key = chart->series_count > 0 ? chart->series[s].key : "estimate";
        const char *label = chart->series_count > 0 ? chart->series[s].label : "Estimate";
        table_column(table, key, label, COLUMN_number);
        if (chart->kind == CHART_flow)
            table_column(table, arena_format(arena, "%s_lost", key), "Left or missed", COLUMN_text);
        else
            table_column(table, arena_format(arena, "%s_interval", key),
                         chart->series_count > 0 ? arena_format(arena, "%s: interval", label) : "Interval",
                         COLUMN_interval);
    }
}

static void numbers_mark(struct arena *arena, const struct chart *chart, size_t row, size_t series,
                         struct table *table)
{
    const struct mark *mark = &chart->rows.at[row].marks[series];
    if (mark->absent) {
        table_absent(table, mark->absent);
        table_blank(table);
    } else if (chart->kind == CHART_flow) {
        table_int(table, mark->count);
        const char *words = chart_lost_words(arena, chart, row, series);
        if (words)
            table_text(table, words);
        else
            table_blank(table);
    } else {
        table_number(table, mark->estimate, chart->decimals, chart->measure,
                     chart->measure == MEASURE_points);
        table_interval(table, mark->low, mark->high, chart->decimals, chart->measure);
    }
}

bool chart_is_empty(const struct chart *chart)
{
    if (chart->kind != CHART_curves)
        return chart->rows.count == 0;
    for (size_t c = 0; c < chart->curves.count; c++)
        if (chart->curves.at[c].points.count > 0)
            return false;
    return true;
}

struct table *chart_numbers(struct arena *arena, const struct chart *chart)
{
    if (chart->kind == CHART_curves)
        return curves_numbers(arena, chart);
    struct table *table = table_make(arena, chart->key, chart->caption);
    numbers_columns(arena, chart, table);
    for (size_t r = 0; r < chart->rows.count; r++) {
        table_row(table);
        table_text(table, chart->rows.at[r].label);
        for (size_t s = 0; s < chart_width(chart); s++)
            numbers_mark(arena, chart, r, s, table);
    }
    return table;
}
