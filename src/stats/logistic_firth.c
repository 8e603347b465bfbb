#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/logistic_newton.h"

#include "stats/symmetric.h"

#include "base/banned.h"

enum { STEPS_MAX = 1000 };

static const double NEGLIGIBLE = 1e-28, LONGEST = 5;

/* The score w (y - p) plus h (1/2 - p), h the leverage of each person at gamma: what takes the first-order
 * bias out of the estimate. */
static void firth_score(struct newton *newton)
{
    size_t rank = newton->design.rank;
    memset(newton->score, 0, rank * sizeof *newton->score);
    for (size_t begin = 0; begin < newton->design.used; begin += DESIGN_BLOCK) {
        size_t n = newton_block(newton, begin);
        design_quadratic(newton->z, rank, n, newton->bread, newton->u, newton->room);
        for (size_t i = 0; i < n; i++) {
            double leverage = newton->weight[i] * newton->u[i];
            newton->u[i] = newton->w[i] * (newton->ones[i] > 0.5 ? newton->rest[i] : -newton->share[i]) +
                           leverage * (0.5 - newton->share[i]);
        }
        design_sums(newton->z, rank, n, newton->u, newton->score);
    }
}

bool firth_fit(struct newton *newton)
{
    size_t rank = newton->design.rank;
    memset(newton->gamma, 0, rank * sizeof *newton->gamma);
    for (int step = 0; step < STEPS_MAX; step++) {
        if (!newton_look(newton))
            return false;
        firth_score(newton);
        symmetric_times(newton->bread, rank, newton->score, newton->step);
        double length = 0, longest = 0;
        for (size_t k = 0; k < rank; k++) {
            length += newton->step[k] * newton->score[k];
            longest = fmax(longest, fabs(newton->step[k]));
        }
        double times = longest > LONGEST ? LONGEST / longest : 1;
        for (size_t k = 0; k < rank; k++)
            newton->gamma[k] += times * newton->step[k];
        if (length < NEGLIGIBLE)
            return newton_look(newton);
    }
    return false;
}
