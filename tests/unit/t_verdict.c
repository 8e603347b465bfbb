#include "case.h"

#include <stdlib.h>
#include <string.h>

#include "evaluation/verdict.h"

static const char *const NOTHING = "nobody was reached";

/* ---- the word ---- */

/* The verdict of an interval, p, what could have been shown either way, and what would matter. */
static enum verdict word(double low, double high, double p, double up, double down, double worthwhile)
{
    return verdict_of(interval_of(low, high), figure_of(p), figure_of(up), figure_of(down),
                      figure_of(worthwhile));
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(verdict_word(VERDICT_more), "more");
    assert_string_equal(verdict_word(VERDICT_fewer), "fewer");
    assert_string_equal(verdict_word(VERDICT_no_evidence), "no evidence of a difference");
    assert_string_equal(verdict_word(VERDICT_cannot_tell), "cannot tell");
}

/* p must be under 5%, not at it; the interval must leave 0 out, not touch it. Both, not one. */
static void more_and_fewer(void **state)
{
    (void)state;
    assert_int_equal(word(0.001, 0.2, 0.0499, 0.3, -0.3, 0.1), VERDICT_more);
    assert_int_equal(word(0.001, 0.2, 0.05, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(0, 0.2, 0.0499, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.001, 0.2, 0.0499, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.2, -0.001, 0.0499, 0.3, -0.3, 0.1), VERDICT_fewer);
    assert_int_equal(word(-0.2, -0.001, 0.05, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.2, 0, 0.0499, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
    /* what a larger group could have shown does not matter once it was shown */
    assert_int_equal(word(0.001, 0.2, 0.0499, 0.05, -0.05, 0.1), VERDICT_more);
    assert_int_equal(word(-0.2, -0.001, 0.0499, 0.05, -0.05, 0.1), VERDICT_fewer);
}

/* A difference that matters must be one that could have been shown, up and down. */
static void no_evidence(void **state)
{
    (void)state;
    assert_int_equal(word(-0.05, 0.05, 0.9, 0.1, -0.1, 0.1), VERDICT_no_evidence);
    assert_int_equal(word(-0.05, 0.05, 0.05, 0.1, -0.1, 0.1), VERDICT_no_evidence);
    assert_int_equal(word(-0.05, 0.05, 0.9, 0.1001, -0.1, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.05, 0.05, 0.9, 0.1, -0.1001, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.05, 0.05, 0.9, 0.02, -0.02, 0.01), VERDICT_cannot_tell);
}

/* Where p finds something and the interval does not, however large the groups, nothing may be said to be
 * absent either. */
static void they_disagree(void **state)
{
    (void)state;
    assert_int_equal(word(-0.001, 0.2, 0.04, 0.01, -0.01, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.2, 0.001, 0.04, 0.01, -0.01, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(0.001, 0.2, 0.06, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
    assert_int_equal(word(-0.2, -0.001, 0.06, 0.3, -0.3, 0.1), VERDICT_cannot_tell);
}

/* Near an end of the scale there is no room one way: the other way must do, and both absent is no study at
 * all. */
static void one_sided(void **state)
{
    (void)state;
    const struct interval interval = interval_of(-0.05, 0.05);
    const struct figure p = figure_of(0.9), none = figure_absent("no room"), matters = figure_of(0.1);
    assert_int_equal(verdict_of(interval, p, figure_of(0.1), none, matters), VERDICT_no_evidence);
    assert_int_equal(verdict_of(interval, p, none, figure_of(-0.1), matters), VERDICT_no_evidence);
    assert_int_equal(verdict_of(interval, p, figure_of(0.11), none, matters), VERDICT_cannot_tell);
    assert_int_equal(verdict_of(interval, p, none, figure_of(-0.11), matters), VERDICT_cannot_tell);
    assert_int_equal(verdict_of(interval, p, none, none, matters), VERDICT_cannot_tell);
}

static void absent_numbers(void **state)
{
    (void)state;
    const struct interval interval = interval_of(0.1, 0.2), around = interval_of(-0.01, 0.01);
    const struct figure p = figure_of(0.001), large = figure_of(0.9), up = figure_of(0.01),
                        down = figure_of(-0.01), matters = figure_of(0.1);
    assert_int_equal(verdict_of(interval, p, up, down, matters), VERDICT_more);
    assert_int_equal(verdict_of(interval_absent(NOTHING), p, up, down, matters), VERDICT_cannot_tell);
    assert_int_equal(verdict_of(interval, figure_absent(NOTHING), up, down, matters), VERDICT_cannot_tell);
    assert_int_equal(verdict_of(around, large, up, down, matters), VERDICT_no_evidence);
    assert_int_equal(verdict_of(around, large, up, down, figure_absent("nobody has said")),
                     VERDICT_cannot_tell);
    assert_int_equal(verdict_of(interval, p, up, down, figure_absent("nobody has said")), VERDICT_more);
}

/* ---- shares ---- */

static struct share_difference shares(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double worthwhile)
{
    struct share_difference difference = share_compare(k1, n1, k2, n2);
    share_judge(&difference, difference.p, worthwhile);
    return difference;
}

static void assert_sentence(const struct share_difference *difference, const char *expected)
{
    struct str said;
    str_init(&said);
    share_sentence(&said, difference, "in any work");
    if (strcmp(said.at ? said.at : "", expected) != 0)
        fail_msg("\"%s\"\nis not\n\"%s\"", said.at, expected);
    str_clear(&said);
}

/* The vector of the requirements, 5.2. */
static void engineers(void **state)
{
    (void)state;
    struct share_difference difference = shares(2, 26, 2, 19, 0.10);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_sentence(&difference,
                    "These numbers cannot tell whether the groups differ in how many were in any work: 2 of "
                    "26 (7.7%) against 2 of 19 "
                    "(10.5%), a difference of -2.8 points (95% interval -24.4 to +15.3; p = 1.00). Groups of "
                    "this size could have shown "
                    "+39.7 points and more; a difference downward they could not have shown at all.");
}

static void real_sentences(void **state)
{
    (void)state;
    struct share_difference difference = shares(140, 185, 168, 260, 0.10);
    assert_int_equal(difference.verdict, VERDICT_more);
    assert_sentence(&difference,
                    "More of the programme group than of the comparison group were in any work: 140 of 185 "
                    "(75.7%) against 168 "
                    "of 260 (64.6%), a difference of +11.1 points (95% interval +2.4 to +19.3; p = 0.016).");
    difference = shares(168, 260, 140, 185, 0.10);
    assert_int_equal(difference.verdict, VERDICT_fewer);
    assert_sentence(&difference,
                    "Fewer of the programme group than of the comparison group were in any work: 168 of 260 "
                    "(64.6%) against 140 "
                    "of 185 (75.7%), a difference of -11.1 points (95% interval -19.3 to -2.4; p = 0.016).");
}

static void no_evidence_sentence(void **state)
{
    (void)state;
    struct share_difference difference = shares(250, 500, 255, 500, 0.10);
    assert_int_equal(difference.verdict, VERDICT_no_evidence);
    assert_sentence(&difference, "There is no evidence of a difference in how many were in any work: 250 of "
                                 "500 (50.0%) against 255 of 500 "
                                 "(51.0%), a difference of -1.0 points (95% interval -7.2 to +5.2; p = "
                                 "0.80). Groups of this size could "
                                 "have shown +9.0 points and more, or -9.0 and less.");
    difference = shares(250, 500, 255, 500, 0.08);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
}

/* Everybody in both groups: no programme can be above that. */
static void everybody(void **state)
{
    (void)state;
    struct share_difference difference = shares(500, 500, 500, 500, 0.10);
    assert_int_equal(difference.verdict, VERDICT_no_evidence);
    assert_sentence(&difference,
                    "There is no evidence of a difference in how many were in any work: 500 of 500 (100.0%) "
                    "against 500 of 500 "
                    "(100.0%), a difference of +0.0 points (95% interval -0.8 to +0.8; p = 1.00). Groups of "
                    "this size could "
                    "have shown -1.6 points and less; a difference upward they could not have shown at all.");
    difference = shares(2, 2, 1, 2, 0.10);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_true(difference.smallest.up.absent && difference.smallest.down.absent);
    assert_sentence(&difference, "These numbers cannot tell whether the groups differ in how many were in "
                                 "any work: 2 of 2 (100.0%) against 1 "
                                 "of 2 (50.0%), a difference of +50.0 points (95% interval -27.3 to +90.5; p "
                                 "= 1.00). Groups of this size "
                                 "could have shown no difference at all.");
}

static void nobody_is(void **state)
{
    (void)state;
    struct share_difference difference = shares(0, 20, 0, 25, 0.10);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_sentence(&difference, "Nobody in either group is known to have been in any work, of 20 and 25 "
                                 "reached; these numbers cannot tell "
                                 "whether the groups differ.");
}

/* In one group only is a difference like any other. */
static void nobody_on_one_side(void **state)
{
    (void)state;
    const struct share_difference differences[] = {shares(0, 20, 5, 20, 0.10), shares(5, 20, 0, 20, 0.10)};
    const char *const counts[] = {": 0 of 20 (0.0%) against 5 of 20 (25.0%), a difference of -25.0 points",
                                  ": 5 of 20 (25.0%) against 0 of 20 (0.0%), a difference of +25.0 points"};
    for (int i = 0; i < 2; i++) {
        struct str said;
        str_init(&said);
        share_sentence(&said, &differences[i], "in any work");
        assert_non_null(strstr(said.at, counts[i]));
        str_clear(&said);
    }
}

static void nobody_reached(void **state)
{
    (void)state;
    struct share_difference difference = shares(0, 0, 3, 19, 0.10);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_non_null(difference.difference.absent);
    struct str expected;
    str_init(&expected);
    str_addf(&expected,
             "These numbers cannot tell whether the groups differ in how many were in any work: %s.",
             difference.difference.absent);
    assert_sentence(&difference, expected.at);
    str_clear(&expected);
    assert_int_equal(shares(3, 19, 0, 0, 0.10).verdict, VERDICT_cannot_tell);
}

/* The word follows the p that is adjusted for the whole family, and the sentence says both. */
static void adjusted(void **state)
{
    (void)state;
    struct share_difference difference = share_compare(140, 185, 168, 260);
    share_judge(&difference, figure_of(0.032), 0.10);
    assert_int_equal(difference.verdict, VERDICT_more);
    assert_sentence(&difference, "More of the programme group than of the comparison group were in any work: "
                                 "140 of 185 (75.7%) against 168 "
                                 "of 260 (64.6%), a difference of +11.1 points (95% interval +2.4 to +19.3; "
                                 "p = 0.016, adjusted p = 0.032).");
    share_judge(&difference, figure_of(0.064), 0.10);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_true(difference.p_adjusted.value == 0.064 && difference.p.value < 0.02);
}

/* A tiny p is under a thousandth, never 0. */
static void tiny_p(void **state)
{
    (void)state;
    struct share_difference difference = shares(30, 40, 10, 40, 0.10);
    struct str said;
    str_init(&said);
    share_sentence(&said, &difference, "in any work");
    assert_non_null(strstr(said.at, "; p < 0.001)."));
    str_clear(&said);
}

/* ---- means ---- */

static struct mean_difference means(const double *y1, size_t n1, const double *y2, size_t n2,
                                    struct figure worthwhile)
{
    struct mean_difference difference = mean_difference_of(y1, n1, y2, n2);
    mean_judge(&difference, difference.means.welch.p, worthwhile);
    return difference;
}

static void assert_mean_sentence(const struct mean_difference *difference, const char *expected)
{
    struct str said;
    str_init(&said);
    mean_sentence(&said, difference, "earnings");
    if (strcmp(said.at ? said.at : "", expected) != 0)
        fail_msg("\"%s\"\nis not\n\"%s\"", said.at, expected);
    str_clear(&said);
}

/* Five a group with variance 2.5 each: se = sqrt(2.5/5 + 2.5/5) = 1, so the smallest difference is 1.95996 +
 * 0.84162 = 2.8016. */
static void mean_verdicts(void **state)
{
    (void)state;
    const double sd2[] = {1998, 1999, 2000, 2001, 2002}, up[] = {2008, 2009, 2010, 2011, 2012};
    const struct figure nobody = figure_absent("nobody has said");
    struct mean_difference difference = means(up, 5, sd2, 5, nobody);
    assert_int_equal(difference.verdict, VERDICT_more);
    assert_mean_sentence(&difference, "The programme group had higher earnings than the comparison group: "
                                      "$2,010 on average against $2,000, a "
                                      "difference of +$10 (95% interval +$8 to +$12; p < 0.001).");
    difference = means(sd2, 5, up, 5, nobody);
    assert_int_equal(difference.verdict, VERDICT_fewer);
    assert_mean_sentence(&difference, "The programme group had lower earnings than the comparison group: "
                                      "$2,000 on average against $2,010, a "
                                      "difference of -$10 (95% interval -$12 to -$8; p < 0.001).");
    difference = means(sd2, 5, sd2, 5, nobody);
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_true(difference.smallest.value > 2.80 && difference.smallest.value < 2.81);
    assert_mean_sentence(
        &difference,
        "These numbers cannot tell whether the groups differ in earnings: $2,000 on average against $2,000, "
        "a "
        "difference of +$0 (95% interval -$2 to +$2; p = 1.00). Groups like these could have shown $3 and "
        "more, either way.");
    assert_int_equal(means(sd2, 5, sd2, 5, figure_of(2.80)).verdict, VERDICT_cannot_tell);
    difference = means(sd2, 5, sd2, 5, figure_of(2.81));
    assert_int_equal(difference.verdict, VERDICT_no_evidence);
    assert_mean_sentence(
        &difference,
        "There is no evidence of a difference in earnings: $2,000 on average against $2,000, a difference of "
        "+$0 (95% interval -$2 to +$2; p = 1.00). Groups like these could have shown $3 and more, either "
        "way.");
}

static void mean_absent(void **state)
{
    (void)state;
    const double one[] = {5}, same[] = {7, 7, 7};
    struct mean_difference difference = means(NULL, 0, same, 3, figure_of(1));
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_non_null(difference.means.difference.absent);
    assert_non_null(difference.smallest.absent);
    struct str expected;
    str_init(&expected);
    str_addf(&expected, "These numbers cannot tell whether the groups differ in earnings: %s.",
             difference.means.difference.absent);
    assert_mean_sentence(&difference, expected.at);
    difference = means(one, 1, same, 3, figure_of(1));
    assert_int_equal(difference.verdict, VERDICT_cannot_tell);
    assert_null(difference.means.difference.absent);
    str_cut(&expected, 0);
    str_addf(&expected, "These numbers cannot tell whether the groups differ in earnings: %s.",
             difference.means.welch.p.absent);
    assert_mean_sentence(&difference, expected.at);
    str_clear(&expected);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R225: there are four words for a difference, and no adjective", words),
        CASE("R225: more and fewer need p under 5% and an interval that leaves out 0, both", more_and_fewer),
        CASE("R71: no evidence needs groups that could have shown what matters, up and down", no_evidence),
        CASE("R225: where interval and p disagree, the more careful word stands", they_disagree),
        CASE("R71: where there is no room one way, the other way must do", one_sided),
        CASE("R225: a number that does not exist cannot tell", absent_numbers),
        CASE("R225: 2 of 26 against 2 of 19 cannot tell, with -2.8 points, -24.4 to +15.3 and p = 1",
             engineers),
        CASE("R223: more and fewer are said with counts, shares, difference, interval and p", real_sentences),
        CASE("R71: no evidence is said with what could have been shown, and depends on what matters",
             no_evidence_sentence),
        CASE("R71: at the end of the scale the sentence says which way nothing could have been shown",
             everybody),
        CASE("R71: nobody in either group is said as that", nobody_is),
        CASE("R223: nobody in one group is said with both counts", nobody_on_one_side),
        CASE("R225: a group that nobody was reached of is a reason, not a number", nobody_reached),
        CASE("R225: the word rests on the p adjusted for the family, and both are said", adjusted),
        CASE("R225: a tiny p is under a thousandth, never 0", tiny_p),
        CASE("R225: means have the same words, and higher and lower", mean_verdicts),
        CASE("R225: a mean that does not exist is a reason, not a number", mean_absent),
    };
    return RUN(cases);
}
