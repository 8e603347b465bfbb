#include "stats/frame.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/nearest.h"

#include "base/banned.h"

enum { ROWS_AT_FIRST = 1024 };

/* A text column's labels by their hash; `slots` is a power of two, at most half full. */
struct labels {
    uint32_t *slot; /* place of the label plus 1; 0 free */
    size_t slots, room;
};

struct reading {
    struct frame *frame;
    struct csv_reader csv;
    long start;            /* where the file began; -1 when it cannot go back */
    size_t fields;         /* in the heading */
    size_t *column_of;     /* of each field; SIZE_MAX when it is not wanted */
    bool *is_text;         /* by column; outlives a second reading */
    int64_t *text_row;     /* by column */
    struct labels *labels; /* by column */
    size_t room;           /* rows that fit */
};

const struct frame_column *frame_find(const struct frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->count; i++)
        if (strcmp(frame->columns[i].name, name) == 0)
            return &frame->columns[i];
    return NULL;
}

static bool not_there(const struct frame *frame, const char *name, struct err *err)
{
    struct nearest nearest;
    nearest_init(&nearest, text_of(name));
    for (size_t i = 0; i < frame->count; i++)
        nearest_offer(&nearest, frame->columns[i].name);
    if (nearest.name)
        return err_set(err, ERR_input, "\"%s\" has no column \"%s\"; did you mean \"%s\"?", frame->name, name,
                       nearest.name);
    return err_set(err, ERR_input, "\"%s\" has no column \"%s\"; its heading row must name it", frame->name,
                   name);
}

bool frame_categories(const struct frame *frame, const char *name, const struct frame_column **column,
                      struct err *err)
{
    *column = frame_find(frame, name);
    return *column || not_there(frame, name, err);
}

bool frame_numbers(const struct frame *frame, const char *name, struct covariate *numbers, struct err *err)
{
    const struct frame_column *column;
    if (!frame_categories(frame, name, &column, err))
        return false;
    if (column->label) {
        err_set(err, ERR_input,
                "column \"%s\" holds text, \"%.100s\"; write a number, or leave the field empty", name,
                column->label[0]);
        err_at(err, "%s, row %lld", frame->name, (long long)column->text_row);
        return false;
    }
    *numbers = (struct covariate){column->name, column->value};
    return true;
}

static uint64_t hash_of(struct text text)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static void labels_grow(struct labels *labels, struct frame_column *column)
{
    labels->slots = labels->slots ? labels->slots * 2 : 64;
    free(labels->slot);
    labels->slot = memory_alloc(labels->slots * sizeof *labels->slot);
    labels->room = labels->slots / 2;
    column->label = memory_resize(column->label, labels->room * sizeof *column->label);
    for (size_t i = 0; i < column->label_count; i++) {
        size_t at = hash_of(text_of(column->label[i])) & (labels->slots - 1);
        while (labels->slot[at])
            at = (at + 1) & (labels->slots - 1);
        labels->slot[at] = (uint32_t)(i + 1);
    }
}

/* The place of a label, new or known. */
static double label_place(struct reading *reading, size_t column, struct text text)
{
    struct labels *labels = &reading->labels[column];
    struct frame_column *of = &reading->frame->columns[column];
    if (of->label_count == labels->room)
        labels_grow(labels, of);
    size_t at = hash_of(text) & (labels->slots - 1);
    for (; labels->slot[at]; at = (at + 1) & (labels->slots - 1))
        if (text_is(text, of->label[labels->slot[at] - 1]))
            return labels->slot[at] - 1;
    of->label[of->label_count] = arena_text(&reading->frame->arena, text.at, text.length);
    labels->slot[at] = (uint32_t)++of->label_count;
    return (double)(of->label_count - 1);
}

static bool is_missing(struct text text)
{
    return text.length == 0 || (text.length == 2 && memcmp(text.at, "NA", 2) == 0) ||
           (text.length == 3 && memcmp(text.at, "NaN", 3) == 0);
}

static bool is_wanted(const char *const *wanted, const char *name)
{
    for (; wanted && *wanted; wanted++)
        if (strcmp(*wanted, name) == 0)
            return true;
    return false;
}

static bool heading_take(struct reading *reading, const char *const *wanted, struct err *err)
{
    struct frame *frame = reading->frame;
    reading->fields = reading->csv.field_count;
    reading->column_of = memory_alloc(reading->fields * sizeof *reading->column_of);
    frame->columns = memory_alloc(reading->fields * sizeof *frame->columns);
    struct frame all = {.name = frame->name, .columns = memory_alloc(reading->fields * sizeof *all.columns)};
    bool good = true;
    for (size_t i = 0; i < reading->fields && good; i++) {
        struct text text = text_trim(reading->csv.fields[i]);
        const char *name = arena_text(&frame->arena, text.at, text.length);
        if (text.length == 0)
            good = err_set(err, ERR_input, "heading %zu of \"%s\" is empty; give every column a name", i + 1,
                           frame->name);
        else if (frame_find(&all, name))
            good = err_set(err, ERR_input, "the heading \"%s\" stands twice in \"%s\"; rename one", name,
                           frame->name);
        all.columns[all.count++].name = name;
        bool keep = !wanted || is_wanted(wanted, name);
        reading->column_of[i] = keep ? frame->count : SIZE_MAX;
        if (keep)
            frame->columns[frame->count++].name = name;
    }
    for (; good && wanted && *wanted; wanted++)
        good = frame_find(&all, *wanted) || not_there(&all, *wanted, err);
    free(all.columns);
    reading->is_text = memory_alloc(frame->count * sizeof *reading->is_text);
    reading->text_row = memory_alloc(frame->count * sizeof *reading->text_row);
    reading->labels = memory_alloc(frame->count * sizeof *reading->labels);
    return good;
}

static void rows_grow(struct reading *reading)
{
    reading->room = reading->room ? reading->room * 2 : ROWS_AT_FIRST;
    for (size_t i = 0; i < reading->frame->count; i++) {
        double **value = &reading->frame->columns[i].value;
        *value = memory_resize(*value, reading->room * sizeof **value);
    }
}

/* OUT false when a column of numbers turns out to be text: it must be read from the beginning. */
static bool row_take(struct reading *reading)
{
    struct frame *frame = reading->frame;
    size_t row = frame->rows;
    for (size_t i = 0; i < reading->fields; i++) {
        size_t at = reading->column_of[i];
        if (at == SIZE_MAX)
            continue;
        struct frame_column *column = &frame->columns[at];
        struct text text = reading->csv.fields[i];
        if (!reading->is_text[at] && text_to_real(text, &column->value[row]))
            continue;
        text = text_trim(text);
        if (is_missing(text)) {
            column->value[row] = NAN;
            column->missing++;
        } else if (reading->is_text[at] || !text_to_real(text, &column->value[row])) {
            if (!reading->is_text[at]) {
                reading->is_text[at] = true;
                reading->text_row[at] = reading->csv.row;
                if (column->missing < row)
                    return false;
            }
            column->value[row] = label_place(reading, at, text);
        }
    }
    frame->rows++;
    return true;
}

/* OUT how it ended; `again` when the file must be read once more. */
static bool rows_read(struct reading *reading, bool *again, struct err *err)
{
    *again = false;
    while (csv_read(&reading->csv, err)) {
        if (reading->csv.field_count != reading->fields) {
            err_set(err, ERR_input, "the row has %zu fields and the heading %zu; a comma may be missing",
                    reading->csv.field_count, reading->fields);
            err_at(err, "%s, row %lld", reading->frame->name, (long long)reading->csv.row);
            return false;
        }
        if (reading->frame->rows == reading->room)
            rows_grow(reading);
        *again = !row_take(reading);
        if (*again)
            return true;
    }
    return err->kind == ERR_none;
}

/* Back to the heading row, with nothing read. */
static bool reading_begin_again(struct reading *reading, FILE *file, struct err *err)
{
    struct frame *frame = reading->frame;
    for (size_t i = 0; i < frame->count; i++) {
        struct frame_column *column = &frame->columns[i];
        column->missing = column->label_count = 0;
        free(reading->labels[i].slot);
        reading->labels[i] = (struct labels){0};
    }
    frame->rows = 0;
    csv_close(&reading->csv);
    csv_open(&reading->csv, file, frame->name);
    if (reading->start < 0 || fseek(file, reading->start, SEEK_SET) != 0)
        return err_set(err, ERR_input,
                       "\"%s\" has a column of numbers with text in a later row, and cannot be read from its "
                       "beginning again; save it as a file first",
                       frame->name);
    return csv_read(&reading->csv, err);
}

static void reading_end(struct reading *reading)
{
    for (size_t i = 0; reading->labels && i < reading->frame->count; i++) {
        reading->frame->columns[i].text_row = reading->text_row[i];
        free(reading->labels[i].slot);
    }
    free(reading->labels);
    free(reading->column_of);
    free(reading->is_text);
    free(reading->text_row);
    csv_close(&reading->csv);
}

bool frame_read(struct frame *frame, FILE *file, const char *name, const char *const *wanted, struct err *err)
{
    *frame = (struct frame){0};
    arena_init(&frame->arena);
    frame->name = arena_text(&frame->arena, name, strlen(name));
    struct reading reading = {.frame = frame, .start = ftell(file)};
    csv_open(&reading.csv, file, frame->name);
    bool good = csv_read(&reading.csv, err), again = true;
    if (!good && err->kind == ERR_none)
        err_set(err, ERR_input, "\"%s\" is empty; its first row must name the columns", frame->name);
    good = good && heading_take(&reading, wanted, err) && rows_read(&reading, &again, err);
    while (good && again)
        good = reading_begin_again(&reading, file, err) && rows_read(&reading, &again, err);
    reading_end(&reading);
    return good;
}

void frame_clear(struct frame *frame)
{
    for (size_t i = 0; i < frame->count; i++) {
        free(frame->columns[i].value);
        free(frame->columns[i].label);
    }
    free(frame->columns);
    arena_clear(&frame->arena);
    *frame = (struct frame){0};
}
