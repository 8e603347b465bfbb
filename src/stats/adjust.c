#include "stats/adjust.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

#include "base/banned.h"

struct ranked {
    double p;
    size_t at; /* place in the caller's order */
};

static int ranked_compare(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->p < b->p)
        return -1;
    if (a->p > b->p)
        return 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Smallest p first: the i-th of n is multiplied by n - i (i from 0), and no answer may be below the one
 * before it. */
void adjust_holm(const struct figure *p, size_t count, struct figure *adjusted)
{
    struct ranked *ranked = memory_alloc(count * sizeof *ranked);
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        adjusted[i] = p[i];
        if (p[i].absent)
            continue;
        assert(0 <= p[i].value && p[i].value <= 1);
        ranked[tests++] = (struct ranked){.p = p[i].value, .at = i};
    }
    qsort(ranked, tests, sizeof *ranked, ranked_compare);
    double least = 0;
    for (size_t i = 0; i < tests; i++) {
        least = fmin(fmax(least, (double)(tests - i) * ranked[i].p), 1);
        adjusted[ranked[i].at] = figure_of(least);
    }
    free(ranked);
}
