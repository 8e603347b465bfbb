#include <stdint.h>
#include <stdlib.h>

#include "dict/value.h"
#include "base/banned.h"

struct iso_row {
    char code[4];
    const char *name;
};

#include "iso_tables.h"

/* Up to four letters as one number that sorts as they do. */
static uint32_t packed(const char *letters, size_t length)
{
    uint32_t number = 0;
    for (size_t i = 0; i < 4; i++)
        number = number << 8 | (i < length ? (unsigned char)letters[i] : 0);
    return number;
}

static int iso_order(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key, other = packed(((const struct iso_row *)row)->code, 4);
    return (code > other) - (code < other);
}

static const char *iso_find(const struct iso_row *rows, size_t count, struct text code)
{
    uint32_t key = packed(code.at, code.length);
    const struct iso_row *found =
        code.length < 4 ? bsearch(&key, rows, count, sizeof *rows, iso_order) : NULL;
    return found ? found->name : NULL;
}

const char *iso_country(struct text code)
{
    return iso_find(countries, sizeof countries / sizeof *countries, code);
}

const char *iso_language(struct text code)
{
    return iso_find(languages, sizeof languages / sizeof *languages, code);
}
