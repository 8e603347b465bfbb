#include "base/csv.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

enum { CSV_CHUNK = 256 * 1024 };

void csv_open(struct csv_reader *csv, FILE *file, const char *name)
{
    *csv = (struct csv_reader){.file = file, .name = name, .size = CSV_CHUNK};
    csv->buffer = memory_alloc(csv->size);
    csv->fields = memory_alloc(CSV_FIELDS_MAX * sizeof *csv->fields);
}

void csv_close(struct csv_reader *csv)
{
    free(csv->buffer);
    free(csv->fields);
    *csv = (struct csv_reader){0};
}

static bool csv_refuse(const struct csv_reader *csv, struct err *err, const char *what)
{
    err_set(err, ERR_input, "%s", what);
    err_at(err, "%s, row %lld", csv->name, (long long)csv->row + 1);
    return false;
}

/* Moves what is unread to the front and reads on. False when a row is longer than the limit or the file
 * cannot be read. */
static bool csv_refill(struct csv_reader *csv, struct err *err)
{
    memmove(csv->buffer, csv->buffer + csv->start, csv->end - csv->start);
    csv->end -= csv->start;
    csv->start = 0;
    if (csv->end == csv->size) {
        if (csv->size >= CSV_ROW_MAX)
            return csv_refuse(csv, err, "the row is longer than 4 MB: is a quote (\") never closed?");
        csv->size *= 2;
        csv->buffer = memory_resize(csv->buffer, csv->size);
    }
    size_t got = fread(csv->buffer + csv->end, 1, csv->size - csv->end, csv->file);
    if (got == 0 && ferror(csv->file))
        return err_system(err, "Cannot read on in", csv->name);
    csv->at_end = got == 0;
    csv->end += got;
    csv->bytes_read += (int64_t)got;
    return true;
}

static bool csv_start(struct csv_reader *csv, struct err *err)
{
    if (!csv_refill(csv, err))
        return false;
    const unsigned char *b = (const unsigned char *)csv->buffer;
    if (csv->end >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff)))
        return csv_refuse(csv, err, "the file is UTF-16, not UTF-8: save it again as \"CSV UTF-8\"");
    if (csv->end >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf)
        csv->start = 3;
    bool quoted = false;
    size_t seen[3] = {0, 0, 0};
    for (size_t i = csv->start; i < csv->end && (quoted || (b[i] != '\n' && b[i] != '\r')); i++) {
        quoted ^= b[i] == '"';
        seen[0] += !quoted && b[i] == ',';
        seen[1] += !quoted && b[i] == ';';
        seen[2] += !quoted && b[i] == '\t';
    }
    csv->separator = seen[0] > 0 || (seen[1] == 0 && seen[2] == 0) ? ',' : seen[1] > 0 ? ';' : '\t';
    return true;
}

/* A quoted field from its opening quote; doubled quotes are folded in place. Leaves *at after the closing
 * quote. */
static bool scan_quoted(struct csv_reader *csv, size_t *at, size_t row_end, struct text *field,
                        struct err *err)
{
    char *const b = csv->buffer;
    const size_t from = *at + 1;
    size_t to = from, i = from;
    while (i < row_end && (b[i] != '"' || (i + 1 < row_end && b[i + 1] == '"'))) {
        i += b[i] == '"';
        b[to++] = b[i++];
    }
    if (i == row_end)
        return csv_refuse(csv, err, "a quote (\") is opened and never closed");
    *field = (struct text){b + from, to - from};
    *at = i + 1;
    if (*at < row_end && b[*at] != csv->separator)
        return csv_refuse(csv, err,
                          "there is text after a closing quote; write a quote inside a value twice (\"\")");
    return true;
}

/* Whether the row from csv->start ends in the buffer; nothing is folded in place before that is known. */
static bool find_row_end(struct csv_reader *csv, size_t *row_end)
{
    const char *b = csv->buffer;
    bool quoted = false, field_start = true;
    for (size_t i = csv->start; i < csv->end; i++) {
        char c = b[i];
        if (quoted) {
            const char *quote = memchr(b + i, '"', csv->end - i);
            if (!quote)
                break;
            i = (size_t)(quote - b);
            if (i + 1 < csv->end && b[i + 1] == '"')
                i++;
            else
                quoted = false;
            continue;
        }
        if (c == '\n' || (c == '\r' && (i + 1 < csv->end || csv->at_end))) {
            *row_end = i;
            return true;
        }
        quoted = c == '"' && field_start;
        field_start = c == csv->separator;
    }
    *row_end = csv->end;
    return csv->at_end;
}

static bool scan_fields(struct csv_reader *csv, size_t row_end, struct err *err)
{
    char *b = csv->buffer;
    size_t at = csv->start;
    csv->field_count = 0;
    for (;;) {
        if (csv->field_count == CSV_FIELDS_MAX)
            return csv_refuse(csv, err, "the row has more than 1,024 fields");
        struct text *field = &csv->fields[csv->field_count++];
        if (at < row_end && b[at] == '"') {
            if (!scan_quoted(csv, &at, row_end, field, err))
                return false;
        } else {
            size_t from = at;
            while (at < row_end && b[at] != csv->separator)
                at++;
            *field = (struct text){b + from, at - from};
        }
        if (at >= row_end)
            return true;
        at++;
    }
}

static bool row_is_clean(struct csv_reader *csv, size_t row_end, struct err *err)
{
    struct text row = {csv->buffer + csv->start, row_end - csv->start};
    if (memchr(row.at, '\0', row.length))
        return csv_refuse(csv, err, "the file holds a zero byte: it is not a text file");
    size_t valid = text_utf8_valid(row);
    if (valid == row.length)
        return true;
    err_set(err, ERR_input, "the file is not UTF-8 (byte 0x%02X): save it again as \"CSV UTF-8\"",
            (unsigned char)row.at[valid]);
    err_at(err, "%s, row %lld", csv->name, (long long)csv->row + 1);
    return false;
}

bool csv_read(struct csv_reader *csv, struct err *err)
{
    if (csv->separator == '\0' && !csv_start(csv, err))
        return false;
    for (;;) {
        size_t row_end;
        while (!find_row_end(csv, &row_end))
            if (!csv_refill(csv, err))
                return false;
        if (csv->start == csv->end)
            return false;
        bool empty = row_end == csv->start;
        if (!empty && (!row_is_clean(csv, row_end, err) || !scan_fields(csv, row_end, err)))
            return false;
        csv->start = row_end;
        if (csv->start < csv->end)
            csv->start +=
                csv->buffer[row_end] == '\r' && row_end + 1 < csv->end && csv->buffer[row_end + 1] == '\n'
                    ? 2
                    : 1;
        csv->row++;
        if (!empty)
            return true;
    }
}
