/* write: a question in FEEL again, for other engines and for people who check.
 *
 * Every operation stands in brackets, so that engines which disagree on what binds tighter agree on this
 * (rules-profile, 2). What is ours alone is written in the standard's words: is recorded(x) as x != null,
 * verified(x) as a condition, a level of English as its number, another code as its text. Another engine has
 * no "not recorded": it answers null facts by the standard's own rules. */
#ifndef RULE_WRITE_H
#define RULE_WRITE_H

#include "base/str.h"
#include "rule/rule.h"

void rule_write(struct str *out, const struct rule *rule);
void rule_write_node(struct str *out, const struct node *node);

#endif
