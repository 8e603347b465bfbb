#include <string.h>

#include "stats/design.h"

#include "base/banned.h"

/* Two numbers at a time: what every x86-64 and ARM64 has, so the order of additions is the same on all. */
typedef double pair __attribute__((vector_size(16)));

static pair pair_at(const double *from)
{
    pair both;
    memcpy(&both, from, sizeof both);
    return both;
}

enum { TILE_ROWS = 2, TILE_COLUMNS = 4 };

/* Products of columns a[0..2) with b[0..4), over an even n. */
static void tile_products(const double *a, const double *b, size_t n, double sums[TILE_ROWS][TILE_COLUMNS])
{
    pair s00 = {0}, s01 = {0}, s02 = {0}, s03 = {0}, s10 = {0}, s11 = {0}, s12 = {0}, s13 = {0};
    for (size_t i = 0; i < n; i += 2) {
        pair a0 = pair_at(a + i), a1 = pair_at(a + DESIGN_BLOCK + i);
        pair b0 = pair_at(b + i), b1 = pair_at(b + DESIGN_BLOCK + i);
        s00 += a0 * b0;
        s10 += a1 * b0;
        s01 += a0 * b1;
        s11 += a1 * b1;
        pair b2 = pair_at(b + 2 * DESIGN_BLOCK + i), b3 = pair_at(b + 3 * DESIGN_BLOCK + i);
        s02 += a0 * b2;
        s12 += a1 * b2;
        s03 += a0 * b3;
        s13 += a1 * b3;
    }
    const pair all[TILE_ROWS][TILE_COLUMNS] = {{s00, s01, s02, s03}, {s10, s11, s12, s13}};
    for (size_t i = 0; i < TILE_ROWS; i++)
        for (size_t j = 0; j < TILE_COLUMNS; j++)
            sums[i][j] = all[i][j][0] + all[i][j][1];
}

/* One product alone. */
static double column_product(const double *a, const double *b, size_t n)
{
    pair even = {0}, odd = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        even += pair_at(a + i) * pair_at(b + i);
        odd += pair_at(a + i + 2) * pair_at(b + i + 2);
    }
    even += odd;
    double sum = even[0] + even[1];
    for (; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

void design_gram(const double *z, size_t rank, size_t n, const double *weight, double *gram, double *room)
{
    size_t even = n & ~(size_t)1;
    for (size_t k = 0; k < rank; k++)
        for (size_t i = 0; i < n; i++)
            room[k * DESIGN_BLOCK + i] = z[k * DESIGN_BLOCK + i] * weight[i];
    for (size_t j = 0; j < rank; j += TILE_COLUMNS)
        for (size_t i = 0; i < rank && i < j + TILE_COLUMNS; i += TILE_ROWS) {
            double sums[TILE_ROWS][TILE_COLUMNS];
            bool whole = i + TILE_ROWS <= rank && j + TILE_COLUMNS <= rank;
            if (whole)
                tile_products(room + i * DESIGN_BLOCK, z + j * DESIGN_BLOCK, even, sums);
            for (size_t k = i; k < i + TILE_ROWS && k < rank; k++)
                for (size_t l = j; l < j + TILE_COLUMNS && l < rank; l++) {
                    if (k > l)
                        continue;
                    const double *a = room + k * DESIGN_BLOCK, *b = z + l * DESIGN_BLOCK;
                    double sum = whole ? sums[k - i][l - j] : column_product(a, b, even);
                    if (even < n)
                        sum += a[even] * b[even];
                    gram[k + l * rank] += sum;
                    if (k != l)
                        gram[l + k * rank] += sum;
                }
        }
}

void design_line(const double *z, size_t rank, size_t n, const double *gamma, double *to)
{
    memset(to, 0, n * sizeof *to);
    for (size_t k = 0; k < rank; k++) {
        const double *column = z + k * DESIGN_BLOCK, times = gamma[k];
        size_t i = 0;
        for (; i + 2 <= n; i += 2) {
            pair sum = pair_at(to + i) + pair_at(column + i) * times;
            memcpy(to + i, &sum, sizeof sum);
        }
        if (i < n)
            to[i] += column[i] * times;
    }
}

void design_sums(const double *z, size_t rank, size_t n, const double *u, double *sums)
{
    for (size_t k = 0; k < rank; k++)
        sums[k] += column_product(z + k * DESIGN_BLOCK, u, n);
}

void design_quadratic(const double *z, size_t rank, size_t n, const double *matrix, double *to, double *room)
{
    memset(to, 0, n * sizeof *to);
    for (size_t k = 0; k < rank; k++) {
        design_line(z, rank, n, matrix + k * rank, room);
        for (size_t i = 0; i < n; i++)
            to[i] += room[i] * z[k * DESIGN_BLOCK + i];
    }
}
