/* check: double-checking of facts (R14, R15, R16, R17).
 *
 *   a fact ─ fact_verify ─► verified by a second person, by document, test or person
 *        ├─ fact_doubt ─► fact_check: both sides' words, an owner, a day ─ check_settle ─► it stands |
 * corrected | … └─ check_sweep: what is stale, follows an English course, contradicts or rests on one word ─►
 * the same
 *
 * Nobody confirms what they wrote themselves: save.h refuses it, and a check is owned by and settled by
 * another. Who says what is kept: `stands` is the record in words as it was when it was doubted, `says` the
 * other side. */
#ifndef CASEWORK_CHECK_H
#define CASEWORK_CHECK_H

#include "base/arena.h"
#include "store/store.h"

enum { FACT_WHICH_MAX = 8, CHECK_DUE_DAYS = 28 };

/* One fact of a person: of each series (a skill of English, a benefit) the last; fields and what they are, as
 * typed, say of which series. */
struct fact_which {
    const struct record *record; /* with verification: the client, facts, spells */
    struct text client;
    enum field_id fields[FACT_WHICH_MAX];
    struct text typed[FACT_WHICH_MAX];
    size_t count;
};

struct fact_found {
    int64_t id, client_id, recorded_by_id;
    const char *words;       /* "Skill Speaking, Level Basic, Assessor Ana, from 2000-01-01" */
    const char *recorded_by; /* login */
};

/* FAILS ERR_absent: there is none; ERR_usage: several, with what would tell them apart; ERR_denied. */
bool fact_find(struct arena *arena, const struct store *store, const struct fact_which *which,
               struct fact_found *out, struct err *err);

/* How it was checked. */
enum checked_by { CHECKED_document, CHECKED_test, CHECKED_person };
bool checked_by_named(struct text name, enum checked_by *how, struct err *err);

struct verifying {
    struct fact_which which;
    enum checked_by how;
    const char *words; /* which document, which test, whom */
    int32_t day;
};

/* Marks it verified by whoever works here, with a settled check that says how; open checks of it are settled:
 * it stands. FAILS ERR_input: who recorded it verifies it (R17); ERR_usage without words. */
bool fact_verify(struct arena *arena, struct store *store, const struct verifying *verifying,
                 struct fact_found *out, int64_t *settled, struct err *err);

struct doubting {
    struct fact_which which;
    int why;           /* CODED_check_why_… */
    const char *says;  /* the other side's words */
    struct text owner; /* empty: by rule: who answers for the person, a steward, a colleague of who recorded
                          it; never who recorded it or doubts it, while there is anybody else */
    int32_t due_on;
};

struct doubted {
    struct fact_found fact;
    const char *number, *owner;
};

/* FAILS ERR_conflict while the same doubt is open. */
bool fact_doubt(struct arena *arena, struct store *store, const struct doubting *doubting,
                struct doubted *out, struct err *err);

struct check_head {
    int64_t id;
    const struct record *record; /* that it is about */
    int64_t row;
};

/* An open check. FAILS ERR_absent; ERR_conflict: it is settled; ERR_input: it is about nothing that is
 * recorded. */
bool check_read(struct arena *arena, const struct store *store, struct text number, struct check_head *out,
                struct err *err);

struct settling {
    struct text number;
    int how; /* CODED_check_settled_… */
    const char *words;
    enum field_id fields[FACT_WHICH_MAX]; /* corrected: what it is instead, as typed */
    struct text typed[FACT_WHICH_MAX];
    size_t count;
    int32_t day;
};

/* Settles it. That it stands is a verification, by another than who recorded it. Corrected: the record gets a
 * new version, unless somebody wrote one since. FAILS ERR_input: who recorded it says that it stands;
 * ERR_usage: no words, or nothing was corrected; ERR_conflict: settled already. OUT the fact as it stands
 * now. */
bool check_settle(struct arena *arena, struct store *store, const struct settling *settling,
                  struct fact_found *out, struct err *err);

/* ---- looking for doubts ---- */

struct sweep_found {
    int why;               /* CODED_check_why_… */
    const char *rule;      /* what was looked for */
    int64_t opened, found; /* found: of that kind, not yet checked; opened at most `most` together */
};

enum { SWEEP_RULES = 6 };

/* Opens a check for each, once for each version of a record: in the order of the rules, the oldest first.
 * COST each rule is one statement: a second of a register of 100,000; a check opened about a millisecond. */
bool check_sweep(struct arena *arena, struct store *store, int64_t most, struct sweep_found out[SWEEP_RULES],
                 struct err *err);

#endif
