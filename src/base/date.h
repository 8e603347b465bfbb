/* date: days and instants, in the proleptic Gregorian calendar (ISO 8601), without time zones.
 *
 * A date is a whole number of days since 1970-01-01; before that, negative. An instant is milliseconds since
 * 1970-01-01T00:00:00Z and is written in UTC. Years run from 1 to 9999.
 * METHOD days from civil and back: Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013 (shifted
 * March years). CHECKED against the C library's timegm over four centuries, day by day. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define DATE_MIN (-719162) /* 0001-01-01 */
#define DATE_MAX 2932896   /* 9999-12-31 */

struct civil {
    int year, month, day; /* month 1..12, day 1..31 */
};

int32_t date_from_civil(struct civil civil); /* `civil` must be a day that exists */
struct civil date_to_civil(int32_t date);
int date_days_in_month(int year, int month);

/* Reads YYYY-MM-DD.
 * FAILS with what would be right: for 31/08/2000 the sentence offers 2000-08-31, for 2000-31-08 the same, for
 * 2000-02-30 the month's last day. */
bool date_parse(struct text text, int32_t *date, struct err *err);

/* The same day `months` later; clamped to the month's end: 2000-01-31 plus one is 2000-02-29. */
int32_t date_add_months(int32_t date, int months);

void date_print(struct str *out, int32_t date);
const char *date_words(struct arena *arena, int32_t date);

/* 2000-08-31T13:45:00Z, with .123 before the Z when the milliseconds are not zero. */
void instant_print(struct str *out, int64_t instant);

/* Reads what instant_print writes, or a date alone: the END of that day, so that "as known on" a day includes
 * the day. */
bool instant_parse(struct text text, int64_t *instant, struct err *err);

int64_t instant_now(void);
int32_t instant_date(int64_t instant); /* the day in UTC */

/* Today where the user is, or the day in the environment variable MAHI_TODAY, for tests and for repeating old
 * work. */
int32_t date_today(void);

#endif
