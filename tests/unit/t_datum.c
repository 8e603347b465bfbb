#include "case.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "rule/calendar.h"
#include "rule/datum.h"

/* A value from its text: a number in digits, a text in single quotes, or an ISO 8601 text. */
static struct datum value(const char *text)
{
    struct datum out = {.type = DATUM_number};
    struct text all = text_of(text);
    if (strcmp(text, "null") == 0)
        return datum_null();
    if (strcmp(text, "true") == 0)
        return datum_boolean(true);
    if (all.length > 1 && text[0] == '\'')
        return datum_string((struct text){text + 1, all.length - 2});
    if (!datum_read_at(all, &out) && !number_read(all, &out.number))
        fail_msg("\"%s\" is not read", text);
    return out;
}

static void assert_prints(struct datum a, const char *expected, const char *what)
{
    struct str out;
    str_init(&out);
    datum_print(&out, a);
    if (strcmp(out.at, expected) != 0)
        fail_msg("%s gives %s, not %s", what, out.at, expected);
    str_clear(&out);
}

/* Read and printed again. */
static void texts_there_and_back(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum datum_type type;
        const char *printed; /* NULL: as it was */
    } rows[] = {
        {"2000-08-31", DATUM_date, NULL},
        {"2000-02-29", DATUM_date, NULL},
        {"-2021-01-01", DATUM_date, NULL},
        {"999999999-12-31", DATUM_date, NULL},
        {"-999999999-01-01", DATUM_date, NULL},
        {"10:30:00", DATUM_time, NULL},
        {"10:30:00.120", DATUM_time, "10:30:00.12"},
        {"10:30:00Z", DATUM_time, NULL},
        {"10:30:00z", DATUM_time, "10:30:00Z"},
        {"10:30:00-00:00", DATUM_time, "10:30:00Z"},
        {"10:30:00+12:45", DATUM_time, NULL},
        {"11:59:45-02:45:55", DATUM_time, NULL},
        {"24:00:00", DATUM_time, "00:00:00"},
        {"2000-08-31T13:45:00", DATUM_date_time, NULL},
        {"2000-08-31T13:45:00.123456789+13:00", DATUM_date_time, NULL},
        {"2020-12-31T24:00:00", DATUM_date_time, "2021-01-01T00:00:00"},
        {"P1Y2M", DATUM_months, NULL},
        {"P26M", DATUM_months, "P2Y2M"},
        {"-P14M", DATUM_months, "-P1Y2M"},
        {"P0Y", DATUM_months, "P0M"},
        {"P1DT2H3M4.5S", DATUM_days, NULL},
        {"-PT0.75S", DATUM_days, NULL},
        {"-P1DT1.25S", DATUM_days, NULL},
        {"PT26H", DATUM_days, "P1DT2H"},
        {"PT1000M0.999999999S", DATUM_days, "PT16H40M0.999999999S"},
        {"P0D", DATUM_days, "PT0S"},
        {"P14D", DATUM_days, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct datum out;
        assert_true(datum_read_at(text_of(rows[i].text), &out));
        assert_int_equal(out.type, rows[i].type);
        assert_prints(out, rows[i].printed ? rows[i].printed : rows[i].text, rows[i].text);
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "foo",
        "2000-13-01",
        "2001-02-29",
        "998-12-31",
        "01211-12-31",
        "+2012-12-02",
        "2012/12/25",
        "2012-12-25T",
        "1000000000-01-01",
        "-0000-01-01",
        "2000-8-31",
        "24:00:01",
        "23:59:60",
        "00:60:00",
        "7:20",
        "07:2",
        "07:20",
        "13:20:00+5:00",
        "13:20:00-19:00",
        "13:20:00@xyz/abc",
        "10:00:00ZZ",
        "10:00:00.",
        "2000-01-01T25:00:00",
        "P",
        "PT",
        "P1",
        "1Y",
        "P1Y2D",
        "P1M1Y",
        "P1DT",
        "PT1.5H",
        "P-1D",
        "P1S",
        "PT1D",
        "P1D2H",
        "P9999999999999999999D",
        "999999999-12-31T24:00:00",
        "P1.5D",
        "--P1D",
        "PT1.S",
    };
    struct datum out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (datum_read_at(text_of(rows[i]), &out))
            fail_msg("\"%s\" is read", rows[i]);
}

/* Against base/date.h on all of its days, and at the far ends. */
static void calendars_agree(void **state)
{
    (void)state;
    for (int32_t day = DATE_MIN; day <= DATE_MAX; day++) {
        struct civil civil = date_to_civil(day);
        struct calendar_date date = calendar_of(day);
        if (date.year != civil.year || date.month != civil.month || date.day != civil.day)
            fail_msg("day %d is %lld-%d-%d", day, (long long)date.year, date.month, date.day);
        assert_int_equal(calendar_day(date), day);
    }
    static const struct calendar_date ends[] = {
        {-CALENDAR_YEAR_MAX, 1, 1}, {CALENDAR_YEAR_MAX, 12, 31}, {0, 2, 29}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct calendar_date back = calendar_of(calendar_day(ends[i]));
        assert_true(back.year == ends[i].year && back.month == ends[i].month && back.day == ends[i].day);
    }
    assert_false(calendar_holds(calendar_day(ends[0]) - 1));
    assert_false(calendar_holds(calendar_day(ends[1]) + 1));
}

/* ISO 8601's own examples and the years that begin late in the week. */
static void weeks_of_the_year(void **state)
{
    (void)state;
    static const struct {
        struct calendar_date date;
        int weekday, day_of_year, week;
    } rows[] = {
        {{2005, 1, 1}, 6, 1, 53}, {{2005, 1, 3}, 1, 3, 1},     {{2008, 12, 29}, 1, 364, 1},
        {{2010, 1, 3}, 7, 3, 53}, {{2019, 9, 17}, 2, 260, 38}, {{2020, 12, 31}, 4, 366, 53},
        {{1970, 1, 1}, 4, 1, 1},  {{-1, 12, 31}, 5, 365, 52},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t day = calendar_day(rows[i].date);
        assert_int_equal(calendar_weekday(day), rows[i].weekday);
        assert_int_equal(calendar_day_of_year(day), rows[i].day_of_year);
        assert_int_equal(calendar_week_of_year(day), rows[i].week);
    }
}

/* The C library's, day by day. */
static void weeks_are_the_librarys(void **state)
{
    (void)state;
    for (int64_t day = calendar_day((struct calendar_date){1890, 1, 1}); day < 60000; day++) {
        time_t seconds = day * 86400;
        struct tm tm;
        char expected[32], got[32];
        gmtime_r(&seconds, &tm);
        strftime(expected, sizeof expected, "%u %j %V", &tm);
        snprintf(got, sizeof got, "%d %03d %02d", calendar_weekday(day), calendar_day_of_year(day),
                 calendar_week_of_year(day));
        assert_string_equal(got, expected);
    }
}

static void in_order(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        enum datum_order order;
    } rows[] = {
        {"1", "2", DATUM_less},
        {"2.50", "2.5", DATUM_same},
        {"'b'", "'a'", DATUM_greater},
        {"'a'", "'ab'", DATUM_less},
        {"'z'", "'ā'", DATUM_less},
        {"'\xEF\xBF\xBD'", "'\xF0\x9F\x90\x8E'", DATUM_less}, /* by code point, not by UTF-16 */
        {"2000-08-31", "2000-09-01", DATUM_less},
        {"2000-08-31", "2000-08-31T00:00:00", DATUM_unordered},
        {"10:00:00Z", "11:00:00+01:00", DATUM_same},
        {"10:00:00", "10:00:00Z", DATUM_unordered},
        {"10:00:00.1", "10:00:00.2", DATUM_same}, /* whole seconds count */
        {"2002-04-02T23:00:00-04:00", "2002-04-03T02:00:00-01:00", DATUM_same},
        {"-999999999-01-01T00:00:00Z", "999999999-12-31T23:59:59Z", DATUM_less},
        {"P1D", "PT24H", DATUM_same},
        {"P1Y", "P12M", DATUM_same},
        {"P1Y", "P365D", DATUM_unordered},
        {"-PT0.5S", "PT0S", DATUM_less},
        {"1", "'1'", DATUM_unordered},
        {"true", "true", DATUM_unordered},
        {"null", "null", DATUM_unordered},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum datum_order order = datum_compare(value(rows[i].a), value(rows[i].b));
        if (order != rows[i].order)
            fail_msg("%s to %s is %d", rows[i].a, rows[i].b, order);
        order = datum_compare(value(rows[i].b), value(rows[i].a));
        assert_int_equal(order, rows[i].order == DATUM_unordered ? DATUM_unordered : -(int)rows[i].order);
    }
}

static struct datum list(size_t count, struct datum *at)
{
    return (struct datum){.type = DATUM_list, .list = {count, at}};
}

static void equal(void **state)
{
    (void)state;
    assert_true(datum_is(datum_equal(datum_null(), datum_null()), true));
    assert_true(datum_is(datum_equal(datum_null(), value("1")), false));
    assert_int_equal(datum_equal(value("1"), value("'1'")).type, DATUM_null);
    assert_true(datum_is(datum_equal(value("true"), datum_boolean(false)), false));
    assert_true(datum_is(datum_equal(value("10:00:00Z"), value("11:00:00+01:00")), true));
    assert_false(datum_identical(value("10:00:00Z"), value("11:00:00+01:00")));
    assert_true(datum_identical(value("10:00:00Z"), value("10:00:00+00:00")));
    assert_false(datum_identical(value("P0Y"), value("P0D")));
    struct datum one[] = {value("1"), value("2")}, two[] = {value("1"), value("3")},
                 mixed[] = {value("1"), value("'2'")};
    assert_true(datum_is(datum_equal(list(2, one), list(2, one)), true));
    assert_true(datum_is(datum_equal(list(2, one), list(2, two)), false));
    assert_true(datum_is(datum_equal(list(2, one), list(1, one)), false));
    assert_int_equal(datum_equal(list(2, one), list(2, mixed)).type, DATUM_null);
    assert_int_equal(datum_equal(list(0, NULL), value("0")).type, DATUM_null);
    struct datum_entry ab[] = {{text_of("a"), value("1")}, {text_of("b"), value("2")}};
    struct datum_entry ba[] = {{text_of("b"), value("2")}, {text_of("a"), value("1")}};
    struct datum_entry ac[] = {{text_of("a"), value("1")}, {text_of("c"), value("2")}};
    struct datum x = {.type = DATUM_context, .context = {2, ab}},
                 y = {.type = DATUM_context, .context = {2, ba}},
                 z = {.type = DATUM_context, .context = {2, ac}};
    assert_true(datum_is(datum_equal(x, y), true));
    assert_true(datum_is(datum_equal(x, z), false));
}

struct sum {
    const char *a, *b, *result;
};

static void rows_of(struct arena *arena, char sign, const struct sum *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct datum a = value(rows[i].a), b = value(rows[i].b), out;
        switch (sign) {
        case '+':
            out = datum_add(arena, a, b);
            break;
        case '-':
            out = datum_subtract(a, b);
            break;
        case '*':
            out = datum_multiply(a, b);
            break;
        default:
            out = datum_divide(a, b);
            break;
        }
        char what[96];
        snprintf(what, sizeof what, "%s %c %s", rows[i].a, sign, rows[i].b);
        assert_prints(out, rows[i].result, what);
    }
}

#define ROWS(sign, ...)                                                                                      \
    do {                                                                                                     \
        static const struct sum rows[] = {__VA_ARGS__};                                                      \
        rows_of(&arena, sign, rows, sizeof rows / sizeof *rows);                                             \
    } while (0)

static void sums(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    ROWS('+', {"1.2345", "2.234", "3.4685"}, {"'work '", "'record'", "work record"}, {"''", "''", ""},
         {"2000-01-31", "P1M", "2000-02-29"}, {"P1M", "2001-01-31", "2001-02-28"},
         {"2000-02-29", "P1Y", "2001-02-28"}, {"2000-08-31", "PT23H", "2000-08-31"},
         {"2000-08-31", "P1D", "2000-09-01"},
         {"2021-01-12T10:10:10+11:00", "P1DT1H", "2021-01-13T11:10:10+11:00"},
         {"-2021-01-01T10:10:10Z", "-P1M", "-2022-12-01T10:10:10Z"}, {"23:30:00", "PT1H", "00:30:00"},
         {"-PT1H", "00:30:00Z", "23:30:00Z"}, {"P1Y", "-P2M", "P10M"}, {"P1D", "-PT26H", "-PT2H"},
         {"PT0.5S", "PT0.5S", "PT1S"}, {"1", "null", "null"}, {"null", "null", "null"}, {"1", "'1'", "null"},
         {"P1Y", "P1D", "null"}, {"10:00:00", "P1M", "null"}, {"2000-01-01", "2000-01-01", "null"},
         {"999999999-12-31", "P1D", "null"}, {"999999999-12-31", "P1M", "null"}, {"true", "true", "null"},
         {"2000-01-01", "1", "null"});
    ROWS('-', {"1.1234", "-0.2345", "1.3579"}, {"2021-01-02", "1995-01-01", "P9498D"},
         {"2021-01-02T10:10:10", "2021-01-01T10:10:10", "P1D"},
         {"2021-01-02T10:10:10+01:00", "2021-01-01", "P1DT9H10M10S"},
         {"2021-01-02", "2021-01-01T10:10:10+11:00", "P1DT49M50S"},
         {"2021-01-01T00:00:00", "2021-01-02", "null"},
         {"2021-01-02T10:10:10+02:00", "2021-01-01T10:10:10", "null"}, {"10:10:10", "11:10:10", "-PT1H"},
         {"10:10:10Z", "11:10:10+02:00", "PT1H"}, {"10:10:10Z", "10:10:10", "null"},
         {"2020-03-31", "P1M", "2020-02-29"}, {"2021-01-02", "PT1H", "2021-01-01"},
         {"2021-01-02", "-PT1S", "2021-01-02"}, {"P1Y", "P2M", "P10M"}, {"P1D", "PT2H", "PT22H"},
         {"P1D", "2000-01-01", "null"}, {"10:00:00", "2000-01-01T00:00:00", "null"}, {"'a'", "'a'", "null"},
         {"P1Y", "P1D", "null"});
    ROWS('*', {"0.1", "3", "0.3"}, {"-10", "-P1D", "P10D"}, {"PT1H", "26", "P1DT2H"},
         {"-2.5", "P1Y11M", "-P4Y9M"}, {"P1D", "0", "PT0S"}, {"P1D", "0.5", "PT12H"},
         {"PT1S", "0.0000000019", "PT0.000000001S"}, {"PT1S", "-0.75", "-PT0.75S"}, {"P1D", "P1D", "null"},
         {"'2'", "2", "null"}, {"P106751991167300D", "2", "null"}, {"P768614336404564650Y", "2", "null"});
    ROWS('/', {"7", "2", "3.5"}, {"P10Y", "10", "P1Y"}, {"P1Y", "5", "P2M"}, {"P10D", "4", "P2DT12H"},
         {"P10D", "P5D", "2"}, {"P1Y", "P8M", "1.5"}, {"1", "0", "null"}, {"P10Y", "0", "null"},
         {"P10D", "P0D", "null"}, {"P10D", "P1Y", "null"}, {"10", "P1D", "null"},
         {"2000-01-01", "2000-01-01", "null"});
    arena_clear(&arena);
    assert_prints(datum_power(value("2"), value("10")), "1024", "2 ** 10");
    assert_prints(datum_power(value("P1D"), value("2")), "null", "P1D ** 2");
    assert_prints(datum_negate(value("-PT0.25S")), "PT0.25S", "-(-PT0.25S)");
    assert_prints(datum_negate(value("2000-01-01")), "null", "-date");
}

static void properties(void **state)
{
    (void)state;
    static const struct {
        const char *a, *name, *result;
    } rows[] = {
        {"2018-12-10", "year", "2018"},
        {"2018-12-10", "month", "12"},
        {"2018-12-10", "day", "10"},
        {"2018-12-10", "weekday", "1"},
        {"2018-12-10", "hour", "null"},
        {"2018-12-09T10:30:01.9", "weekday", "7"},
        {"2018-12-09T10:30:01.9", "second", "1"},
        {"10:30:00+05:00", "time offset", "PT5H"},
        {"10:30:00", "time offset", "null"},
        {"10:30:00", "timezone", "null"},
        {"P1Y2M", "years", "1"},
        {"-P1Y2M", "months", "-2"},
        {"P1Y2M", "days", "null"},
        {"P2DT20H14S", "hours", "20"},
        {"-PT1H30M1.5S", "minutes", "-30"},
        {"-PT1H30M1.5S", "seconds", "-1"},
        {"-PT0.5S", "seconds", "0"},
        {"1", "year", "null"},
        {"null", "year", "null"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_prints(datum_property(&arena, value(rows[i].a), text_of(rows[i].name)), rows[i].result,
                      rows[i].name);
    struct datum dates[] = {value("2018-12-10"), value("1"), value("2019-12-10")};
    assert_prints(datum_property(&arena, list(3, dates), text_of("year")), "[2018, null, 2019]", "list.year");
    arena_clear(&arena);
}

static struct datum range(struct datum_range *range)
{
    return (struct datum){.type = DATUM_range, .range = range};
}

static void ranges(void **state)
{
    (void)state;
    struct datum_range closed = {.low = value("2"), .high = value("4")};
    struct datum_range open = {false, END_open, END_open, value("2"), value("4")};
    struct datum_range below = {false, END_unbounded, END_open, datum_null(), value("2")};
    struct datum_range from = {.high_end = END_unbounded, .low = value("4")};
    struct datum_range other = {.except = true, .low = value("3"), .high = value("3")};
    struct datum_range unknown = {.low = value("1")};
    static const struct {
        const char *value;
        int closed, open, below, from;
    } rows[] = {
        {"1", 0, 0, 1, 0}, {"2", 1, 0, 0, 0}, {"3", 1, 1, 0, 0}, {"4", 1, 0, 0, 1}, {"5", 0, 0, 0, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct datum a = value(rows[i].value);
        assert_true(datum_is(datum_in(a, range(&closed)), rows[i].closed));
        assert_true(datum_is(datum_in(a, range(&open)), rows[i].open));
        assert_true(datum_is(datum_in(a, range(&below)), rows[i].below));
        assert_true(datum_is(datum_in(a, range(&from)), rows[i].from));
        assert_int_equal(datum_in(a, range(&unknown)).type, DATUM_null);
        assert_true(datum_is(datum_in(a, range(&other)), strcmp(rows[i].value, "3") != 0));
    }
    assert_int_equal(datum_in(value("'3'"), range(&other)).type, DATUM_null);
    assert_int_equal(datum_in(datum_null(), range(&closed)).type, DATUM_null);
    assert_int_equal(datum_in(value("'3'"), range(&closed)).type, DATUM_null);
    struct datum several[] = {value("'a'"), range(&below), value("7")};
    assert_true(datum_is(datum_in(value("1"), list(3, several)), true));
    assert_true(datum_is(datum_in(value("7"), list(3, several)), true));
    assert_true(datum_is(datum_in(value("3"), list(3, several)), false));
    assert_true(datum_is(datum_in(list(3, several), list(3, several)), true));
    assert_true(datum_is(datum_equal(range(&closed), range(&open)), false));
    assert_true(datum_is(datum_equal(range(&closed), range(&closed)), true));
}

static void written(void **state)
{
    (void)state;
    struct datum_range young = {false, END_closed, END_open, value("18"), value("25")};
    struct datum_range few = {false, END_unbounded, END_closed, datum_null(), value("2")};
    struct datum_entry entries[] = {{text_of("a"), value("'say \"yes\" \\ \n'")},
                                    {text_of("work history"), list(0, NULL)},
                                    {text_of("in"), datum_boolean(false)}};
    struct datum members[] = {value("2000-08-31"),
                              value("10:00:00Z"),
                              value("2000-08-31T10:00:00"),
                              value("P1Y"),
                              value("PT0S"),
                              value("-1.50"),
                              datum_null(),
                              range(&young),
                              range(&few),
                              {.type = DATUM_context, .context = {3, entries}}};
    struct str out;
    str_init(&out);
    datum_write(&out, list(sizeof members / sizeof *members, members));
    assert_string_equal(out.at,
                        "[date(\"2000-08-31\"), time(\"10:00:00Z\"), date and time(\"2000-08-31T10:00:00\"), "
                        "duration(\"P1Y\"), duration(\"PT0S\"), -1.5, null, [18..25), (<=2), "
                        "{a: \"say \\\"yes\\\" \\\\ \\n\", \"work history\": [], \"in\": false}]");
    str_clear(&out);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R52: dates, times and durations are read and printed", texts_there_and_back),
        CASE("R52: what is no date, time or duration is not read as one", other_texts_are_refused),
        CASE("R52: the long calendar is the short one's", calendars_agree),
        CASE("R52: weekdays, days and weeks of the year", weeks_of_the_year),
        CASE("R52: weeks and weekdays are the C library's", weeks_are_the_librarys),
        CASE("R52: values of one type have an order, of two have none", in_order),
        CASE("R52: equality is deep, and null where types differ", equal),
        CASE("R52: arithmetic of every pair of types", sums),
        CASE("R52: properties of dates, times and durations", properties),
        CASE("R52: a value lies in a range or a list, or it cannot be said", ranges),
        CASE("R52: a value is written so that it reads back", written),
    };
    return RUN(cases);
}
