#include "base/csv.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

enum { CSV_CHUNK = 256 * 1024, PLAIN_ROW_MAX = 4096 };

/* Eight bytes read at once count upward from the lowest bits. */
enum { BYTES_COUNT_UP = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

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

/* The same for a row without a quote, which is nearly every row: separators are looked for in eight bytes at
 * once. A byte of `same` is 0 where the separator stands, and then, without carrying into its neighbours, the
 * top bit of that byte of `hits` is set. */
static bool split_fields(struct csv_reader *csv, size_t row_end, struct err *err)
{
    const char *const b = csv->buffer;
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu, pattern = 0x0101010101010101u * (unsigned char)csv->separator;
    struct text *fields = csv->fields;
    size_t from = csv->start, count = 0;
    for (size_t at = from; at < row_end; at += 8) {
        uint64_t eight = 0, same, hits;
        if (at + 8 <= csv->size)
            memcpy(&eight, b + at, 8);
        else
            memcpy(&eight, b + at, row_end - at);
        same = eight ^ pattern;
        hits = ~(((same & low) + low) | same | low);
        for (; hits; hits &= hits - 1) {
            size_t here = at + (size_t)__builtin_ctzll(hits) / 8;
            if (here >= row_end)
                break;
            if (count + 1 >= CSV_FIELDS_MAX)
                return csv_refuse(csv, err, "the row has more than 1,024 fields");
            fields[count++] = (struct text){b + from, here - from};
            from = here + 1;
        }
    }
    fields[count++] = (struct text){b + from, row_end - from};
    csv->field_count = count;
    return true;
}

/* Whether the row from csv->start holds no quote and ends, by LF or CRLF, soon: a file of CRs alone is not
 * searched through for every row. */
static bool find_plain_row(const struct csv_reader *csv, size_t *row_end)
{
    size_t left = csv->end - csv->start, near = left < PLAIN_ROW_MAX ? left : PLAIN_ROW_MAX;
    const char *from = csv->buffer + csv->start, *newline = memchr(from, '\n', near);
    if (!newline)
        return false;
    size_t length = (size_t)(newline - from);
    length -= length > 0 && from[length - 1] == '\r';
    *row_end = csv->start + length;
    return !memchr(from, '"', length) && !memchr(from, '\r', length);
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
        bool plain = BYTES_COUNT_UP && find_plain_row(csv, &row_end);
        while (!plain && !find_row_end(csv, &row_end))
            if (!csv_refill(csv, err))
                return false;
        if (csv->start == csv->end)
            return false;
        bool empty = row_end == csv->start;
        if (!empty && (!row_is_clean(csv, row_end, err) ||
                       !(plain ? split_fields(csv, row_end, err) : scan_fields(csv, row_end, err))))
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
