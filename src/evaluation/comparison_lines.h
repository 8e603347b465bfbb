/* comparison_lines: what is compared at each wave, and with which verdict: the programme's outcomes, then
 * every state.
 *
 * All outcomes at all waves are one family of tests (methods 1): their p are adjusted together, whichever are
 * shown. States are exploratory, each by its own p. */
#ifndef EVALUATION_COMPARISON_LINES_H
#define EVALUATION_COMPARISON_LINES_H

#include "evaluation/comparison.h"
#include "evaluation/verdict.h"

/* One share that is compared: an outcome of the programme, or a state. */
struct line {
    const char *label;
    const char *phrase;            /* fits after "were" */
    const struct outcome *outcome; /* NULL: a state */
    struct share_difference share;
    struct mean_difference mean; /* when the outcome is an amount */
};

struct wave_lines {
    struct line *outcomes; /* as the programme names them */
    struct line states[STATE_COUNT];
    size_t state_count;
};

/* One for each wave of the comparison, in the arena. States that nobody is in, and states that are an outcome
 * by themselves, are left out. */
struct wave_lines *comparison_lines(struct arena *arena, const struct comparison *comparison);

/* A label with its first letter, or the one at `at`, large or small: as a heading has it, and within a
 * sentence. */
const char *label_upper(struct arena *arena, const char *text);
const char *label_lower(struct arena *arena, const char *text, size_t at);

bool line_is_amount(const struct outcome *outcome); /* a mean, not a share */
const char *line_state_label(int state);            /* "Unknown" for STATE_unknown */

#endif
