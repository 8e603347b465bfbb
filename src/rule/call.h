/* call: what the built-in functions share: their arguments as what they want them to be. Private to call_*.c.
 *
 * Each answers false when the argument is null, left out or of another type; the function is then null. */
#ifndef RULE_CALL_H
#define RULE_CALL_H

#include "rule/function.h"

/* One for each row of functions.def: call_abs … */
#define FUNCTION(id, ...) struct datum call_##id(const struct call *call);
#include "rule/functions.def"
#undef FUNCTION

/* The argument, and of a list of one its member. */
struct datum argument(const struct call *call, size_t index);

bool argument_number(const struct call *call, size_t index, struct number *out);
bool argument_int(const struct call *call, size_t index, int64_t *out); /* cut towards nought: 3.8 is 3 */
bool argument_string(const struct call *call, size_t index, struct text *out);

/* A list as it is; any other value but null as a list of one. */
bool argument_list(const struct call *call, size_t index, struct datum_list *out);

/* Of a function that takes a list or its members one by one, the list. */
bool arguments_as_list(const struct call *call, struct datum_list *out);

static inline bool argument_given(const struct call *call, size_t index)
{
    return index < call->count;
}

struct datum datum_of_list(struct datum_list list);

/* Room for so many, to be filled. */
struct datum_list list_of(struct arena *arena, size_t count);

#endif
