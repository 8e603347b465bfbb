#include "stats/ols.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/design.h"
#include "stats/ols_clusters.h"
#include "stats/sum.h"
#include "stats/symmetric.h"

#include "base/banned.h"

/* A fit at work: matrices of rank x rank, in the design's own units. */
struct fit {
    struct design design;
    const struct ols_input *in;
    double *gamma, *bread; /* (z'Wz)^-1 */
    double *z, *room, *w, *e, *line, *h;
    double squares;              /* sum of w e² */
    bool leverage_is_whole;      /* somebody's leverage is 1 */
    double *covariance[OLS_SES]; /* NULL where there is none */
};

static void fit_open(struct fit *fit, struct arena *arena)
{
    size_t rank = fit->design.rank;
    fit->gamma = ARENA_ARRAY(arena, double, rank);
    fit->bread = ARENA_ARRAY(arena, double, rank *rank);
    fit->z = ARENA_ARRAY(arena, double, (2 * rank + 4) * DESIGN_BLOCK);
    fit->room = fit->z + rank * DESIGN_BLOCK;
    fit->w = fit->room + rank * DESIGN_BLOCK;
    fit->e = fit->w + DESIGN_BLOCK;
    fit->line = fit->e + DESIGN_BLOCK;
    fit->h = fit->line + DESIGN_BLOCK;
    for (size_t i = 0; i < OLS_SES; i++)
        fit->covariance[i] = ARENA_ARRAY(arena, double, rank *rank);
}

/* The block's z, weights, and residuals of gamma. OUT how many rows. */
static size_t fit_block(struct fit *fit, size_t begin)
{
    const struct design *design = &fit->design;
    size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
    design_block(design, begin, n, fit->z);
    design_gather(design, begin, n, design->in.weight, fit->w);
    design_gather(design, begin, n, fit->in->y, fit->e);
    design_line(fit->z, design->rank, n, fit->gamma, fit->line);
    for (size_t i = 0; i < n; i++)
        fit->e[i] -= fit->line[i];
    return n;
}

/* Adds to gamma what the residuals of gamma still hold. From 0 that is the fit; from the fit, what rounding
 * took away. */
static bool fit_step(struct fit *fit, bool first)
{
    size_t rank = fit->design.rank;
    double *sums = memory_alloc(2 * rank * sizeof *sums), *step = sums + rank;
    for (size_t begin = 0; begin < fit->design.used; begin += DESIGN_BLOCK) {
        size_t n = fit_block(fit, begin);
        if (first)
            design_gram(fit->z, rank, n, fit->w, fit->bread, fit->room);
        for (size_t i = 0; i < n; i++)
            fit->e[i] *= fit->w[i];
        design_sums(fit->z, rank, n, fit->e, sums);
    }
    bool made = !first || symmetric_invert(fit->bread, rank);
    symmetric_times(fit->bread, rank, sums, step);
    for (size_t k = 0; k < rank && made; k++)
        fit->gamma[k] += step[k];
    free(sums);
    return made;
}

/* Sums of squared residuals, and the meat of HC0, HC2 and HC3. */
static void fit_meats(struct fit *fit, double *meats[3])
{
    size_t rank = fit->design.rank;
    struct sum squares = {0};
    for (size_t begin = 0; begin < fit->design.used; begin += DESIGN_BLOCK) {
        size_t n = fit_block(fit, begin);
        design_quadratic(fit->z, rank, n, fit->bread, fit->h, fit->room);
        double block = 0;
        for (size_t i = 0; i < n; i++) {
            double u = fit->w[i] * fit->e[i], left = 1 - fit->w[i] * fit->h[i];
            block += u * fit->e[i];
            fit->leverage_is_whole = fit->leverage_is_whole || left < 1e-10;
            fit->line[i] = u * u;
            fit->h[i] = fit->line[i] / left;
            fit->e[i] = fit->h[i] / left;
        }
        sum_add(&squares, block);
        design_gram(fit->z, rank, n, fit->line, meats[0], fit->room);
        design_gram(fit->z, rank, n, fit->h, meats[1], fit->room);
        design_gram(fit->z, rank, n, fit->e, meats[2], fit->room);
    }
    fit->squares = sum_value(&squares);
}

static void covariance_scale(double *to, const double *from, size_t size, double times)
{
    for (size_t i = 0; i < size * size; i++)
        to[i] = from[i] * times;
}

static void fit_robust(struct fit *fit)
{
    size_t rank = fit->design.rank;
    double n = (double)fit->design.used, k = (double)rank;
    double *room = memory_alloc(3 * rank * rank * sizeof *room),
           *meats[3] = {room, room + rank * rank, room + 2 * rank * rank};
    fit_meats(fit, meats);
    covariance_scale(fit->covariance[OLS_CLASSICAL], fit->bread, rank, fit->squares / (n - k));
    symmetric_sandwich(fit->bread, meats[0], rank, fit->covariance[OLS_HC0]);
    covariance_scale(fit->covariance[OLS_HC1], fit->covariance[OLS_HC0], rank, n / (n - k));
    symmetric_sandwich(fit->bread, meats[1], rank, fit->covariance[OLS_HC2]);
    symmetric_sandwich(fit->bread, meats[2], rank, fit->covariance[OLS_HC3]);
    free(room);
}

static void fit_clustered(struct fit *fit, struct ols *ols)
{
    size_t rank = fit->design.rank;
    double *plain = memory_alloc(2 * rank * rank * sizeof *plain), *adjusted = plain + rank * rank;
    ols->clusters = clusters_meat(&fit->design, fit->in->y, fit->gamma, fit->bread, plain, adjusted);
    double g = (double)ols->clusters, n = (double)fit->design.used, k = (double)rank;
    symmetric_sandwich(fit->bread, plain, rank, fit->covariance[OLS_CLUSTER_HC0]);
    symmetric_sandwich(fit->bread, adjusted, rank, fit->covariance[OLS_CLUSTER_CR2]);
    covariance_scale(fit->covariance[OLS_CLUSTER_HC1], fit->covariance[OLS_CLUSTER_HC0], rank,
                     g / (g - 1) * (n - 1) / (n - k));
    free(plain);
}

static const char *se_absent(const struct fit *fit, const struct ols *ols, enum ols_se se)
{
    if (fit->design.used <= fit->design.rank)
        return "there are no more people than coefficients";
    if ((se == OLS_HC2 || se == OLS_HC3) && fit->leverage_is_whole)
        return "one person alone decides a coefficient";
    if (se >= OLS_CLUSTER_HC0 && !fit->in->cluster)
        return "there are no clusters";
    if (se >= OLS_CLUSTER_HC0 && ols->clusters < 2)
        return "everybody is in one cluster";
    return NULL;
}

static void coefficient_fill(const struct fit *fit, const struct ols *ols, struct ols_coefficient *to,
                             size_t at)
{
    size_t rank = fit->design.rank;
    double value = 0;
    for (size_t k = 0; k < rank; k++)
        value += fit->design.raw[at + k * rank] * fit->gamma[k];
    to->estimate = figure_of(value);
    for (enum ols_se se = 0; se < OLS_SES; se++) {
        const char *why = se_absent(fit, ols, se);
        to->se[se] =
            why ? figure_absent(why)
                : figure_of(sqrt(fmax(design_raw_variance(&fit->design, fit->covariance[se], at), 0)));
    }
}

static void ols_absent(struct ols *ols, const char *why)
{
    ols->sigma = figure_absent(why);
    for (size_t i = 0; i < ols->count; i++) {
        ols->coefficients[i].estimate = figure_absent(why);
        for (size_t se = 0; se < OLS_SES; se++)
            ols->coefficients[i].se[se] = figure_absent(why);
    }
}

void ols_fit(struct ols *ols, struct arena *arena, const struct ols_input *input)
{
    struct fit fit = {.in = input};
    const double *besides[] = {input->y, NULL};
    const struct design_input design = {.rows = input->rows,
                                        .covariates = input->covariates,
                                        .count = input->count,
                                        .weight = input->weight,
                                        .besides = besides,
                                        .cluster = input->cluster,
                                        .tolerance = OLS_TOLERANCE};
    *ols = (struct ols){.count = input->count + 1};
    ols->coefficients = ARENA_ARRAY(arena, struct ols_coefficient, ols->count);
    for (size_t i = 0; i < ols->count; i++)
        ols->coefficients[i].name = i == 0 ? "(constant)" : input->covariates[i - 1].name;
    bool anybody = design_open(&fit.design, arena, &design);
    ols->used = fit.design.used;
    ols->dropped = fit.design.dropped;
    ols->unweighted = fit.design.unweighted;
    ols->rank = fit.design.rank;
    ols_absent(ols, anybody ? "the columns before it make this one up" : "nobody was counted");
    if (!anybody)
        return;
    fit_open(&fit, arena);
    bool made = fit_step(&fit, true) && fit_step(&fit, false);
    assert(made); /* the design's columns are independent */
    fit_robust(&fit);
    if (input->cluster)
        fit_clustered(&fit, ols);
    const char *why = se_absent(&fit, ols, OLS_CLASSICAL);
    ols->sigma = why ? figure_absent(why) : figure_of(sqrt(fit.squares / (double)(ols->used - ols->rank)));
    for (size_t k = 0; k < ols->rank; k++)
        coefficient_fill(&fit, ols, &ols->coefficients[fit.design.kept[k]], k);
}
