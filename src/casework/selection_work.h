/* selection_work: what the parts of selection share; private to selection*.c. */
#ifndef CASEWORK_SELECTION_WORK_H
#define CASEWORK_SELECTION_WORK_H

#include "casework/selection.h"
#include "casework/sheet.h"

/* Begins a transaction, locks the intake and reads its selection; rolled back when it fails. `list`: the
 * people too; else what stands before them. */
bool selection_begin(struct arena *arena, struct store *store, struct text intake, bool list,
                     struct selection *out, struct err *err);

/* Commits when `good`, else rolls back; returns whether it is kept. */
bool selection_end(struct store *store, bool good, struct err *err);

/* ERR_conflict: there is no list yet, and how to make one. */
bool selection_check_frozen(const struct selection *selection, struct err *err);

/* The people; with `client` (not 0) only that one. */
bool selection_read_list(struct arena *arena, const struct store *store, struct selection *selection,
                         int64_t client, struct err *err);

/* ---- asking ---- */

struct asked_person {
    int64_t client;
    const char *number, *answers, *block, *household;
    int preferred_met;
};

struct asked_list {
    struct asked_person *people; /* by number, byte by byte */
    size_t count;
    int64_t answers[3]; /* people, by what all hard criteria say together */
};

struct asking_list {
    const struct criterion *criteria;
    size_t count;
    struct moment moment;
    enum fact_id block_by;
    bool together;
    void (*progress)(void *with, int64_t done, int64_t all);
    void *with;
};

/* Who is eligible at the moment, within the caller's transaction; uses the table `asked`. */
bool selection_ask(struct arena *arena, const struct store *store, const struct asking_list *request,
                   struct asked_list *out, struct err *err);
/* One person, eligible or not. */
bool selection_ask_one(struct arena *arena, const struct store *store, const struct asking_list *request,
                       int64_t client, struct asked_person *out, struct err *err);

void asked_lottery(struct arena *arena, const struct asked_list *list, struct lottery *out);

#endif
