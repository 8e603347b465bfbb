/* appointment: a time to meet a person, with what it takes that they understand one another (R133, R139,
 * R180).
 *
 * appointment_book ─► set ─ appointment_keep ─► kept, with the contact that it was; or not come, or called
 * off └ appointment_move ─► moved, and another set in its place, its interpreter with it
 *
 * How long it takes is what the client's programme says where it departs from standard practice
 * (practice_override), else what whoever books says. That two appointments of one member of staff overlap, or
 * are with somebody who has left, are guards. */
#ifndef CASEWORK_APPOINTMENT_H
#define CASEWORK_APPOINTMENT_H

#include "base/arena.h"
#include "store/store.h"

enum language_need {
    LANGUAGE_alone,       /* manages without an interpreter */
    LANGUAGE_interpreter, /* one must be there: they say so, or understand little English */
    LANGUAGE_unknown,     /* nobody recorded it */
};

struct language_needs {
    enum language_need need;
    const char *code, *language; /* first language: "smo", "Samoan"; "" when not recorded */
    const char *why;             /* "they ask for one", "understands basic English" */
};

bool appointment_language(struct arena *arena, const struct store *store, int64_t client_id, int32_t day,
                          struct language_needs *out, struct err *err);

struct appointment_request {
    struct text client, staff;
    int32_t day;
    int64_t starts_at; /* minutes since midnight */
    int64_t minutes;   /* 0: as the practice says */
    int kind;
    struct text interpreter_from; /* an organisation, to book one at once; empty: none */
    const char *because;
};

struct appointment {
    const char *number;
    int32_t day;
    int64_t starts_at, minutes;
    const char *client, *staff;
    const char *length_by; /* the programme whose practice sets the length; "" when it was said */
    struct language_needs language;
    const char *interpreter_from; /* "" when none is booked */
};

/* FAILS ERR_absent; ERR_input: no length is said or set, or no language to interpret into; what a guard asks.
 */
bool appointment_book(struct arena *arena, struct store *store, const struct appointment_request *request,
                      struct appointment *out, struct err *err);

/* To another time, with the same person, and the interpreter to be confirmed anew. FAILS ERR_conflict when it
 * was kept, moved or called off already. */
bool appointment_move(struct arena *arena, struct store *store, struct text number, int32_t day,
                      int64_t starts_at, const char *why, const char *because, struct appointment *out,
                      struct err *err);

/* An interpreter for an appointment that stands. *language: into which, "Samoan". FAILS ERR_conflict when one
 * is booked. */
bool appointment_interpret(struct arena *arena, struct store *store, struct text number,
                           struct text organisation, const char *because, const char **language,
                           struct err *err);

struct appointment_kept {
    int kept;          /* CODED_kept_… but moved */
    int interpreter;   /* the same of the interpreter, where one was booked; 0: not said */
    const char *why;   /* NULL: not said */
    int64_t minutes;   /* how long it took; 0: not said */
    const char *about; /* what it was about, for the contact; NULL: not said */
};

/* Of one that was kept, writes the contact too. FAILS ERR_conflict as moving does. */
bool appointment_keep(struct arena *arena, struct store *store, struct text number,
                      const struct appointment_kept *kept, struct err *err);

/* "10:30"; and back. FAILS with what would be right. */
const char *time_words(struct arena *arena, int64_t minutes);
bool time_parse(struct text typed, int32_t *day, int64_t *minutes, struct err *err); /* 2000-10-09T10:30 */

#endif
