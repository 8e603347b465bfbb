#include "topic.h"

#include <string.h>

#include "stats/conditional.h"
#include "stats/fisher.h"
#include "stats/proportion.h"
#include "stats/two_by_two.h"

#include "base/banned.h"

static const struct rule RULES[] = {
    {"or_cmle*", 1e-9, 0}, {"fisher*", 1e-10, 0}, {"midp*", 1e-10, 0}, {"*", 1e-12, 0}};

/* One row of an input file, read once for all of its figures, which follow each other. */
struct row {
    struct oracle input;
    size_t at;
};

static bool row_find(struct row *row, const char *name)
{
    if (row->at >= row->input.rows || strcmp(oracle_cell(&row->input, row->at, "case"), name) != 0)
        row->at = oracle_row(&row->input, "case", name, 0);
    return row->at < row->input.rows;
}

/* ---- one group ---- */

static struct answer interval_end(const char *stat, const char *name, struct interval interval)
{
    size_t length = strlen(name);
    if (strncmp(stat, name, length) != 0)
        return answer_unknown();
    if (strcmp(stat + length, "_lo") == 0)
        return answer_low(interval);
    return strcmp(stat + length, "_hi") == 0 ? answer_high(interval) : answer_unknown();
}

static struct answer single(void *context, const char *name, const char *stat)
{
    struct row *row = context;
    if (!row_find(row, name))
        return answer_unknown();
    int64_t k = oracle_int(&row->input, row->at, "x"), n = oracle_int(&row->input, row->at, "n");
    double conf = oracle_real(&row->input, row->at, "conf");
    if (strcmp(stat, "p") == 0)
        return answer_figure(proportion_share(k, n));
    if (strcmp(stat, "se_wald") == 0)
        return answer_figure(proportion_wald_se(k, n));
    static const struct {
        const char *name;
        struct interval (*make)(int64_t k, int64_t n, double conf);
    } INTERVALS[] = {{"wilson", proportion_wilson},
                     {"wilson_cc", proportion_wilson_corrected},
                     {"clopper", proportion_clopper_pearson},
                     {"agresti_coull", proportion_agresti_coull},
                     {"wald", proportion_wald}};
    struct answer answer = answer_unknown();
    for (size_t i = 0; i < sizeof INTERVALS / sizeof *INTERVALS && !answer.known; i++)
        answer = interval_end(stat, INTERVALS[i].name, INTERVALS[i].make(k, n, conf));
    return answer;
}

/* ---- two groups ---- */

struct pair {
    int64_t k1, n1, k2, n2;
    double conf;
};

static struct answer pair_figure(const struct pair *pair, const char *stat)
{
    static const struct {
        const char *stat;
        struct figure (*make)(int64_t k1, int64_t n1, int64_t k2, int64_t n2);
    } FIGURES[] = {{"rd", difference_share},
                   {"wald_se", difference_wald_se},
                   {"nnt", number_needed},
                   {"fisher_p_two", fisher_two_sided},
                   {"fisher_p_less", fisher_less},
                   {"fisher_p_greater", fisher_greater},
                   {"fisher_p_central", fisher_central},
                   {"fisher_p_blaker", fisher_blaker},
                   {"midp_two", fisher_mid_p}};
    for (size_t i = 0; i < sizeof FIGURES / sizeof *FIGURES; i++)
        if (strcmp(FIGURES[i].stat, stat) == 0)
            return answer_figure(FIGURES[i].make(pair->k1, pair->n1, pair->k2, pair->n2));
    if (strcmp(stat, "p1") == 0)
        return answer_figure(proportion_share(pair->k1, pair->n1));
    return strcmp(stat, "p2") == 0 ? answer_figure(proportion_share(pair->k2, pair->n2)) : answer_unknown();
}

static struct answer pair_interval(const struct pair *pair, const char *stat)
{
    static const struct {
        const char *name;
        struct interval (*make)(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);
    } INTERVALS[] = {{"newcombe10", difference_newcombe},
                     {"newcombe11cc", difference_newcombe_corrected},
                     {"wald", difference_wald}};
    struct answer answer = answer_unknown();
    for (size_t i = 0; i < sizeof INTERVALS / sizeof *INTERVALS && !answer.known; i++)
        answer = interval_end(stat, INTERVALS[i].name,
                              INTERVALS[i].make(pair->k1, pair->n1, pair->k2, pair->n2, pair->conf));
    return answer;
}

static struct answer pair_ratio(const struct pair *pair, const char *stat)
{
    static const struct {
        const char *value, *low, *high;
        struct ratio (*make)(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);
    } RATIOS[] = {{"or_sample", "or_wald_lo", "or_wald_hi", odds_ratio_wald},
                  {"or_haldane", "or_haldane_lo", "or_haldane_hi", odds_ratio_haldane},
                  {"rr", "rr_wald_lo", "rr_wald_hi", risk_ratio_wald},
                  {"or_cmle", "or_cmle_lo", "or_cmle_hi", fisher_odds_ratio}};
    for (size_t i = 0; i < sizeof RATIOS / sizeof *RATIOS; i++) {
        bool value = strcmp(RATIOS[i].value, stat) == 0, low = strcmp(RATIOS[i].low, stat) == 0;
        if (!value && !low && strcmp(RATIOS[i].high, stat) != 0)
            continue;
        struct ratio ratio = RATIOS[i].make(pair->k1, pair->n1, pair->k2, pair->n2, pair->conf);
        return answer_figure(value ? ratio.value : low ? ratio.low : ratio.high);
    }
    return answer_unknown();
}

static struct answer pair_test(const struct pair *pair, const char *stat)
{
    struct test z = two_by_two_z(pair->k1, pair->n1, pair->k2, pair->n2);
    struct test plain = two_by_two_chi_square(pair->k1, pair->n1, pair->k2, pair->n2, false);
    struct test yates = two_by_two_chi_square(pair->k1, pair->n1, pair->k2, pair->n2, true);
    const struct named_figure figures[] = {{"z_pooled", z.statistic},        {"p_z_pooled", z.p},
                                           {"chisq", plain.statistic},       {"chisq_p", plain.p},
                                           {"chisq_yates", yates.statistic}, {"chisq_yates_p", yates.p}};
    return FIGURE_NAMED(figures, stat);
}

static struct answer two_groups(void *context, const char *name, const char *stat)
{
    struct row *row = context;
    if (!row_find(row, name))
        return answer_unknown();
    struct pair pair = {
        oracle_int(&row->input, row->at, "x1"),    oracle_int(&row->input, row->at, "n1"),
        oracle_int(&row->input, row->at, "x2"),    oracle_int(&row->input, row->at, "n2"),
        oracle_real(&row->input, row->at, "conf"),
    };
    struct answer answer = pair_figure(&pair, stat);
    if (!answer.known)
        answer = pair_interval(&pair, stat);
    if (!answer.known)
        answer = pair_ratio(&pair, stat);
    return answer.known ? answer : pair_test(&pair, stat);
}

void topic_01_proportions(struct topic *topic)
{
    struct row singles = {0}, pairs = {0};
    topic_open(topic, "singles_input.csv", &singles.input);
    topic_open(topic, "pairs_input.csv", &pairs.input);
    topic_long(topic, "singles_expected.csv", RULES, single, &singles);
    topic_long(topic, "pairs_expected.csv", RULES, two_groups, &pairs);
    oracle_close(&singles.input);
    oracle_close(&pairs.input);
}
