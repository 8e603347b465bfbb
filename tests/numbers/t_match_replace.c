#include "expect.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "stats/match_replace.h"

#include "base/banned.h"

enum { FEW = 40, DIMS = 3 };

/* Random, but the same each time: Park & Miller 1988, CACM 31:1192-1201. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 48271 % 2147483647;
    return (uint32_t)(*seed % below);
}

struct crowd {
    double covariates[DIMS][FEW], treat[FEW], outcome[FEW];
    const double *columns[DIMS];
    size_t n, dims;
    struct replace_plan plan;
};

static void crowd_make(struct crowd *crowd, uint64_t *seed)
{
    crowd->n = draw(seed, FEW + 1);
    crowd->dims = 1 + draw(seed, DIMS);
    uint32_t steps = 1 + draw(seed, 20);
    for (size_t k = 0; k < DIMS; k++) {
        crowd->columns[k] = crowd->covariates[k];
        for (size_t i = 0; i < crowd->n; i++)
            crowd->covariates[k][i] = (double)draw(seed, steps) * 1.25;
    }
    for (size_t i = 0; i < crowd->n; i++) {
        crowd->treat[i] = draw(seed, 3) == 0;
        crowd->outcome[i] = draw(seed, 50);
    }
    static const double CALIPERS[] = {INFINITY, 0.31, 1.07};
    crowd->plan = (struct replace_plan){1 + draw(seed, 5), CALIPERS[draw(seed, 3)]};
}

static double sd_of(const double *values, size_t n, double divisor)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        mean += values[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    return sqrt(squares / divisor);
}

static double squared(const struct crowd *crowd, size_t one, size_t other)
{
    double sum = 0;
    for (size_t k = 0; k < crowd->dims; k++) {
        double sd = sd_of(crowd->covariates[k], crowd->n, (double)(crowd->n - 1));
        double gap = crowd->covariates[k][one] - crowd->covariates[k][other];
        sum += sd > 0 ? gap / sd * (gap / sd) : 0;
    }
    return sum;
}

static bool in_reach(const struct crowd *crowd, size_t one, size_t other)
{
    for (size_t k = 0; k < crowd->dims; k++)
        if (fabs(crowd->covariates[k][one] - crowd->covariates[k][other]) >
            crowd->plan.caliper * sd_of(crowd->covariates[k], crowd->n, (double)crowd->n))
            return false;
    return true;
}

/* A control in reach counts who has fewer than M nearer ones, if there are M in reach. */
static bool slow_pair(const struct crowd *crowd, size_t treated, size_t control)
{
    size_t nearer = 0, reached = 0, controls = 0;
    double own = squared(crowd, treated, control);
    for (size_t i = 0; i < crowd->n; i++) {
        bool reaches = crowd->treat[i] <= 0 && in_reach(crowd, treated, i);
        controls += crowd->treat[i] <= 0;
        reached += reaches;
        nearer += reaches && squared(crowd, treated, i) < own - 1e-9;
    }
    size_t wanted = crowd->plan.neighbours < controls ? crowd->plan.neighbours : controls;
    return in_reach(crowd, treated, control) && reached >= wanted && nearer < wanted;
}

/* The formulas of docs/theory/matching-replace.md from the matrix of weights. */
static struct replace_effect slow_effect(const struct crowd *crowd, double weight[FEW][FEW], double matched)
{
    double effect = 0, own_squares = 0, pair_squares = 0, reuse = 0;
    for (size_t i = 0; i < crowd->n; i++)
        for (size_t j = 0; j < crowd->n; j++)
            effect += weight[i][j] * (crowd->outcome[i] - crowd->outcome[j]) / matched;
    for (size_t i = 0; i < crowd->n; i++) {
        double own = 0, sum = 0, squares = 0;
        for (size_t j = 0; j < crowd->n; j++) {
            double off = crowd->outcome[i] - crowd->outcome[j] - effect;
            own += weight[i][j] * off;
            pair_squares += weight[i][j] * off * off;
            sum += weight[j][i];
            squares += weight[j][i] * weight[j][i];
        }
        own_squares += own * own;
        reuse += sum * sum - squares;
    }
    return (struct replace_effect){
        .effect = figure_of(effect),
        .se = figure_of(sqrt(own_squares / matched + pair_squares / (2 * matched) * reuse / matched) /
                        sqrt(matched)),
        .se_pairs = figure_of(sqrt(pair_squares) / matched),
    };
}

static void definition_agrees(void **state)
{
    (void)state;
    uint64_t seed = 2718;
    size_t pairs_seen = 0;
    for (size_t round = 0; round < 1000; round++) {
        struct crowd crowd;
        struct arena arena;
        arena_init(&arena);
        crowd_make(&crowd, &seed);
        struct match_replace match =
            match_replace(&arena, crowd.treat, crowd.columns, crowd.dims, crowd.n, &crowd.plan);
        static double weight[FEW][FEW];
        size_t pair = 0, matched = 0;
        for (uint32_t i = 0; i < crowd.n; i++) {
            size_t first = pair;
            for (uint32_t j = 0; j < crowd.n; j++) {
                weight[i][j] = 0;
                if (crowd.treat[i] <= 0 || crowd.treat[j] > 0 || !slow_pair(&crowd, i, j))
                    continue;
                assert_true(pair < match.pair_count);
                assert_int_equal(match.pairs[pair].treated, i);
                assert_int_equal(match.pairs[pair].control, j);
                weight[i][j] = match.pairs[pair++].weight;
            }
            for (size_t own = first; own < pair; own++)
                assert_true(fabs(match.pairs[own].weight - 1 / (double)(pair - first)) < 1e-15);
            matched += pair > first;
        }
        assert_int_equal(pair, match.pair_count);
        assert_int_equal(match.count.matched_treated, matched);
        assert_int_equal(match.dropped, match.count.treated - matched);
        struct replace_effect effect = replace_effect(&match, crowd.outcome, crowd.n);
        if (matched > 1) {
            struct replace_effect slow = slow_effect(&crowd, weight, (double)matched);
            expect_figure(effect.effect, slow.effect.value, 1e-10);
            expect_figure(effect.se, slow.se.value, 1e-10);
            expect_figure(effect.se_pairs, slow.se_pairs.value, 1e-10);
            if (match.dropped == 0)
                expect_figure(effect.se_counting_dropped, slow.se.value, 1e-10);
        } else {
            expect_absent(effect.se.absent, matched ? "one participant" : "nobody");
        }
        pairs_seen += pair;
        arena_clear(&arena);
    }
    assert_true(pairs_seen > 8000);
}

/* Participants at 1 (answer 6) and 3 (2); controls at 0 (1), 2 (3), 8 (9). Each has 2 nearest: 1 has 0 and 2,
 * gaps both 1, tied, shares 1/2; 3 has 2 alone. Effects 6 - 2 = 4 and 2 - 3 = -1, mean 3/2. K: 1/2, 3/2; Σ
 * w²: 1/4, 5/4; K² - Σ w²: 0 and 1. Pair differences 5, 3, -1, around the effect 7/2, 3/2, -5/2: mean square
 * (49/8 + 9/8 + 25/4)/2 = 27/4, s² 27/8. se² = (25/4 + 25/4)/4 + 27/8/4 = 127/32. */
static void by_pencil(void **state)
{
    (void)state;
    const double x[] = {1, 3, 0, 2, 8}, treat[] = {1, 1, 0, 0, 0}, outcome[] = {6, 2, 1, 3, 9},
                 *columns[] = {x};
    struct arena arena;
    arena_init(&arena);
    struct match_replace match =
        match_replace(&arena, treat, columns, 1, 5, &(struct replace_plan){1, INFINITY});
    struct replace_effect effect = replace_effect(&match, outcome, 5);
    assert_int_equal(match.pair_count, 3);
    expect_figure(effect.effect, 1.5, 1e-15);
    expect_figure(effect.se, sqrt(127.0 / 32), 1e-14);
    expect_figure(effect.se_pairs, sqrt(27.0 / 2) / 2, 1e-14);
    match = match_replace(&arena, treat, columns, 1, 5, &(struct replace_plan){7, INFINITY});
    assert_int_equal(match.pair_count, 6); /* more neighbours than there are: all of them */
    assert_int_equal(match.count.notes, MATCH_NOTE_UNDER_30);
    arena_clear(&arena);
}

static void nobody_is_no_failure(void **state)
{
    (void)state;
    const double x[] = {1, 3, 0}, all[] = {1, 1, 1}, none[] = {0, 0, 0}, far[] = {1, 0, 0}, *columns[] = {x};
    const struct replace_plan plan = {2, 0.01};
    struct arena arena;
    arena_init(&arena);
    struct match_replace match = match_replace(&arena, all, columns, 1, 3, &plan);
    assert_int_equal(match.dropped, 3);
    expect_absent(replace_effect(&match, x, 3).effect.absent, "nobody");
    match = match_replace(&arena, none, columns, 1, 3, &plan);
    assert_int_equal(match.dropped, 0);
    match = match_replace(&arena, far, columns, 1, 3, &plan);
    assert_int_equal(match.dropped, 1);
    match = match_replace(&arena, NULL, columns, 1, 0, &plan);
    assert_int_equal(match.count.notes, MATCH_NOTE_NOBODY);
    match = match_replace(&arena, far, columns, 1, 3, &(struct replace_plan){1, INFINITY});
    expect_figure(replace_effect(&match, x, 3).effect, 1, 0);
    expect_absent(replace_effect(&match, x, 3).se.absent, "one participant");
    arena_clear(&arena);
}

static const double X[] = {1, 2}, SIDES[] = {1, 0}, *const COLUMNS[] = {X};

static void replace_with(uint32_t neighbours, double caliper, size_t dims)
{
    struct arena arena;
    arena_init(&arena);
    match_replace(&arena, SIDES, COLUMNS, dims, 2, &(struct replace_plan){neighbours, caliper});
    arena_clear(&arena);
}

static void no_neighbours(void)
{
    replace_with(0, 1, 1);
}

static void caliper_below_none(void)
{
    replace_with(1, -1, 1);
}

static void no_covariate(void)
{
    replace_with(1, 1, 0);
}

static void impossible_plans_assert(void **state)
{
    (void)state;
    replace_with(1, 1, 1);
    expect_abort(no_neighbours);
    expect_abort(caliper_below_none);
    expect_abort(no_covariate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R229: matching with replacement does what its definition says", definition_agrees, NULL, NULL,
         NULL},
        {"R229: matching with replacement by pencil", by_pencil, NULL, NULL, NULL},
        {"R229: nobody near enough is no failure", nobody_is_no_failure, NULL, NULL, NULL},
        {"R229: an impossible plan with replacement stops the program", impossible_plans_assert, NULL, NULL,
         NULL},
    };
    return cmocka_run_group_tests_name("t_match_replace", tests, NULL, NULL);
}
