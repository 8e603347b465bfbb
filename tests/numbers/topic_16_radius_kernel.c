#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/match_kernel.h"

#include "topic_crowd.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"on_support", 0, 0}, {"off_support", 0, 0},   {"controls_used", 0, 0},
                                    {"se_*", 1e-9, 0},    {"att_*", 1e-12, 1e-12}, {"smd_*", 1e-12, 1e-12},
                                    {"*", 1e-12, 0}};

struct matching {
    struct topic *topic;
    struct crowd crowd;
    char name[TOPIC_NAME_MAX]; /* of the case that `match` is of */
    struct match_kernel match;
};

/* A case is "lalonde614:radius:r0.05": the crowd, the kernel, the bandwidth. */
static bool matching_find(struct matching *matching, const char *name)
{
    char file[TOPIC_NAME_MAX + 16];
    bool fresh;
    const char *shape = strchr(name, ':'), *bandwidth = strrchr(name, ':');
    if (!shape || bandwidth == shape)
        return false;
    struct crowd *crowd = &matching->crowd;
    snprintf(file, sizeof file, "%.*s_input.csv", (int)(shape - name), name);
    if (!crowd_open(crowd, matching->topic, file, &fresh))
        return false;
    if (!fresh && strcmp(name, matching->name) == 0)
        return true;
    const double *distance = crowd_column(crowd, "distance");
    if (!distance)
        return false;
    matching->match = match_kernel(&crowd->arena, crowd->treat, distance, crowd->n,
                                   strncmp(shape, ":radius", 7) == 0 ? KERNEL_RADIUS : KERNEL_EPANECHNIKOV,
                                   strtod(bandwidth + 2, NULL));
    snprintf(matching->name, sizeof matching->name, "%.127s", name);
    return true;
}

/* OUT what follows `prefix` in `stat`; NULL when it does not begin so. */
static const char *after(const char *stat, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(stat, prefix, length) == 0 ? stat + length : NULL;
}

static struct answer of_outcome(struct matching *matching, const char *stat)
{
    struct crowd *crowd = &matching->crowd;
    static const char *const PREFIXES[] = {"att_", "mean1_", "mean0_", "se_psmatch2_"};
    for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
        const char *outcome = after(stat, PREFIXES[i]);
        const double *y = outcome ? crowd_column(crowd, outcome) : NULL;
        if (!y)
            continue;
        struct kernel_effect effect = kernel_effect(&matching->match, crowd->treat, y, crowd->n);
        const struct figure figures[] = {effect.effect, effect.mean_treated, effect.mean_controls, effect.se};
        return answer_figure(figures[i]);
    }
    return answer_unknown();
}

/* Means apart in the participants' spread before matching. */
static struct answer of_covariate(struct matching *matching, const char *covariate)
{
    struct crowd *crowd = &matching->crowd;
    struct covariate of = {covariate, crowd_column(crowd, covariate)};
    if (!of.value)
        return answer_unknown();
    struct balance_groups groups = {
        .rows = crowd->n, .treat = crowd->treat, .weight = matching->match.weights};
    struct balance balance;
    balance_compare(&balance, &crowd->arena, &groups, &of, 1);
    return answer_figure(balance.rows[0].weighted.smd_programme);
}

static struct answer produce(void *context, const char *name, const char *stat)
{
    struct matching *matching = context;
    if (!matching_find(matching, name))
        return answer_unknown();
    const struct match_count *count = &matching->match.count;
    if (strcmp(stat, "on_support") == 0)
        return answer_count((int64_t)count->matched_treated);
    if (strcmp(stat, "off_support") == 0)
        return answer_count((int64_t)(count->treated - count->matched_treated));
    if (strcmp(stat, "controls_used") == 0)
        return answer_count((int64_t)count->matched_controls);
    if (strcmp(stat, "ess_control") == 0)
        return answer_figure(count->ess_controls);
    const char *covariate = after(stat, "smd_");
    if (!covariate)
        return of_outcome(matching, stat);
    return of_covariate(matching, covariate);
}

void topic_16_radius_kernel(struct topic *topic)
{
    struct matching matching = {.topic = topic};
    topic_long(topic, "radius_kernel_expected.csv", RULES, produce, &matching);
    crowd_close(&matching.crowd);
}
