#include "rule/explain.h"

#include "base/banned.h"

struct explaining {
    struct arena *arena;
    const struct rule *rule;
    const struct evaluation *evaluation;
};

struct text rule_words(const struct rule *rule, const struct node *node)
{
    return (struct text){rule->text.at + node->place.offset, node->place.length};
}

static bool is_inner(const struct node *node)
{
    return node->type == NODE_and || node->type == NODE_or || node->type == NODE_not ||
           (node->type == NODE_if && node->kind.id == TYPE_boolean);
}

static bool is_null_at(const struct explaining *explaining, size_t slot)
{
    return explaining->evaluation->values[slot].type == DATUM_null;
}

/* What a leaf asks for, and what of it is missing. Where only verified facts count, one that nobody verified
 * lacks that, and one that nobody recorded lacks both. */
static void gather(const struct explaining *explaining, const struct node *node, struct reason *leaf)
{
    if (node->type == NODE_fact) {
        leaf->uses |= UINT64_C(1) << node->slot;
        if (is_null_at(explaining, node->slot))
            leaf->missing |= UINT64_C(1) << node->slot;
    }
    if (node->type == NODE_verified) {
        const size_t fact = node->children[0]->slot;
        leaf->uses |= UINT64_C(1) << fact | UINT64_C(1) << node->slot;
        if (is_null_at(explaining, fact))
            leaf->missing |= UINT64_C(1) << fact;
        if (!datum_is(explaining->evaluation->values[node->slot], true))
            leaf->missing |= UINT64_C(1) << node->slot;
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i])
            gather(explaining, node->children[i], leaf);
}

static void grow(const struct explaining *explaining, const struct node *node, struct reason *reason)
{
    *reason = (struct reason){.node = node};
    reason->value = rule_evaluate_node(explaining->rule, node, explaining->evaluation);
    if (reason->value.type != DATUM_boolean)
        reason->value = datum_null();
    if (!is_inner(node)) {
        gather(explaining, node, reason);
        if (reason->value.type == DATUM_null && reason->missing == 0)
            reason->missing = reason->uses; /* a member of a list lacks something */
        return;
    }
    reason->count = node->count;
    reason->parts = ARENA_ARRAY(explaining->arena, struct reason, node->count);
    for (size_t i = 0; i < node->count; i++)
        grow(explaining, node->children[i], &reason->parts[i]);
}

static bool same(struct datum a, struct datum b)
{
    return a.type == b.type && (a.type != DATUM_boolean || a.boolean == b.boolean);
}

/* Of an `and` that is no, each part that is no; that is yes, every part; that is not known, each part that is
 * not known. */
static void blame(struct reason *reason)
{
    reason->responsible = true;
    if (reason->node->type == NODE_if) {
        blame(&reason->parts[0]);
        if (datum_is(reason->parts[0].value, true))
            blame(&reason->parts[1]);
        else if (datum_is(reason->parts[0].value, false))
            blame(&reason->parts[2]);
        return;
    }
    for (size_t i = 0; i < reason->count; i++)
        if (reason->node->type == NODE_not || same(reason->parts[i].value, reason->value))
            blame(&reason->parts[i]);
}

static unsigned bits(uint64_t set)
{
    return (unsigned)__builtin_popcountll(set);
}

/* Keeps the sets minimal and in order of size; when there are too many, the largest goes. */
static void sets_add(struct explain_sets *sets, uint64_t set)
{
    size_t kept = 0, at;
    for (size_t i = 0; i < sets->count; i++)
        if ((sets->at[i] & set) == sets->at[i])
            return; /* a part of it is enough */
    for (size_t i = 0; i < sets->count; i++)
        if ((sets->at[i] & set) != set)
            sets->at[kept++] = sets->at[i];
    sets->count = kept;
    if (kept == EXPLAIN_SETS_MAX) {
        sets->cut = true;
        if (bits(sets->at[kept - 1]) <= bits(set))
            return;
        sets->count--;
    }
    for (at = sets->count; at > 0 && bits(sets->at[at - 1]) > bits(set); at--)
        sets->at[at] = sets->at[at - 1];
    sets->at[at] = set;
    sets->count++;
}

static void sets_cross(struct explain_sets *a, const struct explain_sets *b)
{
    struct explain_sets out = {.cut = a->cut || b->cut};
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            sets_add(&out, a->at[i] | b->at[j]);
    *a = out;
}

static void sets_join(struct explain_sets *a, const struct explain_sets *b)
{
    a->cut |= b->cut;
    for (size_t i = 0; i < b->count; i++)
        sets_add(a, b->at[i]);
}

/* For false and for true: the sets of facts whose recording could make the node that. The empty set where it
 * is so already, none where it cannot become so. */
struct settled {
    struct explain_sets to[2];
};

static void settle(const struct reason *reason, struct settled *out);

static void settle_if(const struct reason *reason, struct settled *out)
{
    struct settled when, then, otherwise;
    settle(&reason->parts[0], &when);
    settle(&reason->parts[1], &then);
    settle(&reason->parts[2], &otherwise);
    for (int wanted = 0; wanted < 2; wanted++) {
        sets_cross(&then.to[wanted], &when.to[true]);
        sets_cross(&otherwise.to[wanted], &when.to[false]);
        sets_join(&then.to[wanted], &otherwise.to[wanted]);
    }
    *out = then;
}

/* An `and` is true when every part is, and false as soon as one is; an `or` the other way round. */
static void settle_logic(const struct reason *reason, struct settled *out)
{
    const bool all = reason->node->type == NODE_and;
    struct settled part;
    out->to[all] = (struct explain_sets){.count = 1};
    for (size_t i = 0; i < reason->count; i++) {
        settle(&reason->parts[i], &part);
        sets_cross(&out->to[all], &part.to[all]);
        sets_join(&out->to[!all], &part.to[!all]);
    }
}

static void settle(const struct reason *reason, struct settled *out)
{
    *out = (struct settled){0};
    if (reason->value.type == DATUM_boolean) {
        out->to[reason->value.boolean].count = 1;
    } else if (reason->count == 0) {
        sets_add(&out->to[false], reason->missing);
        sets_add(&out->to[true], reason->missing);
    } else if (reason->node->type == NODE_not) {
        struct settled part;
        settle(&reason->parts[0], &part);
        out->to[false] = part.to[true];
        out->to[true] = part.to[false];
    } else if (reason->node->type == NODE_if) {
        settle_if(reason, out);
    } else {
        settle_logic(reason, out);
    }
}

void rule_explain(struct arena *arena, const struct rule *rule, const struct evaluation *evaluation,
                  struct explanation *out)
{
    const struct explaining explaining = {arena, rule, evaluation};
    struct settled sets;
    *out = (struct explanation){0};
    grow(&explaining, rule->root, &out->tree);
    blame(&out->tree);
    out->answer = out->tree.value;
    if (out->answer.type != DATUM_null)
        return;
    settle(&out->tree, &sets);
    out->yes = out->settle = sets.to[true];
    sets_join(&out->settle, &sets.to[false]);
}
