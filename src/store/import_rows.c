#include <string.h>

#include "store/import_job.h"
#include "base/banned.h"

enum { TELL_EVERY_ROWS = 4096 };

void import_reject(struct import_job *job, const struct text *fields, size_t count, const char *problem)
{
    job->result->rejected++;
    if (!job->request->keep_good || !job->request->rejected)
        return;
    struct str line;
    str_init(&line);
    for (size_t i = 0; i < job->column_count; i++)
        if (strcmp(job->heading[i], "problem") != 0) {
            csv_add_field(&line, i < count ? fields[i] : (struct text){"", 0});
            str_add_char(&line, ',');
        }
    csv_add_field(&line, text_of(problem));
    str_add_char(&line, '\n');
    fwrite(line.at, 1, line.length, job->request->rejected);
    str_clear(&line);
}

static void reject_heading(struct import_job *job)
{
    if (!job->request->keep_good || !job->request->rejected)
        return;
    for (size_t i = 0; i < job->column_count; i++)
        if (strcmp(job->heading[i], "problem") != 0)
            fprintf(job->request->rejected, "%s,", job->heading[i]);
    fputs("problem\n", job->request->rejected);
}

/* What is said of the row goes into `why`, for the rejected file, and into the list of problems. */
static void complain(struct import_job *job, struct str *why, const char *field, const char *sentence)
{
    problems_add(&job->result->problems, job->csv.row, field, "%s", sentence);
    str_addf(why, "%s%s%s%s", why->length > 0 ? "; " : "", field, field[0] ? ": " : "", sentence);
}

/* An err is large beside a cell, so one is cleared only when it was used. */
static void complain_err(struct import_job *job, struct str *why, const char *field, struct err *bad)
{
    complain(job, why, field, bad->sentence);
    *bad = (struct err){0};
}

static bool check_row(struct import_job *job, const struct value *values, struct str *why, struct err *bad)
{
    const struct field *field;
    if (!values_check(job->record, values, &field, bad))
        complain_err(job, why, field->name, bad);
    return why->length == 0;
}

static bool parse_row(struct import_job *job, struct value *values, struct str *why, struct err *bad)
{
    const struct csv_reader *csv = &job->csv;
    memcpy(values, job->constants, job->field_count * sizeof *values);
    if (csv->field_count != job->column_count) {
        err_set(bad, ERR_input,
                "the row has %zu fields where the heading has %zu; quote values that hold the separator",
                csv->field_count, job->column_count);
        complain_err(job, why, "", bad);
        return false;
    }
    for (size_t i = 0; i < job->column_count; i++) {
        const struct import_column *column = &job->columns[i];
        if (column->field && !value_parse(column->field, csv->fields[i], &values[column->place], bad))
            complain_err(job, why, column->field->name, bad);
    }
    return why->length == 0 && check_row(job, values, why, bad);
}

static bool write_row(struct import_job *job, struct bulk *bulk, const struct value *values, struct err *err)
{
    if (!job->direct)
        bulk_int(bulk, job->csv.row);
    for (size_t i = 0; i < job->given_count; i++) {
        const struct value *value = &values[job->given[i] - job->fields];
        switch (value->type) {
        case VALUE_absent:
            bulk_null(bulk);
            break;
        case VALUE_number:
            bulk_int(bulk, value->number);
            break;
        case VALUE_real:
            bulk_real(bulk, value->real);
            break;
        case VALUE_text:
            bulk_text(bulk, value->text);
            break;
        }
    }
    if (job->direct) {
        bulk_int(bulk, job->now);
        bulk_int(bulk, job->store->staff_id);
    }
    return bulk_row(bulk, err);
}

static bool read_rows(struct import_job *job, struct bulk *bulk, struct err *err)
{
    struct value *values = ARENA_ARRAY(job->arena, struct value, job->field_count);
    struct str why;
    struct err bad = {0};
    str_init(&why);
    bool good = true;
    while (good && csv_read(&job->csv, err)) {
        str_cut(&why, 0);
        bool sound = parse_row(job, values, &why, &bad);
        job->result->rows++;
        job->last_row = job->csv.row;
        if (sound)
            good = write_row(job, bulk, values, err);
        else
            import_reject(job, job->csv.fields, job->csv.field_count, why.at);
        if (job->result->rows % TELL_EVERY_ROWS == 0) {
            const int64_t size = job->request->size;
            double done = size > 0 ? (double)job->csv.bytes_read / (double)size : 0;
            double share = job->direct ? IMPORT_INDEXING_SHARE : IMPORT_READING_SHARE;
            import_tell(job, job->direct ? "writing" : "reading", job->result->rows,
                        size > 0 ? share * done : -1);
        }
    }
    str_clear(&why);
    return good && err->kind == ERR_none;
}

bool import_rows(struct import_job *job, struct err *err)
{
    const char *columns[RECORD_FIELDS_MAX + 2];
    size_t count = 0;
    if (!job->direct)
        columns[count++] = "row_no";
    for (size_t i = 0; i < job->given_count; i++)
        columns[count++] = job->given[i]->name;
    if (job->direct) {
        columns[count++] = "recorded_at";
        columns[count++] = "recorded_by";
    }
    struct bulk *bulk;
    reject_heading(job);
    if (!bulk_open(job->store->db, &bulk, job->direct ? job->record->name : IMPORT_STAGING, columns, count,
                   err))
        return false;
    bool good = read_rows(job, bulk, err);
    struct err ignored = {0};
    return bulk_close(bulk, good, good ? err : &ignored) && good;
}
