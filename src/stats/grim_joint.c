#include "stats/grim.h"

#include <assert.h>
#include <string.h>

#include "stats/grim_printed.h"

#include "base/banned.h"

/* The percentages of one group at one wave. */
struct group {
    const struct printed *printed;
    size_t count;
    bool exclusive;
};

static bool percentages_read(struct arena *arena, const char *const *percentages, size_t count,
                             bool exclusive, struct group *group, struct err *err)
{
    assert(count >= 1);
    struct printed *printed = ARENA_ARRAY(arena, struct printed, count);
    for (size_t i = 0; i < count; i++)
        if (!printed_read(percentages[i], true, &printed[i], err))
            return false;
    *group = (struct group){.printed = printed, .count = count, .exclusive = exclusive};
    return true;
}

/* True when all are possible at n under one rounding; the lowest counts together tell whether exclusive
 * states can fit. */
static bool group_fits_rounding(const struct group *group, int64_t n, enum grim_rounding rounding)
{
    int64_t lowest = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct count_range range = printed_range(&group->printed[i], n, rounding);
        if (range.low > range.high)
            return false;
        lowest += range.low;
    }
    return !group->exclusive || lowest <= n;
}

static bool group_fits(const struct group *group, int64_t n, enum grim_rounding *rounding)
{
    for (enum grim_rounding each = GRIM_HALF_UP; each <= GRIM_HALF_DOWN; each++)
        if (group_fits_rounding(group, n, each)) {
            *rounding = each;
            return true;
        }
    return false;
}

/* The nearest count of each percentage; where exclusive counts then sum to more than n, the first ones give
 * way. */
static void counts_fill(const struct group *group, int64_t n, enum grim_rounding rounding, int64_t *counts)
{
    int64_t sum = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct count_range range = printed_range(&group->printed[i], n, rounding);
        int64_t nearest = printed_nearest(&group->printed[i], n);
        counts[i] = nearest < range.low ? range.low : nearest > range.high ? range.high : nearest;
        sum += counts[i];
    }
    for (size_t i = 0; group->exclusive && sum > n && i < group->count; i++) {
        int64_t room = counts[i] - printed_range(&group->printed[i], n, rounding).low;
        int64_t give = room < sum - n ? room : sum - n;
        counts[i] -= give;
        sum -= give;
    }
}

bool grim_joint(struct arena *arena, const char *const *percentages, size_t count, bool exclusive,
                int64_t max_n, struct grim_sizes *sizes, struct err *err)
{
    struct group group;
    if (!percentages_read(arena, percentages, count, exclusive, &group, err) ||
        !parts_check(max_n, GRIM_JOINT_PEOPLE_MAX, "people", err))
        return false;
    struct grim_size *found = NULL;
    size_t used = 0, size = 0;
    for (int64_t n = 1; n <= max_n; n++) {
        enum grim_rounding rounding;
        if (!group_fits(&group, n, &rounding))
            continue;
        if (used == size) {
            size = size ? 2 * size : 32;
            struct grim_size *larger = ARENA_ARRAY(arena, struct grim_size, size);
            if (used)
                memcpy(larger, found, used * sizeof *found);
            found = larger;
        }
        int64_t *counts = ARENA_ARRAY(arena, int64_t, count);
        counts_fill(&group, n, rounding, counts);
        found[used++] = (struct grim_size){.n = n, .rounding = rounding, .counts = counts};
    }
    *sizes = (struct grim_sizes){.at = found, .count = used};
    return true;
}

/* At N = 100 times 10 to the decimals every percentage is a whole count, so all are possible; at twice that
 * also the lowest number that prints as each percentage, half a unit under it, is a whole count, and no N
 * does better for exclusive states. So what is not found by then does not exist. */
static int64_t group_certain_n(const struct group *group)
{
    int64_t largest = 0;
    for (size_t i = 0; i < group->count; i++)
        if (group->printed[i].scale > largest)
            largest = group->printed[i].scale;
    return 2 * largest;
}

bool grim_smallest_joint_n(const char *const *percentages, size_t count, bool exclusive, int64_t *n,
                           struct err *err)
{
    struct arena arena;
    arena_init(&arena);
    struct group group;
    bool read = percentages_read(&arena, percentages, count, exclusive, &group, err);
    *n = 0;
    if (read) {
        int64_t last = group_certain_n(&group);
        enum grim_rounding rounding;
        for (int64_t each = 1; each <= last && *n == 0; each++)
            if (group_fits(&group, each, &rounding))
                *n = each;
    }
    arena_clear(&arena);
    return read;
}
