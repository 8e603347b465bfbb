#include "evaluation/published.h"

#include <string.h>

#include "base/banned.h"

/* N in ascending order, growing in an arena. */
struct growing {
    struct arena *arena;
    int64_t *at;
    size_t count, size;
};

static void growing_add(struct growing *list, int64_t n)
{
    if (list->count == list->size) {
        list->size = list->size ? 2 * list->size : 16;
        int64_t *larger = ARENA_ARRAY(list->arena, int64_t, list->size);
        if (list->count > 0)
            memcpy(larger, list->at, list->count * sizeof *larger);
        list->at = larger;
    }
    list->at[list->count++] = n;
}

static struct published_sizes growing_sizes(const struct growing *list)
{
    return (struct published_sizes){list->at, list->count};
}

static bool sizes_hold(struct published_sizes sizes, int64_t n)
{
    for (size_t i = 0; i < sizes.count; i++)
        if (sizes.at[i] == n)
            return true;
    return false;
}

static bool most_check(int64_t most, struct err *err)
{
    return (most >= 1 && most <= PUBLISHED_TOGETHER_MAX) ||
           err_set(err, ERR_input,
                   "\"%lld\" is too few or too many people to try; give a number from 1 to %d",
                   (long long)most, PUBLISHED_TOGETHER_MAX);
}

bool published_alone(struct arena *arena, const char *percent, int64_t most, struct published_sizes *alone,
                     struct published_sizes *chopped, struct err *err)
{
    struct growing rounded = {.arena = arena}, cut = {.arena = arena};
    if (!most_check(most, err))
        return false;
    for (int64_t n = 1; n <= most; n++) {
        struct grim_check check;
        if (!grim_percentage(percent, n, &check, err))
            return false;
        if (check.any || check.chopped)
            growing_add(check.any ? &rounded : &cut, n);
    }
    *alone = growing_sizes(&rounded);
    *chopped = growing_sizes(&cut);
    return true;
}

static bool judge_figure(struct arena *arena, struct published_figure *figure, int64_t most, struct err *err)
{
    if (!published_alone(arena, figure->percent, most, &figure->alone, &figure->chopped, err))
        return false;
    figure->impossible = figure->stated || figure->alone.count == 0;
    for (struct published_stated *stated = figure->stated; stated; stated = stated->next) {
        if (!grim_percentage(figure->percent, stated->n, &stated->check, err) ||
            (!stated->check.any && !grim_repair(arena, figure->percent, stated->n, &stated->repairs, err)))
            return false;
        figure->impossible = figure->impossible && !stated->check.any;
    }
    return true;
}

/* ---- together ---- */

/* The percentages of a wave as stats wants them: the exclusive ones first, so that they are a list by
 * themselves. */
struct together {
    const char **percents;
    size_t *places; /* of each in the wave */
    size_t count, exclusive;
};

/* The figures of the wave without `odd`, or with `instead` in its place. */
static struct together together_make(struct arena *arena, const struct published_wave *wave,
                                     const struct published_figure *odd, const char *instead)
{
    struct together together = {.percents = ARENA_ARRAY(arena, const char *, wave->figure_count),
                                .places = ARENA_ARRAY(arena, size_t, wave->figure_count)};
    for (int turn = 0; turn < 2; turn++) {
        size_t place = 0;
        for (const struct published_figure *figure = wave->figures; figure; figure = figure->next, place++) {
            const char *percent = figure == odd ? instead : figure->percent;
            if (figure->exclusive != (turn == 0) || !percent)
                continue;
            together.places[together.count] = place;
            together.percents[together.count++] = percent;
            together.exclusive += figure->exclusive;
        }
    }
    return together;
}

/* Every N up to `most` at which all are possible. Where only some are exclusive, those must fit into N
 * besides; their counts are then the ones that do. */
static bool together_sizes(struct arena *arena, const struct together *together, int64_t most,
                           struct grim_sizes *sizes, struct err *err)
{
    bool some = together->exclusive > 0 && together->exclusive < together->count;
    struct grim_sizes inside;
    if (!grim_joint(arena, together->percents, together->count, together->exclusive == together->count, most,
                    sizes, err) ||
        (some && !grim_joint(arena, together->percents, together->exclusive, true, most, &inside, err)))
        return false;
    if (!some)
        return true;
    struct grim_size *both = ARENA_ARRAY(arena, struct grim_size, sizes->count);
    size_t count = 0;
    for (size_t i = 0, j = 0; i < sizes->count; i++) {
        while (j < inside.count && inside.at[j].n < sizes->at[i].n)
            j++;
        if (j == inside.count || inside.at[j].n != sizes->at[i].n)
            continue;
        int64_t *counts = ARENA_ARRAY(arena, int64_t, together->count);
        memcpy(counts, sizes->at[i].counts, together->count * sizeof *counts);
        memcpy(counts, inside.at[j].counts, together->exclusive * sizeof *counts);
        both[count] = sizes->at[i];
        both[count++].counts = counts;
    }
    *sizes = (struct grim_sizes){both, count};
    return true;
}

static bool together_smallest(struct arena *arena, const struct together *together, int64_t *smallest,
                              struct err *err)
{
    if (together->exclusive == 0 || together->exclusive == together->count)
        return grim_smallest_joint_n(together->percents, together->count, together->exclusive > 0, smallest,
                                     err);
    struct grim_sizes sizes;
    bool good = together_sizes(arena, together, PUBLISHED_TOGETHER_MAX, &sizes, err);
    *smallest = good && sizes.count > 0 ? sizes.at[0].n : 0;
    return good;
}

/* The N alone, in the arena of the result; the work is done in one that is cleared. */
static bool sizes_without(struct arena *arena, const struct published_wave *wave,
                          const struct published_figure *odd, const char *instead, int64_t most,
                          struct published_sizes *sizes, struct err *err)
{
    struct arena work;
    struct grim_sizes found;
    struct growing list = {.arena = arena};
    arena_init(&work);
    struct together together = together_make(&work, wave, odd, instead);
    bool good = together_sizes(&work, &together, most, &found, err);
    for (size_t i = 0; good && i < found.count; i++)
        growing_add(&list, found.at[i].n);
    *sizes = growing_sizes(&list);
    arena_clear(&work);
    return good;
}

/* ---- what spoils a wave ---- */

static bool mend_known(const struct published_mend *mends, const char *percent)
{
    for (; mends; mends = mends->next)
        if (strcmp(mends->percent, percent) == 0)
            return true;
    return false;
}

/* Keeps the list in order: the most N first, among equals as they came. */
static void mend_insert(struct published_mend **mends, struct published_mend *mend)
{
    while (*mends && (*mends)->sizes.count >= mend->sizes.count)
        mends = &(*mends)->next;
    mend->next = *mends;
    *mends = mend;
}

/* At each N of the others: what one slip could have made of the odd figure, and whether that stands beside
 * them. */
static bool find_mends(struct arena *arena, const struct published_wave *wave, struct published_odd *odd,
                       int64_t most, struct err *err)
{
    struct published_mend *mends = NULL, *refused = NULL;
    for (size_t i = 0; i < odd->others.count; i++) {
        struct grim_repairs repairs;
        if (!grim_repair(arena, odd->figure->percent, odd->others.at[i], &repairs, err))
            return false;
        for (size_t r = 0; r < repairs.count; r++) {
            if (mend_known(mends, repairs.at[r].text) || mend_known(refused, repairs.at[r].text))
                continue;
            struct published_mend *mend = ARENA_NEW(arena, struct published_mend);
            memcpy(mend->percent, repairs.at[r].text, sizeof mend->percent);
            if (!sizes_without(arena, wave, odd->figure, mend->percent, most, &mend->sizes, err))
                return false;
            mend_insert(mend->sizes.count > 0 ? &mends : &refused, mend);
        }
    }
    odd->mends = mends;
    return true;
}

static bool find_odd(struct arena *arena, struct published_wave *wave, int64_t most, struct err *err)
{
    struct published_odd *first = NULL, **end = &first;
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next) {
        struct published_odd odd = {.figure = figure};
        if (!sizes_without(arena, wave, figure, NULL, most, &odd.others, err) ||
            (odd.others.count > 0 && !find_mends(arena, wave, &odd, most, err)))
            return false;
        if (odd.others.count == 0)
            continue;
        *end = ARENA_NEW(arena, struct published_odd);
        **end = odd;
        end = &(*end)->next;
    }
    wave->odd = first;
    return true;
}

/* ---- a wave, a group, all ---- */

static int64_t largest_stated(const struct published_wave *wave, int64_t least)
{
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next)
        for (const struct published_stated *stated = figure->stated; stated; stated = stated->next)
            if (stated->n > least && stated->n <= PUBLISHED_TOGETHER_MAX)
                least = stated->n;
    return least;
}

/* Keeps the N up to most, with their counts in the order of the figures, and marks the stated N; true when
 * either allows all. */
static bool keep_sizes(struct arena *arena, struct published_wave *wave, const struct together *together,
                       const struct grim_sizes *sizes, int64_t most)
{
    struct growing all = {.arena = arena};
    bool any = false;
    size_t kept = 0;
    for (size_t i = 0; i < sizes->count; i++)
        growing_add(&all, sizes->at[i].n);
    while (kept < sizes->count && sizes->at[kept].n <= most)
        kept++;
    const int64_t **lists = ARENA_ARRAY(arena, const int64_t *, kept);
    for (size_t i = 0; i < kept; i++) {
        int64_t *counts = ARENA_ARRAY(arena, int64_t, together->count);
        for (size_t f = 0; f < together->count; f++)
            counts[together->places[f]] = sizes->at[i].counts[f];
        lists[i] = counts;
    }
    wave->together = (struct published_sizes){all.at, kept};
    wave->together_counts = lists;
    for (struct published_figure *figure = wave->figures; figure; figure = figure->next)
        for (struct published_stated *stated = figure->stated; stated; stated = stated->next) {
            stated->fits_together = sizes_hold(growing_sizes(&all), stated->n);
            any = any || stated->fits_together || stated->n > PUBLISHED_TOGETHER_MAX;
        }
    return any || kept > 0;
}

static bool judge_wave(struct arena *arena, struct published_wave *wave, int64_t most, struct err *err)
{
    struct arena work;
    struct grim_sizes sizes;
    for (struct published_figure *figure = wave->figures; figure; figure = figure->next)
        if (!judge_figure(arena, figure, most, err))
            return false;
    arena_init(&work);
    struct together together = together_make(&work, wave, NULL, NULL);
    bool good = together_sizes(&work, &together, largest_stated(wave, most), &sizes, err) &&
                together_smallest(&work, &together, &wave->smallest, err);
    if (good)
        wave->apart = !keep_sizes(arena, wave, &together, &sizes, most);
    arena_clear(&work);
    return good && (!wave->apart || wave->figure_count < 2 ||
                    wave->figure_count > PUBLISHED_ODD_FIGURES_MAX || find_odd(arena, wave, most, err));
}

static void compare_waves(struct arena *arena, struct published_group *group)
{
    struct growing common = {.arena = arena};
    group->comparable = group->wave_count > 1;
    for (const struct published_wave *wave = group->waves; wave; wave = wave->next)
        group->comparable = group->comparable && wave->together.count > 0;
    if (!group->comparable)
        return;
    for (size_t i = 0; i < group->waves->together.count; i++) {
        bool everywhere = true;
        for (const struct published_wave *wave = group->waves->next; wave; wave = wave->next)
            everywhere = everywhere && sizes_hold(wave->together, group->waves->together.at[i]);
        if (everywhere)
            growing_add(&common, group->waves->together.at[i]);
    }
    group->common = growing_sizes(&common);
}

bool published_judge(struct arena *arena, struct published *published, int64_t most, struct err *err)
{
    if (!most_check(most, err))
        return false;
    published->most = most;
    for (struct published_group *group = published->groups; group; group = group->next) {
        for (struct published_wave *wave = group->waves; wave; wave = wave->next) {
            if (!judge_wave(arena, wave, most, err))
                return false;
            published->apart_count += wave->apart && wave->figure_count > 1;
            for (const struct published_figure *figure = wave->figures; figure; figure = figure->next)
                published->impossible_count += figure->impossible;
        }
        compare_waves(arena, group);
    }
    return true;
}
