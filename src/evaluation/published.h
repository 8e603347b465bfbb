/* published: percentages typed in from somebody else's report, judged by whether they can be (R231).
 *
 *     published_read ─► groups ► waves ► figures ► N stated of them ─► published_judge fills in the verdicts
 *
 * A figure is one printed percentage. A document may state several N for one figure, in several rows of the
 * file: then they are alternatives, and the figure is impossible only when none of them allows it. All
 * figures of a group at a wave are percentages of the same N, so they are judged together too, and a group's
 * waves beside each other. A verdict says what is possible, not what happened; what would mend a figure is a
 * reconstruction and never data. Everything lives in the arena. */
#ifndef EVALUATION_PUBLISHED_H
#define EVALUATION_PUBLISHED_H

#include <stdio.h>

#include "base/problem.h"
#include "stats/grim.h"

enum {
    PUBLISHED_MOST = 60,            /* the largest N tried where none is stated, unless said otherwise */
    PUBLISHED_TOGETHER_MAX = 20000, /* the largest N judged together; above, two decimals prove nothing */
    PUBLISHED_ROWS_MAX = 10000,
    PUBLISHED_ODD_FIGURES_MAX = 40, /* of more figures at a wave, what spoils it is not sought */
};

struct published_sizes {
    const int64_t *at; /* N, ascending */
    size_t count;
};

/* One N that the document states for a figure. */
struct published_stated {
    struct published_stated *next;
    int64_t n, row; /* row of the file */
    struct grim_check check;
    struct grim_repairs repairs; /* when impossible */
    bool fits_together;          /* all figures of the group at the wave can be percentages of it; false above
                                    PUBLISHED_TOGETHER_MAX */
};

struct published_figure {
    struct published_figure *next;
    const char *label, *percent;     /* as printed, without % */
    bool exclusive;                  /* nobody is in two of the exclusive states of a wave */
    int64_t row, row_without_n;      /* the first row; the row that states no N, 0 when there is none */
    struct published_stated *stated; /* in the file's order; NULL when no N is stated */
    struct published_sizes alone;    /* N up to most that allow it by itself */
    struct published_sizes chopped;  /* N up to most that give it only with the further digits cut off */
    bool impossible;                 /* at every N stated; where none is, at every N up to most */
};

/* Another percentage, one character away, that could stand beside the others. */
struct published_mend {
    struct published_mend *next;
    char percent[16];
    struct published_sizes sizes; /* N at which it and the others are possible */
};

/* A figure without which the others of its wave are possible together. */
struct published_odd {
    struct published_odd *next;
    const struct published_figure *figure;
    struct published_sizes others;      /* N up to most at which they are */
    const struct published_mend *mends; /* those with the most N first */
};

/* A group at a wave. */
struct published_wave {
    struct published_wave *next;
    const char *name; /* "" when the file names none */
    struct published_figure *figures;
    size_t figure_count;
    struct published_sizes together;       /* N up to most at which all figures are possible */
    const int64_t *const *together_counts; /* for each of these N a count for each figure */
    /* The smallest N, of any size, at which all are; 0: none, or where only some figures are exclusive none
     * up to PUBLISHED_TOGETHER_MAX. */
    int64_t smallest;
    bool apart; /* neither an N up to most allows all, nor one that is stated, so far as it can be judged */
    const struct published_odd *odd; /* when apart, and there are 2 to PUBLISHED_ODD_FIGURES_MAX figures */
};

struct published_group {
    struct published_group *next;
    const char *name;
    struct published_wave *waves;
    size_t wave_count;
    bool comparable;               /* several waves, and each has an N up to most */
    struct published_sizes common; /* when comparable: N that all waves allow; none: never one size */
};

struct published {
    struct published_group *groups;
    int64_t most;
    int64_t figure_count, impossible_count; /* figures; those impossible by themselves */
    int64_t apart_count;                    /* groups at a wave whose several figures are apart */
};

/* Reads a CSV file with the columns group, wave, label, percent, n and exclusive, in any order; wave, n and
 * exclusive may be missing or empty. Groups, waves and figures stand in the order in which the file first
 * names them.
 * OUT true when the file was read. Every value that is wrong, every figure said twice or in contradiction is
 * in `problems` (initialised here); where there are any, `published` is not to be judged.
 * FAILS a file that is not CSV in UTF-8, unknown, repeated or missing columns (named, with the nearest), no
 * rows, or more than PUBLISHED_ROWS_MAX. */
bool published_read(struct arena *arena, FILE *file, const char *name, struct published *published,
                    struct problems *problems, struct err *err);

/* Fills in the verdicts, trying N from 1 to `most`.
 * FAILS `most` outside 1..PUBLISHED_TOGETHER_MAX.
 * METHOD stats/grim.h. Where only some figures of a wave are exclusive, an N must allow all figures, and the
 * exclusive ones within N; exact halves may then be rounded differently in the two checks.
 * CHECKED against requirements 2.7 A, B and C. */
bool published_judge(struct arena *arena, struct published *published, int64_t most, struct err *err);

/* The N from 1 to `most` that allow one percentage, and those that give it only with the further digits cut
 * off.
 * FAILS as published_judge and grim_percentage. */
bool published_alone(struct arena *arena, const char *percent, int64_t most, struct published_sizes *alone,
                     struct published_sizes *chopped, struct err *err);

/* A percentage as people type it, without blanks and %, in the arena; not checked. */
const char *published_percent(struct arena *arena, struct text typed);

#endif
