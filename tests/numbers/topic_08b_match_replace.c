#include "topic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/match_replace.h"

#include "topic_crowd.h"

#include "base/banned.h"

static const struct rule EFFECTS[] = {
    {"n_pairs", 0, 0}, {"dropped", 0, 0}, {"se_*", 1e-9, 0}, {"att", 1e-12, 1e-12}, {"*", 1e-12, 0}};
static const struct rule PAIRS[] = {{"*", 1e-12, 0}};

enum { COVARIATES_MAX = 64 };

struct matching {
    struct topic *topic;
    struct crowd crowd;
    struct match_replace match;
    struct replace_effect effect;
};

/* No file tells a case's plan but by its name: "…_m4" has 4 neighbours; "…_cal" one neighbour and a caliper
 * of 0.1, "…_cal025" one of 0.25. */
static struct replace_plan plan_of(const char *name)
{
    struct replace_plan plan = {.neighbours = 1, .caliper = INFINITY};
    for (const char *part = strchr(name, '_'); part; part = strchr(part + 1, '_')) {
        if (part[1] == 'm' && strtol(part + 2, NULL, 10) > 0)
            plan.neighbours = (uint32_t)strtol(part + 2, NULL, 10);
        if (strncmp(part, "_cal", 4) == 0) {
            char digits[32];
            size_t length = strspn(part + 4, "0123456789");
            snprintf(digits, sizeof digits, "0.%.*s", (int)(length > 1 ? length - 1 : 0), part + 5);
            plan.caliper = length > 0 ? strtod(digits, NULL) : 0.1;
        }
    }
    return plan;
}

/* After id and treat come the covariates, and last the outcome. */
static bool matching_find(struct matching *matching, const char *name)
{
    char file[TOPIC_NAME_MAX + 16];
    bool fresh;
    struct crowd *crowd = &matching->crowd;
    snprintf(file, sizeof file, "%s_input.csv", name);
    if (!crowd_open(crowd, matching->topic, file, &fresh))
        return false;
    if (!fresh)
        return true;
    const double *covariates[COVARIATES_MAX];
    size_t count = 0, last = crowd->table.columns - 1;
    for (size_t i = 0; i < last && count < COVARIATES_MAX; i++) {
        const char *heading = oracle_heading(&crowd->table, i);
        if (strcmp(heading, "id") != 0 && strcmp(heading, "treat") != 0)
            covariates[count++] = crowd_column(crowd, heading);
    }
    if (count == 0)
        return false;
    struct replace_plan plan = plan_of(name);
    matching->match = match_replace(&crowd->arena, crowd->treat, covariates, count, crowd->n, &plan);
    matching->effect =
        replace_effect(&matching->match, crowd_column(crowd, oracle_heading(&crowd->table, last)), crowd->n);
    return true;
}

static struct answer produce(void *context, const char *name, const char *stat)
{
    struct matching *matching = context;
    if (!matching_find(matching, name))
        return answer_unknown();
    const struct named answers[] = {
        {"att", answer_figure(matching->effect.effect)},
        {"se_abadie_imbens", answer_figure(matching->effect.se_counting_dropped)},
        {"se_standard", answer_figure(matching->effect.se_pairs)},
        {"n_pairs", answer_count((int64_t)matching->match.pair_count)},
        {"dropped", answer_count((int64_t)matching->match.dropped)},
    };
    return ANSWER_NAMED(answers, stat);
}

/* A pair that the engine does not have weighs 0. */
static struct answer weight_of(void *context, const struct oracle *table, size_t row, const char *column)
{
    struct matching *matching = context;
    size_t treated = crowd_row(&matching->crowd, oracle_cell(table, row, "treated_id"));
    size_t control = crowd_row(&matching->crowd, oracle_cell(table, row, "control_id"));
    if (strcmp(column, "weight") != 0)
        return answer_unknown();
    for (size_t i = 0; i < matching->match.pair_count; i++) {
        const struct replace_pair *pair = &matching->match.pairs[i];
        if (pair->treated == treated && pair->control == control)
            return answer_real(pair->weight);
    }
    return answer_real(0);
}

void topic_08b_match_replace(struct topic *topic)
{
    struct matching matching = {.topic = topic};
    char names[64][TOPIC_NAME_MAX];
    topic_long(topic, "match_replace_expected.csv", EFFECTS, produce, &matching);
    size_t count = topic_files(topic, "*_pairs.csv", names, sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
        char name[TOPIC_NAME_MAX];
        struct oracle table;
        snprintf(name, sizeof name, "%.*s", (int)(strlen(names[i]) - strlen("_pairs.csv")), names[i]);
        if (!matching_find(&matching, name))
            continue;
        if (topic_open(topic, names[i], &table))
            topic_judge(topic, names[i], table.rows == matching.match.pair_count, "%zu pairs, expected %zu",
                        matching.match.pair_count, table.rows);
        oracle_close(&table);
        topic_wide(topic, names[i], "treated_id,control_id", PAIRS, weight_of, &matching);
    }
    crowd_close(&matching.crowd);
}
