#include "rule/check.h"

#include <stdarg.h>

#include "rule/function.h"
#include "rule/kind.h"
#include "base/banned.h"

static struct text words_of(const struct check *check, const struct node *node)
{
    enum { SHOWN_MAX = 60 };
    struct text words = {check->rule->text.at + node->place.offset, node->place.length};
    while (words.length > SHOWN_MAX ||
           (words.length > 0 && ((unsigned char)words.at[words.length] & 0xc0) == 0x80 &&
            words.length < node->place.length))
        words.length--; /* never within a character */
    return words;
}

bool check_refuse(struct check *check, const struct node *node, const char *format, ...)
{
    struct str sentence;
    va_list args;
    struct text words = words_of(check, node);
    str_init(&sentence);
    const char *quote = words.length > 0 && words.at[0] == '"' ? "" : "\"";
    str_addf(&sentence, "%s" TEXT_FORMAT "%s%s ", quote, TEXT_ARGS(words),
             words.length < node->place.length ? "…" : "", quote);
    va_start(args, format);
    str_add_args(&sentence, format, args);
    va_end(args);
    *check->where = node->place;
    err_set(check->err, ERR_input, "%s", sentence.at);
    str_clear(&sentence);
    return false;
}

bool check_is_yes_or_no(struct check *check, const struct node *node)
{
    if (kinds_meet(node->kind, kind_is(TYPE_boolean)))
        return true;
    struct str words;
    str_init(&words);
    kind_words(&words, node->kind);
    check_refuse(check, node, "is %s, and here stands what is yes or no; compare it with something",
                 words.at);
    str_clear(&words);
    return false;
}

static size_t add_use(struct check *check, enum fact_id fact, enum aspect aspect)
{
    struct rule *rule = check->rule;
    for (size_t i = 0; i < rule->use_count; i++)
        if (rule->uses[i].fact == fact && rule->uses[i].aspect == aspect)
            return i;
    if (rule->use_count == RULE_USES_MAX)
        return RULE_USES_MAX;
    rule->uses[rule->use_count] = (struct use){fact, aspect};
    return rule->use_count++;
}

static bool wants_verified(const struct check *check, const struct node *node)
{
    return check->options->verified_only && node->aspect == ASPECT_value &&
           fact_has_aspect(fact_of(node->fact), ASPECT_verified);
}

static bool check_fact(struct check *check, struct node *node)
{
    const struct fact *fact = fact_of(node->fact);
    if (check->options->may_see && !check->options->may_see(check->options->who, fact)) {
        *check->where = node->place;
        return err_set(check->err, ERR_denied, "\"%s\" is restricted, and you may not ask for it",
                       fact->name);
    }
    node->slot = add_use(check, node->fact, node->aspect);
    if (node->slot == RULE_USES_MAX)
        return check_refuse(check, node, "is one fact too many: a question may ask for %d", RULE_USES_MAX);
    node->kind = kind_of_fact(node->fact, node->aspect);
    return true;
}

/* verified(fact), and every fact where only verified ones count. */
static bool check_verified(struct check *check, struct node *node)
{
    const struct node *fact = node->children[0];
    if (fact->type != NODE_fact || fact->aspect != ASPECT_value ||
        !fact_has_aspect(fact_of(fact->fact), ASPECT_verified))
        return check_refuse(check, fact,
                            "is no fact that somebody verifies; write verified(English speaking)");
    node->slot = add_use(check, fact->fact, ASPECT_verified);
    if (node->slot == RULE_USES_MAX)
        return check_refuse(check, node, "is one fact too many: a question may ask for %d", RULE_USES_MAX);
    node->kind = fact->kind;
    return true;
}

static struct node *wrapped(struct check *check, struct node *fact)
{
    struct node *node = ARENA_NEW(check->arena, struct node);
    *node = (struct node){.type = NODE_verified, .place = fact->place, .count = 1, .height = 2};
    node->children = ARENA_ARRAY(check->arena, struct node *, 1);
    node->children[0] = fact;
    return node;
}

/* Of a path, and of a name that stands for an entry of `item`. */
static bool check_entry(struct check *check, struct node *node, struct type of)
{
    const struct field *field;
    struct type *inner;
    if (of.id == TYPE_list) {
        inner = ARENA_NEW(check->arena, struct type);
        if (!check_entry(check, node, kind_of_member(of)))
            return false;
        *inner = node->kind;
        node->kind = (struct type){.id = TYPE_list, .element = inner};
        return true;
    }
    node->kind = kind_is(TYPE_any);
    if (of.id != TYPE_context || of.record == R_none)
        return true;
    if (kind_of_entry(of.record, node->name, &field, &node->kind))
        return true;
    const char *nearest = kind_nearest_entry(of.record, node->name);
    return check_refuse(check, node, "has no \"" TEXT_FORMAT "\"; %s%s%s", TEXT_ARGS(node->name),
                        nearest ? "did you mean \"" : "what it has says mahi dict ",
                        nearest ? nearest : dict_record(of.record)->name, nearest ? "\"?" : "");
}

static struct node *variable(struct check *check, const struct node *like, size_t slot)
{
    struct node *node = ARENA_NEW(check->arena, struct node);
    *node = (struct node){
        .type = NODE_name, .place = like->place, .kind = check->slots[slot], .slot = slot, .height = 1};
    return node;
}

/* A name in a filter is an entry of the innermost member that has one of that name; whose members are not
 * known, is asked when they are there. */
static bool check_name(struct check *check, struct node *node)
{
    const struct field *field;
    struct type kind;
    for (size_t i = 0; i < node->slot_count; i++) {
        const struct type of = check->slots[node->slots[i]];
        if (of.id != TYPE_context || of.record == R_none) {
            node->kind = kind_is(TYPE_any);
            return true;
        }
        if (!kind_of_entry(of.record, node->name, &field, &kind))
            continue;
        struct node **children = ARENA_ARRAY(check->arena, struct node *, 1);
        children[0] = variable(check, node, node->slots[i]);
        *node = (struct node){.type = NODE_path,
                              .place = node->place,
                              .kind = kind,
                              .count = 1,
                              .children = children,
                              .name = node->name,
                              .height = 2};
        return true;
    }
    if (node->slot != SLOT_none) {
        node->slot_count = 0;
        node->kind = check->slots[node->slot];
        return true;
    }
    return check_entry(check, node, check->slots[node->slots[0]]);
}

static void join_children(struct check *check, struct node *node, enum type_id id, size_t from)
{
    struct type *element = ARENA_NEW(check->arena, struct type);
    *element = kind_is(TYPE_null);
    for (size_t i = from; i < node->count; i++)
        if (node->children[i])
            *element = kind_join(*element, node->children[i]->kind);
    node->kind = (struct type){.id = id, .element = element};
}

static bool check_children(struct check *check, struct node *node, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (node->children[i] && !check_node(check, &node->children[i]))
            return false;
    return true;
}

/* some x in a, y in b satisfies c: each variable is known to the domains after it. */
static bool check_quantified(struct check *check, struct node *node)
{
    const size_t domains = node->count - 1;
    for (size_t i = 0; i < domains; i++) {
        if (!check_node(check, &node->children[i]))
            return false;
        const struct node *domain = node->children[i];
        if (!kinds_meet(domain->kind, kind_is(TYPE_list)) && domain->kind.id != TYPE_range)
            return check_refuse(check, domain,
                                "is no list; some and every go through a list, as qualifications");
        check->slots[node->slot + i] = kind_of_member(domain->kind);
    }
    node->kind = kind_is(TYPE_boolean);
    return check_node(check, &node->children[domains]) && check_is_yes_or_no(check, node->children[domains]);
}

static bool check_filter(struct check *check, struct node *node)
{
    if (!check_node(check, &node->children[0]))
        return false;
    const struct type list = node->children[0]->kind;
    check->slots[node->slot] = list.id == TYPE_list ? kind_of_member(list) : list;
    if (!check_node(check, &node->children[1]))
        return false;
    const struct node *by = node->children[1];
    node->kind = list.id == TYPE_list ? list : kind_is(TYPE_list);
    if (by->kind.id == TYPE_number)
        node->kind = list.id == TYPE_list ? kind_of_member(list) : list;
    return by->kind.id == TYPE_number || check_is_yes_or_no(check, by);
}

static bool check_if(struct check *check, struct node *node)
{
    if (!check_children(check, node, 0, 3) || !check_is_yes_or_no(check, node->children[0]) ||
        !check_codes(check, node->children[1], node->children[2]))
        return false;
    node->kind = kind_join(node->children[1]->kind, node->children[2]->kind);
    return true;
}

static bool check_logic(struct check *check, struct node *node)
{
    node->kind = kind_is(TYPE_boolean);
    for (size_t i = 0; i < node->count; i++)
        if (!check_node(check, &node->children[i]) || !check_is_yes_or_no(check, node->children[i]))
            return false;
    return true;
}

static bool check_kind(struct check *check, struct node *node)
{
    switch (node->type) {
    case NODE_literal:
        if (node->kind.id != TYPE_choice)
            node->kind = kind_of_datum(node->literal);
        return true;
    case NODE_fact:
        return check_fact(check, node);
    case NODE_name:
        return check_name(check, node);
    case NODE_and:
    case NODE_or:
    case NODE_not:
        return check_logic(check, node);
    case NODE_verified:
        if (node->children[0]->type == NODE_fact) /* not to be wrapped once more */
            return check_fact(check, node->children[0]) && check_verified(check, node);
        return check_children(check, node, 0, 1) && check_verified(check, node);
    case NODE_recorded:
        node->kind = kind_is(TYPE_boolean);
        return check_children(check, node, 0, 1);
    case NODE_list:
        if (!check_children(check, node, 0, node->count))
            return false;
        join_children(check, node, TYPE_list, 0);
        return true;
    case NODE_context:
        node->kind = kind_is(TYPE_context);
        return check_children(check, node, 0, node->count);
    case NODE_path:
        return check_children(check, node, 0, 1) && check_entry(check, node, node->children[0]->kind);
    case NODE_filter:
        return check_filter(check, node);
    case NODE_if:
        return check_if(check, node);
    case NODE_some:
    case NODE_every:
        return check_quantified(check, node);
    case NODE_call:
        return check_children(check, node, 0, node->count) && check_call(check, node);
    case NODE_range:
        if (!check_children(check, node, 0, 2))
            return false;
        join_children(check, node, TYPE_range, 0);
        return true;
    default:
        return check_children(check, node, 0, node->count) && check_operator(check, node);
    }
}

/* Whether the node's value is the same for everybody on every day. */
static bool is_constant(const struct node *node)
{
    if (node->type == NODE_fact || node->type == NODE_name || node->type == NODE_test ||
        node->type == NODE_filter || node->type == NODE_some || node->type == NODE_every)
        return false;
    if (node->type == NODE_call &&
        (text_is(text_of(node->function->id), "today") || text_is(text_of(node->function->id), "now")))
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i] && node->children[i]->type != NODE_literal)
            return false;
    return true;
}

bool check_node(struct check *check, struct node **node)
{
    if (!check_kind(check, *node))
        return false;
    if ((*node)->type == NODE_fact && wants_verified(check, *node)) {
        *node = wrapped(check, *node);
        return check_verified(check, *node);
    }
    if ((*node)->type != NODE_literal && is_constant(*node)) {
        const struct evaluation nobody = {.arena = check->arena};
        const struct datum value = rule_evaluate_node(check->rule, *node, &nobody);
        if (value.type == DATUM_null)
            return true; /* the written null is another thing */
        (*node)->literal = value;
        (*node)->type = NODE_literal;
        (*node)->count = 0;
        if ((*node)->kind.id == TYPE_any)
            (*node)->kind = kind_of_datum(value);
    }
    return true;
}

bool check_question(struct check *check, struct node *root)
{
    check->slots = ARENA_ARRAY(check->arena, struct type, check->rule->slot_count + 1);
    check->rule->use_count = 0;
    if (!check_node(check, &root))
        return false;
    check->rule->root = root;
    return check->options->any_value || check_is_yes_or_no(check, root);
}
