/* comparison: two groups of one programme, followed at the same waves, as counts.
 *
 * Who counts (R224, methods 2): in the programme group everyone who enrolled, or, where a lottery chose,
 * everyone it drew; in the comparison group everyone in it. Of them, those reached at a wave are N; N is the
 * sum of all states, with those whose state is unknown (R222, R223). The rest were missed, and are counted by
 * reason (R221). */
#ifndef EVALUATION_COMPARISON_H
#define EVALUATION_COMPARISON_H

#include "store/store.h"

enum side { SIDE_programme, SIDE_comparison, SIDE_count };

enum {
    STATE_unknown = 0, /* reached, state not recorded; the others are CODED_labour_status_… */
    STATE_COUNT = 11,
    MISSED_COUNT = 5, /* 0: no follow-up on record; else CODED_follow_up_result_… */
};

/* How far the people of one group got (R146). */
struct passage {
    int64_t eligible, offered, enrolled, started, completed, withdrew;
    int64_t followed; /* the denominator: who counts */
};

struct wave_side {
    int64_t followed, reached;
    int64_t states[STATE_COUNT];  /* sum to reached */
    int64_t missed[MISSED_COUNT]; /* sum to followed - reached */
    int64_t *short_hours; /* by outcome, of those in a state that it counts: too few hours, or unknown */
    double *earnings;     /* of those reached whose earnings are known */
    size_t earnings_count;
};

struct wave_result {
    int64_t id;
    const char *code, *label;
    int months_after;
    bool shown; /* asked for; the others count in the family of tests all the same */
    struct wave_side sides[SIDE_count];
};

struct outcome {
    size_t place; /* among the programme's outcomes, from 0 */
    int64_t id;
    const char *code, *label;
    int measure;              /* CODED_measure_… */
    bool counts[STATE_COUNT]; /* which states count, for a share */
    bool declared; /* with a date before anybody started; else it was named afterwards, for all that anybody
                      can show */
    bool has_hours;
    double hours_at_least; /* a week: with fewer, or of unknown hours, nobody is counted (R164) */
    bool has_worthwhile;
    double worthwhile; /* share 0..1, or the amount's unit */
};

struct comparison_request {
    struct text code;  /* of the programme */
    const char *wave;  /* shows only this one; NULL: all */
    bool completers;   /* of the programme group only who completed */
    const char *where; /* only the people in the table `asked` (ask_choose), and in words who they are; NULL:
                          everyone */
};

struct comparison {
    int64_t programme;
    const char *where;                       /* as requested */
    const char *code, *name, *caution, *how; /* caution and how: "" when there is nothing to say */
    double worthwhile;                       /* share 0..1: the programme's, else 0.10 */
    struct passage passages[SIDE_count];
    int64_t undecided; /* eligible, on neither side */
    struct outcome *outcomes;
    size_t outcome_count;
    struct wave_result *waves;
    size_t wave_count;
};

/* FAILS ERR_absent with the nearest code. */
bool comparison_load(struct arena *arena, struct store *store, const struct comparison_request *request,
                     struct comparison *comparison, struct err *err);

/* How many of the group are in the states that an outcome counts, with the hours that it asks for. */
int64_t outcome_count_of(const struct outcome *outcome, const struct wave_side *side);

#endif
