/* tasks: what the bench times, one call of the engine (or a few that belong together) each.
 *
 * A task gets people in memory and leaves a list of numbers that says what it found, in an order that stats.R
 * keeps too. */
#ifndef BENCH_TASKS_H
#define BENCH_TASKS_H

#include "people.h"

/* What a task found. */
struct found {
    double *value;
    size_t count;
    /* What it must read and write at least, pass after pass; counted by hand from the algorithm, beside each
     * task. With the time it makes the achieved bandwidth. */
    double bytes;
};

struct task {
    const char *name;
    /* What others may have made before it and does not count. */
    void (*prepare)(struct arena *arena, const struct people *people, void *state);
    void (*run)(struct arena *arena, const struct people *people, void *state);
    void (*tell)(struct arena *arena, const struct people *people, void *state, struct found *found);
};

/* Room for any task's state. */
enum { TASK_STATE_SIZE = 4096 };

/* OUT NULL when there is none of that name. */
const struct task *task_find(const char *name);

#endif
