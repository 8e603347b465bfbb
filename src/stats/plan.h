/* plan: how large must a study be, before it starts?
 *
 * power.h says what a finished study could have found; here stand the planner's questions: how many
 * people, how many events, how many offices, for a difference that would matter. Group 1 is the
 * programme, group 2 the comparison. Sizes come out as real numbers, for the planner to see how near
 * the next whole person is; round them up. Theory: docs/theory/planning.md.
 * IN everywhere: shares in [0, 1]; 0 < alpha < 1; 0 < power < 1; sizes >= 0; standard deviations >= 0;
 * all numbers finite; else asserts. Tests are two-sided at alpha.
 * CHECKED 11_power (power 1e-9, sizes and differences 1e-8), and by hand. */
#ifndef STATS_PLAN_H
#define STATS_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/figure.h"

/* ---- shares ---- */

/* How far two shares are apart on the scale where their spread is the same everywhere.
 * OUT 2 asin(sqrt p1) - 2 asin(sqrt p2), signed.
 * METHOD Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, ch. 6. */
double plan_cohen_h(double p1, double p2);

/* Probability that the arcsine test finds p1 and p2 different. Beside power_two_proportions it shows
 * how much hangs on the approximation. Significance on the wrong side counts, which matters only where
 * power is near alpha.
 * ABSENT when a group is empty or the shares are equal. */
struct figure power_arcsine(double p1, double p2, int64_t n1, int64_t n2, double alpha);

/* As power_two_proportions (power.h), with significance on the wrong side counted too. */
struct figure power_two_proportions_any_side(double p1, double p2, int64_t n1, int64_t n2, double alpha);

/* People the programme needs so that power_two_proportions reaches `power`, with `ratio` people in the
 * comparison for each in the programme.
 * IN ratio > 0.
 * OUT the programme's size; the comparison's is ratio times it.
 * ABSENT when the shares are equal.
 * METHOD Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, ch. 4, formula
 * without continuity correction. Closed form. */
struct figure plan_people_for_shares(double p1, double p2, double ratio, double alpha, double power);

/* ---- means ---- */

/* Probability that the pooled t test finds a true difference `delta` of means whose standard deviation
 * is `sd` in both groups.
 * IN `any_side`: count significance on the wrong side too.
 * ABSENT when a group is empty, both have one person, delta is 0, or nothing varies.
 * METHOD the noncentral t curve, with n1 + n2 - 2 degrees of freedom and noncentrality |delta| / (sd
 * sqrt(1/n1 + 1/n2)). */
struct figure power_means(double delta, double sd, double n1, double n2, double alpha, bool any_side);

/* The difference at which power_means (right side only) reaches `power`, above 0, to the last bits.
 * ABSENT when a group is empty, both have one person, or nothing varies. */
struct figure mde_means(double sd, double n1, double n2, double alpha, double power);

/* People the programme needs so that power_means (right side only) reaches `power`, with ratio times
 * as many in the comparison.
 * OUT at least 2 in each group; the smallest such size where even that is more than enough.
 * ABSENT when delta is 0, nothing varies, or 10^15 people are too few. */
struct figure plan_people_for_means(double delta, double sd, double ratio, double alpha, double power);

/* ---- time to work ---- */

/* Events (people seen to find work, both groups together) that the log-rank test needs to find a ratio
 * of hazards. People still searching at the end add nothing.
 * IN hazard_ratio > 0; 0 < share < 1, the programme's share of all people.
 * ABSENT when the ratio is 1.
 * METHOD Schoenfeld 1981, Biometrika 68:316-319; 1983, Biometrics 39:499-503. */
struct figure plan_events(double hazard_ratio, double share, double alpha, double power);

/* The probability of finding it with so many events, on the right side.
 * ABSENT as plan_events. */
struct figure power_events(double hazard_ratio, double share, double events, double alpha);

/* ---- whole offices drawn ---- */

/* How many times larger a variance is because people come in clusters (offices, courses) whose members
 * are alike.
 * IN `people` in a mean cluster, above 0; `icc`, the correlation of two of them, -1 to 1; `cv`, the
 * standard deviation of the cluster sizes over their mean, 0 when all are equal.
 * OUT 1 + ((1 + cv^2) people - 1) icc.
 * ABSENT when it would not be above 0: so negative a correlation cannot be.
 * METHOD Kish 1965, Survey Sampling, ch. 5; unequal sizes, Eldridge, Ashby & Kerry 2006, International
 * Journal of Epidemiology 35:1292-1300. */
struct figure cluster_design_effect(double people, double icc, double cv);

/* As many people drawn one by one would tell as much.
 * OUT people of all clusters over the design effect. */
struct figure cluster_effective_size(double people, double design_effect);

/* The smallest difference of shares that whole clusters could show.
 * IN clusters1 of `people` each in the programme, clusters2 in the comparison, whose true share is
 * base_share; the design effect.
 * OUT above 0; by the normal curve in `z`, and in `t` by Student's with clusters1 + clusters2 - 2
 * degrees of freedom, which is the one to believe with under some forty clusters.
 * ABSENT when a group has no cluster, or the base is 0 or 1; `t` also with two clusters in all.
 * METHOD as mde_simple with the variance times the design effect; t, Bloom 2005, Learning More from
 * Social Experiments, ch. 4. */
struct cluster_mde {
    struct figure z, t;
};

struct cluster_mde cluster_mde(double base_share, double clusters1, double clusters2, double people,
                               double design_effect, double alpha, double power);

#endif
