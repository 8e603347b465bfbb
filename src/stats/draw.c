#include "stats/draw.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A person on the way through the sorts. */
struct entrant {
    const struct draw_person *person;
    size_t place; /* in the caller's list */
    size_t block; /* in the caller's list */
};

/* People who go together: entrants[first .. first + size), named by entrants[first]. */
struct unit {
    struct text name;
    size_t first, size;
};

struct draw_job {
    struct entrant *entrants;
    size_t count;
    bool grouped; /* somebody has a group */
    struct unit *units;
    size_t *order;
    struct draw_lot *lots;
    struct draw_outcome *outcomes;
};

/* ---- orders ---- */

/* Byte by byte; a text before all longer ones that begin with it. */
static int text_compare(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_keys(const void *one, const void *other)
{
    const struct entrant *a = one, *b = other;
    return text_compare(a->person->key, b->person->key);
}

static int compare_groups(const void *one, const void *other)
{
    const struct entrant *a = one, *b = other;
    int order = text_compare(a->person->group, b->person->group);
    return order ? order : compare_keys(one, other);
}

static int compare_units(const void *one, const void *other)
{
    const struct unit *a = one, *b = other;
    return text_compare(a->name, b->name);
}

struct named_block {
    struct text name;
    size_t place;
};

static int compare_names(const void *one, const void *other)
{
    const struct named_block *a = one, *b = other;
    return text_compare(a->name, b->name);
}

/* ---- is the list in order ---- */

#define SHORT(text) (int)((text).length < 100 ? (text).length : 100), (text).at

static bool blocks_find(struct draw_job *job, struct arena *arena, const struct draw_block *blocks,
                        size_t count, struct err *err)
{
    struct named_block *sorted = ARENA_ARRAY(arena, struct named_block, count + 1);
    for (size_t i = 0; i < count; i++) {
        assert(blocks[i].places >= 0);
        sorted[i] = (struct named_block){.name = blocks[i].name, .place = i};
    }
    qsort(sorted, count, sizeof *sorted, compare_names);
    for (size_t i = 1; i < count; i++)
        if (compare_names(&sorted[i - 1], &sorted[i]) == 0)
            return err_set(err, ERR_input, "the block \"%.*s\" is listed twice: give its places once",
                           SHORT(sorted[i].name));
    for (size_t i = 0; i < job->count; i++) {
        struct named_block wanted = {.name = job->entrants[i].person->block};
        const struct named_block *found = bsearch(&wanted, sorted, count, sizeof *sorted, compare_names);
        if (!found)
            return err_set(
                err, ERR_input,
                "\"%.*s\" is of the block \"%.*s\", which has no places listed: list it, with 0 if "
                "there are none",
                SHORT(job->entrants[i].person->key), SHORT(wanted.name));
        job->entrants[i].block = found->place;
    }
    return true;
}

static bool keys_check(struct draw_job *job, struct err *err)
{
    qsort(job->entrants, job->count, sizeof *job->entrants, compare_keys);
    for (size_t i = 0; i < job->count; i++) {
        struct text key = job->entrants[i].person->key;
        if (key.length == 0)
            return err_set(err, ERR_input,
                           "a person on the list has no key: give everybody one of their own");
        if (i > 0 && compare_keys(&job->entrants[i - 1], &job->entrants[i]) == 0)
            return err_set(err, ERR_input,
                           "\"%.*s\" is on the list twice: leave one out, or the chances are not alike",
                           SHORT(key));
    }
    return true;
}

/* By group, those who go alone first, and in a group by key; without groups they stand by key already. */
static bool groups_check(struct draw_job *job, struct err *err)
{
    for (size_t i = 0; i < job->count; i++)
        job->grouped = job->grouped || job->entrants[i].person->group.length > 0;
    if (!job->grouped)
        return true;
    qsort(job->entrants, job->count, sizeof *job->entrants, compare_groups);
    for (size_t i = 1; i < job->count; i++) {
        const struct entrant *a = &job->entrants[i - 1], *b = &job->entrants[i];
        if (b->person->group.length > 0 && a->block != b->block &&
            text_compare(a->person->group, b->person->group) == 0)
            return err_set(
                err, ERR_input,
                "the group \"%.*s\" stands in two blocks, \"%.*s\" and \"%.*s\": who goes together "
                "must be drawn together",
                SHORT(b->person->group), SHORT(a->person->block), SHORT(b->person->block));
    }
    return true;
}

/* Block after block, in each the order they stand in. */
static void entrants_by_block(struct draw_job *job, struct arena *arena, size_t block_count)
{
    size_t *next = ARENA_ARRAY(arena, size_t, block_count + 1);
    struct entrant *sorted = ARENA_ARRAY(arena, struct entrant, job->count + 1);
    for (size_t i = 0; i < job->count; i++)
        next[job->entrants[i].block + 1]++;
    for (size_t block = 0; block < block_count; block++)
        next[block + 1] += next[block];
    for (size_t i = 0; i < job->count; i++)
        sorted[next[job->entrants[i].block]++] = job->entrants[i];
    job->entrants = sorted;
}

/* ---- one block ---- */

static bool same_unit(const struct entrant *a, const struct entrant *b)
{
    return a->person->group.length > 0 && text_compare(a->person->group, b->person->group) == 0;
}

/* The units of entrants[first .. last), in the order of their names. OUT how many. */
static size_t units_make(struct draw_job *job, size_t first, size_t last)
{
    size_t count = 0;
    for (size_t i = first; i < last; i++)
        if (i > first && same_unit(&job->entrants[i - 1], &job->entrants[i]))
            job->units[count - 1].size++;
        else
            job->units[count++] = (struct unit){.name = job->entrants[i].person->key, .first = i, .size = 1};
    if (job->grouped)
        qsort(job->units, count, sizeof *job->units, compare_units);
    return count;
}

/* One chance for all: units are of one size, so of that size all that the places hold get one. */
static struct figure chance_of(const struct draw_job *job, size_t units, int64_t places)
{
    if (units == 0)
        return figure_absent("nobody is in the block");
    for (size_t i = 1; i < units; i++)
        if (job->units[i].size != job->units[0].size)
            return figure_absent("groups of several sizes have several chances");
    size_t room = (size_t)places / job->units[0].size;
    return figure_of((double)(room < units ? room : units) / (double)units);
}

static void unit_lot(struct draw_job *job, const struct unit *unit, struct draw_lot lot)
{
    for (size_t i = unit->first; i < unit->first + unit->size; i++)
        job->lots[job->entrants[i].place] = lot;
}

static struct draw_outcome block_draw(struct draw_job *job, const struct random_seed *seed, size_t first,
                                      size_t last, const struct draw_block *block)
{
    struct draw_outcome outcome = {.people = last - first, .units = units_make(job, first, last)};
    struct random_seed branch = random_seed_branch(seed, block->name);
    struct random random = random_open(&branch);
    size_t left = (size_t)block->places;
    outcome.chance = chance_of(job, outcome.units, block->places);
    for (size_t i = 0; i < outcome.units; i++)
        job->order[i] = i;
    random_shuffle(&random, job->order, outcome.units);
    for (size_t turn = 0; turn < outcome.units; turn++) {
        const struct unit *unit = &job->units[job->order[turn]];
        bool drawn = unit->size <= left;
        outcome.passed_over += !drawn && left > 0;
        outcome.drawn += drawn ? unit->size : 0;
        left -= drawn ? unit->size : 0;
        unit_lot(job, unit, (struct draw_lot){.drawn = drawn, .turn = turn + 1});
    }
    return outcome;
}

bool draw_places(struct arena *arena, const struct random_seed *seed, const struct draw_person *people,
                 size_t people_count, const struct draw_block *blocks, size_t block_count, struct draw *draw,
                 struct err *err)
{
    struct draw_job job = {
        .entrants = ARENA_ARRAY(arena, struct entrant, people_count + 1),
        .count = people_count,
        .units = ARENA_ARRAY(arena, struct unit, people_count + 1),
        .order = ARENA_ARRAY(arena, size_t, people_count + 1),
        .lots = ARENA_ARRAY(arena, struct draw_lot, people_count + 1),
        .outcomes = ARENA_ARRAY(arena, struct draw_outcome, block_count + 1),
    };
    for (size_t i = 0; i < people_count; i++)
        job.entrants[i] = (struct entrant){.person = &people[i], .place = i};
    if (!keys_check(&job, err) || !blocks_find(&job, arena, blocks, block_count, err) ||
        !groups_check(&job, err))
        return false;
    entrants_by_block(&job, arena, block_count);
    *draw = (struct draw){.lots = job.lots, .outcomes = job.outcomes};
    for (size_t block = 0, first = 0, last = 0; block < block_count; block++, first = last) {
        while (last < job.count && job.entrants[last].block == block)
            last++;
        job.outcomes[block] = block_draw(&job, seed, first, last, &blocks[block]);
        if (job.outcomes[block].units > 0 && job.outcomes[block].chance.absent)
            draw->note =
                "groups of several sizes had several chances of a place: allow for it when comparing";
    }
    return true;
}
