/* Strings: characters are Unicode code points. */
#include "rule/call.h"

#include <string.h>
#include <wctype.h>

#include "base/banned.h"

static int64_t length_of(struct text text)
{
    int64_t length = 0;
    for (size_t i = 0; i < text.length; i++)
        length += (text.at[i] & 0xc0) != 0x80;
    return length;
}

/* Without its first `count` characters. */
static struct text skip(struct text text, int64_t count)
{
    size_t at = 0;
    for (; count > 0 && at < text.length; count--)
        for (at++; at < text.length && (text.at[at] & 0xc0) == 0x80;)
            at++;
    return (struct text){text.at + at, text.length - at};
}

struct datum call_substring(const struct call *call)
{
    struct text string;
    int64_t start, length = INT64_MAX;
    if (!argument_string(call, 0, &string) || !argument_int(call, 1, &start))
        return datum_null();
    if (argument_given(call, 2) && (!argument_int(call, 2, &length) || length < 1))
        return datum_null();
    int64_t have = length_of(string);
    if (start == 0 || start > have || start < -have)
        return datum_null();
    struct text rest = skip(string, start > 0 ? start - 1 : have + start);
    if (length < length_of(rest))
        rest.length -= skip(rest, length).length;
    return datum_string(rest);
}

struct datum call_string_length(const struct call *call)
{
    struct text string;
    return argument_string(call, 0, &string) ? datum_whole(length_of(string)) : datum_null();
}

static size_t put_utf8(char *at, uint32_t c)
{
    if (c < 0x80) {
        at[0] = (char)c;
        return 1;
    }
    size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = length; i-- > 1; c >>= 6)
        at[i] = (char)(0x80 | (c & 0x3f));
    at[0] = (char)(first[length] | c);
    return length;
}

/* One character for one, as Unicode's simple case mapping has it; the C library knows it when the program has
 * begun with setlocale(LC_CTYPE, "C.UTF-8"), else of ASCII only. */
static struct datum in_case(const struct call *call, wint_t (*mapping)(wint_t))
{
    struct text string;
    if (!argument_string(call, 0, &string))
        return datum_null();
    char *out = arena_alloc(call->arena, string.length * 2 + 4);
    size_t length = 0;
    while (string.length > 0)
        length += put_utf8(out + length, (uint32_t)mapping((wint_t)text_utf8_next(&string)));
    return datum_string((struct text){out, length});
}

struct datum call_upper_case(const struct call *call)
{
    return in_case(call, towupper);
}

struct datum call_lower_case(const struct call *call)
{
    return in_case(call, towlower);
}

/* Where `match` begins in `string`; NULL when it does not. */
static const char *find(struct text string, struct text match)
{
    if (match.length == 0)
        return string.at;
    return string.length == 0 ? NULL : memmem(string.at, string.length, match.at, match.length);
}

static bool two_strings(const struct call *call, struct text *string, struct text *match)
{
    return argument_string(call, 0, string) && argument_string(call, 1, match);
}

struct datum call_substring_before(const struct call *call)
{
    struct text string, match;
    if (!two_strings(call, &string, &match))
        return datum_null();
    const char *at = find(string, match);
    return datum_string(at ? (struct text){string.at, (size_t)(at - string.at)} : text_of(""));
}

struct datum call_substring_after(const struct call *call)
{
    struct text string, match;
    if (!two_strings(call, &string, &match))
        return datum_null();
    const char *at = find(string, match);
    if (!at)
        return datum_string(text_of(""));
    size_t before = (size_t)(at - string.at) + match.length;
    return datum_string((struct text){string.at + before, string.length - before});
}

struct datum call_contains(const struct call *call)
{
    struct text string, match;
    return two_strings(call, &string, &match) ? datum_boolean(find(string, match) != NULL) : datum_null();
}

struct datum call_starts_with(const struct call *call)
{
    struct text string, match;
    if (!two_strings(call, &string, &match))
        return datum_null();
    return datum_boolean(string.length >= match.length &&
                         text_equal((struct text){string.at, match.length}, match));
}

struct datum call_ends_with(const struct call *call)
{
    struct text string, match;
    if (!two_strings(call, &string, &match))
        return datum_null();
    return datum_boolean(
        string.length >= match.length &&
        text_equal((struct text){string.at + string.length - match.length, match.length}, match));
}

enum { JOINED_MAX = 1 << 24 }; /* a long delimiter between very many would take all memory */

static bool joined_length(struct datum_list list, struct text delimiter, size_t *out)
{
    *out = 0;
    for (size_t i = 0; i < list.count && *out <= JOINED_MAX; i++) {
        if (list.at[i].type == DATUM_string)
            *out += list.at[i].string.length + delimiter.length;
        else if (list.at[i].type != DATUM_null)
            return false;
    }
    return *out <= JOINED_MAX;
}

struct datum call_string_join(const struct call *call)
{
    struct datum_list list;
    struct text delimiter = text_of("");
    size_t length;
    if (!argument_list(call, 0, &list) ||
        (argument(call, 1).type != DATUM_null && !argument_string(call, 1, &delimiter)) ||
        !joined_length(list, delimiter, &length))
        return datum_null();
    char *out = arena_alloc(call->arena, length + 1), *at = out;
    bool first = true;
    for (size_t i = 0; i < list.count; i++) {
        if (list.at[i].type == DATUM_null)
            continue;
        if (!first && delimiter.length > 0)
            at = mempcpy(at, delimiter.at, delimiter.length);
        first = false;
        if (list.at[i].string.length > 0)
            at = mempcpy(at, list.at[i].string.at, list.at[i].string.length);
    }
    return datum_string((struct text){out, (size_t)(at - out)});
}
