#include "stats/cox.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "stats/cox_partial.h"
#include "stats/symmetric.h"

#include "base/banned.h"

static const char NO_EVENT[] = "nobody had the event";
static const char NO_FINITE[] = "there is no finite estimate: the likelihood rises for ever";
static const char NOT_FOUND[] = "the estimate was not found: too many steps";
static const char NOT_TOLD[] = "the covariate does not vary, or says what earlier ones say";

enum { STEPS_MAX = 100, HALVES_MAX = 40, STEPS_BEFORE_PROOF = 3 };

/* A step that gains less changes no printed digit; one that gains so little and no less than the last is made
 * of rounding. */
static const double GAIN_ENOUGH = 1e-18, GAIN_ROUNDING = 1e-12;
/* Rounding alone; and, once almost nothing is learnt along the step any more, what else still moves. */
static const double SLACK_PROOF = 1e-9, SLACK_LATE = 1e-4, INFORMATION_GONE = 1e-8;

static void model_open(struct cox_model *model, const double *x)
{
    const struct durations *durations = model->durations;
    size_t n = durations->n, p = model->n_terms;
    model->z = memory_alloc(n * p * sizeof(double));
    model->scale = memory_alloc(p * sizeof(double));
    model->eta = memory_alloc(n * sizeof(double));
    for (size_t j = 0; j < p; j++) {
        double mean = 0, squares = 0, low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < n; i++) {
            assert(isfinite(x[i * p + j]));
            mean += x[i * p + j] / (double)n;
            low = fmin(low, x[i * p + j]);
            high = fmax(high, x[i * p + j]);
        }
        for (size_t i = 0; i < n; i++)
            squares += (x[i * p + j] - mean) * (x[i * p + j] - mean) / (double)n;
        model->scale[j] = low < high ? sqrt(squares) : 0;
        for (size_t i = 0; i < n; i++)
            model->z[i * p + j] =
                low < high ? (x[durations->people[i].place * p + j] - mean) / model->scale[j] : 0;
    }
}

static void model_close(struct cox_model *model)
{
    free(model->z);
    free(model->scale);
    free(model->eta);
}

static void point_open(struct cox_point *point, size_t p)
{
    *point = (struct cox_point){.score = memory_alloc(p * sizeof(double)),
                                .information = memory_alloc(p * p * sizeof(double))};
}

static void point_close(struct cox_point *point)
{
    free(point->score);
    free(point->information);
}

/* The climb: where it is, the next step, and what was known at the start. */
struct climb {
    struct cox_model model;
    struct cox_point here, tried, null;
    double *coef, *next, *step, *factor;
    bool *kept;
    size_t rank;
    double gain; /* score' step: twice what the next step promises */
};

static void climb_open(struct climb *climb)
{
    size_t p = climb->model.n_terms;
    point_open(&climb->here, p);
    point_open(&climb->tried, p);
    point_open(&climb->null, p);
    climb->coef = memory_alloc(p * sizeof(double));
    climb->next = memory_alloc(p * sizeof(double));
    climb->step = memory_alloc(p * sizeof(double));
    climb->factor = memory_alloc(p * p * sizeof(double));
    climb->kept = memory_alloc(p * sizeof(bool));
}

static void climb_close(struct climb *climb)
{
    point_close(&climb->here);
    point_close(&climb->tried);
    point_close(&climb->null);
    free(climb->coef);
    free(climb->next);
    free(climb->step);
    free(climb->factor);
    free(climb->kept);
}

/* Newton's step from here. */
static void climb_look(struct climb *climb)
{
    size_t p = climb->model.n_terms;
    memcpy(climb->factor, climb->here.information, p * p * sizeof(double));
    climb->rank = symmetric_factor(climb->factor, p, climb->kept);
    memcpy(climb->step, climb->here.score, p * sizeof(double));
    symmetric_solve(climb->factor, climb->kept, p, climb->step);
    climb->gain = 0;
    for (size_t j = 0; j < p; j++)
        climb->gain += climb->step[j] * climb->here.score[j];
}

/* step' information step at the start. */
static double information_at_null(const struct climb *climb)
{
    size_t p = climb->model.n_terms;
    double sum = 0;
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k <= j; k++)
            sum += (j == k ? 1 : 2) * climb->null.information[j * p + k] * climb->step[j] * climb->step[k];
    return sum;
}

static bool climb_is_endless(struct climb *climb)
{
    bool gone = climb->gain < INFORMATION_GONE * information_at_null(climb);
    return cox_rises_for_ever(&climb->model, climb->step, gone ? SLACK_LATE : SLACK_PROOF);
}

/* Goes the step, or the half, the quarter … of it. OUT false when none of them gains. */
static bool climb_step(struct climb *climb)
{
    size_t p = climb->model.n_terms;
    double part = 1;
    for (int half = 0; half < HALVES_MAX; half++, part /= 2) {
        for (size_t j = 0; j < p; j++)
            climb->next[j] = climb->coef[j] + part * climb->step[j];
        cox_partial(&climb->model, climb->next, &climb->tried);
        if (!(climb->tried.loglik >= climb->here.loglik - 1e-13 * fabs(climb->here.loglik)))
            continue;
        struct cox_point swap = climb->here;
        climb->here = climb->tried;
        climb->tried = swap;
        memcpy(climb->coef, climb->next, p * sizeof(double));
        return true;
    }
    return false;
}

static double *copy_of(const double *from, size_t count)
{
    double *copy = memory_alloc(count * sizeof *copy);
    memcpy(copy, from, count * sizeof *copy);
    return copy;
}

static struct chi_test score_test(const struct climb *climb)
{
    size_t p = climb->model.n_terms;
    double *score = copy_of(climb->here.score, p);
    double chi2 = symmetric_form(climb->factor, climb->kept, p, score);
    free(score);
    return chi_test_of(chi2, climb->rank);
}

static void term_absent(struct cox_term *term, const char *why)
{
    term->coef = term->se = term->z = term->p = term->ratio = figure_absent(why);
    term->interval = interval_absent(why);
}

static void fit_absent(struct cox *made, const char *why)
{
    for (size_t j = 0; j < made->n_terms; j++)
        term_absent(&made->terms[j], why);
    made->loglik = figure_absent(why);
    made->wald = made->lr = chi_test_absent(why);
}

/* Which coefficients run off, and where to. */
static void fit_monotone(struct cox *made, const struct climb *climb)
{
    double largest = 0;
    for (size_t j = 0; j < made->n_terms; j++)
        largest = fmax(largest, fabs(climb->step[j]));
    for (size_t j = 0; j < made->n_terms; j++)
        if (fabs(climb->step[j]) > 1e-3 * largest)
            made->terms[j].runs_off = climb->step[j] > 0 ? 1 : -1;
    made->monotone = true;
    fit_absent(made, NO_FINITE);
}

/* The inverse of the information, in the covariates' own units. */
static void variance_fill(struct cox *made, const struct climb *climb)
{
    size_t p = made->n_terms;
    double *column = memory_alloc(p * sizeof *column);
    for (size_t k = 0; k < p; k++) {
        if (!climb->kept[k])
            continue;
        memset(column, 0, p * sizeof *column);
        column[k] = 1;
        symmetric_solve(climb->factor, climb->kept, p, column);
        for (size_t j = 0; j < p; j++)
            if (climb->kept[j])
                made->variance[j * p + k] = column[j] / climb->model.scale[j] / climb->model.scale[k];
    }
    free(column);
}

static void term_fill(struct cox_term *term, double coef, double se, double conf)
{
    double z = coef / se, reach = qnorm((1 - conf) / 2, 0, 1, 0, 0) * se;
    term->coef = figure_of(coef);
    term->se = figure_of(se);
    term->z = figure_of(z);
    term->p = figure_of(2 * pnorm(-fabs(z), 0, 1, 1, 0));
    term->ratio = figure_of(exp(coef));
    term->interval = interval_of(exp(coef - reach), exp(coef + reach));
}

static void fit_fill(struct cox *made, const struct climb *climb, double conf)
{
    size_t p = made->n_terms;
    double wald = 0;
    variance_fill(made, climb);
    for (size_t j = 0; j < p; j++) {
        if (climb->kept[j])
            term_fill(&made->terms[j], climb->coef[j] / climb->model.scale[j],
                      sqrt(made->variance[j * p + j]), conf);
        else
            term_absent(&made->terms[j], NOT_TOLD);
        for (size_t k = 0; k <= j; k++)
            wald += (j == k ? 1 : 2) * climb->coef[j] * climb->coef[k] * climb->here.information[j * p + k];
    }
    made->loglik = figure_of(climb->here.loglik);
    made->wald = climb->rank > 0 ? chi_test_of(wald, climb->rank) : chi_test_absent(NOT_TOLD);
    made->lr = climb->rank == 0
                   ? chi_test_absent(NOT_TOLD)
                   : chi_test_of(fmax(2 * (climb->here.loglik - climb->null.loglik), 0), climb->rank);
}

static void climb_up(struct climb *climb, struct cox *made, double conf)
{
    cox_partial(&climb->model, climb->coef, &climb->here);
    cox_partial(&climb->model, climb->coef, &climb->null);
    climb_look(climb);
    made->loglik_null = figure_of(climb->null.loglik);
    made->score = climb->rank > 0 ? score_test(climb) : chi_test_absent(NOT_TOLD);
    double last_gain = INFINITY;
    for (;; made->iterations++) {
        if (made->iterations >= STEPS_BEFORE_PROOF && climb->gain > 0 && climb_is_endless(climb)) {
            fit_monotone(made, climb);
            return;
        }
        if (climb->gain <= GAIN_ENOUGH || (climb->gain < GAIN_ROUNDING && climb->gain > last_gain / 2))
            break;
        last_gain = climb->gain;
        if (made->iterations == STEPS_MAX || !climb_step(climb)) {
            fit_absent(made, NOT_FOUND);
            return;
        }
        climb_look(climb);
    }
    for (size_t j = 0; j < made->n_terms; j++)
        climb->coef[j] += climb->step[j]; /* the last step, to the last digits */
    fit_fill(made, climb, conf);
}

struct cox cox_fit(struct arena *arena, const struct durations *durations, size_t cause, const double *x,
                   size_t n_terms, enum cox_ties ties, double conf)
{
    assert(n_terms >= 1 && cause <= durations->causes && 0 < conf && conf < 1);
    struct cox made = {.n = durations->n,
                       .n_terms = n_terms,
                       .terms = ARENA_ARRAY(arena, struct cox_term, n_terms),
                       .variance = ARENA_ARRAY(arena, double, n_terms *n_terms)};
    for (size_t i = 0; i < durations->n; i++)
        made.n_events += duration_has(&durations->people[i], cause);
    if (made.n_events == 0) {
        fit_absent(&made, NO_EVENT);
        made.loglik_null = figure_absent(NO_EVENT);
        made.score = chi_test_absent(NO_EVENT);
        return made;
    }
    struct climb climb = {
        .model = {.durations = durations, .cause = cause, .n_terms = n_terms, .ties = ties}};
    model_open(&climb.model, x);
    climb_open(&climb);
    climb_up(&climb, &made, conf);
    climb_close(&climb);
    model_close(&climb.model);
    return made;
}
