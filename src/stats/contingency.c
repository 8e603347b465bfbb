#include "stats/contingency.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "base/arena.h"
#include "stats/contingency_table.h"

#include "base/banned.h"

static const char NOBODY[] = "nobody was counted";

/* The sums of the rows (or columns) that are not 0, and how many there are. */
static size_t sums_fill(const int64_t *counts, size_t lines, size_t line_step, size_t cells, size_t cell_step,
                        int64_t *sums, size_t *places)
{
    size_t kept = 0;
    for (size_t line = 0; line < lines; line++) {
        int64_t sum = 0;
        for (size_t cell = 0; cell < cells; cell++) {
            assert(counts[line * line_step + cell * cell_step] >= 0);
            sum += counts[line * line_step + cell * cell_step];
        }
        if (sum > 0) {
            places[kept] = line;
            sums[kept++] = sum;
        }
    }
    return kept;
}

struct contingency_table contingency_table_make(struct arena *arena, const int64_t *counts, size_t rows,
                                                size_t columns)
{
    size_t *row_places = ARENA_ARRAY(arena, size_t, rows + 1);
    size_t *column_places = ARENA_ARRAY(arena, size_t, columns + 1);
    struct contingency_table table = {.row_sums = ARENA_ARRAY(arena, int64_t, rows + 1),
                                      .column_sums = ARENA_ARRAY(arena, int64_t, columns + 1)};
    table.rows = sums_fill(counts, rows, columns, columns, 1, table.row_sums, row_places);
    table.columns = sums_fill(counts, columns, 1, rows, columns, table.column_sums, column_places);
    table.counts = ARENA_ARRAY(arena, int64_t, table.rows * table.columns + 1);
    for (size_t row = 0; row < table.rows; row++) {
        table.all += table.row_sums[row];
        for (size_t column = 0; column < table.columns; column++)
            table.counts[row * table.columns + column] =
                counts[row_places[row] * columns + column_places[column]];
    }
    return table;
}

static double chi_square_of(const struct contingency_table *table)
{
    double sum = 0;
    for (size_t row = 0; row < table->rows; row++)
        for (size_t column = 0; column < table->columns; column++) {
            double expected =
                (double)table->row_sums[row] * (double)table->column_sums[column] / (double)table->all;
            double gap = (double)table->counts[row * table->columns + column] - expected;
            sum += gap * gap / expected;
        }
    return sum;
}

struct contingency contingency_chi_square(const int64_t *counts, size_t rows, size_t columns)
{
    struct arena arena;
    arena_init(&arena);
    struct contingency_table table = contingency_table_make(&arena, counts, rows, columns);
    struct contingency made;
    if (table.rows < 2 || table.columns < 2) {
        struct figure none =
            figure_absent(table.all == 0 ? NOBODY : "one row or one column says nothing of the other");
        made = (struct contingency){none, none, none, none};
    } else {
        size_t fewer = table.rows < table.columns ? table.rows : table.columns;
        double chi_square = chi_square_of(&table),
               df = (double)(table.rows - 1) * (double)(table.columns - 1);
        made = (struct contingency){figure_of(chi_square), figure_of(df),
                                    figure_of(pchisq(chi_square, df, 0, 0)),
                                    figure_of(sqrt(chi_square / ((double)table.all * (double)(fewer - 1))))};
    }
    arena_clear(&arena);
    return made;
}
