#include "stats/match_nearest.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

#include "stats/match_line.h"
#include "stats/mean.h"

#include "base/banned.h"

/* A participant in line; `place` counts the controls who stand before them. */
struct chooser {
    double distance;
    uint32_t row, place;
    uint32_t from, to; /* the controls of their stratum */
};

struct candidate {
    double distance;
    uint32_t row;
};

/* Both sides in line: stratum by stratum, in each by distance. */
struct line {
    struct chooser *choosers;
    struct candidate *controls;
    uint32_t chooser_count, control_count;
    uint32_t *turn; /* the choosers in the order of choosing */
    /* Links over the taken controls: from a control to itself while it is free, else towards the next free
     * one. Slot 0 of `below` is nobody, so that control j has slot j + 1; slot control_count of `above` is
     * nobody. */
    uint32_t *below, *above;
};

static void line_clear(struct line *line)
{
    free(line->choosers);
    free(line->controls);
    free(line->turn);
    free(line->below);
    free(line->above);
}

static uint32_t *everybody_in_line(const struct match_people *people)
{
    uint32_t *order = memory_alloc(people->n * sizeof *order);
    match_line(people->distance, people->stratum, people->strata, people->n, order);
    return order;
}

/* Deals the line into its two sides, and tells each chooser where their stratum's controls are. */
static void sides_make(struct line *line, const struct match_people *people)
{
    uint32_t *order = everybody_in_line(people);
    const uint32_t *stratum = people->stratum;
    line->choosers = memory_alloc(people->n * sizeof *line->choosers);
    line->controls = memory_alloc(people->n * sizeof *line->controls);
    for (size_t first = 0, end; first < people->n; first = end) {
        uint32_t first_chooser = line->chooser_count, first_control = line->control_count;
        for (end = first; end < people->n && (!stratum || stratum[order[end]] == stratum[order[first]]);
             end++) {
            enum { AHEAD = 24 }; /* whom the line comes to soon stands anywhere in the file */
            if (end + AHEAD < people->n) {
                __builtin_prefetch(&people->distance[order[end + AHEAD]]);
                __builtin_prefetch(&people->treat[order[end + AHEAD]]);
            }
            uint32_t row = order[end];
            double distance = people->distance[row];
            if (match_took_part(people->treat[row]))
                line->choosers[line->chooser_count++] = (struct chooser){
                    .distance = distance, .row = row, .place = line->control_count, .from = first_control};
            else
                line->controls[line->control_count++] = (struct candidate){distance, row};
        }
        for (uint32_t i = first_chooser; i < line->chooser_count; i++)
            line->choosers[i].to = line->control_count;
    }
    free(order);
}

/* Largest first within each stratum, ties in file order. Strata never compete, so whose comes first among
 * them is all the same. */
static void turns_largest_first(struct line *line)
{
    uint32_t taken = 0;
    for (uint32_t end = line->chooser_count, first; end > 0; end = first) {
        const struct chooser *last = &line->choosers[end - 1];
        for (first = end - 1; first > 0; first--) {
            const struct chooser *before = &line->choosers[first - 1];
            if (before->from != last->from || before->distance < last->distance)
                break;
        }
        for (uint32_t i = first; i < end; i++)
            line->turn[taken++] = i;
    }
}

static void turns_file_order(struct line *line, size_t n)
{
    uint32_t *chooser_of = memory_alloc(n * sizeof *chooser_of), taken = 0;
    for (uint32_t i = 0; i < line->chooser_count; i++)
        chooser_of[line->choosers[i].row] = i + 1;
    for (size_t row = 0; row < n; row++)
        if (chooser_of[row])
            line->turn[taken++] = chooser_of[row] - 1;
    free(chooser_of);
}

static void turns_make(struct line *line, enum match_order order, size_t n)
{
    line->turn = memory_alloc(line->chooser_count * sizeof *line->turn);
    if (order == MATCH_LARGEST_FIRST)
        turns_largest_first(line);
    else if (order == MATCH_FILE_ORDER)
        turns_file_order(line, n);
    else
        for (uint32_t i = 0; i < line->chooser_count; i++)
            line->turn[i] = i;
}

static void links_make(struct line *line)
{
    size_t slots = (size_t)line->control_count + 1;
    line->below = memory_alloc(slots * sizeof *line->below);
    line->above = memory_alloc(slots * sizeof *line->above);
    for (uint32_t i = 0; i < slots; i++)
        line->below[i] = line->above[i] = i;
}

static void line_make(struct line *line, const struct match_people *people, enum match_order order)
{
    *line = (struct line){0};
    sides_make(line, people);
    turns_make(line, order, people->n);
    links_make(line);
}

/* Follows the links to their end, and makes each one passed skip the next: the way is half as long next time.
 */
static uint32_t follow(uint32_t *links, uint32_t at)
{
    while (links[at] != at) {
        links[at] = links[links[at]];
        at = links[at];
    }
    return at;
}

static void take(struct line *line, uint32_t control)
{
    line->below[control + 1] = control;
    line->above[control] = control + 1;
}

/* The better of the nearest candidates on both sides: those before `low` and from `high` on.
 * OUT its place; control_count when neither side has one within the caliper. */
static uint32_t better_of(const struct line *line, const struct chooser *chooser, uint32_t low, uint32_t high,
                          double caliper)
{
    double gap_low = low > chooser->from ? chooser->distance - line->controls[low - 1].distance : INFINITY;
    double gap_high = high < chooser->to ? line->controls[high].distance - chooser->distance : INFINITY;
    if (low > chooser->from && gap_low <= gap_high && gap_low <= caliper)
        return low - 1;
    if (high < chooser->to && gap_high < gap_low && gap_high <= caliper)
        return high;
    return line->control_count;
}

/* One choice for each in turn; whom one took is in chosen[row * ratio + round], counted from 1. */
static void choose_without_replacement(struct line *line, const struct match_plan *plan, double caliper,
                                       uint32_t *chosen)
{
    for (uint32_t round = 0; round < plan->ratio; round++)
        for (uint32_t i = 0; i < line->chooser_count; i++) {
            const struct chooser *chooser = &line->choosers[line->turn[i]];
            uint32_t low = follow(line->below, chooser->place), high = follow(line->above, chooser->place);
            uint32_t best = better_of(line, chooser, low, high, caliper);
            if (best == line->control_count)
                continue;
            take(line, best);
            chosen[(size_t)chooser->row * plan->ratio + round] = line->controls[best].row + 1;
        }
}

/* Everybody on their own: outward from where they stand, k steps. */
static void choose_with_replacement(const struct line *line, const struct match_plan *plan, double caliper,
                                    uint32_t *chosen)
{
    for (uint32_t i = 0; i < line->chooser_count; i++) {
        const struct chooser *chooser = &line->choosers[i];
        uint32_t low = chooser->place, high = chooser->place;
        for (uint32_t round = 0; round < plan->ratio; round++) {
            uint32_t best = better_of(line, chooser, low, high, caliper);
            if (best == line->control_count)
                break;
            if (best < low)
                low = best;
            else
                high = best + 1;
            chosen[(size_t)chooser->row * plan->ratio + round] = line->controls[best].row + 1;
        }
    }
}

/* Rounds come in order and end with the first that found nobody. */
static uint32_t found_by(const uint32_t *chosen, uint32_t ratio)
{
    uint32_t found = 0;
    while (found < ratio && chosen[found])
        found++;
    return found;
}

static void result_fill(struct arena *arena, struct match_nearest *made, const struct match_people *people,
                        const struct match_plan *plan, const uint32_t *chosen)
{
    for (size_t i = 0; i < people->n; i++)
        made->pair_count += found_by(&chosen[i * plan->ratio], plan->ratio);
    made->pairs = ARENA_ARRAY(arena, struct match_pair, made->pair_count);
    made->weights = ARENA_ARRAY(arena, double, people->n);
    if (!plan->replace) {
        made->set = ARENA_ARRAY(arena, uint32_t, people->n);
        for (size_t i = 0; i < people->n; i++)
            made->set[i] = MATCH_NO_SET;
    }
    struct match_pair *pair = made->pairs;
    for (uint32_t i = 0; i < people->n; i++) {
        const uint32_t *mine = &chosen[(size_t)i * plan->ratio];
        uint32_t found = found_by(mine, plan->ratio);
        if (found == 0)
            continue;
        made->weights[i] = 1;
        if (made->set)
            made->set[i] = i;
        for (uint32_t round = 0; round < found; round++) {
            uint32_t control = mine[round] - 1;
            *pair++ = (struct match_pair){.treated = i, .control = control, .rank = round + 1};
            made->weights[control] += 1 / (double)found;
            if (made->set)
                made->set[control] = i;
        }
    }
    match_scale_controls(people->treat, made->weights, people->n);
    made->count = match_counted(people->treat, made->weights, people->n);
}

/* OUT the gap allowed. A caliper in standard deviations of one person's distance allows nothing, which
 * changes nothing: one person has nobody to be matched with. */
static double caliper_apply(struct match_nearest *made, const struct match_plan *plan)
{
    double caliper = plan->caliper;
    if (plan->caliper_in_sd && isfinite(caliper))
        caliper *= made->sd_distance.absent ? 0 : made->sd_distance.value;
    made->caliper = isfinite(caliper) ? figure_of(caliper) : figure_absent("any gap was allowed");
    return caliper;
}

struct match_nearest match_nearest(struct arena *arena, const struct match_people *people,
                                   const struct match_plan *plan)
{
    assert(people->n < UINT32_MAX - 1);
    assert(plan->ratio >= 1);
    assert(plan->caliper >= 0);
    struct match_nearest made = {
        .sd_distance = mean_compare(people->distance, people->n, NULL, 0, 0.95).programme.sd,
    };
    double caliper = caliper_apply(&made, plan);
    struct line line;
    line_make(&line, people, plan->order);
    assert(people->n <= SIZE_MAX / sizeof(uint32_t) / plan->ratio);
    uint32_t *chosen = memory_alloc(people->n * plan->ratio * sizeof *chosen);
    if (plan->replace)
        choose_with_replacement(&line, plan, caliper, chosen);
    else
        choose_without_replacement(&line, plan, caliper, chosen);
    line_clear(&line);
    result_fill(arena, &made, people, plan, chosen);
    free(chosen);
    return made;
}
