/* One value from a list of them. What is not recorded in a list leaves its sum, mean or least not known. */
#include "rule/call.h"

#include <stdlib.h>

#include "base/banned.h"

static struct datum extreme(const struct call *call, enum datum_order wanted)
{
    struct datum_list list;
    if (!arguments_as_list(call, &list) || list.count == 0)
        return datum_null();
    struct datum best = list.at[0];
    for (size_t i = 1; i < list.count; i++) {
        enum datum_order order = datum_compare(list.at[i], best);
        if (order == DATUM_unordered)
            return datum_null();
        if (order == wanted)
            best = list.at[i];
    }
    return best;
}

struct datum call_min(const struct call *call)
{
    return extreme(call, DATUM_less);
}

struct datum call_max(const struct call *call)
{
    return extreme(call, DATUM_greater);
}

static bool numbers(const struct call *call, struct datum_list *out)
{
    if (!arguments_as_list(call, out))
        return false;
    for (size_t i = 0; i < out->count; i++)
        if (out->at[i].type != DATUM_number)
            return false;
    return true;
}

static bool fold(struct datum_list list, bool (*with)(struct number, struct number, struct number *),
                 struct number *out)
{
    if (list.count == 0)
        return false;
    *out = list.at[0].number;
    for (size_t i = 1; i < list.count; i++)
        if (!with(*out, list.at[i].number, out))
            return false;
    return true;
}

static bool mean_of(struct datum_list list, struct number *out)
{
    return fold(list, number_add, out) && number_divide(*out, number_of((int64_t)list.count), out);
}

struct datum call_sum(const struct call *call)
{
    struct datum_list list;
    struct number sum;
    return numbers(call, &list) && fold(list, number_add, &sum) ? datum_number(sum) : datum_null();
}

struct datum call_product(const struct call *call)
{
    struct datum_list list;
    struct number product;
    return numbers(call, &list) && fold(list, number_multiply, &product) ? datum_number(product)
                                                                         : datum_null();
}

struct datum call_mean(const struct call *call)
{
    struct datum_list list;
    struct number mean;
    return numbers(call, &list) && mean_of(list, &mean) ? datum_number(mean) : datum_null();
}

/* The square root of the sum of squares about the mean, divided by n - 1. */
struct datum call_stddev(const struct call *call)
{
    struct datum_list list;
    struct number mean, sum = number_of(0);
    if (!numbers(call, &list) || list.count < 2 || !mean_of(list, &mean))
        return datum_null();
    for (size_t i = 0; i < list.count; i++) {
        struct number off;
        if (!number_subtract(list.at[i].number, mean, &off) || !number_multiply(off, off, &off) ||
            !number_add(sum, off, &sum))
            return datum_null();
    }
    if (!number_divide(sum, number_of((int64_t)list.count - 1), &sum) || !number_sqrt(sum, &sum))
        return datum_null();
    return datum_number(sum);
}

static int by_number(const void *a, const void *b)
{
    return number_compare(((const struct datum *)a)->number, ((const struct datum *)b)->number);
}

/* The numbers in order, in a list of their own. */
static bool sorted(const struct call *call, struct datum_list *out)
{
    struct datum_list list;
    if (!numbers(call, &list))
        return false;
    *out = list_of(call->arena, list.count);
    for (size_t i = 0; i < list.count; i++)
        out->at[i] = list.at[i];
    if (list.count > 1)
        qsort(out->at, out->count, sizeof *out->at, by_number);
    return true;
}

struct datum call_median(const struct call *call)
{
    struct datum_list list;
    if (!sorted(call, &list) || list.count == 0)
        return datum_null();
    struct datum upper = list.at[list.count / 2];
    if (list.count % 2 == 1)
        return upper;
    struct number middle;
    if (!mean_of((struct datum_list){2, (struct datum[]){list.at[list.count / 2 - 1], upper}}, &middle))
        return datum_null();
    return datum_number(middle);
}

struct datum call_mode(const struct call *call)
{
    struct datum_list list;
    if (!sorted(call, &list))
        return datum_null();
    struct datum_list out = list_of(call->arena, list.count);
    out.count = 0;
    size_t most = 0;
    for (size_t i = 0, next; i < list.count; i = next) {
        for (next = i + 1; next < list.count && by_number(&list.at[i], &list.at[next]) == 0;)
            next++;
        if (next - i > most) {
            most = next - i;
            out.count = 0;
        }
        if (next - i == most)
            out.at[out.count++] = list.at[i];
    }
    return datum_of_list(out);
}
