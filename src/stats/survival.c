#include "stats/survival.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <Rmath.h>

#include "base/banned.h"

static const char EMPTY[] = "nobody is in the group";
static const char ALL_GONE[] = "nobody is left without the event: nothing is left to vary";

/* Two values of a curve nearer than this are the same; rounding alone parts them. */
static const double LEVEL = 0x1p-26;

const char *km_refused(const struct durations *durations, size_t cause)
{
    assert(cause <= durations->causes);
    if (cause == CAUSE_ANY || durations->causes_seen < 2)
        return NULL;
    return "there are several ways out: a Kaplan-Meier curve of one of them would overstate it; use the "
           "cumulative incidence";
}

/* ---- the curves ---- */

/* A curve being written, and what happened in its group at the present time. */
struct writer {
    double *time, *waiting, *hazard, *spread;
    uint32_t *at_risk, *events, *censored;
    size_t rows, n_events, left; /* left: still at risk */
    uint32_t events_now, censored_now;
};

static void writer_open(struct writer *writer, struct arena *arena, size_t rows, size_t n)
{
    *writer = (struct writer){.time = ARENA_ARRAY(arena, double, rows),
                              .waiting = ARENA_ARRAY(arena, double, rows),
                              .hazard = ARENA_ARRAY(arena, double, rows),
                              .spread = ARENA_ARRAY(arena, double, rows),
                              .at_risk = ARENA_ARRAY(arena, uint32_t, rows),
                              .events = ARENA_ARRAY(arena, uint32_t, rows),
                              .censored = ARENA_ARRAY(arena, uint32_t, rows),
                              .left = n};
}

/* Writes the row of the present time, if anything happened in the group. */
static void writer_row(struct writer *writer, double time)
{
    if (writer->events_now + writer->censored_now == 0)
        return;
    size_t row = writer->rows++;
    double waiting = row > 0 ? writer->waiting[row - 1] : 1, hazard = row > 0 ? writer->hazard[row - 1] : 0,
           spread = row > 0 ? writer->spread[row - 1] : 0;
    if (writer->events_now > 0) {
        double n = (double)writer->left, d = writer->events_now;
        waiting *= (n - d) / n; /* exactly 0 when all had it */
        hazard += d / n;
        if (n > d) /* else the curve is at 0, where its error is absent */
            spread += d / (n * (n - d));
    }
    writer->time[row] = time;
    writer->at_risk[row] = (uint32_t)writer->left;
    writer->events[row] = writer->events_now;
    writer->censored[row] = writer->censored_now;
    writer->waiting[row] = waiting;
    writer->hazard[row] = hazard;
    writer->spread[row] = spread;
    writer->n_events += writer->events_now;
    writer->left -= writer->events_now + writer->censored_now;
    writer->events_now = writer->censored_now = 0;
}

static void curves_write(const struct durations *durations, size_t cause, struct writer *writers)
{
    const struct duration *people = durations->people;
    for (size_t at = 0, end; at < durations->n; at = end) {
        end = durations_tie_end(people, at, durations->n);
        for (size_t i = at; i < end; i++) {
            struct writer *writer = &writers[people[i].group];
            if (duration_has(&people[i], cause))
                writer->events_now++;
            else
                writer->censored_now++;
        }
        if (end - at < durations->groups)
            for (size_t i = at; i < end; i++)
                writer_row(&writers[people[i].group], people[at].time);
        else
            for (size_t g = 0; g < durations->groups; g++)
                writer_row(&writers[g], people[at].time);
    }
}

struct km_curve *km_curves(struct arena *arena, const struct durations *durations, size_t cause)
{
    assert(!km_refused(durations, cause) && durations->strata == 1);
    struct km_curve *curves = ARENA_ARRAY(arena, struct km_curve, durations->groups);
    struct writer *writers = memory_alloc(durations->groups * sizeof *writers);
    size_t times = durations_times(durations);
    for (size_t g = 0; g < durations->groups; g++) {
        size_t n = durations->group_n[g];
        writer_open(&writers[g], arena, times < n ? times : n, n);
    }
    curves_write(durations, cause, writers);
    for (size_t g = 0; g < durations->groups; g++) {
        const struct writer *w = &writers[g];
        curves[g] = (struct km_curve){.n = durations->group_n[g],
                                      .n_events = w->n_events,
                                      .rows = w->rows,
                                      .time = w->time,
                                      .at_risk = w->at_risk,
                                      .events = w->events,
                                      .censored = w->censored,
                                      .waiting = w->waiting,
                                      .hazard = w->hazard,
                                      .spread = w->spread};
    }
    free(writers);
    return curves;
}

/* ---- at a time ---- */

static bool is_at_zero(const struct km_curve *curve, size_t row)
{
    return curve->waiting[row] <= 0;
}

/* Why the curve says nothing about `time`, or NULL. */
static const char *unknown_at(const struct km_curve *curve, double time)
{
    if (curve->rows == 0)
        return EMPTY;
    size_t last = curve->rows - 1;
    return time > curve->time[last] && !is_at_zero(curve, last) ? "nobody was followed that long" : NULL;
}

struct figure km_waiting(const struct km_curve *curve, double time)
{
    const char *why = unknown_at(curve, time);
    if (why)
        return figure_absent(why);
    size_t rows = times_until(curve->time, curve->rows, time);
    return figure_of(rows > 0 ? curve->waiting[rows - 1] : 1);
}

struct figure km_se_at(const struct km_curve *curve, size_t row)
{
    assert(row < curve->rows);
    if (is_at_zero(curve, row))
        return figure_absent(ALL_GONE);
    return figure_of(curve->waiting[row] * sqrt(curve->spread[row]));
}

struct figure km_se(const struct km_curve *curve, double time)
{
    const char *why = unknown_at(curve, time);
    if (why)
        return figure_absent(why);
    size_t rows = times_until(curve->time, curve->rows, time);
    return rows > 0 ? km_se_at(curve, rows - 1) : figure_of(0);
}

size_t km_at_risk(const struct km_curve *curve, double time)
{
    size_t rows = times_until(curve->time, curve->rows, time);
    if (rows > 0 && curve->time[rows - 1] >= time)
        return curve->at_risk[rows - 1];
    return rows < curve->rows ? curve->at_risk[rows] : 0;
}

/* ---- intervals ---- */

struct interval share_interval(double share, double relative_se, enum km_scale scale, double z)
{
    double reach = z * relative_se; /* in log share */
    switch (scale) {
    case KM_PLAIN:
        return interval_of(fmax(share - share * reach, 0), fmin(share + share * reach, 1));
    case KM_LOG:
        return interval_of(exp(log(share) - reach), fmin(exp(log(share) + reach), 1));
    case KM_LOGLOG:
        break;
    }
    if (share >= 1)
        return interval_absent("the share is 1, and log(-log 1) does not exist");
    double log_hazard = log(-log(share)), part = reach / log(share);
    return interval_of(exp(-exp(log_hazard - part)), exp(-exp(log_hazard + part)));
}

static struct interval interval_at(const struct km_curve *curve, size_t row, enum km_scale scale, double z)
{
    if (is_at_zero(curve, row))
        return interval_absent(ALL_GONE);
    return share_interval(curve->waiting[row], sqrt(curve->spread[row]), scale, z);
}

double z_of_confidence(double conf)
{
    assert(0 < conf && conf < 1);
    return qnorm((1 - conf) / 2, 0, 1, 0, 0);
}

struct interval km_interval(const struct km_curve *curve, size_t row, enum km_scale scale, double conf)
{
    assert(row < curve->rows);
    return interval_at(curve, row, scale, z_of_confidence(conf));
}

/* ---- quantiles ---- */

/* Reads one line, the curve or a limit, off row by row, for where it comes down to 1 - share. The curve only
 * falls; a limit may rise again, and then counts where it is highest of what lies at or under 1 - share. */
struct descent {
    double target;    /* 1 - share */
    double at, below; /* the highest at the target or under it; under it; 0 or more when found */
    double at_time, below_time;
    double last; /* the last value of the line; below 0 where it does not exist */
};

static struct descent descent_to(double target)
{
    return (struct descent){.target = target, .at = -1, .below = -1};
}

static void descent_step(struct descent *descent, double time, double value)
{
    descent->last = value;
    if (value > descent->target + LEVEL)
        return;
    if (value > descent->at) {
        descent->at = value;
        descent->at_time = time;
    }
    if (value <= descent->target - LEVEL && value > descent->below) {
        descent->below = value;
        descent->below_time = time;
    }
}

static struct figure descent_time(const struct descent *descent, double last_time)
{
    if (descent->at >= 0 && fabs(descent->last - descent->target) < LEVEL)
        return figure_of((descent->at_time + last_time) / 2);
    if (descent->below >= 0)
        return figure_of((descent->at_time + descent->below_time) / 2);
    return figure_absent("the curve does not get that far");
}

struct km_quantile km_quantile(const struct km_curve *curve, double share, enum km_scale scale, double conf)
{
    assert(0 < share && share < 1);
    if (curve->rows == 0)
        return (struct km_quantile){figure_absent(EMPTY), figure_absent(EMPTY), figure_absent(EMPTY)};
    double z = z_of_confidence(conf);
    struct descent line = descent_to(1 - share), low = line, high = line;
    for (size_t row = 0; row < curve->rows; row++) {
        if (row > 0 && curve->events[row] == 0)
            continue;
        double time = curve->time[row];
        struct interval limits = interval_at(curve, row, scale, z);
        descent_step(&line, time, curve->waiting[row]);
        if (limits.absent) {
            low.last = high.last = -1;
            continue;
        }
        descent_step(&low, time, limits.low);
        descent_step(&high, time, limits.high);
    }
    double last = curve->time[curve->rows - 1];
    return (struct km_quantile){.time = descent_time(&line, last),
                                .low = descent_time(&low, last),
                                .high = descent_time(&high, last)};
}

/* ---- restricted mean ---- */

struct km_restricted km_restricted_mean(const struct km_curve *curve, double until)
{
    assert(isfinite(until) && until >= 0);
    if (curve->rows == 0)
        return (struct km_restricted){.mean = figure_absent(EMPTY), .se = figure_absent(EMPTY)};
    size_t rows = times_until(curve->time, curve->rows, until);
    double end = until, area = 0, variance = 0;
    for (size_t row = rows; row-- > 0;) {
        double n = curve->at_risk[row], d = curve->events[row];
        area += curve->waiting[row] * (end - curve->time[row]); /* from this row until the end */
        if (n > d)
            variance += area * area * d / (n * (n - d));
        end = curve->time[row];
    }
    return (struct km_restricted){.mean = figure_of(area + end),
                                  .se = figure_of(sqrt(variance)),
                                  .held_level = unknown_at(curve, until) != NULL};
}
