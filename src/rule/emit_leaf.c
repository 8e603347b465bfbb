/* Leaves that are written by evaluating them: exact by construction, since the same evaluator answers for one
 * person. */
#include "base/date.h"
#include "rule/elapsed.h"
#include "rule/emit_work.h"
#include "rule/function.h"
#include "base/banned.h"

enum { FEW_VALUES = 64 };

/* What a leaf asks for: none, one fact (in one or more places), or more. */
struct cells {
    const struct node *only; /* NODE_fact, or NODE_verified of one */
    bool many;               /* more than one, a variable, or the members of a list */
};

static bool same_cell(const struct node *a, const struct node *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == NODE_verified)
        return a->children[0]->fact == b->children[0]->fact;
    return a->fact == b->fact && a->aspect == b->aspect;
}

static void collect(const struct node *node, struct cells *cells)
{
    if (node->type == NODE_fact || node->type == NODE_verified) {
        if (!cells->only)
            cells->only = node;
        else if (!same_cell(cells->only, node))
            cells->many = true;
        return;
    }
    if (node->type == NODE_name || node->type == NODE_filter || node->type == NODE_some ||
        node->type == NODE_every)
        cells->many = true;
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i])
            collect(node->children[i], cells);
}

bool emit_is_constant(const struct node *node)
{
    struct cells cells = {0};
    collect(node, &cells);
    return !cells.only && !cells.many;
}

struct datum emit_constant(struct emit *emit, const struct node *node)
{
    const struct evaluation day = {
        .arena = emit->arena, .values = emit->values, .today = emit->options->today};
    return rule_evaluate_node(emit->rule, node, &day);
}

static const struct node *cell_fact(const struct node *cell)
{
    return cell->type == NODE_verified ? cell->children[0] : cell;
}

/* The leaf's answer when the fact has this value. */
static struct datum answer_at(struct emit *emit, const struct node *leaf, const struct node *cell,
                              struct datum value)
{
    const struct node *fact = cell_fact(cell);
    emit->values[fact->slot] = value;
    if (cell->type == NODE_verified)
        emit->values[cell->slot] = datum_boolean(true);
    const struct datum answer = emit_constant(emit, leaf);
    emit->values[fact->slot] = datum_null();
    if (cell->type == NODE_verified)
        emit->values[cell->slot] = datum_null();
    return answer;
}

static void emit_known(struct emit *emit, struct datum answer)
{
    str_add(emit->sql, answer.type != DATUM_boolean ? "CAST(NULL AS boolean)"
                       : answer.boolean             ? "TRUE"
                                                    : "FALSE");
}

struct few {
    int64_t numbers[FEW_VALUES]; /* as the database holds them */
    struct datum answers[FEW_VALUES];
    struct datum at_null;
    size_t count;
};

/* The values that the fact can have; none when there are many. */
static void few_values(const struct node *fact, struct few *few, bool *boolean)
{
    size_t count = 0;
    *boolean = fact->kind.id == TYPE_boolean;
    few->count = 0;
    if (*boolean) {
        few->count = 2;
        few->numbers[0] = 0;
        few->numbers[1] = 1;
        return;
    }
    if (fact->kind.id == TYPE_choice) {
        const struct coded_row *rows = list_rows(fact->kind.list, &count);
        for (size_t i = 0; i < count && count <= FEW_VALUES; i++)
            few->numbers[few->count++] = rows[i].number;
        return;
    }
    const struct fact *of = fact_of(fact->fact);
    if (fact->aspect != ASPECT_value || of->what != WHAT_field || dict_field(of->field)->kind != KIND_INTEGER)
        return;
    const struct field *field = dict_field(of->field);
    if (field->max <= field->min || field->max - field->min >= FEW_VALUES)
        return;
    for (int64_t i = (int64_t)field->min; i <= (int64_t)field->max; i++)
        few->numbers[few->count++] = i;
}

static void emit_in_list(struct emit *emit, const struct node *cell, const struct few *few, bool answer)
{
    size_t n = 0;
    for (size_t i = 0; i < few->count; i++)
        n += datum_is(few->answers[i], answer);
    (void)emit_cell(emit, cell);
    if (n == 0 || n == few->count) { /* decided wherever it is recorded */
        str_add(emit->sql, n == 0 ? " <> " : " = ");
        (void)emit_cell(emit, cell);
        return;
    }
    str_add(emit->sql, n == 1 ? " = " : " IN (");
    for (size_t i = 0, written = 0; i < few->count; i++)
        if (datum_is(few->answers[i], answer)) {
            str_add(emit->sql, written++ ? ", " : "");
            str_add_int(emit->sql, few->numbers[i]);
        }
    str_add(emit->sql, n == 1 ? "" : ")");
}

/* The answers at each value, as a list of values. */
static bool emit_few(struct emit *emit, const struct node *leaf, const struct node *cell)
{
    struct few few;
    bool boolean, some_null = false;
    few_values(cell_fact(cell), &few, &boolean);
    if (few.count == 0)
        return false;
    for (size_t i = 0; i < few.count; i++) {
        few.answers[i] = answer_at(emit, leaf, cell,
                                   boolean ? datum_boolean(few.numbers[i]) : datum_whole(few.numbers[i]));
        some_null |= few.answers[i].type != DATUM_boolean;
    }
    few.at_null = answer_at(emit, leaf, cell, datum_null());
    const bool null_decides = few.at_null.type == DATUM_boolean;
    if (!some_null) {
        str_add(emit->sql, null_decides ? "COALESCE(" : "(");
        emit_in_list(emit, cell, &few, true);
        str_add(emit->sql, !null_decides ? ")" : few.at_null.boolean ? ", TRUE)" : ", FALSE)");
        return true;
    }
    str_add(emit->sql, "CASE WHEN ");
    (void)emit_cell(emit, cell);
    str_add(emit->sql, " IS NULL THEN ");
    emit_known(emit, few.at_null);
    for (int answer = 0; answer < 2; answer++) {
        bool any = false;
        for (size_t i = 0; i < few.count; i++)
            any |= datum_is(few.answers[i], answer);
        if (!any)
            continue;
        str_add(emit->sql, " WHEN ");
        emit_in_list(emit, cell, &few, answer);
        str_add(emit->sql, answer ? " THEN TRUE" : " THEN FALSE");
    }
    str_add(emit->sql, " END");
    return true;
}

static bool is_elapsed(const struct node *fact)
{
    const enum fact_what what = fact_of(fact->fact)->what;
    return fact->aspect == ASPECT_value && (what == WHAT_weeks || what == WHAT_years || what == WHAT_age);
}

static bool rises_with_argument(const struct function *function)
{
    static const char *const names[] = {"floor",      "ceiling",       "decimal",        "round_up",
                                        "round_down", "round_half_up", "round_half_down"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_is(text_of(function->id), names[i]))
            return true;
    return false;
}

/* Whether the value only rises, or only falls, as the date behind the one fact in it moves on. */
static bool is_monotone(const struct node *node)
{
    switch (node->type) {
    case NODE_fact:
    case NODE_verified:
        return true;
    case NODE_negate:
        return is_monotone(node->children[0]);
    case NODE_add:
    case NODE_subtract:
    case NODE_multiply:
        if (emit_is_constant(node->children[0]))
            return is_monotone(node->children[1]);
        return emit_is_constant(node->children[1]) && is_monotone(node->children[0]);
    case NODE_divide:
        return emit_is_constant(node->children[1]) && is_monotone(node->children[0]);
    case NODE_path:
        return text_is(node->name, "year") && is_monotone(node->children[0]);
    case NODE_call:
        for (size_t i = 1; i < node->count; i++)
            if (node->children[i] && !emit_is_constant(node->children[i]))
                return false;
        return rises_with_argument(node->function) && is_monotone(node->children[0]);
    default:
        return false;
    }
}

static struct datum answer_on(struct emit *emit, const struct node *leaf, const struct node *cell,
                              int32_t date)
{
    const struct node *fact = cell_fact(cell);
    struct datum value = datum_date(date);
    if (is_elapsed(fact))
        value = datum_number(elapsed(fact_of(fact->fact)->what, date, emit->options->today));
    return answer_at(emit, leaf, cell, value);
}

/* A comparison that turns on one day: true from then on, or until then. */
static bool emit_turn(struct emit *emit, const struct node *leaf, const struct node *cell)
{
    int32_t low = DATE_MIN, high = DATE_MAX;
    const struct datum first = answer_on(emit, leaf, cell, low), last = answer_on(emit, leaf, cell, high);
    if (first.type != DATUM_boolean || last.type != DATUM_boolean ||
        answer_at(emit, leaf, cell, datum_null()).type == DATUM_boolean)
        return false;
    str_add(emit->sql, "(");
    (void)emit_cell(emit, cell);
    if (first.boolean == last.boolean) {
        str_add(emit->sql, first.boolean ? " = " : " <> ");
        (void)emit_cell(emit, cell);
        str_add(emit->sql, ")");
        return true;
    }
    while (high - low > 1) {
        const int32_t middle = low + (high - low) / 2;
        if (answer_on(emit, leaf, cell, middle).boolean == first.boolean)
            low = middle;
        else
            high = middle;
    }
    str_addf(emit->sql, first.boolean ? " <= %d)" : " >= %d)", (int)(first.boolean ? low : high));
    return true;
}

static bool is_ordering(enum node_type type)
{
    return type == NODE_less || type == NODE_less_equal || type == NODE_greater || type == NODE_greater_equal;
}

/* g = c is g >= c and g <= c, where g is monotone. */
static bool emit_turns(struct emit *emit, const struct node *leaf, const struct node *cell)
{
    const struct node *a = leaf->count == 2 ? leaf->children[0] : NULL, *b = a ? leaf->children[1] : NULL;
    const struct node *fact = cell_fact(cell);
    if (!is_elapsed(fact) && fact->kind.id != TYPE_date)
        return false;
    if (is_ordering(leaf->type))
        return ((is_monotone(a) && emit_is_constant(b)) || (is_monotone(b) && emit_is_constant(a))) &&
               emit_turn(emit, leaf, cell);
    if (leaf->type != NODE_equal && leaf->type != NODE_not_equal)
        return false;
    if (!(is_monotone(a) && emit_is_constant(b)) && !(is_monotone(b) && emit_is_constant(a)))
        return false;
    if (emit_constant(emit, emit_is_constant(b) ? b : a).type == DATUM_null)
        return false;
    str_add(emit->sql, leaf->type == NODE_equal ? "(" : "(NOT (");
    if (!emit_turn(emit, emit_pair(emit, NODE_greater_equal, a, b), cell))
        return emit_refuse(emit, leaf, "this comparison");
    str_add(emit->sql, " AND ");
    if (!emit_turn(emit, emit_pair(emit, NODE_less_equal, a, b), cell))
        return emit_refuse(emit, leaf, "this comparison");
    str_add(emit->sql, leaf->type == NODE_equal ? ")" : "))");
    return true;
}

enum leaf emit_leaf(struct emit *emit, const struct node *node)
{
    struct cells cells = {0};
    collect(node, &cells);
    if (cells.many)
        return LEAF_other;
    if (!cells.only) {
        emit_known(emit, emit_constant(emit, node));
        return LEAF_done;
    }
    if (cell_fact(cells.only)->kind.id == TYPE_list)
        return LEAF_other;
    const size_t length = emit->sql->length;
    if (emit_few(emit, node, cells.only) || emit_turns(emit, node, cells.only))
        return LEAF_done;
    str_cut(emit->sql, length);
    return LEAF_other;
}
