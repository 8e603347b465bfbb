/* demand: whether there is work for those on a list, said when they are selected (R103, F19).
 *
 * Near nil: less than one open post, or one placement in a job or subsidised work in the last 52 weeks, to
 * ten of those on the list who want that work; the same as the board `occupations` says of the register. */
#ifndef CASEWORK_DEMAND_H
#define CASEWORK_DEMAND_H

#include "casework/selection.h"

struct demand_gap {
    const char *occupation; /* its name */
    int64_t people, posts, placed;
};

/* OUT the occupations of those on the intake's list (what they want first, or else did last, as known on
 * `day`) in which demand is near nil in the programme's region, or everywhere when it has none; the most
 * wanted first. None when it belongs to nobody's list, or nobody's occupation is recorded. */
bool demand_gaps(struct arena *arena, const struct store *store, int64_t intake, int32_t day,
                 struct demand_gap **out, size_t *count, struct err *err);

#endif
