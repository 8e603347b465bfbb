#include "rule/fact.h"

#include <assert.h>
#include <string.h>

#include "base/nearest.h"
#include "base/banned.h"

static const struct pick picks[] = {
    {0},
#define PICK(name_, record_, ...) {.name = #name_, .record = record_, .how = __VA_ARGS__},
#define FACT(...)
#define TERM(...)
#include "facts.def"
#undef PICK
#undef FACT
#undef TERM
};

static const struct fact facts[] = {
    {0},
#define PICK(...)
#define FACT(column_, name_, pick_, what_, field_, ...)                                                      \
    {.id = FACT_##column_,                                                                                   \
     .column = #column_,                                                                                     \
     .name = name_,                                                                                          \
     .pick = pick_,                                                                                          \
     .what = what_,                                                                                          \
     .field = field_,                                                                                        \
     .doc = __VA_ARGS__},
#define TERM(...)
#include "facts.def"
#undef PICK
#undef FACT
#undef TERM
};

static const struct term all_terms[] = {
#define PICK(...)
#define FACT(...)
#define TERM(id, name, text, doc) {#id, name, text, doc},
#include "facts.def"
#undef PICK
#undef FACT
#undef TERM
};

enum { TERM_COUNT = sizeof all_terms / sizeof *all_terms };

static const char *const aspect_texts[ASPECT_end] = {
    [ASPECT_value] = "",
    [ASPECT_verified] = " is verified",
    [ASPECT_since] = " since",
    [ASPECT_method] = " method",
    [ASPECT_source] = " source",
    [ASPECT_recorded_on] = " recorded on",
    [ASPECT_recorded_by] = " recorded by",
};

const struct fact *fact_of(enum fact_id id)
{
    assert(id > FACT_none && id < FACT_end);
    return &facts[id];
}

const struct pick *pick_of(enum pick_id id)
{
    assert(id > PICK_none && id < PICK_end);
    return &picks[id];
}

bool fact_has_aspect(const struct fact *fact, enum aspect aspect)
{
    const struct pick *pick = pick_of(fact->pick);
    const bool sourced = aspect == ASPECT_verified || aspect == ASPECT_method || aspect == ASPECT_source;
    if (aspect == ASPECT_value)
        return true;
    if (sourced && dict_record(pick->record)->verified_by == F_none)
        return false;
    return pick->how == HOW_client ? aspect != ASPECT_since
                                   : pick->how == HOW_latest || pick->how == HOW_running;
}

enum list_id fact_list(const struct fact *fact, enum aspect aspect)
{
    if (aspect == ASPECT_method)
        return LIST_method;
    if (aspect == ASPECT_source)
        return LIST_source;
    return aspect == ASPECT_value && fact->what == WHAT_field ? dict_field(fact->field)->of : LIST_none;
}

const char *aspect_words(enum aspect aspect)
{
    return aspect_texts[aspect];
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_of_a_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Whether the words stand in `text` at *at; then *at is moved behind them. A blank of theirs is one or more.
 */
static bool words_match(struct text text, size_t *at, const char *words)
{
    size_t here = *at;
    for (; *words; words++) {
        if (here == text.length || (*words == ' ' ? !is_blank(text.at[here]) : text.at[here] != *words))
            return false;
        here++;
        while (*words == ' ' && here < text.length && is_blank(text.at[here]))
            here++;
    }
    if (here < text.length && is_of_a_word(text.at[here]))
        return false;
    *at = here;
    return true;
}

size_t fact_match(struct text text, enum fact_id *fact, enum aspect *aspect)
{
    size_t longest = 0;
    for (const struct fact *known = facts + 1; known < facts + FACT_end && text.length > 0; known++) {
        size_t name = 0;
        if (known->name[0] != text.at[0] || !words_match(text, &name, known->name))
            continue;
        for (int a = ASPECT_value; a < ASPECT_end; a++) {
            size_t length = name;
            if (!fact_has_aspect(known, (enum aspect)a) || !words_match(text, &length, aspect_texts[a]) ||
                length <= longest)
                continue;
            longest = length;
            *fact = known->id;
            *aspect = (enum aspect)a;
        }
    }
    return longest;
}

size_t terms(const struct term **out)
{
    *out = all_terms;
    return TERM_COUNT;
}

const struct term *term_match(struct text text, size_t *length)
{
    const struct term *longest = NULL;
    *length = 0;
    for (size_t i = 0; i < TERM_COUNT; i++) {
        size_t name = 0;
        if (words_match(text, &name, all_terms[i].name) && name > *length) {
            *length = name;
            longest = &all_terms[i];
        }
    }
    return longest;
}

const char *fact_nearest(struct text name)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (const struct fact *known = facts + 1; known < facts + FACT_end; known++)
        nearest_offer(&nearest, known->name);
    for (size_t i = 0; i < TERM_COUNT; i++)
        nearest_offer(&nearest, all_terms[i].name);
    return nearest.name;
}
