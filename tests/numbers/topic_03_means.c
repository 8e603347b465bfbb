#include "topic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/adjust.h"
#include "stats/mean.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"n1", 0, 0}, {"n0", 0, 0}, {"*", 1e-12, 0}};

/* ---- two groups' outcomes ---- */

struct means {
    struct topic *topic;
    char name[TOPIC_NAME_MAX]; /* whose figures these are */
    bool there;
    struct mean_comparison made;
    struct figure quartiles[2][3]; /* of group 1, the programme, then of group 0 */
};

static int compare_reals(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Reads means_NAME.csv; rows whose outcome is missing are dropped, as a caller does. */
static void means_read(struct means *means, const char *name)
{
    char file[TOPIC_NAME_MAX + 16];
    struct oracle input;
    snprintf(means->name, sizeof means->name, "%s", name);
    snprintf(file, sizeof file, "means_%s.csv", name);
    means->there = topic_open(means->topic, file, &input);
    double *y[2] = {memory_alloc((input.rows + 1) * sizeof(double)),
                    memory_alloc((input.rows + 1) * sizeof(double))};
    size_t n[2] = {0, 0};
    for (size_t row = 0; row < input.rows; row++) {
        size_t g = oracle_int(&input, row, "group") == 1 ? 0 : 1;
        double outcome = oracle_real(&input, row, "y");
        if (!isnan(outcome))
            y[g][n[g]++] = outcome;
    }
    means->made = mean_compare(y[0], n[0], y[1], n[1], 0.95);
    for (size_t g = 0; g < 2; g++) {
        qsort(y[g], n[g], sizeof(double), compare_reals);
        for (size_t q = 0; q < 3; q++)
            means->quartiles[g][q] = quantile_of_sorted(y[g], n[g], 0.25 * (double)(q + 1));
        free(y[g]);
    }
    oracle_close(&input);
}

static struct answer of_means(void *context, const char *name, const char *stat)
{
    struct means *means = context;
    if (strcmp(means->name, name) != 0)
        means_read(means, name);
    const struct mean_comparison *made = &means->made;
    const struct mean_test *welch = &made->welch, *pooled = &made->pooled;
    const struct named_figure figures[] = {
        {"n1", figure_of((double)made->programme.n)},
        {"n0", figure_of((double)made->comparison.n)},
        {"mean1", made->programme.mean},
        {"mean0", made->comparison.mean},
        {"sd1", made->programme.sd},
        {"sd0", made->comparison.sd},
        {"diff", made->difference},
        {"cohen_d", made->cohen_d},
        {"welch_t", welch->t},
        {"welch_df", welch->df},
        {"welch_p", welch->p},
        {"welch_se", welch->se},
        {"welch_lo", {welch->interval.low, welch->interval.absent}},
        {"welch_hi", {welch->interval.high, welch->interval.absent}},
        {"pooled_t", pooled->t},
        {"pooled_df", pooled->df},
        {"pooled_p", pooled->p},
        {"pooled_se", pooled->se},
        {"pooled_lo", {pooled->interval.low, pooled->interval.absent}},
        {"pooled_hi", {pooled->interval.high, pooled->interval.absent}},
        {"q25_1", means->quartiles[0][0]},
        {"median1", means->quartiles[0][1]},
        {"q75_1", means->quartiles[0][2]},
        {"q25_0", means->quartiles[1][0]},
        {"median0", means->quartiles[1][1]},
        {"q75_0", means->quartiles[1][2]},
    };
    return means->there ? FIGURE_NAMED(figures, stat) : answer_unknown();
}

/* ---- families of tests ---- */

static struct answer adjusted(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    static const struct {
        const char *column;
        void (*adjust)(const struct figure *p, size_t count, struct figure *adjusted);
    } WAYS[] = {{"bonferroni", adjust_bonferroni},
                {"holm", adjust_holm},
                {"hochberg", adjust_hochberg},
                {"bh", adjust_benjamini_hochberg},
                {"by", adjust_benjamini_yekutieli}};
    const char *name = oracle_cell(table, row, "case");
    struct figure *p = memory_alloc(table->rows * sizeof *p);
    size_t count = 0, mine = 0;
    for (size_t i = oracle_row(table, "case", name, 0); i < table->rows;
         i = oracle_row(table, "case", name, i + 1)) {
        double value = oracle_real(table, i, "p");
        mine = i == row ? count : mine;
        p[count++] = isnan(value) ? figure_absent("no test was made") : figure_of(value);
    }
    struct answer answer = answer_unknown();
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++)
        if (strcmp(WAYS[i].column, column) == 0) {
            WAYS[i].adjust(p, count, p);
            answer = answer_figure(p[mine]);
        }
    free(p);
    return answer;
}

void topic_03_means(struct topic *topic)
{
    struct means means = {.topic = topic};
    topic_long(topic, "means_expected.csv", RULES, of_means, &means);
    topic_wide(topic, "padjust_expected.csv", "case,i,p", RULES, adjusted, NULL);
}
