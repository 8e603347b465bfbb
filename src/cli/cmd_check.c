#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "casework/board.h"
#include "casework/check.h"
#include "cli/given.h"
#include "base/banned.h"

/* "skill=speaking", each an option, into fields and what was typed. */
static bool read_fields(const struct job *job, enum option_id option, const struct record *record,
                        enum field_id *fields, struct text *typed, size_t *count, struct err *err)
{
    for (size_t i = 0; i < job->option_counts[option]; i++) {
        struct text rest = text_of(job->options[option][i]), name;
        if (*count == FACT_WHICH_MAX)
            return err_set(err, ERR_usage, "at most %d fields can be given at once", FACT_WHICH_MAX);
        if (!strchr(rest.at, '=') || !text_split(&rest, '=', &name))
            return err_set(err, ERR_usage, "\"%s\" says no field; write FIELD=VALUE",
                           job->options[option][i]);
        const struct field *field = record_field_named(record, name);
        if (!field || field->stamped) {
            const char *nearest = record_field_nearest(record, name);
            return err_set(err, ERR_usage, "%s has no field \"" TEXT_FORMAT "\"%s%s; mahi dict %s lists them",
                           record->name, TEXT_ARGS(name), nearest ? "; did you mean " : "",
                           nearest ? nearest : "", record->name);
        }
        fields[*count] = field->id;
        typed[(*count)++] = rest;
    }
    return true;
}

static bool read_which(const struct job *job, enum option_id option, struct fact_which *which,
                       struct err *err)
{
    which->client = job->arguments[1];
    return store_record_named(job->arguments[0], &which->record, err) &&
           read_fields(job, option, which->record, which->fields, which->typed, &which->count, err);
}

bool cmd_verify(struct job *job, struct err *err)
{
    struct verifying verifying = {.words = job_option(job, OPTION_verify_words)};
    struct fact_found fact;
    int64_t settled;
    const char *by = job_option(job, OPTION_verify_by);
    if (!by)
        return err_set(err, ERR_usage, "say with --by how it was checked: document, test or person");
    if (!checked_by_named(text_of(by), &verifying.how, err) ||
        !given_day(job, OPTION_verify_on, date_today(), &verifying.day, err) ||
        !read_which(job, OPTION_verify_which, &verifying.which, err) ||
        !fact_verify(job->arena, &job->store, &verifying, &fact, &settled, err))
        return false;
    struct report *report = report_make(job->arena, "verified", "Verified");
    report_sentence(report, "Of %s, recorded by %s, you have checked: %s.",
                    arena_text(job->arena, verifying.which.client.at, verifying.which.client.length),
                    fact.recorded_by, fact.words);
    if (settled > 1)
        report_paragraph(report, "%" PRId64 " doubts about it are settled with it.", settled);
    job_report(job, report);
    return true;
}

bool cmd_doubt(struct job *job, struct err *err)
{
    struct doubting doubting = {.says = job_option(job, OPTION_doubt_says),
                                .owner = given_text(job, OPTION_doubt_owner)};
    struct doubted doubted;
    if (!given_choice(job, OPTION_doubt_why, LIST_check_why, CODED_check_why_disagreement, &doubting.why,
                      err) ||
        !given_day(job, OPTION_doubt_due, DATE_MIN, &doubting.due_on, err) ||
        !read_which(job, OPTION_doubt_which, &doubting.which, err) ||
        !fact_doubt(job->arena, &job->store, &doubting, &doubted, err))
        return false;
    struct report *report =
        report_make(job->arena, "doubt", arena_format(job->arena, "Check %s", doubted.number));
    report_sentence(report, "%s is open, and %s settles it.", doubted.number, doubted.owner);
    struct table *table = report_table(report, "sides", "Both sides");
    table_column(table, "side", "Side", COLUMN_text);
    table_column(table, "words", "Words", COLUMN_text);
    table_row(table);
    table_text(table, arena_format(job->arena, "Stands, by %s", doubted.fact.recorded_by));
    table_text(table, doubted.fact.words);
    table_row(table);
    table_text(table, "The other side");
    table_text(table, doubting.says);
    job_report(job, report);
    return true;
}

/* ---- check list | settle | open ---- */

static bool check_do_list(struct job *job, struct err *err)
{
    struct board_request request = {.board = BOARD_checks_open, .today = date_today(), .most = 50};
    struct report *report;
    request.given[RESTRICTION_office] = job_option(job, OPTION_check_office);
    request.given[RESTRICTION_staff] = job_option(job, OPTION_check_owner);
    if (!board_report(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}

/* What is corrected are fields of the record that the check is about. */
static bool about_record(struct job *job, const struct record **record, struct err *err)
{
    struct check_head head;
    if (!check_read(job->arena, &job->store, job->arguments[1], &head, err))
        return false;
    *record = head.record;
    return true;
}

static bool check_do_settle(struct job *job, struct err *err)
{
    struct settling settling = {.number = job->arguments[1], .words = job_option(job, OPTION_check_words)};
    const struct record *record;
    struct fact_found fact;
    if (job->argument_count < 3)
        return err_set(err, ERR_usage,
                       "write: mahi check settle NUMBER stands|corrected|both|open_ended --words WORDS");
    if (!given_code(job->arguments[2], "how it was settled", LIST_check_settled, &settling.how, err) ||
        !given_day(job, OPTION_check_on, date_today(), &settling.day, err) ||
        !about_record(job, &record, err) ||
        !read_fields(job, OPTION_check_set, record, settling.fields, settling.typed, &settling.count, err) ||
        !check_settle(job->arena, &job->store, &settling, &fact, err))
        return false;
    struct report *report = report_make(
        job->arena, "check", arena_format(job->arena, "Check " TEXT_FORMAT, TEXT_ARGS(settling.number)));
    report_sentence(report, "%s: %s.", list_numbered(LIST_check_settled, settling.how)->label,
                    settling.words);
    report_paragraph(report, "Now: %s.", fact.words);
    job_report(job, report);
    return true;
}

static bool check_do_open(struct job *job, struct err *err)
{
    struct sweep_found found[SWEEP_RULES];
    int64_t most;
    if (!given_number(job, OPTION_check_most, 1000, &most, err))
        return false;
    if (most > 100000)
        return err_set(err, ERR_usage,
                       "--most %" PRId64 " is more than people could ever settle; at most 100000", most);
    if (!check_sweep(job->arena, &job->store, most, found, err))
        return false;
    struct report *report = report_make(job->arena, "sweep", "Doubts looked for");
    struct table *table = report_table(report, "rules", "What was looked for");
    table_column(table, "rule", "Looked for", COLUMN_text);
    table_column(table, "opened", "Checks opened, of those found", COLUMN_rate);
    int64_t left = 0;
    for (size_t i = 0; i < SWEEP_RULES; i++) {
        table_row(table);
        table_text(table, found[i].rule);
        table_rate(table, found[i].opened, found[i].found);
        left += found[i].found - found[i].opened;
    }
    if (left > 0)
        report_caution(report, "%" PRId64 " more are left for the next time; --most opens more at once.",
                       left);
    job_report(job, report);
    return true;
}

bool cmd_check(struct job *job, struct err *err)
{
    if (text_is(job->arguments[0], "list"))
        return check_do_list(job, err);
    if (text_is(job->arguments[0], "open"))
        return check_do_open(job, err);
    if (text_is(job->arguments[0], "settle") && job->argument_count > 1)
        return check_do_settle(job, err);
    return err_set(err, ERR_usage, "write: mahi check list, check settle NUMBER HOW, or check open");
}
