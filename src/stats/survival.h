/* survival: what share is still waiting after so many weeks, when not everybody was followed to the end.
 *
 * The Kaplan-Meier curve of each group, for one way out. With several ways out (work, training, leaving the
 * labour market) 1 minus such a curve is not the share who left in one of them: it answers what would happen
 * if the others did not exist, and is always too high. So a curve for one cause is refused while others occur
 * (km_refused). A curve of all causes together, the share to whom nothing
 * has happened yet, is always right.
 * Print the number at risk under every curve. Theory: docs/theory/survival.md.
 * CHECKED against 09_survival (1e-12, quantiles exact), and by hand in fractions. */
#ifndef STATS_SURVIVAL_H
#define STATS_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "stats/durations.h"
#include "stats/figure.h"

/* One group's curve: a row for each time at which anybody had the event or was censored. Between rows the
 * curve is level. */
struct km_curve {
    size_t n, n_events; /* people of the group, and how many of them had the event */
    size_t rows;        /* 0 when the group is empty */
    const double *time;
    const uint32_t *at_risk;  /* just before the time */
    const uint32_t *events;   /* at the time */
    const uint32_t *censored; /* at the time, after the events */
    const double *waiting;    /* share still without the event just after the time */
    const double *hazard;     /* cumulative, Nelson-Aalen: the sum of events / at_risk */
    const double *spread;     /* sum of events / (at_risk (at_risk - events)): the variance of log waiting */
};

/* NULL, or why a Kaplan-Meier curve of this cause (CAUSE_ANY for all together) must not be drawn: the
 * sentence that goes to the reader. */
const char *km_refused(const struct durations *durations, size_t cause);

/* The curves of every group, curve[g] that of group g.
 * IN not refused, one stratum; else asserts.
 * COST linear: 25 ms for a million different times, 9 ms in weeks, after durations_make.
 * METHOD Kaplan & Meier 1958, Journal of the American Statistical Association 53:457-481; Greenwood 1926. */
struct km_curve *km_curves(struct arena *arena, const struct durations *durations, size_t cause);

/* The share still waiting just after `time`, its Greenwood standard error, and how many were at risk just
 * before.
 * ABSENT both when the group is empty, or when `time` lies after the last time at which anybody was seen and
 * the curve is not at 0 there; the error alone where the curve is at 0: nobody is left to vary. */
struct figure km_waiting(const struct km_curve *curve, double time);
struct figure km_se(const struct km_curve *curve, double time);
size_t km_at_risk(const struct km_curve *curve, double time);

/* The same by row. */
struct figure km_se_at(const struct km_curve *curve, size_t row);

enum km_scale {
    KM_PLAIN,  /* waiting -+ z se, cut at 0 and 1: too low for the early weeks */
    KM_LOG,    /* normal in log waiting, cut at 1: R's default */
    KM_LOGLOG, /* normal in log(-log waiting): stays within 0..1; recommended */
};

/* The interval around a share on a scale, from its standard error over the share.
 * IN share > 0; z of z_of_confidence.
 * ABSENT when the share is 1 on the log-log scale. */
struct interval share_interval(double share, double relative_se, enum km_scale scale, double z);

/* The normal quantile of a two-sided interval: 1.96 for 0.95. IN 0 < conf < 1. */
double z_of_confidence(double conf);

/* The interval at a row, for that time alone, not for the whole curve.
 * IN 0 < conf < 1.
 * ABSENT where the curve is at 0; for KM_LOGLOG also where it is still at 1.
 * METHOD Kalbfleisch & Prentice 2002, The Statistical Analysis of Failure Time Data, 1.4. */
struct interval km_interval(const struct km_curve *curve, size_t row, enum km_scale scale, double conf);

/* When `share` of the people have had the event (0.5: the median), and the times at which the two limits of
 * the curve get there. */
struct km_quantile {
    struct figure time, low, high;
};

/* IN 0 < share < 1.
 * OUT the first time at which the curve is at 1 - share or below. If it stays at 1 - share exactly (within
 * 1.5e-8, for 0.7 * 5/7 is not quite 0.5) for a while, the middle of that while; if it does so to the end,
 * the middle between there and the last time seen. The limits are read off in the same way; should one
 * rise again, where it is highest of what lies at or under 1 - share.
 * ABSENT each on its own, when the curve (its limit) does not get that far.
 * METHOD as R survival's quantile; limits Brookmeyer & Crowley 1982, Biometrics 38:29-41.
 * COST linear. */
struct km_quantile km_quantile(const struct km_curve *curve, double share, enum km_scale scale, double conf);

/* The mean time without the event within the first `until`: the area under the curve. A mean over all time
 * does not exist where people are censored; this one does, and needs no model. */
struct km_restricted {
    struct figure mean, se;
    bool held_level; /* nobody was followed to `until`: the curve was held level from the last time seen, so
                        the mean is a guess from there on. Say so, or choose a shorter time */
};

/* IN until >= 0.
 * ABSENT when the group is empty.
 * COST linear.
 * METHOD Klein & Moeschberger 2003, Survival Analysis, 4.5. An event that leaves nobody at risk adds nothing
 * to the variance. */
struct km_restricted km_restricted_mean(const struct km_curve *curve, double until);

#endif
