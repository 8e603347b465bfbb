#include "base/str.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

static void str_reserve(struct str *str, size_t more)
{
    assert(more < SIZE_MAX / 4 && str->length < SIZE_MAX / 4);
    if (str->length + more + 1 <= str->size)
        return;
    size_t size = str->size < 64 ? 64 : str->size;
    while (size < str->length + more + 1)
        size *= 2;
    str->at = memory_resize(str->at, size);
    str->size = size;
}

void str_init(struct str *str)
{
    *str = (struct str){0};
    str_reserve(str, 0);
    str->at[0] = '\0';
}

void str_clear(struct str *str)
{
    free(str->at);
    *str = (struct str){0};
}

void str_cut(struct str *str, size_t length)
{
    assert(length <= str->length);
    str->length = length;
    str->at[length] = '\0';
}

void str_add_bytes(struct str *str, const char *bytes, size_t length)
{
    str_reserve(str, length);
    if (length > 0)
        memcpy(str->at + str->length, bytes, length);
    str->length += length;
    str->at[str->length] = '\0';
}

void str_add(struct str *str, const char *text)
{
    str_add_bytes(str, text, strlen(text));
}

void str_add_char(struct str *str, char c)
{
    str_add_bytes(str, &c, 1);
}

void str_add_repeated(struct str *str, char c, size_t count)
{
    str_reserve(str, count);
    memset(str->at + str->length, c, count);
    str->length += count;
    str->at[str->length] = '\0';
}

void str_add_args(struct str *str, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    assert(length >= 0);
    str_reserve(str, (size_t)length);
    vsnprintf(str->at + str->length, (size_t)length + 1, format, again);
    str->length += (size_t)length;
    va_end(again);
}

void str_addf(struct str *str, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str_add_args(str, format, args);
    va_end(args);
}

void str_add_int(struct str *str, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        digits[--at] = '-';
    str_add_bytes(str, digits + at, sizeof digits - at);
}

void str_add_real(struct str *str, double number)
{
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        int length = snprintf(digits, sizeof digits, "%.*g", precision, number);
        assert(length > 0 && (size_t)length < sizeof digits);
        if (precision == 17 || strtod(digits, NULL) == number)
            break;
    }
    str_add(str, digits);
}

void str_add_grouped(struct str *str, int64_t number)
{
    size_t start = str->length;
    str_add_int(str, number);
    size_t digits_at = start + (number < 0 ? 1 : 0);
    struct str grouped;
    str_init(&grouped);
    for (size_t i = digits_at; i < str->length; i++) {
        if (i > digits_at && (str->length - i) % 3 == 0)
            str_add_char(&grouped, ',');
        str_add_char(&grouped, str->at[i]);
    }
    str_cut(str, digits_at);
    str_add_bytes(str, grouped.at, grouped.length);
    str_clear(&grouped);
}

void str_add_json(struct str *str, struct text text)
{
    str_add_char(str, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\') {
            str_add_char(str, '\\');
            str_add_char(str, c);
        } else if (c == '\n') {
            str_add(str, "\\n");
        } else if ((unsigned char)c < 0x20) {
            str_addf(str, "\\u%04x", (unsigned)c);
        } else {
            str_add_char(str, c);
        }
    }
    str_add_char(str, '"');
}

void str_add_html(struct str *str, struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        switch (text.at[i]) {
        case '<':
            str_add(str, "&lt;");
            break;
        case '>':
            str_add(str, "&gt;");
            break;
        case '&':
            str_add(str, "&amp;");
            break;
        case '"':
            str_add(str, "&quot;");
            break;
        case '\'':
            str_add(str, "&#39;");
            break;
        default:
            str_add_char(str, text.at[i]);
        }
}

char *str_into(struct str *str, struct arena *arena)
{
    char *words = arena_text(arena, str->at, str->length);
    str_clear(str);
    return words;
}

struct text str_text(const struct str *str)
{
    return (struct text){str->at, str->length};
}
