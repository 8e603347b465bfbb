#include "cli/stats_times.h"

#include <math.h>
#include <string.h>

#include "stats/sort_doubles.h"
#include "base/banned.h"

static bool is_censored_word(const char *level)
{
    static const char *const words[] = {"0", "no", "false", "censored", "still", "still there"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is_ignoring_case(text_of(level), words[i]))
            return true;
    return false;
}

static bool find_level(const struct stats_column *column, const char *typed, const char *option,
                       size_t *place, struct err *err)
{
    for (*place = 0; *place < column->level_count; ++*place)
        if (strcmp(column->levels[*place], typed) == 0)
            return true;
    return err_set(err, ERR_input, "column \"%s\" never holds \"%.100s\" (%s)", column->name, typed, option);
}

/* Which level says still there; SIZE_MAX when none does. */
static bool find_censored(const struct job *job, const struct stats_column *event, size_t *censored,
                          struct err *err)
{
    const char *typed = job_option(job, OPTION_stats_censored), *yes = job_option(job, OPTION_stats_yes);
    *censored = SIZE_MAX;
    if (typed)
        return find_level(event, typed, "--censored", censored, err);
    for (size_t i = 0; i < event->level_count; i++)
        if (is_censored_word(event->levels[i]) && !(yes && strcmp(yes, event->levels[i]) == 0))
            *censored = i;
    if (*censored != SIZE_MAX || event->level_count < 2)
        return true;
    size_t place;
    if (yes && event->level_count == 2) {
        if (!find_level(event, yes, "--yes", &place, err))
            return false;
        *censored = 1 - place;
        return true;
    }
    return err_set(err, ERR_input,
                   "column \"%s\" holds %s, and none of them is 0, no or censored; say which says still "
                   "there: --censored "
                   "VALUE, or which says that it happened: --yes VALUE",
                   event->name, stats_level_list(job->arena, event));
}

static bool make_causes(struct job *job, struct stats_times *times, struct err *err)
{
    const struct stats_column *event = times->event;
    const char *yes = job_option(job, OPTION_stats_yes);
    size_t censored;
    if (!find_censored(job, event, &censored, err))
        return false;
    times->way = ARENA_ARRAY(job->arena, const char *, event->level_count + 1);
    int *code = ARENA_ARRAY(job->arena, int, event->level_count);
    for (size_t i = 0; i < event->level_count; i++)
        if (i != censored) {
            times->way[times->ways] = event->levels[i];
            code[i] = (int)++times->ways;
            if (yes && strcmp(yes, event->levels[i]) == 0)
                times->chosen = times->ways;
        }
    times->censored = censored == SIZE_MAX ? NULL : event->levels[censored];
    if (yes && times->chosen == 0)
        return err_set(err, ERR_input, "column \"%s\" never holds \"%.100s\" (--yes)", event->name, yes);
    if (times->ways > DURATION_CAUSES_MAX)
        return err_set(err, ERR_input, "column \"%s\" holds more than %d ways out; make it coarser",
                       event->name, DURATION_CAUSES_MAX);
    if (times->ways == 0) {
        times->way[0] = "1";
        times->ways = 1;
    }
    times->cause = ARENA_ARRAY(job->arena, int, times->data->n);
    for (size_t i = 0; i < times->data->n; i++)
        times->cause[i] = code[(size_t)event->value[i]];
    return true;
}

bool stats_times_load(struct job *job, struct stats_times *times, int right, struct err *err)
{
    struct stats_data *data = times->data = stats_data_make(job->arena);
    struct formula *formula = &times->formula;
    struct formula_shape shape = {"Surv(TIME, EVENT) ~ GROUP", 2, 2, 0, 1};
    if (right == TIMES_COVARIATES)
        shape = (struct formula_shape){"Surv(TIME, EVENT) ~ COVARIATES", 2, 2, 1, FORMULA_TERMS_MAX};
    if (!stats_formula(job, shape, formula, err))
        return false;
    times->time = stats_want(data, formula->left.terms[0].name, WANT_NUMBER);
    times->time->least = 0;
    times->event = stats_want(data, formula->left.terms[1].name, WANT_GROUPS);
    if (right == TIMES_GROUP && formula->right.count > 0)
        times->group = stats_want(data, formula->right.terms[0].name, WANT_GROUPS);
    times->strata = stats_want(data, job_option(job, OPTION_stats_strata), WANT_GROUPS);
    if (right == TIMES_COVARIATES)
        stats_want_side(data, &formula->right);
    return stats_load(data, job_text(job, 1), err) && make_causes(job, times, err);
}

size_t stats_times_groups(const struct stats_times *times)
{
    return times->group ? times->group->level_count : 1;
}

const char *stats_times_group(const struct stats_times *times, size_t group)
{
    return times->group ? times->group->levels[group] : "All";
}

struct durations stats_times_order(struct job *job, const struct stats_times *times, bool stratified)
{
    struct codes cause = {times->cause, times->ways + 1};
    struct codes group = {times->group ? stats_codes(times->data, times->group) : NULL,
                          stats_times_groups(times)};
    struct codes stratum = {NULL, 1};
    if (stratified && times->strata)
        stratum = (struct codes){stats_codes(times->data, times->strata), times->strata->level_count};
    return durations_make(job->arena, times->time->value, times->data->n, cause, group, stratum);
}

/* A step of 1, 2 or 5 times a power of ten that reaches `last` in at most eight. */
static double round_step(double last)
{
    double step = pow(10, floor(log10(last / 8)));
    static const double times[] = {1, 2, 5, 10};
    for (size_t i = 0; i < 4; i++)
        if (step * times[i] * 8 >= last)
            return step * times[i];
    return step * 10;
}

bool stats_times_at(struct job *job, const struct stats_times *times, double **at, size_t *count,
                    struct err *err)
{
    if (!stats_reals(job->arena, "--at", job_option(job, OPTION_stats_at), 0, INFINITY, at, count, err))
        return false;
    if (*count == 0) {
        double last = 0;
        for (size_t i = 0; i < times->data->n; i++)
            last = fmax(last, times->time->value[i]);
        *at = ARENA_ARRAY(job->arena, double, 10);
        double step = last > 0 ? round_step(last) : 1;
        for (double time = step; time <= last && *count < 9; time = step * (double)(*count + 1))
            (*at)[(*count)++] = time;
        if (*count == 0)
            (*at)[(*count)++] = last;
    }
    sort_doubles(*at, ARENA_ARRAY(job->arena, double, *count), *count);
    return true;
}

const char *stats_time_words(struct arena *arena, double time)
{
    struct str text;
    str_init(&text);
    str_add_real(&text, time);
    return str_into(&text, arena);
}

void stats_times_point(struct chart *chart, double time, double share, struct interval limits)
{
    if (limits.absent)
        limits = (struct interval){.low = share, .high = share};
    chart_point(chart, time, share, fmin(limits.low, share), fmax(limits.high, share));
}
