/* match_kernel: each participant is compared with everybody near, near ones counting more.
 *
 * All controls whose distance differs by no more than the bandwidth make up a participant's comparison.
 * Radius matching counts them alike; the Epanechnikov kernel counts one at a gap of u bandwidths 1 - u². Each
 * participant's controls have weights that add up to 1, so a control near many participants counts for many:
 * matching with replacement. A participant with nobody near is off the common support and left out.
 * Theory: docs/theory/matching-kernel.md. */
#ifndef STATS_MATCH_KERNEL_H
#define STATS_MATCH_KERNEL_H

#include "stats/match.h"

struct arena;

enum kernel_shape {
    KERNEL_RADIUS,       /* 1 up to and including the bandwidth */
    KERNEL_EPANECHNIKOV, /* 1 - u², and nothing at the bandwidth itself */
};

struct match_kernel {
    struct match_count count; /* matched_treated are those on the common support */
    double *weights; /* n: 1 for a participant on the support; what a control counts for, over all of them:
                        the controls' weights add up to matched_treated; 0 for who is not in */
};

/* Matches.
 * IN n people, finite distances; bandwidth above 0, in units of the distance.
 * OUT in `arena`. Nobody on the support is no failure: the count's notes say so.
 * COST one sort and a few steps a person, whatever the bandwidth; room for 8 numbers a person. Where all the
 * controls in reach stand at the very edge of the bandwidth they are added one by one.
 * METHOD Heckman, Ichimura & Todd 1997, Review of Economic Studies 64:605-654; radius: Dehejia & Wahba 2002,
 * Review of Economics and Statistics 84:151-161.
 * CHECKED against 16_radius_kernel (1e-12), against the double sum on random people, and by hand. */
struct match_kernel match_kernel(struct arena *arena, const double *treat, const double *distance, size_t n,
                                 enum kernel_shape shape, double bandwidth);

struct kernel_effect {
    struct figure mean_treated, mean_controls; /* on the support; absent when nobody is */
    struct figure effect;                      /* their difference: the effect on those who took part */
    struct figure se; /* var(treated)/N + var(controls used) · Σw²/N², variances with divisor n - 1: each
                         answer independent, one variance a side, the score known (Lechner 2001; it is
                         psmatch2's). Absent with under two people on a side */
};

/* The effect on one outcome.
 * IN outcome[i] finite wherever weights[i] is above 0. */
struct kernel_effect kernel_effect(const struct match_kernel *match, const double *treat,
                                   const double *outcome, size_t n);

#endif
