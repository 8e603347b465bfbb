#include "case.h"

#include <stdio.h>

#include "base/date.h"
#include "rule/elapsed.h"

static int32_t day(int year, int month, int day_of_month)
{
    return date_from_civil((struct civil){year, month, day_of_month});
}

static void expect(enum fact_what what, int32_t from, int32_t to, const char *written)
{
    struct number want;
    assert_true(number_read(text_of(written), &want));
    if (number_compare(elapsed(what, from, to), want) != 0) {
        struct str said;
        str_init(&said);
        number_print(&said, elapsed(what, from, to));
        fail_msg("%s and not %s", said.at, written);
    }
}

static void weeks(void **state)
{
    (void)state;
    expect(WHAT_weeks, 100, 100, "0");
    expect(WHAT_weeks, 100, 282, "26");
    assert_int_equal(number_compare(elapsed(WHAT_weeks, 100, 283), number_of(26)), 1);
    assert_int_equal(number_compare(elapsed(WHAT_weeks, 100, 281), number_of(26)), -1);
    expect(WHAT_weeks, 107, 100, "-1");
    expect(WHAT_weeks, DATE_MIN, DATE_MAX, "521722.5714285714285714285714285714");
}

static void years(void **state)
{
    (void)state;
    expect(WHAT_years, day(1995, 8, 31), day(2000, 8, 31), "5");
    assert_int_equal(number_compare(elapsed(WHAT_years, day(1995, 8, 31), day(2000, 9, 1)), number_of(5)), 1);
    expect(WHAT_years, day(1999, 1, 1), day(1999, 3, 15), "0.2"); /* 73 of 365 days */
    expect(WHAT_years, day(2000, 1, 1), day(2000, 7, 2), "0.5");  /* 183 of 366 */
    expect(WHAT_years, day(2000, 2, 29), day(2001, 2, 28), "1");
    expect(WHAT_years, day(2000, 2, 29), day(2004, 2, 29), "4");
    expect(WHAT_years, day(2000, 1, 1), day(1999, 1, 1), "-1");
    expect(WHAT_age, day(1970, 5, 10), day(2000, 5, 9), "29");
    expect(WHAT_age, day(1970, 5, 10), day(2000, 5, 10), "30");
    expect(WHAT_age, day(2000, 1, 1), day(1999, 12, 31), "-1");
    expect(WHAT_age, DATE_MIN, DATE_MAX, "9998");
    expect(WHAT_years, day(1, 6, 1), day(9999, 6, 1), "9998");
}

/* Whoever halves intervals relies on it; and each anniversary is the first day of its year. */
static void monotone(void **state)
{
    (void)state;
    static const int32_t days[] = {10957, 11016, 11017, 12477, 12478, -20000, 0, 24855};
    for (size_t d = 0; d < sizeof days / sizeof *days; d++)
        for (int32_t from = days[d] - 2000; from < days[d] + 900; from++) {
            assert_true(number_compare(elapsed(WHAT_years, from, days[d]),
                                       elapsed(WHAT_years, from + 1, days[d])) >= 0);
            assert_true(number_compare(elapsed(WHAT_years, from, days[d] + 1),
                                       elapsed(WHAT_years, from, days[d])) > 0);
            assert_true(
                number_compare(elapsed(WHAT_age, from, days[d]), elapsed(WHAT_age, from + 1, days[d])) >= 0);
            assert_int_equal(
                number_compare(elapsed(WHAT_weeks, from, days[d]), elapsed(WHAT_weeks, from + 1, days[d])),
                1);
        }
}

static void anniversaries(void **state)
{
    (void)state;
    for (int32_t from = DATE_MIN; from < DATE_MAX; from += 1461 * 7 + 1)
        for (int n = 0; n < 12; n++) {
            if (date_to_civil(from).year + n > 9999)
                continue;
            assert_int_equal(anniversary(from, n), date_add_months(from, 12 * n));
        }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R26: 182 days are 26 weeks, and a day more is more", weeks),
        CASE("R30: exactly 5 on the fifth anniversary, and more a day later", years),
        CASE("R12: the later it began, the less has passed", monotone),
        CASE("R30: an anniversary is the same day of its year, and 28 February for the 29th", anniversaries),
    };
    return RUN(cases);
}
