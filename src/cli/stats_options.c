#include "cli/stats_task.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

static const char *option_name(const struct job *job, enum option_id option)
{
    const struct command_option *options;
    cli_options(&options);
    char *name = arena_format(job->arena, "--%s", options[option].name);
    for (char *at = name; *at; at++)
        *at = *at == '_' ? '-' : *at;
    return name;
}

static const char *real_words(struct arena *arena, double number)
{
    struct str text;
    str_init(&text);
    str_add_real(&text, number);
    return str_into(&text, arena);
}

static bool read_real(struct arena *arena, const char *what, struct text typed, double low, double high,
                      double *number, struct err *err)
{
    typed = text_trim(typed);
    if (text_to_real(typed, number) && *number >= low && *number <= high)
        return true;
    int length = typed.length < 60 ? (int)typed.length : 60;
    if (isinf(low) && isinf(high))
        return err_set(err, ERR_usage, "%s: \"%.*s\" is no number", what, length, typed.at);
    if (isinf(high))
        return err_set(err, ERR_usage, "%s: \"%.*s\" is no number of %s or more", what, length, typed.at,
                       real_words(arena, low));
    return err_set(err, ERR_usage, "%s: \"%.*s\" is no number from %s to %s", what, length, typed.at,
                   real_words(arena, low), real_words(arena, high));
}

bool stats_real(const struct job *job, enum option_id option, double otherwise, double low, double high,
                double *number, struct err *err)
{
    const char *typed = job_option(job, option);
    *number = otherwise;
    return !typed || read_real(job->arena, option_name(job, option), text_of(typed), low, high, number, err);
}

bool stats_count(const struct job *job, enum option_id option, int64_t otherwise, int64_t low, int64_t high,
                 int64_t *number, struct err *err)
{
    const char *typed = job_option(job, option);
    *number = otherwise;
    if (!typed || (text_to_int(text_trim(text_of(typed)), number) && *number >= low && *number <= high))
        return true;
    return err_set(err, ERR_usage, "%s: \"%.60s\" is no whole number from %" PRId64 " to %" PRId64,
                   option_name(job, option), typed, low, high);
}

bool stats_conf(const struct job *job, double *conf, struct err *err)
{
    return stats_real(job, OPTION_stats_conf, 0.95, 0.000001, 0.999999, conf, err);
}

bool stats_reals(struct arena *arena, const char *what, const char *typed, double low, double high,
                 double **numbers, size_t *count, struct err *err)
{
    struct text rest = text_of(typed ? typed : ""), part;
    *count = 0;
    *numbers = ARENA_ARRAY(arena, double, strlen(typed ? typed : "") + 1);
    while (typed && text_split(&rest, ',', &part))
        if (!read_real(arena, what, part, low, high, &(*numbers)[(*count)++], err))
            return false;
    return true;
}

bool stats_word(const struct job *job, enum option_id option, const char *words, size_t *which,
                struct err *err)
{
    const char *typed = job_option(job, option);
    struct text rest = text_of(words), word;
    for (*which = 0; text_split(&rest, '|', &word); ++*which)
        if (!typed || text_is(word, typed))
            return true;
    return err_set(err, ERR_usage, "%s: \"%.60s\" is none of %s", option_name(job, option), typed, words);
}

bool stats_want_list(const struct job *job, struct stats_data *data, enum option_id option,
                     enum stats_want want, struct stats_column ***columns, size_t *count, struct err *err)
{
    const char *typed = job_option(job, option);
    struct text rest = text_of(typed ? typed : ""), name;
    *count = 0;
    *columns = ARENA_ARRAY(job->arena, struct stats_column *, FORMULA_TERMS_MAX);
    while (typed && text_split(&rest, ',', &name)) {
        name = text_trim(name);
        if (name.length == 0 || *count == 20)
            return err_set(err, ERR_usage,
                           "%s names at most 20 columns, with a comma between: --exact race,region",
                           option_name(job, option));
        (*columns)[(*count)++] = stats_want(data, arena_text(job->arena, name.at, name.length), want);
    }
    return true;
}

bool stats_is_count_of(struct text typed)
{
    size_t slash = 0;
    for (size_t i = 0; i < typed.length; i++) {
        slash += typed.at[i] == '/';
        if (typed.at[i] != '/' && (typed.at[i] < '0' || typed.at[i] > '9'))
            return false;
    }
    return slash == 1;
}

bool stats_count_of(struct text typed, int64_t *k, int64_t *n, struct err *err)
{
    struct text rest = typed, part;
    bool good = stats_is_count_of(typed) && text_split(&rest, '/', &part) && text_to_int(part, k) &&
                text_to_int(rest, n) && *k >= 0 && *k <= *n && *n <= 1000000000;
    return good ||
           err_set(err, ERR_usage,
                   "\"%.*s\" is not so many of so many; write 3/17, the first at most the second, up to "
                   "1000000000",
                   (int)(typed.length < 60 ? typed.length : 60), typed.at);
}

const char *job_text(const struct job *job, size_t argument)
{
    return arena_text(job->arena, job->arguments[argument].at, job->arguments[argument].length);
}

bool stats_formula(const struct job *job, struct formula_shape shape, struct formula *formula,
                   struct err *err)
{
    if (job->argument_count < 3)
        return err_set(err, ERR_usage, "name the columns after the file: '%s'", shape.words);
    if (!formula_read(job->arena, job->arguments[2], formula, err))
        return false;
    size_t left = formula->left.count, right = formula->right.count;
    bool good = left >= shape.left_least && left <= shape.left_most && right >= shape.right_least &&
                right <= shape.right_most;
    return good ||
           err_set(err, ERR_usage, "the formula \"%.200s\" should be '%s'", job_text(job, 2), shape.words);
}
