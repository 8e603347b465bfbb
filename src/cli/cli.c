#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/date.h"
#include "base/nearest.h"
#include "base/banned.h"

static const struct command commands[] = {
#define COMMAND(name, arguments, least, most, opens, sentence, details)                                      \
    {#name, arguments, least, most, opens, sentence, details},
#define OPTION(...)
#define EXAMPLE(...)
#define FAMILY(...)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
};

static bool (*const runs[])(struct job *, struct err *) = {
#define COMMAND(name, ...) cmd_##name,
#define OPTION(...)
#define EXAMPLE(...)
#define FAMILY(...)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
};

static const struct command_family families[] = {
#define COMMAND(...)
#define OPTION(...)
#define EXAMPLE(...)
#define FAMILY(name, title) {title, FIRST_COMMAND_##name},
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
};

static const struct command_option options[] = {
#define COMMAND(...)
#define OPTION(command, name, argument, sentence) {COMMAND_##command, #name, argument, sentence},
#define EXAMPLE(...)
#define FAMILY(...)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
};

static const struct command_example examples[] = {
#define COMMAND(...)
#define OPTION(...)
#define EXAMPLE(command, typed, sentence) {COMMAND_##command, typed, sentence},
#define FAMILY(...)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
#undef FAMILY
};

const struct command *cli_command(enum command_id id)
{
    return &commands[id];
}

size_t cli_families(const struct command_family **out)
{
    *out = families;
    return sizeof families / sizeof *families;
}

size_t cli_options(const struct command_option **out)
{
    *out = options;
    return sizeof options / sizeof *options;
}

size_t cli_examples(const struct command_example **out)
{
    *out = examples;
    return sizeof examples / sizeof *examples;
}

bool cli_command_named(struct text name, enum command_id *id, struct err *err)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (int i = 0; i < COMMAND_end; i++) {
        *id = (enum command_id)i;
        if (text_is(name, commands[i].name))
            return true;
        nearest_offer(&nearest, commands[i].name);
    }
    return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no command%s%s; mahi help lists them",
                   TEXT_ARGS(name), nearest.name ? "; did you mean " : "", nearest.name ? nearest.name : "");
}

const char *job_option(const struct job *job, enum option_id option)
{
    if (option == OPTION_end)
        return NULL;
    size_t count = job->option_counts[option];
    return count > 0 ? job->options[option][count - 1] : NULL;
}

void job_report(struct job *job, const struct report *report)
{
    struct str out;
    str_init(&out);
    report_write(report, job->format, &job->style, &out);
    fwrite(out.at, 1, out.length, job->out);
    str_clear(&out);
}

bool job_moment(const struct job *job, enum option_id as_at, enum option_id known, struct moment *moment,
                struct err *err)
{
    *moment = (struct moment){0};
    moment->dated = job_option(job, as_at) != NULL;
    moment->known_then = job_option(job, known) != NULL;
    if (moment->dated && !date_parse(text_of(job_option(job, as_at)), &moment->as_at, err))
        return err_at(err, "--as-at"), false;
    if (moment->known_then && !instant_parse(text_of(job_option(job, known)), &moment->known, err))
        return err_at(err, "--known"), false;
    return true;
}

/* keep_good in the row is keep-good as typed. */
static const char *option_typed(struct arena *arena, const struct command_option *option)
{
    char *typed = arena_text(arena, option->name, strlen(option->name));
    for (char *at = typed; *at; at++)
        *at = *at == '_' ? '-' : *at;
    return typed;
}

/* The value of an option: after = in the same word, or the next word. */
static bool option_value(int count, char **words, int *at, const char *equals, const char **value,
                         struct err *err)
{
    *value = equals ? equals + 1 : *at + 1 < count ? words[++*at] : NULL;
    return *value || err_set(err, ERR_usage, "%s needs a value after it", words[*at]);
}

static bool read_command_option(struct job *job, int count, char **words, int *at, struct err *err)
{
    const char *name = words[*at] + 2, *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    struct nearest nearest;
    nearest_init(&nearest, (struct text){name, length});
    for (int i = 0; i < OPTION_end; i++) {
        if (options[i].command != job->command)
            continue;
        const char *typed = option_typed(job->arena, &options[i]);
        nearest_offer(&nearest, typed);
        if (!text_is((struct text){name, length}, typed))
            continue;
        if (job->option_counts[i] == CLI_REPEAT_MAX)
            return err_set(err, ERR_usage, "--%.*s is given more than %d times", (int)length, name,
                           CLI_REPEAT_MAX);
        const char **value = &job->options[i][job->option_counts[i]++];
        *value = "";
        if (!options[i].argument)
            return !equals || err_set(err, ERR_usage, "--%.*s takes no value", (int)length, name);
        return option_value(count, words, at, equals, value, err);
    }
    return err_set(err, ERR_usage, "%s has no option --%.*s%s%s; see mahi help %s",
                   commands[job->command].name, (int)length, name, nearest.name ? "; did you mean --" : "",
                   nearest.name ? nearest.name : "", commands[job->command].name);
}

static bool read_common_option(struct job *job, int count, char **words, int *at, bool *found,
                               struct err *err)
{
    static const char *const names[] = {"--db", "--as", "--format"};
    const char *word = words[*at], *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word), which = 0;
    while (which < 3 && !(strlen(names[which]) == length && strncmp(word, names[which], length) == 0))
        which++;
    *found = which < 3;
    const char *value = NULL;
    if (!*found || !option_value(count, words, at, equals, &value, err))
        return !*found;
    if (which == 0)
        job->where = value;
    else if (which == 1)
        job->login = value;
    else
        return report_format_parse(text_of(value), &job->format, err);
    return true;
}

static bool read_words(struct job *job, int count, char **words, bool *help, struct err *err)
{
    bool has_command = false, only_arguments = false;
    *help = count < 2;
    for (int at = 1; at < count; at++) {
        const char *word = words[at];
        bool found = false, is_option = !only_arguments && word[0] == '-' && word[1] == '-';
        if (is_option && word[2] == '\0') {
            only_arguments = true;
        } else if (is_option && strcmp(word, "--help") == 0) {
            *help = true;
        } else if (is_option) {
            if (!read_common_option(job, count, words, &at, &found, err))
                return false;
            if (!found && !has_command)
                return err_set(err, ERR_usage,
                               "\"%s\" stands before any command; mahi help lists the commands", word);
            if (!found && !read_command_option(job, count, words, &at, err))
                return false;
        } else if (!has_command) {
            if (!cli_command_named(text_of(word), &job->command, err))
                return false;
            has_command = true;
        } else if (job->argument_count < sizeof job->arguments / sizeof *job->arguments) {
            job->arguments[job->argument_count++] = text_of(word);
        } else {
            return err_set(err, ERR_usage, "\"%s\" is one word too many; see mahi help %s", word,
                           commands[job->command].name);
        }
    }
    if (!has_command) {
        job->command = COMMAND_help;
        return true;
    }
    const struct command *command = &commands[job->command];
    if (!*help && ((int)job->argument_count < command->least || (int)job->argument_count > command->most))
        return err_set(err, ERR_usage, "write: mahi %s %s", command->name, command->arguments);
    return true;
}

static void find_style(struct job *job)
{
    struct winsize window;
    bool terminal = isatty(fileno(job->out));
    const char *locale = getenv("LC_ALL");
    locale = locale && locale[0] ? locale : getenv("LC_CTYPE");
    locale = locale && locale[0] ? locale : getenv("LANG");
    /* ASCII rules only where the terminal says that it knows nothing else. */
    bool plain = locale && (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0);
    job->style = (struct text_style){
        .width = 120, .colour = terminal && !getenv("NO_COLOR"), .unicode = !terminal || !plain};
    if (terminal && ioctl(fileno(job->out), TIOCGWINSZ, &window) == 0 && window.ws_col >= 40)
        job->style.width = window.ws_col;
    job->progress = isatty(fileno(job->err_out));
}

static bool run_command(struct job *job, struct err *err)
{
    if (!commands[job->command].opens_store)
        return runs[job->command](job, err);
    if (!job->where)
        return err_set(err, ERR_usage,
                       "no database is named; say --db FILE or --db postgresql://…, or set MAHI_DB");
    if (!store_open(&job->store, job->arena, job->where, job->login, err))
        return false;
    bool good = runs[job->command](job, err);
    store_close(&job->store);
    return good;
}

static int finish(struct job *job, const struct err *err)
{
    bool lost = fflush(job->out) != 0 || ferror(job->out);
    if (lost && err->kind == ERR_none) {
        fputs("mahi: the output could not be written; is the disk full?\n", job->err_out);
        return err_exit_code(ERR_system);
    }
    if (err->kind == ERR_none)
        return err_exit_code(job->outcome);
    size_t length = strlen(err->sentence);
    const char *stop = length > 0 && strchr(".?", err->sentence[length - 1]) ? "" : ".";
    fprintf(job->err_out, "mahi: %s%s%s%s\n%s", err->place, err->place[0] ? ": " : "", err->sentence, stop,
            job->pointer ? job->pointer : "");
    return err_exit_code(err->kind);
}

/* A day that cannot be read would silently be the real one. */
static bool today_is_sound(struct err *err)
{
    const char *today = getenv("MAHI_TODAY");
    int32_t date;
    if (!today || date_parse(text_of(today), &date, err))
        return true;
    err_at(err, "MAHI_TODAY");
    return false;
}

int cli_run(int count, char **words)
{
    struct arena arena;
    struct err err = {0};
    bool help;
    arena_init(&arena);
    struct job *job = ARENA_NEW(&arena, struct job);
    job->arena = &arena;
    job->out = stdout;
    job->err_out = stderr;
    job->where = getenv("MAHI_DB");
    find_style(job);
    if (count == 2 && strcmp(words[1], "--version") == 0)
        fputs("mahi " MAHI_VERSION "\n", job->out);
    else if (today_is_sound(&err) && read_words(job, count, words, &help, &err)) {
        if (help) {
            struct str text;
            str_init(&text);
            if (job->command == COMMAND_help)
                help_all(&text);
            else
                help_command(&text, job->command);
            fputs(text.at, job->out);
            str_clear(&text);
        } else {
            run_command(job, &err);
        }
    }
    int code = finish(job, &err);
    arena_clear(&arena);
    return code;
}
