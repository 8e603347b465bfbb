/* queries: the fixed questions of queries.def, ready to be stepped. */
#ifndef STORE_QUERIES_H
#define STORE_QUERIES_H

#include "db/engine.h"

enum query {
#define QUERY(name, ...) QUERY_##name,
#include "store/queries.def"
#undef QUERY
};

/* Prepares the query, restricted to the people in the table `asked` (ask_choose) when `chosen`, and binds
 * whole numbers in the order of its parameters; texts are bound by the caller after. */
bool query_open(struct db *db, struct statement **out, enum query query, bool chosen,
                const int64_t *parameters, int count, struct err *err);

#endif
