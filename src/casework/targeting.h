/* targeting: whom a programme's criteria reach, before the course starts (R53): half of one course was badly
 * chosen, and the written rule itself had allowed it.
 *
 * Every client is asked every criterion as at the day. The hard ones decide, joined by and; the preferred
 * ones rank those who are eligible by how many they meet (R27). */
#ifndef CASEWORK_TARGETING_H
#define CASEWORK_TARGETING_H

#include "rule/conflict.h"
#include "store/ask.h"
#include "store/kept.h"
#include "store/mix.h"

struct criterion_counts {
    struct criterion criterion;
    struct rule *rule;
    int64_t answers[3];        /* people, by enum answer */
    int64_t rest_on_unchecked; /* of the yes: who would be not recorded if only checked facts counted (R17) */
    int64_t alone;             /* hard: who meets every other hard one and fails only this (R176) */
    bool never;                /* nobody could ever meet it */
};

/* Two hard criteria that cannot both hold (R145). */
struct criterion_pair {
    size_t a, b;
};

enum { TARGETING_MIX_MAX = 6 };

struct targeting {
    const char *programme, *name;
    struct moment moment;
    int64_t people;
    struct criterion_counts *criteria;
    size_t count;
    int64_t eligible[3]; /* by enum answer, to the hard ones together */
    size_t preferred_count;
    int64_t *by_preferred; /* of those eligible: how many meet so many of the preferred ones, 0 ..
                              preferred_count */
    struct criterion_pair *conflicts;
    size_t conflict_count;
    struct {
        enum fact_id fact;
        struct mix mix;
    } mixes[TARGETING_MIX_MAX];
    size_t mix_count;
    int64_t left_out; /* of those eligible: of a group that the programme leaves out (R116) */
    const char *left_out_words;
};

struct targeting_request {
    struct text programme;
    struct moment moment; /* dated */
    enum fact_id mixes[TARGETING_MIX_MAX];
    size_t mix_count;
    void (*progress)(void *with, int64_t done, int64_t all);
    void *with;
};

/* Leaves the table `asked` filled with those who are eligible.
 * FAILS ERR_absent: no such programme, or it has no criteria; ERR_input: more than ASK_MAX of them, or one
 * that no longer compiles, with its code as the place. */
bool targeting_make(struct arena *arena, const struct store *store, const struct targeting_request *request,
                    struct targeting *out, struct err *err);

#endif
