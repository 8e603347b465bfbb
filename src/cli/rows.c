#include "cli/rows.h"

#include <string.h>

#include "base/banned.h"

enum { ROWS_ROOM = 64 };

struct gathered {
    const char **texts; /* row by row, field_count each */
    size_t rows, room;
    bool used[RECORD_FIELDS_MAX];
    size_t unverified, impressions;
};

const char *rows_text(struct job *job, const struct field *field, struct value value)
{
    struct str text;
    if (value.type == VALUE_absent)
        return "";
    str_init(&text);
    value_show(&text, field, value);
    return str_into(&text, job->arena);
}

static bool is_shown(const struct field *field, enum rows_width width, const char *without)
{
    if (without && strcmp(field->name, without) == 0)
        return false;
    return width == ROWS_whole || !field->stamped;
}

/* An officer's impression is a method of its own, and flagged wherever it is shown (R15). */
static bool is_impression(const struct field *field, struct value value)
{
    return field->kind == KIND_CHOICE && field->of == LIST_method && value.type == VALUE_number &&
           value.number == CODED_method_officer_impression;
}

static bool gather(struct job *job, struct reader *reader, enum rows_width width, const char *without,
                   struct gathered *gathered, struct err *err)
{
    bool row, good;
    size_t fields = reader->field_count;
    while ((good = reader_next(reader, &row, err)) && row) {
        if (gathered->rows == gathered->room) {
            size_t room = gathered->room ? gathered->room * 2 : ROWS_ROOM;
            const char **texts = ARENA_ARRAY(job->arena, const char *, room *fields);
            if (gathered->rows > 0)
                memcpy(texts, gathered->texts, gathered->rows * fields * sizeof *texts);
            gathered->texts = texts;
            gathered->room = room;
        }
        const char **texts = gathered->texts + gathered->rows++ * fields;
        for (size_t i = 0; i < fields; i++) {
            texts[i] = rows_text(job, reader->fields[i], reader->values[i]);
            gathered->impressions += is_impression(reader->fields[i], reader->values[i]);
            gathered->used[i] |= is_shown(reader->fields[i], width, without) && texts[i][0] != '\0';
        }
    }
    return good;
}

bool rows_table(struct job *job, struct report *report, struct reader *reader, const char *key,
                const char *caption, enum rows_width width, const char *without, int64_t most, int64_t *count,
                struct err *err)
{
    struct gathered gathered = {0};
    if (!gather(job, reader, width, without, &gathered, err))
        return false;
    *count = (int64_t)gathered.rows;
    if (gathered.rows == 0)
        return true;
    if (most > 0 && gathered.rows > (size_t)most)
        gathered.rows = (size_t)most;
    struct table *table = report_table(report, key, caption);
    for (size_t i = 0; i < reader->field_count; i++) {
        const struct field *field = reader->fields[i];
        bool number = field->kind == KIND_INTEGER || field->kind == KIND_REAL;
        if (gathered.used[i])
            table_column(table, field->name, field->label, number ? COLUMN_number : COLUMN_text);
    }
    for (size_t r = 0; r < gathered.rows; r++) {
        const char **texts = gathered.texts + r * reader->field_count;
        table_row(table);
        for (size_t i = 0; i < reader->field_count; i++) {
            if (gathered.used[i])
                table_text(table, texts[i]);
            gathered.unverified += strcmp(reader->fields[i]->name, "verified_by") == 0 && texts[i][0] == '\0';
        }
    }
    if (gathered.impressions > 0)
        table_note(table, "Only an officer's impression: %zu of %zu.", gathered.impressions, gathered.rows);
    if (gathered.unverified > 0)
        table_note(table, "Not checked by a second person: %zu of %zu.", gathered.unverified, gathered.rows);
    return true;
}
