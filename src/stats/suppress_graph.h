/* suppress_graph: the hidden cells of a table as edges between rows and columns, shared by the
 * suppress files; other folders use suppress.h.
 *
 * A cell can be told exactly when its edge is a bridge: the only one between the two parts that the
 * graph falls into without it. So the question is which bridges among the small cells ("needed" edges)
 * are left. Cut all of those: what stays together is a clump, and bridges join clumps into trees. A
 * clump with one bridge is a leaf, and every pattern that protects the bridge has an edge that leaves
 * the leaf. */
#ifndef STATS_SUPPRESS_GRAPH_H
#define STATS_SUPPRESS_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define GRAPH_NONE ((size_t)-1)

struct graph {
    size_t nodes, edges;
    size_t *end;      /* end[2e], end[2e + 1]: the nodes of edge e */
    bool *needed;     /* of an edge: it must not be a bridge */
    size_t *last;     /* of a node: the arc added last, an arc being 2e or 2e + 1 from that end; GRAPH_NONE */
    size_t *previous; /* of an arc: the one added before it at the same node */
    /* filled by graph_look */
    size_t bridges;                                 /* needed edges that are bridges */
    bool *bridge;                                   /* of an edge: needed and a bridge */
    size_t *clump;                                  /* of a node: one node of its clump stands for all */
    size_t *leaving;                                /* of a clump: the bridges at it; 1 is a leaf */
    size_t *order, *low, *stack, *arrived, *resume; /* while looking */
};

/* Room for `edges_max` edges. */
void graph_open(struct graph *graph, struct arena *arena, size_t nodes, size_t edges_max);

void graph_add(struct graph *graph, size_t from, size_t to, bool needed);

/* Takes the edge added last away again. */
void graph_drop(struct graph *graph);

/* Finds bridges and clumps.
 * COST nodes + edges.
 * METHOD Tarjan 1974, Information Processing Letters 2:160-161, without recursion. */
void graph_look(struct graph *graph);

static inline bool graph_is_leaf(const struct graph *graph, size_t clump)
{
    return graph->leaving[clump] == 1;
}

#endif
