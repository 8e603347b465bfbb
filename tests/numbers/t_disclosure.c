#include "expect.h"

#include "stats/disclosure.h"

#include "base/banned.h"

static void base3_by_pencil(void **state)
{
    (void)state;
    for (int64_t count = 0; count < 30; count += 3)
        for (double u = 0; u < 1; u += 0.25)
            assert_int_equal(round_count(ROUND_BASE3, count, u), count);
    assert_int_equal(round_count(ROUND_BASE3, 7, 0.6), 6);
    assert_int_equal(round_count(ROUND_BASE3, 7, 0.7), 9);
    assert_int_equal(round_count(ROUND_BASE3, 8, 0.3), 6);
    assert_int_equal(round_count(ROUND_BASE3, 8, 0.4), 9);
    assert_int_equal(round_count(ROUND_BASE3_FIXED, 8, 0.6), 9);
    assert_int_equal(round_count(ROUND_BASE3_FIXED, 8, 0.7), 6);
    assert_int_equal(round_count(ROUND_BASE3_MSD, 1, 0), 3);
    assert_int_equal(round_count(ROUND_BASE3_MSD, 2, 0), 3);
    assert_int_equal(round_count(ROUND_BASE3_MSD, 0, 0.9), 0);
    assert_int_equal(round_count(ROUND_BASE3_MSD, 4, 0), 3);
    assert_int_equal(round_count(ROUND_BASE3, 1000000000001, 0), 999999999999);
}

/* u over a fine grid: the mean is the count, but for 1 and 2 under the MSD rule. */
static void mean_stays(void **state)
{
    (void)state;
    enum { STEPS = 30000 };
    static const int64_t COUNTS[] = {1, 2, 3, 10, 11, 18, 19, 20, 47, 99, 100, 123, 999, 1000, 1234567};
    for (enum round_method method = ROUND_BASE3; method <= ROUND_GRADUATED; method++)
        for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
            int64_t sum = 0, base = method == ROUND_GRADUATED ? round_base(COUNTS[i]) : 3;
            for (int step = 0; step < STEPS; step++) {
                int64_t shown = round_count(method, COUNTS[i], (step + 0.5) / STEPS);
                assert_true(shown % base == 0 && shown > COUNTS[i] - base && shown < COUNTS[i] + base);
                sum += shown;
            }
            bool lifted = method == ROUND_BASE3_MSD && COUNTS[i] < 3;
            assert_int_equal(sum, (lifted ? 3 : COUNTS[i]) * STEPS);
        }
}

/* The same people under another name, in another order, twice: the same number. */
static void fixed_is_the_peoples(void **state)
{
    (void)state;
    const uint64_t seeds[] = {999999, 1, 500000, 250000};
    uint64_t forward = 0, backward = 0;
    for (size_t i = 0; i < 4; i++) {
        forward += seeds[i];
        backward += seeds[3 - i];
    }
    assert_true(round_fixed_u(forward) >= 0.75 && round_fixed_u(forward) <= 0.75);
    assert_int_equal(round_count(ROUND_BASE3_FIXED, 4, round_fixed_u(forward)),
                     round_count(ROUND_BASE3_FIXED, 4, round_fixed_u(backward)));
    assert_true(round_fixed_u(UINT64_MAX) < 1 && round_fixed_u(1000000) <= 0);
}

static void rows_by_pencil(void **state)
{
    (void)state;
    struct release row = release_row(RELEASE_CUSTOM, 40, 10, figure_of(2.5), 0, 0.9);
    expect_figure(row.people, 39, 0);
    expect_figure(row.having, 12, 0);
    expect_figure(row.share, 12.0 / 39, 1e-16);
    expect_figure(row.mean, 2.5, 0);
    assert_null(row.note);
    row = release_row(RELEASE_CUSTOM, 19, 5, figure_of(2.5), 0, 0);
    expect_figure(row.people, 18, 0);
    expect_absent(row.having.absent, "too few");
    expect_absent(row.share.absent, "too few");
    expect_absent(row.mean.absent, "for a mean");
    row = release_row(RELEASE_CUSTOM, 7, 7, figure_of(1), 0, 0.99);
    expect_figure(row.people, 6, 0);
    expect_figure(row.having, 9, 0); /* rounded each on its own, or the mean would not stay */
    expect_figure(row.share, 1, 0);
    assert_non_null(release_row(RELEASE_CUSTOM, 30, 28, figure_of(1), 0, 0).note);
}

/* Outwards, and standing ends stay. */
static void intervals_and_p_by_pencil(void **state)
{
    (void)state;
    struct interval shown = release_interval(interval_of(0.1234, 0.4567), RELEASE_STEP);
    expect_figure(figure_of(shown.low), 0.12, 1e-15);
    expect_figure(figure_of(shown.high), 0.46, 1e-15);
    shown = release_interval(interval_of(-0.071, 0.29), RELEASE_STEP);
    expect_figure(figure_of(shown.low), -0.08, 1e-15);
    expect_figure(figure_of(shown.high), 0.29, 1e-15);
    shown = release_interval(interval_of(0, 1), RELEASE_STEP);
    expect_figure(figure_of(shown.high - shown.low), 1, 0);
    expect_absent(release_interval(interval_absent("nobody was counted"), 1).absent, "nobody");
    expect_figure(release_p(figure_of(0)), 0.001, 0);
    expect_figure(release_p(figure_of(0.0100001)), 0.05, 0);
    expect_figure(release_p(figure_of(0.05)), 0.05, 0);
    expect_figure(release_p(figure_of(0.31)), 0.4, 0);
    expect_figure(release_p(figure_of(1)), 1, 0);
    expect_absent(release_p(figure_absent("no test")).absent, "no test");
}

/* Nobody and somebody must look alike. */
static void small_rows_look_alike(void **state)
{
    (void)state;
    struct release none = release_row(RELEASE_CUSTOM, 0, 0, figure_absent("nobody was counted"), 0.1, 0.1);
    for (int64_t people = 1; people < 6; people++) {
        struct release few = release_row(RELEASE_CUSTOM, people, people, figure_of(1), 0.9, 0.9);
        assert_string_equal(few.people.absent, none.people.absent);
        assert_string_equal(few.having.absent, none.having.absent);
        assert_string_equal(few.share.absent, none.share.absent);
        assert_string_equal(few.mean.absent, none.mean.absent);
        assert_null(few.note);
    }
}

static void negative_count(void)
{
    round_count(ROUND_BASE3, -1, 0);
}

static void number_of_one(void)
{
    round_count(ROUND_BASE3, 1, 1);
}

static void more_than_all(void)
{
    release_row(RELEASE_CUSTOM, 5, 6, figure_of(1), 0, 0);
}

static void mistakes_stop(void **state)
{
    (void)state;
    expect_abort(negative_count);
    expect_abort(number_of_one);
    expect_abort(more_than_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R13: rounding to base 3 by pencil", base3_by_pencil, NULL, NULL, NULL},
        {"R13: rounding leaves the mean where it was", mean_stays, NULL, NULL, NULL},
        {"R13: fixed rounding belongs to the people, not to the table", fixed_is_the_peoples, NULL, NULL,
         NULL},
        {"R13: rows that leave, by pencil", rows_by_pencil, NULL, NULL, NULL},
        {"R13: intervals and p leave rounded, never surer than they were", intervals_and_p_by_pencil, NULL,
         NULL, NULL},
        {"R13: nobody and fewer than six look alike", small_rows_look_alike, NULL, NULL, NULL},
        {"R13: impossible arguments stop the program", mistakes_stop, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_disclosure", tests, NULL, NULL);
}
