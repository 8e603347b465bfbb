#include "stats/two_by_two.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include <Rmath.h>

#include "stats/proportion.h"

#include "base/banned.h"

static const char NO_CONTRAST[] = "nobody or everybody is in the state, so there is nothing to compare";
static const char NO_END[] = "an empty cell leaves this end open";

/* OUT NULL when both groups have people. */
static const char *counts_check(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    assert(0 <= k1 && k1 <= n1 && 0 <= k2 && k2 <= n2);
    return difference_absent(n1, n2);
}

struct test two_by_two_z(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    const char *why = counts_check(k1, n1, k2, n2);
    if (!why && (k1 + k2 == 0 || k1 + k2 == n1 + n2))
        why = NO_CONTRAST;
    if (why)
        return test_absent(why);
    double size1 = (double)n1, size2 = (double)n2, share = (double)(k1 + k2) / (double)(n1 + n2);
    double se = sqrt(share * (1 - share) * (1 / size1 + 1 / size2));
    double z = ((double)k1 / size1 - (double)k2 / size2) / se;
    return (struct test){figure_of(z), figure_of(2 * pnorm(-fabs(z), 0, 1, 1, 0))};
}

struct test two_by_two_chi_square(int64_t k1, int64_t n1, int64_t k2, int64_t n2, bool corrected)
{
    const char *why = counts_check(k1, n1, k2, n2);
    if (!why && (k1 + k2 == 0 || k1 + k2 == n1 + n2))
        why = NO_CONTRAST;
    if (why)
        return test_absent(why);
    const double rows[] = {(double)n1, (double)n2},
                 columns[] = {(double)(k1 + k2), (double)(n1 - k1 + n2 - k2)};
    const double seen[2][2] = {{(double)k1, (double)(n1 - k1)}, {(double)k2, (double)(n2 - k2)}};
    double all = rows[0] + rows[1], correction = corrected ? 0.5 : 0, sum = 0;
    for (size_t i = 0; i < 4; i++)
        correction = fmin(correction, fabs(seen[i / 2][i % 2] - rows[i / 2] * columns[i % 2] / all));
    for (size_t i = 0; i < 4; i++) {
        double expected = rows[i / 2] * columns[i % 2] / all;
        double gap = fabs(seen[i / 2][i % 2] - expected) - correction;
        sum += gap * gap / expected;
    }
    return (struct test){figure_of(sum), figure_of(pchisq(sum, 1, 0, 0))};
}

/* above/below with an interval from the standard error of its log. Either may be 0, not both. */
static struct ratio ratio_make(double above, double below, double se, double conf)
{
    assert(0 < conf && conf < 1);
    if (above <= 0)
        return (struct ratio){figure_of(0), figure_of(0), figure_absent(NO_END)};
    if (below <= 0)
        return (struct ratio){figure_of(INFINITY), figure_absent(NO_END), figure_of(INFINITY)};
    double ratio = above / below, reach = qnorm((1 - conf) / 2, 0, 1, 0, 0) * se;
    return (struct ratio){figure_of(ratio), figure_of(exp(log(ratio) - reach)),
                          figure_of(exp(log(ratio) + reach))};
}

static struct ratio odds_ratio_of(double a, double b, double c, double d, double conf)
{
    return ratio_make(a * d, b * c, sqrt(1 / a + 1 / b + 1 / c + 1 / d), conf);
}

struct ratio odds_ratio_wald(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = counts_check(k1, n1, k2, n2);
    if (!why && (k1 == 0 || k2 == n2) && (k2 == 0 || k1 == n1))
        why = NO_CONTRAST;
    if (why)
        return ratio_absent(why);
    return odds_ratio_of((double)k1, (double)(n1 - k1), (double)k2, (double)(n2 - k2), conf);
}

struct ratio odds_ratio_haldane(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = counts_check(k1, n1, k2, n2);
    if (why)
        return ratio_absent(why);
    return odds_ratio_of((double)k1 + 0.5, (double)(n1 - k1) + 0.5, (double)k2 + 0.5, (double)(n2 - k2) + 0.5,
                         conf);
}

struct ratio risk_ratio_wald(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = counts_check(k1, n1, k2, n2);
    if (!why && k1 + k2 == 0)
        why = "nobody in either group is in the state";
    if (why)
        return ratio_absent(why);
    double hits1 = (double)k1, hits2 = (double)k2, size1 = (double)n1, size2 = (double)n2;
    return ratio_make(hits1 / size1, hits2 / size2,
                      sqrt((size1 - hits1) / (size1 * hits1) + (size2 - hits2) / (size2 * hits2)), conf);
}

struct figure number_needed(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct figure difference = difference_share(k1, n1, k2, n2);
    if (difference.absent)
        return difference;
    return figure_of(difference.value < 0 || difference.value > 0 ? 1 / difference.value : INFINITY);
}
