#include "base/err.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/banned.h"

static const struct {
    const char *name;
    int exit_code;
    const char *meaning;
} kinds[] = {
#define ERR_KIND(name, exit_code, meaning) {#name, exit_code, meaning},
#include "base/err_kinds.def"
#undef ERR_KIND
};

/* Text too long for its room ends with a whole character. */
static __attribute__((format(printf, 3, 0))) void print_cut(char *out, size_t size, const char *format,
                                                            va_list args)
{
    if (vsnprintf(out, size, format, args) >= (int)size)
        out[text_utf8_valid((struct text){out, size - 1})] = '\0';
}

bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
    assert(kind != ERR_none);
    if (err->kind != ERR_none)
        return false;
    err->kind = kind;
    va_list args;
    va_start(args, format);
    print_cut(err->sentence, sizeof err->sentence, format, args);
    va_end(args);
    return false;
}

bool err_system(struct err *err, const char *what, const char *subject)
{
    const char *why = strerror(errno);
    return err_set(err, ERR_system, "%s \"%s\": %s", what, subject, why);
}

void err_at(struct err *err, const char *format, ...)
{
    if (err->place[0] != '\0')
        return;
    va_list args;
    va_start(args, format);
    print_cut(err->place, sizeof err->place, format, args);
    va_end(args);
}

int err_exit_code(enum err_kind kind)
{
    return kinds[kind].exit_code;
}

const char *err_meaning(enum err_kind kind)
{
    return kinds[kind].meaning;
}

const char *err_name(enum err_kind kind)
{
    return kinds[kind].name;
}
