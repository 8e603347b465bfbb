#include "rule/function.h"

#include <string.h>

#include "rule/call.h"
#include "base/nearest.h"
#include "base/banned.h"

static const struct function table[] = {
#define FUNCTION(id_, name_, parameters_, result_, sentence_, ...)                                           \
    {.id = #id_,                                                                                             \
     .name = name_,                                                                                          \
     .parameters = parameters_,                                                                              \
     .result = TYPE_##result_,                                                                               \
     .sentence = sentence_,                                                                                  \
     .call = call_##id_,                                                                                     \
     .of_null = __VA_ARGS__},
#include "rule/functions.def"
#undef FUNCTION
};

enum { COUNT = sizeof table / sizeof *table };

size_t functions(const struct function **out)
{
    *out = table;
    return COUNT;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* How much of `text` the name takes up, any blanks between its words counting as one, when blanks and "("
 * follow; else 0. */
static size_t match(struct text text, const char *name)
{
    size_t at = 0;
    for (; *name; name++) {
        if (at == text.length || (*name == ' ' ? !is_blank(text.at[at]) : text.at[at] != *name))
            return 0;
        at++;
        while (*name == ' ' && at < text.length && is_blank(text.at[at]))
            at++;
    }
    for (size_t i = at; i < text.length; i++)
        if (!is_blank(text.at[i]))
            return text.at[i] == '(' ? at : 0;
    return 0;
}

const struct function *function_match(struct text text, size_t *length)
{
    const struct function *longest = NULL;
    *length = 0;
    for (size_t i = 0; i < COUNT; i++) {
        size_t matched = match(text, table[i].name);
        if (matched > *length) {
            longest = &table[i];
            *length = matched;
        }
    }
    return longest;
}

const char *function_nearest(struct text name)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < COUNT; i++)
        nearest_offer(&nearest, table[i].name);
    return nearest.name;
}

size_t function_parameters(const struct function *function, struct parameter *out)
{
    struct text rest = text_of(function->parameters), part;
    size_t count = 0;
    while (rest.length > 0 && count < PARAMETERS_MAX && text_split(&rest, ',', &part)) {
        struct parameter parameter = {0};
        struct text mark;
        if (text_split(&part, ':', &parameter.name) && text_split(&part, ':', &mark) && mark.length > 0) {
            parameter.name = text_trim(parameter.name);
            parameter.type = mark.at[0];
            parameter.optional = mark.length == 2 && mark.at[1] == '?';
            parameter.repeated = mark.length > 2; /* … is three bytes of UTF-8 */
            out[count++] = parameter;
        }
    }
    return count;
}
