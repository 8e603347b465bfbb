/* verdict: the words that a difference deserves, and no others (R223, R225, methods 12).
 *
 *   more, fewer               the interval leaves out 0 and p is under 5%
 *   no evidence of a difference   neither, and the groups were large enough to show a worthwhile difference
 *   cannot tell               neither, and they were not; or a number that is needed does not exist
 *
 * "No evidence" is said of a study that could have found something; "cannot tell" of one that could not
 * (R71). Where the interval and p disagree, as exact tests and intervals may on few people, the more careful
 * word stands. No adjective is ever typed. */
#ifndef EVALUATION_VERDICT_H
#define EVALUATION_VERDICT_H

#include "base/str.h"
#include "stats/stats.h"

#define VERDICT_CONFIDENCE 0.95
#define VERDICT_ALPHA 0.05
#define VERDICT_POWER 0.80

enum verdict { VERDICT_more, VERDICT_fewer, VERDICT_no_evidence, VERDICT_cannot_tell };

/* IN `worthwhile` above 0: the smallest difference that matters, absent when nobody has said; `smallest_up`
 * and `smallest_down`: the smallest differences that could have been shown either way (down is negative). All
 * in the unit of the difference. */
enum verdict verdict_of(struct interval interval, struct figure p, struct figure smallest_up,
                        struct figure smallest_down, struct figure worthwhile);

const char *
verdict_word(enum verdict verdict); /* "more", "fewer", "no evidence of a difference", "cannot tell" */

/* What a share's difference is made of, for a table row and for the sentence. */
struct share_difference {
    int64_t k[2], n[2]; /* programme, comparison */
    struct figure difference, p, p_adjusted;
    struct interval interval;
    struct smallest_difference smallest;
    enum verdict verdict; /* by p_adjusted */
};

/* Everything but p_adjusted and the verdict, which need the whole family: then share_judge. */
struct share_difference share_compare(int64_t k1, int64_t n1, int64_t k2, int64_t n2);
void share_judge(struct share_difference *difference, struct figure p_adjusted, double worthwhile);

/* "More of the programme group than of the comparison group were …: 140 of 185 (75.7%) against …" `what` fits
 * after "were". The adjusted p is said beside the plain one where it differs. */
void share_sentence(struct str *out, const struct share_difference *difference, const char *what);

struct mean_difference {
    struct mean_comparison means;
    struct figure p_adjusted, smallest; /* smallest: in the amount's unit, either way */
    enum verdict verdict;
};

struct mean_difference mean_difference_of(const double *y1, size_t n1, const double *y2, size_t n2);
void mean_judge(struct mean_difference *difference, struct figure p_adjusted, struct figure worthwhile);
void mean_sentence(struct str *out, const struct mean_difference *difference, const char *what);

#endif
