/* function: what a question may call, one row of functions.def each: its parameters, its meaning, what it
 * makes of null, and how either engine says it.
 *
 * FUNCTION (id, "name", "parameters", result, "sentence", "what null does", tail)
 * Parameters as "string:s, start position:n, length:n?": names as FEEL's named arguments have them, then a
 * type: s string, n number, b boolean, d date, t time, D date and time, v any of date or date and time, u
 * days duration, m months duration, w either duration, l list, c context, r range, a anything; ? may be left
 * out; … any number of further ones ("value:a…"). The tail: .sqlite and .postgres: SQL with {1} for the first
 * argument, NULL where the engine has no exact way and the question is asked row by row; .whole_only: the
 * SQL holds for whole numbers, not for 2.5; .extended: beyond the core of the standard; .special: known to
 * the parser by its form, never called as others are; .example: a FEEL expression and, after " = ", its
 * value.
 *
 * A name with two forms, date(from) and date(year, month, day), has a row each, one after the other: the
 * first row whose parameters take the arguments, by number or by name, is meant. What is of a wrong type
 * makes the result null; a list of one counts as its member where no list is wanted, a single value as a list
 * of one where one is (DMN 1.5, 10.3.2.9.4). */
#ifndef RULE_FUNCTION_H
#define RULE_FUNCTION_H

#include "rule/tree.h"

struct call {
    struct arena *arena;
    const struct datum *arguments; /* by parameter; null where left out; of a variadic function all of them */
    size_t count;                  /* as given: tells left out from null */
    int64_t today;                 /* the day that is asked about */
    bool facts_unknown;            /* the declared departure: a null among what is compared stays unknown */
};

struct function {
    const char *id, *name, *parameters;
    enum type_id result;
    const char *sentence, *of_null;
    struct datum (*call)(const struct call *call);
    /* the tail */
    const char *sqlite, *postgres, *example;
    bool whole_only, extended, special;
};

size_t functions(const struct function **out);

/* The longest function name at the beginning of `text` that is followed by blanks and "("; NULL when there is
 * none. */
const struct function *function_match(struct text text, size_t *length);

const char *function_nearest(struct text name); /* NULL when nothing is near */

enum { PARAMETERS_MAX = 8 };

struct parameter {
    struct text name;
    char type;
    bool optional, repeated;
};

/* The parameters of a row, read from their text. */
size_t function_parameters(const struct function *function, struct parameter *out);

#endif
