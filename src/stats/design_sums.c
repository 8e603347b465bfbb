#include <string.h>

#include "stats/design.h"
#include "stats/everywhere.h"

#include "base/banned.h"

/* Four numbers at a time, in one register or in two: the order of additions is the same. */
typedef double four __attribute__((vector_size(32), aligned(8)));

enum { TILE = 2, STRIP = 4, LANES = 4 };

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

/* Products of `columns` columns with one, over a multiple of four: four of them side by side, for an addition
 * must end before the next to the same sum can begin. */
EVERYWHERE_INLINE void strip_products(const double *a, size_t columns, const double *b, size_t n,
                                      double *products)
{
    size_t k = 0;
    for (; k + STRIP <= columns; k += STRIP) {
        const double *from = a + k * DESIGN_BLOCK;
        four s[STRIP] = {{0}, {0}, {0}, {0}};
        for (size_t i = 0; i < n; i += LANES)
            for (size_t l = 0; l < STRIP; l++)
                s[l] += *(const four *)(from + l * DESIGN_BLOCK + i) * *(const four *)(b + i);
        for (size_t l = 0; l < STRIP; l++)
            products[k + l] = (s[l][0] + s[l][1]) + (s[l][2] + s[l][3]);
    }
    for (; k < columns; k++)
        products[k] = column_product(a + k * DESIGN_BLOCK, b, n);
}

/* gram gains the product of columns k and l: `sum`, and that of the rows from `whole` on. */
EVERYWHERE_INLINE void gram_add(double *gram, size_t rank, size_t k, size_t l, double sum, const double *z,
                                const double *room, size_t whole, size_t n)
{
    for (size_t row = whole; row < n; row++)
        sum += room[k * DESIGN_BLOCK + row] * z[l * DESIGN_BLOCK + row];
    gram[k + l * rank] += sum;
    if (k != l)
        gram[l + k * rank] += sum;
}

EVERYWHERE void design_gram(const double *z, size_t rank, size_t n, const double *weight, double *gram,
                            double *room)
{
    size_t whole = n - n % LANES, tiled = rank - rank % TILE;
    for (size_t k = 0; k < rank; k++)
        for (size_t i = 0; i < n; i++)
            room[k * DESIGN_BLOCK + i] = z[k * DESIGN_BLOCK + i] * weight[i];
    for (size_t j = 0; j < tiled; j += TILE)
        for (size_t i = 0; i <= j; i += TILE) {
            double sums[TILE][TILE];
            tile_products(room + i * DESIGN_BLOCK, z + j * DESIGN_BLOCK, whole, sums);
            for (size_t k = i; k < i + TILE; k++)
                for (size_t l = j; l < j + TILE; l++)
                    if (k <= l)
                        gram_add(gram, rank, k, l, sums[k - i][l - j], z, room, whole, n);
        }
    for (size_t k = 0; tiled < rank && k < rank; k += STRIP) { /* the last of an odd number */
        double products[STRIP];
        size_t columns = rank - k < STRIP ? rank - k : STRIP;
        strip_products(room + k * DESIGN_BLOCK, columns, z + tiled * DESIGN_BLOCK, whole, products);
        for (size_t l = 0; l < columns; l++)
            gram_add(gram, rank, k + l, tiled, products[l], z, room, whole, n);
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
    for (size_t k = 0; k < rank; k += STRIP) {
        double products[STRIP];
        size_t columns = rank - k < STRIP ? rank - k : STRIP;
        strip_products(z + k * DESIGN_BLOCK, columns, u, whole, products);
        for (size_t l = 0; l < columns; l++) {
            for (size_t i = whole; i < n; i++)
                products[l] += z[(k + l) * DESIGN_BLOCK + i] * u[i];
            sums[k + l] += products[l];
        }
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
