#include "stats/suppress_search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "stats/suppress.h"

#include "base/banned.h"

void search_choose(struct search *search, size_t spare)
{
    search->state[spare] = CELL_CHOSEN;
    search->chosen[search->chosen_count++] = spare;
    graph_add(&search->graph, search->spares[spare].row, search->spares[spare].col, false);
}

void search_unchoose(struct search *search)
{
    search->state[search->chosen[--search->chosen_count]] = CELL_FREE;
    graph_drop(&search->graph);
}

/* ---- the leaves, and how many cells they need at least ---- */

struct leaves {
    size_t of_kind[LEAF_BOTH + 1];
    size_t narrowest; /* the leaf with the fewest exits; GRAPH_NONE when there is no leaf */
    int64_t least;    /* people in the smallest exit */
};

/* The two clumps a spare stands between; false when it cannot be added, or would close no cut. */
static bool spare_ends(const struct search *search, size_t spare, size_t ends[2])
{
    if (search->state[spare] != CELL_FREE)
        return false;
    ends[0] = search->graph.clump[search->spares[spare].row];
    ends[1] = search->graph.clump[search->spares[spare].col];
    return ends[0] != ends[1];
}

static void kinds_find(struct search *search)
{
    const struct graph *graph = &search->graph;
    memset(search->kind, 0, graph->nodes * sizeof *search->kind);
    for (size_t node = 0; node < search->rows + search->cols; node++) {
        size_t clump = graph->clump[node];
        if (graph_is_leaf(graph, clump))
            search->kind[clump] |= node < search->rows ? LEAF_ROWS : LEAF_COLS;
    }
}

static struct leaves leaves_find(struct search *search)
{
    struct leaves leaves = {.narrowest = GRAPH_NONE, .least = INT64_MAX};
    size_t ends[2];
    graph_look(&search->graph);
    kinds_find(search);
    memset(search->exits, 0, search->graph.nodes * sizeof *search->exits);
    for (size_t spare = 0; spare < search->spare_count; spare++)
        if (spare_ends(search, spare, ends)) {
            search->exits[ends[0]]++;
            search->exits[ends[1]]++;
            if (leaves.least == INT64_MAX)
                leaves.least = search->spares[spare].people;
        }
    for (size_t clump = 0; clump < search->graph.nodes; clump++) {
        leaves.of_kind[search->kind[clump]]++;
        if (search->kind[clump] != LEAF_NOT &&
            (leaves.narrowest == GRAPH_NONE || search->exits[clump] < search->exits[leaves.narrowest]))
            leaves.narrowest = clump;
    }
    search->work += search->graph.nodes + search->graph.edges + 8 * search->spare_count;
    return leaves;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Each leaf must be left by one more cell. A cell stands in one row and one column: it serves two leaves at
 * most, and only one of those that have no column, and of those that have no row. */
static size_t cells_least(const struct leaves *leaves)
{
    size_t rows = leaves->of_kind[LEAF_ROWS], cols = leaves->of_kind[LEAF_COLS];
    return larger((rows + cols + leaves->of_kind[LEAF_BOTH] + 1) / 2, larger(rows, cols));
}

/* ---- how many people they need at least ----
 * The dual of covering the leaves by cells: give each leaf a number so that no cell has more people than its
 * two leaves together; then any cells that serve all leaves hold at least the sum. Every cell that is still
 * to come holds `least` anyway, so the numbers are taken from what it has beyond. */

static void dual_lower(struct search *search, enum leaf_kind kind, size_t leaf, size_t other, int64_t beyond)
{
    if (search->kind[leaf] != kind)
        return;
    int64_t room = beyond;
    if (search->kind[other] == kind)
        room /= 2;
    else if (search->dual[other] >= 0)
        room -= search->dual[other];
    if (search->dual[leaf] < 0 || room < search->dual[leaf])
        search->dual[leaf] = room;
}

static int64_t dual_sum(struct search *search, const enum leaf_kind order[3], int64_t least)
{
    int64_t sum = 0;
    size_t ends[2];
    for (size_t clump = 0; clump < search->graph.nodes; clump++)
        search->dual[clump] = -1; /* not given yet */
    for (size_t turn = 0; turn < 3; turn++)
        for (size_t spare = 0; spare < search->spare_count; spare++)
            if (spare_ends(search, spare, ends)) {
                int64_t beyond = search->spares[spare].people - least;
                dual_lower(search, order[turn], ends[0], ends[1], beyond);
                dual_lower(search, order[turn], ends[1], ends[0], beyond);
            }
    for (size_t clump = 0; clump < search->graph.nodes; clump++)
        sum += search->dual[clump] > 0 ? search->dual[clump] : 0;
    return sum;
}

static int64_t people_least(struct search *search, const struct leaves *leaves, size_t cells)
{
    static const enum leaf_kind ROWS_FIRST[] = {LEAF_ROWS, LEAF_COLS, LEAF_BOTH};
    static const enum leaf_kind COLS_FIRST[] = {LEAF_COLS, LEAF_ROWS, LEAF_BOTH};
    int64_t one = dual_sum(search, ROWS_FIRST, leaves->least);
    int64_t other = dual_sum(search, COLS_FIRST, leaves->least);
    return (int64_t)cells * leaves->least + (one > other ? one : other);
}

/* ---- the search ---- */

static void pattern_take(struct search *search, int64_t people)
{
    size_t count = search->chosen_count;
    bool alike = count == search->best_count && people == search->best_people;
    if (search->equals) {
        search->patterns += alike;
        return;
    }
    if (count > search->best_count || (count == search->best_count && people >= search->best_people))
        return;
    memcpy(search->best, search->chosen, count * sizeof *search->best);
    search->best_count = count;
    search->best_people = people;
}

/* True when `cells` more cells cannot do better than the best. */
static bool is_hopeless(struct search *search, const struct leaves *leaves, size_t cells, int64_t people)
{
    if (search->exits[leaves->narrowest] == 0 || cells_least(leaves) > cells)
        return true;
    if (search->chosen_count + cells < search->best_count)
        return false;
    int64_t total = people + people_least(search, leaves, cells);
    return search->equals ? total > search->best_people : total >= search->best_people;
}

static void search_from(struct search *search, size_t cells, int64_t people);

/* Tries each exit of a leaf in turn; a pattern with two of them is met under the first of the two only. */
static void search_exits(struct search *search, size_t leaf, size_t cells, int64_t people)
{
    size_t *exits = memory_alloc(search->exits[leaf] * sizeof *exits), count = 0, ends[2];
    for (size_t spare = 0; spare < search->spare_count; spare++)
        if (spare_ends(search, spare, ends) && (ends[0] == leaf || ends[1] == leaf))
            exits[count++] = spare;
    for (size_t i = 0; i < count && !search->cut_short; i++) {
        search_choose(search, exits[i]);
        search_from(search, cells - 1, people + search->spares[exits[i]].people);
        search_unchoose(search);
        search->state[exits[i]] = CELL_REFUSED;
    }
    for (size_t i = 0; i < count; i++)
        search->state[exits[i]] = CELL_FREE;
    free(exits);
}

/* All patterns that add at most `cells` free spares to those chosen. */
static void search_from(struct search *search, size_t cells, int64_t people)
{
    struct leaves leaves = leaves_find(search);
    if (search->work > SUPPRESS_WORK_MAX)
        search->cut_short = true;
    if (leaves.narrowest == GRAPH_NONE)
        pattern_take(search, people);
    else if (!is_hopeless(search, &leaves, cells, people))
        search_exits(search, leaves.narrowest, cells, people);
}

/* As many cells as there must be; if no pattern has so few, one more. */
void search_best(struct search *search)
{
    struct leaves leaves = leaves_find(search);
    for (size_t cells = cells_least(&leaves); cells <= search->best_count && !search->cut_short; cells++)
        search_from(search, cells, 0);
}

int64_t search_equals(struct search *search)
{
    search->equals = true;
    search->patterns = 0;
    search->work = SUPPRESS_WORK_MAX / 4 * 3;
    search_from(search, search->best_count, 0);
    return search->cut_short ? 0 : search->patterns;
}
