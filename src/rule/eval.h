/* eval: what the files eval*.c share; no others include it. One walk over the tree, a switch over the kinds
 * of node; variables stand in an array, and nothing is allocated but texts, lists and contexts that come
 * about. */
#ifndef RULE_EVAL_H
#define RULE_EVAL_H

#include "rule/function.h"
#include "rule/rule.h"

struct run {
    const struct rule *rule;
    const struct evaluation *evaluation;
    struct datum *variables; /* by slot, after the inputs */
    size_t steps_left;       /* 0: it took too long, and the answer is null */
    bool profile;            /* what is not recorded stays unknown */
};

struct datum eval(struct run *run, const struct node *node);

/* Pays for work that grows with the size of a text, list or context. False when it cannot be paid. */
bool run_pay(struct run *run, const struct datum *datum);

static inline void run_bind(struct run *run, size_t slot, struct datum datum)
{
    run->variables[slot - run->rule->input_count] = datum;
}

struct datum eval_equal(struct run *run, const struct node *node); /* and != */
struct datum eval_order(struct run *run, const struct node *node); /* < <= > >= */
struct datum eval_between(struct run *run, const struct node *node);
struct datum eval_in(struct run *run, const struct node *node);

struct datum eval_list(struct run *run, const struct node *node);
struct datum eval_context(struct run *run, const struct node *node);
struct datum eval_range(struct run *run, const struct node *node);
struct datum eval_filter(struct run *run, const struct node *node);
struct datum eval_quantified(struct run *run, const struct node *node);

#endif
