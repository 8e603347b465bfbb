/* Numbers. */
#include "rule/call.h"

#include "base/banned.h"

/* With the scale left out, to whole numbers, where the function allows that. */
static struct datum rounded(const struct call *call, enum number_rounding how, bool scale_may_lack)
{
    struct number number;
    int64_t scale = 0;
    if (!argument_number(call, 0, &number))
        return datum_null();
    if ((argument_given(call, 1) || !scale_may_lack) && !argument_int(call, 1, &scale))
        return datum_null();
    if (scale < -10000 || scale > 10000 || !number_round(number, (int)scale, how, &number))
        return datum_null();
    return datum_number(number);
}

struct datum call_decimal(const struct call *call)
{
    return rounded(call, ROUND_half_even, false);
}

struct datum call_floor(const struct call *call)
{
    return rounded(call, ROUND_floor, true);
}

struct datum call_ceiling(const struct call *call)
{
    return rounded(call, ROUND_ceiling, true);
}

struct datum call_round_up(const struct call *call)
{
    return rounded(call, ROUND_up, false);
}

struct datum call_round_down(const struct call *call)
{
    return rounded(call, ROUND_down, false);
}

struct datum call_round_half_up(const struct call *call)
{
    return rounded(call, ROUND_half_up, false);
}

struct datum call_round_half_down(const struct call *call)
{
    return rounded(call, ROUND_half_down, false);
}

struct datum call_abs(const struct call *call)
{
    struct datum value = argument(call, 0);
    if (value.type == DATUM_number)
        return number_compare(value.number, number_of(0)) < 0 ? datum_negate(value) : value;
    if (value.type == DATUM_days)
        return value.seconds < 0 ? datum_negate(value) : value;
    if (value.type == DATUM_months)
        return value.months < 0 ? datum_negate(value) : value;
    return datum_null();
}

struct datum call_modulo(const struct call *call)
{
    struct number dividend, divisor, rest;
    if (!argument_number(call, 0, &dividend) || !argument_number(call, 1, &divisor) ||
        !number_modulo(dividend, divisor, &rest))
        return datum_null();
    return datum_number(rest);
}

static struct datum of_one(const struct call *call, bool (*what)(struct number, struct number *))
{
    struct number number;
    if (!argument_number(call, 0, &number) || !what(number, &number))
        return datum_null();
    return datum_number(number);
}

struct datum call_sqrt(const struct call *call)
{
    return of_one(call, number_sqrt);
}

struct datum call_log(const struct call *call)
{
    return of_one(call, number_log);
}

struct datum call_exp(const struct call *call)
{
    return of_one(call, number_exp);
}

/* 2.5 is neither odd nor even. */
static struct datum leaves_by_two(const struct call *call, int64_t rest)
{
    struct number number;
    if (!argument_number(call, 0, &number) || !number_modulo(number, number_of(2), &number))
        return datum_null();
    return datum_boolean(number_compare(number, number_of(rest)) == 0);
}

struct datum call_odd(const struct call *call)
{
    return leaves_by_two(call, 1);
}

struct datum call_even(const struct call *call)
{
    return leaves_by_two(call, 0);
}
