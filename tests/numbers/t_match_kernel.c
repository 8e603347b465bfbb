#include "expect.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "stats/match_kernel.h"

#include "base/banned.h"

enum { FEW = 200 };

/* Random, but the same each time: Park & Miller 1988, CACM 31:1192-1201. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 48271 % 2147483647;
    return (uint32_t)(*seed % below);
}

struct crowd {
    double distance[FEW], treat[FEW], outcome[FEW];
    size_t n;
};

/* On a grid of eighths, where gaps equal the bandwidth exactly, or anywhere. */
static void crowd_make(struct crowd *crowd, uint64_t *seed)
{
    crowd->n = draw(seed, FEW + 1);
    uint32_t steps = draw(seed, 2) ? 8 + draw(seed, 60) : 1000000, treated_in_ten = 1 + draw(seed, 8);
    for (size_t i = 0; i < crowd->n; i++) {
        crowd->distance[i] = (double)draw(seed, steps) / (steps < 100 ? 8 : 1e5);
        crowd->treat[i] = draw(seed, 10) < treated_in_ten;
        crowd->outcome[i] = (double)draw(seed, 100) / 7;
    }
}

static double kernel(enum kernel_shape shape, double gap, double bandwidth)
{
    double u = fabs(gap) / bandwidth;
    if (shape == KERNEL_RADIUS)
        return fabs(gap) <= bandwidth;
    return u < 1 ? 1 - u * u : 0;
}

/* The definition: a double sum. */
static void slow_weights(const struct crowd *crowd, enum kernel_shape shape, double bandwidth,
                         double *weights)
{
    for (size_t i = 0; i < crowd->n; i++)
        weights[i] = 0;
    for (size_t i = 0; i < crowd->n; i++) {
        if (crowd->treat[i] <= 0)
            continue;
        double all = 0;
        for (size_t j = 0; j < crowd->n; j++)
            if (crowd->treat[j] <= 0)
                all += kernel(shape, crowd->distance[i] - crowd->distance[j], bandwidth);
        if (!(all > 0))
            continue;
        weights[i] = 1;
        for (size_t j = 0; j < crowd->n; j++)
            if (crowd->treat[j] <= 0)
                weights[j] += kernel(shape, crowd->distance[i] - crowd->distance[j], bandwidth) / all;
    }
}

static void definition_agrees(void **state)
{
    (void)state;
    uint64_t seed = 314;
    size_t used = 0;
    for (size_t round = 0; round < 3000; round++) {
        static const double BANDWIDTHS[] = {0.125, 0.25, 0.05, 1, 3, 100};
        struct crowd crowd;
        struct arena arena;
        double expected[FEW];
        arena_init(&arena);
        crowd_make(&crowd, &seed);
        double bandwidth = BANDWIDTHS[draw(&seed, 6)];
        enum kernel_shape shape = draw(&seed, 2) ? KERNEL_RADIUS : KERNEL_EPANECHNIKOV;
        slow_weights(&crowd, shape, bandwidth, expected);
        struct match_kernel match =
            match_kernel(&arena, crowd.treat, crowd.distance, crowd.n, shape, bandwidth);
        double controls = 0;
        for (size_t i = 0; i < crowd.n; i++) {
            assert_int_equal(match.weights[i] > 0, expected[i] > 0);
            assert_true(fabs(match.weights[i] - expected[i]) <= 1e-12 * fabs(expected[i]));
            controls += crowd.treat[i] > 0 ? 0 : match.weights[i];
        }
        assert_true(fabs(controls - (double)match.count.matched_treated) < 1e-9);
        used += match.count.matched_controls;
        arena_clear(&arena);
    }
    assert_true(used > 100000);
}

/* Participants at 0 (answer 5) and 2 (3); controls at -1 (1), 1 (4), 2 (2), 9 (100). Bandwidth 1, radius: the
 * first has those at -1 and 1, the second 1 and 2: 1/2, 1, 1/2. Effect: 4 - (1/2 + 4 + 1)/2 = 5/4. Variances
 * 2 and 7/3 (mean 7/3; 16/9 + 25/9 + 1/9 = 42/9, over 2), squared weights 3/2: se² = 2/2 + 7/3 * 3/2 / 4 =
 * 15/8. Epanechnikov: those at the edge count nothing, so only the second, with the control beside them. */
static void by_pencil(void **state)
{
    (void)state;
    const double distance[] = {0, 2, -1, 1, 2, 9}, treat[] = {1, 1, 0, 0, 0, 0},
                 outcome[] = {5, 3, 1, 4, 2, 100};
    struct arena arena;
    arena_init(&arena);
    struct match_kernel match = match_kernel(&arena, treat, distance, 6, KERNEL_RADIUS, 1);
    struct kernel_effect effect = kernel_effect(&match, treat, outcome, 6);
    assert_int_equal(match.count.matched_controls, 3);
    expect_figure(match.count.ess_controls, 4 / 1.5, 1e-15);
    expect_figure(effect.mean_treated, 4, 0);
    expect_figure(effect.mean_controls, 11.0 / 4, 1e-15);
    expect_figure(effect.effect, 5.0 / 4, 1e-15);
    expect_figure(effect.se, sqrt(15.0 / 8), 1e-15);
    match = match_kernel(&arena, treat, distance, 6, KERNEL_EPANECHNIKOV, 1);
    effect = kernel_effect(&match, treat, outcome, 6);
    assert_int_equal(match.count.matched_treated, 1);
    assert_true(match.count.notes & MATCH_NOTE_UNMATCHED);
    expect_figure(effect.effect, 1, 0);
    expect_absent(effect.se.absent, "one person");
    match = match_kernel(&arena, treat, distance, 6, KERNEL_EPANECHNIKOV, 2); /* 3/4, 3/4, 0 and 0, 3/4, 1 */
    effect = kernel_effect(&match, treat, outcome, 6);
    expect_figure(effect.mean_controls, (2.5 + (3 + 2) / 1.75) / 2, 1e-15);
    arena_clear(&arena);
}

static void nobody_is_no_failure(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const double distance[] = {0, 5}, treat[] = {1, 0}, outcome[] = {1, NAN};
    struct match_kernel match = match_kernel(&arena, treat, distance, 2, KERNEL_RADIUS, 1);
    struct kernel_effect effect = kernel_effect(&match, treat, outcome, 2);
    assert_int_equal(match.count.notes, MATCH_NOTE_NOBODY);
    expect_absent(effect.effect.absent, "nobody");
    expect_absent(effect.se.absent, "nobody");
    match = match_kernel(&arena, NULL, NULL, 0, KERNEL_EPANECHNIKOV, 1);
    expect_absent(match.count.ess_controls.absent, "nobody");
    arena_clear(&arena);
}

/* A control at the very edge counts next to nothing; alone it is still the whole comparison. */
static void the_edge_keeps_its_digits(void **state)
{
    (void)state;
    enum { CROWD = 100 };
    double distance[CROWD + 1] = {0}, treat[CROWD + 1] = {1}, outcome[CROWD + 1] = {0};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 1; i <= CROWD; i++) {
        distance[i] = 1 - (double)i * 1e-9;
        outcome[i] = (double)i;
    }
    struct match_kernel match = match_kernel(&arena, treat, distance, CROWD + 1, KERNEL_EPANECHNIKOV, 1);
    struct kernel_effect effect = kernel_effect(&match, treat, outcome, CROWD + 1);
    double all = 0;
    for (size_t i = 1; i <= CROWD; i++)
        all += match.weights[i];
    assert_true(fabs(all - 1) < 1e-12);
    /* Weights go as i: the mean is Σi²/Σi = (2 * CROWD + 1) / 3, but for the square of 1e-9. */
    expect_figure(effect.mean_controls, (2 * CROWD + 1) / 3.0, 1e-4);
    arena_clear(&arena);
}

static void bandwidth_of_none(void)
{
    match_kernel(NULL, NULL, NULL, 0, KERNEL_RADIUS, 0);
}

static void bandwidth_without_end(void)
{
    match_kernel(NULL, NULL, NULL, 0, KERNEL_RADIUS, INFINITY);
}

static void impossible_bandwidths_assert(void **state)
{
    (void)state;
    expect_abort(bandwidth_of_none);
    expect_abort(bandwidth_without_end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R229: kernel matching agrees with its double sum", definition_agrees, NULL, NULL, NULL},
        {"R229: kernel matching by pencil", by_pencil, NULL, NULL, NULL},
        {"R229: nobody on the common support is no failure", nobody_is_no_failure, NULL, NULL, NULL},
        {"R229: controls at the edge of the kernel keep their digits", the_edge_keeps_its_digits, NULL, NULL,
         NULL},
        {"R229: a bandwidth of nothing or without end stops the program", impossible_bandwidths_assert, NULL,
         NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_match_kernel", tests, NULL, NULL);
}
