#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/match_nearest.h"

#include "base/banned.h"

enum { FEW = 24 };

/* Random, but the same each time: Park & Miller 1988, CACM 31:1192-1201. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 48271 % 2147483647;
    return (uint32_t)(*seed % below);
}

/* A small crowd with many ties. */
struct crowd {
    double distance[FEW], treat[FEW];
    uint32_t stratum[FEW];
    struct match_people people;
    struct match_plan plan;
};

static void crowd_make(struct crowd *crowd, uint64_t *seed)
{
    size_t n = draw(seed, FEW + 1);
    uint32_t steps = 1 + draw(seed, 12), strata = 1 + draw(seed, 3), treated_in_ten = 1 + draw(seed, 8);
    for (size_t i = 0; i < n; i++) {
        crowd->distance[i] = ((double)draw(seed, steps) - 3) / 8; /* exact in binary, so that gaps tie */
        crowd->treat[i] = draw(seed, 10) < treated_in_ten;
        crowd->stratum[i] = draw(seed, strata);
    }
    crowd->people =
        (struct match_people){crowd->distance, crowd->treat, strata > 1 ? crowd->stratum : NULL, strata, n};
    static const double CALIPERS[] = {INFINITY, 0, 0.125, 0.25, 0.5};
    crowd->plan = (struct match_plan){.order = (enum match_order)draw(seed, 3),
                                      .ratio = 1 + draw(seed, 3),
                                      .replace = draw(seed, 3) == 0,
                                      .caliper = CALIPERS[draw(seed, 5)],
                                      .caliper_in_sd = false};
}

/* One before the other in line: by distance, ties in file order. */
static bool before(const struct crowd *crowd, size_t one, size_t other)
{
    const double *d = crowd->distance;
    return d[one] < d[other] || (!(d[other] < d[one]) && one < other);
}

/* Whose turn comes first. */
static bool chooses_first(const struct crowd *crowd, size_t one, size_t other)
{
    const double *d = crowd->distance;
    if (crowd->plan.order == MATCH_LARGEST_FIRST && (d[one] < d[other] || d[other] < d[one]))
        return d[one] > d[other];
    if (crowd->plan.order == MATCH_SMALLEST_FIRST && (d[one] < d[other] || d[other] < d[one]))
        return d[one] < d[other];
    return one < other;
}

struct slow {
    uint32_t chosen[FEW][3], count[FEW];
    bool taken[FEW];
};

static bool may_take(const struct crowd *crowd, const struct slow *slow, size_t treated, size_t control)
{
    if (crowd->treat[control] > 0 || slow->taken[control])
        return false;
    if (crowd->people.stratum && crowd->stratum[treated] != crowd->stratum[control])
        return false;
    for (size_t i = 0; i < slow->count[treated]; i++)
        if (slow->chosen[treated][i] == control)
            return false;
    return fabs(crowd->distance[treated] - crowd->distance[control]) <= crowd->plan.caliper;
}

/* The rule as it is written: the nearest in line on each side, then the smaller gap, then the lower side. */
static void slow_choice(const struct crowd *crowd, struct slow *slow, size_t treated)
{
    size_t low = FEW, high = FEW;
    for (size_t i = 0; i < crowd->people.n; i++) {
        if (!may_take(crowd, slow, treated, i))
            continue;
        if (before(crowd, i, treated) && (low == FEW || before(crowd, low, i)))
            low = i;
        if (before(crowd, treated, i) && (high == FEW || before(crowd, i, high)))
            high = i;
    }
    if (low == FEW && high == FEW)
        return;
    double gap_low = low == FEW ? INFINITY : crowd->distance[treated] - crowd->distance[low];
    double gap_high = high == FEW ? INFINITY : crowd->distance[high] - crowd->distance[treated];
    size_t best = gap_low <= gap_high ? low : high;
    slow->chosen[treated][slow->count[treated]++] = (uint32_t)best;
    slow->taken[best] = !crowd->plan.replace;
}

static void slow_match(const struct crowd *crowd, struct slow *slow)
{
    *slow = (struct slow){0};
    size_t turn[FEW], choosers = 0;
    for (size_t i = 0; i < crowd->people.n; i++) {
        if (crowd->treat[i] <= 0)
            continue;
        size_t at = choosers++;
        for (; at > 0 && chooses_first(crowd, i, turn[at - 1]); at--)
            turn[at] = turn[at - 1];
        turn[at] = i;
    }
    for (uint32_t round = 0; round < crowd->plan.ratio; round++)
        for (size_t i = 0; i < choosers; i++)
            slow_choice(crowd, slow, turn[i]);
}

static void expect_same(const struct crowd *crowd, const struct slow *slow, const struct match_nearest *match)
{
    size_t pair = 0;
    for (uint32_t i = 0; i < crowd->people.n; i++)
        for (uint32_t rank = 0; rank < slow->count[i]; rank++, pair++) {
            assert_true(pair < match->pair_count);
            assert_int_equal(match->pairs[pair].treated, i);
            assert_int_equal(match->pairs[pair].control, slow->chosen[i][rank]);
            assert_int_equal(match->pairs[pair].rank, rank + 1);
        }
    assert_int_equal(pair, match->pair_count);
}

/* What must hold of any match. */
static void expect_sound(const struct crowd *crowd, const struct slow *slow,
                         const struct match_nearest *match)
{
    double controls = 0;
    for (uint32_t i = 0; i < crowd->people.n; i++) {
        bool treated = crowd->treat[i] > 0;
        double owed = 0;
        for (size_t pair = 0; pair < match->pair_count; pair++)
            if (match->pairs[pair].control == i)
                owed += 1.0 / slow->count[match->pairs[pair].treated];
        assert_true(treated ? match->weights[i] == (slow->count[i] > 0)
                            : (match->weights[i] > 0) == (owed > 0));
        controls += treated ? 0 : match->weights[i];
        if (match->set && treated)
            assert_int_equal(match->set[i], slow->count[i] > 0 ? i : MATCH_NO_SET);
        if (match->set && !treated)
            assert_int_equal(match->set[i] == MATCH_NO_SET, !slow->taken[i]);
    }
    for (size_t pair = 0; match->set && pair < match->pair_count; pair++)
        assert_int_equal(match->set[match->pairs[pair].control], match->pairs[pair].treated);
    assert_true(fabs(controls - (double)match->count.matched_controls) < 1e-12);
    assert_int_equal(match->count.treated + match->count.controls, crowd->people.n);
    assert_int_equal((match->count.notes & MATCH_NOTE_NOBODY) != 0, match->pair_count == 0);
}

static void slowest_way_agrees(void **state)
{
    (void)state;
    uint64_t seed = 20000717;
    size_t pairs = 0;
    for (size_t i = 0; i < 20000; i++) {
        struct crowd crowd;
        struct slow slow;
        struct arena arena;
        arena_init(&arena);
        crowd_make(&crowd, &seed);
        slow_match(&crowd, &slow);
        struct match_nearest match = match_nearest(&arena, &crowd.people, &crowd.plan);
        expect_same(&crowd, &slow, &match);
        expect_sound(&crowd, &slow, &match);
        pairs += match.pair_count;
        arena_clear(&arena);
    }
    assert_true(pairs > 50000);
}

/* Turning the file round, or the sign of the distance with the order of choosing, changes nobody's partner
 * when nothing ties. */
static void names_do_not_matter(void **state)
{
    (void)state;
    enum { MANY = 600 };
    static double distance[MANY], treat[MANY], turned[MANY], turned_treat[MANY], negative[MANY];
    uint64_t seed = 7;
    for (size_t i = 0; i < MANY; i++) {
        distance[i] = log((draw(&seed, 1000000) + 1) / 1000003.0) + (double)i * 1e-9;
        treat[i] = draw(&seed, 4) == 0;
        turned[MANY - 1 - i] = distance[i];
        turned_treat[MANY - 1 - i] = treat[i];
        negative[i] = -distance[i];
    }
    struct match_plan plan = {
        .order = MATCH_LARGEST_FIRST, .ratio = 2, .caliper = 0.2, .caliper_in_sd = true};
    struct match_plan mirrored = plan;
    mirrored.order = MATCH_SMALLEST_FIRST;
    struct arena arena;
    arena_init(&arena);
    struct match_nearest first =
        match_nearest(&arena, &(struct match_people){distance, treat, NULL, 0, MANY}, &plan);
    struct match_nearest second =
        match_nearest(&arena, &(struct match_people){turned, turned_treat, NULL, 0, MANY}, &plan);
    struct match_nearest third =
        match_nearest(&arena, &(struct match_people){negative, treat, NULL, 0, MANY}, &mirrored);
    assert_true(first.pair_count > 100);
    assert_int_equal(first.pair_count, second.pair_count);
    assert_int_equal(first.pair_count, third.pair_count);
    for (size_t i = 0; i < first.pair_count; i++)
        assert_memory_equal(&first.pairs[i], &third.pairs[i], sizeof *first.pairs);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(fabs(first.weights[i] - second.weights[MANY - 1 - i]) < 1e-12);
        assert_int_equal(first.set[i] == MATCH_NO_SET ? MATCH_NO_SET : MANY - 1 - first.set[i],
                         second.set[MANY - 1 - i]);
    }
    arena_clear(&arena);
}

/* Participants at 1, 2, 4 (rows 0-2); controls at 0, 3, 3, 5 (rows 3-6). Largest first: the one at 4 has gaps
 * 1 and 1, takes the lower side, the later of the two at 3, who stands nearest; the one at 2 takes the other
 * at 3; the one at 1 takes the one at 0. Smallest first, the one at 1 takes 0, 2 takes the first 3, 4 the
 * other. */
static void by_pencil(void **state)
{
    (void)state;
    const double distance[] = {1, 2, 4, 0, 3, 3, 5}, treat[] = {1, 1, 1, 0, 0, 0, 0};
    struct match_people people = {distance, treat, NULL, 0, 7};
    struct arena arena;
    arena_init(&arena);
    struct match_plan plan = {.order = MATCH_LARGEST_FIRST, .ratio = 1, .caliper = INFINITY};
    struct match_nearest match = match_nearest(&arena, &people, &plan);
    assert_int_equal(match.pair_count, 3);
    assert_int_equal(match.pairs[0].control, 3);
    assert_int_equal(match.pairs[1].control, 4);
    assert_int_equal(match.pairs[2].control, 5);
    expect_figure(match.sd_distance, sqrt(62.0 / 21), 1e-15); /* squares 64 - 18²/7 = 124/7, over 6 */
    plan.order = MATCH_SMALLEST_FIRST;
    match = match_nearest(&arena, &people, &plan);
    assert_int_equal(match.pairs[1].control, 4);
    assert_int_equal(match.pairs[2].control, 5);
    plan.caliper = 0.5;
    match = match_nearest(&arena, &people, &plan);
    assert_int_equal(match.pair_count, 0);
    assert_int_equal(match.count.notes, MATCH_NOTE_NOBODY);
    expect_absent(match.count.ess_controls.absent, "nobody");
    plan = (struct match_plan){.order = MATCH_FILE_ORDER, .ratio = 2, .caliper = INFINITY, .replace = true};
    match = match_nearest(&arena, &people, &plan);
    assert_int_equal(match.pair_count, 6); /* 1 has 0 and 3, 2 and 4 have both at 3, 4 the later one first */
    assert_int_equal(match.pairs[4].control, 5);
    const double weights[] = {1, 1, 1, 0.5, 1.5, 1, 0};
    for (size_t i = 0; i < 7; i++)
        assert_true(fabs(match.weights[i] - weights[i]) < 1e-15);
    expect_figure(match.count.ess_controls, 9 / 3.5, 1e-15);
    assert_null(match.set);
    arena_clear(&arena);
}

static void nobody_is_no_failure(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const double distance[] = {0.5, 0.25}, all[] = {1, 1}, none[] = {0, 0};
    struct match_plan plan = {
        .order = MATCH_LARGEST_FIRST, .ratio = 1, .caliper = 0.2, .caliper_in_sd = true};
    struct match_nearest empty = match_nearest(&arena, &(struct match_people){0}, &plan);
    assert_int_equal(empty.count.treated + empty.count.controls + empty.pair_count, 0);
    expect_absent(empty.sd_distance.absent, "nobody");
    struct match_nearest one =
        match_nearest(&arena, &(struct match_people){distance, all, NULL, 0, 1}, &plan);
    expect_absent(one.sd_distance.absent, "one person");
    assert_int_equal(one.count.notes, MATCH_NOTE_NOBODY);
    assert_int_equal(
        match_nearest(&arena, &(struct match_people){distance, all, NULL, 0, 2}, &plan).pair_count, 0);
    assert_int_equal(
        match_nearest(&arena, &(struct match_people){distance, none, NULL, 0, 2}, &plan).pair_count, 0);
    arena_clear(&arena);
}

/* Sixty-one participants, one control each but for the last ones. */
static void notes_say_how_few(void **state)
{
    (void)state;
    enum { MANY = 61 };
    static const struct {
        size_t matched;
        unsigned notes;
    } cases[] = {{29, MATCH_NOTE_UNDER_30 | MATCH_NOTE_UNMATCHED},
                 {30, MATCH_NOTE_UNDER_60 | MATCH_NOTE_UNMATCHED},
                 {59, MATCH_NOTE_UNDER_60 | MATCH_NOTE_UNMATCHED},
                 {60, MATCH_NOTE_UNMATCHED},
                 {61, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double distance[2 * MANY], treat[2 * MANY];
        for (size_t row = 0; row < MANY; row++) {
            distance[2 * row] = distance[2 * row + 1] = (double)row;
            treat[2 * row] = 1;
            treat[2 * row + 1] = 0;
        }
        struct arena arena;
        arena_init(&arena);
        struct match_plan plan = {.order = MATCH_FILE_ORDER, .ratio = 1, .caliper = 0};
        for (size_t row = cases[i].matched; row < MANY; row++)
            distance[2 * row + 1] = 1000;
        struct match_nearest match =
            match_nearest(&arena, &(struct match_people){distance, treat, NULL, 0, 2 * MANY}, &plan);
        assert_int_equal(match.count.matched_treated, cases[i].matched);
        assert_int_equal(match.count.notes, cases[i].notes);
        arena_clear(&arena);
    }
    for (unsigned note = 1; note <= MATCH_NOTE_FEW_USED; note *= 2)
        assert_true(strlen(match_note_sentence((enum match_note)note)) > 10);
}

static const double SOME[] = {0, 1}, SIDES[] = {1, 0}, HALF[] = {1, 0.5}, NOT_A_NUMBER[] = {0, NAN};

static void match_with(const double *distance, const double *treat, uint32_t ratio, double caliper)
{
    struct arena arena;
    arena_init(&arena);
    struct match_plan plan = {.order = MATCH_LARGEST_FIRST, .ratio = ratio, .caliper = caliper};
    match_nearest(&arena, &(struct match_people){distance, treat, NULL, 0, 2}, &plan);
    arena_clear(&arena);
}

static void ratio_of_none(void)
{
    match_with(SOME, SIDES, 0, INFINITY);
}

static void caliper_below_none(void)
{
    match_with(SOME, SIDES, 1, -0.1);
}

static void caliper_not_a_number(void)
{
    match_with(SOME, SIDES, 1, NAN);
}

static void distance_missing(void)
{
    match_with(NOT_A_NUMBER, SIDES, 1, INFINITY);
}

static void half_a_participant(void)
{
    match_with(SOME, HALF, 1, INFINITY);
}

static void impossible_plans_assert(void **state)
{
    (void)state;
    match_with(SOME, SIDES, 1, INFINITY);
    expect_abort(ratio_of_none);
    expect_abort(caliper_below_none);
    expect_abort(caliper_not_a_number);
    expect_abort(distance_missing);
    expect_abort(half_a_participant);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R229: nearest matching does what its rule says, on 20000 lines full of ties", slowest_way_agrees,
         NULL, NULL, NULL},
        {"R229: nearest matching does not hang on names or on the sign of the distance", names_do_not_matter,
         NULL, NULL, NULL},
        {"R229: nearest matching by pencil", by_pencil, NULL, NULL, NULL},
        {"R229: nobody to match is no failure", nobody_is_no_failure, NULL, NULL, NULL},
        {"R229: a match of few says so", notes_say_how_few, NULL, NULL, NULL},
        {"R229: an impossible plan stops the program", impossible_plans_assert, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_match_nearest", tests, NULL, NULL);
}
