#include "stats/suppress.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "base/banned.h"

/* More than any sum of counts that fits a table; two of them still fit an int64_t. */
#define WITHOUT_END ((int64_t)1 << 60)

static void table_check(const struct count_table *table)
{
    assert(1 <= table->rows && table->rows <= SUPPRESS_SIDE_MAX);
    assert(1 <= table->cols && table->cols <= SUPPRESS_SIDE_MAX);
    for (size_t i = 0; i < table->rows * table->cols; i++)
        assert(0 <= table->counts[i] && table->counts[i] <= SUPPRESS_COUNT_MAX);
}

size_t suppress_primary(const struct count_table *table, int64_t threshold, bool *hidden)
{
    table_check(table);
    size_t small = 0;
    for (size_t i = 0; i < table->rows * table->cols; i++) {
        hidden[i] = 0 < table->counts[i] && table->counts[i] < threshold;
        small += hidden[i];
    }
    return small;
}

/* ---- the network: what may change without a change in print ----
 * One node a row, one a column, one above all rows and one below all columns. A hidden cell is an edge from
 * its row to its column, a withheld row total one from above to the row, a withheld column total one from the
 * column to below; counts flow along. Edge e is the arcs 2e, along which it may grow without end, and 2e + 1,
 * back, along which it may shrink by what it has. */
struct network {
    size_t nodes, arcs;
    size_t *to;             /* of an arc */
    int64_t *given, *room;  /* of an arc: at first, and now */
    size_t *first, *around; /* around[first[node] .. first[node + 1]]: the arcs that leave it */
    size_t *depth, *at, *queue, *path;
};

static void network_edge(struct network *network, size_t from, size_t to, int64_t value)
{
    network->to[network->arcs] = to;
    network->given[network->arcs++] = WITHOUT_END;
    network->to[network->arcs] = from;
    network->given[network->arcs++] = value;
}

static int64_t line_sum(const struct count_table *table, size_t start, size_t step, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += table->counts[start + i * step];
    return sum;
}

static void network_edges(struct network *network, const struct count_table *table, const bool *hidden)
{
    size_t rows = table->rows, cols = table->cols, above = rows + cols;
    size_t below = table->total_withheld ? above : above + 1;
    for (size_t i = 0; i < rows * cols; i++)
        if (hidden[i])
            network_edge(network, i / cols, rows + i % cols, table->counts[i]);
    for (size_t row = 0; table->row_withheld && row < rows; row++)
        if (table->row_withheld[row])
            network_edge(network, above, row, line_sum(table, row * cols, 1, cols));
    for (size_t col = 0; table->col_withheld && col < cols; col++)
        if (table->col_withheld[col])
            network_edge(network, rows + col, below, line_sum(table, col, cols, rows));
}

/* Sorts the arcs by the node they leave, which is where their twin goes. */
static void network_sort(struct network *network)
{
    for (size_t arc = 0; arc < network->arcs; arc++)
        network->first[network->to[arc ^ 1] + 1]++;
    for (size_t node = 0; node < network->nodes; node++)
        network->first[node + 1] += network->first[node];
    for (size_t arc = 0; arc < network->arcs; arc++) {
        size_t from = network->to[arc ^ 1];
        network->around[network->first[from] + network->at[from]++] = arc;
    }
}

static void network_open(struct network *network, struct arena *arena, const struct count_table *table,
                         const bool *hidden)
{
    size_t nodes = table->rows + table->cols + 2, edges = table->rows + table->cols;
    for (size_t i = 0; i < table->rows * table->cols; i++)
        edges += hidden[i];
    *network = (struct network){
        .nodes = nodes,
        .to = ARENA_ARRAY(arena, size_t, 2 * edges),
        .given = ARENA_ARRAY(arena, int64_t, 2 * edges),
        .room = ARENA_ARRAY(arena, int64_t, 2 * edges),
        .around = ARENA_ARRAY(arena, size_t, 2 * edges),
        .first = ARENA_ARRAY(arena, size_t, nodes + 1),
        .depth = ARENA_ARRAY(arena, size_t, nodes),
        .at = ARENA_ARRAY(arena, size_t, nodes),
        .queue = ARENA_ARRAY(arena, size_t, nodes),
        .path = ARENA_ARRAY(arena, size_t, nodes),
    };
    network_edges(network, table, hidden);
    network_sort(network);
}

/* ---- the greatest flow ---- */

/* depth[node] = 1 + arcs with room from `source`; 0 where none lead. False when `sink` is out of reach. */
static bool flow_depths(struct network *network, size_t source, size_t sink)
{
    memset(network->depth, 0, network->nodes * sizeof *network->depth);
    size_t head = 0, tail = 0;
    network->depth[source] = 1;
    network->queue[tail++] = source;
    while (head < tail && !network->depth[sink]) {
        size_t node = network->queue[head++];
        for (size_t i = network->first[node]; i < network->first[node + 1]; i++) {
            size_t arc = network->around[i], to = network->to[arc];
            if (network->room[arc] > 0 && !network->depth[to]) {
                network->depth[to] = network->depth[node] + 1;
                network->queue[tail++] = to;
            }
        }
    }
    return network->depth[sink] > 0;
}

/* The next arc one step deeper that has room; arcs that led nowhere are not looked at again. */
static bool flow_step(struct network *network, size_t node, size_t *arc)
{
    for (; network->at[node] < network->first[node + 1]; network->at[node]++) {
        *arc = network->around[network->at[node]];
        if (network->room[*arc] > 0 && network->depth[network->to[*arc]] == network->depth[node] + 1)
            return true;
    }
    return false;
}

static int64_t flow_along(struct network *network, size_t length, int64_t most)
{
    int64_t least = most;
    for (size_t i = 0; i < length; i++)
        if (network->room[network->path[i]] < least)
            least = network->room[network->path[i]];
    for (size_t i = 0; i < length; i++) {
        network->room[network->path[i]] -= least;
        network->room[network->path[i] ^ 1] += least;
    }
    return least;
}

/* One round of Dinic: shortest paths until each has an arc without room. */
static int64_t flow_round(struct network *network, size_t source, size_t sink, int64_t most)
{
    int64_t flow = 0;
    size_t node = source, length = 0, arc;
    memcpy(network->at, network->first, network->nodes * sizeof *network->at);
    while (flow < most) {
        if (node == sink) {
            flow += flow_along(network, length, most - flow);
            node = source;
            length = 0;
        } else if (flow_step(network, node, &arc)) {
            network->path[length++] = arc;
            node = network->to[arc];
        } else if (length == 0) {
            break;
        } else {
            node = network->to[network->path[--length] ^ 1];
            network->at[node]++;
        }
    }
    return flow;
}

/* How much can flow from source to sink, at most `most`, while edge `shut` stands still. */
static int64_t flow_most(struct network *network, size_t source, size_t sink, size_t shut, int64_t most)
{
    int64_t flow = 0;
    memcpy(network->room, network->given, network->arcs * sizeof *network->room);
    network->room[2 * shut] = network->room[2 * shut + 1] = 0;
    while (flow < most && flow_depths(network, source, sink))
        flow += flow_round(network, source, sink, most - flow);
    return flow;
}

/* ---- the audit ---- */

/* A cell grows by what can flow back from its column to its row, and shrinks by what can go round it. */
static struct cell_bounds cell_audit(struct network *network, size_t edge, int64_t count)
{
    size_t row = network->to[2 * edge + 1], col = network->to[2 * edge];
    int64_t more = flow_most(network, col, row, edge, WITHOUT_END);
    int64_t less = flow_most(network, row, col, edge, count);
    return (struct cell_bounds){
        .low = count - less,
        .high = more < WITHOUT_END ? count + more : SUPPRESS_NO_END,
        .exact = more == 0 && less == 0,
    };
}

size_t suppress_audit(const struct count_table *table, const bool *hidden, struct cell_bounds *bounds)
{
    table_check(table);
    struct arena arena;
    arena_init(&arena);
    struct network network;
    network_open(&network, &arena, table, hidden);
    size_t exact = 0, edge = 0;
    for (size_t i = 0; i < table->rows * table->cols; i++) {
        int64_t count = table->counts[i];
        bounds[i] = (struct cell_bounds){.low = count, .high = count, .exact = true};
        if (!hidden[i])
            continue;
        bounds[i] = cell_audit(&network, edge++, count);
        exact += bounds[i].exact;
    }
    arena_clear(&arena);
    return exact;
}
