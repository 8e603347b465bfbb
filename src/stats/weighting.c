#include "stats/weighting.h"

#include <math.h>
#include <stdlib.h>

#include "stats/design.h"
#include "stats/sum.h"
#include "stats/symmetric.h"

#include "base/banned.h"

static double weight_of(enum weighting_target target, double treat, double line)
{
    if (target == WEIGHTING_ATT)
        return treat > 0.5 ? 1 : exp(line);
    return 1 + exp(treat > 0.5 ? -line : line);
}

/* How a weight grows with the line. */
static double growth_of(enum weighting_target target, double treat, double weight)
{
    if (target == WEIGHTING_ATT)
        return treat > 0.5 ? 0 : weight;
    return treat > 0.5 ? 1 - weight : weight - 1;
}

void weighting_make(struct weighting *weighting, struct arena *arena, enum weighting_target target,
                    const double *treat, const struct logistic *score, size_t rows)
{
    struct sum sums[2] = {0}, squares[2] = {0};
    double most = 0;
    *weighting = (struct weighting){.weight = ARENA_ARRAY(arena, double, rows)};
    for (size_t row = 0; row < rows; row++) {
        weighting->weight[row] = NAN;
        if (isnan(treat[row]) || isnan(score->line[row]))
            continue;
        double weight = weight_of(target, treat[row], score->line[row]);
        weighting->weight[row] = weight;
        sum_add(&sums[treat[row] > 0.5], weight);
        sum_add(&squares[treat[row] > 0.5], weight * weight);
        most = fmax(most, weight);
    }
    struct figure ess[2];
    for (size_t g = 0; g < 2; g++) {
        double sum = sum_value(&sums[g]);
        ess[g] =
            sum > 0 ? figure_of(sum * sum / sum_value(&squares[g])) : figure_absent("nobody was counted");
    }
    weighting->ess_programme = ess[1];
    weighting->ess_comparison = ess[0];
    weighting->most = most > 0 ? figure_of(most) : figure_absent("nobody was counted");
}

/* The weighted means: sums of weights and of weight times outcome, group by group. */
struct means {
    double weight[2], mean[2];
    size_t n[2];
};

static void means_make(struct means *means, const struct weighting_input *in, const double *weight)
{
    struct sum weights[2] = {0}, totals[2] = {0};
    *means = (struct means){0};
    for (size_t row = 0; row < in->rows; row++) {
        if (isnan(weight[row]) || isnan(in->y[row]) || (in->cluster && isnan(in->cluster[row])))
            continue;
        size_t g = in->treat[row] > 0.5;
        sum_add(&weights[g], weight[row]);
        sum_add(&totals[g], weight[row] * in->y[row]);
        means->n[g]++;
    }
    for (size_t g = 0; g < 2; g++) {
        means->weight[g] = sum_value(&weights[g]);
        means->mean[g] = sum_value(&totals[g]) / means->weight[g];
    }
}

/* The stacked equations at work. */
struct stack {
    const struct weighting_input *in;
    struct design design; /* the people of the score */
    struct means means;
    const double *weight;
    double *bread, *pull; /* the score's information, inverted; what a step of gamma does to the effect */
    double *z, *room, *t, *y, *p, *w, *u, *cluster;
};

static void stack_open(struct stack *stack, struct arena *arena)
{
    size_t rank = stack->design.rank;
    double *room = ARENA_ARRAY(arena, double, rank *rank + rank + (2 * rank + 6) * DESIGN_BLOCK);
    stack->bread = room;
    stack->pull = stack->bread + rank * rank;
    stack->z = stack->pull + rank;
    stack->room = stack->z + rank * DESIGN_BLOCK;
    stack->t = stack->room + rank * DESIGN_BLOCK;
    stack->y = stack->t + DESIGN_BLOCK;
    stack->p = stack->y + DESIGN_BLOCK;
    stack->w = stack->p + DESIGN_BLOCK;
    stack->u = stack->w + DESIGN_BLOCK;
    stack->cluster = stack->u + DESIGN_BLOCK;
}

/* w becomes the weight over its group's sum, signed by group; 0 for who has no outcome. y becomes its
 * distance from the group's mean. */
static size_t stack_block(struct stack *stack, size_t begin)
{
    const struct design *design = &stack->design;
    size_t n = design->used - begin < DESIGN_BLOCK ? design->used - begin : DESIGN_BLOCK;
    design_block(design, begin, n, stack->z);
    design_gather(design, begin, n, stack->in->treat, stack->t);
    design_gather(design, begin, n, stack->in->y, stack->y);
    design_gather(design, begin, n, stack->in->score->share, stack->p);
    design_gather(design, begin, n, stack->weight, stack->w);
    design_gather(design, begin, n, stack->in->cluster, stack->cluster);
    for (size_t i = 0; i < n; i++) {
        size_t g = stack->t[i] > 0.5;
        bool known = !isnan(stack->y[i]) && !isnan(stack->cluster[i]);
        stack->y[i] = known ? stack->y[i] - stack->means.mean[g] : 0;
        stack->room[i] = growth_of(stack->in->target, stack->t[i], stack->w[i]);
        double share = (known ? 1 : 0) * (g ? 1 : -1) / stack->means.weight[g];
        stack->w[i] *= share;
        stack->u[i] = stack->room[i] * share * stack->y[i];
    }
    return n;
}

static bool stack_equations(struct stack *stack)
{
    size_t rank = stack->design.rank;
    double *pull = memory_alloc(rank * sizeof *pull);
    for (size_t begin = 0; begin < stack->design.used; begin += DESIGN_BLOCK) {
        size_t n = stack_block(stack, begin);
        design_sums(stack->z, rank, n, stack->u, pull);
        for (size_t i = 0; i < n; i++)
            stack->u[i] = stack->p[i] * (1 - stack->p[i]);
        design_gram(stack->z, rank, n, stack->u, stack->bread, stack->room);
    }
    bool good = symmetric_invert(stack->bread, rank);
    symmetric_times(stack->bread, rank, pull, stack->pull);
    free(pull);
    return good;
}

/* Each person's own part of the effect, squared and summed. */
static double stack_variance(struct stack *stack)
{
    struct sum sum = {0};
    for (size_t begin = 0; begin < stack->design.used; begin += DESIGN_BLOCK) {
        size_t n = stack_block(stack, begin);
        design_line(stack->z, stack->design.rank, n, stack->pull, stack->u);
        double block = 0;
        for (size_t i = 0; i < n; i++) {
            double own = stack->w[i] * stack->y[i] + stack->u[i] * (stack->t[i] - stack->p[i]);
            block += own * own;
        }
        sum_add(&sum, block);
    }
    return sum_value(&sum);
}

static struct figure se_of_stack(struct arena *arena, const struct weighting_input *in,
                                 const struct means *means, const double *weight)
{
    if (in->score->state != LOGISTIC_FITTED)
        return figure_absent("the score is not a maximum likelihood estimate");
    const double *besides[] = {in->treat, NULL};
    struct stack stack = {.in = in, .means = *means, .weight = weight};
    struct design_input design = {.rows = in->rows,
                                  .covariates = in->covariates,
                                  .count = in->count,
                                  .besides = besides,
                                  .tolerance = LOGISTIC_TOLERANCE};
    if (!design_open(&stack.design, arena, &design))
        return figure_absent("nobody was counted");
    stack_open(&stack, arena);
    if (!stack_equations(&stack))
        return figure_absent("the score tells the groups apart without fail");
    return figure_of(sqrt(stack_variance(&stack)));
}

static void effect_absent(struct weighting_effect *effect, const char *why)
{
    effect->mean_programme = effect->mean_comparison = effect->effect = figure_absent(why);
    effect->se_score = figure_absent(why);
    for (size_t i = 0; i < OLS_SES; i++)
        effect->se[i] = figure_absent(why);
}

void weighting_effect(struct weighting_effect *effect, struct arena *arena,
                      const struct weighting_input *input)
{
    struct weighting weighting;
    struct means means;
    struct ols ols;
    weighting_make(&weighting, arena, input->target, input->treat, input->score, input->rows);
    means_make(&means, input, weighting.weight);
    *effect = (struct weighting_effect){.used = means.n[0] + means.n[1]};
    if (means.n[0] == 0 || means.n[1] == 0) {
        effect_absent(effect, means.n[1] == 0 ? "nobody in the programme has a score and an outcome"
                                              : "nobody in the comparison has a score and an outcome");
        return;
    }
    effect->mean_programme = figure_of(means.mean[1]);
    effect->mean_comparison = figure_of(means.mean[0]);
    effect->effect = figure_of(means.mean[1] - means.mean[0]);
    struct covariate programme = {"programme", input->treat};
    ols_fit(&ols, arena,
            &(struct ols_input){.rows = input->rows,
                                .y = input->y,
                                .covariates = &programme,
                                .count = 1,
                                .weight = weighting.weight,
                                .cluster = input->cluster});
    for (size_t i = 0; i < OLS_SES; i++)
        effect->se[i] = ols.coefficients[1].se[i];
    effect->se_score = se_of_stack(arena, input, &means, weighting.weight);
}
