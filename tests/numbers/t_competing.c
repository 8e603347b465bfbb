#include "made_people.h"

#include "stats/competing.h"

#include "base/banned.h"

/* Cause 1 at 1 and 3, cause 2 at 2 and 4, censored at 2. At risk 5, 4, 2, 1; waiting 4/5, 3/5, 3/10, 0. */
static const struct made_people FIVE = {
    .n = 5, .time = {2, 1, 4, 3, 2}, .cause = {0, 1, 2, 1, 2}, .causes = 3, .groups = 1, .strata = 1};

static void curves_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &FIVE, false);
    const struct cif_curve *curve = cif_curves(&arena, &durations);
    const double waiting[] = {4.0 / 5, 3.0 / 5, 3.0 / 10, 0}, one[] = {1.0 / 5, 1.0 / 5, 1.0 / 2, 1.0 / 2},
                 two[] = {0, 1.0 / 5, 1.0 / 5, 1.0 / 2};
    const uint32_t at_risk[] = {5, 4, 2, 1}, censored[] = {0, 1, 0, 0}, events[] = {1, 0, 1, 0};
    assert_int_equal(curve->rows, 4);
    for (size_t row = 0; row < 4; row++) {
        expect_real(curve->waiting[row], waiting[row], 1e-15);
        expect_real(curve->way[0].share[row], one[row], 1e-15);
        expect_real(curve->way[1].share[row], two[row], 1e-15);
        assert_int_equal(curve->at_risk[row], at_risk[row]);
        assert_int_equal(curve->censored[row], censored[row]);
        assert_int_equal(curve->way[0].events[row], events[row]);
    }
    expect_figure(cif_share(curve, 1, 2.5), 1.0 / 5, 1e-15);
    expect_figure(cif_share(curve, 1, 0.5), 0, 0);
    expect_figure(cif_waiting(curve, 0.5), 1, 0);
    expect_figure(cif_share(curve, 2, 90), 1.0 / 2, 1e-15); /* all have left: nothing more can happen */
    arena_clear(&arena);
}

/* The variance of share 1. Multinomial draws: 4/125 at 1; at 3 4/125 - 3/125 + 6/500 + 9/200 = 13/200. Counts
 * apart: 1/25 at 1; at 3 1/25 - 3/100 + 1/64 + 9/100 = 37/320. */
static void errors_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &FIVE, false);
    const struct cif_curve *curve = cif_curves(&arena, &durations);
    expect_figure(cif_se(curve, 1, 0.5), 0, 0);
    expect_figure(cif_se(curve, 1, 1), sqrt(4.0 / 125), 1e-15);
    expect_figure(cif_se(curve, 1, 2), sqrt(4.0 / 125), 1e-15);
    expect_figure(cif_se(curve, 1, 3), sqrt(13.0 / 200), 1e-15);
    expect_figure(cif_se_aalen_at(curve, 1, 1), sqrt(1.0 / 25), 1e-15);
    expect_figure(cif_se_aalen_at(curve, 1, 2), sqrt(37.0 / 320), 1e-15);
    double z = 1.959963984540054, h = log(5), s = 5 * sqrt(4.0 / 125);
    struct interval log_scale = cif_interval(curve, 1, 0, KM_LOG, 0.95),
                    loglog = cif_interval(curve, 1, 0, KM_LOGLOG, 0.95);
    expect_real(log_scale.low, exp(-z * s) / 5, 1e-14);
    expect_real(log_scale.high, 1, 0);
    expect_real(loglog.low, exp(-h * exp(z * s / h)), 1e-14);
    expect_real(loglog.high, exp(-h * exp(-z * s / h)), 1e-14);
    expect_absent(cif_interval(curve, 2, 0, KM_LOG, 0.95).absent, "nobody has left this way yet");
    arena_clear(&arena);
}

/* The two naive shares are 1 - 4/5 * 1/2 = 3/5 and 1: more than the truth, and together more than everybody.
 */
static void the_naive_share_overstates(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct durations durations = made_durations(&arena, &FIVE, false);
    assert_non_null(km_refused(&durations, 1));
    const double expected[] = {3.0 / 5, 1};
    for (int cause = 1; cause <= 2; cause++) {
        struct made_people only = FIVE;
        for (size_t i = 0; i < only.n; i++)
            only.cause[i] = FIVE.cause[i] == cause;
        struct durations alone = made_durations(&arena, &only, false);
        const struct km_curve *naive = km_curves(&arena, &alone, 1);
        expect_real(1 - naive->waiting[naive->rows - 1], expected[cause - 1], 1e-15);
    }
    arena_clear(&arena);
}

/* The infinitesimal jackknife by its definition: how the share moves with each person's weight, squared and
 * added up, person by person and time by time. */
static double jackknife_variance(const struct made_people *made, const struct cif_curve *curve, int group,
                                 int cause, size_t until)
{
    double sum = 0;
    for (size_t i = 0; i < made->n; i++) {
        if (made->group[i] != group)
            continue;
        double waiting = 1, moved_waiting = 0, moved_share = 0;
        for (size_t row = 0; row <= until; row++) {
            double n = curve->at_risk[row], time = curve->time[row], all = 0;
            for (size_t c = 0; c < curve->causes; c++)
                all += curve->way[c].events[row];
            double p = curve->way[cause - 1].events[row] / n, q = all / n;
            double here = made->time[i] >= time, now = made->time[i] <= time && made->time[i] >= time;
            double moved_p = (now * (made->cause[i] == cause) - here * p) / n,
                   moved_q = (now * (made->cause[i] > 0) - here * q) / n;
            moved_share += moved_waiting * p + waiting * moved_p;
            moved_waiting = moved_waiting * (1 - q) - waiting * moved_q;
            waiting *= 1 - q;
        }
        sum += moved_share * moved_share;
    }
    return sum;
}

static void the_error_is_the_jackknife(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 12; seed++) {
        struct arena arena;
        arena_init(&arena);
        struct made_people made;
        made_at_random(&made, 12 * seed, 3, 2, seed % 2 ? 9 : 0, seed);
        struct durations durations = made_durations(&arena, &made, false);
        const struct cif_curve *curves = cif_curves(&arena, &durations);
        for (int g = 0; g < 2; g++)
            for (size_t row = 0; row < curves[g].rows; row++)
                for (int c = 1; c <= 3; c++)
                    expect_real(curves[g].way[c - 1].se[row],
                                sqrt(jackknife_variance(&made, &curves[g], g, c, row)), 1e-14);
        arena_clear(&arena);
    }
}

static void shares_add_up_to_one(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made, reversed, doubled;
    made_at_random(&made, 200, 3, 3, 0, 5);
    reversed = made_reversed(&made);
    doubled = made_doubled(&made);
    struct durations one = made_durations(&arena, &made, false),
                     two = made_durations(&arena, &reversed, false),
                     twice = made_durations(&arena, &doubled, false);
    const struct cif_curve *a = cif_curves(&arena, &one), *b = cif_curves(&arena, &two),
                           *c = cif_curves(&arena, &twice);
    const struct km_curve *any = km_curves(&arena, &one, CAUSE_ANY);
    for (size_t g = 0; g < 3; g++)
        for (size_t row = 0; row < a[g].rows; row++) {
            double sum = a[g].waiting[row];
            for (size_t w = 0; w < 3; w++) {
                sum += a[g].way[w].share[row];
                expect_real(b[g].way[w].share[row], a[g].way[w].share[row], 0);
                expect_real(b[g].way[w].se[row], a[g].way[w].se[row], 0);
                expect_real(c[g].way[w].share[row], a[g].way[w].share[row], 1e-14);
                expect_real(sqrt(2) * c[g].way[w].se[row], a[g].way[w].se[row], 1e-14);
            }
            expect_real(sum, 1, 1e-14);
            expect_real(a[g].waiting[row], any[g].waiting[row], 0);
        }
    arena_clear(&arena);
}

/* With one way out the share is 1 minus the Kaplan-Meier curve, with its error; at the end, when all have
 * left, 0. */
static void one_way_out_is_kaplan_meier(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made;
    made_at_random(&made, 150, 1, 1, 20, 9);
    for (size_t i = 0; i < made.n; i++)
        made.cause[i] |= made.time[i] >= 19;
    struct durations durations = made_durations(&arena, &made, false);
    const struct cif_curve *curve = cif_curves(&arena, &durations);
    const struct km_curve *km = km_curves(&arena, &durations, 1);
    size_t last = curve->rows - 1;
    for (size_t row = 0; row < last; row++) {
        expect_real(curve->way[0].share[row], 1 - km->waiting[row], 1e-14);
        expect_figure(km_se_at(km, row), curve->way[0].se[row], 1e-14);
    }
    expect_real(curve->way[0].se[last], 0, 0);
    expect_real(curve->waiting[last], 0, 0);
    arena_clear(&arena);
}

/* A leaves at 1, B at 2: the score is 1/2; its variance, in 128ths, 21 + 13 + 8 - 10 = 32, a quarter. */
static void gray_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct made_people pair = {
        .n = 2, .time = {1, 2}, .cause = {1, 1}, .group = {0, 1}, .causes = 2, .groups = 2, .strata = 1};
    struct durations durations = made_durations(&arena, &pair, false);
    struct chi_test test = gray_test(&arena, &durations, 1);
    expect_figure(test.chi2, 1, 1e-15);
    expect_figure(test.p, erfc(sqrt(0.5)), 1e-15);
    assert_int_equal(test.df, 1);
    /* A: ways 1, 2, 1 at 1, 3, 4; B: ways 2, 1, 1 at 2, 3, 5. Score 3/5, variance 39687/51200, in whole
     * fractions. */
    const struct made_people six = {.n = 6,
                                    .time = {1, 3, 4, 2, 3, 5},
                                    .cause = {1, 2, 1, 2, 1, 1},
                                    .group = {0, 0, 0, 1, 1, 1},
                                    .causes = 3,
                                    .groups = 2,
                                    .strata = 1};
    durations = made_durations(&arena, &six, false);
    expect_figure(gray_test(&arena, &durations, 1).chi2, 6144.0 / 13229, 1e-14);
    arena_clear(&arena);
}

static void gray_keeps_its_word(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 8; seed++) {
        struct arena arena;
        arena_init(&arena);
        struct made_people made, other, twice;
        made_at_random(&made, 100 + 10 * seed, 2, 3, seed % 2 ? 15 : 0, seed);
        other = made_reversed(&made);
        for (size_t i = 0; i < other.n; i++) {
            other.group[i] = (other.group[i] + 1) % 3;
            other.time[i] = 7 * other.time[i];
        }
        twice = made_doubled(&made);
        for (size_t i = 0; i < twice.n; i++)
            twice.stratum[i] = i < made.n ? 2 : 0;
        struct durations one = made_durations(&arena, &made, false),
                         two = made_durations(&arena, &other, false),
                         strata = made_durations(&arena, &twice, true);
        struct chi_test test = gray_test(&arena, &one, 2);
        assert_int_equal(test.df, 2);
        expect_figure(gray_test(&arena, &two, 2).chi2, test.chi2.value, 1e-11 * (1 + test.chi2.value));
        expect_figure(gray_test(&arena, &strata, 2).chi2, 2 * test.chi2.value, 1e-11 * (1 + test.chi2.value));
        arena_clear(&arena);
    }
}

static void what_cannot_be_said_is_absent(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made = {.n = 3,
                               .time = {1, 2, 3},
                               .cause = {2, 0, 0},
                               .group = {0, 0, 1},
                               .causes = 3,
                               .groups = 3,
                               .strata = 1};
    struct durations durations = made_durations(&arena, &made, false);
    const struct cif_curve *curves = cif_curves(&arena, &durations);
    expect_absent(cif_share(&curves[2], 1, 1).absent, "nobody is in the group");
    expect_absent(cif_share(&curves[0], 2, 5).absent, "followed that long");
    expect_absent(cif_waiting(&curves[1], 5).absent, "followed that long");
    expect_absent(cif_se_aalen_at(&curves[0], 1, 0).absent, "leaves this way");
    expect_absent(gray_test(&arena, &durations, 1).p.absent, "nobody leaves this way");
    expect_figure(gray_test(&arena, &durations, 2).chi2, 0.5, 1e-12);
    made.group[2] = 0;
    durations = made_durations(&arena, &made, false);
    expect_absent(gray_test(&arena, &durations, 2).chi2.absent, "two groups");
    /* B is gone before A's event */
    struct made_people apart = {
        .n = 2, .time = {1, 2}, .cause = {0, 1}, .group = {1, 0}, .causes = 2, .groups = 2, .strata = 1};
    durations = made_durations(&arena, &apart, false);
    expect_absent(gray_test(&arena, &durations, 1).chi2.absent, "at risk together");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R222: shares by way out, in fractions", curves_by_hand, NULL, NULL, NULL},
        {"R225: both their errors in fractions, and the intervals", errors_by_hand, NULL, NULL, NULL},
        {"R222: 1 - Kaplan-Meier of one of two ways is refused, and would overstate",
         the_naive_share_overstates, NULL, NULL, NULL},
        {"R225: the error is the jackknife's, person by person", the_error_is_the_jackknife, NULL, NULL,
         NULL},
        {"R222: shares add up to 1; the order of people changes nothing, doubling them halves the variance",
         shares_add_up_to_one, NULL, NULL, NULL},
        {"R222: with one way out it is Kaplan-Meier", one_way_out_is_kaplan_meier, NULL, NULL, NULL},
        {"R225: Gray's test in fractions", gray_by_hand, NULL, NULL, NULL},
        {"R225: Gray's test does not mind names, order or clocks, and strata add up", gray_keeps_its_word,
         NULL, NULL, NULL},
        {"R98: what was not followed or never happened is absent", what_cannot_be_said_is_absent, NULL, NULL,
         NULL},
    };
    return cmocka_run_group_tests_name("t_competing", tests, NULL, NULL);
}
