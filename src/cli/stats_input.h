/* stats_input: the columns that a task of `mahi stats` works on, read from a CSV file and made fit.
 *
 *     struct stats_data *data = stats_data_make(job->arena);
 *     struct stats_column *outcome = stats_want(data, "re78", WANT_NUMBER);
 *     struct stats_column *group = stats_want(data, "treat", WANT_TWO);
 *     stats_load(data, "nsw.csv", err)      then outcome->value[0 .. data->n)
 *
 * A row in which anything wanted is missing is left out, and counted under the first column that lacks it;
 * only a column with `may_miss` keeps it, as a NaN. Everything lives in the arena. CHECKED by t_stats_input.
 */
#ifndef CLI_STATS_INPUT_H
#define CLI_STATS_INPUT_H

#include <stdint.h>
#include <stdio.h>

#include "cli/formula.h"
#include "base/str.h"
#include "stats/stats.h"

enum { STATS_COLUMNS_MAX = 2 * FORMULA_TERMS_MAX + 40, STATS_LEVELS_MAX = 200 };

enum stats_want {
    WANT_NUMBER,    /* text is refused with its row */
    WANT_YES_NO,    /* 1 and 0, "yes" and "no", or `yes` against everything else */
    WANT_TWO,       /* two groups: 1 the programme, 0 the comparison */
    WANT_GROUPS,    /* categories in order, from 0; at most STATS_LEVELS_MAX */
    WANT_CODE,      /* one number for each different value, in no order: clusters, exact matching */
    WANT_COVARIATE, /* a number, or categories if it is text or factor() */
};

struct stats_column {
    const char *name;
    enum stats_want want;
    const char *chosen; /* WANT_YES_NO: what counts as yes. WANT_TWO: the programme; then all others are the
                           comparison. NULL: by custom */
    bool categories;    /* WANT_COVARIATE: factor(); after loading, whether it is categories */
    bool may_miss;
    double least; /* WANT_NUMBER: nothing below it; -INFINITY at first */

    double *value;       /* data->n of them */
    const char **levels; /* of categories, in order: numbers ascending, texts by bytes. WANT_TWO: [0] the
                            comparison, [1] the programme */
    size_t level_count;
    size_t dropped; /* rows left out because this was the first to be missing */
};

struct stats_data {
    struct arena *arena;
    const char *name; /* of the file; "-" standard input */
    size_t rows, n;   /* in the file, and those left */
    uint32_t *row;    /* n: place in the file, from 0 without the heading */
    struct stats_column *columns[STATS_COLUMNS_MAX];
    size_t count;
};

struct stats_data *stats_data_make(struct arena *arena);

/* A column to be loaded. The same name may be wanted twice, in two parts. NULL for a name of NULL. */
struct stats_column *stats_want(struct stats_data *data, const char *name, enum stats_want want);

/* All terms of one side as covariates. */
void stats_want_side(struct stats_data *data, const struct formula_side *side);

/* FAILS a file that cannot be read or is empty, an unknown column (with the nearest), text where a number is
 * needed and a number below the least (with the row), another number of groups than two, no row left. */
bool stats_load(struct stats_data *data, const char *path, struct err *err);

/* The wanted covariates in order as numbers, categories as a 0/1 column for each level but the first. */
struct covariate *stats_covariates(const struct stats_data *data, size_t *count);

/* "black", "hispan" and "white": its different values, the first few. */
const char *stats_level_list(struct arena *arena, const struct stats_column *column);

/* The values of those with which[i] equal to `code`, put one after the other. */
double *stats_part(struct arena *arena, const struct stats_column *column, const double *which, double code,
                   size_t n, size_t *count);

/* The column's values as codes; all alike for NULL. */
int *stats_codes(const struct stats_data *data, const struct stats_column *column);

#endif
