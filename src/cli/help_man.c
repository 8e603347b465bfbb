#include "cli/help.h"
#include "cli/stats_task.h"

#include "base/banned.h"

/* Text as roff reads it: what it would take for a request or another character is escaped, beyond ASCII by
 * code point. */
static void add_roff(struct str *out, const char *words)
{
    struct text rest = text_of(words);
    bool line_start = out->length == 0 || out->at[out->length - 1] == '\n';
    while (rest.length > 0) {
        uint32_t c = text_utf8_next(&rest);
        if (line_start && (c == '.' || c == '\''))
            str_add(out, "\\&");
        line_start = c == '\n';
        if (c >= 0x80)
            str_addf(out, "\\[u%04X]", (unsigned)c);
        else if (c == '\\')
            str_add(out, "\\e");
        else if (c == '-')
            str_add(out, "\\-");
        else if (c == '\'')
            str_add(out, "\\(aq");
        else if (c == '`')
            str_add(out, "\\(ga");
        else if (c == '^')
            str_add(out, "\\(ha");
        else if (c == '~')
            str_add(out, "\\(ti");
        else
            str_add_char(out, (char)c);
    }
}

static void add_line(struct str *out, const char *words)
{
    add_roff(out, words);
    str_add_char(out, '\n');
}

/* A tagged paragraph: name in bold, argument in italics, then what it does. */
static void add_tagged(struct str *out, const char *name, const char *argument, const char *sentence)
{
    str_add(out, ".TP\n\\fB");
    add_roff(out, name);
    str_add(out, "\\fR");
    if (argument) {
        str_add(out, " \\fI");
        add_roff(out, argument);
        str_add(out, "\\fR");
    }
    str_add_char(out, '\n');
    add_line(out, sentence);
}

static void add_options(struct str *out, enum command_id id)
{
    const struct command_option *options;
    size_t count = cli_options(&options);
    for (size_t i = 0; i < count; i++) {
        if (options[i].command != id)
            continue;
        struct str name;
        str_init(&name);
        help_add_option_name(&name, &options[i]);
        add_tagged(out, name.at, options[i].argument, options[i].sentence);
        str_clear(&name);
    }
}

static void add_examples(struct str *out, enum command_id id)
{
    const struct command_example *examples;
    size_t count = cli_examples(&examples);
    for (size_t i = 0; i < count; i++) {
        if (examples[i].command != id)
            continue;
        str_add(out, ".PP\n");
        add_line(out, examples[i].sentence);
        str_add(out, ".PP\n.RS 4\n.EX\n");
        add_line(out, examples[i].typed);
        str_add(out, ".EE\n.RE\n");
    }
}

/* Each task of stats with its arguments. */
static void add_tasks(struct str *out)
{
    const struct stats_task *tasks;
    size_t count = stats_tasks(&tasks);
    for (size_t i = 0; i < count; i++) {
        struct str name;
        str_init(&name);
        stats_add_task_name(&name, &tasks[i]);
        add_tagged(out, name.at, tasks[i].arguments[0] ? tasks[i].arguments : NULL, tasks[i].sentence);
        if (tasks[i].details[0])
            add_line(out, tasks[i].details);
        str_clear(&name);
    }
}

static void add_command(struct str *out, enum command_id id)
{
    const struct command *command = cli_command(id);
    str_add(out, ".SS \"");
    add_roff(out, command->name);
    str_add(out, command->arguments[0] ? " " : "");
    add_roff(out, command->arguments);
    str_add(out, "\"\n");
    add_line(out, command->sentence);
    if (command->details[0]) {
        str_add(out, ".PP\n");
        add_line(out, command->details);
    }
    if (id == COMMAND_stats)
        add_tasks(out);
    add_options(out, id);
    add_examples(out, id);
}

static void add_section(struct str *out, const char *heading, const struct help_row *rows, size_t count)
{
    str_addf(out, ".SH %s\n", heading);
    for (size_t i = 0; i < count; i++)
        add_tagged(out, rows[i].name, rows[i].argument, rows[i].sentence);
}

void help_man(struct str *out)
{
    size_t count;
    const struct help_row *rows;
    enum err_kind kind;
    int at = 0;
    str_add(out, ".\\\" Made by: mahi help man\n.TH MAHI 1 \"\" \"Mahi " MAHI_VERSION
                 "\" \"Mahi\"\n.SH NAME\nmahi \\- ");
    add_line(out, HELP_WHAT);
    str_add(out, ".SH SYNOPSIS\n.B mahi\n[\\fIOPTION\\fR]\\[u2026] \\fICOMMAND\\fR "
                 "[\\fIARGUMENT\\fR]\\[u2026]\n.SH COMMANDS\n");
    const struct command_family *family;
    const size_t families = cli_families(&family);
    for (int i = 0, f = 0; i < COMMAND_end; i++) {
        if (f < (int)families && family[f].first == (enum command_id)i) {
            str_add(out, ".PP\n.B ");
            add_line(out, family[f++].title);
        }
        add_command(out, (enum command_id)i);
    }
    rows = help_common_options(&count);
    add_section(out, "OPTIONS", rows, count);
    rows = help_environment(&count);
    add_section(out, "ENVIRONMENT", rows, count);
    str_add(out, ".SH \"EXIT STATUS\"\n");
    while (help_next_exit_code(&kind, &at)) {
        str_addf(out, ".TP\n.B %d\n", err_exit_code(kind));
        add_line(out, err_meaning(kind));
    }
    str_add(out, ".SH \"SEE ALSO\"\n\\fBmahi dict\\fR says what the data are.\n");
}
