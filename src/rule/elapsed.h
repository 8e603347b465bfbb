/* elapsed: how long ago a day was, in the units of facts: weeks, years, completed years.
 *
 * Counted from the day `from` to the day `day`, both whole days: on the same day it is 0, and before it less.
 * What falls on 29 February has its anniversary on the 28th in other years. The later `from`, the less (or
 * the same): whoever looks for the days at which a threshold is met may halve the interval. */
#ifndef RULE_ELAPSED_H
#define RULE_ELAPSED_H

#include "rule/fact.h"
#include "rule/number.h"

/* WHAT_weeks: days / 7, so that 182 days are 26 and 183 more (R26). WHAT_age: completed years. WHAT_years:
 * completed years, and of the current one the days that have passed of the days that it has: exactly 5 on the
 * fifth anniversary, more a day later (R30). Other facts have no length: that is our mistake.
 * COST 0.1 µs.  CHECKED against a count day by day (tests/unit/t_elapsed.c). */
struct number elapsed(enum fact_what what, int32_t from, int32_t day);

/* The day of the `years`-th anniversary of a day; `years` may be negative. */
int32_t anniversary(int32_t from, int years);

#endif
