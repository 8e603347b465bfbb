#include "expect.h"

#include <math.h>
#include <stdlib.h>

#include "stats/contingency.h"
#include "stats/fisher.h"

#include "base/banned.h"

/* Both rows 2, columns 2, 1, 1: the first row is 2,0,0 in 1 way of 6, 0,1,1 in 1, 1,1,0 or 1,0,1 in 2. */
static void by_pencil(void **state)
{
    (void)state;
    const int64_t apart[] = {2, 0, 0, 0, 1, 1}, mixed[] = {1, 1, 0, 1, 0, 1};
    expect_figure(contingency_exact(apart, 2, 3), 2.0 / 6, 1e-14);
    expect_figure(contingency_exact(mixed, 2, 3), 1, 1e-14);
    struct contingency got = contingency_chi_square(apart, 2, 3);
    expect_figure(got.chi_square, 4, 1e-15); /* 1 + 1/2 + 1/2, twice */
    expect_figure(got.df, 2, 0);
    expect_figure(got.p, exp(-2), 1e-15);
    expect_figure(got.cramer_v, 1, 1e-15);
}

static double log_factorials(const int64_t *counts, size_t cells)
{
    double sum = 0;
    for (size_t i = 0; i < cells; i++)
        sum += lgamma((double)counts[i] + 1);
    return sum;
}

/* The slow way for three rows by three: every four cells there can be. */
static double slow_exact(const int64_t *t)
{
    int64_t r[3], c[3], x[9];
    for (size_t i = 0; i < 3; i++) {
        r[i] = t[3 * i] + t[3 * i + 1] + t[3 * i + 2];
        c[i] = t[i] + t[3 + i] + t[6 + i];
    }
    double seen = log_factorials(t, 9), unlikely = 0, all = 0;
    for (x[0] = 0; x[0] <= r[0]; x[0]++)
        for (x[1] = 0; x[1] <= r[0] - x[0]; x[1]++)
            for (x[3] = 0; x[3] <= r[1]; x[3]++)
                for (x[4] = 0; x[4] <= r[1] - x[3]; x[4]++) {
                    x[2] = r[0] - x[0] - x[1];
                    x[5] = r[1] - x[3] - x[4];
                    for (size_t i = 0; i < 3; i++)
                        x[6 + i] = c[i] - x[i] - x[3 + i];
                    if (x[6] < 0 || x[7] < 0 || x[8] < 0)
                        continue;
                    double logs = log_factorials(x, 9);
                    all += exp(seen - logs);
                    unlikely += logs >= seen - 1e-7 ? exp(seen - logs) : 0;
                }
    return unlikely / all;
}

static void all_ways_agree(void **state)
{
    (void)state;
    srand(42);
    for (int round = 0; round < 60; round++) {
        int64_t t[9], turned[9];
        for (size_t i = 0; i < 9; i++)
            t[i] = rand() % 5 + (i % 4 == 0 ? rand() % 4 : 0);
        for (size_t i = 0; i < 9; i++)
            turned[i] = t[3 * ((i + 1) % 3) + i / 3]; /* rows become columns, and one goes to the end */
        double p = contingency_exact(t, 3, 3).value;
        expect_figure(figure_of(p), slow_exact(t), 1e-12);
        expect_figure(contingency_exact(turned, 3, 3), p, 1e-12);
        struct contingency one = contingency_chi_square(t, 3, 3), two = contingency_chi_square(turned, 3, 3);
        if (!one.p.absent)
            expect_figure(one.chi_square, two.chi_square.value, 1e-12);
    }
}

static void small_tables(void **state)
{
    (void)state;
    const int64_t square[] = {3, 0, 9, 0, 0, 0, 8, 0, 4}; /* 3 9 and 8 4 in between empty ones */
    expect_figure(contingency_exact(square, 3, 3), fisher_two_sided(3, 12, 8, 12).value, 1e-14);
    expect_figure(contingency_chi_square(square, 3, 3).df, 1, 0);
    const int64_t column[] = {3, 4, 5}, nobody[] = {0, 0, 0, 0};
    expect_figure(contingency_exact(column, 3, 1), 1, 0);
    expect_absent(contingency_chi_square(column, 3, 1).p.absent, "one row or one column");
    expect_absent(contingency_exact(nobody, 2, 2).absent, "nobody");
    expect_absent(contingency_chi_square(nobody, 2, 2).cramer_v.absent, "nobody");
}

/* Ten times everybody: chi-square ten times, V the same. Too many tables to list are said to be. */
static void large_tables(void **state)
{
    (void)state;
    int64_t t[12] = {5, 1, 4, 2, 2, 6, 3, 3, 1, 4, 8, 2}, huge[12], wide[100];
    for (size_t i = 0; i < 12; i++)
        huge[i] = 10 * t[i];
    struct contingency one = contingency_chi_square(t, 3, 4), ten = contingency_chi_square(huge, 3, 4);
    expect_figure(ten.chi_square, 10 * one.chi_square.value, 1e-11);
    expect_figure(ten.cramer_v, one.cramer_v.value, 1e-13);
    for (size_t i = 0; i < 100; i++)
        wide[i] = 40 + (int64_t)(i % 7);
    expect_absent(contingency_exact(wide, 10, 10).absent, "too large");
    const int64_t thousands[] = {1000, 900, 980, 1100, 1050, 1020};
    double exact = contingency_exact(thousands, 2, 3).value;
    assert_true(fabs(exact - contingency_chi_square(thousands, 2, 3).p.value) < 0.001);
}

static void negative_count(void)
{
    contingency_exact((const int64_t[]){1, -1, 2, 3}, 2, 2);
}

static void impossible_counts_assert(void **state)
{
    (void)state;
    expect_abort(negative_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: a table of two by three by pencil", by_pencil, NULL, NULL, NULL},
        {"R225: tables of three by three agree with counting all ways, however they lie", all_ways_agree,
         NULL, NULL, NULL},
        {"R225: empty rows and columns are dropped", small_tables, NULL, NULL, NULL},
        {"R225: a table too large to list says so", large_tables, NULL, NULL, NULL},
        {"R225: a count below nothing stops", impossible_counts_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_contingency", tests, NULL, NULL);
}
