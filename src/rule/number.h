/* number: decimal numbers as people write them: 0.1 + 0.2 is 0.3.
 *
 * 34 significant digits, rounded half to even (IEEE 754 decimal128, which DMN 1.5 asks for in 10.3.2.3.1).
 * Most numbers that people ask about are whole and small, so a whole number of up to 18 digits stands as
 * itself and is added and compared in a few instructions; whatever leaves that range, or is not whole, is a
 * decimal128 of Intel's library. One value has one form: what fits `whole` is never `wide`.
 *
 * A result that does not exist (division by nought, overflow, the root of -1) is not a number: the call
 * returns false and the language makes it null. COST whole: nanoseconds. Wide: 30 to 200 ns; exp, log and
 * powers some microseconds. */
#ifndef RULE_NUMBER_H
#define RULE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define NUMBER_WHOLE_MAX 999999999999999999 /* 18 digits */

struct number {
    bool is_whole;
    int64_t whole;    /* when is_whole */
    uint64_t wide[2]; /* when not: decimal128, binary integer significand, low word first; finite */
};

struct number number_of_wide(int64_t whole);

static inline struct number number_of(int64_t whole)
{
    if (whole >= -NUMBER_WHOLE_MAX && whole <= NUMBER_WHOLE_MAX)
        return (struct number){.is_whole = true, .whole = whole};
    return number_of_wide(whole); /* what only number.c knows how to hold */
}

/* The shortest decimal that reads back as the same double: 0.1, not 0.1000000000000000055. `real` is finite.
 */
struct number number_of_real(double real);
double number_to_real(struct number a);

/* Digits with an optional sign, point and exponent: "-12.50", ".5", "1e3". False on anything else. */
bool number_read(struct text text, struct number *out);

/* Plain digits without trailing noughts: -12.5. Where that takes more than 100 noughts an exponent: 15e6000.
 */
void number_print(struct str *out, struct number a);

int number_compare_wide(struct number a, struct number b);

/* -1, 0, 1 */
static inline int number_compare(struct number a, struct number b)
{
    if (a.is_whole && b.is_whole)
        return (a.whole > b.whole) - (a.whole < b.whole);
    return number_compare_wide(a, b);
}

bool number_add(struct number a, struct number b, struct number *out);
bool number_subtract(struct number a, struct number b, struct number *out);
bool number_multiply(struct number a, struct number b, struct number *out);
bool number_divide(struct number a, struct number b, struct number *out);
bool number_power(struct number a, struct number b, struct number *out);
struct number number_negate(struct number a);

/* a - b * floor(a / b): the sign of the divisor (DMN modulo). */
bool number_modulo(struct number a, struct number b, struct number *out);

enum number_rounding {
    ROUND_half_even,
    ROUND_half_up,
    ROUND_half_down,
    ROUND_up,
    ROUND_down,
    ROUND_floor,
    ROUND_ceiling
};

/* To `decimals` places after the point; below nought, before it. half_up and half_down, up and down mean away
 * from and towards nought. False outside -6111..6176. */
bool number_round(struct number a, int decimals, enum number_rounding how, struct number *out);

bool number_sqrt(struct number a, struct number *out);
bool number_exp(struct number a, struct number *out);
bool number_log(struct number a, struct number *out);

/* Whole, and in int64_t. */
bool number_to_int(struct number a, int64_t *out);

#endif
