/* Values as FEEL writes them and as string() gives them. */
#include "rule/datum.h"

#include <inttypes.h>

#include "rule/calendar.h"
#include "base/banned.h"

static void write_date(struct str *out, int64_t day)
{
    struct calendar_date date = calendar_of(day);
    if (date.year < 0)
        str_add_char(out, '-');
    str_addf(out, "%04" PRId64 "-%02d-%02d", date.year < 0 ? -date.year : date.year, date.month, date.day);
}

static void write_fraction(struct str *out, int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return;
    str_addf(out, ".%09" PRId64, nanoseconds);
    while (out->at[out->length - 1] == '0')
        str_cut(out, out->length - 1);
}

static void write_clock(struct str *out, const struct clock *clock)
{
    int seconds = (int)(clock->nanoseconds / NANOSECONDS_A_SECOND);
    str_addf(out, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    write_fraction(out, clock->nanoseconds % NANOSECONDS_A_SECOND);
    if (clock->zone == ZONE_named) {
        str_add_char(out, '@');
        str_add_bytes(out, clock->zone_name.at, clock->zone_name.length);
    } else if (clock->zone == ZONE_offset && clock->offset == 0) {
        str_add_char(out, 'Z');
    } else if (clock->zone == ZONE_offset) {
        int offset = clock->offset < 0 ? -clock->offset : clock->offset;
        str_addf(out, "%c%02d:%02d", clock->offset < 0 ? '-' : '+', offset / 3600, offset / 60 % 60);
        if (offset % 60)
            str_addf(out, ":%02d", offset % 60);
    }
}

static void write_piece(struct str *out, uint64_t count, char letter)
{
    if (count > 0)
        str_addf(out, "%" PRIu64 "%c", count, letter);
}

static void write_days(struct str *out, int64_t seconds, int64_t nanoseconds)
{
    bool negative = seconds < 0;
    uint64_t size = negative ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    if (negative && nanoseconds > 0) { /* -1 s + 0.25 s is -0.75 s */
        size--;
        nanoseconds = NANOSECONDS_A_SECOND - nanoseconds;
    }
    str_add(out, negative ? "-P" : "P");
    write_piece(out, size / SECONDS_A_DAY, 'D');
    uint64_t rest = size % SECONDS_A_DAY;
    if (size > 0 && rest == 0 && nanoseconds == 0)
        return;
    str_add_char(out, 'T');
    write_piece(out, rest / 3600, 'H');
    write_piece(out, rest / 60 % 60, 'M');
    if (rest % 60 > 0 || nanoseconds > 0 || size == 0) {
        str_addf(out, "%" PRIu64, rest % 60);
        write_fraction(out, nanoseconds);
        str_add_char(out, 'S');
    }
}

static void write_months(struct str *out, int64_t months)
{
    uint64_t size = months < 0 ? 0 - (uint64_t)months : (uint64_t)months;
    str_add(out, months < 0 ? "-P" : "P");
    write_piece(out, size / 12, 'Y');
    write_piece(out, size % 12, 'M');
    if (months == 0)
        str_add(out, "0M");
}

static void write_string(struct str *out, struct text text)
{
    str_add_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\')
            str_addf(out, "\\%c", c);
        else if (c == '\n')
            str_add(out, "\\n");
        else if (c == '\r')
            str_add(out, "\\r");
        else if (c == '\t')
            str_add(out, "\\t");
        else if ((unsigned char)c < ' ')
            str_addf(out, "\\u%04x", (unsigned)c);
        else
            str_add_char(out, c);
    }
    str_add_char(out, '"');
}

/* A name that is one plain word is written as it is, any other as a text, which FEEL reads as the same key.
 */
static void write_name(struct str *out, struct text name)
{
    static const char *const words[] = {"true", "false", "null",     "not",      "and",     "or",
                                        "if",   "then",  "else",     "for",      "between", "in",
                                        "some", "every", "function", "instance", "return"};
    bool plain = name.length > 0;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i], letter = (char)(c | 0x20);
        plain = plain && ((letter >= 'a' && letter <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9'));
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        plain = plain && !text_is(name, words[i]);
    if (plain)
        str_add_bytes(out, name.at, name.length);
    else
        write_string(out, name);
}

static void write_context(struct str *out, struct datum_context context)
{
    str_add_char(out, '{');
    for (size_t i = 0; i < context.count; i++) {
        str_add(out, i > 0 ? ", " : "");
        write_name(out, context.at[i].name);
        str_add(out, ": ");
        datum_write(out, context.at[i].value);
    }
    str_add_char(out, '}');
}

static void write_list(struct str *out, struct datum_list list)
{
    str_add_char(out, '[');
    for (size_t i = 0; i < list.count; i++) {
        str_add(out, i > 0 ? ", " : "");
        datum_write(out, list.at[i]);
    }
    str_add_char(out, ']');
}

static void write_range(struct str *out, const struct datum_range *range)
{
    if (range->except) {
        str_add(out, "(!=");
        datum_write(out, range->low);
        str_add_char(out, ')');
    } else if (range->low_end == END_unbounded && range->high_end != END_unbounded) {
        str_add(out, range->high_end == END_closed ? "(<=" : "(<");
        datum_write(out, range->high);
        str_add_char(out, ')');
    } else if (range->high_end == END_unbounded && range->low_end != END_unbounded) {
        str_add(out, range->low_end == END_closed ? "(>=" : "(>");
        datum_write(out, range->low);
        str_add_char(out, ')');
    } else {
        str_add_char(out, range->low_end == END_closed ? '[' : '(');
        datum_write(out, range->low);
        str_add(out, "..");
        datum_write(out, range->high);
        str_add_char(out, range->high_end == END_closed ? ']' : ')');
    }
}

void datum_print(struct str *out, struct datum a)
{
    switch (a.type) {
    case DATUM_null:
        str_add(out, "null");
        break;
    case DATUM_boolean:
        str_add(out, a.boolean ? "true" : "false");
        break;
    case DATUM_number:
        number_print(out, a.number);
        break;
    case DATUM_string:
        str_add_bytes(out, a.string.at, a.string.length);
        break;
    case DATUM_date:
        write_date(out, a.day);
        break;
    case DATUM_time:
        write_clock(out, &a.clock);
        break;
    case DATUM_date_time:
        write_date(out, a.day);
        str_add_char(out, 'T');
        write_clock(out, &a.clock);
        break;
    case DATUM_days:
        write_days(out, a.seconds, a.nanoseconds);
        break;
    case DATUM_months:
        write_months(out, a.months);
        break;
    case DATUM_list:
        write_list(out, a.list);
        break;
    case DATUM_context:
        write_context(out, a.context);
        break;
    case DATUM_range:
        write_range(out, a.range);
        break;
    }
}

static const char *constructor(enum datum_type type)
{
    switch (type) {
    case DATUM_date:
        return "date";
    case DATUM_time:
        return "time";
    case DATUM_date_time:
        return "date and time";
    case DATUM_days:
    case DATUM_months:
        return "duration";
    default:
        return NULL;
    }
}

void datum_write(struct str *out, struct datum a)
{
    const char *name = constructor(a.type);
    if (a.type == DATUM_string) {
        write_string(out, a.string);
        return;
    }
    if (name)
        str_addf(out, "%s(\"", name);
    datum_print(out, a);
    if (name)
        str_add(out, "\")");
}
