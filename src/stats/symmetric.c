#include "stats/symmetric.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "base/banned.h"

static const double COMBINATION = 1e-10;

/* A row of which under `least` of its own diagonal is left is not kept. */
static size_t factor_down_to(double *matrix, size_t n, double least, bool *kept)
{
    size_t rank = 0;
    for (size_t i = 0; i < n; i++) {
        double *row = matrix + i * n, whole = row[i], left = whole;
        for (size_t j = 0; j < i; j++) {
            double sum = row[j], *above = matrix + j * n;
            for (size_t k = 0; k < j; k++)
                sum -= row[k] * above[k] * matrix[k * n + k];
            row[j] = kept[j] ? sum / above[j] : 0;
            left -= row[j] * row[j] * above[j];
        }
        kept[i] = left > least * whole && whole > 0;
        row[i] = kept[i] ? left : 0;
        rank += kept[i];
    }
    return rank;
}

size_t symmetric_factor(double *matrix, size_t n, bool *kept)
{
    return factor_down_to(matrix, n, COMBINATION, kept);
}

/* L y = b, in place; rows not kept get 0. */
static void solve_forward(const double *factor, const bool *kept, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++)
            b[i] -= factor[i * n + j] * b[j];
        if (!kept[i])
            b[i] = 0;
    }
}

void symmetric_solve(const double *factor, const bool *kept, size_t n, double *b)
{
    solve_forward(factor, kept, n, b);
    for (size_t i = n; i-- > 0;) {
        if (!kept[i])
            continue;
        b[i] /= factor[i * n + i];
        for (size_t j = i + 1; j < n; j++)
            if (kept[j])
                b[i] -= factor[j * n + i] * b[j];
    }
}

double symmetric_form(const double *factor, const bool *kept, size_t n, double *b)
{
    double form = 0;
    solve_forward(factor, kept, n, b);
    for (size_t i = 0; i < n; i++)
        if (kept[i])
            form += b[i] * b[i] / factor[i * n + i];
    return form;
}

bool symmetric_invert(double *matrix, size_t n)
{
    double *factor = memory_alloc((n * n + 1) * sizeof *factor);
    bool *kept = memory_alloc((n + 1) * sizeof *kept);
    memcpy(factor, matrix, n * n * sizeof *factor);
    bool full = factor_down_to(factor, n, 4 * DBL_EPSILON * (double)n, kept) == n;
    for (size_t i = 0; full && i < n; i++) {
        double *row = matrix + i * n;
        memset(row, 0, n * sizeof *row);
        row[i] = 1;
        symmetric_solve(factor, kept, n, row);
    }
    for (size_t i = 0; full && i < n; i++)
        for (size_t j = 0; j < i; j++)
            matrix[j * n + i] = matrix[i * n + j]; /* alike to the last bit */
    free(factor);
    free(kept);
    return full;
}

void symmetric_times(const double *matrix, size_t n, const double *x, double *to)
{
    for (size_t i = 0; i < n; i++) {
        to[i] = 0;
        for (size_t j = 0; j < n; j++)
            to[i] += matrix[i + j * n] * x[j];
    }
}

void symmetric_sandwich(const double *bread, const double *meat, size_t n, double *to)
{
    double *half = memory_alloc(n * n * sizeof *half);
    for (size_t j = 0; j < n; j++)
        symmetric_times(meat, n, bread + j * n, half + j * n);
    for (size_t j = 0; j < n; j++)
        symmetric_times(bread, n, half + j * n, to + j * n);
    free(half);
}

static void rotate(double *a, double *b, size_t n, size_t step, double c, double s)
{
    for (size_t k = 0; k < n; k++) {
        double one = a[k * step], other = b[k * step];
        a[k * step] = c * one - s * other;
        b[k * step] = s * one + c * other;
    }
}

void symmetric_eigen(double *matrix, size_t n, double *values, double *vectors)
{
    memset(vectors, 0, n * n * sizeof *vectors);
    for (size_t i = 0; i < n; i++)
        vectors[i + i * n] = 1;
    for (int sweep = 0; sweep < 60; sweep++) {
        double off = 0, all = 0;
        for (size_t i = 0; i < n * n; i++)
            all += matrix[i] * matrix[i];
        for (size_t q = 1; q < n; q++)
            for (size_t p = 0; p < q; p++) {
                double apq = matrix[p + q * n];
                off += apq * apq;
                if (fabs(apq) <= DBL_MIN)
                    continue;
                double theta = (matrix[q + q * n] - matrix[p + p * n]) / (2 * apq);
                double t = copysign(1, theta) / (fabs(theta) + hypot(theta, 1));
                double c = 1 / hypot(t, 1), s = t * c;
                rotate(matrix + p * n, matrix + q * n, n, 1, c, s);
                rotate(matrix + p, matrix + q, n, n, c, s);
                rotate(vectors + p * n, vectors + q * n, n, 1, c, s);
            }
        if (off <= DBL_EPSILON * DBL_EPSILON * all)
            break;
    }
    for (size_t i = 0; i < n; i++)
        values[i] = matrix[i + i * n];
}
