#include "stats/proportion.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include <Rmath.h>

#include "base/banned.h"

static const char NOBODY[] = "nobody was counted";
static const char NOBODY_ENROLLED[] = "nobody was enrolled";

struct figure proportion_share(int64_t k, int64_t n)
{
    assert(0 <= k && k <= n);
    if (n == 0)
        return figure_absent(NOBODY);
    return figure_of((double)k / (double)n);
}

static double normal_reach(double conf)
{
    assert(0 < conf && conf < 1);
    return qnorm((1 - conf) / 2, 0, 1, 0, 0);
}

/* Wilson's ends are the roots p of (n + z²)p² - (2k + z²)p + k²/n = 0; `hits` need not be whole. */
static double wilson_high(double hits, double people, double z)
{
    double root = z * sqrt(z * z + 4 * hits * (people - hits) / people);
    return fmin((2 * hits + z * z + root) / (2 * (people + z * z)), 1);
}

static double wilson_low(double hits, double people, double z)
{
    double product = hits * (hits / people) / (people + z * z);
    return fmin(product / wilson_high(hits, people, z), hits / people);
}

struct interval proportion_wilson(int64_t k, int64_t n, double conf)
{
    assert(0 <= k && k <= n);
    double z = normal_reach(conf);
    if (n == 0)
        return interval_absent(NOBODY);
    double people = (double)n, hits = (double)k;
    return interval_of(wilson_low(hits, people, z), k == n ? 1 : wilson_high(hits, people, z));
}

struct interval proportion_wilson_corrected(int64_t k, int64_t n, double conf)
{
    assert(0 <= k && k <= n);
    double z = normal_reach(conf);
    if (n == 0)
        return interval_absent(NOBODY);
    double people = (double)n, hits = (double)k;
    return interval_of(k == 0 ? 0 : wilson_low(hits - 0.5, people, z),
                       k == n ? 1 : wilson_high(hits + 0.5, people, z));
}

struct interval proportion_clopper_pearson(int64_t k, int64_t n, double conf)
{
    assert(0 <= k && k <= n);
    assert(0 < conf && conf < 1);
    if (n == 0)
        return interval_absent(NOBODY);
    double people = (double)n, hits = (double)k, tail = (1 - conf) / 2;
    return interval_of(k == 0 ? 0 : qbeta(tail, hits, people - hits + 1, 1, 0),
                       k == n ? 1 : qbeta(tail, hits + 1, people - hits, 0, 0));
}

struct interval proportion_agresti_coull(int64_t k, int64_t n, double conf)
{
    assert(0 <= k && k <= n);
    double z = normal_reach(conf);
    if (n == 0)
        return interval_absent(NOBODY);
    double people = (double)n + z * z, share = ((double)k + z * z / 2) / people;
    double reach = z * sqrt(share * (1 - share) / people);
    return interval_of(share - reach, share + reach);
}

static double wald_variance(int64_t k, int64_t n)
{
    double share = (double)k / (double)n;
    return share * (1 - share) / (double)n;
}

struct figure proportion_wald_se(int64_t k, int64_t n)
{
    assert(0 <= k && k <= n);
    if (n == 0)
        return figure_absent(NOBODY);
    return figure_of(sqrt(wald_variance(k, n)));
}

struct interval proportion_wald(int64_t k, int64_t n, double conf)
{
    double z = normal_reach(conf);
    struct figure se = proportion_wald_se(k, n);
    if (se.absent)
        return interval_absent(se.absent);
    double share = (double)k / (double)n;
    return interval_of(share - z * se.value, share + z * se.value);
}

struct interval proportion_bounds(int64_t k, int64_t known_n, int64_t enrolled_n)
{
    assert(0 <= k && k <= known_n && known_n <= enrolled_n);
    if (enrolled_n == 0)
        return interval_absent(NOBODY_ENROLLED);
    int64_t lost = enrolled_n - known_n;
    return interval_of((double)k / (double)enrolled_n, (double)(k + lost) / (double)enrolled_n);
}

const char *difference_absent(int64_t n1, int64_t n2)
{
    if (n1 > 0 && n2 > 0)
        return NULL;
    if (n1 == 0 && n2 == 0)
        return "nobody was counted in either group";
    return n1 == 0 ? "nobody was counted in the programme group"
                   : "nobody was counted in the comparison group";
}

struct figure difference_share(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    assert(0 <= k1 && k1 <= n1 && 0 <= k2 && k2 <= n2);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    return figure_of((double)k1 / (double)n1 - (double)k2 / (double)n2);
}

/* One group's lower arm and the other's upper arm make the lower arm of the difference, at right angles. */
static struct interval arms_join(double share1, struct interval one, double share2, struct interval two)
{
    double difference = share1 - share2;
    double down = hypot(share1 - one.low, two.high - share2);
    double up = hypot(one.high - share1, share2 - two.low);
    return interval_of(fmax(difference - down, -1), fmin(difference + up, 1));
}

struct interval difference_newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = difference_absent(n1, n2);
    if (why)
        return interval_absent(why);
    return arms_join((double)k1 / (double)n1, proportion_wilson(k1, n1, conf), (double)k2 / (double)n2,
                     proportion_wilson(k2, n2, conf));
}

struct interval difference_newcombe_corrected(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = difference_absent(n1, n2);
    if (why)
        return interval_absent(why);
    return arms_join((double)k1 / (double)n1, proportion_wilson_corrected(k1, n1, conf),
                     (double)k2 / (double)n2, proportion_wilson_corrected(k2, n2, conf));
}

struct figure difference_wald_se(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    assert(0 <= k1 && k1 <= n1 && 0 <= k2 && k2 <= n2);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    return figure_of(sqrt(wald_variance(k1, n1) + wald_variance(k2, n2)));
}

struct interval difference_wald(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    double z = normal_reach(conf);
    struct figure se = difference_wald_se(k1, n1, k2, n2);
    if (se.absent)
        return interval_absent(se.absent);
    double difference = (double)k1 / (double)n1 - (double)k2 / (double)n2;
    return interval_of(difference - z * se.value, difference + z * se.value);
}
