#include <inttypes.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "store/doctor.h"
#include "base/banned.h"

static void show_checks(struct report *report, const struct doctor_report *found)
{
    struct table *table = report_table(report, "checks", "What was looked at");
    table_column(table, "check", "Check", COLUMN_text);
    table_column(table, "looked_at", "Looked at", COLUMN_number);
    table_column(table, "of", "Of", COLUMN_text);
    table_column(table, "found", "Found", COLUMN_number);
    for (size_t i = 0; i < DOCTOR_CHECKS; i++) {
        const struct doctor_check *check = &found->checks[i];
        table_row(table);
        table_text(table, check->title);
        if (check->skipped) {
            table_absent(table, check->skipped);
            table_text(table, check->unit);
            table_absent(table, check->skipped);
            continue;
        }
        table_int(table, check->looked_at);
        table_text(table, check->unit);
        table_int(table, check->found);
    }
}

static void show_findings(struct report *report, const struct doctor_report *found)
{
    struct table *table = report_table(report, "findings", "What was found");
    table_column(table, "check", "Check", COLUMN_text);
    table_column(table, "record", "Record", COLUMN_text);
    table_column(table, "key", "Key", COLUMN_text);
    table_column(table, "finding", "Finding, and what to do", COLUMN_text);
    for (size_t i = 0; i < found->finding_count; i++) {
        const struct finding *finding = &found->findings[i];
        table_row(table);
        table_text(table, found->checks[finding->check].name);
        table_text(table, finding->record ? finding->record->name : "");
        table_text(table, finding->key);
        table_text(table, finding->sentence);
    }
    if (found->found > (int64_t)found->finding_count)
        table_note(table, "Of each check the first %d are shown; mend those, and run it again.", DOCTOR_KEPT);
}

static void show_verdict(struct report *report, const struct doctor_report *found)
{
    size_t made = 0;
    for (size_t i = 0; i < DOCTOR_CHECKS; i++)
        made += found->checks[i].skipped == NULL;
    if (found->found > 0)
        report_sentence(report, "%" PRId64 " %s found.", found->found,
                        found->found == 1 ? "finding was" : "findings were");
    else
        report_sentence(report, "Nothing was found by %zu checks.", made);
    if (made < DOCTOR_CHECKS)
        report_caution(report, "%zu of %d checks could not be made; the table says why.",
                       DOCTOR_CHECKS - made, DOCTOR_CHECKS);
}

bool cmd_doctor(struct job *job, struct err *err)
{
    struct doctor_report found;
    struct progress progress;
    if (job->option_counts[OPTION_doctor_mend] > 0 && !store_mend(&job->store, err))
        return false;
    progress_init(&progress, job->progress ? job->err_out : NULL, "doctor");
    bool good =
        doctor_run(job->arena, &job->store, &(struct import_progress){progress_tell, &progress}, &found, err);
    progress_clear(&progress);
    if (!good)
        return false;
    struct report *report = report_make(job->arena, "doctor", "The state of the database");
    if (job->option_counts[OPTION_doctor_mend] > 0)
        report_sentence(report, "The table of what stands of each client was made again from the records.");
    show_verdict(report, &found);
    if (found.found > 0)
        show_findings(report, &found);
    show_checks(report, &found);
    job_report(job, report);
    if (found.found > 0)
        job->outcome = ERR_findings;
    return true;
}
