/* `in`, filters, paths, if, some and every. */
#include "rule/parser.h"

#include <string.h>

#include "rule/entry.h"

#include "base/banned.h"

/* One test of `in`: a comparison whose left side is the value, or a value to be equal to or to be in. */
static struct node *parse_test(struct parser *p, bool bracketed)
{
    enum node_type sign;
    lex_skip(&p->lex);
    size_t offset = p->lex.at;
    if (!parse_comparison_sign(p, &sign))
        return bracketed ? parse_expression(p) : parse_sum(p, NULL);
    struct node *node = node_of(p, NODE_test, offset, 1, (struct node *[]){parse_sum(p, NULL)});
    if (node)
        node->test = sign;
    return node;
}

/* After "in (": tests; or a value in brackets with which a sum begins; or a range (a..b]. */
static struct node *parse_tests(struct parser *p, struct nodes *tests)
{
    size_t offset = p->lex.last - 1;
    for (;;) {
        struct node *test = parse_test(p, true);
        if (!test)
            return NULL;
        bool alone = tests->count == 1 && test->type != NODE_test;
        if (alone && lex_sign(&p->lex, "..")) {
            test = parse_range(p, offset, END_open, test);
            nodes_add(p, tests, test ? parse_sum(p, test) : NULL);
            return tests->at[1];
        }
        if (alone && lex_sign(&p->lex, ")")) {
            nodes_add(p, tests, parse_sum(p, test));
            return tests->at[1];
        }
        nodes_add(p, tests, test);
        if (lex_sign(&p->lex, ")"))
            return test;
        if (!lex_sign(&p->lex, ","))
            return parse_unexpected(p, "\",\" or \")\"");
    }
}

struct node *parse_in(struct parser *p, struct node *value)
{
    struct nodes tests = {0};
    nodes_add(p, &tests, value);
    if (!lex_at_sign(&p->lex, "(")) {
        struct node *test = parse_test(p, false);
        if (!test)
            return NULL;
        nodes_add(p, &tests, test);
    } else {
        lex_sign(&p->lex, "(");
        if (!parse_enter(p) || !parse_tests(p, &tests))
            return NULL;
        parse_leave(p);
    }
    return node_end(p, node_new(p, NODE_in, value->place.offset), &tests);
}

/* Whether the [ that comes next closes a range that began as [a..b or ]a..b: then no value follows it. */
static bool closes_range(struct parser *p)
{
    struct lexer ahead = p->lex;
    if (!p->range_end || !lex_sign(&ahead, "["))
        return false;
    struct text rest = lex_rest(&ahead);
    if (rest.length == 0)
        return true;
    return lex_number(rest) == 0 && lex_words(rest) == 0 &&
           !(*rest.at != '\0' && strchr("\"@([{-", *rest.at));
}

static void record_entries(struct parser *p, const struct record *record, struct keys *keys)
{
    size_t count;
    const struct field *fields = record_fields(record, &count);
    struct str name;
    str_init(&name);
    for (size_t i = 0; i < count; i++) {
        str_cut(&name, 0);
        entry_name(&fields[i], &name);
        keys_add(p, keys, (struct text){arena_text(p->arena, name.at, name.length), name.length});
    }
    str_clear(&name);
    if (record->effective_to != F_none)
        keys_add(p, keys, text_of("days"));
}

/* What the members of the list have, when that can be seen. In the standard a name that no member has is no
 * error, so there it is never known. */
static void see_entries(struct parser *p, const struct node *list, struct scope *scope)
{
    struct keys keys = {0};
    scope->known = true;
    if (list->type == NODE_filter) {
        see_entries(p, list->children[0], scope);
        return;
    }
    if (list->type == NODE_fact) {
        const struct fact *fact = fact_of(list->fact);
        if (fact->what == WHAT_list)
            record_entries(p, dict_record(pick_of(fact->pick)->record), &keys);
    } else if (list->type == NODE_list || list->type == NODE_context) {
        size_t count = list->type == NODE_list ? list->count : 1;
        for (size_t i = 0; i < count; i++) {
            const struct node *member = list->type == NODE_list ? list->children[i] : list;
            for (size_t j = 0; member->type == NODE_context && j < member->count; j++)
                keys_add(p, &keys, member->names[j]);
            if (member->type != NODE_context && member->type != NODE_literal)
                scope->known = false;
        }
    } else if (list->type != NODE_literal && list->type != NODE_range) {
        scope->known = false;
    }
    scope->entries = keys.at;
    scope->entry_count = keys.count;
}

struct node *parse_filter(struct parser *p, struct node *list)
{
    if (closes_range(p))
        return NULL;
    size_t slot = slots_new(p, 1);
    if (slot == SLOT_none)
        return NULL;
    lex_sign(&p->lex, "[");
    struct scope *scope = ARENA_NEW(p->arena, struct scope);
    *scope = (struct scope){.outer = p->scope, .members = true, .slot = slot};
    see_entries(p, list, scope);
    scope->known &= p->options->mode == RULE_profile;
    p->scope = scope;
    struct node *condition = parse_expression(p);
    p->scope = scope->outer;
    if (!condition)
        return NULL;
    if (!lex_sign(&p->lex, "]"))
        return parse_unexpected(p, "\"]\" or an operator");
    struct node *node = node_of(p, NODE_filter, list->place.offset, 2, (struct node *[]){list, condition});
    if (node) {
        node->slot = slot;
        node->with_entries = !scope->known || scope->entry_count > 0;
    }
    return node;
}

struct node *parse_path(struct parser *p, struct node *of)
{
    struct text rest = lex_rest(&p->lex);
    size_t length = lex_words(rest);
    for (size_t i = 0; i < p->keys.count; i++) {
        size_t known = lex_name(rest, p->keys.at[i]);
        length = known > length ? known : length;
    }
    if (length == 0)
        return parse_unexpected(p, "the name of an entry");
    lex_take(&p->lex, length);
    struct node *node = node_of(p, NODE_path, of->place.offset, 1, &of);
    if (node)
        node->name = lex_name_tidy(p->arena, (struct text){rest.at, length});
    return node;
}

struct node *parse_if(struct parser *p, size_t offset)
{
    struct node *parts[3];
    static const char *const BEFORE[] = {NULL, "then", "else"};
    static const char *const MISSING[] = {NULL, "\"then\" and what the answer is if so",
                                          "\"else\" and what the answer is otherwise"};
    for (size_t i = 0; i < 3; i++) {
        if (BEFORE[i] && !lex_word(&p->lex, BEFORE[i]))
            return parse_unexpected(p, MISSING[i]);
        if (!(parts[i] = parse_expression(p)))
            return NULL;
    }
    return node_of(p, NODE_if, offset, 3, parts);
}

/* "x in list" of some and every: the list, or the whole numbers of a..b. */
static struct node *parse_domain(struct parser *p, struct text *name)
{
    struct text rest = lex_rest(&p->lex);
    size_t length = lex_words(rest);
    if (length == 0)
        return parse_unexpected(p, "the name of a variable");
    *name = lex_name_tidy(p->arena, (struct text){rest.at, length});
    lex_take(&p->lex, length);
    if (!lex_word(&p->lex, "in"))
        return parse_unexpected(p, "\"in\" and a list");
    struct node *domain = parse_expression(p);
    if (!domain || !lex_sign(&p->lex, ".."))
        return domain;
    struct node *range =
        node_of(p, NODE_range, domain->place.offset, 2, (struct node *[]){domain, parse_sum(p, NULL)});
    return range; /* both ends closed: END_closed is 0 */
}

struct node *parse_quantified(struct parser *p, enum node_type type, size_t offset)
{
    struct nodes nodes = {0};
    struct keys names = {0};
    struct scope *around = p->scope;
    enum { VARIABLES_MAX = 8 };
    size_t first = slots_new(p, VARIABLES_MAX);
    if (first == SLOT_none)
        return NULL;
    do {
        struct text name;
        if (nodes.count == VARIABLES_MAX)
            return parse_fail(p, offset, 0, "at most %d variables stand in one \"some\" or \"every\"",
                              VARIABLES_MAX);
        struct node *domain = parse_domain(p, &name);
        if (!domain)
            return NULL;
        struct scope *scope = ARENA_NEW(p->arena, struct scope);
        *scope = (struct scope){.outer = p->scope, .name = name, .slot = first + nodes.count};
        p->scope = scope;
        keys_add(p, &names, name);
        nodes_add(p, &nodes, domain);
    } while (lex_sign(&p->lex, ","));
    if (!lex_word(&p->lex, "satisfies"))
        return parse_unexpected(p, "\"satisfies\" and a condition");
    struct node *condition = parse_expression(p);
    p->scope = around;
    if (!condition)
        return NULL;
    nodes_add(p, &nodes, condition);
    struct node *node = node_new(p, type, offset);
    if (node) {
        node->names = names.at;
        node->slot = first;
    }
    return node_end(p, node, &nodes);
}
