#include "cli/import_file.h"

#include <string.h>

#include "cli/problems.h"
#include "base/banned.h"

static bool read_constants(struct job *job, struct import_request *request, struct err *err)
{
    size_t count = job->option_counts[OPTION_import_set];
    struct import_constant *constants = ARENA_ARRAY(job->arena, struct import_constant, count);
    for (size_t i = 0; i < count; i++) {
        struct text rest = text_of(job->options[OPTION_import_set][i]);
        const char *equals = strchr(rest.at, '=');
        if (!equals)
            return err_set(err, ERR_usage, "--set \"%s\" has no =; write --set FIELD=VALUE", rest.at);
        constants[i].field = (struct text){rest.at, (size_t)(equals - rest.at)};
        constants[i].value = text_of(equals + 1);
    }
    request->constants = constants;
    request->constant_count = count;
    return true;
}

static void report_result(struct job *job, const struct file_import *file)
{
    struct arena *arena = job->arena;
    const struct import_result *result = &file->result;
    struct report *report = report_make(
        arena, "import", arena_format(arena, "%s from %s", file->request.record->name, file->request.name));
    if (result->broken > 0)
        report_sentence(
            report, "Nothing is written: %s a rule between records. Mend the rows and import again%s.",
            result->broken == 1 ? "a row breaks" : "rows break",
            file->request.keep_good
                ? "; --keep-good leaves out only what is wrong by itself, for without these rows others "
                  "might be wrong"
                : "");
    else if (!result->written)
        report_sentence(report,
                        "Nothing is written: there are problems in %s of %s. Mend them and import again, or "
                        "import the good rows with "
                        "--keep-good.",
                        grouped(arena, result->rejected), counted(arena, result->rows, "row"));
    else if (result->added + result->changed == 0 && result->rejected == 0)
        report_sentence(report, "%s read; all known already, and nothing is changed.",
                        counted(arena, result->rows, "row"));
    else
        report_sentence(
            report, "%s read: %s new, %s changed, %s known already%s%s%s.",
            counted(arena, result->rows, "row"), grouped(arena, result->added),
            grouped(arena, result->changed), grouped(arena, result->unchanged), result->rejected ? ", " : "",
            result->rejected ? grouped(arena, result->rejected) : "", result->rejected ? " rejected" : "");
    if (result->written && result->rejected > 0)
        report_caution(
            report, "the rejected rows are in %s with their reasons; mend them there and import that file.",
            file->rejected_name);
    cautions_of_import(report, result);
    problems_table(report, &result->problems);
    if (job->progress && result->rows >= 1000 && file->seconds > 0)
        report_paragraph(report, "%.1f seconds, %s rows a second.", file->seconds,
                         grouped(arena, (int64_t)((double)result->rows / file->seconds)));
    job_report(job, report);
}

bool cmd_import(struct job *job, struct err *err)
{
    struct file_import *file = ARENA_NEW(job->arena, struct file_import);
    file->request.because = job_option(job, OPTION_import_because);
    file->request.keep_good = job_option(job, OPTION_import_keep_good) != NULL;
    const char *path = arena_text(job->arena, job->arguments[1].at, job->arguments[1].length);
    if (!store_record_named(job->arguments[0], &file->request.record, err) ||
        !read_constants(job, &file->request, err) || !import_file(job, path, file, err))
        return false;
    report_result(job, file);
    if (file->result.problems.count > 0)
        job->outcome = file->result.written ? ERR_findings : ERR_input;
    return true;
}
