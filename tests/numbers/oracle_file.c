#include "oracle_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "base/banned.h"

static _Noreturn void stop(const char *what, const char *subject)
{
    fprintf(stderr, "%s: \"%s\"\n", what, subject);
    abort();
}

/* The whole file, ended by a newline and a zero byte. */
static char *bytes_read(FILE *file)
{
    char *bytes = NULL;
    size_t size = 0, used = 0, got;
    do {
        size += size + 65536;
        bytes = memory_resize(bytes, size);
        got = fread(bytes + used, 1, size - used - 2, file);
        used += got;
    } while (used == size - 2);
    if (used > 0 && bytes[used - 1] != '\n')
        bytes[used++] = '\n';
    bytes[used] = '\0';
    return bytes;
}

static size_t count_char(const char *text, char c, char until)
{
    size_t count = 0;
    for (; *text && *text != until; text++)
        count += *text == c;
    return count;
}

bool oracle_read(struct oracle *oracle, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char *bytes = bytes_read(file);
    fclose(file);
    size_t columns = count_char(bytes, ',', '\n') + 1, lines = count_char(bytes, '\n', '\0');
    if (lines == 0)
        stop("a file of truths without a heading row", path);
    const char **cells = memory_alloc(lines * columns * sizeof *cells);
    char *rest = bytes;
    for (size_t cell = 0; cell < lines * columns;) {
        char *end = rest + strcspn(rest, ",\r\n");
        cells[cell++] = rest;
        if ((*end != ',') != (cell % columns == 0))
            stop("a row with more or fewer cells than the heading", path);
        rest = *end == '\r' ? end + 2 : end + 1;
        *end = '\0';
    }
    *oracle = (struct oracle){.bytes = bytes, .cells = cells, .rows = lines - 1, .columns = columns};
    return true;
}

void oracle_close(struct oracle *oracle)
{
    free(oracle->bytes);
    free(oracle->cells);
    *oracle = (struct oracle){0};
}

const char *oracle_heading(const struct oracle *oracle, size_t column)
{
    return oracle->cells[column];
}

bool oracle_has(const struct oracle *oracle, const char *column)
{
    for (size_t i = 0; i < oracle->columns; i++)
        if (strcmp(oracle->cells[i], column) == 0)
            return true;
    return false;
}

const char *oracle_cell(const struct oracle *oracle, size_t row, const char *column)
{
    for (size_t i = 0; i < oracle->columns; i++)
        if (strcmp(oracle->cells[i], column) == 0)
            return oracle->cells[(row + 1) * oracle->columns + i];
    stop("a file of truths has no such column", column);
}

double oracle_real(const struct oracle *oracle, size_t row, const char *column)
{
    const char *text = oracle_cell(oracle, row, column);
    if (strcmp(text, "NA") == 0)
        return NAN;
    if (strcmp(text, "TRUE") == 0)
        return 1;
    return strcmp(text, "FALSE") == 0 ? 0 : strtod(text, NULL);
}

int64_t oracle_int(const struct oracle *oracle, size_t row, const char *column)
{
    double real = oracle_real(oracle, row, column);
    if (!isfinite(real))
        stop("a file of truths has no whole number there", column);
    return (int64_t)llround(real);
}

size_t oracle_row(const struct oracle *oracle, const char *column, const char *text, size_t from)
{
    for (size_t row = from; row < oracle->rows; row++)
        if (strcmp(oracle_cell(oracle, row, column), text) == 0)
            return row;
    return oracle->rows;
}
