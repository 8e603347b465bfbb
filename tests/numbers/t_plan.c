#include "expect.h"

#include <math.h>

#include "stats/plan.h"
#include "stats/power.h"

#include "base/banned.h"

/* Two-sided at ONE, the first z is 1; at power 1/2 the second is 0. */
static const double ONE = 2 * 0.15865525393145707;

static void shares_by_pencil(void **state)
{
    (void)state;
    expect_figure(figure_of(plan_cohen_h(1, 0)), acos(-1.0), 1e-15);
    expect_figure(figure_of(plan_cohen_h(0.25, 0.75)), -acos(-1.0) / 3, 1e-15);
    /* 2 * 1/2 * 1/2 / (1/5)² */
    expect_figure(plan_people_for_shares(0.6, 0.4, 1, ONE, 0.5), 12.5, 1e-13);
    /* three for one: mean share 9/20, (4/3) * 99/400 / (1/25) */
    expect_figure(plan_people_for_shares(0.6, 0.4, 3, ONE, 0.5), 8.25, 1e-13);
    /* all against none: the arcsine reach is pi sqrt(1/2) */
    double reach = acos(-1.0) * sqrt(0.5);
    expect_figure(power_arcsine(1, 0, 1, 1, ONE),
                  0.5 * erfc((1 - reach) / sqrt(2)) + 0.5 * erfc((1 + reach) / sqrt(2)), 1e-14);
    expect_figure(power_two_proportions_any_side(1, 0, 10, 10, 0.05), 1, 0);
}

static void events_by_pencil(void **state)
{
    (void)state;
    double e = exp(1);
    expect_figure(plan_events(e, 0.5, ONE, 0.5), 4, 1e-13);
    expect_figure(plan_events(e, 0.2, ONE, 0.5), 6.25, 1e-13);
    expect_figure(plan_events(1 / e, 0.5, ONE, 1 - ONE / 2), 16, 1e-12);
    expect_figure(power_events(e, 0.5, 4, ONE), 0.5, 1e-14);
    expect_figure(power_events(1 / e, 0.5, 16, ONE), 1 - ONE / 2, 1e-14);
    expect_figure(power_events(e, 0.5, 0, ONE), ONE / 2, 1e-14);
}

/* With 2 degrees of freedom a quarter lies above sqrt(2/3). */
static void clusters_by_pencil(void **state)
{
    (void)state;
    expect_figure(cluster_design_effect(30, 0.02, 0), 1.58, 1e-15);
    expect_figure(cluster_design_effect(30, 0.02, 1), 2.18, 1e-15);
    expect_figure(cluster_design_effect(30, 0.02, 0.5), 1.73, 1e-15);
    expect_figure(cluster_design_effect(1, 0.9, 0), 1, 0);
    expect_figure(cluster_effective_size(316, 1.58), 200, 1e-12);
    struct cluster_mde mde = cluster_mde(0.5, 2, 2, 25, 4, 0.5, 0.5);
    expect_figure(mde.t, 0.2 * sqrt(2.0 / 3), 1e-14); /* se² = 1/4 * 4 * (1/50 + 1/50) */
    mde = cluster_mde(0.5, 2, 2, 25, 4, ONE, 0.5);
    expect_figure(mde.z, 0.2, 1e-14);
    assert_true(mde.t.value > mde.z.value);
}

/* What one call promises, the other keeps. */
static void there_and_back(void **state)
{
    (void)state;
    static const double SIZES[] = {2, 3, 17, 500, 1e6};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++)
        for (double power = 0.3; power < 0.95; power += 0.2) {
            double n1 = SIZES[i], n2 = 1.5 * n1;
            struct figure mde = mde_means(18, n1, n2, 0.05, power);
            expect_figure(power_means(mde.value, 18, n1, n2, 0.05, false), power, 1e-9);
            struct figure people = plan_people_for_means(mde.value, 18, 1.5, 0.05, power);
            expect_figure(people, n1, 1e-8 * n1);
        }
    struct figure people = plan_people_for_shares(0.35, 0.3, 1, 0.05, 0.8);
    int64_t n = (int64_t)ceil(people.value);
    assert_true(power_two_proportions(0.35, 0.3, n, n, 0.05).value >= 0.8);
    assert_true(power_two_proportions(0.35, 0.3, n - 1, n - 1, 0.05).value < 0.8);
    expect_figure(power_events(1.4, 0.3, plan_events(1.4, 0.3, 0.05, 0.9).value, 0.05), 0.9, 1e-12);
}

static void other_names_change_nothing(void **state)
{
    (void)state;
    expect_figure(power_arcsine(0.3, 0.5, 40, 60, 0.05), power_arcsine(0.5, 0.3, 60, 40, 0.05).value, 1e-15);
    expect_figure(power_arcsine(0.3, 0.5, 40, 60, 0.05), power_arcsine(0.7, 0.5, 40, 60, 0.05).value, 1e-14);
    expect_figure(power_two_proportions_any_side(0.3, 0.5, 40, 60, 0.05),
                  power_two_proportions_any_side(0.5, 0.3, 60, 40, 0.05).value, 1e-15);
    expect_figure(power_means(3, 18, 20, 30, 0.05, true), power_means(-3, 18, 30, 20, 0.05, true).value, 0);
    expect_figure(power_means(3, 18, 20, 30, 0.05, true), power_means(6, 36, 20, 30, 0.05, true).value, 0);
    expect_figure(power_events(2, 0.3, 50, 0.05), power_events(0.5, 0.7, 50, 0.05).value, 1e-15);
    expect_figure(plan_people_for_shares(0.6, 0.4, 2, 0.05, 0.8),
                  plan_people_for_shares(0.4, 0.6, 2, 0.05, 0.8).value, 1e-9);
}

/* A difference too small to see is "found" with chance alpha; among millions t is z. */
static void ends_are_right(void **state)
{
    (void)state;
    expect_figure(power_means(1e-9, 18, 20, 30, 0.05, true), 0.05, 1e-9);
    expect_figure(power_arcsine(0.3, 0.3 + 1e-12, 20, 30, 0.05), 0.05, 1e-9);
    expect_figure(mde_means(1, 2e6, 2e6, 0.05, 0.8), power_smallest_mean_difference(1e-3, 0.05, 0.8).value,
                  1e-8);
    expect_figure(plan_people_for_means(1000, 1, 1, 0.05, 0.8), 2, 0);
    expect_figure(plan_people_for_means(1000, 1, 0.5, 0.05, 0.8), 4, 0);
}

static void what_does_not_exist_is_absent(void **state)
{
    (void)state;
    expect_absent(power_arcsine(0.2, 0.2, 5, 5, 0.05).absent, "nothing to find");
    expect_absent(power_arcsine(0.2, 0.3, 0, 5, 0.05).absent, "programme group");
    expect_absent(power_two_proportions_any_side(0.2, 0.3, 5, 0, 0.05).absent, "comparison group");
    expect_absent(plan_people_for_shares(0.2, 0.2, 1, 0.05, 0.8).absent, "nothing to find");
    expect_absent(power_means(0, 1, 5, 5, 0.05, false).absent, "nothing to find");
    expect_absent(power_means(1, 0, 5, 5, 0.05, false).absent, "do not vary");
    expect_absent(power_means(1, 1, 1, 1, 0.05, false).absent, "two people");
    expect_absent(mde_means(1, 0, 5, 0.05, 0.8).absent, "programme group");
    expect_absent(mde_means(1, 5, 5, 0.5, 0.1).absent, "without any difference");
    expect_absent(plan_people_for_means(1e-9, 1, 1, 0.05, 0.8).absent, "no study");
    expect_absent(plan_events(1, 0.5, 0.05, 0.8).absent, "nothing to find");
    expect_absent(power_events(1, 0.5, 10, 0.05).absent, "nothing to find");
    expect_absent(cluster_design_effect(30, -0.5, 0).absent, "unlike");
    expect_absent(cluster_mde(0.5, 0, 2, 25, 4, 0.05, 0.8).z.absent, "programme group");
    expect_absent(cluster_mde(0, 2, 2, 25, 4, 0.05, 0.8).t.absent, "no spread");
    expect_absent(cluster_mde(0.5, 1, 1, 25, 4, 0.05, 0.8).t.absent, "two clusters");
    assert_null(cluster_mde(0.5, 1, 1, 25, 4, 0.05, 0.8).z.absent);
}

static void share_beyond(void)
{
    plan_cohen_h(1.1, 0);
}

static void power_of_one(void)
{
    plan_people_for_shares(0.1, 0.2, 1, 0.05, 1);
}

static void ratio_of_nothing(void)
{
    plan_people_for_means(1, 1, 0, 0.05, 0.8);
}

static void mistakes_stop(void **state)
{
    (void)state;
    expect_abort(share_beyond);
    expect_abort(power_of_one);
    expect_abort(ratio_of_nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: sizes and power for shares by pencil", shares_by_pencil, NULL, NULL, NULL},
        {"R225: events by pencil", events_by_pencil, NULL, NULL, NULL},
        {"R225: clusters by pencil", clusters_by_pencil, NULL, NULL, NULL},
        {"R225: sizes, differences and power lead back to each other", there_and_back, NULL, NULL, NULL},
        {"R225: groups, signs and units may change places", other_names_change_nothing, NULL, NULL, NULL},
        {"R225: nothing to see is alpha, many people are the normal curve", ends_are_right, NULL, NULL, NULL},
        {"R225: what does not exist is absent with its reason", what_does_not_exist_is_absent, NULL, NULL,
         NULL},
        {"R225: impossible arguments stop the program", mistakes_stop, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_plan", tests, NULL, NULL);
}
