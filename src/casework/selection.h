/* selection: from the criteria to who takes part, so that it can be proved afterwards (R77-R80, R230).
 *
 *   selection_freeze ─► the list: everybody eligible as at a day, with their answers; undecided
 *   selection_decide   one person in or out, by whom and why      (judgement)
 *   selection_announce where the seed will come from, in advance ─► selection_draw   (lottery)
 *   selection_read ─► struct selection ─ selection_report.h
 *   selection_verify   the list asked again as known then, and the draw drawn again
 *
 * The list is in two records: `enrolment`, the only source of N, one row per eligible person with the same
 * index date whether chosen or not (R78, R221), and `eligibility`, what the list said of them; `selection`
 * holds the freeze itself. Every call is one transaction with its history, and locks the intake first, so
 * that two people at one selection follow one another. */
#ifndef CASEWORK_SELECTION_H
#define CASEWORK_SELECTION_H

#include "casework/lottery.h"
#include "store/ask.h"
#include "store/kept.h"

struct selection_person {
    int64_t client; /* its id */
    const char *number;
    const char *answers; /* to the criteria in their order: y, n, u */
    int preferred_met;
    int64_t rank; /* 1: nobody meets more of the preferred criteria; those alike share it; 0: from outside */
    const char *block, *household; /* "" none */
    bool outside;                  /* chosen though the criteria did not find them */
    int side, chosen_by;           /* codes of the enrolment; side 0: it is gone */
    const char *decided_by, *why;  /* login; "" nobody yet */
    int32_t decided_on;
    int64_t turn; /* of a decision or in the draw, from 1; 0: not yet */
    bool in_draw, drawn;
    int32_t index_on;
};

/* Who stands where. eligible = programme + comparison + undecided - outside - not_on_list: one enrolment
 * list is the source of all of them (R78). */
struct selection_counts {
    int64_t eligible; /* on the frozen list */
    int64_t programme, comparison, undecided;
    int64_t outside;     /* of the programme or comparison: from outside the list */
    int64_t not_on_list; /* in the enrolment list, and neither frozen nor decided here */
};

struct selection {
    int64_t intake_id;
    const char *intake, *intake_name, *programme, *programme_name;
    int64_t places;                    /* of the intake; -1 not recorded */
    int32_t as_at, starts_on, ends_on; /* of the intake; DATE_MIN not recorded */
    bool frozen;                       /* false: nothing below is there */
    int64_t frozen_at;
    const char *frozen_by, *frozen_why;
    int64_t people, eligible, not_eligible, not_recorded;
    size_t preferred;
    const char *block_by; /* "" no blocks */
    bool together;
    const char *fingerprint;
    const char *seed_source, *announced_by, *announced_why; /* "" not announced */
    int64_t announced_at;
    const char *drawn_by, *seed_words, *seed; /* "" not drawn */
    int64_t drawn_at, drawn_places;
    struct criterion *criteria; /* as asked */
    size_t criterion_count;
    struct selection_person *list; /* by rank, then number; those from outside last */
    size_t count;
    struct selection_counts counts;
};

/* Reads the whole. An intake that nobody froze is no failure.
 * FAILS ERR_absent: no such intake. */
bool selection_read(struct arena *arena, const struct store *store, struct text intake, struct selection *out,
                    struct err *err);

/* The same without the people: list and count stay 0. */
bool selection_read_names(struct arena *arena, const struct store *store, struct text intake,
                          struct selection *out, struct err *err);

struct selection_freezing {
    struct text intake;
    int32_t as_at;
    int32_t index_on;      /* of everybody; DATE_MIN: the intake's last day, or its first, or as_at */
    enum fact_id block_by; /* FACT_none: one block */
    bool apart;            /* people of one household are drawn each alone */
    const char *reason;    /* why again; NULL */
    void (*progress)(void *with, int64_t done, int64_t all);
    void *with;
};

/* Asks the programme's criteria of everybody as at the day and writes the list down.
 * FAILS ERR_absent: no such intake, no criteria; ERR_input: a day to come, no hard criterion, a household in
 * two blocks, somebody of a group that the programme leaves out; ERR_conflict: frozen already and no reason,
 * or something was decided; enrolments without a list. COST a list of 10,000 from 100,000 people:
 * bench/README.md. */
bool selection_freeze(struct arena *arena, struct store *store, const struct selection_freezing *request,
                      struct err *err);

/* Of those in the table `asked`, how many belong to a group that the programme leaves out (exclusion), though
 * its criteria let them in; the first few in words. A group above theirs decides where nothing is said of
 * theirs (R116). */
bool selection_left_out(struct arena *arena, const struct store *store, int64_t programme_id, int64_t *people,
                        const char **words, struct err *err);

/* Of an intake's list, how many stand in another intake of the programme, as participants or to compare
 * with: whoever counts people, counts them twice (R78). */
bool selection_elsewhere(struct arena *arena, const struct store *store, int64_t intake_id,
                         int64_t *took_part, int64_t *compared, struct err *err);

struct selection_decision {
    struct text intake, client;
    bool in;
    const char *reason;
};

struct selection_decided {
    bool outside, changed;
    int64_t chosen, places; /* now in the programme; -1 not recorded */
};

/* One person in or out, with a reason. Who is not on the list may be let in, and is counted as outside.
 * FAILS ERR_usage: no reason; ERR_conflict: no list; drawn by lot already; ERR_input: out, from outside. */
bool selection_decide(struct arena *arena, struct store *store, const struct selection_decision *request,
                      struct selection_decided *out, struct err *err);

/* Names where the seed will come from, before it is known.
 * FAILS ERR_conflict: no list, drawn already, or named already and no reason to name another. */
bool selection_announce(struct arena *arena, struct store *store, struct text intake, const char *source,
                        const char *reason, struct err *err);

/* Draws those not yet decided, for the places still free; who is not drawn is the comparison group.
 * IN the words the source gave (random_seed_of_words). *note: NULL, or a caution.
 * FAILS ERR_conflict: not announced, drawn already; ERR_input: no places recorded, none left, or so many that
 * there is nobody to compare with. */
bool selection_draw(struct arena *arena, struct store *store, struct text intake, const char *words,
                    const char **note, struct err *err);

/* What was proved, and who differs. */
struct selection_proof {
    bool list_holds; /* the list follows from what was known at the instant of freezing */
    bool fingerprint_holds;
    bool drawn, draw_holds;
    bool announced_before; /* with drawn: the source stood in the record before the draw */
    struct lottery_difference *differences;
    size_t count;
};

/* Asks the list again as known then, draws again, and compares with what stands now.
 * FAILS ERR_conflict: there is no list. COST as facts are worked out for another day (ask.h). */
bool selection_verify(struct arena *arena, const struct store *store, struct text intake,
                      struct selection_proof *out, struct err *err);

/* The list as a lottery, without those from outside; all texts stay where they are. */
void selection_lottery(struct arena *arena, const struct selection *selection, struct lottery *out);

#endif
