#include "rule/calendar.h"

#include <assert.h>

#include "base/banned.h"

enum { DAYS_IN_ERA = 146097, DAYS_TO_1970 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int days_in_month(int64_t year, int month)
{
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool calendar_exists(struct calendar_date date)
{
    return date.year >= -CALENDAR_YEAR_MAX && date.year <= CALENDAR_YEAR_MAX && date.month >= 1 &&
           date.month <= 12 && date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

int64_t calendar_day(struct calendar_date date)
{
    assert(calendar_exists(date));
    int64_t year = date.year - (date.month <= 2);
    int64_t era = floor_div(year, 400), year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

struct calendar_date calendar_of(int64_t day)
{
    int64_t days = day + DAYS_TO_1970, era = floor_div(days, DAYS_IN_ERA);
    int day_of_era = (int)(days - era * DAYS_IN_ERA);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    struct calendar_date date = {.day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
                                 .month = shifted_month + (shifted_month < 10 ? 3 : -9)};
    date.year = year_of_era + era * 400 + (date.month <= 2);
    return date;
}

bool calendar_add_months(int64_t day, int64_t months, int64_t *out)
{
    struct calendar_date date = calendar_of(day);
    int64_t month;
    if (__builtin_add_overflow(date.year * 12 + date.month - 1, months, &month))
        return false;
    date.year = floor_div(month, 12);
    date.month = (int)(month - date.year * 12) + 1;
    if (date.year < -CALENDAR_YEAR_MAX || date.year > CALENDAR_YEAR_MAX)
        return false;
    int last = days_in_month(date.year, date.month);
    date.day = date.day < last ? date.day : last;
    *out = calendar_day(date);
    return true;
}

bool calendar_holds(int64_t day)
{
    return day >= calendar_day((struct calendar_date){-CALENDAR_YEAR_MAX, 1, 1}) &&
           day <= calendar_day((struct calendar_date){CALENDAR_YEAR_MAX, 12, 31});
}

int calendar_weekday(int64_t day)
{
    int64_t since_monday = day + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

int calendar_day_of_year(int64_t day)
{
    return (int)(day - calendar_day((struct calendar_date){calendar_of(day).year, 1, 1})) + 1;
}

int calendar_week_of_year(int64_t day)
{
    int64_t thursday = day + 4 - calendar_weekday(day);
    int64_t first = thursday - calendar_day_of_year(thursday) + 1;
    return (int)((thursday - first) / 7) + 1;
}
