#include "rule/eval.h"

#include "base/banned.h"

enum { BYTES_A_STEP = 16 };

static void pay(struct run *run, size_t steps)
{
    run->steps_left = run->steps_left > steps ? run->steps_left - steps : 0;
}

bool run_pay(struct run *run, const struct datum *datum)
{
    switch (datum->type) {
    case DATUM_string:
        pay(run, datum->string.length / BYTES_A_STEP);
        break;
    case DATUM_list:
        pay(run, datum->list.count);
        for (size_t i = 0; run->steps_left > 0 && i < datum->list.count; i++)
            run_pay(run, &datum->list.at[i]);
        break;
    case DATUM_context:
        pay(run, datum->context.count);
        for (size_t i = 0; run->steps_left > 0 && i < datum->context.count; i++)
            run_pay(run, &datum->context.at[i].value);
        break;
    default:
        break;
    }
    return run->steps_left > 0;
}

static struct datum slot_of(const struct run *run, size_t slot)
{
    size_t inputs = run->rule->input_count;
    if (slot == SLOT_none)
        return datum_null();
    return slot < inputs ? run->evaluation->inputs[slot] : run->variables[slot - inputs];
}

static struct datum eval_name(const struct run *run, const struct node *node)
{
    for (size_t i = 0; i < node->slot_count; i++) {
        struct datum member = slot_of(run, node->slots[i]);
        for (size_t j = 0; member.type == DATUM_context && j < member.context.count; j++)
            if (text_equal(member.context.at[j].name, node->name))
                return member.context.at[j].value;
    }
    return slot_of(run, node->slot);
}

/* Kleene's and, or: what decides ends it, what is neither true nor false leaves it open. */
static struct datum eval_joined(struct run *run, const struct node *node, bool decides)
{
    bool open = false;
    for (size_t i = 0; i < node->count; i++) {
        struct datum part = eval(run, node->children[i]);
        if (datum_is(part, decides))
            return part;
        open |= !datum_is(part, !decides);
    }
    return open ? datum_null() : datum_boolean(!decides);
}

static struct datum eval_not(struct run *run, const struct node *node)
{
    struct datum of = eval(run, node->children[0]);
    return of.type == DATUM_boolean ? datum_boolean(!of.boolean) : datum_null();
}

static struct datum eval_if(struct run *run, const struct node *node)
{
    struct datum condition = eval(run, node->children[0]);
    if (run->profile && condition.type != DATUM_boolean)
        return datum_null();
    return eval(run, node->children[datum_is(condition, true) ? 1 : 2]);
}

static struct datum eval_arithmetic(struct run *run, const struct node *node)
{
    struct datum a = eval(run, node->children[0]), b = eval(run, node->children[1]);
    if (a.type == DATUM_null || b.type == DATUM_null)
        return datum_null();
    switch (node->type) {
    case NODE_add:
        if (a.type == DATUM_string && !(run_pay(run, &a) && run_pay(run, &b)))
            return datum_null();
        return datum_add(run->evaluation->arena, a, b);
    case NODE_subtract:
        return datum_subtract(a, b);
    case NODE_multiply:
        return datum_multiply(a, b);
    case NODE_divide:
        return datum_divide(a, b);
    default:
        return datum_power(a, b);
    }
}

static struct datum eval_path(struct run *run, const struct node *node)
{
    struct datum of = eval(run, node->children[0]);
    if (of.type == DATUM_list && !run_pay(run, &of))
        return datum_null();
    return datum_property(run->evaluation->arena, of, node->name);
}

static struct datum eval_call(struct run *run, const struct node *node)
{
    struct datum few[PARAMETERS_MAX], *arguments = few;
    bool written_null = false;
    if (node->count > PARAMETERS_MAX)
        arguments = ARENA_ARRAY(run->evaluation->arena, struct datum, node->count);
    for (size_t i = 0; i < node->count; i++) {
        const struct node *child = node->children[i];
        arguments[i] = child ? eval(run, child) : datum_null();
        written_null |= child && child->type == NODE_literal && child->literal.type == DATUM_null;
        if (!run_pay(run, &arguments[i]))
            return datum_null();
    }
    for (size_t i = node->count; i < PARAMETERS_MAX; i++)
        arguments[i].type = DATUM_null;
    struct call call = {.arena = run->evaluation->arena,
                        .arguments = arguments,
                        .count = node->count,
                        .today = run->evaluation->today,
                        .facts_unknown = run->profile && !written_null};
    return node->function->call(&call);
}

/* A fact, unless only verified ones count and nobody verified it. */
static struct datum eval_verified(struct run *run, const struct node *node)
{
    struct datum verified = run->evaluation->values[node->slot];
    return datum_is(verified, true) ? eval(run, node->children[0]) : datum_null();
}

struct datum eval(struct run *run, const struct node *node)
{
    if (run->steps_left == 0)
        return datum_null();
    run->steps_left--;
    switch (node->type) {
    case NODE_literal:
        return node->literal;
    case NODE_fact:
        return run->evaluation->values[node->slot];
    case NODE_name:
        return eval_name(run, node);
    case NODE_negate:
        return datum_negate(eval(run, node->children[0]));
    case NODE_add:
    case NODE_subtract:
    case NODE_multiply:
    case NODE_divide:
    case NODE_power:
        return eval_arithmetic(run, node);
    case NODE_equal:
    case NODE_not_equal:
        return eval_equal(run, node);
    case NODE_less:
    case NODE_less_equal:
    case NODE_greater:
    case NODE_greater_equal:
        return eval_order(run, node);
    case NODE_and:
        return eval_joined(run, node, false);
    case NODE_or:
        return eval_joined(run, node, true);
    case NODE_not:
        return eval_not(run, node);
    case NODE_between:
        return eval_between(run, node);
    case NODE_in:
        return eval_in(run, node);
    case NODE_test:
        return datum_null(); /* means something inside `in` only */
    case NODE_range:
        return eval_range(run, node);
    case NODE_list:
        return eval_list(run, node);
    case NODE_context:
        return eval_context(run, node);
    case NODE_path:
        return eval_path(run, node);
    case NODE_filter:
        return eval_filter(run, node);
    case NODE_call:
        return eval_call(run, node);
    case NODE_if:
        return eval_if(run, node);
    case NODE_some:
    case NODE_every:
        return eval_quantified(run, node);
    case NODE_verified:
        return eval_verified(run, node);
    case NODE_recorded:
        return datum_boolean(eval(run, node->children[0]).type != DATUM_null);
    }
    return datum_null();
}

struct datum rule_evaluate_node(const struct rule *rule, const struct node *node,
                                const struct evaluation *evaluation)
{
    struct datum variables[RULE_SLOTS_MAX];
    struct run run = {.rule = rule,
                      .evaluation = evaluation,
                      .variables = variables,
                      .steps_left = RULE_STEPS_MAX,
                      .profile = rule->mode == RULE_profile};
    for (size_t i = 0; i < rule->slot_count - rule->input_count; i++)
        variables[i].type = DATUM_null;
    struct datum datum = eval(&run, node);
    return run.steps_left > 0 ? datum : datum_null();
}

struct datum rule_evaluate(const struct rule *rule, const struct evaluation *evaluation)
{
    return rule_evaluate_node(rule, rule->root, evaluation);
}
