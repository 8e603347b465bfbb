#include "stats/stratified.h"

#include <assert.h>
#include <math.h>

#include <Rmath.h>

#include "base/banned.h"

/* One stratum as the four cells and sums of the papers: a, b the programme in and out of the state, c, d the
 * comparison group. */
struct cells {
    double a, b, c, d;
    double n1, n2, in, out, all;
};

/* False for a stratum that says nothing. */
static bool cells_make(const struct stratum *stratum, struct cells *cells)
{
    assert(0 <= stratum->k1 && stratum->k1 <= stratum->n1 && 0 <= stratum->k2 && stratum->k2 <= stratum->n2);
    if (stratum->n1 == 0 || stratum->n2 == 0)
        return false;
    *cells = (struct cells){
        .a = (double)stratum->k1,
        .b = (double)(stratum->n1 - stratum->k1),
        .c = (double)stratum->k2,
        .d = (double)(stratum->n2 - stratum->k2),
        .n1 = (double)stratum->n1,
        .n2 = (double)stratum->n2,
    };
    cells->in = cells->a + cells->c;
    cells->out = cells->b + cells->d;
    cells->all = cells->n1 + cells->n2;
    return true;
}

struct test mantel_haenszel_test(const struct stratum *strata, size_t count, bool corrected)
{
    double off = 0, variance = 0;
    struct cells s;
    for (size_t i = 0; i < count; i++) {
        if (!cells_make(&strata[i], &s))
            continue;
        off += s.a - s.n1 * s.in / s.all;
        variance += s.n1 * s.n2 * s.in * s.out / (s.all * s.all * (s.all - 1));
    }
    if (!(variance > 0))
        return test_absent("no stratum has both groups and both outcomes");
    double gap = fabs(off) - (corrected && fabs(off) >= 0.5 ? 0.5 : 0), chi_square = gap * gap / variance;
    return (struct test){figure_of(chi_square), figure_of(pchisq(chi_square, 1, 0, 0))};
}

struct ratio mantel_haenszel_odds_ratio(const struct stratum *strata, size_t count, double conf)
{
    assert(0 < conf && conf < 1);
    static const char NO_END[] = "without people in all four cells the odds ratio has no standard error";
    double r_sum = 0, s_sum = 0, pr = 0, ps_qr = 0, qs = 0;
    struct cells s;
    for (size_t i = 0; i < count; i++) {
        if (!cells_make(&strata[i], &s))
            continue;
        double p = (s.a + s.d) / s.all, q = (s.b + s.c) / s.all;
        double for_it = s.a * s.d / s.all, against = s.b * s.c / s.all;
        r_sum += for_it;
        s_sum += against;
        pr += p * for_it;
        ps_qr += p * against + q * for_it;
        qs += q * against;
    }
    if (!(r_sum > 0) && !(s_sum > 0))
        return ratio_absent("no stratum has an odds ratio");
    if (!(r_sum > 0) || !(s_sum > 0))
        return (struct ratio){figure_of(r_sum > 0 ? INFINITY : 0), figure_absent(NO_END),
                              figure_absent(NO_END)};
    double ratio = r_sum / s_sum;
    double se = sqrt(pr / (2 * r_sum * r_sum) + ps_qr / (2 * r_sum * s_sum) + qs / (2 * s_sum * s_sum));
    double reach = qnorm((1 - conf) / 2, 0, 1, 0, 0) * se;
    return (struct ratio){figure_of(ratio), figure_of(exp(log(ratio) - reach)),
                          figure_of(exp(log(ratio) + reach))};
}

static struct stratified_effect effect_absent(const char *why)
{
    return (struct stratified_effect){figure_absent(why), figure_absent(why)};
}

struct stratified_effect mantel_haenszel_difference(const struct stratum *strata, size_t count)
{
    double above = 0, weights = 0, p_sum = 0, q_sum = 0;
    struct cells s;
    for (size_t i = 0; i < count; i++) {
        if (!cells_make(&strata[i], &s))
            continue;
        above += (s.a * s.n2 - s.c * s.n1) / s.all;
        weights += s.n1 * s.n2 / s.all;
        p_sum += (s.n1 * s.n1 * s.c - s.n2 * s.n2 * s.a + s.n1 * s.n2 * (s.n2 - s.n1) / 2) / (s.all * s.all);
        q_sum += (s.a * s.d + s.c * s.b) / (2 * s.all);
    }
    if (!(weights > 0))
        return effect_absent("no stratum has both groups");
    double difference = above / weights;
    return (struct stratified_effect){figure_of(difference),
                                      figure_of(sqrt(fmax(difference * p_sum + q_sum, 0)) / weights)};
}

struct stratified_effect mantel_haenszel_risk_ratio(const struct stratum *strata, size_t count)
{
    double above = 0, below = 0, spread = 0;
    struct cells s;
    for (size_t i = 0; i < count; i++) {
        if (!cells_make(&strata[i], &s))
            continue;
        above += s.a * s.n2 / s.all;
        below += s.c * s.n1 / s.all;
        spread += (s.n1 * s.n2 * s.in - s.a * s.c * s.all) / (s.all * s.all);
    }
    if (!(above > 0) && !(below > 0))
        return effect_absent("nobody in a stratum with both groups is in the state");
    if (!(above > 0) || !(below > 0))
        return (struct stratified_effect){figure_of(above > 0 ? INFINITY : 0), figure_of(INFINITY)};
    return (struct stratified_effect){figure_of(above / below), figure_of(sqrt(spread / (above * below)))};
}
