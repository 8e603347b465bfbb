#include <math.h>

#include "report/pen.h"
#include "report/show.h"
#include "report/wrap.h"

#include "base/banned.h"

enum { BAR_MIN = 8, BAR_MAX = 40, INDENT = 2, GAP = 2 };

struct flow {
    struct pen *pen;
    const struct chart *chart;
    int64_t most;             /* people at any stage */
    size_t label, bar, count; /* widths */
};

/* "60", or "11 of 26" where there is a stage to compare with. */
static const char *count_shown(const struct flow *flow, size_t row, size_t series)
{
    struct arena *arena = flow->pen->arena;
    const struct mark *mark = &flow->chart->rows.at[row].marks[series];
    const struct mark *base = &flow->chart->rows.at[chart_base(flow->chart, row)].marks[series];
    if (mark->absent)
        return arena_format(arena, "%s [%zu]", flow->pen->style.unicode ? "\u2013" : "-", mark->note);
    struct str shown;
    str_init(&shown);
    str_add_grouped(&shown, mark->count);
    if (mark != base && !base->absent) {
        str_add(&shown, " of ");
        str_add_grouped(&shown, base->count);
    }
    return str_into(&shown, arena);
}

static void flow_measure(struct flow *flow)
{
    const struct chart *chart = flow->chart;
    size_t room = flow->pen->width < 120 ? flow->pen->width : 120;
    for (size_t s = 0; s < chart->series_count; s++) {
        size_t width = text_width(text_of(show_flat(flow->pen->arena, chart->series[s].label)));
        flow->label = width > flow->label ? width : flow->label;
    }
    for (size_t r = 0; r < chart->rows.count; r++)
        for (size_t s = 0; s < chart->series_count; s++) {
            const struct mark *mark = &chart->rows.at[r].marks[s];
            if (!mark->absent && mark->count > flow->most)
                flow->most = mark->count;
            size_t width = text_width(text_of(count_shown(flow, r, s)));
            flow->count = width > flow->count ? width : flow->count;
        }
    if (flow->label > room / 3)
        flow->label = room / 3;
    size_t beside = INDENT + flow->label + GAP + GAP + flow->count;
    flow->bar = room > beside + BAR_MIN ? room - beside : BAR_MIN;
    flow->bar = flow->bar < BAR_MAX ? flow->bar : BAR_MAX;
}

/* Somebody is never drawn as nobody. */
static size_t bar_columns(const struct flow *flow, int64_t people)
{
    if (people == 0 || flow->most == 0)
        return 0;
    size_t columns = (size_t)lround((double)people / (double)flow->most * (double)flow->bar);
    return columns > 0 ? columns : 1;
}

static void bar_add(const struct flow *flow, size_t row, size_t series, struct str *out)
{
    const struct mark *mark = &flow->chart->rows.at[row].marks[series];
    int64_t lost = 0, explained;
    if (!chart_lost(flow->chart, row, series, &lost, &explained))
        lost = 0;
    bool unicode = flow->pen->style.unicode;
    size_t full = mark->absent ? 0 : bar_columns(flow, mark->count);
    size_t all = mark->absent ? 0 : bar_columns(flow, mark->count + lost);
    for (size_t c = 0; c < flow->bar; c++)
        str_add(out, c < full ? (unicode ? "\u2588" : "#") : c < all ? (unicode ? "\u2591" : ".") : " ");
}

static void flow_series(const struct flow *flow, size_t row, size_t series)
{
    struct pen *pen = flow->pen;
    struct text rest = text_of(show_flat(pen->arena, flow->chart->series[series].label)), piece;
    struct str out;
    str_init(&out);
    for (size_t at = 0; wrap_next(&rest, flow->label, WRAP_COLUMNS, &piece); at++) {
        str_cut(&out, 0);
        str_add_repeated(&out, ' ', INDENT);
        pen_pad(&out, piece, flow->label + GAP, false);
        if (at == 0) {
            bar_add(flow, row, series, &out);
            str_add_repeated(&out, ' ', GAP);
            str_add(&out, count_shown(flow, row, series));
        }
        pen_line(pen, LOOK_plain, out.at);
    }
    str_clear(&out);
    const char *words = chart_lost_words(pen->arena, flow->chart, row, series);
    const char *indent = arena_format(pen->arena, "%*s", (int)(INDENT + flow->label + GAP), "");
    if (words)
        pen_wrapped(pen, LOOK_dim, indent, indent, words);
}

void pen_flow(struct pen *pen, const struct chart *chart)
{
    struct flow flow = {.pen = pen, .chart = chart};
    pen_wrapped(pen, LOOK_bold, "", "", chart->caption);
    if (chart->rows.count == 0) {
        pen_line(pen, LOOK_dim, "(nothing to draw)");
        return;
    }
    flow_measure(&flow);
    for (size_t r = 0; r < chart->rows.count; r++) {
        pen_wrapped(pen, LOOK_plain, "", "", chart->rows.at[r].label);
        for (size_t s = 0; s < chart->series_count; s++)
            flow_series(&flow, r, s);
    }
    pen_notes(pen, &chart->notes, NULL);
}
