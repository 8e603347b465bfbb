/* str: a byte string that grows, always zero-terminated. str_init on the caller's memory, str_clear at the
 * end. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>

#include "base/text.h"

struct arena;

struct str {
    char *at; /* never NULL after str_init */
    size_t length, size;
};

void str_init(struct str *str);
void str_clear(struct str *str);
void str_cut(struct str *str, size_t length); /* shortens to `length`; keeps the memory */

void str_add(struct str *str, const char *text);
void str_add_bytes(struct str *str, const char *bytes, size_t length);
void str_add_char(struct str *str, char c);
void str_add_repeated(struct str *str, char c, size_t count);
void str_addf(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_add_args(struct str *str, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void str_add_int(struct str *str, int64_t number);

/* The shortest decimal that reads back as the same double: 0.1, not 0.10000000000000001. */
void str_add_real(struct str *str, double number);

/* A whole number with thousands apart: 1,794. */
void str_add_grouped(struct str *str, int64_t number);

/* As a JSON string with its quotes. */
void str_add_json(struct str *str, struct text text);

/* As text of a web page, and as the value of an attribute in double quotes: < > & " ' become references. */
void str_add_html(struct str *str, struct text text);

/* The end of a string that others keep: its words in the arena, its own memory freed. */
char *str_into(struct str *str, struct arena *arena);

struct text str_text(const struct str *str);

#endif
