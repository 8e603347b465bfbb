/* nearest: "did you mean …?" for names that people type. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/text.h"

struct nearest {
    struct text typed;
    const char *name; /* the best so far, NULL when nothing is near enough */
    size_t distance;
};

/* One search: init, offer every known name, read `name`. Near enough is a third of the typed length, at least
 * two edits. METHOD optimal string alignment (insert, delete, replace, swap neighbours), letters compared
 * without case. */
void nearest_init(struct nearest *nearest, struct text typed);
void nearest_offer(struct nearest *nearest, const char *name);

#endif
