#include "cli/import_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "cli/progress.h"
#include "base/banned.h"

struct files {
    FILE *in, *rejected;
    const char *name, *rejected_name;
    int64_t size;
};

static bool open_files(struct job *job, const char *path, struct files *files, bool keep_good,
                       struct err *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    *files = (struct files){.name = standard_input ? "standard input" : path};
    files->in = standard_input ? stdin : fopen(files->name, "rb");
    if (!files->in)
        return err_system(err, "Cannot open", files->name);
    struct stat about;
    if (fstat(fileno(files->in), &about) == 0 && S_ISDIR(about.st_mode))
        return err_set(err, ERR_input, "\"%s\" is a folder; name a CSV file", files->name);
    files->size = S_ISREG(about.st_mode) && ftello(files->in) == 0 ? about.st_size
                                                                   : 0; /* a pipe cannot be read twice */
    if (!keep_good)
        return true;
    files->rejected_name =
        arena_format(job->arena, "%s.rejected.csv", standard_input ? "stdin" : files->name);
    files->rejected = fopen(files->rejected_name, "wbx"); /* somebody may be mending the one that is there */
    if (!files->rejected && errno == EEXIST)
        return err_set(
            err, ERR_conflict,
            "\"%s\" is there already; mend and import it, or move it away, and then import this file",
            files->rejected_name);
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
    return good ||
           err_system(err,
                      keep_rejected ? "The good rows are written; the rejected ones could not be kept in"
                                    : "Cannot write",
                      files->rejected_name);
}

const char *grouped(struct arena *arena, int64_t number)
{
    struct str text;
    str_init(&text);
    str_add_grouped(&text, number);
    return str_into(&text, arena);
}

const char *counted(struct arena *arena, int64_t number, const char *noun)
{
    return arena_format(arena, "%s %s%s", grouped(arena, number), noun, number == 1 ? "" : "s");
}

void cautions_of_import(struct report *report, const struct import_result *result)
{
    for (size_t i = 0; i < result->caution_count; i++)
        report_caution(report, "%s.", result->cautions[i]);
}

bool import_file(struct job *job, const char *path, struct file_import *file, struct err *err)
{
    struct files files = {0};
    struct progress progress;
    struct import_request *request = &file->request;
    progress_init(&progress, job->progress ? job->err_out : NULL, request->record->name);
    bool good = open_files(job, path, &files, request->keep_good, err);
    if (good) {
        request->file = files.in;
        request->name = files.name;
        request->size = files.size;
        request->rejected = files.rejected;
        request->progress = (struct import_progress){progress_tell, &progress};
        good = file->within ? import_run_in(&job->store, job->arena, request, &file->result, err)
                            : import_run(&job->store, job->arena, request, &file->result, err);
        progress_clear(&progress);
    }
    file->rejected_name = files.rejected_name;
    file->seconds = (double)(instant_now() - progress.started_ms) / 1000;
    struct err closing = {0};
    return close_files(&files, good && file->result.written && file->result.rejected > 0,
                       good ? err : &closing) &&
           good;
}
