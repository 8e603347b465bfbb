#include "expect.h"

#include <math.h>

#include "stats/proportion.h"
#include "stats/two_by_two.h"

#include "base/banned.h"

static const double ONE_SIGMA = 1 - 2 * 0.15865525393145707; /* where z is 1 */

/* 3 of 4 against 1 of 4: half of all are in the state, each cell expects 2 and is 1 off. */
static void by_pencil(void **state)
{
    (void)state;
    expect_figure(two_by_two_chi_square(3, 4, 1, 4, false).statistic, 2, 1e-15);
    expect_figure(two_by_two_chi_square(3, 4, 1, 4, true).statistic, 0.5, 1e-15);
    expect_figure(two_by_two_z(3, 4, 1, 4).statistic, sqrt(2), 1e-15);
    struct ratio odds = odds_ratio_wald(3, 4, 1, 4, ONE_SIGMA), risk = risk_ratio_wald(3, 4, 1, 4, ONE_SIGMA);
    expect_figure(odds.value, 9, 0);
    expect_figure(odds.high, 9 * exp(sqrt(1.0 / 3 + 1 + 1 + 1.0 / 3)), 1e-12);
    expect_figure(risk.value, 3, 0);
    expect_figure(risk.low, 3 / exp(sqrt(1.0 / 3 - 1.0 / 4 + 1 - 1.0 / 4)), 1e-14);
    expect_figure(odds_ratio_haldane(4, 4, 0, 4, 0.95).value, 81, 1e-12);
    expect_figure(number_needed(3, 4, 1, 4), 2, 0);
}

static void swapping_the_groups(void **state)
{
    (void)state;
    for (int64_t k1 = 1; k1 < 9; k1++)
        for (int64_t k2 = 1; k2 < 14; k2++) {
            struct ratio one = odds_ratio_wald(k1, 9, k2, 14, 0.9), two = odds_ratio_wald(k2, 14, k1, 9, 0.9);
            expect_figure(figure_of(one.value.value * two.value.value), 1, 1e-14);
            expect_figure(figure_of(one.low.value * two.high.value), 1, 1e-14);
            struct ratio others = odds_ratio_haldane(9 - k1, 9, 14 - k2, 14, 0.9);
            expect_figure(figure_of(odds_ratio_haldane(k1, 9, k2, 14, 0.9).low.value * others.high.value), 1,
                          1e-14);
            struct test z = two_by_two_z(k1, 9, k2, 14), chi = two_by_two_chi_square(k1, 9, k2, 14, false);
            expect_figure(two_by_two_z(k2, 14, k1, 9).statistic, -z.statistic.value, 1e-15);
            expect_figure(figure_of(z.statistic.value * z.statistic.value), chi.statistic.value, 1e-13);
            expect_figure(z.p, chi.p.value, 1e-13);
            assert_true(two_by_two_chi_square(k1, 9, k2, 14, true).p.value >= chi.p.value);
        }
}

static void empty_cells(void **state)
{
    (void)state;
    struct ratio none = odds_ratio_wald(0, 5, 2, 5, 0.95), all = risk_ratio_wald(3, 5, 0, 5, 0.95);
    expect_figure(none.value, 0, 0);
    expect_figure(none.low, 0, 0);
    expect_absent(none.high.absent, "empty cell");
    assert_true(isinf(all.value.value) && isinf(all.high.value));
    expect_absent(all.low.absent, "empty cell");
    expect_absent(odds_ratio_wald(5, 5, 3, 3, 0.95).value.absent, "nothing to compare");
    expect_absent(risk_ratio_wald(0, 5, 0, 3, 0.95).low.absent, "nobody");
    expect_absent(two_by_two_z(0, 5, 0, 3).p.absent, "nothing to compare");
    expect_absent(two_by_two_chi_square(0, 0, 0, 3, true).statistic.absent, "programme group");
    assert_true(isinf(number_needed(1, 2, 5, 10).value));
    expect_absent(number_needed(1, 2, 0, 0).absent, "comparison group");
}

static void more_than_all(void)
{
    odds_ratio_haldane(3, 2, 1, 2, 0.95);
}

static void impossible_counts_assert(void **state)
{
    (void)state;
    expect_abort(more_than_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: chi-square, z and ratios by pencil", by_pencil, NULL, NULL, NULL},
        {"R225: swapping the groups turns a ratio over, and z squared is chi-square", swapping_the_groups,
         NULL, NULL, NULL},
        {"R225: an empty cell leaves one end open, and an empty table nothing", empty_cells, NULL, NULL,
         NULL},
        {"R225: a ratio of more hits than people stops", impossible_counts_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_two_by_two", tests, NULL, NULL);
}
