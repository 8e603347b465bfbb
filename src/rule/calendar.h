/* calendar: days of the proleptic Gregorian calendar in the years -999999999 .. 999999999, which is what DMN
 * 1.5 asks of a date (10.3.2.3.4). What people's records hold is base/date.h; this reaches further.
 *
 * METHOD days from civil and back: Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013. CHECKED
 * against base/date.h over its whole range, and at the far ends. */
#ifndef RULE_CALENDAR_H
#define RULE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define CALENDAR_YEAR_MAX 999999999

enum { SECONDS_A_DAY = 86400, NANOSECONDS_A_SECOND = 1000000000 };
#define NANOSECONDS_A_DAY INT64_C(86400000000000)

struct calendar_date {
    int64_t year;
    int month, day; /* 1..12, 1..31 */
};

bool calendar_exists(struct calendar_date date);
int64_t calendar_day(struct calendar_date date); /* since 1970-01-01; `date` must exist */
struct calendar_date calendar_of(int64_t day);

/* The same day so many months on, at most the month's last; false past the last year. */
bool calendar_add_months(int64_t day, int64_t months, int64_t *out);

bool calendar_holds(int64_t day); /* its year is one of the above */

int calendar_weekday(int64_t day);      /* 1 Monday .. 7 Sunday */
int calendar_day_of_year(int64_t day);  /* 1 .. 366 */
int calendar_week_of_year(int64_t day); /* ISO 8601: week 1 has the year's first Thursday */

#endif
