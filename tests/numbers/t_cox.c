#include "made_people.h"

#include "stats/cox.h"

#include "base/banned.h"

static struct cox fit(struct arena *arena, const struct made_people *made, const double *x, size_t n_terms,
                      enum cox_ties ties)
{
    struct durations durations = made_durations(arena, made, false);
    return cox_fit(arena, &durations, CAUSE_ANY, x, n_terms, ties, 0.95);
}

/* x = 0, 1, 0 leave at 1 and 2, the third is censored. With r = exp(coef) the likelihood is r / ((2 + r)(1 +
 * r)): r = sqrt 2. Information 2r/(2+r)² + r/(1+r)²; at r = 1 the score is 1/6 and the information 17/36. */
static void three_people_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct made_people made = {
        .n = 3, .time = {1, 2, 3}, .cause = {1, 1, 0}, .causes = 2, .groups = 1, .strata = 1};
    const double x[] = {0, 1, 0};
    for (enum cox_ties ties = COX_EFRON; ties <= COX_BRESLOW; ties++) {
        struct cox got = fit(&arena, &made, x, 1, ties);
        double r = sqrt(2), information = 2 * r / ((2 + r) * (2 + r)) + r / ((1 + r) * (1 + r));
        double loglik = log(r / ((2 + r) * (1 + r)));
        expect_figure(got.terms[0].coef, log(2) / 2, 1e-14);
        expect_figure(got.terms[0].ratio, r, 1e-14);
        expect_figure(got.terms[0].se, 1 / sqrt(information), 1e-14);
        expect_real(got.terms[0].interval.high, r * exp(1.959963984540054 / sqrt(information)), 1e-12);
        expect_figure(got.loglik_null, -log(6), 1e-15);
        expect_figure(got.loglik, loglik, 1e-15);
        expect_figure(got.score.chi2, 1.0 / 17, 1e-15);
        expect_figure(got.wald.chi2, log(2) / 2 * log(2) / 2 * information, 1e-14);
        expect_figure(got.lr.chi2, 2 * (loglik + log(6)), 1e-14);
        assert_int_equal(got.n_events, 2);
        assert_false(got.monotone);
    }
    arena_clear(&arena);
}

/* x = 1 and 0 leave together, another 0 is censored then. Breslow r / (2 + r)²: r = 2. Efron r / ((2 + r)(3 +
 * r)/2): r = sqrt 6. */
static void ties_by_hand(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct made_people made = {
        .n = 3, .time = {5, 5, 5}, .cause = {1, 1, 0}, .causes = 2, .groups = 1, .strata = 1};
    const double x[] = {1, 0, 0};
    struct cox efron = fit(&arena, &made, x, 1, COX_EFRON), breslow = fit(&arena, &made, x, 1, COX_BRESLOW);
    expect_figure(breslow.terms[0].coef, log(2), 1e-14);
    expect_figure(breslow.terms[0].se, sqrt(2), 1e-13);
    expect_figure(breslow.loglik, log(2.0 / 16), 1e-15);
    expect_figure(efron.terms[0].coef, log(6) / 2, 1e-14);
    expect_figure(efron.loglik_null, log(1.0 / 6), 1e-15);
    arena_clear(&arena);
}

/* Covariates that have something to do with the times. */
static void covariates_at_random(const struct made_people *made, double *x)
{
    uint64_t seed = 77;
    for (size_t i = 0; i < made->n; i++) {
        x[2 * i] = made->group[i];
        x[2 * i + 1] = made_share(&seed) + 0.01 * made->time[i];
    }
}

static void people_and_units(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made, twice;
    double x[2 * MADE_MAX], scaled[2 * MADE_MAX];
    made_at_random(&made, 150, 1, 2, 12, 21);
    covariates_at_random(&made, x);
    struct cox plain = fit(&arena, &made, x, 2, COX_EFRON);
    for (size_t i = 0; i < made.n; i++) {
        scaled[2 * i] = 1 - x[2 * i]; /* groups swapped */
        scaled[2 * i + 1] = 1e6 + 1000 * x[2 * i + 1];
    }
    struct cox other = fit(&arena, &made, scaled, 2, COX_EFRON);
    expect_figure(other.terms[0].coef, -plain.terms[0].coef.value, 1e-10);
    expect_figure(other.terms[1].coef, plain.terms[1].coef.value / 1000, 1e-12);
    expect_figure(other.terms[1].se, plain.terms[1].se.value / 1000, 1e-12);
    expect_real(other.variance[1], -plain.variance[1] / 1000, 1e-12);
    expect_real(other.variance[1] - other.variance[2], 0, 1e-15);
    expect_figure(other.lr.chi2, plain.lr.chi2.value, 1e-9);
    /* the same people as a second stratum: the same ratio, half the variance */
    twice = made_doubled(&made);
    memcpy(x + 2 * made.n, x, 2 * made.n * sizeof *x);
    for (size_t i = 0; i < twice.n; i++)
        twice.stratum[i] = i < made.n ? 0 : 2;
    struct durations strata = made_durations(&arena, &twice, true);
    struct cox both = cox_fit(&arena, &strata, 1, x, 2, COX_EFRON, 0.95);
    expect_figure(both.terms[1].coef, plain.terms[1].coef.value, 1e-11);
    expect_figure(both.terms[1].se, plain.terms[1].se.value / sqrt(2), 1e-11);
    expect_figure(both.score.chi2, 2 * plain.score.chi2.value, 1e-9);
    arena_clear(&arena);
}

static void score_test_is_the_logrank(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made;
    double x[MADE_MAX];
    made_at_random(&made, 200, 1, 2, 0, 4);
    for (size_t i = 0; i < made.n; i++)
        x[i] = made.group[i];
    struct durations durations = made_durations(&arena, &made, false);
    struct cox got = cox_fit(&arena, &durations, CAUSE_ANY, x, 1, COX_EFRON, 0.95);
    expect_figure(got.score.chi2, logrank_test(&arena, &durations, CAUSE_ANY, 0).test.chi2.value, 1e-11);
    arena_clear(&arena);
}

static void expect_monotone(const struct cox *got, size_t term, int runs_off)
{
    assert_true(got->monotone);
    assert_int_equal(got->terms[term].runs_off, runs_off);
    expect_absent(got->terms[term].coef.absent, "no finite estimate");
    expect_absent(got->loglik.absent, "no finite estimate");
    expect_absent(got->wald.p.absent, "no finite estimate");
    assert_null(got->score.p.absent);
}

static void no_finite_estimate_is_said(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made;
    double x[2 * MADE_MAX];
    made_at_random(&made, 80, 1, 2, 10, 8);
    covariates_at_random(&made, x);
    for (size_t i = 0; i < made.n; i++)
        made.cause[i] = made.cause[i] && made.group[i]; /* nobody of group 0 has the event */
    struct cox got = fit(&arena, &made, x, 2, COX_EFRON);
    expect_monotone(&got, 0, 1);
    assert_int_equal(got.terms[1].runs_off, 0);
    for (size_t i = 0; i < made.n; i++)
        x[2 * i] = -x[2 * i];
    got = fit(&arena, &made, x, 2, COX_BRESLOW);
    expect_monotone(&got, 0, -1);
    /* those with more of it always go first; together two covariates do what neither does alone */
    const struct made_people four = {
        .n = 4, .time = {1, 2, 3, 4}, .cause = {1, 1, 1, 0}, .causes = 2, .groups = 1, .strata = 1};
    const double one[] = {9, 7, 7, 1}, two[] = {1, 2, 3, -1, 0, 1, 1, -1};
    got = fit(&arena, &four, one, 1, COX_EFRON);
    expect_monotone(&got, 0, 1);
    got = fit(&arena, &four, two, 2, COX_EFRON);
    expect_monotone(&got, 0, 1);
    assert_int_equal(got.terms[1].runs_off, 1);
    arena_clear(&arena);
}

/* A strong effect is not an endless one. */
static void a_large_estimate_is_found(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made = {.n = 400, .causes = 2, .groups = 1, .strata = 1};
    double x[MADE_MAX];
    for (size_t i = 0; i < made.n; i++) {
        made.time[i] = (double)i;
        made.cause[i] = 1;
        x[i] = i < 200; /* all of group 1 first … */
    }
    struct cox endless = fit(&arena, &made, x, 1, COX_EFRON);
    assert_true(endless.monotone);
    x[300] = 1; /* … but one */
    struct cox got = fit(&arena, &made, x, 1, COX_EFRON);
    assert_false(got.monotone);
    assert_null(got.terms[0].coef.absent);
    assert_true(got.terms[0].coef.value > 3);
    /* all in order but two neighbours, and those only just out of it */
    made.n = 50;
    for (size_t i = 0; i < made.n; i++)
        x[i] = -(double)i;
    x[10] = x[11] - 0.001;
    got = fit(&arena, &made, x, 1, COX_EFRON);
    assert_false(got.monotone);
    assert_null(got.terms[0].coef.absent);
    assert_true(got.terms[0].coef.value > 5);
    arena_clear(&arena);
}

static void what_cannot_be_told_is_absent(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct made_people made;
    double x[3 * MADE_MAX];
    made_at_random(&made, 60, 1, 2, 10, 2);
    for (size_t i = 0; i < made.n; i++) {
        x[3 * i] = 0.3;
        x[3 * i + 1] = made.group[i];
        x[3 * i + 2] = 5 - 2.5 * made.group[i];
    }
    struct cox got = fit(&arena, &made, x, 3, COX_EFRON);
    expect_absent(got.terms[0].coef.absent, "does not vary");
    assert_null(got.terms[1].coef.absent);
    expect_absent(got.terms[2].se.absent, "earlier ones");
    assert_int_equal(got.lr.df, 1);
    for (size_t i = 0; i < made.n; i++)
        x[i] = 1;
    got = fit(&arena, &made, x, 1, COX_EFRON);
    expect_absent(got.score.p.absent, "does not vary");
    for (size_t i = 0; i < made.n; i++) {
        made.cause[i] = 0;
        x[i] = made.group[i];
    }
    got = fit(&arena, &made, x, 1, COX_EFRON);
    expect_absent(got.terms[0].coef.absent, "nobody had the event");
    expect_absent(got.loglik_null.absent, "nobody had the event");
    arena_clear(&arena);
}

static void not_a_number(void)
{
    struct arena arena;
    arena_init(&arena);
    const struct made_people made = {
        .n = 2, .time = {1, 2}, .cause = {1, 1}, .causes = 2, .groups = 1, .strata = 1};
    const double x[] = {1, NAN};
    fit(&arena, &made, x, 1, COX_EFRON);
}

static void missing_covariates_assert(void **state)
{
    (void)state;
    expect_abort(not_a_number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: Cox's model of three people, by hand", three_people_by_hand, NULL, NULL, NULL},
        {"R225: tied events by Efron and by Breslow, by hand", ties_by_hand, NULL, NULL, NULL},
        {"R225: units and names of groups change nothing, strata add up", people_and_units, NULL, NULL, NULL},
        {"R225: the score test of two groups is the log-rank test", score_test_is_the_logrank, NULL, NULL,
         NULL},
        {"R225: a likelihood that rises for ever is said, and which covariate", no_finite_estimate_is_said,
         NULL, NULL, NULL},
        {"R225: a large estimate is not taken for an endless one", a_large_estimate_is_found, NULL, NULL,
         NULL},
        {"R225: covariates that tell nothing, and no events", what_cannot_be_told_is_absent, NULL, NULL,
         NULL},
        {"R225: a missing covariate stops the program", missing_covariates_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_cox", tests, NULL, NULL);
}
