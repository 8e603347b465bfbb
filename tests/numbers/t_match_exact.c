#include "expect.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "stats/match_exact.h"

#include "base/banned.h"

enum { FEW = 40, COLUMNS = 3 };

/* Random, but the same each time: Park & Miller 1988, CACM 31:1192-1201. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 48271 % 2147483647;
    return (uint32_t)(*seed % below);
}

static const double CUTS[] = {-0.5, 0, 1.5};

struct crowd {
    double values[COLUMNS][FEW], treat[FEW];
    struct match_column columns[COLUMNS];
    size_t n, column_count;
};

static void crowd_make(struct crowd *crowd, uint64_t *seed)
{
    crowd->n = draw(seed, FEW + 1);
    crowd->column_count = draw(seed, COLUMNS + 1);
    for (size_t k = 0; k < COLUMNS; k++) {
        for (size_t i = 0; i < crowd->n; i++)
            crowd->values[k][i] = draw(seed, 5) / 2.0 - 1;
        crowd->columns[k] =
            (struct match_column){crowd->values[k], draw(seed, 2) ? CUTS : NULL, draw(seed, 4)};
    }
    for (size_t i = 0; i < crowd->n; i++)
        crowd->treat[i] = draw(seed, 3) == 0;
}

/* As the header says it: the value itself, or the same cuts at or below both. */
static bool alike(const struct crowd *crowd, size_t one, size_t other)
{
    for (size_t k = 0; k < crowd->column_count; k++) {
        double a = crowd->values[k][one], b = crowd->values[k][other];
        const struct match_column *column = &crowd->columns[k];
        if (!column->cuts && (a < b || b < a))
            return false;
        for (size_t cut = 0; column->cuts && cut < column->cut_count; cut++)
            if ((a >= CUTS[cut]) != (b >= CUTS[cut]))
                return false;
    }
    return true;
}

struct company {
    size_t treated, controls, first;
};

static struct company company_of(const struct crowd *crowd, size_t one)
{
    struct company company = {.first = crowd->n};
    for (size_t i = crowd->n; i-- > 0;)
        if (alike(crowd, one, i)) {
            company.treated += crowd->treat[i] > 0;
            company.controls += crowd->treat[i] <= 0;
            company.first = i;
        }
    return company;
}

static double slow_distance(const struct crowd *crowd, const double *values, double *pairs)
{
    double sum = 0;
    *pairs = 0;
    for (size_t i = 0; i < crowd->n; i++)
        for (size_t j = 0; j < crowd->n; j++)
            if (crowd->treat[i] > 0 && crowd->treat[j] <= 0 && alike(crowd, i, j)) {
                sum += fabs(values[i] - values[j]);
                *pairs += 1;
            }
    return sum;
}

static void definition_agrees(void **state)
{
    (void)state;
    uint64_t seed = 1909;
    for (size_t round = 0; round < 5000; round++) {
        struct crowd crowd;
        struct arena arena;
        arena_init(&arena);
        crowd_make(&crowd, &seed);
        struct match_exact match =
            match_exact(&arena, crowd.treat, crowd.columns, crowd.column_count, crowd.n);
        double treated = 0, controls = 0, weights = 0, pairs;
        for (size_t i = 0; i < crowd.n; i++) {
            struct company company = company_of(&crowd, i);
            bool in = company.treated > 0 && company.controls > 0;
            assert_int_equal(match.first_row[i], in ? company.first : MATCH_NO_STRATUM);
            treated += in && crowd.treat[i] > 0;
            controls += in && crowd.treat[i] <= 0;
        }
        for (size_t i = 0; i < crowd.n; i++) {
            struct company company = company_of(&crowd, i);
            bool in = company.treated > 0 && company.controls > 0;
            double share = (double)company.treated / (double)company.controls * controls / treated;
            double expected = !in ? 0 : crowd.treat[i] > 0 ? 1 : share;
            assert_true(fabs(match.weights[i] - expected) < 1e-12);
            weights += crowd.treat[i] > 0 ? 0 : match.weights[i];
        }
        assert_true(fabs(weights - controls) < 1e-9);
        double sum = slow_distance(&crowd, crowd.values[0], &pairs);
        struct figure distance = match_exact_distance(&match, crowd.treat, crowd.values[0], crowd.n);
        if (pairs > 0)
            expect_figure(distance, sum / pairs, 1e-12);
        else
            expect_absent(distance.absent, "nobody");
        arena_clear(&arena);
    }
}

/* More strata than the table has room for at first. */
static void many_strata(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    static double value[MANY];
    static uint32_t stratum[MANY];
    for (size_t i = 0; i < MANY; i++)
        value[i] = (double)(i % 3000) / 7 - 100;
    struct match_column column = {.values = value};
    assert_int_equal(match_strata(&column, 1, MANY, stratum), 3000);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(stratum[i], i % 3000);
    assert_int_equal(match_strata(NULL, 0, 3, stratum), 1);
    assert_int_equal(match_strata(NULL, 0, 0, stratum), 0);
}

/* Ages 24, 25, 39, 40 with cuts at 25 and 40: a cut belongs to the bin above it. Participants 24, 25, 25 and
 * 60; controls 39, 26, 24. The stratum under 25 has 1 and 1, from 25 to 39 2 and 2, from 40 1 and none: 3
 * matched participants, 3 controls, so the weights are 1/1 and 2/2. */
static void by_pencil(void **state)
{
    (void)state;
    const double age[] = {24, 25, 25, 60, 39, 26, 24}, treat[] = {1, 1, 1, 1, 0, 0, 0}, cuts[] = {25, 40};
    const uint32_t first_row[] = {0, 1, 1, MATCH_NO_STRATUM, 1, 1, 0};
    struct arena arena;
    arena_init(&arena);
    struct match_exact match = match_exact(&arena, treat, &(struct match_column){age, cuts, 2}, 1, 7);
    assert_int_equal(match.strata, 2);
    assert_memory_equal(match.first_row, first_row, sizeof first_row);
    for (size_t i = 0; i < 7; i++)
        assert_true(match.weights[i] == (i == 3 ? 0 : 1));
    assert_int_equal(match.count.notes, MATCH_NOTE_UNDER_30 | MATCH_NOTE_UNMATCHED);
    expect_figure(match_exact_distance(&match, treat, age, 7), (0 + 14 + 1 + 14 + 1) / 5.0, 1e-15);
    const double region[] = {0.0, -0.0, 1, 1, -0.0, 2, 2};
    match = match_exact(&arena, treat, &(struct match_column){region, NULL, 0}, 1, 7);
    assert_int_equal(match.strata, 1); /* 0 and -0 are one value */
    assert_int_equal(match.count.matched_treated, 2);
    assert_true(match.weights[4] == 1);
    arena_clear(&arena);
}

static const double AGE[] = {20, 30}, SIDES[] = {1, 0}, MISSING[] = {NAN, 30}, FALLING[] = {40, 25};

static void exact_with(const double *values, const double *cuts, size_t cut_count)
{
    struct arena arena;
    arena_init(&arena);
    match_exact(&arena, SIDES, &(struct match_column){values, cuts, cut_count}, 1, 2);
    arena_clear(&arena);
}

static void value_missing(void)
{
    exact_with(MISSING, NULL, 0);
}

static void value_missing_in_bins(void)
{
    exact_with(MISSING, AGE, 2);
}

static void cuts_that_fall(void)
{
    exact_with(AGE, FALLING, 2);
}

static void impossible_columns_assert(void **state)
{
    (void)state;
    exact_with(AGE, AGE, 2);
    expect_abort(value_missing);
    expect_abort(value_missing_in_bins);
    expect_abort(cuts_that_fall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R229: exact matching on values and bins does what its definition says", definition_agrees, NULL,
         NULL, NULL},
        {"R229: thousands of strata are told apart", many_strata, NULL, NULL, NULL},
        {"R229: exact matching by pencil", by_pencil, NULL, NULL, NULL},
        {"R229: missing values and cuts out of order stop the program", impossible_columns_assert, NULL, NULL,
         NULL},
    };
    return cmocka_run_group_tests_name("t_match_exact", tests, NULL, NULL);
}
