#include "made_people.h"

#include <stdlib.h>

#include "stats/sort_doubles.h"

#include "base/banned.h"

enum { MANY = 20000, KINDS = 6 };

static double number_of_kind(int kind, size_t i, uint64_t *seed)
{
    double share = made_share(seed);
    switch (kind) {
    case 0: /* all over the scale, both signs */
        return ldexp(share - 0.5, made_code(seed, 2000) - 1000);
    case 1: /* scores */
        return share;
    case 2: /* weeks */
        return floor(share * 100);
    case 3: /* a few far apart, and around each of them many that differ in their last bits only */
        return ldexp(1 + floor(share * 65536) * 0x1p-52, made_code(seed, 2) * 300 - 150);
    case 4: /* descending */
        return -(double)i;
    default:
        return 0.1;
    }
}

/* Ascending, and of equals the one that stood first. */
static void expect_sorted(const double *x, size_t n)
{
    uint32_t *order = calloc(n, sizeof *order);
    double *sorted = calloc(n, sizeof *sorted), *room = calloc(n, sizeof *room);
    assert_true(order && sorted && room);
    memcpy(sorted, x, n * sizeof *x);
    sort_doubles(sorted, room, n);
    order_doubles(x, n, order);
    for (size_t i = 0; i < n; i++) {
        assert_true(order[i] < n && x[order[i]] >= sorted[i] && x[order[i]] <= sorted[i]);
        if (i == 0)
            continue;
        assert_true(sorted[i - 1] <= sorted[i]);
        if (sorted[i - 1] >= sorted[i])
            assert_true(order[i - 1] < order[i]); /* nobody stands there twice either */
    }
    free(order);
    free(sorted);
    free(room);
}

static void orders_hold(void **state)
{
    (void)state;
    uint64_t seed = 1;
    double *x = calloc(MANY, sizeof *x);
    assert_non_null(x);
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < MANY; i++)
            x[i] = number_of_kind(kind, i, &seed);
        for (size_t n = 1; n <= MANY; n = n * 3 + 1)
            expect_sorted(x, n);
        expect_sorted(x, MANY);
    }
    free(x);
}

static void not_a_number(void)
{
    const double x[] = {1, NAN};
    uint32_t order[2];
    order_doubles(x, 2, order);
}

static void a_missing_number_asserts(void **state)
{
    (void)state;
    expect_abort(not_a_number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R225: numbers of every kind are put in order, equals keep theirs", orders_hold, NULL, NULL, NULL},
        {"R225: a missing number stops the program", a_missing_number_asserts, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_sort_doubles", tests, NULL, NULL);
}
