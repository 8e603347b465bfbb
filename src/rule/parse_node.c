#include "rule/parser.h"

#include <string.h>

#include "base/banned.h"

struct node *node_new(struct parser *p, enum node_type type, size_t offset)
{
    if (++p->node_count > RULE_NODES_MAX)
        return parse_fail(p, offset, 0, "the question has more than %d parts; split it into several",
                          RULE_NODES_MAX);
    struct node *node = ARENA_NEW(p->arena, struct node);
    node->type = type;
    node->place.offset = (uint32_t)offset;
    node->slot = SLOT_none;
    node->height = 1;
    return node;
}

struct node *node_end(struct parser *p, struct node *node, const struct nodes *children)
{
    if (!node)
        return NULL;
    if (children) {
        node->count = children->count;
        node->children = children->at;
    }
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i] && node->children[i]->height >= node->height)
            node->height = node->children[i]->height + 1;
    node->place.length = (uint32_t)(p->lex.last - node->place.offset);
    if (node->height > RULE_HEIGHT_MAX)
        return parse_fail(p, node->place.offset, node->place.length,
                          "more than %d operations hang on one another here; split the question",
                          RULE_HEIGHT_MAX);
    return node;
}

struct node *node_of(struct parser *p, enum node_type type, size_t offset, size_t count,
                     struct node *const *children)
{
    struct nodes nodes = {0};
    for (size_t i = 0; i < count; i++) {
        if (!children[i])
            return NULL;
        nodes_add(p, &nodes, children[i]);
    }
    return node_end(p, node_new(p, type, offset), &nodes);
}

void nodes_add(struct parser *p, struct nodes *nodes, struct node *node)
{
    if (nodes->count == nodes->size) {
        nodes->size = nodes->size > 0 ? nodes->size * 2 : 3;
        struct node **at = ARENA_ARRAY(p->arena, struct node *, nodes->size);
        if (nodes->count > 0)
            memcpy(at, nodes->at, nodes->count * sizeof *at);
        nodes->at = at;
    }
    nodes->at[nodes->count++] = node;
}

void keys_add(struct parser *p, struct keys *keys, struct text name)
{
    if (keys->count == keys->size) {
        keys->size = keys->size > 0 ? keys->size * 2 : 4;
        struct text *at = ARENA_ARRAY(p->arena, struct text, keys->size);
        if (keys->count > 0)
            memcpy(at, keys->at, keys->count * sizeof *at);
        keys->at = at;
    }
    keys->at[keys->count++] = name;
}

size_t slots_new(struct parser *p, size_t count)
{
    struct rule *rule = p->rule;
    size_t first = rule->slot_count;
    if (first - rule->input_count + count > RULE_SLOTS_MAX) {
        parse_fail(p, p->lex.last, 0,
                   "the question has more than %d variables, filters and entries; split it", RULE_SLOTS_MAX);
        return SLOT_none;
    }
    rule->slot_count += count;
    return first;
}
