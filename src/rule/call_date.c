/* Days of the calendar. No function looks at a clock: the day is a parameter of the run. */
#include "rule/call.h"

#include "rule/calendar.h"
#include "base/banned.h"

static bool argument_day(const struct call *call, size_t index, int64_t *out)
{
    struct datum value = argument(call, index);
    bool dated = value.type == DATUM_date || value.type == DATUM_date_time;
    *out = dated ? value.day : 0;
    return dated;
}

struct datum call_day_of_year(const struct call *call)
{
    int64_t day;
    return argument_day(call, 0, &day) ? datum_whole(calendar_day_of_year(day)) : datum_null();
}

struct datum call_day_of_week(const struct call *call)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    int64_t day;
    return argument_day(call, 0, &day) ? datum_string(text_of(names[calendar_weekday(day) - 1]))
                                       : datum_null();
}

struct datum call_month_of_year(const struct call *call)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int64_t day;
    return argument_day(call, 0, &day) ? datum_string(text_of(names[calendar_of(day).month - 1]))
                                       : datum_null();
}

struct datum call_week_of_year(const struct call *call)
{
    int64_t day;
    return argument_day(call, 0, &day) ? datum_whole(calendar_week_of_year(day)) : datum_null();
}

struct datum call_today(const struct call *call)
{
    return datum_date(call->today);
}

struct datum call_now(const struct call *call)
{
    return (struct datum){.type = DATUM_date_time, .day = call->today};
}

/* Completed months: the last counts when its day of the month was reached. Backwards it is the same, less. */
struct datum call_years_and_months_duration(const struct call *call)
{
    int64_t from, to;
    if (!argument_day(call, 0, &from) || !argument_day(call, 1, &to))
        return datum_null();
    struct calendar_date first = calendar_of(from), last = calendar_of(to);
    int64_t months = (last.year - first.year) * 12 + last.month - first.month;
    if (to >= from && last.day < first.day)
        months--;
    if (to < from && last.day > first.day)
        months++;
    return (struct datum){.type = DATUM_months, .months = months};
}
