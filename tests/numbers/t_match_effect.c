#include "expect.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "stats/match_effect.h"
#include "stats/match_nearest.h"

#include "base/banned.h"

/* Pairs (3, 1) and (5, 4). Means 4 and 5/2; residuals -1, 1 and -3/2, 3/2, halved: -1/2, 1/2 and, turned,
 * 3/4, -3/4; within pairs 1/4 and -1/4. Clustered: 2/16, times 2/1 * 3/2, = 3/8. HC0: 2/4 + 2 * 9/16 = 13/8.
 * Classical: (2 + 9/2) / 2 * (1/2 + 1/2) = 13/4. Differences 2 and 1: SD √½, over √2 is 1/2. */
static void by_pencil(void **state)
{
    (void)state;
    const double treat[] = {1, 0, 1, 0, 0}, weights[] = {1, 1, 1, 1, 0}, outcome[] = {3, 1, 5, 4, NAN};
    const uint32_t set[] = {0, 0, 2, 2, MATCH_NO_SET};
    const struct match_pair pairs[] = {{0, 1, 1}, {2, 3, 1}};
    struct arena arena;
    arena_init(&arena);
    struct match_effect effect = match_effect(&arena, treat, weights, set, outcome, 5, 0.95);
    assert_int_equal(effect.people, 4);
    assert_int_equal(effect.clusters, 2);
    expect_figure(effect.mean_treated, 4, 1e-14);
    expect_figure(effect.mean_controls, 2.5, 1e-14);
    expect_figure(effect.effect, 1.5, 1e-14);
    expect_figure(effect.se[OLS_CLUSTER_HC1], sqrt(3.0 / 8), 1e-14);
    expect_figure(effect.se[OLS_CLUSTER_HC0], sqrt(1.0 / 8), 1e-14);
    expect_figure(effect.se[OLS_HC0], sqrt(13.0 / 8), 1e-14);
    expect_figure(effect.se[OLS_HC1], sqrt(13.0 / 4), 1e-14);
    expect_figure(effect.se[OLS_CLASSICAL], sqrt(13.0 / 4), 1e-14);
    /* t = √6 on 2 degrees of freedom, whose curve is 1/2 + t / (2 √(2 + t²)): p = 1 - √6/√8 */
    expect_figure(effect.p, 1 - sqrt(3) / 2, 1e-14);
    assert_true(fabs(effect.interval.low + effect.interval.high - 3) < 1e-13);
    struct pair_comparison compared = match_compare_pairs(pairs, 2, outcome);
    expect_figure(compared.difference, 1.5, 1e-15);
    expect_figure(compared.se, 0.5, 1e-15);
    expect_figure(compared.t, 3, 1e-14);
    expect_absent(compared.p_exact.absent, "yes or no");
    expect_absent(match_compare_pairs(pairs, 1, outcome).se.absent, "one pair");
    expect_absent(match_compare_pairs(pairs, 0, outcome).difference.absent, "nobody");
    arena_clear(&arena);
}

/* Only the participant in 3 pairs, only the control in 1, both or none in 2: exact p 2 (1 + 4)/16. */
static void pairs_of_yes_and_no(void **state)
{
    (void)state;
    const double outcome[] = {1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0};
    struct match_pair pairs[6];
    for (uint32_t i = 0; i < 6; i++)
        pairs[i] = (struct match_pair){2 * i, 2 * i + 1, 1};
    struct pair_comparison all = match_compare_pairs(pairs, 6, outcome);
    assert_true(all.yes_no);
    assert_int_equal(all.only_treated, 3);
    assert_int_equal(all.only_control, 1);
    expect_figure(all.p_exact, 10.0 / 16, 1e-15);
    expect_figure(all.chi_square, 1, 0);
    expect_figure(all.odds_ratio, 3, 0);
    struct pair_comparison first = match_compare_pairs(pairs, 3, outcome);
    assert_true(isinf(first.odds_ratio.value) && !first.odds_ratio.absent);
    expect_absent(first.t.absent, "alike");
    expect_figure(first.p_exact, 0.25, 1e-15);
    struct pair_comparison last = match_compare_pairs(&pairs[4], 2, outcome);
    expect_absent(last.p_exact.absent, "differ");
    expect_absent(last.odds_ratio.absent, "differ");
}

/* Random, but the same each time: Park & Miller 1988, CACM 31:1192-1201. */
static double draw(uint64_t *seed)
{
    *seed = *seed * 48271 % 2147483647;
    return (double)*seed / 2147483647;
}

enum { MANY = 400 };

static void crowd_make(double *distance, double *treat, double *outcome)
{
    uint64_t seed = 1893;
    for (size_t i = 0; i < MANY; i++) {
        distance[i] = draw(&seed);
        treat[i] = draw(&seed) < 0.3;
        outcome[i] = distance[i] * 10 + draw(&seed);
    }
}

static void expect_same_effect(const struct match_effect *one, const struct match_effect *other, double sign)
{
    expect_figure(other->effect, sign * one->effect.value, 1e-12);
    for (size_t i = 0; i < OLS_SES; i++)
        expect_figure(other->se[i], one->se[i].value, 1e-12);
    expect_figure(other->p, one->p.value, 1e-12);
}

/* Twice all weights changes nothing, the sides swapped turns the sign, a constant more to all answers changes
 * nothing. */
static void what_changes_nothing(void **state)
{
    (void)state;
    double distance[MANY], treat[MANY], outcome[MANY], swapped[MANY], doubled[MANY], raised[MANY];
    struct arena arena;
    arena_init(&arena);
    crowd_make(distance, treat, outcome);
    struct match_plan plan = {
        .order = MATCH_LARGEST_FIRST, .ratio = 2, .caliper = 0.2, .caliper_in_sd = true};
    struct match_nearest match =
        match_nearest(&arena, &(struct match_people){distance, treat, NULL, 0, MANY}, &plan);
    for (size_t i = 0; i < MANY; i++) {
        swapped[i] = 1 - treat[i];
        doubled[i] = 2 * match.weights[i];
        raised[i] = outcome[i] + 100;
    }
    struct match_effect effect = match_effect(&arena, treat, match.weights, match.set, outcome, MANY, 0.9);
    struct match_effect other = match_effect(&arena, treat, doubled, match.set, outcome, MANY, 0.9);
    assert_true(effect.people > 100 && effect.clusters > 50 && effect.clusters < effect.people / 2);
    expect_same_effect(&effect, &other, 1);
    other = match_effect(&arena, swapped, match.weights, match.set, outcome, MANY, 0.9);
    expect_same_effect(&effect, &other, -1);
    other = match_effect(&arena, treat, match.weights, match.set, raised, MANY, 0.9);
    expect_same_effect(&effect, &other, 1);
    other = match_effect(&arena, treat, match.weights, NULL, outcome, MANY, 0.9);
    expect_absent(other.se[OLS_CLUSTER_HC1].absent, "");
    expect_figure(other.p_normal,
                  2 * 0.5 * erfc(fabs(other.effect.value) / other.se[OLS_HC1].value / sqrt(2)), 1e-12);
    arena_clear(&arena);
}

static void what_does_not_exist(void **state)
{
    (void)state;
    const double treat[] = {1, 0, 0}, nobody[] = {0, 0, 0}, one_pair[] = {1, 1, 0}, outcome[] = {1, 3, 5};
    const uint32_t set[] = {0, 0, MATCH_NO_SET};
    struct arena arena;
    arena_init(&arena);
    struct match_effect effect = match_effect(&arena, treat, nobody, set, outcome, 3, 0.95);
    expect_absent(effect.effect.absent, "nobody");
    expect_absent(effect.p.absent, "nobody");
    effect = match_effect(&arena, treat, one_pair, set, outcome, 3, 0.95);
    expect_figure(effect.effect, -2, 1e-15);
    assert_non_null(effect.se[OLS_CLUSTER_HC1].absent);
    assert_non_null(effect.interval.absent);
    arena_clear(&arena);
}

static void outcome_missing(void)
{
    const double treat[] = {1, 0}, weights[] = {1, 1}, outcome[] = {1, NAN};
    struct arena arena;
    arena_init(&arena);
    match_effect(&arena, treat, weights, NULL, outcome, 2, 0.95);
}

static void weight_below_none(void)
{
    const double treat[] = {1, 0}, weights[] = {1, -1}, outcome[] = {1, 2};
    struct arena arena;
    arena_init(&arena);
    match_effect(&arena, treat, weights, NULL, outcome, 2, 0.95);
}

static void impossible_arguments_assert(void **state)
{
    (void)state;
    expect_abort(outcome_missing);
    expect_abort(weight_below_none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R229: the effect after matching by pencil", by_pencil, NULL, NULL, NULL},
        {"R229: pairs of yes and no by pencil", pairs_of_yes_and_no, NULL, NULL, NULL},
        {"R229: an effect does not hang on units, and swapping sides turns its sign", what_changes_nothing,
         NULL, NULL, NULL},
        {"R229: an effect of nobody, an error of one pair do not exist", what_does_not_exist, NULL, NULL,
         NULL},
        {"R229: a missing outcome and a negative weight stop the program", impossible_arguments_assert, NULL,
         NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_match_effect", tests, NULL, NULL);
}
