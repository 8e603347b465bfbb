/* Lists, contexts, ranges; filters; some and every. */
#include "rule/eval.h"

#include "base/banned.h"

struct datum eval_list(struct run *run, const struct node *node)
{
    struct datum list = {.type = DATUM_list, .list = {.count = node->count}};
    list.list.at = ARENA_ARRAY(run->evaluation->arena, struct datum, node->count);
    for (size_t i = 0; i < node->count; i++)
        list.list.at[i] = eval(run, node->children[i]);
    return list;
}

struct datum eval_context(struct run *run, const struct node *node)
{
    struct datum context = {.type = DATUM_context, .context = {.count = node->count}};
    struct datum_entry *entries = ARENA_ARRAY(run->evaluation->arena, struct datum_entry, node->count);
    for (size_t i = 0; i < node->count; i++) {
        entries[i] = (struct datum_entry){node->names[i], eval(run, node->children[i])};
        run_bind(run, node->slots[i], entries[i].value);
        for (size_t j = 0; j < i; j++)
            if (text_equal(entries[j].name, entries[i].name))
                return datum_null();
    }
    context.context.at = entries;
    return context;
}

struct datum eval_range(struct run *run, const struct node *node)
{
    struct datum_range *range = ARENA_NEW(run->evaluation->arena, struct datum_range);
    range->low_end = node->low_end;
    range->high_end = node->high_end;
    range->except = node->test == NODE_not_equal;
    range->low = node->children[0] ? eval(run, node->children[0]) : datum_null();
    range->high = node->children[1] ? eval(run, node->children[1]) : datum_null();
    if (range->low.type != DATUM_null && range->high.type != DATUM_null &&
        datum_compare(range->low, range->high) == DATUM_unordered &&
        !datum_is(datum_equal(range->low, range->high), true))
        return datum_null();
    return (struct datum){.type = DATUM_range, .range = range};
}

/* The member at a place that counts from 1, or from the end below nought. */
static struct datum member_at(const struct datum_list *list, struct number index)
{
    int64_t at, count = (int64_t)list->count;
    if (!number_to_int(index, &at) || at == 0 || at > count || at < -count)
        return datum_null();
    return list->at[at > 0 ? at - 1 : count + at];
}

/* A filter by condition. A member of which nobody knows whether it belongs makes the whole unknown: a list
 * without it would say "none" of what was not recorded. The standard leaves it out. */
static struct datum members_that(struct run *run, const struct node *node, const struct datum_list *list,
                                 struct datum first)
{
    struct datum kept = {.type = DATUM_list};
    bool open = false;
    kept.list.at = ARENA_ARRAY(run->evaluation->arena, struct datum, list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct datum condition = first;
        if (i > 0) {
            run_bind(run, node->slot, list->at[i]);
            condition = eval(run, node->children[1]);
        }
        if (datum_is(condition, true))
            kept.list.at[kept.list.count++] = list->at[i];
        else if (condition.type == DATUM_null)
            open = true;
        else if (condition.type != DATUM_boolean)
            return datum_null();
    }
    return open && run->profile ? datum_null() : kept;
}

struct datum eval_filter(struct run *run, const struct node *node)
{
    struct datum of = eval(run, node->children[0]);
    struct datum_list list = {.count = 1, .at = &of};
    if (of.type == DATUM_null)
        return of;
    if (of.type == DATUM_list)
        list = of.list;
    run_bind(run, node->slot, list.count > 0 ? list.at[0] : datum_null());
    struct datum first = eval(run, node->children[1]);
    if (first.type == DATUM_number)
        return member_at(&list, first.number);
    return members_that(run, node, &list, first);
}

struct quantified {
    struct run *run;
    const struct node *node;
    bool decides; /* some: true; every: false */
    bool open;
};

static bool quantify(struct quantified *quantified, size_t depth);

static bool quantify_one(struct quantified *quantified, size_t depth, struct datum member)
{
    if (quantified->run->steps_left == 0)
        return true;
    quantified->run->steps_left--;
    run_bind(quantified->run, quantified->node->slot + depth, member);
    return quantify(quantified, depth + 1);
}

/* The whole numbers of a range, or its days. */
static bool quantify_range(struct quantified *quantified, size_t depth, const struct datum_range *range)
{
    struct datum at = range->low;
    if (range->except || at.type != range->high.type || (at.type != DATUM_number && at.type != DATUM_date)) {
        quantified->open = true;
        return false;
    }
    bool down = datum_compare(at, range->high) == DATUM_greater;
    struct datum step =
        at.type == DATUM_date ? (struct datum){.type = DATUM_days, .seconds = 86400} : datum_whole(1);
    if (down)
        step = datum_negate(step);
    if (range->low_end == END_open)
        at = datum_add(quantified->run->evaluation->arena, at, step);
    for (;;) {
        enum datum_order order = datum_compare(at, range->high);
        if (order == DATUM_unordered || order == (down ? DATUM_less : DATUM_greater) ||
            (order == DATUM_same && range->high_end == END_open))
            return false;
        if (quantify_one(quantified, depth, at))
            return true;
        at = datum_add(quantified->run->evaluation->arena, at, step);
    }
}

/* True when the answer is decided. */
static bool quantify(struct quantified *quantified, size_t depth)
{
    const struct node *node = quantified->node;
    struct datum of = eval(quantified->run, node->children[depth]);
    if (depth + 1 == node->count) {
        quantified->open |= of.type != DATUM_boolean;
        return datum_is(of, quantified->decides);
    }
    if (of.type == DATUM_null) {
        quantified->open = true;
        return false;
    }
    if (of.type == DATUM_range)
        return quantify_range(quantified, depth, of.range);
    if (of.type != DATUM_list)
        return quantify_one(quantified, depth, of);
    for (size_t i = 0; i < of.list.count; i++)
        if (quantify_one(quantified, depth, of.list.at[i]))
            return true;
    return false;
}

struct datum eval_quantified(struct run *run, const struct node *node)
{
    struct quantified quantified = {.run = run, .node = node, .decides = node->type == NODE_some};
    if (quantify(&quantified, 0))
        return datum_boolean(quantified.decides);
    return quantified.open ? datum_null() : datum_boolean(!quantified.decides);
}
