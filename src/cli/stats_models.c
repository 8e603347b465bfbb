/* Tasks that fit a model: the chance of taking part, and an outcome as a line. */
#include "cli/stats_score.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/banned.h"

static const char *state_words(enum logistic_state state)
{
    switch (state) {
    case LOGISTIC_FITTED:
        return NULL;
    case LOGISTIC_SEPARATED:
        return "the groups are separated: a line in the covariates tells them apart without fail, so that no "
               "finite "
               "estimate exists; Firth's stands by";
    case LOGISTIC_PARTLY_SEPARATED:
        return "the groups are partly separated: a line in the covariates tells all apart but those on it, "
               "so that "
               "no finite estimate exists; Firth's stands by";
    case LOGISTIC_NOT_CONVERGED:
        return "the fit did not converge: take out covariates that say nearly the same";
    case LOGISTIC_ONE_GROUP:
        return "everybody left is in one group: there is nothing to tell apart";
    }
    return NULL;
}

void stats_score_cautions(struct report *report, const struct logistic *score)
{
    const char *words = state_words(score->state);
    if (words)
        report_caution(report, "%s.", words);
    for (size_t i = 0; i < score->note_count; i++)
        report_caution(report, "%s%s", score->notes[i],
                       score->notes[i][strlen(score->notes[i]) - 1] == '.' ? "" : ".");
}

static bool has_firth(const struct logistic *score)
{
    for (size_t i = 0; i < score->count; i++)
        if (!score->coefficients[i].firth.absent)
            return true;
    return false;
}

void stats_score_table(struct job *job, struct report *report, const struct logistic *score, double conf)
{
    bool firth = has_firth(score);
    struct table *table = report_table(report, "coefficients", "Coefficients (log odds)");
    static const char *const columns[] = {
        "term|Covariate|t", "estimate|Estimate|n", "se|SE|n", "z|z|n", "p|p|n", "ratio|Odds ratio|n", NULL};
    static const char *const more[] = {"firth|Firth|n", "firth_se|Firth SE|n", NULL};
    stats_columns(table, columns);
    table_column(table, "limits",
                 arena_format(job->arena, "Its limits (%s)", stats_percent(job->arena, conf)),
                 COLUMN_interval);
    if (firth)
        stats_columns(table, more);
    double z = z_of_confidence(conf);
    for (size_t i = 0; i < score->count; i++) {
        const struct logistic_coefficient *at = &score->coefficients[i];
        int decimals = stats_decimals_of(at->se, stats_decimals_of(at->firth_se, 3));
        struct figure none = figure_absent(at->estimate.absent ? at->estimate.absent : at->se.absent);
        bool whole = !at->estimate.absent && !at->se.absent;
        struct figure ratio = whole ? figure_of(exp(at->estimate.value)) : none;
        table_row(table);
        table_text(table, at->separates ? arena_format(job->arena, "%s (separates)", at->name) : at->name);
        put_figure(table, at->estimate, decimals);
        put_figure(table, at->se, decimals);
        put_figure(table, at->z, 2);
        put_p(table, at->p);
        put_figure(table, ratio, 3);
        put_interval(table,
                     whole ? interval_of(exp(at->estimate.value - z * at->se.value),
                                         exp(at->estimate.value + z * at->se.value))
                           : interval_absent(none.absent),
                     3, MEASURE_number);
        if (firth) {
            put_figure(table, at->firth, decimals);
            put_figure(table, at->firth_se, decimals);
        }
    }
}

static void add_fit(struct report *report, const struct logistic *fit)
{
    static const char *const columns[] = {"measure|Measure|t", "value|Value|n", NULL};
    const struct {
        const char *name;
        struct figure figure;
        int decimals;
    } rows[] = {{"Residual deviance", fit->deviance, 3},
                {"Null deviance", fit->null_deviance, 3},
                {"Log likelihood", fit->loglik, 3},
                {"AIC", fit->aic, 3},
                {"AUC", fit->auc, 4}};
    struct table *table = report_table(report, "fit", "The fit");
    stats_columns(table, columns);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_row(table);
        table_text(table, rows[i].name);
        put_figure(table, rows[i].figure, rows[i].decimals);
    }
    table_row(table);
    table_text(table, "People in the fit");
    put_count(table, fit->used);
    table_row(table);
    table_text(table, "of them 1");
    put_count(table, fit->ones);
    table_row(table);
    table_text(table, "Newton steps");
    table_int(table, fit->steps);
    if (fit->unweighted > 0)
        table_note(table, "%zu people have a weight of 0 and are not in the fit.", fit->unweighted);
}

void stats_add_row_fields(struct str *out, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str_add_char(out, ',');
        if (!isnan(numbers[i]))
            str_add_real(out, numbers[i]);
    }
    str_add_char(out, '\n');
}

bool task_logit(struct job *job, struct err *err)
{
    struct formula formula;
    struct stats_data *data = stats_data_make(job->arena);
    double conf;
    if (!stats_conf(job, &conf, err) ||
        !stats_formula(job, (struct formula_shape){"TREAT ~ COVARIATES", 1, 1, 0, FORMULA_TERMS_MAX},
                       &formula, err))
        return false;
    struct stats_column *treat = stats_want(data, formula.left.terms[0].name, WANT_YES_NO);
    struct stats_column *weights = stats_want(data, job_option(job, OPTION_stats_weights), WANT_NUMBER);
    treat->chosen = job_option(job, OPTION_stats_yes);
    if (weights)
        weights->least = 0;
    stats_want_side(data, &formula.right);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    struct logistic_input input = {
        .rows = data->n,
        .y = treat->value,
        .weight = weights ? weights->value : NULL,
        .firth = job_option(job, OPTION_stats_firth) ? LOGISTIC_FIRTH_ALWAYS : LOGISTIC_FIRTH_WHEN_SEPARATED};
    struct logistic fit;
    input.covariates = stats_covariates(data, &input.count);
    logistic_fit(&fit, job->arena, &input);
    struct report *report =
        report_make(job->arena, "logit", arena_format(job->arena, "The chance of %s", treat->name));
    stats_score_cautions(report, &fit);
    stats_score_table(job, report, &fit, conf);
    add_fit(report, &fit);
    struct str out;
    str_init(&out);
    str_add(&out, "row,share,logit\n");
    for (size_t i = 0; i < data->n; i++) {
        str_addf(&out, "%zu", (size_t)data->row[i] + 2);
        stats_add_row_fields(&out, (double[]){fit.share[i], fit.line[i]}, 2);
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    if (!good)
        return false;
    stats_people(report, data);
    stats_method(report, "maximum likelihood, Nelder & Wedderburn 1972; %s; Firth 1993.",
                 weights ? "weighted" : "all count alike");
    return job_report(job, report), true;
}

static void ols_rows(struct table *table, const struct ols *fit, enum ols_se kind, double conf)
{
    for (size_t i = 0; i < fit->count; i++) {
        const struct ols_coefficient *at = &fit->coefficients[i];
        struct mean_test test = ols_test(fit, i, kind, conf);
        int decimals = stats_decimals_of(at->se[kind], stats_decimals_of(at->estimate, 3));
        table_row(table);
        table_text(table, at->name);
        put_figure(table, at->estimate, decimals);
        put_figure(table, at->se[kind], decimals);
        put_interval(table, test.interval, decimals, MEASURE_number);
        put_figure(table, test.t, 2);
        put_figure(table, test.df, 0);
        put_p(table, test.p);
    }
}

static void ols_errors(struct report *report, const struct ols *fit, bool clusters)
{
    static const char *const names[OLS_SES] = {"classical", "hc0", "hc1", "hc2", "hc3", "cr0", "cr1", "cr2"},
                             *const labels[OLS_SES] = {"Classical", "HC0", "HC1", "HC2",
                                                       "HC3",       "CR0", "CR1", "CR2"};
    int kinds = clusters ? OLS_SES : OLS_CLUSTER_HC0;
    struct table *table = report_table(report, "errors", "Standard errors of every kind");
    table_column(table, "term", "Covariate", COLUMN_text);
    for (int kind = 0; kind < kinds; kind++)
        table_column(table, names[kind], labels[kind], COLUMN_number);
    for (size_t i = 0; i < fit->count; i++) {
        table_row(table);
        table_text(table, fit->coefficients[i].name);
        for (int kind = 0; kind < kinds; kind++)
            put_figure(table, fit->coefficients[i].se[kind],
                       stats_decimals_of(fit->coefficients[i].se[OLS_HC1], 3));
    }
}

bool task_ols(struct job *job, struct err *err)
{
    static const char KINDS[] = "classical|HC0|HC1|HC2|HC3|CR0|CR1|CR2";
    static const char *const columns[] = {"term|Covariate|t",
                                          "estimate|Estimate|n",
                                          "se|SE|n",
                                          "limits|Limits|i",
                                          "t|t|n",
                                          "df|df|n",
                                          "p|p|n",
                                          NULL};
    struct formula formula;
    struct stats_data *data = stats_data_make(job->arena);
    double conf;
    size_t kind;
    if (!stats_conf(job, &conf, err) || !stats_word(job, OPTION_stats_se, KINDS, &kind, err) ||
        !stats_formula(job, (struct formula_shape){"OUTCOME ~ COVARIATES", 1, 1, 0, FORMULA_TERMS_MAX},
                       &formula, err))
        return false;
    bool clusters = job_option(job, OPTION_stats_cluster) != NULL;
    if (!job_option(job, OPTION_stats_se))
        kind = clusters ? OLS_CLUSTER_CR2 : OLS_HC2;
    if (kind >= OLS_CLUSTER_HC0 && !clusters)
        return err_set(err, ERR_usage, "--se %s needs clusters: --cluster COLUMN",
                       job_option(job, OPTION_stats_se));
    struct stats_column *outcome = stats_want(data, formula.left.terms[0].name, WANT_NUMBER);
    struct stats_column *weights = stats_want(data, job_option(job, OPTION_stats_weights), WANT_NUMBER);
    struct stats_column *cluster = stats_want(data, job_option(job, OPTION_stats_cluster), WANT_CODE);
    if (weights)
        weights->least = 0;
    stats_want_side(data, &formula.right);
    if (!stats_load(data, job_text(job, 1), err))
        return false;
    struct ols_input input = {.rows = data->n,
                              .y = outcome->value,
                              .weight = weights ? weights->value : NULL,
                              .cluster = cluster ? cluster->value : NULL};
    struct ols fit;
    input.covariates = stats_covariates(data, &input.count);
    ols_fit(&fit, job->arena, &input);
    struct report *report =
        report_make(job->arena, "ols", arena_format(job->arena, "%s as a line", outcome->name));
    struct table *table =
        report_table(report, "coefficients",
                     arena_format(job->arena, "Coefficients, limits at %s", stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    ols_rows(table, &fit, (enum ols_se)kind, conf);
    if (!fit.sigma.absent)
        table_note(table, "%zu people, %zu coefficients, residual standard deviation %.*f.", fit.used,
                   fit.rank, stats_decimals(fit.sigma.value), fit.sigma.value);
    if (fit.unweighted > 0)
        table_note(table, "%zu people have a weight of 0 and are not in the fit.", fit.unweighted);
    if (cluster)
        table_note(table, "%zu clusters.", fit.clusters);
    if (cluster && fit.clusters < 40)
        report_caution(
            report,
            "%zu clusters are few, so that clustered standard errors tend to be too small; CR2 errs least.",
            fit.clusters);
    ols_errors(report, &fit, clusters);
    stats_people(report, data);
    stats_method(report, "least squares%s; tests and limits by Student's curve from the %s standard error.",
                 weights ? ", weighted" : "",
                 job_option(job, OPTION_stats_se) ? job_option(job, OPTION_stats_se)
                 : clusters                       ? "CR2"
                                                  : "HC2");
    return job_report(job, report), true;
}
