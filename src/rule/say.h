/* say: facts and their values as people read them, on a page or in a list. */
#ifndef RULE_SAY_H
#define RULE_SAY_H

#include "base/str.h"
#include "rule/datum.h"
#include "rule/fact.h"

/* "English speaking is verified" */
void say_use(struct str *out, struct use use);

/* "Clear", "8.1 weeks", "not recorded". Weeks to one decimal, which says on which side of 26 they are; years
 * are never rounded down, for 5.003 are more than 5. A list is said by how many it has. */
void say_value(struct str *out, struct use use, struct datum value);

#endif
