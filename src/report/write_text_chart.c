#include <math.h>

#include "report/pen.h"
#include "report/plot.h"
#include "report/show.h"
#include "report/wrap.h"

#include "base/banned.h"

enum { PLOT_MIN = 24, PLOT_MAX = 60, INDENT = 2, GAP = 2 };

/* The signs a plot is drawn with, each one column wide. */
struct signs {
    const char *mark[CHART_SERIES_MAX], *left, *line, *right, *reference, *crossing, *tick;
};

static const struct signs ASCII = {{"o", "x"}, "|", "-", "|", "|", "+", "+"};
static const struct signs UNICODE = {
    {"\u25cf", "\u25cb"}, "\u251c", "\u2500", "\u2524", "\u2502", "\u253c", "\u252c"};

/* Labels left, the plot, numbers right; or, when narrow, one under the other. */
struct plot {
    struct pen *pen;
    const struct chart *chart;
    const struct signs *signs;
    struct scale scale;
    bool drawn; /* there is an axis */
    bool narrow;
    size_t label, columns, estimate, interval, high; /* widths */
    const char **line;                               /* of the plot: the sign in each column */
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t width_of(const char *text)
{
    return text_width(text_of(text));
}

/* Room for the signs of the series, where there are two to tell apart. */
static size_t marker_width(const struct chart *chart)
{
    return chart->series_count > 1 ? 2 : 0;
}

static void plot_measure(struct plot *plot)
{
    const struct chart *chart = plot->chart;
    bool unicode = plot->pen->style.unicode;
    size_t room = smaller(plot->pen->width, 120);
    plot->high = plot_high_width(chart, unicode);
    for (size_t r = 0; r < chart->rows.count; r++) {
        plot->label = larger(plot->label, width_of(show_flat(plot->pen->arena, chart->rows.at[r].label)));
        for (size_t s = 0; s < chart_width(chart); s++) {
            const struct mark *mark = &chart->rows.at[r].marks[s];
            plot->estimate =
                larger(plot->estimate, width_of(plot_estimate(plot->pen->arena, chart, mark, unicode)));
            plot->interval = larger(
                plot->interval, width_of(plot_interval(plot->pen->arena, chart, mark, unicode, plot->high)));
        }
    }
    plot->label = smaller(plot->label, larger(room / 3, 8));
    size_t beside = plot->label + GAP + GAP + marker_width(chart) + plot->estimate + GAP + plot->interval;
    plot->narrow = room < beside + PLOT_MIN;
    plot->columns = plot->narrow ? larger(room, 10) - INDENT : room - beside;
    plot->columns = smaller(plot->columns, PLOT_MAX);
    plot->drawn = plot_scale(chart, (int)larger(3, smaller(8, plot->columns / 5)), &plot->scale);
    plot->line = ARENA_ARRAY(plot->pen->arena, const char *, plot->columns);
}

static size_t plot_column(const struct plot *plot, double given)
{
    double place = plot_place(&plot->scale, given) * (double)(plot->columns - 1);
    return (size_t)lround(fmax(0, fmin(place, (double)(plot->columns - 1))));
}

/* Blanks, and the reference line where it runs. */
static void line_clear(struct plot *plot)
{
    for (size_t c = 0; c < plot->columns; c++)
        plot->line[c] = " ";
    if (plot->drawn && plot->chart->has_reference)
        plot->line[plot_column(plot, plot->chart->reference)] = plot->signs->reference;
}

static void line_mark(struct plot *plot, const struct mark *mark, size_t series)
{
    const struct signs *signs = plot->signs;
    line_clear(plot);
    if (mark->absent)
        return;
    size_t low = plot_column(plot, mark->low), high = plot_column(plot, mark->high);
    for (size_t c = low; c <= high; c++)
        plot->line[c] = plot->line[c] == signs->reference ? signs->crossing : signs->line;
    plot->line[low] = signs->left;
    plot->line[high] = signs->right;
    plot->line[plot_column(plot, mark->estimate)] = signs->mark[series];
}

static void line_add(const struct plot *plot, struct str *out)
{
    for (size_t c = 0; c < plot->columns; c++)
        str_add(out, plot->line[c]);
}

static void numbers_add(const struct plot *plot, const struct mark *mark, size_t series, struct str *out)
{
    struct arena *arena = plot->pen->arena;
    bool unicode = plot->pen->style.unicode;
    if (marker_width(plot->chart) > 0)
        str_addf(out, "%s ", plot->signs->mark[series]);
    pen_pad(out, text_of(plot_estimate(arena, plot->chart, mark, unicode)), plot->estimate, true);
    str_add_repeated(out, ' ', GAP);
    pen_pad(out, text_of(plot_interval(arena, plot->chart, mark, unicode, plot->high)), plot->interval, true);
}

/* The label takes as many lines as it needs beside the series, then goes on alone. */
static void row_beside(struct plot *plot, const struct chart_row *row)
{
    struct text rest = text_of(show_flat(plot->pen->arena, row->label));
    struct str out;
    str_init(&out);
    for (size_t s = 0;; s++) {
        struct text piece = {"", 0};
        bool any = wrap_next(&rest, plot->label, WRAP_COLUMNS, &piece);
        if (!any && s >= row->count)
            break;
        str_cut(&out, 0);
        pen_pad(&out, piece, plot->label + GAP, false);
        line_clear(plot);
        if (s < row->count)
            line_mark(plot, &row->marks[s], s);
        line_add(plot, &out);
        str_add_repeated(&out, ' ', GAP);
        if (s < row->count)
            numbers_add(plot, &row->marks[s], s, &out);
        pen_line(plot->pen, LOOK_plain, out.at);
    }
    str_clear(&out);
}

static void row_stacked(struct plot *plot, const struct chart_row *row)
{
    pen_wrapped(plot->pen, LOOK_plain, "", "", row->label);
    struct str out;
    str_init(&out);
    for (size_t s = 0; s < row->count; s++) {
        str_cut(&out, 0);
        str_add_repeated(&out, ' ', INDENT);
        line_mark(plot, &row->marks[s], s);
        line_add(plot, &out);
        pen_line(plot->pen, LOOK_plain, out.at);
        str_cut(&out, 0);
        str_add_repeated(&out, ' ', INDENT);
        numbers_add(plot, &row->marks[s], s, &out);
        pen_line(plot->pen, LOOK_plain, out.at);
    }
    str_clear(&out);
}

/* Every `stride`th label under its tick; false when two would touch. */
static bool axis_labels(const struct plot *plot, size_t indent, int stride, struct str *out)
{
    const struct axis *axis = &plot->scale.axis;
    size_t used = 0;
    str_cut(out, 0);
    for (int t = 0; t < axis->ticks; t += stride) {
        const char *label =
            plot_tick(plot->pen->arena, plot->chart, &plot->scale, t, plot->pen->style.unicode);
        size_t width = width_of(label);
        size_t at = indent + plot_column(plot, axis_tick(axis, t) / plot->scale.factor);
        size_t start = at > width / 2 ? at - width / 2 : 0;
        if (start + width > plot->pen->width) /* the last label stays inside */
            start = plot->pen->width > width ? plot->pen->width - width : 0;
        if (t > 0 && start < used + 1)
            return false;
        str_add_repeated(out, ' ', start - used);
        str_add(out, label);
        used = start + width;
    }
    return true;
}

static void plot_axis(struct plot *plot)
{
    size_t indent = plot->narrow ? INDENT : plot->label + GAP;
    for (size_t c = 0; c < plot->columns; c++)
        plot->line[c] = plot->signs->line;
    for (int t = 0; t < plot->scale.axis.ticks; t++)
        plot->line[plot_column(plot, axis_tick(&plot->scale.axis, t) / plot->scale.factor)] =
            plot->signs->tick;
    struct str out;
    str_init(&out);
    str_add_repeated(&out, ' ', indent);
    line_add(plot, &out);
    pen_line(plot->pen, LOOK_plain, out.at);
    for (int stride = 1; !axis_labels(plot, indent, stride, &out);)
        stride++;
    pen_line(plot->pen, LOOK_plain, out.at);
    str_clear(&out);
    if (width_of(plot->chart->axis) + indent > plot->pen->width)
        indent = 0;
    const char *before = arena_format(plot->pen->arena, "%*s", (int)indent, "");
    pen_wrapped(plot->pen, LOOK_plain, before, before, plot->chart->axis);
}

/* "● Pilot   ○ Comparison   │ no difference" */
static void plot_legend(const struct plot *plot)
{
    const struct chart *chart = plot->chart;
    struct str out;
    str_init(&out);
    for (size_t s = 0; s < chart->series_count; s++)
        str_addf(&out, "%s%s %s", out.length ? ", " : "", plot->signs->mark[s], chart->series[s].label);
    if (chart->has_reference && plot->drawn)
        str_addf(&out, "%s%s %s", out.length ? ", " : "", plot->signs->reference, chart->reference_label);
    pen_wrapped(plot->pen, LOOK_dim, "", "", out.at);
    str_clear(&out);
}

void pen_intervals(struct pen *pen, const struct chart *chart)
{
    struct plot plot = {.pen = pen, .chart = chart, .signs = pen->style.unicode ? &UNICODE : &ASCII};
    pen_wrapped(pen, LOOK_bold, "", "", chart->caption);
    if (chart->rows.count == 0) {
        pen_line(pen, LOOK_dim, "(nothing to draw)");
        return;
    }
    plot_measure(&plot);
    plot_legend(&plot);
    for (size_t r = 0; r < chart->rows.count; r++) {
        if (plot.narrow)
            row_stacked(&plot, &chart->rows.at[r]);
        else
            row_beside(&plot, &chart->rows.at[r]);
    }
    if (plot.drawn)
        plot_axis(&plot);
    pen_notes(pen, &chart->notes, NULL);
}
