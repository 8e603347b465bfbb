#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/logistic.h"

#include "base/banned.h"

static struct logistic fit(struct arena *arena, size_t rows, const double *y, size_t count,
                           const double *const *columns, const double *weight)
{
    static const char *const NAMES[] = {"x1", "x2", "x3", "x4"};
    struct covariate covariates[4] = {{0}};
    struct logistic logistic;
    for (size_t i = 0; i < count; i++)
        covariates[i] = (struct covariate){NAMES[i], columns[i]};
    logistic_fit(&logistic, arena,
                 &(struct logistic_input){.rows = rows,
                                          .y = y,
                                          .covariates = covariates,
                                          .count = count,
                                          .weight = weight,
                                          .firth = LOGISTIC_FIRTH_ALWAYS});
    assert_int_equal(logistic.count, count + 1);
    return logistic;
}

static const double X[] = {0, 0, 0, 0, 1, 1, 1, 1, 1}, Y[] = {0, 1, 0, 0, 1, 1, 0, 1, 0};
static const double *const ONE[] = {X};

/* Of x = 0 one of 4 took part, of x = 1 three of 5: the constant is log 1/3, the coefficient log of (3/2) /
 * (1/3), its squared standard error 1 + 1/3 + 1/3 + 1/2. Firth's adds half a person to each cell. Of 4 * 5
 * pairs the one is higher in 3 * 3 and ties in 1 * 3 + 3 * 2. */
static void table_by_pencil(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct logistic got = fit(&arena, 9, Y, 1, ONE, NULL);
    double loss = -(log(0.25) + 3 * log(0.75) + 3 * log(0.6) + 2 * log(0.4));
    assert_int_equal(got.state, LOGISTIC_FITTED);
    assert_int_equal(got.ones, 4);
    expect_figure(got.coefficients[0].estimate, log(1.0 / 3), 1e-14);
    expect_figure(got.coefficients[1].estimate, log(4.5), 1e-14);
    expect_figure(got.coefficients[1].se, sqrt(1 + 2.0 / 3 + 0.5), 1e-13);
    expect_figure(got.coefficients[0].se, sqrt(4.0 / 3), 1e-13);
    expect_figure(got.coefficients[1].firth, log(3.5 / 2.5 / (1.5 / 3.5)), 1e-12);
    expect_figure(got.deviance, 2 * loss, 1e-13);
    expect_figure(got.loglik, -loss, 1e-13);
    expect_figure(got.aic, 2 * loss + 4, 1e-13);
    expect_figure(got.null_deviance, -2 * (4 * log(4.0 / 9) + 5 * log(5.0 / 9)), 1e-13);
    expect_figure(got.auc, 13.5 / 20, 1e-15);
    expect_figure(figure_of(got.share[1]), 0.25, 1e-14);
    expect_figure(figure_of(got.share[8]), 0.6, 1e-14);
    assert_int_equal(got.note_count, 0);
    arena_clear(&arena);
}

static void weights_are_people(void **state)
{
    (void)state;
    const double x[] = {1, 4, 2, 6, 3, 5}, y[] = {0, 1, 1, 1, 0, 0}, w[] = {2, 1, 3, 1, 0, 2};
    const double many_x[] = {1, 1, 4, 2, 2, 2, 6, 5, 5}, many_y[] = {0, 0, 1, 1, 1, 1, 1, 0, 0};
    struct arena arena;
    arena_init(&arena);
    struct logistic got = fit(&arena, 6, y, 1, (const double *const[]){x}, w),
                    many = fit(&arena, 9, many_y, 1, (const double *const[]){many_x}, NULL);
    assert_int_equal(got.used, 5);
    assert_int_equal(got.unweighted, 1);
    for (size_t i = 0; i < 2; i++) {
        expect_figure(got.coefficients[i].estimate, many.coefficients[i].estimate.value, 1e-12);
        expect_figure(got.coefficients[i].se, many.coefficients[i].se.value, 1e-12);
    }
    expect_figure(got.deviance, many.deviance.value, 1e-12);
    expect_figure(got.null_deviance, many.null_deviance.value, 1e-12);
    expect_figure(got.aic, many.aic.value, 1e-12);
    assert_true(!isnan(got.line[4])); /* weighs nothing, but has a score */
    arena_clear(&arena);
}

static void expect_separated(const struct logistic *got, enum logistic_state state, const char *named)
{
    char seen[64] = "";
    assert_int_equal(got->state, state);
    for (size_t i = 1; i < got->count; i++)
        if (got->coefficients[i].separates)
            snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s ", got->coefficients[i].name);
    assert_string_equal(seen, named);
    expect_absent(got->coefficients[1].estimate.absent, "no finite maximum");
    expect_absent(got->deviance.absent, "told");
    assert_int_equal(got->note_count, 1);
    assert_null(got->coefficients[1].firth.absent);
    assert_true(!isnan(got->line[0]));
}

static void separation_is_found_and_named(void **state)
{
    (void)state;
    const double y[] = {0, 0, 0, 0, 1, 1, 1, 1}, up[] = {1, 2, 3, 4, 5, 6, 7, 8},
                 z[] = {3, 1, 4, 1, 5, 2, 2, 3};
    const double edge[] = {1, 2, 3, 4, 4, 6, 7, 8}, down[] = {9, 8, 9, 7, 1, 2, 3, 4};
    const double one[] = {0, 4, 1, 3, 2, 6, 1, 7}, other[] = {3, -1, 1, 0, 4, -1, 5, 0}; /* their sum tells */
    struct arena arena;
    arena_init(&arena);
    struct logistic got = fit(&arena, 8, y, 2, (const double *const[]){z, up}, NULL);
    expect_separated(&got, LOGISTIC_SEPARATED, "x2 ");
    got = fit(&arena, 8, y, 2, (const double *const[]){down, z}, NULL);
    expect_separated(&got, LOGISTIC_SEPARATED, "x1 ");
    got = fit(&arena, 8, y, 1, (const double *const[]){edge}, NULL);
    expect_separated(&got, LOGISTIC_PARTLY_SEPARATED, "x1 ");
    got = fit(&arena, 8, y, 2, (const double *const[]){one, other}, NULL);
    expect_separated(&got, LOGISTIC_SEPARATED, "x1 x2 ");
    arena_clear(&arena);
}

enum { MANY = 6000 };

/* Three people of thousands have something that only participants have. */
static void a_rare_mark_separates(void **state)
{
    (void)state;
    double *room = calloc(3 * MANY, sizeof *room), *y = room, *x = room + MANY, *mark = room + 2 * MANY;
    uint64_t seed = 7;
    for (size_t i = 0; i < MANY; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        x[i] = (double)(seed >> 40) / 1e6;
        y[i] = (double)(seed >> 33 & 3) > x[i] / 8;
        mark[i] = i % 2000 == 1;
        y[i] = mark[i] > 0.5 ? 1 : y[i];
    }
    struct arena arena;
    arena_init(&arena);
    struct logistic got = fit(&arena, MANY, y, 2, (const double *const[]){x, mark}, NULL);
    assert_int_equal(got.state, LOGISTIC_PARTLY_SEPARATED);
    assert_false(got.coefficients[1].separates);
    assert_true(got.coefficients[2].separates);
    assert_true(got.coefficients[2].firth.value > 0.5 && got.coefficients[2].firth.value < 10);
    size_t first = 0; /* the first who did not take part has it too */
    while (y[first] > 0.5)
        first++;
    mark[first] = 1;
    got = fit(&arena, MANY, y, 2, (const double *const[]){x, mark}, NULL);
    assert_int_equal(got.state, LOGISTIC_FITTED);
    arena_clear(&arena);
    free(room);
}

/* People in another order, groups swapped, units changed; people alike have the same bits wherever they
 * stand. */
static void order_swaps_and_units(void **state)
{
    (void)state;
    double *room = calloc(8 * MANY, sizeof *room), *y = room, *a = room + MANY, *b = room + 2 * MANY,
           *back = room + 3 * MANY, *units = room + 6 * MANY;
    uint64_t seed = 99;
    for (size_t i = 0; i < MANY; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        a[i] = (double)(seed >> 56);
        b[i] = (double)(seed >> 30 & 15);
        y[i] = (double)(seed >> 20 & 255) < a[i] / 2 + 4 * b[i];
        units[i] = 1e6 + a[i] / 1000;
        units[MANY + i] = 1 - y[i];
    }
    for (size_t i = 0; i < MANY; i++) {
        back[i] = y[MANY - 1 - i];
        back[MANY + i] = a[MANY - 1 - i];
        back[2 * MANY + i] = b[MANY - 1 - i];
    }
    struct arena arena;
    arena_init(&arena);
    struct logistic got = fit(&arena, MANY, y, 2, (const double *const[]){a, b}, NULL),
                    turned = fit(&arena, MANY, back, 2, (const double *const[]){back + MANY, back + 2 * MANY},
                                 NULL),
                    swapped = fit(&arena, MANY, units + MANY, 2, (const double *const[]){a, b}, NULL),
                    scaled = fit(&arena, MANY, y, 2, (const double *const[]){units, b}, NULL);
    for (size_t i = 0; i < 3; i++) {
        double value = got.coefficients[i].estimate.value, se = got.coefficients[i].se.value;
        expect_figure(turned.coefficients[i].estimate, value, 1e-12);
        expect_figure(swapped.coefficients[i].estimate, -value, 1e-12);
        expect_figure(turned.coefficients[i].se, se, 1e-12);
    }
    expect_figure(swapped.auc, got.auc.value, 1e-12);
    expect_figure(scaled.coefficients[2].estimate, got.coefficients[2].estimate.value, 1e-9);
    expect_figure(scaled.coefficients[2].se, got.coefficients[2].se.value, 1e-10);
    for (size_t i = 0; i < MANY; i++)
        for (size_t j = i + 1; j < MANY && j < i + 500; j++)
            if (a[i] == a[j] && b[i] == b[j])
                assert_memory_equal(&got.line[i], &got.line[j], sizeof(double));
    arena_clear(&arena);
    free(room);
}

/* The cube of a year is far from a straight line in 1900 … 2000 but close to one in these units. */
static void terms_that_lie_close(void **state)
{
    (void)state;
    enum { N = 400 };
    double raw[3][N], plain[3][N], y[N];
    for (size_t i = 0; i < N; i++) {
        double year = 1960 + (double)(i % 61), t = (year - 1990) / 30;
        for (size_t power = 0; power < 3; power++) {
            raw[power][i] = power == 0 ? year : raw[power - 1][i] * year;
            plain[power][i] = power == 0 ? t : plain[power - 1][i] * t;
        }
        y[i] = (double)(i * 7919 % 100) < 50 + 30 * t - 20 * t * t * t;
    }
    struct arena arena;
    arena_init(&arena);
    struct logistic close = fit(&arena, N, y, 3, (const double *const[]){raw[0], raw[1], raw[2]}, NULL),
                    far = fit(&arena, N, y, 3, (const double *const[]){plain[0], plain[1], plain[2]}, NULL);
    assert_int_equal(close.rank, 4);
    expect_figure(close.deviance, far.deviance.value, 1e-8);
    expect_figure(close.coefficients[3].z, far.coefficients[3].z.value, 1e-5);
    arena_clear(&arena);
}

static void what_does_not_exist_is_absent(void **state)
{
    (void)state;
    const double twice[] = {0, 0, 0, 0, 2, 2, 2, 2, 2}, ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1},
                 hole[] = {NAN, 0, 1};
    double some_x[9], some_y[9];
    struct arena arena;
    arena_init(&arena);
    struct logistic got = fit(&arena, 9, Y, 2, (const double *const[]){X, twice}, NULL);
    assert_int_equal(got.rank, 2);
    expect_absent(got.coefficients[2].estimate.absent, "make this one up");
    expect_absent(got.coefficients[2].firth.absent, "make this one up");
    expect_figure(got.coefficients[1].estimate, log(4.5), 1e-14);
    assert_int_equal(got.note_count, 1);
    got = fit(&arena, 9, ones, 1, ONE, NULL);
    assert_int_equal(got.state, LOGISTIC_ONE_GROUP);
    expect_absent(got.coefficients[1].estimate.absent, "everybody took part");
    assert_true(isnan(got.line[0]));
    expect_absent(fit(&arena, 0, NULL, 0, NULL, NULL).auc.absent, "nobody was counted");
    expect_absent(fit(&arena, 1, hole, 1, (const double *const[]){hole}, NULL).deviance.absent, "nobody");
    memcpy(some_x, X, sizeof X);
    memcpy(some_y, Y, sizeof Y);
    some_x[0] = some_y[4] = NAN;
    got = fit(&arena, 9, some_y, 1, (const double *const[]){some_x}, NULL);
    assert_int_equal(got.dropped, 2);
    assert_int_equal(got.used, 7);
    assert_true(isnan(got.line[0]) && isnan(got.line[4]) && isnan(got.share[4]));
    expect_figure(got.coefficients[0].estimate, log(0.5), 1e-14);
    assert_non_null(strstr(got.notes[0], "2 of 9 people"));
    arena_clear(&arena);
}

static void a_third_answer(void)
{
    const double y[] = {0, 1, 2};
    struct arena arena;
    arena_init(&arena);
    fit(&arena, 3, y, 0, NULL, NULL);
}

static void impossible_arguments_assert(void **state)
{
    (void)state;
    expect_abort(a_third_answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R220: a table by pencil", table_by_pencil, NULL, NULL, NULL},
        {"R220: whole weights are people, 0 is nobody", weights_are_people, NULL, NULL, NULL},
        {"R220: separation is found, whole and in part, and its columns named", separation_is_found_and_named,
         NULL, NULL, NULL},
        {"R220: a mark that three of thousands have separates", a_rare_mark_separates, NULL, NULL, NULL},
        {"R220: order, swaps and units; people alike have the same bits", order_swaps_and_units, NULL, NULL,
         NULL},
        {"R220: terms that lie close together lose no digits that matter", terms_that_lie_close, NULL, NULL,
         NULL},
        {"R220: aliased, one group, nobody and the missing are said", what_does_not_exist_is_absent, NULL,
         NULL, NULL},
        {"house: an answer besides 0 and 1 stops the program", impossible_arguments_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_logistic", tests, NULL, NULL);
}
