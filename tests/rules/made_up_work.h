/* made_up_work: private to made_up*.c: what is asked often, and what is asked rarely. */
#ifndef TESTS_RULES_MADE_UP_WORK_H
#define TESTS_RULES_MADE_UP_WORK_H

#include "made_up.h"
#include "rule/tree.h"

struct maker {
    struct str *out;
    uint64_t *state;
    bool rarely; /* what is rare comes too */
};

bool one_in(struct maker *make, int64_t n);
const char *pick_word(struct maker *make, const char *const *words, size_t count);

#define PICK_WORD(make, ...)                                                                                 \
    pick_word(make, (const char *const[]){__VA_ARGS__},                                                      \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

void add_date(struct maker *make);
void add_code(struct maker *make, enum list_id list);
void add_text(struct maker *make);
void add_number(struct maker *make);
void add_constant(struct maker *make, struct type kind);
void add_unknown(struct maker *make, struct type kind); /* what is computed and cannot be */
const char *sign(struct maker *make, struct type kind);
void in_list(struct maker *make, const char *what, struct type kind);
void in_range(struct maker *make, const char *what, struct type kind);

/* Something about a value that has a name. */
void about(struct maker *make, const char *what, struct type kind);

/* An entry of a member of a list of these records: its name is appended. */
struct type any_entry(struct maker *make, enum record_id record, struct str *name);

/* Whatever else the language has, about this fact and others. */
void made_up_rarely(struct maker *make, enum fact_id fact);

#endif
