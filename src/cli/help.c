#include "cli/help.h"
#include "cli/stats_task.h"

#include <string.h>

#include "base/banned.h"

enum { WIDTH = 80, INDENT = 2, NAME_MAX_WIDTH = 28 };

const char HELP_WHAT[] = "what an employment service runs its programmes on, and judges them by";

const struct help_row *help_common_options(size_t *count)
{
    static const struct help_row rows[] = {
        {"--db", "FILE|postgresql://…", "The database; MAHI_DB when it is not given."},
        {"--as", "LOGIN", "Work as this member of staff; your login of this computer when it is not given."},
        {"--format", "text|csv|json|html", "How the result is written; text when it is not given."},
        {"--help", NULL, "Explain Mahi, or the command that is named."},
        {"--version", NULL, "Say which version this is."},
        {"--", NULL, "What comes after it is no option, whatever it begins with."},
    };
    *count = sizeof rows / sizeof *rows;
    return rows;
}

const struct help_row *help_environment(size_t *count)
{
    static const struct help_row rows[] = {
        {"MAHI_DB", NULL, "The database, as after --db."},
        {"MAHI_TODAY", NULL, "The day that counts as today, as YYYY-MM-DD, to repeat old work."},
        {"NO_COLOR", NULL, "When it is set, nothing is coloured."},
    };
    *count = sizeof rows / sizeof *rows;
    return rows;
}

bool help_next_exit_code(enum err_kind *kind, int *at)
{
    static const enum err_kind kinds[] = {
#define ERR_KIND(name, ...) ERR_##name,
#include "base/err_kinds.def"
#undef ERR_KIND
    };
    for (; *at < 256; ++*at)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (err_exit_code(kinds[i]) == *at) {
                *kind = kinds[i];
                ++*at;
                return true;
            }
    return false;
}

void help_add_option_name(struct str *out, const struct command_option *option)
{
    str_add(out, "--");
    for (const char *c = option->name; *c; c++)
        str_add_char(out, *c == '_' ? '-' : *c);
}

/* Words from column `column`, where the line stands already, to WIDTH; later lines begin at `indent`. */
void help_add_wrapped(struct str *out, size_t column, size_t indent, const char *sentence)
{
    struct text rest = text_of(sentence), word;
    bool begun = false;
    while (text_split(&rest, ' ', &word)) {
        size_t width = text_width(word);
        if (begun && column + 1 + width > WIDTH) {
            str_add_char(out, '\n');
            str_add_repeated(out, ' ', indent);
            column = indent;
        } else if (begun) {
            str_add_char(out, ' ');
            column++;
        }
        str_add_bytes(out, word.at, word.length);
        column += width;
        begun = true;
    }
    str_add_char(out, '\n');
}

/* A name and what it does, the sentences in line at `column`; a longer name has a line of its own. */
void help_add_row(struct str *out, size_t column, const char *name, const char *sentence)
{
    size_t width = text_width(text_of(name)) + INDENT;
    str_add_repeated(out, ' ', INDENT);
    str_add(out, name);
    if (width + 2 > column) {
        str_add_char(out, '\n');
        width = 0;
    }
    str_add_repeated(out, ' ', column - width);
    help_add_wrapped(out, column, column, sentence);
}

static void add_option(struct str *out, size_t column, const char *name, const char *argument,
                       const char *sentence)
{
    struct str typed;
    str_init(&typed);
    str_addf(&typed, "%s%s%s", name, argument ? " " : "", argument ? argument : "");
    help_add_row(out, column, typed.at, sentence);
    str_clear(&typed);
}

static size_t widest(size_t a, size_t b)
{
    return b > a && b <= NAME_MAX_WIDTH ? b : a;
}

static void add_commands(struct str *out)
{
    size_t width = 0;
    for (int i = 0; i < COMMAND_end; i++)
        width = widest(width, strlen(cli_command((enum command_id)i)->name));
    const struct command_family *family;
    const size_t families = cli_families(&family);
    for (int i = 0, f = 0; i < COMMAND_end; i++) {
        if (f < (int)families && family[f].first == (enum command_id)i)
            str_addf(out, "\n%s\n", family[f++].title);
        help_add_row(out, INDENT + width + 2, cli_command((enum command_id)i)->name,
                     cli_command((enum command_id)i)->sentence);
    }
}

static void add_rows(struct str *out, const char *heading, const struct help_row *rows, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++)
        width = widest(width, strlen(rows[i].name) +
                                  (rows[i].argument ? 1 + text_width(text_of(rows[i].argument)) : 0));
    str_addf(out, "\n%s\n", heading);
    for (size_t i = 0; i < count; i++)
        add_option(out, INDENT + width + 2, rows[i].name, rows[i].argument, rows[i].sentence);
}

static void add_exit_codes(struct str *out)
{
    enum err_kind kind;
    int at = 0;
    str_add(out, "\nExit codes\n");
    while (help_next_exit_code(&kind, &at)) {
        struct str code;
        str_init(&code);
        str_addf(&code, "%2d", err_exit_code(kind));
        help_add_row(out, INDENT + 4, code.at, err_meaning(kind));
        str_clear(&code);
    }
}

void help_all(struct str *out)
{
    size_t count;
    const struct help_row *rows;
    str_addf(out, "Mahi: %s.\n\nUsage: mahi [OPTION]… COMMAND [ARGUMENT]…\n", HELP_WHAT);
    add_commands(out);
    rows = help_common_options(&count);
    add_rows(out, "Options of every command", rows, count);
    rows = help_environment(&count);
    add_rows(out, "Environment", rows, count);
    add_exit_codes(out);
    str_add(out, "\nmahi help COMMAND explains one command, mahi dict the data.\n");
}

static void add_command_options(struct str *out, enum command_id id)
{
    const struct command_option *options;
    size_t count = cli_options(&options), width = 0;
    for (size_t i = 0; i < count; i++)
        if (options[i].command == id)
            width =
                widest(width, 2 + strlen(options[i].name) +
                                  (options[i].argument ? 1 + text_width(text_of(options[i].argument)) : 0));
    if (width == 0)
        return;
    str_add(out, "\nOptions\n");
    for (size_t i = 0; i < count; i++) {
        if (options[i].command != id)
            continue;
        struct str name;
        str_init(&name);
        help_add_option_name(&name, &options[i]);
        add_option(out, INDENT + width + 2, name.at, options[i].argument, options[i].sentence);
        str_clear(&name);
    }
}

static void add_command_examples(struct str *out, enum command_id id)
{
    const struct command_example *examples;
    size_t count = cli_examples(&examples);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (examples[i].command != id)
            continue;
        str_addf(out, "%s  %s\n      ", any ? "" : "\nExamples\n", examples[i].typed);
        help_add_wrapped(out, 6, 6, examples[i].sentence);
        any = true;
    }
}

/* One line for each way to write the arguments; " | " stands between the ways. */
static void add_usage(struct str *out, const struct command *command)
{
    const char *rest = command->arguments, *next;
    str_addf(out, "Usage: mahi %s", command->name);
    while ((next = strstr(rest, " | "))) {
        str_addf(out, " %.*s [OPTION]…\n   or: mahi %s", (int)(next - rest), rest, command->name);
        rest = next + 3;
    }
    str_addf(out, "%s%s [OPTION]…\n\n", rest[0] ? " " : "", rest);
}

void help_command(struct str *out, enum command_id id)
{
    const struct command *command = cli_command(id);
    add_usage(out, command);
    help_add_wrapped(out, 0, 0, command->sentence);
    if (command->details[0]) {
        str_add_char(out, '\n');
        help_add_wrapped(out, 0, 0, command->details);
    }
    if (id == COMMAND_stats)
        stats_help_tasks(out);
    add_command_options(out, id);
    add_command_examples(out, id);
    str_addf(out, "\nmahi help lists the options of every command%s.\n",
             strstr(command->arguments, "RECORD") ? ", mahi dict the record types" : "");
}
