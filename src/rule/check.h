/* check: names, kinds and codes of a question, before anybody is asked: private to rule_compile.
 *
 * Sets every node's kind, turns codes into their numbers where a choice is compared with one, computes what
 * depends on nobody, wraps facts in NODE_verified when only verified ones count (R17), and lists what the
 * question uses. */
#ifndef RULE_CHECK_H
#define RULE_CHECK_H

#include "rule/rule.h"

struct check {
    struct arena *arena;
    struct rule *rule; /* text, mode and slot_count are set; root and uses will be */
    const struct rule_options *options;
    struct spot *where; /* of what failed */
    struct err *err;
    struct type *slots; /* of the variables in scope */
};

/* FAILS ERR_input with a sentence, *where the span; ERR_denied for a fact that the asker may not see. */
bool check_question(struct check *check, struct node *root);

/* Parts of it, for check_*.c. */
bool check_node(struct check *check, struct node **node);
bool check_call(struct check *check, struct node *node);
bool check_operator(struct check *check, struct node *node);

/* Fails at a node: the format's first %s is the words of the node in quotes. */
bool check_refuse(struct check *check, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A text compared with a choice becomes the number of its code; the other way round too. False when there is
 * no such code. */
bool check_codes(struct check *check, struct node *a, struct node *b);

/* a and b are compared: by < or only by =. */
bool check_compared(struct check *check, struct node *a, struct node *b, bool ordered);

bool check_is_yes_or_no(struct check *check, const struct node *node);

#endif
