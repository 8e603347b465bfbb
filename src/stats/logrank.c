#include "stats/logrank.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <Rmath.h>

#include "stats/symmetric.h"

#include "base/banned.h"

struct chi_test chi_test_of(double chi2, size_t df)
{
    return (struct chi_test){
        .chi2 = figure_of(chi2), .p = figure_of(pchisq(chi2, (double)df, 0, 0)), .df = df};
}

struct chi_test chi_test_absent(const char *why)
{
    return (struct chi_test){.chi2 = figure_absent(why), .p = figure_absent(why)};
}

/* The people of one stratum on their way out. */
struct walk {
    size_t *at_risk, *events; /* by group; events at the present time */
    size_t n, d;              /* their sums */
    double waiting;           /* Kaplan-Meier of all, just before the present time */
};

/* Adds what happened at one time. */
static void walk_score(const struct walk *walk, double rho, struct logrank *made)
{
    size_t groups = made->groups;
    double n = (double)walk->n, d = (double)walk->d;
    double weight = rho > 0 ? pow(walk->waiting, rho) : 1;
    double spread = n > 1 ? weight * weight * d * (n - d) / (n - 1) : 0;
    for (size_t g = 0; g < groups; g++) {
        if (walk->at_risk[g] == 0)
            continue;
        double share = (double)walk->at_risk[g] / n;
        made->observed[g] += weight * (double)walk->events[g];
        made->expected[g] += weight * d * share;
        made->variance[g * groups + g] += spread * share * (double)(walk->n - walk->at_risk[g]) / n;
        for (size_t h = 0; h < g; h++)
            made->variance[g * groups + h] -= spread * share * (double)walk->at_risk[h] / n;
    }
}

/* Moves one time on. OUT where the next one begins. */
static size_t walk_time(struct walk *walk, const struct duration *people, size_t at, size_t end, size_t cause,
                        double rho, struct logrank *made)
{
    size_t next = durations_tie_end(people, at, end);
    for (size_t i = at; i < next; i++)
        if (duration_has(&people[i], cause)) {
            walk->events[people[i].group]++;
            walk->d++;
        }
    if (walk->d > 0) {
        walk_score(walk, rho, made);
        walk->waiting *= (double)(walk->n - walk->d) / (double)walk->n;
        walk->d = 0;
    }
    for (size_t i = at; i < next; i++) {
        walk->events[people[i].group] = 0;
        walk->at_risk[people[i].group]--;
    }
    walk->n -= next - at;
    return next;
}

static void walk_stratum(const struct durations *durations, size_t stratum, size_t cause, double rho,
                         struct walk *walk, struct logrank *made)
{
    size_t first = durations->stratum_first[stratum], end = durations->stratum_first[stratum + 1];
    for (size_t i = first; i < end; i++)
        walk->at_risk[durations->people[i].group]++;
    walk->n = end - first;
    walk->waiting = 1;
    for (size_t at = first; at < end;)
        at = walk_time(walk, durations->people, at, end, cause, rho, made);
}

/* The rows and columns of the groups with something expected, but the first of them: the rest follow. */
static struct chi_test test_make(const struct logrank *made, size_t groups_with_people, bool *compared)
{
    size_t groups = made->groups, size = 0;
    double *reduced = memory_alloc(groups * groups * sizeof *reduced);
    double *off = memory_alloc(groups * sizeof *off);
    size_t *of = memory_alloc(groups * sizeof *of);
    bool *kept = memory_alloc(groups * sizeof *kept);
    for (size_t g = 0; g < groups; g++)
        if (made->expected[g] > 0)
            of[size++] = g;
    size = size > 0 ? size - 1 : 0;
    for (size_t i = 0; i < size; i++) {
        off[i] = made->observed[of[i + 1]] - made->expected[of[i + 1]];
        for (size_t j = 0; j < size; j++)
            reduced[i * size + j] = made->variance[of[i + 1] * groups + of[j + 1]];
    }
    size_t rank = symmetric_factor(reduced, size, kept);
    double chi2 = symmetric_form(reduced, kept, size, off);
    free(reduced);
    free(off);
    free(of);
    free(kept);
    *compared = rank > 0;
    return chi_test_of(rank > 0 ? chi2 : 0, rank > 0 ? rank : groups_with_people - 1);
}

struct logrank logrank_test(struct arena *arena, const struct durations *durations, size_t cause, double rho)
{
    assert(rho >= 0 && isfinite(rho) && cause <= durations->causes);
    size_t groups = durations->groups, with_people = 0;
    struct logrank made = {.groups = groups,
                           .observed = ARENA_ARRAY(arena, double, groups),
                           .expected = ARENA_ARRAY(arena, double, groups),
                           .variance = ARENA_ARRAY(arena, double, groups *groups)};
    struct walk walk = {.at_risk = memory_alloc(groups * sizeof(size_t)),
                        .events = memory_alloc(groups * sizeof(size_t))};
    for (size_t s = 0; s < durations->strata; s++)
        walk_stratum(durations, s, cause, rho, &walk, &made);
    free(walk.at_risk);
    free(walk.events);
    for (size_t g = 0; g < groups; g++)
        for (size_t h = 0; h < g; h++)
            made.variance[h * groups + g] = made.variance[g * groups + h];
    for (size_t g = 0; g < groups; g++)
        with_people += durations->group_n[g] > 0;
    if (with_people < 2)
        made.test = chi_test_absent("there are not two groups to compare");
    else
        made.test = test_make(&made, with_people, &made.compared);
    return made;
}
