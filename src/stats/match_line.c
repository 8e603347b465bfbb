#include "stats/match_line.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"

#include "stats/sort_doubles.h"

#include "base/banned.h"

/* Who is in line by value is dealt into groups in that order. */
void match_line(const double *values, const uint32_t *group, size_t groups, size_t n, uint32_t *order)
{
    if (!group) {
        order_doubles(values, n, order);
        return;
    }
    uint32_t *by_value = memory_alloc(n * sizeof *by_value),
             *next = memory_alloc((groups + 1) * sizeof *next);
    order_doubles(values, n, by_value);
    for (size_t i = 0; i < n; i++) {
        assert(group[i] < groups);
        next[group[i] + 1]++;
    }
    for (size_t i = 0; i < groups; i++)
        next[i + 1] += next[i];
    for (size_t i = 0; i < n; i++)
        order[next[group[by_value[i]]]++] = by_value[i];
    free(by_value);
    free(next);
}
