#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/fisher.h"
#include "stats/followup.h"
#include "stats/proportion.h"

#include "base/banned.h"

/* The ways of leaving, as the files number them. */
enum { FULL_TIME = 1, PART_TIME = 2, OTHER = 3 };

static const struct rule RULES[] = {{"fisher_p", 1e-10, 0}, {"*", 1e-12, 0}};

struct inputs {
    struct topic *topic;
    struct followup_spell *spells[2]; /* of group 0, the comparison, and group 1, the programme */
    size_t count[2];
    char file[TOPIC_NAME_MAX + 32]; /* that the spells came from */
    char at[TOPIC_NAME_MAX];        /* "unempdur_odd:t2", whose states these are */
    struct followup group[2];
};

static void inputs_clear(struct inputs *inputs)
{
    for (size_t g = 0; g < 2; g++) {
        free(inputs->spells[g]);
        inputs->spells[g] = NULL;
        inputs->count[g] = 0;
    }
}

static void inputs_read(struct inputs *inputs, const char *file)
{
    struct oracle input;
    inputs_clear(inputs);
    snprintf(inputs->file, sizeof inputs->file, "%s", file);
    inputs->at[0] = '\0';
    topic_open(inputs->topic, file, &input);
    for (size_t g = 0; g < 2; g++)
        inputs->spells[g] = memory_alloc((input.rows + 1) * sizeof **inputs->spells);
    for (size_t row = 0; row < input.rows; row++) {
        size_t g = oracle_int(&input, row, "group") == 1;
        inputs->spells[g][inputs->count[g]++] = (struct followup_spell){
            oracle_real(&input, row, "spell"), (int)oracle_int(&input, row, "status")};
    }
    oracle_close(&input);
}

/* A case is "unempdur_odd:t2:g1": the file, the week, and which group or "diff". OUT its last part; NULL when
 * there is no such case. */
static const char *inputs_find(struct inputs *inputs, const char *name)
{
    const char *last = strrchr(name, ':'), *week = strstr(name, ":t");
    if (!last || !week || week == last)
        return NULL;
    char file[TOPIC_NAME_MAX + 32];
    snprintf(file, sizeof file, "followup_%.*s_input.csv", (int)(week - name), name);
    if (strcmp(file, inputs->file) != 0)
        inputs_read(inputs, file);
    if (strncmp(inputs->at, name, (size_t)(last - name)) != 0 || inputs->at[last - name]) {
        snprintf(inputs->at, sizeof inputs->at, "%.*s", (int)(last - name), name);
        for (size_t g = 0; g < 2; g++)
            inputs->group[g] = followup_at(inputs->spells[g], inputs->count[g], strtod(week + 2, NULL));
    }
    return inputs->count[0] + inputs->count[1] > 0 ? last + 1 : NULL;
}

static struct answer of_group(const struct followup *states, const char *stat)
{
    int64_t full = states->left[FULL_TIME], known = states->known, any = known - states->still;
    const struct named answers[] = {
        {"n", answer_count(states->n)},
        {"known", answer_count(known)},
        {"unknown", answer_count(states->unknown)},
        {"fulltime", answer_count(full)},
        {"parttime", answer_count(states->left[PART_TIME])},
        {"other", answer_count(states->left[OTHER])},
        {"jobless", answer_count(states->still)},
        {"p_fulltime", answer_figure(proportion_share(full, known))},
        {"wilson_lo", answer_low(proportion_wilson(full, known, 0.95))},
        {"wilson_hi", answer_high(proportion_wilson(full, known, 0.95))},
        {"p_anywork", answer_figure(proportion_share(any, known))},
        {"anywork_lo", answer_low(proportion_wilson(any, known, 0.95))},
        {"anywork_hi", answer_high(proportion_wilson(any, known, 0.95))},
    };
    return ANSWER_NAMED(answers, stat);
}

static struct answer of_difference(const struct followup *one, const struct followup *two, const char *stat)
{
    int64_t k1 = one->left[FULL_TIME], n1 = one->known, k2 = two->left[FULL_TIME], n2 = two->known;
    if (strcmp(stat, "rd_fulltime") == 0)
        return answer_figure(difference_share(k1, n1, k2, n2));
    if (strcmp(stat, "newcombe10_lo") == 0)
        return answer_low(difference_newcombe(k1, n1, k2, n2, 0.95));
    if (strcmp(stat, "newcombe10_hi") == 0)
        return answer_high(difference_newcombe(k1, n1, k2, n2, 0.95));
    if (strcmp(stat, "fisher_p") == 0)
        return answer_figure(fisher_two_sided(k1, n1, k2, n2));
    return answer_unknown();
}

static struct answer produce(void *context, const char *name, const char *stat)
{
    struct inputs *inputs = context;
    const char *part = inputs_find(inputs, name);
    if (part && strcmp(part, "g1") == 0)
        return of_group(&inputs->group[1], stat);
    if (part && strcmp(part, "g0") == 0)
        return of_group(&inputs->group[0], stat);
    if (part && strcmp(part, "diff") == 0)
        return of_difference(&inputs->group[1], &inputs->group[0], stat);
    return answer_unknown();
}

void topic_14_followup(struct topic *topic)
{
    struct inputs inputs = {.topic = topic};
    topic_long(topic, "followup_expected.csv", RULES, produce, &inputs);
    inputs_clear(&inputs);
}
