/* tree: a question as it was parsed and, after the check, as it is evaluated and written as SQL.
 *
 * One struct node for all; `type` says which members mean something. Nodes live in the arena of the
 * compilation and do not change afterwards, so that one tree serves any number of evaluations. */
#ifndef RULE_TREE_H
#define RULE_TREE_H

#include "dict/dict.h"
#include "rule/datum.h"
#include "rule/fact.h"

enum node_type {
    NODE_literal, /* literal: numbers, strings, booleans, null, @"…", and folded constants. A null literal is
                     the written null; what folds to null is left as it was written */
    NODE_fact,    /* fact, aspect */
    NODE_name,    /* slot: an input, a variable of some/every, `item`, an entry of the context around; or
                     slots: members of lists that may have an entry `name`, the innermost first, and the slot
                     (SLOT_none: nothing) where none has it; name */
    NODE_negate,  /* child 0 */
    NODE_add,     /* children 0, 1; so to the comparisons */
    NODE_subtract,
    NODE_multiply,
    NODE_divide,
    NODE_power,
    NODE_equal,
    NODE_not_equal,
    NODE_less,
    NODE_less_equal,
    NODE_greater,
    NODE_greater_equal,
    NODE_and, /* any number of children, from 2: a and b and c is one node */
    NODE_or,
    NODE_not,     /* child 0: not(x), the function with one argument */
    NODE_between, /* child 0 between 1 and 2 */
    NODE_in,      /* child 0 in any of the tests 1 … */
    NODE_test,    /* inside `in`: a comparison whose left side is the value tested; `test`, child 0 */
    NODE_range,   /* low_end, high_end; children 0, 1 (NULL where unbounded). (= x) has x twice; (!= x) too,
                     and its `test` is NODE_not_equal */
    NODE_list,    /* children */
    NODE_context, /* names, children; slots: where later entries find the earlier ones */
    NODE_path,    /* child 0 . name */
    NODE_filter,  /* child 0 [ child 1 ]; slot of `item`; with_entries: names of the item's entries are in
                     scope */
    NODE_call,    /* function, children by parameter, NULL where left out; variadic: all of them */
    NODE_if,      /* children 0, 1, 2 */
    NODE_some,    /* slots and lists: children 0 … n-2 are the domains, the last is the condition */
    NODE_every,
    NODE_verified, /* child 0 is a NODE_fact: its value where it was verified, else null (R17) */
    NODE_recorded, /* is recorded(child 0): never null */
};

#define SLOT_none SIZE_MAX

struct spot { /* where in the question's text */
    uint32_t offset, length;
};

/* What the checker knows of a node's value before any client is looked at. */
enum type_id {
    TYPE_any, /* known only when it is there */
    TYPE_null,
    TYPE_boolean,
    TYPE_number,
    TYPE_string,
    TYPE_choice, /* of `list`: compared with its codes; ordered lists by < too */
    TYPE_date,
    TYPE_time,
    TYPE_date_time,
    TYPE_days,
    TYPE_months,
    TYPE_list,
    TYPE_context,
    TYPE_range,
};

struct type {
    enum type_id id;
    enum list_id list;          /* choice */
    const struct type *element; /* list, range: of its members; NULL: any, or rows of `record` */
    enum record_id record;      /* context: the record whose fields are its entries; list: of its members */
};

struct node {
    enum node_type type;
    struct spot place;
    struct type kind; /* set by the check */
    size_t count;
    struct node **children;
    struct text *names; /* context: entry names; some, every: variables */
    struct text name;   /* name, path */
    size_t slot;        /* fact: of rule->uses; verified: of the use that tells; name; filter: of item; some,
                           every: of the first variable */
    size_t *slots;      /* name: of the members to look in; context: of the entries */
    size_t slot_count;
    unsigned height; /* 1 of a leaf */
    bool with_entries;
    struct datum literal;
    enum fact_id fact;
    enum aspect aspect;
    enum node_type test; /* NODE_test: NODE_equal … NODE_greater_equal */
    enum range_end low_end, high_end;
    const struct function *function;
};

#endif
