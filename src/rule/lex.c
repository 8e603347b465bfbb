#include "rule/lex.h"

#include <string.h>

#include "base/banned.h"

static struct text from(struct text text, size_t at)
{
    return (struct text){text.at + at, text.length - at};
}

/* The code point at the beginning and its length; the text is valid UTF-8, which rule_compile made sure of.
 */
static size_t code_point(struct text text, uint32_t *out)
{
    if (text.length == 0)
        return 0;
    struct text rest = text;
    *out = (unsigned char)*text.at;
    if (*out < 0x80)
        return 1;
    *out = text_utf8_next(&rest);
    return text.length - rest.length;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0xFEFF;
}

static bool is_start(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?';
    return (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x1FFF && c != 0x37E) ||
           (c >= 0x200C && c <= 0x200D) || (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) ||
           (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFFD) ||
           (c >= 0x10000 && c <= 0xEFFFF);
}

static bool is_part(uint32_t c)
{
    return is_start(c) || (c >= '0' && c <= '9') || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F ||
           c == 0x2040;
}

size_t lex_blank(struct text text)
{
    uint32_t c;
    size_t length = code_point(text, &c);
    return length > 0 && is_blank(c) ? length : 0;
}

size_t lex_name_start(struct text text)
{
    uint32_t c;
    size_t length = code_point(text, &c);
    return length > 0 && is_start(c) && !is_blank(c) ? length : 0;
}

size_t lex_name_part(struct text text)
{
    uint32_t c;
    size_t length = code_point(text, &c);
    return length > 0 && is_part(c) && !is_blank(c) ? length : 0;
}

static size_t blanks(struct text text)
{
    size_t at = 0, length;
    while ((length = lex_blank(from(text, at))) > 0)
        at += length;
    return at;
}

static bool starts(struct text text, const char *with)
{
    size_t length = strlen(with);
    return text.length >= length && memcmp(text.at, with, length) == 0;
}

static size_t comment(struct text text)
{
    if (starts(text, "//")) {
        const char *end = memchr(text.at, '\n', text.length);
        return end ? (size_t)(end - text.at) : text.length;
    }
    if (starts(text, "/*"))
        for (size_t at = 2; at + 1 < text.length; at++)
            if (text.at[at] == '*' && text.at[at + 1] == '/')
                return at + 2;
    return 0;
}

void lex_skip(struct lexer *lex)
{
    for (;;) {
        struct text rest = from(lex->text, lex->at);
        size_t length = blanks(rest);
        if (length == 0)
            length = comment(rest);
        if (length == 0)
            return;
        lex->at += length;
    }
}

struct text lex_rest(struct lexer *lex)
{
    lex_skip(lex);
    return from(lex->text, lex->at);
}

void lex_take(struct lexer *lex, size_t length)
{
    lex->at += length;
    lex->last = lex->at;
}

bool lex_at_sign(struct lexer *lex, const char *sign)
{
    return starts(lex_rest(lex), sign);
}

bool lex_sign(struct lexer *lex, const char *sign)
{
    if (!lex_at_sign(lex, sign))
        return false;
    lex_take(lex, strlen(sign));
    return true;
}

static bool word_at(struct text text, const char *word)
{
    return starts(text, word) && lex_name_part(from(text, strlen(word))) == 0;
}

bool lex_at_word(struct lexer *lex, const char *word)
{
    return word_at(lex_rest(lex), word);
}

bool lex_word(struct lexer *lex, const char *word)
{
    if (!lex_at_word(lex, word))
        return false;
    lex_take(lex, strlen(word));
    return true;
}

size_t lex_name(struct text text, struct text name)
{
    size_t at = 0;
    uint32_t last = 0;
    name = text_trim(name);
    for (struct text rest = name; rest.length > 0;) {
        size_t length = blanks(rest);
        if (length > 0) {
            size_t there = blanks(from(text, at));
            if (there == 0)
                return 0;
            at += there;
        } else {
            length = code_point(rest, &last);
            if (text.length - at < length || memcmp(text.at + at, rest.at, length) != 0)
                return 0;
            at += length;
        }
        rest = from(rest, length);
    }
    return at > 0 && is_part(last) && lex_name_part(from(text, at)) > 0 ? 0 : at;
}

static size_t one_word(struct text text)
{
    size_t at = 0, length;
    while ((length = lex_name_part(from(text, at))) > 0)
        at += length;
    return at;
}

static bool ends_words(struct text text)
{
    static const char *const OWN[] = {"and",  "or",        "in",     "between", "then",
                                      "else", "satisfies", "return", "if",      "some"};
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
        if (word_at(text, OWN[i]))
            return true;
    if (!word_at(text, "instance"))
        return false;
    struct text rest = from(text, strlen("instance"));
    return word_at(from(rest, blanks(rest)), "of");
}

size_t lex_words(struct text text)
{
    if (lex_name_start(text) == 0 || ends_words(text))
        return 0;
    size_t at = one_word(text);
    for (;;) {
        struct text rest = from(text, at);
        size_t gap = blanks(rest), length = gap > 0 ? one_word(from(rest, gap)) : 0;
        if (length == 0 || ends_words(from(rest, gap)))
            return at;
        at += gap + length;
    }
}

struct text lex_name_tidy(struct arena *arena, struct text name)
{
    char *out = arena_alloc(arena, name.length + 1);
    size_t length = 0;
    for (struct text rest = name; rest.length > 0;) {
        size_t gap = blanks(rest);
        if (gap > 0) {
            if (length > 0 && gap < rest.length)
                out[length++] = ' ';
            rest = from(rest, gap);
        } else {
            out[length++] = *rest.at;
            rest = from(rest, 1);
        }
    }
    return (struct text){out, length};
}

static size_t digits(struct text text)
{
    size_t at = 0;
    while (at < text.length && text.at[at] >= '0' && text.at[at] <= '9')
        at++;
    return at;
}

size_t lex_number(struct text text)
{
    size_t at = digits(text);
    if (at < text.length && text.at[at] == '.') {
        size_t after = digits(from(text, at + 1));
        if (after > 0)
            at += 1 + after;
    }
    if (at > 0 && at + 1 < text.length && (text.at[at] == 'e' || text.at[at] == 'E')) {
        size_t sign = text.at[at + 1] == '+' || text.at[at + 1] == '-';
        size_t exponent = digits(from(text, at + 1 + sign));
        if (exponent > 0)
            at += 1 + sign + exponent;
    }
    return at;
}

static bool hexadecimal(struct text text, size_t count, uint32_t *out)
{
    *out = 0;
    if (text.length < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        char c = text.at[i];
        uint32_t digit;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A') + 10;
        else
            return false;
        *out = *out * 16 + digit;
    }
    return true;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* What a backslash and a u stand for: a code point, or two halves of one. Returns the length in `text`, which
 * begins with the backslash; 0 when it is no character that a text can hold. */
static size_t unicode_escape(struct text text, uint32_t *out)
{
    size_t count = text.at[1] == 'u' ? 4 : 6, length = 2 + count;
    uint32_t low;
    if (!hexadecimal(from(text, 2), count, out))
        return 0;
    if (count == 4 && *out >= 0xD800 && *out < 0xDC00 && starts(from(text, length), "\\u") &&
        hexadecimal(from(text, length + 2), 4, &low) && low >= 0xDC00 && low < 0xE000) {
        *out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
        length += 6;
    }
    return *out > 0 && *out <= 0x10FFFF && (*out < 0xD800 || *out > 0xDFFF) ? length : 0;
}

/* One character or escape of a text in quotes, to `out`. Returns its length in `text`, 0 when it is none. */
static size_t string_part(struct text text, char *out, size_t *written)
{
    static const char AFTER[] = "nrt\"'\\", MEANS[] = "\n\r\t\"'\\";
    *written = 1;
    *out = *text.at;
    if (*text.at != '\\' || text.length < 2)
        return 1;
    const char *plain = strchr(AFTER, text.at[1]);
    if (text.at[1] != '\0' && plain) {
        *out = MEANS[plain - AFTER];
        return 2;
    }
    if (text.at[1] != 'u' && text.at[1] != 'U')
        return 1;
    uint32_t c;
    size_t length = unicode_escape(text, &c);
    if (length > 0)
        *written = put_utf8(out, c);
    return length;
}

enum lex_string lex_string(struct lexer *lex, struct arena *arena, struct text *out, size_t *bad)
{
    struct text rest = lex_rest(lex);
    if (!starts(rest, "\""))
        return STRING_none;
    size_t end = 1;
    while (end < rest.length && rest.at[end] != '"')
        end += rest.at[end] == '\\' ? 2 : 1;
    if (end >= rest.length)
        return STRING_unclosed;
    char *to = arena_alloc(arena, end);
    size_t length = 0;
    for (size_t at = 1; at < end;) {
        size_t written, taken = string_part((struct text){rest.at + at, end - at}, to + length, &written);
        if (taken == 0) {
            *bad = lex->at + at;
            return STRING_escape;
        }
        at += taken;
        length += written;
    }
    *out = (struct text){to, length};
    lex_take(lex, end + 1);
    return STRING_ok;
}
