#include <math.h>

#include "report/curves.h"
#include "report/pen.h"
#include "report/show.h"
#include "report/wrap.h"

#include "base/banned.h"

enum { COLUMNS_MIN = 20, COLUMNS_MAX = 72, LINES = 16 };

struct signs {
    const char *curve[CHART_CURVES_MAX], *up, *across, *tick_up, *tick_across, *corner;
};

static const struct signs ASCII = {{"o", "x", "*", "+", "#", "@"}, "|", "-", "|", "+", "+"};
static const struct signs UNICODE = {{"\u25cf", "\u25cb", "\u25c6", "\u25c7", "\u25a0", "\u25a1"},
                                     "\u2502",
                                     "\u2500",
                                     "\u2524",
                                     "\u252c",
                                     "\u2514"};

struct plot {
    struct pen *pen;
    const struct chart *chart;
    const struct signs *signs;
    struct scale across, up;
    size_t label, columns;
    const char *cells[LINES][COLUMNS_MAX];
};

static size_t width_of(const char *words)
{
    return text_width(text_of(words));
}

static size_t place(const struct scale *scale, double given, size_t room)
{
    return (size_t)lround(fmax(0, fmin(plot_place(scale, given), 1)) * (double)(room - 1));
}

static const char *tick_up(const struct plot *plot, int tick)
{
    return plot_tick(plot->pen->arena, plot->chart, &plot->up, tick, plot->pen->style.unicode);
}

static bool plot_measure(struct plot *plot)
{
    const size_t width = plot->pen->width < 10 ? 10 : plot->pen->width;
    if (!curves_scale(plot->chart, 8, 6, &plot->across, &plot->up))
        return false;
    for (int t = 0; t < plot->up.axis.ticks; t++)
        plot->label = width_of(tick_up(plot, t)) > plot->label ? width_of(tick_up(plot, t)) : plot->label;
    plot->columns = width > plot->label + 4 + COLUMNS_MIN ? width - plot->label - 4 : COLUMNS_MIN;
    plot->columns = plot->columns > COLUMNS_MAX ? COLUMNS_MAX : plot->columns;
    return true;
}

/* The curve that was given first lies on top. */
static void plot_curves(struct plot *plot)
{
    const struct axis *axis = &plot->across.axis;
    for (size_t line = 0; line < LINES; line++)
        for (size_t c = 0; c < plot->columns; c++)
            plot->cells[line][c] = " ";
    for (size_t at = plot->chart->curves.count; at-- > 0;)
        for (size_t c = 0; c < plot->columns; c++) {
            const double x = axis->low + (axis->high - axis->low) * (double)c / (double)(plot->columns - 1);
            const struct curve_point *point = curve_at(&plot->chart->curves.at[at], x);
            if (point)
                plot->cells[LINES - 1 - place(&plot->up, point->estimate, LINES)][c] = plot->signs->curve[at];
        }
}

/* The number of the tick on a line, from above; -1 where there is none. */
static int tick_on(const struct plot *plot, size_t line)
{
    for (int t = 0; t < plot->up.axis.ticks; t++)
        if (LINES - 1 - place(&plot->up, axis_tick(&plot->up.axis, t) / plot->up.factor, LINES) == line)
            return t;
    return -1;
}

static void pen_lines(struct plot *plot)
{
    struct str out;
    str_init(&out);
    for (size_t line = 0; line < LINES; line++) {
        const int tick = tick_on(plot, line);
        str_cut(&out, 0);
        pen_pad(&out, text_of(tick < 0 ? "" : tick_up(plot, tick)), plot->label, true);
        str_addf(&out, " %s", tick < 0 ? plot->signs->up : plot->signs->tick_up);
        for (size_t c = 0; c < plot->columns; c++)
            str_add(&out, plot->cells[line][c]);
        pen_line(plot->pen, LOOK_plain, out.at);
    }
    str_clear(&out);
}

/* Every `stride`th label under its tick; false when two would touch. */
static bool labels_across(const struct plot *plot, int stride, struct str *out)
{
    size_t used = 0;
    str_cut(out, 0);
    for (int t = 0; t < plot->across.axis.ticks; t += stride) {
        const char *words = curves_tick_across(plot->pen->arena, &plot->across, t, plot->pen->style.unicode);
        const size_t width = width_of(words);
        const size_t at =
            plot->label + 2 + place(&plot->across, axis_tick(&plot->across.axis, t), plot->columns);
        const size_t start = at > width / 2 ? at - width / 2 : 0;
        if (t > 0 && start < used + 1)
            return false;
        str_add_repeated(out, ' ', start - used);
        str_add(out, words);
        used = start + width;
    }
    return true;
}

static void pen_across(struct plot *plot)
{
    const char *line[COLUMNS_MAX];
    struct str out;
    str_init(&out);
    for (size_t c = 0; c < plot->columns; c++)
        line[c] = plot->signs->across;
    for (int t = 0; t < plot->across.axis.ticks; t++)
        line[place(&plot->across, axis_tick(&plot->across.axis, t), plot->columns)] =
            plot->signs->tick_across;
    str_add_repeated(&out, ' ', plot->label + 1);
    str_add(&out, plot->signs->corner);
    for (size_t c = 0; c < plot->columns; c++)
        str_add(&out, line[c]);
    pen_line(plot->pen, LOOK_plain, out.at);
    for (int stride = 1; !labels_across(plot, stride, &out);)
        stride++;
    pen_line(plot->pen, LOOK_plain, out.at);
    str_clear(&out);
    const char *before = arena_format(plot->pen->arena, "%*s", (int)plot->label + 2, "");
    pen_wrapped(plot->pen, LOOK_plain, before, before, plot->chart->across);
}

/* "● Programme, ○ Comparison" */
static void pen_legend(const struct plot *plot)
{
    struct str out;
    str_init(&out);
    str_addf(&out, "%s: ", plot->chart->axis);
    for (size_t c = 0; c < plot->chart->curves.count; c++)
        str_addf(&out, "%s%s %s", c > 0 ? ", " : "", plot->signs->curve[c], plot->chart->curves.at[c].label);
    pen_wrapped(plot->pen, LOOK_dim, "", "", out.at);
    str_clear(&out);
}

void pen_curves(struct pen *pen, const struct chart *chart)
{
    struct plot *plot = ARENA_NEW(pen->arena, struct plot);
    plot->pen = pen;
    plot->chart = chart;
    plot->signs = pen->style.unicode ? &UNICODE : &ASCII;
    pen_wrapped(pen, LOOK_bold, "", "", chart->caption);
    if (!plot_measure(plot)) {
        pen_line(pen, LOOK_dim, "(nothing to draw)");
        return;
    }
    pen_legend(plot);
    plot_curves(plot);
    pen_lines(plot);
    pen_across(plot);
}
