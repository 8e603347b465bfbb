/* report_desk: one report on a desk, its memory, and what it was written as; and a table that several cases
 * need. */
#ifndef TESTS_REPORT_DESK_H
#define TESTS_REPORT_DESK_H

#include "case.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "report/report.h"

#define DESK(name, test)                                                                                     \
    {                                                                                                        \
        name, test, desk_open, desk_close, NULL                                                              \
    }

/* One report, its memory and what it was written as. */
struct desk {
    struct arena arena;
    struct report *report;
    struct str out;
};

static inline int desk_open(void **state)
{
    struct desk *desk = memory_alloc(sizeof *desk);
    arena_init(&desk->arena);
    str_init(&desk->out);
    desk->report = report_make(&desk->arena, "r", "Title");
    *state = desk;
    return 0;
}

static inline int desk_close(void **state)
{
    struct desk *desk = *state;
    str_clear(&desk->out);
    arena_clear(&desk->arena);
    free(desk);
    return 0;
}

static inline const char *desk_write(struct desk *desk, enum report_format format, size_t width, bool unicode)
{
    struct text_style style = {.width = width, .unicode = unicode};
    str_cut(&desk->out, 0);
    report_write(desk->report, format, &style, &desk->out);
    return desk->out.at;
}

static inline void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static inline size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        count++;
    return count;
}

/* Two groups compared, with what does not exist and a total. */
static inline void comparison(struct report *report)
{
    struct table *t = report_table(report, "states", "State at 5 months");
    table_column(t, "state", "State", COLUMN_text);
    table_column(t, "pilot", "Pilot", COLUMN_rate);
    table_column_in(t, "difference", "Difference", "points", COLUMN_number);
    table_column_in(t, "interval", "95% interval", "points", COLUMN_interval);
    table_column(t, "p", "Exact p", COLUMN_number);
    table_row(t);
    table_text(t, "Unemployed");
    table_rate(t, 2, 26);
    table_signed(t, -0.028340080971659919, 1, MEASURE_points);
    table_interval(t, -0.24, 0.152, 1, MEASURE_points);
    table_p(t, 1);
    table_row(t);
    table_text(t, "Left the labour market");
    table_rate(t, 11, 26);
    table_signed(t, 0.125, 1, MEASURE_points);
    table_interval(t, -0.05, 0.03, 1, MEASURE_points);
    table_p(t, 0.0004);
    table_row(t);
    table_text(t, "Unknown");
    table_rate(t, 13, 26);
    table_absent(t, "nobody was reached");
    table_absent(t, "nobody was reached");
    table_absent(t, "the margin is empty");
    table_total(t);
    table_text(t, "All");
    table_rate(t, 26, 26);
    table_blank(t);
    table_blank(t);
    table_blank(t);
}

#endif
