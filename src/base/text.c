#include "base/text.h"

#include <ctype.h>
#include <errno.h>
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

bool text_to_real(struct text text, double *out)
{
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
