#include "expect.h"

#include <math.h>
#include <stdlib.h>

#include "stats/conditional.h"
#include "stats/fisher.h"
#include "stats/proportion.h"
#include "stats/stratified.h"

#include "base/banned.h"

static const struct stratum OFFICES[] = {{10, 15, 20, 45}, {8, 17, 12, 43}, {3, 4, 7, 26}, {2, 3, 1, 9}};
enum { OFFICE_COUNT = sizeof OFFICES / sizeof *OFFICES };

/* 2 of 2 against 0 of 2: k1 = 0, 1, 2 has 1, 4, 1 ways, at ratio r r^k times as many. The value is infinite;
 * r²/(1 + 4r + r²) = 1/4 gives the low end: 3r² - 4r - 1 = 0. 1 of 2 against 1 of 2: (4r + 2r²)/(1 + 4r + r²)
 * = 1 gives 1. */
static void odds_by_pencil(void **state)
{
    (void)state;
    struct ratio all = fisher_odds_ratio(2, 2, 0, 2, 0.5), even = fisher_odds_ratio(1, 2, 1, 2, 0.5);
    assert_true(isinf(all.value.value) && isinf(all.high.value));
    expect_figure(all.low, (2 + sqrt(7)) / 3, 1e-13);
    expect_figure(even.value, 1, 1e-14);
    expect_figure(figure_of(even.low.value * even.high.value), 1, 1e-13);
    struct ratio none = fisher_odds_ratio(0, 3, 0, 4, 0.95);
    expect_absent(none.value.absent, "everybody or nobody");
    expect_figure(none.low, 0, 0);
    assert_true(isinf(none.high.value));
    expect_absent(fisher_odds_ratio(0, 0, 1, 2, 0.95).low.absent, "programme group");
}

/* The tails at an end of the interval, the slow way: every table's ways times ratio^k. */
static double upper_tail(const struct stratum *s, double ratio, int64_t from)
{
    double weight = 1, all = 0, tail = 0;
    int64_t both = s->k1 + s->k2, low = both > s->n2 ? both - s->n2 : 0, high = both < s->n1 ? both : s->n1;
    for (int64_t k = low; k <= high; k++) {
        all += weight;
        tail += k >= from ? weight : 0;
        weight *= ratio * (double)((s->n1 - k) * (both - k)) / (double)((k + 1) * (s->n2 - both + k + 1));
    }
    return tail / all;
}

static void ends_leave_the_tails(void **state)
{
    (void)state;
    for (int64_t k1 = 0; k1 <= 13; k1++)
        for (int64_t k2 = 0; k2 <= 20; k2++) {
            const struct stratum s = {k1, 13, k2, 20};
            struct ratio got = conditional_odds_ratio(&s, 1, 0.9);
            if (got.low.value > 0)
                expect_figure(figure_of(upper_tail(&s, got.low.value, k1)), 0.05, 1e-12);
            if (!isinf(got.high.value))
                expect_figure(figure_of(1 - upper_tail(&s, got.high.value, k1 + 1)), 0.05, 1e-12);
            if (got.value.absent)
                continue;
            assert_true(got.low.value <= got.value.value && got.value.value <= got.high.value);
            struct ratio turned = fisher_odds_ratio(k2, 20, k1, 13, 0.9);
            if (got.value.value > 0 && !isinf(got.value.value))
                expect_figure(figure_of(turned.value.value * got.value.value), 1, 1e-12);
            if (got.low.value > 0)
                expect_figure(figure_of(turned.high.value * got.low.value), 1, 1e-11);
            /* The central p is under alpha exactly when the interval misses 1. */
            double p = fisher_central(k1, 13, k2, 20).value;
            if (fabs(p - 0.1) > 1e-9)
                assert_int_equal(p<0.1, got.low.value> 1 || got.high.value < 1);
        }
}

static void one_stratum_is_a_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < OFFICE_COUNT; i++) {
        const struct stratum *s = &OFFICES[i];
        expect_figure(figure_of(conditional_two_sided(s, 1)),
                      fisher_two_sided(s->k1, s->n1, s->k2, s->n2).value, 1e-13);
        expect_figure(mantel_haenszel_difference(s, 1).value,
                      difference_share(s->k1, s->n1, s->k2, s->n2).value, 1e-15);
        double odds = (double)(s->k1 * (s->n2 - s->k2)) / (double)(s->k2 * (s->n1 - s->k1));
        expect_figure(mantel_haenszel_odds_ratio(s, 1, 0.95).value, odds, 1e-14);
    }
}

/* Strata in another order, and strata that say nothing, change nothing; groups swapped turn all over. */
static void order_and_swap(void **state)
{
    (void)state;
    struct stratum other[OFFICE_COUNT + 3], swapped[OFFICE_COUNT];
    for (size_t i = 0; i < OFFICE_COUNT; i++) {
        const struct stratum *s = &OFFICES[OFFICE_COUNT - 1 - i];
        other[i] = *s;
        swapped[i] = (struct stratum){s->k2, s->n2, s->k1, s->n1};
    }
    other[OFFICE_COUNT] = (struct stratum){0, 0, 3, 9};
    other[OFFICE_COUNT + 1] = (struct stratum){1, 1, 0, 0};
    other[OFFICE_COUNT + 2] = (struct stratum){0, 0, 0, 0};
    size_t more = OFFICE_COUNT + 3;
    struct test plain = mantel_haenszel_test(OFFICES, OFFICE_COUNT, true);
    expect_figure(mantel_haenszel_test(other, more, true).statistic, plain.statistic.value, 1e-13);
    expect_figure(mantel_haenszel_test(swapped, OFFICE_COUNT, true).statistic, plain.statistic.value, 1e-13);
    struct ratio odds = mantel_haenszel_odds_ratio(OFFICES, OFFICE_COUNT, 0.95),
                 turned = mantel_haenszel_odds_ratio(swapped, OFFICE_COUNT, 0.95);
    expect_figure(figure_of(odds.low.value * turned.high.value), 1, 1e-13);
    expect_figure(mantel_haenszel_odds_ratio(other, more, 0.95).low, odds.low.value, 1e-13);
    struct stratified_effect difference = mantel_haenszel_difference(OFFICES, OFFICE_COUNT),
                             back = mantel_haenszel_difference(swapped, OFFICE_COUNT);
    expect_figure(back.value, -difference.value.value, 1e-15);
    expect_figure(back.se, difference.se.value, 1e-14);
    expect_figure(mantel_haenszel_difference(other, more).se, difference.se.value, 1e-15);
    struct stratified_effect risk = mantel_haenszel_risk_ratio(OFFICES, OFFICE_COUNT);
    expect_figure(mantel_haenszel_risk_ratio(swapped, OFFICE_COUNT).se, risk.se.value, 1e-14);
    struct ratio exact = conditional_odds_ratio(OFFICES, OFFICE_COUNT, 0.95),
                 exact_turned = conditional_odds_ratio(swapped, OFFICE_COUNT, 0.95);
    expect_figure(figure_of(exact.value.value * exact_turned.value.value), 1, 1e-12);
    expect_figure(figure_of(exact.low.value * exact_turned.high.value), 1, 1e-11);
    expect_figure(conditional_odds_ratio(other, more, 0.95).low, exact.low.value, 1e-12);
    expect_figure(figure_of(conditional_two_sided(other, more)), conditional_two_sided(OFFICES, OFFICE_COUNT),
                  1e-14);
}

/* Matched pairs are strata of two: the ratio is that of the pairs that differ, 6 for and 2 against (McNemar),
 * and the exact p is that of 2 of 8 tosses of a fair coin: 2 (1 + 8 + 28)/256. */
static void pairs_are_strata(void **state)
{
    (void)state;
    struct stratum pairs[13];
    for (size_t i = 0; i < 13; i++)
        pairs[i] = (struct stratum){i < 6 || i >= 11, 1, (i >= 6 && i < 8) || i >= 11, 1};
    expect_figure(mantel_haenszel_odds_ratio(pairs, 13, 0.95).value, 3, 1e-14);
    expect_figure(mantel_haenszel_test(pairs, 13, false).statistic, 2, 1e-14);
    expect_figure(conditional_odds_ratio(pairs, 13, 0.95).value, 3, 1e-12);
    expect_figure(figure_of(conditional_two_sided(pairs, 13)), 2 * 37.0 / 256, 1e-14);
}

static void nothing_is_absent(void **state)
{
    (void)state;
    const struct stratum none[] = {{0, 4, 0, 5}, {2, 2, 3, 3}};
    expect_absent(mantel_haenszel_test(none, 2, false).p.absent, "no stratum");
    expect_absent(mantel_haenszel_odds_ratio(none, 2, 0.95).value.absent, "no stratum");
    expect_absent(mantel_haenszel_difference(none, 0).se.absent, "no stratum");
    expect_absent(mantel_haenszel_risk_ratio(none, 1).value.absent, "nobody");
    expect_absent(conditional_odds_ratio(none, 2, 0.95).value.absent, "everybody or nobody");
    expect_figure(figure_of(conditional_two_sided(none, 2)), 1, 0);
    expect_figure(figure_of(conditional_two_sided(none, 0)), 1, 0);
    const struct stratum one_way[] = {{4, 4, 0, 5}};
    assert_true(isinf(mantel_haenszel_odds_ratio(one_way, 1, 0.95).value.value));
    expect_absent(mantel_haenszel_odds_ratio(one_way, 1, 0.95).low.absent, "standard error");
    assert_true(isinf(mantel_haenszel_risk_ratio(one_way, 1).se.value));
}

static void a_million_people(void **state)
{
    (void)state;
    const struct stratum large[] = {{120000, 250000, 119000, 250000}, {60000, 250000, 59500, 250000}};
    struct ratio exact = conditional_odds_ratio(large, 2, 0.95),
                 quick = mantel_haenszel_odds_ratio(large, 2, 0.95);
    expect_figure(figure_of(exact.value.value / quick.value.value), 1, 1e-5);
    expect_figure(figure_of(exact.low.value / quick.low.value), 1, 1e-4);
    double p = conditional_two_sided(large, 2), about = mantel_haenszel_test(large, 2, true).p.value;
    assert_true(fabs(p / about - 1) < 0.01);
    struct ratio far = fisher_odds_ratio(500000, 500000, 0, 500000, 0.95);
    assert_true(isinf(far.value.value) && isfinite(far.low.value) && far.low.value > 1e6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: the exact odds ratio by pencil", odds_by_pencil, NULL, NULL, NULL},
        {"R225: the exact interval leaves the tails it should, in every table of 13 v 20",
         ends_leave_the_tails, NULL, NULL, NULL},
        {"R225: one stratum is a table", one_stratum_is_a_table, NULL, NULL, NULL},
        {"R225: the order of strata is nothing, swapped groups turn all over", order_and_swap, NULL, NULL,
         NULL},
        {"R225: matched pairs are strata of two people", pairs_are_strata, NULL, NULL, NULL},
        {"R225: strata that say nothing leave the estimate absent", nothing_is_absent, NULL, NULL, NULL},
        {"R225: a million people in two strata", a_million_people, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_stratified", tests, NULL, NULL);
}
