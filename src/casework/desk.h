/* desk: today's work of one member of staff, list by list (R139).
 *
 * A working list is a record: for which role, in which place, of whom (my people, my office, everybody), and
 * what to do. It is a kept question, which finds people, or a board, which shows other work. share/lists has
 * a set for each role; a service changes them as it likes.
 *
 * My people are those for whom I am case manager, specialist, work broker or facilitator on the day; my
 * office is where I work with all that belongs to it. Such people are looked up first, by index, and only
 * they are asked. A board is restricted by --staff or --office where it takes that; a board of one's own
 * knows who asks. */
#ifndef CASEWORK_DESK_H
#define CASEWORK_DESK_H

#include "report/report.h"
#include "rule/rule.h"
#include "store/store.h"

struct desk_list {
    const char *code, *label, *to_do;
    int role, reach;              /* CODED_staff_role_…, CODED_reach_… */
    const char *question, *board; /* one of them; the other is NULL */
    const char *weeks;            /* that the board counts with; NULL: its own number */
};

struct desk {
    const char *login, *name, *office; /* whose it is; the office's code, or NULL when none is recorded */
    int role;
    int32_t day;
    struct text *offices; /* codes: the office and those under it */
    size_t office_count;
    struct desk_list *lists;
    size_t count;
};

/* The desk of who works here, in their role or another (0: their own), as at a day.
 * FAILS ERR_absent: nobody wrote down their role; or no list is kept for the role. */
bool desk_open(struct arena *arena, const struct store *store, int role, int32_t day, struct desk *out,
               struct err *err);

/* The list of that code, of whatever role. FAILS ERR_absent with the nearest. */
bool desk_find(struct arena *arena, const struct store *store, struct text code, struct desk_list *out,
               struct err *err);

/* FAILS ERR_usage when nobody wrote down where they work. */
bool desk_check_office(const struct desk *desk, struct err *err);

/* One person of a page: who answers for them, and the facts that the question used. */
struct desk_person {
    int64_t client;
    const char *number, *family_name, *given_names;
    const char *responsible; /* name; NULL: nobody */
    const char *reached_at;  /* a telephone number or an address; NULL: none is recorded */
    const char **facts;      /* one for each use, as people read it */
};

struct desk_page {
    const struct rule *rule; /* the question: rule->uses say what the facts are */
    const char *version;     /* "overdue/2" */
    struct desk_person *people;
    size_t count;
    int64_t all; /* how many are on the list, counted as far as DESK_COUNTED_MAX + 1; -1 when it is of
                    everybody, whom nobody counts for a page */
    bool more;   /* there is another page */
};

enum { DESK_PAGE_MAX = 1000, DESK_COUNTED_MAX = 1000 };

/* A page of a list of people: those whose client number comes after nobody's (0) or after that client, in the
 * order in which they came to the service; `most` 1 .. DESK_PAGE_MAX. All of it in one transaction. FAILS
 * ERR_usage when it is of my office, and none is recorded. COST a few milliseconds in a scope, however many
 * clients there are. */
bool desk_page(struct arena *arena, const struct store *store, const struct desk *desk,
               const struct desk_list *list, int64_t after, size_t most, struct desk_page *out,
               struct err *err);

/* All lists of the desk: how many each has, and the first few of each. */
bool desk_report(struct arena *arena, const struct store *store, const struct desk *desk, size_t first,
                 struct report **out, struct err *err);

/* One list, from behind a client on (NULL: the first page). A board has one page. */
bool desk_list_report(struct arena *arena, const struct store *store, const struct desk *desk,
                      const struct desk_list *list, const char *after, size_t most, struct report **out,
                      struct err *err);

#endif
