#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "stats/power.h"

#include "base/banned.h"

/* At power 1/2 the second z is 0; at alpha = P(|Z| > 1) the first is 1. */
static void mean_difference_by_pencil(void **state)
{
    (void)state;
    expect_figure(power_smallest_mean_difference(3, 2 * 0.15865525393145707, 0.5), 3, 1e-14);
    expect_figure(power_smallest_mean_difference(3, 2 * 0.15865525393145707, 1 - 0.15865525393145707), 6,
                  1e-13);
    expect_absent(power_smallest_mean_difference(0, 0.05, 0.8).absent, "do not vary");
}

/* 3 v 3 at alpha 0.2: only 3 of 3 v 0 of 3 (p = 2/20) is found, as 3 v 1 has p = 8/20. At programme 9/10,
 * comparison 1/10: 0.9³ 0.9³. Twice one-sided power counts only the true direction. */
static void fisher_power_by_pencil(void **state)
{
    (void)state;
    expect_figure(power_fisher(0.9, 0.1, 3, 3, 0.2), 0.531441, 1e-15);
    expect_figure(power_fisher(0.1, 0.9, 3, 3, 0.2), 0.531441, 1e-15);
    expect_figure(power_fisher(0.5, 0, 3, 3, 0.2), 0.125, 1e-15);
    expect_figure(power_fisher(1, 0, 3, 3, 0.2), 1, 1e-15);
    expect_figure(power_fisher(1, 0, 3, 3, 0.1), 0, 0); /* p = 1/10 is not under 1/10 */
    /* 0 of 3 in the comparison for certain: p1³ >= 0.8 from p1 = 0.929 on */
    expect_figure(mde_fisher(0, 3, 3, 0.2, 0.8, POWER_UP), 0.929, 1e-15);
    expect_figure(mde_fisher(1, 3, 3, 0.2, 0.8, POWER_DOWN), -0.929, 1e-15);
}

/* Requirements 2.7 E: the share in the programme, in whole percent. The document went up from the base in
 * steps of a whole point, so its answer is ours, rounded up to a whole point of difference. */
static void expect_share(int64_t n_programme, int64_t n_comparison, double base, int percent)
{
    struct figure up = mde_fisher(base, n_programme, n_comparison, 0.05, 0.8, POWER_UP);
    assert_null(up.absent);
    double share = base + up.value;
    print_message("# %d v %d base %.1f%%: %.1f%%\n", (int)n_programme, (int)n_comparison, base * 100,
                  share * 100);
    assert_int_equal(lround((base + ceil(up.value * 100) / 100) * 100), percent);
    assert_true(power_fisher(share, base, n_programme, n_comparison, 0.05).value >= 0.8);
    assert_true(power_fisher(share - 0.001, base, n_programme, n_comparison, 0.05).value < 0.8);
}

static void document_shares_agree(void **state)
{
    (void)state;
    expect_share(19, 19, 2.0 / 15, 59);
    expect_share(38, 38, 2.0 / 15, 44);
    expect_share(26, 19, 3.0 / 19, 59);
    expect_share(17, 26, 5.0 / 26, 64);
    expect_share(34, 52, 5.0 / 26, 49);
    struct figure normal = mde_two_proportions(5.0 / 26, 200, 200, 0.05, 0.8, POWER_UP);
    expect_figure(normal, 0.31 - 5.0 / 26, 0.005);
}

static void front_chooses_the_method(void **state)
{
    (void)state;
    struct smallest_difference small = power_smallest_difference(3, 19, 26, 0.05, 0.8);
    assert_int_equal(small.method, POWER_EXACT);
    assert_true(small.up.value > 0.4 && small.up.value < 0.45);
    expect_absent(small.down.absent, "not even 0%");
    struct smallest_difference middle = power_smallest_difference(91, 260, 185, 0.05, 0.8);
    assert_int_equal(middle.method, POWER_EXACT);
    assert_null(middle.down.absent);
    assert_true(middle.up.value > 0 && middle.down.value < 0);
    struct smallest_difference large = power_smallest_difference(480000, 990000, 10000, 0.05, 0.8);
    assert_int_equal(large.method, POWER_NORMAL);
    assert_true(large.up.value > 0.013 && large.up.value < 0.015 && large.down.value < 0);
}

static void exact_meets_normal(void **state)
{
    (void)state;
    struct figure exact = mde_fisher(0.35, 1000, 1000, 0.05, 0.8, POWER_UP);
    struct figure normal = mde_two_proportions(0.35, 1000, 1000, 0.05, 0.8, POWER_UP);
    expect_figure(exact, normal.value, 0.003);
    assert_true(exact.value >= normal.value); /* Fisher's test is the more careful */
}

static void mirror_flips(void **state)
{
    (void)state;
    expect_figure(mde_fisher(0.75, 40, 60, 0.05, 0.8, POWER_DOWN),
                  -mde_fisher(0.25, 40, 60, 0.05, 0.8, POWER_UP).value, 0);
    expect_figure(mde_two_proportions(0.75, 40, 60, 0.05, 0.8, POWER_DOWN),
                  -mde_two_proportions(0.25, 40, 60, 0.05, 0.8, POWER_UP).value, 0);
    expect_figure(power_two_proportions(0.3, 0.5, 40, 60, 0.05),
                  power_two_proportions(0.5, 0.3, 60, 40, 0.05).value, 1e-15);
    expect_figure(power_fisher(0.3, 0.5, 40, 60, 0.05), power_fisher(0.5, 0.3, 60, 40, 0.05).value, 1e-14);
}

static void what_cannot_be_found_is_absent(void **state)
{
    (void)state;
    struct smallest_difference none = power_smallest_difference(0, 0, 10, 0.05, 0.8);
    expect_absent(none.up.absent, "comparison group");
    expect_absent(none.down.absent, "comparison group");
    expect_absent(power_smallest_difference(1, 3, 0, 0.05, 0.8).up.absent, "programme group");
    expect_absent(power_smallest_difference(1, 3, 3, 0.05, 0.8).up.absent, "not even 100%");
    expect_absent(power_smallest_difference(0, 30, 30, 0.05, 0.8).down.absent, "the comparison is at 0%");
    expect_absent(power_smallest_difference(30, 30, 30, 0.05, 0.8).up.absent, "the comparison is at 100%");
    expect_absent(mde_two_proportions(0.5, 2, 2, 0.05, 0.8, POWER_UP).absent, "not even 100%");
    expect_absent(mde_two_proportions(0.5, 2, 2, 0.05, 0.8, POWER_DOWN).absent, "not even 0%");
    expect_absent(mde_simple(0, 10, 10, 0.05, 0.8).absent, "no spread");
    expect_absent(power_two_proportions(0.2, 0.2, 5, 5, 0.05).absent, "nothing to find");
    expect_absent(power_fisher(0.2, 0.2, 5, 5, 0.05).absent, "nothing to find");
    expect_figure(mde_two_proportions(0, 1000, 1000, 0.05, 0.8, POWER_UP),
                  -mde_two_proportions(1, 1000, 1000, 0.05, 0.8, POWER_DOWN).value, 0);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void report_is_quick(void **state)
{
    (void)state;
    double start = now_ms();
    mde_fisher(0.35, 185, 260, 0.05, 0.8, POWER_UP);
    double one = now_ms() - start;
    start = now_ms();
    power_smallest_difference(350, 1000, 1000, 0.05, 0.8);
    print_message("# 185 v 260: %.2f ms; 1000 v 1000, both ways: %.1f ms\n", one, now_ms() - start);
    assert_true(one < 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: the smallest mean difference by pencil", mean_difference_by_pencil, NULL, NULL, NULL},
        {"R225: Fisher's power by pencil, in fractions", fisher_power_by_pencil, NULL, NULL, NULL},
        {"R71: what the pilots could have found (requirements 2.7 E)", document_shares_agree, NULL, NULL,
         NULL},
        {"R71: small groups are worked out exactly, large ones by the normal curve", front_chooses_the_method,
         NULL, NULL, NULL},
        {"R71: the exact and the normal answer meet in large groups", exact_meets_normal, NULL, NULL, NULL},
        {"R225: counting the others flips the sign", mirror_flips, NULL, NULL, NULL},
        {"R71: what no result could show is absent with its reason", what_cannot_be_found_is_absent, NULL,
         NULL, NULL},
        {"R71: a report's smallest differences take milliseconds", report_is_quick, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_power", tests, NULL, NULL);
}
