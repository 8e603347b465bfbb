/* competing: what share has left by each way out, when there are several.
 *
 * Work, training, leaving the labour market: whoever leaves one way can no longer leave another. The
 * cumulative incidence of a way is the share of all who have left by it; over all ways, and those still
 * waiting, the shares add up to 1 at every time. The naive 1 - Kaplan-Meier of one way, the others counted
 * as censored, is larger and adds up to more than 1: never report it (survival.h refuses it). Print the
 * number at risk under every curve. Theory: docs/theory/competing.md.
 * CHECKED against 10_competing (1e-12; Gray's test 1e-9), by hand in fractions, and the jackknife by its
 * definition, person by person. */
#ifndef STATS_COMPETING_H
#define STATS_COMPETING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "stats/durations.h"
#include "stats/figure.h"
#include "stats/logrank.h"
#include "stats/survival.h"

/* One way out, in one group, by the curve's rows. */
struct cif_way {
    size_t n_events;
    const uint32_t *events; /* at the time */
    const double *share;    /* who have left this way by then: the Aalen-Johansen estimate */
    const double *se;       /* its standard error: the infinitesimal jackknife, which is also Greenwood's */
    const double *se_aalen; /* Aalen's, as cmprsk prints; larger or smaller, in tiny groups by a quarter */
};

/* One group: a row for each time at which anybody left or was censored; level between rows. */
struct cif_curve {
    size_t n, rows, causes;
    const double *time;
    const uint32_t *at_risk, *censored; /* just before the time; at the time, after the events */
    const double *waiting;              /* share to whom nothing has happened, just after the time */
    const struct cif_way *way;          /* of cause c: way[c - 1] */
};

/* The curves of every group, curve[g] that of group g.
 * IN one stratum; else asserts.
 * COST linear in people times causes: 150 ms for a million different times and three ways, 9 ms in weeks,
 * after durations_make.
 * METHOD Aalen & Johansen 1978, Scandinavian Journal of Statistics 5:141-150. Standard error: Greenwood's
 * for the multinomial draw at each time, carried forward (Andersen et al. 1993, IV.4); it equals the
 * infinitesimal jackknife exactly (docs/theory/competing.md). Aalen's: Aalen 1978, Annals of Statistics
 * 6:534-545, each cause a count of its own. */
struct cif_curve *cif_curves(struct arena *arena, const struct durations *durations);

/* At a time: who have left by `cause`, its standard error (jackknife), who have not left.
 * IN 1 <= cause <= causes.
 * ABSENT when the group is empty, or when `time` lies after the last time at which anybody was seen and
 * some were still waiting. */
struct figure cif_share(const struct cif_curve *curve, size_t cause, double time);
struct figure cif_se(const struct cif_curve *curve, size_t cause, double time);
struct figure cif_waiting(const struct cif_curve *curve, double time);

/* Aalen's standard error at a row.
 * ABSENT when nobody of the group ever leaves this way. */
struct figure cif_se_aalen_at(const struct cif_curve *curve, size_t cause, size_t row);

/* The interval at a row, for that time alone, from the jackknife's error. KM_LOGLOG is recommended; on
 * KM_LOG, R's default, small shares in small groups reach up to 1.
 * ABSENT where nobody has left this way yet; for KM_LOGLOG also where all have. */
struct interval cif_interval(const struct cif_curve *curve, size_t cause, size_t row, enum km_scale scale,
                             double conf);

/* Do the groups differ in the share who leave by `cause`? Gray's test, the log-rank of cumulative
 * incidence, stratum by stratum if there are strata.
 * OUT df: groups that can be told apart, less one.
 * ABSENT when fewer than two groups have people, nobody leaves this way, or nothing could be compared.
 * COST linear in people, times groups cubed: 45 ms for a million different times in two groups.
 * METHOD Gray 1988, Annals of Statistics 16:1141-1154, rho 0; tied events as in his cmprsk.
 * CHECKED 10_competing (1e-9), R cmprsk with three groups and strata. */
struct chi_test gray_test(struct arena *arena, const struct durations *durations, size_t cause);

#endif
