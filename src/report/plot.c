#include "report/plot.h"
#include "report/show.h"

#include "base/banned.h"

static bool plot_span(const struct chart *chart, double *low, double *high)
{
    bool any = false;
    for (size_t r = 0; r < chart->rows.count; r++)
        for (size_t s = 0; s < chart_width(chart); s++) {
            const struct mark *mark = &chart->rows.at[r].marks[s];
            if (mark->absent)
                continue;
            *low = any && *low < mark->low ? *low : mark->low;
            *high = any && *high > mark->high ? *high : mark->high;
            any = true;
        }
    if (any && chart->has_reference) {
        *low = *low < chart->reference ? *low : chart->reference;
        *high = *high > chart->reference ? *high : chart->reference;
    }
    return any;
}

bool plot_scale(const struct chart *chart, int ticks_max, struct scale *scale)
{
    double low, high;
    if (!plot_span(chart, &low, &high))
        return false;
    scale->factor = chart->measure == MEASURE_share || chart->measure == MEASURE_points ? 100 : 1;
    scale->axis = axis_make(low * scale->factor, high * scale->factor, ticks_max);
    return true;
}

double plot_place(const struct scale *scale, double given)
{
    return axis_place(&scale->axis, given * scale->factor);
}

static const char *shown_end(struct arena *arena, struct str *shown)
{
    const char *text = arena_text(arena, shown->at, shown->length);
    str_clear(shown);
    return text;
}

const char *plot_tick(struct arena *arena, const struct chart *chart, const struct scale *scale, int tick,
                      bool unicode)
{
    struct str shown;
    str_init(&shown);
    show_number(&shown, axis_tick(&scale->axis, tick) / scale->factor, scale->axis.decimals, chart->measure,
                false, true, unicode);
    return shown_end(arena, &shown);
}

const char *plot_estimate(struct arena *arena, const struct chart *chart, const struct mark *mark,
                          bool unicode)
{
    if (mark->absent)
        return arena_format(arena, "%s [%zu]", unicode ? "\u2013" : "-", mark->note);
    struct str shown;
    str_init(&shown);
    show_number(&shown, mark->estimate, chart->decimals, chart->measure, chart->measure == MEASURE_points,
                true, unicode);
    return shown_end(arena, &shown);
}

const char *plot_interval(struct arena *arena, const struct chart *chart, const struct mark *mark,
                          bool unicode, size_t high_width)
{
    if (mark->absent)
        return "";
    struct str shown;
    str_init(&shown);
    show_interval(&shown, mark->low, mark->high, chart->decimals, chart->measure, true, unicode, high_width);
    return shown_end(arena, &shown);
}

size_t plot_high_width(const struct chart *chart, bool unicode)
{
    size_t widest = 0;
    for (size_t r = 0; r < chart->rows.count; r++)
        for (size_t s = 0; s < chart_width(chart); s++) {
            const struct mark *mark = &chart->rows.at[r].marks[s];
            struct str high;
            str_init(&high);
            if (!mark->absent)
                show_number(&high, mark->high, chart->decimals, chart->measure,
                            chart->measure == MEASURE_points, true, unicode);
            size_t width = text_width(str_text(&high));
            widest = width > widest ? width : widest;
            str_clear(&high);
        }
    return widest;
}
