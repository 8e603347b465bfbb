#include "report/plot.h"
#include "report/show.h"
#include "report/svg.h"

#include "base/banned.h"

enum { WIDTH = 760, EDGE = 8, GAP = 20, LABEL_MAX = 230, SERIES_HEIGHT = 20, ROW_PAD = 6 };

static const char *const COLOURS[CHART_SERIES_MAX] = {"#1f4e79", "#a34700"};
static const char *const DASHES[CHART_SERIES_MAX] = {"", "5 3"};

struct picture {
    struct str *out;
    struct arena *arena;
    const struct chart *chart;
    struct scale scale;
    bool drawn;
    double label, estimate, interval; /* widths */
    double left, right;               /* of the plot */
    double top, bottom;
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static const char *row_label(const struct picture *picture, size_t row)
{
    return show_flat(picture->arena, picture->chart->rows.at[row].label);
}

static double row_height(const struct picture *picture, size_t row)
{
    double lines = (double)svg_lines_count(picture->label, SVG_TEXT, text_of(row_label(picture, row)));
    return larger(SERIES_HEIGHT * (double)chart_width(picture->chart), SVG_LINE * lines) + ROW_PAD;
}

static void picture_measure(struct picture *picture)
{
    const struct chart *chart = picture->chart;
    for (size_t r = 0; r < chart->rows.count; r++) {
        picture->label = larger(picture->label, svg_width(text_of(row_label(picture, r)), SVG_TEXT) + 2);
        for (size_t s = 0; s < chart_width(chart); s++) {
            const struct mark *mark = &chart->rows.at[r].marks[s];
            const char *estimate = plot_estimate(picture->arena, chart, mark, true);
            const char *interval = plot_interval(picture->arena, chart, mark, true, 0);
            picture->estimate = larger(picture->estimate, svg_width(text_of(estimate), SVG_TEXT));
            picture->interval = larger(picture->interval, svg_width(text_of(interval), SVG_TEXT));
        }
    }
    if (picture->label > LABEL_MAX)
        picture->label = LABEL_MAX;
    picture->drawn = plot_scale(chart, 8, &picture->scale);
    picture->left = EDGE + picture->label + GAP;
    picture->right = WIDTH - EDGE - picture->interval - 12 - picture->estimate - GAP;
    picture->right = larger(picture->right, picture->left + 120);
}

static double place(const struct picture *picture, double given)
{
    return picture->left + plot_place(&picture->scale, given) * (picture->right - picture->left);
}

static void marker(struct str *out, double x, double y, size_t series)
{
    if (series == 0)
        str_addf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>\n", x, y, COLOURS[0]);
    else
        str_addf(out,
                 "<rect x=\"%.1f\" y=\"%.1f\" width=\"9\" height=\"9\" fill=\"#ffffff\" stroke=\"%s\" "
                 "stroke-width=\"2\"/>\n",
                 x - 4.5, y - 4.5, COLOURS[series]);
}

/* An item's sign is 30 wide; the next item goes to a new line when it does not fit. */
static void legend_item(struct picture *picture, double *x, double *y, const char *label, size_t series,
                        bool reference)
{
    const char *flat = show_flat(picture->arena, label);
    double width = 36 + svg_width(text_of(flat), SVG_TEXT) + GAP;
    if (*x > EDGE && *x + width > WIDTH) {
        *x = EDGE;
        *y += SVG_LINE + 4;
    }
    if (reference) {
        svg_line(picture->out, *x + 15, *y - 13, *x + 15, *y + 3, SVG_SOFT, 1.5, "2 2");
    } else {
        svg_line(picture->out, *x, *y - 4, *x + 30, *y - 4, COLOURS[series], 2, DASHES[series]);
        marker(picture->out, *x + 15, *y - 4, series);
    }
    size_t lines =
        svg_lines(picture->out, *x + 36, *y, WIDTH - *x - 36 - EDGE, SVG_TEXT, false, text_of(flat));
    *y += SVG_LINE * (double)(lines > 1 ? lines - 1 : 0);
    *x += width;
}

static void legend(struct picture *picture)
{
    const struct chart *chart = picture->chart;
    double x = EDGE, y = 18;
    for (size_t s = 0; s < chart->series_count; s++)
        legend_item(picture, &x, &y, chart->series[s].label, s, false);
    bool reference = chart->has_reference && picture->drawn;
    if (reference)
        legend_item(picture, &x, &y, chart->reference_label, 0, true);
    picture->top = chart->series_count > 0 || reference ? y + 14 : 8;
}

static void grid(struct picture *picture)
{
    const struct axis *axis = &picture->scale.axis;
    double used = -1000;
    for (int t = 0; t < axis->ticks; t++) {
        double x = place(picture, axis_tick(axis, t) / picture->scale.factor);
        const char *label = plot_tick(picture->arena, picture->chart, &picture->scale, t, true);
        double width = svg_width(text_of(label), SVG_SMALL);
        svg_line(picture->out, x, picture->top, x, picture->bottom, SVG_FAINT, 1, "");
        svg_line(picture->out, x, picture->bottom, x, picture->bottom + 5, SVG_INK, 1, "");
        if (x - width / 2 < used + 6)
            continue;
        svg_text(picture->out, x, picture->bottom + 19, SVG_SMALL, ANCHOR_middle, false, text_of(label));
        used = x + width / 2;
    }
    svg_line(picture->out, picture->left, picture->bottom, picture->right, picture->bottom, SVG_INK, 1, "");
    if (picture->chart->has_reference) {
        double x = place(picture, picture->chart->reference);
        svg_line(picture->out, x, picture->top, x, picture->bottom, SVG_SOFT, 1.5, "2 2");
    }
}

static void mark_draw(struct picture *picture, const struct mark *mark, size_t series, double y)
{
    if (!mark->absent) {
        double low = place(picture, mark->low), high = place(picture, mark->high);
        svg_line(picture->out, low, y, high, y, COLOURS[series], 2, DASHES[series]);
        svg_line(picture->out, low, y - 5, low, y + 5, COLOURS[series], 2, "");
        svg_line(picture->out, high, y - 5, high, y + 5, COLOURS[series], 2, "");
        marker(picture->out, place(picture, mark->estimate), y, series);
    }
    const char *estimate = plot_estimate(picture->arena, picture->chart, mark, true);
    const char *interval = plot_interval(picture->arena, picture->chart, mark, true, 0);
    svg_text(picture->out, WIDTH - EDGE - picture->interval - 12, y + 4.5, SVG_TEXT, ANCHOR_end, true,
             text_of(estimate));
    if (*interval)
        svg_text(picture->out, WIDTH - EDGE, y + 4.5, SVG_TEXT, ANCHOR_end, false, text_of(interval));
}

static void rows(struct picture *picture)
{
    const struct chart *chart = picture->chart;
    double y = picture->top;
    for (size_t r = 0; r < chart->rows.count; r++) {
        double height = row_height(picture, r);
        if (r > 0)
            svg_line(picture->out, EDGE, y, WIDTH - EDGE, y, SVG_FAINT, 1, "");
        svg_lines(picture->out, EDGE, y + ROW_PAD / 2 + 14, picture->label, SVG_TEXT, false,
                  text_of(row_label(picture, r)));
        for (size_t s = 0; s < chart_width(chart); s++)
            mark_draw(picture, &chart->rows.at[r].marks[s], s,
                      y + ROW_PAD / 2 + SERIES_HEIGHT * ((double)s + 0.5));
        y += height;
    }
}

static const char *description(struct arena *arena, const struct chart *chart)
{
    const char *where = "the table that follows";
    if (chart->table)
        where = arena_format(arena, "the table \u201c%s\u201d", chart->table->caption);
    return arena_format(
        arena,
        "%s. Each row shows an estimate as a marker on a line from the low to the high end of "
        "its interval, with the numbers at the right. The same numbers are in %s.",
        chart->axis, where);
}

void svg_intervals(struct str *out, struct arena *arena, const struct chart *chart)
{
    struct str body; /* the height is known when the legend is written */
    str_init(&body);
    struct picture picture = {.out = &body, .arena = arena, .chart = chart};
    picture_measure(&picture);
    legend(&picture);
    picture.bottom = picture.top;
    for (size_t r = 0; r < chart->rows.count; r++)
        picture.bottom += row_height(&picture, r);
    double height = picture.bottom + EDGE;
    if (picture.drawn) {
        grid(&picture);
        const char *axis = show_flat(arena, chart->axis);
        double middle = (picture.left + picture.right) / 2, half = svg_width(text_of(axis), SVG_SMALL) / 2;
        double start = middle - half > EDGE ? middle - half : EDGE;
        if (start + 2 * half > WIDTH - EDGE)
            start = EDGE;
        size_t lines = svg_lines(&body, start, picture.bottom + 38, WIDTH - EDGE - start, SVG_SMALL, false,
                                 text_of(axis));
        height = picture.bottom + 38 + SVG_LINE * (double)(lines > 1 ? lines - 1 : 0) + EDGE;
    }
    rows(&picture);
    svg_open(out, chart, description(arena, chart), WIDTH, height);
    str_add_bytes(out, body.at, body.length);
    svg_close(out);
    str_clear(&body);
}
