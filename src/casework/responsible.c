#include "casework/responsible.h"

#include "base/banned.h"

bool responsible_find(const struct store *store, int64_t client, int32_t day, int64_t *staff, struct err *err)
{
    struct statement *find;
    bool row;
    *staff = 0;
    if (!db_prepare(store->db, &find, "SELECT " RESPONSIBLE("CAST($1 AS bigint)", "CAST($2 AS integer)"),
                    err))
        return false;
    statement_bind_int(find, 0, client);
    statement_bind_int(find, 1, day);
    const bool good = statement_step(find, &row, err);
    if (good && row)
        *staff = statement_int(find, 0); /* 0 when null */
    statement_close(find);
    return good;
}
