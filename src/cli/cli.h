/* cli: one command of the command line, from its words to its exit code.
 *
 * commands.def says what there is. cli_run reads the words into a struct job and calls the command's
 * cmd_NAME, which makes a report, or writes rows, and returns false with an err when it failed. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "base/arena.h"
#include "report/report.h"
#include "store/store.h"
#include "store/moment.h"

enum command_id {
#define COMMAND(name, ...) COMMAND_##name,
#define OPTION(...)
#define EXAMPLE(...)
#define FAMILY(name, title) FIRST_COMMAND_##name, BEFORE_COMMAND_##name = FIRST_COMMAND_##name - 1,
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
    COMMAND_end
};

enum option_id {
#define COMMAND(...)
#define OPTION(command, name, ...) OPTION_##command##_##name,
#define EXAMPLE(...)
#define FAMILY(...)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
    OPTION_end
};

enum { CLI_REPEAT_MAX = 64, CLI_ARGUMENTS_MAX = 48 };

struct command {
    const char *name, *arguments;
    int least, most;
    bool opens_store;
    const char *sentence, *details;
};

struct command_family {
    const char *title;
    enum command_id first;
};

struct command_option {
    enum command_id command;
    const char *name, *argument, *sentence; /* name as typed, without the --; argument NULL: a switch */
};

struct command_example {
    enum command_id command;
    const char *typed, *sentence;
};

struct job {
    struct arena *arena;
    enum command_id command;
    const char *where, *login; /* --db or MAHI_DB; --as; NULL when not given */
    struct store store;        /* open when the command works in a database */
    struct text arguments[CLI_ARGUMENTS_MAX];
    size_t argument_count;
    const char *options[OPTION_end][CLI_REPEAT_MAX]; /* as typed; a switch given is "" */
    size_t option_counts[OPTION_end];
    enum report_format format;
    struct text_style style;
    FILE *out, *err_out;
    bool progress; /* whether a progress bar may be drawn on err_out */
    const char
        *pointer; /* printed after the sentence of a failure: the line at fault and what points at it */
    enum err_kind outcome; /* of a command that did its work and reported: ERR_findings, or ERR_input for what
                              is wrong in a file */
};

/* Runs mahi with the words of the command line; returns the exit code (err_kinds.def). */
int cli_run(int count, char **words);

const struct command *cli_command(enum command_id id);
size_t cli_families(const struct command_family **out); /* in the order of their commands */
size_t cli_options(const struct command_option **out);
size_t cli_examples(const struct command_example **out);
bool cli_command_named(struct text name, enum command_id *id, struct err *err);

/* The last value given for an option; NULL when it was not given, or for OPTION_end. */
const char *job_option(const struct job *job, enum option_id option);

/* Writes the report in the job's format. */
void job_report(struct job *job, const struct report *report);

/* --as-at and --known, of whichever command. */
bool job_moment(const struct job *job, enum option_id as_at, enum option_id known, struct moment *moment,
                struct err *err);

/* What the help text of one command is, and of all. */
void help_command(struct str *out, enum command_id id);
void help_all(struct str *out);

#define COMMAND(name, ...) bool cmd_##name(struct job *job, struct err *err);
#define OPTION(...)
#define EXAMPLE(...)
#define FAMILY(...)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY

#endif
