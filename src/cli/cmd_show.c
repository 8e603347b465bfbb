#include "cli/rows.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "casework/board.h"
#include "base/banned.h"

/* The record itself: a field a row. Returns its id, and how it is to be called. */
static bool show_fields(struct job *job, struct report *report, const struct reading *reading, int64_t *id,
                        struct err *err)
{
    struct reader reader;
    bool row = false;
    if (!reader_open(&reader, &job->store, reading, err))
        return false;
    bool good = reader_next(&reader, &row, err);
    if (good && !row)
        good = err_set(err, ERR_absent,
                       "there is no %s \"" TEXT_FORMAT "\"%s; mahi list %s shows those there are",
                       reading->record->name, TEXT_ARGS(reading->key),
                       reading->moment.known_then ? " that was known then" : " here", reading->record->name);
    if (good) {
        struct table *table = report_table(report, "fields", reading->record->label);
        table_column(table, "field", "Field", COLUMN_text);
        table_column(table, "value", "Value", COLUMN_text);
        *id = reader.id;
        for (size_t i = 0; i < reader.field_count; i++) {
            const char *text = rows_text(job, reader.fields[i], reader.values[i]);
            table_row(table);
            table_text(table, reader.fields[i]->label);
            if (text[0] != '\0')
                table_text(table, text);
            else
                table_absent(table, "not recorded");
        }
        if (reader.hidden_count > 0)
            table_note(table, "Restricted fields are left out: %zu.", reader.hidden_count);
    }
    reader_close(&reader);
    return good;
}

/* Some records are found by the first field of their key only, so there may be several: each in its row. */
static bool show_rows(struct job *job, struct report *report, const struct reading *reading, struct err *err)
{
    struct reader reader;
    int64_t count = 0;
    if (!reader_open(&reader, &job->store, reading, err))
        return false;
    bool good = rows_table(job, report, &reader, reading->record->name, reading->record->label, ROWS_whole,
                           NULL, 0, &count, err);
    reader_close(&reader);
    if (good && count == 0)
        return err_set(err, ERR_absent,
                       "there is no %s of \"" TEXT_FORMAT "\" here; mahi list %s shows those there are",
                       reading->record->name, TEXT_ARGS(reading->key), reading->record->name);
    return good;
}

static bool show_history(struct job *job, struct report *report, const struct reading *of, int64_t id,
                         struct err *err)
{
    struct reader reader;
    if (!reader_open(&reader, &job->store,
                     &(struct reading){.record = of->record, .moment = of->moment, .history_of = id}, err))
        return false;
    int64_t count;
    bool good = rows_table(job, report, &reader, "history", "Earlier versions, oldest first", ROWS_whole,
                           NULL, 0, &count, err);
    reader_close(&reader);
    return good;
}

/* What whoever opens the record needs first. As it was known then, nobody can say. */
static bool show_now(struct job *job, struct report *report, const struct moment *moment, struct err *err)
{
    struct board_request now = {.board = BOARD_person_now,
                                .today = moment->dated ? moment->as_at : date_today()};
    int64_t count;
    now.given[RESTRICTION_client] = arena_text(job->arena, job->arguments[1].at, job->arguments[1].length);
    return moment->known_then || board_add(job->arena, &job->store, &now, report, "now", &count, err);
}

/* Everything that is about one client, family by family. */
static bool show_client(struct job *job, struct report *report, const struct moment *moment, int64_t client,
                        struct err *err)
{
    size_t hidden = 0;
    bool has[R_end], good = client_has(&job->store, client, has, err);
    for (int r = R_none + 1; good && r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        if (record->client == F_none)
            continue;
        if (!store_may_see(&job->store, record)) {
            hidden++;
            continue;
        }
        if (!has[r] && !moment->known_then) /* what was withdrawn since may have been known then */
            continue;
        struct reader reader;
        char caption[80];
        int64_t count;
        good = reader_open(&reader, &job->store,
                           &(struct reading){.record = record, .client_id = client, .moment = *moment}, err);
        if (good) {
            good =
                rows_table(job, report, &reader, record->name, record_plural(record, caption, sizeof caption),
                           ROWS_desk, "client", 0, &count, err);
            reader_close(&reader);
        }
    }
    if (hidden > 0)
        report_caution(report, "restricted records are left out.");
    return good;
}

bool cmd_show(struct job *job, struct err *err)
{
    struct reading reading = {.key = job->arguments[1]};
    int64_t id = 0;
    if (!store_record_named(job->arguments[0], &reading.record, err) ||
        !job_moment(job, OPTION_show_as_at, OPTION_show_known, &reading.moment, err))
        return false;
    const struct record *record = reading.record;
    struct report *report =
        report_make(job->arena, "show",
                    arena_format(job->arena, "%s " TEXT_FORMAT, record->label, TEXT_ARGS(reading.key)));
    if (record_key_count(record) > 1) {
        if (!show_rows(job, report, &reading, err))
            return false;
    } else if (!show_fields(job, report, &reading, &id, err) ||
               (record->id == R_client && !show_now(job, report, &reading.moment, err)) ||
               !show_history(job, report, &reading, id, err)) {
        return false;
    }
    if (record->id == R_client && !show_client(job, report, &reading.moment, id, err))
        return false;
    job_report(job, report);
    return true;
}
