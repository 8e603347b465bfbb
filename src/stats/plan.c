#include "stats/plan.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include <Rmath.h>

#include "stats/power.h"
#include "stats/proportion.h"

#include "base/banned.h"

static const char NOTHING_TO_FIND[] = "the two groups are equal: there is nothing to find";
static const char CONSTANT[] = "the answers do not vary";

/* The z value with `tail` above it. */
static double z_above(double tail)
{
    return qnorm(tail, 0, 1, 0, 0);
}

static bool is_inside(double chance)
{
    return 0 < chance && chance < 1;
}

static bool is_share(double share)
{
    return 0 <= share && share <= 1;
}

static double square(double x)
{
    return x * x;
}

/* Power when the statistic is normal, `reach` standard errors away; both tails. */
static double two_tails(double reach, double z_alpha)
{
    return pnorm(reach - z_alpha, 0, 1, 1, 0) + pnorm(-reach - z_alpha, 0, 1, 1, 0);
}

/* ---- shares ---- */

double plan_cohen_h(double p1, double p2)
{
    assert(is_share(p1) && is_share(p2));
    return 2 * asin(sqrt(p1)) - 2 * asin(sqrt(p2));
}

static const char *shares_absent(double p1, double p2, int64_t n1, int64_t n2)
{
    const char *why = difference_absent(n1, n2);
    return why ? why : fabs(p1 - p2) <= 0 ? NOTHING_TO_FIND : NULL;
}

struct figure power_arcsine(double p1, double p2, int64_t n1, int64_t n2, double alpha)
{
    assert(is_share(p1) && is_share(p2) && is_inside(alpha));
    const char *why = shares_absent(p1, p2, n1, n2);
    if (why)
        return figure_absent(why);
    double size = (double)n1 * ((double)n2 / ((double)n1 + (double)n2));
    return figure_of(two_tails(fabs(plan_cohen_h(p1, p2)) * sqrt(size), z_above(alpha / 2)));
}

struct figure power_two_proportions_any_side(double p1, double p2, int64_t n1, int64_t n2, double alpha)
{
    struct figure right = power_two_proportions(p1, p2, n1, n2, alpha);
    if (right.absent)
        return right;
    double a = (double)n1, b = (double)n2, pooled = (a * p1 + b * p2) / (a + b);
    double under_null = sqrt(pooled * (1 - pooled) * (1 / a + 1 / b));
    double under_truth = sqrt(p1 * (1 - p1) / a + p2 * (1 - p2) / b);
    if (under_truth <= 0) /* all against none: the wrong side cannot be */
        return right;
    double wrong = (fabs(p1 - p2) + z_above(alpha / 2) * under_null) / under_truth;
    return figure_of(right.value + pnorm(wrong, 0, 1, 0, 0));
}

struct figure plan_people_for_shares(double p1, double p2, double ratio, double alpha, double power)
{
    assert(is_share(p1) && is_share(p2) && ratio > 0 && isfinite(ratio));
    assert(is_inside(alpha) && is_inside(power));
    if (fabs(p1 - p2) <= 0)
        return figure_absent(NOTHING_TO_FIND);
    double pooled = (p1 + ratio * p2) / (1 + ratio);
    double under_null = sqrt((1 + 1 / ratio) * pooled * (1 - pooled));
    double under_truth = sqrt(p1 * (1 - p1) + p2 * (1 - p2) / ratio);
    double reach = z_above(alpha / 2) * under_null + z_above(1 - power) * under_truth;
    return figure_of(reach > 0 ? square(reach / (p1 - p2)) : 0);
}

/* ---- means ---- */

static const char *means_absent(double sd, double n1, double n2)
{
    assert(sd >= 0 && isfinite(sd) && n1 >= 0 && n2 >= 0 && isfinite(n1) && isfinite(n2));
    const char *why = difference_absent(n1 > 0, n2 > 0);
    if (why)
        return why;
    if (n1 + n2 <= 2)
        return "two people have no spread within their groups";
    return sd > 0 ? NULL : CONSTANT;
}

/* Power of the t test at noncentrality `reach`; the tails of the noncentral curve lie the same way round as
 * the central one's. */
static double t_power(double reach, double df, double alpha, bool any_side)
{
    double edge = qt(alpha / 2, df, 0, 0);
    double power = pnt(edge, df, reach, 0, 0);
    return any_side ? power + pnt(-edge, df, reach, 1, 0) : power;
}

static double means_reach(double delta, double sd, double n1, double n2)
{
    return fabs(delta) / (sd * sqrt(1 / n1 + 1 / n2));
}

struct figure power_means(double delta, double sd, double n1, double n2, double alpha, bool any_side)
{
    assert(isfinite(delta) && is_inside(alpha));
    const char *why = means_absent(sd, n1, n2);
    if (!why && fabs(delta) <= 0)
        why = NOTHING_TO_FIND;
    if (why)
        return figure_absent(why);
    return figure_of(t_power(means_reach(delta, sd, n1, n2), n1 + n2 - 2, alpha, any_side));
}

/* The place between `missed` and `found` where a rising function reaches its target: halves the stretch until
 * no double lies between its ends. */
struct rising {
    double (*at)(const struct rising *rising, double place);
    double delta, sd, ratio, df, alpha;
};

static double rising_place(const struct rising *rising, double missed, double found, double target)
{
    for (;;) {
        double middle = missed + (found - missed) / 2;
        if (middle <= missed || middle >= found)
            return found;
        if (rising->at(rising, middle) < target)
            missed = middle;
        else
            found = middle;
    }
}

static double power_at_reach(const struct rising *rising, double reach)
{
    return t_power(reach, rising->df, rising->alpha, false);
}

struct figure mde_means(double sd, double n1, double n2, double alpha, double power)
{
    assert(is_inside(alpha) && is_inside(power));
    const char *why = means_absent(sd, n1, n2);
    if (why)
        return figure_absent(why);
    struct rising rising = {.at = power_at_reach, .df = n1 + n2 - 2, .alpha = alpha};
    double found = 1;
    if (power_at_reach(&rising, 0) >= power)
        return figure_absent("so little power is there without any difference");
    while (power_at_reach(&rising, found) < power)
        found *= 2;
    double reach = rising_place(&rising, 0, found, power);
    return figure_of(reach * sd * sqrt(1 / n1 + 1 / n2));
}

static double power_at_size(const struct rising *rising, double n1)
{
    double n2 = n1 * rising->ratio, reach = means_reach(rising->delta, rising->sd, n1, n2);
    return t_power(reach, n1 + n2 - 2, rising->alpha, false);
}

struct figure plan_people_for_means(double delta, double sd, double ratio, double alpha, double power)
{
    static const double MOST = 1e15;
    assert(isfinite(delta) && sd >= 0 && isfinite(sd) && ratio > 0 && isfinite(ratio));
    assert(is_inside(alpha) && is_inside(power));
    if (fabs(delta) <= 0 || sd <= 0)
        return figure_absent(sd <= 0 ? CONSTANT : NOTHING_TO_FIND);
    struct rising rising = {.at = power_at_size, .delta = delta, .sd = sd, .ratio = ratio, .alpha = alpha};
    double least = fmax(2, 2 / ratio), found = least;
    if (power_at_size(&rising, least) >= power)
        return figure_of(least);
    while (found < MOST && power_at_size(&rising, found) < power)
        found *= 2;
    if (found >= MOST)
        return figure_absent("no study could be large enough to find so small a difference");
    return figure_of(rising_place(&rising, found / 2, found, power));
}

/* ---- time to work ---- */

struct figure plan_events(double hazard_ratio, double share, double alpha, double power)
{
    assert(hazard_ratio > 0 && isfinite(hazard_ratio) && is_inside(share));
    assert(is_inside(alpha) && is_inside(power));
    double effect = log(hazard_ratio), reach = z_above(alpha / 2) + z_above(1 - power);
    if (fabs(effect) <= 0)
        return figure_absent(NOTHING_TO_FIND);
    return figure_of(reach > 0 ? square(reach / effect) / (share * (1 - share)) : 0);
}

struct figure power_events(double hazard_ratio, double share, double events, double alpha)
{
    assert(hazard_ratio > 0 && isfinite(hazard_ratio) && is_inside(share));
    assert(events >= 0 && isfinite(events) && is_inside(alpha));
    double effect = fabs(log(hazard_ratio));
    if (effect <= 0)
        return figure_absent(NOTHING_TO_FIND);
    double reach = effect * sqrt(events * share * (1 - share));
    return figure_of(pnorm(reach - z_above(alpha / 2), 0, 1, 1, 0));
}

/* ---- whole offices ---- */

struct figure cluster_design_effect(double people, double icc, double cv)
{
    assert(people > 0 && isfinite(people) && -1 <= icc && icc <= 1 && cv >= 0 && isfinite(cv));
    double effect = 1 + ((1 + cv * cv) * people - 1) * icc;
    if (effect <= 0)
        return figure_absent("people in clusters of this size cannot be so unlike each other");
    return figure_of(effect);
}

struct figure cluster_effective_size(double people, double design_effect)
{
    assert(people >= 0 && design_effect > 0 && isfinite(people) && isfinite(design_effect));
    return figure_of(people / design_effect);
}

struct cluster_mde cluster_mde(double base_share, double clusters1, double clusters2, double people,
                               double design_effect, double alpha, double power)
{
    assert(is_share(base_share) && clusters1 >= 0 && clusters2 >= 0 && people > 0 && design_effect > 0);
    assert(is_inside(alpha) && is_inside(power));
    const char *why = difference_absent(clusters1 > 0, clusters2 > 0);
    double spread = base_share * (1 - base_share), df = clusters1 + clusters2 - 2;
    if (!why && spread <= 0)
        why = "the comparison is at 0% or 100%, where the short formula has no spread";
    if (why)
        return (struct cluster_mde){figure_absent(why), figure_absent(why)};
    double se = sqrt(spread * design_effect * (1 / (clusters1 * people) + 1 / (clusters2 * people)));
    struct cluster_mde mde = {.z = power_smallest_mean_difference(se, alpha, power)};
    mde.t = df > 0 ? figure_of((qt(alpha / 2, df, 0, 0) + qt(1 - power, df, 0, 0)) * se)
                   : figure_absent("two clusters cannot tell their own spread from the programme's");
    return mde;
}
