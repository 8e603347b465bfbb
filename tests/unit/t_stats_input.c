#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/stats_input.h"

static const char PEOPLE[] = "id,race,weeks,treat,left,arm\n"
                             "a,white,10,1,yes,2\n"
                             "b,black,20,0,no,2\n"
                             "c,white,NA,1,yes,4\n"
                             "d,hispan,40,0,,4\n"
                             "e,,50,1,no,4\n"
                             "f,black,60,0,no,10\n";

struct desk {
    struct arena arena;
    struct err err;
    struct stats_data *data;
    char path[40];
};

static void desk_open(struct desk *desk, const char *rows)
{
    *desk = (struct desk){0};
    arena_init(&desk->arena);
    desk->data = stats_data_make(&desk->arena);
    memcpy(desk->path, "/tmp/t_stats_input.XXXXXX", 26);
    int file = mkstemp(desk->path);
    assert_true(file >= 0);
    assert_int_equal(write(file, rows, strlen(rows)), strlen(rows));
    close(file);
}

static void desk_close(struct desk *desk)
{
    unlink(desk->path);
    arena_clear(&desk->arena);
}

static bool load(struct desk *desk)
{
    return stats_load(desk->data, desk->path, &desk->err);
}

static void expect_values(const struct stats_data *data, const double *value, const double *wanted,
                          size_t count)
{
    assert_int_equal(data->n, count);
    for (size_t i = 0; i < count; i++)
        assert_true(isnan(wanted[i]) ? isnan(value[i]) : fabs(value[i] - wanted[i]) <= 0);
}

static void drops_and_counts(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PEOPLE);
    struct stats_column *weeks = stats_want(desk.data, "weeks", WANT_NUMBER);
    struct stats_column *left = stats_want(desk.data, "left", WANT_YES_NO);
    struct stats_column *race = stats_want(desk.data, "race", WANT_GROUPS);
    assert_true(load(&desk));
    assert_int_equal(desk.data->rows, 6);
    assert_int_equal(weeks->dropped, 1);
    assert_int_equal(left->dropped, 1);
    assert_int_equal(race->dropped, 1);
    expect_values(desk.data, weeks->value, (double[]){10, 20, 60}, 3);
    expect_values(desk.data, left->value, (double[]){1, 0, 0}, 3);
    expect_values(desk.data, race->value, (double[]){2, 0, 0}, 3);
    assert_string_equal(race->levels[2], "white");
    assert_int_equal(desk.data->row[2], 5);
    desk_close(&desk);
}

static void keeps_what_may_miss(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PEOPLE);
    struct stats_column *weeks = stats_want(desk.data, "weeks", WANT_NUMBER);
    weeks->may_miss = true;
    assert_true(load(&desk));
    expect_values(desk.data, weeks->value, (double[]){10, 20, NAN, 40, 50, 60}, 6);
    desk_close(&desk);
}

static void makes_indicators(void **state)
{
    (void)state;
    struct desk desk;
    struct formula formula;
    size_t count;
    desk_open(&desk, PEOPLE);
    assert_true(
        formula_read(&desk.arena, text_of("treat ~ race + weeks + factor(arm)"), &formula, &desk.err));
    struct stats_column *treat = stats_want(desk.data, "treat", WANT_TWO);
    stats_want_side(desk.data, &formula.right);
    assert_true(load(&desk));
    struct covariate *covariates = stats_covariates(desk.data, &count);
    assert_int_equal(count, 5);
    const char *names[] = {"race: hispan", "race: white", "weeks", "arm: 4",
                           "arm: 10"}; /* numbers as numbers */
    for (size_t i = 0; i < count; i++)
        assert_string_equal(covariates[i].name, names[i]);
    expect_values(desk.data, treat->value, (double[]){1, 0, 0, 0}, 4);
    expect_values(desk.data, covariates[1].value, (double[]){1, 0, 0, 0}, 4);
    expect_values(desk.data, covariates[4].value, (double[]){0, 0, 0, 1}, 4);
    desk_close(&desk);
}

static void two_groups(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PEOPLE);
    struct stats_column *race = stats_want(desk.data, "race", WANT_TWO);
    race->chosen = "white";
    assert_true(load(&desk));
    expect_values(desk.data, race->value, (double[]){1, 0, 1, 0, 0}, 5);
    assert_string_equal(race->levels[0], "not white");
    assert_string_equal(race->levels[1], "white");
    desk_close(&desk);
    desk_open(&desk, PEOPLE);
    struct stats_column *left = stats_want(desk.data, "left", WANT_TWO);
    left->chosen = "no";
    assert_true(load(&desk));
    expect_values(desk.data, left->value, (double[]){0, 1, 0, 1, 1}, 5);
    assert_string_equal(left->levels[0], "yes");
    desk_close(&desk);
}

static void parts_of_a_column(void **state)
{
    (void)state;
    struct desk desk;
    size_t n;
    desk_open(&desk, PEOPLE);
    struct stats_column *arm = stats_want(desk.data, "arm", WANT_NUMBER);
    struct stats_column *treat = stats_want(desk.data, "treat", WANT_TWO);
    assert_true(load(&desk));
    double *part = stats_part(&desk.arena, arm, treat->value, 0, desk.data->n, &n);
    assert_int_equal(n, 3);
    assert_true(part[0] + part[1] * 100 + part[2] * 10000 >= 100402 && part[2] >= 10);
    desk_close(&desk);
}

static void expect_refused(const char *rows, const char *column, enum stats_want want, const char *chosen,
                           const char *said)
{
    struct desk desk;
    desk_open(&desk, rows);
    struct stats_column *wanted = stats_want(desk.data, column, want);
    wanted->chosen = chosen;
    wanted->least = 0;
    assert_false(load(&desk));
    assert_int_equal(desk.err.kind, ERR_input);
    if (!strstr(desk.err.sentence, said))
        fail_msg("%s: %s", column, desk.err.sentence);
    desk_close(&desk);
}

static void refuses(void **state)
{
    (void)state;
    expect_refused(PEOPLE, "week", WANT_NUMBER, NULL, "did you mean \"weeks\"?");
    expect_refused(PEOPLE, "race", WANT_NUMBER, NULL, "holds text, \"white\"");
    expect_refused(PEOPLE, "race", WANT_TWO, NULL,
                   "has 3 different values, \"black\", \"hispan\" and \"white\"");
    expect_refused(PEOPLE, "race", WANT_TWO, "blue", "never holds \"blue\"");
    expect_refused(PEOPLE, "arm", WANT_YES_NO, NULL, "must hold 0 and 1");
    expect_refused("x\n5\n5\n", "x", WANT_TWO, NULL, "has one value only, \"5\"");
    expect_refused("x\n\nNA\n", "x", WANT_TWO, NULL, "is empty");
    expect_refused("x\n1\n-2\n", "x", WANT_NUMBER, NULL, "holds -2; it must be 0 or more");
    expect_refused("x\n", "x", WANT_NUMBER, NULL, "nothing under it");
    expect_refused("", "x", WANT_NUMBER, NULL, "is empty");
    expect_refused("x,y\nNA,1\n,2\n", "x", WANT_NUMBER, NULL, "lacks something");
    struct str many;
    str_init(&many);
    str_add(&many, "x\n");
    for (int i = 0; i <= STATS_LEVELS_MAX; i++)
        str_addf(&many, "%d\n", i);
    expect_refused(many.at, "x", WANT_GROUPS, NULL, "201 different values");
    str_clear(&many);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R225: a row that lacks anything is left out, and counted under what it lacks first",
             drops_and_counts),
        CASE("R225: a column that may miss keeps the row", keeps_what_may_miss),
        CASE("R229: categories become a column for each level but the first", makes_indicators),
        CASE("R229: of a group column one value is the programme and the rest the comparison", two_groups),
        CASE("R225: the values of one group are taken out in order", parts_of_a_column),
        CASE("R14: columns that do not fit are refused with what would be right", refuses),
    };
    return RUN(cases);
}
