#include "stats/rct.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <Rmath.h>

#include "base/arena.h"
#include "stats/proportion.h"
#include "stats/sum.h"

#include "base/banned.h"

static const char CONSTANT[] = "the answers do not vary";

/* ---- one side of one block ---- */

struct side {
    size_t n;
    struct sum sum, squares_y, squares_d, products;
    struct sum sum_d;
    double mean_y, mean_d;
};

/* Two means, their variances and covariance, each already over n: what a weighted sum of sides needs. */
struct moments {
    double y, d, yy, yd, dd;
};

struct block {
    struct side side[2]; /* not offered, offered */
};

struct blocks {
    struct block *at;
    size_t count;
};

static size_t block_of(const struct rct_people *people, size_t person)
{
    if (!people->block)
        return 0;
    assert(people->block[person] < people->blocks);
    return people->block[person];
}

static double took_up_of(const struct rct_people *people, size_t person)
{
    return people->took_up ? people->took_up[person] : 0;
}

/* First the means, then what lies around them: a large constant added to all answers does no harm. */
static struct blocks blocks_open(const struct rct_people *people)
{
    struct blocks blocks = {.count = people->block ? people->blocks : 1};
    blocks.at = memory_alloc((blocks.count + 1) * sizeof *blocks.at);
    for (size_t i = 0; i < blocks.count; i++)
        blocks.at[i] = (struct block){0};
    for (size_t i = 0; i < people->n; i++) {
        struct side *side = &blocks.at[block_of(people, i)].side[people->offered[i]];
        assert(isfinite(people->outcome[i]) && isfinite(took_up_of(people, i)));
        side->n++;
        sum_add(&side->sum, people->outcome[i]);
        sum_add(&side->sum_d, took_up_of(people, i));
    }
    for (size_t i = 0; i < 2 * blocks.count; i++) {
        struct side *side = &blocks.at[i / 2].side[i % 2];
        side->mean_y = side->n ? sum_value(&side->sum) / (double)side->n : 0;
        side->mean_d = side->n ? sum_value(&side->sum_d) / (double)side->n : 0;
    }
    for (size_t i = 0; i < people->n; i++) {
        struct side *side = &blocks.at[block_of(people, i)].side[people->offered[i]];
        double y = people->outcome[i] - side->mean_y, d = took_up_of(people, i) - side->mean_d;
        sum_add(&side->squares_y, y * y);
        sum_add(&side->products, y * d);
        sum_add(&side->squares_d, d * d);
    }
    return blocks;
}

static void blocks_close(struct blocks *blocks)
{
    free(blocks->at);
}

/* A side of two or more. */
static struct moments side_moments(const struct side *side)
{
    double n = (double)side->n, over = n * (n - 1);
    return (struct moments){.y = side->mean_y,
                            .d = side->mean_d,
                            .yy = sum_value(&side->squares_y) / over,
                            .yd = sum_value(&side->products) / over,
                            .dd = sum_value(&side->squares_d) / over};
}

static size_t block_size(const struct block *block)
{
    return block->side[0].n + block->side[1].n;
}

static bool block_is_used(const struct block *block)
{
    return block->side[0].n >= 2 && block->side[1].n >= 2;
}

/* ---- weighted over blocks ---- */

/* The difference of all used blocks together. `df` is Satterthwaite's for y. */
struct difference {
    struct moments of;
    double df, largest; /* largest: the greatest mean of a side, for telling rounding from spread */
};

enum weighting { BY_SIZE, BY_PRECISION };

static double block_weight(const struct block *block, enum weighting weighting)
{
    if (weighting == BY_SIZE)
        return (double)block_size(block);
    return 1 / (side_moments(&block->side[0]).yy + side_moments(&block->side[1]).yy);
}

static double weights_sum(const struct blocks *blocks, enum weighting weighting)
{
    struct sum sum = {0};
    for (size_t i = 0; i < blocks->count; i++)
        if (block_is_used(&blocks->at[i]))
            sum_add(&sum, block_weight(&blocks->at[i], weighting));
    return sum_value(&sum);
}

static struct difference difference_make(const struct blocks *blocks, enum weighting weighting)
{
    struct sum y = {0}, d = {0}, yy = {0}, yd = {0}, dd = {0}, spread = {0};
    struct difference made = {0};
    double total = weights_sum(blocks, weighting);
    for (size_t i = 0; i < 2 * blocks->count; i++) {
        const struct block *block = &blocks->at[i / 2];
        if (!block_is_used(block))
            continue;
        const struct side *side = &block->side[i % 2];
        struct moments of = side_moments(side);
        double weight = block_weight(block, weighting) / total, sign = i % 2 ? weight : -weight;
        sum_add(&y, sign * of.y);
        sum_add(&d, sign * of.d);
        sum_add(&yy, weight * weight * of.yy);
        sum_add(&yd, weight * weight * of.yd);
        sum_add(&dd, weight * weight * of.dd);
        sum_add(&spread, weight * weight * of.yy * weight * weight * of.yy / (double)(side->n - 1));
        made.largest = fmax(made.largest, fabs(of.y));
    }
    made.of = (struct moments){sum_value(&y), sum_value(&d), sum_value(&yy), sum_value(&yd), sum_value(&dd)};
    made.df = made.of.yy * made.of.yy / sum_value(&spread);
    return made;
}

/* ---- effects ---- */

static struct mean_test no_test(const char *why)
{
    return (struct mean_test){figure_absent(why), figure_absent(why), figure_absent(why), figure_absent(why),
                              interval_absent(why)};
}

static struct rct_effect effect_absent(const char *why)
{
    return (struct rct_effect){.effect = figure_absent(why), .test = no_test(why)};
}

/* Student's curve, or with df of 0 the normal one. */
static struct rct_effect effect_make(double effect, double se, double df, double conf)
{
    static const char NORMAL[] = "tested by the normal curve";
    double t = effect / se, tail = (1 - conf) / 2;
    double p = df > 0 ? 2 * pt(-fabs(t), df, 1, 0) : 2 * pnorm(-fabs(t), 0, 1, 1, 0);
    double reach = (df > 0 ? qt(tail, df, 0, 0) : qnorm(tail, 0, 1, 0, 0)) * se;
    return (struct rct_effect){
        .effect = figure_of(effect),
        .test = {.se = figure_of(se),
                 .t = figure_of(t),
                 .df = df > 0 ? figure_of(df) : figure_absent(NORMAL),
                 .p = figure_of(fmin(p, 1)),
                 .interval = interval_of(effect - reach, effect + reach)},
    };
}

/* A spread that rounding alone could have made out of constant answers. */
static bool nothing_varies(double variance, double largest)
{
    return sqrt(variance) <= 4 * DBL_EPSILON * largest;
}

static struct rct_effect effect_of(const struct difference *difference, double conf)
{
    struct rct_effect made = {.effect = figure_of(difference->of.y), .test = no_test(CONSTANT)};
    if (!nothing_varies(difference->of.yy, difference->largest))
        made = effect_make(difference->of.y, sqrt(difference->of.yy), difference->df, conf);
    return made;
}

struct rct_effect rct_difference(const struct rct_people *people, double conf)
{
    assert(0 < conf && conf < 1);
    struct rct_people one_lottery = *people;
    one_lottery.block = NULL;
    one_lottery.took_up = NULL;
    struct blocks blocks = blocks_open(&one_lottery);
    const struct side *others = &blocks.at[0].side[0], *offered = &blocks.at[0].side[1];
    const char *why = difference_absent((int64_t)offered->n, (int64_t)others->n);
    struct rct_effect made = effect_absent(why);
    if (!why && !block_is_used(&blocks.at[0])) {
        made.effect = figure_of(offered->mean_y - others->mean_y);
        made.test = no_test("a group of one person cannot be tested");
    } else if (!why) {
        struct difference difference = difference_make(&blocks, BY_SIZE);
        made = effect_of(&difference, conf);
    }
    blocks_close(&blocks);
    return made;
}

/* ---- blocks ---- */

static const char NO_BLOCK[] = "no block has two people on each side";

static bool every_block_varies(const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct side *side = blocks->at[i].side;
        if (block_is_used(&blocks->at[i]) &&
            nothing_varies(side_moments(&side[0]).yy + side_moments(&side[1]).yy,
                           fmax(fabs(side[0].mean_y), fabs(side[1].mean_y))))
            return false;
    }
    return true;
}

static void blocks_tally(const struct blocks *blocks, struct rct_blocked *made)
{
    for (size_t i = 0; i < blocks->count; i++) {
        size_t size = block_size(&blocks->at[i]);
        bool used = block_is_used(&blocks->at[i]);
        made->blocks_used += used;
        made->people_used += used ? size : 0;
        made->blocks_dropped += !used && size > 0;
        made->people_dropped += used ? 0 : size;
    }
    if (made->blocks_dropped > 0)
        made->note = "blocks with under two people on a side are left out; the effect is that of the others";
}

struct rct_blocked rct_blocked(const struct rct_people *people, double conf)
{
    assert(0 < conf && conf < 1 && people->block);
    struct rct_people without_take_up = *people;
    without_take_up.took_up = NULL;
    struct blocks blocks = blocks_open(&without_take_up);
    struct rct_blocked made = {.by_size = effect_absent(NO_BLOCK), .by_precision = effect_absent(NO_BLOCK)};
    blocks_tally(&blocks, &made);
    if (made.blocks_used > 0) {
        struct difference difference = difference_make(&blocks, BY_SIZE);
        made.by_size = effect_of(&difference, conf);
        made.by_precision = effect_absent("a block's answers do not vary, so its weight would have no end");
        if (every_block_varies(&blocks)) {
            difference = difference_make(&blocks, BY_PRECISION);
            made.by_precision = effect_of(&difference, conf);
        }
    }
    blocks_close(&blocks);
    return made;
}

/* ---- compliers ---- */

/* All effects b with (y - b d)² <= z² var(y - b d): the stretch between the roots of
 * (d² - z² dd) b² - 2 (y d - z² yd) b + (y² - z² yy), when the first term is above 0. */
static struct interval surest_make(const struct moments *of, double conf)
{
    double z2 = qnorm((1 - conf) / 2, 0, 1, 0, 0);
    z2 *= z2;
    double a = of->d * of->d - z2 * of->dd, b = of->y * of->d - z2 * of->yd, c = of->y * of->y - z2 * of->yy;
    if (a <= 0)
        return interval_absent("the offer may have moved nobody: no effect can be ruled out");
    double root = sqrt(fmax(b * b - a * c, 0));
    return interval_of((b - root) / a, (b + root) / a);
}

/* The mean take-up of a side over all people, as a report prints it. */
static struct figure take_up_of(const struct blocks *blocks, size_t which)
{
    struct sum sum = {0};
    size_t n = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct side *side = &blocks->at[i].side[which];
        sum_add(&sum, sum_value(&side->sum_d));
        n += side->n;
    }
    return n ? figure_of(sum_value(&sum) / (double)n) : figure_absent("nobody was counted");
}

static struct rct_effect take_up_effect(const struct moments *of, double conf)
{
    if (nothing_varies(of->dd, 1))
        return (struct rct_effect){.effect = figure_of(of->d), .test = no_test(CONSTANT)};
    return effect_make(of->d, sqrt(of->dd), 0, conf);
}

static void complier_fill(struct rct_complier *made, const struct difference *difference, double conf)
{
    static const char NOBODY[] = "the offer moved nobody to take part";
    const struct moments *of = &difference->of;
    made->take_up = take_up_effect(of, conf);
    if (fabs(of->d) <= 4 * DBL_EPSILON) {
        made->effect = effect_absent(NOBODY);
        made->surest = interval_absent(NOBODY);
        return;
    }
    double effect = of->y / of->d, variance = of->yy - 2 * effect * of->yd + effect * effect * of->dd;
    made->effect = (struct rct_effect){.effect = figure_of(effect), .test = no_test(CONSTANT)};
    made->surest = interval_absent(CONSTANT);
    if (!nothing_varies(fmax(variance, 0), difference->largest)) {
        made->effect = effect_make(effect, sqrt(variance) / fabs(of->d), 0, conf);
        made->surest = surest_make(of, conf);
    }
    if (of->d * of->d < 10 * of->dd)
        made->note = "the offer moved few people: believe the surest interval, not the standard error";
}

struct rct_complier rct_complier(const struct rct_people *people, double conf)
{
    assert(0 < conf && conf < 1 && people->took_up);
    struct blocks blocks = blocks_open(people);
    struct rct_complier made = {.took_up_offered = take_up_of(&blocks, 1),
                                .took_up_others = take_up_of(&blocks, 0)};
    if (weights_sum(&blocks, BY_SIZE) > 0) {
        struct difference difference = difference_make(&blocks, BY_SIZE);
        complier_fill(&made, &difference, conf);
    } else {
        const char *why = people->block ? NO_BLOCK : "each side needs two people";
        made.take_up = made.effect = effect_absent(why);
        made.surest = interval_absent(why);
    }
    blocks_close(&blocks);
    return made;
}
