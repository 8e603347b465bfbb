#include "topic.h"

#include <math.h>
#include <string.h>

#include "stats/plan.h"
#include "stats/power.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"power_*", 1e-9, 0}, {"*", 1e-8, 0}};

/* One input file for each kind of study; a case stands in one of them. */
struct inputs {
    struct oracle shares, means, survival, clusters;
};

static struct answer of_shares(const struct oracle *input, size_t row, const char *stat)
{
    double p1 = oracle_real(input, row, "p1"), p2 = oracle_real(input, row, "p2"),
           ratio = oracle_real(input, row, "ratio"), alpha = oracle_real(input, row, "alpha"),
           power = oracle_real(input, row, "power");
    int64_t n1 = oracle_int(input, row, "n1"), n2 = llround((double)n1 * ratio);
    struct figure people = plan_people_for_shares(p1, p2, ratio, alpha, power);
    struct figure beside = {people.value * ratio, people.absent};
    const struct named_figure figures[] = {
        {"power_z", power_two_proportions(p1, p2, n1, n2, alpha)},
        {"power_prop_test", power_two_proportions(p1, p2, n1, n2, alpha)},
        {"power_strict", power_two_proportions_any_side(p1, p2, n1, n2, alpha)},
        {"power_arcsine", power_arcsine(p1, p2, n1, n2, alpha)},
        {"cohen_h", figure_of(plan_cohen_h(p1, p2))},
        {"mde_up_exact", mde_two_proportions(p2, n1, n2, alpha, power, POWER_UP)},
        {"mde_down_exact", mde_two_proportions(p2, n1, n2, alpha, power, POWER_DOWN)},
        {"mde_simple", mde_simple(p2, n1, n2, alpha, power)},
        {"n_per_group_prop_test", people},
        {"n1_required", people},
        {"n2_required", beside},
    };
    return FIGURE_NAMED(figures, stat);
}

static struct answer of_means(const struct oracle *input, size_t row, const char *stat)
{
    double n = oracle_real(input, row, "n"), delta = oracle_real(input, row, "delta"),
           sd = oracle_real(input, row, "sd"), alpha = oracle_real(input, row, "alpha"),
           power = oracle_real(input, row, "power");
    const struct named_figure figures[] = {
        {"power", power_means(delta, sd, n, n, alpha, false)},
        {"power_strict", power_means(delta, sd, n, n, alpha, true)},
        {"mde", mde_means(sd, n, n, alpha, power)},
        {"n_required", plan_people_for_means(delta, sd, 1, alpha, power)},
    };
    return FIGURE_NAMED(figures, stat);
}

static struct answer of_survival(const struct oracle *input, size_t row, const char *stat)
{
    double ratio = oracle_real(input, row, "hr"), share = oracle_real(input, row, "frac"),
           alpha = oracle_real(input, row, "alpha");
    const struct named_figure figures[] = {
        {"schoenfeld_events", plan_events(ratio, share, alpha, oracle_real(input, row, "power"))},
        {"power_given_events", power_events(ratio, share, oracle_real(input, row, "events"), alpha)},
    };
    return FIGURE_NAMED(figures, stat);
}

/* The truths take the smallest differences at equal cluster sizes, whatever `cv` is. */
static struct answer of_clusters(const struct oracle *input, size_t row, const char *stat)
{
    double k1 = oracle_real(input, row, "k1"), k0 = oracle_real(input, row, "k0"),
           m = oracle_real(input, row, "m"), icc = oracle_real(input, row, "icc");
    struct figure effect = cluster_design_effect(m, icc, 0);
    if (effect.absent)
        return answer_figure(effect);
    struct cluster_mde mde = cluster_mde(oracle_real(input, row, "p"), k1, k0, m, effect.value,
                                         oracle_real(input, row, "alpha"), oracle_real(input, row, "power"));
    const struct named_figure figures[] = {
        {"deff", effect},
        {"deff_cv", cluster_design_effect(m, icc, oracle_real(input, row, "cv"))},
        {"ess", cluster_effective_size((k1 + k0) * m, effect.value)},
        {"mde_z", mde.z},
        {"mde_t", mde.t},
    };
    return FIGURE_NAMED(figures, stat);
}

static struct answer produce(void *context, const char *name, const char *stat)
{
    const struct inputs *inputs = context;
    const struct {
        const struct oracle *input;
        struct answer (*answer)(const struct oracle *input, size_t row, const char *stat);
    } kinds[] = {{&inputs->shares, of_shares},
                 {&inputs->means, of_means},
                 {&inputs->survival, of_survival},
                 {&inputs->clusters, of_clusters}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct oracle *input = kinds[i].input;
        size_t row = input->rows ? oracle_row(input, "case", name, 0) : 0;
        struct answer answer = row < input->rows ? kinds[i].answer(input, row, stat) : answer_unknown();
        if (answer.known)
            return answer;
    }
    return answer_unknown();
}

void topic_11_power(struct topic *topic)
{
    struct inputs inputs;
    topic_open(topic, "power_prop_input.csv", &inputs.shares);
    topic_open(topic, "power_mean_input.csv", &inputs.means);
    topic_open(topic, "power_surv_input.csv", &inputs.survival);
    topic_open(topic, "power_cluster_input.csv", &inputs.clusters);
    topic_long(topic, "power_expected.csv", RULES, produce, &inputs);
    oracle_close(&inputs.shares);
    oracle_close(&inputs.means);
    oracle_close(&inputs.survival);
    oracle_close(&inputs.clusters);
}
