#include "stats/balance_parts.h"

#include <math.h>
#include <stdlib.h>

#include "stats/everywhere.h"

#include "base/banned.h"

/* Two cumulative shares as they are walked along; their gaps in units of 1 / (of[0] * of[1]), which for
 * people are whole numbers. */
struct walk {
    double at[2], of[2]; /* how much of each group lies up to here, and in all */
    double sum, most;
};

EVERYWHERE_INLINE void walk_gap(struct walk *walk, bool counts)
{
    double gap = fabs(walk->at[1] * walk->of[0] - walk->at[0] * walk->of[1]);
    gap = counts ? gap : 0;
    walk->sum += gap;
    walk->most = gap > walk->most ? gap : walk->most;
}

static void walk_end(const struct walk *walk, size_t steps, struct balance_look *look)
{
    double unit = walk->of[0] * walk->of[1];
    look->ecdf_mean = figure_of(walk->sum / unit / (double)steps);
    look->ecdf_max = figure_of(walk->most / unit);
}

/* What both groups have at one whole number. */
struct step {
    uint32_t count[2];
    double weight[2];
};

/* Everybody into the steps from `least` on. Neighbours go into steps of their own and are put together at the
 * end, for a sum must be written before it can be read again. */
static struct step *steps_count(const struct parts *parts, size_t steps, bool weighted)
{
    struct step *of = memory_alloc(2 * steps * sizeof *of);
    for (size_t g = 0; g < 2; g++) {
        const struct side *side = &parts->side[g];
        for (size_t i = 0; i < side->n; i++) {
            struct step *step = &of[(size_t)(int64_t)(side->x[i] - parts->least) + (i & 1) * steps];
            step->count[g]++;
            if (weighted)
                step->weight[g] += side->w[i];
        }
    }
    for (size_t i = 0; i < steps; i++)
        for (size_t g = 0; g < 2; g++) {
            of[i].count[g] += of[i + steps].count[g];
            of[i].weight[g] += of[i + steps].weight[g];
        }
    return of;
}

static void walk_counted(const struct parts *parts, struct balance_row *row, bool weighted)
{
    size_t steps = (size_t)(parts->most - parts->least) + 1, taken = 0;
    struct step *of = steps_count(parts, steps, weighted);
    struct walk alike = {.of = {(double)parts->side[0].n, (double)parts->side[1].n}}, heavy = {0};
    for (size_t i = 0; i < steps; i++)
        for (size_t g = 0; g < 2; g++)
            heavy.of[g] += of[i].weight[g];
    for (size_t i = 0; i < steps; i++) {
        bool counts = of[i].count[0] + of[i].count[1] > 0;
        for (size_t g = 0; g < 2; g++) {
            alike.at[g] += of[i].count[g];
            heavy.at[g] += of[i].weight[g];
        }
        taken += counts;
        walk_gap(&alike, counts);
        walk_gap(&heavy, counts);
    }
    free(of);
    walk_end(&alike, taken, &row->all);
    if (weighted)
        walk_end(&heavy, taken, &row->weighted);
}

/* Both sides in one line, each person with their weight: below zero, if only by -0, for the programme's. */
static const struct keyed *line_up(struct parts *parts, bool weighted)
{
    size_t n = 0, room = parts->side[0].size + parts->side[1].size;
    if (!parts->people)
        parts->people = memory_alloc(2 * room * sizeof *parts->people);
    for (size_t g = 0; g < 2; g++) {
        const struct side *side = &parts->side[g];
        double sign = g == 1 ? -1 : 1;
        for (size_t i = 0; i < side->n; i++)
            parts->people[n + i] = (struct keyed){.key = sort_key(side->x[i]),
                                                  .number = weighted ? copysign(side->w[i], sign) : sign};
        n += side->n;
    }
    return sort_keyed(parts->people, parts->people + room, n);
}

/* Any numbers: everybody is passed one by one, and a step ends where the next number is another. Nothing
 * here is decided by a jump, for half of them would be guessed wrong. */
static void walk_line(struct parts *parts, struct balance_row *row, bool weighted)
{
    size_t n = parts->side[0].n + parts->side[1].n, steps = 0;
    const struct keyed *people = line_up(parts, weighted);
    struct walk alike = {.of = {(double)parts->side[0].n, (double)parts->side[1].n}}, heavy = {0};
    for (size_t i = 0; weighted && i < n; i++) {
        heavy.of[1] += fmax(-people[i].number, 0);
        heavy.of[0] += fmax(people[i].number, 0);
    }
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n || people[i + 1].key != people[i].key, mine = signbit(people[i].number);
        double number = people[i].number;
        alike.at[1] += mine;
        alike.at[0] += !mine;
        heavy.at[1] += number < 0 ? -number : 0;
        heavy.at[0] += number > 0 ? number : 0;
        steps += last;
        walk_gap(&alike, last);
        walk_gap(&heavy, last);
    }
    walk_end(&alike, steps, &row->all);
    if (weighted)
        walk_end(&heavy, steps, &row->weighted);
}

void parts_walk(struct parts *parts, struct balance_row *row, bool weighted)
{
    if (parts->whole)
        walk_counted(parts, row, weighted);
    else
        walk_line(parts, row, weighted);
}
