#include "stats/ols_clusters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/symmetric.h"

#include "base/banned.h"

/* CR2 asks for the residuals e of each cluster as B^(-1/2) e, where B = (I - H)(I - H)' for its rows and H is
 * the hat matrix: B = I - x M x'W - W x M x' + x M Q M x' with M = (X'WX)^-1 and Q = X'W²X over all. B
 * differs from I only in the space of the columns of x and Wx, 2k at most, so with q an orthonormal basis of
 * that space B = I + q t q' and B^(-1/2) = I + q ((I + t)^(-1/2) - I) q': work in proportion to the cluster,
 * never to its square. */
struct clusters {
    const struct design *design;
    const double *y, *gamma, *bread;
    double *mqm;     /* M Q M */
    size_t first, n; /* the cluster at hand: rows [first, first + n) */
    double *x;       /* rank columns of n */
    double *w, *e;
    double *q; /* up to 2 rank orthonormal columns of n */
    double *z; /* one block */
    size_t most;
};

static size_t cluster_end(const struct design *design, size_t first)
{
    const double *cluster = design->in.cluster;
    size_t end = first + 1;
    while (end < design->used && !(cluster[design->row[end]] > cluster[design->row[first]]))
        end++;
    return end;
}

static void clusters_load(struct clusters *at)
{
    const struct design *design = at->design;
    double block[DESIGN_BLOCK], *z = at->z;
    for (size_t begin = 0; begin < at->n; begin += DESIGN_BLOCK) {
        size_t n = at->n - begin < DESIGN_BLOCK ? at->n - begin : DESIGN_BLOCK;
        design_block(design, at->first + begin, n, z);
        design_gather(design, at->first + begin, n, design->in.weight, at->w + begin);
        design_gather(design, at->first + begin, n, at->y, at->e + begin);
        design_line(z, design->rank, n, at->gamma, block);
        for (size_t i = 0; i < n; i++)
            at->e[begin + i] -= block[i];
        for (size_t k = 0; k < design->rank; k++)
            memcpy(at->x + k * at->n + begin, z + k * DESIGN_BLOCK, n * sizeof *z);
    }
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The orthonormal basis of the columns of x and Wx. OUT how many. */
static size_t basis_fill(struct clusters *at)
{
    size_t rank = at->design->rank, n = at->n, made = 0;
    size_t columns = at->design->in.weight ? 2 * rank : rank;
    for (size_t k = 0; k < columns && made < n; k++) {
        double *column = at->q + made * n;
        for (size_t i = 0; i < n; i++)
            column[i] = at->x[k % rank * n + i] * (k < rank ? 1 : at->w[i]);
        double length = sqrt(dot(column, column, n));
        for (int twice = 0; twice < 2; twice++)
            for (size_t j = 0; j < made; j++) {
                double part = dot(at->q + j * n, column, n);
                for (size_t i = 0; i < n; i++)
                    column[i] -= part * at->q[j * n + i];
            }
        double left = sqrt(dot(column, column, n));
        if (!(left > 1e-10 * length))
            continue;
        for (size_t i = 0; i < n; i++)
            column[i] /= left;
        made++;
    }
    return made;
}

/* a[r x rank] = q'x, b[r x rank] = q'Wx. */
static void basis_parts(const struct clusters *at, size_t r, double *a, double *b)
{
    size_t rank = at->design->rank, n = at->n;
    for (size_t k = 0; k < rank; k++)
        for (size_t j = 0; j < r; j++) {
            const double *q = at->q + j * n, *x = at->x + k * n;
            double plain = 0, weighted = 0;
            for (size_t i = 0; i < n; i++) {
                plain += q[i] * x[i];
                weighted += q[i] * x[i] * at->w[i];
            }
            a[j + k * r] = plain;
            b[j + k * r] = weighted;
        }
}

/* I + t: a M Q M a' - a M b' - b M a' beside the unit matrix. */
static void inner_matrix(const struct clusters *at, size_t r, const double *a, const double *b, double *to)
{
    size_t rank = at->design->rank;
    for (size_t i = 0; i < r; i++)
        for (size_t j = 0; j < r; j++) {
            double sum = i == j;
            for (size_t k = 0; k < rank; k++)
                for (size_t l = 0; l < rank; l++)
                    sum +=
                        a[i + k * r] * at->mqm[k + l * rank] * a[j + l * r] -
                        at->bread[k + l * rank] * (a[i + k * r] * b[j + l * r] + b[i + k * r] * a[j + l * r]);
            to[i + j * r] = sum;
        }
}

/* sums[rank] gains b' ((I + t)^(-1/2) - I) q'e; a direction that B does not have adds -b'q'e, as a
 * generalised inverse does. */
static void cluster_adjust(const struct clusters *at, size_t r, double *sums)
{
    size_t rank = at->design->rank;
    double *room = memory_alloc((2 * r * rank + 2 * r * r + 2 * r) * sizeof *room), *a = room,
           *b = a + r * rank, *inner = b + r * rank, *vectors = inner + r * r, *values = vectors + r * r,
           *qe = values + r;
    basis_parts(at, r, a, b);
    inner_matrix(at, r, a, b, inner);
    symmetric_eigen(inner, r, values, vectors);
    for (size_t j = 0; j < r; j++)
        qe[j] = dot(at->q + j * at->n, at->e, at->n);
    for (size_t v = 0; v < r; v++) {
        const double *vector = vectors + v * r;
        double times = (values[v] > 1e-12 ? 1 / sqrt(values[v]) : 0) - 1, along = dot(vector, qe, r) * times;
        for (size_t k = 0; k < rank; k++)
            sums[k] += dot(vector, b + k * r, r) * along;
    }
    free(room);
}

static void outer_add(double *matrix, const double *sums, size_t size)
{
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++)
            matrix[i + j * size] += sums[i] * sums[j];
}

/* Q = z' W² z over all rows, then M Q M. */
static void clusters_mqm(struct clusters *at)
{
    const struct design *design = at->design;
    size_t rank = design->rank;
    double *q = memory_alloc((rank * rank + (2 * rank + 1) * DESIGN_BLOCK) * sizeof *q), *z = q + rank * rank,
           *room = z + rank * DESIGN_BLOCK, *w = room + rank * DESIGN_BLOCK;
    for (size_t begin = 0; begin < design->used; begin += DESIGN_BLOCK) {
        size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
        design_block(design, begin, n, z);
        design_gather(design, begin, n, design->in.weight, w);
        for (size_t i = 0; i < n; i++)
            w[i] *= w[i];
        design_gram(z, rank, n, w, q, room);
    }
    symmetric_sandwich(at->bread, q, rank, at->mqm);
    free(q);
}

size_t clusters_meat(const struct design *design, const double *y, const double *gamma, const double *bread,
                     double *plain, double *adjusted)
{
    size_t rank = design->rank, count = 0, most = 0;
    for (size_t first = 0, end; first < design->used; first = end) {
        end = cluster_end(design, first);
        most = end - first > most ? end - first : most;
    }
    struct clusters at = {.design = design, .y = y, .gamma = gamma, .bread = bread};
    double *room =
               memory_alloc((rank * rank + (3 * rank + 2) * most + (2 + DESIGN_BLOCK) * rank) * sizeof *room),
           *sums;
    at.mqm = room;
    at.w = at.mqm + rank * rank;
    at.e = at.w + most;
    at.x = at.e + most;
    at.q = at.x + rank * most;
    sums = at.q + 2 * rank * most;
    at.z = sums + 2 * rank;
    clusters_mqm(&at);
    for (size_t first = 0, end; first < design->used; first = end, count++) {
        end = cluster_end(design, first);
        at.first = first;
        at.n = end - first;
        clusters_load(&at);
        memset(sums, 0, rank * sizeof *sums);
        for (size_t k = 0; k < rank; k++)
            for (size_t i = 0; i < at.n; i++)
                sums[k] += at.x[k * at.n + i] * at.w[i] * at.e[i];
        outer_add(plain, sums, rank);
        cluster_adjust(&at, basis_fill(&at), sums);
        outer_add(adjusted, sums, rank);
    }
    free(room);
    return count;
}
