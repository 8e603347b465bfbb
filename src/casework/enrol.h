/* enrol: a person's way through one run of a programme: offered a place, takes it or says no, starts,
 * completes or leaves.
 *
 *   waiting ─ offer ─► offered ─ accept ─► enrolled ─ start ─► started ─ complete ─► completed
 *                         └ decline           └ withdraw          └ withdraw
 *
 * Who is on the programme's side of the list and was offered nothing waits, in the order of their turns
 * (selection.h). A place is held from the offer until it is declined or left; nobody is offered one that is
 * held. A place that falls free before the run starts is offered to whoever waits next, in the same
 * transaction. Whoever takes a place gets a follow-up schedule with it (follow_up.h; R160). Refusal is an
 * outcome with a reason (R49). Those who were not chosen are the comparison group
 * and are never offered a place.
 *
 * One list is the only source of every number (R78, R146): places, enrolled, started, completed and followed
 * up are five counts over it. */
#ifndef CASEWORK_ENROL_H
#define CASEWORK_ENROL_H

#include "casework/follow_up.h"
#include "report/report.h"
#include "store/store.h"

enum enrol_stage {
    ENROL_comparison,
    ENROL_undecided,
    ENROL_waiting,
    ENROL_offered,
    ENROL_enrolled,
    ENROL_started,
    ENROL_completed,
    ENROL_declined,
    ENROL_withdrew,
    ENROL_STAGES
};

enum enrol_step { STEP_offer, STEP_accept, STEP_decline, STEP_start, STEP_complete, STEP_withdraw, STEP_end };

const char *enrol_stage_words(enum enrol_stage stage); /* "waiting" */
const char *enrol_step_name(enum enrol_step step);     /* "offer" */

/* FAILS ERR_usage with the steps there are. */
bool enrol_step_named(struct text name, enum enrol_step *step, struct err *err);

struct enrol_person {
    int64_t id, client; /* id: of the enrolment */
    const char *number;
    enum enrol_stage stage;
    int64_t turn; /* 0: none is recorded */
    bool listed;  /* stands on the frozen list, or was counted as from outside it */
    int32_t offered_on, enrolled_on, started_on, completed_on, left_on; /* DATE_MIN: not so */
    const char *why;                                                    /* they declined or withdrew; "" */
    int64_t followed;                                                   /* waves at which they were reached */
};

/* Each a number of its own: who started is among those enrolled, and so on. */
struct enrol_counts {
    int64_t waiting, held, offered, enrolled, started, completed, declined, withdrew, followed, comparison,
        undecided;
};

struct enrol_list {
    int64_t intake_id;
    const char *intake, *intake_name, *programme_name;
    int64_t places; /* -1 not recorded */
    int32_t starts_on, ends_on;
    bool frozen;
    struct enrol_person *people; /* in the order of their turns, then by number */
    size_t count;
    struct enrol_counts counts;
};

/* FAILS ERR_absent: no such intake. */
bool enrol_read(struct arena *arena, const struct store *store, struct text intake, struct enrol_list *out,
                struct err *err);

struct enrol_counts enrol_count(const struct enrol_person *people, size_t count);

struct enrolling {
    struct text intake;
    const struct text *clients; /* numbers */
    size_t count;               /* 0: everybody whose next step this is; offer: as long as places are free */
    enum enrol_step step;
    int32_t on;
    const char *why;     /* decline, withdraw: the reason */
    const char *because; /* where a guard asks for one (guards.def); NULL */
};

enum enrol_result { ENROL_done, ENROL_was_so, ENROL_waits };

struct enrol_done {
    const char *number;
    enum enrol_step step;
    enum enrol_result result;
    int64_t line; /* of who waits: their place on the waiting list, from 1 */
    bool freed;   /* offered because a place fell free */
};

struct enrolled {
    struct enrol_done *done; /* in the order in which it was done */
    size_t count;
    const char *next;       /* who waits next for a place that fell free too late to be offered; NULL */
    struct enrol_list list; /* as it stands afterwards */
    struct follow_up_plan follow_up;
    const char **notes; /* what guards warn of, or was done although they ask */
    size_t note_count, note_room;
};

/* One step for one or more people: all of them or none.
 * FAILS ERR_usage: no reason for declining or withdrawing; ERR_absent: no such intake or client;
 * ERR_conflict: not on the list, not chosen, or another step comes first; ERR_input: a day to come, or before
 * the step before; and as record_save does. */
bool enrol_step(struct arena *arena, struct store *store, const struct enrolling *request,
                struct enrolled *out, struct err *err);

/* The same in the caller's transaction, which is to be rolled back when this fails. */
bool enrol_step_in(struct arena *arena, struct store *store, const struct enrolling *request,
                   struct enrolled *out, struct err *err);

/* What was done, and where everybody stands now. `most` rows of the list; 0: all. */
struct report *enrol_done_report(struct arena *arena, const struct enrolled *enrolled);
struct report *enrol_list_report(struct arena *arena, const struct enrol_list *list, int64_t most);

#endif
