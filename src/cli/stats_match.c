/* Tasks that match without replacement or exactly: match and cem. */
#include "cli/stats_score.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "base/banned.h"

static void add_effect(struct job *job, struct report *report, const struct stats_study *study,
                       const double *weights, const uint32_t *set, double conf, const char *sets)
{
    static const char *const columns[] = {"effect|Effect on those who took part|t",
                                          "programme|Programme|n",
                                          "comparison|Comparison|n",
                                          "difference|Difference|n",
                                          "se|SE|n",
                                          "limits|Limits|i",
                                          "p|p|n",
                                          NULL};
    struct match_effect effect = match_effect(job->arena, study->treat->value, weights, set,
                                              study->outcome->value, study->data->n, conf);
    struct figure se = effect.se[set ? OLS_CLUSTER_HC1 : OLS_HC1];
    int decimals = stats_decimals_of(se, stats_decimals_of(effect.mean_treated, 3));
    struct table *table = report_table(report, "effect",
                                       arena_format(job->arena, "Effect on %s, limits at %s",
                                                    study->outcome->name, stats_percent(job->arena, conf)));
    stats_columns(table, columns);
    table_row(table);
    table_text(table, study->outcome->name);
    put_figure(table, effect.mean_treated, decimals);
    put_figure(table, effect.mean_controls, decimals);
    put_signed(table, effect.effect, decimals);
    put_figure(table, se, decimals);
    put_interval(table, effect.interval, decimals, MEASURE_number);
    put_p(table, effect.p);
    if (set)
        table_note(table, "%zu people in %zu %s, each counted as one for the standard error.", effect.people,
                   effect.clusters, sets);
    else
        table_note(table,
                   "%zu people; a control may stand in several pairs, so that the standard error is HC1.",
                   effect.people);
}

static void add_pairs_compared(struct report *report, const struct match_nearest *matched,
                               const struct stats_study *study)
{
    struct pair_comparison pairs =
        match_compare_pairs(matched->pairs, matched->pair_count, study->outcome->value);
    if (!pairs.yes_no)
        return;
    static const char *const columns[] = {"what|Pair by pair|t", "value|Value|n", NULL};
    struct table *table = report_table(report, "pairs", "Pair by pair");
    stats_columns(table, columns);
    table_row(table);
    table_text(table, "Pairs");
    put_count(table, pairs.pairs);
    table_row(table);
    table_text(table, "only the participant has it");
    put_count(table, pairs.only_treated);
    table_row(table);
    table_text(table, "only the control has it");
    put_count(table, pairs.only_control);
    table_row(table);
    table_text(table, "McNemar's exact p");
    put_p(table, pairs.p_exact);
    table_row(table);
    table_text(table, "Odds ratio of the pairs");
    put_figure(table, pairs.odds_ratio, 3);
}

static bool write_pairs(struct job *job, const struct stats_study *study, const struct match_nearest *matched,
                        struct report *report, struct err *err)
{
    struct str out;
    str_init(&out);
    str_add(&out, "treated_row,control_row,rank,gap\n");
    for (size_t i = 0; i < matched->pair_count; i++) {
        const struct match_pair *pair = &matched->pairs[i];
        str_addf(&out, "%zu,%zu,%" PRIu32 ",", (size_t)study->data->row[pair->treated] + 2,
                 (size_t)study->data->row[pair->control] + 2, pair->rank);
        str_add_real(&out, fabs(study->distance[pair->treated] - study->distance[pair->control]));
        str_add_char(&out, '\n');
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    return good;
}

static bool read_match_plan(struct job *job, struct match_plan *plan, size_t *on, double *conf,
                            struct err *err)
{
    size_t order;
    int64_t ratio;
    if (!stats_conf(job, conf, err) ||
        !stats_word(job, OPTION_stats_order, "largest|smallest|file", &order, err) ||
        !stats_word(job, OPTION_stats_on, "logit|share", on, err) ||
        !stats_count(job, OPTION_stats_ratio, 1, 1, 1000, &ratio, err) ||
        !stats_real(job, OPTION_stats_caliper, INFINITY, 0, INFINITY, &plan->caliper, err))
        return false;
    plan->order = (enum match_order)order;
    plan->ratio = (uint32_t)ratio;
    plan->replace = job_option(job, OPTION_stats_replace) != NULL;
    plan->caliper_in_sd = job_option(job, OPTION_stats_caliper) != NULL;
    return true;
}

bool task_match(struct job *job, struct err *err)
{
    struct stats_study study = {.data = stats_data_make(job->arena)};
    struct match_plan plan;
    struct stats_column **exact;
    size_t on, exact_count;
    double conf;
    if (!read_match_plan(job, &plan, &on, &conf, err) ||
        !stats_want_list(job, study.data, OPTION_stats_exact, WANT_CODE, &exact, &exact_count, err) ||
        !stats_study_load(job, &study, on, err))
        return false;
    size_t n = study.data->n;
    struct match_people people = {.distance = study.distance, .treat = study.treat->value, .n = n};
    if (exact_count > 0) {
        struct match_column *columns = ARENA_ARRAY(job->arena, struct match_column, exact_count);
        uint32_t *stratum = ARENA_ARRAY(job->arena, uint32_t, n);
        for (size_t i = 0; i < exact_count; i++)
            columns[i].values = exact[i]->value;
        people.strata = match_strata(columns, exact_count, n, stratum);
        people.stratum = stratum;
    }
    struct match_nearest matched = match_nearest(job->arena, &people, &plan);
    struct report *report = report_make(job->arena, "match", "Matched with the nearest");
    report_paragraph(report, "Programme: %s %s. Comparison: %s %s.", study.treat->name,
                     study.treat->levels[1], study.treat->name, study.treat->levels[0]);
    stats_score_cautions(report, &study.score);
    stats_matched_table(report, &matched.count);
    if (study.outcome)
        add_effect(job, report, &study, matched.weights, matched.set, conf, "sets");
    if (study.outcome && plan.ratio == 1 && !plan.replace)
        add_pairs_compared(report, &matched, &study);
    stats_balance_table(job, report, &study, matched.weights, "after matching");
    if (!write_pairs(job, &study, &matched, report, err))
        return false;
    stats_people(report, study.data);
    static const char *const orders[] = {"largest score first", "smallest score first",
                                         "in the file's order"};
    stats_method(
        report,
        "greedy, Rosenbaum & Rubin 1985, on the %s, %s, %" PRIu32 " for each%s%s%s; nothing is random.",
        on == 0 ? "score's log odds" : "score", orders[plan.order], plan.ratio,
        plan.replace ? ", with replacement" : "",
        isinf(plan.caliper) ? ", any gap" : arena_format(job->arena, ", gap at most %g SD", plan.caliper),
        exact_count > 0
            ? arena_format(job->arena, ", exactly alike in %s", job_option(job, OPTION_stats_exact))
            : "");
    return job_report(job, report), true;
}

/* "age=20,25,30" of every --cuts into the column of that name. */
static bool read_cuts(struct job *job, const struct stats_data *data, struct match_column *columns,
                      const size_t *column_of, size_t column_count, struct err *err)
{
    for (size_t i = 0; i < job->option_counts[OPTION_stats_cuts]; i++) {
        const char *typed = job->options[OPTION_stats_cuts][i], *equals = strchr(typed, '=');
        struct nearest nearest;
        size_t at = 0;
        double *cuts;
        if (!equals)
            return err_set(err, ERR_usage, "--cuts: \"%.100s\" should be COLUMN=CUT,CUT", typed);
        struct text name = text_trim((struct text){typed, (size_t)(equals - typed)});
        nearest_init(&nearest, name);
        while (at < column_count && !text_is(name, data->columns[column_of[at]]->name))
            nearest_offer(&nearest, data->columns[column_of[at++]]->name);
        if (at == column_count)
            return err_set(err, ERR_usage, "--cuts: \"%.*s\" is no covariate of the formula%s%s",
                           (int)(name.length < 100 ? name.length : 100), name.at,
                           nearest.name ? "; did you mean " : "", nearest.name ? nearest.name : "");
        if (data->columns[column_of[at]]->categories)
            return err_set(err, ERR_usage, "--cuts: column \"%s\" is of categories, which are not cut",
                           data->columns[column_of[at]]->name);
        if (!stats_reals(job->arena, "--cuts", equals + 1, -INFINITY, INFINITY, &cuts, &columns[at].cut_count,
                         err))
            return false;
        for (size_t c = 1; c < columns[at].cut_count; c++)
            if (cuts[c] <= cuts[c - 1])
                return err_set(err, ERR_usage, "--cuts: the cuts of \"%s\" must rise",
                               data->columns[column_of[at]]->name);
        columns[at].cuts = cuts;
    }
    return true;
}

static bool write_weights(struct job *job, const struct stats_study *study, const double *weights,
                          struct report *report, struct err *err)
{
    struct str out;
    str_init(&out);
    str_add(&out, "row,weight\n");
    for (size_t i = 0; i < study->data->n; i++) {
        str_addf(&out, "%zu", (size_t)study->data->row[i] + 2);
        stats_add_row_fields(&out, &weights[i], 1);
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    return good;
}

bool task_cem(struct job *job, struct err *err)
{
    struct stats_study study = {.data = stats_data_make(job->arena)};
    double conf;
    enum { NO_SCORE = 2 };
    if (!stats_conf(job, &conf, err) || !stats_study_load(job, &study, NO_SCORE, err))
        return false;
    const struct stats_data *data = study.data;
    struct match_column *columns = ARENA_ARRAY(job->arena, struct match_column, data->count);
    size_t *column_of = ARENA_ARRAY(job->arena, size_t, data->count), count = 0;
    for (size_t c = 0; c < data->count; c++)
        if (data->columns[c]->want == WANT_COVARIATE) {
            column_of[count] = c;
            columns[count++].values = data->columns[c]->value;
        }
    if (!read_cuts(job, data, columns, column_of, count, err))
        return false;
    struct match_exact matched = match_exact(job->arena, study.treat->value, columns, count, data->n);
    struct report *report = report_make(job->arena, "cem", "Matched exactly, within bins");
    report_paragraph(report, "Programme: %s %s. Comparison: %s %s.", study.treat->name,
                     study.treat->levels[1], study.treat->name, study.treat->levels[0]);
    report_paragraph(report, "%zu bins hold people of both sides.", matched.strata);
    stats_matched_table(report, &matched.count);
    if (study.outcome)
        add_effect(job, report, &study, matched.weights, matched.first_row, conf, "bins");
    stats_balance_table(job, report, &study, matched.weights, "after matching");
    if (!write_weights(job, &study, matched.weights, report, err))
        return false;
    stats_people(report, data);
    stats_method(report,
                 "coarsened exact matching, Iacus, King & Porro 2012; a bin is from its cut up to the next; "
                 "standard error by bin.");
    return job_report(job, report), true;
}
