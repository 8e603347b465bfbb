#include "stats/design.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/everywhere.h"
#include "stats/sort_doubles.h"
#include "stats/sum.h"

#include "base/banned.h"

/* Columns at least this far from one another, as a share of their length, need not be made orthogonal. */
static const double FAR_APART = 1e-2;

static void mark_missing(const double *column, size_t rows, unsigned char *missing)
{
    for (size_t row = 0; column && row < rows; row++)
        missing[row] |= column[row] != column[row];
}

/* OUT one byte a row, free() it: 1 where anything is missing. */
static unsigned char *rows_missing(const struct design_input *in)
{
    unsigned char *missing = memory_alloc(in->rows);
    mark_missing(in->weight, in->rows, missing);
    mark_missing(in->cluster, in->rows, missing);
    for (size_t i = 0; i < in->count; i++)
        mark_missing(in->covariates[i].value, in->rows, missing);
    for (const double *const *besides = in->besides; besides && *besides; besides++)
        mark_missing(*besides, in->rows, missing);
    return missing;
}

static void rows_by_cluster(struct design *design)
{
    double *cluster = memory_alloc(design->used * sizeof *cluster);
    uint32_t *order = memory_alloc(design->used * sizeof *order);
    design_gather(design, 0, design->used, design->in.cluster, cluster);
    order_doubles(cluster, design->used, order);
    for (size_t i = 0; i < design->used; i++)
        order[i] = design->row ? design->row[order[i]] : order[i];
    memcpy(design->row, order, design->used * sizeof *order);
    free(cluster);
    free(order);
}

static void rows_choose(struct design *design, struct arena *arena)
{
    const struct design_input *in = &design->in;
    assert(in->rows < UINT32_MAX);
    unsigned char *missing = rows_missing(in);
    uint32_t *rows = memory_alloc(in->rows * sizeof *rows);
    for (size_t row = 0; row < in->rows; row++) {
        assert(!in->weight || isnan(in->weight[row]) || (in->weight[row] >= 0 && isfinite(in->weight[row])));
        bool whole = !missing[row], weighs = !in->weight || in->weight[row] > 0;
        rows[design->used] = (uint32_t)row;
        design->dropped += !whole;
        design->unweighted += whole && !weighs;
        design->used += whole && weighs;
    }
    if (design->used < in->rows || in->cluster) {
        design->row = ARENA_ARRAY(arena, uint32_t, design->used);
        memcpy(design->row, rows, design->used * sizeof *rows);
    }
    free(rows);
    free(missing);
    if (in->cluster)
        rows_by_cluster(design);
}

void design_gather(const struct design *design, size_t begin, size_t n, const double *from, double *to)
{
    if (!from)
        for (size_t i = 0; i < n; i++)
            to[i] = 1;
    else if (!design->row)
        memcpy(to, from + begin, n * sizeof *to);
    else
        for (size_t i = 0; i < n; i++)
            to[i] = from[design->row[begin + i]];
}

/* One column, centred and scaled; 1 for the constant. */
EVERYWHERE static void column_block(const struct design *design, size_t column, size_t begin, size_t n,
                                    double *to)
{
    if (column == 0) {
        design_gather(design, begin, n, NULL, to);
        return;
    }
    const double *from = design->in.covariates[column - 1].value;
    double centre = design->centre[column], factor = 1 / design->scale[column];
    if (design->row)
        for (size_t i = 0; i < n; i++)
            to[i] = (from[design->row[begin + i]] - centre) * factor;
    else
        for (size_t i = 0; i < n; i++)
            to[i] = (from[begin + i] - centre) * factor;
}

void design_block(const struct design *design, size_t begin, size_t n, double *z)
{
    for (size_t k = 0; k < design->rank; k++)
        column_block(design, design->kept[k], begin, n, z + k * DESIGN_BLOCK);
    if (!design->basis)
        return;
    for (size_t k = design->rank; k-- > 0;) { /* the last first: it needs those before it as they were */
        double *to = z + k * DESIGN_BLOCK;
        for (size_t i = 0; i < n; i++)
            to[i] *= design->basis[k + k * design->rank];
        for (size_t j = 0; j < k; j++) {
            double times = design->basis[j + k * design->rank];
            const double *from = z + j * DESIGN_BLOCK;
            for (size_t i = 0; i < n; i++)
                to[i] += times * from[i];
        }
    }
}

enum { SAMPLED = 1024 };

/* About where each column lies and how far it spreads, from some people: enough to keep digits, and nothing
 * that is reported depends on it. */
static void columns_measure(struct design *design)
{
    size_t step = (design->used + SAMPLED - 1) / SAMPLED, n = (design->used + step - 1) / step;
    double *x = memory_alloc(n * sizeof *x);
    design->scale[0] = 1;
    for (size_t j = 1; j < design->columns; j++) {
        const double *column = design->in.covariates[j - 1].value;
        for (size_t i = 0; i < n; i++)
            x[i] = column[design->row ? design->row[i * step] : i * step];
        design->centre[j] = sum_of(x, n) / (double)n;
        double around = sqrt(sum_squares(x, n, design->centre[j]) / (double)n);
        design->scale[j] = around > 0 ? around : 1;
    }
    free(x);
}

/* How much of each column's length is left when its centre is taken off, from the products of all columns. */
static void columns_rest(const struct design *design, const double *gram, double *rest)
{
    rest[0] = 1;
    for (size_t j = 1; j < design->columns; j++) {
        double scale = design->scale[j], centre = design->centre[j];
        double around = scale * scale * gram[j + j * design->columns];
        double length = around + 2 * scale * centre * gram[j * design->columns] + centre * centre * gram[0];
        assert(isfinite(length));
        rest[j] = length > 0 ? sqrt(around / length) : 0;
    }
}

/* Takes `rows` more rows of a weighted block into the triangle r, so that r'r gains their products.
 * METHOD Householder's reflections: Golub & Van Loan 2013, Matrix Computations, 5.2. */
static void triangle_take(double *r, double *z, size_t columns, size_t n)
{
    for (size_t k = 0; k < columns; k++) {
        double *v = z + k * DESIGN_BLOCK, squares = sum_squares(v, n, 0), top = r[k + k * columns];
        if (!(squares > 0))
            continue;
        double turned = -copysign(sqrt(squares + top * top), top), first = top - turned;
        double twice = 2 / (squares + first * first);
        for (size_t j = k + 1; j < columns; j++) {
            double *other = z + j * DESIGN_BLOCK, dot = first * r[k + j * columns];
            for (size_t i = 0; i < n; i++)
                dot += v[i] * other[i];
            r[k + j * columns] -= twice * dot * first;
            for (size_t i = 0; i < n; i++)
                other[i] -= twice * dot * v[i];
        }
        r[k + k * columns] = turned;
    }
}

static void triangle_make(const struct design *design, double *r)
{
    double *z = memory_alloc((design->columns + 1) * DESIGN_BLOCK * sizeof *z),
           *w = z + design->columns * DESIGN_BLOCK;
    for (size_t begin = 0; begin < design->used; begin += DESIGN_BLOCK) {
        size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
        design_gather(design, begin, n, design->in.weight, w);
        for (size_t j = 0; j < design->columns; j++) {
            column_block(design, j, begin, n, z + j * DESIGN_BLOCK);
            for (size_t i = 0; design->in.weight && i < n; i++)
                z[j * DESIGN_BLOCK + i] *= sqrt(w[i]);
        }
        triangle_take(r, z, design->columns, n);
    }
    free(z);
}

/* What is left of a column beside those kept, which are orthonormal; twice, because once leaves rounding
 * behind (Giraud, Langou & Rozloznik 2005, Computers & Mathematics with Applications 50:1069-1075).
 * `parts` gains what it has of each. */
static double column_rest(const double *kept, size_t count, size_t length, double *column, double *parts)
{
    for (int twice = 0; twice < 2; twice++)
        for (size_t k = 0; k < count; k++) {
            double dot = 0;
            for (size_t i = 0; i < length; i++)
                dot += kept[i + k * length] * column[i];
            parts[k] += dot;
            for (size_t i = 0; i < length; i++)
                column[i] -= dot * kept[i + k * length];
        }
    return sqrt(sum_squares(column, length, 0));
}

/* Which columns stay, and the triangle that makes them orthonormal. OUT whether they lie close together. */
static bool columns_choose(struct design *design, double *r, const double *rest, double *triangle)
{
    size_t columns = design->columns;
    bool close = false;
    for (size_t j = 0; j < columns; j++) {
        double *column = r + j * columns, length = sqrt(sum_squares(column, columns, 0));
        double *parts = triangle + design->rank * columns;
        double left = column_rest(r, design->rank, columns, column, parts);
        double share = length > 0 ? left / length * rest[j] : 0;
        if (!(share >= design->in.tolerance)) {
            memset(parts, 0, columns * sizeof *parts);
            continue;
        }
        close = close || left / length < FAR_APART;
        parts[design->rank] = left;
        for (size_t i = 0; i < columns; i++)
            r[i + design->rank * columns] = column[i] / left;
        design->kept[design->rank++] = j;
    }
    return close;
}

/* The inverse of the kept columns' triangle, scaled so that z has about the size of the columns. */
static double *basis_make(const struct design *design, struct arena *arena, const double *triangle)
{
    size_t rank = design->rank, columns = design->columns;
    double *basis = ARENA_ARRAY(arena, double, rank *rank);
    double size = triangle[0]; /* the constant's length: the root of all weight */
    for (size_t j = 0; j < rank; j++)
        for (size_t i = j + 1; i-- > 0;) {
            double left = i == j ? size : 0;
            for (size_t k = i + 1; k <= j; k++)
                left -= triangle[i + k * columns] * basis[k + j * rank];
            basis[i + j * rank] = left / triangle[i + i * columns];
        }
    return basis;
}

static void raw_make(struct design *design, struct arena *arena)
{
    size_t rank = design->rank;
    design->raw = ARENA_ARRAY(arena, double, rank *rank);
    for (size_t k = 0; k < rank; k++) { /* column k: what one of gamma k is in the caller's units */
        double *to = design->raw + k * rank;
        for (size_t i = 0; i < rank; i++)
            to[i] = (design->basis ? design->basis[i + k * rank] : i == k) / design->scale[design->kept[i]];
        for (size_t i = 1; i < rank; i++)
            to[0] -= to[i] * design->centre[design->kept[i]];
    }
}

/* A quick look at the products: OUT whether every column lies far from those before it, so that none is
 * aliased and none need be made orthogonal. Products lose half the digits, so a near one is looked at again
 * by triangle_make. */
static bool columns_far_apart(const struct design *design, double *rest, double *gram)
{
    size_t columns = design->columns;
    double *z = memory_alloc((2 * columns + 1) * DESIGN_BLOCK * sizeof *z),
           *room = z + columns * DESIGN_BLOCK, *w = room + columns * DESIGN_BLOCK;
    for (size_t begin = 0; begin < design->used; begin += DESIGN_BLOCK) {
        size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
        design_gather(design, begin, n, design->in.weight, w);
        for (size_t j = 0; j < columns; j++)
            column_block(design, j, begin, n, z + j * DESIGN_BLOCK);
        design_gram(z, columns, n, w, gram, room);
    }
    free(z);
    columns_rest(design, gram, rest);
    bool far = true;
    for (size_t j = 0; j < columns && far; j++) {
        double length = gram[j + j * columns], left = length;
        for (size_t i = 0; i < j; i++) {
            double part = gram[i + j * columns];
            for (size_t k = 0; k < i; k++)
                part -= gram[k + i * columns] * gram[k + j * columns];
            gram[i + j * columns] = part / gram[i + i * columns];
            left -= gram[i + j * columns] * gram[i + j * columns];
        }
        far = left >= FAR_APART * FAR_APART * length && rest[j] >= FAR_APART * FAR_APART;
        gram[j + j * columns] = sqrt(fmax(left, 0));
    }
    return far;
}

bool design_open(struct design *design, struct arena *arena, const struct design_input *input)
{
    *design = (struct design){.in = *input, .columns = input->count + 1};
    size_t columns = design->columns;
    design->kept = ARENA_ARRAY(arena, size_t, columns);
    design->centre = ARENA_ARRAY(arena, double, columns);
    design->scale = ARENA_ARRAY(arena, double, columns);
    rows_choose(design, arena);
    if (design->used == 0)
        return false;
    double *rest = memory_alloc(columns * sizeof *rest), *r = memory_alloc(columns * columns * sizeof *r),
           *triangle = memory_alloc(columns * columns * sizeof *triangle);
    columns_measure(design);
    if (columns_far_apart(design, rest, r)) {
        for (size_t j = 0; j < columns; j++)
            design->kept[design->rank++] = j;
    } else {
        memset(r, 0, columns * columns * sizeof *r);
        triangle_make(design, r);
        if (columns_choose(design, r, rest, triangle))
            design->basis = basis_make(design, arena, triangle);
    }
    raw_make(design, arena);
    free(rest);
    free(r);
    free(triangle);
    return true;
}

double design_raw_variance(const struct design *design, const double *covariance, size_t at)
{
    size_t rank = design->rank;
    double sum = 0;
    for (size_t i = 0; i < rank; i++)
        for (size_t j = 0; j < rank; j++)
            sum += design->raw[at + i * rank] * covariance[i + j * rank] * design->raw[at + j * rank];
    return sum;
}
