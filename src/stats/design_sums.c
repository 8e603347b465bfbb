#include <string.h>

#include "stats/design.h"
#include "stats/everywhere.h"

#include "base/banned.h"

/* Four numbers at a time, in one register or in two: the order of additions is the same. */
typedef double four __attribute__((vector_size(32), aligned(8)));

enum { TILE = 2, LANES = 4 };

/* Products of columns a[0..2) with b[0..2), over a multiple of four. */
EVERYWHERE_INLINE void tile_products(const double *a, const double *b, size_t n, double sums[TILE][TILE])
{
    four s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0};
    for (size_t i = 0; i < n; i += LANES) {
        const four a0 = *(const four *)(a + i), a1 = *(const four *)(a + DESIGN_BLOCK + i);
        const four b0 = *(const four *)(b + i), b1 = *(const four *)(b + DESIGN_BLOCK + i);
        s00 += a0 * b0;
        s01 += a0 * b1;
        s10 += a1 * b0;
        s11 += a1 * b1;
    }
    sums[0][0] = (s00[0] + s00[1]) + (s00[2] + s00[3]);
    sums[0][1] = (s01[0] + s01[1]) + (s01[2] + s01[3]);
    sums[1][0] = (s10[0] + s10[1]) + (s10[2] + s10[3]);
    sums[1][1] = (s11[0] + s11[1]) + (s11[2] + s11[3]);
}

/* One product alone, over a multiple of four. */
EVERYWHERE_INLINE double column_product(const double *a, const double *b, size_t n)
{
    four sum = {0};
    for (size_t i = 0; i < n; i += LANES)
        sum += *(const four *)(a + i) * *(const four *)(b + i);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

EVERYWHERE void design_gram(const double *z, size_t rank, size_t n, const double *weight, double *gram,
                            double *room)
{
    size_t whole = n - n % LANES;
    for (size_t k = 0; k < rank; k++)
        for (size_t i = 0; i < n; i++)
            room[k * DESIGN_BLOCK + i] = z[k * DESIGN_BLOCK + i] * weight[i];
    for (size_t j = 0; j < rank; j += TILE)
        for (size_t i = 0; i <= j; i += TILE) {
            double sums[TILE][TILE];
            bool full = j + TILE <= rank;
            const double *from = room + i * DESIGN_BLOCK, *other = z + j * DESIGN_BLOCK;
            if (full)
                tile_products(from, other, whole, sums);
            else
                for (size_t k = 0; k < TILE && i + k < rank; k++)
                    sums[k][0] = column_product(from + k * DESIGN_BLOCK, other, whole);
            for (size_t k = i; k < i + TILE && k < rank; k++)
                for (size_t l = j; l < j + TILE && l < rank; l++) {
                    if (k > l)
                        continue;
                    double sum = sums[k - i][l - j];
                    for (size_t row = whole; row < n; row++)
                        sum += room[k * DESIGN_BLOCK + row] * z[l * DESIGN_BLOCK + row];
                    gram[k + l * rank] += sum;
                    if (k != l)
                        gram[l + k * rank] += sum;
                }
        }
}

EVERYWHERE void design_line(const double *z, size_t rank, size_t n, const double *gamma, double *to)
{
    memset(to, 0, n * sizeof *to);
    for (size_t k = 0; k < rank; k++) {
        const double *column = z + k * DESIGN_BLOCK, times = gamma[k];
        for (size_t i = 0; i < n; i++)
            to[i] += column[i] * times;
    }
}

EVERYWHERE void design_sums(const double *z, size_t rank, size_t n, const double *u, double *sums)
{
    size_t whole = n - n % LANES;
    for (size_t k = 0; k < rank; k++) {
        double sum = column_product(z + k * DESIGN_BLOCK, u, whole);
        for (size_t i = whole; i < n; i++)
            sum += z[k * DESIGN_BLOCK + i] * u[i];
        sums[k] += sum;
    }
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
