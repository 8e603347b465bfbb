/* rct: what a lottery shows.
 *
 * Where more people qualified than there were places, a lottery drew who was offered one (R230). Then
 * the two groups differ by luck alone, and the difference of their means is the effect of the offer,
 * with no model behind it. People stay where they were drawn, whether they took the place or not. If
 * each block (office, intake) had its own lottery, people are compared within blocks, for chances may
 * differ between them. Theory: docs/theory/lottery.md.
 * IN everywhere: outcomes finite, the missing dropped and counted by the caller; 0 < conf < 1; else
 * asserts.
 * COST two passes over the people; memory for the blocks.
 * CHECKED 15_rct (1e-12), by hand in fractions, and by drawing every lottery of a small group. */
#ifndef STATS_RCT_H
#define STATS_RCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"
#include "stats/mean.h"

struct rct_people {
    size_t n;
    const double *outcome;
    const bool *offered;
    const uint32_t *block; /* 0 to blocks - 1; NULL: one lottery for all */
    size_t blocks;         /* not read when block is NULL */
    const double *took_up; /* 1 took part, 0 did not, or a share of the hours; read by rct_complier only */
};

struct rct_effect {
    struct figure effect;  /* offered minus not offered, in the outcome's units */
    struct mean_test test; /* of no effect */
};

/* The effect of the offer, blocks not looked at.
 * ABSENT when a side is empty; the test when a side has one person, or nothing varies.
 * METHOD Neyman 1923, transl. 1990, Statistical Science 5:465-472: se² = s1²/n1 + s0²/n0, which is not
 * under the true variance on average; Welch's degrees of freedom (mean.h). */
struct rct_effect rct_difference(const struct rct_people *people, double conf);

struct rct_blocked {
    struct rct_effect by_size;      /* blocks weighted by their people: the effect on these people */
    struct rct_effect by_precision; /* by 1 / variance: surer, but of a mixture that the data chose */
    size_t blocks_used, blocks_dropped;
    size_t people_used, people_dropped;
    const char *note; /* NULL, or a caution: blocks were dropped */
};

/* The effect of the offer within blocks.
 * IN people->block.
 * OUT a block with under two people on either side has no variance and is dropped, empty ones are not
 * counted. Degrees of freedom by Satterthwaite's rule over all blocks and sides, which with one block
 * is Welch's.
 * ABSENT when no block is left; the tests when nothing varies; by_precision when one block does not
 * vary, for its weight would have no end.
 * METHOD Imbens & Rubin 2015, Causal Inference for Statistics, ch. 9; by precision, Gerber & Green
 * 2012, Field Experiments, ch. 3; Satterthwaite 1946, Biometrics Bulletin 2:110-114. */
struct rct_blocked rct_blocked(const struct rct_people *people, double conf);

struct rct_complier {
    struct figure took_up_offered, took_up_others; /* shares */
    struct rct_effect take_up;                     /* of the offer on taking part */
    struct rct_effect effect; /* of taking part, on those who took part because of the offer */
    struct interval surest;   /* right also where the offer moved few people */
    const char *note;         /* NULL, or a caution: take-up hardly differs */
};

/* The effect of taking part, where not all who were offered a place took it or others found one. It is
 * theirs whom the offer moved, and nobody else's; it supposes that the offer alone, unused, changes
 * nothing, and that nobody stayed away because of it.
 * IN people->took_up; with people->block both differences are taken within blocks and weighted by
 * size.
 * OUT effect of the offer over its effect on take-up; its standard error by the delta method, tested
 * by the normal curve (no degrees of freedom); `surest` holds every effect that the data do not
 * contradict.
 * ABSENT all when the offer moves nobody; `surest` when it would have no end.
 * METHOD Angrist, Imbens & Rubin 1996, JASA 91:444-455; `surest`, Fieller 1954, JRSS B 16:175-185 and
 * Anderson & Rubin 1949, Annals of Mathematical Statistics 20:46-63; the caution under a squared t of
 * 10, Staiger & Stock 1997, Econometrica 65:557-586. */
struct rct_complier rct_complier(const struct rct_people *people, double conf);

#endif
