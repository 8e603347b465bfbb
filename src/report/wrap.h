/* wrap: breaking flat text into lines, on a terminal (columns) or in a picture (thousandths of an em). */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include "base/text.h"

/* How wide a text is. text_width is one ruler, wrap_advance the other. */
struct wrap_ruler {
    size_t (*measure)(struct text text);
};

/* Takes the next line of at most `width` off the front of `rest`; false when nothing is left. Breaks at
 * blanks, after a hyphen or slash between letters, and beside a character as wide as two; a longer word is
 * broken between characters, never before a combining mark. A line holds at least one character, whatever the
 * width. */
bool wrap_next(struct text *rest, size_t width, struct wrap_ruler ruler, struct text *line);

size_t wrap_count(struct text text, size_t width, struct wrap_ruler ruler); /* lines; at least 1 */
size_t wrap_longest(struct text text,
                    struct wrap_ruler ruler); /* the widest piece that wrap_next keeps whole */

/* Thousandths of an em in Liberation Sans, which has Arial's and Helvetica's advances: ASCII exactly, others
 * generously. CHECKED against the font in Chromium: all 95 of ASCII, samples of nine scripts. */
size_t wrap_advance(struct text text);

extern const struct wrap_ruler WRAP_COLUMNS, WRAP_EMS;

#endif
