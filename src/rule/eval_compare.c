/* =, <, between and in: the places where the standard and the declared departure part. */
#include "rule/eval.h"

#include "base/banned.h"

/* x = null asks whether x is recorded; the null of a fact asks nothing. */
static bool is_written_null(const struct node *node)
{
    return node->type == NODE_literal && node->literal.type == DATUM_null;
}

static bool both_whole(const struct datum *a, const struct datum *b)
{
    return a->type == DATUM_number && b->type == DATUM_number && a->number.is_whole && b->number.is_whole;
}

static struct datum inverted(struct datum a)
{
    return a.type == DATUM_boolean ? datum_boolean(!a.boolean) : datum_null();
}

static const struct datum *entry_of(const struct datum_context *context, struct text name)
{
    for (size_t i = 0; i < context->count; i++)
        if (text_equal(context->at[i].name, name))
            return &context->at[i].value;
    return NULL;
}

/* Equality in which a null is unknown, in lists and contexts too: a part that surely differs decides. */
static struct datum equal_unknown(struct run *run, const struct datum *a, const struct datum *b)
{
    bool open = false;
    if (a->type == DATUM_null || b->type == DATUM_null || run->steps_left == 0)
        return datum_null();
    if (a->type != b->type || (a->type != DATUM_list && a->type != DATUM_context))
        return datum_equal(*a, *b);
    size_t count = a->type == DATUM_list ? a->list.count : a->context.count;
    if (count != (b->type == DATUM_list ? b->list.count : b->context.count))
        return datum_boolean(false);
    for (size_t i = 0; i < count; i++) {
        const struct datum *own = a->type == DATUM_list ? &a->list.at[i] : &a->context.at[i].value;
        const struct datum *other =
            a->type == DATUM_list ? &b->list.at[i] : entry_of(&b->context, a->context.at[i].name);
        struct datum part = other ? equal_unknown(run, own, other) : datum_boolean(false);
        if (datum_is(part, false))
            return part;
        open |= part.type == DATUM_null;
    }
    return open ? datum_null() : datum_boolean(true);
}

static bool is_large(const struct datum *a)
{
    return a->type == DATUM_list || a->type == DATUM_context || a->type == DATUM_string;
}

static struct datum equal(struct run *run, const struct datum *a, const struct datum *b, bool written_null)
{
    if (both_whole(a, b))
        return datum_boolean(a->number.whole == b->number.whole);
    if (is_large(a) && is_large(b) && !(run_pay(run, a) && run_pay(run, b)))
        return datum_null();
    if (!run->profile)
        return datum_equal(*a, *b);
    if (written_null)
        return datum_boolean(a->type == DATUM_null && b->type == DATUM_null);
    return equal_unknown(run, a, b);
}

struct datum eval_equal(struct run *run, const struct node *node)
{
    struct datum a = eval(run, node->children[0]), b = eval(run, node->children[1]);
    bool written_null = is_written_null(node->children[0]) || is_written_null(node->children[1]);
    struct datum same = equal(run, &a, &b, written_null);
    return node->type == NODE_equal ? same : inverted(same);
}

static struct datum order(const struct datum *a, enum node_type type, const struct datum *b)
{
    enum datum_order found;
    if (both_whole(a, b))
        found = a->number.whole < b->number.whole   ? DATUM_less
                : a->number.whole > b->number.whole ? DATUM_greater
                                                    : DATUM_same;
    else if (a->type == DATUM_null || b->type == DATUM_null)
        return datum_null();
    else
        found = datum_compare(*a, *b);
    if (found == DATUM_unordered)
        return datum_null();
    switch (type) {
    case NODE_less:
        return datum_boolean(found == DATUM_less);
    case NODE_less_equal:
        return datum_boolean(found != DATUM_greater);
    case NODE_greater:
        return datum_boolean(found == DATUM_greater);
    default:
        return datum_boolean(found != DATUM_less);
    }
}

struct datum eval_order(struct run *run, const struct node *node)
{
    struct datum a = eval(run, node->children[0]), b = eval(run, node->children[1]);
    return order(&a, node->type, &b);
}

static struct datum both(struct datum a, struct datum b)
{
    if (datum_is(a, false) || datum_is(b, false))
        return datum_boolean(false);
    return a.type == DATUM_boolean && b.type == DATUM_boolean ? datum_boolean(true) : datum_null();
}

struct datum eval_between(struct run *run, const struct node *node)
{
    struct datum value = eval(run, node->children[0]);
    struct datum low = eval(run, node->children[1]), high = eval(run, node->children[2]);
    return both(order(&value, NODE_greater_equal, &low), order(&value, NODE_less_equal, &high));
}

static struct datum in_ends(const struct datum *value, enum range_end low_end, const struct datum *low,
                            enum range_end high_end, const struct datum *high)
{
    struct datum above = datum_boolean(true), below = above;
    if (value->type == DATUM_null)
        return datum_null();
    if (low_end != END_unbounded)
        above = order(value, low_end == END_open ? NODE_greater : NODE_greater_equal, low);
    if (high_end != END_unbounded)
        below = order(value, high_end == END_open ? NODE_less : NODE_less_equal, high);
    return both(above, below);
}

/* A range that is written in the test itself need not come about as a value. */
static struct datum in_written_range(struct run *run, const struct datum *value, const struct node *range)
{
    struct datum low = datum_null(), high = datum_null();
    if (range->children[0])
        low = eval(run, range->children[0]);
    if (range->children[1])
        high = eval(run, range->children[1]);
    return in_ends(value, range->low_end, &low, range->high_end, &high);
}

/* The value in a list, a range or equal to a value, where null is unknown. */
static struct datum in_unknown(struct run *run, const struct datum *value, const struct datum *in)
{
    bool open = false;
    if (in->type == DATUM_range && value->type != DATUM_range && !in->range->except)
        return in_ends(value, in->range->low_end, &in->range->low, in->range->high_end, &in->range->high);
    if (in->type == DATUM_range && value->type != DATUM_range)
        return inverted(equal(run, value, &in->range->low, false));
    if (in->type != DATUM_list)
        return equal(run, value, in, false);
    for (size_t i = 0; run->steps_left > 0 && i < in->list.count; i++) {
        const struct datum *member = &in->list.at[i];
        struct datum found =
            member->type == DATUM_range ? in_unknown(run, value, member) : equal(run, value, member, false);
        run->steps_left--;
        if (datum_is(found, true))
            return found;
        open |= found.type == DATUM_null;
    }
    return open ? datum_null() : datum_boolean(false);
}

static struct datum test_written(struct run *run, const struct datum *value, bool written_null,
                                 const struct node *test)
{
    struct datum other = eval(run, test->children[0]);
    if (test->test != NODE_equal && test->test != NODE_not_equal)
        return order(value, test->test, &other);
    struct datum same = equal(run, value, &other, written_null || is_written_null(test->children[0]));
    return test->test == NODE_equal ? same : inverted(same);
}

/* The standard's tests, as its engines agree on them: a value of another type is not the one, and of several
 * tests one that cannot be made does not fit; but nothing is in a null. */
static struct datum test_standard(struct run *run, const struct datum *value, bool alone,
                                  const struct node *node)
{
    bool is_test = node->type == NODE_test;
    struct datum in = eval(run, is_test ? node->children[0] : node), found;
    if (!(run_pay(run, value) && run_pay(run, &in)) || (alone && !is_test && in.type == DATUM_null))
        return datum_null();
    if (!is_test)
        found = datum_in(*value, in);
    else if (node->test == NODE_equal || node->test == NODE_not_equal)
        found = datum_equal(*value, in);
    else
        found = order(value, node->test, &in);
    if (is_test && node->test == NODE_not_equal)
        found = inverted(found);
    bool misfit = found.type == DATUM_null && value->type != DATUM_null && in.type != DATUM_null;
    if (misfit && in.type != DATUM_range && !(alone && is_test))
        return datum_boolean(false);
    return found;
}

static struct datum test_profile(struct run *run, const struct datum *value, bool written_null,
                                 const struct node *node)
{
    if (node->type == NODE_test)
        return test_written(run, value, written_null, node);
    bool one = value->type != DATUM_list && value->type != DATUM_context && value->type != DATUM_range;
    if (node->type == NODE_range && one && node->test != NODE_not_equal)
        return in_written_range(run, value, node);
    struct datum in = eval(run, node);
    if (in.type == DATUM_list || in.type == DATUM_range)
        return in_unknown(run, value, &in);
    return equal(run, value, &in, written_null || is_written_null(node));
}

/* `in [1, 2, 3]`: the members of a written list are tests of their own, and no list comes about. Not so for
 * lists in lists, and in the standard, where the list is a value like others; nor with a null in it, which is
 * a member that nobody knows, as list contains has it. */
static bool is_plain_list(const struct run *run, const struct node *node)
{
    if (!run->profile || node->type != NODE_list)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if ((node->children[i]->type != NODE_literal || is_written_null(node->children[i])) &&
            node->children[i]->type != NODE_range)
            return false;
    return true;
}

struct datum eval_in(struct run *run, const struct node *node)
{
    struct datum value = eval(run, node->children[0]);
    bool written_null = is_written_null(node->children[0]), open = false;
    struct node *const *tests = node->children + 1;
    size_t count = node->count - 1;
    if (count == 1 && is_plain_list(run, tests[0])) {
        count = tests[0]->count;
        tests = tests[0]->children;
    }
    for (size_t i = 0; i < count; i++) {
        struct datum found = run->profile ? test_profile(run, &value, written_null, tests[i])
                                          : test_standard(run, &value, node->count == 2, tests[i]);
        if (datum_is(found, true))
            return found;
        open |= found.type != DATUM_boolean;
    }
    return open ? datum_null() : datum_boolean(false);
}
