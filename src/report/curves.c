#include "report/curves.h"

#include <assert.h>
#include <math.h>

#include "report/show.h"

#include "base/banned.h"

void chart_curve(struct chart *chart, const char *key, const char *label)
{
    assert(chart->kind == CHART_curves && chart->curves.count < CHART_CURVES_MAX && model_key_valid(key) &&
           *label);
    struct curve *curve = LIST_ADD(chart->arena, chart->curves);
    curve->key = model_text(chart->arena, key);
    curve->label = model_text(chart->arena, label);
}

void chart_point(struct chart *chart, double x, double estimate, double low, double high)
{
    assert(chart->curves.count > 0 && isfinite(x) && x >= 0 && isfinite(low) && isfinite(high));
    assert(low <= estimate && estimate <= high);
    struct curve *curve = &chart->curves.at[chart->curves.count - 1];
    assert(curve->points.count < CHART_POINTS_MAX + 2);
    assert(curve->points.count == 0 || curve->points.at[curve->points.count - 1].x <= x);
    *LIST_ADD(chart->arena, curve->points) = (struct curve_point){x, estimate, low, high};
}

bool curves_scale(const struct chart *chart, int ticks_across, int ticks_up, struct scale *across,
                  struct scale *up)
{
    double last = 0, low = 0, high = 0;
    for (size_t c = 0; c < chart->curves.count; c++) {
        const struct curve *curve = &chart->curves.at[c];
        for (size_t p = 0; p < curve->points.count; p++) {
            last = fmax(last, curve->points.at[p].x);
            low = fmin(low, curve->points.at[p].low);
            high = fmax(high, curve->points.at[p].high);
        }
    }
    across->factor = 1;
    across->axis = axis_make(0, last > 0 ? last : 1, ticks_across);
    up->factor = chart->measure == MEASURE_share || chart->measure == MEASURE_points ? 100 : 1;
    up->axis = axis_make(low * up->factor, (high > low ? high : low + 1) * up->factor, ticks_up);
    return !chart_is_empty(chart);
}

const struct curve_point *curve_at(const struct curve *curve, double x)
{
    size_t low = 0, high = curve->points.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (curve->points.at[middle].x <= x)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || x > curve->points.at[curve->points.count - 1].x)
        return NULL;
    return &curve->points.at[low - 1];
}

const char *curves_tick_across(struct arena *arena, const struct scale *across, int tick, bool unicode)
{
    struct str shown;
    str_init(&shown);
    show_number(&shown, axis_tick(&across->axis, tick), across->axis.decimals, MEASURE_number, false, true,
                unicode);
    return str_into(&shown, arena);
}

struct table *curves_numbers(struct arena *arena, const struct chart *chart)
{
    struct table *table = table_make(arena, chart->key, chart->caption);
    table_column(table, "curve", "Curve", COLUMN_text);
    table_column(table, "from", chart->across, COLUMN_number);
    table_column(table, "estimate", chart->axis, COLUMN_number);
    table_column(table, "interval", "Interval", COLUMN_interval);
    for (size_t c = 0; c < chart->curves.count; c++) {
        const struct curve *curve = &chart->curves.at[c];
        for (size_t p = 0; p < curve->points.count; p++) {
            const struct curve_point *point = &curve->points.at[p];
            table_row(table);
            table_text(table, curve->label);
            table_real(table, point->x, 2);
            table_number(table, point->estimate, chart->decimals, chart->measure, false);
            table_interval(table, point->low, point->high, chart->decimals, chart->measure);
        }
    }
    return table;
}
