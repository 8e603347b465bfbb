/* entitlement: whom the rules of a course, subsidy, allowance or benefit let in, and which rule shuts out
 * whom (R121, R143, R168, R175, R176).
 *
 * A scheme's rules are kept questions, each from a day to a day (scheme_rule): set-up data. Of everybody: how
 * many each rule shuts out, and how many it alone does, which is the evidence for changing it; and how many
 * of those shut out another scheme of the same kind would take. Of one person: the answer to each rule. Not
 * recorded is never no. */
#ifndef CASEWORK_ENTITLEMENT_H
#define CASEWORK_ENTITLEMENT_H

#include "store/ask.h"
#include "store/kept.h"

struct entitlement_rule {
    const char *label, *version; /* "education/1": what is asked */
    bool verified_only;
    struct rule *rule;
    int64_t answers[3]; /* of everybody: people, by enum answer */
    int64_t alone;      /* who meets every other rule and fails only this */
    enum answer answer; /* of one person */
};

struct entitlement_other {
    const char *code, *label;
    int64_t takes; /* of those whom the scheme shuts out: who meets every rule of this one */
};

struct entitlement {
    int64_t scheme_id;
    const char *code, *label;
    int kind; /* CODED_scheme_kind_… */
    struct entitlement_rule *rules;
    size_t count;
    int64_t people, together[3]; /* of everybody, to all rules together */
    enum answer answer;          /* of one person, to all rules together */
    struct entitlement_other *others;
    size_t other_count;
};

struct entitlement_request {
    struct text scheme;
    struct moment moment; /* dated; the rules are those of that day */
    void (*progress)(void *with, int64_t done, int64_t all);
    void *with;
};

/* Of everybody. FAILS ERR_absent: no such scheme, with the nearest, or it has no rule on that day; ERR_input:
 * more than ASK_MAX rules, or one that no longer compiles. */
bool entitlement_count(struct arena *arena, const struct store *store,
                       const struct entitlement_request *request, struct entitlement *out, struct err *err);

/* Of one person: the scheme named, or with an empty name every scheme that has rules on that day. */
bool entitlement_of(struct arena *arena, const struct store *store, const struct entitlement_request *request,
                    int64_t client_id, struct entitlement **out, size_t *count, struct err *err);

struct entitlement_need {
    struct text client, scheme;
    int kind;         /* CODED_training_kind_…: what they need */
    const char *rule; /* the label of the rule that shut them out */
    bool asked_by_client;
};

/* Writes down that a rule kept somebody from what they need: a need of training, not offered because of the
 * rule. */
bool entitlement_note_need(struct arena *arena, struct store *store, const struct entitlement_need *need,
                           struct err *err);

#endif
