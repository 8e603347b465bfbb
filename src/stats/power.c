#include "stats/power.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <Rmath.h>

#include "base/arena.h"
#include "stats/fisher.h"
#include "stats/proportion.h"

#include "base/banned.h"

static const char NOTHING_TO_FIND[] = "the two shares are equal: there is nothing to find";

enum { GRID = 1000 }; /* mde_fisher tries shares in steps of 1/GRID */

static const char *reason_unreachable(enum power_direction direction)
{
    return direction == POWER_UP ? "with groups of this size not even 100% in the programme would be found"
                                 : "with groups of this size not even 0% in the programme would be found";
}

static const char *reason_at_end(enum power_direction direction)
{
    return direction == POWER_UP ? "the comparison is at 100%: no programme can be above it"
                                 : "the comparison is at 0%: no programme can be below it";
}

/* The z value with `tail` above it. */
static double z_above(double tail)
{
    return qnorm(tail, 0, 1, 0, 0);
}

static bool shares_are_valid(double p1, double p2)
{
    return 0 <= p1 && p1 <= 1 && 0 <= p2 && p2 <= 1;
}

/* ---- the z test ---- */

static double z_test_power(double p1, double p2, double n1, double n2, double z_alpha)
{
    double pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
    double under_null = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
    double under_truth = sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
    double reach = fabs(p1 - p2) - z_alpha * under_null;
    if (under_truth <= 0) /* all against none: the outcome is certain */
        return reach > 0 ? 1 : 0;
    return pnorm(reach / under_truth, 0, 1, 1, 0);
}

struct figure power_two_proportions(double p1, double p2, int64_t n1, int64_t n2, double alpha)
{
    assert(shares_are_valid(p1, p2) && 0 < alpha && alpha < 1);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    if (fabs(p1 - p2) <= 0)
        return figure_absent(NOTHING_TO_FIND);
    return figure_of(z_test_power(p1, p2, (double)n1, (double)n2, z_above(alpha / 2)));
}

/* Halves the stretch until no double lies between its ends. Down is up in the mirror: count the others. */
struct figure mde_two_proportions(double base_share, int64_t n1, int64_t n2, double alpha, double power,
                                  enum power_direction direction)
{
    assert(shares_are_valid(base_share, base_share) && 0 < alpha && alpha < 1 && 0 < power && power < 1);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    double base = direction == POWER_UP ? base_share : 1 - base_share;
    double room = 1 - base, z_alpha = z_above(alpha / 2);
    if (room <= 0)
        return figure_absent(reason_at_end(direction));
    if (z_test_power(1, base, (double)n1, (double)n2, z_alpha) < power)
        return figure_absent(reason_unreachable(direction));
    double missed = 0, found = room;
    for (;;) {
        double middle = missed + (found - missed) / 2;
        if (middle <= missed || middle >= found)
            break;
        if (z_test_power(fmin(base + middle, 1), base, (double)n1, (double)n2, z_alpha) < power)
            missed = middle;
        else
            found = middle;
    }
    return figure_of(direction == POWER_UP ? found : -found);
}

struct figure mde_simple(double base_share, int64_t n1, int64_t n2, double alpha, double power)
{
    assert(shares_are_valid(base_share, base_share) && 0 < alpha && alpha < 1 && 0 < power && power < 1);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    double spread = base_share * (1 - base_share);
    if (spread <= 0)
        return figure_absent("the comparison is at 0% or 100%, where the short formula has no spread");
    double se = sqrt(spread * (1 / (double)n1 + 1 / (double)n2));
    return power_smallest_mean_difference(se, alpha, power);
}

struct figure power_smallest_mean_difference(double se, double alpha, double power)
{
    assert(se >= 0 && 0 < alpha && alpha < 1 && 0 < power && power < 1);
    if (se <= 0)
        return figure_absent("the answers do not vary");
    return figure_of((z_above(alpha / 2) + z_above(1 - power)) * se);
}

/* ---- Fisher's test, exactly ---- */

/* Chances below this are left out: a million of them together do not touch the 14th digit of a power. */
static const double NEGLIGIBLE = 1e-20;

static int64_t binomial_likeliest(double share, int64_t n)
{
    int64_t likeliest = (int64_t)(share * (double)(n + 1));
    return likeliest > n ? n : likeliest;
}

/* chance(k + 1) / chance(k) and chance(k - 1) / chance(k), `odds` being share / (1 - share), 0 where that has
 * no value: then the likeliest k is the only one. */
static double binomial_up(double odds, int64_t n, int64_t k)
{
    return odds * (double)(n - k) / (double)(k + 1);
}

static double binomial_down(double odds, int64_t n, int64_t k)
{
    return odds > 0 ? (double)k / ((double)(n - k + 1) * odds) : 0;
}

static double binomial_odds(double share)
{
    return share < 1 ? share / (1 - share) : 0;
}

/* The counts that are not negligible: low..high, and chances[k - low] of each. */
struct chances {
    int64_t low, high;
    double *at;
};

static struct chances chances_open(double share, int64_t n)
{
    int64_t likeliest = binomial_likeliest(share, n);
    double odds = binomial_odds(share), top = dbinom((double)likeliest, (double)n, share, 0), chance = top;
    struct chances chances = {.low = likeliest, .high = likeliest};
    while (chances.low > 0 && (chance *= binomial_down(odds, n, chances.low)) > NEGLIGIBLE)
        chances.low--;
    chance = top;
    while (chances.high < n && (chance *= binomial_up(odds, n, chances.high)) > NEGLIGIBLE)
        chances.high++;
    chances.at = memory_alloc((size_t)(chances.high - chances.low + 1) * sizeof *chances.at);
    chance = top;
    for (int64_t k = likeliest; k >= chances.low; chance *= binomial_down(odds, n, k), k--)
        chances.at[k - chances.low] = chance;
    chance = top;
    for (int64_t k = likeliest; k <= chances.high; chance *= binomial_up(odds, n, k), k++)
        chances.at[k - chances.low] = chance;
    return chances;
}

/* found[k1] = probability that k1 in the programme is found to be more than the comparison, whose share is
 * `base`. As the base stays put, this is worked out once, and each programme share then costs one sum over
 * k1. */
static void found_fill(double base, int64_t n1, int64_t n2, double alpha, double *found)
{
    struct chances chances = chances_open(base, n2);
    double *room = memory_alloc((size_t)(n1 + 1) * sizeof *room);
    for (int64_t k1 = 0; k1 <= n1; k1++)
        found[k1] = 0;
    for (int64_t both = chances.low; both <= chances.high + n1; both++) {
        int64_t last = both - chances.low < n1 ? both - chances.low : n1;
        int64_t first = fisher_critical(both, n1, n2, alpha, room);
        if (first < both - chances.high)
            first = both - chances.high;
        for (int64_t k1 = first; k1 <= last; k1++)
            found[k1] += chances.at[both - k1 - chances.low];
    }
    free(room);
    free(chances.at);
}

/* The power at one programme share: from the likeliest count outwards, while it matters. */
static double found_power(const double *found, double share, int64_t n1)
{
    int64_t likeliest = binomial_likeliest(share, n1);
    double odds = binomial_odds(share), top = dbinom((double)likeliest, (double)n1, share, 0);
    double power = 0, chance = top;
    for (int64_t k = likeliest; k >= 0 && chance > NEGLIGIBLE; chance *= binomial_down(odds, n1, k), k--)
        power += chance * found[k];
    chance = top * binomial_up(odds, n1, likeliest);
    for (int64_t k = likeliest + 1; k <= n1 && chance > NEGLIGIBLE; chance *= binomial_up(odds, n1, k), k++)
        power += chance * found[k];
    return fmin(power, 1);
}

struct figure power_fisher(double p1, double p2, int64_t n1, int64_t n2, double alpha)
{
    assert(shares_are_valid(p1, p2) && 0 < alpha && alpha < 1);
    const char *why = difference_absent(n1, n2);
    if (why)
        return figure_absent(why);
    if (fabs(p1 - p2) <= 0)
        return figure_absent(NOTHING_TO_FIND);
    bool up = p1 > p2;
    double *found = memory_alloc((size_t)(n1 + 1) * sizeof *found);
    found_fill(up ? p2 : 1 - p2, n1, n2, alpha, found);
    double power = found_power(found, up ? p1 : 1 - p1, n1);
    free(found);
    return figure_of(power);
}

/* The lowest grid share above `base` from which on the target is met everywhere; -1 when not even 1 meets it.
 * Mirrored groups are dealt alike, so looking down from the base is looking up from its mirror. */
static double grid_lowest(double base, int64_t n1, int64_t n2, double alpha, double target)
{
    double *found = memory_alloc((size_t)(n1 + 1) * sizeof *found);
    double lowest = -1;
    found_fill(base, n1, n2, alpha, found);
    for (int step = GRID; step > 0 && (double)step / GRID > base; step--) {
        double share = (double)step / GRID;
        if (found_power(found, share, n1) < target)
            break;
        lowest = share;
    }
    free(found);
    return lowest;
}

struct figure mde_fisher(double base_share, int64_t n_programme, int64_t n_comparison, double alpha,
                         double power, enum power_direction direction)
{
    assert(shares_are_valid(base_share, base_share) && 0 < alpha && alpha < 1 && 0 < power && power < 1);
    const char *why = difference_absent(n_programme, n_comparison);
    if (why)
        return figure_absent(why);
    double base = direction == POWER_UP ? base_share : 1 - base_share;
    if (base >= 1)
        return figure_absent(reason_at_end(direction));
    double lowest = grid_lowest(base, n_programme, n_comparison, alpha, power);
    if (lowest < 0)
        return figure_absent(reason_unreachable(direction));
    return figure_of(direction == POWER_UP ? lowest - base : base - lowest);
}

/* How many pairs of counts mde_fisher looks at: all of n1 + 1 programme counts, beside the comparison counts
 * that are not negligible (within about 9 standard deviations either way) and the margins they make with the
 * programme's. */
static double exact_pairs(double base, int64_t n1, int64_t n2)
{
    double window = 18 * sqrt((double)n2 * base * (1 - base)) + 20;
    return (double)n1 * fmin((double)n2, (double)n1 + window);
}

struct smallest_difference power_smallest_difference(int64_t base_k, int64_t base_n, int64_t n_programme,
                                                     double alpha, double power)
{
    assert(0 <= base_k && base_k <= base_n && 0 <= n_programme);
    struct smallest_difference smallest = {.method = POWER_EXACT};
    const char *why = difference_absent(n_programme, base_n);
    if (why) {
        smallest.up = smallest.down = figure_absent(why);
        return smallest;
    }
    double base = (double)base_k / (double)base_n;
    if (exact_pairs(base, n_programme, base_n) > POWER_EXACT_PAIRS)
        smallest.method = POWER_NORMAL;
    if (smallest.method == POWER_EXACT) {
        smallest.up = mde_fisher(base, n_programme, base_n, alpha, power, POWER_UP);
        smallest.down = mde_fisher(base, n_programme, base_n, alpha, power, POWER_DOWN);
    } else {
        smallest.up = mde_two_proportions(base, n_programme, base_n, alpha, power, POWER_UP);
        smallest.down = mde_two_proportions(base, n_programme, base_n, alpha, power, POWER_DOWN);
    }
    return smallest;
}
