/* emit_work: private to the parts of emit: emit.c (and, or, not), emit_leaf.c (by evaluation), emit_value.c
 * (numbers, texts, days), emit_list.c (members of lists). */
#ifndef RULE_EMIT_WORK_H
#define RULE_EMIT_WORK_H

#include "rule/emit.h"

struct emit {
    struct arena *arena;
    const struct rule *rule;
    const struct emit_options *options;
    struct emitted *out;
    struct str *sql;       /* of `out` */
    struct datum *values;  /* by rule->uses, for evaluating leaves */
    bool in_rows;          /* within the rows of a list: */
    enum record_id record; /* their record */
    size_t slot;           /* the variable that stands for a row */
};

/* A whole number's limits: what cannot leave +-2^53 is exact on both engines. */
struct bounds {
    double low, high;
};

#define EMIT_EXACT 9007199254740992.0

/* Each appends an expression, or refuses and returns false. */
bool emit_boolean(struct emit *emit, const struct node *node);
bool emit_whole(struct emit *emit, const struct node *node,
                struct bounds *bounds); /* numbers, choices; days of dates; days between dates */
bool emit_string(struct emit *emit, const struct node *node);
bool emit_compare(struct emit *emit, enum node_type how, const struct node *a, const struct node *b);
bool emit_quantified(struct emit *emit, const struct node *node);
bool emit_list_test(struct emit *emit, const struct node *value,
                    const struct node *list); /* value in list.path */
bool emit_list_call(struct emit *emit, const struct node *call,
                    struct bounds *bounds); /* count, min, max, sum of a list */
bool emit_template(struct emit *emit, const struct node *call);
bool emit_recorded(struct emit *emit, const struct node *of);

/* A leaf by evaluation: constant, few values, or a date that turns it. False without refusing when none of
 * these fits. */
enum leaf { LEAF_done, LEAF_other };
enum leaf emit_leaf(struct emit *emit, const struct node *node);

/* The SQL of NODE_fact, NODE_verified, or an entry of the row. */
bool emit_cell(struct emit *emit, const struct node *node);

/* A node that is a field of the row s: item.level, q.level; NULL field: days. False when it is none. */
bool emit_entry(const struct emit *emit, const struct node *node, const struct field **field);

bool emit_refuse(struct emit *emit, const struct node *node, const char *why);

struct node *emit_literal(struct emit *emit, struct datum datum, const struct node *like);
struct node *emit_pair(struct emit *emit, enum node_type type, const struct node *a, const struct node *b);

/* Whether the node asks for nothing: the same for everybody on the day. */
bool emit_is_constant(const struct node *node);
struct datum emit_constant(struct emit *emit, const struct node *node);

#endif
