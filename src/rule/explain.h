/* explain: why the answer about one person is what it is.
 *
 * The tree of and, or, not and if down to the leaves, each with its value; of a no (or a yes) the leaves that
 * made it so; of an answer that nobody knows, the smallest sets of facts whose recording could settle it: the
 * questions to ask. A leaf is taken by itself and wants all that it lacks: whether two leaves that ask for
 * the same fact can both be had is conflict.h's. COST about one evaluation for each leaf; the sets are at
 * most EXPLAIN_SETS_MAX, smallest first. METHOD the tree bottom up: the minimal sets that make a part yes,
 * and those that make it no, are joined or crossed (as the cut sets of a fault tree: Fussell & Vesely 1972,
 * Trans. Am. Nucl. Soc.). */
#ifndef RULE_EXPLAIN_H
#define RULE_EXPLAIN_H

#include "rule/rule.h"

struct reason {
    const struct node *node;
    struct datum value; /* yes, no or null */
    bool responsible;   /* without it the answer could be another */
    size_t count;       /* of and, or, not, if: the parts; 0: a leaf */
    struct reason *parts;
    uint64_t uses;    /* of a leaf: bit i is rule->uses[i] */
    uint64_t missing; /* of those, the ones that are not recorded; of a fact that only counts where it is
                         verified, the use that tells (ASPECT_verified) until it is */
};

enum { EXPLAIN_SETS_MAX = 32 };

/* Sets of rule->uses as bits. */
struct explain_sets {
    size_t count;
    bool cut; /* some of the largest were left out: there may be more */
    uint64_t at[EXPLAIN_SETS_MAX];
};

struct explanation {
    struct datum answer;
    struct reason tree;
    struct explain_sets settle; /* answer not known: recording one set could make it yes or no, less cannot */
    struct explain_sets yes;    /* and could make it yes; none: it can only become no */
};

/* Everything lives in the arena. */
void rule_explain(struct arena *arena, const struct rule *rule, const struct evaluation *evaluation,
                  struct explanation *out);

/* The node's words in the question. */
struct text rule_words(const struct rule *rule, const struct node *node);

#endif
