#include <stdlib.h>
#include <string.h>

#include "dict/value.h"
#include "base/banned.h"

struct iso_row {
    char code[4];
    const char *name;
};

#include "iso_tables.h"

static int iso_order(const void *key, const void *row)
{
    const struct text *code = key;
    const struct iso_row *iso = row;
    size_t length = strlen(iso->code);
    int order = memcmp(code->at, iso->code, code->length < length ? code->length : length);
    return order != 0 ? order : (code->length > length) - (code->length < length);
}

static const char *iso_find(const struct iso_row *rows, size_t count, struct text code)
{
    const struct iso_row *found = bsearch(&code, rows, count, sizeof *rows, iso_order);
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
