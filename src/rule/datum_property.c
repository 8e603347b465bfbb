/* value.name: DMN 1.5, 10.3.2. */
#include "rule/datum.h"

#include "rule/calendar.h"
#include "base/banned.h"

static struct datum date_property(int64_t day, struct text name)
{
    struct calendar_date date = calendar_of(day);
    if (text_is(name, "year"))
        return datum_whole(date.year);
    if (text_is(name, "month"))
        return datum_whole(date.month);
    if (text_is(name, "day"))
        return datum_whole(date.day);
    if (text_is(name, "weekday"))
        return datum_whole(calendar_weekday(day));
    return datum_null();
}

static struct datum clock_property(const struct clock *clock, struct text name)
{
    int64_t seconds = clock->nanoseconds / NANOSECONDS_A_SECOND;
    if (text_is(name, "hour"))
        return datum_whole(seconds / 3600);
    if (text_is(name, "minute"))
        return datum_whole(seconds / 60 % 60);
    if (text_is(name, "second"))
        return datum_whole(seconds % 60);
    if (text_is(name, "time offset") && clock->zone != ZONE_none)
        return (struct datum){.type = DATUM_days, .seconds = clock->offset};
    if (text_is(name, "timezone") && clock->zone == ZONE_named)
        return datum_string(clock->zone_name);
    return datum_null();
}

/* Each part has the duration's sign: -P1DT2H has -1 days and -2 hours. */
static struct datum days_property(const struct datum *a, struct text name)
{
    int64_t seconds =
        a->seconds + (a->seconds < 0 && a->nanoseconds > 0); /* the whole ones, towards nought */
    if (text_is(name, "days"))
        return datum_whole(seconds / SECONDS_A_DAY);
    if (text_is(name, "hours"))
        return datum_whole(seconds % SECONDS_A_DAY / 3600);
    if (text_is(name, "minutes"))
        return datum_whole(seconds % 3600 / 60);
    if (text_is(name, "seconds"))
        return datum_whole(seconds % 60);
    return datum_null();
}

static struct datum months_property(int64_t months, struct text name)
{
    if (text_is(name, "years"))
        return datum_whole(months / 12);
    if (text_is(name, "months"))
        return datum_whole(months % 12);
    return datum_null();
}

static struct datum range_property(const struct datum_range *range, struct text name)
{
    if (text_is(name, "start"))
        return range->low;
    if (text_is(name, "end"))
        return range->high;
    if (text_is(name, "start included"))
        return datum_boolean(range->low_end == END_closed);
    if (text_is(name, "end included"))
        return datum_boolean(range->high_end == END_closed);
    return datum_null();
}

static struct datum context_property(struct datum_context context, struct text name)
{
    for (size_t i = 0; i < context.count; i++)
        if (text_equal(context.at[i].name, name))
            return context.at[i].value;
    return datum_null();
}

static struct datum list_property(struct arena *arena, struct datum_list list, struct text name)
{
    struct datum out = {.type = DATUM_list};
    out.list = (struct datum_list){list.count, ARENA_ARRAY(arena, struct datum, list.count)};
    for (size_t i = 0; i < list.count; i++)
        out.list.at[i] = datum_property(arena, list.at[i], name);
    return out;
}

struct datum datum_property(struct arena *arena, struct datum a, struct text name)
{
    switch (a.type) {
    case DATUM_date:
        return date_property(a.day, name);
    case DATUM_time:
        return clock_property(&a.clock, name);
    case DATUM_date_time: {
        struct datum of_date = date_property(a.day, name);
        return of_date.type == DATUM_null ? clock_property(&a.clock, name) : of_date;
    }
    case DATUM_days:
        return days_property(&a, name);
    case DATUM_months:
        return months_property(a.months, name);
    case DATUM_range:
        return range_property(a.range, name);
    case DATUM_context:
        return context_property(a.context, name);
    case DATUM_list:
        return list_property(arena, a.list, name);
    case DATUM_null:
    case DATUM_boolean:
    case DATUM_number:
    case DATUM_string:
        break;
    }
    return datum_null();
}
