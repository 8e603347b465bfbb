/* import_job: what the three parts of an import share; private to import*.c. */
#ifndef STORE_IMPORT_JOB_H
#define STORE_IMPORT_JOB_H

#include "base/csv.h"
#include "store/import.h"

#define IMPORT_STAGING "incoming"

/* Of the whole work, for the progress bar; the rest is merging (bench/import.sh). */
#define IMPORT_READING_SHARE 0.35

struct import_column {
    const struct field *field; /* NULL: passed over (problem, recorded_at, recorded_by) */
    size_t place;              /* of the field among record_fields */
};

struct import_job {
    struct store *store;
    struct arena *arena;
    const struct import_request *request;
    struct import_result *result;
    const struct record *record;
    const struct field *fields; /* of the record, all */
    size_t field_count;
    struct csv_reader csv;
    struct import_column *columns; /* of the file, in its order */
    size_t column_count;
    char **heading;                /* as the file has it */
    struct value *constants;       /* by place; absent when there is none */
    const struct field *given[RECORD_FIELDS_MAX]; /* columns of the file, then constants: the columns of the staging table */
    size_t given_count;
    int64_t last_row;              /* number of the file's last row */
    int64_t now;
    bool key_indexed;
};

/* Reads the heading row and settles the columns. */
bool import_heading(struct import_job *job, struct err *err);

/* Reads every row into the staging table; bad rows become problems and, when they are kept, lines of the rejected file. */
bool import_rows(struct import_job *job, struct err *err);

/* From the staging table into the record's table and its history. */
bool import_merge(struct import_job *job, struct err *err);

/* One line of the rejected file: the file's own columns, then the problem. */
void import_reject(struct import_job *job, const struct text *fields, size_t count, const char *problem);

void import_tell(const struct import_job *job, const char *doing, int64_t rows, double share);

#endif
