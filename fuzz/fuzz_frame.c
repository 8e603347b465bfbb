/* What frame.h promises of any bytes whatever: the file is read, or refused in a sentence; a column's missing
 * rows are its NaN and nothing else makes one; text has labels, all different, in the order of first sight;
 * and a column asked for alone is the same as among all. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "stats/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* So many labels are held against each other. */
enum { LABELS_COMPARED = 64 };

static bool read_bytes(struct frame *frame, const uint8_t *bytes, size_t length, const char *const *wanted,
                       struct err *err)
{
    FILE *file = length > 0 ? fmemopen((void *)(uintptr_t)bytes, length, "r") : fopen("/dev/null", "r");
    assert(file);
    bool read = frame_read(frame, file, "f", wanted, err);
    fclose(file);
    return read;
}

static void check_labels(const struct frame *frame, const struct frame_column *column)
{
    assert(column->label_count > 0 && column->label_count <= frame->rows && column->text_row >= 2);
    double seen = 0; /* how many labels the rows so far have named */
    for (size_t row = 0; row < frame->rows; row++) {
        double at = column->value[row];
        assert(isnan(at) || (at >= 0 && at <= seen && at < (double)column->label_count && floor(at) == at));
        seen += at == seen;
    }
    assert(seen == (double)column->label_count);
    for (size_t i = 0; i < column->label_count && i < LABELS_COMPARED; i++)
        for (size_t j = 0; j < i; j++)
            assert(strcmp(column->label[i], column->label[j]) != 0);
}

static void check_column(const struct frame *frame, const struct frame_column *column)
{
    struct covariate numbers;
    struct err err = {0};
    const struct frame_column *found;
    size_t missing = 0;
    assert(column->name[0] != '\0' && frame_find(frame, column->name) == column);
    for (size_t row = 0; row < frame->rows; row++)
        missing += isnan(column->value[row]) ? 1 : 0;
    assert(missing == column->missing);
    assert(frame_categories(frame, column->name, &found, &err) && found == column);
    assert(frame_numbers(frame, column->name, &numbers, &err) == !column->label);
    assert((err.kind == ERR_none) == !column->label);
    if (column->label)
        check_labels(frame, column);
}

/* Bits, so that a NaN is like a NaN. */
static void check_same(const struct frame *all, const struct frame_column *column, const uint8_t *bytes,
                       size_t length)
{
    struct frame alone;
    struct err err = {0};
    assert(read_bytes(&alone, bytes, length, (const char *const[]){column->name, NULL}, &err));
    assert(alone.count == 1 && alone.rows == all->rows && strcmp(alone.columns->name, column->name) == 0);
    assert(alone.columns->missing == column->missing && alone.columns->label_count == column->label_count);
    for (size_t row = 0; row < all->rows; row++)
        assert(isnan(column->value[row]) ? isnan(alone.columns->value[row])
                                         : alone.columns->value[row] == column->value[row]);
    frame_clear(&alone);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct frame frame;
    struct err err = {0};
    if (read_bytes(&frame, bytes, length, NULL, &err)) {
        assert(err.kind == ERR_none);
        for (size_t i = 0; i < frame.count; i++)
            check_column(&frame, &frame.columns[i]);
        if (frame.count > 0)
            check_same(&frame, &frame.columns[length % frame.count], bytes, length);
    } else {
        assert(err.kind != ERR_none && err.sentence[0] != '\0');
        assert(text_utf8_valid(text_of(err.sentence)) == strlen(err.sentence));
    }
    frame_clear(&frame);
    return 0;
}
