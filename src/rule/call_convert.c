/* Conversions: what a text says, and a value as a text. */
#include "rule/call.h"

#include <string.h>

#include "rule/calendar.h"
#include "base/banned.h"

struct datum call_date(const struct call *call)
{
    struct datum from = argument(call, 0), out;
    if (from.type == DATUM_date || from.type == DATUM_date_time)
        return datum_date(from.day);
    return from.type == DATUM_string && datum_read_date(from.string, &out) ? out : datum_null();
}

/* A whole number from `low` to `high`. */
static bool argument_within(const struct call *call, size_t index, int64_t low, int64_t high, int64_t *out)
{
    struct number number;
    return argument_number(call, index, &number) && number_to_int(number, out) && *out >= low && *out <= high;
}

struct datum call_date_of_parts(const struct call *call)
{
    int64_t year, month, day;
    if (!argument_within(call, 0, -CALENDAR_YEAR_MAX, CALENDAR_YEAR_MAX, &year) ||
        !argument_within(call, 1, 1, 12, &month) || !argument_within(call, 2, 1, 31, &day))
        return datum_null();
    struct calendar_date date = {year, (int)month, (int)day};
    return calendar_exists(date) ? datum_date(calendar_day(date)) : datum_null();
}

/* A date alone is its midnight in UTC (DMN 1.5, 10.3.2.9.4). */
struct datum call_time(const struct call *call)
{
    struct datum from = argument(call, 0), out;
    if (from.type == DATUM_time || from.type == DATUM_date_time)
        return (struct datum){.type = DATUM_time, .clock = from.clock};
    if (from.type == DATUM_date)
        return (struct datum){.type = DATUM_time, .clock = {.zone = ZONE_offset}};
    return from.type == DATUM_string && datum_read_time(from.string, &out) ? out : datum_null();
}

/* Seconds with their decimals, as nanoseconds. */
static bool argument_seconds(const struct call *call, size_t index, int64_t *out)
{
    struct number number;
    return argument_number(call, index, &number) && number_round(number, 9, ROUND_down, &number) &&
           number_multiply(number, number_of(NANOSECONDS_A_SECOND), &number) && number_to_int(number, out) &&
           *out >= 0 && *out < 60 * (int64_t)NANOSECONDS_A_SECOND;
}

struct datum call_time_of_parts(const struct call *call)
{
    enum { OFFSET_MAX = 18 * 3600 };
    int64_t hour, minute, nanoseconds;
    if (!argument_within(call, 0, 0, 23, &hour) || !argument_within(call, 1, 0, 59, &minute) ||
        !argument_seconds(call, 2, &nanoseconds))
        return datum_null();
    struct datum out = {.type = DATUM_time, .clock = {.nanoseconds = nanoseconds}};
    out.clock.nanoseconds += (hour * 3600 + minute * 60) * NANOSECONDS_A_SECOND;
    struct datum offset = argument(call, 3);
    if (offset.type == DATUM_null)
        return out;
    if (offset.type != DATUM_days || offset.seconds < -OFFSET_MAX || offset.seconds > OFFSET_MAX ||
        offset.nanoseconds != 0)
        return datum_null();
    out.clock.zone = ZONE_offset;
    out.clock.offset = (int32_t)offset.seconds;
    return out;
}

struct datum call_date_and_time(const struct call *call)
{
    struct datum from = argument(call, 0), out;
    if (from.type == DATUM_date_time)
        return from;
    if (from.type == DATUM_date)
        return (struct datum){.type = DATUM_date_time, .day = from.day};
    return from.type == DATUM_string && datum_read_date_time(from.string, &out) ? out : datum_null();
}

struct datum call_date_and_time_of_parts(const struct call *call)
{
    struct datum date = argument(call, 0), time = argument(call, 1);
    if ((date.type != DATUM_date && date.type != DATUM_date_time) || time.type != DATUM_time)
        return datum_null();
    return (struct datum){.type = DATUM_date_time, .day = date.day, .clock = time.clock};
}

struct datum call_duration(const struct call *call)
{
    struct datum from = argument(call, 0), out;
    if (from.type == DATUM_days || from.type == DATUM_months)
        return from;
    return from.type == DATUM_string && datum_read_duration(from.string, &out) ? out : datum_null();
}

/* One of the separators that DMN allows, or none ('\0') for null. */
static bool argument_separator(const struct call *call, size_t index, const char *allowed, char *out)
{
    struct text separator;
    *out = '\0';
    if (argument(call, index).type == DATUM_null)
        return true;
    if (!argument_string(call, index, &separator) || separator.length != 1 ||
        !strchr(allowed, separator.at[0]))
        return false;
    *out = separator.at[0];
    return *out != '\0';
}

/* Between groups of digits any number of separators is skipped, before the point. */
struct datum call_number(const struct call *call)
{
    struct text from;
    char group, point;
    if (!argument_string(call, 0, &from) || !argument_separator(call, 1, " ,.", &group) ||
        !argument_separator(call, 2, ",.", &point) || (group && group == point))
        return datum_null();
    char *plain = arena_alloc(call->arena, from.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < from.length; i++) {
        char c = from.at[i];
        if (group && c == group)
            continue;
        if (c == '.' && point == ',')
            return datum_null();
        plain[length++] = point && c == point ? '.' : c;
    }
    struct datum out = {.type = DATUM_number};
    return number_read((struct text){plain, length}, &out.number) ? out : datum_null();
}

struct datum call_string(const struct call *call)
{
    if (call->count == 0 || call->arguments[0].type == DATUM_null || call->arguments[0].type == DATUM_string)
        return argument(call, 0);
    struct str text;
    str_init(&text);
    datum_print(&text, call->arguments[0]);
    struct datum out =
        datum_string((struct text){arena_text(call->arena, text.at, text.length), text.length});
    str_clear(&text);
    return out;
}

static bool take_word(struct text *text, const char *word)
{
    size_t length = strlen(word);
    if (text->length < length || memcmp(text->at, word, length) != 0)
        return false;
    *text = text_trim((struct text){text->at + length, text->length - length});
    return true;
}

/* A text in quotes, with nothing that would need a backslash. */
static bool quoted(struct text text, struct text *out)
{
    if (text.length < 2 || text.at[0] != '"' || text.at[text.length - 1] != '"')
        return false;
    *out = (struct text){text.at + 1, text.length - 2};
    return out->length == 0 || (!memchr(out->at, '"', out->length) && !memchr(out->at, '\\', out->length));
}

static bool read_call(struct text text, const char *name, bool (*read)(struct text, struct datum *),
                      struct datum *out)
{
    struct text inside;
    if (!take_word(&text, name) || !take_word(&text, "(") || text.length == 0 ||
        text.at[text.length - 1] != ')')
        return false;
    return quoted(text_trim((struct text){text.at, text.length - 1}), &inside) && read(inside, out);
}

/* One end of a range in a text: a literal. */
static bool read_end(struct text text, struct datum *out)
{
    struct text inside;
    *out = datum_null();
    if (quoted(text, &inside)) {
        *out = datum_string(inside);
        return true;
    }
    if (text.length > 0 && text.at[0] == '@')
        return quoted((struct text){text.at + 1, text.length - 1}, &inside) && datum_read_at(inside, out);
    struct number number;
    if (number_read(text, &number)) {
        *out = datum_number(number);
        return true;
    }
    return read_call(text, "date and time", datum_read_date_time, out) ||
           read_call(text, "date", datum_read_date, out) || read_call(text, "time", datum_read_time, out) ||
           read_call(text, "duration", datum_read_duration, out);
}

struct datum call_range(const struct call *call)
{
    struct text text;
    if (!argument_string(call, 0, &text) || (text = text_trim(text)).length < 2)
        return datum_null();
    char first = text.at[0], last = text.at[text.length - 1];
    const char *dots = memmem(text.at, text.length, "..", 2);
    if (!strchr("[(]", first) || !strchr("])[", last) || !dots)
        return datum_null();
    size_t low_length = (size_t)(dots - text.at) - 1;
    struct datum low, high;
    if (dots == text.at || !read_end(text_trim((struct text){text.at + 1, low_length}), &low) ||
        !read_end(text_trim((struct text){dots + 2, text.length - low_length - 4}), &high))
        return datum_null();
    enum datum_order order = datum_compare(low, high);
    if (order == DATUM_unordered || order == DATUM_greater)
        return datum_null();
    struct datum_range *range = ARENA_NEW(call->arena, struct datum_range);
    *range = (struct datum_range){.low_end = first == '[' ? END_closed : END_open,
                                  .high_end = last == ']' ? END_closed : END_open,
                                  .low = low,
                                  .high = high};
    return (struct datum){.type = DATUM_range, .range = range};
}
