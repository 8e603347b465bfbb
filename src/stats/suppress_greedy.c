#include "stats/suppress_search.h"

#include <string.h>

#include "base/banned.h"

/* What a way costs: cells first, then people. */
struct way {
    int64_t cells, people;
    size_t by;   /* the spare that leads here, or GRAPH_NONE where a hidden cell does */
    size_t from; /* the node before */
    bool reached, done;
};

static bool way_is_shorter(const struct way *way, int64_t cells, int64_t people)
{
    return !way->reached || cells < way->cells || (cells == way->cells && people < way->people);
}

static void way_offer(struct way *ways, size_t from, size_t to, size_t by, int64_t people)
{
    int64_t cells = ways[from].cells + (by != GRAPH_NONE), sum = ways[from].people + people;
    if (ways[to].done || !way_is_shorter(&ways[to], cells, sum))
        return;
    ways[to] = (struct way){.cells = cells, .people = sum, .by = by, .from = from, .reached = true};
}

static size_t way_next(const struct way *ways, size_t nodes)
{
    size_t next = GRAPH_NONE;
    for (size_t node = 0; node < nodes; node++)
        if (ways[node].reached && !ways[node].done &&
            (next == GRAPH_NONE || way_is_shorter(&ways[next], ways[node].cells, ways[node].people)))
            next = node;
    return next;
}

/* The cheapest way from one end of a bridge to the other that does not use it: Dijkstra 1959, Numerische
 * Mathematik 1:269-271. `spare_at[row * cols + col]` is the spare there or GRAPH_NONE. */
static bool way_find(const struct search *search, const size_t *spare_at, size_t bridge, struct way *ways)
{
    const struct graph *graph = &search->graph;
    size_t source = graph->end[2 * bridge], sink = graph->end[2 * bridge + 1], node;
    memset(ways, 0, graph->nodes * sizeof *ways);
    ways[source].reached = true;
    while ((node = way_next(ways, graph->nodes)) != GRAPH_NONE && node != sink) {
        ways[node].done = true;
        for (size_t arc = graph->last[node]; arc != GRAPH_NONE; arc = graph->previous[arc])
            if (arc / 2 != bridge)
                way_offer(ways, node, graph->end[arc ^ 1], GRAPH_NONE, 0);
        bool is_row = node < search->rows;
        size_t others = is_row ? search->cols : node < search->rows + search->cols ? search->rows : 0;
        for (size_t other = 0; other < others; other++) {
            size_t place = is_row ? node * search->cols + other : other * search->cols + node - search->rows;
            size_t spare = spare_at[place];
            if (spare != GRAPH_NONE)
                way_offer(ways, node, is_row ? search->rows + other : other, spare,
                          search->spares[spare].people);
        }
    }
    return ways[sink].reached;
}

/* Leaves out each chosen cell that the others can do without, the greatest first. */
static void greedy_thin(struct search *search)
{
    size_t kept = 0, base = search->graph.edges - search->chosen_count;
    for (size_t spare = search->spare_count; spare-- > 0;) {
        if (search->state[spare] != CELL_CHOSEN)
            continue;
        search->state[spare] = CELL_REFUSED;
        while (search->graph.edges > base)
            graph_drop(&search->graph);
        for (size_t i = 0; i < search->spare_count; i++)
            if (search->state[i] == CELL_CHOSEN)
                graph_add(&search->graph, search->spares[i].row, search->spares[i].col, false);
        graph_look(&search->graph);
        if (search->graph.bridges > 0)
            search->state[spare] = CELL_CHOSEN;
    }
    search->best_people = 0;
    for (size_t spare = 0; spare < search->spare_count; spare++)
        if (search->state[spare] == CELL_CHOSEN) {
            search->best[kept++] = spare;
            search->best_people += search->spares[spare].people;
        }
    while (search->graph.edges > base)
        graph_drop(&search->graph);
    memset(search->state, 0, search->spare_count * sizeof *search->state);
    search->best_count = kept;
    search->chosen_count = 0;
}

static size_t first_bridge(const struct graph *graph)
{
    size_t edge = 0;
    while (!graph->bridge[edge])
        edge++;
    return edge;
}

bool search_greedy(struct search *search, struct arena *arena)
{
    size_t cells = search->rows * search->cols;
    size_t *spare_at = ARENA_ARRAY(arena, size_t, cells);
    struct way *ways = ARENA_ARRAY(arena, struct way, search->graph.nodes);
    for (size_t place = 0; place < cells; place++)
        spare_at[place] = GRAPH_NONE;
    for (size_t spare = 0; spare < search->spare_count; spare++)
        spare_at[search->spares[spare].place] = spare;
    for (;;) {
        graph_look(&search->graph);
        if (search->graph.bridges == 0)
            break;
        size_t bridge = first_bridge(&search->graph);
        if (!way_find(search, spare_at, bridge, ways))
            return false;
        size_t source = search->graph.end[2 * bridge], node = search->graph.end[2 * bridge + 1];
        for (; node != source; node = ways[node].from)
            if (ways[node].by != GRAPH_NONE) {
                spare_at[search->spares[ways[node].by].place] = GRAPH_NONE;
                search_choose(search, ways[node].by);
            }
    }
    greedy_thin(search);
    return true;
}
