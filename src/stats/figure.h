/* figure: a number, or the reason why there is none.
 *
 * A proportion of nobody, a test of a constant, a difference with one side missing do not exist. They are
 * absent with a reason, never 0 and never a silent NaN, and the reason is what a report prints in their
 * place. */
#ifndef STATS_FIGURE_H
#define STATS_FIGURE_H

#include <stdbool.h>

struct figure {
    double value;       /* meaningful only when `absent` is NULL */
    const char *absent; /* NULL, or why the number does not exist: "nobody was reached" */
};

static inline struct figure figure_of(double value)
{
    return (struct figure){.value = value};
}

static inline struct figure figure_absent(const char *why)
{
    return (struct figure){.absent = why};
}

/* Two ends of an interval that exist together or not at all. */
struct interval {
    double low, high;
    const char *absent;
};

static inline struct interval interval_of(double low, double high)
{
    return (struct interval){.low = low, .high = high};
}

static inline struct interval interval_absent(const char *why)
{
    return (struct interval){.absent = why};
}

/* A ratio of odds or shares, which may be 0 or infinite (INFINITY in `value`) when a cell is empty; then one
 * end of its interval may be missing and the other be there. */
struct ratio {
    struct figure value, low, high;
};

static inline struct ratio ratio_absent(const char *why)
{
    return (struct ratio){figure_absent(why), figure_absent(why), figure_absent(why)};
}

/* A test statistic and its p-value. */
struct test {
    struct figure statistic, p;
};

static inline struct test test_absent(const char *why)
{
    return (struct test){figure_absent(why), figure_absent(why)};
}

#endif
