/* rule: the question language: one way to ask, of one person or of a million. The folder's front door.
 *
 * rule_compile takes a text through lex, parse and check to a struct rule. From there one person's answer is
 * rule_evaluate's and the reasons for it are explain.h's; everybody's is SQL, emit.h; write.h and dmn.h write
 * the question out again.
 *
 * A question is FEEL (DMN 1.5) with one declared departure, docs/rules.md: a fact that nobody recorded is
 * null, and a comparison with it is null, never false. RULE_standard turns the departure off, for the
 * standard's own tests. */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include "base/err.h"
#include "rule/datum.h"
#include "rule/fact.h"
#include "rule/tree.h"

enum rule_mode { RULE_profile, RULE_standard };

enum {
    RULE_LENGTH_MAX = 16384, /* bytes */
    RULE_DEPTH_MAX = 64,     /* brackets in brackets */
    RULE_HEIGHT_MAX = 256, /* of the tree: 1 + 2 + 3 … is as high as it is long; a and b and c … is not */
    RULE_NODES_MAX = 4096,
    RULE_USES_MAX = 64,
    RULE_SLOTS_MAX = 256, /* variables */
};

struct rule_options {
    enum rule_mode mode;
    bool any_value;            /* the result need not be yes or no */
    bool verified_only;        /* an unverified fact counts as not recorded (R17) */
    const struct text *inputs; /* RULE_standard: further names, and in the order of their values */
    size_t input_count;
    bool (*may_see)(const void *who, const struct fact *fact); /* NULL: all */
    const void *who;
};

struct rule {
    struct text text;
    enum rule_mode mode;
    const struct node *root;
    struct use uses[RULE_USES_MAX]; /* what it asks of a person; node->slot of a NODE_fact is an index here.
                                       NODE_verified of a fact uses its ASPECT_verified too */
    size_t use_count;
    size_t input_count;
    size_t slot_count; /* of inputs and variables; inputs first */
};

/* FAILS ERR_input: what is wrong, place "line 1, column 8" in the err, the nearest known word, and in *where
 * the span of text. The text is copied into the arena. */
bool rule_compile(struct arena *arena, struct text text, const struct rule_options *options,
                  struct rule **out, struct spot *where, struct err *err);

/* Appends the line of `text` that holds the place, and a second line with carets under it. */
void rule_point(struct str *out, struct text text, struct spot where);

struct evaluation {
    struct arena *arena; /* for texts and lists that come about; the caller's, for one evaluation or many */
    const struct datum *values; /* by rule->uses */
    const struct datum *inputs; /* by options.inputs */
    int64_t today;              /* the day that is asked about */
};

/* COST about 20 ns a node when numbers are whole. Never fails: what cannot be computed is null; what takes
 * more than RULE_STEPS_MAX steps (a list in a list in a list) is null too. */
enum { RULE_STEPS_MAX = 1000000 };
struct datum rule_evaluate(const struct rule *rule, const struct evaluation *evaluation);

/* A part of a rule alone: for explaining, for folding constants, and for the tables that emit.h makes. */
struct datum rule_evaluate_node(const struct rule *rule, const struct node *node,
                                const struct evaluation *evaluation);

#endif
