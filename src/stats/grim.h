/* grim: can this printed percentage come from that many people at all?
 *
 * Shares of N people come in steps of 1/N. 6.4% of 38 people does not exist: 2 of 38 print as 5.3, 3 of 38
 * as 7.9. So a printed percentage can be checked against its N, several percentages of one group against
 * each other, and a slip of one character may be found (R231). All in integers: no answer hangs on how a
 * computer rounds. What a check says is what is possible, not what happened; weights nobody mentioned, or a
 * question some left blank, break it too. Theory: docs/theory/grim.md.
 *
 * IN a number is the text as printed, for its decimals matter: "36.30" says more than "36.3". Digits with at
 * most one point, a digit on both sides of it, at most GRIM_DIGITS_MAX digits and GRIM_DECIMALS_MAX after
 * the point, a percentage at most 100.
 * FAILS any other text, and people (times items) below 1 or above GRIM_PEOPLE_MAX: ERR_input with a
 * sentence.
 * METHOD Brown & Heathers 2017, Social Psychological and Personality Science 8:363-369, for percentages and
 * several roundings.
 * CHECKED against 12_grim and requirements 2.7 A, B, C (exact). */
#ifndef STATS_GRIM_H
#define STATS_GRIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum {
    GRIM_DIGITS_MAX = 9,
    GRIM_DECIMALS_MAX = 4,
    GRIM_PEOPLE_MAX = 1000000000, /* N, or N times items */
    GRIM_JOINT_PEOPLE_MAX = 1000000,
};

/* What printers do with exactly half a unit of the last digit. */
enum grim_rounding {
    GRIM_HALF_UP,   /* 52.5 prints as 53 */
    GRIM_HALF_EVEN, /* 52.5 prints as 52, 53.5 as 54 */
    GRIM_HALF_DOWN, /* 52.5 prints as 52 */
};

/* What one printed number can be. A "count" is the k of k/N; for a mean, the total of everybody's answers. */
struct grim_check {
    bool half_up, half_even, half_down; /* some count prints as this number under that rounding */
    bool any;                           /* under at least one of the three: the verdict */
    bool chopped;     /* some count gives it with the further digits cut off; not part of `any` */
    bool testable;    /* N is so small that some printed numbers are impossible; else `any` proves nothing */
    int64_t count;    /* the nearest count, the lower of two; when `any`, one that prints as the number */
    int64_t below;    /* for "nearest 2/38 = 5.26, 3/38 = 7.89": the last count at or under the number, */
    int64_t above;    /* and the next, at most N for a percentage */
    double gap_units; /* from the number to the nearest count, in units of the last printed digit */
};

/* Checks a percentage of `n` people. `*check` is filled only when true is returned.
 * COST constant. */
bool grim_percentage(const char *text, int64_t n, struct grim_check *check, struct err *err);

/* Checks the mean of `n` people, each of whom gave `items` whole-number answers (a test of 3 questions: 3;
 * an age: 1). */
bool grim_mean(const char *text, int64_t n, int64_t items, struct grim_check *check, struct err *err);

/* One N at which all the percentages of a group are possible together. */
struct grim_size {
    int64_t n;
    enum grim_rounding rounding; /* one writer rounds one way: the first under which all are possible */
    const int64_t *counts; /* as the percentages: the nearest count, a lower one where the sum asks it */
};

struct grim_sizes {
    const struct grim_size *at; /* ascending N */
    size_t count;
};

/* All N from 1 to max_n at which all `count` percentages are possible together.
 * IN `exclusive`: nobody is in two of the states, so the counts must be able to sum to N or less; max_n in
 * 1..GRIM_JOINT_PEOPLE_MAX (else FAILS); count >= 1.
 * OUT possibly none.
 * COST max_n * count; memory in the arena. */
bool grim_joint(struct arena *arena, const char *const *percentages, size_t count, bool exclusive,
                int64_t max_n, struct grim_sizes *sizes, struct err *err);

/* The smallest N of any size at which all are possible together; 0 when there is none, which only
 * `exclusive` percentages that sum to more than 100 can bring about.
 * COST stops at N = 200 times 10 to the decimals, where the answer is certain. */
bool grim_smallest_joint_n(const char *const *percentages, size_t count, bool exclusive, int64_t *n,
                           struct err *err);

/* A percentage one character away. */
struct grim_repair {
    char text[16]; /* "36.4" */
    int64_t count; /* its count at N */
};

struct grim_repairs {
    const struct grim_repair *at;
    size_t count;
};

/* Percentages possible at `n` that one slip of the typist turns into `text`: a digit lost before the point,
 * or one digit mistaken for another.
 * OUT lost digits first, then mistaken ones, each by place and digit; decimals stay as printed. A repair is
 * a reconstruction and never data.
 * COST a hundred checks. */
bool grim_repair(struct arena *arena, const char *text, int64_t n, struct grim_repairs *repairs,
                 struct err *err);

#endif
