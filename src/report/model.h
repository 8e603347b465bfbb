/* model: what a report is made of; read by the writers of this folder only. */
#ifndef REPORT_MODEL_H
#define REPORT_MODEL_H

#include "report/report.h"

/* An array that grows in an arena. LIST_ADD returns the new element, zeroed. */
#define LIST(type)                                                                                           \
    struct {                                                                                                 \
        type *at;                                                                                            \
        size_t count, size;                                                                                  \
    }
#define LIST_ADD(arena, list)                                                                                \
    ((list).at = list_room((arena), (list).at, (list).count, &(list).size, sizeof *(list).at),               \
     &(list).at[(list).count++])
void *list_room(struct arena *arena, void *old, size_t count, size_t *size, size_t element_size);

/* Equal notes share a number; numbers begin at 1, 0 is no note. */
struct notes {
    LIST(const char *) texts;
};
size_t notes_number(struct arena *arena, struct notes *notes, const char *text);

enum cell_kind {
    CELL_blank,
    CELL_absent,
    CELL_text,
    CELL_int,
    CELL_number,
    CELL_p,
    CELL_rate,
    CELL_interval
};

struct cell {
    enum cell_kind kind;
    const char *text;  /* CELL_text the text, CELL_absent the reason */
    int64_t count, of; /* CELL_int the number, CELL_rate both */
    double value, low, high;
    enum measure measure;
    int decimals;
    bool with_sign;
    size_t note;
};

struct column {
    const char *key, *label, *unit; /* unit NULL: none */
    enum column_kind kind;
};

struct row {
    bool total;
    struct cell *cells;
    size_t count; /* given so far */
};

struct table {
    struct arena *arena;
    const char *key, *caption;
    LIST(struct column) columns;
    LIST(struct row) rows;
    struct notes notes;   /* numbered, on cells */
    struct notes remarks; /* on the whole table */
};

enum chart_kind { CHART_intervals, CHART_flow, CHART_curves };
enum stage_kind { STAGE_step, STAGE_wave };
enum { CHART_SERIES_MAX = 2 };

struct missed {
    int64_t people;
    const char *why;
};

/* One series at one row. */
struct mark {
    const char *absent; /* NULL: there is a number */
    size_t note;
    double estimate, low, high;
    int64_t count;
    LIST(struct missed) missed;
};

struct chart_row {
    const char *label;
    enum stage_kind stage;
    struct mark marks[CHART_SERIES_MAX];
    size_t count;
};

struct curve_point {
    double x, estimate, low, high;
};

struct curve {
    const char *key, *label;
    LIST(struct curve_point) points;
};

struct chart {
    struct arena *arena;
    enum chart_kind kind;
    const char *key, *caption, *axis;
    const struct table *table; /* that holds the same numbers, or NULL */
    enum measure measure;
    int decimals;
    struct {
        const char *key, *label;
    } series[CHART_SERIES_MAX];
    size_t series_count; /* as declared */
    bool has_reference;
    double reference;
    const char *reference_label;
    LIST(struct chart_row) rows;
    LIST(struct curve) curves;
    const char *across; /* curves: what runs from left to right */
    struct notes notes;
};

/* Nothing was given to draw. */
bool chart_is_empty(const struct chart *chart);

/* Marks in each row: the series, or one. */
size_t chart_width(const struct chart *chart);

/* Flow: the row that row `at` is compared with; `at` itself for the first. */
size_t chart_base(const struct chart *chart, size_t at);

/* How many fewer than at the stage compared with; reasons given add up to `explained`.
 * ABSENT (false) at the first stage, and where either count is absent or the stage has more than its base. */
bool chart_lost(const struct chart *chart, size_t row, size_t series, int64_t *lost, int64_t *explained);

/* "15 missed: 9 moved away, 6 not accounted for"; NULL when nobody is missing or it cannot be known. */
const char *chart_lost_words(struct arena *arena, const struct chart *chart, size_t row, size_t series);

/* The chart's numbers as a table, for the formats that give both. */
struct table *chart_numbers(struct arena *arena, const struct chart *chart);

enum block_kind { BLOCK_heading, BLOCK_paragraph, BLOCK_sentence, BLOCK_caution, BLOCK_table, BLOCK_chart };

struct block {
    enum block_kind kind;
    int level;
    const char *text;
    struct table *table;
    struct chart *chart;
};

struct report {
    struct arena *arena;
    const char *key, *title;
    int level;
    LIST(struct block) blocks;
};

/* A copy fit for every format: valid UTF-8 and no control characters but tab and newline. */
const char *model_text(struct arena *arena, const char *text);
const char *model_args(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
bool model_key_valid(const char *key);
struct table *table_make(struct arena *arena, const char *key, const char *caption);
void table_number(struct table *table, double value, int decimals, enum measure measure, bool with_sign);
void table_complete(const struct table *table); /* asserts that the last row is */

#endif
