#include "rule/datum.h"

#include <string.h>

#include "rule/calendar.h"
#include "base/banned.h"

const char *datum_type_name(enum datum_type type)
{
    static const char *const names[] = {
        [DATUM_null] = "null",
        [DATUM_boolean] = "boolean",
        [DATUM_number] = "number",
        [DATUM_string] = "string",
        [DATUM_date] = "date",
        [DATUM_time] = "time",
        [DATUM_date_time] = "date and time",
        [DATUM_days] = "days and time duration",
        [DATUM_months] = "years and months duration",
        [DATUM_list] = "list",
        [DATUM_context] = "context",
        [DATUM_range] = "range",
    };
    return names[type];
}

static enum datum_order order(int sign)
{
    return sign < 0 ? DATUM_less : sign > 0 ? DATUM_greater : DATUM_same;
}

static enum datum_order order_int(int64_t a, int64_t b)
{
    return order((a > b) - (a < b));
}

/* Bytes of UTF-8 stand in the order of their code points. */
static enum datum_order order_text(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int sign = shorter > 0 ? memcmp(a.at, b.at, shorter) : 0;
    return sign ? order(sign) : order_int((int64_t)a.length, (int64_t)b.length);
}

static int64_t clock_seconds(const struct clock *clock)
{
    return clock->nanoseconds / NANOSECONDS_A_SECOND - clock->offset;
}

static enum datum_order order_clocks(const struct datum *a, const struct datum *b)
{
    if ((a->clock.zone == ZONE_none) != (b->clock.zone == ZONE_none))
        return DATUM_unordered;
    int64_t days = a->type == DATUM_date_time ? a->day - b->day : 0;
    return order_int(days * SECONDS_A_DAY + clock_seconds(&a->clock), clock_seconds(&b->clock));
}

enum datum_order datum_compare(struct datum a, struct datum b)
{
    if (a.type != b.type)
        return DATUM_unordered;
    switch (a.type) {
    case DATUM_number:
        return order(number_compare(a.number, b.number));
    case DATUM_string:
        return order_text(a.string, b.string);
    case DATUM_date:
        return order_int(a.day, b.day);
    case DATUM_time:
    case DATUM_date_time:
        return order_clocks(&a, &b);
    case DATUM_days:
        return a.seconds != b.seconds ? order_int(a.seconds, b.seconds)
                                      : order_int(a.nanoseconds, b.nanoseconds);
    case DATUM_months:
        return order_int(a.months, b.months);
    case DATUM_null:
    case DATUM_boolean:
    case DATUM_list:
    case DATUM_context:
    case DATUM_range:
        break;
    }
    return DATUM_unordered;
}

/* No where one pair is unequal; else null where one pair cannot be compared. */
static struct datum equal_lists(struct datum_list a, struct datum_list b)
{
    if (a.count != b.count)
        return datum_boolean(false);
    struct datum all = datum_boolean(true);
    for (size_t i = 0; i < a.count; i++) {
        struct datum one = datum_equal(a.at[i], b.at[i]);
        if (datum_is(one, false))
            return one;
        if (one.type == DATUM_null)
            all = one;
    }
    return all;
}

static const struct datum *entry(const struct datum_context *context, struct text name)
{
    for (size_t i = 0; i < context->count; i++)
        if (text_equal(context->at[i].name, name))
            return &context->at[i].value;
    return NULL;
}

static struct datum equal_contexts(struct datum_context a, struct datum_context b)
{
    if (a.count != b.count)
        return datum_boolean(false);
    struct datum all = datum_boolean(true);
    for (size_t i = 0; i < a.count; i++) {
        const struct datum *other = entry(&b, a.at[i].name);
        struct datum one = other ? datum_equal(a.at[i].value, *other) : datum_boolean(false);
        if (datum_is(one, false))
            return one;
        if (one.type == DATUM_null)
            all = one;
    }
    return all;
}

static struct datum equal_ranges(const struct datum_range *a, const struct datum_range *b)
{
    if (a->except != b->except || a->low_end != b->low_end || a->high_end != b->high_end)
        return datum_boolean(false);
    return equal_lists((struct datum_list){2, (struct datum[]){a->low, a->high}},
                       (struct datum_list){2, (struct datum[]){b->low, b->high}});
}

struct datum datum_equal(struct datum a, struct datum b)
{
    if (a.type == DATUM_null || b.type == DATUM_null)
        return datum_boolean(a.type == b.type);
    if (a.type != b.type)
        return datum_null();
    if (a.type == DATUM_boolean)
        return datum_boolean(a.boolean == b.boolean);
    if (a.type == DATUM_list)
        return equal_lists(a.list, b.list);
    if (a.type == DATUM_context)
        return equal_contexts(a.context, b.context);
    if (a.type == DATUM_range)
        return equal_ranges(a.range, b.range);
    enum datum_order order = datum_compare(a, b);
    return order == DATUM_unordered ? datum_null() : datum_boolean(order == DATUM_same);
}

static bool identical_clocks(const struct clock *a, const struct clock *b)
{
    return a->nanoseconds == b->nanoseconds && a->zone == b->zone && a->offset == b->offset &&
           text_equal(a->zone_name, b->zone_name);
}

static bool identical_lists(struct datum_list a, struct datum_list b)
{
    for (size_t i = 0; i < a.count && i < b.count; i++)
        if (!datum_identical(a.at[i], b.at[i]))
            return false;
    return a.count == b.count;
}

static bool identical_contexts(struct datum_context a, struct datum_context b)
{
    for (size_t i = 0; i < a.count; i++) {
        const struct datum *other = entry(&b, a.at[i].name);
        if (!other || !datum_identical(a.at[i].value, *other))
            return false;
    }
    return a.count == b.count;
}

bool datum_identical(struct datum a, struct datum b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case DATUM_time:
        return identical_clocks(&a.clock, &b.clock);
    case DATUM_date_time:
        return a.day == b.day && identical_clocks(&a.clock, &b.clock);
    case DATUM_list:
        return identical_lists(a.list, b.list);
    case DATUM_context:
        return identical_contexts(a.context, b.context);
    case DATUM_range:
        return a.range->except == b.range->except && a.range->low_end == b.range->low_end &&
               a.range->high_end == b.range->high_end && datum_identical(a.range->low, b.range->low) &&
               datum_identical(a.range->high, b.range->high);
    case DATUM_null:
    case DATUM_boolean:
    case DATUM_number:
    case DATUM_string:
    case DATUM_date:
    case DATUM_days:
    case DATUM_months:
        break;
    }
    return datum_is(datum_equal(a, b), true);
}

/* One end: is `value` on the inner side of it? */
static struct datum inside(struct datum value, struct datum end, enum range_end kind, enum datum_order outer)
{
    if (kind == END_unbounded)
        return datum_boolean(true);
    enum datum_order order = datum_compare(value, end);
    if (order == DATUM_unordered)
        return datum_null();
    return datum_boolean(order == DATUM_same ? kind == END_closed : order != outer);
}

static struct datum in_range(struct datum value, const struct datum_range *range)
{
    if (range->except) {
        struct datum same = datum_equal(value, range->low);
        return same.type == DATUM_null ? same : datum_boolean(!same.boolean);
    }
    if (value.type == DATUM_null || (range->low_end == END_unbounded && range->high_end == END_unbounded))
        return datum_null();
    struct datum low = inside(value, range->low, range->low_end, DATUM_less);
    struct datum high = inside(value, range->high, range->high_end, DATUM_greater);
    if (low.type == DATUM_null || high.type == DATUM_null)
        return datum_null();
    return datum_boolean(low.boolean && high.boolean);
}

struct datum datum_in(struct datum a, struct datum in)
{
    if (in.type == DATUM_range && a.type != DATUM_range)
        return in_range(a, in.range);
    struct datum whole = datum_equal(a, in);
    if (in.type != DATUM_list || datum_is(whole, true))
        return whole;
    for (size_t i = 0; i < in.list.count; i++) {
        struct datum member = in.list.at[i];
        struct datum one = member.type == DATUM_range && a.type != DATUM_range ? in_range(a, member.range)
                                                                               : datum_equal(a, member);
        if (datum_is(one, true))
            return one;
    }
    return datum_boolean(false); /* a member of another type is merely not it */
}
