/* show: numbers and cells as people read them. */
#ifndef REPORT_SHOW_H
#define REPORT_SHOW_H

#include "report/model.h"

/* IN finite; out comes 1,250.5, 18.2%, -$40. `bare` leaves out the word "points"; `unicode` gives a true
 * minus sign. What rounds to zero has no sign. */
void show_number(struct str *out, double value, int decimals, enum measure measure, bool with_sign, bool bare,
                 bool unicode);

/* "-24.0 to +15.2"; the high end is padded with blanks in front to `high_width` columns, to line up in a
 * column. */
void show_interval(struct str *out, double low, double high, int decimals, enum measure measure, bool bare,
                   bool unicode, size_t high_width);

/* The cell without its note's number. A text cell comes flat; an absent one as a dash. */
const char *show_cell(struct arena *arena, const struct column *column, const struct cell *cell, bool unicode,
                      size_t high_width);

/* Columns taken by the high end of an interval cell, 0 for any other. */
size_t show_high_width(const struct column *column, const struct cell *cell, bool unicode);

/* Columns from the decimal point (or behind the last digit) to the end: what must be equal for points to line
 * up. */
size_t show_tail(const char *shown);

/* White space in runs becomes one blank, marks that turn the direction of writing go: fit for one line of a
 * terminal or a picture. */
const char *show_flat(struct arena *arena, const char *text);

/* "Difference (points)" */
const char *show_heading(struct arena *arena, const struct column *column);

#endif
