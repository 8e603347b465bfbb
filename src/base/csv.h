/* csv: reading and writing comma-separated files as people's programs make them (RFC 4180, and a little
 * beyond).
 *
 * Reads UTF-8 with or without a byte order mark; LF, CRLF or CR ends a row; quotes may hold separators,
 * newlines and doubled quotes. The separator is found in the heading row: comma, else semicolon, else tab.
 * Memory is one buffer that grows to the longest row, at most CSV_ROW_MAX, whatever the file's length. Rows
 * are counted as a spreadsheet counts them: the heading is row 1, and a quoted newline does not begin a row.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

enum { CSV_FIELDS_MAX = 1024, CSV_ROW_MAX = 4 * 1024 * 1024 };

struct csv_reader {
    FILE *file;
    const char *name; /* for sentences */
    char *buffer;
    size_t size, start, end; /* unread bytes are buffer[start..end) */
    bool at_end;             /* the file holds nothing more than the buffer */
    char separator;          /* 0 until the heading row is read */
    int64_t row;             /* number of the row read last; 0 before the first */
    int64_t bytes_read;      /* taken from the file so far, for progress */
    struct text *fields;     /* the row read last; valid until the next csv_read */
    size_t field_count;
};

void csv_open(struct csv_reader *csv, FILE *file, const char *name);
void csv_close(struct csv_reader *csv); /* does not close the file */

/* The next row into csv->fields; rows of nothing at all are passed over. False at the end of the file, or on
 * a failure: then err->kind is not ERR_none. FAILS another encoding than UTF-8, a zero byte, a quote never
 * closed, text after a closing quote, too many fields or bytes. */
bool csv_read(struct csv_reader *csv, struct err *err);

/* One field of a row, quoted when it must be. `separator` is ','. */
void csv_add_field(struct str *out, struct text field);

#endif
