/* Tasks on time: survival curves, and Cox's model. */
#include "cli/stats_times.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

/* The row of the curve that holds at `time`; SIZE_MAX before the first. */
static size_t row_at(const struct km_curve *curve, double time)
{
    size_t rows = times_until(curve->time, curve->rows, time);
    return rows - 1;
}

static void curve_row(struct job *job, struct table *table, const struct stats_times *times, size_t group,
                      const struct km_curve *curve, double time, enum km_scale scale, double conf)
{
    struct figure waiting = km_waiting(curve, time), se = km_se(curve, time);
    size_t row = row_at(curve, time);
    struct interval limits = row == SIZE_MAX  ? interval_absent("nothing has happened yet")
                             : waiting.absent ? interval_absent(waiting.absent)
                                              : km_interval(curve, row, scale, conf);
    table_row(table);
    table_text(table, stats_times_group(times, group));
    table_text(table, stats_time_words(job->arena, time));
    put_count(table, km_at_risk(curve, time));
    put_share(table, waiting);
    put_figure(table, se, 4);
    put_interval(table, limits, 1, MEASURE_share);
}

static void add_curves(struct job *job, struct report *report, const struct stats_times *times,
                       const struct km_curve *curves, const double *at, size_t count, enum km_scale scale,
                       double conf)
{
    static const char *const columns[] = {
        "group|Group|t",   "time|Time|t", "at_risk|At risk|n", "waiting|Still waiting|n", "se|SE|n",
        "limits|Limits|i", NULL};
    struct table *table = report_table(
        report, "curves",
        arena_format(job->arena, "Share still waiting, limits at %s", stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    for (size_t g = 0; g < stats_times_groups(times); g++)
        for (size_t i = 0; i < count; i++)
            curve_row(job, table, times, g, &curves[g], at[i], scale, conf);
    table_note(table, "At risk: still followed, and still waiting, just before the time.");
}

/* The whole of each curve, from everybody at the start. */
static void add_chart(struct job *job, struct report *report, const struct stats_times *times,
                      const struct km_curve *curves, enum km_scale scale, double conf)
{
    if (stats_times_groups(times) > CHART_CURVES_MAX)
        return;
    struct chart *chart = report_curves(report, "chart", "Still waiting over time", times->time->name,
                                        "Share still waiting", MEASURE_share, 1);
    for (size_t g = 0; g < stats_times_groups(times); g++) {
        const struct km_curve *curve = &curves[g];
        const size_t every = curve->rows / CHART_POINTS_MAX + 1;
        chart_curve(chart, arena_format(job->arena, "curve_%zu", g + 1), stats_times_group(times, g));
        if (curve->rows > 0)
            chart_point(chart, 0, 1, 1, 1);
        for (size_t r = 0; r < curve->rows; r++)
            if (r % every == 0 || r + 1 == curve->rows)
                stats_times_point(chart, curve->time[r], curve->waiting[r],
                                  km_interval(curve, r, scale, conf));
    }
}

static double last_common(const struct stats_times *times, const struct km_curve *curves)
{
    double last = INFINITY;
    for (size_t g = 0; g < stats_times_groups(times); g++)
        if (curves[g].rows > 0)
            last = fmin(last, curves[g].time[curves[g].rows - 1]);
    return isfinite(last) ? last : 0;
}

static void add_medians(struct job *job, struct report *report, const struct stats_times *times,
                        const struct km_curve *curves, double until, enum km_scale scale, double conf)
{
    static const char *const columns[] = {"group|Group|t",    "n|N|n",      "events|Events|n",
                                          "median|Median|n",  "low|from|n", "high|to|n",
                                          "mean|Mean wait|n", "se|SE|n",    NULL};
    struct table *table =
        report_table(report, "groups",
                     arena_format(job->arena, "Medians with limits at %s, and mean waits up to %s",
                                  stats_percent(job->arena, conf), stats_time_words(job->arena, until)));
    stats_columns(table, columns);
    for (size_t g = 0; g < stats_times_groups(times); g++) {
        struct km_quantile median = km_quantile(&curves[g], 0.5, scale, conf);
        struct km_restricted mean = km_restricted_mean(&curves[g], until);
        table_row(table);
        table_text(table, stats_times_group(times, g));
        put_count(table, curves[g].n);
        put_count(table, curves[g].n_events);
        put_figure(table, median.time, 1);
        put_figure(table, median.low, 1);
        put_figure(table, median.high, 1);
        put_figure(table, mean.mean, stats_decimals_of(mean.se, 2));
        put_figure(table, mean.se, stats_decimals_of(mean.se, 2));
        if (mean.held_level)
            table_remark(table, "Nobody was followed that long: a guess from the last time on.");
    }
}

static void test_row(struct table *table, const char *name, const struct chi_test *test)
{
    table_row(table);
    table_text(table, name);
    put_figure(table, test->chi2, 3);
    put_count(table, test->df);
    put_p(table, test->p);
}

static void add_logrank(struct job *job, struct report *report, const struct stats_times *times)
{
    static const char *const columns[] = {"test|Test|t", "chi2|Chi-square|n", "df|df|n", "p|p|n", NULL};
    static const char *const group_columns[] = {"group|Group|t", "observed|Events|n", "expected|Expected|n",
                                                NULL};
    struct durations durations = stats_times_order(job, times, true);
    struct logrank plain = logrank_test(job->arena, &durations, CAUSE_ANY, 0),
                   early = logrank_test(job->arena, &durations, CAUSE_ANY, 1);
    struct table *table = report_table(report, "tests",
                                       times->strata ? "Do the groups leave at the same rate, within strata"
                                                     : "Do the groups leave at the same rate");
    stats_columns(table, columns);
    test_row(table, "Log-rank", &plain.test);
    test_row(table, "Peto, early times count more", &early.test);
    table = report_table(report, "observed", "Events, and as many as expected if the groups did not differ");
    stats_columns(table, group_columns);
    for (size_t g = 0; g < plain.groups; g++) {
        table_row(table);
        table_text(table, stats_times_group(times, g));
        put_figure(table, figure_of(plain.observed[g]), 0);
        put_figure(table, figure_of(plain.expected[g]), 2);
    }
    if (!plain.compared)
        report_caution(report, "no event happened while two groups were at risk: nothing could be compared.");
}

bool task_survival(struct job *job, struct err *err)
{
    static const enum km_scale scales[] = {KM_LOGLOG, KM_LOG, KM_PLAIN};
    struct stats_times times = {0};
    double conf, until, *at;
    size_t scale, count;
    if (!stats_conf(job, &conf, err) ||
        !stats_word(job, OPTION_stats_scale, "loglog|log|plain", &scale, err) ||
        !stats_times_load(job, &times, TIMES_GROUP, err) || !stats_times_at(job, &times, &at, &count, err))
        return false;
    struct durations durations = stats_times_order(job, &times, false);
    const char *refused = times.chosen > 0 ? km_refused(&durations, times.chosen) : NULL;
    if (refused)
        return err_set(err, ERR_input, "%s; see mahi help stats competing", refused);
    struct km_curve *curves = km_curves(job->arena, &durations, CAUSE_ANY);
    if (!stats_real(job, OPTION_stats_until, last_common(&times, curves), 0, INFINITY, &until, err))
        return false;
    struct report *report = report_make(job->arena, "survival", "Who is still waiting");
    if (durations.causes_seen > 1)
        report_caution(
            report,
            "%zu ways out are taken together here: the curve is of those to whom nothing has happened yet.",
            durations.causes_seen);
    add_medians(job, report, &times, curves, until, scales[scale], conf);
    add_chart(job, report, &times, curves, scales[scale], conf);
    add_curves(job, report, &times, curves, at, count, scales[scale], conf);
    if (stats_times_groups(&times) > 1)
        add_logrank(job, report, &times);
    stats_people(report, times.data);
    stats_method(report,
                 "Kaplan & Meier 1958, limits on the %s scale, each for its time alone; medians, Brookmeyer "
                 "& Crowley 1982%s.",
                 scale == 0   ? "log-log"
                 : scale == 1 ? "log"
                              : "plain",
                 stats_times_groups(&times) > 1 ? "; log-rank, Mantel 1966" : "");
    return job_report(job, report), true;
}

static double *cox_matrix(struct job *job, const struct stats_times *times, struct covariate **covariates,
                          size_t *terms)
{
    *covariates = stats_covariates(times->data, terms);
    double *x = ARENA_ARRAY(job->arena, double, times->data->n **terms);
    for (size_t i = 0; i < times->data->n; i++)
        for (size_t j = 0; j < *terms; j++)
            x[i * *terms + j] = (*covariates)[j].value[i];
    return x;
}

static void cox_terms(struct job *job, struct report *report, const struct cox *fit,
                      const struct covariate *covariates, double conf)
{
    static const char *const columns[] = {
        "term|Covariate|t", "coef|Coefficient|n", "se|SE|n", "z|z|n", "p|p|n", "ratio|Hazard ratio|n", NULL};
    struct table *table = report_table(report, "coefficients", "Coefficients");
    stats_columns(table, columns);
    table_column(table, "limits",
                 arena_format(job->arena, "Its limits (%s)", stats_percent(job->arena, conf)),
                 COLUMN_interval);
    for (size_t j = 0; j < fit->n_terms; j++) {
        const struct cox_term *term = &fit->terms[j];
        int decimals = stats_decimals_of(term->se, 3);
        table_row(table);
        table_text(table, covariates[j].name);
        put_figure(table, term->coef, decimals);
        put_figure(table, term->se, decimals);
        put_figure(table, term->z, 2);
        put_p(table, term->p);
        put_figure(table, term->ratio, 3);
        put_interval(table, term->interval, 3, MEASURE_number);
        if (term->runs_off != 0)
            table_remark(table, "The likelihood rises for ever as this %s.",
                         term->runs_off > 0 ? "grows" : "falls");
    }
}

bool task_cox(struct job *job, struct err *err)
{
    static const char *const columns[] = {"test|That no covariate matters|t", "chi2|Chi-square|n", "df|df|n",
                                          "p|p|n", NULL};
    struct stats_times times = {0};
    struct covariate *covariates;
    double conf;
    size_t ties, terms;
    if (!stats_conf(job, &conf, err) || !stats_word(job, OPTION_stats_ties, "efron|breslow", &ties, err) ||
        !stats_times_load(job, &times, TIMES_COVARIATES, err))
        return false;
    double *x = cox_matrix(job, &times, &covariates, &terms);
    if (terms == 0)
        return err_set(err, ERR_input, "the covariates do not vary: each has one value only; name others");
    struct durations durations = stats_times_order(job, &times, true);
    struct cox fit =
        cox_fit(job->arena, &durations, times.chosen, x, terms, ties == 0 ? COX_EFRON : COX_BRESLOW, conf);
    struct report *report = report_make(job->arena, "cox", "How much faster");
    if (fit.monotone)
        report_caution(report, "no finite estimate exists: a covariate goes with every event without fail; "
                               "the score test still stands.");
    if (times.chosen > 0 && times.ways > 1)
        report_caution(report, "other ways out count as censored: this compares the rates at which people "
                               "leave this way, not the shares who do.");
    cox_terms(job, report, &fit, covariates, conf);
    struct table *table = report_table(
        report, "tests", arena_format(job->arena, "%zu people, %zu events", fit.n, fit.n_events));
    stats_columns(table, columns);
    test_row(table, "Likelihood ratio", &fit.lr);
    test_row(table, "Wald", &fit.wald);
    test_row(table, "Score", &fit.score);
    if (!fit.loglik.absent && !fit.loglik_null.absent)
        table_note(table, "Partial log likelihood %.4f, without covariates %.4f.", fit.loglik.value,
                   fit.loglik_null.value);
    stats_people(report, times.data);
    stats_method(report,
                 "Cox 1972, ties by %s%s; the ratio is supposed the same at all times: if the curves cross, "
                 "show them instead.",
                 ties == 0 ? "Efron 1977" : "Breslow 1974",
                 times.strata ? ", a baseline of its own in each stratum" : "");
    return job_report(job, report), true;
}
