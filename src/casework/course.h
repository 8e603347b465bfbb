/* course: one run of a programme from its plan to its last session.
 *
 *   a weekly pattern, stretches, the programme's modules ─ course_plan ─► blocks and sessions, in the store
 *   one session, who did not come ─ course_attend ─► attendance of everybody who takes part, at once
 *   a run ─ course_read ─► struct course: what is planned, what was held, what is missing
 *
 * Nothing says how long a run takes but its sessions and blocks (R151). A stretch planned into a time when
 * nobody is hired asks for a reason (R155; guards.def), and is planned when there is one. Fixed lists of runs
 * are boards (boards/courses.def). */
#ifndef CASEWORK_COURSE_H
#define CASEWORK_COURSE_H

#include "casework/enrol.h"

enum { COURSE_WEEKS_MAX = 104, COURSE_DAYS = 7 };

struct course_planning {
    struct text intake;
    int32_t starts_on;           /* week 1 begins here */
    int weeks;                   /* 1 .. COURSE_WEEKS_MAX */
    bool meets[COURSE_DAYS];     /* Monday first: the days on which it meets in weeks of teaching */
    int minutes;                 /* of each session */
    int kinds[COURSE_WEEKS_MAX]; /* CODED_block_kind_x of each week; 0: teaching */
    const char *tutor;           /* NULL: none is named */
    const char *because;         /* where a guard asks for a reason; NULL */
};

struct course_module_plan {
    const char *name;
    double hours, planned; /* hours: -1 not recorded; planned: in the sessions made */
};

struct course_planned {
    const char *intake;
    int32_t first, last;
    int64_t weeks, blocks, sessions, replaced; /* replaced: sessions of an earlier plan */
    double hours;
    struct course_module_plan *modules; /* in their order */
    size_t module_count;
    const char **notes; /* what was planned although a guard asks, and why */
    size_t note_count;
};

/* Makes the blocks and sessions of a run, and sets its first and last day. Modules follow one another in
 * their order, each for as many sessions as its hours ask for. A run planned before is planned anew as long
 * as nobody's attendance is recorded. FAILS ERR_absent: no such intake; ERR_usage: no week, no day, no
 * length; ERR_conflict: sessions were attended already; ERR_reason: a stretch falls into a dead period. */
bool course_plan(struct arena *arena, struct store *store, const struct course_planning *request,
                 struct course_planned *out, struct err *err);

struct report *course_planned_report(struct arena *arena, const struct course_planned *planned);

struct course_attending {
    struct text session;
    const struct text *absent, *late, *excused; /* clients' numbers */
    size_t absent_count, late_count, excused_count;
    const char *why; /* of those who did not come; NULL */
};

struct course_attended {
    const char *session, *intake;
    int32_t held_on;
    int64_t came, late, excused, absent; /* late are among those who came */
    int64_t started;                     /* for whom this was the first day: they have started (R146) */
    const char **missing;                /* who missed this one and the one before */
    size_t missing_count;
};

/* Writes down who came to a session, of everybody who takes part on that day: whom the request does not name
 * came. Asked again it corrects.
 * FAILS ERR_absent: no such session or client; ERR_conflict: somebody named does not take part, or nobody
 * does; ERR_input: a day to come, a session that was cancelled, somebody named twice. */
bool course_attend(struct arena *arena, struct store *store, const struct course_attending *request,
                   struct course_attended *out, struct err *err);

struct report *course_attended_report(struct arena *arena, const struct course_attended *attended);

struct course_stretch {
    int32_t from, to;
    int kind;           /* CODED_block_kind_x */
    const char *period; /* a dead period that it falls into; "" none */
    const char *why;    /* the reason that was given; "" */
};

struct course {
    struct enrol_list list;
    int32_t first, last;                                /* DATE_MIN: nothing is planned */
    int64_t weeks, sessions, held, unmarked, cancelled; /* unmarked: held, and nobody wrote down who came */
    double hours, hours_held;
    int32_t next;                                /* session; DATE_MIN none */
    int64_t intake_weeks, told_least, told_most; /* 0: not recorded */
    int64_t promotion_steps, promotion_overdue;
    bool follows;       /* comes after another run */
    const char *before; /* that run */
    int64_t changes;
    int mixed;                        /* -1 not recorded */
    const char *coordinator, *deputy; /* "" nobody */
    struct course_stretch *stretches;
    size_t stretch_count;
};

/* FAILS ERR_absent: no such intake. */
bool course_read(struct arena *arena, const struct store *store, struct text intake, int32_t today,
                 struct course *out, struct err *err);

struct report *course_report(struct arena *arena, const struct course *course, int32_t today);

#endif
