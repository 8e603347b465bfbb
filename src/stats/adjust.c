#include "stats/adjust.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
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

/* Fills ranked[0..count) with the tests that exist, smallest p first; the absent ones are copied.
 * OUT how many exist. */
static size_t rank(const struct figure *p, size_t count, struct figure *adjusted, struct ranked *ranked)
{
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        adjusted[i] = p[i];
        if (p[i].absent)
            continue;
        assert(0 <= p[i].value && p[i].value <= 1);
        ranked[tests++] = (struct ranked){.p = p[i].value, .at = i};
    }
    qsort(ranked, tests, sizeof *ranked, ranked_compare);
    return tests;
}

/* Smallest p first: the i-th of n is multiplied by n - i (i from 0), and no answer may be below the one
 * before it. */
void adjust_holm(const struct figure *p, size_t count, struct figure *adjusted)
{
    struct ranked *ranked = memory_alloc((count + 1) * sizeof *ranked);
    size_t tests = rank(p, count, adjusted, ranked);
    double least = 0;
    for (size_t i = 0; i < tests; i++) {
        least = fmin(fmax(least, (double)(tests - i) * ranked[i].p), 1);
        adjusted[ranked[i].at] = figure_of(least);
    }
    free(ranked);
}

void adjust_bonferroni(const struct figure *p, size_t count, struct figure *adjusted)
{
    struct ranked *ranked = memory_alloc((count + 1) * sizeof *ranked);
    size_t tests = rank(p, count, adjusted, ranked);
    for (size_t i = 0; i < tests; i++)
        adjusted[ranked[i].at] = figure_of(fmin((double)tests * ranked[i].p, 1));
    free(ranked);
}

/* What those that step up from the largest p multiply by: the i-th of n, smallest first, i from 1. */
static double hochberg_factor(size_t i, size_t n)
{
    return (double)(n - i + 1);
}

static double benjamini_hochberg_factor(size_t i, size_t n)
{
    return (double)n / (double)i;
}

/* Largest p first: no answer may be above the one before it. `any_tie` asks the price of
 * holding whatever ties the tests together. */
static void step_up(const struct figure *p, size_t count, struct figure *adjusted,
                    double (*factor)(size_t i, size_t n), bool any_tie)
{
    struct ranked *ranked = memory_alloc((count + 1) * sizeof *ranked);
    size_t tests = rank(p, count, adjusted, ranked);
    double most = 1, price = any_tie ? 0 : 1;
    for (size_t i = tests; any_tie && i > 0; i--)
        price += 1 / (double)i;
    for (size_t i = tests; i > 0; i--) {
        most = fmin(most, price * factor(i, tests) * ranked[i - 1].p);
        adjusted[ranked[i - 1].at] = figure_of(most);
    }
    free(ranked);
}

void adjust_hochberg(const struct figure *p, size_t count, struct figure *adjusted)
{
    step_up(p, count, adjusted, hochberg_factor, false);
}

void adjust_benjamini_hochberg(const struct figure *p, size_t count, struct figure *adjusted)
{
    step_up(p, count, adjusted, benjamini_hochberg_factor, false);
}

void adjust_benjamini_yekutieli(const struct figure *p, size_t count, struct figure *adjusted)
{
    step_up(p, count, adjusted, benjamini_hochberg_factor, true);
}
