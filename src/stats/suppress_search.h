/* suppress_search: the two ways of adding cells to a table's hidden ones, shared by the suppress
 * files; other folders use suppress.h. */
#ifndef STATS_SUPPRESS_SEARCH_H
#define STATS_SUPPRESS_SEARCH_H

#include <stdint.h>

#include "stats/suppress_graph.h"

enum cell_state {
    CELL_FREE,
    CELL_CHOSEN,
    CELL_REFUSED, /* patterns with it have been looked at */
};

/* The sides of the table that a leaf (suppress_graph.h) has nodes of. */
enum leaf_kind { LEAF_NOT, LEAF_ROWS, LEAF_COLS, LEAF_BOTH };

/* A cell that may be hidden though it is not small. */
struct spare {
    size_t row, col; /* nodes: a column's is rows + col */
    int64_t people;
    size_t place; /* in the table */
};

struct search {
    struct graph graph; /* small cells, withheld margins, chosen spares */
    size_t rows, cols;
    struct spare *spares; /* fewest people first, then by place */
    enum cell_state *state;
    size_t spare_count;
    size_t *chosen;
    size_t chosen_count;
    size_t *best; /* the best pattern so far */
    size_t best_count;
    int64_t best_people;
    bool equals; /* count the patterns as good as the best, instead of looking for a better one */
    int64_t patterns;
    uint64_t work;        /* cells looked at */
    bool cut_short;       /* there was more to look at than SUPPRESS_WORK_MAX */
    enum leaf_kind *kind; /* of a clump */
    size_t *exits;        /* of a leaf: free spares that leave it */
    int64_t *dual;        /* of a leaf: people that must be added on its account */
};

/* A first pattern, seldom the best: for each bridge the cheapest way round, then without what turns
 * out to be spare.
 * OUT chosen, copied to best; false when there is a bridge without a way round, and no pattern at all. */
bool search_greedy(struct search *search, struct arena *arena);

/* Lowers best to the least there is. */
void search_best(struct search *search);

/* How many patterns are as good as best; 0 when a quarter of SUPPRESS_WORK_MAX is not enough to count them.
 */
int64_t search_equals(struct search *search);

void search_choose(struct search *search, size_t spare);
void search_unchoose(struct search *search); /* the one chosen last */

#endif
