#include "stats/mean.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <Rmath.h>

#include "stats/proportion.h"
#include "stats/sum.h"

#include "base/banned.h"

/* The second pass adds what the first one's rounding left over, so that the mean is right to its last bit: a
 * small difference of two large means would show it. */
static double mean_of(const double *y, size_t n)
{
    struct sum sum = {0}, rest = {0};
    for (size_t i = 0; i < n; i++) {
        assert(isfinite(y[i]));
        sum_add(&sum, y[i]);
    }
    double mean = sum_value(&sum) / (double)n;
    for (size_t i = 0; i < n; i++)
        sum_add(&rest, y[i] - mean);
    return mean + sum_value(&rest) / (double)n;
}

/* The sum of squares around the mean. */
static double squares_of(const double *y, size_t n, double mean)
{
    struct sum sum = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&sum, (y[i] - mean) * (y[i] - mean));
    return sum_value(&sum);
}

static struct mean_group group_make(const double *y, size_t n, double *squares)
{
    struct mean_group group = {.n = n};
    *squares = 0;
    if (n == 0) {
        group.mean = group.sd = figure_absent("nobody was counted");
        return group;
    }
    group.mean = figure_of(mean_of(y, n));
    *squares = squares_of(y, n, group.mean.value);
    group.sd =
        n > 1 ? figure_of(sqrt(*squares / (double)(n - 1))) : figure_absent("one person has no spread");
    return group;
}

static struct mean_test mean_test_absent(const char *why)
{
    return (struct mean_test){figure_absent(why), figure_absent(why), figure_absent(why), figure_absent(why),
                              interval_absent(why)};
}

static struct mean_test mean_test_make(double difference, double se, double df, double conf)
{
    double t = difference / se, reach = qt((1 - conf) / 2, df, 0, 0) * se;
    return (struct mean_test){
        .se = figure_of(se),
        .t = figure_of(t),
        .df = figure_of(df),
        .p = figure_of(fmin(2 * pt(-fabs(t), df, 1, 0), 1)),
        .interval = interval_of(difference - reach, difference + reach),
    };
}

/* A spread that rounding alone could have made out of constant answers. */
static bool nothing_varies(double spread, const struct mean_comparison *made)
{
    return spread <=
           4 * DBL_EPSILON * fmax(fabs(made->programme.mean.value), fabs(made->comparison.mean.value));
}

static void tests_make(struct mean_comparison *made, double squares1, double squares2, double conf)
{
    static const char CONSTANT[] = "the answers do not vary";
    double n1 = (double)made->programme.n, n2 = (double)made->comparison.n,
           difference = made->difference.value;
    double pooled_sd = sqrt((squares1 + squares2) / fmax(n1 + n2 - 2, 1));
    if (n1 + n2 < 3)
        made->cohen_d = figure_absent("two people have no spread within their groups");
    else if (nothing_varies(pooled_sd, made))
        made->cohen_d = nothing_varies(fabs(difference), made) ? figure_absent(CONSTANT)
                                                               : figure_of(copysign(INFINITY, difference));
    else
        made->cohen_d = figure_of(difference / pooled_sd);
    if (n1 < 2 || n2 < 2) {
        made->pooled = made->welch = mean_test_absent("a group of one person cannot be tested");
        return;
    }
    double part1 = squares1 / (n1 - 1) / n1, part2 = squares2 / (n2 - 1) / n2, neyman = sqrt(part1 + part2);
    if (nothing_varies(neyman, made)) {
        made->pooled = made->welch = mean_test_absent(CONSTANT);
        return;
    }
    double df = (part1 + part2) * (part1 + part2) / (part1 * part1 / (n1 - 1) + part2 * part2 / (n2 - 1));
    made->welch = mean_test_make(difference, neyman, df, conf);
    made->pooled = mean_test_make(difference, pooled_sd * sqrt(1 / n1 + 1 / n2), n1 + n2 - 2, conf);
}

struct mean_comparison mean_compare(const double *y1, size_t n1, const double *y2, size_t n2, double conf)
{
    assert(0 < conf && conf < 1);
    double squares1, squares2;
    struct mean_comparison made = {.programme = group_make(y1, n1, &squares1),
                                   .comparison = group_make(y2, n2, &squares2)};
    const char *why = difference_absent(n1 > 0, n2 > 0);
    if (why) {
        made.difference = made.cohen_d = figure_absent(why);
        made.pooled = made.welch = mean_test_absent(why);
        return made;
    }
    made.difference = figure_of(made.programme.mean.value - made.comparison.mean.value);
    tests_make(&made, squares1, squares2, conf);
    return made;
}

struct figure quantile_of_sorted(const double *sorted, size_t n, double share)
{
    assert(0 <= share && share <= 1);
    if (n == 0)
        return figure_absent("nobody was counted");
    double place = share * (double)(n - 1);
    size_t below = (size_t)floor(place);
    if (below + 1 >= n)
        return figure_of(sorted[n - 1]);
    double part = place - (double)below;
    return figure_of(sorted[below] + part * (sorted[below + 1] - sorted[below]));
}
