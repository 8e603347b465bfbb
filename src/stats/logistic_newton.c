#include "stats/logistic_newton.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/everywhere.h"
#include "stats/sum.h"
#include "stats/symmetric.h"

#include "base/banned.h"

enum { R_STEPS_MAX = 25, STEPS_MAX = 100, EARLIER = 8 };

static const double R_SETTLED = 1e-8, NEGLIGIBLE = 1e-26, RUNS_AWAY = 0.1, LITTLE = 20;

void newton_open(struct newton *newton, struct arena *arena)
{
    size_t rank = newton->design.rank;
    double *room = ARENA_ARRAY(arena, double, rank *rank + 4 * rank + (2 * rank + 7) * DESIGN_BLOCK);
    newton->bread = room;
    newton->gamma = newton->bread + rank * rank;
    newton->score = newton->gamma + rank;
    newton->step = newton->score + rank;
    newton->earlier = newton->step + rank;
    newton->z = newton->earlier + rank;
    newton->room = newton->z + rank * DESIGN_BLOCK;
    newton->w = newton->room + rank * DESIGN_BLOCK;
    newton->ones = newton->w + DESIGN_BLOCK;
    newton->line = newton->ones + DESIGN_BLOCK;
    newton->share = newton->line + DESIGN_BLOCK;
    newton->rest = newton->share + DESIGN_BLOCK;
    newton->weight = newton->rest + DESIGN_BLOCK;
    newton->u = newton->weight + DESIGN_BLOCK;
}

/* METHOD x = k log 2 + r with |r| under 0.35, Taylor's series in r to the 13th power. */
EVERYWHERE void exp_down(const double *x, size_t n, double *to)
{
    const double log2_e = 1.4426950408889634, log_2_high = 0x1.62e42feep-1, log_2_low = 0x1.a39ef35793c76p-33,
                 whole = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to a whole number */
    for (size_t i = 0; i < n; i++) {
        double y = -fabs(x[i]);
        y = y < -708 ? -708 : y;
        double shifted = y * log2_e + whole, k = shifted - whole;
        double r = (y - k * log_2_high) - k * log_2_low;
        double sum = 1.0 / 6227020800;
        sum = sum * r + 1.0 / 479001600;
        sum = sum * r + 1.0 / 39916800;
        sum = sum * r + 1.0 / 3628800;
        sum = sum * r + 1.0 / 362880;
        sum = sum * r + 1.0 / 40320;
        sum = sum * r + 1.0 / 5040;
        sum = sum * r + 1.0 / 720;
        sum = sum * r + 1.0 / 120;
        sum = sum * r + 1.0 / 24;
        sum = sum * r + 1.0 / 6;
        sum = sum * r + 0.5;
        sum = sum * r * r + r + 1;
        uint64_t bits;
        double power;
        memcpy(&bits, &shifted, sizeof bits);
        bits = (bits + 1023) << 52; /* 2^k */
        memcpy(&power, &bits, sizeof power);
        to[i] = sum * power;
    }
}

/* Shares, what is left of them to 1, and weights of a block, u being exp(-|line|). */
EVERYWHERE static void block_shares(struct newton *newton, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double larger = 1 / (1 + newton->u[i]), smaller = newton->u[i] * larger;
        bool up = newton->line[i] >= 0;
        newton->share[i] = up ? larger : smaller;
        newton->rest[i] = up ? smaller : larger;
        newton->weight[i] = newton->w[i] * (larger * smaller);
    }
}

size_t newton_block(struct newton *newton, size_t begin)
{
    const struct design *design = &newton->design;
    size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
    design_block(design, begin, n, newton->z);
    design_gather(design, begin, n, design->in.weight, newton->w);
    design_gather(design, begin, n, newton->y, newton->ones);
    design_line(newton->z, design->rank, n, newton->gamma, newton->line);
    exp_down(newton->line, n, newton->u);
    block_shares(newton, n);
    return n;
}

/* Minus the block's log likelihood, with its weights and with them rounded; u holds exp(-|line|). Of each
 * person it is log(1 + u), and |line| besides for who is on the wrong side of 0. Without weights the logs of
 * a block are one log: 2^256 is a number. */
EVERYWHERE static void block_losses(struct newton *newton, size_t n, double *plain, double *rounded)
{
    double product[4] = {1, 1, 1, 1}, wrong[4] = {0, 0, 0, 0};
    *plain = *rounded = 0;
    for (size_t i = 0; i < n; i++) {
        double margin = newton->ones[i] > 0.5 ? newton->line[i] : -newton->line[i];
        double beyond = margin < 0 ? -margin : 0;
        if (newton->design.in.weight) {
            double loss = log1p(newton->u[i]) + beyond;
            *plain += newton->w[i] * loss;
            *rounded += rint(newton->w[i]) * loss;
        } else {
            product[i % 4] *= 1 + newton->u[i];
            wrong[i % 4] += beyond;
        }
    }
    if (!newton->design.in.weight)
        *plain = *rounded = log(product[0] * product[1] * product[2] * product[3]) + wrong[0] + wrong[1] +
                            wrong[2] + wrong[3];
}

/* w (y - p), without a difference of near equals, into u. */
EVERYWHERE static void block_rests(struct newton *newton, size_t n)
{
    for (size_t i = 0; i < n; i++)
        newton->u[i] = newton->w[i] * (newton->ones[i] > 0.5 ? newton->rest[i] : -newton->share[i]);
}

bool newton_look(struct newton *newton)
{
    size_t rank = newton->design.rank;
    struct sum plain = {0}, rounded = {0};
    memset(newton->bread, 0, rank * rank * sizeof *newton->bread);
    memset(newton->score, 0, rank * sizeof *newton->score);
    for (size_t begin = 0; begin < newton->design.used; begin += DESIGN_BLOCK) {
        size_t n = newton_block(newton, begin);
        double loss, rounded_loss;
        block_losses(newton, n, &loss, &rounded_loss);
        sum_add(&plain, loss);
        sum_add(&rounded, rounded_loss);
        block_rests(newton, n);
        design_sums(newton->z, rank, n, newton->u, newton->score);
        design_gram(newton->z, rank, n, newton->weight, newton->bread, newton->room);
    }
    newton->deviance = 2 * sum_value(&plain);
    newton->loss = sum_value(&rounded);
    return symmetric_invert(newton->bread, rank);
}

/* R's first step: shares of (w y + 1/2) / (w + 1), and least squares on the log odds that they suggest. */
static bool newton_start(struct newton *newton)
{
    size_t rank = newton->design.rank;
    struct sum loss = {0};
    memset(newton->bread, 0, rank * rank * sizeof *newton->bread);
    memset(newton->score, 0, rank * sizeof *newton->score);
    for (size_t begin = 0; begin < newton->design.used; begin += DESIGN_BLOCK) {
        const struct design *design = &newton->design;
        size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
        design_block(design, begin, n, newton->z);
        design_gather(design, begin, n, design->in.weight, newton->w);
        design_gather(design, begin, n, newton->y, newton->ones);
        for (size_t i = 0; i < n; i++) {
            double w = newton->w[i], y = newton->ones[i], p = (w * y + 0.5) / (w + 1), spread = p * (1 - p);
            double odds = log(p / (1 - p));
            newton->weight[i] = w * spread;
            newton->u[i] = w * (spread * odds + y - p);
            sum_add(&loss, -w * log(y > 0.5 ? p : 1 - p));
        }
        design_sums(newton->z, rank, n, newton->u, newton->score);
        design_gram(newton->z, rank, n, newton->weight, newton->bread, newton->room);
    }
    newton->deviance = 2 * sum_value(&loss);
    return symmetric_invert(newton->bread, rank);
}

/* OUT the step's length in standard errors, squared. */
static double newton_step(struct newton *newton)
{
    size_t rank = newton->design.rank;
    double length = 0;
    symmetric_times(newton->bread, rank, newton->score, newton->step);
    for (size_t k = 0; k < rank; k++) {
        length += newton->step[k] * newton->score[k];
        newton->gamma[k] += newton->step[k];
    }
    return length;
}

/* A rise of the deviance is no step of Newton's: half of it is gone back, until it falls. */
static bool newton_halve(struct newton *newton, double before)
{
    for (int halving = 0; halving < 40; halving++) {
        bool good = newton_look(newton);
        if (good && newton->deviance <= before + 1e-9 * (fabs(before) + 1))
            return true;
        for (size_t k = 0; k < newton->design.rank; k++) {
            newton->step[k] /= 2;
            newton->gamma[k] -= newton->step[k];
        }
    }
    return false;
}

/* How far the last step moved anybody's line. */
static double step_reach(struct newton *newton)
{
    double most = 0;
    for (size_t begin = 0; begin < newton->design.used; begin += DESIGN_BLOCK) {
        size_t n = newton->design.used - begin < DESIGN_BLOCK ? newton->design.used - begin : DESIGN_BLOCK;
        design_block(&newton->design, begin, n, newton->z);
        design_line(newton->z, newton->design.rank, n, newton->step, newton->line);
        for (size_t i = 0; i < n; i++)
            most = fmax(most, fabs(newton->line[i]));
    }
    return most;
}

/* Where the fit is running: the last step, all steps since `earlier`, or all of them. The one that separates
 * is left in `step`. */
static enum logistic_state separation_find(struct newton *newton)
{
    size_t rank = newton->design.rank;
    enum logistic_state found = direction_separates(newton, newton->step);
    for (int candidate = 0; candidate < 2 && found == LOGISTIC_FITTED; candidate++) {
        for (size_t k = 0; k < rank; k++)
            newton->step[k] = newton->gamma[k] - (candidate == 0 ? newton->earlier[k] : 0);
        found = direction_separates(newton, newton->step);
    }
    return found;
}

/* Whether some direction holds so little information, for this many people, that the fit may be running away
 * along it: far less than shares between 0.01 and 0.99 would leave. */
static bool little_information(const struct newton *newton)
{
    const struct design *design = &newton->design;
    double weight = 0, most = 0;
    for (size_t i = 0; i < design->used; i++)
        weight += design->in.weight ? design->in.weight[design->row ? design->row[i] : i] : 1;
    for (size_t k = 0; k < design->rank; k++)
        most = fmax(most, newton->bread[k + k * design->rank]);
    return most * weight > LITTLE;
}

/* R's own steps, to R's own end. OUT false when the information ran out. */
static bool newton_as_r(struct newton *newton)
{
    size_t rank = newton->design.rank;
    double before;
    if (!newton_start(newton))
        return false;
    for (newton->steps = 1;; newton->steps++) {
        before = newton->deviance;
        if (newton->steps % EARLIER == 1)
            memcpy(newton->earlier, newton->gamma, rank * sizeof *newton->gamma);
        newton_step(newton);
        if (!newton_look(newton))
            return false;
        newton->settled = fabs(newton->deviance - before) < R_SETTLED * (fabs(newton->deviance) + 0.1);
        if (newton->settled || newton->steps == R_STEPS_MAX)
            return true;
    }
}

/* The length of a step, squared, that changes nothing. People's lines move by about its root times the root
 * of rank / n, so many people allow a longer one, and rounding needs it: standard errors stay good to 1e-11.
 */
static double negligible(const struct newton *newton)
{
    double people = (double)newton->design.used / (double)newton->design.rank;
    return NEGLIGIBLE * fmax(1, people * people / 100);
}

enum logistic_state newton_fit(struct newton *newton)
{
    bool informed = newton_as_r(newton), suspected = !informed || !newton->settled;
    bool watched = suspected || little_information(newton);
    for (int more = 0; more < STEPS_MAX; more++) {
        double before = newton->deviance, length = informed ? newton_step(newton) : 0;
        if ((more == 0 && watched) ||
            suspected) { /* a deviance that settles while people still move: they run away */
            suspected = suspected || step_reach(newton) > RUNS_AWAY;
            enum logistic_state found = suspected ? separation_find(newton) : LOGISTIC_FITTED;
            if (found != LOGISTIC_FITTED)
                return found;
        }
        if (!informed)
            return LOGISTIC_NOT_CONVERGED;
        if (length < negligible(newton))
            return LOGISTIC_FITTED;
        informed = newton_halve(newton, before);
        suspected = suspected || !informed;
    }
    return LOGISTIC_NOT_CONVERGED;
}
