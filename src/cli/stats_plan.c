/* Tasks of planning, which need no file: power, sample-size, smallest. */
#include "cli/stats_task.h"

#include <math.h>

#include "base/banned.h"

/* What is planned, from the options; absent what was not given. */
struct plan {
    double alpha, power, ratio, icc, cluster_size, cv, delta, sd, hazard_ratio, events;
    double *shares, *sizes, *clusters;
    size_t share_count, size_count, cluster_count;
    bool has_delta, has_sd, has_ratio_of_hazards, has_events;
};

static bool read_plan(struct job *job, struct plan *plan, struct err *err)
{
    struct arena *arena = job->arena;
    *plan = (struct plan){.has_delta = job_option(job, OPTION_stats_delta) != NULL,
                          .has_sd = job_option(job, OPTION_stats_sd) != NULL,
                          .has_ratio_of_hazards = job_option(job, OPTION_stats_hazard_ratio) != NULL,
                          .has_events = job_option(job, OPTION_stats_events) != NULL};
    return stats_real(job, OPTION_stats_alpha, 0.05, 1e-6, 0.999999, &plan->alpha, err) &&
           stats_real(job, OPTION_stats_power, 0.8, 1e-6, 0.999999, &plan->power, err) &&
           stats_real(job, OPTION_stats_ratio, 1, 1e-3, 1e3, &plan->ratio, err) &&
           stats_real(job, OPTION_stats_icc, 0, -1, 1, &plan->icc, err) &&
           stats_real(job, OPTION_stats_cluster_size, 1, 1, 1e9, &plan->cluster_size, err) &&
           stats_real(job, OPTION_stats_cv, 0, 0, 100, &plan->cv, err) &&
           stats_real(job, OPTION_stats_delta, 0, -1e15, 1e15, &plan->delta, err) &&
           stats_real(job, OPTION_stats_sd, 0, 0, 1e15, &plan->sd, err) &&
           stats_real(job, OPTION_stats_hazard_ratio, 1, 1e-3, 1e3, &plan->hazard_ratio, err) &&
           stats_real(job, OPTION_stats_events, 0, 0, 1e12, &plan->events, err) &&
           stats_reals(arena, "--shares", job_option(job, OPTION_stats_shares), 0, 1, &plan->shares,
                       &plan->share_count, err) &&
           stats_reals(arena, "--sizes", job_option(job, OPTION_stats_sizes), 0, 1e9, &plan->sizes,
                       &plan->size_count, err) &&
           stats_reals(arena, "--clusters", job_option(job, OPTION_stats_clusters), 0, 1e9, &plan->clusters,
                       &plan->cluster_count, err);
}

static bool need_two(const char *option, const char *example, size_t count, struct err *err)
{
    return count == 2 || err_set(err, ERR_usage, "%s needs two numbers, the programme's first: %s %s", option,
                                 option, example);
}

static void row(struct table *table, const char *name, struct figure figure, int decimals, const char *method)
{
    table_row(table);
    table_text(table, name);
    put_figure(table, figure, decimals);
    table_text(table, method);
}

static void share_row(struct table *table, const char *name, struct figure figure, const char *method)
{
    table_row(table);
    table_text(table, name);
    put_share(table, figure);
    table_text(table, method);
}

static struct table *plan_table(struct report *report, const char *caption)
{
    static const char *const columns[] = {"what|What|t", "value|Value|n", "method|Method|t", NULL};
    struct table *table = report_table(report, "plan", caption);
    stats_columns(table, columns);
    return table;
}

/* Clusters tell less than as many people drawn one by one. */
static struct figure design_effect(const struct plan *plan)
{
    return cluster_design_effect(plan->cluster_size, plan->icc, plan->cv);
}

static void say_clusters(struct report *report, const struct plan *plan, struct figure effect)
{
    if (plan->cluster_size > 1 && !effect.absent)
        report_paragraph(report,
                         "People come in clusters of %g, correlated by %g: the design effect is %.3f, and "
                         "sizes allow for it.",
                         plan->cluster_size, plan->icc, effect.value);
}

/* More than whole people cannot be, fewer would say too much. */
static double worth(double people, struct figure effect)
{
    return effect.absent ? people : cluster_effective_size(people, effect.value).value;
}

static bool check_design(const struct plan *plan, struct figure *effect, struct err *err)
{
    *effect = design_effect(plan);
    return !effect->absent || err_set(err, ERR_usage, "--icc: %s", effect->absent);
}

bool task_power(struct job *job, struct err *err)
{
    struct plan plan;
    struct figure effect;
    if (!read_plan(job, &plan, err) || !check_design(&plan, &effect, err))
        return false;
    struct report *report = report_make(job->arena, "power", "The chance of finding it");
    struct table *table;
    if (plan.has_ratio_of_hazards) {
        if (!plan.has_events)
            return err_set(err, ERR_usage, "say how many have the event: --events 90");
        table = plan_table(report, arena_format(job->arena, "A ratio of hazards of %g, %g events",
                                                plan.hazard_ratio, plan.events));
        share_row(table, "Power of the log-rank test",
                  power_events(plan.hazard_ratio, 1 / (1 + plan.ratio), plan.events, plan.alpha),
                  "Schoenfeld 1981");
        stats_method(report, "level %g, two-sided; %g in the comparison for each in the programme.",
                     plan.alpha, plan.ratio);
        return job_report(job, report), true;
    }
    if (!need_two("--sizes", "185,260", plan.size_count, err))
        return false;
    double n1 = worth(plan.sizes[0], effect), n2 = worth(plan.sizes[1], effect);
    if (plan.has_delta && plan.has_sd) {
        table = plan_table(
            report,
            arena_format(job->arena, "A difference of means of %g, standard deviation %g, %g and %g people",
                         plan.delta, plan.sd, plan.sizes[0], plan.sizes[1]));
        share_row(table, "Power of the t test", power_means(plan.delta, plan.sd, n1, n2, plan.alpha, false),
                  "noncentral t, right side only");
    } else if (plan.share_count == 2) {
        int64_t m1 = (int64_t)floor(n1), m2 = (int64_t)floor(n2);
        table =
            plan_table(report, arena_format(job->arena, "Shares of %g and %g, %g and %g people",
                                            plan.shares[0], plan.shares[1], plan.sizes[0], plan.sizes[1]));
        if (n1 <= 2000 && n2 <= 2000)
            share_row(table, "Fisher's exact test",
                      power_fisher(plan.shares[0], plan.shares[1], m1, m2, plan.alpha),
                      "every pair of counts summed");
        share_row(table, "z test", power_two_proportions(plan.shares[0], plan.shares[1], m1, m2, plan.alpha),
                  "Fleiss, Levin & Paik 2003");
        share_row(table, "Arcsine test", power_arcsine(plan.shares[0], plan.shares[1], m1, m2, plan.alpha),
                  "Cohen 1988");
    } else {
        return err_set(
            err, ERR_usage,
            "say what there is to find: --shares P1,P2, --delta D --sd SD, or --hazard-ratio R --events N");
    }
    say_clusters(report, &plan, effect);
    stats_method(report, "level %g, two-sided; only a finding in the true direction counts.", plan.alpha);
    return job_report(job, report), true;
}

/* The programme's size, then the comparison's, as whole people. */
static void size_rows(struct table *table, struct figure programme, double ratio, double effect,
                      const char *method)
{
    struct figure more = programme.absent ? programme : figure_of(programme.value * effect);
    struct figure others = programme.absent ? programme : figure_of(programme.value * ratio * effect);
    row(table, "Programme", programme.absent ? programme : figure_of(ceil(more.value - 1e-9)), 0, method);
    row(table, "Comparison", programme.absent ? programme : figure_of(ceil(others.value - 1e-9)), 0, method);
    row(table, "Programme, before rounding up", more, 3, "");
}

bool task_sample_size(struct job *job, struct err *err)
{
    struct plan plan;
    struct figure effect;
    if (!read_plan(job, &plan, err) || !check_design(&plan, &effect, err))
        return false;
    struct report *report = report_make(job->arena, "sample_size", "How many people");
    struct table *table;
    if (plan.share_count == 2) {
        table = plan_table(report, arena_format(job->arena, "To tell shares of %g and %g apart",
                                                plan.shares[0], plan.shares[1]));
        size_rows(table,
                  plan_people_for_shares(plan.shares[0], plan.shares[1], plan.ratio, plan.alpha, plan.power),
                  plan.ratio, effect.value, "z test, Fleiss, Levin & Paik 2003");
    } else if (plan.has_delta && plan.has_sd) {
        table = plan_table(report, arena_format(job->arena,
                                                "To find a difference of means of %g, standard deviation %g",
                                                plan.delta, plan.sd));
        size_rows(table, plan_people_for_means(plan.delta, plan.sd, plan.ratio, plan.alpha, plan.power),
                  plan.ratio, effect.value, "noncentral t");
    } else if (plan.has_ratio_of_hazards) {
        struct figure events = plan_events(plan.hazard_ratio, 1 / (1 + plan.ratio), plan.alpha, plan.power);
        table = plan_table(report,
                           arena_format(job->arena, "To find a ratio of hazards of %g", plan.hazard_ratio));
        row(table, "Events, both groups", events.absent ? events : figure_of(ceil(events.value - 1e-9)), 0,
            "Schoenfeld 1981");
        row(table, "Before rounding up", events, 3, "");
    } else {
        return err_set(err, ERR_usage,
                       "say what there is to find: --shares P1,P2, --delta D --sd SD, or --hazard-ratio R");
    }
    say_clusters(report, &plan, effect);
    stats_method(report, "power %g at level %g, two-sided; %g in the comparison for each in the programme.",
                 plan.power, plan.alpha, plan.ratio);
    return job_report(job, report), true;
}

static void directions(struct table *table, const struct plan *plan, int64_t n1, int64_t n2)
{
    for (int down = 0; down < 2; down++) {
        enum power_direction direction = down ? POWER_DOWN : POWER_UP;
        const char *way = down ? "Programme lower, " : "Programme higher, ";
        struct str text;
        str_init(&text);
        if (n1 <= 2000 && n2 <= 2000) {
            str_addf(&text, "%sFisher's exact test", way);
            table_row(table);
            table_text(table, text.at);
            put_points(table, mde_fisher(plan->shares[0], n1, n2, plan->alpha, plan->power, direction));
            table_text(table, "on a grid of tenths of a point");
        }
        str_cut(&text, 0);
        str_addf(&text, "%sz test", way);
        table_row(table);
        table_text(table, text.at);
        put_points(table, mde_two_proportions(plan->shares[0], n1, n2, plan->alpha, plan->power, direction));
        table_text(table, "Fleiss, Levin & Paik 2003");
        str_clear(&text);
    }
}

bool task_smallest(struct job *job, struct err *err)
{
    struct plan plan;
    struct figure effect;
    if (!read_plan(job, &plan, err) || !check_design(&plan, &effect, err))
        return false;
    struct report *report = report_make(job->arena, "smallest", "The smallest difference that can be found");
    struct table *table = plan_table(report, "The smallest difference");
    if (plan.share_count == 1 && plan.cluster_count == 2) {
        struct cluster_mde mde = cluster_mde(plan.shares[0], plan.clusters[0], plan.clusters[1],
                                             plan.cluster_size, effect.value, plan.alpha, plan.power);
        table_row(table);
        table_text(table, "Whole clusters, Student's curve");
        put_points(table, mde.t);
        table_text(table, "Bloom 2005; the one to believe with few clusters");
        table_row(table);
        table_text(table, "Whole clusters, normal curve");
        put_points(table, mde.z);
        table_text(table, "Bloom 1995");
    } else if (plan.share_count == 1) {
        if (!need_two("--sizes", "17,21", plan.size_count, err))
            return false;
        directions(table, &plan, (int64_t)floor(worth(plan.sizes[0], effect)),
                   (int64_t)floor(worth(plan.sizes[1], effect)));
    } else if (plan.has_sd) {
        if (!need_two("--sizes", "17,21", plan.size_count, err))
            return false;
        struct figure least = mde_means(plan.sd, worth(plan.sizes[0], effect), worth(plan.sizes[1], effect),
                                        plan.alpha, plan.power);
        row(table, "Difference of means", least, stats_decimals_of(least, 3), "noncentral t");
    } else {
        return err_set(
            err, ERR_usage,
            "say the comparison's share with --shares 0.35 and --sizes N1,N2, or --sd SD and --sizes N1,N2");
    }
    say_clusters(report, &plan, effect);
    stats_method(report, "power %g at level %g, two-sided; only a finding in the true direction counts.",
                 plan.power, plan.alpha);
    return job_report(job, report), true;
}
