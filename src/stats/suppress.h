/* suppress: which cells of a table must be hidden, and what a reader can still work out.
 *
 * A table of counts is printed with its margins. Cells of 1 to 5 people are hidden. But a hidden cell
 * alone in its row is the margin minus the rest, so other cells must be hidden with it, as few as will
 * do. Whether that is enough is not a matter of looks: for every hidden cell the audit works out the
 * least and the greatest count that agree with all that is printed. A cell whose two ends meet is
 * disclosed. Theory: docs/theory/disclosure.md.
 * The reader is taken to know that counts are whole and not below 0, and what is printed; not the
 * threshold, and not how many people stand in other tables. Two-way tables only: tables that share
 * margins must be joined, or rounded (disclosure.h).
 * CHECKED against 13_sdc (exact), and on small tables of every shape against all patterns and all
 * tables that agree with the margins, counted one by one. */
#ifndef STATS_SUPPRESS_H
#define STATS_SUPPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define SUPPRESS_COUNT_MAX 1000000000000 /* of one cell */

struct count_table {
    size_t rows, cols;        /* each at least 1, at most SUPPRESS_SIDE_MAX */
    const int64_t *counts;    /* rows * cols, row after row, each 0 to SUPPRESS_COUNT_MAX */
    const bool *row_withheld; /* rows whose total is not printed; NULL: all are printed */
    const bool *col_withheld; /* the same of columns; a list of counts is one row, all of these withheld */
    bool total_withheld;      /* the grand total is not printed */
};

enum { SUPPRESS_SIDE_MAX = 100000 };

/* Which cells are small: 1 to threshold - 1. A 0 stays: nobody stands in it.
 * OUT hidden[row * cols + col]; returns how many.
 * COST one pass. */
size_t suppress_primary(const struct count_table *table, int64_t threshold, bool *hidden);

/* What the reader knows of one cell. */
struct cell_bounds {
    int64_t low, high; /* whole counts; high is SUPPRESS_NO_END where nothing printed limits it */
    bool exact;        /* low == high */
};

#define SUPPRESS_NO_END INT64_MAX

/* The bounds of every cell, `bounds[row * cols + col]`; a printed cell is bounded by itself.
 * IN any `hidden`, small cells or not.
 * OUT returns how many hidden cells are exact, that is disclosed; 0 is what a table needs to be
 * printed.
 * COST two flows for each hidden cell over the hidden cells: 20 x 20 with 86 hidden take 0.5 ms.
 * METHOD the tables that agree with the print differ by circulations in the network of rows, columns
 * and hidden cells, so each end is a maximum flow, and whole because capacities are: Gusfield 1988,
 * SIAM Journal on Computing 17:552-571; flows by Dinic 1970, Soviet Mathematics Doklady 11:1277-1280. */
size_t suppress_audit(const struct count_table *table, const bool *hidden, struct cell_bounds *bounds);

struct suppression {
    const bool *hidden; /* as suppress_primary, with the others added; NULL when absent */
    size_t primary;     /* small cells */
    size_t extra;       /* cells hidden with them */
    int64_t people;     /* in all hidden cells together */
    bool minimal;       /* proved: no other pattern has fewer extra cells, or as many and fewer people */
    int64_t patterns;   /* how many patterns are as good, this one included; 0: not counted to the end */
    const char *absent; /* NULL, or why no pattern hides all small cells: withhold a margin, or merge rows */
    const char *note;   /* NULL, or a caution: the search was cut short */
};

/* The fewest cells to hide beside the small ones so that the audit finds no small cell exact; among
 * those patterns the one with the fewest people in hidden cells. Zeros stay printed.
 * OUT the first of equals that the search meets, the same at every run; zero extra cells when none is
 * small.
 * ABSENT when even all cells together would leave one exact: withhold a margin, or merge rows.
 * COST 10 x 10 with 7 small cells under 1 ms, 20 x 20 with 30 of them 30 ms. The search looks at no
 * more than SUPPRESS_WORK_MAX cells, some two seconds; then the best pattern found stands, safe but not
 * proved minimal, and says so.
 * METHOD a cell is exact when no circle of hidden cells, going row, column, row … passes through it
 * (Gusfield 1988). So each bridge among small cells needs a cell across the cut it leaves; branch and
 * bound over the cells of the narrowest cut, below by how many cuts one cell can serve and by a dual
 * of the people in them. */
struct suppression suppress_minimal(struct arena *arena, const struct count_table *table, int64_t threshold);

#define SUPPRESS_WORK_MAX 1500000000

#endif
