#include "report/show.h"
#include "report/svg.h"

#include "base/banned.h"

/* Per series: boxes of the stages, the missing beside them. A step's missing branch off above its box, from
 * the way to it; a wave's stand beside its box, because those missed at one wave may be reached at
 * the next. */
enum { COLUMN = 380, EDGE = 8, BOX = 170, BRANCH = 22, NOTE = 160, PAD = 10, WAY = 26 };

struct river {
    struct str *out;
    struct arena *arena;
    const struct chart *chart;
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static const char *stage_label(const struct river *river, size_t row)
{
    return show_flat(river->arena, river->chart->rows.at[row].label);
}

static double box_height(const struct river *river, size_t row)
{
    size_t lines = svg_lines_count(BOX - 2 * PAD, SVG_TEXT, text_of(stage_label(river, row)));
    return 2 * PAD + SVG_LINE * (double)(lines + 1) - 4;
}

/* 0 when there is nobody missing in this series. */
static double note_height(const struct river *river, size_t row, size_t series)
{
    const char *words = chart_lost_words(river->arena, river->chart, row, series);
    if (!words)
        return 0;
    return PAD +
           SVG_LINE * (double)svg_lines_count(NOTE - PAD, SVG_SMALL, text_of(show_flat(river->arena, words)));
}

static double note_height_max(const struct river *river, size_t row)
{
    double height = 0;
    for (size_t s = 0; s < river->chart->series_count; s++)
        height = larger(height, note_height(river, row, s));
    return height;
}

static bool is_wave(const struct river *river, size_t row)
{
    return river->chart->rows.at[row].stage == STAGE_wave;
}

/* The room above a stage's box. */
static double way_height(const struct river *river, size_t row)
{
    if (row == 0)
        return 0;
    double note = is_wave(river, row) ? 0 : note_height_max(river, row) + 2 * 8;
    return larger(WAY, note);
}

static double stage_height(const struct river *river, size_t row)
{
    double box = box_height(river, row);
    return is_wave(river, row) ? larger(box, note_height_max(river, row)) : box;
}

static void rect(struct str *out, double x, double y, double width, double height, bool dashed)
{
    str_addf(out,
             "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" stroke=\"%s\"%s/>\n", x,
             y, width, height, dashed ? "#f6f6f6" : "#ffffff", dashed ? SVG_SOFT : SVG_INK,
             dashed ? " stroke-dasharray=\"4 3\"" : " stroke-width=\"1.5\"");
}

static void note_draw(const struct river *river, size_t row, size_t series, double x, double y, double from)
{
    const char *words = chart_lost_words(river->arena, river->chart, row, series);
    if (!words)
        return;
    double height = note_height(river, row, series), top = y - height / 2, left = x + BOX + BRANCH;
    svg_line(river->out, from, y, left, y, SVG_SOFT, 1.5, "4 3");
    rect(river->out, left, top, NOTE, height, true);
    svg_lines(river->out, left + PAD - 3, top + PAD / 2 + 12, NOTE - PAD, SVG_SMALL, false,
              text_of(show_flat(river->arena, words)));
}

/* The way from the stage above: an arrow to a step, a broken line to a wave. */
static void way_draw(const struct river *river, size_t row, double x, double from, double to)
{
    double middle = x + BOX / 2;
    svg_line(river->out, middle, from, middle, to, SVG_INK, 1.5, is_wave(river, row) ? "4 3" : "");
    if (!is_wave(river, row))
        str_addf(river->out, "<path d=\"M%.1f %.1f l-5 -8 h10 z\"/>\n", middle, to);
}

static const char *count_words(const struct river *river, size_t row, size_t series)
{
    const struct mark *mark = &river->chart->rows.at[row].marks[series];
    const struct mark *base = &river->chart->rows.at[chart_base(river->chart, row)].marks[series];
    if (mark->absent)
        return arena_format(river->arena, "\u2013 [%zu]", mark->note);
    struct str words;
    str_init(&words);
    str_add_grouped(&words, mark->count);
    if (mark != base && !base->absent) {
        str_add(&words, " of ");
        str_add_grouped(&words, base->count);
    }
    return str_into(&words, river->arena);
}

static void series_draw(const struct river *river, size_t series, double top)
{
    const struct chart *chart = river->chart;
    double x = EDGE + COLUMN * (double)series, y = top, foot = top;
    for (size_t r = 0; r < chart->rows.count; r++) {
        double way = way_height(river, r), box = box_height(river, r), middle = x + BOX / 2;
        y += way;
        if (r > 0) {
            way_draw(river, r, x, foot, y);
            if (is_wave(river, r))
                note_draw(river, r, series, x, y + stage_height(river, r) / 2, x + BOX);
            else
                note_draw(river, r, series, x, y - way / 2 - 4, middle);
        }
        double box_top = y, lines;
        box = larger(box, stage_height(river, r));
        rect(river->out, x, box_top, BOX, box, false);
        lines = (double)svg_lines(river->out, x + PAD, box_top + PAD + 10, BOX - 2 * PAD, SVG_TEXT, false,
                                  text_of(stage_label(river, r)));
        svg_text(river->out, x + PAD, box_top + PAD + 10 + SVG_LINE * lines, SVG_TEXT, ANCHOR_start, true,
                 text_of(count_words(river, r, series)));
        y += box;
        foot = y;
    }
}

void svg_flow(struct str *out, struct arena *arena, const struct chart *chart)
{
    struct str body;
    str_init(&body);
    struct river river = {&body, arena, chart};
    double names = 0, height = 0, width = COLUMN * (double)chart->series_count;
    for (size_t s = 0; s < chart->series_count; s++) {
        size_t lines = svg_lines(&body, EDGE + COLUMN * (double)s, 18, COLUMN - 2 * EDGE, SVG_TEXT + 1, true,
                                 text_of(show_flat(arena, chart->series[s].label)));
        names = larger(names, SVG_LINE * (double)lines);
    }
    for (size_t r = 0; r < chart->rows.count; r++)
        height += way_height(&river, r) + stage_height(&river, r);
    double top = names + 14;
    for (size_t s = 0; s < chart->series_count; s++)
        series_draw(&river, s, top);
    svg_open(out, chart,
             "For each group a column of boxes, one per stage from top to bottom, with how many people stood "
             "there; "
             "beside them how many were left or missed, and why.",
             width, top + height + EDGE);
    str_add_bytes(out, body.at, body.length);
    svg_close(out);
    str_clear(&body);
}
