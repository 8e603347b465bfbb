/* stats_table: people crossed by two columns of a file, for the tasks table, round and suppress. */
#ifndef CLI_STATS_TABLE_H
#define CLI_STATS_TABLE_H

#include "cli/stats_task.h"

struct stats_crossing {
    struct stats_data *data;
    struct stats_column *down, *across; /* across NULL: a list */
    size_t rows, columns;
    int64_t *counts; /* rows * columns, row after row */
    int64_t people;
};

/* From the arguments FILE 'ROWS ~ COLUMNS', and --counts. */
bool stats_crossing_load(struct job *job, struct stats_crossing *crossing, struct err *err);

const char *stats_crossing_label(const struct stats_crossing *crossing, size_t column);

/* A table with the rows' column and one for each column; its rows are the caller's to add. */
struct table *stats_crossing_table(struct job *job, struct report *report,
                                   const struct stats_crossing *crossing, const char *key,
                                   const char *caption, enum column_kind kind);

#endif
