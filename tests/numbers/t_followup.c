#include "expect.h"

#include <math.h>

#include "stats/followup.h"

#include "base/banned.h"

/* Left for work in week 2 and 5, for training in week 5, last heard of in weeks 3, 5 and 9. */
static const struct followup_spell SIX[] = {{2, 1}, {5, 1}, {5, 2}, {3, 0}, {5, 0}, {9, 0}};

static void by_hand(void **state)
{
    (void)state;
    struct followup start = followup_at(SIX, 6, 0), five = followup_at(SIX, 6, 5),
                    late = followup_at(SIX, 6, 10);
    assert_int_equal(start.still, 6);
    assert_int_equal(start.unknown, 0);
    assert_int_equal(five.left[1], 2);
    assert_int_equal(five.left[2], 1);
    assert_int_equal(five.still, 2); /* heard of in that very week, and later */
    assert_int_equal(five.unknown, 1);
    assert_int_equal(late.still, 0);
    assert_int_equal(late.unknown, 3);
    assert_int_equal(late.known, 3);
    assert_int_equal(followup_at(NULL, 0, 1).n, 0);
}

static void states_sum_to_n(void **state)
{
    (void)state;
    int64_t unknown = 0, gone = 0;
    for (double date = 0; date < 12; date += 0.5) {
        struct followup made = followup_at(SIX, 6, date);
        assert_int_equal(made.known + made.unknown, made.n);
        assert_int_equal(made.still + made.left[1] + made.left[2], made.known);
        assert_true(made.unknown >= unknown && made.left[1] + made.left[2] >= gone);
        unknown = made.unknown;
        gone = made.left[1] + made.left[2];
    }
}

static void no_length(void)
{
    followup_at(&(struct followup_spell){NAN, 1}, 1, 2);
}

static void unknown_way(void)
{
    followup_at(&(struct followup_spell){1, FOLLOWUP_WAYS_MAX + 1}, 1, 2);
}

static void impossible_spells_assert(void **state)
{
    (void)state;
    expect_abort(no_length);
    expect_abort(unknown_way);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R222: six people's states by hand", by_hand, NULL, NULL, NULL},
        {"R223: the states sum to everybody at every date, and nobody comes back", states_sum_to_n, NULL,
         NULL, NULL},
        {"R222: a spell without a length stops", impossible_spells_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_followup", tests, NULL, NULL);
}
