/* help: what the help text, the manual page and shell completion have in common.
 *
 * Commands, their options and examples are the rows of commands.def; exit codes those of err_kinds.def. What
 * no row says stands in help.c, once. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"

/* Mahi in half a sentence, after its name. */
extern const char HELP_WHAT[];

/* Something that is typed or set, and what it does. An argument in small letters with | between its words
 * names every word there is; NULL: there is no argument. */
struct help_row {
    const char *name, *argument, *sentence;
};

const struct help_row *help_common_options(size_t *count); /* name with its -- */
const struct help_row *help_environment(size_t *count);

/* The exit codes in ascending order: *at is 0 at first; false when there are no more. */
bool help_next_exit_code(enum err_kind *kind, int *at);

/* --keep-good, as an option is typed. */
void help_add_option_name(struct str *out, const struct command_option *option);

/* Words from column `column`, where the line stands already, to the line's end; later lines begin at `indent`. */
void help_add_wrapped(struct str *out, size_t column, size_t indent, const char *sentence);

/* A name and what it does, the sentences in line at `column`; a longer name has a line of its own. */
void help_add_row(struct str *out, size_t column, const char *name, const char *sentence);

/* Besides the commands there are two topics: man, and completion with the name of a shell. */
void help_man(struct str *out);        /* help_man.c: a manual page for man(1) */
void help_completion(struct str *out); /* help_completion.c: a script for bash */

/* The manual of the question language, as Markdown: docs/rules.md. */
void help_questions(struct str *out);

/* The manual of the boards, as Markdown: docs/boards.md. */
void help_boards(struct str *out);

#endif
