#include "stats/durations.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "stats/sort_doubles.h"

#include "base/banned.h"

static size_t code_at(const struct codes *codes, size_t i)
{
    if (!codes->of)
        return 0;
    assert(codes->of[i] >= 0 && (size_t)codes->of[i] < codes->count);
    return (size_t)codes->of[i];
}

/* OUT strata + 1 places, the first stratum's first. */
static size_t *strata_first(struct arena *arena, size_t n, struct codes stratum)
{
    size_t *first = ARENA_ARRAY(arena, size_t, stratum.count + 1);
    for (size_t i = 0; i < n; i++)
        first[code_at(&stratum, i) + 1]++;
    for (size_t s = 0; s < stratum.count; s++)
        first[s + 1] += first[s];
    return first;
}

/* Everybody as they came: what belongs to a person lies together, so that putting them in order reaches into
 * far memory once a person and not three times. */
static struct duration *people_gather(const double *time, size_t n, struct codes cause, struct codes group)
{
    struct duration *people = memory_alloc(n * sizeof *people);
    for (size_t i = 0; i < n; i++) {
        assert(isfinite(time[i]) && time[i] >= 0);
        people[i] = (struct duration){.time = time[i],
                                      .place = (uint32_t)i,
                                      .group = (uint16_t)code_at(&group, i),
                                      .cause = (uint16_t)code_at(&cause, i)};
    }
    return people;
}

/* Into people[0..n), stratum after stratum, each by time. */
static void people_place(const double *time, size_t n, struct codes cause, struct codes group,
                         struct codes stratum, const size_t *stratum_first, struct duration *people)
{
    struct duration *came = people_gather(time, n, cause, group);
    uint32_t *order = memory_alloc(n * sizeof *order);
    size_t *next = memory_alloc(stratum.count * sizeof *next);
    order_doubles(time, n, order);
    for (size_t s = 0; s < stratum.count; s++)
        next[s] = stratum_first[s];
    for (size_t i = 0; i < n; i++)
        people[next[code_at(&stratum, order[i])]++] = came[order[i]];
    free(next);
    free(order);
    free(came);
}

struct durations durations_make(struct arena *arena, const double *time, size_t n, struct codes cause,
                                struct codes group, struct codes stratum)
{
    assert(n <= UINT32_MAX && group.count >= 1 && group.count <= DURATION_GROUPS_MAX && cause.count >= 1 &&
           cause.count <= DURATION_CAUSES_MAX + 1 && stratum.count >= 1);
    struct duration *people = ARENA_ARRAY(arena, struct duration, n);
    size_t *group_n = ARENA_ARRAY(arena, size_t, group.count);
    size_t *stratum_first = strata_first(arena, n, stratum);
    people_place(time, n, cause, group, stratum, stratum_first, people);
    bool seen[DURATION_CAUSES_MAX + 1] = {0};
    for (size_t i = 0; i < n; i++) {
        group_n[people[i].group]++;
        seen[people[i].cause] = true;
    }
    size_t causes_seen = 0;
    for (size_t c = 1; c < cause.count; c++)
        causes_seen += seen[c];
    return (struct durations){.n = n,
                              .groups = group.count,
                              .causes = cause.count - 1,
                              .strata = stratum.count,
                              .causes_seen = causes_seen,
                              .people = people,
                              .stratum_first = stratum_first,
                              .group_n = group_n};
}

size_t durations_times(const struct durations *durations)
{
    const struct duration *people = durations->people;
    size_t times = durations->n > 0;
    for (size_t i = 1; i < durations->n; i++)
        times += people[i].time < people[i - 1].time || people[i].time > people[i - 1].time;
    return times;
}

size_t times_until(const double *time, size_t rows, double until)
{
    size_t low = 0, high = rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (time[middle] <= until)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
