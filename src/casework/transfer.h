/* transfer: a person's move from one office to another, in which nothing is lost (R137).
 *
 *   proposed ─ accept (the office that receives, and the co-ordinator of the programme that goes along) ─►
 * moved ├ refuse, with the reason: the person stays, and whoever proposed it sees why └ withdraw
 *
 * Until all have accepted everything stays as it is. Then, in one transaction: the register spell ends as
 * moved and the next begins the day after, so that weeks registered run on; whoever answered for the person
 * at the old office hands over, the case to whoever takes over, the broker's part by rule (assign.h); and all
 * open work of the person goes along, its days unchanged (owned.h). Enrolments, plans and history are the
 * person's and stay whole. */
#ifndef CASEWORK_TRANSFER_H
#define CASEWORK_TRANSFER_H

#include "base/arena.h"
#include "store/owned.h"

struct transfer_proposal {
    struct text client, to_office;
    struct text to_staff;   /* empty: whoever accepts */
    struct text programme;  /* empty: the one they take part in or are followed up for */
    const char *why, *note; /* note: what whoever takes over must know; NULL */
    const char *because;
};

struct transfer_head {
    int64_t id, client_id, from_office_id, to_office_id, to_staff_id, proposed_by_id, programme_id,
        coordinator_id, deputy_id;
    const char *number, *client, *from_office, *to_office, *to_staff, *proposed_by, *programme, *coordinator;
    const char *refused_why;               /* "" where there is none, as in the others */
    bool accepted, agreed, refused, moved; /* agreed: by the co-ordinator; true when there is none */
};

/* FAILS ERR_absent: no such client, office, member of staff; ERR_conflict: they are not registered anywhere,
 * or there already; ERR_usage: no reason; what a guard asks (one at a time). */
bool transfer_propose(struct arena *arena, struct store *store, const struct transfer_proposal *proposal,
                      struct transfer_head *out, struct err *err);

bool transfer_read(struct arena *arena, const struct store *store, struct text number,
                   struct transfer_head *out, struct err *err);

struct transfer_line {
    const char *words, *key; /* "appointments", "ap-1001" */
};

struct transfer_moved {
    struct transfer_line *lines; /* the open work that went along */
    size_t count;
    size_t unseen;      /* restricted, and not to be seen by who accepted: they stay with their owners */
    const char *broker; /* who speaks for them to employers now; "" nobody */
    bool had_broker;
    size_t family_stays; /* members of their household who are registered at the old office */
};

/* Says yes as whoever works here: for the receiving office, for the programme, or both. OUT head as it stands
 * now; `moved` is filled when that was the last yes (head.moved).
 * FAILS ERR_denied, with who may; ERR_conflict: it is done, refused, or the person is no longer registered
 * there; ERR_usage: nobody is named to take over who may be. */
bool transfer_accept(struct arena *arena, struct store *store, struct text number, struct text to_staff,
                     const char *because, struct transfer_head *head, struct transfer_moved *moved,
                     struct err *err);

/* Says no, with the reason. FAILS as accepting does. */
bool transfer_refuse(struct arena *arena, struct store *store, struct text number, const char *why,
                     struct transfer_head *head, struct err *err);

/* Takes a proposal back: whoever made it, while nothing has moved. */
bool transfer_withdraw(struct arena *arena, struct store *store, struct text number, struct err *err);

#endif
