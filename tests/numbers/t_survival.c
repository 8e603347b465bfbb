#include "made_people.h"

#include "stats/logrank.h"
#include "stats/survival.h"

#include "base/banned.h"

/* One group. At risk 6, 5, 3, 2, 1; events at 1, 2, 4, 6; censored at 2 and 5. The curve is 5/6, 2/3, 4/9,
 * 4/9, 0; Greenwood's sum 1/30, 1/12, 1/4. */
static const struct made_people SIX = {
    .n = 6, .time = {4, 2, 6, 1, 5, 2}, .cause = {1, 0, 1, 1, 0, 1}, .causes = 2, .groups = 1, .strata = 1};

/* A: events at 1 and 3, censored at 4. B: events at 2 and 5, censored at 3. */
static const struct made_people TWO = {.n = 6,
                                       .time = {1, 3, 4, 2, 3, 5},
                                       .cause = {1, 1, 0, 1, 0, 1},
                                       .group = {0, 0, 0, 1, 1, 1},
                                       .causes = 2,
                                       .groups = 2,
                                       .strata = 1};

static void curve_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &SIX, false);
    const struct km_curve *curve = km_curves(&arena, &durations, CAUSE_ANY);
    const double time[] = {1, 2, 4, 5, 6}, waiting[] = {5.0 / 6, 2.0 / 3, 4.0 / 9, 4.0 / 9, 0},
                 hazard[] = {1.0 / 6, 11.0 / 30, 7.0 / 10, 7.0 / 10, 17.0 / 10};
    const uint32_t at_risk[] = {6, 5, 3, 2, 1}, events[] = {1, 1, 1, 0, 1}, censored[] = {0, 1, 0, 1, 0};
    assert_int_equal(curve->rows, 5);
    assert_int_equal(curve->n_events, 4);
    for (size_t row = 0; row < 5; row++) {
        expect_real(curve->time[row], time[row], 0);
        expect_real(curve->waiting[row], waiting[row], 1e-15);
        expect_real(curve->hazard[row], hazard[row], 1e-15);
        assert_int_equal(curve->at_risk[row], at_risk[row]);
        assert_int_equal(curve->events[row], events[row]);
        assert_int_equal(curve->censored[row], censored[row]);
    }
    expect_figure(km_se_at(curve, 2), 2.0 / 9, 1e-15);
    expect_figure(km_se(curve, 4.5), 2.0 / 9, 1e-15);
    expect_figure(km_waiting(curve, 0.5), 1, 0);
    expect_figure(km_waiting(curve, 3), 2.0 / 3, 1e-15);
    expect_figure(km_waiting(curve, 100), 0, 0);
    expect_absent(km_se_at(curve, 4).absent, "nobody is left");
    const double asked[] = {0, 1, 3, 4, 6, 7};
    const size_t risk[] = {6, 6, 3, 3, 1, 0};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(km_at_risk(curve, asked[i]), risk[i]);
    arena_clear(&arena);
}

/* With z the normal quantile: plain 4/9 -+ z 2/9; log 4/9 exp(-+z/2); log-log exp(-h exp(-+z/(2h))), h = log
 * 9/4. */
static void intervals_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &SIX, false);
    const struct km_curve *curve = km_curves(&arena, &durations, CAUSE_ANY);
    double z = 1.959963984540054, h = log(9.0 / 4);
    struct interval plain = km_interval(curve, 2, KM_PLAIN, 0.95),
                    log_scale = km_interval(curve, 2, KM_LOG, 0.95),
                    loglog = km_interval(curve, 2, KM_LOGLOG, 0.95);
    expect_real(plain.low, 4.0 / 9 - z * 2 / 9, 1e-14);
    expect_real(plain.high, 4.0 / 9 + z * 2 / 9, 1e-14);
    expect_real(log_scale.low, 4.0 / 9 * exp(-z / 2), 1e-14);
    expect_real(log_scale.high, 1, 0);
    expect_real(loglog.low, exp(-h * exp(z / 2 / h)), 1e-14);
    expect_real(loglog.high, exp(-h * exp(-z / 2 / h)), 1e-14);
    expect_absent(km_interval(curve, 4, KM_LOG, 0.95).absent, "nobody is left");
    arena_clear(&arena);
}

/* At 2 the curve comes to 2/3 and stays until 4: a third have had the event by 3, the middle of it. */
static void quantiles_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &SIX, false);
    const struct km_curve *curve = km_curves(&arena, &durations, CAUSE_ANY);
    expect_figure(km_quantile(curve, 1.0 / 3, KM_LOG, 0.95).time, 3, 0);
    expect_figure(km_quantile(curve, 0.5, KM_LOG, 0.95).time, 4, 0);
    expect_figure(km_quantile(curve, 0.1, KM_LOG, 0.95).time, 1, 0);
    expect_absent(km_quantile(curve, 0.5, KM_LOG, 0.95).high.absent, "does not get that far");
    /* level at the median to the end: the middle between there and the last time seen */
    const struct made_people half = {
        .n = 2, .time = {2, 8}, .cause = {1, 0}, .causes = 2, .groups = 1, .strata = 1};
    struct durations two = made_durations(&arena, &half, false);
    expect_figure(km_quantile(km_curves(&arena, &two, CAUSE_ANY), 0.5, KM_LOG, 0.95).time, 5, 0);
    arena_clear(&arena);
}

/* Up to 4: 1 + 5/6 + 2 * 2/3 = 19/6; the areas after 1 and 2 are 13/6 and 4/3, so the variance is
 * (13/6)² / 30 + (4/3)² / 20 = 53/216. */
static void restricted_mean_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &SIX, false);
    const struct km_curve *curve = km_curves(&arena, &durations, CAUSE_ANY);
    struct km_restricted four = km_restricted_mean(curve, 4);
    expect_figure(four.mean, 19.0 / 6, 1e-15);
    expect_figure(four.se, sqrt(53.0 / 216), 1e-15);
    expect_figure(km_restricted_mean(curve, 0).mean, 0, 0);
    expect_figure(km_restricted_mean(curve, 0.5).mean, 0.5, 0);
    assert_false(km_restricted_mean(curve, 90).held_level); /* the curve is at 0: nothing is guessed */
    expect_figure(km_restricted_mean(curve, 90).mean, 19.0 / 6 + 8.0 / 9, 1e-14);
    struct durations two = made_durations(&arena, &TWO, false);
    const struct km_curve *of_a = km_curves(&arena, &two, CAUSE_ANY);
    assert_true(km_restricted_mean(of_a, 10).held_level);
    expect_absent(km_waiting(of_a, 10).absent, "followed that long");
    arena_clear(&arena);
}

/* Expected of A: 1/2, 2/5, 1/2, 0; variances 1/4, 6/25, 1/4, 0. Weights of rho 1: 1, 5/6, 2/3. */
static void logrank_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &TWO, false);
    struct logrank plain = logrank_test(&arena, &durations, CAUSE_ANY, 0),
                   early = logrank_test(&arena, &durations, CAUSE_ANY, 1);
    expect_real(plain.observed[0], 2, 0);
    expect_real(plain.expected[0], 7.0 / 5, 1e-15);
    expect_real(plain.variance[0], 37.0 / 50, 1e-15);
    expect_real(plain.variance[1], -37.0 / 50, 1e-15);
    expect_figure(plain.test.chi2, 18.0 / 37, 1e-15);
    expect_figure(plain.test.p, erfc(sqrt(9.0 / 37)), 1e-14);
    assert_int_equal(plain.test.df, 1);
    expect_real(early.observed[0], 5.0 / 3, 1e-15);
    expect_real(early.expected[0], 7.0 / 6, 1e-15);
    expect_real(early.variance[0], 19.0 / 36, 1e-15);
    expect_figure(early.test.chi2, 9.0 / 19, 1e-15);
    /* two events at once, one in each of two pairs: 2 * 2/3 * 1/2 * 1/2 */
    const struct made_people tied = {.n = 4,
                                     .time = {1, 1, 2, 2},
                                     .cause = {1, 1, 0, 0},
                                     .group = {0, 1, 0, 1},
                                     .causes = 2,
                                     .groups = 2,
                                     .strata = 1};
    struct durations pairs = made_durations(&arena, &tied, false);
    expect_real(logrank_test(&arena, &pairs, CAUSE_ANY, 0).variance[0], 1.0 / 3, 1e-15);
    arena_clear(&arena);
}

static void people_have_no_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 40; seed++) {
        struct arena arena;
        arena_init(&arena);
        struct made_people made, reversed, doubled;
        made_at_random(&made, 1 + seed * 4, 1, 3, seed % 2 ? 12 : 0, seed);
        reversed = made_reversed(&made);
        doubled = made_doubled(&made);
        struct durations one = made_durations(&arena, &made, false),
                         two = made_durations(&arena, &reversed, false),
                         twice = made_durations(&arena, &doubled, false);
        struct km_curve *a = km_curves(&arena, &one, CAUSE_ANY), *b = km_curves(&arena, &two, CAUSE_ANY),
                        *c = km_curves(&arena, &twice, CAUSE_ANY);
        for (size_t g = 0; g < 3; g++) {
            assert_int_equal(a[g].rows, b[g].rows);
            assert_int_equal(a[g].rows, c[g].rows);
            for (size_t row = 0; row < a[g].rows; row++) {
                expect_real(b[g].waiting[row], a[g].waiting[row], 0);
                expect_real(c[g].waiting[row], a[g].waiting[row], 1e-14);
                expect_real(2 * c[g].spread[row], a[g].spread[row], 1e-13 * (1 + a[g].spread[row]));
            }
        }
        struct logrank plain = logrank_test(&arena, &one, CAUSE_ANY, 1),
                       other = logrank_test(&arena, &two, CAUSE_ANY, 1);
        expect_figure(other.test.chi2, plain.test.chi2.value, 1e-12);
        arena_clear(&arena);
    }
}

/* Renaming the groups moves observed and expected with them; the clock's unit changes no test. */
static void groups_and_clocks(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made, other;
    made_at_random(&made, 120, 1, 3, 15, 7);
    other = made;
    for (size_t i = 0; i < made.n; i++) {
        other.group[i] = 2 - made.group[i];
        other.time[i] = 7 * made.time[i];
    }
    struct durations one = made_durations(&arena, &made, true), two = made_durations(&arena, &other, true);
    struct logrank a = logrank_test(&arena, &one, CAUSE_ANY, 0), b = logrank_test(&arena, &two, CAUSE_ANY, 0);
    double sum = 0;
    for (size_t g = 0; g < 3; g++) {
        expect_real(b.observed[2 - g] - b.expected[2 - g], a.observed[g] - a.expected[g], 1e-12);
        sum += a.observed[g] - a.expected[g];
    }
    expect_real(sum, 0, 1e-12);
    assert_int_equal(a.test.df, 2);
    expect_figure(b.test.chi2, a.test.chi2.value, 1e-12);
    struct durations flat = made_durations(&arena, &made, false),
                     slow = made_durations(&arena, &other, false);
    const struct km_curve *curve = km_curves(&arena, &flat, CAUSE_ANY),
                          *slower = km_curves(&arena, &slow, CAUSE_ANY);
    expect_figure(km_quantile(&slower[2], 0.5, KM_LOG, 0.9).low,
                  7 * km_quantile(&curve[0], 0.5, KM_LOG, 0.9).low.value, 0);
    expect_figure(km_restricted_mean(&slower[2], 70).se, 7 * km_restricted_mean(&curve[0], 10).se.value,
                  1e-12);
    arena_clear(&arena);
}

/* The same people once more as a second stratum: twice the difference, twice the variance, twice chi2. */
static void strata_add_up(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made, twice;
    made_at_random(&made, 90, 1, 2, 10, 3);
    twice = made_doubled(&made);
    for (size_t i = 0; i < twice.n; i++)
        twice.stratum[i] = i < made.n ? 2 : 0; /* stratum 1 stays empty */
    struct durations one = made_durations(&arena, &made, false), two = made_durations(&arena, &twice, true);
    struct logrank a = logrank_test(&arena, &one, CAUSE_ANY, 1), b = logrank_test(&arena, &two, CAUSE_ANY, 1);
    expect_real(b.expected[1], 2 * a.expected[1], 1e-12);
    expect_figure(b.test.chi2, 2 * a.test.chi2.value, 1e-12);
    arena_clear(&arena);
}

static void what_cannot_be_said_is_absent(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people nobody = {.causes = 2, .groups = 2, .strata = 1};
    struct durations none = made_durations(&arena, &nobody, false);
    const struct km_curve *empty = km_curves(&arena, &none, CAUSE_ANY);
    assert_int_equal(empty[1].rows, 0);
    expect_absent(km_waiting(empty, 1).absent, "nobody is in the group");
    expect_absent(km_restricted_mean(empty, 1).mean.absent, "nobody is in the group");
    expect_absent(km_quantile(empty, 0.5, KM_LOG, 0.95).time.absent, "nobody is in the group");
    expect_absent(logrank_test(&arena, &none, CAUSE_ANY, 0).test.p.absent, "two groups");
    /* A is gone before B's first event: no event was ever seen with both at risk */
    struct made_people apart = {.n = 4,
                                .time = {1, 1, 2, 3},
                                .cause = {0, 0, 1, 1},
                                .group = {0, 0, 1, 1},
                                .causes = 2,
                                .groups = 2,
                                .strata = 1};
    struct durations never = made_durations(&arena, &apart, false);
    struct logrank test = logrank_test(&arena, &never, CAUSE_ANY, 0);
    assert_false(test.compared);
    expect_figure(test.test.chi2, 0, 0);
    expect_figure(test.test.p, 1, 0);
    expect_absent(km_interval(km_curves(&arena, &never, CAUSE_ANY), 0, KM_LOGLOG, 0.95).absent,
                  "the share is 1");
    arena_clear(&arena);
}

static const struct made_people COMPETING = {
    .n = 3, .time = {1, 2, 3}, .cause = {1, 2, 0}, .causes = 3, .groups = 1, .strata = 1};

static void one_of_two_causes(void)
{
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &COMPETING, false);
    km_curves(&arena, &durations, 1);
}

static void a_curve_is_refused_where_causes_compete(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &COMPETING, false);
    expect_absent(km_refused(&durations, 1), "several ways out");
    assert_null(km_refused(&durations, CAUSE_ANY));
    expect_abort(one_of_two_causes);
    struct made_people alone = COMPETING;
    alone.cause[1] = 0; /* a second way out that nobody took does not compete */
    durations = made_durations(&arena, &alone, false);
    assert_null(km_refused(&durations, 1));
    arena_clear(&arena);
}

static void broken(double time, int cause, int group)
{
    struct arena arena;
    arena_init(&arena);
    durations_make(&arena, &time, 1, (struct codes){&cause, 2}, (struct codes){&group, 2},
                   (struct codes){NULL, 1});
}

static void time_missing(void)
{
    broken(NAN, 1, 0);
}

static void time_below_zero(void)
{
    broken(-1, 1, 0);
}

static void time_endless(void)
{
    broken(INFINITY, 1, 0);
}

static void cause_unknown(void)
{
    broken(1, 2, 0);
}

static void group_unknown(void)
{
    broken(1, 1, -1);
}

static void nonsense_asserts(void **state)
{
    (void)state;
    expect_abort(time_missing);
    expect_abort(time_below_zero);
    expect_abort(time_endless);
    expect_abort(cause_unknown);
    expect_abort(group_unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R70: a curve in fractions", curve_by_hand, NULL, NULL, NULL},
        {"R70: its intervals on three scales", intervals_by_hand, NULL, NULL, NULL},
        {"R217: the median and other quantiles, in the middle of a level stretch", quantiles_by_hand, NULL,
         NULL, NULL},
        {"R217: the mean within a time, in fractions", restricted_mean_by_hand, NULL, NULL, NULL},
        {"R225: the log-rank test in fractions", logrank_by_hand, NULL, NULL, NULL},
        {"R225: the order of people changes nothing, doubling them halves the variance", people_have_no_order,
         NULL, NULL, NULL},
        {"R225: groups renamed and another clock: the same test", groups_and_clocks, NULL, NULL, NULL},
        {"R225: strata add up", strata_add_up, NULL, NULL, NULL},
        {"R98: what was not followed is absent, with the reason", what_cannot_be_said_is_absent, NULL, NULL,
         NULL},
        {"R222: a curve of one way out is refused while others compete",
         a_curve_is_refused_where_causes_compete, NULL, NULL, NULL},
        {"R225: times and codes that cannot be stop the program", nonsense_asserts, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_survival", tests, NULL, NULL);
}
