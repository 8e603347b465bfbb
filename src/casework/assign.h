/* assign: who answers for a person, in which duty, chosen by rule or by name (R113, R118, R137, R141, R216).
 *
 * By rule: of those who work at the person's office in a role that fits the duty, who knows most of what the
 * person brings (their language, their cultural group or a wider one, their occupation: staff_specialty),
 * then who has the least load for that duty, each person counted by their weight. Who would go over their
 * limit is passed over while anybody has room. The limit is the office's standard for the duty
 * (caseload_standard), or for a specialist what the person's programme says instead (practice_override). That
 * nobody is overloaded in silence is a guard. */
#ifndef CASEWORK_ASSIGN_H
#define CASEWORK_ASSIGN_H

#include "base/arena.h"
#include "store/store.h"

struct assign_choice {
    int64_t staff_id;
    const char *login, *name;
    const char *why; /* "speaks their language, knows their group; 12 of 40" */
    double load;     /* before this person */
    double limit;    /* below 0: none is set */
};

struct assign_question {
    int64_t client_id;
    int duty; /* CODED_duty_… */
    int32_t day;
    double weight;
    int64_t office_id; /* 0: where the person is registered */
    int64_t except_id; /* never this one; 0: anybody */
    int64_t staff_id;  /* this one, whatever the rule says; 0: by rule */
};

/* FAILS ERR_absent: nobody there could take them; they are registered nowhere. */
bool assign_choose(struct arena *arena, const struct store *store, const struct assign_question *question,
                   struct assign_choice *out, struct err *err);

struct assign_request {
    struct text client, staff; /* staff empty: by rule */
    int duty;
    int32_t from;
    double weight; /* 0: not said */
    const char *because;
};

struct assigned {
    struct assign_choice choice;
    const char *before; /* whose it was until then; "" nobody's, or the same one's */
};

/* Ends whoever has the duty now on the day before, and gives it to the one named or chosen; in one
 * transaction. FAILS ERR_absent for a client or login that is not there; ERR_conflict for who has left; what
 * a guard asks. */
bool assign_client(struct arena *arena, struct store *store, const struct assign_request *request,
                   struct assigned *out, struct err *err);

/* The same in the caller's transaction, for a choice already made; `ended` is the id of the assignment that
 * ends, 0 for none. */
bool assign_write(struct arena *arena, struct store *store, const struct assign_question *question,
                  const struct assign_choice *choice, int64_t ended, const char *because, struct err *err);

#endif
