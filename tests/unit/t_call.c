#include "case.h"

#include <locale.h>
#include <string.h>

#include "rule/function.h"
#include "rule/rule.h"

enum { TODAY = 11200 }; /* 2000-08-31 */

/* The value of an expression, in the arena; a refusal fails the test. */
static struct datum value(struct arena *arena, enum rule_mode mode, struct text expression)
{
    struct rule_options options = {.mode = mode, .any_value = true};
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    if (!rule_compile(arena, expression, &options, &rule, &where, &err))
        fail_msg(TEXT_FORMAT " is refused: %s", TEXT_ARGS(expression), err.sentence);
    struct evaluation evaluation = {.arena = arena, .today = TODAY};
    return rule_evaluate(rule, &evaluation);
}

/* Each row is true; of a row that ends with " = " and a value, that value is to the letter what is there. */
static void holds(struct arena *arena, const char *row)
{
    struct datum out = value(arena, RULE_standard, text_of(row));
    if (datum_is(out, true))
        return;
    struct str shown;
    str_init(&shown);
    datum_write(&shown, out);
    fail_msg("%s gives %s", row, shown.at);
}

static void all_hold(const char *const *rows, size_t count)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++)
        holds(&arena, rows[i]);
    arena_clear(&arena);
}

#define HOLD(...)                                                                                            \
    do {                                                                                                     \
        (void)state;                                                                                         \
        static const char *const rows[] = {__VA_ARGS__};                                                     \
        all_hold(rows, sizeof rows / sizeof *rows);                                                          \
    } while (0)

static void examples(void **state)
{
    (void)state;
    const struct function *all;
    size_t count = functions(&all);
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        if (!all[i].special && strcmp(all[i].parameters, "") != 0)
            assert_non_null(all[i].example);
        if (all[i].example)
            holds(&arena, all[i].example);
    }
    arena_clear(&arena);
}

static void rows_are_whole(void **state)
{
    (void)state;
    const struct function *all;
    size_t count = functions(&all);
    for (size_t i = 0; i < count; i++) {
        struct parameter parameters[PARAMETERS_MAX];
        size_t number = function_parameters(&all[i], parameters);
        assert_int_equal(number == 0, strcmp(all[i].parameters, "") == 0);
        bool optional = false;
        for (size_t j = 0; j < number; j++) {
            assert_true(parameters[j].name.length > 0);
            assert_non_null(strchr("snbdtDvumwlcra", parameters[j].type));
            assert_true(!parameters[j].repeated || j + 1 == number);
            assert_true(!optional || parameters[j].optional); /* what may be left out stands last */
            optional = parameters[j].optional;
        }
        assert_true(all[i].sentence[strlen(all[i].sentence) - 1] == '.');
        assert_true(strlen(all[i].of_null) > 0);
        assert_int_equal(all[i].sqlite == NULL, all[i].postgres == NULL);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(all[i].id, all[j].id);
            if (strcmp(all[i].name, all[j].name) == 0)
                assert_int_equal(j, i - 1); /* forms of one name stand together */
        }
    }
}

static void names_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        size_t length;
    } rows[] = {
        {"count(x)", "count", 5},
        {"date and time (\"2000-08-31\")", "date and time", 13},
        {"date  and\n time(x)", "date and time", 15},
        {"date(x)", "date", 4},
        {"years and months duration(a, b)", "years and months duration", 25},
        {"min", NULL, 0},
        {"min x", NULL, 0},
        {"minimum(x)", NULL, 0},
        {"(x)", NULL, 0},
        {"", NULL, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length;
        const struct function *function = function_match(text_of(rows[i].text), &length);
        assert_int_equal(length, rows[i].length);
        assert_int_equal(function == NULL, rows[i].name == NULL);
        if (function)
            assert_string_equal(function->name, rows[i].name);
    }
    assert_string_equal(function_nearest(text_of("strng length")), "string length");
    assert_null(function_nearest(text_of("weather forecast")));
}

static void strings(void **state)
{
    HOLD("substring(\"foobar\", 3) = \"obar\"", "substring(\"foobar\", 3, 3.8) = \"oba\"",
         "substring(\"foobar\", -2, 1) = \"a\"", "substring(\"foobar\", -6) = \"foobar\"",
         "substring(\"foobar\", 6, 100) = \"r\"", "substring(\"foobar\", 0) = null",
         "substring(\"foobar\", 7) = null", "substring(\"foobar\", -7) = null",
         "substring(\"foobar\", 1, 0) = null", "substring(\"foobar\", 1, -1) = null",
         "substring(\"foobar\", 1, null) = null", "substring(null, 1) = null", "substring(\"\", 1) = null",
         "substring(\"a\U0001F40Eāb\", 2, 2) = \"\U0001F40Eā\"", "substring(\"a\U0001F40Eāb\", -1) = \"b\"",
         "string length(\"\U0001F40E\") = 1", "string length(\"\") = 0", "string length(12) = null",
         "string length([\"abc\"]) = 3", "upper case(\"Māori 1\") = \"MĀORI 1\"",
         "lower case(\"ĀÉÑ\") = \"āéñ\"", "upper case(\"\") = \"\"",
         "substring before(\"foobar\", \"ob\") = \"fo\"", "substring before(\"foobar\", \"xyz\") = \"\"",
         "substring before(\"\", \"\") = \"\"", "substring before(\"\", \"a\") = \"\"",
         "substring after(\"foobar\", \"o\") = \"obar\"", "substring after(\"foobar\", \"xyz\") = \"\"",
         "substring after(\"abc\", \"\") = \"abc\"", "substring after(\"abc\", \"c\") = \"\"",
         "substring after(\"\", \"\") = \"\"", "contains(\"abc\", \"\")", "contains(\"\", \"\")",
         "contains(\"\", \"a\") = false", "contains(\"bar\", null) = null", "starts with(\"foobar\", \"\")",
         "starts with(\"foo\", \"foobar\") = false", "ends with(\"foobar\", \"bar\")",
         "ends with(\"foobar\", \"\")", "ends with(\"bar\", \"foobar\") = false",
         "ends with(\"foobar\", null) = null", "string join([\"a\", null, \"c\"], \"X\") = \"aXc\"",
         "string join([\"\", \"\"], \"-\") = \"-\"", "string join([\"a\", \"b\"], null) = \"ab\"",
         "string join([]) = \"\"", "string join(null, \"X\") = null", "string join([\"a\", 1]) = null",
         "string join([\"a\", \"b\"], 1) = null", "string join(\"a\", \"X\") = \"a\"");
}

static void numbers(void **state)
{
    HOLD("decimal(1/3, 2.5) = 0.33", "decimal(1.5, 0) = 2", "decimal(2.5, 0) = 2", "decimal(1234, -2) = 1200",
         "floor(1.56, 1) = 1.5", "floor(-1.56, 1) = -1.6", "floor(1.5, null) = null",
         "floor(1.5, \"1\") = null", "ceiling(-0.5) = 0", "round up(5.5, 6176) = 5.5",
         "round up(5.5, 6177) = null", "round up(5.5, -6112) = null", "round up(5.5, 1e300) = null",
         "round half down(5.5, 0) = 5", "round half up(-5.5, 0) = -6", "abs([-1]) = 1",
         "abs(duration(\"-P1D\")) = duration(\"P1D\")", "abs(duration(\"-P1Y\")) = duration(\"P1Y\")",
         "abs(date(\"2000-08-31\")) = null", "abs(\"-1\") = null", "modulo(-10.1, 4.5) = 3.4",
         "modulo(10, 0) = null", "modulo(10, null) = null", "sqrt(2.25) = 1.5", "sqrt(-1) = null",
         "log(0) = null", "abs(log(exp(1)) - 1) < 1e-32", "odd(-3)", "odd(2.5) = false", "even(2.5) = false",
         "even(-2)", "even(\"2\") = null", "number(\"1.000.000,01\", \".\", \",\") = 1000000.01",
         "number(\"1 000\", \" \", null) = 1000", "number(\"-12.5\", null, \".\") = -12.5",
         "number(\"1,5\", null, \".\") = null", "number(\"1.5\", null, \",\") = null",
         "number(\"1\", \"x\", \".\") = null", "number(\"1\", \".\", \".\") = null",
         "number(\"\", null, null) = null", "number(\"1\", null, \" \") = null");
}

static void lists(void **state)
{
    HOLD("list contains([1, null], null)", "list contains([1, \"2\"], 2) = false",
         "list contains(null, 1) = null", "list contains(1, 1)", "count([]) = 0", "count([null]) = 1",
         "count(7) = 1", "count(null) = null", "min(2, 1, 3) = 1", "min(\"b\", \"a\") = \"a\"",
         "max([date(\"2000-08-31\"), date(\"1999-08-31\")]) = date(\"2000-08-31\")", "max([]) = null",
         "max(null) = null", "min(1, null) = null", "min(1, \"2\") = null", "max(5) = 5", "sum(1, 2, 3) = 6",
         "sum([]) = null", "sum([0.1, 0.2]) = 0.3", "sum([1, null]) = null", "mean([1, 2]) = 1.5",
         "mean([]) = null", "mean([1, \"2\"]) = null", "all([])", "all([true, null]) = null",
         "all([false, null]) = false", "all(true, true)", "all([true, 1]) = null", "any([]) = false",
         "any([true, null])", "any([false, null]) = null", "any(false) = false", "any([true, 1]) = null",
         "all(null) = null", "sublist([1, 2, 3], 2) = [2, 3]", "sublist([1, 2, 3], -2, 1) = [2]",
         "sublist([1, 2, 3], 0) = null", "sublist([1, 2, 3], 4) = null", "sublist([1, 2, 3], 2, 3) = null",
         "append([1], null) = [1, null]", "append([[1]], [2]) = [[1], [2]]", "append(null, 1) = null",
         "concatenate([1], [[2]], []) = [1, [2]]", "concatenate([1], null) = null",
         "insert before([1, 2], 2, 9) = [1, 9, 2]", "insert before([1, 2], -1, 9) = [1, 9, 2]",
         "insert before([1, 2], 3, 9) = null", "insert before([1, 2], 0, 9) = null",
         "remove([1, 2], -1) = [1]", "remove([1, 2], 3) = null", "remove([1], 1) = []",
         "list replace([1, 2, 3], 2.5, 4) = [1, 4, 3]", "list replace([1, 2, 3], 3, null) = [1, 2, null]",
         "list replace(1, 1, 5) = [5]", "list replace([1], 2, 5) = null", "reverse([]) = []",
         "index of([1, null, 1], 1) = [1, 3]", "index of([1, null], null) = [2]", "index of([], 1) = []",
         "union([1, 1], [2, 1]) = [1, 2]", "distinct values([1, null, null, \"1\"]) = [1, null, \"1\"]",
         "flatten([[], [[1]], 2]) = [1, 2]", "product([2.5, 2, 3]) = 15", "product([1, null]) = null",
         "product([]) = null", "median([8, 2, 5, 3, 4]) = 4", "median([]) = null",
         "median([1, \"2\", 3]) = null", "stddev([47]) = null",
         "stddev([2, 4, 4, 4, 5, 5, 7, 9]) ** 2 - 32/7 < 1e-30", "mode([3, 6, 1, 9, 6, 1, 3]) = [1, 3, 6]",
         "mode([]) = []", "mode([1, null]) = null");
}

static void unknown_members(void **state)
{
    (void)state;
    static const struct {
        const char *row, *value;
    } rows[] = {
        {"list contains([1, null], 1)", "true"},
        {"list contains([1, null], 2)", "null"},
        {"list contains([1, 2], 3)", "false"},
        {"index of([1, null], 1)", "null"},
        {"count([1, null])", "2"},
        {"any([true, null])", "true"},
        {"any([false, null])", "null"},
        {"all([false, null])", "false"},
        {"all([true, null])", "null"},
        {"min([1, null])", "null"},
        {"sum([1, null])", "null"},
        {"mean([1, null])", "null"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str shown;
        str_init(&shown);
        datum_write(&shown, value(&arena, RULE_profile, text_of(rows[i].row)));
        if (strcmp(shown.at, rows[i].value) != 0)
            fail_msg("%s gives %s", rows[i].row, shown.at);
        str_clear(&shown);
    }
    arena_clear(&arena);
}

static void dates(void **state)
{
    HOLD("today() = date(\"2000-08-31\")", "now() = date and time(\"2000-08-31T00:00:00\")",
         "date(2017, 12, 31) = date(\"2017-12-31\")", "date(2017, 2, 29) = null", "date(2017, 13, 1) = null",
         "date(2017.5, 1, 1) = null", "date(1000000000, 1, 1) = null", "date(1) = null",
         "date(2017, null, 1) = null", "date(date and time(\"2000-08-31T23:00:00Z\")) = date(\"2000-08-31\")",
         "date([\"2000-08-31\"]) = date(\"2000-08-31\")",
         "string(date(-999999999, 1, 1)) = \"-999999999-01-01\"",
         "time(12, 59, 1.3, duration(\"-PT1H\")) = time(\"12:59:01.3-01:00\")",
         "is(time(11, 59, 45, null), time(\"11:59:45\"))",
         "is(time(11, 59, 45, duration(\"PT0H\")), time(\"11:59:45Z\"))", "time(24, 0, 0) = null",
         "time(11, 60, 0) = null", "time(11, 59, 60) = null", "time(11, 59, -1) = null",
         "time(11, 59, 0, duration(\"PT19H\")) = null", "time(11, 59, 0, duration(\"P1Y\")) = null",
         "is(time(date(\"2000-08-31\")), time(\"00:00:00Z\"))",
         "time(date and time(\"2000-08-31T10:20:00\")) = time(\"10:20:00\")",
         "date and time(\"2000-08-31\") = date and time(\"2000-08-31T00:00:00\")",
         "date and time(null) = null",
         "is(date and time(date and time(\"2000-08-31T10:20:00+02:00\"), time(\"09:15:30Z\")), date and "
         "time(\"2000-08-31T09:15:30Z\"))",
         "date and time(date(\"2000-08-31\"), null) = null", "duration(\"P1Y\") = duration(\"P12M\")",
         "duration(\"1Y\") = null",
         "years and months duration(date(\"2013-08-24\"), date(\"2011-12-22\")) = duration(\"-P1Y8M\")",
         "years and months duration(date(\"2000-01-31\"), date(\"2000-02-29\")) = duration(\"P0M\")",
         "years and months duration(date(\"2000-02-29\"), date(\"2001-02-28\")) = duration(\"P11M\")",
         "years and months duration(date(\"2000-08-31\"), null) = null",
         "day of week(date(\"2000-08-31\")) = \"Thursday\"", "day of year(date(\"2000-12-31\")) = 366",
         "month of year(date and time(\"2000-08-31T00:00:00\")) = \"August\"",
         "week of year(date(\"2000-08-31\")) = 35", "day of week(\"2000-08-31\") = null");
}

static void conversions(void **state)
{
    HOLD("string(null) = null", "string(1.10) = \"1.1\"", "string(true) = \"true\"", "string(\"a\") = \"a\"",
         "string(duration(\"PT90M\")) = \"PT1H30M\"", "string([1, \"a\", null]) = \"[1, \\\"a\\\", null]\"",
         "string({a: 1}) = \"{a: 1}\"", "string([1..2)) = \"[1..2)\"", "range(\"(18..21[\") = (18..21)",
         "range(\"[\\\"a\\\"..\\\"c\\\"]\") = [\"a\"..\"c\"]", "range(\"[1.5..2.5]\") = [1.5..2.5]",
         "range(\"[-2..-1]\") = [-2..-1]", "range(\" [ 1 .. 2 ] \") = [1..2]",
         "range(\"[@\\\"2000-01-01\\\"..date(\\\"2000-08-31\\\")]\") = "
         "[date(\"2000-01-01\")..date(\"2000-08-31\")]",
         "range(\"[1..]\") = null", "range(\"[..2]\") = null", "range(\"[2..1]\") = null",
         "range(\"[1..\\\"b\\\"]\") = null", "range(\"[null..null]\") = null", "range(\">=10\") = null",
         "range(\"[]\") = null", "range(\"..\") = null", "range(\"[..]\") = null", "range(\"\") = null",
         "not(null) = null", "not(1) = null", "is(null, null)", "is([1], [1])", "is({a: 1}, {a: 1.0})",
         "is(1, \"1\") = false", "get value({a: {b: 2}}, [\"a\", \"b\"]) = 2",
         "get value({a: 1}, \"b\") = null", "get value(null, \"a\") = null", "get value({a: 1}, []) = null",
         "get entries({}) = []", "context([{key: \"a\", value: 1}, {key: \"a\", value: 2}]) = null",
         "context([{key: \"a\"}]) = null", "context([]) = {}");
}

static void read_back(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "null",
        "true",
        "-1.5",
        "1/3",
        "1e6000",
        "123e-6000",
        "\"say \\\"yes\\\" \\\\ \\n\\t\\u0001 M\u0101ori\"",
        "date(\"-2000-02-29\")",
        "date(999999999, 12, 31)",
        "time(\"10:00:00.5-02:45:55\")",
        "date and time(\"2000-08-31T24:00:00Z\")",
        "duration(\"-P1DT0.000000001S\")",
        "duration(\"-P14M\")",
        "duration(\"P0D\")",
        "duration(\"P0M\")",
        "[]",
        "[1, [\"a\", null], {}]",
        "{a: 1, \"work history\": [], \"\": 0, \"if\": {\"1\": 2}, \"say \\\"x\\\"\": 3}",
        "[1..2)",
        "(\"a\"..\"b\"]",
        "(<=2)",
        "(>date(\"2000-08-31\"))",
        "(!=3)",
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct datum a = value(&arena, RULE_standard, text_of(rows[i]));
        struct str text;
        str_init(&text);
        datum_write(&text, a);
        struct datum b = value(&arena, RULE_standard, text_of(text.at));
        if (!datum_identical(a, b))
            fail_msg("%s is written %s", rows[i], text.at);
        str_clear(&text);
    }
    arena_clear(&arena);
}

/* A list of 2 ** 15 texts with 2 ** 17 bytes between them; 1,000 different numbers often over. */
static void bounded(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str text;
    str_init(&text);
    str_add(&text, "{t0: [\"a\"], d0: \"a\"");
    for (int i = 1; i <= 17; i++)
        str_addf(&text, ", d%d: d%d + d%d", i, i - 1, i - 1);
    for (int i = 1; i <= 15; i++)
        str_addf(&text, ", t%d: concatenate(t%d, t%d)", i, i - 1, i - 1);
    str_add(&text, ", j: string join(t15, d17), k: string length(string join(t15, d6)), out: j = null and k "
                   "= 65 * 2 ** 15 - 64}.out");
    holds(&arena, text.at);
    str_cut(&text, 0);
    str_add(&text, "{t0: [0");
    for (int i = 1; i < 1000; i++)
        str_addf(&text, ",%d", i);
    str_add(&text, "], once: count(distinct values(t0))");
    for (int i = 1; i <= 6; i++)
        str_addf(&text, ", t%d: concatenate(t%d, t%d)", i, i - 1, i - 1);
    str_add(&text, ", u: distinct values(t6), out: once = 1000 and u = null}.out");
    holds(&arena, text.at);
    str_clear(&text);
    arena_clear(&arena);
}

/* Each of Allen's relations on ranges that differ by one end or by whether it belongs. */
static void range_relations(void **state)
{
    HOLD("before(1, 2)", "before(2, 1) = false", "before(1, (1..2])", "before(1, [1..2]) = false",
         "before([1..2), 2)", "before([1..2), [2..3])", "before([1..2], (2..3])",
         "before([1..2], [2..3]) = false", "before((<1), 1)", "before((>1), 9) = false", "after(3, [1..2])",
         "after([2..3], [1..2))", "after([2..3], [1..2]) = false", "meets([1..5], [5..9])",
         "meets([1..5), [5..9]) = false", "meets([1..5], (5..9]) = false", "met by([5..9], [1..5])",
         "met by((5..9], [1..5]) = false", "overlaps([1..5], [5..9])", "overlaps([1..5), [5..9]) = false",
         "overlaps([1..9], [3..4])", "overlaps([6..9], [1..5]) = false", "overlaps before([1..5], [3..8])",
         "overlaps before([1..5], [5..8])", "overlaps before([1..5), [5..8]) = false",
         "overlaps before([1..5], (1..5])", "overlaps before([1..5], (1..5)) = false",
         "overlaps before([1..5], [1..5]) = false", "overlaps before([1..5), (1..5])",
         "overlaps after([3..8], [1..5])", "overlaps after((1..5], [1..5))",
         "overlaps after((1..5], [1..6]) = false", "finishes(5, [1..5])", "finishes(5, [1..5)) = false",
         "finishes([3..5), [1..5))", "finishes([3..5], [1..5)) = false", "finishes((1..5], [1..5])",
         "finishes([1..5], (1..5]) = false", "finished by([1..5], (3..5])", "includes([1..5], 1)",
         "includes((1..5], 1) = false", "includes([1..5], (1..5))", "includes((1..5), [1..5]) = false",
         "includes((>1), 9)", "during((1..5), [1..5])", "during([1..5], (1..5)) = false", "starts(1, [1..5])",
         "starts(1, (1..5]) = false", "starts([1..3], [1..5])", "starts((1..3], [1..5]) = false",
         "starts([1..5], [1..5))  = false", "started by([1..5], 1)", "started by((1..5], (1..5))",
         "coincides(1, 1)", "coincides([1..5], [1..5])", "coincides([1..5], [1..5)) = false",
         "coincides(1, [1..1]) = null", "before(1, \"2\") = null", "before(null, 1) = null",
         "meets(1, [1..5]) = null",
         "before(date(\"2000-01-01\"), [date(\"2000-02-01\")..date(\"2000-03-01\")])");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R52: each function's example holds", examples),
        CASE("R52: each function's row is whole", rows_are_whole),
        CASE("R52: a function is found by its longest name, and by a near one", names_are_found),
        CASE("R52: strings are counted in characters", strings),
        CASE("R52: functions of numbers", numbers),
        CASE("R52: functions of lists", lists),
        CASE("R52: what is not recorded in a list leaves the answer open", unknown_members),
        CASE("R52: functions of dates, the day being a parameter", dates),
        CASE("R52: conversions and contexts", conversions),
        CASE("R52: what is written reads back as the same", read_back),
        CASE("R52: no function takes all memory or time", bounded),
        CASE("R52: how ranges lie to each other", range_relations),
    };
    return RUN(cases);
}
