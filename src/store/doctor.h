/* doctor: damage and contradictions, looked for on purpose.
 *
 * What Mahi lets in is checked when it comes in. The doctor looks again at all that is there: whether the
 * engine's files are whole, the tables those of the dictionary, and the records ones that could come in
 * today. It changes nothing (store_mend in store.h makes again what is derived), and says of each finding
 * what to do; and it says what it looked at, so that "nothing found" can be believed.
 *
 * The records are looked at in one unchanging view, row by row as they stream by, or in SQL that both engines
 * share; memory is flat. COST about two passes over the database. Values of restricted records and fields are
 * never repeated; who may not see a restricted record is not even told its key. */
#ifndef STORE_DOCTOR_H
#define STORE_DOCTOR_H

#include "store/import.h"
#include "store/store.h"

enum { DOCTOR_KEPT = 100 }; /* findings of one check that are kept word for word; all are counted */

enum doctor_check_id {
    DOCTOR_files,        /* the engine's own check */
    DOCTOR_tables,       /* the catalog against that of a fresh database */
    DOCTOR_values,       /* each value against its field */
    DOCTOR_required,     /* required values present */
    DOCTOR_dates,        /* dates in order */
    DOCTOR_verification, /* whole, and never by who recorded (R17) */
    DOCTOR_references,   /* what is pointed at is there, stamps included */
    DOCTOR_clients,      /* what is about one client never points at another client's record */
    DOCTOR_lost,         /* versions whose record is gone and was not withdrawn */
    DOCTOR_versions,     /* versions that stood at the same time */
    DOCTOR_spells,       /* spells of one series that overlap */
    DOCTOR_enrolments,   /* dates of an enrolment that contradict one another, its side or its intake */
    DOCTOR_twice,        /* a client in two intakes of one programme */
    DOCTOR_guards,       /* rows that break a guard that refuses, or asks and nobody said why (guard.h) */
    DOCTOR_owned,        /* open work in the name of somebody who has left (owned.h) */
    DOCTOR_standing,     /* rows of standing that say something else than the records (standing.h) */
    DOCTOR_CHECKS
};

struct finding {
    enum doctor_check_id check;
    const struct record *record; /* NULL: not about a record */
    int64_t id;                  /* of the row; 0: not about a row */
    const char
        *key; /* the row's natural key as typed, its parts apart by ", "; "" when there is none to tell */
    const char *sentence; /* what is wrong, and what to do */
};

struct doctor_check {
    const char *name;    /* for programs */
    const char *title;   /* what is looked for */
    const char *unit;    /* of `looked_at` */
    const char *skipped; /* why the check was not made; NULL: it was */
    int64_t looked_at, found;
};

struct doctor_report {
    struct doctor_check checks[DOCTOR_CHECKS];
    struct finding *findings; /* in the order of the checks */
    size_t finding_count, finding_room;
    int64_t found; /* by all checks together */
};

/* False only when the database could not be asked. Nobody else need be kept out. No transaction may be open.
 */
bool doctor_run(struct arena *arena, struct store *store, const struct import_progress *progress,
                struct doctor_report *report, struct err *err);

#endif
