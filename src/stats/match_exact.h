/* match_exact: people are compared with people exactly like them, on values or on coarse bins of them.
 *
 * Each column is taken as it is (a region, a sex) or cut into bins (age under 25, 25 to 39 …), which is
 * coarsened exact matching. People alike in every column are a stratum. A stratum with participants and
 * controls is compared within itself; who stands in one without the other is left out, and the result says
 * how many that are. Nothing is estimated and no order of choosing is needed; the price is people left out,
 * more of them the finer the bins. Theory: docs/theory/matching-exact.md. */
#ifndef STATS_MATCH_EXACT_H
#define STATS_MATCH_EXACT_H

#include "stats/match.h"

struct arena;

/* One thing in which people must be alike. */
struct match_column {
    const double *values; /* of each person, finite */
    const double *cuts; /* ascending; a bin is [cut, next cut), the outer two are open-ended. NULL: the value
                           itself must be the same */
    size_t cut_count;
};

/* Numbers the strata of n people from 0, in order of their first person, into stratum[0..n).
 * IN no column at all is one stratum.
 * OUT how many strata there are.
 * COST one look into a table of strata for each person and column.
 * CHECKED against comparing each person with each other. */
uint32_t match_strata(const struct match_column *columns, size_t column_count, size_t n, uint32_t *stratum);

struct match_exact {
    struct match_count count;
    size_t strata;   /* those with people on both sides */
    double *weights; /* n: 1 for a matched participant; nT/nC of the stratum times all matched controls / all
                        matched participants for a matched control; 0 for who is not in */
    uint32_t *first_row; /* n: the first person of one's stratum, a name for it that no numbering changes;
                            MATCH_NO_STRATUM for who is not in */
};

#define MATCH_NO_STRATUM UINT32_MAX

/* Matches exactly on the columns.
 * OUT in `arena`; no shared stratum is no failure, the count's notes say it.
 * METHOD Iacus, King & Porro 2012, Political Analysis 20:1-24.
 * COST of match_strata. A million people on eight columns: a few hundredths of a second.
 * CHECKED against 07_cem (strata exactly), against the definition on random people, and by hand. */
struct match_exact match_exact(struct arena *arena, const double *treat, const struct match_column *columns,
                               size_t column_count, size_t n);

/* How far apart in one covariate a participant and a control of the same stratum are, on average over all
 * such pairs. In the covariate's units.
 * ABSENT when nobody is matched.
 * COST one sort; memory for the matched. */
struct figure match_exact_distance(const struct match_exact *match, const double *treat, const double *values,
                                   size_t n);

#endif
