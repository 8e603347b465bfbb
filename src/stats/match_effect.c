#include "stats/match_effect.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <Rmath.h>

#include "stats/sum.h"

#include "base/banned.h"

/* The sets as numbers, which is what least squares wants; and without weight nobody's answer matters. */
struct regression {
    double *outcome, *cluster;
};

static struct regression regression_make(const double *weights, const uint32_t *set, const double *outcome,
                                         size_t n)
{
    struct regression made = {.outcome = memory_alloc(n * sizeof *made.outcome),
                              .cluster = set ? memory_alloc(n * sizeof *made.cluster) : NULL};
    for (size_t i = 0; i < n; i++) {
        bool in = weights[i] > 0;
        assert(!in || isfinite(outcome[i]));
        made.outcome[i] = in ? outcome[i] : 0;
        if (set)
            made.cluster[i] = set[i];
    }
    return made;
}

static void tests_make(struct match_effect *made, double conf)
{
    const struct figure *se = &made->se[made->clusters > 0 ? OLS_CLUSTER_HC1 : OLS_HC1];
    if (made->effect.absent || se->absent) {
        const char *why = made->effect.absent ? made->effect.absent : se->absent;
        made->p = made->p_normal = figure_absent(why);
        made->interval = interval_absent(why);
        return;
    }
    double effect = made->effect.value, reach = qnorm((1 - conf) / 2, 0, 1, 0, 0) * se->value;
    made->interval = interval_of(effect - reach, effect + reach);
    if (!(se->value > 0)) {
        made->p = made->p_normal = figure_absent("the answers do not vary");
        return;
    }
    double z = -fabs(effect) / se->value;
    made->p = figure_of(fmin(2 * pt(z, (double)made->people - 2, 1, 0), 1));
    made->p_normal = figure_of(fmin(2 * pnorm(z, 0, 1, 1, 0), 1));
}

struct match_effect match_effect(struct arena *arena, const double *treat, const double *weights,
                                 const uint32_t *set, const double *outcome, size_t n, double conf)
{
    assert(0 < conf && conf < 1);
    struct match_count count = match_counted(treat, weights, n);
    struct match_effect made = {.people = count.matched_treated + count.matched_controls};
    if (count.matched_treated == 0 || count.matched_controls == 0) {
        made.mean_treated = made.mean_controls = made.effect = figure_absent("nobody was matched");
        for (size_t i = 0; i < OLS_SES; i++)
            made.se[i] = made.effect;
        tests_make(&made, conf);
        return made;
    }
    struct regression of = regression_make(weights, set, outcome, n);
    struct covariate took_part = {"took part", treat};
    struct ols ols;
    ols_fit(&ols, arena,
            &(struct ols_input){.rows = n,
                                .y = of.outcome,
                                .covariates = &took_part,
                                .count = 1,
                                .weight = weights,
                                .cluster = of.cluster});
    free(of.outcome);
    free(of.cluster);
    made.clusters = ols.clusters;
    made.effect = ols.coefficients[1].estimate;
    made.mean_controls = ols.coefficients[0].estimate;
    made.mean_treated = figure_of(made.mean_controls.value + made.effect.value);
    for (size_t i = 0; i < OLS_SES; i++)
        made.se[i] = ols.coefficients[1].se[i];
    tests_make(&made, conf);
    return made;
}

static bool is_yes_or_no(double answer)
{
    return !(answer < 0) && !(answer > 1) && !(answer > 0 && answer < 1);
}

static void mcnemar(struct pair_comparison *made)
{
    const char *why = made->yes_no ? NULL : "the outcome is not yes or no";
    double b = (double)made->only_treated, c = (double)made->only_control;
    if (!why && made->only_treated + made->only_control == 0)
        why = "in no pair do the two differ";
    if (why) {
        made->p_exact = made->chi_square = made->odds_ratio = figure_absent(why);
        return;
    }
    made->p_exact = figure_of(fmin(2 * pbinom(fmin(b, c), b + c, 0.5, 1, 0), 1));
    made->chi_square = figure_of((b - c) * (b - c) / (b + c));
    made->odds_ratio = figure_of(made->only_control > 0 ? b / c : INFINITY);
}

struct pair_comparison match_compare_pairs(const struct match_pair *pairs, size_t count,
                                           const double *outcome)
{
    struct pair_comparison made = {.pairs = count, .yes_no = count > 0};
    struct sum sum = {0}, squares = {0};
    for (size_t i = 0; i < count; i++) {
        double treated = outcome[pairs[i].treated], control = outcome[pairs[i].control];
        assert(isfinite(treated) && isfinite(control));
        made.yes_no = made.yes_no && is_yes_or_no(treated) && is_yes_or_no(control);
        made.only_treated += treated > control;
        made.only_control += treated < control;
        sum_add(&sum, treated - control);
    }
    if (!made.yes_no)
        made.only_treated = made.only_control = 0;
    mcnemar(&made);
    if (count == 0) {
        made.difference = made.se = made.t = figure_absent("nobody was matched");
        return made;
    }
    double mean = sum_value(&sum) / (double)count;
    made.difference = figure_of(mean);
    made.se = made.t = figure_absent("one pair has no spread");
    if (count < 2)
        return made;
    for (size_t i = 0; i < count; i++) {
        double off = outcome[pairs[i].treated] - outcome[pairs[i].control] - mean;
        sum_add(&squares, off * off);
    }
    made.se = figure_of(sqrt(sum_value(&squares) / (double)(count - 1) / (double)count));
    made.t = made.se.value > 0 ? figure_of(mean / made.se.value) : figure_absent("all differences are alike");
    return made;
}
