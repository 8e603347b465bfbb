#include "stats/grim.h"

#include <string.h>

#include "stats/grim_printed.h"

#include "base/banned.h"

/* ---- reading ---- */

static bool text_is_bad(const char *text, const char *why, struct err *err)
{
    return err_set(err, ERR_input,
                   "\"%.40s\" cannot be checked: %s; write it with digits and one point, such as 6.4", text,
                   why);
}

/* The digits of `text` into *printed, NULL when they are right, else why not. */
static const char *digits_read(const char *text, struct printed *printed)
{
    const char *point = strchr(text, '.');
    int digits = 0;
    *printed = (struct printed){.scale = 1};
    for (const char *at = text; *at; at++) {
        if (*at == '.') {
            if (at != point)
                return "it has two points";
            continue;
        }
        if (*at == ',')
            return "it has a comma";
        if (*at < '0' || *at > '9')
            return "it holds something else than digits";
        if (++digits > GRIM_DIGITS_MAX)
            return "it has more than 9 digits";
        printed->units = printed->units * 10 + (*at - '0');
        if (point && at > point) {
            printed->decimals++;
            printed->scale *= 10;
        }
    }
    if (digits == 0)
        return "it holds no digits";
    if (point && (point == text || point[1] == '\0'))
        return "a digit is missing beside the point";
    if (printed->decimals > GRIM_DECIMALS_MAX)
        return "it has more than 4 digits after the point";
    return NULL;
}

bool printed_read(const char *text, bool percentage, struct printed *printed, struct err *err)
{
    const char *why = digits_read(text, printed);
    if (why)
        return text_is_bad(text, why, err);
    printed->percentage = percentage;
    if (!percentage)
        return true;
    printed->scale *= 100;
    if (printed->units > printed->scale)
        return text_is_bad(text, "a percentage cannot be above 100", err);
    return true;
}

bool parts_check(int64_t parts, int64_t most, const char *what, struct err *err)
{
    if (parts >= 1 && parts <= most)
        return true;
    return err_set(err, ERR_input, "\"%lld\" %s cannot be checked: give a number from 1 to %lld",
                   (long long)parts, what, (long long)most);
}

/* ---- ranges of counts ---- */

/* numerator / denominator rounded down and up, denominator > 0, numerator of either sign. */
static int64_t divide_down(int64_t numerator, int64_t denominator)
{
    int64_t quotient = numerator / denominator;
    return numerator % denominator < 0 ? quotient - 1 : quotient;
}

static int64_t divide_up(int64_t numerator, int64_t denominator)
{
    return -divide_down(-numerator, denominator);
}

/* The last count a range may end with: nobody is counted twice in a percentage, a mean has no end. */
static struct count_range range_clamp(const struct printed *printed, int64_t parts, int64_t low, int64_t high)
{
    struct count_range range = {.low = low < 0 ? 0 : low, .high = high};
    if (printed->percentage && range.high > parts)
        range.high = parts;
    return range;
}

/* The counts k between half a unit below and half a unit above the printed number; the rounding says which of
 * the two ends, exactly half a unit off, belong: the lower under half-up, the upper under half-down, both
 * under half-even if the last digit is even and neither if it is odd. */
struct count_range printed_range(const struct printed *printed, int64_t parts, enum grim_rounding rounding)
{
    bool even = printed->units % 2 == 0;
    bool with_lower = rounding == GRIM_HALF_UP || (rounding == GRIM_HALF_EVEN && even);
    bool with_upper = rounding == GRIM_HALF_DOWN || (rounding == GRIM_HALF_EVEN && even);
    int64_t from = (2 * printed->units - 1) * parts, to = (2 * printed->units + 1) * parts,
            step = 2 * printed->scale;
    int64_t low = with_lower ? divide_up(from, step) : divide_down(from, step) + 1;
    int64_t high = with_upper ? divide_down(to, step) : divide_up(to, step) - 1;
    return range_clamp(printed, parts, low, high);
}

/* The counts that give the printed number when the further digits are cut off. */
static struct count_range printed_range_chopped(const struct printed *printed, int64_t parts)
{
    int64_t low = divide_up(printed->units * parts, printed->scale);
    int64_t high = divide_up((printed->units + 1) * parts, printed->scale) - 1;
    return range_clamp(printed, parts, low, high);
}

static bool range_holds_some(struct count_range range)
{
    return range.low <= range.high;
}

int64_t printed_nearest(const struct printed *printed, int64_t parts)
{
    int64_t exact = printed->units * parts;
    int64_t below = exact / printed->scale, rest = exact % printed->scale;
    return 2 * rest > printed->scale ? below + 1 : below;
}

bool printed_is_possible(const struct printed *printed, int64_t parts)
{
    return range_holds_some(printed_range(printed, parts, GRIM_HALF_UP)) ||
           range_holds_some(printed_range(printed, parts, GRIM_HALF_EVEN)) ||
           range_holds_some(printed_range(printed, parts, GRIM_HALF_DOWN));
}

/* ---- one number ---- */

static void check_fill(const struct printed *printed, int64_t parts, struct grim_check *check)
{
    *check = (struct grim_check){
        .half_up = range_holds_some(printed_range(printed, parts, GRIM_HALF_UP)),
        .half_even = range_holds_some(printed_range(printed, parts, GRIM_HALF_EVEN)),
        .half_down = range_holds_some(printed_range(printed, parts, GRIM_HALF_DOWN)),
        .chopped = range_holds_some(printed_range_chopped(printed, parts)),
        .testable = parts < printed->scale,
        .count = printed_nearest(printed, parts),
        .below = printed->units * parts / printed->scale,
    };
    check->any = check->half_up || check->half_even || check->half_down;
    check->above = printed->percentage && check->below == parts ? parts : check->below + 1;
    int64_t gap = check->count * printed->scale - printed->units * parts;
    check->gap_units = (double)(gap < 0 ? -gap : gap) / (double)parts;
}

bool grim_percentage(const char *text, int64_t n, struct grim_check *check, struct err *err)
{
    struct printed printed;
    if (!printed_read(text, true, &printed, err) || !parts_check(n, GRIM_PEOPLE_MAX, "people", err))
        return false;
    check_fill(&printed, n, check);
    return true;
}

bool grim_mean(const char *text, int64_t n, int64_t items, struct grim_check *check, struct err *err)
{
    struct printed printed;
    if (!printed_read(text, false, &printed, err) || !parts_check(n, GRIM_PEOPLE_MAX, "people", err) ||
        !parts_check(items, GRIM_PEOPLE_MAX / n, "answers a person", err))
        return false;
    check_fill(&printed, n * items, check);
    return true;
}
