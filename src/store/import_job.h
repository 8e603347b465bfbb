/* import_job: what the parts of an import share; private to import*.c. */
#ifndef STORE_IMPORT_JOB_H
#define STORE_IMPORT_JOB_H

#include "base/csv.h"
#include "store/import.h"

#define IMPORT_STAGING "incoming"

/* Of the whole work, for the progress bar; the rest is merging (bench/import.sh). */
#define IMPORT_READING_SHARE 0.35
#define IMPORT_INDEXING_SHARE 0.90 /* from here on an empty table's indexes are built */

/* Rows of the file by their numbers, both included. */
struct import_batch {
    int64_t from, to;
};

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
    char **heading;          /* as the file has it */
    struct value *constants; /* by place; absent when there is none */
    const struct field
        *given[RECORD_FIELDS_MAX]; /* columns of the file, then constants: the columns of the staging table */
    size_t given_count;
    int64_t last_row; /* number of the file's last row */
    int64_t now;
    bool key_indexed;
    bool was_empty; /* the record's table, before */
    bool direct;    /* the rows go straight into the record's table, which is empty */
};

/* Reads the heading row and settles the columns. */
bool import_heading(struct import_job *job, struct err *err);

/* Whether the file, or a constant, gives the field. */
bool import_is_given(const struct import_job *job, enum field_id id);

/* Reads every row into the staging table, or directly into the record's; bad rows become problems and, when
 * they are kept, lines of the rejected file. */
bool import_rows(struct import_job *job, struct err *err);

/* The table of what is objected to, beside the staging table. */
bool import_create_objections(struct import_job *job, struct err *err);

/* Rejects the staged rows of a batch that point at what is not there, or at another client's record; that
 * contradict a date in the record; and whose verification does not hold (R17). All that is wrong with a row
 * is said at once. */
bool import_check_batch(struct import_job *job, struct import_batch batch, struct err *err);

/* Rejects staged rows that point at one of their own kind which is neither there nor in the file. */
bool import_check_self_references(struct import_job *job, struct err *err);

/* Rejects those whose key stands in the file before them. */
bool import_reject_repeated(struct import_job *job, struct import_batch batch, struct err *err);

/* An index on the staged rows' keys, made when it is first needed. */
bool import_index_keys(struct import_job *job, struct err *err);

bool import_is_self_reference(const struct import_job *job, const struct field *field);
void import_bind_batch(struct statement *statement, struct import_batch batch); /* $1 and $2 */

bool import_table_is_empty(struct import_job *job, bool *empty, struct err *err);

/* From the staging table into the record's table and its history. */
bool import_merge(struct import_job *job, struct err *err);

/* " JOIN incoming i ON r.k = …": the record's rows r whose key stands in the file. */
void import_join_staged(struct str *sql, const struct record *record);

/* Asks the guards of the record about the rows that were written (guard.h). */
bool import_ask_guards(struct import_job *job, struct err *err);

/* What stands of the clients whom the written rows are about (standing.h). */
bool import_refresh_standing(struct import_job *job, struct err *err);

/* One line of the rejected file: the file's own columns, then the problem. */
void import_reject(struct import_job *job, const struct text *fields, size_t count, const char *problem);

void import_tell(const struct import_job *job, const char *doing, int64_t rows, double share);

#endif
