#include "store/queries.h"

#include <string.h>

#include "base/str.h"
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

bool query_open(struct db *db, struct statement **out, enum query query, bool chosen,
                const int64_t *parameters, int count, struct err *err)
{
    static const char mark[] = "{asked}";
    const char *at = strstr(texts[query], mark), *rest = at ? at + strlen(mark) : "";
    struct str sql;
    str_init(&sql);
    str_add_bytes(&sql, texts[query], at ? (size_t)(at - texts[query]) : strlen(texts[query]));
    str_addf(&sql, "%s%s", at && chosen ? " AND e.client IN (SELECT client FROM asked)" : "", rest);
    const bool good = db_prepare(db, out, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    for (int i = 0; i < count; i++)
        statement_bind_int(*out, i, parameters[i]);
    return true;
}
