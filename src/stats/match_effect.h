/* match_effect: what the programme did to those who took part, after matching.
 *
 * The effect is the difference of the weighted means; the weights come from match_nearest.h or match_exact.h.
 * Those matched to each other are alike, so their answers are not independent: the standard error to report
 * counts each pair, or stratum, as one (Austin 2009, Int. J. of Biostatistics 5(1):13; Abadie & Spiess
 * 2022, JASA 117:983-995). A bootstrap of nearest matching is wrong (Abadie & Imbens 2008, Econometrica
 * 76:1537-1557) and not offered. Theory: docs/theory/matching-effect.md. */
#ifndef STATS_MATCH_EFFECT_H
#define STATS_MATCH_EFFECT_H

#include "stats/match.h"
#include "stats/ols.h"

struct match_effect {
    size_t people, clusters; /* with a weight above 0, and in how many sets */
    struct figure mean_treated, mean_controls;
    struct figure effect;      /* absent when a side is empty */
    struct figure se[OLS_SES]; /* of the effect; the clustered ones absent without sets. Report
                                  OLS_CLUSTER_HC1, without sets OLS_HC1 */
    struct figure p, p_normal; /* two-sided, of the reported one: Student's curve with people - 2 degrees of
                                  freedom, and the normal curve */
    struct interval interval;  /* of the effect, by the normal curve */
};

/* The effect on one outcome.
 * IN weights[0..n) as the matching made them; outcome[i] finite wherever the weight is above 0; set[i] the
 * pair or stratum of each person with a weight (match_nearest's set, match_exact's first_row), NULL when
 * there is none; 0 < conf < 1.
 * METHOD weighted least squares of the outcome on taking part, ols.h; HC1 over clusters is the squared sums
 * of clusters times G / (G - 1) * (n - 1) / (n - 2).
 * CHECKED against 06_matching and 07_cem (effects 1e-12, standard errors 1e-9), and by hand. */
struct match_effect match_effect(struct arena *arena, const double *treat, const double *weights,
                                 const uint32_t *set, const double *outcome, size_t n, double conf);

/* Pairs compared one by one. */
struct pair_comparison {
    size_t pairs;
    struct figure difference; /* mean of treated minus control; absent without pairs */
    struct figure se, t; /* SD of the differences / √pairs; absent under two pairs; t absent too when all
                            differences are alike */
    bool yes_no;         /* the outcome is 0 or 1 in every pair; else the rest is absent */
    size_t only_treated, only_control; /* pairs in which only the participant, only the control has a 1 */
    struct figure p_exact;    /* McNemar's test, exact binomial, two-sided; absent when no pair differs */
    struct figure chi_square; /* (b - c)² / (b + c), McNemar 1947, Psychometrika 12:153-157; as p_exact */
    struct figure odds_ratio; /* b / c, the conditional one; infinite when c is 0, absent when b is too */
};

/* IN pairs in which nobody is twice, a ratio of 1 without replacement; outcome finite in them. */
struct pair_comparison match_compare_pairs(const struct match_pair *pairs, size_t count,
                                           const double *outcome);

#endif
