/* match_replace: each participant is compared with their nearest few, who may serve others too.
 *
 * With replacement nobody's choice takes anything from anybody, so the order of choosing does not matter and
 * each gets the best there is. "Nearest" may be in several covariates at once: the straight-line distance
 * after each has been divided by its standard deviation. Controls as near as the last one chosen are all
 * taken, and share its place, so the result does not hang on the file's order. That few controls carry many
 * comparisons is paid for in the standard error, which is Abadie and Imbens's: the bootstrap is wrong here.
 * Theory: docs/theory/matching-replace.md. */
#ifndef STATS_MATCH_REPLACE_H
#define STATS_MATCH_REPLACE_H

#include "stats/match.h"

struct arena;

struct replace_plan {
    uint32_t neighbours; /* M, at least 1; all controls when there are fewer */
    double caliper; /* the largest gap allowed in any one covariate, in its standard deviations (divisor n)
                       over all people; INFINITY when any will do. Who has fewer than M controls within it is
                       dropped */
};

struct replace_pair {
    uint32_t treated, control; /* rows */
    double weight;             /* one over how many controls this participant has */
};

struct match_replace {
    struct match_count count;
    size_t dropped;             /* participants whom the caliper, or a lack of controls, left with nobody */
    struct replace_pair *pairs; /* by participant, then by control */
    size_t pair_count;
    double *weights; /* n: 1 for a matched participant, a control's sum of pair weights, else 0 */
};

/* Matches.
 * IN covariates[k][i], finite, of n people; one covariate or more. What does not vary tells nobody apart.
 * OUT in `arena`.
 * COST one covariate: a sort and a few steps a person. Several: participants times the controls whose first
 * covariate is near enough to matter. Ties shared by many make many pairs, and memory for each.
 * METHOD Abadie & Imbens 2006, Econometrica 74:235-267; ties and caliper as in Sekhon 2011, Journal of
 * Statistical Software 42(7). Squared distances within 1e-12 of the last one's are ties.
 * CHECKED against 08b_match_replace (pairs exactly), all distances on random people, and by hand. */
struct match_replace match_replace(struct arena *arena, const double *treat, const double *const *covariates,
                                   size_t covariate_count, size_t n, const struct replace_plan *plan);

struct replace_effect {
    struct figure effect; /* on the matched participants; absent when there are none */
    struct figure se; /* of that effect, allowing for controls used often; absent under two participants */
    /* The same as Sekhon's program counts when a caliper drops people: over all participants, with an effect
     * of 0 for the dropped. For comparison with its output only; without a caliper it is `se`. */
    struct figure se_counting_dropped;
    struct figure se_pairs; /* as though pairs were all there is and independent: what not to report */
};

/* The effect on one outcome.
 * IN outcome[i] finite for everybody in a pair.
 * METHOD variance (1/N²) Σ (effect of each - effect)² + (s²/N²) Σ over controls of (K² - Σ of squared pair
 * weights), K the sum of its pair weights, s² half the mean squared pair difference around the effect: the
 * homoscedastic estimator of Abadie & Imbens 2006, theorem 7. */
struct replace_effect replace_effect(const struct match_replace *match, const double *outcome, size_t n);

#endif
