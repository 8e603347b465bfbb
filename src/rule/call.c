#include "rule/call.h"

#include "base/banned.h"

struct datum argument(const struct call *call, size_t index)
{
    if (index >= call->count)
        return datum_null();
    struct datum value = call->arguments[index];
    return value.type == DATUM_list && value.list.count == 1 ? value.list.at[0] : value;
}

bool argument_number(const struct call *call, size_t index, struct number *out)
{
    struct datum value = argument(call, index);
    *out = value.type == DATUM_number ? value.number : number_of(0);
    return value.type == DATUM_number;
}

bool argument_int(const struct call *call, size_t index, int64_t *out)
{
    struct number number;
    return argument_number(call, index, &number) && number_round(number, 0, ROUND_down, &number) &&
           number_to_int(number, out);
}

bool argument_string(const struct call *call, size_t index, struct text *out)
{
    struct datum value = argument(call, index);
    *out = value.type == DATUM_string ? value.string : text_of("");
    return value.type == DATUM_string;
}

struct datum_list list_of(struct arena *arena, size_t count)
{
    return (struct datum_list){count, ARENA_ARRAY(arena, struct datum, count)};
}

struct datum datum_of_list(struct datum_list list)
{
    return (struct datum){.type = DATUM_list, .list = list};
}

bool argument_list(const struct call *call, size_t index, struct datum_list *out)
{
    if (index >= call->count || call->arguments[index].type == DATUM_null)
        return false;
    if (call->arguments[index].type == DATUM_list) {
        *out = call->arguments[index].list;
        return true;
    }
    *out = list_of(call->arena, 1);
    out->at[0] = call->arguments[index];
    return true;
}

bool arguments_as_list(const struct call *call, struct datum_list *out)
{
    if (call->count <= 1)
        return argument_list(call, 0, out);
    *out = list_of(call->arena, call->count);
    for (size_t i = 0; i < call->count; i++)
        out->at[i] = call->arguments[i];
    return true;
}
