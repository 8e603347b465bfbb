/* Tasks on time with several ways out: their shares, and where people stand at follow-up dates. */
#include "cli/stats_times.h"

#include <inttypes.h>
#include <math.h>

#include "base/banned.h"

static void share_row(struct job *job, struct table *table, const struct stats_times *times,
                      const struct cif_curve *curve, size_t group, size_t cause, double time, double conf)
{
    struct figure share = cif_share(curve, cause, time), se = cif_se(curve, cause, time);
    size_t rows = times_until(curve->time, curve->rows, time);
    struct interval limits = rows == 0      ? interval_absent("nobody has left this way yet")
                             : share.absent ? interval_absent(share.absent)
                                            : cif_interval(curve, cause, rows - 1, KM_LOGLOG, conf);
    table_row(table);
    table_text(table, stats_times_group(times, group));
    table_text(table, times->way[cause - 1]);
    table_text(table, stats_time_words(job->arena, time));
    put_share(table, share);
    put_figure(table, se, 4);
    put_interval(table, limits, 1, MEASURE_share);
}

static void add_waiting(struct job *job, struct report *report, const struct stats_times *times,
                        const struct cif_curve *curves, const double *at, size_t count)
{
    static const char *const columns[] = {"group|Group|t", "time|Time|t", "at_risk|At risk|n",
                                          "waiting|Left in no way|n", NULL};
    struct table *table = report_table(report, "waiting", "Still waiting, and at risk");
    stats_columns(table, columns);
    for (size_t g = 0; g < stats_times_groups(times); g++)
        for (size_t i = 0; i < count; i++) {
            const struct cif_curve *curve = &curves[g];
            size_t before = times_until(curve->time, curve->rows, nextafter(at[i], -1));
            table_row(table);
            table_text(table, stats_times_group(times, g));
            table_text(table, stats_time_words(job->arena, at[i]));
            put_count(table, before < curve->rows ? curve->at_risk[before] : 0);
            put_share(table, cif_waiting(curve, at[i]));
        }
}

static void add_gray(struct job *job, struct report *report, const struct stats_times *times)
{
    static const char *const columns[] = {"way|Way out|t", "test|Test|t", "chi2|Chi-square|n",
                                          "df|df|n",       "p|p|n",       NULL};
    struct durations durations = stats_times_order(job, times, true);
    struct table *table = report_table(report, "tests", "Do the groups differ");
    stats_columns(table, columns);
    for (size_t cause = 1; cause <= times->ways; cause++)
        for (int rates = 0; rates < 2; rates++) {
            struct chi_test test = rates ? logrank_test(job->arena, &durations, cause, 0).test
                                         : gray_test(job->arena, &durations, cause);
            table_row(table);
            table_text(table, times->way[cause - 1]);
            table_text(table, rates ? "rates: log-rank" : "shares: Gray");
            put_figure(table, test.chi2, 3);
            put_count(table, test.df);
            put_p(table, test.p);
        }
}

/* The whole of each curve, from nobody at the start. */
static void add_chart(struct job *job, struct report *report, const struct stats_times *times,
                      const struct cif_curve *curves, double conf)
{
    if (stats_times_groups(times) * times->ways > CHART_CURVES_MAX)
        return;
    struct chart *chart = report_curves(report, "chart", "Left over time", times->time->name,
                                        "Share who have left", MEASURE_share, 1);
    for (size_t g = 0; g < stats_times_groups(times); g++)
        for (size_t cause = 1; cause <= times->ways; cause++) {
            const struct cif_curve *curve = &curves[g];
            const size_t every = curve->rows / CHART_POINTS_MAX + 1;
            chart_curve(
                chart, arena_format(job->arena, "curve_%zu_%zu", g + 1, cause),
                arena_format(job->arena, "%s: %s", stats_times_group(times, g), times->way[cause - 1]));
            if (curve->rows > 0)
                chart_point(chart, 0, 0, 0, 0);
            for (size_t r = 0; r < curve->rows; r++)
                if (r % every == 0 || r + 1 == curve->rows)
                    stats_times_point(chart, curve->time[r], curve->way[cause - 1].share[r],
                                      cif_interval(curve, cause, r, KM_LOGLOG, conf));
        }
}

bool task_competing(struct job *job, struct err *err)
{
    static const char *const columns[] = {
        "group|Group|t", "way|Way out|t",   "time|Time|t", "share|Left by then|n",
        "se|SE|n",       "limits|Limits|i", NULL};
    struct stats_times times = {0};
    double conf, *at;
    size_t count;
    if (!stats_conf(job, &conf, err) || !stats_times_load(job, &times, TIMES_GROUP, err) ||
        !stats_times_at(job, &times, &at, &count, err))
        return false;
    struct durations durations = stats_times_order(job, &times, false);
    struct cif_curve *curves = cif_curves(job->arena, &durations);
    struct report *report = report_make(job->arena, "competing", "Who has left, and how");
    add_chart(job, report, &times, curves, conf);
    struct table *table = report_table(
        report, "shares",
        arena_format(job->arena, "Share who have left, limits at %s", stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    for (size_t g = 0; g < stats_times_groups(&times); g++)
        for (size_t cause = 1; cause <= times.ways; cause++)
            for (size_t i = 0; i < count; i++)
                share_row(job, table, &times, &curves[g], g, cause, at[i], conf);
    add_waiting(job, report, &times, curves, at, count);
    if (stats_times_groups(&times) > 1)
        add_gray(job, report, &times);
    if (times.ways == 1)
        report_caution(report, "column \"%s\" holds one way out only.", times.event->name);
    stats_people(report, times.data);
    stats_method(report,
                 "Aalen & Johansen 1978, errors by the infinitesimal jackknife, limits on the log-log "
                 "scale%s. One minus Kaplan-Meier of a single way is not given: it is too high.",
                 stats_times_groups(&times) > 1 ? "; Gray 1988" : "");
    return job_report(job, report), true;
}

/* Shares are of those known; bounds of all. */
static void state_row(struct job *job, struct table *table, const struct stats_times *times, size_t group,
                      double time, const char *state, int64_t k, const struct followup *followup, double conf)
{
    struct interval bounds = proportion_bounds(k, followup->known, followup->n);
    table_row(table);
    table_text(table, stats_times_group(times, group));
    table_text(table, stats_time_words(job->arena, time));
    table_text(table, state);
    table_rate(table, k, followup->known);
    put_interval(table, proportion_wilson(k, followup->known, conf), 1, MEASURE_share);
    put_interval(table, bounds, 1, MEASURE_share);
}

static void add_date(struct job *job, struct table *table, struct table *known,
                     const struct stats_times *times, size_t group, const struct followup *followup,
                     double time, double conf)
{
    table_row(known);
    table_text(known, stats_times_group(times, group));
    table_text(known, stats_time_words(job->arena, time));
    table_rate(known, followup->known, followup->n);
    table_int(known, followup->unknown);
    state_row(job, table, times, group, time, "still there", followup->still, followup, conf);
    for (size_t way = 1; way <= times->ways; way++)
        state_row(job, table, times, group, time, times->way[way - 1], followup->left[way], followup, conf);
}

bool task_followup(struct job *job, struct err *err)
{
    static const char *const columns[] = {"group|Group|t",
                                          "time|At|t",
                                          "state|State|t",
                                          "people|Of those known|r",
                                          "limits|Wilson|i",
                                          "bounds|If the lost were known|i",
                                          NULL};
    static const char *const known_columns[] = {"group|Group|t", "time|At|t", "known|Known|r",
                                                "unknown|Lost|n", NULL};
    struct stats_times times = {0};
    double conf, *at;
    size_t count;
    if (!job_option(job, OPTION_stats_at))
        return err_set(err, ERR_usage, "say at which times after the start: --at 26,52");
    if (!stats_conf(job, &conf, err) || !stats_times_load(job, &times, TIMES_GROUP, err) ||
        !stats_times_at(job, &times, &at, &count, err))
        return false;
    if (times.ways > FOLLOWUP_WAYS_MAX)
        return err_set(err, ERR_input,
                       "column \"%s\" holds %zu ways out; at most %d fit a follow-up: make it coarser",
                       times.event->name, times.ways, FOLLOWUP_WAYS_MAX);
    struct report *report = report_make(job->arena, "followup", "Where everybody stands");
    struct table *known = report_table(report, "known", "Who is known at each date");
    stats_columns(known, known_columns);
    struct table *table = report_table(
        report, "states", arena_format(job->arena, "States, limits at %s", stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    struct followup_spell *spells = ARENA_ARRAY(job->arena, struct followup_spell, times.data->n);
    for (size_t g = 0; g < stats_times_groups(&times); g++) {
        size_t n = 0;
        for (size_t i = 0; i < times.data->n; i++)
            if (!times.group || (size_t)times.group->value[i] == g)
                spells[n++] = (struct followup_spell){times.time->value[i], times.cause[i]};
        for (size_t i = 0; i < count; i++) {
            struct followup followup = followup_at(spells, n, at[i]);
            add_date(job, table, known, &times, g, &followup, at[i], conf);
        }
    }
    table_note(table, "If the lost were known: the least and the most that the share of all could be; logic, "
                      "without chance.");
    stats_people(report, times.data);
    stats_method(report, "states of those known, Wilson 1927; bounds for all, Manski 1990. Last heard of "
                         "before the date, still there: lost, never counted as still there.");
    return job_report(job, report), true;
}
