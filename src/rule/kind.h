/* kind: what is known of a value before anybody is asked: private to the check, the SQL and the words. */
#ifndef RULE_KIND_H
#define RULE_KIND_H

#include "base/str.h"
#include "rule/tree.h"

/* Of a fact, or one of its aspects. */
struct type kind_of_fact(enum fact_id fact, enum aspect aspect);

/* Of a field of a record, as an entry of the context that stands for a row: REF is the other record's key, a
 * text. */
struct type kind_of_field(const struct field *field);

/* The entry of that name of a record's context: a field with blanks for _, or "days" of a spell, then *field
 * is NULL. False when there is none. */
bool kind_of_entry(enum record_id record, struct text name, const struct field **field, struct type *out);
const char *kind_nearest_entry(enum record_id record, struct text name);

struct type kind_of_datum(struct datum datum);

/* Of a list's members; any when that is not known. */
struct type kind_of_member(struct type list);

/* Whether values of the two can be equal at all, and whether one can be less than the other. What is not
 * known may be. */
bool kinds_meet(struct type a, struct type b);
bool kind_is_ordered(struct type a);

/* What both can be: the common type, or any. */
struct type kind_join(struct type a, struct type b);

/* "yes or no", "a number", "one of English level": as sentences name it. */
void kind_words(struct str *out, struct type type);

static inline struct type kind_is(enum type_id id)
{
    return (struct type){.id = id};
}

#endif
