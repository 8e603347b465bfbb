#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/conditional.h"
#include "stats/contingency.h"
#include "stats/stratified.h"

#include "base/banned.h"

static const struct rule RULES[] = {
    {"or_cmle*", 1e-9, 0}, {"exact_p", 1e-10, 0}, {"fisher_p", 1e-10, 0}, {"df", 0, 0}, {"*", 1e-12, 0}};

/* ---- tables of rows and columns ---- */

struct tables {
    struct oracle input;
    char name[TOPIC_NAME_MAX]; /* whose figures these are */
    struct contingency chi_square;
    struct figure exact;
};

/* The case's counts: cells that the file does not list are 0. */
static bool table_find(struct tables *tables, const char *name)
{
    if (strcmp(tables->name, name) == 0)
        return true;
    const struct oracle *input = &tables->input;
    size_t rows = 0, columns = 0;
    for (size_t i = oracle_row(input, "case", name, 0); i < input->rows;
         i = oracle_row(input, "case", name, i + 1)) {
        size_t row = (size_t)oracle_int(input, i, "row"), column = (size_t)oracle_int(input, i, "col");
        rows = row > rows ? row : rows;
        columns = column > columns ? column : columns;
    }
    if (rows == 0)
        return false;
    int64_t *counts = memory_alloc(rows * columns * sizeof *counts);
    memset(counts, 0, rows * columns * sizeof *counts);
    for (size_t i = oracle_row(input, "case", name, 0); i < input->rows;
         i = oracle_row(input, "case", name, i + 1))
        counts[(size_t)(oracle_int(input, i, "row") - 1) * columns +
               (size_t)(oracle_int(input, i, "col") - 1)] = oracle_int(input, i, "count");
    tables->chi_square = contingency_chi_square(counts, rows, columns);
    tables->exact = contingency_exact(counts, rows, columns);
    free(counts);
    snprintf(tables->name, sizeof tables->name, "%s", name);
    return true;
}

static struct answer of_table(void *context, const char *name, const char *stat)
{
    struct tables *tables = context;
    if (!table_find(tables, name))
        return answer_unknown();
    const struct named_figure figures[] = {{"fisher_p", tables->exact},
                                           {"chisq", tables->chi_square.chi_square},
                                           {"df", tables->chi_square.df},
                                           {"chisq_p", tables->chi_square.p},
                                           {"cramers_v", tables->chi_square.cramer_v}};
    return FIGURE_NAMED(figures, stat);
}

/* ---- strata ---- */

struct strata {
    struct oracle input;
    char name[TOPIC_NAME_MAX];
    struct test plain, corrected;
    struct ratio mantel_haenszel, exact;
    struct stratified_effect difference, risk_ratio;
    double exact_p;
};

static bool strata_find(struct strata *strata, const char *name)
{
    if (strcmp(strata->name, name) == 0)
        return true;
    const struct oracle *input = &strata->input;
    struct stratum *list = memory_alloc((input->rows + 1) * sizeof *list);
    size_t count = 0;
    for (size_t i = oracle_row(input, "case", name, 0); i < input->rows;
         i = oracle_row(input, "case", name, i + 1)) {
        int64_t a = oracle_int(input, i, "a"), b = oracle_int(input, i, "b");
        int64_t c = oracle_int(input, i, "c"), d = oracle_int(input, i, "d");
        list[count++] = (struct stratum){a, a + b, c, c + d};
    }
    if (count > 0) {
        strata->plain = mantel_haenszel_test(list, count, false);
        strata->corrected = mantel_haenszel_test(list, count, true);
        strata->mantel_haenszel = mantel_haenszel_odds_ratio(list, count, 0.95);
        strata->exact = conditional_odds_ratio(list, count, 0.95);
        strata->exact_p = conditional_two_sided(list, count);
        strata->difference = mantel_haenszel_difference(list, count);
        strata->risk_ratio = mantel_haenszel_risk_ratio(list, count);
        snprintf(strata->name, sizeof strata->name, "%s", name);
    }
    free(list);
    return count > 0;
}

static struct answer of_strata(void *context, const char *name, const char *stat)
{
    struct strata *strata = context;
    if (!strata_find(strata, name))
        return answer_unknown();
    const struct named_figure figures[] = {{"cmh_chisq", strata->plain.statistic},
                                           {"cmh_p", strata->plain.p},
                                           {"cmh_cc_chisq", strata->corrected.statistic},
                                           {"cmh_cc_p", strata->corrected.p},
                                           {"or_mh", strata->mantel_haenszel.value},
                                           {"or_mh_lo", strata->mantel_haenszel.low},
                                           {"or_mh_hi", strata->mantel_haenszel.high},
                                           {"exact_p", figure_of(strata->exact_p)},
                                           {"or_cmle", strata->exact.value},
                                           {"or_cmle_lo", strata->exact.low},
                                           {"or_cmle_hi", strata->exact.high},
                                           {"rd_mh", strata->difference.value},
                                           {"rd_mh_se_sato", strata->difference.se},
                                           {"rr_mh", strata->risk_ratio.value},
                                           {"rr_mh_se_log_gr", strata->risk_ratio.se}};
    return FIGURE_NAMED(figures, stat);
}

void topic_02_rxc_stratified(struct topic *topic)
{
    struct tables tables = {0};
    struct strata strata = {0};
    topic_open(topic, "rxc_input.csv", &tables.input);
    topic_open(topic, "strata_input.csv", &strata.input);
    topic_long(topic, "rxc_expected.csv", RULES, of_table, &tables);
    topic_long(topic, "strata_expected.csv", RULES, of_strata, &strata);
    oracle_close(&tables.input);
    oracle_close(&strata.input);
}
