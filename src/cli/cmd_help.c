#include "cli/help.h"
#include "cli/stats_task.h"

#include "base/nearest.h"
#include "base/banned.h"

static bool topic_unknown(struct text topic, struct err *err)
{
    struct nearest nearest;
    nearest_init(&nearest, topic);
    for (int i = 0; i < COMMAND_end; i++)
        nearest_offer(&nearest, cli_command((enum command_id)i)->name);
    nearest_offer(&nearest, "man");
    nearest_offer(&nearest, "completion");
    nearest_offer(&nearest, "questions");
    nearest_offer(&nearest, "boards");
    return err_set(err, ERR_usage,
                   "there is no help on \"" TEXT_FORMAT "\"%s%s; mahi help lists the commands",
                   TEXT_ARGS(topic), nearest.name ? "; did you mean " : "", nearest.name ? nearest.name : "");
}

static bool write_topic(const struct job *job, struct str *out, struct err *err)
{
    const struct text topic = job->arguments[0], shell = job->arguments[1];
    if (job->argument_count == 0)
        return help_all(out), true;
    if (text_is(topic, "completion")) {
        if (job->argument_count < 2 || !text_is(shell, "bash"))
            return err_set(err, ERR_usage,
                           "completion is made for bash only; write: mahi help completion bash");
        return help_completion(out), true;
    }
    const struct stats_task *task;
    if (job->argument_count > 1 && text_is(topic, "stats"))
        return stats_task_named(shell, &task, err) && (stats_help_task(out, task), true);
    if (job->argument_count > 1)
        return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is one word too many; name one command",
                       TEXT_ARGS(shell));
    if (text_is(topic, "man"))
        return help_man(out), true;
    if (text_is(topic, "questions"))
        return help_questions(out), true;
    if (text_is(topic, "boards"))
        return help_boards(out), true;
    for (int i = 0; i < COMMAND_end; i++)
        if (text_is(topic, cli_command((enum command_id)i)->name))
            return help_command(out, (enum command_id)i), true;
    return topic_unknown(topic, err);
}

bool cmd_help(struct job *job, struct err *err)
{
    struct str text;
    str_init(&text);
    bool good = write_topic(job, &text, err);
    if (good)
        fwrite(text.at, 1, text.length, job->out);
    str_clear(&text);
    return good;
}
