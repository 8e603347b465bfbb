#include "cli/cmd_grim.h"

#include <inttypes.h>

#include "base/banned.h"

static bool is_percentage(struct text typed)
{
    bool digit = false;
    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.at[i];
        digit = digit || (c >= '0' && c <= '9');
        if (!((c >= '0' && c <= '9') || c == '.' || c == ',' || c == ' ' ||
              (c == '%' && i + 1 == typed.length)))
            return false;
    }
    return digit;
}

static const char *yes_no(bool yes)
{
    return yes ? "yes" : "no";
}

/* The check as a row, for programs. */
static void report_check(struct report *report, const char *percent, int64_t n,
                         const struct grim_check *check)
{
    static const struct {
        const char *key, *label;
        enum column_kind kind;
    } columns[] = {{"percent", "Printed", COLUMN_text},          {"n", "N", COLUMN_number},
                   {"possible", "Possible", COLUMN_text},        {"proves", "Proves something", COLUMN_text},
                   {"count", "Nearest count", COLUMN_number},    {"below", "Count below", COLUMN_number},
                   {"above", "Count above", COLUMN_number},      {"half_up", "Halves up", COLUMN_text},
                   {"half_even", "Halves to even", COLUMN_text}, {"half_down", "Halves down", COLUMN_text},
                   {"chopped", "Digits cut off", COLUMN_text}};
    struct table *table = report_table(report, "check", "The check");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_column(table, columns[i].key, columns[i].label, columns[i].kind);
    table_row(table);
    table_text(table, percent);
    table_int(table, n);
    table_text(table, yes_no(check->any));
    table_text(table, yes_no(check->testable));
    table_int(table, check->count);
    table_int(table, check->below);
    table_int(table, check->above);
    table_text(table, yes_no(check->half_up));
    table_text(table, yes_no(check->half_even));
    table_text(table, yes_no(check->half_down));
    table_text(table, yes_no(check->chopped));
}

static void report_repairs(struct report *report, const char *percent, int64_t n,
                           const struct grim_repairs *repairs)
{
    if (repairs->count == 0) {
        report_paragraph(report,
                         "No percentage one character away from %s%% is possible of %" PRId64 " either.",
                         percent, n);
        return;
    }
    struct table *table = report_table(report, "repairs", "If one character is wrong");
    table_column_in(table, "instead", "It could be", "%", COLUMN_text);
    table_column(table, "people", "Count", COLUMN_rate);
    for (size_t i = 0; i < repairs->count; i++) {
        table_row(table);
        table_text(table, repairs->at[i].text);
        table_rate(table, repairs->at[i].count, n);
    }
    table_note(table, GRIM_NEVER_DATA);
}

/* mahi grim 6.4% 38 */
static bool check_of(struct job *job, const char *percent, struct err *err)
{
    struct grim_check check;
    struct grim_repairs repairs;
    struct str sentence;
    int64_t n = 0;
    struct text typed = job->arguments[1];
    if (!text_to_int(text_trim(typed), &n))
        return err_set(err, ERR_input, "\"%.*s\" is no number of people; write a whole number, such as 38",
                       (int)(typed.length < 40 ? typed.length : 40), typed.at);
    if (!grim_percentage(percent, n, &check, err) || !grim_repair(job->arena, percent, n, &repairs, err))
        return false;
    str_init(&sentence);
    str_addf(&sentence, "%s%% of ", percent);
    str_add_grouped(&sentence, n);
    str_add(&sentence, " is ");
    grim_add_verdict(&sentence, percent, n, &check);
    struct report *report =
        report_make(job->arena, "grim", arena_format(job->arena, "%s%% of %" PRId64, percent, n));
    report_sentence(report, "%s.", grim_text(job, &sentence));
    if (grim_is_flat(job))
        report_check(report, percent, n, &check);
    if (!check.any)
        report_repairs(report, percent, n, &repairs);
    if (!check.any)
        job->outcome = ERR_findings;
    job_report(job, report);
    return true;
}

static void report_sizes(struct report *report, const char *percent, const struct published_sizes *sizes)
{
    struct table *table = report_table(report, "sizes", "Each N and its count");
    table_column(table, "n", "N", COLUMN_number);
    table_column(table, "people", "Count", COLUMN_rate);
    for (size_t i = 0; i < sizes->count; i++) {
        struct grim_check check = {0};
        struct err ignored = {0};
        grim_percentage(percent, sizes->at[i], &check, &ignored);
        table_row(table);
        table_int(table, sizes->at[i]);
        table_rate(table, check.count, sizes->at[i]);
    }
}

/* mahi grim 6.4% */
static bool check_any(struct job *job, const char *percent, struct err *err)
{
    struct published_sizes alone, chopped;
    int64_t most, smallest;
    struct str allowed, cut;
    if (!grim_most(job, &most, err) || !published_alone(job->arena, percent, most, &alone, &chopped, err) ||
        !grim_smallest_joint_n(&percent, 1, false, &smallest, err))
        return false;
    str_init(&allowed);
    str_init(&cut);
    grim_add_sizes(&allowed, alone, most);
    grim_add_sizes_of(&cut, percent, chopped, most);
    const char *allowed_text = grim_text(job, &allowed), *cut_text = grim_text(job, &cut);
    struct report *report =
        report_make(job->arena, "grim", arena_format(job->arena, "%s%% of how many?", percent));
    if (alone.count == 0)
        report_sentence(report,
                        "%s%% is impossible with any N up to %" PRId64
                        "; the smallest that allows it is %" PRId64 ".",
                        percent, most, smallest);
    else if ((int64_t)alone.count == most)
        report_sentence(report, "%s%% is possible with any N up to %" PRId64 ", so it says nothing about N.",
                        percent, most);
    else
        report_sentence(report, "Up to N = %" PRId64 ", %s%% is possible only if N is %s.", most, percent,
                        allowed_text);
    if (alone.count == 0 && chopped.count > 0)
        report_paragraph(report, "With the further digits cut off instead of rounded it could be %s.",
                         cut_text);
    if ((alone.count > 0 && (int64_t)alone.count < most) || grim_is_flat(job))
        report_sizes(report, percent, &alone);
    if (alone.count == 0)
        job->outcome = ERR_findings;
    job_report(job, report);
    return true;
}

bool cmd_grim(struct job *job, struct err *err)
{
    if (job->argument_count == 1 && !is_percentage(job->arguments[0]))
        return grim_file(job, job->arguments[0], err);
    const char *percent = published_percent(job->arena, job->arguments[0]);
    return job->argument_count == 2 ? check_of(job, percent, err) : check_any(job, percent, err);
}
