/* match_nearest: each participant gets the person most like them who is still free.
 *
 * "Like" is one number for each person, the distance: as a rule the logit of the chance of taking part
 * (logistic.h). Participants choose in turn, and a choice is never undone; so the order of choosing is part
 * of the plan, and locked with it. The rule, complete:
 *   1. Everybody stands in one line by distance, ties in file order.
 *   2. Participants choose largest distance first, smallest first, or in file order; ties in file order.
 *   3. Whose turn it is looks along the line to both sides for the nearest free control of their own exact
 *      stratum, and takes the one with the smaller gap; of equal gaps, the one on the lower side.
 *   4. Nobody takes a control further away than the caliper. Who finds none stays unmatched.
 *   5. With a ratio of k, everybody chooses once, then everybody once more, k rounds in all.
 *   6. With replacement a control stays free for others, but nobody takes the same one twice.
 * Theory: docs/theory/matching-nearest.md. */
#ifndef STATS_MATCH_NEAREST_H
#define STATS_MATCH_NEAREST_H

#include "stats/match.h"

struct arena;

enum match_order { MATCH_LARGEST_FIRST, MATCH_SMALLEST_FIRST, MATCH_FILE_ORDER };

/* Who there is: n people. */
struct match_people {
    const double *distance; /* finite */
    const double *treat;
    const uint32_t *stratum; /* whom one may be matched with at all (match_strata); NULL: everybody */
    size_t strata;           /* every stratum is under this */
    size_t n;                /* under 2^32 - 1 */
};

struct match_plan {
    enum match_order order;
    uint32_t ratio;     /* controls for each participant, at least 1 */
    bool replace;       /* a control may serve several participants */
    double caliper;     /* the largest gap allowed, at least 0; INFINITY when any will do */
    bool caliper_in_sd; /* the caliper counts standard deviations of the distance, over all people */
};

struct match_nearest {
    struct match_count count;
    struct figure sd_distance; /* over all people, divisor n - 1; absent for one person */
    struct figure caliper;     /* as applied, in units of the distance; absent when any gap was allowed */
    double *weights; /* n: 1 for a matched participant; a control has the sum, over those it serves, of one
                        over their number of controls, scaled so that the controls' weights add up to their
                        number; 0 for who is not in */
    uint32_t *set;   /* n: the row of the participant one is matched to, of oneself for a matched participant,
                        MATCH_NO_SET for the others: the clusters of a standard error. NULL with replacement,
                        where a control has no one set */
    struct match_pair *pairs; /* by participant in file order, then by rank */
    size_t pair_count;
};

#define MATCH_NO_SET UINT32_MAX

/* Matches.
 * OUT everything in `arena`. Nobody on one side, or nobody within the caliper, is no failure: there are no
 * pairs, and the count's notes say so.
 * COST one sort and nearly constant time for each choice, whatever the order of choosing: free neighbours are
 * found through links that step over the taken ones and shorten as they are used (Tarjan 1975, JACM
 * 22:215-225). A million people: about a tenth of a second.
 * METHOD greedy matching with a caliper, Rosenbaum & Rubin 1985, American Statistician 39:33-38.
 * CHECKED against 06_matching (pairs exactly), against the rule stated in the slowest way on thousands of
 * random small lines with many ties, and by hand. */
struct match_nearest match_nearest(struct arena *arena, const struct match_people *people,
                                   const struct match_plan *plan);

#endif
