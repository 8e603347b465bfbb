/* Dates, times, date-times and durations from their ISO 8601 texts, in the forms of XML Schema that DMN 1.5
 * names (10.3.2.3.4 to 10.3.2.3.8). */
#include "rule/datum.h"

#include "rule/calendar.h"
#include "base/banned.h"

enum { OFFSET_MAX = 18 * 3600 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digit_count(struct text text)
{
    size_t count = 0;
    while (count < text.length && is_digit(text.at[count]))
        count++;
    return count;
}

static struct text rest_after(struct text text, size_t count)
{
    return (struct text){text.at + count, text.length - count};
}

static bool take(struct text *text, char c)
{
    if (text->length == 0 || text->at[0] != c)
        return false;
    *text = rest_after(*text, 1);
    return true;
}

static bool take_two(struct text *text, int *out)
{
    if (digit_count(*text) < 2)
        return false;
    *out = (text->at[0] - '0') * 10 + (text->at[1] - '0');
    *text = rest_after(*text, 2);
    return true;
}

static bool take_year(struct text *text, int64_t *out)
{
    bool negative = take(text, '-');
    size_t count = digit_count(*text);
    if (count < 4 || count > 9 || (count > 4 && text->at[0] == '0'))
        return false;
    int64_t year = 0;
    for (size_t i = 0; i < count; i++)
        year = year * 10 + (text->at[i] - '0');
    *text = rest_after(*text, count);
    *out = negative ? -year : year;
    return !(negative && year == 0);
}

static bool take_date(struct text *text, int64_t *day)
{
    struct calendar_date date;
    if (!take_year(text, &date.year) || !take(text, '-') || !take_two(text, &date.month) ||
        !take(text, '-') || !take_two(text, &date.day) || !calendar_exists(date))
        return false;
    *day = calendar_day(date);
    return true;
}

/* ".5" is half a second; digits past the ninth are dropped. */
static bool take_fraction(struct text *text, int64_t *nanoseconds)
{
    *nanoseconds = 0;
    if (!take(text, '.'))
        return true;
    size_t count = digit_count(*text);
    for (size_t i = 0; i < 9; i++)
        *nanoseconds = *nanoseconds * 10 + (i < count ? text->at[i] - '0' : 0);
    *text = rest_after(*text, count);
    return count > 0;
}

static bool take_zone(struct text *text, struct clock *clock)
{
    if (text->length == 0)
        return true;
    clock->zone = ZONE_offset;
    if (take(text, 'Z') || take(text, 'z')) /* small too in RFC 3339 */
        return true;
    bool west = text->at[0] == '-';
    int hour, minute, second = 0;
    if (!(west ? take(text, '-') : take(text, '+')) || !take_two(text, &hour) || !take(text, ':') ||
        !take_two(text, &minute) || (take(text, ':') && !take_two(text, &second)) || minute > 59 ||
        second > 59)
        return false;
    int offset = hour * 3600 + minute * 60 + second;
    clock->offset = west ? -offset : offset;
    return offset <= OFFSET_MAX;
}

/* The whole of `text`. 24:00:00 is the next day's midnight: *days says so. */
static bool read_clock(struct text text, struct clock *clock, int64_t *days)
{
    int hour, minute, second;
    int64_t fraction;
    *clock = (struct clock){0};
    if (!take_two(&text, &hour) || !take(&text, ':') || !take_two(&text, &minute) || !take(&text, ':') ||
        !take_two(&text, &second) || !take_fraction(&text, &fraction) || !take_zone(&text, clock) ||
        text.length > 0)
        return false;
    if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && (minute || second || fraction)))
        return false;
    *days = hour == 24;
    clock->nanoseconds = (hour % 24 * 3600 + minute * 60 + second) * (int64_t)NANOSECONDS_A_SECOND + fraction;
    return true;
}

bool datum_read_date(struct text text, struct datum *out)
{
    int64_t day;
    if (!take_date(&text, &day) || text.length > 0)
        return false;
    *out = datum_date(day);
    return true;
}

bool datum_read_time(struct text text, struct datum *out)
{
    struct clock clock;
    int64_t days;
    if (!read_clock(text, &clock, &days))
        return false;
    *out = (struct datum){.type = DATUM_time, .clock = clock};
    return true;
}

bool datum_read_date_time(struct text text, struct datum *out)
{
    int64_t day, days = 0;
    struct clock clock = {0};
    if (!take_date(&text, &day))
        return false;
    if (text.length > 0 && (!take(&text, 'T') || !read_clock(text, &clock, &days)))
        return false;
    if (!calendar_holds(day + days))
        return false;
    *out = (struct datum){.type = DATUM_date_time, .day = day + days, .clock = clock};
    return true;
}

/* The next number and its letter, which must be one of `letters`; what is taken, and what stands before it,
 * is used up. A fraction stands before S only. */
struct piece {
    int64_t count, nanoseconds;
    char letter;
};

static bool take_piece(struct text *text, const char **letters, struct piece *out)
{
    size_t digits = digit_count(*text);
    if (digits == 0)
        return false;
    *out = (struct piece){0};
    for (size_t i = 0; i < digits; i++)
        if (__builtin_mul_overflow(out->count, 10, &out->count) ||
            __builtin_add_overflow(out->count, text->at[i] - '0', &out->count))
            return false;
    *text = rest_after(*text, digits);
    bool point = text->length > 0 && text->at[0] == '.';
    if (!take_fraction(text, &out->nanoseconds) || text->length == 0)
        return false;
    out->letter = text->at[0];
    *text = rest_after(*text, 1);
    while (**letters && **letters != out->letter)
        ++*letters;
    if (!**letters)
        return false;
    ++*letters;
    return !point || out->letter == 'S';
}

static bool add_product(int64_t *sum, int64_t count, int64_t unit)
{
    int64_t product;
    return !__builtin_mul_overflow(count, unit, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static bool read_months(struct text text, bool negative, struct datum *out)
{
    const char *letters = "YM";
    int64_t months = 0;
    do {
        struct piece piece;
        if (!take_piece(&text, &letters, &piece) ||
            !add_product(&months, piece.count, piece.letter == 'Y' ? 12 : 1))
            return false;
    } while (text.length > 0);
    *out = (struct datum){.type = DATUM_months, .months = negative ? -months : months};
    return true;
}

static int64_t unit_seconds(char letter)
{
    return letter == 'D' ? SECONDS_A_DAY : letter == 'H' ? 3600 : letter == 'M' ? 60 : 1;
}

static bool read_days(struct text text, bool negative, struct datum *out)
{
    int64_t seconds = 0, nanoseconds = 0;
    const char *letters = "D";
    struct piece piece;
    if (text.length > 0 && text.at[0] != 'T') {
        if (!take_piece(&text, &letters, &piece) || !add_product(&seconds, piece.count, SECONDS_A_DAY))
            return false;
    }
    if (text.length > 0) {
        if (!take(&text, 'T'))
            return false;
        letters = "HMS";
        do {
            if (!take_piece(&text, &letters, &piece) ||
                !add_product(&seconds, piece.count, unit_seconds(piece.letter)))
                return false;
            nanoseconds = piece.nanoseconds;
        } while (text.length > 0);
    }
    if (negative) {
        seconds = -seconds - (nanoseconds > 0);
        nanoseconds = nanoseconds > 0 ? NANOSECONDS_A_SECOND - nanoseconds : 0;
    }
    *out = (struct datum){.type = DATUM_days, .seconds = seconds, .nanoseconds = (int32_t)nanoseconds};
    return true;
}

bool datum_read_duration(struct text text, struct datum *out)
{
    bool negative = take(&text, '-');
    if (!take(&text, 'P') || text.length == 0)
        return false;
    size_t digits = digit_count(text);
    if (digits < text.length && (text.at[digits] == 'Y' || text.at[digits] == 'M'))
        return read_months(text, negative, out);
    return read_days(text, negative, out);
}

bool datum_read_at(struct text text, struct datum *out)
{
    return datum_read_date(text, out) || datum_read_date_time(text, out) || datum_read_time(text, out) ||
           datum_read_duration(text, out);
}
