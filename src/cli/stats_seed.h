/* stats_seed: where a task's chance comes from. */
#ifndef CLI_STATS_SEED_H
#define CLI_STATS_SEED_H

#include "cli/stats_task.h"

/* --seed: 64 hexadecimal digits, or any other words; fresh without it.
 * OUT `printed`, the digits. */
bool stats_seed(struct job *job, struct random_seed *seed, const char **printed, bool *fresh,
                struct err *err);

/* The seed as a finding, so that every format carries it. */
void stats_say_seed(struct report *report, const char *printed, bool fresh);

#endif
