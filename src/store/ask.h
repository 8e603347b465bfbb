/* ask: questions put to everybody.
 *
 *   struct rule ─ rule_emit ─► SQL over rows of facts ─► answers      where SQL says it exactly
 *              └─ person_read, rule_evaluate, one by one ─► answers    where it does not
 *
 * Either way each client gets one answer to each question: yes, no, or not recorded. Nothing is written:
 * counting and listing run in one read transaction, and a question has no words that could do more. Facts
 * about today come from the standing table; for other days, and as known earlier, they are worked out. COST
 * for a million clients and one question: well under a second by SQL; about 20 s one by one, with progress.
 */
#ifndef STORE_ASK_H
#define STORE_ASK_H

#include "rule/rule.h"
#include "store/moment.h"
#include "store/store.h"

enum answer { ANSWER_no, ANSWER_yes, ANSWER_unknown };

enum { ASK_MAX = 24, SCOPE_FACTS_MAX = 4 };

/* People of whom one of the facts is one of the values: those for whom somebody answers, those of some
 * offices. They are looked up, however many clients there are, so each fact is `indexed`, a text. */
struct ask_scope {
    enum fact_id facts[SCOPE_FACTS_MAX];
    size_t fact_count; /* 1 .. SCOPE_FACTS_MAX */
    const struct text *values;
    size_t value_count; /* 0: nobody */
};

struct ask {
    const struct rule *const *questions;
    size_t count;                  /* 1 .. ASK_MAX */
    const struct ask_scope *scope; /* only these people are asked; NULL: everybody */
    struct moment moment;          /* dated */
    bool within; /* ask_each, ask_page: within the caller's transaction, not one of its own */
    /* told now and then while people are asked one by one; may be NULL */
    void (*progress)(void *with, int64_t done, int64_t all);
    void *with;
};

/* How many people gave these answers. */
struct ask_pattern {
    unsigned char answers[ASK_MAX]; /* enum answer, by question */
    int64_t people;
};

struct ask_counts {
    struct ask_pattern *patterns; /* only those that occur */
    size_t pattern_count;
    int64_t people;
    const char
        *one_by_one; /* why people were asked one by one: what SQL cannot say exactly; NULL: it could */
};

bool ask_count(struct arena *arena, const struct store *store, const struct ask *ask, struct ask_counts *out,
               struct err *err);
int64_t ask_people(const struct ask_counts *counts, size_t question, enum answer answer);

/* How many people's answer to all questions together is `answer`, but counted no further than `most`: a list
 * says "more than 1,000" when it would take long to say how many. OUT *people 0 .. most + 1. */
bool ask_count_most(struct arena *arena, const struct store *store, const struct ask *ask, enum answer answer,
                    int64_t most, int64_t *people, struct err *err);

/* The answer to all of them, joined by and. */
enum answer ask_together(const unsigned char *answers, size_t count);

/* What one person answers to each of them; needs no transaction. */
bool ask_person(struct arena *arena, const struct store *store, const struct ask *ask, int64_t client,
                unsigned char *answers, struct err *err);

/* Each person with their answers, in no promised order; false from `each` ends the walk. */
typedef bool ask_each_person(void *with, int64_t client, const unsigned char *answers, struct err *err);
bool ask_each(struct arena *arena, const struct store *store, const struct ask *ask, ask_each_person *each,
              void *with, struct err *err);

/* Those whose answer to all questions together is `answer`, by id, of those whose id is after `after` (0:
 * from the first), `most` at most: a page of a list. *clients in the arena, room for one more. COST in a
 * scope a few microseconds for each value and each person looked at, however many clients there are; without
 * one, until the page is full. */
bool ask_page(struct arena *arena, const struct store *store, const struct ask *ask, enum answer answer,
              int64_t after, size_t most, int64_t **clients, size_t *count, struct err *err);

/* Fills the temporary table asked (client) with those whose answer to all questions together, joined by and,
 * is `answer`, for reading.chosen and tally_request.chosen; a former one is emptied. */
bool ask_choose(struct arena *arena, const struct store *store, const struct ask *ask, enum answer answer,
                int64_t *people, struct err *err);

/* Fills it with these clients instead, each once; within the caller's transaction. */
bool ask_keep(const struct store *store, const int64_t *clients, size_t count, struct err *err);

/* Compiles a question for this store: what its asker may not see is refused. */
bool ask_compile(struct arena *arena, const struct store *store, struct text text, bool verified_only,
                 struct rule **out, struct spot *where, struct err *err);

#endif
