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
 * COST about a millisecond for one person; of 10,000 and three waves half a second. */
bool follow_up_schedule(struct arena *arena, struct store *store, int64_t intake, int64_t client,
                        struct follow_up_plan *out, struct err *err);

#endif
