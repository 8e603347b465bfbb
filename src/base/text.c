#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#include "base/banned.h"

struct text text_of(const char *zero_terminated)
{
    return (struct text){zero_terminated, strlen(zero_terminated)};
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool text_is(struct text text, const char *zero_terminated)
{
    return text_equal(text, text_of(zero_terminated));
}

bool text_is_ignoring_case(struct text text, const char *zero_terminated)
{
    return text.length == strlen(zero_terminated) && strncasecmp(text.at, zero_terminated, text.length) == 0;
}

struct text text_trim(struct text text)
{
    while (text.length > 0 && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = (struct text){text.at + 1, text.length - 1};
    while (text.length > 0 && (text.at[text.length - 1] == ' ' || text.at[text.length - 1] == '\t'))
        text.length--;
    return text;
}

bool text_split(struct text *rest, char separator, struct text *part)
{
    if (!rest->at)
        return false;
    const char *found = rest->length > 0 ? memchr(rest->at, separator, rest->length) : NULL;
    if (!found) {
        *part = *rest;
        *rest = (struct text){NULL, 0};
        return true;
    }
    size_t length = (size_t)(found - rest->at);
    *part = (struct text){rest->at, length};
    *rest = (struct text){found + 1, rest->length - length - 1};
    return true;
}

bool text_to_int(struct text text, int64_t *out)
{
    size_t at = 0;
    bool negative = false;
    if (text.length > 0 && (text.at[0] == '-' || text.at[0] == '+'))
        negative = text.at[at++] == '-';
    if (at == text.length)
        return false;
    int64_t value = 0; /* kept negative, whose range is the wider */
    for (; at < text.length; at++) {
        if (text.at[at] < '0' || text.at[at] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text.at[at] - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

/* A decimal taken apart: a whole number of up to 19 digits, times a power of ten. */
struct decimal {
    uint64_t digits;
    int power;
    bool negative;
};

/* False for anything out of the ordinary, which is left to strtod: more digits than fit, a long exponent, no
 * number at all. */
static bool decimal_read(struct text text, struct decimal *out)
{
    const char *at = text.at, *end = text.at + text.length;
    uint64_t digits = 0;
    int after_point = 0;
    out->negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    const char *from = at;
    while (at < end && (unsigned char)(*at - '0') < 10)
        digits = digits * 10 + (uint64_t)(*at++ - '0');
    size_t count = (size_t)(at - from);
    if (at < end && *at == '.') {
        from = ++at;
        while (at < end && (unsigned char)(*at - '0') < 10)
            digits = digits * 10 + (uint64_t)(*at++ - '0');
        after_point = (int)(at - from);
        count += (size_t)after_point;
    }
    if (count == 0 || count > 19 || text.length >= 64)
        return false;
    int power = 0;
    if (at < end && (*at == 'e' || *at == 'E')) {
        bool down = ++at < end && *at == '-';
        at += at < end && (*at == '-' || *at == '+');
        from = at;
        while (at < end && (unsigned char)(*at - '0') < 10 && at - from < 4)
            power = power * 10 + (*at++ - '0');
        if (at == from)
            return false;
        power = down ? -power : power;
    }
    out->digits = digits;
    out->power = power - after_point;
    return at == end;
}

/* The nearest double, where one exact operation finds it (Clinger 1990, PLDI 25:92-101): whole numbers up to
 * 2^53 and powers of ten up to 22 are doubles, those up to 2^64 and 27 are x87's longer ones. The latter are
 * rounded twice; that is refused when the first rounding comes near to the middle between two doubles. */
static bool decimal_value(const struct decimal *decimal, double *out)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int power = decimal->power < 0 ? -decimal->power : decimal->power;
    double value;
    if (power <= 22 && decimal->digits <= UINT64_C(1) << 53) {
        value = (double)decimal->digits;
        value = decimal->power < 0 ? value / tens[power] : value * tens[power];
    } else {
#if LDBL_MANT_DIG == 64 && defined(__x86_64__)
        static const long double longer[] = {1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
        if (power > 27 || decimal->digits == 0)
            return false;
        long double ten = power <= 22 ? (long double)tens[power] : longer[power - 22];
        long double wide = (long double)decimal->digits;
        wide = decimal->power < 0 ? wide / ten : wide * ten;
        uint64_t mantissa;
        memcpy(&mantissa, &wide, sizeof mantissa);
        unsigned below = (unsigned)mantissa & 0x7ff;
        if (below >= 0x3fe && below <= 0x402)
            return false;
        value = (double)wide;
#else
        return false;
#endif
    }
    *out = decimal->negative ? -value : value;
    return true;
}

/* Up to eight bytes, the first the lowest; the rest of `text` is somebody else's and is not read. */
static uint64_t eight_bytes(struct text text)
{
    uint64_t eight = 0;
    uint32_t head, tail;
    if (text.length == 8) {
        memcpy(&eight, text.at, 8);
    } else if (text.length >= 4) {
        memcpy(&head, text.at, 4);
        memcpy(&tail, text.at + text.length - 4, 4);
        eight = head | (uint64_t)tail << (8 * (text.length - 4));
    } else {
        for (size_t i = 0; i < text.length; i++)
            eight |= (uint64_t)(unsigned char)text.at[i] << (8 * i);
    }
    return eight;
}

/* Most fields are this short. All eight bytes are worked on together, because lengths that change from row to
 * row are what costs time. */
static bool decimal_short(struct text text, double *out)
{
    static const double tens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    const uint64_t zeros = 0x3030303030303030u, dots = 0x2e2e2e2e2e2e2e2eu, low = 0x7f7f7f7f7f7f7f7fu,
                   tops = 0x8080808080808080u;
    if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || text.length == 0 || text.length > 8)
        return false;
    uint64_t eight = eight_bytes(text), negative = (eight & 0xff) == '-';
    eight ^= negative * ('-' ^ '0');
    if (text.length < 8) /* leading zeros */
        eight = eight << (64 - 8 * text.length) | zeros >> (8 * text.length);
    uint64_t same = eight ^ dots, dot = ~(((same & low) + low) | same | low);
    size_t after_point = 0;
    if (dot) {
        size_t at = (size_t)__builtin_ctzll(dot) / 8;
        uint64_t below = (UINT64_C(1) << (8 * at)) - 1;
        eight = (eight & below) << 8 | (eight & ~(below << 8 | 0xff)) | '0';
        after_point = 7 - at;
    }
    if (text.length - (size_t)negative == (dot != 0) ||
        ((eight + 0x4646464646464646u) | (eight - zeros)) & tops)
        return false; /* no digit, or something else than digits */
    eight -= zeros;
    eight = eight * 10 + (eight >> 8); /* pairs of digits */
    eight = ((eight & 0x000000ff000000ffu) * 0x000f424000000064u +
             ((eight >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >>
            32;
    double value = (double)(uint32_t)eight / tens[after_point];
    *out = negative ? -value : value;
    return true;
}

bool text_to_real(struct text text, double *out)
{
    struct decimal decimal;
    unsigned digit = text.length == 1 ? (unsigned char)text.at[0] - (unsigned)'0' : 10;
    if (digit < 10) { /* half of all fields: yes and no, and small counts */
        *out = digit;
        return true;
    }
    if (decimal_short(text, out))
        return true;
    if (decimal_read(text, &decimal) && decimal_value(&decimal, out))
        return true;
    char copy[64];
    if (text.length == 0 || text.length >= sizeof copy)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!memchr("0123456789+-.eE", text.at[i], 15))
            return false;
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    char *end;
    errno = 0;
    double value = strtod(copy, &end);
    if (end != copy + text.length || !isfinite(value))
        return false;
    *out = value;
    return true;
}

static size_t utf8_sequence_valid(const unsigned char *s, size_t left)
{
    static const struct {
        unsigned char from, to, second_from, second_to, length;
    } leads[] = {{0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                 {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
                 {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (s[0] < leads[i].from || s[0] > leads[i].to)
            continue;
        if (leads[i].length > left)
            return 0;
        if (leads[i].length > 1 && (s[1] < leads[i].second_from || s[1] > leads[i].second_to))
            return 0;
        for (size_t k = 2; k < leads[i].length; k++)
            if (s[k] < 0x80 || s[k] > 0xbf)
                return 0;
        return leads[i].length;
    }
    return 0;
}

size_t text_utf8_valid(struct text text)
{
    size_t at = 0;
    while (at < text.length) {
        uint64_t eight;
        while (at + 8 <= text.length) { /* most of what people send is ASCII */
            memcpy(&eight, text.at + at, 8);
            if (eight & 0x8080808080808080u)
                break;
            at += 8;
        }
        if (at == text.length)
            break;
        size_t length = utf8_sequence_valid((const unsigned char *)text.at + at, text.length - at);
        if (length == 0)
            return at;
        at += length;
    }
    return at;
}

uint32_t text_utf8_next(struct text *text)
{
    const unsigned char *s = (const unsigned char *)text->at;
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    uint32_t point = length == 1 ? s[0] : (uint32_t)s[0] & (0x7fu >> length);
    for (size_t i = 1; i < length && i < text->length; i++)
        point = point << 6 | (s[i] & 0x3fu);
    length = length < text->length ? length : text->length;
    *text = (struct text){text->at + length, text->length - length};
    return point;
}

size_t text_width(struct text text)
{
    bool ascii = true;
    for (size_t i = 0; i < text.length && ascii; i++)
        ascii = (unsigned char)text.at[i] < 0x80;
    if (ascii)
        return text.length;
    size_t width = 0;
    while (text.length > 0) {
        int columns = wcwidth((wchar_t)text_utf8_next(&text));
        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}
