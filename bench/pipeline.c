#include "pipeline.h"

#include <math.h>

#include "people.h"

#include "base/banned.h"

static void tell(const char *name, struct figure figure)
{
    printf("%s %.12g\n", name, figure.absent ? NAN : figure.value);
}

/* Score, and nearest matching on it in whole millionths (stats.R says why). */
static struct match_nearest match_people_of(struct arena *arena, const struct people *people)
{
    struct logistic_input input = {
        .rows = people->n, .y = people->treat, .covariates = people->covariate, .count = PEOPLE_COVARIATES};
    struct logistic score;
    logistic_fit(&score, arena, &input);
    tell("deviance", score.deviance);
    for (size_t i = 0; i < people->n; i++)
        score.line[i] = rint(1e6 * score.line[i]);
    struct match_people who = {.distance = score.line, .treat = people->treat, .n = people->n};
    struct match_plan plan = {
        .order = MATCH_LARGEST_FIRST, .ratio = 1, .caliper = 0.2, .caliper_in_sd = true};
    struct match_nearest nearest = match_nearest(arena, &who, &plan);
    tell("pairs", figure_of((double)nearest.pair_count));
    return nearest;
}

static void balance_of(struct arena *arena, const struct people *people, const struct match_nearest *nearest)
{
    struct balance_groups groups = {.rows = people->n, .treat = people->treat, .weight = nearest->weights};
    struct balance balance;
    balance_compare(&balance, arena, &groups, people->covariate, PEOPLE_COVARIATES);
    double before = 0, after = 0;
    for (size_t i = 0; i < balance.count; i++) {
        before = fmax(before, fabs(balance.rows[i].all.smd_programme.value));
        after = fmax(after, fabs(balance.rows[i].weighted.smd_programme.value));
    }
    tell("worst_smd_before", figure_of(before));
    tell("worst_smd_after", figure_of(after));
}

static void effect_of(struct arena *arena, const struct people *people, const struct match_nearest *nearest)
{
    struct match_effect effect =
        match_effect(arena, people->treat, nearest->weights, nearest->set, people->earned, people->n, 0.95);
    tell("effect", effect.effect);
    tell("effect_se", effect.se[OLS_CLUSTER_HC1]);
}

/* Curves and tests of those matched. */
static void curves_of(struct arena *arena, const struct people *people, const struct match_nearest *nearest)
{
    double *days = ARENA_ARRAY(arena, double, 2 * nearest->pair_count);
    int *way = ARENA_ARRAY(arena, int, 2 * nearest->pair_count);
    int *group = ARENA_ARRAY(arena, int, 2 * nearest->pair_count);
    size_t n = 0;
    for (size_t i = 0; i < people->n; i++)
        if (nearest->weights[i] > 0) {
            days[n] = people->days[i];
            way[n] = people->way[i];
            group[n++] = people->group[i];
        }
    struct durations durations = durations_make(arena, days, n, (struct codes){way, PEOPLE_WAYS + 1},
                                                (struct codes){group, 2}, (struct codes){NULL, 1});
    const struct km_curve *km = km_curves(arena, &durations, CAUSE_ANY);
    const struct cif_curve *cif = cif_curves(arena, &durations);
    tell("waiting_at_365", km_waiting(&km[1], 365));
    tell("left_by_1_at_365", cif_share(&cif[1], 1, 365));
    tell("left_by_1_at_365_se", cif_se(&cif[1], 1, 365));
    tell("logrank", logrank_test(arena, &durations, CAUSE_ANY, 0).test.chi2);
}

/* Of each person the row of the participant of their pair, counted from 1; 0 for who is in none. */
static bool sets_write(const struct match_nearest *nearest, size_t n, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        double set = nearest->set[i] == MATCH_NO_SET ? 0 : (double)nearest->set[i] + 1;
        good = fwrite(&set, sizeof set, 1, file) == 1;
    }
    return fclose(file) == 0 && good;
}

int pipeline(const char *path, const char *sets_path)
{
    struct arena arena;
    struct people people;
    struct err err = {0};
    arena_init(&arena);
    bool good = people_read(&people, &arena, path, &err);
    if (good) {
        struct match_nearest nearest = match_people_of(&arena, &people);
        balance_of(&arena, &people, &nearest);
        effect_of(&arena, &people, &nearest);
        curves_of(&arena, &people, &nearest);
        good = !sets_path || sets_write(&nearest, people.n, sets_path);
    } else
        fprintf(stderr, "%s\n", err.sentence);
    frame_clear(&people.frame);
    arena_clear(&arena);
    return good ? 0 : 1;
}
