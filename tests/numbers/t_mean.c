#include "expect.h"

#include <math.h>

#include "stats/mean.h"

#include "base/banned.h"

/* 1, 3 v 0, 0, 0, 4: means 2 and 1; squares 2 and 12; variances 2 and 4. Welch: se² = 2/2 + 4/4 = 2, df =
 * 4/(1/1 + 1/3) = 3. Pooled: 14/4 = 7/2, se² = 7/2 * 3/4 = 21/8, df = 4. */
static void by_pencil(void **state)
{
    (void)state;
    const double one[] = {1, 3}, two[] = {0, 0, 0, 4};
    struct mean_comparison got = mean_compare(one, 2, two, 4, 0.95);
    expect_figure(got.difference, 1, 0);
    expect_figure(got.programme.sd, sqrt(2), 1e-15);
    expect_figure(got.comparison.sd, 2, 1e-15);
    expect_figure(got.welch.se, sqrt(2), 1e-15);
    expect_figure(got.welch.df, 3, 1e-14);
    expect_figure(got.welch.t, 1 / sqrt(2), 1e-15);
    expect_figure(got.pooled.se, sqrt(21.0 / 8), 1e-15);
    expect_figure(got.pooled.df, 4, 0);
    expect_figure(got.cohen_d, 1 / sqrt(3.5), 1e-15);
    /* the t curve with 2 df has a closed form: t at 1 - a/2 is (1-a) sqrt(2 / (a (2-a))); at 4 df p of t is
     * by integration 1 - s (3 - s²) / 2 with s = t / sqrt(4 + t²) */
    const double even[] = {0, 2}, odd[] = {1, 5};
    struct mean_comparison four = mean_compare(even, 2, odd, 2, 0.95);
    expect_figure(four.pooled.se, sqrt(5), 1e-15);
    expect_figure(figure_of(four.pooled.interval.high), -2 + 0.95 * sqrt(2 / (0.05 * 1.95)) * sqrt(5), 1e-12);
    double s = got.pooled.t.value / sqrt(4 + got.pooled.t.value * got.pooled.t.value);
    expect_figure(got.pooled.p, 1 - s * (3 - s * s) / 2, 1e-14);
}

static void shifts_and_swaps(void **state)
{
    (void)state;
    double one[] = {3, 1, 4, 1, 5, 9}, two[] = {2, 6, 5, 3, 5};
    struct mean_comparison plain = mean_compare(one, 6, two, 5, 0.9),
                           swapped = mean_compare(two, 5, one, 6, 0.9);
    expect_figure(swapped.difference, -plain.difference.value, 0);
    expect_figure(swapped.welch.p, plain.welch.p.value, 1e-15);
    expect_figure(figure_of(swapped.welch.interval.low), -plain.welch.interval.high, 1e-14);
    for (size_t i = 0; i < 6; i++)
        one[i] += 1e9;
    for (size_t i = 0; i < 5; i++)
        two[i] += 1e9;
    struct mean_comparison shifted = mean_compare(one, 6, two, 5, 0.9);
    expect_figure(shifted.welch.se, plain.welch.se.value, 1e-6);
    expect_figure(shifted.difference, plain.difference.value, 1e-6);
}

static void what_does_not_exist_is_absent(void **state)
{
    (void)state;
    const double one[] = {5}, three[] = {1, 2, 4}, tenths[] = {0.1, 0.1, 0.1};
    struct mean_comparison none = mean_compare(NULL, 0, three, 3, 0.95);
    expect_absent(none.programme.mean.absent, "nobody");
    expect_absent(none.difference.absent, "programme group");
    expect_absent(none.welch.interval.absent, "programme group");
    struct mean_comparison single = mean_compare(one, 1, three, 3, 0.95);
    expect_absent(single.programme.sd.absent, "one person");
    expect_absent(single.welch.p.absent, "one person");
    expect_absent(single.pooled.se.absent, "one person");
    assert_null(single.difference.absent);
    struct mean_comparison constant = mean_compare(tenths, 3, tenths, 3, 0.95);
    expect_absent(constant.welch.se.absent, "do not vary");
    expect_absent(constant.cohen_d.absent, "do not vary");
    expect_figure(constant.difference, 0, 0);
    struct mean_comparison apart = mean_compare(tenths, 3, (const double[]){7, 7}, 2, 0.95);
    expect_absent(apart.welch.p.absent, "do not vary");
    assert_true(isinf(apart.cohen_d.value) && apart.cohen_d.value < 0);
    expect_absent(mean_compare(one, 1, one, 1, 0.95).cohen_d.absent, "no spread");
    expect_absent(quantile_of_sorted(NULL, 0, 0.5).absent, "nobody");
    expect_figure(quantile_of_sorted(three, 3, 1), 4, 0);
}

static void not_a_number(void)
{
    const double broken[] = {1, NAN}, fine[] = {1, 2};
    mean_compare(broken, 2, fine, 2, 0.95);
}

static void missing_answers_assert(void **state)
{
    (void)state;
    expect_abort(not_a_number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: both tests by pencil", by_pencil, NULL, NULL, NULL},
        {"R225: swapping the groups flips the sign, moving the scale moves nothing", shifts_and_swaps, NULL,
         NULL, NULL},
        {"R225: one person, nobody or a constant is not tested", what_does_not_exist_is_absent, NULL, NULL,
         NULL},
        {"R225: a missing answer that was not dropped stops the program", missing_answers_assert, NULL, NULL,
         NULL},
    };
    return cmocka_run_group_tests_name("t_mean", tests, NULL, NULL);
}
