/* rows: records read from the store, as a table of a report. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/cli.h"
#include "store/read.h"

enum rows_width {
    ROWS_whole, /* with provenance and stamps */
    ROWS_desk,  /* what people look at: without stamps; an unverified fact is marked */
};

/* Adds the rows of the reader, at most `most` (0: all), to a new table of the report; how many there were
 * goes into `count`. Fields of `without` (by name, or NULL) are left out: the client on the client's own
 * page. Columns in which nothing is recorded are left out too. No table is made when there are no rows. */
bool rows_table(struct job *job, struct report *report, struct reader *reader, const char *key,
                const char *caption, enum rows_width width, const char *without, int64_t most, int64_t *count,
                struct err *err);

/* One value as people read it, in the arena; "" when absent. */
const char *rows_text(struct job *job, const struct field *field, struct value value);

#endif
