#include "report/curves.h"
#include "report/show.h"
#include "report/svg.h"

#include "base/banned.h"

enum { WIDTH = 760, EDGE = 8, HEIGHT = 320, SIGN = 36, GAP = 20 };

/* A curve is known by its dashes too: colours are lost in print. */
static const struct {
    const char *colour, *dash;
} STROKES[CHART_CURVES_MAX] = {{"#1f4e79", ""},     {"#a34700", "7 3"},     {"#2f6b2f", "2 3"},
                               {"#6a3d9a", "12 4"}, {"#1a1a1a", "9 3 2 3"}, {"#8a1538", "4 2 1 2 1 2"}};

struct picture {
    struct str *out;
    struct arena *arena;
    const struct chart *chart;
    struct scale across, up;
    double left, right, top, bottom; /* of the plot */
};

static double x_of(const struct picture *picture, double x)
{
    return picture->left + plot_place(&picture->across, x) * (picture->right - picture->left);
}

static double y_of(const struct picture *picture, double value)
{
    return picture->bottom - plot_place(&picture->up, value) * (picture->bottom - picture->top);
}

/* A sign and its words; what does not fit goes to a new line. */
static void legend(struct picture *picture)
{
    double x = EDGE, y = 18;
    for (size_t c = 0; c < picture->chart->curves.count; c++) {
        const char *label = show_flat(picture->arena, picture->chart->curves.at[c].label);
        const double width = SIGN + svg_width(text_of(label), SVG_TEXT) + GAP;
        if (x > EDGE && x + width > WIDTH) {
            x = EDGE;
            y += SVG_LINE + 4;
        }
        svg_line(picture->out, x, y - 4, x + 30, y - 4, STROKES[c].colour, 2.5, STROKES[c].dash);
        const size_t lines =
            svg_lines(picture->out, x + SIGN, y, WIDTH - x - SIGN - EDGE, SVG_TEXT, false, text_of(label));
        y += SVG_LINE * (double)(lines > 1 ? lines - 1 : 0);
        x += width;
    }
    const char *axis = show_flat(picture->arena, picture->chart->axis);
    y += SVG_LINE + 8;
    svg_text(picture->out, EDGE, y, SVG_SMALL, ANCHOR_start, false, text_of(axis));
    picture->top = y + 12;
    picture->bottom = picture->top + HEIGHT;
}

static void grid_up(struct picture *picture)
{
    const struct axis *axis = &picture->up.axis;
    double widest = 0;
    for (int t = 0; t < axis->ticks; t++) {
        const char *label = plot_tick(picture->arena, picture->chart, &picture->up, t, true);
        const double width = svg_width(text_of(label), SVG_SMALL);
        widest = width > widest ? width : widest;
    }
    picture->left = EDGE + widest + 8;
    for (int t = 0; t < axis->ticks; t++) {
        const double y = y_of(picture, axis_tick(axis, t) / picture->up.factor);
        const char *label = plot_tick(picture->arena, picture->chart, &picture->up, t, true);
        svg_line(picture->out, picture->left, y, picture->right, y, SVG_FAINT, 1, "");
        svg_text(picture->out, picture->left - 8, y + 4, SVG_SMALL, ANCHOR_end, false, text_of(label));
    }
}

static void grid_across(struct picture *picture)
{
    const struct axis *axis = &picture->across.axis;
    for (int t = 0; t < axis->ticks; t++) {
        const double x = x_of(picture, axis_tick(axis, t));
        const char *label = curves_tick_across(picture->arena, &picture->across, t, true);
        svg_line(picture->out, x, picture->bottom, x, picture->bottom + 5, SVG_INK, 1, "");
        svg_text(picture->out, x, picture->bottom + 19, SVG_SMALL, ANCHOR_middle, false, text_of(label));
    }
    svg_line(picture->out, picture->left, picture->bottom, picture->right, picture->bottom, SVG_INK, 1, "");
    svg_text(picture->out, (picture->left + picture->right) / 2, picture->bottom + 38, SVG_SMALL,
             ANCHOR_middle, false, text_of(show_flat(picture->arena, picture->chart->across)));
}

/* Steps from the first point to the last; points closer than the eye can part are one. */
static void steps_forward(struct picture *picture, const struct curve *curve, size_t member)
{
    double drawn = -1;
    for (size_t p = 0; p < curve->points.count; p++) {
        const struct curve_point *point = &curve->points.at[p];
        const double values[] = {point->estimate, point->high}, x = x_of(picture, point->x);
        if (p > 0 && p + 1 < curve->points.count && x - drawn < 0.2)
            continue;
        if (p == 0)
            str_addf(picture->out, "M%.1f %.1f", x, y_of(picture, values[member]));
        else
            str_addf(picture->out, "H%.1fV%.1f", x, y_of(picture, values[member]));
        drawn = x;
    }
}

/* Back along the low ends: what stands at a point stood since it. */
static void steps_back(struct picture *picture, const struct curve *curve)
{
    double drawn = 1e9;
    for (size_t p = curve->points.count; p-- > 0;) {
        const struct curve_point *point = &curve->points.at[p];
        const double x = x_of(picture, point->x);
        if (p > 0 && p + 1 < curve->points.count && drawn - x < 0.2)
            continue;
        str_addf(picture->out, "V%.1fH%.1f", y_of(picture, point->low), x);
        drawn = x;
    }
}

static bool has_band(const struct curve *curve)
{
    for (size_t p = 0; p < curve->points.count; p++)
        if (curve->points.at[p].low < curve->points.at[p].high)
            return true;
    return false;
}

static void draw_curve(struct picture *picture, size_t at)
{
    const struct curve *curve = &picture->chart->curves.at[at];
    if (curve->points.count == 0)
        return;
    if (has_band(curve)) {
        str_add(picture->out, "<path d=\"");
        steps_forward(picture, curve, 1);
        steps_back(picture, curve);
        str_addf(picture->out, "Z\" fill=\"%s\" fill-opacity=\"0.12\"/>\n", STROKES[at].colour);
    }
    str_add(picture->out, "<path d=\"");
    steps_forward(picture, curve, 0);
    str_addf(picture->out, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"", STROKES[at].colour);
    if (*STROKES[at].dash)
        str_addf(picture->out, " stroke-dasharray=\"%s\"", STROKES[at].dash);
    str_add(picture->out, "/>\n");
}

static const char *description(struct arena *arena, const struct chart *chart)
{
    return arena_format(arena,
                        "%s, from left to right by %s. Each curve is a line of steps in the band of its "
                        "intervals. The numbers are in %s.",
                        chart->axis, chart->across,
                        chart->table ? arena_format(arena, "the table \u201c%s\u201d", chart->table->caption)
                                     : "the table that follows");
}

void svg_curves(struct str *out, struct arena *arena, const struct chart *chart)
{
    struct picture picture = {.out = out, .arena = arena, .chart = chart};
    struct str body; /* the height is known when the legend is written */
    str_init(&body);
    picture.out = &body;
    curves_scale(chart, 10, 7, &picture.across, &picture.up);
    legend(&picture);
    picture.right = WIDTH - EDGE - 12;
    grid_up(&picture);
    grid_across(&picture);
    for (size_t c = 0; c < chart->curves.count; c++)
        draw_curve(&picture, c);
    svg_open(out, chart, description(arena, chart), WIDTH, picture.bottom + 38 + EDGE);
    str_add_bytes(out, body.at, body.length);
    svg_close(out);
    str_clear(&body);
}
