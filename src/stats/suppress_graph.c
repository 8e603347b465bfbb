#include "stats/suppress_graph.h"

#include <string.h>

#include "base/banned.h"

void graph_open(struct graph *graph, struct arena *arena, size_t nodes, size_t edges_max)
{
    *graph = (struct graph){
        .nodes = nodes,
        .end = ARENA_ARRAY(arena, size_t, 2 * edges_max),
        .previous = ARENA_ARRAY(arena, size_t, 2 * edges_max),
        .needed = ARENA_ARRAY(arena, bool, edges_max),
        .bridge = ARENA_ARRAY(arena, bool, edges_max),
        .last = ARENA_ARRAY(arena, size_t, nodes),
        .clump = ARENA_ARRAY(arena, size_t, nodes),
        .leaving = ARENA_ARRAY(arena, size_t, nodes),
        .order = ARENA_ARRAY(arena, size_t, nodes),
        .low = ARENA_ARRAY(arena, size_t, nodes),
        .stack = ARENA_ARRAY(arena, size_t, nodes),
        .arrived = ARENA_ARRAY(arena, size_t, nodes),
        .resume = ARENA_ARRAY(arena, size_t, nodes),
    };
    for (size_t node = 0; node < nodes; node++)
        graph->last[node] = GRAPH_NONE;
}

void graph_add(struct graph *graph, size_t from, size_t to, bool needed)
{
    size_t arc = 2 * graph->edges;
    graph->needed[graph->edges++] = needed;
    graph->end[arc] = from;
    graph->end[arc + 1] = to;
    graph->previous[arc] = graph->last[from];
    graph->last[from] = arc;
    graph->previous[arc + 1] = graph->last[to];
    graph->last[to] = arc + 1;
}

void graph_drop(struct graph *graph)
{
    size_t arc = 2 * --graph->edges;
    graph->last[graph->end[arc + 1]] = graph->previous[arc + 1];
    graph->last[graph->end[arc]] = graph->previous[arc];
}

/* ---- bridges ---- */

static void node_enter(struct graph *graph, size_t node, size_t arc, size_t *seen, size_t *height)
{
    graph->order[node] = graph->low[node] = ++*seen;
    graph->arrived[node] = arc;
    graph->resume[node] = graph->last[node];
    graph->stack[(*height)++] = node;
}

/* The node on top is done: what it can climb to, its parent can; if that is not above the parent, the edge
 * between them is a bridge. */
static void node_leave(struct graph *graph, size_t *height)
{
    size_t node = graph->stack[--*height];
    if (*height == 0)
        return;
    size_t parent = graph->stack[*height - 1], edge = graph->arrived[node] / 2;
    if (graph->low[node] < graph->low[parent])
        graph->low[parent] = graph->low[node];
    if (graph->low[node] > graph->order[parent] && graph->needed[edge]) {
        graph->bridge[edge] = true;
        graph->bridges++;
    }
}

static void bridges_from(struct graph *graph, size_t root, size_t *seen)
{
    size_t height = 0;
    node_enter(graph, root, GRAPH_NONE, seen, &height);
    while (height > 0) {
        size_t node = graph->stack[height - 1], arc = graph->resume[node];
        if (arc == GRAPH_NONE) {
            node_leave(graph, &height);
            continue;
        }
        graph->resume[node] = graph->previous[arc];
        size_t to = graph->end[arc ^ 1];
        if (graph->arrived[node] == (arc ^ 1))
            continue; /* the edge by which we came */
        if (!graph->order[to])
            node_enter(graph, to, arc, seen, &height);
        else if (graph->order[to] < graph->low[node])
            graph->low[node] = graph->order[to];
    }
}

/* ---- clumps ---- */

static void clump_from(struct graph *graph, size_t root)
{
    size_t height = 0;
    graph->clump[root] = root;
    graph->stack[height++] = root;
    while (height > 0) {
        size_t node = graph->stack[--height];
        for (size_t arc = graph->last[node]; arc != GRAPH_NONE; arc = graph->previous[arc]) {
            size_t to = graph->end[arc ^ 1];
            if (graph->bridge[arc / 2] || graph->clump[to] != GRAPH_NONE)
                continue;
            graph->clump[to] = root;
            graph->stack[height++] = to;
        }
    }
}

void graph_look(struct graph *graph)
{
    size_t seen = 0;
    graph->bridges = 0;
    if (graph->edges)
        memset(graph->bridge, 0, graph->edges * sizeof *graph->bridge);
    memset(graph->order, 0, graph->nodes * sizeof *graph->order);
    memset(graph->leaving, 0, graph->nodes * sizeof *graph->leaving);
    for (size_t node = 0; node < graph->nodes; node++) {
        graph->clump[node] = GRAPH_NONE;
        if (!graph->order[node])
            bridges_from(graph, node, &seen);
    }
    for (size_t node = 0; node < graph->nodes; node++)
        if (graph->clump[node] == GRAPH_NONE)
            clump_from(graph, node);
    for (size_t edge = 0; edge < graph->edges; edge++)
        if (graph->bridge[edge]) {
            graph->leaving[graph->clump[graph->end[2 * edge]]]++;
            graph->leaving[graph->clump[graph->end[2 * edge + 1]]]++;
        }
}
