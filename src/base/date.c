#include "base/date.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/banned.h"

enum { DAYS_IN_ERA = 146097, DAYS_TO_1970 = 719468, MS_A_DAY = 86400000 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int32_t date_from_civil(struct civil civil)
{
    assert(civil.month >= 1 && civil.month <= 12);
    int year = civil.year - (civil.month <= 2);
    int era = (int)floor_div(year, 400);
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

struct civil date_to_civil(int32_t date)
{
    int64_t days = (int64_t)date + DAYS_TO_1970;
    int64_t era = floor_div(days, DAYS_IN_ERA);
    int day_of_era = (int)(days - era * DAYS_IN_ERA);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    struct civil civil = {.day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
                          .month = shifted_month + (shifted_month < 10 ? 3 : -9)};
    civil.year = year_of_era + (int)era * 400 + (civil.month <= 2);
    return civil;
}

int date_days_in_month(int year, int month)
{
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static bool digits(const char *at, size_t count, int *out)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        value = value * 10 + (at[i] - '0');
    }
    *out = value;
    return true;
}

static bool civil_exists(struct civil c)
{
    return c.year >= 1 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
           c.day <= date_days_in_month(c.year, c.month);
}

/* 31/8/2000, 31.08.2000 or 31-8-2000, as people here write it. */
static bool local_form(struct text text, struct civil *civil)
{
    int part[3] = {0, 0, 0}, n = 0;
    size_t width = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c >= '0' && c <= '9' && width < 4) {
            part[n] = part[n] * 10 + (c - '0');
            width++;
        } else if ((c == '/' || c == '.' || c == '-') && n < 2 && width > 0) {
            n++;
            width = 0;
        } else {
            return false;
        }
    }
    *civil = (struct civil){part[2], part[1], part[0]};
    return n == 2 && width == 4 && civil_exists(*civil);
}

static bool date_refuse(struct text text, bool shaped, struct civil civil, struct err *err)
{
    if (shaped && civil.year >= 1 && civil.month >= 1 && civil.month <= 12 && civil.day > 28)
        return err_set(err, ERR_input,
                       "\"" TEXT_FORMAT "\" is not a day of the calendar; that month ends on %04d-%02d-%02d",
                       TEXT_ARGS(text), civil.year, civil.month, date_days_in_month(civil.year, civil.month));
    struct civil swapped = {civil.year, civil.day, civil.month};
    if (shaped && civil.month > 12 && civil_exists(swapped))
        return err_set(err, ERR_input,
                       "\"" TEXT_FORMAT
                       "\" has no such month; if month and day are swapped, write %04d-%02d-%02d",
                       TEXT_ARGS(text), swapped.year, swapped.month, swapped.day);
    if (local_form(text, &civil))
        return err_set(err, ERR_input,
                       "\"" TEXT_FORMAT
                       "\" is not written as YYYY-MM-DD; if the day comes first, write %04d-%02d-%02d",
                       TEXT_ARGS(text), civil.year, civil.month, civil.day);
    size_t shown =
        text_utf8_valid((struct text){text.at, text.length < 40 ? text.length : 40}); /* whole characters */
    return err_set(err, ERR_input, "\"%.*s\" is not a date; write it as YYYY-MM-DD, such as 2000-08-31",
                   (int)shown, text.at);
}

bool date_parse(struct text text, int32_t *date, struct err *err)
{
    struct civil civil = {0};
    bool shaped = text.length == 10 && text.at[4] == '-' && text.at[7] == '-' &&
                  digits(text.at, 4, &civil.year) && digits(text.at + 5, 2, &civil.month) &&
                  digits(text.at + 8, 2, &civil.day);
    if (!shaped || !civil_exists(civil))
        return date_refuse(text, shaped, civil, err);
    *date = date_from_civil(civil);
    return true;
}

int32_t date_add_months(int32_t date, int months)
{
    struct civil civil = date_to_civil(date);
    int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + months;
    civil.year = (int)floor_div(month, 12);
    civil.month = (int)(month - (int64_t)civil.year * 12) + 1;
    int last = date_days_in_month(civil.year, civil.month);
    civil.day = civil.day < last ? civil.day : last;
    return date_from_civil(civil);
}

static void add_digits(struct str *out, int number, int width)
{
    char text[8];
    for (int i = width; i-- > 0; number /= 10)
        text[i] = (char)('0' + number % 10);
    str_add_bytes(out, text, (size_t)width);
}

void date_print(struct str *out, int32_t date)
{
    struct civil civil = date_to_civil(date);
    add_digits(out, civil.year, 4);
    str_add_char(out, '-');
    add_digits(out, civil.month, 2);
    str_add_char(out, '-');
    add_digits(out, civil.day, 2);
}

const char *date_words(struct arena *arena, int32_t date)
{
    struct str words;
    str_init(&words);
    date_print(&words, date);
    return str_into(&words, arena);
}

void instant_print(struct str *out, int64_t instant)
{
    int ms = (int)(instant - floor_div(instant, MS_A_DAY) * MS_A_DAY);
    date_print(out, instant_date(instant));
    str_addf(out, "T%02d:%02d:%02d", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60);
    if (ms % 1000 != 0)
        str_addf(out, ".%03d", ms % 1000);
    str_add_char(out, 'Z');
}

bool instant_parse(struct text text, int64_t *instant, struct err *err)
{
    int32_t date;
    struct text day = {text.at, text.length < 10 ? text.length : 10};
    if (!date_parse(text.length > 10 ? day : text, &date, err))
        return false;
    if (text.length == 10) {
        *instant = ((int64_t)date + 1) * MS_A_DAY - 1;
        return true;
    }
    int hour, minute, second, ms = 0;
    const char *at = text.at + 10;
    size_t left = text.length - 10;
    bool good = (left == 10 || left == 14) && at[0] == 'T' && digits(at + 1, 2, &hour) && at[3] == ':' &&
                digits(at + 4, 2, &minute) && at[6] == ':' && digits(at + 7, 2, &second) &&
                at[left - 1] == 'Z' && (left == 10 || (at[9] == '.' && digits(at + 10, 3, &ms))) &&
                hour < 24 && minute < 60 && second < 60;
    if (!good)
        return err_set(err, ERR_input,
                       "\"" TEXT_FORMAT "\" is not a time; write a date, or 2000-08-31T13:45:00Z",
                       TEXT_ARGS(text));
    *instant = (int64_t)date * MS_A_DAY + hour * 3600000 + minute * 60000 + second * 1000 + ms;
    return true;
}

int64_t instant_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int32_t instant_date(int64_t instant)
{
    return (int32_t)floor_div(instant, MS_A_DAY);
}

int32_t date_today(void)
{
    const char *fixed = getenv("MAHI_TODAY");
    struct err ignored = {0};
    int32_t date;
    if (fixed && date_parse(text_of(fixed), &date, &ignored))
        return date;
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    return date_from_civil((struct civil){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday});
}
