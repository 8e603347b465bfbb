#include "cli/stats_task.h"

#include <string.h>

#include "base/nearest.h"
#include "base/banned.h"

static const struct stats_task tasks[] = {
#define TASK(name, arguments, least, most, options, sentence, details, example)                              \
    {#name, arguments, least, most, options, sentence, details, example},
#include "cli/stats_tasks.def"
#undef TASK
};

static bool (*const runs[])(struct job *, struct err *) = {
#define TASK(name, ...) task_##name,
#include "cli/stats_tasks.def"
#undef TASK
};

size_t stats_tasks(const struct stats_task **out)
{
    *out = tasks;
    return sizeof tasks / sizeof *tasks;
}

void stats_add_task_name(struct str *out, const struct stats_task *task)
{
    for (const char *c = task->name; *c; c++)
        str_add_char(out, *c == '_' ? '-' : *c);
}

bool stats_task_named(struct text name, const struct stats_task **task, struct err *err)
{
    struct nearest nearest;
    struct str typed[sizeof tasks / sizeof *tasks];
    bool found = false;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        str_init(&typed[i]);
        stats_add_task_name(&typed[i], &tasks[i]);
        if (text_is(name, typed[i].at)) {
            *task = &tasks[i];
            found = true;
        }
        nearest_offer(&nearest, typed[i].at);
    }
    if (!found)
        err_set(err, ERR_usage, "\"%.*s\" is no task of stats%s%s; mahi stats lists them",
                (int)(name.length < 60 ? name.length : 60), name.at, nearest.name ? "; did you mean " : "",
                nearest.name ? nearest.name : "");
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        str_clear(&typed[i]);
    return found;
}

static bool reads_option(const struct stats_task *task, const char *name)
{
    struct text rest = text_of(task->options), word;
    while (text_split(&rest, ' ', &word))
        if (text_is(word, name))
            return true;
    return false;
}

/* An option that a task does not read would be a promise it does not keep. */
static bool options_fit(const struct job *job, const struct stats_task *task, struct err *err)
{
    const struct command_option *options;
    size_t count = cli_options(&options);
    for (size_t i = 0; i < count; i++) {
        if (options[i].command != COMMAND_stats || job->option_counts[i] == 0 ||
            reads_option(task, options[i].name))
            continue;
        struct str name, typed;
        str_init(&name);
        str_init(&typed);
        for (const char *c = options[i].name; *c; c++)
            str_add_char(&typed, *c == '_' ? '-' : *c);
        stats_add_task_name(&name, task);
        err_set(err, ERR_usage, "stats %s does not read --%s; see mahi help stats %s", name.at, typed.at,
                name.at);
        str_clear(&name);
        str_clear(&typed);
        return false;
    }
    return true;
}

/* `mahi stats` alone. */
static bool list_tasks(struct job *job)
{
    if (job->format == FORMAT_text) {
        struct str text;
        str_init(&text);
        str_addf(&text, "%s\n", cli_command(COMMAND_stats)->sentence);
        stats_help_tasks(&text);
        fwrite(text.at, 1, text.length, job->out);
        str_clear(&text);
        return true;
    }
    struct report *report = report_make(job->arena, "tasks", "What mahi stats can do");
    struct table *table = report_table(report, "tasks", "Tasks");
    static const char *const columns[] = {"task|Task|t", "arguments|Arguments|t", "what|What it does|t",
                                          NULL};
    stats_columns(table, columns);
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        struct str name;
        str_init(&name);
        stats_add_task_name(&name, &tasks[i]);
        table_row(table);
        table_text(table, name.at);
        table_text(table, tasks[i].arguments);
        table_text(table, tasks[i].sentence);
        str_clear(&name);
    }
    report_paragraph(report, "mahi help stats TASK explains one.");
    job_report(job, report);
    return true;
}

bool cmd_stats(struct job *job, struct err *err)
{
    const struct stats_task *task;
    if (job->argument_count == 0)
        return list_tasks(job);
    if (!stats_task_named(job->arguments[0], &task, err) || !options_fit(job, task, err))
        return false;
    int given = (int)job->argument_count - 1;
    if (given < task->least || given > task->most) {
        struct str name;
        str_init(&name);
        stats_add_task_name(&name, task);
        err_set(err, ERR_usage, "write: mahi stats %s%s%s; for example %s", name.at,
                task->arguments[0] ? " " : "", task->arguments, task->example);
        str_clear(&name);
        return false;
    }
    return runs[task - tasks](job, err);
}
