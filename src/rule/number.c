#include "rule/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values are passed, rounding and flags too: the library keeps nothing between calls. */
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#include "base/banned.h"

enum {
    EXPONENT_BIAS = 6176,
    EXPONENT_SHIFT = 49, /* of the high word: sign, 14 bits of exponent, 49 of the significand */
    DIGITS = 34,
    NOUGHTS_MAX = 100, /* printed one by one */
    DECIMALS_MIN = -6111,
    DECIMALS_MAX = 6176
};

static BID_UINT128 wide_of(struct number a)
{
    if (a.is_whole)
        return bid128_from_int64(a.whole);
    BID_UINT128 wide;
    memcpy(wide.w, a.wide, sizeof a.wide);
    return wide;
}

/* A small significand and exponent are put together by hand, which is exact. */
static BID_UINT128 wide_from_parts(int64_t significand, int exponent)
{
    uint64_t sign = significand < 0 ? UINT64_C(1) << 63 : 0;
    uint64_t size = significand < 0 ? 0 - (uint64_t)significand : (uint64_t)significand;
    BID_UINT128 wide;
    wide.w[0] = size;
    wide.w[1] = sign | (uint64_t)(exponent + EXPONENT_BIAS) << EXPONENT_SHIFT;
    return wide;
}

static int wide_exponent(BID_UINT128 wide)
{
    return (int)(wide.w[1] >> EXPONENT_SHIFT & 0x3fff) - EXPONENT_BIAS;
}

/* A result in its one form; false when it is none. */
static bool settle(BID_UINT128 wide, struct number *out)
{
    if (bid128_isInf(wide) || bid128_isNaN(wide))
        return false;
    _IDEC_flags flags = 0;
    int64_t whole = bid128_to_int64_xint(wide, &flags);
    if (!flags && whole >= -NUMBER_WHOLE_MAX && whole <= NUMBER_WHOLE_MAX) {
        *out = (struct number){.is_whole = true, .whole = whole};
        return true;
    }
    *out = (struct number){.is_whole = false};
    memcpy(out->wide, wide.w, sizeof out->wide);
    return true;
}

struct number number_of_wide(int64_t whole)
{
    struct number out = {.is_whole = false};
    BID_UINT128 wide = bid128_from_int64(whole);
    memcpy(out.wide, wide.w, sizeof out.wide);
    return out;
}

struct number number_of_real(double real)
{
    assert(isfinite(real));
    struct number out = {0};
    /* Most have at most three decimals. Both int64 and 1000 are exact, so their quotient is the double
     * nearest to the decimal; and two decimals of 15 digits never share a double. */
    double thousandths = real * 1000;
    if (fabs(thousandths) < 1e15) {
        int64_t near = llround(thousandths);
        if ((double)near / 1000 == real) {
            settle(wide_from_parts(near, -3), &out);
            return out;
        }
    }
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    bool read = number_read(text_of(digits), &out);
    assert(read);
    return out;
}

double number_to_real(struct number a)
{
    if (a.is_whole)
        return (double)a.whole;
    _IDEC_flags flags = 0;
    return bid128_to_binary64(wide_of(a), BID_ROUNDING_TO_NEAREST, &flags);
}

/* What is read of a number's text: the first digits that count, whether anything follows them, the power of
 * ten. */
struct digits {
    bool negative, any, more;
    char kept[DIGITS + 8];
    int count;
    int64_t exponent;
};

static void digits_take(struct digits *digits, char c, bool after_point)
{
    digits->any = true;
    if (digits->count == 0 && c == '0') {
        digits->exponent -= after_point;
    } else if (digits->count < (int)sizeof digits->kept) {
        digits->kept[digits->count++] = c;
        digits->exponent -= after_point;
    } else {
        digits->more = digits->more || c != '0';
        digits->exponent += !after_point;
    }
}

static bool read_exponent(struct text text, int64_t *out)
{
    size_t i = 0;
    bool negative = false;
    if (text.length > 0 && (text.at[0] == '-' || text.at[0] == '+'))
        negative = text.at[i++] == '-';
    if (i == text.length)
        return false;
    int64_t value = 0;
    for (; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        if (value < 1000000000)
            value = value * 10 + (text.at[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

static bool read_digits(struct text text, struct digits *out)
{
    size_t i = 0;
    if (text.length > 0 && (text.at[0] == '-' || text.at[0] == '+'))
        out->negative = text.at[i++] == '-';
    bool point = false;
    for (; i < text.length && text.at[i] != 'e' && text.at[i] != 'E'; i++) {
        char c = text.at[i];
        if (c == '.' && !point && i + 1 < text.length && text.at[i + 1] >= '0' && text.at[i + 1] <= '9')
            point = true;
        else if (c >= '0' && c <= '9')
            digits_take(out, c, point);
        else
            return false;
    }
    if (!out->any)
        return false;
    int64_t exponent = 0;
    if (i < text.length && !read_exponent((struct text){text.at + i + 1, text.length - i - 1}, &exponent))
        return false;
    out->exponent += exponent;
    return true;
}

bool number_read(struct text text, struct number *out)
{
    struct digits digits = {0};
    if (!read_digits(text, &digits))
        return false;
    if (digits.count == 0) {
        *out = number_of(0);
        return true;
    }
    if (digits.count <= 18 && digits.exponent >= -DIGITS && digits.exponent <= DIGITS) {
        int64_t significand = 0;
        for (int i = 0; i < digits.count; i++)
            significand = significand * 10 + (digits.kept[i] - '0');
        return settle(wide_from_parts(digits.negative ? -significand : significand, (int)digits.exponent),
                      out);
    }
    /* A further digit that is not nought decides a tie, so one stands for all of them. */
    char plain[sizeof digits.kept + 40];
    int64_t exponent = digits.exponent < -99999 ? -99999 : digits.exponent > 99999 ? 99999 : digits.exponent;
    int length = snprintf(plain, sizeof plain, "%s%.*s%sE%d", digits.negative ? "-" : "", digits.count,
                          digits.kept, digits.more ? "1" : "", (int)exponent - digits.more);
    assert(length > 0 && (size_t)length < sizeof plain);
    _IDEC_flags flags = 0;
    return settle(bid128_from_string(plain, BID_ROUNDING_TO_NEAREST, &flags), out);
}

void number_print(struct str *out, struct number a)
{
    if (a.is_whole) {
        str_add_int(out, a.whole);
        return;
    }
    char text[64]; /* +1234E-2 */
    _IDEC_flags flags = 0;
    bid128_to_string(text, wide_of(a), &flags);
    char *mark = strchr(text, 'E');
    assert(mark);
    int exponent = (int)strtol(mark + 1, NULL, 10);
    const char *digits = text + 1;
    int count = (int)(mark - digits);
    for (; count > 1 && digits[count - 1] == '0' && exponent < 0; count--)
        exponent++;
    if (text[0] == '-')
        str_add_char(out, '-');
    int before = count + exponent; /* digits before the point */
    if (exponent > NOUGHTS_MAX || before < -NOUGHTS_MAX) {
        str_add_bytes(out, digits, (size_t)count);
        str_addf(out, "e%d", exponent);
    } else if (before <= 0) {
        str_add(out, "0.");
        str_add_repeated(out, '0', (size_t)-before);
        str_add_bytes(out, digits, (size_t)count);
    } else if (exponent >= 0) {
        str_add_bytes(out, digits, (size_t)count);
        str_add_repeated(out, '0', (size_t)exponent);
    } else {
        str_add_bytes(out, digits, (size_t)before);
        str_add_char(out, '.');
        str_add_bytes(out, digits + before, (size_t)(count - before));
    }
}

int number_compare_wide(struct number a, struct number b)
{
    BID_UINT128 x = wide_of(a), y = wide_of(b);
    _IDEC_flags flags = 0;
    if (bid128_quiet_less(x, y, &flags))
        return -1;
    return !bid128_quiet_equal(x, y, &flags);
}

bool number_add(struct number a, struct number b, struct number *out)
{
    if (a.is_whole && b.is_whole) { /* two of 18 digits cannot overflow */
        *out = number_of(a.whole + b.whole);
        return true;
    }
    _IDEC_flags flags = 0;
    return settle(bid128_add(wide_of(a), wide_of(b), BID_ROUNDING_TO_NEAREST, &flags), out);
}

bool number_subtract(struct number a, struct number b, struct number *out)
{
    return number_add(a, number_negate(b), out);
}

bool number_multiply(struct number a, struct number b, struct number *out)
{
    int64_t whole;
    if (a.is_whole && b.is_whole && !__builtin_mul_overflow(a.whole, b.whole, &whole)) {
        *out = number_of(whole);
        return true;
    }
    _IDEC_flags flags = 0;
    return settle(bid128_mul(wide_of(a), wide_of(b), BID_ROUNDING_TO_NEAREST, &flags), out);
}

bool number_divide(struct number a, struct number b, struct number *out)
{
    if (b.is_whole && b.whole == 0)
        return false;
    if (a.is_whole && b.is_whole && a.whole % b.whole == 0) {
        *out = number_of(a.whole / b.whole);
        return true;
    }
    _IDEC_flags flags = 0;
    return settle(bid128_div(wide_of(a), wide_of(b), BID_ROUNDING_TO_NEAREST, &flags), out);
}

/* By squaring: exact where the result has 34 digits, so that 1.1 ** 2 is 1.21 and 2 ** 100 whole. False when
 * it had to round so often that the library's logarithm is nearer. */
static bool power_by_squaring(BID_UINT128 base, int64_t exponent, BID_UINT128 *out)
{
    enum { ROUNDED_MAX = 64 };
    uint64_t left = exponent < 0 ? 0 - (uint64_t)exponent : (uint64_t)exponent;
    bool may_round = left <= ROUNDED_MAX;
    _IDEC_flags flags = 0;
    *out = wide_from_parts(1, 0);
    while (left > 0) {
        if (left & 1)
            *out = bid128_mul(*out, base, BID_ROUNDING_TO_NEAREST, &flags);
        left >>= 1;
        if (left > 0)
            base = bid128_mul(base, base, BID_ROUNDING_TO_NEAREST, &flags);
        if (flags && !may_round)
            return false;
    }
    if (exponent < 0)
        *out = bid128_div(wide_from_parts(1, 0), *out, BID_ROUNDING_TO_NEAREST, &flags);
    return true;
}

bool number_power(struct number a, struct number b, struct number *out)
{
    BID_UINT128 power;
    if (b.is_whole && power_by_squaring(wide_of(a), b.whole, &power))
        return settle(power, out);
    _IDEC_flags flags = 0;
    return settle(bid128_pow(wide_of(a), wide_of(b), BID_ROUNDING_TO_NEAREST, &flags), out);
}

struct number number_negate(struct number a)
{
    if (a.is_whole)
        return (struct number){.is_whole = true, .whole = -a.whole};
    a.wide[1] ^= UINT64_C(1) << 63;
    return a;
}

bool number_modulo(struct number a, struct number b, struct number *out)
{
    if (b.is_whole && b.whole == 0)
        return false;
    if (a.is_whole && b.is_whole) {
        int64_t rest = a.whole % b.whole;
        *out = number_of(rest != 0 && (rest < 0) != (b.whole < 0) ? rest + b.whole : rest);
        return true;
    }
    _IDEC_flags flags = 0;
    BID_UINT128 divisor = wide_of(b), rest = bid128_fmod(wide_of(a), divisor, &flags);
    if (!bid128_isZero(rest) && bid128_isSigned(rest) != bid128_isSigned(divisor))
        rest = bid128_add(rest, divisor, BID_ROUNDING_TO_NEAREST, &flags);
    return settle(rest, out);
}

/* Away from nought, and half towards nought, are not among the library's ways: cut, then step away by one
 * unit when what was cut off asks for it. */
static BID_UINT128 round_by_rest(BID_UINT128 wide, BID_UINT128 unit, bool any_rest)
{
    _IDEC_flags flags = 0;
    BID_UINT128 cut = bid128_quantize(wide, unit, BID_ROUNDING_TO_ZERO, &flags);
    BID_UINT128 rest = bid128_abs(bid128_sub(wide, cut, BID_ROUNDING_TO_NEAREST, &flags)); /* exact */
    BID_UINT128 twice = bid128_add(rest, rest, BID_ROUNDING_TO_NEAREST, &flags);
    bool away = any_rest ? !bid128_isZero(rest) : bid128_quiet_less(unit, twice, &flags);
    if (!away)
        return cut;
    if (bid128_isSigned(wide))
        unit = bid128_negate(unit);
    return bid128_add(cut, unit, BID_ROUNDING_TO_NEAREST, &flags);
}

bool number_round(struct number a, int decimals, enum number_rounding how, struct number *out)
{
    static const _IDEC_round ways[] = {
        [ROUND_half_even] = BID_ROUNDING_TO_NEAREST, [ROUND_half_up] = BID_ROUNDING_TIES_AWAY,
        [ROUND_down] = BID_ROUNDING_TO_ZERO,         [ROUND_floor] = BID_ROUNDING_DOWN,
        [ROUND_ceiling] = BID_ROUNDING_UP,
    };
    if (decimals < DECIMALS_MIN || decimals > DECIMALS_MAX)
        return false;
    BID_UINT128 wide = wide_of(a);
    if ((a.is_whole && (decimals >= 0 || a.whole == 0)) || wide_exponent(wide) >= -decimals) {
        *out = a; /* has no digit beyond */
        return true;
    }
    BID_UINT128 unit = wide_from_parts(1, -decimals);
    _IDEC_flags flags = 0;
    if (how == ROUND_up || how == ROUND_half_down)
        return settle(round_by_rest(wide, unit, how == ROUND_up), out);
    return settle(bid128_quantize(wide, unit, ways[how], &flags), out);
}

bool number_sqrt(struct number a, struct number *out)
{
    _IDEC_flags flags = 0;
    return settle(bid128_sqrt(wide_of(a), BID_ROUNDING_TO_NEAREST, &flags), out);
}

bool number_exp(struct number a, struct number *out)
{
    _IDEC_flags flags = 0;
    return settle(bid128_exp(wide_of(a), BID_ROUNDING_TO_NEAREST, &flags), out);
}

bool number_log(struct number a, struct number *out)
{
    _IDEC_flags flags = 0;
    return settle(bid128_log(wide_of(a), BID_ROUNDING_TO_NEAREST, &flags), out);
}

bool number_to_int(struct number a, int64_t *out)
{
    if (a.is_whole) {
        *out = a.whole;
        return true;
    }
    _IDEC_flags flags = 0;
    int64_t whole = bid128_to_int64_xint(wide_of(a), &flags);
    if (flags)
        return false;
    *out = whole;
    return true;
}
