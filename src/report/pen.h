/* pen: writing lines on a terminal; for the text writers of this folder. */
#ifndef REPORT_PEN_H
#define REPORT_PEN_H

#include "report/model.h"

struct pen {
    struct arena *arena; /* scratch, until the report is written */
    struct str *out;
    struct text_style style;
    size_t width; /* columns to fill; large when the style says any */
};

enum look { LOOK_plain, LOOK_bold, LOOK_dim, LOOK_warn };

/* One line with the look on it, blanks at its end cut off. */
void pen_line(struct pen *pen, enum look look, const char *line);

/* Flat text over as many lines as it takes: `first` stands before the first, `next` before the others. */
void pen_wrapped(struct pen *pen, enum look look, const char *first, const char *next, const char *text);

void pen_rule(struct pen *pen, size_t columns, bool heavy);

/* `text` and blanks around it up to `width`. */
void pen_pad(struct str *line, struct text text, size_t width, bool right);

/* "[1] nobody was reached" under a table or chart, and the notes on the whole. */
void pen_notes(struct pen *pen, const struct notes *numbered, const struct notes *remarks);

void pen_table(struct pen *pen, const struct table *table);
void pen_intervals(struct pen *pen, const struct chart *chart);
void pen_curves(struct pen *pen, const struct chart *chart);
void pen_flow(struct pen *pen, const struct chart *chart);

#endif
