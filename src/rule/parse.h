/* parse: a question's text to its tree, by FEEL's grammar (DMN 1.5, 10.3.1.2) as far as docs/rules.md takes
 * it.
 *
 * `in` and the other comparisons bind tighter than and/or; - of one number binds tighter than **, which goes
 * from left to right, as that grammar has it. Names are those in scope, the longest that fits. What is left
 * out is named in the error. */
#ifndef RULE_PARSE_H
#define RULE_PARSE_H

#include "rule/rule.h"

/* IN rule->text valid UTF-8 in the arena, rule->mode. OUT rule->root, slots; the check adds the uses.
 * RULE_standard: what the standard makes null where it stands, and not an error of grammar (a call with the
 * wrong arguments, @"…" that is nothing), is a null literal. FAILS as rule_compile does. */
bool parse_rule(struct arena *arena, struct rule *rule, const struct rule_options *options,
                struct spot *where, struct err *err);

/* "line 2, column 7" as the err's place. */
void parse_say_place(struct text text, size_t offset, struct err *err);

#endif
