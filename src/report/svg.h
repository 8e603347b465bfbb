/* svg: charts as pictures inside a page. Presentation attributes only: print engines ignore a page's style
 * sheet inside a picture. Nothing is told by colour alone: series differ by the shape of the marker and by
 * dashes. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "report/model.h"
#include "report/wrap.h"

/* Sizes of letters and the height of a line, in pixels. */
enum { SVG_TEXT = 13, SVG_SMALL = 12, SVG_LINE = 17 };

#define SVG_INK "#1a1a1a"
#define SVG_SOFT "#555555"
#define SVG_FAINT "#dddddd"

enum svg_anchor { ANCHOR_start, ANCHOR_middle, ANCHOR_end };

/* The picture's beginning with its title and description, and its end. */
void svg_open(struct str *out, const struct chart *chart, const char *description, double width,
              double height);
void svg_close(struct str *out);

void svg_text(struct str *out, double x, double y, int size, enum svg_anchor anchor, bool bold,
              struct text text);

/* Lines of at most `width` pixels, the first with its baseline at `y`; the number of lines. */
size_t svg_lines(struct str *out, double x, double y, double width, int size, bool bold, struct text text);
size_t svg_lines_count(double width, int size, struct text text);

/* `dash` is "" or a pattern such as "4 3". */
void svg_line(struct str *out, double x1, double y1, double x2, double y2, const char *colour, double thick,
              const char *dash);

double svg_width(struct text text, int size); /* pixels to reserve */

void svg_intervals(struct str *out, struct arena *arena, const struct chart *chart);
void svg_curves(struct str *out, struct arena *arena, const struct chart *chart);
void svg_flow(struct str *out, struct arena *arena, const struct chart *chart);

#endif
