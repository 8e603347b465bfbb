#include "rule/emit_work.h"

#include <string.h>

#include "rule/function.h"
#include "base/banned.h"

bool emit_refuse(struct emit *emit, const struct node *node, const char *why)
{
    if (!emit->out->why) {
        emit->out->why = why;
        emit->out->where = node->place;
    }
    return false;
}

struct node *emit_literal(struct emit *emit, struct datum datum, const struct node *like)
{
    struct node *node = ARENA_NEW(emit->arena, struct node);
    *node = (struct node){.type = NODE_literal, .place = like->place, .kind = like->kind, .literal = datum};
    return node;
}

struct node *emit_pair(struct emit *emit, enum node_type type, const struct node *a, const struct node *b)
{
    struct node *node = ARENA_NEW(emit->arena, struct node);
    *node = (struct node){.type = type, .place = a->place, .kind = {.id = TYPE_boolean}, .count = 2};
    node->children = ARENA_ARRAY(emit->arena, struct node *, 2);
    node->children[0] = (struct node *)a; /* not changed from here on */
    node->children[1] = (struct node *)b;
    return node;
}

static bool emit_logic(struct emit *emit, const struct node *node, const char *between)
{
    str_add(emit->sql, "(");
    for (size_t i = 0; i < node->count; i++) {
        str_add(emit->sql, i == 0 ? "" : between);
        if (!emit_boolean(emit, node->children[i]))
            return false;
    }
    str_add(emit->sql, ")");
    return true;
}

static bool emit_if(struct emit *emit, const struct node *node)
{
    str_add(emit->sql, "CASE WHEN ");
    if (!emit_boolean(emit, node->children[0]))
        return false;
    str_add(emit->sql, " THEN ");
    if (!emit_boolean(emit, node->children[1]))
        return false;
    str_add(emit->sql, " WHEN NOT ");
    if (!emit_boolean(emit, node->children[0]))
        return false;
    str_add(emit->sql, " THEN ");
    if (!emit_boolean(emit, node->children[2]))
        return false;
    str_add(emit->sql, " END");
    return true;
}

/* value >= low and value <= high, as far as the range has ends. */
static const struct node *range_test(struct emit *emit, const struct node *value, enum range_end low_end,
                                     const struct node *low, enum range_end high_end, const struct node *high)
{
    const struct node *from = NULL, *to = NULL;
    if (low_end != END_unbounded)
        from = emit_pair(emit, low_end == END_closed ? NODE_greater_equal : NODE_greater, value, low);
    if (high_end != END_unbounded)
        to = emit_pair(emit, high_end == END_closed ? NODE_less_equal : NODE_less, value, high);
    return from && to ? emit_pair(emit, NODE_and, from, to) : from ? from : to;
}

static bool emit_test(struct emit *emit, const struct node *value, const struct node *test);

static bool is_null(const struct node *node)
{
    return node->type == NODE_literal && node->literal.type == DATUM_null;
}

/* A member of a list: a written null is one that nobody knows, where as a test of its own it asks whether the
 * value is recorded. */
static bool emit_member(struct emit *emit, const struct node *value, const struct node *member)
{
    if (!is_null(member))
        return emit_test(emit, value, member);
    str_add(emit->sql, "CAST(NULL AS boolean)");
    return true;
}

static bool emit_tests(struct emit *emit, const struct node *value, struct node *const *tests, size_t count,
                       bool (*each)(struct emit *emit, const struct node *value, const struct node *test))
{
    str_add(emit->sql, "(");
    for (size_t i = 0; i < count; i++) {
        str_add(emit->sql, i == 0 ? "" : " OR ");
        if (!each(emit, value, tests[i]))
            return false;
    }
    str_add(emit->sql, count == 0 ? "FALSE)" : ")");
    return true;
}

static bool emit_literal_test(struct emit *emit, const struct node *value, const struct node *test)
{
    const struct datum *datum = &test->literal;
    if (datum->type == DATUM_range) {
        const struct datum_range *range = datum->range;
        const struct node *both =
            range_test(emit, value, range->low_end, emit_literal(emit, range->low, value), range->high_end,
                       emit_literal(emit, range->high, value));
        return both ? emit_boolean(emit, both) : emit_refuse(emit, test, "a range without ends");
    }
    if (datum->type != DATUM_list)
        return emit_boolean(emit, emit_pair(emit, NODE_equal, value, test));
    struct node **members = ARENA_ARRAY(emit->arena, struct node *, datum->list.count + 1);
    for (size_t i = 0; i < datum->list.count; i++)
        members[i] = emit_literal(emit, datum->list.at[i], test);
    return emit_tests(emit, value, members, datum->list.count, emit_member);
}

/* One of the tests of an `in`. */
static bool emit_test(struct emit *emit, const struct node *value, const struct node *test)
{
    const struct node *both;
    switch (test->type) {
    case NODE_test:
        return emit_boolean(emit, emit_pair(emit, test->test, value, test->children[0]));
    case NODE_range:
        both = range_test(emit, value, test->low_end, test->children[0], test->high_end, test->children[1]);
        return both ? emit_boolean(emit, both) : emit_refuse(emit, test, "a range without ends");
    case NODE_list:
        return emit_tests(emit, value, test->children, test->count, emit_member);
    case NODE_literal:
        return emit_literal_test(emit, value, test);
    default:
        break;
    }
    if (test->kind.id == TYPE_list)
        return is_null(value) ? emit_refuse(emit, test, "null in a list") : emit_list_test(emit, value, test);
    return emit_boolean(emit, emit_pair(emit, NODE_equal, value, test));
}

static bool emit_between(struct emit *emit, const struct node *node)
{
    struct node *const *child = node->children;
    return emit_boolean(emit,
                        emit_pair(emit, NODE_and, emit_pair(emit, NODE_greater_equal, child[0], child[1]),
                                  emit_pair(emit, NODE_less_equal, child[0], child[2])));
}

static bool emit_not(struct emit *emit, const struct node *node)
{
    str_add(emit->sql, "(NOT ");
    if (!emit_boolean(emit, node->children[0]))
        return false;
    str_add(emit->sql, ")");
    return true;
}

/* any and all of values that are written out: or and and. */
static bool emit_some_of(struct emit *emit, const struct node *node, const char *between, const char *nothing)
{
    const struct node *of = node;
    if (node->count == 1 && node->children[0]->type == NODE_list)
        of = node->children[0];
    else if (node->count == 1)
        return emit_refuse(emit, node, node->function->name);
    for (size_t i = 0; i < of->count; i++)
        if (of->children[i]->kind.id != TYPE_boolean)
            return emit_refuse(emit, node, node->function->name);
    if (of->count > 0)
        return emit_logic(emit, of, between);
    str_add(emit->sql, nothing);
    return true;
}

/* list contains([3, 4], SGI) is SGI in [3, 4], but an unknown is not surely missing from an empty list. */
static bool emit_list_contains(struct emit *emit, const struct node *list, const struct node *element)
{
    const bool constant = emit_is_constant(element);
    if (constant && !is_null(element) && emit_constant(emit, element).type == DATUM_null) {
        str_add(emit->sql, "CAST(NULL AS boolean)");
        return true;
    }
    if (!constant && list->type == NODE_literal && list->literal.type == DATUM_list &&
        list->literal.list.count > 0)
        return emit_literal_test(emit, element, list);
    return emit_list_test(emit, element, list);
}

static bool emit_call(struct emit *emit, const struct node *node)
{
    if (text_is(text_of(node->function->id), "any"))
        return emit_some_of(emit, node, " OR ", "FALSE");
    if (text_is(text_of(node->function->id), "all"))
        return emit_some_of(emit, node, " AND ", "TRUE");
    if (text_is(text_of(node->function->id), "list_contains"))
        return emit_list_contains(emit, node->children[0], node->children[1]);
    return emit_template(emit, node);
}

static bool emit_other(struct emit *emit, const struct node *node)
{
    switch (node->type) {
    case NODE_equal:
    case NODE_not_equal:
    case NODE_less:
    case NODE_less_equal:
    case NODE_greater:
    case NODE_greater_equal:
        return emit_compare(emit, node->type, node->children[0], node->children[1]);
    case NODE_between:
        return emit_between(emit, node);
    case NODE_in:
        return emit_tests(emit, node->children[0], node->children + 1, node->count - 1, emit_test);
    case NODE_recorded:
        return emit_recorded(emit, node->children[0]);
    case NODE_call:
        return emit_call(emit, node);
    case NODE_path:
    case NODE_name:
        str_add(emit->sql, "(");
        if (!emit_cell(emit, node))
            return false;
        str_add(emit->sql, " = 1)");
        return true;
    default:
        return emit_refuse(emit, node, "this way of asking");
    }
}

bool emit_boolean(struct emit *emit, const struct node *node)
{
    switch (node->type) {
    case NODE_and:
        return emit_logic(emit, node, " AND ");
    case NODE_or:
        return emit_logic(emit, node, " OR ");
    case NODE_not:
        return emit_not(emit, node);
    case NODE_if:
        return emit_if(emit, node);
    case NODE_some:
    case NODE_every:
        return emit_quantified(emit, node);
    default:
        return emit_leaf(emit, node) == LEAF_done || emit_other(emit, node);
    }
}

struct part {
    size_t start, length;
};

/* The parts of an `and`, each by itself, into `all`. */
static bool emit_parts(struct emit *emit, const struct node *root, struct str *all, struct part *parts)
{
    for (size_t i = 0; i < root->count; i++) {
        const size_t start = emit->sql->length;
        if (!emit_boolean(emit, root->children[i]))
            return false;
        parts[i] = (struct part){all->length, emit->sql->length - start};
        str_add_bytes(all, emit->sql->at + start, emit->sql->length - start);
        str_cut(emit->sql, start);
    }
    return true;
}

/* "CASE WHEN a IS FALSE THEN FALSE ... ELSE a AND b ... END": as soon as one part is no, nothing else is
 * looked at. Engines jump out of a CASE and not out of an AND whose value is wanted: SQLite counts a million
 * people in two fifths of the time. Parts that ask other tables stand in the second half only. */
static bool emit_root(struct emit *emit, const struct node *root)
{
    struct part *parts = ARENA_ARRAY(emit->arena, struct part, root->count);
    struct str all;
    size_t early = 0;
    str_init(&all);
    const bool good = emit_parts(emit, root, &all, parts);
    for (size_t i = 0; good && i < root->count; i++) {
        const struct text sql = {all.at + parts[i].start, parts[i].length};
        if (memmem(sql.at, sql.length, "SELECT", 6))
            continue;
        str_addf(emit->sql, "%s WHEN (" TEXT_FORMAT ") IS FALSE THEN FALSE", early++ == 0 ? "CASE" : "",
                 TEXT_ARGS(sql));
    }
    str_add(emit->sql, early > 0 ? " ELSE (" : "(");
    for (size_t i = 0; good && i < root->count; i++)
        str_addf(emit->sql, "%s" TEXT_FORMAT, i == 0 ? "" : " AND ",
                 TEXT_ARGS(((struct text){all.at + parts[i].start, parts[i].length})));
    str_add(emit->sql, early > 0 ? ") END" : ")");
    str_clear(&all);
    return good;
}

bool rule_emit(struct arena *arena, const struct rule *rule, const struct emit_options *options,
               struct emitted *emitted)
{
    struct emit emit = {
        .arena = arena, .rule = rule, .options = options, .out = emitted, .sql = &emitted->sql};
    emit.values = ARENA_ARRAY(arena, struct datum, rule->use_count + 1);
    emitted->text_count = 0;
    emitted->why = NULL;
    str_add(emit.sql, "(");
    if (!(rule->root->type == NODE_and ? emit_root(&emit, rule->root) : emit_boolean(&emit, rule->root)))
        return false;
    str_add(emit.sql, ")");
    return true;
}
