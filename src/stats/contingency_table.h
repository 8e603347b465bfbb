/* contingency_table: a table without its empty rows and columns, for the contingency sources only. */
#ifndef STATS_CONTINGENCY_TABLE_H
#define STATS_CONTINGENCY_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct contingency_table {
    size_t rows, columns;
    int64_t *counts; /* row by row */
    int64_t *row_sums, *column_sums;
    int64_t all;
};

struct contingency_table contingency_table_make(struct arena *arena, const int64_t *counts, size_t rows,
                                                size_t columns);

#endif
