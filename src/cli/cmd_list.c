#include "cli/question.h"
#include "cli/rows.h"

#include <inttypes.h>

#include "base/banned.h"

enum { LIST_LIMIT = 50 };

/* "By client and from, as at 2000-08-01". */
static const char *list_caption(const struct job *job, const struct reading *reading, const char *where)
{
    struct str caption;
    const size_t count = record_key_count(reading->record);
    str_init(&caption);
    for (size_t i = 0; i < count; i++)
        str_addf(&caption, "%s%s",
                 i == 0           ? "By "
                 : i + 1 == count ? " and "
                                  : ", ",
                 dict_field(reading->record->key[i])->name);
    if (reading->moment.dated)
        str_addf(&caption, ", as at %s", job_option(job, OPTION_list_as_at));
    if (reading->moment.known_then)
        str_addf(&caption, ", as known on %s", job_option(job, OPTION_list_known));
    if (where[0])
        str_addf(&caption, ", where %s", where);
    return str_into(&caption, job->arena);
}

bool cmd_list(struct job *job, struct err *err)
{
    struct reading reading = {.limit = LIST_LIMIT};
    struct reader reader;
    const char *limit = job_option(job, OPTION_list_limit), *where;
    if (limit && (!text_to_int(text_of(limit), &reading.limit) || reading.limit < 0))
        return err_set(err, ERR_usage, "--limit \"%s\" is not a number of rows; write 50, or 0 for all",
                       limit);
    if (!store_record_named(job->arguments[0], &reading.record, err) ||
        !job_moment(job, OPTION_list_as_at, OPTION_list_known, &reading.moment, err) ||
        !question_where(job, OPTION_list_where, reading.record, &reading.moment, &reading.chosen, &where,
                        err))
        return false;
    const int64_t most = reading.limit;
    reading.limit = most > 0 ? most + 1 : 0; /* one more tells whether there are more */
    if (!reader_open(&reader, &job->store, &reading, err))
        return false;
    char caption[80];
    int64_t count = 0;
    record_plural(reading.record, caption, sizeof caption);
    struct report *report = report_make(job->arena, reading.record->name, caption);
    bool good = rows_table(job, report, &reader, reading.record->name, list_caption(job, &reading, where),
                           ROWS_desk, NULL, most, &count, err);
    if (good && count == 0)
        report_sentence(report, "There are none%s.",
                        reading.moment.dated || reading.moment.known_then ? " on that day" : "");
    if (good && most > 0 && count > most)
        report_paragraph(report,
                         "The first %" PRId64
                         "; there are more. --limit 0 lists them all, and mahi export %s writes them as CSV.",
                         most, reading.record->name);
    if (reader.hidden_count > 0)
        report_caution(report, "restricted columns are left out: %zu.", reader.hidden_count);
    reader_close(&reader);
    if (good)
        job_report(job, report);
    return good;
}
