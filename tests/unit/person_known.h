/* person_known: what a test says is known of one person, fact by fact; the rest is not recorded. */
#ifndef TESTS_PERSON_KNOWN_H
#define TESTS_PERSON_KNOWN_H

#include "case.h"

#include <string.h>

#include "rule/rule.h"

enum { TODAY = 11200 /* 2000-08-31 */ };

struct known {
    struct arena *arena;
    struct datum values[FACT_end][ASPECT_end];
};

static inline struct rule *compiled_so(struct arena *arena, const char *text, bool verified_only)
{
    const struct rule_options options = {.mode = RULE_profile, .verified_only = verified_only};
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    if (!rule_compile(arena, text_of(text), &options, &rule, &where, &err))
        fail_msg("%s: %s (%s)", text, err.sentence, err.place);
    return rule;
}

static inline struct rule *compiled(struct arena *arena, const char *text)
{
    return compiled_so(arena, text, false);
}

/* The use that a name says: "English speaking is verified". */
static inline struct use use_named(const char *name)
{
    struct use use;
    if (fact_match(text_of(name), &use.fact, &use.aspect) != strlen(name))
        fail_msg("\"%s\" is no fact", name);
    return use;
}

static inline void know(struct known *known, const char *name, struct datum value)
{
    const struct use use = use_named(name);
    known->values[use.fact][use.aspect] = value;
}

/* What a rule asks of the person, in the arena. */
static inline struct evaluation asked(const struct known *known, const struct rule *rule)
{
    struct datum *values = ARENA_ARRAY(known->arena, struct datum, rule->use_count + 1);
    for (size_t u = 0; u < rule->use_count; u++)
        values[u] = known->values[rule->uses[u].fact][rule->uses[u].aspect];
    return (struct evaluation){.arena = known->arena, .values = values, .today = TODAY};
}

#endif
