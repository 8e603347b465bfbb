#include "topic.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "stats/rct.h"

#include "base/banned.h"

static const struct rule RULES[] = {{"p_*", 1e-10, 0}, {"*", 1e-12, 0}};

/* One input file: a column for each outcome beside these. */
static const char *const TAKE_UP[] = {"takeup", "take_up", "took_up", "d", "received", "part"};

struct lottery {
    struct topic *topic;
    struct arena arena;
    struct oracle input;
    char file[TOPIC_NAME_MAX + 32]; /* that `input` holds */
    char name[TOPIC_NAME_MAX];      /* of the case that the rest was made for */
    int64_t side[2];
    struct rct_effect difference;
    struct rct_blocked blocked;
    struct rct_complier complier;
};

/* Blocks are numbered by first sight. */
static uint32_t block_number(const char **seen, size_t *count, const char *label)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(seen[i], label) == 0)
            return (uint32_t)i;
    seen[*count] = label;
    return (uint32_t)(*count)++;
}

static const char *take_up_column(const struct oracle *input)
{
    for (size_t i = 0; i < sizeof TAKE_UP / sizeof *TAKE_UP; i++)
        if (oracle_has(input, TAKE_UP[i]))
            return TAKE_UP[i];
    return NULL;
}

/* All figures of one outcome; people without it are left out. */
static void lottery_run(struct lottery *lottery, const char *outcome)
{
    const struct oracle *input = &lottery->input;
    const char *take_up = take_up_column(input);
    double *y = ARENA_ARRAY(&lottery->arena, double, input->rows);
    double *d = ARENA_ARRAY(&lottery->arena, double, input->rows);
    bool *offered = ARENA_ARRAY(&lottery->arena, bool, input->rows);
    uint32_t *block = ARENA_ARRAY(&lottery->arena, uint32_t, input->rows);
    const char **seen = ARENA_ARRAY(&lottery->arena, const char *, input->rows);
    struct rct_people people = {.outcome = y, .offered = offered};
    lottery->side[0] = lottery->side[1] = 0;
    for (size_t row = 0; row < input->rows; row++) {
        double value = oracle_real(input, row, outcome);
        if (isnan(value))
            continue;
        y[people.n] = value;
        d[people.n] = take_up ? oracle_real(input, row, take_up) : 0;
        offered[people.n] = oracle_int(input, row, "treat") == 1;
        if (oracle_has(input, "block"))
            block[people.n] = block_number(seen, &people.blocks, oracle_cell(input, row, "block"));
        lottery->side[offered[people.n++]]++;
    }
    lottery->difference = rct_difference(&people, 0.95);
    people.took_up = take_up ? d : NULL;
    if (take_up)
        lottery->complier = rct_complier(&people, 0.95);
    if (people.blocks > 0) {
        people.block = block;
        lottery->blocked = rct_blocked(&people, 0.95);
    }
}

/* A case is "penn_tg2:weeks": the file and its outcome. */
static bool lottery_find(struct lottery *lottery, const char *name)
{
    const char *outcome = strchr(name, ':');
    if (!outcome)
        return false;
    char file[sizeof lottery->file];
    snprintf(file, sizeof file, "rct_%.*s_input.csv", (int)(outcome - name), name);
    if (strcmp(file, lottery->file) != 0) {
        oracle_close(&lottery->input);
        topic_open(lottery->topic, file, &lottery->input);
        snprintf(lottery->file, sizeof lottery->file, "%s", file);
        lottery->name[0] = '\0';
    }
    if (lottery->input.rows == 0 || !oracle_has(&lottery->input, outcome + 1))
        return false;
    if (strcmp(lottery->name, name) != 0) {
        arena_clear(&lottery->arena);
        lottery_run(lottery, outcome + 1);
        snprintf(lottery->name, sizeof lottery->name, "%s", name);
    }
    return true;
}

static struct answer produce(void *context, const char *name, const char *stat)
{
    struct lottery *lottery = context;
    if (!lottery_find(lottery, name))
        return answer_unknown();
    const struct rct_blocked *blocked = &lottery->blocked;
    const struct rct_complier *complier = &lottery->complier;
    const struct named_figure answers[] = {
        {"n1", figure_of((double)lottery->side[1])},
        {"n0", figure_of((double)lottery->side[0])},
        {"itt", lottery->difference.effect},
        {"se_neyman", lottery->difference.test.se},
        {"df_welch", lottery->difference.test.df},
        {"p_welch", lottery->difference.test.p},
        {"blocks_used", figure_of((double)blocked->blocks_used)},
        {"blocks_dropped", figure_of((double)blocked->blocks_dropped)},
        {"itt_block_n", blocked->by_size.effect},
        {"se_block_n", blocked->by_size.test.se},
        {"itt_block_prec", blocked->by_precision.effect},
        {"se_block_prec", blocked->by_precision.test.se},
        {"takeup1", complier->took_up_offered},
        {"takeup0", complier->took_up_others},
        {"itt_d", complier->take_up.effect},
        {"first_stage", complier->take_up.effect},
        {"late", complier->effect.effect},
        {"cace", complier->effect.effect},
        {"se_late", complier->effect.test.se},
        {"se_late_delta", complier->effect.test.se},
        {"se_cace", complier->effect.test.se},
        {"se_cace_delta", complier->effect.test.se},
        {"se_delta", complier->effect.test.se},
    };
    return FIGURE_NAMED(answers, stat);
}

void topic_15_rct(struct topic *topic)
{
    struct lottery lottery = {.topic = topic};
    arena_init(&lottery.arena);
    topic_long(topic, "rct_expected.csv", RULES, produce, &lottery);
    oracle_close(&lottery.input);
    arena_clear(&lottery.arena);
}
