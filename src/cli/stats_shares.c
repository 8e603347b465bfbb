/* Tasks on shares: one, two, and two in strata. */
#include "cli/stats_task.h"

#include <inttypes.h>
#include <math.h>

#include "base/banned.h"

static void interval_row(struct table *table, const char *name, struct figure estimate,
                         struct interval interval, const char *source)
{
    table_row(table);
    table_text(table, name);
    put_share(table, estimate);
    put_interval(table, interval, 1, MEASURE_share);
    table_text(table, source);
}

static void intervals_of_share(struct job *job, struct report *report, int64_t k, int64_t n, double conf)
{
    static const char *const columns[] = {"interval|Interval|t", "share|Share|n", "limits|Limits|i",
                                          "source|Source|t", NULL};
    struct figure share = proportion_share(k, n);
    struct table *table = report_table(
        report, "intervals", arena_format(job->arena, "Intervals at %s", stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    interval_row(table, "Wilson", share, proportion_wilson(k, n, conf), "Wilson 1927: the one to report");
    interval_row(table, "Wilson, corrected", share, proportion_wilson_corrected(k, n, conf), "Newcombe 1998");
    interval_row(table, "Clopper-Pearson, exact", share, proportion_clopper_pearson(k, n, conf),
                 "Clopper & Pearson 1934");
    interval_row(table, "Agresti-Coull", share, proportion_agresti_coull(k, n, conf), "Agresti & Coull 1998");
    interval_row(table, "Wald", share, proportion_wald(k, n, conf), "textbook; not for small groups");
}

static void share_sentence(struct job *job, struct report *report, int64_t k, int64_t n, double conf)
{
    struct interval wilson = proportion_wilson(k, n, conf);
    if (wilson.absent) {
        report_sentence(report, "There is no share: %s.", wilson.absent);
        return;
    }
    struct str words;
    str_init(&words);
    str_add_grouped(&words, k);
    str_add(&words, " of ");
    str_add_grouped(&words, n);
    str_addf(&words, " is %.1f%%; at %s it may be %.1f%% to %.1f%%.", 100 * (double)k / (double)n,
             stats_percent(job->arena, conf), 100 * wilson.low, 100 * wilson.high);
    report_sentence(report, "%s", words.at);
    str_clear(&words);
}

static void shares_by_group(struct job *job, struct report *report, const struct stats_data *data,
                            const struct stats_column *outcome, const struct stats_column *by, double conf)
{
    static const char *const columns[] = {"group|Group|t", "people|In the state|r", "limits|Wilson|i", NULL};
    struct table *table = report_table(report, "groups",
                                       arena_format(job->arena, "%s by %s, intervals at %s", outcome->name,
                                                    by->name, stats_percent(job->arena, conf)));
    struct chart *chart = report_intervals(
        report, "shares", arena_format(job->arena, "%s by %s", outcome->name, by->name),
        arena_format(job->arena, "Share (%s intervals)", stats_percent(job->arena, conf)), MEASURE_share, 1);
    stats_columns(table, columns);
    chart_draws(chart, table);
    for (size_t level = 0; level < by->level_count; level++) {
        int64_t k = 0, n = 0;
        for (size_t i = 0; i < data->n; i++)
            if ((size_t)by->value[i] == level) {
                n++;
                k += outcome->value[i] > 0;
            }
        struct interval wilson = proportion_wilson(k, n, conf);
        table_row(table);
        table_text(table, by->levels[level]);
        table_rate(table, k, n);
        put_interval(table, wilson, 1, MEASURE_share);
        chart_row(chart, by->levels[level]);
        if (wilson.absent)
            chart_absent(chart, wilson.absent);
        else
            chart_interval(chart, (double)k / (double)n, wilson.low, wilson.high);
    }
}

static void method_of_share(struct report *report)
{
    stats_method(report, "score interval, Wilson 1927.");
}

bool task_share(struct job *job, struct err *err)
{
    struct report *report = report_make(job->arena, "share", "A share");
    int64_t k = 0, n = 0;
    double conf;
    if (!stats_conf(job, &conf, err))
        return false;
    if (job->argument_count == 2) {
        if (job_option(job, OPTION_stats_by) || job_option(job, OPTION_stats_yes))
            return err_set(err, ERR_usage, "--by and --yes are for a file; \"%s\" is counts already",
                           job_text(job, 1));
        if (!stats_count_of(job->arguments[1], &k, &n, err))
            return false;
        share_sentence(job, report, k, n, conf);
        intervals_of_share(job, report, k, n, conf);
        method_of_share(report);
        return job_report(job, report), true;
    }
    struct formula formula;
    struct stats_data *data = stats_data_make(job->arena);
    if (!stats_formula(job, (struct formula_shape){"OUTCOME", 1, 1, 0, 0}, &formula, err))
        return false;
    struct stats_column *outcome = stats_want(data, formula.left.terms[0].name, WANT_YES_NO);
    struct stats_column *by = stats_want(data, job_option(job, OPTION_stats_by), WANT_GROUPS);
    outcome->chosen = job_option(job, OPTION_stats_yes);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    for (size_t i = 0; i < data->n; i++)
        k += outcome->value[i] > 0;
    n = (int64_t)data->n;
    share_sentence(job, report, k, n, conf);
    if (by)
        shares_by_group(job, report, data, outcome, by, conf);
    else
        intervals_of_share(job, report, k, n, conf);
    stats_people(report, data);
    method_of_share(report);
    return job_report(job, report), true;
}

/* Two groups' counts, and what they are called. */
struct two_shares {
    int64_t k1, n1, k2, n2;
    const char *programme, *comparison, *state;
    double conf, alpha, power;
};

static void add_differences(struct job *job, struct report *report, const struct two_shares *two)
{
    static const char *const columns[] = {"interval|Interval|t", "difference|Difference|n|points",
                                          "limits|Limits|i|points", NULL};
    int64_t k1 = two->k1, n1 = two->n1, k2 = two->k2, n2 = two->n2;
    struct figure difference = difference_share(k1, n1, k2, n2);
    struct {
        const char *name;
        struct interval interval;
    } rows[] = {{"Newcombe", difference_newcombe(k1, n1, k2, n2, two->conf)},
                {"Newcombe, corrected", difference_newcombe_corrected(k1, n1, k2, n2, two->conf)},
                {"Wald", difference_wald(k1, n1, k2, n2, two->conf)}};
    struct table *table = report_table(report, "difference",
                                       arena_format(job->arena, "%s minus %s, at %s", two->programme,
                                                    two->comparison, stats_percent(job->arena, two->conf)));
    stats_columns(table, columns);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_row(table);
        table_text(table, rows[i].name);
        put_points(table, difference);
        put_interval(table, rows[i].interval, 1, MEASURE_points);
    }
}

static void ratio_row(struct table *table, const char *name, struct ratio ratio)
{
    table_row(table);
    table_text(table, name);
    put_figure(table, ratio.value, 3);
    put_figure(table, ratio.low, 3);
    put_figure(table, ratio.high, 3);
}

static void add_ratios(struct job *job, struct report *report, const struct two_shares *two)
{
    static const char *const columns[] = {"ratio|Ratio|t", "value|Value|n", "low|Low|n", "high|High|n", NULL};
    int64_t k1 = two->k1, n1 = two->n1, k2 = two->k2, n2 = two->n2;
    struct table *table = report_table(
        report, "ratios", arena_format(job->arena, "Ratios, at %s", stats_percent(job->arena, two->conf)));
    stats_columns(table, columns);
    ratio_row(table, "Odds ratio, conditional, exact", fisher_odds_ratio(k1, n1, k2, n2, two->conf));
    ratio_row(table, "Odds ratio, Woolf", odds_ratio_wald(k1, n1, k2, n2, two->conf));
    ratio_row(table, "Odds ratio, Haldane", odds_ratio_haldane(k1, n1, k2, n2, two->conf));
    ratio_row(table, "Risk ratio, Katz", risk_ratio_wald(k1, n1, k2, n2, two->conf));
    table_row(table);
    table_text(table, "Number needed for one more");
    put_figure(table, number_needed(k1, n1, k2, n2), 1);
    table_blank(table);
    table_blank(table);
}

static void p_row(struct table *table, const char *name, struct figure statistic, struct figure p)
{
    table_row(table);
    table_text(table, name);
    if (statistic.absent && !p.absent)
        table_blank(table);
    else
        put_figure(table, statistic, 3);
    put_p(table, p);
}

static void add_tests(struct report *report, const struct two_shares *two)
{
    static const char *const columns[] = {"test|Test|t", "statistic|Statistic|n", "p|p|n", NULL};
    int64_t k1 = two->k1, n1 = two->n1, k2 = two->k2, n2 = two->n2;
    struct figure none = figure_absent("");
    struct test z = two_by_two_z(k1, n1, k2, n2), plain = two_by_two_chi_square(k1, n1, k2, n2, false),
                yates = two_by_two_chi_square(k1, n1, k2, n2, true);
    struct table *table = report_table(report, "tests", "Could chance alone have done this");
    stats_columns(table, columns);
    p_row(table, "Fisher, two-sided", none, fisher_two_sided(k1, n1, k2, n2));
    p_row(table, "Fisher, mid-p", none, fisher_mid_p(k1, n1, k2, n2));
    p_row(table, "Fisher, central", none, fisher_central(k1, n1, k2, n2));
    p_row(table, "Fisher, Blaker's", none, fisher_blaker(k1, n1, k2, n2));
    p_row(table, "Fisher, as few or fewer", none, fisher_less(k1, n1, k2, n2));
    p_row(table, "Fisher, as many or more", none, fisher_greater(k1, n1, k2, n2));
    p_row(table, "z", z.statistic, z.p);
    p_row(table, "Chi-square", plain.statistic, plain.p);
    p_row(table, "Chi-square, Yates", yates.statistic, yates.p);
}

/* An expected count under 5 is too few for the large-sample tests. */
static bool is_small(const struct two_shares *two)
{
    double n1 = (double)two->n1, n2 = (double)two->n2, n = n1 + n2, k = (double)(two->k1 + two->k2);
    double least = fmin(n1, n2) * fmin(k, n - k) / n;
    return n > 0 && least < 5;
}

static void add_what_could_be_found(struct report *report, const struct two_shares *two)
{
    struct smallest_difference least =
        power_smallest_difference(two->k2, two->n2, two->n1, two->alpha, two->power);
    static const char *const columns[] = {"direction|Direction|t", "difference|Difference|n|points", NULL};
    struct table *table =
        report_table(report, "smallest", "The smallest difference that this could have found");
    stats_columns(table, columns);
    for (int down = 0; down < 2; down++) {
        struct figure figure = down ? least.down : least.up;
        table_row(table);
        table_text(table, down ? "programme lower" : "programme higher");
        put_points(table, figure);
    }
    table_note(
        table, "Power %g at level %g, the comparison's share taken as true; %s.", two->power, two->alpha,
        least.method == POWER_EXACT ? "Fisher's exact test, every pair of counts summed" : "normal curve");
}

static void say_difference(struct job *job, struct report *report, const struct two_shares *two)
{
    struct interval newcombe = difference_newcombe(two->k1, two->n1, two->k2, two->n2, two->conf);
    struct figure p = fisher_two_sided(two->k1, two->n1, two->k2, two->n2);
    if (newcombe.absent) {
        report_sentence(report, "The two shares cannot be compared: %s.", newcombe.absent);
        return;
    }
    struct str words;
    str_init(&words);
    str_addf(&words, "The difference is %+.1f points, %s minus %s; at %s from %+.1f to %+.1f, exact p ",
             100 * difference_share(two->k1, two->n1, two->k2, two->n2).value, two->programme,
             two->comparison, stats_percent(job->arena, two->conf), 100 * newcombe.low, 100 * newcombe.high);
    str_addf(&words, p.value < 0.001 ? "under 0.001." : "%.3f.", p.value);
    report_sentence(report, "%s", words.at);
    str_clear(&words);
}

static void report_two(struct job *job, struct report *report, const struct two_shares *two)
{
    say_difference(job, report, two);
    if (is_small(two))
        report_caution(report,
                       "an expected count is under 5: believe the exact p and Newcombe's interval, not z "
                       "or chi-square.");
    struct table *table = report_table(report, "groups", "The two groups");
    table_column(table, "group", "Group", COLUMN_text);
    table_column(table, "people", two->state, COLUMN_rate);
    table_column(table, "limits", "Wilson", COLUMN_interval);
    for (int second = 0; second < 2; second++) {
        int64_t k = second ? two->k2 : two->k1, n = second ? two->n2 : two->n1;
        table_row(table);
        table_text(table, second ? two->comparison : two->programme);
        table_rate(table, k, n);
        put_interval(table, proportion_wilson(k, n, two->conf), 1, MEASURE_share);
    }
    add_differences(job, report, two);
    add_tests(report, two);
    add_ratios(job, report, two);
    add_what_could_be_found(report, two);
}

static bool read_planning(const struct job *job, double *alpha, double *power, struct err *err)
{
    return stats_real(job, OPTION_stats_alpha, 0.05, 1e-6, 0.999999, alpha, err) &&
           stats_real(job, OPTION_stats_power, 0.8, 1e-6, 0.999999, power, err);
}

static const char METHOD_OF_TWO[] = "difference of two score intervals, Newcombe 1998 (method 10); exact p "
                                    "of minimum likelihood, Fisher 1935.";

bool task_compare_shares(struct job *job, struct err *err)
{
    struct two_shares two = {.programme = "programme", .comparison = "comparison", .state = "In the state"};
    struct report *report = report_make(job->arena, "compare_shares", "Two shares");
    if (!stats_conf(job, &two.conf, err) || !read_planning(job, &two.alpha, &two.power, err))
        return false;
    if (stats_is_count_of(job->arguments[1])) {
        if (!stats_count_of(job->arguments[1], &two.k1, &two.n1, err) ||
            !stats_count_of(job->arguments[2], &two.k2, &two.n2, err))
            return false;
        report_two(job, report, &two);
        stats_method(report, "%s", METHOD_OF_TWO);
        return job_report(job, report), true;
    }
    struct formula formula;
    struct stats_data *data = stats_data_make(job->arena);
    if (!stats_formula(job, (struct formula_shape){"OUTCOME ~ GROUP", 1, 1, 1, 1}, &formula, err))
        return false;
    struct stats_column *outcome = stats_want(data, formula.left.terms[0].name, WANT_YES_NO);
    struct stats_column *group = stats_want(data, formula.right.terms[0].name, WANT_TWO);
    outcome->chosen = job_option(job, OPTION_stats_yes);
    group->chosen = job_option(job, OPTION_stats_programme);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    for (size_t i = 0; i < data->n; i++) {
        bool in = group->value[i] > 0;
        *(in ? &two.n1 : &two.n2) += 1;
        *(in ? &two.k1 : &two.k2) += outcome->value[i] > 0;
    }
    two.programme = arena_format(job->arena, "%s %s", group->name, group->levels[1]);
    two.comparison = arena_format(job->arena, "%s %s", group->name, group->levels[0]);
    two.state = outcome->name;
    report_two(job, report, &two);
    stats_people(report, data);
    stats_method(report, "%s", METHOD_OF_TWO);
    return job_report(job, report), true;
}

static void effect_row(struct table *table, const char *name, struct ratio ratio, int decimals)
{
    table_row(table);
    table_text(table, name);
    put_figure(table, ratio.value, decimals);
    put_figure(table, ratio.low, decimals);
    put_figure(table, ratio.high, decimals);
}

/* An estimate and a normal interval around it, on the scale of logs when it is a ratio. */
static struct ratio around(struct stratified_effect effect, double conf, bool logs)
{
    double z = z_of_confidence(conf);
    if (effect.value.absent)
        return ratio_absent(effect.value.absent);
    if (effect.se.absent || !isfinite(effect.se.value) || !isfinite(effect.value.value))
        return (struct ratio){effect.value, figure_absent("a group has nobody in the state"),
                              figure_absent("a group has nobody in the state")};
    double at = effect.value.value, reach = z * effect.se.value;
    return (struct ratio){figure_of(at), figure_of(logs ? at * exp(-reach) : at - reach),
                          figure_of(logs ? at * exp(reach) : at + reach)};
}

static void add_common_effects(struct job *job, struct report *report, const struct stratum *strata,
                               size_t count, double conf)
{
    static const char *const columns[] = {"effect|Common to all strata|t", "value|Value|n", "low|Low|n",
                                          "high|High|n", NULL};
    struct table *table = report_table(
        report, "effects", arena_format(job->arena, "Effects, at %s", stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    effect_row(table, "Difference of shares, Mantel-Haenszel",
               around(mantel_haenszel_difference(strata, count), conf, false), 4);
    effect_row(table, "Odds ratio, Mantel-Haenszel", mantel_haenszel_odds_ratio(strata, count, conf), 3);
    effect_row(table, "Odds ratio, conditional, exact", conditional_odds_ratio(strata, count, conf), 3);
    effect_row(table, "Risk ratio, Mantel-Haenszel",
               around(mantel_haenszel_risk_ratio(strata, count), conf, true), 3);
}

static void add_strata(struct report *report, const struct stratum *strata, const struct stats_column *by,
                       const struct stats_column *group, struct job *job)
{
    struct table *table = report_table(report, "strata", arena_format(job->arena, "By %s", by->name));
    table_column(table, "stratum", by->name, COLUMN_text);
    table_column(table, "programme", arena_format(job->arena, "%s %s", group->name, group->levels[1]),
                 COLUMN_rate);
    table_column(table, "comparison", arena_format(job->arena, "%s %s", group->name, group->levels[0]),
                 COLUMN_rate);
    table_column_in(table, "difference", "Difference", "points", COLUMN_number);
    for (size_t s = 0; s < by->level_count; s++) {
        const struct stratum *at = &strata[s];
        table_row(table);
        table_text(table, by->levels[s]);
        table_rate(table, at->k1, at->n1);
        table_rate(table, at->k2, at->n2);
        struct figure difference = difference_share(at->k1, at->n1, at->k2, at->n2);
        put_points(table, difference);
    }
}

bool task_strata(struct job *job, struct err *err)
{
    struct formula formula;
    struct stats_data *data = stats_data_make(job->arena);
    double conf;
    if (!job_option(job, OPTION_stats_strata))
        return err_set(err, ERR_usage, "say inside what people are compared: --strata COLUMN");
    if (!stats_conf(job, &conf, err) ||
        !stats_formula(job, (struct formula_shape){"OUTCOME ~ GROUP", 1, 1, 1, 1}, &formula, err))
        return false;
    struct stats_column *outcome = stats_want(data, formula.left.terms[0].name, WANT_YES_NO);
    struct stats_column *group = stats_want(data, formula.right.terms[0].name, WANT_TWO);
    struct stats_column *by = stats_want(data, job_option(job, OPTION_stats_strata), WANT_GROUPS);
    outcome->chosen = job_option(job, OPTION_stats_yes);
    group->chosen = job_option(job, OPTION_stats_programme);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    struct stratum *strata = ARENA_ARRAY(job->arena, struct stratum, by->level_count);
    for (size_t i = 0; i < data->n; i++) {
        struct stratum *at = &strata[(size_t)by->value[i]];
        bool in = group->value[i] > 0;
        *(in ? &at->n1 : &at->n2) += 1;
        *(in ? &at->k1 : &at->k2) += outcome->value[i] > 0;
    }
    static const char *const columns[] = {"test|Test|t", "statistic|Statistic|n", "p|p|n", NULL};
    struct report *report = report_make(job->arena, "strata", "Two shares, stratum by stratum");
    add_strata(report, strata, by, group, job);
    add_common_effects(job, report, strata, by->level_count, conf);
    struct table *table = report_table(report, "tests", "Is there a difference in any stratum");
    stats_columns(table, columns);
    struct test plain = mantel_haenszel_test(strata, by->level_count, false),
                corrected = mantel_haenszel_test(strata, by->level_count, true);
    p_row(table, "Exact", figure_absent(""), figure_of(conditional_two_sided(strata, by->level_count)));
    p_row(table, "Mantel-Haenszel", plain.statistic, plain.p);
    p_row(table, "Mantel-Haenszel, corrected", corrected.statistic, corrected.p);
    stats_people(report, data);
    stats_method(report,
                 "Mantel & Haenszel 1959; intervals by Robins, Breslow & Greenland 1986 and Sato 1989; one "
                 "effect common to all strata is supposed.");
    return job_report(job, report), true;
}
