/* topic_people: the people of one input file (time, what ended it, group, perhaps a stratum), as durations.h
 * wants them. Shared by topics 09 and 10. */
#ifndef TESTS_NUMBERS_TOPIC_PEOPLE_H
#define TESTS_NUMBERS_TOPIC_PEOPLE_H

#include "stats/durations.h"

#include "topic.h"

enum { PEOPLE_LABELS_MAX = 64 };

/* The different texts of a column, in order: as numbers where they are numbers. */
struct labels {
    const char *text[PEOPLE_LABELS_MAX];
    size_t count;
};

struct people {
    struct arena arena;
    struct oracle input;
    char name[TOPIC_NAME_MAX]; /* "veteran" */
    struct labels group, cause, stratum;
    size_t n;
    double *time;
    int *group_of, *cause_of, *stratum_of; /* stratum_of NULL when the file names none */
    struct durations all, by_stratum;      /* by_stratum is `all` where there are no strata */
};

/* Reads PREFIX_NAME_input.csv unless it is what `people` hold already; `event` is the column of causes, in
 * which 0 is censored. The first column after time, event and group, if there is one, is the stratum. Rows
 * with NA are dropped. OUT false when there is no such file. */
bool people_find(struct people *people, struct topic *topic, const char *prefix, const char *name,
                 const char *event);
void people_close(struct people *people);

/* OUT the label's place, or `labels->count`. */
size_t labels_find(const struct labels *labels, const char *text, size_t length);

/* The rest of `name` after its first part and the colon; "" when there is none. OUT the first part's length.
 */
size_t part_first(const char *name, const char **rest);

#endif
