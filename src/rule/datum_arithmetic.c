/* Arithmetic of two values: DMN 1.5, tables 54 to 59. */
#include "rule/datum.h"

#include <string.h>

#include "rule/calendar.h"
#include "base/banned.h"

/* Nanoseconds of a duration or an instant: int64 seconds fit twice over. */
static __int128 nanoseconds_of_days(const struct datum *a)
{
    return (__int128)a->seconds * NANOSECONDS_A_SECOND + a->nanoseconds;
}

static __int128 floor_div(__int128 a, __int128 b)
{
    return a / b - (a % b < 0);
}

static struct datum days_of(__int128 nanoseconds)
{
    __int128 seconds = floor_div(nanoseconds, NANOSECONDS_A_SECOND);
    if (seconds < INT64_MIN + 1 || seconds > INT64_MAX)
        return datum_null();
    return (struct datum){.type = DATUM_days,
                          .seconds = (int64_t)seconds,
                          .nanoseconds = (int32_t)(nanoseconds - seconds * NANOSECONDS_A_SECOND)};
}

static struct datum months_of(int64_t months)
{
    return (struct datum){.type = DATUM_months, .months = months};
}

static struct datum join(struct arena *arena, struct text a, struct text b)
{
    char *at = arena_alloc(arena, a.length + b.length + 1);
    if (a.length > 0)
        memcpy(at, a.at, a.length);
    if (b.length > 0)
        memcpy(at + a.length, b.at, b.length);
    return datum_string((struct text){at, a.length + b.length});
}

/* The local instant of a date, its midnight, or of a date-time. */
static __int128 local_nanoseconds(const struct datum *a)
{
    return (__int128)a->day * NANOSECONDS_A_DAY + (a->type == DATUM_date_time ? a->clock.nanoseconds : 0);
}

/* date, time or date-time `moment` plus so many nanoseconds: a date stays a date, a time its day's. */
static struct datum moment_plus_days(struct datum moment, __int128 more)
{
    if (moment.type == DATUM_time) {
        __int128 sum = moment.clock.nanoseconds + more;
        moment.clock.nanoseconds = (int64_t)(sum - floor_div(sum, NANOSECONDS_A_DAY) * NANOSECONDS_A_DAY);
        return moment;
    }
    __int128 sum = local_nanoseconds(&moment) + more, day = floor_div(sum, NANOSECONDS_A_DAY);
    if (day < INT64_MIN / 4 || day > INT64_MAX / 4 || !calendar_holds((int64_t)day))
        return datum_null();
    moment.day = (int64_t)day;
    if (moment.type == DATUM_date_time)
        moment.clock.nanoseconds = (int64_t)(sum - day * NANOSECONDS_A_DAY);
    return moment;
}

static struct datum moment_plus_months(struct datum moment, int64_t months)
{
    return calendar_add_months(moment.day, months, &moment.day) ? moment : datum_null();
}

static bool is_dated(const struct datum *a)
{
    return a->type == DATUM_date || a->type == DATUM_date_time;
}

/* a + b where b is a duration. */
static struct datum plus_duration(struct datum a, struct datum b)
{
    if (b.type == DATUM_days && (is_dated(&a) || a.type == DATUM_time))
        return moment_plus_days(a, nanoseconds_of_days(&b));
    if (b.type == DATUM_months && is_dated(&a))
        return moment_plus_months(a, b.months);
    if (a.type != b.type)
        return datum_null();
    if (b.type == DATUM_days)
        return days_of(nanoseconds_of_days(&a) + nanoseconds_of_days(&b));
    int64_t sum;
    return __builtin_add_overflow(a.months, b.months, &sum) || sum == INT64_MIN ? datum_null()
                                                                                : months_of(sum);
}

static bool is_duration(const struct datum *a)
{
    return a->type == DATUM_days || a->type == DATUM_months;
}

struct datum datum_add(struct arena *arena, struct datum a, struct datum b)
{
    if (a.type == DATUM_number && b.type == DATUM_number) {
        struct datum sum = {.type = DATUM_number};
        return number_add(a.number, b.number, &sum.number) ? sum : datum_null();
    }
    if (a.type == DATUM_string && b.type == DATUM_string)
        return join(arena, a.string, b.string);
    if (is_duration(&b))
        return plus_duration(a, b);
    if (is_duration(&a))
        return plus_duration(b, a);
    return datum_null();
}

static struct datum clock_difference(const struct datum *a, const struct datum *b)
{
    if ((a->clock.zone == ZONE_none) != (b->clock.zone == ZONE_none))
        return datum_null();
    int64_t offset = (int64_t)a->clock.offset - b->clock.offset;
    return days_of((__int128)(a->clock.nanoseconds - b->clock.nanoseconds) -
                   (__int128)offset * NANOSECONDS_A_SECOND);
}

/* Of a date and a date-time the date is its midnight in UTC (DMN 1.5), so the other must have a
 * zone. */
static struct datum moment_difference(struct datum a, struct datum b)
{
    if (a.type == DATUM_date && b.type == DATUM_date)
        return days_of(((__int128)a.day - b.day) * NANOSECONDS_A_DAY);
    if (a.type == DATUM_date)
        a.clock = (struct clock){.zone = ZONE_offset};
    if (b.type == DATUM_date)
        b.clock = (struct clock){.zone = ZONE_offset};
    struct datum clocks = clock_difference(&a, &b);
    if (clocks.type == DATUM_null)
        return clocks;
    return days_of(((__int128)a.day - b.day) * NANOSECONDS_A_DAY + nanoseconds_of_days(&clocks));
}

struct datum datum_subtract(struct datum a, struct datum b)
{
    if (a.type == DATUM_number && b.type == DATUM_number) {
        struct datum rest = {.type = DATUM_number};
        return number_subtract(a.number, b.number, &rest.number) ? rest : datum_null();
    }
    if (is_dated(&a) && is_dated(&b))
        return moment_difference(a, b);
    if (a.type == DATUM_time && b.type == DATUM_time)
        return clock_difference(&a, &b);
    if (!is_duration(&b))
        return datum_null();
    b = datum_negate(b);
    return b.type == DATUM_null ? b : plus_duration(a, b);
}

/* A whole number towards nought. */
static bool towards_nought(struct number a, int64_t *out)
{
    return number_round(a, 0, ROUND_down, &a) && number_to_int(a, out) && *out != INT64_MIN;
}

static struct number number_of_days(const struct datum *a)
{
    struct number seconds = number_of(a->seconds), part = number_of(a->nanoseconds), sum = seconds;
    if (a->nanoseconds !=
        0) { /* in range, so nothing fails: int64 seconds and nine decimals have 28 digits */
        number_divide(part, number_of(NANOSECONDS_A_SECOND), &part);
        number_add(seconds, part, &sum);
    }
    return sum;
}

/* So many seconds, to the nanosecond towards nought. */
static struct datum days_of_number(struct number seconds)
{
    struct number whole, part;
    int64_t whole_seconds, nanoseconds;
    if (!number_round(seconds, 9, ROUND_down, &seconds) || !number_round(seconds, 0, ROUND_floor, &whole) ||
        !number_subtract(seconds, whole, &part) ||
        !number_multiply(part, number_of(NANOSECONDS_A_SECOND), &part) ||
        !number_to_int(part, &nanoseconds) || !number_to_int(whole, &whole_seconds) ||
        whole_seconds == INT64_MIN)
        return datum_null();
    return (struct datum){.type = DATUM_days, .seconds = whole_seconds, .nanoseconds = (int32_t)nanoseconds};
}

struct datum datum_multiply(struct datum a, struct datum b)
{
    struct datum product = {.type = DATUM_number};
    int64_t months;
    if (a.type == DATUM_number && b.type == DATUM_number)
        return number_multiply(a.number, b.number, &product.number) ? product : datum_null();
    if (is_duration(&b)) {
        struct datum duration = b;
        b = a;
        a = duration;
    }
    if (b.type != DATUM_number || !is_duration(&a))
        return datum_null();
    if (a.type == DATUM_days)
        return number_multiply(number_of_days(&a), b.number, &product.number) ? days_of_number(product.number)
                                                                              : datum_null();
    return number_multiply(number_of(a.months), b.number, &product.number) &&
                   towards_nought(product.number, &months)
               ? months_of(months)
               : datum_null();
}

static bool size_of(const struct datum *a, struct number *out)
{
    if (a->type == DATUM_number)
        *out = a->number;
    else if (a->type == DATUM_days)
        *out = number_of_days(a);
    else if (a->type == DATUM_months)
        *out = number_of(a->months);
    return a->type == DATUM_number || is_duration(a);
}

struct datum datum_divide(struct datum a, struct datum b)
{
    struct number x, y, quotient;
    int64_t months;
    if (!size_of(&a, &x) || !size_of(&b, &y) || (b.type != DATUM_number && a.type != b.type) ||
        !number_divide(x, y, &quotient))
        return datum_null();
    if (a.type == b.type)
        return datum_number(quotient);
    if (a.type == DATUM_days)
        return days_of_number(quotient);
    return towards_nought(quotient, &months) ? months_of(months) : datum_null();
}

struct datum datum_power(struct datum a, struct datum b)
{
    struct datum power = {.type = DATUM_number};
    if (a.type != DATUM_number || b.type != DATUM_number || !number_power(a.number, b.number, &power.number))
        return datum_null();
    return power;
}

struct datum datum_negate(struct datum a)
{
    if (a.type == DATUM_number)
        return datum_number(number_negate(a.number));
    if (a.type == DATUM_days)
        return days_of(-nanoseconds_of_days(&a));
    if (a.type == DATUM_months && a.months != INT64_MIN)
        return months_of(-a.months);
    return datum_null();
}
