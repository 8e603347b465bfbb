/* entry: what one of a list of records is made of: "each with level, field, country, awarded by, from".
 *
 * The members of a fact that is a list are contexts. Their entries are the record's fields, named by the
 * words of the field's name: withdrew_on is "withdrew on", effective_from is "from" and effective_to "to".
 * A spell has "days" besides: how long it has lasted by the day.
 * What fills them, checks them and writes them as SQL asks here. */
#ifndef RULE_ENTRY_H
#define RULE_ENTRY_H

#include "base/str.h"
#include "dict/dict.h"

void entry_name(const struct field *field, struct str *out); /* appends "withdrew on" */

/* The field whose entry is called so; NULL: none. */
const struct field *entry_named(enum record_id record, struct text name);

#endif
