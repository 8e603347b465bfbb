#include "cli/cli.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "cli/progress.h"
#include "store/import.h"
#include "base/banned.h"

enum { PROBLEMS_SHOWN = 50 };

struct files {
    FILE *in, *rejected;
    const char *name, *rejected_name;
    int64_t size;
};

static bool open_files(struct job *job, struct files *files, bool keep_good, struct err *err)
{
    struct text path = job->arguments[1];
    bool standard_input = text_is(path, "-");
    *files = (struct files){.name = standard_input ? "standard input" : arena_text(job->arena, path.at, path.length)};
    files->in = standard_input ? stdin : fopen(files->name, "rb");
    if (!files->in)
        return err_system(err, "Cannot open", files->name);
    struct stat about;
    if (fstat(fileno(files->in), &about) == 0 && S_ISDIR(about.st_mode))
        return err_set(err, ERR_input, "\"%s\" is a folder; name a CSV file", files->name);
    files->size = about.st_size;
    if (!keep_good)
        return true;
    files->rejected_name = arena_format(job->arena, "%s.rejected.csv", standard_input ? "stdin" : files->name);
    files->rejected = fopen(files->rejected_name, "wb");
    return files->rejected || err_system(err, "Cannot write", files->rejected_name);
}

static bool close_files(struct files *files, bool keep_rejected, struct err *err)
{
    bool good = true;
    if (files->in && files->in != stdin)
        fclose(files->in);
    if (files->rejected) {
        good = fclose(files->rejected) == 0;
        if (!keep_rejected)
            unlink(files->rejected_name);
    }
    return good || err_system(err, "Cannot write", files->rejected_name);
}

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

static void report_problems(struct report *report, const struct problems *problems)
{
    struct table *table = report_table(report, "problems", "What to mend");
    table_column(table, "row", "Row", COLUMN_number);
    table_column(table, "column", "Column", COLUMN_text);
    table_column(table, "problem", "What is wrong, and what would be right", COLUMN_text);
    for (size_t i = 0; i < problems->kept_count && i < PROBLEMS_SHOWN; i++) {
        table_row(table);
        table_int(table, problems->kept[i].row);
        table_text(table, problems->kept[i].field);
        table_text(table, problems->kept[i].sentence);
    }
    if (problems->count > PROBLEMS_SHOWN)
        table_note(table, "%" PRId64 " more are not shown.", problems->count - PROBLEMS_SHOWN);
}

static const char *grouped(struct arena *arena, int64_t number)
{
    struct str text;
    str_init(&text);
    str_add_grouped(&text, number);
    const char *copy = arena_text(arena, text.at, text.length);
    str_clear(&text);
    return copy;
}

static void report_result(struct job *job, const struct import_request *request, const struct import_result *result,
                          const struct files *files, double seconds)
{
    struct arena *arena = job->arena;
    struct report *report = report_make(arena, "import", arena_format(arena, "%s from %s", request->record->name, files->name));
    if (!result->written)
        report_sentence(report, "Nothing is written: %s of %s rows have problems. Mend them and import again, or import the good rows with "
                        "--keep-good.", grouped(arena, result->rejected), grouped(arena, result->rows));
    else if (result->added + result->changed == 0 && result->rejected == 0)
        report_sentence(report, "%s rows read; all of them were known already, and nothing is changed.", grouped(arena, result->rows));
    else
        report_sentence(report, "%s rows read: %s new, %s changed, %s known already%s%s%s.", grouped(arena, result->rows),
                        grouped(arena, result->added), grouped(arena, result->changed), grouped(arena, result->unchanged),
                        result->rejected ? ", " : "", result->rejected ? grouped(arena, result->rejected) : "",
                        result->rejected ? " rejected" : "");
    if (result->written && result->rejected > 0)
        report_caution(report, "the rejected rows are in %s with their reasons; mend them there and import that file.", files->rejected_name);
    if (result->problems.count > 0)
        report_problems(report, &result->problems);
    if (job->progress && result->rows >= 1000 && seconds > 0)
        report_paragraph(report, "%.1f seconds, %s rows a second.", seconds, grouped(arena, (int64_t)((double)result->rows / seconds)));
    job_report(job, report);
}

bool cmd_import(struct job *job, struct err *err)
{
    struct import_request request = {.keep_good = job_option(job, OPTION_import_keep_good) != NULL};
    struct import_result result = {0};
    struct files files = {0};
    struct progress progress;
    if (!store_record_named(job->arguments[0], &request.record, err) || !read_constants(job, &request, err))
        return false;
    bool good = open_files(job, &files, request.keep_good, err);
    if (good) {
        progress_init(&progress, job->progress ? job->err_out : NULL, (int)job->style.width, request.record->name);
        request.file = files.in;
        request.name = files.name;
        request.size = files.size;
        request.rejected = files.rejected;
        request.progress = (struct import_progress){progress_tell, &progress};
        good = import_run(&job->store, job->arena, &request, &result, err);
        progress_clear(&progress);
    }
    struct err closing = {0};
    if (!close_files(&files, good && result.written && result.rejected > 0, good ? err : &closing))
        good = false;
    if (!good)
        return false;
    report_result(job, &request, &result, &files, (double)(instant_now() - progress.started_ms) / 1000);
    job->findings = result.problems.count > 0;
    return true;
}
