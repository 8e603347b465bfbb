#include "case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

static void assert_prints(int32_t date, const char *expected)
{
    struct str out;
    str_init(&out);
    date_print(&out, date);
    assert_string_equal(out.at, expected);
    str_clear(&out);
}

static int32_t day(const char *text)
{
    int32_t date = 0;
    struct err err = {0};
    assert_true(date_parse(text_of(text), &date, &err));
    assert_int_equal(err.kind, ERR_none);
    return date;
}

static void refuses(const char *text, const char *offer)
{
    int32_t date = 12345;
    struct err err = {0};
    assert_false(date_parse(text_of(text), &date, &err));
    assert_int_equal(err.kind, ERR_input);
    assert_int_equal(date, 12345);
    if (!strstr(err.sentence, offer))
        fail_msg("\"%s\" is answered with \"%s\", which does not offer \"%s\"", text, err.sentence, offer);
}

/* The C library's calendar, day by day: 1600 to 2400 holds every kind of century, before and after 1970. */
static void agrees_with_timegm(void **state)
{
    (void)state;
    struct tm first = {.tm_year = 1600 - 1900, .tm_mday = 1},
              last = {.tm_year = 2400 - 1900, .tm_mon = 11, .tm_mday = 31};
    time_t from = timegm(&first) / 86400, to = timegm(&last) / 86400;
    assert_int_equal(to - from + 1, 801 * 365 + 195); /* 195 leap years from 1600 to 2400 */
    for (time_t i = from; i <= to; i++) {
        struct tm expected;
        time_t seconds = i * 86400;
        gmtime_r(&seconds, &expected);
        struct civil civil = date_to_civil((int32_t)i);
        assert_int_equal(civil.year, expected.tm_year + 1900);
        assert_int_equal(civil.month, expected.tm_mon + 1);
        assert_int_equal(civil.day, expected.tm_mday);
        assert_int_equal(date_from_civil(civil), i);
    }
}

static void whole_range_there_and_back(void **state)
{
    (void)state;
    struct str out;
    str_init(&out);
    for (int32_t date = DATE_MIN; date <= DATE_MAX; date++) {
        int32_t again = 0;
        struct err err = {0};
        str_cut(&out, 0);
        date_print(&out, date);
        assert_int_equal(out.length, 10);
        assert_true(date_parse(str_text(&out), &again, &err));
        assert_int_equal(again, date);
    }
    str_clear(&out);
    assert_prints(DATE_MIN, "0001-01-01");
    assert_prints(DATE_MAX, "9999-12-31");
    assert_prints(0, "1970-01-01");
    assert_prints(-1, "1969-12-31");
}

static void days_in_month(void **state)
{
    (void)state;
    for (int year = 1; year <= 2400; year++)
        for (int month = 1; month <= 12; month++) {
            struct civil next =
                month == 12 ? (struct civil){year + 1, 1, 1} : (struct civil){year, month + 1, 1};
            int32_t length = date_from_civil(next) - date_from_civil((struct civil){year, month, 1});
            assert_int_equal(date_days_in_month(year, month), length);
        }
    assert_int_equal(date_days_in_month(2000, 2), 29);
    assert_int_equal(date_days_in_month(1900, 2), 28);
    assert_int_equal(date_days_in_month(2004, 2), 29);
    assert_int_equal(date_days_in_month(2001, 2), 28);
}

static void months_clamp(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        {"2000-01-31", 1, "2000-02-29"},  {"2001-01-31", 1, "2001-02-28"},    {"2000-01-31", 3, "2000-04-30"},
        {"2000-02-29", 12, "2001-02-28"}, {"2000-02-29", 48, "2004-02-29"},   {"2000-08-31", 6, "2001-02-28"},
        {"2000-03-31", -1, "2000-02-29"}, {"2000-01-15", -1, "1999-12-15"},   {"2000-12-31", 1, "2001-01-31"},
        {"2000-12-01", 12, "2001-12-01"}, {"1970-01-31", -11, "1969-02-28"},  {"2000-05-05", 0, "2000-05-05"},
        {"0001-01-31", 1, "0001-02-28"},  {"2000-06-30", -1200, "1900-06-30"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_prints(date_add_months(day(rows[i].from), rows[i].months), rows[i].to);
}

static void months_there_and_back(void **state)
{
    (void)state;
    for (int32_t date = day("1999-01-01"); date <= day("2004-12-31"); date++)
        for (int months = -30; months <= 30; months++) {
            struct civil before = date_to_civil(date), after = date_to_civil(date_add_months(date, months));
            assert_int_equal(after.year * 12 + after.month, before.year * 12 + before.month + months);
            int last = date_days_in_month(after.year, after.month);
            assert_int_equal(after.day, before.day < last ? before.day : last);
        }
}

static void refusals_offer_what_is_right(void **state)
{
    (void)state;
    refuses("31/08/2000", "2000-08-31");
    refuses("31.8.2000", "2000-08-31");
    refuses("1-8-2000", "2000-08-01");
    refuses("2000-02-30", "2000-02-29");
    refuses("2001-02-29", "2001-02-28");
    refuses("2000-04-31", "2000-04-30");
    refuses("1900-02-29", "1900-02-28");
    refuses("31/02/2000", "YYYY-MM-DD");
    refuses("2000-13-01", "2000-01-13");
    refuses("2000-31-04", "YYYY-MM-DD"); /* swapped, it is no day either */
    refuses("2000-00-10", "YYYY-MM-DD");
    refuses("2000-01-00", "YYYY-MM-DD");
    refuses("0000-01-01", "YYYY-MM-DD");
    refuses("", "YYYY-MM-DD");
    refuses("2000-1-1", "YYYY-MM-DD");
    refuses("2000-01-01 ", "YYYY-MM-DD");
    refuses(" 2000-01-01", "YYYY-MM-DD");
    refuses("2000/01/01", "YYYY-MM-DD");
    refuses("20000101", "YYYY-MM-DD");
    refuses("+200-01-01", "YYYY-MM-DD");
    refuses("last Tuesday", "\"last Tuesday\"");
}

/* A sentence stays UTF-8 and short when what was typed is long. */
static void refusal_of_long_text(void **state)
{
    (void)state;
    char typed[3001];
    for (size_t offset = 0; offset < 3; offset++) {
        memset(typed, 'x', offset);
        for (size_t i = offset; i + 3 < sizeof typed; i += 2)
            memcpy(typed + i, "\xc4\x81\0", 3); /* ā */
        int32_t date;
        struct err err = {0};
        assert_false(date_parse(text_of(typed), &date, &err));
        assert_true(strlen(err.sentence) < 200);
        assert_int_equal(text_utf8_valid(text_of(err.sentence)), strlen(err.sentence));
    }
}

static void instants_print_and_read(void **state)
{
    (void)state;
    static const struct {
        int64_t instant;
        const char *text;
    } rows[] = {{0, "1970-01-01T00:00:00Z"},
                {-1, "1969-12-31T23:59:59.999Z"},
                {967729500000, "2000-08-31T13:45:00Z"},
                {967729500123, "2000-08-31T13:45:00.123Z"},
                {967729500007, "2000-08-31T13:45:00.007Z"},
                {(int64_t)DATE_MIN * 86400000, "0001-01-01T00:00:00Z"},
                {((int64_t)DATE_MAX + 1) * 86400000 - 1, "9999-12-31T23:59:59.999Z"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str out;
        str_init(&out);
        instant_print(&out, rows[i].instant);
        assert_string_equal(out.at, rows[i].text);
        int64_t again = 0;
        struct err err = {0};
        assert_true(instant_parse(str_text(&out), &again, &err));
        assert_true(again == rows[i].instant);
        assert_prints(instant_date(rows[i].instant),
                      (char[11]){rows[i].text[0], rows[i].text[1], rows[i].text[2], rows[i].text[3],
                                 rows[i].text[4], rows[i].text[5], rows[i].text[6], rows[i].text[7],
                                 rows[i].text[8], rows[i].text[9], 0});
        str_clear(&out);
    }
}

static void a_day_known_includes_the_day(void **state)
{
    (void)state;
    int64_t end = 0, last = 0;
    struct err err = {0};
    assert_true(instant_parse(text_of("2000-08-31"), &end, &err));
    assert_true(instant_parse(text_of("2000-08-31T23:59:59.999Z"), &last, &err));
    assert_true(end == last);
    assert_int_equal(instant_date(end), day("2000-08-31"));
    assert_int_equal(instant_date(end + 1), day("2000-09-01"));
}

static void instants_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2000-08-31T13:45:00",
                                        "2000-08-31 13:45:00Z",
                                        "2000-08-31T24:00:00Z",
                                        "2000-08-31T13:60:00Z",
                                        "2000-08-31T13:45:60Z",
                                        "2000-08-31T13:45Z",
                                        "2000-08-31T13:45:00.1Z",
                                        "2000-08-31T13:45:00,123Z",
                                        "2000-08-31T13:45:00+12:00",
                                        "2000-08-31T",
                                        "2000-08-32T13:45:00Z",
                                        "31/08/2000T13:45:00Z",
                                        "",
                                        "2000-08",
                                        "2000-08-31T1a:45:00Z",
                                        "2000-08-31x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t instant = 7;
        struct err err = {0};
        if (instant_parse(text_of(wrong[i]), &instant, &err))
            fail_msg("\"%s\" was read as an instant", wrong[i]);
        assert_int_equal(err.kind, ERR_input);
        assert_true(instant == 7);
    }
}

static void today_can_be_said(void **state)
{
    (void)state;
    setenv("MAHI_TODAY", "2001-06-30", 1);
    assert_int_equal(date_today(), day("2001-06-30"));
    unsetenv("MAHI_TODAY");
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    int32_t expected = date_from_civil((struct civil){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday});
    assert_in_range(date_today() - expected, 0, 1);
    assert_true(llabs(instant_now() / 1000 - (int64_t)time(NULL)) <= 1);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("house: dates agree with the C library over eight centuries, day by day", agrees_with_timegm),
        CASE("house: every date from year 1 to 9999 prints and reads back", whole_range_there_and_back),
        CASE("house: days in a month are the days between two firsts", days_in_month),
        CASE("house: adding months keeps the day or takes the month's last", months_clamp),
        CASE("house: adding months moves by so many months, any day of six years", months_there_and_back),
        CASE("R14: a date that is none is refused with what would be right", refusals_offer_what_is_right),
        CASE("R14: a long text in place of a date is refused in a short sentence", refusal_of_long_text),
        CASE("house: instants print and read back", instants_print_and_read),
        CASE("R13: as known on a day includes the whole day", a_day_known_includes_the_day),
        CASE("R14: an instant that is none is refused", instants_refused),
        CASE("house: today is the clock's, or what MAHI_TODAY says", today_can_be_said),
    };
    return RUN(cases);
}
