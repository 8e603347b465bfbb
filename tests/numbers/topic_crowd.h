/* topic_crowd: an input file of people, one a row, with a column treat, and how alike its two groups are.
 * Shared by the topics that match them. */
#ifndef TESTS_NUMBERS_TOPIC_CROWD_H
#define TESTS_NUMBERS_TOPIC_CROWD_H

#include "base/arena.h"
#include "stats/balance.h"
#include "stats/match_effect.h"

#include "topic.h"

struct crowd {
    struct oracle table;
    struct arena arena; /* all that is made of the file; opening another clears it */
    char file[TOPIC_NAME_MAX];
    size_t n, found_last;
    const double *treat;
};

/* Reads a file, unless it is the one read last.
 * OUT `fresh` is true when it was read now, so that whatever was made of the last one is gone. False when
 * there is no such file. */
bool crowd_open(struct crowd *crowd, struct topic *topic, const char *file, bool *fresh);
void crowd_close(struct crowd *crowd);

/* OUT a column as numbers, in the arena; NULL when the file has none of that name. */
const double *crowd_column(struct crowd *crowd, const char *name);

/* OUT the id of a person. */
const char *crowd_id(const struct crowd *crowd, uint32_t row);

/* The row with this id; crowd->n when there is none. */
size_t crowd_row(struct crowd *crowd, const char *id);

/* The names in a list like "age+educ", from names[0]. OUT how many; 0 for an empty list. */
size_t crowd_list(struct crowd *crowd, const char *list, const char **names, size_t max);

/* One cell of a balance table as R's MatchIt writes it: of `covariate`, before (columns in _all) and after
 * (in _m) weighting. `apart` is the mean distance between matched people in that covariate, in its own units.
 */
struct answer crowd_balance(struct crowd *crowd, const double *weights, const char *covariate,
                            struct figure apart, const char *column);

/* A statistic of an effect by its name in the expected files; unknown when there is none of that name. */
struct answer crowd_effect(const struct match_effect *effect, const char *stat);

#endif
