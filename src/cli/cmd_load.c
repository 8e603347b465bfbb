#include "cli/import_file.h"

#include <string.h>

#include "cli/problems.h"
#include "base/banned.h"

enum { LINE_SIZE = 1024 };

struct load {
    const char *list; /* its path */
    size_t files;
    int64_t rows, added, changed;
    struct standing_due due;
    struct report *report;
    struct table *table;
};

enum { SETTLE_FROM_ROWS = 10000 };

/* "RECORD FILE", or nothing: an empty line or a comment. */
static bool read_line(char *line, struct text *record, struct text *file)
{
    line[strcspn(line, "#\r\n")] = '\0';
    struct text rest = text_trim(text_of(line));
    if (rest.length == 0)
        return false;
    text_split(&rest, ' ', record);
    *file = rest.at ? text_trim(rest) : (struct text){"", 0};
    return true;
}

static void add_row(struct load *load, const struct file_import *file)
{
    const struct import_result *result = &file->result;
    table_row(load->table);
    table_text(load->table, file->request.record->name);
    table_text(load->table, file->request.name);
    table_int(load->table, result->rows);
    table_int(load->table, result->added);
    table_int(load->table, result->changed);
    table_int(load->table, result->unchanged);
    load->files++;
    load->rows += result->rows;
    load->added += result->added;
    load->changed += result->changed;
}

static bool load_file(struct job *job, struct load *load, struct text record, struct text name,
                      struct file_import *file, struct err *err)
{
    struct text folder = job->arguments[0];
    const char *path =
        arena_format(job->arena, TEXT_FORMAT "/" TEXT_FORMAT, TEXT_ARGS(folder), TEXT_ARGS(name));
    *file = (struct file_import){
        .within = true, .request.due = &load->due, .request.because = job_option(job, OPTION_load_because)};
    bool named = name.length > 0 ||
                 err_set(err, ERR_input, "\"" TEXT_FORMAT "\" stands there without a file; write RECORD FILE",
                         TEXT_ARGS(record));
    if (!named || !store_record_named(record, &file->request.record, err)) {
        err_at(err, "%s", load->list);
        return false;
    }
    if (!import_file(job, path, file, err))
        return false;
    add_row(load, file);
    if (file->result.written)
        cautions_of_import(load->report, &file->result);
    return true;
}

static struct table *load_table(struct report *report)
{
    struct table *table = report_table(report, "files", "What was read");
    table_column(table, "record", "Record", COLUMN_text);
    table_column(table, "file", "File", COLUMN_text);
    table_column(table, "rows", "Rows", COLUMN_number);
    table_column(table, "added", "New", COLUMN_number);
    table_column(table, "changed", "Changed", COLUMN_number);
    table_column(table, "unchanged", "Known already", COLUMN_number);
    return table;
}

static void conclude(struct job *job, struct report *report, const struct load *load,
                     const struct file_import *last)
{
    if (last->result.problems.count > 0) {
        report_sentence(report, "Nothing is written: there are problems in %s. Mend them and load again.",
                        last->request.name);
        problems_table(report, &last->result.problems);
        job->outcome = ERR_input;
    } else if (load->added + load->changed == 0) {
        report_sentence(report, "%s, %s: all known already, and nothing is changed.",
                        counted(job->arena, (int64_t)load->files, "file"),
                        counted(job->arena, load->rows, "row"));
    } else {
        report_sentence(report, "%s, %s: %s new, %s changed.",
                        counted(job->arena, (int64_t)load->files, "file"),
                        counted(job->arena, load->rows, "row"), grouped(job->arena, load->added),
                        grouped(job->arena, load->changed));
    }
}

/* Every file of the list, up to the first with problems. */
static bool load_files(struct job *job, struct load *load, FILE *list, struct file_import *file,
                       struct err *err)
{
    char line[LINE_SIZE];
    bool good = true;
    while (good && file->result.problems.count == 0 && fgets(line, sizeof line, list)) {
        struct text record, name;
        if (read_line(line, &record, &name))
            good = load_file(job, load, record, name, file, err);
    }
    return good;
}

/* One transaction: what stands is settled once for all files, and a list that breaks off leaves nothing. */
static bool load_list(struct job *job, struct load *load, FILE *list, struct file_import *file,
                      struct err *err)
{
    struct db *db = job->store.db;
    if (!db_begin(db, err))
        return false;
    bool good = load_files(job, load, list, file, err);
    bool keep = good && file->result.problems.count == 0;
    if (keep)
        good = standing_settle(db, &load->due, err) && db_commit(db, err);
    if (!keep || !good)
        db_rollback(db);
    return good && (!keep || load->added + load->changed < SETTLE_FROM_ROWS || db_settle(db, err));
}

bool cmd_load(struct job *job, struct err *err)
{
    struct load load = {.list =
                            arena_format(job->arena, TEXT_FORMAT "/load.list", TEXT_ARGS(job->arguments[0]))};
    struct file_import *file = ARENA_NEW(job->arena, struct file_import);
    FILE *list = fopen(load.list, "r");
    if (!list)
        return err_system(err, "Cannot open", load.list);
    struct report *report =
        report_make(job->arena, "load",
                    arena_format(job->arena, "Loaded from " TEXT_FORMAT, TEXT_ARGS(job->arguments[0])));
    load.report = report;
    load.table = load_table(report);
    bool good = load_list(job, &load, list, file, err);
    fclose(list);
    if (!good)
        return false;
    conclude(job, report, &load, file);
    job_report(job, report);
    return true;
}
