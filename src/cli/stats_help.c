#include "cli/help.h"
#include "cli/stats_task.h"

#include <string.h>

#include "base/banned.h"

enum { INDENT = 2 };

void stats_help_tasks(struct str *out)
{
    const struct stats_task *tasks;
    size_t count = stats_tasks(&tasks), widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = strlen(tasks[i].name) > widest ? strlen(tasks[i].name) : widest;
    str_add(out, "\nTasks\n");
    for (size_t i = 0; i < count; i++) {
        struct str name;
        str_init(&name);
        stats_add_task_name(&name, &tasks[i]);
        help_add_row(out, INDENT + widest + 2, name.at, tasks[i].sentence);
        str_clear(&name);
    }
    str_add(out, "\nmahi help stats TASK explains one.\n");
}

/* One line for each way to write the arguments; " | " stands between the ways. */
static void add_usage(struct str *out, const struct stats_task *task)
{
    const char *rest = task->arguments, *next;
    struct str name;
    str_init(&name);
    stats_add_task_name(&name, task);
    str_addf(out, "Usage: mahi stats %s", name.at);
    while ((next = strstr(rest, " | "))) {
        str_addf(out, " %.*s [OPTION]…\n   or: mahi stats %s", (int)(next - rest), rest, name.at);
        rest = next + 3;
    }
    str_addf(out, "%s%s [OPTION]…\n\n", rest[0] ? " " : "", rest);
    str_clear(&name);
}

static void add_options(struct str *out, const struct stats_task *task)
{
    const struct command_option *options;
    size_t count = cli_options(&options);
    struct text rest = text_of(task->options), word;
    enum { COLUMN = 26 };
    str_add(out, "\nOptions\n");
    while (text_split(&rest, ' ', &word))
        for (size_t i = 0; i < count; i++) {
            if (options[i].command != COMMAND_stats || !text_is(word, options[i].name))
                continue;
            struct str typed;
            str_init(&typed);
            help_add_option_name(&typed, &options[i]);
            if (options[i].argument)
                str_addf(&typed, " %s", options[i].argument);
            help_add_row(out, COLUMN, typed.at, options[i].sentence);
            str_clear(&typed);
        }
}

void stats_help_task(struct str *out, const struct stats_task *task)
{
    add_usage(out, task);
    help_add_wrapped(out, 0, 0, task->sentence);
    if (task->details[0]) {
        str_add_char(out, '\n');
        help_add_wrapped(out, 0, 0, task->details);
    }
    add_options(out, task);
    str_addf(out, "\nExample\n  %s\n\nmahi help stats says how a formula is written.\n", task->example);
}
