/* import_file: one file of an import, from its path to what is said of it; shared by import and load. */
#ifndef CLI_IMPORT_FILE_H
#define CLI_IMPORT_FILE_H

#include "cli/cli.h"
#include "store/import.h"

struct file_import {
    struct import_request request;
    bool within; /* the caller's transaction */
    struct import_result result;
    const char *rejected_name; /* of the file of rejected rows, when there is one */
    double seconds;
};

/* Opens the path ("-": standard input), imports it by file->request, whose record, constants and keep_good
 * are set, with a progress bar, and leaves a file of rejected rows only when there are any and the good ones
 * are written. */
bool import_file(struct job *job, const char *path, struct file_import *file, struct err *err);

/* What rules between records warn of, and what was written although they ask. */
void cautions_of_import(struct report *report, const struct import_result *result);

/* "1,000", and "1,000 rows" or "1 row", in the arena. */
const char *grouped(struct arena *arena, int64_t number);
const char *counted(struct arena *arena, int64_t number, const char *noun);

#endif
