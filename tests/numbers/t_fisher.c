#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/fisher.h"

#include "base/banned.h"

/* 3 of 4 against 0 of 4, 3 in the state: k1 = 0..3 has 4, 24, 24, 4 of 56 ways.
 * 1 of 3 against 2 of 2, 3 in the state: k1 = 1..3 has 3, 6, 1 of 10 ways. */
static void by_pencil(void **state)
{
    (void)state;
    expect_figure(fisher_two_sided(3, 4, 0, 4), 8.0 / 56, 1e-15);
    expect_figure(fisher_two_sided(2, 4, 1, 4), 1, 0);
    expect_figure(fisher_mid_p(3, 4, 0, 4), 4.0 / 56, 1e-15);
    expect_figure(fisher_mid_p(2, 4, 1, 4), 2 * (4.0 + 12) / 56, 1e-15);
    expect_figure(fisher_two_sided(1, 3, 2, 2), 4.0 / 10, 1e-15);
    expect_figure(fisher_mid_p(1, 3, 2, 2), 3.0 / 10, 1e-15);
    expect_figure(fisher_two_sided(3, 3, 0, 2), 1.0 / 10, 1e-15);
}

/* 3 of 3 against 1 of 5, 4 in the state: k1 = 0..3 has 5, 30, 30, 5 of 70 ways. 2 of 3 against 0 of 4, 2 in
 * the state: k1 = 0..2 has 6, 12, 3 of 21. */
static void other_tails_by_pencil(void **state)
{
    (void)state;
    expect_figure(fisher_greater(3, 3, 1, 5), 5.0 / 70, 1e-15);
    expect_figure(fisher_less(3, 3, 1, 5), 1, 1e-15);
    expect_figure(fisher_less(1, 3, 3, 5), 35.0 / 70, 1e-15);
    expect_figure(fisher_central(3, 3, 1, 5), 10.0 / 70, 1e-15);
    expect_figure(fisher_blaker(3, 3, 1, 5), 10.0 / 70, 1e-15);
    expect_figure(fisher_blaker(2, 3, 0, 4), 3.0 / 21, 1e-15);
    expect_figure(fisher_central(2, 3, 0, 4), 6.0 / 21, 1e-15);
    expect_figure(fisher_blaker(0, 3, 2, 4), 9.0 / 21, 1e-15);
    expect_figure(fisher_blaker(1, 3, 1, 4), 1, 1e-15);
}

static void tails_are_related(void **state)
{
    (void)state;
    for (int64_t k1 = 0; k1 <= 13; k1++)
        for (int64_t k2 = 0; k2 <= 20; k2++) {
            double less = fisher_less(k1, 13, k2, 20).value, greater = fisher_greater(k1, 13, k2, 20).value;
            expect_figure(fisher_greater(k2, 20, k1, 13), less, 1e-14);
            expect_figure(fisher_greater(13 - k1, 13, 20 - k2, 20), less, 1e-14);
            double central = fisher_central(k1, 13, k2, 20).value,
                   blaker = fisher_blaker(k1, 13, k2, 20).value;
            expect_figure(figure_of(central), fmin(2 * fmin(less, greater), 1), 1e-14);
            assert_true(blaker <= central + 1e-14 && blaker >= fmin(less, greater) - 1e-14);
            expect_figure(fisher_blaker(k2, 20, k1, 13), blaker, 1e-14);
        }
}

/* The slow way: every table from the binomial coefficients. */
static double choose(int64_t n, int64_t k)
{
    double ways = 1;
    for (int64_t i = 1; i <= k; i++)
        ways = ways * (double)(n - k + i) / (double)i;
    return ways;
}

static double slow_two_sided(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    double seen = choose(n1, k1) * choose(n2, k2), unlikely = 0, all = 0;
    for (int64_t k = 0; k <= n1; k++) {
        int64_t other = k1 + k2 - k;
        double ways = other < 0 || other > n2 ? 0 : choose(n1, k) * choose(n2, other);
        all += ways;
        unlikely += ways <= seen * (1 + 1e-7) ? ways : 0;
    }
    return unlikely / all;
}

static void all_small_tables_agree(void **state)
{
    (void)state;
    for (int64_t k1 = 0; k1 <= 13; k1++)
        for (int64_t k2 = 0; k2 <= 20; k2++) {
            double p = fisher_two_sided(k1, 13, k2, 20).value;
            expect_figure(figure_of(p), slow_two_sided(k1, 13, k2, 20), 1e-13);
            expect_figure(fisher_two_sided(k2, 20, k1, 13), p, 1e-14);
            expect_figure(fisher_two_sided(13 - k1, 13, 20 - k2, 20), p, 1e-14);
            double mid = fisher_mid_p(k1, 13, k2, 20).value;
            expect_figure(fisher_mid_p(k2, 20, k1, 13), mid, 1e-14);
            expect_figure(fisher_mid_p(13 - k1, 13, 20 - k2, 20), mid, 1e-14);
            assert_true(0 < p && p <= 1 && 0 < mid && mid <= 1);
        }
}

static void nobody_is_absent(void **state)
{
    (void)state;
    expect_absent(fisher_two_sided(0, 0, 1, 5).absent, "programme group");
    expect_absent(fisher_mid_p(1, 5, 0, 0).absent, "comparison group");
    expect_absent(fisher_two_sided(0, 0, 0, 0).absent, "either group");
    expect_figure(fisher_two_sided(0, 7, 0, 9), 1, 0);
    expect_figure(fisher_mid_p(7, 7, 9, 9), 1, 0);
}

static void large_groups_stay_finite(void **state)
{
    (void)state;
    expect_figure(fisher_two_sided(500000, 500000, 0, 500000), 0, 0);
    expect_figure(fisher_less(500000, 500000, 0, 500000), 1, 0);
    expect_figure(fisher_greater(500000, 500000, 0, 500000), 0, 0);
    expect_figure(fisher_blaker(500000, 500000, 0, 500000), 0, 0);
    expect_figure(fisher_two_sided(250000, 500000, 250000, 500000), 1, 1e-12);
    double close = fisher_two_sided(251000, 500000, 250000, 500000).value; /* z = 2.0 */
    assert_true(close > 0.04 && close < 0.05);
    expect_figure(fisher_two_sided(300000000, 500000000, 300000000, 500000000), 1, 1e-9);
}

static void critical_is_where_p_crosses(void **state)
{
    (void)state;
    double room[18];
    for (int64_t both = 0; both <= 17 + 26; both++) {
        int64_t critical = fisher_critical(both, 17, 26, 0.05, room);
        for (int64_t k1 = both > 26 ? both - 26 : 0; k1 <= 17 && k1 <= both; k1++) {
            int64_t k2 = both - k1;
            bool more = k1 * 26 > k2 * 17, found = more && fisher_two_sided(k1, 17, k2, 26).value < 0.05;
            assert_int_equal(found, k1 >= critical);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: Fisher's p by pencil, in fractions", by_pencil, NULL, NULL, NULL},
        {"R225: one-sided, central and Blaker's p by pencil", other_tails_by_pencil, NULL, NULL, NULL},
        {"R225: the tails of every table of 13 v 20 are related as they should", tails_are_related, NULL,
         NULL, NULL},
        {"R225: every table of 13 v 20 agrees with counting all ways, swapped and mirrored",
         all_small_tables_agree, NULL, NULL, NULL},
        {"R225: no test of an empty group", nobody_is_absent, NULL, NULL, NULL},
        {"R225: a million people do not break the test", large_groups_stay_finite, NULL, NULL, NULL},
        {"R225: the critical count is where p crosses alpha", critical_is_where_p_crosses, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_fisher", tests, NULL, NULL);
}
