/* sheet: many rows of one record type, made by Mahi itself and written through the one door for many rows
 * (store/import.h), so that they are checked as anybody's file is.
 *
 *     sheet_open ─ sheet_text, sheet_int, … ─ sheet_end, for each row ─ sheet_write
 *
 * The rows wait as text: in memory while they are few, then in a file that has no name and goes with the
 * process. Memory is flat whatever their number. */
#ifndef CASEWORK_SHEET_H
#define CASEWORK_SHEET_H

#include <stdio.h>

#include "base/arena.h"
#include "store/import.h"

struct sheet {
    enum record_id record;
    struct str csv; /* what is not in the file yet */
    FILE *file;     /* NULL while it all fits in memory */
    bool failed;    /* the file could not be written */
    size_t cells;   /* of the row under way */
    int64_t rows;
};

/* How a sheet is written, when it is more than a few rows; a sheet_writing of zeros is none of it. */
struct sheet_writing {
    struct standing_due *due; /* these three as in struct import_request */
    const char *because;
    struct import_progress progress;
};

/* "intake,client,…" */
void sheet_open(struct sheet *sheet, enum record_id record, const char *heading);
void sheet_text(struct sheet *sheet, const char *text); /* "" is not recorded */
void sheet_words(struct sheet *sheet, struct text text);
void sheet_int(struct sheet *sheet, int64_t number);
void sheet_day(struct sheet *sheet, int32_t day);
void sheet_instant(struct sheet *sheet, int64_t instant);
void sheet_code(struct sheet *sheet, enum list_id list, int number);
void sheet_end(struct sheet *sheet); /* of the row */

/* Writes them when `good`, within the caller's transaction, and frees them. FAILS with the first problem. */
bool sheet_write(struct arena *arena, struct store *store, struct sheet *sheet, bool good, struct err *err);
bool sheet_write_as(struct arena *arena, struct store *store, struct sheet *sheet,
                    const struct sheet_writing *how, bool good, struct err *err);

#endif
