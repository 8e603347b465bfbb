#include "stats/match.h"

#include <assert.h>
#include <math.h>

#include "stats/sum.h"

#include "base/banned.h"

enum { PUBLISHED_FROM = 30, WARNED_UNDER = 60 };

const char *match_note_sentence(enum match_note note)
{
    switch (note) {
    case MATCH_NOTE_NOBODY:
        return "nobody was matched";
    case MATCH_NOTE_UNDER_30:
        return "fewer than 30 participants were matched, too few to publish an impact estimate";
    case MATCH_NOTE_UNDER_60:
        return "fewer than 60 participants were matched; read the estimate with caution";
    case MATCH_NOTE_UNMATCHED:
        return "some participants found nobody like them; the estimate is of the others";
    case MATCH_NOTE_FEW_USED:
        return "few people carry most of the comparison group's weight";
    }
    assert(false);
    return "";
}

static unsigned notes_of(const struct match_count *count)
{
    if (count->matched_treated == 0)
        return MATCH_NOTE_NOBODY;
    unsigned notes = 0;
    if (count->matched_treated < PUBLISHED_FROM)
        notes |= MATCH_NOTE_UNDER_30;
    else if (count->matched_treated < WARNED_UNDER)
        notes |= MATCH_NOTE_UNDER_60;
    if (count->matched_treated < count->treated)
        notes |= MATCH_NOTE_UNMATCHED;
    if (!count->ess_controls.absent && count->ess_controls.value < 0.5 * (double)count->matched_controls)
        notes |= MATCH_NOTE_FEW_USED;
    return notes;
}

struct match_count match_counted(const double *treat, const double *weights, size_t n)
{
    enum { BLOCK = 512 }; /* short plain sums, put together without loss */
    struct match_count count = {0};
    struct sum sum = {0}, squares = {0};
    for (size_t begin = 0; begin < n; begin += BLOCK) {
        double block_sum = 0, block_squares = 0;
        for (size_t i = begin; i < n && i < begin + BLOCK; i++) {
            assert(weights[i] >= 0 && isfinite(weights[i]));
            bool treated = match_took_part(treat[i]), used = weights[i] > 0;
            double weight = treated ? 0 : weights[i];
            count.treated += treated;
            count.matched_treated += treated && used;
            count.matched_controls += !treated && used;
            block_sum += weight;
            block_squares += weight * weight;
        }
        sum_add(&sum, block_sum);
        sum_add(&squares, block_squares);
    }
    count.controls = n - count.treated;
    count.ess_controls = count.matched_controls > 0
                             ? figure_of(sum_value(&sum) * sum_value(&sum) / sum_value(&squares))
                             : figure_absent("nobody was matched");
    count.notes = notes_of(&count);
    return count;
}

void match_scale_controls(const double *treat, double *weights, size_t n)
{
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        double weight = match_took_part(treat[i]) ? 0 : weights[i];
        sum += weight;
        used += weight > 0;
    }
    double scale = used > 0 ? (double)used / sum : 1;
    for (size_t i = 0; i < n; i++)
        weights[i] *= match_took_part(treat[i]) ? 1 : scale;
}

struct figure match_pairs_distance(const struct match_pair *pairs, size_t count, const double *values)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(values[pairs[i].treated] - values[pairs[i].control]);
    return count > 0 ? figure_of(sum / (double)count) : figure_absent("nobody was matched");
}
