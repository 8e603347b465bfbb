/* html: escaping and the pieces of a page; for the page writers of this folder. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/model.h"

/* A text (str_add_html) that people may have typed in any direction of writing, kept apart by <bdi>. */
void html_name(struct str *out, const char *text);

/* With its caption and notes; scrolls by itself when wide. */
void html_table(struct str *out, struct arena *arena, const struct table *table, const char *id);
void html_chart(struct str *out, struct arena *arena, const struct chart *chart);

extern const char HTML_STYLE[];

#endif
