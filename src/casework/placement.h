/* placement: a person at an employer, from the terms both agree to, through the day they begin, to why it
 * ended.
 *
 *   placement_agree ─► terms ─ placement_accept ─► agreed by the person and by the employer (R88, R97)
 *   placement_start ─► began; the person's labour-market status, the referral and the follow-ups go with it
 *   placement_end   ─► ended: why, and by whom (R198)      placement_never ─► it never began
 *   placement_subsidise ─► money towards the wage, as the rules of a scheme let the person in (R168)
 *   placement_fee_due ─► placement_fee_pay                  once for each placement that began (R90)
 *
 * Each is one transaction and keeps the history. What must hold (both agreed before it began, no second at
 * once, no fee before a start) stands in dictionary/guards.def and is kept whichever door is taken; where a
 * guard asks for a reason, `because` is it (NULL: none). `done` was made by done_init; the forms stand in its
 * arena.
 *
 * Work experience is never work, and subsidised work never unsubsidised work (R164): the state follows from
 * the placement's kind alone, and of a job from its hours. A second placement at the same time takes the
 * state over; when it ends, what the first one is worth must be said with `then`. */
#ifndef CASEWORK_PLACEMENT_H
#define CASEWORK_PLACEMENT_H

#include "casework/done.h"
#include "report/report.h"

/* IN `terms`: a new form of R_placement, filled in as far as people did. What was left out comes from the
 * referral, when it names one: client, employer, occupation, kind, hours, wage, run, agency. The day is today
 * unless given, the broker who works here, and the channel the agency's, when there is one, or by the
 * broker's role. The referral's result becomes `offered`. */
bool placement_agree(struct store *store, struct form *terms, const char *because, struct done *done,
                     struct err *err);

/* One of the two, CODED_party_client or _employer, agreed to the terms on that day. FAILS ERR_conflict when
 * that one had agreed. */
bool placement_accept(struct store *store, struct text number, int party, int32_t day, const char *because,
                      struct done *done, struct err *err);

/* The terms as client and employer get to see them, each with its label; what is not agreed is said to be so.
 */
bool placement_terms(struct arena *arena, const struct store *store, struct text number, struct report **out,
                     struct err *err);

/* The first day. FAILS ERR_conflict when it began already, or is written down as never begun. */
bool placement_start(struct store *store, struct text number, int32_t day, const char *because,
                     struct done *done, struct err *err);

struct placement_ending {
    struct text number;
    int32_t day;       /* the last day */
    int reason, party; /* CODED_job_end_…, CODED_party_… */
    int then;          /* CODED_labour_status_…: what the person does from the day after; 0: not known */
    const char *because;
};

/* A subsidy that still ran ends with it, and `then` is written down as what came after it (R169). */
bool placement_end(struct store *store, const struct placement_ending *ending, struct done *done,
                   struct err *err);

bool placement_never(struct store *store, struct text number, const char *why, struct done *done,
                     struct err *err);

struct placement_fee {
    struct text number;       /* of the placement */
    struct text organisation; /* empty: the placement's agency */
    struct text claim;        /* the agency's invoice; may be empty */
    double amount;
    const char *because;
};

/* FAILS ERR_conflict when the placement has a fee. */
bool placement_fee_due(struct store *store, const struct placement_fee *fee, struct done *done,
                       struct err *err);

/* FAILS ERR_conflict when it was paid, with the day; ERR_absent when none is due. */
bool placement_fee_pay(struct store *store, struct text number, int32_t day, struct done *done,
                       struct err *err);

struct placement_subsidy {
    struct text number, scheme; /* of the placement; of the scheme, empty: none */
    int32_t from, to;           /* DATE_MIN: no last day */
    double amount;              /* a week */
    struct text grounds;        /* empty: the rules that let the person in */
    const char *because;
};

/* Asks the scheme's rules of the person as at the first day; who they do not let in, or of whom nobody knows,
 * gets it with a reason only (R168). FAILS ERR_reason, naming the rules; ERR_absent: no such scheme, or it
 * has no rule on that day. */
bool placement_subsidise(struct store *store, const struct placement_subsidy *subsidy, struct done *done,
                         struct err *err);

/* The last day of the programme that the placement belongs to, when the placement, as planned or as it went
 * on, outruns it: what comes of it will not be seen by then (R98). *ends is DATE_MIN when it does not, when
 * it belongs to none, or when the programme has no last day. */
bool placement_outruns(const struct store *store, int64_t placement, int32_t *ends, struct err *err);

#endif
