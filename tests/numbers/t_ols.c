#include "expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/ols.h"

#include "base/banned.h"

static struct ols fit(struct arena *arena, size_t rows, const double *y, size_t count,
                      const double *const *columns, const double *weight, const double *cluster)
{
    struct covariate covariates[8] = {{0}};
    struct ols ols;
    for (size_t i = 0; i < count; i++)
        covariates[i] = (struct covariate){"x", columns[i]};
    ols_fit(&ols, arena,
            &(struct ols_input){.rows = rows,
                                .y = y,
                                .covariates = covariates,
                                .count = count,
                                .weight = weight,
                                .cluster = cluster});
    assert_int_equal(ols.count, count + 1);
    return ols;
}

/* x 0, 1, 2, 3 and y 1, 2, 2, 5: slope 6/5, constant 7/10; residuals 3/10, 1/10, -11/10, 7/10; their squares
 * 9, 1, 121, 49 hundredths sum to 9/5, so sigma² 9/10. Sxx 5. Leverages 7/10, 3/10, 3/10, 7/10. Of the slope:
 * classical (9/10)/5; HC0 sum (x - 3/2)² e² / 25 = (9/4 * 58/100 + 1/4 * 122/100)/25 = (161/100)/25; HC2 with
 * e² over 3/10 and 7/10: (9/4 * 58/30 + 1/4 * 122/70)/25; HC3 (9/4 * 58/9 + 1/4 * 122/49)/25. */
static void line_by_pencil(void **state)
{
    (void)state;
    const double x[] = {0, 1, 2, 3}, y[] = {1, 2, 2, 5}, *const columns[] = {x};
    struct arena arena;
    arena_init(&arena);
    struct ols ols = fit(&arena, 4, y, 1, columns, NULL, NULL);
    const struct ols_coefficient *slope = &ols.coefficients[1];
    expect_figure(slope->estimate, 1.2, 1e-15);
    expect_figure(ols.coefficients[0].estimate, 0.7, 1e-15);
    expect_figure(ols.sigma, sqrt(0.9), 1e-15);
    expect_figure(ols.coefficients[0].se[OLS_CLASSICAL], sqrt(0.9 * 0.7), 1e-15);
    expect_figure(slope->se[OLS_CLASSICAL], sqrt(0.9 / 5), 1e-15);
    expect_figure(slope->se[OLS_HC0], sqrt(1.61 / 25), 1e-15);
    expect_figure(slope->se[OLS_HC1], sqrt(1.61 / 25 * 2), 1e-15);
    expect_figure(slope->se[OLS_HC2], sqrt((9.0 / 4 * 58 / 30 + 122.0 / 4 / 70) / 25), 1e-15);
    expect_figure(slope->se[OLS_HC3], sqrt((9.0 / 4 * 58 / 9 + 122.0 / 4 / 49) / 25), 1e-15);
    expect_absent(slope->se[OLS_CLUSTER_HC1].absent, "no clusters");
    arena_clear(&arena);
}

/* Three pairs, the programme's member first; differences 2, 4, 9, mean 5. Clustered by pair the variance of
 * the difference is the sum of squares 26 over 9; HC1 times 3/2 * 5/4. Unclustered HC2 is Neyman's: variances
 * 13 of 1, 6, 8 and 7/3 of -1, 2, -1... each over 3. CR2 makes of pairs what the paired test does: 26/2/3. */
static void pairs_by_pencil(void **state)
{
    (void)state;
    const double treat[] = {1, 0, 1, 0, 1, 0}, y[] = {1, -1, 6, 2, 8, -1}, pair[] = {7, 7, 3, 3, 5, 5};
    const double *const columns[] = {treat};
    struct arena arena;
    arena_init(&arena);
    struct ols ols = fit(&arena, 6, y, 1, columns, NULL, pair);
    const struct ols_coefficient *effect = &ols.coefficients[1];
    assert_int_equal(ols.clusters, 3);
    expect_figure(effect->estimate, 5, 1e-15);
    expect_figure(effect->se[OLS_CLUSTER_HC0], sqrt(26.0 / 9), 1e-14);
    expect_figure(effect->se[OLS_CLUSTER_HC1], sqrt(26.0 / 9 * 3 / 2 * 5 / 4), 1e-14);
    expect_figure(effect->se[OLS_CLUSTER_CR2], sqrt(26.0 / 2 / 3), 1e-14);
    expect_figure(effect->se[OLS_HC2], sqrt(13.0 / 3 + 1), 1e-14);
    arena_clear(&arena);
}

/* Every person a cluster: the clustered are the unclustered, CR2 is HC2. A weight of 2 is a person twice. */
static void clusters_of_one_and_weights(void **state)
{
    (void)state;
    const double x[] = {0, 1, 1, 4, 6}, z[] = {1, 0, 2, 0, 1}, y[] = {3, 1, 4, 1, 5}, id[] = {5, 3, 4, 2, 9};
    const double w[] = {1, 2, 1, 3, 1}, *const columns[] = {x, z};
    const double twice_x[] = {0, 1, 1, 1, 4, 4, 4, 6}, twice_z[] = {1, 0, 0, 2, 0, 0, 0, 1},
                 twice_y[] = {3, 1, 1, 4, 1, 1, 1, 5}, *const twice[] = {twice_x, twice_z};
    struct arena arena;
    arena_init(&arena);
    struct ols ols = fit(&arena, 5, y, 2, columns, NULL, id), weighted = fit(&arena, 5, y, 2, columns, w, id),
               many = fit(&arena, 8, twice_y, 2, twice, NULL, NULL);
    for (size_t i = 0; i < 3; i++) {
        const struct ols_coefficient *got = &ols.coefficients[i];
        expect_figure(got->se[OLS_CLUSTER_HC0], got->se[OLS_HC0].value, 1e-14);
        expect_figure(got->se[OLS_CLUSTER_HC1], got->se[OLS_HC1].value, 1e-14);
        expect_figure(got->se[OLS_CLUSTER_CR2], got->se[OLS_HC2].value, 1e-14);
        expect_figure(weighted.coefficients[i].estimate, many.coefficients[i].estimate.value, 1e-14);
    }
    arena_clear(&arena);
}

static void swaps_and_order(void **state)
{
    (void)state;
    const double treat[] = {1, 1, 0, 0, 0, 1, 0}, back[] = {0, 0, 1, 1, 1, 0, 1}, x[] = {3, 1, 4, 1, 5, 9, 2};
    const double y[] = {2, 7, 1, 8, 2, 8, 1}, w[] = {1, 2, 1, 1, 3, 1, 2}, *const columns[] = {treat, x};
    const double treat2[] = {0, 1, 0, 0, 0, 1, 1}, x2[] = {2, 9, 5, 1, 4, 1, 3}, y2[] = {1, 8, 2, 8, 1, 7, 2},
                 w2[] = {2, 1, 3, 1, 1, 2, 1}, *const turned[] = {treat2, x2}, *const swapped[] = {back, x};
    const double g[] = {1, 1, 2, 2, 3, 3, 3}, g2[] = {3, 3, 3, 2, 2, 1, 1};
    struct arena arena;
    arena_init(&arena);
    struct ols plain = fit(&arena, 7, y, 2, columns, w, g), order = fit(&arena, 7, y2, 2, turned, w2, g2),
               swap = fit(&arena, 7, y, 2, swapped, w, g);
    expect_figure(swap.coefficients[1].estimate, -plain.coefficients[1].estimate.value, 1e-13);
    for (size_t se = 0; se < OLS_SES; se++) {
        expect_figure(order.coefficients[1].se[se], plain.coefficients[1].se[se].value, 1e-13);
        expect_figure(swap.coefficients[1].se[se], plain.coefficients[1].se[se].value, 1e-13);
    }
    arena_clear(&arena);
}

/* Two columns make up the third; a constant column; year and its square, far from 0: close together, not
 * aliased. */
static void columns_made_up_by_others(void **state)
{
    (void)state;
    const double a[] = {1, 2, 3, 4, 5, 7}, b[] = {2, 1, 0, 1, 2, 1}, sum[] = {3, 3, 3, 5, 7, 8},
                 tenth[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, y[] = {1, 3, 2, 5, 4, 9};
    const double *const columns[] = {tenth, a, b, sum}, *const fewer[] = {a, b};
    struct arena arena;
    arena_init(&arena);
    struct ols all = fit(&arena, 6, y, 4, columns, NULL, NULL), two = fit(&arena, 6, y, 2, fewer, NULL, NULL);
    assert_int_equal(all.rank, 3);
    expect_absent(all.coefficients[1].estimate.absent, "make this one up");
    expect_absent(all.coefficients[4].se[OLS_HC2].absent, "make this one up");
    for (size_t i = 1; i < 3; i++) {
        expect_figure(all.coefficients[i + 1].estimate, two.coefficients[i].estimate.value, 1e-14);
        expect_figure(all.coefficients[i + 1].se[OLS_HC3], two.coefficients[i].se[OLS_HC3].value, 1e-13);
    }
    double year[6], square[6], exact[6];
    for (int i = 0; i < 6; i++) {
        year[i] = 1990 + 6 * i;
        square[i] = year[i] * year[i];
        exact[i] = 7 + 3 * (year[i] - 2000) + 2 * (year[i] - 2000) * (year[i] - 2000);
    }
    struct ols curve = fit(&arena, 6, exact, 2, (const double *const[]){year, square}, NULL, NULL);
    assert_int_equal(curve.rank, 3);
    expect_figure(curve.coefficients[2].estimate, 2, 1e-9);
    expect_figure(curve.coefficients[1].estimate, 3 - 8000, 1e-5);
    arena_clear(&arena);
}

static void what_does_not_exist_is_absent(void **state)
{
    (void)state;
    const double y[] = {1, 2, NAN, 4}, x[] = {0, 1, 1, NAN}, w[] = {1, 1, 1, 0}, one[] = {4, 4, 4, 4},
                 outlier[] = {0, 0, 0, 1}, full[] = {1, 5, 2, 3},
                 none[] = {0, 0, 0, 0}, *const columns[] = {x};
    struct arena arena;
    arena_init(&arena);
    struct ols ols = fit(&arena, 4, y, 1, columns, w, NULL);
    assert_int_equal(ols.used, 2);
    assert_int_equal(ols.dropped, 2);
    expect_figure(ols.coefficients[1].estimate, 1, 1e-15);
    expect_absent(ols.coefficients[1].se[OLS_HC1].absent, "no more people");
    expect_absent(ols.sigma.absent, "no more people");
    struct ols nobody = fit(&arena, 4, full, 0, NULL, none, NULL);
    assert_int_equal(nobody.unweighted, 4);
    expect_absent(nobody.coefficients[0].estimate.absent, "nobody");
    expect_absent(fit(&arena, 0, NULL, 0, NULL, NULL, NULL).coefficients[0].estimate.absent, "nobody");
    struct ols alone = fit(&arena, 4, full, 1, (const double *const[]){outlier}, NULL, one);
    expect_absent(alone.coefficients[1].se[OLS_HC2].absent, "alone decides");
    assert_null(alone.coefficients[1].se[OLS_HC1].absent);
    expect_absent(alone.coefficients[1].se[OLS_CLUSTER_CR2].absent, "one cluster");
    arena_clear(&arena);
}

static void a_weight_below_zero(void)
{
    const double y[] = {1, 2, 3}, w[] = {1, 1, -1};
    struct arena arena;
    arena_init(&arena);
    fit(&arena, 3, y, 0, NULL, w, NULL);
}

static void impossible_arguments_assert(void **state)
{
    (void)state;
    expect_abort(a_weight_below_zero);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: a line and its standard errors by pencil", line_by_pencil, NULL, NULL, NULL},
        {"R220: pairs by pencil", pairs_by_pencil, NULL, NULL, NULL},
        {"R220: clusters of one are people, whole weights are people", clusters_of_one_and_weights, NULL,
         NULL, NULL},
        {"R220: the order of people and swapping the groups", swaps_and_order, NULL, NULL, NULL},
        {"R225: what other columns make up goes, the later one first", columns_made_up_by_others, NULL, NULL,
         NULL},
        {"R225: no fit, no spread and no clusters are said", what_does_not_exist_is_absent, NULL, NULL, NULL},
        {"house: a weight below 0 stops the program", impossible_arguments_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_ols", tests, NULL, NULL);
}
