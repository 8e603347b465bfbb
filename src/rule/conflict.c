#include "rule/conflict.h"

#include <stdlib.h>

#include "rule/function.h"
#include "base/banned.h"

enum { VALUES_MAX = 64, USES_MAX = 16 };

/* One fact of either question, and the values that stand for all that it can have. */
struct axis {
    struct use use;
    struct type kind;
    struct datum values[VALUES_MAX];
    size_t count;
    bool full; /* more than VALUES_MAX: not examined */
};

struct space {
    struct arena *arena;
    struct axis axes[USES_MAX];
    size_t count;
    bool too_much;
};

static struct axis *axis_of(struct space *space, struct use use, struct type kind)
{
    for (size_t i = 0; i < space->count; i++)
        if (space->axes[i].use.fact == use.fact && space->axes[i].use.aspect == use.aspect)
            return &space->axes[i];
    if (space->count == USES_MAX) {
        space->too_much = true;
        return &space->axes[0];
    }
    space->axes[space->count] = (struct axis){.use = use, .kind = kind};
    return &space->axes[space->count++];
}

static void add_value(struct axis *axis, struct datum value)
{
    for (size_t i = 0; i < axis->count; i++)
        if (datum_identical(axis->values[i], value))
            return;
    if (axis->count == VALUES_MAX)
        axis->full = true;
    else
        axis->values[axis->count++] = value;
}

/* count(list) compared with a number: lists about as long. */
static void add_lengths(struct space *space, struct axis *axis, struct number constant)
{
    struct number floor;
    int64_t length;
    if (!number_round(constant, 0, ROUND_floor, &floor) || !number_to_int(floor, &length) ||
        length > VALUES_MAX) {
        axis->full = true;
        return;
    }
    for (int64_t of = length - 1; of <= length + 2; of++)
        if (of >= 0)
            add_value(axis, (struct datum){.type = DATUM_list,
                                           .list = {(size_t)of, ARENA_ARRAY(space->arena, struct datum,
                                                                            (size_t)of + 1)}});
}

static void add_constant(struct space *space, struct axis *axis, struct datum constant)
{
    switch (constant.type) {
    case DATUM_number:
        if (axis->kind.id == TYPE_list)
            add_lengths(space, axis, constant.number);
        else
            add_value(axis, datum_number(constant.number));
        break;
    case DATUM_date:
        for (int64_t i = -1; i <= 1; i++)
            add_value(axis, datum_date(constant.day + i));
        break;
    case DATUM_list:
        for (size_t i = 0; i < constant.list.count; i++)
            add_constant(space, axis, constant.list.at[i]);
        break;
    case DATUM_range:
        add_constant(space, axis, constant.range->low);
        add_constant(space, axis, constant.range->high);
        break;
    case DATUM_null:
        break;
    default:
        add_value(axis, constant);
    }
}

static int by_size(const void *a, const void *b)
{
    const struct datum *left = a, *right = b;
    return number_compare(left->number, right->number);
}

/* Between two constants one value, and one beyond each end. */
static void add_between(struct axis *axis)
{
    const size_t count = axis->count;
    struct number value, two = number_of(2);
    if (count == 0) {
        add_value(axis, datum_whole(0));
        return;
    }
    qsort(axis->values, count, sizeof *axis->values, by_size);
    for (size_t i = 0; i + 1 < count; i++)
        if (number_add(axis->values[i].number, axis->values[i + 1].number, &value) &&
            number_divide(value, two, &value))
            add_value(axis, datum_number(value));
    if (number_subtract(axis->values[0].number, number_of(1), &value))
        add_value(axis, datum_number(value));
    if (number_add(axis->values[count - 1].number, number_of(1), &value))
        add_value(axis, datum_number(value));
}

/* The whole numbers on both sides of each constant. */
static void add_whole(struct axis *axis)
{
    const size_t count = axis->count;
    struct axis whole = {.use = axis->use, .kind = axis->kind};
    struct number floor, value;
    for (size_t i = 0; i < count; i++)
        for (int64_t step = -1; step <= 2; step++)
            if (number_round(axis->values[i].number, 0, ROUND_floor, &floor) &&
                number_add(floor, number_of(step), &value))
                add_value(&whole, datum_number(value));
    whole.full |= axis->full;
    if (whole.count == 0)
        add_value(&whole, datum_whole(0));
    *axis = whole;
}

static void add_numbers(struct axis *axis)
{
    const struct fact *fact = fact_of(axis->use.fact);
    const struct field *field = fact->what == WHAT_field ? dict_field(fact->field) : NULL;
    if (field && field->kind == KIND_INTEGER && field->max > field->min &&
        field->max - field->min < VALUES_MAX - 1) {
        axis->count = 0;
        for (int64_t i = (int64_t)field->min; i <= (int64_t)field->max; i++)
            add_value(axis, datum_whole(i));
    } else if ((field && field->kind == KIND_INTEGER) || fact->what == WHAT_age) {
        add_whole(axis);
    } else {
        add_between(axis);
    }
}

static void add_domain(struct axis *axis)
{
    size_t count;
    switch (axis->kind.id) {
    case TYPE_boolean:
        add_value(axis, datum_boolean(false));
        add_value(axis, datum_boolean(true));
        break;
    case TYPE_choice:
        axis->count = 0;
        for (const struct coded_row *rows = list_rows(axis->kind.list, &count), *end = rows + count;
             rows < end; rows++)
            add_value(axis, datum_whole(rows->number));
        break;
    case TYPE_number:
        add_numbers(axis);
        break;
    case TYPE_string:
        add_value(axis, datum_string(text_of("\x01")));
        break;
    case TYPE_list:
        add_value(axis, (struct datum){.type = DATUM_list});
        break;
    default:
        break;
    }
    add_value(axis, datum_null()); /* is recorded(...) may be what is asked */
}

static bool is_comparison(enum node_type type)
{
    return type >= NODE_equal && type <= NODE_greater_equal;
}

/* The fact that a leaf compares: alone, verified, or counted. NULL: something else. */
static const struct node *compared_fact(const struct node *node)
{
    if (node->type == NODE_call && text_is(text_of(node->function->id), "count"))
        return node->children[0]->type == NODE_fact ? node->children[0] : NULL;
    if (node->type == NODE_verified)
        return node->children[0];
    return node->type == NODE_fact && node->kind.id != TYPE_list ? node : NULL;
}

static bool add_constants(struct space *space, struct axis *axis, const struct node *node)
{
    if (node->type == NODE_literal) {
        add_constant(space, axis, node->literal);
        return true;
    }
    if (node->type != NODE_list && node->type != NODE_range && node->type != NODE_test)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i] && !add_constants(space, axis, node->children[i]))
            return false;
    return true;
}

static void add_axis(struct space *space, const struct node *node, struct axis **axis)
{
    const struct node *fact = compared_fact(node);
    *axis = axis_of(space, (struct use){fact->fact, fact->aspect}, fact->kind);
    if (node->type == NODE_verified)
        (void)axis_of(space, (struct use){fact->fact, ASPECT_verified}, (struct type){.id = TYPE_boolean});
}

/* Texts have no neighbours: they can only be equal or not. */
static bool is_plain(const struct node *leaf)
{
    if (leaf->type != NODE_in)
        return leaf->type == NODE_equal || leaf->type == NODE_not_equal;
    for (size_t i = 1; i < leaf->count; i++)
        if (leaf->children[i]->type != NODE_literal || leaf->children[i]->literal.type != DATUM_string)
            return false;
    return true;
}

/* Whether a leaf compares one fact with constants; its constants go to the fact's axis. */
static bool add_leaf(struct space *space, const struct node *leaf)
{
    struct axis *axis;
    if (leaf->type == NODE_literal)
        return true;
    if (compared_fact(leaf)) {
        add_axis(space, leaf, &axis);
        return leaf->kind.id == TYPE_boolean;
    }
    if (leaf->type == NODE_recorded && leaf->children[0]->type == NODE_fact) {
        axis_of(space, (struct use){leaf->children[0]->fact, leaf->children[0]->aspect},
                leaf->children[0]->kind);
        return true;
    }
    if (!is_comparison(leaf->type) && leaf->type != NODE_in && leaf->type != NODE_between)
        return false;
    const size_t at = compared_fact(leaf->children[0]) ? 0 : 1;
    if (!compared_fact(leaf->children[at]))
        return false;
    add_axis(space, leaf->children[at], &axis);
    if (axis->kind.id == TYPE_string && !is_plain(leaf))
        return false;
    for (size_t i = 0; i < leaf->count; i++)
        if (i != at && !add_constants(space, axis, leaf->children[i]))
            return false;
    return true;
}

static bool add_tree(struct space *space, const struct node *node)
{
    if (node->type != NODE_and && node->type != NODE_or && node->type != NODE_not && node->type != NODE_if)
        return add_leaf(space, node);
    for (size_t i = 0; i < node->count; i++)
        if (!add_tree(space, node->children[i]))
            return false;
    return true;
}

static bool true_at(const struct space *space, const struct rule *rule, const size_t *at, int32_t today)
{
    struct datum values[RULE_USES_MAX];
    for (size_t u = 0; u < rule->use_count; u++)
        for (size_t i = 0; i < space->count; i++)
            if (space->axes[i].use.fact == rule->uses[u].fact &&
                space->axes[i].use.aspect == rule->uses[u].aspect)
                values[u] = space->axes[i].values[at[i]];
    const struct evaluation evaluation = {.arena = space->arena, .values = values, .today = today};
    return datum_is(rule_evaluate(rule, &evaluation), true);
}

/* The next combination; false after the last. */
static bool advance(const struct space *space, size_t *at)
{
    for (size_t i = 0; i < space->count; i++) {
        if (++at[i] < space->axes[i].count)
            return true;
        at[i] = 0;
    }
    return false;
}

enum conflict rule_conflict(struct arena *arena, const struct rule *a, const struct rule *b, int32_t today)
{
    struct space *space = ARENA_NEW(arena, struct space);
    size_t at[USES_MAX] = {0};
    double tries = 1;
    space->arena = arena;
    if (!add_tree(space, a->root) || (b && !add_tree(space, b->root)) || space->too_much)
        return CONFLICT_not_examined;
    for (size_t i = 0; i < space->count; i++) {
        add_domain(&space->axes[i]);
        tries *= (double)space->axes[i].count;
        if (space->axes[i].full)
            return CONFLICT_not_examined;
    }
    if (tries > CONFLICT_TRIES_MAX)
        return CONFLICT_not_examined;
    do
        if (true_at(space, a, at, today) && (!b || true_at(space, b, at, today)))
            return CONFLICT_none;
    while (advance(space, at));
    return CONFLICT_found;
}
