/* check_work: private to check*.c. */
#ifndef CASEWORK_CHECK_WORK_H
#define CASEWORK_CHECK_WORK_H

#include "base/str.h"
#include "casework/check.h"

/* " AND NOT EXISTS …": of rows `a` of the record only the last of each series: of the same person and key,
 * but for the day, the method and the source. */
void sql_last_of_series(struct str *sql, const struct record *record, const char *a);

/* The fact of that id. FAILS ERR_absent. */
bool fact_read(struct arena *arena, const struct store *store, const struct record *record, int64_t id,
               struct fact_found *out, struct err *err);

/* Who should settle what `doubter` (0: Mahi itself) doubts of what `recorder` wrote of the client; 0: nobody
 * else works here. */
bool check_owner(const struct store *store, int64_t client, int64_t recorder, int64_t doubter, int64_t *owner,
                 struct err *err);

/* Opens a check within the caller's transaction. `says` may be NULL; due_on DATE_MIN: in CHECK_DUE_DAYS. */
struct opening {
    const struct record *record;
    const struct fact_found *fact;
    int why;
    const char *says;
    int64_t raised_by; /* 0: Mahi itself */
    int64_t owner;
    int32_t due_on;
};
bool check_open(struct arena *arena, struct store *store, const struct opening *opening, const char **number,
                struct err *err);

#endif
