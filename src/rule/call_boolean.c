/* Booleans, contexts, and the three forms that the parser knows. */
#include "rule/call.h"

#include "base/banned.h"

struct datum call_not(const struct call *call)
{
    struct datum value = argument(call, 0);
    return value.type == DATUM_boolean ? datum_boolean(!value.boolean) : datum_null();
}

struct datum call_is(const struct call *call)
{
    if (call->count != 2)
        return datum_null();
    return datum_boolean(datum_identical(call->arguments[0], call->arguments[1]));
}

struct datum call_is_recorded(const struct call *call)
{
    return datum_boolean(call->count > 0 && call->arguments[0].type != DATUM_null);
}

/* level("…") and verified(…) are made literals and nodes when a question is parsed. */
struct datum call_level(const struct call *call)
{
    (void)call;
    return datum_null();
}

struct datum call_verified(const struct call *call)
{
    (void)call;
    return datum_null();
}

/* What decides it is `decisive`; without it one null leaves it open (Kleene). What is neither yes, no nor
 * null does not belong there. */
static struct datum decide(const struct call *call, bool decisive)
{
    struct datum_list list;
    if (!arguments_as_list(call, &list))
        return datum_null();
    bool decided = false, open = false;
    for (size_t i = 0; i < list.count; i++) {
        if (list.at[i].type != DATUM_boolean && list.at[i].type != DATUM_null)
            return datum_null();
        decided = decided || datum_is(list.at[i], decisive);
        open = open || list.at[i].type == DATUM_null;
    }
    return open && !decided ? datum_null() : datum_boolean(decided == decisive);
}

struct datum call_all(const struct call *call)
{
    return decide(call, false);
}

struct datum call_any(const struct call *call)
{
    return decide(call, true);
}

static struct datum value_at(const struct call *call, struct datum context, struct datum key)
{
    if (context.type != DATUM_context || key.type != DATUM_string)
        return datum_null();
    return datum_property(call->arena, context, key.string);
}

/* A list of keys leads from context to context. */
struct datum call_get_value(const struct call *call)
{
    struct datum value = argument(call, 0);
    if (call->count != 2)
        return datum_null();
    struct datum key = call->arguments[1];
    if (key.type != DATUM_list)
        return value_at(call, value, key);
    if (key.list.count == 0)
        return datum_null();
    for (size_t i = 0; i < key.list.count; i++)
        value = value_at(call, value, key.list.at[i]);
    return value;
}

struct datum call_get_entries(const struct call *call)
{
    struct datum context = argument(call, 0);
    if (context.type != DATUM_context)
        return datum_null();
    struct datum_list entries = list_of(call->arena, context.context.count);
    for (size_t i = 0; i < entries.count; i++) {
        struct datum_entry *pair = ARENA_ARRAY(call->arena, struct datum_entry, 2);
        pair[0] = (struct datum_entry){text_of("key"), datum_string(context.context.at[i].name)};
        pair[1] = (struct datum_entry){text_of("value"), context.context.at[i].value};
        entries.at[i] = (struct datum){.type = DATUM_context, .context = {2, pair}};
    }
    return datum_of_list(entries);
}

static bool has_entry(const struct datum_entry *at, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(at[i].name, name))
            return true;
    return false;
}

/* Each of the list must be a context with a key, a text that comes once, and a value. */
struct datum call_context(const struct call *call)
{
    struct datum_list list;
    if (!argument_list(call, 0, &list))
        return datum_null();
    struct datum_entry *at = ARENA_ARRAY(call->arena, struct datum_entry, list.count);
    for (size_t i = 0; i < list.count; i++) {
        struct datum pair = list.at[i], key = {.type = DATUM_null};
        if (pair.type == DATUM_context)
            key = datum_property(call->arena, pair, text_of("key"));
        if (key.type != DATUM_string || has_entry(at, i, key.string) ||
            !has_entry(pair.context.at, pair.context.count, text_of("value")))
            return datum_null();
        at[i] = (struct datum_entry){key.string, datum_property(call->arena, pair, text_of("value"))};
    }
    return (struct datum){.type = DATUM_context, .context = {list.count, at}};
}
