/* contingency: a table of counts with any number of rows and columns: are rows and columns related at all?
 *
 * Outcome by office, reason by group. A row or a column of nothing but zeros is dropped first: nobody was
 * there to say anything. Where expected counts are small, as in most offices, the exact p is the one to
 * print. Theory: docs/theory/contingency.md.
 * IN everywhere: `counts` row by row, rows * columns of them, none negative.
 * CHECKED against 02_rxc_stratified (1e-12, exact p 1e-10), and by counting all tables the slow way. */
#ifndef STATS_CONTINGENCY_H
#define STATS_CONTINGENCY_H

#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"

struct contingency {
    struct figure chi_square, df, p; /* Pearson's, without correction */
    struct figure cramer_v;          /* 0 no relation at all .. 1 the one tells the other */
};

/* OUT all four, of the table without empty rows and columns.
 * ABSENT all together when fewer than two rows or two columns are left.
 * METHOD Pearson 1900, Philosophical Magazine 50:157-175; V = sqrt(chi-square / (n (min(r, c) - 1))), Cramér
 * 1946, Mathematical Methods of Statistics. */
struct contingency contingency_chi_square(const int64_t *counts, size_t rows, size_t columns);

/* The exact p: of all tables with the same margins, how many are at most as likely as the seen one, each
 * counted by its probability.
 * OUT 0..1; 1 when one row or one column is left. A table of two by two is fisher_two_sided.
 * ABSENT when nobody was counted, and when the table is so large that listing its kind would take more than
 * CONTINGENCY_WORK_MAX steps: the reason says so, and chi-square holds for such a table.
 * METHOD Freeman & Halton 1951, Biometrika 38:141-149, ties within 1e-7 counted. The columns are cut into two
 * halves; each half's tables are listed by their row sums, and halves that fit together are joined by
 * likelihood, so that the work is the square root of listing all. Fillings that surely belong to p, or surely
 * do not, are settled on the way (Mehta & Patel 1983, JASA 78:427-434, have the idea).
 * COST up to CONTINGENCY_WORK_MAX entries of 24 bytes for each half. */
#define CONTINGENCY_WORK_MAX 8000000
struct figure contingency_exact(const int64_t *counts, size_t rows, size_t columns);

#endif
