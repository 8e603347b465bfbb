/* Lists: their rows stand in a table, and a question about members is a question about those rows. */
#include "rule/emit_work.h"
#include "rule/function.h"
#include "rule/kind.h"
#include "base/banned.h"

bool emit_entry(const struct emit *emit, const struct node *node, const struct field **field)
{
    struct type kind;
    struct text name = node->name;
    if (!emit->in_rows || node->type != NODE_path)
        return false;
    const struct node *of = node->children[0];
    return of->type == NODE_name && of->slot == emit->slot && kind_of_entry(emit->record, name, field, &kind);
}

/* A list that is rows: a fact, of those only the members that a filter lets pass, of those one entry. NULL
 * where there is none. */
struct rows {
    const struct node *fact, *filter, *path;
};

static bool rows_of(const struct node *node, struct rows *rows)
{
    *rows = (struct rows){0};
    if (node->type == NODE_path) {
        rows->path = node;
        node = node->children[0];
    }
    if (node->type == NODE_filter && node->children[1]->kind.id == TYPE_boolean) {
        rows->filter = node;
        node = node->children[0];
    }
    rows->fact = node;
    return node->type == NODE_fact && node->aspect == ASPECT_value && fact_of(node->fact)->what == WHAT_list;
}

struct scope {
    bool in_rows;
    enum record_id record;
    size_t slot;
};

static struct scope enter(struct emit *emit, const struct node *fact, size_t slot)
{
    const struct scope outer = {emit->in_rows, emit->record, emit->slot};
    emit->in_rows = true;
    emit->record = pick_of(fact_of(fact->fact)->pick)->record;
    emit->slot = slot;
    return outer;
}

static void leave(struct emit *emit, struct scope outer)
{
    emit->in_rows = outer.in_rows;
    emit->record = outer.record;
    emit->slot = outer.slot;
}

/* " FROM rows", and of those the members for which the filter's condition is so: yes, or not known. */
static bool emit_members(struct emit *emit, const struct rows *rows, const char *so)
{
    str_add(emit->sql, " FROM ");
    emit->options->rows(emit->sql, fact_of(rows->fact->fact), emit->options->with);
    if (!rows->filter)
        return true;
    const struct scope outer = enter(emit, rows->fact, rows->filter->slot);
    str_add(emit->sql, " AND ");
    const bool good = emit_boolean(emit, rows->filter->children[1]);
    leave(emit, outer);
    str_add(emit->sql, so);
    return good;
}

static bool emit_from(struct emit *emit, const struct rows *rows)
{
    return emit_members(emit, rows, "");
}

/* A list is known when it is recorded, and of each member it is known whether the filter lets it pass. */
static bool when_known(struct emit *emit, const struct rows *rows)
{
    str_add(emit->sql, "(CASE WHEN ");
    (void)emit_cell(emit, rows->fact);
    str_add(emit->sql, " IS NOT NULL");
    if (rows->filter) {
        str_add(emit->sql, " AND NOT EXISTS (SELECT 1");
        if (!emit_members(emit, rows, " IS NULL"))
            return false;
        str_add(emit->sql, ")");
    }
    str_add(emit->sql, " THEN ");
    return true;
}

/* Kleene over the rows: of the answers p, one true decides `some`, one false `every`; else one unknown leaves
 * it unknown. */
static void quantify(struct emit *emit, bool some)
{
    str_addf(emit->sql,
             "(SELECT CASE WHEN %s(p) = %d THEN %s WHEN count(p) < count(*) THEN CAST(NULL AS boolean) ELSE "
             "%s END FROM (SELECT ",
             some ? "max" : "min", some, some ? "TRUE" : "FALSE", some ? "FALSE" : "TRUE");
}

static bool emit_answer(struct emit *emit, const struct node *condition)
{
    str_add(emit->sql, "CASE WHEN ");
    if (!emit_boolean(emit, condition))
        return false;
    str_add(emit->sql, " THEN 1 WHEN NOT ");
    if (!emit_boolean(emit, condition))
        return false;
    str_add(emit->sql, " THEN 0 END AS p");
    return true;
}

/* some or every member of rows satisfies the condition, in which the slot stands for a member. */
static bool emit_over(struct emit *emit, const struct rows *rows, size_t slot, const struct node *condition,
                      bool some)
{
    if (emit->in_rows)
        return emit_refuse(emit, condition, "a list within a list");
    if (!when_known(emit, rows))
        return false;
    quantify(emit, some);
    const struct scope outer = enter(emit, rows->fact, slot);
    bool good = emit_answer(emit, condition);
    leave(emit, outer);
    if (!good || !emit_from(emit, rows))
        return false;
    str_add(emit->sql, ") t) END)");
    return true;
}

bool emit_quantified(struct emit *emit, const struct node *node)
{
    struct rows rows;
    if (node->count != 2 || !rows_of(node->children[0], &rows) || rows.path)
        return emit_refuse(emit, node, "some and every over such a list");
    return emit_over(emit, &rows, node->slot, node->children[1], node->type == NODE_some);
}

/* value in list.path: some member's entry equals it. */
bool emit_list_test(struct emit *emit, const struct node *value, const struct node *list)
{
    struct rows rows;
    if (!rows_of(list, &rows) || !rows.path || !emit_is_constant(value))
        return emit_refuse(emit, list, "membership in such a list");
    const size_t slot = (size_t)-1; /* a variable that nobody wrote */
    struct node *member = ARENA_NEW(emit->arena, struct node), *entry = ARENA_NEW(emit->arena, struct node);
    *member =
        (struct node){.type = NODE_name, .place = list->place, .slot = slot, .kind = {.id = TYPE_context}};
    *entry = *rows.path;
    entry->kind = kind_of_member(list->kind);
    entry->children = ARENA_ARRAY(emit->arena, struct node *, 1);
    entry->children[0] = member;
    return emit_over(emit, &rows, slot, emit_pair(emit, NODE_equal, entry, value), true);
}

static bool emit_count(struct emit *emit, const struct rows *rows)
{
    if (!rows->filter)
        return emit_cell(emit, rows->fact);
    if (!when_known(emit, rows))
        return false;
    str_add(emit->sql, "(SELECT count(*)");
    if (!emit_from(emit, rows))
        return false;
    str_add(emit->sql, ") END)");
    return true;
}

/* min, max, sum of an entry: null as soon as one member's is. */
static bool emit_summary(struct emit *emit, const struct node *call, const struct rows *rows,
                         struct bounds *bounds)
{
    const struct text id = text_of(call->function->id);
    const bool sum = text_is(id, "sum");
    if (!sum && !text_is(id, "min") && !text_is(id, "max"))
        return emit_refuse(emit, call, call->function->name);
    if (!when_known(emit, rows))
        return false;
    str_addf(emit->sql, "(SELECT CASE WHEN count(x) = count(*) THEN %s%s(x)%s END FROM (SELECT ",
             sum ? "CAST(" : "", call->function->id, sum ? " AS bigint)" : "");
    const size_t slot = (size_t)-1;
    struct node member = {.type = NODE_name, .slot = slot}, *children[] = {&member};
    struct node entry = *rows->path;
    entry.kind = kind_of_member(rows->path->kind);
    entry.children = children;
    const struct scope outer = enter(emit, rows->fact, slot);
    bool good = entry.kind.id != TYPE_string ? emit_whole(emit, &entry, bounds)
                                             : emit_refuse(emit, call, call->function->name);
    leave(emit, outer);
    if (!good)
        return false;
    if (sum)
        *bounds = (struct bounds){bounds->low * 1e5, bounds->high * 1e5};
    str_add(emit->sql, " AS x");
    if (!emit_from(emit, rows))
        return false;
    str_add(emit->sql, ") t) END)");
    return true;
}

bool emit_list_call(struct emit *emit, const struct node *call, struct bounds *bounds)
{
    struct rows rows;
    *bounds = (struct bounds){0, 2147483647};
    if (!rows_of(call->children[0], &rows) || call->count != 1)
        return emit_refuse(emit, call, call->function->name);
    if (text_is(text_of(call->function->id), "count"))
        return emit_count(emit, &rows);
    if (!rows.path || emit->in_rows)
        return emit_refuse(emit, call, call->function->name);
    return emit_summary(emit, call, &rows, bounds);
}
