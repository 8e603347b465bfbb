#include "expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/balance.h"
#include "stats/weighting.h"

#include "base/banned.h"

/* Of x = 0 one of 4 took part, of x = 1 three of 5. */
static const double X[] = {0, 0, 0, 0, 1, 1, 1, 1, 1}, T[] = {1, 0, 0, 0, 1, 1, 1, 0, 0},
                    Y[] = {5, 1, 2, 3, 7, 8, 10, 4, 6};
static const struct covariate ONE = {"x", X};

static struct logistic score_of(struct arena *arena, const double *treat, size_t rows,
                                const struct covariate *of)
{
    struct logistic score;
    logistic_fit(&score, arena,
                 &(struct logistic_input){.rows = rows, .y = treat, .covariates = of, .count = 1});
    return score;
}

static struct weighting_effect effect_of(struct arena *arena, enum weighting_target target,
                                         const double *treat, const double *y, size_t rows,
                                         const struct covariate *of, const double *cluster)
{
    struct logistic score = score_of(arena, treat, rows, of);
    struct weighting_effect effect;
    weighting_effect(&effect, arena,
                     &(struct weighting_input){.rows = rows,
                                               .target = target,
                                               .treat = treat,
                                               .y = y,
                                               .score = &score,
                                               .covariates = of,
                                               .count = 1,
                                               .cluster = cluster});
    return effect;
}

/* The comparison weighs 1/3 where x = 0 (1, 2, 3) and 3/2 where x = 1 (4, 6): mean (2 + 15) / 4 against
 * 30 / 4. It weighs as many people as 16 / (3/9 + 2 * 9/4) = 96/29. With a score this free the effect is that
 * of the strata weighted by participants, and each person's part of it over n1 = 4: a participant's y less
 * the stratum's comparison mean less 13/4, squares 19/4; another's, n1s/n0s times the distance from that
 * mean, squares 2/9 and 9/2. */
static void those_who_took_part_by_pencil(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct logistic score = score_of(&arena, T, 9, &ONE);
    struct weighting weighting;
    weighting_make(&weighting, &arena, WEIGHTING_ATT, T, &score, 9);
    expect_figure(figure_of(weighting.weight[0]), 1, 0);
    expect_figure(figure_of(weighting.weight[1]), 1.0 / 3, 1e-14);
    expect_figure(figure_of(weighting.weight[8]), 1.5, 1e-14);
    expect_figure(weighting.ess_comparison, 96.0 / 29, 1e-13);
    expect_figure(weighting.ess_programme, 4, 1e-15);
    expect_figure(weighting.most, 1.5, 1e-14);
    struct weighting_effect got = effect_of(&arena, WEIGHTING_ATT, T, Y, 9, &ONE, NULL);
    expect_figure(got.mean_programme, 7.5, 1e-14);
    expect_figure(got.mean_comparison, 4.25, 1e-13);
    expect_figure(got.effect, 3.25, 1e-13);
    expect_figure(got.se_score, sqrt((4.75 + 2.0 / 9 + 4.5) / 16), 1e-12);
    expect_absent(got.se[OLS_CLUSTER_HC1].absent, "no clusters");
    struct balance balance;
    balance_compare(&balance, &arena,
                    &(struct balance_groups){.rows = 9, .treat = T, .weight = weighting.weight}, &ONE, 1);
    expect_figure(balance.rows[0].weighted.smd_programme, 0, 1e-14);
    arena_clear(&arena);
}

/* If everybody took part: strata weighted by all, 4 and 5 of 9. */
static void everybody_by_pencil(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct weighting_effect got = effect_of(&arena, WEIGHTING_ATE, T, Y, 9, &ONE, NULL);
    expect_figure(got.mean_programme, (4 * 5.0 + 5 * 25.0 / 3) / 9, 1e-13);
    expect_figure(got.mean_comparison, (4 * 2.0 + 5 * 5.0) / 9, 1e-13);
    /* parts, times 9: each stratum's difference less the effect for everybody, and the distance from the mean
     * of one's own cell over that cell's share */
    double effect = got.effect.value, gap[2] = {3 - effect, 25.0 / 3 - 5 - effect}, sum = 0;
    const double mean[2][2] = {{2, 5}, {5, 25.0 / 3}}, share[2] = {0.25, 0.6};
    for (size_t i = 0; i < 9; i++) {
        size_t x = X[i] > 0.5, t = T[i] > 0.5;
        double own = gap[x] + (t ? (Y[i] - mean[1][x]) / share[x] : -(Y[i] - mean[0][x]) / (1 - share[x]));
        sum += own * own;
    }
    expect_figure(got.se_score, sqrt(sum) / 9, 1e-12);
    arena_clear(&arena);
}

/* Everybody twice: the same effect, standard errors over the root of 2. Swapped: the sign flips. */
static void doubled_and_swapped(void **state)
{
    (void)state;
    double x[18], t[18], y[18], back[9];
    for (size_t i = 0; i < 18; i++) {
        x[i] = X[i % 9];
        t[i] = T[i % 9];
        y[i] = Y[i % 9];
        back[i % 9] = 1 - T[i % 9];
    }
    struct covariate twice = {"x", x};
    struct arena arena;
    arena_init(&arena);
    struct weighting_effect once = effect_of(&arena, WEIGHTING_ATE, T, Y, 9, &ONE, NULL),
                            many = effect_of(&arena, WEIGHTING_ATE, t, y, 18, &twice, NULL),
                            swapped = effect_of(&arena, WEIGHTING_ATE, back, Y, 9, &ONE, NULL);
    expect_figure(many.effect, once.effect.value, 1e-13);
    expect_figure(many.se_score, once.se_score.value / sqrt(2), 1e-12);
    expect_figure(many.se[OLS_HC0], once.se[OLS_HC0].value / sqrt(2), 1e-12);
    expect_figure(swapped.effect, -once.effect.value, 1e-12);
    expect_figure(swapped.se_score, once.se_score.value, 1e-12);
    arena_clear(&arena);
}

static void what_is_missing(void **state)
{
    (void)state;
    const double apart[] = {0, 0, 0, 0, 1, 1, 1, 1, 1}, nobody[] = {NAN, 1, 2, 3, NAN, NAN, NAN, 4, 6};
    double holes[9];
    struct arena arena;
    arena_init(&arena);
    memcpy(holes, Y, sizeof Y);
    holes[3] = NAN; /* the score is as before, the outcome is one fewer */
    struct weighting_effect got = effect_of(&arena, WEIGHTING_ATT, T, holes, 9, &ONE, NULL);
    assert_int_equal(got.used, 8);
    expect_figure(got.mean_comparison, (1.0 + 15) / (2.0 / 3 + 3), 1e-13);
    assert_null(got.se_score.absent);
    got = effect_of(&arena, WEIGHTING_ATT, T, nobody, 9, &ONE, NULL);
    expect_absent(got.effect.absent, "nobody in the programme");
    expect_absent(got.se_score.absent, "nobody in the programme");
    got = effect_of(&arena, WEIGHTING_ATT, apart, Y, 9, &ONE, NULL);
    assert_null(got.effect.absent); /* by Firth's score */
    expect_absent(got.se_score.absent, "not a maximum likelihood");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R220: the effect on those who took part, by pencil", those_who_took_part_by_pencil, NULL, NULL,
         NULL},
        {"R220: the effect if everybody took part, by pencil", everybody_by_pencil, NULL, NULL, NULL},
        {"R220: everybody twice, and the groups swapped", doubled_and_swapped, NULL, NULL, NULL},
        {"R220: missing outcomes, empty groups and separated groups", what_is_missing, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_weighting", tests, NULL, NULL);
}
