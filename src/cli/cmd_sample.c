#include <inttypes.h>

#include "base/date.h"
#include "cli/cli.h"
#include "cli/import_file.h"
#include "cli/progress.h"
#include "sample/sample.h"
#include "base/banned.h"

enum { CLIENTS_UNLESS_SAID = 300 };

static bool read_request(const struct job *job, struct sample_request *request, struct err *err)
{
    const char *clients = job_option(job, OPTION_sample_clients), *seed = job_option(job, OPTION_sample_seed),
               *as_at = job_option(job, OPTION_sample_as_at);
    request->clients = CLIENTS_UNLESS_SAID;
    request->seed = seed ? seed : "mahi";
    request->as_at = date_today();
    if (clients && (!text_to_int(text_of(clients), &request->clients) || request->clients < 1 ||
                    request->clients > SAMPLE_CLIENTS_MAX))
        return err_set(err, ERR_usage, "--clients \"%s\" is no number of people from 1 to %d", clients,
                       SAMPLE_CLIENTS_MAX);
    return !as_at || date_parse(text_of(as_at), &request->as_at, err);
}

static void show_records(struct report *report, const struct sample_result *result)
{
    struct table *table = report_table(report, "records", "What is there now");
    int64_t all = 0;
    table_column(table, "record", "Record", COLUMN_text);
    table_column(table, "rows", "Rows", COLUMN_number);
    for (int r = R_none + 1; r < R_end; r++) {
        if (result->rows[r] == 0)
            continue;
        table_row(table);
        table_text(table, dict_record((enum record_id)r)->name);
        table_int(table, result->rows[r]);
        all += result->rows[r];
    }
    table_total(table);
    table_text(table, "All");
    table_int(table, all);
}

static void show_faults(struct report *report, const struct sample_result *result)
{
    struct table *table = report_table(report, "faults", "What is wrong in it, on purpose");
    table_column(table, "fault", "What is wrong", COLUMN_text);
    table_column(table, "rate", "Meant", COLUMN_number);
    table_column(table, "made", "Made", COLUMN_rate);
    table_column(table, "of", "Of", COLUMN_text);
    table_column(table, "number", "See", COLUMN_text);
    for (int f = 0; f < FAULT_end; f++) {
        const struct sample_fault_info *info = sample_fault_info((enum sample_fault)f);
        table_row(table);
        table_text(table, info->sentence);
        table_share(table, info->permille / 1000.0);
        table_rate(table, result->faults[f].made, result->faults[f].chances);
        table_text(table, info->of);
        table_text(table, info->number);
    }
}

bool cmd_sample(struct job *job, struct err *err)
{
    struct sample_request request = {0};
    struct sample_result *result = ARENA_NEW(job->arena, struct sample_result);
    struct progress progress;
    if (!read_request(job, &request, err))
        return false;
    progress_init(&progress, job->progress ? job->err_out : NULL, "sample");
    request.progress = (struct import_progress){progress_tell, &progress};
    const bool good = sample_make(job->arena, &job->store, &request, result, err);
    progress_clear(&progress);
    if (!good)
        return false;
    const char *day = date_words(job->arena, request.as_at);
    struct report *report = report_make(job->arena, "sample", "A made-up register");
    report_sentence(report, "%s, as of %s, from the seed \"%s\": nobody in it exists.",
                    counted(job->arena, request.clients, "client"), day, request.seed);
    report_paragraph(report, "The same seed, number and day give the same records anywhere.");
    show_records(report, result);
    show_faults(report, result);
    job_report(job, report);
    return true;
}
