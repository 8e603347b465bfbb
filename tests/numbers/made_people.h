/* made_people: small groups of people for the tests of curves, by hand or at random, and what tests say of
 * them. The random ones come from a generator of our own, so that a failing run can be had again. */
#ifndef TESTS_NUMBERS_MADE_PEOPLE_H
#define TESTS_NUMBERS_MADE_PEOPLE_H

#include <math.h>
#include <string.h>

#include "expect.h"

#include "stats/durations.h"

enum { MADE_MAX = 400 };

struct made_people {
    size_t n;
    double time[MADE_MAX];
    int cause[MADE_MAX], group[MADE_MAX], stratum[MADE_MAX];
    int causes, groups, strata; /* how many codes, censored among the causes */
};

/* A number from 0 up to 1. */
static inline double made_share(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static inline int made_code(uint64_t *state, int codes)
{
    return (int)(made_share(state) * codes);
}

/* `times` different whole times, many of them tied; 0 for times that never tie. */
static inline void made_at_random(struct made_people *made, size_t n, int causes, int groups, int times,
                                  uint64_t seed)
{
    *made = (struct made_people){.n = n, .causes = causes + 1, .groups = groups, .strata = 3};
    for (size_t i = 0; i < n; i++) {
        double share = made_share(&seed);
        made->group[i] = made_code(&seed, groups);
        made->time[i] = times > 0 ? floor(share * times * (1 + 0.3 * made->group[i])) : -log(1 - share);
        made->cause[i] = made_code(&seed, causes + 1);
        made->stratum[i] = made_code(&seed, 3);
    }
}

static inline struct durations made_durations(struct arena *arena, const struct made_people *made,
                                              bool stratified)
{
    return durations_make(
        arena, made->time, made->n, (struct codes){made->cause, (size_t)made->causes},
        (struct codes){made->group, (size_t)made->groups},
        (struct codes){stratified ? made->stratum : NULL, stratified ? (size_t)made->strata : 1});
}

/* Person i is who stood at n - 1 - i. */
static inline struct made_people made_reversed(const struct made_people *made)
{
    struct made_people other = *made;
    for (size_t i = 0, j = made->n; i < made->n; i++) {
        j--;
        other.time[i] = made->time[j];
        other.cause[i] = made->cause[j];
        other.group[i] = made->group[j];
        other.stratum[i] = made->stratum[j];
    }
    return other;
}

/* Everybody twice. */
static inline struct made_people made_doubled(const struct made_people *made)
{
    struct made_people other = *made;
    size_t n = made->n;
    memcpy(other.time + n, made->time, n * sizeof *made->time);
    memcpy(other.cause + n, made->cause, n * sizeof *made->cause);
    memcpy(other.group + n, made->group, n * sizeof *made->group);
    memcpy(other.stratum + n, made->stratum, n * sizeof *made->stratum);
    other.n = 2 * n;
    return other;
}

static inline void expect_real(double got, double expected, double tolerance)
{
    expect_figure(figure_of(got), expected, tolerance);
}

#endif
