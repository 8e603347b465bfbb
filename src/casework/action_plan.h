/* action_plan: what a person and the service mean to do, step by step, and that it is looked at again (R58,
 * R66, R82, R142).
 *
 * plan_open ─► a plan ─ plan_step_add ─► steps ─ plan_step_close ─► done or dropped, with what came of it
 *                     └ plan_review ─► how near to work they are now, and when it is looked at next
 * All in the record: whoever takes over reads what is open, by whom and by when. Each call locks the plan, or
 * the client whose plan is opened: of two at once the second sees what the first did. */
#ifndef CASEWORK_ACTION_PLAN_H
#define CASEWORK_ACTION_PLAN_H

#include "base/arena.h"
#include "report/report.h"
#include "store/store.h"

struct plan_opening {
    struct text client, intake; /* intake may be empty */
    const char *aim;
    int readiness;     /* 0: not said */
    int32_t review_on; /* DATE_MIN: not said */
};

/* *number: the new plan's, in the arena. FAILS ERR_conflict while another plan of theirs is open. */
bool plan_open(struct arena *arena, struct store *store, const struct plan_opening *opening,
               const char **number, struct err *err);

struct plan_step_request {
    struct text plan, owner; /* owner empty: who works here, unless the client does it */
    int kind;
    const char *what;
    bool by_client;
    int32_t due_on; /* DATE_MIN: not said */
};

/* *rank: its number in the plan. FAILS ERR_conflict when the plan is closed. */
bool plan_step_add(struct arena *arena, struct store *store, const struct plan_step_request *request,
                   int64_t *rank, struct err *err);

/* Done on the day, with what came of it; or dropped, with why. FAILS ERR_conflict when it is closed already,
 * with who did that and what they wrote. */
bool plan_step_close(struct arena *arena, struct store *store, struct text plan, int64_t rank,
                     int32_t done_on, const char *result, const char *dropped_why, struct err *err);

struct plan_review {
    struct text plan;
    int readiness; /* 0: as it was */
    int32_t day;   /* of the review */
    int32_t next;  /* DATE_MIN: none is set */
    const char *words;
    bool close; /* it is done with */
};

/* FAILS ERR_conflict: closing while steps are open. */
bool plan_look_again(struct arena *arena, struct store *store, const struct plan_review *review,
                     struct err *err);

/* The plan, its steps and reviews, those overdue first. FAILS ERR_absent. */
bool plan_report(struct arena *arena, const struct store *store, struct text plan, int32_t today,
                 struct report **out, struct err *err);

#endif
