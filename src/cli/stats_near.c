/* Tasks in which a control may serve many: match-replace, kernel, radius; and weight, in which everybody
 * does. */
#include "cli/stats_score.h"

#include <inttypes.h>
#include <math.h>

#include "base/banned.h"

static const char *const effect_columns[] = {"effect|Effect|t",
                                             "programme|Programme|n",
                                             "comparison|Comparison|n",
                                             "difference|Difference|n",
                                             "se|SE|n",
                                             "limits|Limits|i",
                                             NULL};

static struct interval normal_limits(struct figure effect, struct figure se, double conf)
{
    if (effect.absent || se.absent)
        return interval_absent(effect.absent ? effect.absent : se.absent);
    double reach = z_of_confidence(conf) * se.value;
    return interval_of(effect.value - reach, effect.value + reach);
}

static void effect_row(struct table *table, const char *name, struct figure programme,
                       struct figure comparison, struct figure effect, struct figure se, double conf)
{
    int decimals = stats_decimals_of(se, stats_decimals_of(effect, 3));
    table_row(table);
    table_text(table, name);
    put_figure(table, programme, decimals);
    put_figure(table, comparison, decimals);
    put_signed(table, effect, decimals);
    put_figure(table, se, decimals);
    put_interval(table, normal_limits(effect, se, conf), decimals, MEASURE_number);
}

static bool outcome_named(const struct job *job, struct err *err)
{
    return job_option(job, OPTION_stats_outcome) ||
           err_set(err, ERR_usage, "say on what the effect is measured: --outcome COLUMN");
}

static void say_sides(struct report *report, const struct stats_study *study)
{
    report_paragraph(report, "Programme: %s %s. Comparison: %s %s.", study->treat->name,
                     study->treat->levels[1], study->treat->name, study->treat->levels[0]);
}

static struct table *effect_table(struct job *job, struct report *report, const struct stats_study *study,
                                  double conf)
{
    struct table *table = report_table(report, "effect",
                                       arena_format(job->arena, "Effect on %s, limits at %s",
                                                    study->outcome->name, stats_percent(job->arena, conf)));
    stats_columns(table, effect_columns);
    return table;
}

bool task_match_replace(struct job *job, struct err *err)
{
    struct stats_study study = {.data = stats_data_make(job->arena)};
    struct replace_plan plan;
    int64_t ratio;
    size_t on;
    double conf;
    if (!outcome_named(job, err) || !stats_conf(job, &conf, err) ||
        !stats_word(job, OPTION_stats_on, "logit|share|covariates", &on, err) ||
        !stats_count(job, OPTION_stats_ratio, 1, 1, 1000, &ratio, err) ||
        !stats_real(job, OPTION_stats_caliper, INFINITY, 0, INFINITY, &plan.caliper, err))
        return false;
    on = job_option(job, OPTION_stats_on) ? on : 2;
    if (!stats_study_load(job, &study, on, err))
        return false;
    plan.neighbours = (uint32_t)ratio;
    size_t count = on == 2 ? study.count : 1;
    const double **columns = ARENA_ARRAY(job->arena, const double *, count);
    for (size_t i = 0; i < count; i++)
        columns[i] = on == 2 ? study.covariates[i].value : study.distance;
    struct match_replace matched =
        match_replace(job->arena, study.treat->value, columns, count, study.data->n, &plan);
    struct replace_effect effect = replace_effect(&matched, study.outcome->value, study.data->n);
    struct report *report =
        report_make(job->arena, "match_replace", "Matched with the nearest few, who may serve others");
    say_sides(report, &study);
    if (on != 2)
        stats_score_cautions(report, &study.score);
    stats_matched_table(report, &matched.count);
    static const char *const columns_of_effect[] = {"effect|Effect on those who took part|t",
                                                    "difference|Difference|n", "se|SE|n", "limits|Limits|i",
                                                    NULL};
    struct table *table = report_table(report, "effect",
                                       arena_format(job->arena, "Effect on %s, limits at %s",
                                                    study.outcome->name, stats_percent(job->arena, conf)));
    stats_columns(table, columns_of_effect);
    int decimals = stats_decimals_of(effect.se, 3);
    table_row(table);
    table_text(table, study.outcome->name);
    put_signed(table, effect.effect, decimals);
    put_figure(table, effect.se, decimals);
    put_interval(table, normal_limits(effect.effect, effect.se, conf), decimals, MEASURE_number);
    table_note(table, "%zu pairs; %zu participants dropped.", matched.pair_count, matched.dropped);
    if (!effect.se_pairs.absent)
        table_note(table,
                   "As though pairs were independent the SE would be %.*f; that is not the one to report.",
                   decimals, effect.se_pairs.value);
    stats_balance_table(job, report, &study, matched.weights, "after matching");
    struct str out;
    str_init(&out);
    str_add(&out, "treated_row,control_row,weight\n");
    for (size_t i = 0; i < matched.pair_count; i++) {
        str_addf(&out, "%zu,%zu", (size_t)study.data->row[matched.pairs[i].treated] + 2,
                 (size_t)study.data->row[matched.pairs[i].control] + 2);
        stats_add_row_fields(&out, &matched.pairs[i].weight, 1);
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    if (!good)
        return false;
    stats_people(report, study.data);
    stats_method(
        report,
        "%" PRId64
        " nearest %s, ties shared, with replacement, Abadie & Imbens 2006, whose standard error this is.",
        ratio,
        on == 2   ? "in the covariates over their SD"
        : on == 0 ? "by the score's log odds"
                  : "by the score");
    return job_report(job, report), true;
}

static bool within_reach(struct job *job, enum kernel_shape shape, struct err *err)
{
    struct stats_study study = {.data = stats_data_make(job->arena)};
    double conf, bandwidth;
    size_t on;
    if (!outcome_named(job, err) || !stats_conf(job, &conf, err) ||
        !stats_word(job, OPTION_stats_on, "logit|share", &on, err) ||
        !stats_real(job, OPTION_stats_bandwidth, 0, 1e-300, 1e300, &bandwidth, err))
        return false;
    if (!job_option(job, OPTION_stats_bandwidth))
        return err_set(err, ERR_usage,
                       "say how far a comparison reaches: --bandwidth GAP, in units of the score; see --on");
    if (!stats_study_load(job, &study, on, err))
        return false;
    struct match_kernel matched =
        match_kernel(job->arena, study.treat->value, study.distance, study.data->n, shape, bandwidth);
    struct kernel_effect effect =
        kernel_effect(&matched, study.treat->value, study.outcome->value, study.data->n);
    bool radius = shape == KERNEL_RADIUS;
    struct report *report = report_make(job->arena, radius ? "radius" : "kernel",
                                        radius ? "Compared with everybody within reach"
                                               : "Compared with everybody near, near ones more");
    say_sides(report, &study);
    stats_score_cautions(report, &study.score);
    stats_matched_table(report, &matched.count);
    struct table *table = effect_table(job, report, &study, conf);
    effect_row(table, "On those who took part", effect.mean_treated, effect.mean_controls, effect.effect,
               effect.se, conf);
    table_note(table, "The standard error takes the score as known.");
    stats_balance_table(job, report, &study, matched.weights, "after matching");
    struct str out;
    str_init(&out);
    str_add(&out, "row,score,weight\n");
    for (size_t i = 0; i < study.data->n; i++) {
        str_addf(&out, "%zu", (size_t)study.data->row[i] + 2);
        stats_add_row_fields(&out, (double[]){study.distance[i], matched.weights[i]}, 2);
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    if (!good)
        return false;
    stats_people(report, study.data);
    stats_method(report, "%s, %s %g on the %s.",
                 radius ? "radius matching, Dehejia & Wahba 2002"
                        : "Epanechnikov kernel, Heckman, Ichimura & Todd 1997",
                 radius ? "within" : "bandwidth", bandwidth, on == 0 ? "score's log odds" : "score");
    return job_report(job, report), true;
}

bool task_kernel(struct job *job, struct err *err)
{
    return within_reach(job, KERNEL_EPANECHNIKOV, err);
}

bool task_radius(struct job *job, struct err *err)
{
    return within_reach(job, KERNEL_RADIUS, err);
}

static void add_weighted_errors(struct report *report, const struct weighting_effect *effect, double conf,
                                bool clusters)
{
    static const char *const columns[] = {"kind|Standard error|t", "se|SE|n", "limits|Limits|i", NULL};
    static const char *const names[OLS_SES] = {NULL, "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2"};
    struct table *table = report_table(report, "errors", "Standard errors of every kind");
    stats_columns(table, columns);
    int decimals = stats_decimals_of(effect->se[OLS_HC1], 3);
    table_row(table);
    table_text(table, "Score estimated");
    put_figure(table, effect->se_score, decimals);
    put_interval(table, normal_limits(effect->effect, effect->se_score, conf), decimals, MEASURE_number);
    for (int kind = OLS_HC0; kind < (clusters ? OLS_SES : OLS_CLUSTER_HC0); kind++) {
        table_row(table);
        table_text(table, names[kind]);
        put_figure(table, effect->se[kind], decimals);
        put_interval(table, normal_limits(effect->effect, effect->se[kind], conf), decimals, MEASURE_number);
    }
    table_note(table, "All but the first take the weights as given.");
}

static void add_weights(struct report *report, const struct weighting *weighting,
                        const struct stats_study *study)
{
    static const char *const columns[] = {"side|Side|t", "n|N|n", "ess|Worth, weighing alike|n", NULL};
    struct table *table = report_table(report, "weights", "What the weights leave");
    size_t programme = 0;
    for (size_t i = 0; i < study->data->n; i++)
        programme += study->treat->value[i] > 0;
    stats_columns(table, columns);
    table_row(table);
    table_text(table, "Programme");
    put_count(table, programme);
    put_figure(table, weighting->ess_programme, 1);
    table_row(table);
    table_text(table, "Comparison");
    put_count(table, study->data->n - programme);
    put_figure(table, weighting->ess_comparison, 1);
    if (!weighting->most.absent)
        table_note(table, "The largest weight of all is %.3g.", weighting->most.value);
    if (!weighting->ess_comparison.absent && weighting->ess_comparison.value < 30)
        report_caution(
            report, "the weighted comparison is worth fewer than 30 people: a few of them carry the result.");
}

bool task_weight(struct job *job, struct err *err)
{
    struct stats_study study = {.data = stats_data_make(job->arena)};
    struct stats_column *cluster = stats_want(study.data, job_option(job, OPTION_stats_cluster), WANT_CODE);
    size_t target;
    double conf;
    if (!outcome_named(job, err) || !stats_conf(job, &conf, err) ||
        !stats_word(job, OPTION_stats_target, "att|ate", &target, err) ||
        !stats_study_load(job, &study, 0, err))
        return false;
    struct weighting weighting;
    struct weighting_effect effect;
    struct weighting_input input = {.rows = study.data->n,
                                    .target = target == 0 ? WEIGHTING_ATT : WEIGHTING_ATE,
                                    .treat = study.treat->value,
                                    .y = study.outcome->value,
                                    .score = &study.score,
                                    .covariates = study.covariates,
                                    .count = study.count,
                                    .cluster = cluster ? cluster->value : NULL};
    weighting_make(&weighting, job->arena, input.target, study.treat->value, &study.score, study.data->n);
    weighting_effect(&effect, job->arena, &input);
    struct report *report = report_make(job->arena, "weight", "Compared by weights from the score");
    say_sides(report, &study);
    stats_score_cautions(report, &study.score);
    struct table *table = effect_table(job, report, &study, conf);
    struct figure se = effect.se_score.absent ? effect.se[cluster ? OLS_CLUSTER_CR2 : OLS_HC2]
                       : cluster              ? effect.se[OLS_CLUSTER_CR2]
                                              : effect.se_score;
    effect_row(table, target == 0 ? "On those who took part" : "If everybody took part",
               effect.mean_programme, effect.mean_comparison, effect.effect, se, conf);
    add_weighted_errors(report, &effect, conf, cluster != NULL);
    add_weights(report, &weighting, &study);
    stats_balance_table(job, report, &study, weighting.weight, "after weighting");
    struct str out;
    str_init(&out);
    str_add(&out, "row,share,weight\n");
    for (size_t i = 0; i < study.data->n; i++) {
        str_addf(&out, "%zu", (size_t)study.data->row[i] + 2);
        stats_add_row_fields(&out, (double[]){study.score.share[i], weighting.weight[i]}, 2);
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    if (!good)
        return false;
    stats_people(report, study.data);
    stats_method(
        report,
        "inverse probability weights, Hirano, Imbens & Ridder 2003, means over the sum of weights; %s.",
        cluster ? "standard error by cluster, CR2, the weights taken as given"
                : "standard error that knows the score was estimated, Lunceford & Davidian 2004");
    return job_report(job, report), true;
}
