#include "topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/fisher.h"
#include "stats/proportion.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"fisher_p", 1e-10, 0}, {"*", 1e-12, 0}};

/* The states of one group: gone to full-time (status 1), part-time (2) or other (3) work by then, still
 * jobless, or, when last heard of before that (status 0), unknown. Who was last heard of in that very week
 * was still jobless then, so is known. */
struct states {
    int64_t n, unknown, by_status[4];
};

struct inputs {
    struct topic *topic;
    struct oracle input;
    char name[TOPIC_NAME_MAX]; /* of the case that `input` belongs to */
    char at[TOPIC_NAME_MAX];   /* "unempdur_odd:t2", whose states these are */
    struct states group[2];
};

static void states_count(struct inputs *inputs, double week)
{
    inputs->group[0] = inputs->group[1] = (struct states){0};
    for (size_t row = 0; row < inputs->input.rows; row++) {
        struct states *states = &inputs->group[oracle_int(&inputs->input, row, "group") == 1];
        double spell = oracle_real(&inputs->input, row, "spell");
        int64_t status = oracle_int(&inputs->input, row, "status");
        states->n++;
        if (status == 0 && spell < week)
            states->unknown++;
        else
            states->by_status[spell <= week ? status : 0]++;
    }
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
    if (strcmp(file, inputs->name) != 0) {
        oracle_close(&inputs->input);
        snprintf(inputs->name, sizeof inputs->name, "%.127s", file);
        inputs->at[0] = '\0';
        topic_open(inputs->topic, file, &inputs->input);
    }
    if (strncmp(inputs->at, name, (size_t)(last - name)) != 0 || inputs->at[last - name]) {
        snprintf(inputs->at, sizeof inputs->at, "%.*s", (int)(last - name), name);
        states_count(inputs, strtod(week + 2, NULL));
    }
    return inputs->input.rows > 0 ? last + 1 : NULL;
}

static struct answer of_group(const struct states *states, const char *stat)
{
    int64_t full = states->by_status[1], known = states->n - states->unknown,
            any = known - states->by_status[0];
    const struct {
        const char *stat;
        struct answer answer;
    } answers[] = {
        {"n", answer_count(states->n)},
        {"known", answer_count(known)},
        {"unknown", answer_count(states->unknown)},
        {"fulltime", answer_count(full)},
        {"parttime", answer_count(states->by_status[2])},
        {"other", answer_count(states->by_status[3])},
        {"jobless", answer_count(states->by_status[0])},
        {"p_fulltime", answer_figure(proportion_share(full, known))},
        {"wilson_lo", answer_low(proportion_wilson(full, known, 0.95))},
        {"wilson_hi", answer_high(proportion_wilson(full, known, 0.95))},
        {"p_anywork", answer_figure(proportion_share(any, known))},
        {"anywork_lo", answer_low(proportion_wilson(any, known, 0.95))},
        {"anywork_hi", answer_high(proportion_wilson(any, known, 0.95))},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strcmp(answers[i].stat, stat) == 0)
            return answers[i].answer;
    return answer_unknown();
}

static struct answer of_difference(const struct states *one, const struct states *two, const char *stat)
{
    int64_t k1 = one->by_status[1], n1 = one->n - one->unknown;
    int64_t k2 = two->by_status[1], n2 = two->n - two->unknown;
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
    oracle_close(&inputs.input);
}
