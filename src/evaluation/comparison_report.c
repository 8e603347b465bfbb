#include "evaluation/comparison_report.h"

#include <ctype.h>
#include <inttypes.h>

#include "evaluation/comparison_lines.h"
#include "base/banned.h"

struct writing {
    struct arena *arena;
    struct report *report;
    const struct comparison *comparison;
    struct wave_lines *waves;
    const char *prefix; /* of block keys: "" or "completers_" */
};

static bool has_comparison(const struct comparison *comparison)
{
    return comparison->passages[SIDE_comparison].followed > 0;
}

static const char *key_of(const struct writing *writing, const char *what, const struct wave_result *wave)
{
    char *key = arena_format(writing->arena, "%s%s_%s", writing->prefix, what, wave ? wave->code : "all");
    for (char *at = key; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_' && *at != '-')
            *at = '_';
    return key;
}

/* What a table or chart is called, wherever it goes alone. */
static const char *caption_of(const struct writing *writing, const char *what, const struct wave_result *wave)
{
    return arena_format(writing->arena, "%s%s%s%s", writing->prefix[0] ? "Those who completed only: " : "",
                        what, wave ? ", " : "", wave ? wave->label : "");
}

static void add_passage(struct writing *writing)
{
    const struct passage *a = &writing->comparison->passages[SIDE_programme],
                         *b = &writing->comparison->passages[SIDE_comparison];
    const struct {
        const char *label;
        int64_t programme, comparison;
    } rows[] = {{"Eligible", a->eligible, b->eligible},
                {"Offered a place", a->offered, b->offered},
                {"Enrolled", a->enrolled, b->enrolled},
                {"Started", a->started, b->started},
                {"Completed", a->completed, b->completed},
                {"Withdrew", a->withdrew, b->withdrew},
                {"Followed: who counts", a->followed, b->followed}};
    struct table *table =
        report_table(writing->report, key_of(writing, "passage", NULL), "How far people got");
    table_column(table, "stage", "Stage", COLUMN_text);
    table_column(table, "programme", "Programme", COLUMN_number);
    table_column(table, "comparison", "Comparison", COLUMN_number);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_row(table);
        table_text(table, rows[i].label);
        table_int(table, rows[i].programme);
        if (rows[i].comparison > 0 || i == 0)
            table_int(table, rows[i].comparison);
        else
            table_blank(table); /* who is compared was, as a rule, never offered a place */
    }
    table_note(table, "Counted by the dates on record. Who counts: in the programme group all who enrolled, "
                      "or whom a lottery drew; in the comparison group all.");
    if (writing->comparison->undecided > 0)
        table_note(table, "Eligible and on neither side: %" PRId64 ".", writing->comparison->undecided);
}

static void add_missed(struct arena *arena, struct chart *chart, const struct wave_side *side)
{
    if (side->missed[0] > 0)
        chart_missed(chart, side->missed[0], "no follow-up on record");
    for (int result = 1; result < MISSED_COUNT; result++)
        if (side->missed[result] > 0)
            chart_missed(chart, side->missed[result],
                         label_lower(arena, list_numbered(LIST_follow_up_result, result)->label, 0));
}

static void add_flow(struct writing *writing)
{
    const struct comparison *comparison = writing->comparison;
    struct chart *chart = report_flow(writing->report, key_of(writing, "flow", NULL),
                                      caption_of(writing, "From eligible to reached", NULL));
    const int sides = has_comparison(comparison) ? SIDE_count : 1;
    chart_series(chart, "programme", "Programme");
    if (sides == SIDE_count)
        chart_series(chart, "comparison", "Comparison");
    chart_step(chart, "Eligible");
    for (int side = 0; side < sides; side++)
        chart_count(chart, comparison->passages[side].eligible);
    bool completers = writing->prefix[0] != '\0';
    chart_step(chart, completers ? "Completed, or kept to compare" : "Enrolled, or kept to compare");
    for (int side = 0; side < sides; side++)
        chart_count(chart, completers && side == SIDE_programme ? comparison->passages[side].completed
                                                                : comparison->passages[side].followed);
    for (size_t i = 0; i < comparison->wave_count; i++) {
        if (!comparison->waves[i].shown)
            continue;
        chart_wave(chart, arena_format(writing->arena, "Reached, %s", comparison->waves[i].label));
        for (int side = 0; side < sides; side++) {
            chart_count(chart, comparison->waves[i].sides[side].reached);
            add_missed(writing->arena, chart, &comparison->waves[i].sides[side]);
        }
    }
}

static void table_wilson(struct table *table, int64_t k, int64_t n)
{
    struct interval interval = proportion_wilson(k, n, VERDICT_CONFIDENCE);
    if (interval.absent)
        table_absent(table, interval.absent);
    else
        table_interval(table, interval.low, interval.high, 1, MEASURE_share);
}

static void add_state_row(struct table *table, const struct wave_result *wave, const char *label,
                          const int64_t *counts, bool total, int sides)
{
    if (total)
        table_total(table);
    else
        table_row(table);
    table_text(table, label);
    for (int side = 0; side < sides; side++) {
        table_rate(table, counts[side], wave->sides[side].reached);
        if (total)
            table_blank(table);
        else
            table_wilson(table, counts[side], wave->sides[side].reached);
    }
}

static void add_states(struct writing *writing, const struct wave_result *wave)
{
    struct table *table =
        report_table(writing->report, key_of(writing, "states", wave),
                     caption_of(writing, "How many of those reached were in each state", wave));
    const int sides = has_comparison(writing->comparison) ? SIDE_count : 1;
    table_column(table, "state", "State", COLUMN_text);
    table_column(table, "programme", "Programme", COLUMN_rate);
    table_column(table, "programme_interval", "95% interval", COLUMN_interval);
    if (sides == SIDE_count) {
        table_column(table, "comparison", "Comparison", COLUMN_rate);
        table_column(table, "comparison_interval", "95% interval", COLUMN_interval);
    }
    for (int place = 1; place <= STATE_COUNT; place++) {
        int state = place % STATE_COUNT; /* unknown comes last, and always */
        const int64_t counts[] = {wave->sides[SIDE_programme].states[state],
                                  wave->sides[SIDE_comparison].states[state]};
        if (counts[0] + counts[1] > 0 || state == STATE_unknown)
            add_state_row(table, wave, line_state_label(state), counts, false, sides);
    }
    const int64_t reached[] = {wave->sides[SIDE_programme].reached, wave->sides[SIDE_comparison].reached};
    add_state_row(table, wave, "All reached (N)", reached, true, sides);
    table_note(table, "Intervals: Wilson, 95%%. Unknown: reached, and nobody recorded the state.");
}

static void table_figure(struct table *table, struct figure figure, double scale, int decimals,
                         enum measure measure)
{
    if (figure.absent)
        table_absent(table, figure.absent);
    else
        table_signed(table, figure.value * scale, decimals, measure);
}

static void add_difference_row(struct table *table, const struct line *line)
{
    const struct share_difference *share = &line->share;
    table_row(table);
    table_text(table, line->label);
    table_figure(table, share->difference, 1, 1, MEASURE_points);
    if (share->interval.absent)
        table_absent(table, share->interval.absent);
    else
        table_interval(table, share->interval.low, share->interval.high, 1, MEASURE_points);
    if (share->p.absent)
        table_absent(table, share->p.absent);
    else
        table_p(table, share->p.value);
    table_figure(table, share->smallest.up, 1, 1, MEASURE_points);
    table_figure(table, share->smallest.down, 1, 1, MEASURE_points);
    table_text(table, verdict_word(share->verdict));
}

static struct table *difference_table(struct writing *writing, const char *key, const char *caption,
                                      const char *first)
{
    struct table *table = report_table(writing->report, key, caption);
    table_column(table, "what", first, COLUMN_text);
    table_column_in(table, "difference", "Difference", "points", COLUMN_number);
    table_column_in(table, "interval", "95% interval", "points", COLUMN_interval);
    table_column(table, "p", "Exact p", COLUMN_number);
    table_column_in(table, "smallest_up", "Could have shown, up", "points", COLUMN_number);
    table_column_in(table, "smallest_down", "Down", "points", COLUMN_number);
    table_column(table, "finding", "Finding", COLUMN_text);
    return table;
}

static void add_plot(struct writing *writing, const char *key, const char *caption,
                     const struct line *const *lines, size_t count, const struct table *table)
{
    struct chart *chart = report_intervals(writing->report, key, caption,
                                           "Programme minus comparison (points)", MEASURE_points, 1);
    chart_draws(chart, table);
    chart_reference(chart, 0, "no difference");
    for (size_t i = 0; i < count; i++) {
        const struct share_difference *share = &lines[i]->share;
        chart_row(chart, lines[i]->label);
        if (share->difference.absent)
            chart_absent(chart, share->difference.absent);
        else
            chart_interval(chart, share->difference.value, share->interval.low, share->interval.high);
    }
}

/* "Full-time work; Part-time work; at least 20 hours a week": what an outcome counts. */
static const char *definition_of(struct writing *writing, const struct outcome *outcome)
{
    struct str words;
    str_init(&words);
    for (int state = 1; state < STATE_COUNT; state++)
        if (outcome->counts[state])
            str_addf(&words, "%s%s", words.length > 0 ? "; " : "", line_state_label(state));
    if (words.length == 0)
        str_add(&words, "no state");
    if (outcome->has_hours) {
        str_add(&words, "; of at least ");
        str_add_real(&words, outcome->hours_at_least);
        str_add(&words, " hours a week, and not of unknown hours");
    }
    const char *copy = arena_text(writing->arena, words.at, words.length);
    str_clear(&words);
    return copy;
}

/* Outcomes that are shares, then the states, which are always exploratory. */
static void add_differences(struct writing *writing, const struct wave_result *wave,
                            const struct wave_lines *lines)
{
    const struct comparison *comparison = writing->comparison;
    const struct line **shown =
        ARENA_ARRAY(writing->arena, const struct line *, comparison->outcome_count + STATE_COUNT);
    size_t count = 0;
    for (size_t i = 0; i < comparison->outcome_count; i++)
        if (!line_is_amount(lines->outcomes[i].outcome))
            shown[count++] = &lines->outcomes[i];
    for (size_t i = 0; i < lines->state_count; i++)
        shown[count++] = &lines->states[i];
    struct table *table =
        difference_table(writing, key_of(writing, "differences", wave),
                         caption_of(writing, "How far the groups differ: programme minus comparison", wave),
                         comparison->outcome_count > 0 ? "Outcome or state" : "State");
    for (size_t i = 0; i < count; i++) {
        add_difference_row(table, shown[i]);
        if (shown[i]->outcome)
            table_remark(table,
                         "An outcome %s; its finding rests on p adjusted over all outcomes and waves (Holm). "
                         "It counts: %s.",
                         shown[i]->outcome->declared
                             ? "declared beforehand"
                             : "that nobody can show to have been declared beforehand",
                         definition_of(writing, shown[i]->outcome));
    }
    if (lines->state_count > 0 && comparison->outcome_count > 0)
        table_note(table,
                   "States are exploratory: nobody declared them as outcomes, and their p is not adjusted.");
    table_note(table, "Intervals: Newcombe's method 10. p: Fisher's exact test. Could have shown: the "
                      "smallest true differences that groups of "
                      "this size find at p < 0.05 four times in five.");
    if (count > 0)
        add_plot(writing, key_of(writing, "plot", wave),
                 caption_of(writing, "Differences with their 95% intervals", wave), shown, count, table);
}

static void table_amount(struct table *table, struct figure figure, int decimals)
{
    if (figure.absent)
        table_absent(table, figure.absent);
    else
        table_money(table, figure.value, decimals);
}

static void add_amount(struct writing *writing, const struct wave_result *wave, const struct line *line)
{
    const struct mean_comparison *means = &line->mean.means;
    const struct {
        const char *label;
        struct figure figure;
    } rows[] = {{"Programme mean", means->programme.mean},
                {"Comparison mean", means->comparison.mean},
                {"Difference", means->difference},
                {"Standard error, Neyman (separate variances)", means->welch.se},
                {"Standard error, pooled (one variance for both)", means->pooled.se},
                {"Smallest difference that could have been shown", line->mean.smallest}};
    struct table *table = report_table(
        writing->report, arena_format(writing->arena, "%s_%s", key_of(writing, "amount", wave), "earnings"),
        caption_of(writing, line->label, wave));
    table_column(table, "what", "What", COLUMN_text);
    table_column(table, "value", "Value", COLUMN_number);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_row(table);
        table_text(table, rows[i].label);
        table_amount(table, rows[i].figure, 0);
    }
    table_row(table);
    table_text(table, "p (Welch)");
    if (means->welch.p.absent)
        table_absent(table, means->welch.p.absent);
    else
        table_p(table, means->welch.p.value);
    table_note(table,
               "Amounts known: %zu of %" PRId64 " reached in the programme group, %zu of %" PRId64
               " in the comparison group.",
               means->programme.n, wave->sides[SIDE_programme].reached, means->comparison.n,
               wave->sides[SIDE_comparison].reached);
}

/* One sentence for each outcome; where the programme has none, for each state. */
static void add_sentences(struct writing *writing, const struct wave_lines *lines)
{
    size_t outcomes = writing->comparison->outcome_count;
    const struct line *line = outcomes > 0 ? lines->outcomes : lines->states;
    struct str text;
    str_init(&text);
    for (size_t i = 0; i < (outcomes > 0 ? outcomes : lines->state_count); i++, line++) {
        str_cut(&text, 0);
        if (line->outcome && line_is_amount(line->outcome))
            mean_sentence(&text, &line->mean, line->phrase);
        else
            share_sentence(&text, &line->share, line->phrase);
        report_sentence(writing->report, "%s", text.at);
    }
    str_clear(&text);
}

static void table_bounds(struct table *table, struct interval interval, enum measure measure)
{
    if (interval.absent)
        table_absent(table, interval.absent);
    else
        table_interval(table, interval.low, interval.high, 1, measure);
}

/* What the shares of everyone could be if all who were missed were in the state, or none was (methods 4). */
static void add_bounds(struct writing *writing, const struct wave_result *wave,
                       const struct wave_lines *lines)
{
    const struct wave_side *a = &wave->sides[SIDE_programme], *b = &wave->sides[SIDE_comparison];
    const struct comparison *comparison = writing->comparison;
    bool any_share = lines->state_count > 0;
    if (!any_share || (a->reached == a->followed && b->reached == b->followed))
        return;
    struct table *table = report_table(writing->report, key_of(writing, "bounds", wave),
                                       caption_of(writing, "What those who were missed could change", wave));
    table_column(table, "what", "Outcome or state", COLUMN_text);
    table_column(table, "programme", "Programme, all followed", COLUMN_interval);
    table_column(table, "comparison", "Comparison, all followed", COLUMN_interval);
    table_column_in(table, "difference", "Difference", "points", COLUMN_interval);
    for (size_t i = 0; i < comparison->outcome_count + lines->state_count; i++) {
        const struct line *line = i < comparison->outcome_count
                                      ? &lines->outcomes[i]
                                      : &lines->states[i - comparison->outcome_count];
        if (line->outcome && line_is_amount(line->outcome))
            continue;
        struct interval first = proportion_bounds(line->share.k[0], a->reached, a->followed);
        struct interval second = proportion_bounds(line->share.k[1], b->reached, b->followed);
        table_row(table);
        table_text(table, line->label);
        table_bounds(table, first, MEASURE_share);
        table_bounds(table, second, MEASURE_share);
        if (first.absent || second.absent)
            table_absent(table, first.absent ? first.absent : second.absent);
        else
            table_interval(table, first.low - second.high, first.high - second.low, 1, MEASURE_points);
    }
    table_note(table, "Not a matter of chance: the share of all followed if none of the missed, or all of "
                      "them, were in the state.");
}

static void write_wave(struct writing *writing, const struct wave_result *wave,
                       const struct wave_lines *lines)
{
    const struct wave_side *a = &wave->sides[SIDE_programme], *b = &wave->sides[SIDE_comparison];
    bool has_group = has_comparison(writing->comparison);
    report_heading(writing->report, 1, "%s", label_upper(writing->arena, wave->label));
    if (a->followed + b->followed == 0) {
        report_paragraph(writing->report, "Nobody is followed.");
        return;
    }
    if (has_group)
        add_sentences(writing, lines);
    add_states(writing, wave);
    if (!has_group)
        return;
    if (lines->state_count > 0 || writing->comparison->outcome_count > 0)
        add_differences(writing, wave, lines);
    for (size_t i = 0; i < writing->comparison->outcome_count; i++)
        if (line_is_amount(lines->outcomes[i].outcome))
            add_amount(writing, wave, &lines->outcomes[i]);
    add_bounds(writing, wave, lines);
}

static void write_comparison(struct writing *writing)
{
    const struct comparison *comparison = writing->comparison;
    writing->waves = comparison_lines(writing->arena, comparison);
    add_flow(writing);
    for (size_t i = 0; i < comparison->wave_count; i++)
        if (comparison->waves[i].shown)
            write_wave(writing, &comparison->waves[i], &writing->waves[i]);
}

struct report *comparison_report(struct arena *arena, const struct comparison *comparison,
                                 const struct comparison *completers)
{
    struct writing writing = {.arena = arena, .comparison = comparison, .prefix = ""};
    writing.report = report_make(arena, "compare", comparison->name);
    if (!has_comparison(comparison))
        report_caution(writing.report, "no control group. %s",
                       comparison->where    ? "The question leaves nobody of it in."
                       : comparison->how[0] ? comparison->how
                                            : "Nobody has written down why.");
    if (comparison->where)
        report_caution(writing.report,
                       "exploratory: only some of the people, who were not named beforehand. %s",
                       comparison->where);
    if (comparison->caution[0])
        report_caution(writing.report, "%s", comparison->caution);
    if (has_comparison(comparison) && comparison->how[0])
        report_paragraph(writing.report, "Comparison group: %s", comparison->how);
    if (comparison->passages[SIDE_programme].eligible + comparison->passages[SIDE_comparison].eligible == 0) {
        report_sentence(writing.report, "Nobody %s: these numbers cannot tell whether it made a difference.",
                        comparison->where ? "of this programme is in" : "is enrolled in this programme");
        return writing.report;
    }
    if (!has_comparison(comparison))
        report_sentence(writing.report, "With nobody to compare with, these numbers cannot tell whether the "
                                        "programme made a difference.");
    add_passage(&writing);
    if (comparison->wave_count == 0)
        report_caution(writing.report, "no follow-up wave is laid down for this programme.");
    write_comparison(&writing);
    if (completers) {
        report_heading(writing.report, 1, "Second: those who completed only");
        report_caution(
            writing.report,
            "who completes is no longer who was chosen; the comparison group had no such sieve (R224).");
        writing.comparison = completers;
        writing.prefix = "completers_";
        write_comparison(&writing);
    }
    return writing.report;
}
