#include "store/queries.h"

#include "dict/dict.h"
#include "base/banned.h"

/* The SQL of queries.def has these codes as numbers. */
_Static_assert(CODED_enrolment_side_comparison == 2 && CODED_chosen_by_lottery == 1 &&
                   CODED_follow_up_result_reached == 1,
               "queries.def counts on these numbers");

static const char *const texts[] = {
#define QUERY(name, sql, doc) sql,
#include "store/queries.def"
#undef QUERY
};

bool query_open(struct db *db, struct statement **out, enum query query, const int64_t *parameters, int count,
                struct err *err)
{
    if (!db_prepare(db, out, texts[query], err))
        return false;
    for (int i = 0; i < count; i++)
        statement_bind_int(*out, i, parameters[i]);
    return true;
}
