/* parser: what the files parse*.c share; no others include it. A parse_… returns NULL when it failed, and err
 * says why. */
#ifndef RULE_PARSER_H
#define RULE_PARSER_H

#include "rule/lex.h"
#include "rule/parse.h"

/* A name that may be used, or the members of a list that is being filtered; the innermost first. */
struct scope {
    struct scope *outer;
    bool members;         /* the members of a list: `item` and their entries */
    bool known;           /* members: `entries` are all there are */
    struct text *entries; /* members */
    size_t entry_count;
    struct text name; /* not members */
    size_t slot;
};

/* Nodes that are being gathered. */
struct nodes {
    size_t count, size;
    struct node **at;
};

/* Names of context entries that the question has written so far. */
struct keys {
    size_t count, size;
    struct text *at;
};

struct parser {
    struct lexer lex;
    struct arena *arena;
    const struct rule_options *options;
    struct rule *rule;
    struct scope *scope;
    struct keys keys;
    size_t node_count;
    size_t depth;
    bool range_end; /* directly in the end of a range, where [ may close it */
    struct spot *where;
    struct err *err;
};

/* Nodes (parse_node.c). A node begins at an offset and ends with what was taken last. */
struct node *node_new(struct parser *p, enum node_type type, size_t offset);
struct node *node_end(struct parser *p, struct node *node, const struct nodes *children);
struct node *node_of(struct parser *p, enum node_type type, size_t offset, size_t count,
                     struct node *const *children); /* both at once; NULL when a child is NULL */
void nodes_add(struct parser *p, struct nodes *nodes, struct node *node);
void keys_add(struct parser *p, struct keys *keys, struct text name);
size_t slots_new(struct parser *p, size_t count); /* SLOT_none: too many, and err says so */

/* Errors (parse_fail.c). They return NULL. */
void *parse_fail(struct parser *p, size_t offset, size_t length, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void *parse_unexpected(struct parser *p, const char *expected); /* what comes next is not what could */
void *parse_left_out(struct parser *p, size_t offset, size_t length, const char *what);
void *parse_unknown_name(struct parser *p);
void *parse_unknown_function(struct parser *p, size_t length);

bool parse_enter(struct parser *p); /* one level deeper; false: too deep, and err says so */
void parse_leave(struct parser *p);

struct node *parse_expression(struct parser *p);

/* A sum; or the rest of one whose first operand is there already. */
struct node *parse_sum(struct parser *p, struct node *first);

struct node *parse_primary(struct parser *p);
struct node *parse_name(struct parser *p);
struct node *parse_path(struct parser *p, struct node *of);     /* after the point */
struct node *parse_filter(struct parser *p, struct node *list); /* after [ */
struct node *parse_in(struct parser *p, struct node *value);    /* after `in` */
struct node *parse_if(struct parser *p, size_t offset);
struct node *parse_quantified(struct parser *p, enum node_type type, size_t offset);
struct node *parse_bracket(struct parser *p, size_t offset); /* after [: a list or a range */
struct node *parse_context(struct parser *p, size_t offset); /* after { */

/* (a..b], from the second point on; `low` may be NULL when it failed. */
struct node *parse_range(struct parser *p, size_t offset, enum range_end low_end, struct node *low);

/* A comparison's sign, taken when it is there. */
bool parse_comparison_sign(struct parser *p, enum node_type *type);

/* (>= 10) from the sign on, as a range. */
struct node *parse_sign_range(struct parser *p, size_t offset, enum node_type sign);

/* A call whose function's name begins at what comes next; NULL and err untouched when no call stands there.
 */
struct node *parse_call(struct parser *p, size_t beaten);

#endif
