#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "casework/board.h"
#include "casework/programme_report.h"
#include "casework/yaml_file.h"
#include "cli/problems.h"
#include "base/banned.h"

static bool programme_list(struct job *job, struct err *err)
{
    const struct board_request request = {.board = BOARD_programmes, .today = date_today()};
    struct report *report;
    if (!board_report(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}

static bool programme_show(struct job *job, struct err *err)
{
    struct design design;
    struct programme_proof proof;
    const char **cautions = NULL;
    size_t count = 0;
    if (!design_read(job->arena, &job->store, job->arguments[1], &design, err) ||
        !programme_verify(job->arena, &job->store, &design, &proof, err) ||
        (!proof.locked && !programme_cautions(job->arena, &job->store, job->arguments[1], date_today(),
                                              &cautions, &count, err)))
        return false;
    job_report(job, programme_report(job->arena, &design, &proof, cautions, count));
    if (proof.locked && !proof.holds)
        job->outcome = ERR_findings;
    return true;
}

static bool lock_programme(struct job *job, struct err *err)
{
    struct design design;
    struct programme_locked locked;
    if (!programme_lock(job->arena, &job->store, job->arguments[1], &locked, err) ||
        !design_read(job->arena, &job->store, job->arguments[1], &design, err))
        return false;
    job_report(job, programme_lock_report(job->arena, &design, &locked));
    return true;
}

/* ---- files ---- */

/* All of the file, one byte more than may be, so that too much is seen. */
static bool read_bytes(struct job *job, struct text *bytes, const char **name, struct err *err)
{
    const bool standard = text_is(job->arguments[1], "-");
    *name =
        standard ? "standard input" : arena_text(job->arena, job->arguments[1].at, job->arguments[1].length);
    FILE *file = standard ? stdin : fopen(*name, "rb");
    if (!file)
        return err_system(err, "Cannot open", *name);
    char *at = arena_alloc(job->arena, YAML_BYTES_MAX + 1);
    *bytes = (struct text){at, fread(at, 1, YAML_BYTES_MAX + 1, file)};
    const bool broken = ferror(file) != 0;
    if (!standard)
        fclose(file);
    return !broken || err_system(err, "Cannot read", *name);
}

/* *whole: the file has no problems; else the report of them is written. */
static bool read_file(struct job *job, struct design *design, bool *whole, struct err *err)
{
    struct text bytes;
    const char *name;
    struct problems problems;
    problems_init(&problems, job->arena);
    if (!read_bytes(job, &bytes, &name, err) ||
        !design_from_file(job->arena, bytes, name, design, &problems, err))
        return false;
    *whole = problems.count == 0;
    if (*whole)
        return true;
    struct report *report = report_make(job->arena, "load", arena_format(job->arena, "Reading %s", name));
    report_sentence(report, "%s has problems and is not written. Mend it and load it again.", name);
    problems_table(report, &problems);
    job_report(job, report);
    job->outcome = ERR_input;
    return true;
}

static bool load_programme(struct job *job, struct err *err)
{
    struct design design;
    struct programme_loaded loaded;
    bool whole;
    if (!read_file(job, &design, &whole, err))
        return false;
    if (!whole)
        return true;
    const struct programme_loading request = {.design = &design,
                                              .withdraw = job_option(job, OPTION_programme_withdraw) != NULL,
                                              .because = job_option(job, OPTION_programme_because)};
    if (!programme_load(job->arena, &job->store, &request, &loaded, err))
        return false;
    job_report(job, programme_load_report(job->arena, "Loaded", &loaded));
    return true;
}

static bool read_what(const struct job *job, int *what, struct err *err)
{
    const char *typed = job_option(job, OPTION_programme_what);
    const struct coded_row *row = typed ? list_coded(LIST_design_part, text_of(typed)) : NULL;
    if (!row)
        return err_set(err, ERR_usage,
                       "say with --what what changes: criteria, comparison, outcome, wave, target or other");
    *what = row->number;
    return true;
}

static bool amend_programme(struct job *job, struct err *err)
{
    struct design design;
    struct programme_amending request = {.design = &design,
                                         .why = job_option(job, OPTION_programme_why),
                                         .withdraw = job_option(job, OPTION_programme_withdraw) != NULL};
    struct programme_amended amended;
    bool whole;
    if (!read_what(job, &request.what, err) || !read_file(job, &design, &whole, err))
        return false;
    if (!whole)
        return true;
    if (!programme_amend(job->arena, &job->store, &request, &amended, err))
        return false;
    job_report(job, programme_amend_report(job->arena, &design, &amended));
    return true;
}

static bool export_programme(struct job *job, struct err *err)
{
    struct design design;
    struct str out;
    if (!design_read(job->arena, &job->store, job->arguments[1], &design, err))
        return false;
    str_init(&out);
    design_to_file(job->arena, &design, &out);
    const bool written = fwrite(out.at, 1, out.length, job->out) == out.length;
    str_clear(&out);
    return written || err_system(err, "Cannot write", "standard output");
}

static bool copy_programme(struct job *job, struct err *err)
{
    const char *name = job_option(job, OPTION_programme_name);
    const char *region = job_option(job, OPTION_programme_region);
    const struct programme_copying request = {.from = job->arguments[1],
                                              .code = job->arguments[2],
                                              .name = text_of(name ? name : ""),
                                              .region = text_of(region ? region : "")};
    struct programme_loaded loaded;
    if (!programme_copy(job->arena, &job->store, &request, &loaded, err))
        return false;
    job_report(job, programme_load_report(job->arena, "Copied", &loaded));
    return true;
}

bool cmd_programme(struct job *job, struct err *err)
{
    static const struct {
        const char *name, *arguments;
        bool (*run)(struct job *, struct err *);
        size_t count;
    } actions[] = {{"list", "", programme_list, 1},
                   {"show", "CODE", programme_show, 2},
                   {"lock", "CODE", lock_programme, 2},
                   {"amend", "FILE|- --what PART --why WHY", amend_programme, 2},
                   {"copy", "CODE NEWCODE", copy_programme, 3},
                   {"export", "CODE", export_programme, 2},
                   {"load", "FILE|-", load_programme, 2}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!text_is(job->arguments[0], actions[i].name))
            continue;
        if (job->argument_count != actions[i].count)
            return err_set(err, ERR_usage, "write: mahi programme %s %s", actions[i].name,
                           actions[i].arguments);
        return actions[i].run(job, err);
    }
    return err_set(
        err, ERR_usage,
        "\"" TEXT_FORMAT
        "\" is nothing to do with a programme; write list, show, lock, amend, copy, export or load",
        TEXT_ARGS(job->arguments[0]));
}
