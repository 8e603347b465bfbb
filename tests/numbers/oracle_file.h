/* oracle_file: one small CSV file of truths, or of what they were made from, in memory.
 *
 * Comma-separated, a heading row, no quotes, LF or CRLF: what R wrote with 17 digits. Read by the
 * runner of whole folders (topic.h). */
#ifndef TESTS_NUMBERS_ORACLE_FILE_H
#define TESTS_NUMBERS_ORACLE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oracle {
    char *bytes;          /* the whole file; cells point into it */
    const char **cells;   /* row by row, the heading row first */
    size_t rows, columns; /* rows without the heading */
};

/* Reads the file at `path`. OUT false when it is not there. A file that is there but is no table (a row with
 * more or fewer cells than the heading) stops the program with a sentence. */
bool oracle_read(struct oracle *oracle, const char *path);
void oracle_close(struct oracle *oracle);

/* OUT the cell as it is written. A column that is not there stops the program with a sentence. */
const char *oracle_cell(const struct oracle *oracle, size_t row, const char *column);
bool oracle_has(const struct oracle *oracle, const char *column);
const char *oracle_heading(const struct oracle *oracle, size_t column);

/* OUT the cell as a number; NA is NaN, TRUE 1 and FALSE 0. */
double oracle_real(const struct oracle *oracle, size_t row, const char *column);
int64_t oracle_int(const struct oracle *oracle, size_t row, const char *column);

/* OUT the first row from `from` on whose `column` reads `text`; oracle->rows when there is none. */
size_t oracle_row(const struct oracle *oracle, const char *column, const char *text, size_t from);

#endif
