/* stats_score: who took part, the score that says how likely that was, and balance: shared by the tasks that
 * compare people no lottery divided. */
#ifndef CLI_STATS_SCORE_H
#define CLI_STATS_SCORE_H

#include "cli/stats_task.h"

struct stats_study {
    struct stats_data *data;
    struct stats_column *treat, *outcome; /* outcome NULL when none is named */
    struct covariate *covariates;
    size_t count;
    struct logistic score; /* when wanted */
    double *distance;      /* its log odds or share (--on); NULL without a score */
};

/* Loads FILE 'TREAT ~ COVARIATES' with --outcome and what else was wanted in study->data before. `on` is how
 * likeness is measured: 0 log odds, 1 share, 2 no score at all. FAILS as stats_load; no score where one is
 * needed. */
bool stats_study_load(struct job *job, struct stats_study *study, size_t on, struct err *err);

/* What must be said of a score, and its coefficients. */
void stats_score_cautions(struct report *report, const struct logistic *score);
void stats_score_table(struct job *job, struct report *report, const struct logistic *score, double conf);

/* Balance of the covariates, weighted too unless weight is NULL: "after matching". */
void stats_balance_table(struct job *job, struct report *report, const struct stats_study *study,
                         const double *weight, const char *after);

/* What a matching says: who is in it, and its notes as cautions. */
void stats_matched_table(struct report *report, const struct match_count *count);

/* ",x,y\n" with nothing for NaN, behind a row's number. */
void stats_add_row_fields(struct str *out, const double *numbers, size_t count);

#endif
