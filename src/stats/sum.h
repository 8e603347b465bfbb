/* sum: adding up a million numbers without losing digits, and fast. Private to src/stats.
 *
 * Eight running sums side by side, closed every SUM_BLOCK numbers into a total that carries its rounding
 * error along (Neumaier 1974, ZAMM 54:39-51). The order of the additions is fixed, so the same numbers give
 * the same bits on every machine. */
#ifndef STATS_SUM_H
#define STATS_SUM_H

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { SUM_LANES = 8, SUM_BLOCK = 512 };

struct sum {
    double total, lost;
};

static inline void sum_add(struct sum *sum, double term)
{
    double total = sum->total + term;
    if (fabs(sum->total) >= fabs(term))
        sum->lost += (sum->total - total) + term;
    else
        sum->lost += (term - total) + sum->total;
    sum->total = total;
}

static inline double sum_value(const struct sum *sum)
{
    return sum->total + sum->lost;
}

/* Four numbers in one register or in two: the additions are the same. */
typedef double sum_lanes __attribute__((vector_size(32), aligned(8), may_alias));

/* The sum of w * (x - centre)^power over [0, n); w NULL for weights of 1. */
static inline double sum_powers(const double *w, const double *x, size_t n, double centre, unsigned power)
{
    struct sum sum = {0};
    for (size_t begin = 0; begin < n; begin += SUM_BLOCK) {
        size_t end = n - begin < SUM_BLOCK ? n : begin + SUM_BLOCK, i = begin;
        sum_lanes halves[2] = {{0}, {0}};
        for (; i + SUM_LANES <= end; i += SUM_LANES)
            for (size_t half = 0; half < 2; half++) {
                sum_lanes term = *(const sum_lanes *)(x + i + 4 * half) - centre;
                if (power == 2)
                    term *= term;
                if (w)
                    term *= *(const sum_lanes *)(w + i + 4 * half);
                halves[half] += term;
            }
        double lanes[SUM_LANES];
        memcpy(lanes, halves, sizeof lanes);
        for (size_t lane = 0; i + lane < end; lane++) {
            double away = x[i + lane] - centre, term = power == 2 ? away * away : away;
            lanes[lane] += w ? w[i + lane] * term : term;
        }
        for (size_t lane = 0; lane < SUM_LANES; lane++)
            sum_add(&sum, lanes[lane]);
    }
    return sum_value(&sum);
}

static inline double sum_of(const double *x, size_t n)
{
    return sum_powers(NULL, x, n, 0, 1);
}

static inline double sum_squares(const double *x, size_t n, double centre)
{
    return sum_powers(NULL, x, n, centre, 2);
}

static inline double sum_weighted(const double *w, const double *x, size_t n)
{
    return sum_powers(w, x, n, 0, 1);
}

static inline double sum_weighted_squares(const double *w, const double *x, size_t n, double centre)
{
    return sum_powers(w, x, n, centre, 2);
}

#endif
