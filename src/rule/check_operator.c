#include <assert.h>

#include "base/nearest.h"
#include "rule/check.h"
#include "rule/kind.h"
#include "base/banned.h"

/* The number that a code stands for, in place of the text. */
static bool to_number(struct check *check, struct node *literal, enum list_id list)
{
    const struct coded_row *row = list_coded(list, literal->literal.string);
    if (row) {
        literal->literal = datum_whole(row->number);
        literal->kind = (struct type){.id = TYPE_choice, .list = list};
        return true;
    }
    struct nearest nearest;
    size_t count;
    const struct coded_row *rows = list_rows(list, &count);
    nearest_init(&nearest, literal->literal.string);
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, rows[i].code);
    if (nearest.name)
        return check_refuse(check, literal, "is no code of the list \"%s\"; did you mean \"%s\"?",
                            dict_list(list)->label, nearest.name);
    struct str codes;
    str_init(&codes);
    for (size_t i = 0; i < count; i++)
        str_addf(&codes, "%s%s", i == 0 ? "" : ", ", rows[i].code);
    check_refuse(check, literal, "is no code of the list \"%s\", which has %s", dict_list(list)->label,
                 codes.at);
    str_clear(&codes);
    return false;
}

static bool is_text(const struct node *node)
{
    return node->type == NODE_literal && node->literal.type == DATUM_string && node->kind.id == TYPE_string;
}

/* A range of codes that was computed already: ["basic".."clear"]. */
static bool read_range(struct check *check, struct node *node, enum list_id list)
{
    struct datum_range *range = ARENA_NEW(check->arena, struct datum_range);
    struct type *element = ARENA_NEW(check->arena, struct type);
    *range = *node->literal.range;
    struct datum *ends[] = {&range->low, &range->high};
    for (size_t i = 0; i < 2; i++) {
        struct node end = {.type = NODE_literal, .place = node->place, .literal = *ends[i]};
        end.kind = kind_of_datum(end.literal);
        if (is_text(&end) && !to_number(check, &end, list))
            return false;
        *ends[i] = end.literal;
    }
    *element = (struct type){.id = TYPE_choice, .list = list};
    node->literal.range = range;
    node->kind = (struct type){.id = TYPE_range, .element = element};
    return true;
}

/* One side is a choice: the texts of the other, alone or in a list or range, are its codes. */
static bool read_codes(struct check *check, struct node *node, enum list_id list)
{
    if (is_text(node))
        return to_number(check, node, list);
    if (node->type == NODE_literal && node->literal.type == DATUM_range)
        return read_range(check, node, list);
    if (node->type == NODE_literal && node->literal.type == DATUM_list) {
        for (size_t i = 0; i < node->literal.list.count; i++) {
            struct node member = {
                .type = NODE_literal, .place = node->place, .literal = node->literal.list.at[i]};
            member.kind = kind_of_datum(member.literal);
            if (is_text(&member) && !to_number(check, &member, list))
                return false;
            node->literal.list.at[i] = member.literal;
        }
        struct type *element = ARENA_NEW(check->arena, struct type);
        *element = (struct type){.id = TYPE_choice, .list = list};
        node->kind = (struct type){.id = TYPE_list, .element = element};
        return true;
    }
    if (node->type != NODE_list && node->type != NODE_range && node->type != NODE_test)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i] && !read_codes(check, node->children[i], list))
            return false;
    return true;
}

static enum list_id list_of(struct type type)
{
    if (type.id == TYPE_list || type.id == TYPE_range)
        type = kind_of_member(type);
    return type.id == TYPE_choice ? type.list : LIST_none;
}

bool check_codes(struct check *check, struct node *a, struct node *b)
{
    const enum list_id left = list_of(a->kind), right = list_of(b->kind);
    if (left != LIST_none && right == LIST_none)
        return read_codes(check, b, left);
    if (right != LIST_none && left == LIST_none)
        return read_codes(check, a, right);
    return true;
}

static bool refuse_pair(struct check *check, const struct node *a, const struct node *b)
{
    struct str left, right;
    str_init(&left);
    str_init(&right);
    kind_words(&left, a->kind);
    kind_words(&right, b->kind);
    check_refuse(check, a, "is %s and cannot be compared with %s", left.at, right.at);
    str_clear(&left);
    str_clear(&right);
    return false;
}

static bool refuse_order(struct check *check, const struct node *node)
{
    struct str words;
    str_init(&words);
    kind_words(&words, node->kind);
    check_refuse(check, node, "is %s, which has no order; ask with = or in", words.at);
    str_clear(&words);
    return false;
}

bool check_compared(struct check *check, struct node *a, struct node *b, bool ordered)
{
    if (!check_codes(check, a, b))
        return false;
    if (!kinds_meet(a->kind, b->kind))
        return refuse_pair(check, a, b);
    if (!ordered)
        return true;
    return kind_is_ordered(a->kind) ? kind_is_ordered(b->kind) || refuse_order(check, b)
                                    : refuse_order(check, a);
}

/* One of the tests of an `in`: a value, a range, a list of either, a comparison. */
static bool check_test(struct check *check, struct node *value, struct node *test)
{
    struct type member = test->kind;
    if (!check_codes(check, value, test))
        return false;
    if (test->type == NODE_test)
        return check_compared(check, value, test->children[0],
                              test->test != NODE_equal && test->test != NODE_not_equal);
    if (test->kind.id == TYPE_list || test->kind.id == TYPE_range)
        member = kind_of_member(test->kind);
    if (member.id == TYPE_range)
        member = kind_of_member(member);
    if (test->kind.id == TYPE_range && !kind_is_ordered(value->kind))
        return refuse_order(check, value);
    if (kinds_meet(value->kind, member) || kinds_meet(value->kind, test->kind))
        return true;
    return refuse_pair(check, value, test);
}

static bool check_in(struct check *check, struct node *node)
{
    for (size_t i = 1; i < node->count; i++)
        if (!check_test(check, node->children[0], node->children[i]))
            return false;
    node->kind = kind_is(TYPE_boolean);
    return true;
}

/* What `a operator b` is, or TYPE_end where there is no such operation. */
enum { TYPE_end = TYPE_range + 1 };

static bool is_duration(enum type_id id)
{
    return id == TYPE_days || id == TYPE_months;
}

static bool is_day(enum type_id id)
{
    return id == TYPE_date || id == TYPE_date_time;
}

static int sum_of(enum type_id a, enum type_id b)
{
    if (a == b && (a == TYPE_number || a == TYPE_string || is_duration(a)))
        return (int)a;
    if ((is_day(a) && is_duration(b)) || (a == TYPE_time && b == TYPE_days))
        return (int)a;
    if ((is_day(b) && is_duration(a)) || (b == TYPE_time && a == TYPE_days))
        return (int)b;
    return TYPE_end;
}

static int difference_of(enum type_id a, enum type_id b)
{
    if (a == b && (a == TYPE_number || is_duration(a)))
        return (int)a;
    if ((is_day(a) && is_day(b)) || (a == TYPE_time && b == TYPE_time))
        return TYPE_days;
    return (is_day(a) && is_duration(b)) || (a == TYPE_time && b == TYPE_days) ? (int)a : TYPE_end;
}

static int result_of(enum node_type type, enum type_id a, enum type_id b)
{
    switch (type) {
    case NODE_add:
        return sum_of(a, b);
    case NODE_subtract:
        return difference_of(a, b);
    case NODE_multiply:
        if (a == TYPE_number && (b == TYPE_number || is_duration(b)))
            return (int)b;
        return is_duration(a) && b == TYPE_number ? (int)a : TYPE_end;
    case NODE_divide:
        if (b == TYPE_number && (a == TYPE_number || is_duration(a)))
            return (int)a;
        return a == b && is_duration(a) ? TYPE_number : TYPE_end;
    default:
        assert(type == NODE_power);
        return a == TYPE_number && b == TYPE_number ? TYPE_number : TYPE_end;
    }
}

static bool check_arithmetic(struct check *check, struct node *node)
{
    const struct node *a = node->children[0], *b = node->children[1];
    const bool open = a->kind.id <= TYPE_null || b->kind.id <= TYPE_null;
    const int result = open ? (int)TYPE_any : result_of(node->type, a->kind.id, b->kind.id);
    node->kind = kind_is(result == TYPE_end ? TYPE_any : (enum type_id)result);
    if (result != TYPE_end)
        return true;
    struct str left, right;
    str_init(&left);
    str_init(&right);
    kind_words(&left, a->kind);
    kind_words(&right, b->kind);
    check_refuse(check, node, "does not go: %s and %s cannot be reckoned with in this way", left.at,
                 right.at);
    str_clear(&left);
    str_clear(&right);
    return false;
}

static bool check_negate(struct check *check, struct node *node)
{
    node->kind = node->children[0]->kind;
    return node->kind.id <= TYPE_null || node->kind.id == TYPE_number || is_duration(node->kind.id) ||
           check_refuse(check, node->children[0], "cannot be negated; not(…) turns yes into no");
}

bool check_operator(struct check *check, struct node *node)
{
    struct node **child = node->children;
    node->kind = kind_is(TYPE_boolean);
    switch (node->type) {
    case NODE_equal:
    case NODE_not_equal:
        return check_compared(check, child[0], child[1], false);
    case NODE_less:
    case NODE_less_equal:
    case NODE_greater:
    case NODE_greater_equal:
        return check_compared(check, child[0], child[1], true);
    case NODE_between:
        return check_compared(check, child[0], child[1], true) &&
               check_compared(check, child[0], child[2], true);
    case NODE_in:
        return check_in(check, node);
    case NODE_test:
        return true; /* with the value it tests */
    case NODE_negate:
        return check_negate(check, node);
    default:
        return check_arithmetic(check, node);
    }
}
