/* Names: what is in scope, facts, and the words of the language that begin a value. */
#include "rule/parser.h"

#include <string.h>

#include "rule/function.h"

#include "base/banned.h"

struct found {
    size_t length; /* in the text; 0: nothing */
    struct text name;
    size_t slot;
    size_t slots[RULE_DEPTH_MAX + 1]; /* of the members that may have an entry of the name */
    size_t slot_count;
    bool open; /* the members may lack it: then a name further out counts */
    bool is_fact;
    enum fact_id fact;
    enum aspect aspect;
    const struct term *term; /* not NULL: it stands for this */
};

/* The members met on the way out whose entries cannot be seen. */
struct dark {
    size_t slots[RULE_DEPTH_MAX + 1];
    size_t count;
};

static void found_set(struct found *found, size_t length, struct text name, size_t slot,
                      const struct dark *dark)
{
    found->length = length;
    found->name = name;
    found->slot = slot;
    found->open = slot == SLOT_none;
    found->slot_count = dark->count;
    memcpy(found->slots, dark->slots, dark->count * sizeof *dark->slots);
}

static void found_name(struct found *found, struct text rest, struct text name, size_t slot,
                       const struct dark *dark)
{
    size_t length = lex_name(rest, name);
    if (length > found->length) {
        found_set(found, length, name, slot, dark);
    } else if (length > 0 && length == found->length && found->open) {
        found->slot = slot;
        found->open = false;
    }
}

static void found_entry(struct found *found, struct text rest, struct text name, size_t slot,
                        const struct dark *dark)
{
    size_t length = lex_name(rest, name);
    if (length > found->length)
        found_set(found, length, name, SLOT_none, dark);
    else if (length == 0 || length < found->length || !found->open)
        return;
    if (found->slot_count == 0 || found->slots[found->slot_count - 1] != slot)
        found->slots[found->slot_count++] = slot;
}

/* The members of a filtered list: their entries, then `item`. */
static void found_member(struct found *found, struct text rest, const struct scope *scope, struct dark *dark)
{
    for (size_t i = 0; i < scope->entry_count; i++)
        found_entry(found, rest, scope->entries[i], scope->slot, dark);
    if (!scope->known) {
        dark->slots[dark->count++] = scope->slot;
        if (found->open && (found->slot_count == 0 || found->slots[found->slot_count - 1] != scope->slot))
            found->slots[found->slot_count++] = scope->slot;
    }
    found_name(found, rest, (struct text){"item", 4}, scope->slot, dark);
}

static struct found look_up(struct parser *p, struct text rest)
{
    struct found found = {.slot = SLOT_none};
    struct dark dark = {.count = 0};
    for (const struct scope *scope = p->scope; scope; scope = scope->outer)
        if (scope->members)
            found_member(&found, rest, scope, &dark);
        else
            found_name(&found, rest, scope->name, scope->slot, &dark);
    if (p->options->mode == RULE_standard) {
        for (size_t i = 0; i < p->options->input_count; i++)
            found_name(&found, rest, p->options->inputs[i], i, &dark);
    } else {
        enum fact_id fact;
        enum aspect aspect;
        size_t length = fact_match(rest, &fact, &aspect);
        if (length > found.length) {
            found.length = length;
            found.is_fact = true;
            found.fact = fact;
            found.aspect = aspect;
        }
        const struct term *term = term_match(rest, &length);
        if (length > found.length) {
            found.length = length;
            found.is_fact = true; /* as far as names further in are concerned */
            found.term = term;
        }
    }
    size_t words = dark.count > 0 ? lex_words(rest) : 0;
    if (words > found.length) {
        found_set(&found, words, lex_name_tidy(p->arena, (struct text){rest.at, words}), SLOT_none, &dark);
        found.is_fact = false;
        found.term = NULL;
    }
    return found;
}

/* The check says what it is, who may ask for it and where its value will stand. */
static struct node *parse_fact(struct parser *p, const struct found *found)
{
    size_t offset = p->lex.at;
    lex_take(&p->lex, found->length);
    struct node *node = node_end(p, node_new(p, NODE_fact, offset), NULL);
    if (node) {
        node->fact = found->fact;
        node->aspect = found->aspect;
    }
    return node;
}

static void move_to(struct node *node, struct spot place)
{
    node->place = place;
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i])
            move_to(node->children[i], place);
}

/* What a term stands for is parsed in its place, and its parts all stand there. */
static struct node *parse_term(struct parser *p, const struct found *found)
{
    struct parser inner = *p;
    const struct spot place = {(uint32_t)p->lex.at, (uint32_t)found->length};
    if (!parse_enter(p))
        return NULL;
    inner.lex = (struct lexer){.text = text_of(found->term->text)};
    inner.scope = NULL;
    inner.depth = p->depth;
    struct node *node = parse_expression(&inner);
    p->node_count = inner.node_count;
    parse_leave(p);
    lex_take(&p->lex, found->length);
    if (node)
        move_to(node, place);
    return node;
}

static struct node *parse_found(struct parser *p, const struct found *found)
{
    size_t offset = p->lex.at;
    if (found->term)
        return parse_term(p, found);
    if (found->is_fact)
        return parse_fact(p, found);
    struct node *node = node_new(p, NODE_name, offset);
    if (!node)
        return NULL;
    lex_take(&p->lex, found->length);
    node->name = found->name;
    node->slot = found->slot;
    node->slot_count = found->slot_count;
    if (found->slot_count > 0) {
        node->slots = ARENA_ARRAY(p->arena, size_t, found->slot_count);
        memcpy(node->slots, found->slots, found->slot_count * sizeof *node->slots);
    }
    return node_end(p, node, NULL);
}

/* true, false, null; NULL when none of them comes next. */
static struct node *parse_constant(struct parser *p)
{
    static const struct {
        const char *word;
        enum datum_type type;
        bool boolean;
    } CONSTANTS[] = {
        {"true", DATUM_boolean, true}, {"false", DATUM_boolean, false}, {"null", DATUM_null, false}};
    for (size_t i = 0; i < sizeof CONSTANTS / sizeof *CONSTANTS; i++) {
        lex_skip(&p->lex);
        size_t offset = p->lex.at;
        if (!lex_word(&p->lex, CONSTANTS[i].word))
            continue;
        struct node *node = node_new(p, NODE_literal, offset);
        if (node)
            node->literal =
                CONSTANTS[i].type == DATUM_null ? datum_null() : datum_boolean(CONSTANTS[i].boolean);
        return node_end(p, node, NULL);
    }
    return NULL;
}

/* What begins with a word of the language's own; NULL and err untouched when no such word comes next. */
static struct node *parse_own(struct parser *p)
{
    size_t offset = p->lex.at;
    struct node *node = parse_constant(p);
    if (node || p->err->kind != ERR_none)
        return node;
    if (lex_word(&p->lex, "if"))
        return parse_if(p, offset);
    if (lex_word(&p->lex, "some"))
        return parse_quantified(p, NODE_some, offset);
    if (lex_word(&p->lex, "every"))
        return parse_quantified(p, NODE_every, offset);
    if (lex_at_word(&p->lex, "for"))
        return parse_left_out(p, offset, 3, "\"for … return\" is");
    if (lex_at_word(&p->lex, "function"))
        return parse_left_out(p, offset, 8, "a function written in the question is");
    return NULL;
}

static size_t own_word(struct parser *p)
{
    static const char *const WORDS[] = {"true", "false", "null", "if", "some", "every", "for", "function"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (lex_at_word(&p->lex, WORDS[i]))
            return strlen(WORDS[i]);
    return 0;
}

struct node *parse_name(struct parser *p)
{
    struct text rest = lex_rest(&p->lex);
    struct found found = look_up(p, rest);
    size_t own = own_word(p);
    bool shadowed = own > 0 && found.length > own && found.slot != SLOT_none;
    if (own > 0 && !shadowed && !(found.is_fact && found.length > own)) {
        struct node *node = parse_own(p);
        if (node || p->err->kind != ERR_none)
            return node;
    }
    struct node *call = parse_call(p, found.length);
    if (call || p->err->kind != ERR_none)
        return call;
    if (found.length > 0)
        return parse_found(p, &found);
    if (lex_words(rest) == 0)
        return parse_unexpected(p, "a name, a value or \"(\"");
    return parse_unknown_name(p);
}
