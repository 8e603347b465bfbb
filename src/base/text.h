/* text: a run of bytes that somebody else owns; UTF-8 unless said otherwise, not zero-terminated. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *at;
    size_t length;
};

#define TEXT_FORMAT "%.*s"
#define TEXT_ARGS(t) (int)(t).length, (t).at

struct text text_of(const char *zero_terminated);
bool text_equal(struct text a, struct text b);
bool text_is(struct text text, const char *zero_terminated);
bool text_is_ignoring_case(struct text text, const char *zero_terminated); /* ASCII letters only */
struct text text_trim(struct text text);                                   /* without blanks at both ends */

/* Takes what stands before the next `separator` off the front of `rest`; false when `rest` is used up. */
bool text_split(struct text *rest, char separator, struct text *part);

/* Decimal digits with an optional sign; false on anything else and on overflow. */
bool text_to_int(struct text text, int64_t *out);

/* A finite decimal number such as "-12.5" or "1e3"; never "nan", "inf", hexadecimal or a decimal comma. */
bool text_to_real(struct text text, double *out);

/* The offset of the first byte that is not well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong), or
 * the length. */
size_t text_utf8_valid(struct text text);

/* One code point off the front of `text`; `text` must be valid. COST constant. */
uint32_t text_utf8_next(struct text *text);

/* Columns on a terminal: wide East Asian characters take two, combining marks none. The C library knows them
 * when the program has begun with setlocale(LC_CTYPE, "C.UTF-8"), which needs no locale installed; asking for
 * that locale here would open a file each time. */
size_t text_width(struct text text);

#endif
