/* Who took part, the score, and balance; the task balance. */
#include "cli/stats_score.h"

#include <math.h>

#include "base/banned.h"

bool stats_study_load(struct job *job, struct stats_study *study, size_t on, struct err *err)
{
    struct formula formula;
    struct stats_data *data = study->data;
    if (!stats_formula(job, (struct formula_shape){"TREAT ~ COVARIATES", 1, 1, 1, FORMULA_TERMS_MAX},
                       &formula, err))
        return false;
    study->treat = stats_want(data, formula.left.terms[0].name, WANT_TWO);
    study->treat->chosen = job_option(job, OPTION_stats_programme);
    study->outcome = stats_want(data, job_option(job, OPTION_stats_outcome), WANT_NUMBER);
    stats_want_side(data, &formula.right);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    study->covariates = stats_covariates(data, &study->count);
    if (on > 1)
        return true;
    struct logistic_input input = {.rows = data->n,
                                   .y = study->treat->value,
                                   .covariates = study->covariates,
                                   .count = study->count,
                                   .firth = LOGISTIC_FIRTH_WHEN_SEPARATED};
    logistic_fit(&study->score, job->arena, &input);
    study->distance = on == 0 ? study->score.line : study->score.share;
    for (size_t i = 0; i < data->n; i++)
        if (!isfinite(study->distance[i]))
            return err_set(err, ERR_input,
                           "the score cannot be estimated from these covariates (%s); name fewer or others",
                           study->score.state == LOGISTIC_ONE_GROUP ? "everybody left is in one group"
                                                                    : "the fit did not converge");
    return true;
}

static bool is_far(struct figure difference)
{
    return !difference.absent && fabs(difference.value) > 0.1;
}

static void balance_row(struct table *table, const struct balance_row *row, const struct balance_look *look)
{
    int decimals = row->binary ? 3 : stats_decimals_of(row->all.sd_comparison, 2);
    table_row(table);
    table_text(table, row->name);
    if (row->missing_programme + row->missing_comparison > 0)
        table_remark(table, "%zu of the programme and %zu of the comparison have none recorded.",
                     row->missing_programme, row->missing_comparison);
    put_figure(table, look->mean_programme, decimals);
    put_figure(table, look->mean_comparison, decimals);
    put_figure(table, look->smd_programme, 3);
    if (row->binary)
        table_blank(table);
    else
        put_figure(table, look->variance_ratio, 3);
    put_figure(table, look->ecdf_mean, 3);
    put_figure(table, look->ecdf_max, 3);
}

/* OUT how many covariates are far apart. */
static size_t balance_look(struct report *report, const struct balance *balance, bool weighted,
                           const char *caption)
{
    static const char *const columns[] = {"covariate|Covariate|t",   "programme|Programme|n",
                                          "comparison|Comparison|n", "difference|Difference in SDs|n",
                                          "ratio|Variance ratio|n",  "ecdf_mean|Distance, mean|n",
                                          "ecdf_max|largest|n",      NULL};
    struct table *table = report_table(report, weighted ? "balance_after" : "balance", caption);
    size_t far = 0;
    stats_columns(table, columns);
    for (size_t i = 0; i < balance->count; i++) {
        const struct balance_look *look = weighted ? &balance->rows[i].weighted : &balance->rows[i].all;
        balance_row(table, &balance->rows[i], look);
        far += is_far(look->smd_programme);
    }
    table_note(table, "Differences are in standard deviations of the programme, as it is.");
    return far;
}

void stats_balance_table(struct job *job, struct report *report, const struct stats_study *study,
                         const double *weight, const char *after)
{
    struct balance balance;
    struct balance_groups groups = {study->data->n, study->treat->value, weight};
    balance_compare(&balance, job->arena, &groups, study->covariates, study->count);
    size_t far = balance_look(report, &balance, false, weight ? "Balance before" : "Balance");
    if (weight)
        far = balance_look(report, &balance, true, arena_format(job->arena, "Balance %s", after));
    if (far > 0)
        report_caution(report, "%zu of %zu covariates differ by more than 0.1 standard deviations%s%s.", far,
                       balance.count, weight ? " " : "", weight ? after : "");
}

void stats_matched_table(struct report *report, const struct match_count *count)
{
    static const char *const columns[] = {"side|Side|t", "matched|Matched|r", NULL};
    struct table *table = report_table(report, "matched", "Who is matched");
    stats_columns(table, columns);
    table_row(table);
    table_text(table, "Programme");
    table_rate(table, (int64_t)count->matched_treated, (int64_t)count->treated);
    table_row(table);
    table_text(table, "Comparison");
    table_rate(table, (int64_t)count->matched_controls, (int64_t)count->controls);
    if (!count->ess_controls.absent)
        table_note(table, "The comparison is worth %.1f people weighing alike.", count->ess_controls.value);
    for (unsigned note = 1; note <= count->notes; note <<= 1)
        if (count->notes & note)
            report_caution(report, "%s.", match_note_sentence((enum match_note)note));
}

bool task_balance(struct job *job, struct err *err)
{
    struct stats_study study = {.data = stats_data_make(job->arena)};
    struct stats_column *weights = stats_want(study.data, job_option(job, OPTION_stats_weights), WANT_NUMBER);
    struct formula formula;
    if (weights)
        weights->least = 0;
    if (!stats_formula(job, (struct formula_shape){"TREAT ~ COVARIATES", 1, 1, 1, FORMULA_TERMS_MAX},
                       &formula, err))
        return false;
    study.treat = stats_want(study.data, formula.left.terms[0].name, WANT_TWO);
    study.treat->chosen = job_option(job, OPTION_stats_programme);
    size_t first = study.data->count;
    stats_want_side(study.data, &formula.right);
    for (size_t c = first; c < study.data->count; c++)
        study.data->columns[c]->may_miss = true;
    if (!stats_load(study.data, job_text(job, 1), err))
        return false;
    study.covariates = stats_covariates(study.data, &study.count);
    struct report *report = report_make(
        job->arena, "balance", arena_format(job->arena, "Were the groups of %s alike", study.treat->name));
    report_paragraph(report, "Programme: %s %s. Comparison: %s %s.", study.treat->name,
                     study.treat->levels[1], study.treat->name, study.treat->levels[0]);
    stats_balance_table(job, report, &study, weights ? weights->value : NULL, "after weighting");
    stats_people(report, study.data);
    stats_method(report,
                 "standardised differences, Stuart 2010; distances of distributions, Ho, Imai, King & Stuart "
                 "2007; no test, for its p tells of numbers and not of likeness.");
    return job_report(job, report), true;
}
