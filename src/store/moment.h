/* moment: which day a question is about, and what was known then (R13).
 *
 * As at D: spells that run on D, and of each series of dated facts the latest that began by D.
 * As known on K: the versions that stood in the record at the end of K, corrected since or not. */
#ifndef STORE_MOMENT_H
#define STORE_MOMENT_H

#include "db/engine.h"
#include "base/str.h"
#include "dict/dict.h"

struct moment {
    bool dated; /* false: every row, whatever its dates */
    int32_t as_at;
    bool known_then; /* false: as known now */
    int64_t known;   /* the instant */
};

/* What stands after FROM: the record's rows under the alias s, or another, as known then. */
void sql_source(struct str *sql, const struct record *record, const struct moment *moment);
void sql_source_as(struct str *sql, const struct record *record, const struct moment *moment,
                   const char *alias);

/* " AND …": the rows of s that are true on the day; nothing for records without dates of their own. */
void sql_as_at(struct str *sql, const struct record *record, const struct moment *moment);

#endif
