#include "stats/cox_partial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Sums over people of exp(eta), times z, times z z' (lower half). */
struct sums {
    double whole;
    double *first, *second;
};

static void sums_open(struct sums *sums, size_t p)
{
    *sums = (struct sums){.first = memory_alloc(p * sizeof(double)),
                          .second = memory_alloc(p * p * sizeof(double))};
}

static void sums_close(struct sums *sums)
{
    free(sums->first);
    free(sums->second);
}

static void sums_empty(struct sums *sums, size_t p)
{
    sums->whole = 0;
    memset(sums->first, 0, p * sizeof(double));
    memset(sums->second, 0, p * p * sizeof(double));
}

static void sums_add(struct sums *sums, double weight, const double *z, size_t p)
{
    sums->whole += weight;
    for (size_t j = 0; j < p; j++) {
        double part = weight * z[j];
        sums->first[j] += part;
        for (size_t k = 0; k <= j; k++)
            sums->second[j * p + k] += part * z[k];
    }
}

/* eta = z coef for everybody. OUT the largest. */
static double predictor_fill(const struct cox_model *model, const double *coef)
{
    size_t p = model->n_terms;
    double largest = -INFINITY;
    for (size_t i = 0; i < model->durations->n; i++) {
        double eta = 0;
        for (size_t j = 0; j < p; j++)
            eta += model->z[i * p + j] * coef[j];
        model->eta[i] = eta;
        largest = fmax(largest, eta);
    }
    return largest;
}

/* `times` events whose risk set weighs risk - part * events. */
static void point_take(struct cox_point *point, const struct sums *risk, const struct sums *events,
                       double part, double times, size_t p)
{
    double whole = risk->whole - part * events->whole;
    point->loglik -= times * log(whole);
    for (size_t j = 0; j < p; j++) {
        double mean = (risk->first[j] - part * events->first[j]) / whole;
        point->score[j] -= times * mean;
        for (size_t k = 0; k <= j; k++) {
            double square = (risk->second[j * p + k] - part * events->second[j * p + k]) / whole,
                   other = (risk->first[k] - part * events->first[k]) / whole;
            point->information[j * p + k] += times * (square - mean * other);
        }
    }
}

/* The people at one time, [at, end), join those at risk; the events among them count. */
static void time_take(const struct cox_model *model, size_t at, size_t end, double shift, struct sums *risk,
                      struct sums *events, struct cox_point *point)
{
    size_t p = model->n_terms, d = 0;
    sums_empty(events, p);
    for (size_t i = at; i < end; i++) {
        const double *z = model->z + i * p;
        double weight = exp(model->eta[i] - shift);
        sums_add(risk, weight, z, p);
        if (!duration_has(&model->durations->people[i], model->cause))
            continue;
        d++;
        sums_add(events, weight, z, p);
        point->loglik += model->eta[i] - shift;
        for (size_t j = 0; j < p; j++)
            point->score[j] += z[j];
    }
    if (model->ties == COX_BRESLOW && d > 0)
        point_take(point, risk, events, 0, (double)d, p);
    if (model->ties == COX_EFRON)
        for (size_t k = 0; k < d; k++)
            point_take(point, risk, events, (double)k / (double)d, 1, p);
}

/* Where the people tied with people[end - 1] begin, within [first, end). */
static size_t tie_start(const struct duration *people, size_t first, size_t end)
{
    size_t at = end - 1;
    while (at > first && people[at - 1].time >= people[end - 1].time)
        at--;
    return at;
}

void cox_partial(const struct cox_model *model, const double *coef, struct cox_point *point)
{
    const struct durations *durations = model->durations;
    size_t p = model->n_terms;
    struct sums risk, events;
    sums_open(&risk, p);
    sums_open(&events, p);
    point->loglik = 0;
    memset(point->score, 0, p * sizeof(double));
    memset(point->information, 0, p * p * sizeof(double));
    double shift = predictor_fill(model, coef);
    for (size_t s = 0; s < durations->strata; s++) {
        sums_empty(&risk, p);
        size_t first = durations->stratum_first[s];
        for (size_t end = durations->stratum_first[s + 1], at; end > first; end = at) {
            at = tie_start(durations->people, first, end);
            time_take(model, at, end, shift, &risk, &events, point);
        }
    }
    sums_close(&risk);
    sums_close(&events);
}

bool cox_rises_for_ever(const struct cox_model *model, const double *direction, double slack)
{
    const struct durations *durations = model->durations;
    double top = predictor_fill(model, direction), bottom = top;
    for (size_t i = 0; i < durations->n; i++)
        bottom = fmin(bottom, model->eta[i]);
    slack *= top - bottom;
    bool somebody_less = false;
    for (size_t s = 0; s < durations->strata; s++) {
        size_t first = durations->stratum_first[s];
        double farthest = -INFINITY, nearest = INFINITY;
        for (size_t end = durations->stratum_first[s + 1], at; end > first; end = at) {
            at = tie_start(durations->people, first, end);
            for (size_t i = at; i < end; i++) {
                farthest = fmax(farthest, model->eta[i]);
                nearest = fmin(nearest, model->eta[i]);
            }
            for (size_t i = at; i < end; i++) {
                if (!duration_has(&durations->people[i], model->cause))
                    continue;
                if (model->eta[i] < farthest - slack)
                    return false;
                somebody_less |= nearest < model->eta[i] - slack;
            }
        }
    }
    return somebody_less;
}
