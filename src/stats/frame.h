/* frame: a table of columns, read from a CSV file, for the estimators of this folder.
 *
 * A column is one double a row. A field that is empty, "NA" or "NaN" is missing: a NaN stands there, and
 * nothing else makes one. A column with any field that is not a number is text: its rows hold the place of
 * their label, 0, 1, 2 … in the order of first appearance. Whether text is welcome is the caller's to say, by
 * asking for numbers or for categories.
 * CHECKED by tests/numbers/t_frame.c. */
#ifndef STATS_FRAME_H
#define STATS_FRAME_H

#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "stats/covariate.h"

struct frame_column {
    const char *name;
    double *value;      /* rows of the frame */
    size_t missing;     /* how many rows are NaN */
    const char **label; /* NULL for numbers; else label_count different texts */
    size_t label_count;
    int64_t text_row; /* for text: the first row of the file that holds what is not a number */
};

struct frame {
    const char *name; /* of the file */
    size_t rows;      /* without the heading */
    struct frame_column *columns;
    size_t count;
    struct arena arena; /* names and labels */
};

/* Reads the whole file, or only the columns `wanted` (names ended by NULL; NULL: all), in the file's order.
 * IN `name` for sentences.
 * FAILS what csv.h refuses; no heading row; a heading that is empty or stands twice; a wanted column that is
 * not there (with what was meant); a row with more or fewer fields than the heading; a column that turns out
 * to be text after numbers, in a file that cannot be read from its beginning again (a pipe).
 * COST about 0.35 s for a million rows of 62 bytes and 15 columns, one core; 8 bytes a field that is wanted.
 * A column that turns out to be text only after numbers costs the reading so far once more. */
bool frame_read(struct frame *frame, FILE *file, const char *name, const char *const *wanted,
                struct err *err);
void frame_clear(struct frame *frame); /* also after a failure */

/* OUT NULL when there is no such column. */
const struct frame_column *frame_find(const struct frame *frame, const char *name);

/* The column as numbers. FAILS when it is not there, or is text: says in which row. */
bool frame_numbers(const struct frame *frame, const char *name, struct covariate *numbers, struct err *err);

/* The column's categories: the places of labels, or the numbers themselves (label NULL). FAILS when it is not
 * there. */
bool frame_categories(const struct frame *frame, const char *name, const struct frame_column **column,
                      struct err *err);

#endif
