/* made_up: questions at random, for the tests that ask one and all: about every fact and aspect, of every
 * shape that SQL knows, and some that it does not. The same seed makes the same question everywhere. */
#ifndef TESTS_RULES_MADE_UP_H
#define TESTS_RULES_MADE_UP_H

#include "base/str.h"

/* METHOD splitmix64: Steele, Lea & Flood 2014, OOPSLA. */
uint64_t made_up_next(uint64_t *state);
int64_t made_up_below(uint64_t *state, int64_t n); /* 0 .. n - 1 */

/* Appends a question that is yes or no; the greater the depth, the longer. */
void made_up_question(struct str *out, uint64_t *state, int depth);

/* The same with whatever else the language has now and then: nulls, values that cannot be computed, two facts
 * held against each other, every function. */
void made_up_rare_question(struct str *out, uint64_t *state, int depth);

#endif
