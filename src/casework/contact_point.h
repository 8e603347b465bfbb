/* contact_point: where a person is reached, said once. */
#ifndef CASEWORK_CONTACT_POINT_H
#define CASEWORK_CONTACT_POINT_H

#include "dict/dict.h"

/* SQL: the number or address by which `client` is reached on `day`, with whose it is when not their own; null
 * when none is recorded. The one that they would rather be reached by comes first, then a telephone, then
 * what was written down last. */
#define REACHED_AT(client, day)                                                                              \
    "(SELECT cp.address || COALESCE(' (' || cp.whose || ')', '') FROM contact_point cp WHERE cp.client = "   \
    "" client " AND cp.effective_from <= " day " AND (cp.effective_to IS NULL OR cp.effective_to >= " day    \
    ") ORDER BY COALESCE(cp.preferred, 0) DESC, cp.way, cp.effective_from DESC, cp.id DESC LIMIT 1)"

_Static_assert(CODED_contact_point_way_mobile < CODED_contact_point_way_phone &&
                   CODED_contact_point_way_phone < CODED_contact_point_way_e_mail,
               "telephones come first");

#endif
