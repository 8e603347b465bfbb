#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "stats/logistic_newton.h"

#include "base/banned.h"

/* What a direction that has not quite arrived may be off, as a share of its reach. */
static const double NEARLY = 1e-4, CONTRIBUTES = 1e-3;

/* How far the direction moves each person to their own side: `least` and `most`. */
static void margins(struct newton *newton, const double *direction, double *least, double *most)
{
    *least = INFINITY;
    *most = -INFINITY;
    for (size_t begin = 0; begin < newton->design.used; begin += DESIGN_BLOCK) {
        size_t n = newton->design.used - begin < DESIGN_BLOCK ? newton->design.used - begin : DESIGN_BLOCK;
        design_block(&newton->design, begin, n, newton->z);
        design_gather(&newton->design, begin, n, newton->y, newton->ones);
        design_line(newton->z, newton->design.rank, n, direction, newton->line);
        for (size_t i = 0; i < n; i++) {
            double margin = newton->ones[i] > 0.5 ? newton->line[i] : -newton->line[i];
            *least = fmin(*least, margin);
            *most = fmax(*most, margin);
        }
    }
}

enum logistic_state direction_separates(struct newton *newton, const double *direction)
{
    double least, most;
    margins(newton, direction, &least, &most);
    if (!(most > 0) || least < -NEARLY * most)
        return LOGISTIC_FITTED;
    return least > NEARLY * most ? LOGISTIC_SEPARATED : LOGISTIC_PARTLY_SEPARATED;
}

/* Whether a column does it alone: no 1 is below any 0, or none above. */
static bool separates_alone(const struct newton *newton, size_t column)
{
    const struct design *design = &newton->design;
    const double *value = design->in.covariates[column - 1].value;
    double least[2] = {INFINITY, INFINITY}, most[2] = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < design->used; i++) {
        size_t row = design->row ? design->row[i] : i, side = newton->y[row] > 0.5;
        least[side] = fmin(least[side], value[row]);
        most[side] = fmax(most[side], value[row]);
    }
    return most[0] <= least[1] || most[1] <= least[0];
}

void separation_name(struct newton *newton, const double *direction, struct logistic *logistic)
{
    const struct design *design = &newton->design;
    double *share = memory_alloc(design->rank * sizeof *share), most = 0;
    for (size_t i = 1; i < design->rank; i++) {
        for (size_t k = 0; k < design->rank; k++)
            share[i] += design->raw[i + k * design->rank] * direction[k];
        share[i] = fabs(share[i] * design->scale[design->kept[i]]);
        most = fmax(most, share[i]);
    }
    bool alone = false;
    for (size_t i = 1; i < design->rank; i++) {
        struct logistic_coefficient *to = &logistic->coefficients[design->kept[i]];
        to->separates = share[i] > CONTRIBUTES * most && separates_alone(newton, design->kept[i]);
        alone = alone || to->separates;
    }
    for (size_t i = 1; i < design->rank && !alone; i++)
        logistic->coefficients[design->kept[i]].separates = share[i] > CONTRIBUTES * most;
    free(share);
}
