/* responsible: who answers for a person, said once.
 *
 * A person's case is answered for by the specialist case manager who is assigned to them on the day, else by
 * the case manager; of two, by the one assigned later; never by somebody whose last day was before. */
#ifndef CASEWORK_RESPONSIBLE_H
#define CASEWORK_RESPONSIBLE_H

#include "store/store.h"

/* SQL: the id of who answers for `client` on `day`, null when nobody does; both are SQL. */
#define RESPONSIBLE(client, day)                                                                             \
    "(SELECT ra.staff FROM assignment ra JOIN staff rs ON rs.id = ra.staff WHERE ra.client = " client        \
    " AND ra.duty IN (1, 2) AND ra.effective_from <= " day " AND (ra.effective_to IS NULL OR "               \
    "ra.effective_to >= " day ") AND (rs.left_on IS NULL OR rs.left_on >= " day                              \
    ") ORDER BY ra.duty DESC, ra.effective_from DESC, ra.id DESC LIMIT 1)"

_Static_assert(CODED_duty_case_manager == 1 && CODED_duty_specialist == 2, "RESPONSIBLE names them");

/* The same for one person; *staff is 0 when nobody does. */
bool responsible_find(const struct store *store, int64_t client, int32_t day, int64_t *staff,
                      struct err *err);

#endif
