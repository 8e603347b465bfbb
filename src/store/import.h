/* import: a CSV file of one record type, checked whole, written whole or not at all (R14).
 *
 * One path on both engines. The file is read row by row, each value parsed by its field; good rows go in bulk
 * into a staging table that lives as long as the transaction. Then, in batches, in SQL that both engines
 * share: references are resolved by the other record's key; rows whose key is new are inserted; rows whose
 * key is known are compared, and where they differ the old version goes to the history and the new one takes
 * its place. A row met twice in one file is a problem, not a change. An empty cell says "not recorded"; a
 * column that the file does not have leaves that field as it is.
 *
 * Two short cuts, for first loads only, end in the same state: into an empty table indexes are built last;
 * and a great file without references goes there without being staged. When a key turns out to stand in the
 * file twice, the long way is taken.
 *
 * What must hold between records (guard.h) is asked of the rows that were written, by one question a guard: a
 * row that breaks one that refuses, or one that asks and `because` says nothing, is a problem, and nothing is
 * written; with keep_good neither, for a row that is wrong only beside others cannot be left out without
 * asking all the others again.
 *
 * Everything happens in one transaction, so a kill at any moment leaves the database as before or as after.
 */
#ifndef STORE_IMPORT_H
#define STORE_IMPORT_H

#include <stdio.h>

#include "base/problem.h"
#include "store/standing.h"
#include "store/store.h"

struct import_progress {
    void (*tell)(void *context, const char *doing, int64_t rows,
                 double share); /* share 0..1, negative when the end is not known */
    void *context;
};

struct import_constant { /* a column that the file lacks, with one value for every row: --set method=record */
    struct text field, value;
};

struct import_request {
    const struct record *record;
    FILE *file;
    const char *name; /* of the file, for sentences */
    int64_t size;     /* bytes; 0 when not known, or when the file cannot be read twice */
    bool keep_good;   /* write the good rows, hand back the bad ones */
    FILE *rejected;   /* with keep_good: where bad rows go, with a column `problem`; rewound and read back is
                         the caller's affair */
    const struct import_constant *constants;
    size_t constant_count;
    const char *because;             /* why, where a guard asks for a reason; NULL: none is given */
    struct import_progress progress; /* tell NULL: silent */
    struct standing_due *due;        /* import_run_in: what a first load leaves for the caller to settle, with
                                        standing_settle before the commit. NULL: settled at once */
};

struct import_result {
    int64_t rows; /* rows of the file after the heading */
    int64_t added, changed, unchanged;
    int64_t rejected;      /* rows with at least one problem of their own */
    int64_t broken;        /* times that a row broke a guard: nothing is written */
    const char **cautions; /* a sentence for each guard that warns, or was overridden, with how many rows */
    size_t caution_count;
    bool written;             /* false: the database is as it was */
    struct problems problems; /* in the order of the file; all are counted, the first PROBLEMS_KEPT kept */
};

/* True when the file was dealt with: written whole, or its good rows with keep_good, or, with problems, not
 * at all. FAILS (nothing is written) when the file is not CSV in UTF-8, its heading is not the record's, or
 * the database fails. */
bool import_run(struct store *store, struct arena *arena, const struct import_request *request,
                struct import_result *result, struct err *err);

/* The same within the caller's transaction, which must be rolled back when this fails or result->written is
 * false: for work that writes several record types, all or none. Afterwards, when it was much, db_settle. */
bool import_run_in(struct store *store, struct arena *arena, const struct import_request *request,
                   struct import_result *result, struct err *err);

#endif
