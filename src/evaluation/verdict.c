#include "evaluation/verdict.h"

#include <math.h>
#include <stdio.h>

#include "base/banned.h"

const char *verdict_word(enum verdict verdict)
{
    static const char *const words[] = {"more", "fewer", "no evidence of a difference", "cannot tell"};
    return words[verdict];
}

static bool could_be_shown(struct figure smallest, double worthwhile)
{
    return !smallest.absent && fabs(smallest.value) <= worthwhile;
}

enum verdict verdict_of(struct interval interval, struct figure p, struct figure smallest_up,
                        struct figure smallest_down, struct figure worthwhile)
{
    if (interval.absent || p.absent)
        return VERDICT_cannot_tell;
    if (p.value < VERDICT_ALPHA && interval.low > 0)
        return VERDICT_more;
    if (p.value < VERDICT_ALPHA && interval.high < 0)
        return VERDICT_fewer;
    /* Near the ends of the scale there may be no room for a worthwhile difference one way; the other way must
     * do. */
    bool up = could_be_shown(smallest_up, worthwhile.value),
         down = could_be_shown(smallest_down, worthwhile.value);
    bool seen =
        !worthwhile.absent && (up || smallest_up.absent) && (down || smallest_down.absent) && (up || down);
    bool agree = p.value >= VERDICT_ALPHA && interval.low <= 0 && interval.high >= 0;
    return seen && agree ? VERDICT_no_evidence : VERDICT_cannot_tell;
}

struct share_difference share_compare(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    return (struct share_difference){
        .k = {k1, k2},
        .n = {n1, n2},
        .difference = difference_share(k1, n1, k2, n2),
        .p = fisher_two_sided(k1, n1, k2, n2),
        .interval = difference_newcombe(k1, n1, k2, n2, VERDICT_CONFIDENCE),
        .smallest = power_smallest_difference(k2, n2, n1, VERDICT_ALPHA, VERDICT_POWER),
    };
}

void share_judge(struct share_difference *difference, struct figure p_adjusted, double worthwhile)
{
    difference->p_adjusted = p_adjusted;
    difference->verdict = verdict_of(difference->interval, p_adjusted, difference->smallest.up,
                                     difference->smallest.down, figure_of(worthwhile));
}

static void add_one_p(struct str *out, const char *name, double p)
{
    if (p < 0.001)
        str_addf(out, "%s < 0.001", name);
    else
        str_addf(out, "%s = %.*f", name, p < 0.1 ? 3 : 2, p);
}

/* Several outcomes are one family: the words rest on the adjusted p, so it is said wherever it is another
 * number. */
static void add_p(struct str *out, double p, double adjusted)
{
    add_one_p(out, "p", p);
    if (adjusted != p)
        add_one_p(out, ", adjusted p", adjusted);
}

static void add_group(struct str *out, int64_t k, int64_t n)
{
    str_addf(out, "%lld of %lld (%.1f%%)", (long long)k, (long long)n, 100 * (double)k / (double)n);
}

static void add_smallest_share(struct str *out, const struct smallest_difference *smallest)
{
    if (!smallest->up.absent && !smallest->down.absent)
        str_addf(out, " Groups of this size could have shown %+.1f points and more, or %+.1f and less.",
                 100 * smallest->up.value, 100 * smallest->down.value);
    else if (!smallest->up.absent)
        str_addf(out,
                 " Groups of this size could have shown %+.1f points and more; a difference downward they "
                 "could not have shown at all.",
                 100 * smallest->up.value);
    else if (!smallest->down.absent)
        str_addf(out,
                 " Groups of this size could have shown %+.1f points and less; a difference upward they "
                 "could not have shown at all.",
                 100 * smallest->down.value);
    else
        str_add(out, " Groups of this size could have shown no difference at all.");
}

static void add_opening(struct str *out, enum verdict verdict, const char *what)
{
    switch (verdict) {
    case VERDICT_more:
        str_addf(out, "More of the programme group than of the comparison group were %s: ", what);
        break;
    case VERDICT_fewer:
        str_addf(out, "Fewer of the programme group than of the comparison group were %s: ", what);
        break;
    case VERDICT_no_evidence:
        str_addf(out, "There is no evidence of a difference in how many were %s: ", what);
        break;
    case VERDICT_cannot_tell:
        str_addf(out, "These numbers cannot tell whether the groups differ in how many were %s: ", what);
        break;
    }
}

void share_sentence(struct str *out, const struct share_difference *difference, const char *what)
{
    if (difference->difference.absent) {
        str_addf(out, "These numbers cannot tell whether the groups differ in how many were %s: %s.", what,
                 difference->difference.absent);
        return;
    }
    if (difference->k[0] == 0 && difference->k[1] == 0) {
        str_addf(out, "Nobody in either group is known to have been %s, of %lld and %lld reached; %s.", what,
                 (long long)difference->n[0], (long long)difference->n[1],
                 difference->verdict == VERDICT_no_evidence
                     ? "there is no evidence of a difference"
                     : "these numbers cannot tell whether the groups differ");
        return;
    }
    add_opening(out, difference->verdict, what);
    add_group(out, difference->k[0], difference->n[0]);
    str_add(out, " against ");
    add_group(out, difference->k[1], difference->n[1]);
    str_addf(out, ", a difference of %+.1f points (95%% interval %+.1f to %+.1f; ",
             100 * difference->difference.value, 100 * difference->interval.low,
             100 * difference->interval.high);
    add_p(out, difference->p.value, difference->p_adjusted.value);
    str_add(out, ").");
    if (difference->verdict == VERDICT_cannot_tell || difference->verdict == VERDICT_no_evidence)
        add_smallest_share(out, &difference->smallest);
}

struct mean_difference mean_difference_of(const double *y1, size_t n1, const double *y2, size_t n2)
{
    struct mean_difference difference = {.means = mean_compare(y1, n1, y2, n2, VERDICT_CONFIDENCE)};
    const struct figure *se = &difference.means.welch.se;
    difference.smallest = se->absent
                              ? figure_absent(se->absent)
                              : power_smallest_mean_difference(se->value, VERDICT_ALPHA, VERDICT_POWER);
    return difference;
}

void mean_judge(struct mean_difference *difference, struct figure p_adjusted, struct figure worthwhile)
{
    struct figure down = difference->smallest;
    down.value = -down.value;
    difference->p_adjusted = p_adjusted;
    difference->verdict =
        verdict_of(difference->means.welch.interval, p_adjusted, difference->smallest, down, worthwhile);
}

static void add_amount(struct str *out, double amount)
{
    str_add(out, amount < 0 ? "-$" : "$");
    str_add_grouped(out, (int64_t)llround(fabs(amount)));
}

static void add_signed_amount(struct str *out, double amount)
{
    str_add(out, amount < 0 ? "" : "+");
    add_amount(out, amount);
}

void mean_sentence(struct str *out, const struct mean_difference *difference, const char *what)
{
    const struct mean_comparison *means = &difference->means;
    if (means->difference.absent || means->welch.p.absent) {
        str_addf(out, "These numbers cannot tell whether the groups differ in %s: %s.", what,
                 means->difference.absent ? means->difference.absent : means->welch.p.absent);
        return;
    }
    if (difference->verdict == VERDICT_more || difference->verdict == VERDICT_fewer)
        str_addf(out, "The programme group had %s %s than the comparison group: ",
                 difference->verdict == VERDICT_more ? "higher" : "lower", what);
    else if (difference->verdict == VERDICT_no_evidence)
        str_addf(out, "There is no evidence of a difference in %s: ", what);
    else
        str_addf(out, "These numbers cannot tell whether the groups differ in %s: ", what);
    add_amount(out, means->programme.mean.value);
    str_add(out, " on average against ");
    add_amount(out, means->comparison.mean.value);
    str_add(out, ", a difference of ");
    add_signed_amount(out, means->difference.value);
    str_add(out, " (95% interval ");
    add_signed_amount(out, means->welch.interval.low);
    str_add(out, " to ");
    add_signed_amount(out, means->welch.interval.high);
    str_add(out, "; ");
    add_p(out, means->welch.p.value, difference->p_adjusted.value);
    str_add(out, ").");
    if (difference->verdict != VERDICT_more && difference->verdict != VERDICT_fewer &&
        !difference->smallest.absent) {
        str_add(out, " Groups like these could have shown ");
        add_amount(out, difference->smallest.value);
        str_add(out, " and more, either way.");
    }
}
