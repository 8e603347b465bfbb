#include "stats/competing.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/banned.h"

static const char EMPTY[] = "nobody is in the group";

/* Variances and covariance of the share still waiting and the share who left one way. */
struct spread {
    double waiting, both, share;
};

/* What was drawn at one time: p left one way and `all` any way, of `from` still waiting; the variance of p,
 * of all, and their covariance. */
struct draw {
    double from, p, all, var_p, var_all, both;
};

/* waiting' = waiting (1 - all), share' = share + waiting p: carried forward by first derivatives. */
static void spread_carry(struct spread *spread, const struct draw *draw)
{
    double stay = 1 - draw->all, square = draw->from * draw->from, before = spread->waiting;
    spread->share += 2 * draw->p * spread->both + draw->p * draw->p * before + square * draw->var_p;
    spread->both = stay * (spread->both + draw->p * before) - square * draw->both;
    spread->waiting = stay * stay * before + square * draw->var_all;
}

/* One way out, being written. */
struct way_writer {
    uint32_t *events, events_now;
    double *share, *se, *se_aalen;
    double share_now, aalen_now; /* Aalen's error changes with events of this way only */
    struct spread greenwood, aalen;
    size_t n_events;
};

/* One group, being written. */
struct writer {
    double *time, *waiting, waiting_now;
    uint32_t *at_risk, *censored, censored_now, events_now;
    size_t rows, left, n_events;
    struct way_writer *way;
};

static void writer_open(struct writer *writer, struct arena *arena, size_t rows, size_t n, size_t causes)
{
    *writer = (struct writer){.time = ARENA_ARRAY(arena, double, rows),
                              .waiting = ARENA_ARRAY(arena, double, rows),
                              .at_risk = ARENA_ARRAY(arena, uint32_t, rows),
                              .censored = ARENA_ARRAY(arena, uint32_t, rows),
                              .way = memory_alloc(causes * sizeof(struct way_writer)),
                              .waiting_now = 1,
                              .left = n};
    for (size_t c = 0; c < causes; c++) {
        struct way_writer *way = &writer->way[c];
        way->events = ARENA_ARRAY(arena, uint32_t, rows);
        way->share = ARENA_ARRAY(arena, double, rows);
        way->se = ARENA_ARRAY(arena, double, rows);
        way->se_aalen = ARENA_ARRAY(arena, double, rows);
    }
}

/* The variance of d / n when d of n are drawn without looking at others: the hypergeometric's for ties. */
static double count_variance(double d, double n)
{
    return d > 1 ? d / (n * n) * (1 - (d - 1) / (n - 1)) : d / (n * n);
}

/* d of the n at risk left this way just now, and `all` any way; n_events had left in all before. */
static void way_step(struct way_writer *way, double waiting, double n, double all, size_t n_events)
{
    double d = way->events_now, p = d / n, q = all / n;
    struct draw draw = {.from = waiting,
                        .p = p,
                        .all = q,
                        .var_p = p * (1 - p) / n,
                        .var_all = q * (1 - q) / n,
                        .both = p * (1 - q) / n};
    spread_carry(&way->greenwood, &draw);
    draw.var_p = draw.both = count_variance(d, n);
    draw.var_all = draw.var_p + count_variance(all - d, n);
    spread_carry(&way->aalen, &draw);
    way->share_now += waiting * p;
    way->n_events += way->events_now;
    if (way->n_events ==
        n_events + (size_t)all) { /* the only way so far: share = 1 - waiting, without rounding */
        way->greenwood.share = way->greenwood.waiting;
        way->greenwood.both = -way->greenwood.waiting;
    }
    if (way->events_now > 0)
        way->aalen_now = sqrt(fmax(way->aalen.share, 0));
}

static void writer_row(struct writer *writer, double time, size_t causes)
{
    if (writer->events_now + writer->censored_now == 0)
        return;
    size_t row = writer->rows++;
    double n = (double)writer->left, all = writer->events_now;
    writer->time[row] = time;
    writer->at_risk[row] = (uint32_t)writer->left;
    writer->censored[row] = writer->censored_now;
    for (size_t c = 0; c < causes; c++) {
        struct way_writer *way = &writer->way[c];
        if (writer->events_now > 0)
            way_step(way, writer->waiting_now, n, all, writer->n_events);
        way->events[row] = way->events_now;
        way->share[row] = way->share_now;
        way->se[row] = sqrt(fmax(way->greenwood.share, 0));
        way->se_aalen[row] = way->aalen_now;
        way->events_now = 0;
    }
    writer->waiting_now *= (n - all) / n; /* exactly 0 when all have left */
    writer->waiting[row] = writer->waiting_now;
    writer->n_events += writer->events_now;
    writer->left -= writer->events_now + writer->censored_now;
    writer->events_now = writer->censored_now = 0;
}

static void curves_write(const struct durations *durations, struct writer *writers)
{
    const struct duration *people = durations->people;
    for (size_t at = 0, end; at < durations->n; at = end) {
        end = durations_tie_end(people, at, durations->n);
        for (size_t i = at; i < end; i++) {
            struct writer *writer = &writers[people[i].group];
            if (people[i].cause > 0) {
                writer->way[people[i].cause - 1].events_now++;
                writer->events_now++;
            } else {
                writer->censored_now++;
            }
        }
        if (end - at < durations->groups)
            for (size_t i = at; i < end; i++)
                writer_row(&writers[people[i].group], people[at].time, durations->causes);
        else
            for (size_t g = 0; g < durations->groups; g++)
                writer_row(&writers[g], people[at].time, durations->causes);
    }
}

static struct cif_curve curve_of(struct arena *arena, const struct writer *writer, size_t n, size_t causes)
{
    struct cif_way *ways = ARENA_ARRAY(arena, struct cif_way, causes);
    for (size_t c = 0; c < causes; c++) {
        const struct way_writer *way = &writer->way[c];
        ways[c] = (struct cif_way){.n_events = way->n_events,
                                   .events = way->events,
                                   .share = way->share,
                                   .se = way->se,
                                   .se_aalen = way->se_aalen};
    }
    return (struct cif_curve){.n = n,
                              .rows = writer->rows,
                              .causes = causes,
                              .time = writer->time,
                              .at_risk = writer->at_risk,
                              .censored = writer->censored,
                              .waiting = writer->waiting,
                              .way = ways};
}

struct cif_curve *cif_curves(struct arena *arena, const struct durations *durations)
{
    assert(durations->strata == 1);
    size_t groups = durations->groups, causes = durations->causes, times = durations_times(durations);
    struct cif_curve *curves = ARENA_ARRAY(arena, struct cif_curve, groups);
    struct writer *writers = memory_alloc(groups * sizeof *writers);
    for (size_t g = 0; g < groups; g++) {
        size_t n = durations->group_n[g];
        writer_open(&writers[g], arena, times < n ? times : n, n, causes);
    }
    curves_write(durations, writers);
    for (size_t g = 0; g < groups; g++) {
        curves[g] = curve_of(arena, &writers[g], durations->group_n[g], causes);
        free(writers[g].way);
    }
    free(writers);
    return curves;
}

/* ---- at a time ---- */

/* Why the curve says nothing about `time`, or NULL. */
static const char *unknown_at(const struct cif_curve *curve, double time)
{
    if (curve->rows == 0)
        return EMPTY;
    size_t last = curve->rows - 1;
    return time > curve->time[last] && curve->waiting[last] > 0 ? "nobody was followed that long" : NULL;
}

/* The value at `time` of a line given by rows, `first` before the first of them. */
static struct figure line_at(const struct cif_curve *curve, const double *line, double first, double time)
{
    const char *why = unknown_at(curve, time);
    if (why)
        return figure_absent(why);
    size_t rows = times_until(curve->time, curve->rows, time);
    return figure_of(rows > 0 ? line[rows - 1] : first);
}

static const struct cif_way *way_of(const struct cif_curve *curve, size_t cause)
{
    assert(cause >= 1 && cause <= curve->causes);
    return &curve->way[cause - 1];
}

struct figure cif_share(const struct cif_curve *curve, size_t cause, double time)
{
    return line_at(curve, way_of(curve, cause)->share, 0, time);
}

struct figure cif_se(const struct cif_curve *curve, size_t cause, double time)
{
    return line_at(curve, way_of(curve, cause)->se, 0, time);
}

struct figure cif_waiting(const struct cif_curve *curve, double time)
{
    return line_at(curve, curve->waiting, 1, time);
}

struct figure cif_se_aalen_at(const struct cif_curve *curve, size_t cause, size_t row)
{
    assert(row < curve->rows);
    const struct cif_way *way = way_of(curve, cause);
    return way->n_events > 0 ? figure_of(way->se_aalen[row])
                             : figure_absent("nobody of the group leaves this way");
}

struct interval cif_interval(const struct cif_curve *curve, size_t cause, size_t row, enum km_scale scale,
                             double conf)
{
    assert(row < curve->rows);
    const struct cif_way *way = way_of(curve, cause);
    if (!(way->share[row] > 0))
        return interval_absent("nobody has left this way yet");
    return share_interval(way->share[row], way->se[row] / way->share[row], scale, z_of_confidence(conf));
}
