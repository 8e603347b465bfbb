#include "stats/suppress.h"

#include <stdlib.h>

#include "stats/suppress_search.h"

#include "base/banned.h"

static int spare_compare(const void *one, const void *other)
{
    const struct spare *a = one, *b = other;
    if (a->people != b->people)
        return a->people < b->people ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void spares_find(struct search *search, struct arena *arena, const struct count_table *table,
                        const bool *hidden)
{
    size_t places = table->rows * table->cols;
    search->spares = ARENA_ARRAY(arena, struct spare, places);
    for (size_t place = 0; place < places; place++)
        if (!hidden[place] && table->counts[place] > 0)
            search->spares[search->spare_count++] = (struct spare){
                .row = place / table->cols,
                .col = table->rows + place % table->cols,
                .people = table->counts[place],
                .place = place,
            };
    qsort(search->spares, search->spare_count, sizeof *search->spares, spare_compare);
    search->state = ARENA_ARRAY(arena, enum cell_state, places);
    search->chosen = ARENA_ARRAY(arena, size_t, places);
    search->best = ARENA_ARRAY(arena, size_t, places);
}

static bool line_has_people(const struct count_table *table, size_t start, size_t step, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (table->counts[start + i * step] > 0)
            return true;
    return false;
}

/* Small cells, and the totals that are not printed, as edges; a total of 0 cannot shrink and helps nobody. */
static void edges_find(struct search *search, const struct count_table *table, const bool *hidden)
{
    size_t rows = table->rows, cols = table->cols, above = rows + cols;
    size_t below = table->total_withheld ? above : above + 1;
    for (size_t place = 0; place < rows * cols; place++)
        if (hidden[place])
            graph_add(&search->graph, place / cols, rows + place % cols, true);
    for (size_t row = 0; table->row_withheld && row < rows; row++)
        if (table->row_withheld[row] && line_has_people(table, row * cols, 1, cols))
            graph_add(&search->graph, above, row, false);
    for (size_t col = 0; table->col_withheld && col < cols; col++)
        if (table->col_withheld[col] && line_has_people(table, col, cols, rows))
            graph_add(&search->graph, rows + col, below, false);
}

static void search_open(struct search *search, struct arena *arena, const struct count_table *table,
                        const bool *hidden)
{
    size_t rows = table->rows, cols = table->cols, nodes = rows + cols + 2;
    *search = (struct search){.rows = rows, .cols = cols};
    graph_open(&search->graph, arena, nodes, rows * cols + rows + cols);
    search->kind = ARENA_ARRAY(arena, enum leaf_kind, nodes);
    search->exits = ARENA_ARRAY(arena, size_t, nodes);
    search->dual = ARENA_ARRAY(arena, int64_t, nodes);
    spares_find(search, arena, table, hidden);
    edges_find(search, table, hidden);
}

/* Looks for the best pattern and says how sure it is. */
static void pattern_fill(struct search *search, struct suppression *made, bool *hidden)
{
    search_best(search);
    made->minimal = !search->cut_short;
    if (made->minimal)
        made->patterns = search_equals(search);
    else
        made->note =
            "the search for the fewest cells was cut short: the pattern is safe, but another may hide "
            "less";
    made->extra = search->best_count;
    made->people += search->best_people;
    for (size_t i = 0; i < search->best_count; i++)
        hidden[search->spares[search->best[i]].place] = true;
}

struct suppression suppress_minimal(struct arena *arena, const struct count_table *table, int64_t threshold)
{
    bool *hidden = ARENA_ARRAY(arena, bool, table->rows * table->cols);
    struct suppression made = {.primary = suppress_primary(table, threshold, hidden)};
    struct arena work;
    struct search search;
    for (size_t place = 0; place < table->rows * table->cols; place++)
        made.people += hidden[place] ? table->counts[place] : 0;
    arena_init(&work);
    search_open(&search, &work, table, hidden);
    if (search_greedy(&search, &work)) {
        pattern_fill(&search, &made, hidden);
        made.hidden = hidden;
    } else {
        made.absent =
            "a small cell can be worked out whatever else is hidden; withhold a margin, or merge rows "
            "or columns";
    }
    arena_clear(&work);
    return made;
}
