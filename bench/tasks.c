#include "tasks.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

/* The state of every task, of which each uses what it needs. */
struct state {
    struct logistic score;
    double *distance; /* the score's line in whole millionths, as stats.R hands it over */
    struct match_nearest nearest;
    struct match_exact exact;
    struct balance balance;
    double *times;
    struct durations durations;
    struct km_curve *km;
    struct cif_curve *cif;
    struct logrank logrank;
    struct chi_test gray[PEOPLE_WAYS];
};
_Static_assert(sizeof(struct state) <= TASK_STATE_SIZE, "a task's state fits");

static void found_open(struct found *found, struct arena *arena, size_t room)
{
    *found = (struct found){.value = ARENA_ARRAY(arena, double, room)};
}

/* What does not exist is NaN here, as it is NA there. */
static void found_add(struct found *found, struct figure figure)
{
    found->value[found->count++] = figure.absent ? NAN : figure.value;
}

static void score_run(struct arena *arena, const struct people *people, void *state)
{
    struct logistic_input input = {
        .rows = people->n, .y = people->treat, .covariates = people->covariate, .count = PEOPLE_COVARIATES};
    logistic_fit(&((struct state *)state)->score, arena, &input);
}

/* Passes: two to centre and scale the columns, one for R's start, one a step, one or two beyond R's end, one
 * for the lines; each reads the covariates and who took part. */
static void score_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    const struct logistic *score = &((struct state *)state)->score;
    found_open(found, arena, score->count);
    for (size_t i = 0; i < score->count; i++)
        found_add(found, score->coefficients[i].estimate);
    found->bytes = (double)(score->steps + 5) * (double)people->n * 8 * (PEOPLE_COVARIATES + 1);
}

static void distance_prepare(struct arena *arena, const struct people *people, void *state)
{
    struct state *my = state;
    score_run(arena, people, state);
    my->distance = ARENA_ARRAY(arena, double, people->n);
    for (size_t i = 0; i < people->n; i++)
        my->distance[i] = rint(1e6 * my->score.line[i]);
}

static void nearest_within(struct arena *arena, const struct people *people, void *state, double caliper)
{
    struct state *my = state;
    struct match_people who = {.distance = my->distance, .treat = people->treat, .n = people->n};
    struct match_plan plan = {
        .order = MATCH_LARGEST_FIRST, .ratio = 1, .caliper = caliper, .caliper_in_sd = true};
    my->nearest = match_nearest(arena, &who, &plan);
}

static void nearest_run(struct arena *arena, const struct people *people, void *state)
{
    nearest_within(arena, people, state, INFINITY);
}

static void nearest_02_run(struct arena *arena, const struct people *people, void *state)
{
    nearest_within(arena, people, state, 0.2);
}

/* The partner's row of each participant, counted from 1; 0 for none. Bytes: the sort deals keys of 16 bytes
 * in at most 6 passes, each read and written; before and after it everybody's distance, group, weight and
 * set. */
static void nearest_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    const struct match_nearest *nearest = &((struct state *)state)->nearest;
    found_open(found, arena, nearest->count.treated);
    const struct match_pair *pair = nearest->pairs, *end = pair + nearest->pair_count;
    for (size_t i = 0; i < people->n; i++)
        if (people->treat[i] > 0) {
            bool mine = pair < end && pair->treated == i;
            found_add(found, figure_of(mine ? pair->control + 1 : 0));
            pair += mine;
        }
    found->bytes = (double)people->n * (6 * 32 + 3 * 16 + 12);
}

static const double AGES[] = {20, 25, 30, 35, 40, 45, 50, 55, 60}, LEVELS[] = {3, 6, 9},
                    WEEKS[] = {13, 26, 52, 104};

static void exact_run(struct arena *arena, const struct people *people, void *state)
{
    const struct covariate *x = people->covariate;
    const struct match_column columns[] = {
        {x[0].value, AGES, sizeof AGES / sizeof *AGES},       /* age */
        {x[1].value, NULL, 0},                                /* female */
        {x[2].value, LEVELS, sizeof LEVELS / sizeof *LEVELS}, /* english */
        {x[3].value, NULL, 0},                                /* married */
        {x[4].value, NULL, 0},                                /* degree */
        {x[6].value, NULL, 0},                                /* migrant */
        {x[7].value, WEEKS, sizeof WEEKS / sizeof *WEEKS},    /* weeks */
        {x[8].value, NULL, 0},                                /* rural */
    };
    ((struct state *)state)->exact = match_exact(arena, people->treat, columns, 8, people->n);
}

/* Everybody's weight. Bytes: eight columns and the groups, a code for each person and column read and
 * written, the weights and first rows. */
static void exact_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    found_open(found, arena, people->n);
    for (size_t i = 0; i < people->n; i++)
        found_add(found, figure_of(((struct state *)state)->exact.weights[i]));
    found->bytes = (double)people->n * (8 * (8 + 8) + 8 + 8 + 4);
}

static void balance_run(struct arena *arena, const struct people *people, void *state)
{
    struct state *my = state;
    struct balance_groups groups = {.rows = people->n, .treat = people->treat, .weight = my->exact.weights};
    balance_compare(&my->balance, arena, &groups, people->covariate, PEOPLE_COVARIATES);
}

static void balance_look_tell(struct found *found, const struct balance_look *look)
{
    found_add(found, look->mean_programme);
    found_add(found, look->mean_comparison);
    found_add(found, look->smd_programme);
    found_add(found, look->variance_ratio);
    found_add(found, look->ecdf_mean);
    found_add(found, look->ecdf_max);
}

/* Bytes: each covariate and the weights read once to part the groups, and once for the means, the spreads
 * and the cumulative shares. */
static void balance_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    const struct balance *balance = &((struct state *)state)->balance;
    found_open(found, arena, 12 * balance->count);
    for (size_t i = 0; i < balance->count; i++) {
        balance_look_tell(found, &balance->rows[i].all);
        balance_look_tell(found, &balance->rows[i].weighted);
    }
    found->bytes = (double)people->n * PEOPLE_COVARIATES * (8 + 8) * 4;
}

static void days_prepare(struct arena *arena, const struct people *people, void *state)
{
    (void)arena;
    ((struct state *)state)->times = (double *)(uintptr_t)people->days;
}

/* Days that nobody shares with anybody. */
static void moments_prepare(struct arena *arena, const struct people *people, void *state)
{
    double *times = ARENA_ARRAY(arena, double, people->n);
    for (size_t i = 0; i < people->n; i++)
        times[i] = people->days[i] + (double)i / (double)people->n;
    ((struct state *)state)->times = times;
}

static void durations_run(struct arena *arena, const struct people *people, struct state *my)
{
    my->durations = durations_make(arena, my->times, people->n, (struct codes){people->way, PEOPLE_WAYS + 1},
                                   (struct codes){people->group, 2}, (struct codes){NULL, 1});
}

static void km_run(struct arena *arena, const struct people *people, void *state)
{
    struct state *my = state;
    durations_run(arena, people, my);
    my->km = km_curves(arena, &my->durations, CAUSE_ANY);
}

/* Of both groups: the shares still waiting, then the standard errors of their logarithms. Bytes here and
 * below: the times' keys dealt in up to 6 passes, the people written and put in order, then read once for
 * each thing that is made of them. */
static void km_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    struct state *my = state;
    found_open(found, arena, 2 * (my->km[0].rows + my->km[1].rows));
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < my->km[g].rows; i++)
            found_add(found, figure_of(my->km[g].waiting[i]));
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < my->km[g].rows; i++)
            found_add(found, figure_of(sqrt(my->km[g].spread[i])));
    found->bytes = (double)people->n * (6 * 32 + 5 * 16) + 56.0 * (double)(my->km[0].rows + my->km[1].rows);
}

static void logrank_run(struct arena *arena, const struct people *people, void *state)
{
    struct state *my = state;
    durations_run(arena, people, my);
    my->logrank = logrank_test(arena, &my->durations, CAUSE_ANY, 0);
}

static void logrank_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    const struct logrank *logrank = &((struct state *)state)->logrank;
    found_open(found, arena, 5);
    found_add(found, logrank->test.chi2);
    for (size_t g = 0; g < 2; g++)
        found_add(found, figure_of(logrank->observed[g]));
    for (size_t g = 0; g < 2; g++)
        found_add(found, figure_of(logrank->expected[g]));
    found->bytes = (double)people->n * (6 * 32 + 5 * 16);
}

static void cif_run(struct arena *arena, const struct people *people, void *state)
{
    struct state *my = state;
    durations_run(arena, people, my);
    my->cif = cif_curves(arena, &my->durations);
}

/* Of both groups, way by way: the shares who have left, then their standard errors. */
static void cif_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    const struct cif_curve *cif = ((struct state *)state)->cif;
    size_t rows = cif[0].rows + cif[1].rows;
    found_open(found, arena, 2 * PEOPLE_WAYS * rows);
    for (size_t way = 0; way < PEOPLE_WAYS; way++)
        for (size_t g = 0; g < 2; g++)
            for (size_t i = 0; i < cif[g].rows; i++)
                found_add(found, figure_of(cif[g].way[way].share[i]));
    for (size_t way = 0; way < PEOPLE_WAYS; way++)
        for (size_t g = 0; g < 2; g++)
            for (size_t i = 0; i < cif[g].rows; i++)
                found_add(found, figure_of(cif[g].way[way].se[i]));
    found->bytes = (double)people->n * (6 * 32 + 5 * 16) + (24.0 + 28 * PEOPLE_WAYS) * (double)rows;
}

/* R's cuminc makes the curves of every way and tests each. */
static void gray_run(struct arena *arena, const struct people *people, void *state)
{
    struct state *my = state;
    cif_run(arena, people, state);
    for (size_t way = 0; way < PEOPLE_WAYS; way++)
        my->gray[way] = gray_test(arena, &my->durations, way + 1);
}

static void gray_tell(struct arena *arena, const struct people *people, void *state, struct found *found)
{
    found_open(found, arena, PEOPLE_WAYS);
    for (size_t way = 0; way < PEOPLE_WAYS; way++)
        found_add(found, ((struct state *)state)->gray[way].chi2);
    found->bytes = (double)people->n * (6 * 32 + (5 + PEOPLE_WAYS) * 16);
}

const struct task *task_find(const char *name)
{
    static const struct task TASKS[] = {
        {"logistic", NULL, score_run, score_tell},
        {"nearest", distance_prepare, nearest_run, nearest_tell},
        {"nearest_02", distance_prepare, nearest_02_run, nearest_tell},
        {"exact", NULL, exact_run, exact_tell},
        {"balance", exact_run, balance_run, balance_tell},
        {"km", days_prepare, km_run, km_tell},
        {"km_moments", moments_prepare, km_run, km_tell},
        {"logrank", days_prepare, logrank_run, logrank_tell},
        {"cif", days_prepare, cif_run, cif_tell},
        {"cif_moments", moments_prepare, cif_run, cif_tell},
        {"gray", days_prepare, gray_run, gray_tell},
    };
    for (size_t i = 0; i < sizeof TASKS / sizeof *TASKS; i++)
        if (strcmp(TASKS[i].name, name) == 0)
            return &TASKS[i];
    return NULL;
}
