#include "stats/logistic.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <Rmath.h>

#include "base/str.h"
#include "stats/everywhere.h"
#include "stats/logistic_newton.h"
#include "stats/sort_doubles.h"
#include "stats/sum.h"

#include "base/banned.h"

static void note(struct logistic *logistic, const char *sentence)
{
    logistic->notes[logistic->note_count++] = sentence;
}

enum { NOTES_MAX = 8 };

static void absent_all(struct logistic *logistic, const char *why)
{
    logistic->deviance = logistic->loglik = logistic->aic = logistic->auc = figure_absent(why);
    for (size_t i = 0; i < logistic->count; i++) {
        struct logistic_coefficient *to = &logistic->coefficients[i];
        to->estimate = to->se = to->z = to->p = figure_absent(why);
    }
}

static double raw_estimate(const struct newton *newton, size_t at)
{
    double value = 0;
    for (size_t k = 0; k < newton->design.rank; k++)
        value += newton->design.raw[at + k * newton->design.rank] * newton->gamma[k];
    return value;
}

static double raw_se(const struct newton *newton, size_t at)
{
    return sqrt(fmax(design_raw_variance(&newton->design, newton->bread, at), 0));
}

static void coefficients_fill(struct logistic *logistic, const struct newton *newton)
{
    for (size_t k = 0; k < logistic->rank; k++) {
        struct logistic_coefficient *to = &logistic->coefficients[newton->design.kept[k]];
        double estimate = raw_estimate(newton, k), se = raw_se(newton, k), z = estimate / se;
        to->estimate = figure_of(estimate);
        to->se = figure_of(se);
        to->z = figure_of(z);
        to->p = figure_of(fmin(2 * pnorm(-fabs(z), 0, 1, 1, 0), 1));
    }
}

static void firth_fill(struct logistic *logistic, const struct newton *newton)
{
    for (size_t k = 0; k < logistic->rank; k++) {
        struct logistic_coefficient *to = &logistic->coefficients[newton->design.kept[k]];
        to->firth = figure_of(raw_estimate(newton, k));
        to->firth_se = figure_of(raw_se(newton, k));
    }
}

/* Rows [begin, begin + n): the line by the estimates or by Firth's, column by column in one order for all, so
 * that people alike have the same bits. A coefficient that does not exist counts 0, and a missing number
 * stays missing. */
EVERYWHERE static void lines_block(struct logistic *logistic, const struct logistic_input *input, bool firth,
                                   size_t begin, size_t n)
{
    double *line = logistic->line + begin, *share = logistic->share + begin;
    for (size_t i = 0; i < logistic->count; i++) {
        const struct logistic_coefficient *of = &logistic->coefficients[i];
        struct figure figure = firth ? of->firth : of->estimate;
        double times = figure.absent ? 0 : figure.value;
        const double *value = i == 0 ? NULL : input->covariates[i - 1].value + begin;
        for (size_t row = 0; row < n; row++)
            line[row] = value ? line[row] + times * value[row] : times;
    }
    for (size_t row = 0; row < n; row++)
        if (isnan(input->y[begin + row]) || (input->weight && isnan(input->weight[begin + row])))
            line[row] = NAN;
    exp_down(line, n, share);
    for (size_t row = 0; row < n; row++) {
        double larger = 1 / (1 + share[row]), smaller = share[row] * larger;
        share[row] = line[row] < 0 ? smaller : larger;
        share[row] = isnan(line[row]) ? NAN : share[row];
    }
}

static void lines_fill(struct logistic *logistic, const struct logistic_input *input, bool firth)
{
    for (size_t begin = 0; begin < input->rows; begin += 1024)
        lines_block(logistic, input, firth, begin, input->rows - begin < 1024 ? input->rows - begin : 1024);
}

/* METHOD each one beats the zeros below it, and half of those it ties with (Mann & Whitney 1947, Annals of
 * Mathematical Statistics 18:50-60): both groups sorted, and walked along together. */
static struct figure auc_of(const struct logistic *logistic, const struct newton *newton)
{
    const struct design *design = &newton->design;
    size_t n[2] = {0, 0};
    double *room = memory_alloc(2 * design->used * sizeof *room), sum = 0,
           *line[2] = {room, room + design->used - logistic->ones};
    for (size_t i = 0; i < design->used; i++) {
        size_t row = design->row ? design->row[i] : i, side = newton->y[row] > 0.5;
        line[side][n[side]++] = logistic->line[row];
    }
    for (size_t side = 0; side < 2; side++)
        sort_doubles(line[side], room + design->used, n[side]);
    for (size_t i = 0, below = 0, under = 0; i < n[1]; i++) {
        while (below < n[0] && line[0][below] < line[1][i])
            below++;
        under = under > below ? under : below;
        while (under < n[0] && !(line[0][under] > line[1][i]))
            under++;
        sum += (double)(below + under) / 2;
    }
    free(room);
    return figure_of(sum / (double)n[1] / (double)n[0]);
}

static struct figure null_deviance_of(const struct newton *newton)
{
    const struct design *design = &newton->design;
    struct sum weights[2] = {0};
    for (size_t i = 0; i < design->used; i++) {
        size_t row = design->row ? design->row[i] : i;
        sum_add(&weights[newton->y[row] > 0.5], design->in.weight ? design->in.weight[row] : 1);
    }
    double ones = sum_value(&weights[1]), zeros = sum_value(&weights[0]), all = ones + zeros;
    return figure_of(-2 * (ones * log(ones / all) + zeros * log(zeros / all)));
}

/* "the groups are told apart without fail by "x1", "x2": …" */
static const char *separation_sentence(const struct logistic *logistic, struct arena *arena)
{
    struct str said;
    str_init(&said);
    str_add(&said, logistic->state == LOGISTIC_SEPARATED ? "the groups are told apart without fail by"
                                                         : "some people's group is told without fail by");
    const char *between = " ";
    for (size_t i = 1; i < logistic->count; i++)
        if (logistic->coefficients[i].separates) {
            str_addf(&said, "%s\"%s\"", between, logistic->coefficients[i].name);
            between = ", ";
        }
    str_add(&said, ": the likelihood has no finite maximum");
    return str_into(&said, arena);
}

static void fitted_fill(struct logistic *logistic, const struct newton *newton)
{
    coefficients_fill(logistic, newton);
    logistic->deviance = figure_of(newton->deviance);
    logistic->loglik = figure_of(-newton->loss);
    logistic->aic = figure_of(2 * newton->loss + 2 * (double)logistic->rank);
}

static void reasons_fill(struct logistic *logistic, struct newton *newton, struct arena *arena)
{
    if (logistic->state == LOGISTIC_FITTED) {
        fitted_fill(logistic, newton);
    } else if (logistic->state == LOGISTIC_NOT_CONVERGED) {
        absent_all(logistic, "the fit did not converge");
        note(logistic, "The fit did not converge; leave out covariates that few people have.");
    } else {
        separation_name(newton, newton->step, logistic);
        const char *why = separation_sentence(logistic, arena);
        absent_all(logistic, why);
        note(logistic, why);
    }
}

static void firth_step(struct logistic *logistic, struct newton *newton)
{
    if (firth_fit(newton))
        firth_fill(logistic, newton);
    else
        note(logistic, "Firth's estimate did not converge either.");
}

static void notes_of_rows(struct logistic *logistic, struct arena *arena)
{
    if (logistic->dropped > 0)
        note(logistic,
             arena_format(arena, "%zu of %zu people were left out, something of theirs being missing.",
                          logistic->dropped, logistic->dropped + logistic->used + logistic->unweighted));
    if (logistic->rank < logistic->count)
        note(logistic,
             arena_format(arena, "%zu covariates are made up by those before them and were dropped.",
                          logistic->count - logistic->rank));
}

static void model_open(struct logistic *logistic, struct arena *arena, const struct logistic_input *input)
{
    *logistic = (struct logistic){.count = input->count + 1, .state = LOGISTIC_ONE_GROUP};
    logistic->coefficients = ARENA_ARRAY(arena, struct logistic_coefficient, logistic->count);
    logistic->notes = ARENA_ARRAY(arena, const char *, NOTES_MAX);
    logistic->line = ARENA_ARRAY(arena, double, input->rows);
    logistic->share = ARENA_ARRAY(arena, double, input->rows);
    for (size_t i = 0; i < logistic->count; i++) {
        struct logistic_coefficient *to = &logistic->coefficients[i];
        to->name = i == 0 ? "(constant)" : input->covariates[i - 1].name;
        to->firth = to->firth_se = figure_absent("Firth's estimate was not asked for");
    }
    for (size_t row = 0; row < input->rows; row++) {
        assert(isnan(input->y[row]) || input->y[row] == 0 || input->y[row] == 1);
        logistic->line[row] = logistic->share[row] = NAN;
    }
}

static void one_group(struct logistic *logistic)
{
    const char *why = logistic->used == 0   ? "nobody was counted"
                      : logistic->ones == 0 ? "nobody took part"
                                            : "everybody took part";
    absent_all(logistic, why);
    logistic->null_deviance = figure_absent(why);
    for (size_t i = 0; i < logistic->count; i++)
        logistic->coefficients[i].firth = logistic->coefficients[i].firth_se = figure_absent(why);
    note(logistic, why);
}

static void aliased_fill(struct logistic *logistic)
{
    absent_all(logistic, "the columns before it make this one up");
    for (size_t i = 0; i < logistic->count; i++)
        logistic->coefficients[i].firth = logistic->coefficients[i].firth_se =
            figure_absent("the columns before it make this one up");
}

void logistic_fit(struct logistic *logistic, struct arena *arena, const struct logistic_input *input)
{
    struct newton newton = {.y = input->y};
    const double *besides[] = {input->y, NULL};
    const struct design_input design = {.rows = input->rows,
                                        .covariates = input->covariates,
                                        .count = input->count,
                                        .weight = input->weight,
                                        .besides = besides,
                                        .tolerance = LOGISTIC_TOLERANCE};
    model_open(logistic, arena, input);
    design_open(&newton.design, arena, &design);
    logistic->used = newton.design.used;
    logistic->dropped = newton.design.dropped;
    logistic->unweighted = newton.design.unweighted;
    logistic->rank = newton.design.rank;
    for (size_t i = 0; i < logistic->used; i++)
        logistic->ones += input->y[newton.design.row ? newton.design.row[i] : i] > 0.5;
    notes_of_rows(logistic, arena);
    if (logistic->ones == 0 || logistic->ones == logistic->used) {
        one_group(logistic);
        return;
    }
    newton_open(&newton, arena);
    logistic->state = newton_fit(&newton);
    logistic->steps = newton.steps;
    logistic->settled = newton.settled;
    logistic->null_deviance = null_deviance_of(&newton);
    const char *const firth_reason = logistic->coefficients[0].firth.absent;
    aliased_fill(logistic);
    for (size_t k = 0; k < logistic->rank; k++)
        logistic->coefficients[newton.design.kept[k]].firth =
            logistic->coefficients[newton.design.kept[k]].firth_se = figure_absent(firth_reason);
    reasons_fill(logistic, &newton, arena);
    bool fitted = logistic->state == LOGISTIC_FITTED;
    if (input->firth == LOGISTIC_FIRTH_ALWAYS || !fitted)
        firth_step(logistic, &newton);
    if (fitted || !logistic->coefficients[0].firth.absent)
        lines_fill(logistic, input, !fitted);
    if (fitted)
        logistic->auc = auc_of(logistic, &newton);
}
