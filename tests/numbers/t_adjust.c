#include "expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/adjust.h"

#include "base/banned.h"

/* Powers of two, exact in a double. */
static void by_pencil(void **state)
{
    (void)state;
    struct figure p[] = {figure_of(0.25), figure_of(0.03125), figure_of(0.125)};
    adjust_holm(p, 3, p); /* in place: 1/32*3, 1/8*2, 1/4*1 */
    expect_figure(p[1], 3.0 / 32, 0);
    expect_figure(p[2], 1.0 / 4, 0);
    expect_figure(p[0], 1.0 / 4, 0);
    struct figure falling[] = {figure_of(0.5), figure_of(0.375)}; /* 3/8*2, then 1/2 may not be below 3/4 */
    adjust_holm(falling, 2, falling);
    expect_figure(falling[0], 0.75, 0);
    expect_figure(falling[1], 0.75, 0);
    struct figure sure[] = {figure_of(1), figure_of(0.75)};
    adjust_holm(sure, 2, sure);
    expect_figure(sure[0], 1, 0);
    expect_figure(sure[1], 1, 0);
}

/* 1/16, 1/8, 1/8, 1/4: Bonferroni times 4; Hochberg 1/4, 1/4, 1/4, 1/4; BH 1/4 * 4/4, 1/8 * 4/3, 1/8 * 4/3,
 * 1/16 * 4 capped by those above; BY 25/12 of that. */
static void other_ways_by_pencil(void **state)
{
    (void)state;
    const struct figure p[] = {figure_of(0.25), figure_of(0.125), figure_of(0.0625), figure_of(0.125)};
    const double bonferroni[] = {1, 0.5, 0.25, 0.5}, bh[] = {0.25, 1.0 / 6, 1.0 / 6, 1.0 / 6};
    struct figure got[4];
    adjust_bonferroni(p, 4, got);
    for (size_t i = 0; i < 4; i++)
        expect_figure(got[i], bonferroni[i], 0);
    adjust_hochberg(p, 4, got);
    for (size_t i = 0; i < 4; i++)
        expect_figure(got[i], 0.25, 0);
    adjust_benjamini_hochberg(p, 4, got);
    for (size_t i = 0; i < 4; i++)
        expect_figure(got[i], bh[i], 1e-15);
    adjust_benjamini_yekutieli(p, 4, got);
    for (size_t i = 0; i < 4; i++)
        expect_figure(got[i], bh[i] * 25 / 12, 1e-15);
}

/* BH finds no less than Hochberg, Hochberg no less than Holm, Holm no less than Bonferroni. */
static void one_finds_no_less_than_another(void **state)
{
    (void)state;
    struct figure p[40], made[4][40];
    for (size_t i = 0; i < 40; i++)
        p[i] = i == 7 ? figure_absent("nobody was counted") : figure_of((double)((i * 17) % 41) / 400);
    adjust_benjamini_hochberg(p, 40, made[0]);
    adjust_hochberg(p, 40, made[1]);
    adjust_holm(p, 40, made[2]);
    adjust_bonferroni(p, 40, made[3]);
    for (size_t i = 0; i < 40; i++)
        for (size_t way = 0; way < 4; way++) {
            assert_int_equal(made[way][i].absent != NULL, i == 7);
            if (i != 7)
                assert_true(made[way][i].value >= (way ? made[way - 1][i].value : p[i].value) - 1e-15);
        }
}

static void absent_tests_do_not_count(void **state)
{
    (void)state;
    struct figure p[] = {figure_absent("nobody was counted"), figure_of(0.25), figure_of(0.0625)};
    adjust_holm(p, 3, p);
    expect_absent(p[0].absent, "nobody was counted");
    expect_figure(p[1], 0.25, 0);
    expect_figure(p[2], 0.125, 0);
    adjust_holm(p, 0, p);
}

static void order_and_size(void **state)
{
    (void)state;
    struct figure p[40], adjusted[40];
    for (size_t i = 0; i < 40; i++)
        p[i] = figure_of((double)((i * 17) % 41) / 400);
    adjust_holm(p, 40, adjusted);
    for (size_t i = 0; i < 40; i++) {
        assert_true(adjusted[i].value >= p[i].value && adjusted[i].value <= fmin(1, 40 * p[i].value) + 1e-15);
        for (size_t j = 0; j < 40; j++)
            assert_true(!(p[i].value < p[j].value) || adjusted[i].value <= adjusted[j].value);
    }
}

static void p_of_two(void)
{
    struct figure p[] = {figure_of(2)};
    adjust_holm(p, 1, p);
}

static void impossible_p_asserts(void **state)
{
    (void)state;
    expect_abort(p_of_two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: Holm's adjustment by pencil", by_pencil, NULL, NULL, NULL},
        {"R225: the other adjustments by pencil", other_ways_by_pencil, NULL, NULL, NULL},
        {"R225: each adjustment finds no less than the next stricter one", one_finds_no_less_than_another,
         NULL, NULL, NULL},
        {"R225: a test that does not exist does not count in its family", absent_tests_do_not_count, NULL,
         NULL, NULL},
        {"R225: adjusting keeps the order, raises, and never passes Bonferroni", order_and_size, NULL, NULL,
         NULL},
        {"R225: a p above 1 stops the program", impossible_p_asserts, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_adjust", tests, NULL, NULL);
}
