#include "base/date.h"
#include "casework/cv.h"
#include "cli/given.h"
#include "base/banned.h"

static void add_differences(struct report *report, const struct cv_difference *differences, size_t count,
                            const char *was, const char *is)
{
    struct table *table = report_table(report, "differences", "What differs");
    table_column(table, "section", "Part", COLUMN_text);
    table_column(table, "was", was, COLUMN_text);
    table_column(table, "is", is, COLUMN_text);
    for (size_t i = 0; i < count; i++) {
        table_row(table);
        table_text(table, differences[i].section);
        if (differences[i].was[0])
            table_text(table, differences[i].was);
        else
            table_blank(table);
        if (differences[i].is[0])
            table_text(table, differences[i].is);
        else
            table_blank(table);
    }
}

static const char *title_of(struct job *job, const struct cv_version *version)
{
    const char *made = date_words(job->arena, version->made_on);
    return version->occupation[0]
               ? arena_format(job->arena, "CV %s of %s for %s, %s", version->number, version->client,
                              version->occupation, made)
               : arena_format(job->arena, "CV %s of %s, %s", version->number, version->client, made);
}

/* As a page, as JSON Resume, or as a report that says whether it is current. */
static bool show_version(struct job *job, const struct cv_version *version, struct err *err)
{
    struct cv_line *lines;
    size_t count;
    const char *now;
    bool current;
    if (job->format == FORMAT_html || job->format == FORMAT_json) {
        struct str out;
        str_init(&out);
        const bool good =
            job->format == FORMAT_html ? cv_page(&out, version->document, err) : cv_json(&out, version, err);
        fwrite(out.at, 1, good ? out.length : 0, job->out);
        str_clear(&out);
        return good;
    }
    if (!cv_lines(job->arena, version->document, &lines, &count, err) ||
        !cv_now(job->arena, &job->store, version, date_today(), &now, &current, err))
        return false;
    struct report *report = report_make(job->arena, "cv", title_of(job, version));
    if (!current)
        report_caution(report, "the record says something else now; mahi cv changes %s shows what.",
                       version->number);
    struct table *table = report_table(report, "lines", "What it says");
    table_column(table, "section", "Part", COLUMN_text);
    table_column(table, "words", "Words", COLUMN_text);
    for (size_t i = 0; i < count; i++) {
        table_row(table);
        table_text(table, lines[i].section);
        table_text(table, lines[i].words);
    }
    job_report(job, report);
    return true;
}

static bool make(struct job *job, struct err *err)
{
    const struct cv_request request = {.client = job->arguments[1],
                                       .occupation = given_text(job, OPTION_cv_for),
                                       .organisation = given_text(job, OPTION_cv_by),
                                       .summary = job_option(job, OPTION_cv_summary)};
    struct cv_version version;
    bool made;
    if (!cv_make(job->arena, &job->store, &request, &version, &made, err))
        return false;
    if (job->format == FORMAT_html || job->format == FORMAT_json)
        return show_version(job, &version, err);
    struct report *report = report_make(job->arena, "cv", title_of(job, &version));
    if (made)
        report_sentence(report, "Version \"%s\" is made of the record as it stands.", version.number);
    else
        report_sentence(report, "\"%s\" says what the record says; no new version is needed.",
                        version.number);
    job_report(job, report);
    return true;
}

static bool list(struct job *job, struct err *err)
{
    struct cv_version *versions;
    size_t count;
    if (!cv_list(job->arena, &job->store, job->arguments[1], &versions, &count, err))
        return false;
    struct report *report = report_make(
        job->arena, "cvs", arena_format(job->arena, "CVs of " TEXT_FORMAT, TEXT_ARGS(job->arguments[1])));
    struct table *table = report_table(report, "versions", "The newest first");
    table_column(table, "number", "Number", COLUMN_text);
    table_column(table, "made", "Made", COLUMN_text);
    table_column(table, "with", "With", COLUMN_text);
    table_column(table, "occupation", "For", COLUMN_text);
    table_column(table, "current", "Current", COLUMN_text);
    for (size_t i = 0; i < count; i++) {
        const char *now;
        bool current;
        if (!cv_now(job->arena, &job->store, &versions[i], date_today(), &now, &current, err))
            return false;
        table_row(table);
        table_text(table, versions[i].number);
        table_text(table, date_words(job->arena, versions[i].made_on));
        table_text(table, versions[i].organisation[0] ? versions[i].organisation : versions[i].with);
        table_text(table, versions[i].occupation);
        table_text(table, current ? "yes" : "no");
    }
    job_report(job, report);
    return true;
}

static bool show(struct job *job, struct err *err)
{
    struct cv_version version;
    return cv_read(job->arena, &job->store, job->arguments[1], &version, err) &&
           show_version(job, &version, err);
}

static bool changes(struct job *job, struct err *err)
{
    struct cv_version version;
    struct cv_difference *differences;
    const char *now;
    size_t count;
    bool current;
    if (!cv_read(job->arena, &job->store, job->arguments[1], &version, err) ||
        !cv_now(job->arena, &job->store, &version, date_today(), &now, &current, err) ||
        !cv_compare(job->arena, version.document, now, &differences, &count, err))
        return false;
    struct report *report = report_make(job->arena, "cv_changes", title_of(job, &version));
    report_sentence(report, current ? "It is current: the record says the same."
                                    : "It is not current: the record says something else now.");
    if (count > 0)
        add_differences(report, differences, count, "The CV", "The record now");
    job_report(job, report);
    return true;
}

static bool compare(struct job *job, struct err *err)
{
    struct cv_version was, is;
    struct cv_difference *differences;
    size_t count;
    if (!cv_read(job->arena, &job->store, job->arguments[1], &was, err) ||
        !cv_read(job->arena, &job->store, job->arguments[2], &is, err) ||
        !cv_compare(job->arena, was.document, is.document, &differences, &count, err))
        return false;
    struct report *report = report_make(job->arena, "cv_versions",
                                        arena_format(job->arena, "CV %s beside %s", was.number, is.number));
    if (was.client_id != is.client_id)
        report_caution(report, "they are of two people.");
    if (count == 0)
        report_sentence(report, "They say the same.");
    else
        add_differences(report, differences, count, was.number, is.number);
    job_report(job, report);
    return true;
}

bool cmd_cv(struct job *job, struct err *err)
{
    static const struct {
        const char *name, *arguments;
        bool (*run)(struct job *, struct err *);
        size_t count;
    } actions[] = {{"make", "CLIENT", make, 2},
                   {"list", "CLIENT", list, 2},
                   {"show", "NUMBER", show, 2},
                   {"changes", "NUMBER", changes, 2},
                   {"compare", "NUMBER NUMBER", compare, 3}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!text_is(job->arguments[0], actions[i].name))
            continue;
        if (job->argument_count != actions[i].count)
            return err_set(err, ERR_usage, "write: mahi cv %s %s", actions[i].name, actions[i].arguments);
        return actions[i].run(job, err);
    }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT
                   "\" is nothing to do with a CV; write make, list, show, changes or compare",
                   TEXT_ARGS(job->arguments[0]));
}
