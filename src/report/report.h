/* report: findings as data, written as terminal text, CSV, JSON or a web page. The folder's front door.
 *
 * A report is a title and blocks in order: headings, paragraphs, findings, cautions, tables, charts. It is
 * built once and written in any format: people see rounded numbers, files get them raw. Everything lives in
 * the arena given to report_make and every text is copied, so nothing is freed and nothing must outlive its
 * call.
 *
 *     struct report *r = report_make(arena, "outcomes", "Outcomes at 5 months");
 *     report_sentence(r, "We cannot tell whether the pilot differs from the comparison.");
 *     struct table *t = report_table(r, "states", "State at 5 months");
 *     table_column(t, "state", "State", COLUMN_text);
 *     table_column(t, "pilot", "Pilot", COLUMN_rate);
 *     table_column_in(t, "difference", "Difference", "points", COLUMN_number);
 *     table_row(t);
 *     table_text(t, "Unemployed");
 *     table_rate(t, 2, 11);                             shown  2 of 11 (18.2%)
 *     table_absent(t, "nobody was reached");            shown  – [1]  and the reason under the table
 *     report_write(r, FORMAT_text, &style, &out);
 *
 * A `key` is a name for programs: letters, digits, `_` and `-`, alone of its kind in its report or table.
 * A text may hold anything people type: each format escapes it in its own way. Bytes that are not UTF-8 and
 * control characters are kept out when the text comes in (they become U+FFFD), so none can drive a terminal.
 * A number must be finite: what does not exist is table_absent with a reason (asserted). */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct report;
struct table;
struct chart;

/* How a number is shown. CSV and JSON get it as it was given. */
enum measure {
    MEASURE_number, /* 1,250.5 */
    MEASURE_share,  /* IN 0..1: 18.2%. Never shown as 0.0% or 100.0% unless it is: <0.1% */
    MEASURE_points, /* IN a difference of two shares, -1..1: -2.8 points; no word under a unit */
    MEASURE_money   /* $1,250 */
};

/* ---- a report ---- */

struct report *report_make(struct arena *arena, const char *key, const char *title);

/* `level` 1..3 below the title, at most one deeper than the heading before. */
void report_heading(struct report *report, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void report_paragraph(struct report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What was found: stands out. */
void report_sentence(struct report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What a reader must know before believing it: begins with "Caution:". */
void report_caution(struct report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- a table: columns first, then each row cell by cell; complete before the next (asserted) ---- */

enum column_kind {
    COLUMN_text,    /* left, wraps; as the first column it heads its rows */
    COLUMN_number,  /* right, decimal points in line */
    COLUMN_rate,    /* table_rate; three CSV columns: KEY_count, KEY_of, KEY_share */
    COLUMN_interval /* table_interval; two CSV columns: KEY_low, KEY_high */
};

struct table *report_table(struct report *report, const char *key, const char *caption);
void table_column(struct table *table, const char *key, const char *label, enum column_kind kind);

/* The same with a unit, shown behind the label: Difference (points). */
void table_column_in(struct table *table, const char *key, const char *label, const char *unit,
                     enum column_kind kind);

void table_row(struct table *table);
void table_total(struct table *table); /* a row ruled above and bold */

/* One cell each, into the row's next column. A rate or an interval goes only into a column of its kind; text,
 * absent and blank go anywhere, the others into number columns. */
void table_text(struct table *table, const char *text);
void table_int(struct table *table, int64_t number);                 /* 1,794 */
void table_real(struct table *table, double number, int decimals);   /* 1,250.5 */
void table_share(struct table *table, double share);                 /* IN 0..1; 18.2% */
void table_money(struct table *table, double dollars, int decimals); /* $1,250; -$40 */
void table_p(struct table *table, double p);                         /* 0.130; <0.001, never 0.000 */
void table_signed(struct table *table, double number, int decimals, enum measure measure); /* +2.8 */

/* So many of so many: count, denominator and share together, because a share alone cannot be judged (R12).
 * ABSENT of nobody: there is no share, and the note says so. */
void table_rate(struct table *table, int64_t count, int64_t of);

/* IN low <= high; shown -24.0 to +15.2 (points and money with signs), 5.1% to 47.7%. */
void table_interval(struct table *table, double low, double high, int decimals, enum measure measure);

/* A number that does not exist: a dash and a numbered reason under the table; null and the reason in JSON;
 * empty in CSV. */
void table_absent(struct table *table, const char *why);
void table_blank(struct table *table); /* nothing belongs here: empty everywhere */

/* A numbered note on the cell given last; equal notes of one table share a number. */
void table_remark(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A note on the whole table. */
void table_note(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- charts: one or two series first, then each row with one call per series; or curve by curve ---- */

/* Estimates with their intervals on one axis (a forest plot). `measure` and `decimals` say how the numbers
 * are shown, `axis` what they are: "Difference in share employed (points)". */
struct chart *report_intervals(struct report *report, const char *key, const char *caption, const char *axis,
                               enum measure measure, int decimals);

/* The way of people through a programme: how many stood at each stage, and where the missing went. */
struct chart *report_flow(struct report *report, const char *key, const char *caption);

/* Shares over time as steps (survival, cumulative incidence), each curve with the band of its intervals.
 * `across` says what runs from left to right, "Weeks"; `axis` what rises. The axes reach 0. */
struct chart *report_curves(struct report *report, const char *key, const char *caption, const char *across,
                            const char *axis, enum measure measure, int decimals);

enum {
    CHART_CURVES_MAX = 6, /* more cannot be told apart */
    CHART_POINTS_MAX =
        2000, /* of a curve; more cannot be seen. Whoever has more gives every n-th, and the last */
};

/* A curve, then its points from left to right: from `x` on it stands at `estimate`, until the next; the last
 * says how far it was followed. IN 0 <= x, never less than before; low <= estimate <= high, all three equal
 * where there is no interval. */
void chart_curve(struct chart *chart, const char *key, const char *label);
void chart_point(struct chart *chart, double x, double estimate, double low, double high);

/* At most two. An interval plot may have none: then it is one nameless series. */
void chart_series(struct chart *chart, const char *key, const char *label);

/* Says that `table` of the same report holds the same numbers, so that none are added beside the chart. */
void chart_draws(struct chart *chart, const struct table *table);

/* Interval plot: a line at `at`, "no difference". The axis reaches it. */
void chart_reference(struct chart *chart, double at, const char *label);

void chart_row(struct chart *chart, const char *label);
void chart_interval(struct chart *chart, double estimate, double low, double high);
void chart_absent(struct chart *chart, const char *why); /* also for a flow */

/* Flow: a step is what remained of the step before; a wave is how many of the last step were reached, and
 * says nothing about the next wave. The difference is "left" at a step and "missed" at a wave. */
void chart_step(struct chart *chart, const char *label);
void chart_wave(struct chart *chart, const char *label);
void chart_count(struct chart *chart, int64_t people);

/* Why some are missing between the stage compared with and the count given last; may be called several times.
 * What the reasons do not add up to is shown as not accounted for. */
void chart_missed(struct chart *chart, int64_t people, const char *why);

/* ---- writing ---- */

struct text_style {
    size_t width; /* columns; 0: as wide as it likes */
    bool colour;  /* bold, dim and one colour by ANSI sequences */
    bool unicode; /* rules, bars and dashes beyond ASCII; what people typed is written as it is */
};

enum report_format { FORMAT_text, FORMAT_csv, FORMAT_json, FORMAT_html };

/* All add to `out`. Text: a table too wide even when its texts wrap is written in parts, each with the first
 * column; nothing is cut off. */
void report_to_text(const struct report *report, struct str *out, const struct text_style *style);

/* The tables, and the charts that draw no table, raw; one of them alone is a plain CSV file, several are
 * parted by an empty line and a line `# caption`, after the cautions and findings as lines `# ...`. Text that
 * a spreadsheet would run (= + - @) gets an apostrophe before it. */
void report_to_csv(const struct report *report, struct str *out);

/* {"report", "title", "blocks": [{"kind", ...}]}; a table's rows are {"total", "cells": {KEY: value},
 * "absent": {KEY: reason}}, a rate {"count", "of", "share"}, an interval {"low", "high"}. */
void report_to_json(const struct report *report, struct str *out);

/* A whole page that needs nothing else: its style sheet and pictures are in it, no script. */
void report_to_html(const struct report *report, struct str *out);

/* FAILS an unknown name; the sentence lists the valid ones. */
bool report_format_parse(struct text name, enum report_format *format, struct err *err);
void report_write(const struct report *report, enum report_format format, const struct text_style *style,
                  struct str *out);

#endif
