#include "expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/balance.h"
#include "stats/sort_doubles.h"

#include "base/banned.h"

static struct balance_row compare(struct arena *arena, const double *treat, const double *weight,
                                  const double *x, size_t rows)
{
    struct balance balance;
    struct covariate of = {"x", x};
    balance_compare(&balance, arena, &(struct balance_groups){.rows = rows, .treat = treat, .weight = weight},
                    &of, 1);
    assert_int_equal(balance.count, 1);
    return balance.rows[0];
}

/* Programme 1, 3, 5; comparison 2, 2, 5, 7, one missing. Means 3 and 4; squares 8 and 4+4+1+9 = 18; variances
 * 4 and 6. Shares at or under 1: 1/3 v 0; 2: 1/3 v 1/2; 3: 2/3 v 1/2; 5: 1 v 3/4; 7: 1 v 1. Gaps 1/3, 1/6,
 * 1/6, 1/4, 0: sum 11/12, mean 11/60. Within: 26 / 6. */
static void by_pencil(void **state)
{
    (void)state;
    const double treat[] = {1, 0, 1, 0, 0, 1, 0, 0}, shift[] = {0, 0.25};
    struct arena arena;
    arena_init(&arena);
    for (size_t s = 0; s < 2; s++) { /* whole numbers are counted, others sorted: the answers are the same */
        double x[] = {1, 2, 3, 2, NAN, 5, 5, 7};
        for (size_t i = 0; i < 8; i++)
            x[i] += shift[s];
        struct balance_row row = compare(&arena, treat, NULL, x, 8);
        assert_int_equal(row.n_programme, 3);
        assert_int_equal(row.n_comparison, 4);
        assert_int_equal(row.missing_programme, 0);
        assert_int_equal(row.missing_comparison, 1);
        assert_false(row.binary);
        expect_figure(row.all.mean_programme, 3 + shift[s], 1e-15);
        expect_figure(row.all.mean_comparison, 4 + shift[s], 1e-15);
        expect_figure(row.all.sd_programme, 2, 1e-15);
        expect_figure(row.all.sd_comparison, sqrt(6), 1e-15);
        expect_figure(row.all.smd_programme, -1.0 / 2, 1e-15);
        expect_figure(row.all.smd_comparison, -1 / sqrt(6), 1e-15);
        expect_figure(row.all.smd_pooled, -1 / sqrt(5), 1e-15);
        expect_figure(row.all.variance_ratio, 4.0 / 6, 1e-15);
        expect_figure(row.all.ecdf_mean, 11.0 / 60, 1e-15);
        expect_figure(row.all.ecdf_max, 1.0 / 3, 1e-15);
        expect_figure(row.sd_within, sqrt(26.0 / 6), 1e-15);
        expect_absent(row.weighted.smd_programme.absent, "no weights");
    }
    arena_clear(&arena);
}

/* The same with weights 1, 1, 2 in the programme and 3, 1, 0, 1 in the comparison: means (1+3+10)/4 = 7/2
 * and (6+2+7)/5 = 3. Variances: programme squares (25/4 + 1/4 + 2*9/4)/4 = 11/4 over 1 - 6/16 = 5/8 is 22/5;
 * comparison (3+1+16)/5 = 4 over 1 - 11/25 = 14/25 is 50/7. Over the unweighted variances 4 and 6: 1/4.
 * Shares: 1: 1/4 v 0; 2: 1/4 v 4/5; 3: 1/2 v 4/5; 5: 1 v 4/5; 7: 0. Sum 1/4 + 11/20 + 3/10 + 1/5 = 13/10. */
static void weighted_by_pencil(void **state)
{
    (void)state;
    const double treat[] = {1, 0, 1, 0, 1, 0, 0}, w[] = {1, 3, 1, 1, 2, 0, 1}, shift[] = {0, 0.25};
    struct arena arena;
    arena_init(&arena);
    for (size_t s = 0; s < 2; s++) {
        double x[] = {1, 2, 3, 2, 5, 5, 7};
        for (size_t i = 0; i < 7; i++)
            x[i] += shift[s];
        struct balance_look got = compare(&arena, treat, w, x, 7).weighted;
        expect_figure(got.mean_programme, 3.5 + shift[s], 1e-15);
        expect_figure(got.mean_comparison, 3 + shift[s], 1e-15);
        expect_figure(got.sd_programme, sqrt(22.0 / 5), 1e-15);
        expect_figure(got.sd_comparison, sqrt(50.0 / 7), 1e-15);
        expect_figure(got.smd_programme, 1.0 / 4, 1e-15);
        expect_figure(got.variance_ratio, 22.0 / 5 * 7 / 50, 1e-15);
        expect_figure(got.ecdf_mean, 13.0 / 50, 1e-15);
        expect_figure(got.ecdf_max, 11.0 / 20, 1e-15);
    }
    arena_clear(&arena);
}

/* Yes and no: 2 of 3 and 1 of 4. */
static void yes_and_no(void **state)
{
    (void)state;
    const double treat[] = {1, 1, 1, 0, 0, 0, 0}, x[] = {1, 1, 0, 1, 0, 0, 0}, w[] = {1, 0, 1, 2, 1, 1, 0};
    struct arena arena;
    arena_init(&arena);
    struct balance_row row = compare(&arena, treat, w, x, 7);
    assert_true(row.binary);
    expect_figure(row.all.sd_programme, sqrt(2.0 / 9), 1e-15);
    expect_figure(row.all.sd_comparison, sqrt(3.0 / 16), 1e-15);
    expect_figure(row.all.smd_programme, (2.0 / 3 - 1.0 / 4) / sqrt(2.0 / 9), 1e-15);
    expect_figure(row.all.ecdf_max, 5.0 / 12, 1e-15);
    expect_absent(row.all.variance_ratio.absent, "yes and no");
    expect_figure(row.weighted.mean_programme, 1.0 / 2, 1e-15);
    expect_figure(row.weighted.mean_comparison, 1.0 / 2, 1e-15);
    expect_figure(row.weighted.smd_programme, 0, 1e-15);
    expect_figure(row.sd_within, sqrt((3 * 2.0 / 9 + 4 * 3.0 / 16) / 7), 1e-15);
    arena_clear(&arena);
}

static void what_does_not_vary(void **state)
{
    (void)state;
    const double treat[] = {1, 1, 0, 0, 0}, tenths[] = {0.1, 0.1, 0.1, 0.1, 0.1}, apart[] = {2, 2, 3, 4, 5};
    const double ones[] = {1, 1, 1, 1, 1}, other[] = {3, 4, 5, 5, 5};
    struct arena arena;
    arena_init(&arena);
    struct balance_row row = compare(&arena, treat, NULL, tenths, 5);
    expect_figure(row.all.smd_programme, 0, 0);
    expect_figure(row.all.smd_pooled, 0, 0);
    expect_figure(row.all.sd_programme, 0, 0);
    expect_figure(row.all.ecdf_mean, 0, 0);
    expect_absent(row.all.variance_ratio.absent, "neither group varies");
    row = compare(&arena, treat, NULL, ones, 5);
    assert_true(row.binary);
    expect_figure(row.all.smd_programme, 0, 0);
    row = compare(&arena, treat, NULL, apart, 5);
    expect_absent(row.all.smd_programme.absent, "no spread");
    expect_figure(row.all.smd_comparison, -2, 1e-15);
    expect_figure(row.all.variance_ratio, 0, 0);
    row = compare(&arena, treat, NULL, other, 5);
    assert_null(row.all.variance_ratio.absent);
    assert_true(isinf(row.all.variance_ratio.value));
    arena_clear(&arena);
}

static void nobody_and_one(void **state)
{
    (void)state;
    const double treat[] = {1, 0, 0, NAN}, x[] = {4, 2, 5, 9}, gone[] = {NAN, 2, 5, 9}, none[] = {0, 1, 1, 1};
    struct arena arena;
    arena_init(&arena);
    struct balance_row row = compare(&arena, NULL, NULL, NULL, 0);
    expect_absent(row.all.mean_programme.absent, "nobody");
    expect_absent(row.all.ecdf_max.absent, "nobody");
    row = compare(&arena, treat, NULL, x, 4);
    assert_int_equal(row.n_comparison, 2);
    expect_absent(row.all.sd_programme.absent, "one person");
    expect_absent(row.all.smd_programme.absent, "one person");
    expect_figure(row.all.smd_comparison, 0.5 / sqrt(4.5), 1e-15);
    expect_figure(row.all.ecdf_max, 1.0 / 2, 0);
    row = compare(&arena, treat, none, x, 4);
    expect_absent(row.weighted.mean_programme.absent, "sum to 0");
    expect_figure(row.weighted.mean_comparison, 3.5, 0);
    row = compare(&arena, treat, NULL, gone, 4);
    expect_absent(row.all.smd_comparison.absent, "nobody");
    assert_int_equal(row.missing_programme, 1);
    arena_clear(&arena);
}

/* Two people a step apart to either side of many others, so that the mean is theirs exactly: a sum that is
 * rounded once and then divided is often a unit of the last digit off, and the difference of two such means
 * shows it. */
static void large_means_are_right_to_the_last_digit(void **state)
{
    (void)state;
    enum { PEOPLE = 49 };
    const double treat[PEOPLE] = {0};
    double weight[PEOPLE], x[PEOPLE];
    struct arena arena;
    for (size_t trial = 0; trial < 100; trial++) {
        double middle = 1e8 / (double)(trial + 3);
        for (size_t i = 0; i < PEOPLE; i++) {
            weight[i] = i < 2 ? 1 : 1.0 / 3 + (double)(i % 7);
            x[i] = i == 0 ? nextafter(middle, INFINITY) : i == 1 ? nextafter(middle, 0) : middle;
        }
        arena_init(&arena);
        struct balance_row row = compare(&arena, treat, weight, x, PEOPLE);
        expect_figure(row.all.mean_comparison, middle, 0);
        expect_figure(row.weighted.mean_comparison, middle, 0);
        arena_clear(&arena);
    }
}

enum { MANY = 5000 };

/* People in another order, everybody twice, groups swapped. */
static void relabelled_doubled_swapped(void **state)
{
    (void)state;
    double *all = calloc(12 * MANY, sizeof *all), *treat = all, *x = all + 2 * MANY, *w = all + 4 * MANY,
           *back = all + 6 * MANY;
    uint64_t seed = 88172645463325252u;
    for (size_t i = 0; i < MANY; i++) {
        for (int k = 0; k < 3; k++)
            seed ^= k == 0 ? seed << 13 : k == 1 ? seed >> 7 : seed << 17;
        treat[i] = (double)(seed % 3 == 0);
        x[i] = floor((double)(seed >> 40) / 1000) / 7 - 900;
        w[i] = 1 + (double)(seed % 5);
    }
    struct arena arena;
    arena_init(&arena);
    struct balance_row plain = compare(&arena, treat, w, x, MANY);
    memcpy(treat + MANY, treat, MANY * sizeof *treat);
    memcpy(x + MANY, x, MANY * sizeof *x);
    memcpy(w + MANY, w, MANY * sizeof *w);
    for (size_t i = 0; i < MANY; i++) {
        back[i] = 1 - treat[MANY - 1 - i];
        back[2 * MANY + i] = x[MANY - 1 - i];
        back[4 * MANY + i] = 3 * w[MANY - 1 - i];
    }
    struct balance_row swapped = compare(&arena, back, back + 4 * MANY, back + 2 * MANY, MANY);
    expect_figure(swapped.all.smd_comparison, -plain.all.smd_programme.value, 1e-13);
    expect_figure(swapped.all.ecdf_mean, plain.all.ecdf_mean.value, 1e-13);
    expect_figure(swapped.weighted.smd_pooled, -plain.weighted.smd_pooled.value, 1e-13);
    expect_figure(swapped.weighted.ecdf_max, plain.weighted.ecdf_max.value, 1e-13);
    expect_figure(swapped.weighted.variance_ratio, 1 / plain.weighted.variance_ratio.value, 1e-12);
    struct balance_row doubled = compare(&arena, treat, w, x, 2 * MANY);
    expect_figure(doubled.all.mean_programme, plain.all.mean_programme.value, 1e-12);
    expect_figure(doubled.all.ecdf_mean, plain.all.ecdf_mean.value, 1e-13);
    expect_figure(doubled.weighted.mean_comparison, plain.weighted.mean_comparison.value, 1e-12);
    arena_clear(&arena);
    free(all);
}

static void numbers_sort(void **state)
{
    (void)state;
    double x[MANY] = {0}, room[MANY], before[MANY];
    uint32_t order[MANY];
    uint64_t seed = 1;
    for (size_t n = 0; n < MANY; n = n * 2 + 1) {
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            x[i] = ((double)(seed >> 33) - 1e9) * (seed % 7 == 0 ? 1e-300 : seed % 5 == 0 ? 0 : 1e280);
        }
        if (n > 3) {
            x[0] = INFINITY;
            x[2] = -INFINITY;
        }
        memcpy(before, x, sizeof x);
        order_doubles(x, n, order);
        sort_doubles(x, room, n);
        for (size_t i = 0; i < n; i++) {
            assert_true(before[order[i]] == x[i]);
            assert_true(i == 0 || x[i - 1] < x[i] || (x[i - 1] == x[i] && order[i - 1] < order[i]));
        }
    }
}

static void a_third_group(void)
{
    const double treat[] = {1, 2}, x[] = {1, 2};
    struct arena arena;
    arena_init(&arena);
    compare(&arena, treat, NULL, x, 2);
}

static void an_infinity(void)
{
    const double treat[] = {1, 0}, x[] = {1, INFINITY};
    struct arena arena;
    arena_init(&arena);
    compare(&arena, treat, NULL, x, 2);
}

static void a_weight_below_zero(void)
{
    const double treat[] = {1, 0}, x[] = {1, 3}, w[] = {1, -1};
    struct arena arena;
    arena_init(&arena);
    compare(&arena, treat, w, x, 2);
}

static void impossible_arguments_assert(void **state)
{
    (void)state;
    expect_abort(a_third_group);
    expect_abort(an_infinity);
    expect_abort(a_weight_below_zero);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R220: balance by pencil", by_pencil, NULL, NULL, NULL},
        {"R220: weighted balance by pencil", weighted_by_pencil, NULL, NULL, NULL},
        {"R220: a yes-or-no covariate by pencil", yes_and_no, NULL, NULL, NULL},
        {"R220: no spread to measure by is said, never a zero", what_does_not_vary, NULL, NULL, NULL},
        {"R220: large means are right to the last digit", large_means_are_right_to_the_last_digit, NULL, NULL,
         NULL},
        {"R220: nobody, one person, no weight", nobody_and_one, NULL, NULL, NULL},
        {"R220: the order of people, doubling and swapping change nothing that they should not",
         relabelled_doubled_swapped, NULL, NULL, NULL},
        {"house: numbers of every size sort, equal ones in their places' order", numbers_sort, NULL, NULL,
         NULL},
        {"house: a third group, an infinity or a negative weight stops the program",
         impossible_arguments_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_balance", tests, NULL, NULL);
}
