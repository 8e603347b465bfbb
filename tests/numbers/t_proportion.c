#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/fisher.h"
#include "stats/proportion.h"

#include "base/banned.h"

/* The interval of Wilson at z is where (p - k/n)² = z² p(1-p)/n. At conf = P(|Z| < 1) z is 1, so 1 of 1 gives
 * the roots of (1-p)² = p(1-p): 1/2 and 1; and 1 of 2 gives 2(p - 1/2)² = p(1-p): 3p² - 3p + 1/2 = 0. */
static void wilson_by_pencil(void **state)
{
    (void)state;
    double one_sigma = 1 - 2 * 0.15865525393145707;
    struct interval all = proportion_wilson(1, 1, one_sigma), half = proportion_wilson(1, 2, one_sigma);
    expect_figure(figure_of(all.low), 0.5, 1e-14);
    expect_figure(figure_of(all.high), 1, 0);
    expect_figure(figure_of(half.low), (3 - sqrt(3)) / 6, 1e-14);
    expect_figure(figure_of(half.high), (3 + sqrt(3)) / 6, 1e-14);
    struct interval none = proportion_wilson(0, 4, one_sigma); /* 4p² = p(1-p): 0 and 1/5 */
    expect_figure(figure_of(none.low), 0, 0);
    expect_figure(figure_of(none.high), 0.2, 1e-14);
}

/* Clopper and Pearson: (1 - p)^n = alpha/2 above 0 of n, p^n = alpha/2 below n of n. Agresti and Coull at
 * z = 1: 1 of 1 is 1.5 of 2. The corrected interval of 1 of 2 at z = 1 is the plain one's end for 1/2 and for
 * 3/2 of 2: 3p² - 2p + 1/8 = 0 below. */
static void other_intervals_by_pencil(void **state)
{
    (void)state;
    double one_sigma = 1 - 2 * 0.15865525393145707;
    expect_figure(figure_of(proportion_clopper_pearson(0, 3, 0.75).high), 0.5, 1e-14);
    expect_figure(figure_of(proportion_clopper_pearson(2, 2, 0.5).low), 0.5, 1e-14);
    struct interval coull = proportion_agresti_coull(1, 1, one_sigma);
    expect_figure(figure_of(coull.low), 0.75 - sqrt(0.75 * 0.25 / 2), 1e-14);
    expect_figure(figure_of(coull.high), 0.75 + sqrt(0.75 * 0.25 / 2), 1e-14);
    expect_figure(proportion_wald_se(1, 4), sqrt(3) / 8, 1e-15);
    expect_figure(figure_of(proportion_wald(1, 4, one_sigma).high), 0.25 + sqrt(3) / 8, 1e-14);
    struct interval corrected = proportion_wilson_corrected(1, 2, one_sigma);
    expect_figure(figure_of(corrected.low), (2 - sqrt(4 - 1.5)) / 6, 1e-14);
    expect_figure(figure_of(corrected.high), 1 - corrected.low, 1e-14);
    expect_figure(difference_wald_se(1, 2, 1, 2), 0.5, 1e-15);
}

/* Wider than the plain interval, and mirrored by counting the others. */
static void careful_intervals_are_wider(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= 40; n++)
        for (int64_t k = 0; k <= n; k++) {
            struct interval plain = proportion_wilson(k, n, 0.95);
            struct interval made[] = {proportion_wilson_corrected(k, n, 0.95),
                                      proportion_clopper_pearson(k, n, 0.95)};
            struct interval others[] = {proportion_wilson_corrected(n - k, n, 0.95),
                                        proportion_clopper_pearson(n - k, n, 0.95)};
            assert_true(made[0].low <= plain.low && plain.high <= made[0].high);
            for (size_t i = 0; i < 2; i++) {
                assert_true(0 <= made[i].low && made[i].high <= 1);
                expect_figure(figure_of(made[i].low), 1 - others[i].high, 1e-13);
            }
            struct interval narrow = difference_newcombe(k, n, 3, 7, 0.95),
                            wide = difference_newcombe_corrected(k, n, 3, 7, 0.95);
            assert_true(wide.low <= narrow.low && narrow.high <= wide.high);
        }
}

static void newcombe_by_pencil(void **state)
{
    (void)state;
    double one_sigma = 1 - 2 * 0.15865525393145707;
    struct interval got = difference_newcombe(1, 1, 0, 4, one_sigma); /* arms 1/2 and 1/5 down, 0 and 0 up */
    expect_figure(figure_of(got.low), 1 - sqrt(0.25 + 0.04), 1e-14);
    expect_figure(figure_of(got.high), 1, 1e-15);
}

static void counting_the_others_mirrors(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= 40; n++)
        for (int64_t k = 0; k <= n; k++) {
            struct interval of = proportion_wilson(k, n, 0.95), others = proportion_wilson(n - k, n, 0.95);
            expect_figure(figure_of(of.low), 1 - others.high, 1e-14);
            expect_figure(figure_of(of.high), 1 - others.low, 1e-14);
            assert_true(0 <= of.low && of.low <= (double)k / (double)n && (double)k / (double)n <= of.high &&
                        of.high <= 1);
        }
}

static void swapping_the_groups_flips(void **state)
{
    (void)state;
    for (int64_t k1 = 0; k1 <= 9; k1++)
        for (int64_t k2 = 0; k2 <= 14; k2++) {
            struct interval one = difference_newcombe(k1, 9, k2, 14, 0.9),
                            two = difference_newcombe(k2, 14, k1, 9, 0.9);
            expect_figure(figure_of(one.low), -two.high, 1e-15);
            expect_figure(figure_of(one.high), -two.low, 1e-15);
            expect_figure(difference_share(k1, 9, k2, 14), -difference_share(k2, 14, k1, 9).value, 0);
            assert_true(-1 <= one.low && one.low <= one.high && one.high <= 1);
        }
}

static void nobody_is_absent(void **state)
{
    (void)state;
    expect_absent(proportion_share(0, 0).absent, "nobody was counted");
    expect_absent(proportion_wilson(0, 0, 0.95).absent, "nobody was counted");
    expect_absent(proportion_wilson_corrected(0, 0, 0.95).absent, "nobody was counted");
    expect_absent(proportion_clopper_pearson(0, 0, 0.95).absent, "nobody was counted");
    expect_absent(proportion_agresti_coull(0, 0, 0.95).absent, "nobody was counted");
    expect_absent(proportion_wald(0, 0, 0.95).absent, "nobody was counted");
    expect_absent(difference_wald(0, 0, 1, 2, 0.95).absent, "programme group");
    expect_absent(difference_newcombe_corrected(1, 2, 0, 0, 0.95).absent, "comparison group");
    expect_absent(proportion_bounds(0, 0, 0).absent, "nobody was enrolled");
    expect_absent(difference_share(0, 0, 1, 2).absent, "programme group");
    expect_absent(difference_share(1, 2, 0, 0).absent, "comparison group");
    expect_absent(difference_newcombe(0, 0, 0, 0, 0.95).absent, "either group");
    assert_null(proportion_share(0, 1).absent);
}

static void more_than_all(void)
{
    proportion_share(3, 2);
}

static void negative_count(void)
{
    difference_newcombe(-1, 2, 1, 2, 0.95);
}

static void confidence_of_two(void)
{
    proportion_wilson(1, 2, 2);
}

static void more_known_than_enrolled(void)
{
    proportion_bounds(1, 3, 2);
}

static void impossible_counts_assert(void **state)
{
    (void)state;
    expect_abort(more_than_all);
    expect_abort(negative_count);
    expect_abort(confidence_of_two);
    expect_abort(more_known_than_enrolled);
}

/* Requirements 2.7 F. */
static void lost_people_bound(void **state)
{
    (void)state;
    struct interval of19 = proportion_bounds(2, 11, 19), of38 = proportion_bounds(2, 11, 38);
    expect_figure(figure_of(of19.low), 2.0 / 19, 1e-15);
    expect_figure(figure_of(of19.high), 10.0 / 19, 1e-15);
    expect_figure(figure_of(of38.low), 0.05, 0.005);
    expect_figure(figure_of(of38.high), 0.76, 0.005);
    struct interval nobody_lost = proportion_bounds(3, 7, 7), all_lost = proportion_bounds(0, 0, 5);
    assert_true(nobody_lost.low >= nobody_lost.high && nobody_lost.low <= nobody_lost.high);
    expect_figure(figure_of(all_lost.low), 0, 0);
    expect_figure(figure_of(all_lost.high), 1, 0);
}

/* Requirements 2.7 D: counts, whole points of both intervals, the difference in tenths of a point, its
 * interval, p. */
struct line {
    int k1, n1, low1, high1, k2, n2, low2, high2;
    double points;
    int low, high;
    double p;
};

static const struct line LINES[] = {
    {2, 11, 5, 48, 11, 21, 32, 72, -34.2, -57, 1, 0.128},
    {2, 11, 5, 48, 2, 21, 3, 29, 8.7, -15, 39, 0.593},
    {4, 11, 15, 65, 4, 21, 8, 40, 17.3, -12, 48, 0.397},
    {3, 11, 10, 57, 4, 21, 8, 40, 8.2, -19, 40, 0.667},
    {0, 38, 0, 9, 2, 15, 4, 38, -13.3, -38, 0, 0.076},
    {0, 38, 0, 9, 4, 30, 5, 30, -13.3, -30, -1, 0.034},
    {0, 15, 0, 20, 2, 15, 4, 38, -13.3, -38, 9, 0.483},
    {2, 26, 2, 24, 2, 19, 3, 31, -2.8, -24, 15, 1.000},
    {1, 26, 1, 19, 1, 19, 1, 25, -1.4, -21, 14, 1.000},
    {3, 26, 4, 29, 3, 19, 6, 38, -4.3, -27, 16, 0.686},
    {3, 17, 6, 41, 5, 26, 9, 38, -1.6, -23, 24, 1.000},
    {0, 17, 0, 18, 3, 26, 4, 29, -11.5, -29, 8, 0.266},
    {3, 17, 6, 41, 8, 26, 17, 50, -13.1, -35, 14, 0.480},
    {6, 17, 17, 59, 3, 26, 4, 29, 23.8, -1, 48, 0.122},
    {8, 17, 26, 69, 15, 26, 39, 74, -10.6, -37, 18, 0.545},
};

static void expect_percent(struct interval got, int low, int high)
{
    assert_null(got.absent);
    assert_int_equal(lround(got.low * 100), low);
    assert_int_equal(lround(got.high * 100), high);
}

static void document_lines_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        const struct line *line = &LINES[i];
        expect_percent(proportion_wilson(line->k1, line->n1, 0.95), line->low1, line->high1);
        expect_percent(proportion_wilson(line->k2, line->n2, 0.95), line->low2, line->high2);
        expect_percent(difference_newcombe(line->k1, line->n1, line->k2, line->n2, 0.95), line->low,
                       line->high);
        expect_figure(difference_share(line->k1, line->n1, line->k2, line->n2), line->points / 100,
                      0.0005 + 1e-12);
        expect_figure(fisher_two_sided(line->k1, line->n1, line->k2, line->n2), line->p, 0.0005 + 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: Wilson's interval by pencil", wilson_by_pencil, NULL, NULL, NULL},
        {"R225: the other intervals by pencil", other_intervals_by_pencil, NULL, NULL, NULL},
        {"R225: intervals with a guarantee are wider, inside 0..1 and mirrored", careful_intervals_are_wider,
         NULL, NULL, NULL},
        {"R225: Newcombe's interval by pencil", newcombe_by_pencil, NULL, NULL, NULL},
        {"R225: counting the others mirrors the interval", counting_the_others_mirrors, NULL, NULL, NULL},
        {"R225: swapping the groups flips the sign", swapping_the_groups_flips, NULL, NULL, NULL},
        {"R225: a share of nobody is absent, never 0", nobody_is_absent, NULL, NULL, NULL},
        {"R225: more hits than people is our mistake, and stops", impossible_counts_assert, NULL, NULL, NULL},
        {"R223: lost people bound the share (requirements 2.7 F)", lost_people_bound, NULL, NULL, NULL},
        {"R225: the reconstructed tables of requirements 2.7 D", document_lines_agree, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_proportion", tests, NULL, NULL);
}
