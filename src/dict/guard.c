#include "dict/guard.h"

#include <string.h>

#include "base/banned.h"

static const struct guard guards[] = {
#define GUARD(name_, record_, force_, sentence_, ...)                                                        \
    {.name = #name_,                                                                                         \
     .record = R_##record_,                                                                                  \
     .force = GUARD_##force_,                                                                                \
     .sentence = sentence_,                                                                                  \
     .condition = __VA_ARGS__},
#include "guards.def"
#undef GUARD
};

const struct guard *guard_of(enum guard_id id)
{
    return &guards[id];
}

const struct guard *guard_next(const struct record *record, int *at)
{
    while (*at < GUARD_end)
        if (guards[(*at)++].record == record->id)
            return &guards[*at - 1];
    return NULL;
}

bool record_is_guarded(const struct record *record)
{
    int at = 0;
    return guard_next(record, &at) != NULL;
}

const char *guard_force_words(enum guard_force force)
{
    static const char *const words[] = {
        [GUARD_REFUSE] = "refused", [GUARD_ASK] = "asks for a reason", [GUARD_WARN] = "warns"};
    return words[force];
}

void guard_sentence(struct str *out, const struct guard *guard, struct text words)
{
    const char *place = strstr(guard->sentence, "%s");
    if (!place) {
        str_add(out, guard->sentence);
        return;
    }
    str_add_bytes(out, guard->sentence, (size_t)(place - guard->sentence));
    str_add_bytes(out, words.at, words.length);
    str_add(out, place + 2);
}
