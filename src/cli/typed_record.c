#include "cli/typed_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/banned.h"

bool typed_version(const struct job *job, enum option_id option, int64_t *recorded_at, struct err *err)
{
    const char *typed = job_option(job, option);
    *recorded_at = 0;
    if (!typed)
        return true;
    if (instant_parse(text_of(typed), recorded_at, err))
        return true;
    err_at(err, "--if");
    return false;
}

bool typed_key(struct job *job, const struct form *form, const char **key, struct err *err)
{
    struct str words;
    bool good = true;
    str_init(&words);
    for (size_t i = 0; good && i < record_key_count(form->record); i++) {
        const char *part = "";
        good = form_print(form, &job->store, form->record->key[i], false, &part, err);
        str_addf(&words, "%s%s", i == 0 ? "" : ", ", part);
    }
    *key = str_into(&words, job->arena);
    return good;
}

void typed_word(struct str *line, struct text word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.,:/@+%";
    bool quoted = word.length == 0;
    for (size_t i = 0; i < word.length; i++)
        quoted = quoted || !memchr(plain, word.at[i], sizeof plain - 1);
    if (line->length > 0)
        str_add_char(line, ' ');
    if (!quoted) {
        str_add_bytes(line, word.at, word.length);
        return;
    }
    str_add_char(line, '\'');
    for (size_t i = 0; i < word.length; i++) {
        if (word.at[i] == '\'')
            str_add(line, "'\\''");
        else
            str_add_char(line, word.at[i]);
    }
    str_add_char(line, '\'');
}

static void add_option(struct str *line, const char *option, const char *value)
{
    typed_word(line, text_of(option));
    typed_word(line, text_of(value));
}

const char *typed_again(const struct job *job, const char *option, const char *value)
{
    const struct command_option *options;
    const size_t count = cli_options(&options);
    struct str line;
    str_init(&line);
    typed_word(&line, text_of("mahi"));
    if (job->where && !getenv("MAHI_DB"))
        add_option(&line, "--db", job->where);
    if (job->login)
        add_option(&line, "--as", job->login);
    typed_word(&line, text_of(cli_command(job->command)->name));
    for (size_t i = 0; i < job->argument_count; i++)
        typed_word(&line, job->arguments[i]);
    for (size_t i = 0; i < count; i++) {
        const char *typed = arena_format(job->arena, "--%s", options[i].name);
        if (options[i].command == job->command && job_option(job, (enum option_id)i) &&
            strcmp(typed, option) != 0)
            add_option(&line, typed, job_option(job, (enum option_id)i));
    }
    add_option(&line, option, value);
    return str_into(&line, job->arena);
}

void report_notes(struct report *report, const struct saved *saved)
{
    for (size_t i = 0; i < saved->note_count; i++)
        report_caution(report, "%s.", saved->notes[i]);
}
