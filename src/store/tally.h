/* tally: how many records of one type have which values: the group summary that a register of single records
 * never gave (R12).
 *
 * PostgreSQL groups in the server; SQLite would sort every row to group, so there the rows are counted here
 * as they stream by. Either way one table of counts comes out. COST one pass; memory by the number of
 * different combinations, at most TALLY_CELLS_MAX. */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H

#include "store/moment.h"
#include "store/store.h"

enum { TALLY_FIELDS_MAX = 6, TALLY_CELLS_MAX = 100000 };

struct tally_request {
    const struct record *record;
    const struct field *fields[TALLY_FIELDS_MAX];
    size_t field_count;
    struct moment moment;
    bool chosen; /* only what is about the clients in the table `asked` (ask_choose) */
};

struct tally_category {
    struct value value; /* VALUE_absent: not recorded */
    const char *label;  /* as people read it; "not recorded" */
};

struct tally_cell {
    uint32_t category[TALLY_FIELDS_MAX]; /* index into the field's categories */
    int64_t count;
};

struct tally {
    struct tally_category *categories[TALLY_FIELDS_MAX]; /* in order of value; not recorded last */
    size_t category_count[TALLY_FIELDS_MAX];
    struct tally_cell *cells; /* in order of categories, first field first; only those that occur */
    size_t cell_count;
    int64_t total;
};

/* FAILS ERR_usage when there are more combinations than TALLY_CELLS_MAX, ERR_denied for a field that may not
 * be seen. */
bool tally_make(struct arena *arena, const struct store *store, const struct tally_request *request,
                struct tally *tally, struct err *err);

#endif
