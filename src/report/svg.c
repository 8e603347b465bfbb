#include "report/svg.h"
#include "report/html.h"

#include "base/banned.h"

void svg_open(struct str *out, const struct chart *chart, const char *description, double width,
              double height)
{
    str_addf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" "
        "role=\"img\" aria-labelledby=\"%s.title %s.desc\" "
        "font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" fill=\"" SVG_INK "\">\n",
        width, height, width, height, chart->key, chart->key);
    str_addf(out, "<title id=\"%s.title\">", chart->key);
    str_add_html(out, text_of(chart->caption));
    str_addf(out, "</title>\n<desc id=\"%s.desc\">", chart->key);
    str_add_html(out, text_of(description));
    str_add(out, "</desc>\n");
}

void svg_close(struct str *out)
{
    str_add(out, "</svg>\n");
}

void svg_text(struct str *out, double x, double y, int size, enum svg_anchor anchor, bool bold,
              struct text text)
{
    static const char *const anchors[] = {[ANCHOR_start] = "",
                                          [ANCHOR_middle] = " text-anchor=\"middle\"",
                                          [ANCHOR_end] = " text-anchor=\"end\""};
    str_addf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\"%s%s>", x, y, size, anchors[anchor],
             bold ? " font-weight=\"bold\"" : "");
    str_add_html(out, text);
    str_add(out, "</text>\n");
}

double svg_width(struct text text, int size)
{
    return (double)(wrap_advance(text) * (size_t)size) / 1000;
}

/* Bold letters are a little wider. */
static size_t lines_width(double width, int size, bool bold)
{
    return (size_t)(width * 1000 / size * (bold ? 0.92 : 1));
}

size_t svg_lines(struct str *out, double x, double y, double width, int size, bool bold, struct text text)
{
    size_t lines = 0;
    struct text line;
    while (wrap_next(&text, lines_width(width, size, bold), WRAP_EMS, &line))
        svg_text(out, x, y + SVG_LINE * (double)lines++, size, ANCHOR_start, bold, line);
    return lines;
}

size_t svg_lines_count(double width, int size, struct text text)
{
    return wrap_count(text, lines_width(width, size, false), WRAP_EMS);
}

void svg_line(struct str *out, double x1, double y1, double x2, double y2, const char *colour, double thick,
              const char *dash)
{
    str_addf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"",
             x1, y1, x2, y2, colour, thick);
    if (*dash)
        str_addf(out, " stroke-dasharray=\"%s\"", dash);
    str_add(out, "/>\n");
}
