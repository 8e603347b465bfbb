#include "cli/cli.h"

#include "base/csv.h"
#include "store/read.h"
#include "base/banned.h"

enum { FLUSH_BYTES = 1 << 16 };

static void hidden_note(struct job *job, const struct reader *reader)
{
    if (reader->hidden_count > 0)
        fprintf(job->err_out, "mahi: %zu restricted %s left out, which \"%s\" may not see.\n",
                reader->hidden_count, reader->hidden_count == 1 ? "column is" : "columns are",
                job->store.staff_login);
}

bool cmd_export(struct job *job, struct err *err)
{
    struct reading reading = {.stream = true};
    struct reader reader;
    if (!store_record_named(job->arguments[0], &reading.record, err) ||
        !job_moment(job, OPTION_export_as_at, OPTION_export_known, &reading.moment, err) ||
        !reader_open(&reader, &job->store, &reading, err))
        return false;
    struct str line, value;
    str_init(&line);
    str_init(&value);
    for (size_t i = 0; i < reader.field_count; i++)
        str_addf(&line, "%s%s", i == 0 ? "" : ",", reader.fields[i]->name);
    str_add_char(&line, '\n');
    bool row, good;
    while ((good = reader_next(&reader, &row, err)) && row) {
        for (size_t i = 0; i < reader.field_count; i++) {
            str_cut(&value, 0);
            value_print(&value, reader.fields[i], reader.values[i]);
            if (i > 0)
                str_add_char(&line, ',');
            csv_add_field(&line, str_text(&value));
        }
        str_add_char(&line, '\n');
        if (line.length >= FLUSH_BYTES) {
            fwrite(line.at, 1, line.length, job->out);
            str_cut(&line, 0);
        }
    }
    fwrite(line.at, 1, line.length, job->out);
    hidden_note(job, &reader);
    reader_close(&reader);
    str_clear(&line);
    str_clear(&value);
    return good;
}
