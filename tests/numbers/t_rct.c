#include "expect.h"

#include <math.h>

#include "stats/rct.h"

#include "base/banned.h"

/* Two lotteries: 1 3 against 0 2, and 4 6 8 against 1 1 4. */
static const double Y[] = {1, 3, 0, 2, 4, 6, 8, 1, 1, 4};
static const bool OFFERED[] = {true, true, false, false, true, true, true, false, false, false};
static const uint32_t BLOCK[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1};

static struct rct_people two_lotteries(void)
{
    return (struct rct_people){.n = 10, .outcome = Y, .offered = OFFERED, .block = BLOCK, .blocks = 2};
}

/* s² 4/2 + ... of each: the first differs by 1 with variance 2/2 + 2/2, the second by 4 with 4/3 + 3/3. */
static void blocks_by_pencil(void **state)
{
    (void)state;
    struct rct_people people = two_lotteries();
    struct rct_blocked made = rct_blocked(&people, 0.95);
    expect_figure(made.by_size.effect, 0.4 * 1 + 0.6 * 4, 1e-15);
    expect_figure(made.by_size.test.se, sqrt(0.16 * 2 + 0.36 * 7 / 3), 1e-15);
    expect_figure(made.by_precision.effect, 31.0 / 13, 1e-15);
    expect_figure(made.by_precision.test.se, sqrt(14.0 / 13), 1e-15);
    /* (29/25)² over (4/25)² (1 + 1) + (9/25)² ((4/3)²/2 + 1/2) */
    expect_figure(made.by_size.test.df, 29.0 * 29 / (16 * 2 + 81 * (16.0 / 18 + 0.5)), 1e-13);
    assert_int_equal(made.blocks_used, 2);
    assert_int_equal(made.people_used, 10);
    assert_null(made.note);
}

static void one_lottery_is_welch(void **state)
{
    (void)state;
    static const double offered[] = {1, 3, 4, 6, 8}, others[] = {0, 2, 1, 1, 4};
    struct rct_people people = two_lotteries();
    struct rct_effect made = rct_difference(&people, 0.9);
    struct mean_comparison welch = mean_compare(offered, 5, others, 5, 0.9);
    expect_figure(made.effect, welch.difference.value, 1e-15);
    expect_figure(made.test.se, welch.welch.se.value, 1e-15);
    expect_figure(made.test.df, welch.welch.df.value, 1e-13);
    expect_figure(made.test.p, welch.welch.p.value, 1e-14);
    assert_true(fabs(made.test.interval.low - welch.welch.interval.low) < 1e-13);
    static const uint32_t same[10] = {0};
    people.block = same;
    people.blocks = 1;
    struct rct_blocked blocked = rct_blocked(&people, 0.9);
    expect_figure(blocked.by_size.effect, made.effect.value, 0);
    expect_figure(blocked.by_precision.test.df, made.test.df.value, 1e-13);
}

/* ---- every lottery of six people ---- */

/* Without the programme they would earn these; it gives everybody 2. The estimate is right on average, and so
 * is its variance. */
static void all_lotteries_together_are_right(void **state)
{
    (void)state;
    static const double without[] = {3, 8, 1, 0, 5, 9};
    double sum = 0, squares = 0, variances = 0;
    int count = 0;
    for (unsigned drawn = 0; drawn < 64; drawn++) {
        if (__builtin_popcount(drawn) != 3)
            continue;
        double y[6];
        bool offered[6];
        for (unsigned i = 0; i < 6; i++) {
            offered[i] = drawn >> i & 1;
            y[i] = without[i] + (offered[i] ? 2 : 0);
        }
        struct rct_people people = {.n = 6, .outcome = y, .offered = offered};
        struct rct_effect made = rct_difference(&people, 0.95);
        sum += made.effect.value;
        squares += made.effect.value * made.effect.value;
        variances += made.test.se.value * made.test.se.value;
        count++;
    }
    assert_int_equal(count, 20);
    expect_figure(figure_of(sum / count), 2, 1e-13);
    expect_figure(figure_of(variances / count), squares / count - 4, 1e-12);
}

/* ---- compliers ---- */

/* 3 1 0 0 of whom two took part, against 0 1 0 1: half a unit for half a place. Around an effect of 1 the
 * rest is 2 0 0 0 and 0 1 0 1, with variances 1/4 and 1/12. */
static void compliers_by_pencil(void **state)
{
    (void)state;
    static const double y[] = {3, 1, 0, 0, 0, 1, 0, 1}, took_up[] = {1, 1, 0, 0, 0, 0, 0, 0};
    static const bool offered[] = {true, true, true, true, false, false, false, false};
    struct rct_people people = {.n = 8, .outcome = y, .offered = offered, .took_up = took_up};
    struct rct_complier made = rct_complier(&people, 0.95);
    expect_figure(made.took_up_offered, 0.5, 0);
    expect_figure(made.took_up_others, 0, 0);
    expect_figure(made.take_up.effect, 0.5, 0);
    expect_figure(made.effect.effect, 1, 1e-15);
    expect_figure(made.effect.test.se, 2 / sqrt(3), 1e-14);
    expect_absent(made.effect.test.df.absent, "normal");
    assert_non_null(made.note);
    expect_absent(rct_complier(&people, 0.99).surest.absent, "moved nobody");
}

static void full_take_up_is_the_offer(void **state)
{
    (void)state;
    double took_up[10];
    struct rct_people people = two_lotteries();
    for (size_t i = 0; i < 10; i++)
        took_up[i] = OFFERED[i];
    people.took_up = took_up;
    struct rct_complier made = rct_complier(&people, 0.95);
    struct rct_blocked offer = rct_blocked(&people, 0.95);
    expect_figure(made.effect.effect, offer.by_size.effect.value, 1e-15);
    expect_figure(made.effect.test.se, offer.by_size.test.se.value, 1e-15);
    assert_true(fabs(made.surest.low - made.effect.test.interval.low) < 1e-12);
    expect_absent(made.take_up.test.p.absent, "do not vary");
    assert_null(made.note);
}

/* At each end of the surest interval the rest y - b d is just significant. */
static void surest_ends_are_just_significant(void **state)
{
    (void)state;
    enum { N = 400 };
    static double y[N], took_up[N], rest[N];
    static bool offered[N];
    uint32_t number = 3;
    for (size_t i = 0; i < N; i++) {
        number = number * 1664525u + 1013904223u;
        offered[i] = number >> 20 & 1;
        took_up[i] = offered[i] ? (number >> 22) % 4 != 0 : (number >> 22) % 8 == 0;
        y[i] = (double)((number >> 8) % 1000) / 100 + 3 * took_up[i];
    }
    struct rct_people people = {.n = N, .outcome = y, .offered = offered, .took_up = took_up};
    struct rct_complier made = rct_complier(&people, 0.95);
    assert_null(made.surest.absent);
    assert_null(made.note);
    for (int end = 0; end < 2; end++) {
        for (size_t i = 0; i < N; i++)
            rest[i] = y[i] - (end ? made.surest.high : made.surest.low) * took_up[i];
        people.outcome = rest;
        expect_figure(figure_of(fabs(rct_difference(&people, 0.95).test.t.value)), 1.959963984540054, 1e-10);
    }
    assert_true(made.surest.low < made.effect.effect.value && made.effect.effect.value < made.surest.high);
}

/* ---- properties ---- */

static void names_and_order_change_nothing(void **state)
{
    (void)state;
    double y[10];
    bool offered[10], swapped[10];
    uint32_t block[10];
    struct rct_people people = two_lotteries();
    struct rct_blocked one = rct_blocked(&people, 0.95);
    for (size_t i = 0; i < 10; i++) {
        size_t j =
            (i * 7 + 3) % 10; /* people in another order, blocks 6 and 2 of 9, units halved, 100 more */
        y[j] = 100 + 2 * Y[i];
        offered[j] = OFFERED[i];
        swapped[j] = !OFFERED[i];
        block[j] = BLOCK[i] ? 2 : 6;
    }
    people = (struct rct_people){.n = 10, .outcome = y, .offered = offered, .block = block, .blocks = 9};
    struct rct_blocked other = rct_blocked(&people, 0.95);
    people.offered = swapped;
    struct rct_blocked turned = rct_blocked(&people, 0.95);
    expect_figure(other.by_size.effect, 2 * one.by_size.effect.value, 1e-13);
    expect_figure(other.by_size.test.p, one.by_size.test.p.value, 1e-13);
    expect_figure(other.by_precision.effect, 2 * one.by_precision.effect.value, 1e-13);
    expect_figure(turned.by_size.effect, -other.by_size.effect.value, 1e-13);
    expect_figure(turned.by_precision.test.se, other.by_precision.test.se.value, 1e-13);
    assert_int_equal(other.blocks_used, 2);
    assert_int_equal(other.blocks_dropped, 0);
}

static void what_does_not_exist_is_absent(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 3, 3, 7, 7}, constant[] = {1, 1, 1, 1, 1, 1}, none[6] = {0};
    static const bool offered[] = {true, false, true, false, true, false}, all[] = {1, 1, 1, 1, 1, 1};
    static const uint32_t pairs[] = {0, 0, 1, 1, 2, 2}, mixed[] = {0, 0, 0, 0, 1, 1};
    struct rct_people people = {.n = 6, .outcome = y, .offered = offered, .block = pairs, .blocks = 3};
    struct rct_blocked made = rct_blocked(&people, 0.95);
    expect_absent(made.by_size.effect.absent, "no block");
    expect_absent(made.by_precision.test.p.absent, "no block");
    assert_int_equal(made.blocks_dropped, 3);
    people.block = mixed;
    made = rct_blocked(&people, 0.95);
    assert_int_equal(made.blocks_used, 1);
    assert_int_equal(made.people_dropped, 2);
    assert_non_null(made.note);
    expect_figure(made.by_size.effect, -0.5, 1e-15);
    people.outcome = constant;
    made = rct_blocked(&people, 0.95);
    expect_figure(made.by_size.effect, 0, 0);
    expect_absent(made.by_size.test.p.absent, "do not vary");
    expect_absent(made.by_precision.effect.absent, "no end");
    people.outcome = y;
    people.took_up = none;
    people.block = NULL;
    expect_absent(rct_complier(&people, 0.95).effect.effect.absent, "moved nobody");
    people.offered = all;
    expect_absent(rct_difference(&people, 0.95).effect.absent, "comparison group");
    expect_absent(rct_complier(&people, 0.95).effect.effect.absent, "two people");
    people.n = 0;
    expect_absent(rct_difference(&people, 0.95).effect.absent, "nobody was counted");
    people.n = 2;
    people.offered = offered;
    expect_figure(rct_difference(&people, 0.95).effect, -1, 0);
    expect_absent(rct_difference(&people, 0.95).test.se.absent, "one person");
}

static void missing_outcome(void)
{
    static const double y[] = {1, NAN};
    static const bool offered[] = {true, false};
    rct_difference(&(struct rct_people){.n = 2, .outcome = y, .offered = offered}, 0.95);
}

static void block_beyond(void)
{
    struct rct_people people = two_lotteries();
    people.blocks = 1;
    rct_blocked(&people, 0.95);
}

static void mistakes_stop(void **state)
{
    (void)state;
    expect_abort(missing_outcome);
    expect_abort(block_beyond);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R230: two lotteries by pencil, in fractions", blocks_by_pencil, NULL, NULL, NULL},
        {"R230: one lottery is Welch's comparison", one_lottery_is_welch, NULL, NULL, NULL},
        {"R230: over all lotteries the effect and its variance are right", all_lotteries_together_are_right,
         NULL, NULL, NULL},
        {"R230: partial take-up by pencil", compliers_by_pencil, NULL, NULL, NULL},
        {"R230: full take-up is the effect of the offer", full_take_up_is_the_offer, NULL, NULL, NULL},
        {"R230: the surest interval ends where the rest is just significant",
         surest_ends_are_just_significant, NULL, NULL, NULL},
        {"R230: names, order and units change nothing; sides flip the sign", names_and_order_change_nothing,
         NULL, NULL, NULL},
        {"R230: what does not exist is absent with its reason", what_does_not_exist_is_absent, NULL, NULL,
         NULL},
        {"R230: impossible arguments stop the program", mistakes_stop, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_rct", tests, NULL, NULL);
}
