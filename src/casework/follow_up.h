/* follow_up: who is asked again, when, and by whom; it outlives the programme (R58, R91, R160, R209, R210).
 *
 * rules and waves of the programme ─ follow_up_schedule ─► follow_up_due, each with a day and an owner
 * ─ follow_up_confirm (the owner) ─ follow_up_record ─► done; of a wave also the record that evaluation reads
 *
 * What is due, of one intake:
 *   taking_part  who enrolled, so many weeks after their own index date (follow_up_rule)
 *   wave         both groups alike, so many months after it (wave; R221)
 *   placed       who began in a placement of the intake, weeks after that day (R58)
 *   not_placed   who finished or left without one, weeks after the index date: what to try next (R91)
 * Nothing closes what is due but a result: neither the end of the intake nor of the programme (R210). Who is
 * not_placed and finds a place later is on no list of strategies while it lasts. */
#ifndef CASEWORK_FOLLOW_UP_H
#define CASEWORK_FOLLOW_UP_H

#include "base/arena.h"
#include "store/store.h"

/* Days on which something is due though nobody is hired then (R155). */
struct follow_up_dead {
    int32_t day;
    const char *period; /* its name */
    int64_t dues;
};

struct follow_up_plan {
    int64_t made, stood; /* new; there already, unchanged */
    int64_t moved;       /* open and not confirmed, to another day: the index date was corrected */
    struct follow_up_dead *dead;
    size_t dead_count;
};

/* Makes what is due of a client of the intake, or with `client` 0 of all its people, and was not made yet.
 * Within the caller's transaction; call it whenever somebody enrols, is put on a side, finishes or leaves, or
 * begins in a placement. The owner is who answers for the person (responsible.h), else who works here. Asked
 * again it changes nothing. OUT in the arena; a day in a dead period is made all the same, and told.
 * COST a few milliseconds for one person; many are imported together. */
bool follow_up_schedule(struct arena *arena, struct store *store, int64_t intake, int64_t client,
                        struct follow_up_plan *out, struct err *err);

/* ---- what is due of one person ---- */

struct follow_up_which {
    int64_t client;
    int64_t intake, wave; /* 0: any */
    int track;            /* 0: any */
};

struct follow_up_one {
    int64_t id, owner; /* 0: there is none */
    int32_t day;
    int track, step;
    const char *owner_name;
    const char *intake, *wave; /* codes; wave "" when it serves none */
    bool asks_confidence;      /* a rule of its step does; at a wave, any rule of the programme (R40, R209) */
};

/* The one that has been open longest; where none is open, the last that was done, which may be corrected.
 * FAILS ERR_absent when nothing of that kind was ever due. */
bool follow_up_find(struct arena *arena, const struct store *store, const struct follow_up_which *which,
                    struct follow_up_one *out, struct err *err);

/* What was found. */
struct follow_up_found {
    int64_t due;            /* id */
    int32_t day;            /* that it describes */
    int result;             /* CODED_follow_up_result_… */
    int status;             /* CODED_labour_status_…; 0: not known */
    double hours, earnings; /* below 0: not known */
    double confidence;      /* 0 to 10; below 0: not asked */
    const char *instrument; /* its questions; NULL: those that the person was asked last */
    const char *words;      /* NULL: none */
    int source, method;  /* 0: the person, in an interview; of who was not reached, the officer's statement */
    const char *because; /* where a guard asks why (guards.def); NULL */
};

/* Marks it done; of a wave writes the follow_up that evaluation reads; writes the confidence; all in one
 * transaction. Of who has died, all that is still due is done with. OUT *closed: how many were marked.
 * FAILS ERR_input: a state, hours or a score of somebody who was not reached, or who is not in that wave's
 * work; a day to come; and as form_save does. */
bool follow_up_record(struct arena *arena, struct store *store, const struct follow_up_found *found,
                      int64_t *closed, struct err *err);

/* The owner agrees to what is open of the client (R160). OUT *confirmed: how many, that were not yet.
 * FAILS ERR_denied with the owner's name when nothing of it is theirs; ERR_absent when nothing is open. */
bool follow_up_confirm(struct arena *arena, struct store *store, int64_t client, int64_t *confirmed,
                       struct err *err);

/* Gives what is open to another owner: a programme that closes hands over its follow-ups (R210). */
struct follow_up_giving {
    int64_t programme;    /* 0: of all */
    int64_t office, from; /* only of who is registered there, and of that owner; 0: all */
    int64_t to;
};
bool follow_up_give(struct arena *arena, struct store *store, const struct follow_up_giving *giving,
                    int64_t *given, struct err *err);

#endif
