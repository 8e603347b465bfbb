#include "evaluation/comparison_lines.h"

#include <ctype.h>
#include <string.h>

#include "base/banned.h"

const char *line_state_label(int state)
{
    return state == STATE_unknown ? "Unknown" : list_numbered(LIST_labour_status, state)->label;
}

const char *label_lower(struct arena *arena, const char *text, size_t at)
{
    char *copy = arena_text(arena, text, strlen(text));
    copy[at] = (char)tolower((unsigned char)copy[at]);
    return copy;
}

const char *label_upper(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text, strlen(text));
    copy[0] = (char)toupper((unsigned char)copy[0]);
    return copy;
}

/* "Full-time work" stands in a sentence as "in full-time work". */
static const char *state_phrase(struct arena *arena, int state)
{
    static const char *const before[STATE_COUNT] = {[CODED_labour_status_full_time] = "in ",
                                                    [CODED_labour_status_part_time] = "in ",
                                                    [CODED_labour_status_subsidised] = "in ",
                                                    [CODED_labour_status_work_experience] = "in ",
                                                    [CODED_labour_status_training] = "in ",
                                                    [CODED_labour_status_left_market] = "recorded as having ",
                                                    [CODED_labour_status_left_country] =
                                                        "recorded as having "};
    const char *lead = before[state] ? before[state] : "";
    return label_lower(arena, arena_format(arena, "%s%s", lead, line_state_label(state)), strlen(lead));
}

bool line_is_amount(const struct outcome *outcome)
{
    return outcome->measure == CODED_measure_earnings;
}

/* All outcomes at all waves are one family (methods 1): their p are adjusted together. */
static void judge_outcomes(struct arena *arena, const struct comparison *comparison, struct wave_lines *waves)
{
    size_t per_wave = comparison->outcome_count, total = per_wave * comparison->wave_count;
    struct figure *p = ARENA_ARRAY(arena, struct figure, total + 1);
    for (size_t i = 0; i < total; i++) {
        const struct line *line = &waves[i / per_wave].outcomes[i % per_wave];
        p[i] = line_is_amount(line->outcome) ? line->mean.means.welch.p : line->share.p;
    }
    adjust_holm(p, total, p);
    for (size_t i = 0; i < total; i++) {
        struct line *line = &waves[i / per_wave].outcomes[i % per_wave];
        const struct outcome *outcome = line->outcome;
        if (line_is_amount(outcome))
            mean_judge(&line->mean, p[i],
                       outcome->has_worthwhile ? figure_of(outcome->worthwhile)
                                               : figure_absent("nobody has said what would matter"));
        else
            share_judge(&line->share, p[i], outcome->worthwhile);
    }
}

/* A state that is an outcome by itself is not said twice. */
static bool is_outcome_alone(const struct comparison *comparison, int state)
{
    for (size_t i = 0; i < comparison->outcome_count; i++) {
        const struct outcome *outcome = &comparison->outcomes[i];
        int others = 0;
        for (int other = 1; other < STATE_COUNT; other++)
            others += outcome->counts[other] && other != state;
        if (outcome->counts[state] && others == 0 && !outcome->has_hours)
            return true;
    }
    return false;
}

static void compare_wave(struct arena *arena, const struct comparison *comparison,
                         const struct wave_result *wave, struct wave_lines *lines)
{
    const struct wave_side *a = &wave->sides[SIDE_programme], *b = &wave->sides[SIDE_comparison];
    lines->outcomes = ARENA_ARRAY(arena, struct line, comparison->outcome_count);
    for (size_t i = 0; i < comparison->outcome_count; i++) {
        const struct outcome *outcome = &comparison->outcomes[i];
        struct line *line = &lines->outcomes[i];
        *line = (struct line){.label = label_upper(arena, outcome->label),
                              .phrase = label_lower(arena, outcome->label, 0),
                              .outcome = outcome};
        if (line_is_amount(outcome))
            line->mean = mean_difference_of(a->earnings, a->earnings_count, b->earnings, b->earnings_count);
        else
            line->share = share_compare(outcome_count_of(outcome, a), a->reached,
                                        outcome_count_of(outcome, b), b->reached);
    }
    for (int state = 1; state < STATE_COUNT; state++) {
        if (a->states[state] + b->states[state] == 0 || is_outcome_alone(comparison, state))
            continue;
        struct line *line = &lines->states[lines->state_count++];
        *line = (struct line){.label = line_state_label(state), .phrase = state_phrase(arena, state)};
        line->share = share_compare(a->states[state], a->reached, b->states[state], b->reached);
        share_judge(&line->share, line->share.p, comparison->worthwhile);
    }
}

struct wave_lines *comparison_lines(struct arena *arena, const struct comparison *comparison)
{
    struct wave_lines *waves = ARENA_ARRAY(arena, struct wave_lines, comparison->wave_count);
    for (size_t i = 0; i < comparison->wave_count; i++)
        compare_wave(arena, comparison, &comparison->waves[i], &waves[i]);
    judge_outcomes(arena, comparison, waves);
    return waves;
}
