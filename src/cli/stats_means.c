/* Tasks on an outcome in numbers: two means, and what a lottery shows. */
#include "cli/stats_task.h"

#include <math.h>
#include <stdlib.h>

#include "stats/sort_doubles.h"
#include "base/banned.h"

static void add_group(struct arena *arena, struct table *table, const char *name,
                      const struct mean_group *group, double *values, int decimals)
{
    static const double shares[] = {0.25, 0.5, 0.75};
    double *room = ARENA_ARRAY(arena, double, group->n);
    sort_doubles(values, room, group->n);
    table_row(table);
    table_text(table, name);
    put_count(table, group->n);
    put_figure(table, group->mean, decimals);
    put_figure(table, group->sd, decimals);
    for (size_t i = 0; i < 3; i++)
        put_figure(table, quantile_of_sorted(values, group->n, shares[i]), decimals);
}

static void add_test(struct table *table, const char *name, struct figure difference,
                     const struct mean_test *test, int decimals)
{
    table_row(table);
    table_text(table, name);
    put_signed(table, difference, decimals);
    put_figure(table, test->se, decimals);
    put_interval(table, test->interval, decimals, MEASURE_number);
    put_figure(table, test->t, 2);
    put_figure(table, test->df, 1);
    put_p(table, test->p);
}

static const char *const test_columns[] = {
    "test|Test|t", "difference|Difference|n", "se|SE|n", "limits|Limits|i", "t|t|n", "df|df|n", "p|p|n",
    NULL};

bool task_means(struct job *job, struct err *err)
{
    static const char *const group_columns[] = {
        "group|Group|t",       "n|N|n",           "mean|Mean|n",         "sd|SD|n",
        "q1|First quartile|n", "median|Median|n", "q3|Third quartile|n", NULL};
    struct formula formula;
    struct stats_data *data = stats_data_make(job->arena);
    double conf, alpha, power;
    if (!stats_conf(job, &conf, err) ||
        !stats_real(job, OPTION_stats_alpha, 0.05, 1e-6, 0.999999, &alpha, err) ||
        !stats_real(job, OPTION_stats_power, 0.8, 1e-6, 0.999999, &power, err) ||
        !stats_formula(job, (struct formula_shape){"OUTCOME ~ GROUP", 1, 1, 1, 1}, &formula, err))
        return false;
    struct stats_column *outcome = stats_want(data, formula.left.terms[0].name, WANT_NUMBER);
    struct stats_column *group = stats_want(data, formula.right.terms[0].name, WANT_TWO);
    group->chosen = job_option(job, OPTION_stats_programme);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    size_t n1, n2;
    double *y1 = stats_part(job->arena, outcome, group->value, 1, data->n, &n1);
    double *y2 = stats_part(job->arena, outcome, group->value, 0, data->n, &n2);
    struct mean_comparison result = mean_compare(y1, n1, y2, n2, conf);
    int decimals = stats_decimals_of(result.welch.se, stats_decimals_of(result.programme.mean, 3));
    struct report *report =
        report_make(job->arena, "means", arena_format(job->arena, "%s by %s", outcome->name, group->name));
    struct table *table = report_table(report, "groups", "The two groups");
    stats_columns(table, group_columns);
    add_group(job->arena, table, arena_format(job->arena, "%s %s", group->name, group->levels[1]),
              &result.programme, y1, decimals);
    add_group(job->arena, table, arena_format(job->arena, "%s %s", group->name, group->levels[0]),
              &result.comparison, y2, decimals);
    table = report_table(report, "tests",
                         arena_format(job->arena, "Difference, %s minus %s, at %s", group->levels[1],
                                      group->levels[0], stats_percent(job->arena, conf)));
    stats_columns(table, test_columns);
    add_test(table, "Welch", result.difference, &result.welch, decimals);
    add_test(table, "Pooled", result.difference, &result.pooled, decimals);
    if (!result.cohen_d.absent)
        table_note(table, "Cohen's d %.3f.", result.cohen_d.value);
    struct figure least = result.welch.se.absent
                              ? figure_absent(result.welch.se.absent)
                              : power_smallest_mean_difference(result.welch.se.value, alpha, power);
    if (!least.absent)
        table_note(table, "The smallest difference that this could have found: %.*f (power %g at level %g).",
                   decimals, least.value, power, alpha);
    stats_people(report, data);
    stats_method(
        report,
        "separate variances, Welch 1947, whose standard error is Neyman's: the one to report; pooled, "
        "Student 1908; quartiles of type 7.");
    return job_report(job, report), true;
}

/* ---- lottery ---- */

struct lottery {
    struct stats_data *data;
    struct stats_column *outcome, *offered, *blocks, *took_up;
    struct rct_people people;
};

static bool lottery_load(struct job *job, struct lottery *lottery, struct err *err)
{
    struct formula formula;
    struct stats_data *data = lottery->data = stats_data_make(job->arena);
    if (!stats_formula(job, (struct formula_shape){"OUTCOME ~ OFFERED", 1, 1, 1, 1}, &formula, err))
        return false;
    lottery->outcome = stats_want(data, formula.left.terms[0].name, WANT_NUMBER);
    lottery->offered = stats_want(data, formula.right.terms[0].name, WANT_TWO);
    lottery->blocks = stats_want(data, job_option(job, OPTION_stats_strata), WANT_CODE);
    lottery->took_up = stats_want(data, job_option(job, OPTION_stats_took_up), WANT_YES_NO);
    lottery->offered->chosen = job_option(job, OPTION_stats_programme);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    bool *offered = ARENA_ARRAY(job->arena, bool, data->n);
    for (size_t i = 0; i < data->n; i++)
        offered[i] = lottery->offered->value[i] > 0;
    lottery->people = (struct rct_people){.n = data->n,
                                          .outcome = lottery->outcome->value,
                                          .offered = offered,
                                          .took_up = lottery->took_up ? lottery->took_up->value : NULL};
    if (lottery->blocks) {
        uint32_t *block = ARENA_ARRAY(job->arena, uint32_t, data->n);
        struct match_column column = {.values = lottery->blocks->value};
        lottery->people.blocks = match_strata(&column, 1, data->n, block);
        lottery->people.block = block;
    }
    return true;
}

static void add_complier(struct job *job, struct report *report, const struct lottery *lottery, double conf,
                         int decimals)
{
    struct rct_complier complier = rct_complier(&lottery->people, conf);
    struct table *table =
        report_table(report, "took_part", "Of taking part, on those who did because of the offer");
    stats_columns(table, test_columns);
    add_test(table, "Taking up, as a share", complier.take_up.effect, &complier.take_up.test, 3);
    add_test(table, "Outcome", complier.effect.effect, &complier.effect.test, decimals);
    if (!complier.surest.absent)
        table_note(table, "Surest interval, right also where the offer moved few: %.*f to %.*f.", decimals,
                   complier.surest.low, decimals, complier.surest.high);
    else
        table_note(table, "There is no surest interval: %s.", complier.surest.absent);
    if (!complier.took_up_offered.absent && !complier.took_up_others.absent)
        table_note(table, "%.1f%% of those offered took part, and %.1f%% of the others.",
                   100 * complier.took_up_offered.value, 100 * complier.took_up_others.value);
    if (complier.note)
        report_caution(report, "%s", arena_format(job->arena, "%s.", complier.note));
}

bool task_lottery(struct job *job, struct err *err)
{
    struct lottery lottery = {0};
    double conf;
    if (!stats_conf(job, &conf, err) || !lottery_load(job, &lottery, err))
        return false;
    struct rct_effect plain = rct_difference(&lottery.people, conf);
    int decimals = stats_decimals_of(plain.test.se, 3);
    struct report *report =
        report_make(job->arena, "lottery",
                    arena_format(job->arena, "What the lottery shows of %s", lottery.outcome->name));
    struct table *table =
        report_table(report, "offer",
                     arena_format(job->arena, "Effect of the offer (%s %s), at %s", lottery.offered->name,
                                  lottery.offered->levels[1], stats_percent(job->arena, conf)));
    stats_columns(table, test_columns);
    add_test(table, "Difference of means", plain.effect, &plain.test, decimals);
    if (lottery.blocks) {
        struct rct_blocked blocked = rct_blocked(&lottery.people, conf);
        add_test(table, "Within blocks, by size", blocked.by_size.effect, &blocked.by_size.test, decimals);
        add_test(table, "Within blocks, by precision", blocked.by_precision.effect,
                 &blocked.by_precision.test, decimals);
        table_note(table,
                   "%zu blocks with %zu people count; %zu blocks with %zu people have under two on a side.",
                   blocked.blocks_used, blocked.people_used, blocked.blocks_dropped, blocked.people_dropped);
        if (blocked.note)
            report_caution(report, "%s.", blocked.note);
    }
    if (lottery.took_up)
        add_complier(job, report, &lottery, conf, decimals);
    stats_people(report, lottery.data);
    stats_method(report, "Neyman 1923, people stay where they were drawn%s%s.",
                 lottery.blocks ? "; blocks, Imbens & Rubin 2015" : "",
                 lottery.took_up ? "; takers, Angrist, Imbens & Rubin 1996" : "");
    return job_report(job, report), true;
}
