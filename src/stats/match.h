/* match: who was compared with whom. The words that all ways of matching share.
 *
 * Those who took part (treated) did not do so by lot; matching looks among those who did not (controls) for
 * people like them, and compares only those. What is estimated is the effect on those who took part, and
 * where some of them found nobody, on those of them who did: every result says how many that are. */
#ifndef STATS_MATCH_H
#define STATS_MATCH_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"

/* One treated person and a control found for them: 0-based rows of the caller's arrays. */
struct match_pair {
    uint32_t treated, control;
    uint32_t rank; /* 1 the first control this person got, 2 the second … */
};

/* Everywhere here `treat` is 1 for who took part and 0 for who did not; anything else asserts. Leave people
 * who are in neither group out before. */
static inline bool match_took_part(double treat)
{
    assert(treat >= 1 ? treat <= 1 : treat <= 0 && treat >= 0);
    return treat > 0;
}

/* What a reader must be told beside an estimate. */
enum match_note {
    MATCH_NOTE_NOBODY = 1,    /* nobody was matched */
    MATCH_NOTE_UNDER_30 = 2,  /* fewer than 30 matched participants: no impact estimate is published */
    MATCH_NOTE_UNDER_60 = 4,  /* 30 to 59: published with a warning */
    MATCH_NOTE_UNMATCHED = 8, /* some participants found nobody: the estimate is not of them */
    MATCH_NOTE_FEW_USED = 16, /* the weighted controls count for less than half of their number */
};

/* The sentence for one note. */
const char *match_note_sentence(enum match_note note);

/* How many people stand on each side, and how many of them the matching uses. */
struct match_count {
    size_t treated, controls;
    size_t matched_treated, matched_controls; /* each person once, however often used */
    struct figure ess_controls; /* effective sample size: (sum of weights)² / sum of squared weights, Kish
                                   1965; absent when nobody was matched */
    unsigned notes;             /* enum match_note, added up */
};

/* Counts who has a weight above 0.
 * IN weights[0..n) finite, none below 0; a control's weight may be in any unit. */
struct match_count match_counted(const double *treat, const double *weights, size_t n);

/* Scales the controls' weights so that they add up to their number: then an ordinary regression counts each
 * matched person once. Without matched controls nothing changes. */
void match_scale_controls(const double *treat, double *weights, size_t n);

/* How far apart in one covariate the two of a pair are, on average over the pairs. In the covariate's units.
 * ABSENT when there is no pair. */
struct figure match_pairs_distance(const struct match_pair *pairs, size_t count, const double *values);

#endif
