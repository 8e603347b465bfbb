/* conflict: whether two questions can both be true of one person: "non-English-speaking" beside "reasonable
 * spoken English" cannot (R145).
 *
 * Where every leaf compares one fact with constants, people who stand on the same side of each constant are
 * alike, so one value for each stretch between the constants stands for all of them; every combination of
 * those is tried. METHOD equivalence classes of the domain: exact. What is not of that form, or has too many
 * combinations, is not examined and never called a conflict. */
#ifndef RULE_CONFLICT_H
#define RULE_CONFLICT_H

#include "rule/rule.h"

enum conflict {
    CONFLICT_none,
    CONFLICT_found,
    CONFLICT_not_examined,
};

enum { CONFLICT_TRIES_MAX = 200000 };

/* `b` may be NULL: whether `a` alone can ever be true. COST at most CONFLICT_TRIES_MAX evaluations of each.
 */
enum conflict rule_conflict(struct arena *arena, const struct rule *a, const struct rule *b, int32_t today);

#endif
