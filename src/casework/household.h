/* household: a family as one: who belongs to it, and of each the case, the plan, what they do, and what is
 * set (R37). */
#ifndef CASEWORK_HOUSEHOLD_H
#define CASEWORK_HOUSEHOLD_H

#include "base/arena.h"
#include "report/report.h"
#include "store/store.h"

/* As at the day. FAILS ERR_absent. */
bool household_report(struct arena *arena, const struct store *store, struct text number, int32_t day,
                      struct report **out, struct err *err);

#endif
