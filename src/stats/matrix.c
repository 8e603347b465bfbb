#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/design.h"

#include "base/banned.h"

/* By Cholesky's factor L, here in the lower triangle, and its inverse. */
bool matrix_invert(double *matrix, size_t size)
{
    double *l = memory_alloc(size * size * sizeof *l), *scale = memory_alloc(size * sizeof *scale);
    bool positive = true;
    for (size_t j = 0; j < size; j++) {
        positive = positive && matrix[j + j * size] > 0 && isfinite(matrix[j + j * size]);
        scale[j] = positive ? 1 / sqrt(matrix[j + j * size]) : 0;
    }
    for (size_t j = 0; positive && j < size; j++) {
        for (size_t i = j; i < size; i++) {
            double left = matrix[i + j * size] * scale[i] * scale[j];
            for (size_t k = 0; k < j; k++)
                left -= l[i + k * size] * l[j + k * size];
            if (i == j)
                positive = left > 4 * DBL_EPSILON * (double)size;
            l[i + j * size] = i == j ? sqrt(fmax(left, 0)) : left / l[j + j * size];
        }
    }
    for (size_t j = 0; positive && j < size; j++) /* L becomes its inverse, column by column */
        for (size_t i = j; i < size; i++) {
            double left = i == j ? 1 : 0;
            for (size_t k = j; k < i; k++)
                left -= l[i + k * size] * matrix[k + j * size];
            matrix[i + j * size] = left / l[i + i * size];
        }
    for (size_t j = 0; positive && j < size; j++)
        for (size_t i = j; i < size; i++) {
            double sum = 0;
            for (size_t k = i; k < size; k++)
                sum += matrix[k + i * size] * matrix[k + j * size];
            l[i + j * size] = l[j + i * size] = sum * scale[i] * scale[j];
        }
    if (positive)
        memcpy(matrix, l, size * size * sizeof *l);
    free(l);
    free(scale);
    return positive;
}

void matrix_times(const double *matrix, size_t size, const double *x, double *to)
{
    for (size_t i = 0; i < size; i++) {
        to[i] = 0;
        for (size_t j = 0; j < size; j++)
            to[i] += matrix[i + j * size] * x[j];
    }
}

void matrix_sandwich(const double *bread, const double *meat, size_t size, double *to)
{
    double *half = memory_alloc(size * size * sizeof *half);
    for (size_t j = 0; j < size; j++)
        matrix_times(meat, size, bread + j * size, half + j * size);
    for (size_t j = 0; j < size; j++)
        matrix_times(bread, size, half + j * size, to + j * size);
    free(half);
}

double matrix_raw_variance(const struct design *design, const double *covariance, size_t at)
{
    size_t rank = design->rank;
    double sum = 0;
    for (size_t i = 0; i < rank; i++)
        for (size_t j = 0; j < rank; j++)
            sum += design->raw[at + i * rank] * covariance[i + j * rank] * design->raw[at + j * rank];
    return sum;
}

static void rotate(double *a, double *b, size_t size, size_t step, double c, double s)
{
    for (size_t k = 0; k < size; k++) {
        double one = a[k * step], other = b[k * step];
        a[k * step] = c * one - s * other;
        b[k * step] = s * one + c * other;
    }
}

void matrix_eigen(double *matrix, size_t size, double *values, double *vectors)
{
    memset(vectors, 0, size * size * sizeof *vectors);
    for (size_t i = 0; i < size; i++)
        vectors[i + i * size] = 1;
    for (int sweep = 0; sweep < 60; sweep++) {
        double off = 0, all = 0;
        for (size_t i = 0; i < size * size; i++)
            all += matrix[i] * matrix[i];
        for (size_t q = 1; q < size; q++)
            for (size_t p = 0; p < q; p++) {
                double apq = matrix[p + q * size];
                off += apq * apq;
                if (fabs(apq) <= DBL_MIN)
                    continue;
                double theta = (matrix[q + q * size] - matrix[p + p * size]) / (2 * apq);
                double t = copysign(1, theta) / (fabs(theta) + hypot(theta, 1));
                double c = 1 / hypot(t, 1), s = t * c;
                rotate(matrix + p * size, matrix + q * size, size, 1, c, s);
                rotate(matrix + p, matrix + q, size, size, c, s);
                rotate(vectors + p * size, vectors + q * size, size, 1, c, s);
            }
        if (off <= DBL_EPSILON * DBL_EPSILON * all)
            break;
    }
    for (size_t i = 0; i < size; i++)
        values[i] = matrix[i + i * size];
}
