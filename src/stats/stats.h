/* stats: the numbers of an honest comparison. The folder's front door; it includes the others in
 * reading order.
 *
 * Every call is a pure function of its arguments: no state, no files but the one that frame.h reads, no
 * clock. Group 1 is always the programme, group 2 the comparison (in a column `treat` of people 1 and 0), and
 * a difference is always group 1 minus group 2. Shares are 0..1. What does not exist is absent (figure.h).
 * Impossible arguments, more jobs than people or a confidence of 2, are our mistakes and assert; only what
 * people typed in (grim.h, frame.h, a seed, a list in draw.h) fails with a sentence. random_seed_fresh alone
 * asks the operating system. The theory of each estimator is in docs/theory. */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include "stats/figure.h"
#include "stats/proportion.h"
#include "stats/fisher.h"
#include "stats/two_by_two.h"
#include "stats/conditional.h"
#include "stats/stratified.h"
#include "stats/contingency.h"
#include "stats/followup.h"
#include "stats/power.h"
#include "stats/plan.h"
#include "stats/mean.h"
#include "stats/random.h"
#include "stats/draw.h"
#include "stats/rct.h"
#include "stats/adjust.h"
#include "stats/grim.h"
#include "stats/covariate.h"
#include "stats/frame.h"
#include "stats/balance.h"
#include "stats/ols.h"
#include "stats/durations.h"
#include "stats/survival.h"
#include "stats/logrank.h"
#include "stats/competing.h"
#include "stats/cox.h"
#include "stats/match.h"
#include "stats/match_nearest.h"
#include "stats/match_exact.h"
#include "stats/match_replace.h"
#include "stats/match_kernel.h"
#include "stats/match_effect.h"
#include "stats/logistic.h"
#include "stats/weighting.h"
#include "stats/disclosure.h"
#include "stats/suppress.h"

#endif
