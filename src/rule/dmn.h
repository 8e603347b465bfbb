/* dmn: a kept question as a DMN 1.5 model, for engines and tools of others.
 *
 * One decision with the question as its literal expression, in brackets (write.h); one input for each fact
 * that it asks for, with its type and its sentence; lists of records as item definitions. The day that is
 * asked about is today() there too. CHECKED by xmllint against the schema of the standard (tests/stories). */
#ifndef RULE_DMN_H
#define RULE_DMN_H

#include "base/str.h"
#include "rule/rule.h"

struct dmn_header {
    const char *code, *label, *sentence, *owner; /* "" where there is none */
    int version;
};

void rule_to_dmn(struct str *out, const struct rule *rule, const struct dmn_header *header);

#endif
