/* Lists. */
#include "rule/call.h"

#include <string.h>

#include "rule/rule.h"
#include "base/banned.h"

static bool has_null(struct datum_list list)
{
    for (size_t i = 0; i < list.count; i++)
        if (list.at[i].type == DATUM_null)
            return true;
    return false;
}

static bool holds(struct datum_list list, size_t count, struct datum value)
{
    for (size_t i = 0; i < count; i++)
        if (datum_is(datum_equal(list.at[i], value), true))
            return true;
    return false;
}

/* In the profile a null is something that nobody recorded: it may or may not be what is looked for. */
struct datum call_list_contains(const struct call *call)
{
    struct datum_list list;
    if (!argument_list(call, 0, &list) || call->count != 2)
        return datum_null();
    struct datum element = call->arguments[1];
    if (call->facts_unknown && element.type == DATUM_null)
        return datum_null();
    if (holds(list, list.count, element))
        return datum_boolean(true);
    return call->facts_unknown && has_null(list) ? datum_null() : datum_boolean(false);
}

struct datum call_count(const struct call *call)
{
    struct datum_list list;
    return argument_list(call, 0, &list) ? datum_whole((int64_t)list.count) : datum_null();
}

/* From a position as FEEL counts, 1 the first, -1 the last, to one from 0; false when there is none such. */
static bool place_of(const struct call *call, size_t index, size_t count, size_t *out)
{
    int64_t position, have = (int64_t)count;
    if (!argument_int(call, index, &position) || position == 0 || position > have || position < -have)
        return false;
    *out = (size_t)(position > 0 ? position - 1 : have + position);
    return true;
}

struct datum call_sublist(const struct call *call)
{
    struct datum_list list;
    size_t start;
    if (!argument_list(call, 0, &list) || !place_of(call, 1, list.count, &start))
        return datum_null();
    int64_t length = (int64_t)(list.count - start);
    if (argument_given(call, 2)) {
        int64_t most = length;
        if (!argument_int(call, 2, &length) || length < 1 || length > most)
            return datum_null();
    }
    return datum_of_list((struct datum_list){(size_t)length, list.at + start});
}

static void copy(struct datum *to, const struct datum *from, size_t count)
{
    if (count > 0)
        memcpy(to, from, count * sizeof *to);
}

struct datum call_append(const struct call *call)
{
    struct datum_list list;
    if (!argument_list(call, 0, &list))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count + call->count - 1);
    copy(out.at, list.at, list.count);
    copy(out.at + list.count, call->arguments + 1, call->count - 1);
    return datum_of_list(out);
}

static bool all_members(const struct call *call, struct datum_list *out)
{
    struct datum_list list;
    size_t count = 0;
    for (size_t i = 0; i < call->count; i++) {
        if (!argument_list(call, i, &list))
            return false;
        count += list.count;
    }
    *out = list_of(call->arena, count);
    count = 0;
    for (size_t i = 0; i < call->count; i++) {
        argument_list(call, i, &list);
        copy(out->at + count, list.at, list.count);
        count += list.count;
    }
    return call->count > 0;
}

struct datum call_concatenate(const struct call *call)
{
    struct datum_list list;
    return all_members(call, &list) ? datum_of_list(list) : datum_null();
}

struct datum call_insert_before(const struct call *call)
{
    struct datum_list list;
    size_t place;
    if (call->count != 3 || !argument_list(call, 0, &list) || !place_of(call, 1, list.count, &place))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count + 1);
    copy(out.at, list.at, place);
    out.at[place] = call->arguments[2];
    copy(out.at + place + 1, list.at + place, list.count - place);
    return datum_of_list(out);
}

struct datum call_remove(const struct call *call)
{
    struct datum_list list;
    size_t place;
    if (!argument_list(call, 0, &list) || !place_of(call, 1, list.count, &place))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count - 1);
    copy(out.at, list.at, place);
    copy(out.at + place, list.at + place + 1, list.count - place - 1);
    return datum_of_list(out);
}

struct datum call_list_replace(const struct call *call)
{
    struct datum_list list;
    size_t place;
    if (call->count != 3 || !argument_list(call, 0, &list) || !place_of(call, 1, list.count, &place))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count);
    copy(out.at, list.at, list.count);
    out.at[place] = call->arguments[2];
    return datum_of_list(out);
}

struct datum call_reverse(const struct call *call)
{
    struct datum_list list;
    if (!argument_list(call, 0, &list))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count);
    for (size_t i = 0; i < list.count; i++)
        out.at[i] = list.at[list.count - 1 - i];
    return datum_of_list(out);
}

struct datum call_index_of(const struct call *call)
{
    struct datum_list list;
    if (!argument_list(call, 0, &list) || call->count != 2)
        return datum_null();
    struct datum match = call->arguments[1];
    if (call->facts_unknown && (match.type == DATUM_null || has_null(list)))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count);
    out.count = 0;
    for (size_t i = 0; i < list.count; i++)
        if (datum_is(datum_equal(list.at[i], match), true))
            out.at[out.count++] = datum_whole((int64_t)i + 1);
    return datum_of_list(out);
}

/* Every member with every other: more than RULE_STEPS_MAX comparisons are too many, and the result is null.
 */
static struct datum distinct(const struct call *call, struct datum_list list)
{
    struct datum_list out = list_of(call->arena, list.count);
    size_t count = 0, compared = 0;
    for (size_t i = 0; i < list.count && compared <= RULE_STEPS_MAX; i++) {
        compared += count;
        if (!holds(out, count, list.at[i]))
            out.at[count++] = list.at[i];
    }
    out.count = count;
    return compared > RULE_STEPS_MAX ? datum_null() : datum_of_list(out);
}

struct datum call_union(const struct call *call)
{
    struct datum_list list;
    return all_members(call, &list) ? distinct(call, list) : datum_null();
}

struct datum call_distinct_values(const struct call *call)
{
    struct datum_list list;
    return argument_list(call, 0, &list) ? distinct(call, list) : datum_null();
}

/* Counts the members of a list and of the lists in it, and puts them into `out` unless that is NULL. */
static size_t flatten(struct datum_list list, struct datum *out)
{
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (list.at[i].type == DATUM_list)
            count += flatten(list.at[i].list, out ? out + count : NULL);
        else if (out)
            out[count++] = list.at[i];
        else
            count++;
    }
    return count;
}

struct datum call_flatten(const struct call *call)
{
    struct datum_list list;
    if (!argument_list(call, 0, &list))
        return datum_null();
    struct datum_list out = list_of(call->arena, flatten(list, NULL));
    flatten(list, out.at);
    return datum_of_list(out);
}
