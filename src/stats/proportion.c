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

/* Wilson's ends are the roots p of (n + z²)p² - (2k + z²)p + k²/n = 0. */
struct interval proportion_wilson(int64_t k, int64_t n, double conf)
{
    assert(0 <= k && k <= n);
    assert(0 < conf && conf < 1);
    if (n == 0)
        return interval_absent(NOBODY);
    double z = qnorm((1 - conf) / 2, 0, 1, 0, 0);
    double people = (double)n, hits = (double)k, misses = (double)(n - k);
    double root = z * sqrt(z * z + 4 * hits * misses / people);
    double high = (2 * hits + z * z + root) / (2 * (people + z * z));
    if (k == n || high > 1)
        high = 1;
    double product = hits * (hits / people) / (people + z * z);
    double low = fmin(product / high, hits / people);
    return interval_of(low, high);
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

struct interval difference_newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf)
{
    const char *why = difference_absent(n1, n2);
    if (why)
        return interval_absent(why);
    struct interval one = proportion_wilson(k1, n1, conf), two = proportion_wilson(k2, n2, conf);
    double share1 = (double)k1 / (double)n1, share2 = (double)k2 / (double)n2;
    double difference = share1 - share2;
    /* One group's lower arm and the other's upper arm make the lower arm of the difference, at right angles.
     */
    double down = hypot(share1 - one.low, two.high - share2);
    double up = hypot(one.high - share1, share2 - two.low);
    return interval_of(fmax(difference - down, -1), fmin(difference + up, 1));
}
