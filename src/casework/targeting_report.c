#include "casework/targeting_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/banned.h"

static void add_criteria(struct report *report, const struct targeting *targeting)
{
    struct table *table = report_table(report, "criteria", "Each criterion, asked of everybody");
    table_column(table, "rank", "Rank", COLUMN_text);
    table_column(table, "criterion", "Criterion", COLUMN_text);
    table_column(table, "need", "Need", COLUMN_text);
    table_column(table, "pass", "Pass", COLUMN_rate);
    table_column(table, "fail", "Fail", COLUMN_number);
    table_column(table, "unknown", "Not recorded", COLUMN_number);
    table_column(table, "unchecked", "Pass on facts nobody checked", COLUMN_number);
    table_column(table, "alone", "Shut out by this alone", COLUMN_number);
    for (size_t i = 0; i < targeting->count; i++) {
        const struct criterion_counts *of = &targeting->criteria[i];
        char rank[16];
        snprintf(rank, sizeof rank, "%d", of->criterion.rank);
        table_row(table);
        table_text(table, rank);
        table_text(table, of->criterion.label);
        table_text(table, of->criterion.preferred ? "preferred" : "hard");
        table_rate(table, of->answers[ANSWER_yes], targeting->people);
        table_int(table, of->answers[ANSWER_no]);
        table_int(table, of->answers[ANSWER_unknown]);
        table_int(table, of->rest_on_unchecked);
        if (of->criterion.preferred)
            table_absent(table, "A preferred criterion shuts nobody out.");
        else
            table_int(table, of->alone);
    }
    table_note(table, "Shut out by this alone: who meets every other hard criterion and fails this one.");
    table_note(table, "Pass on facts nobody checked: lists, as qualifications, are not looked into.");
}

static void add_preferred(struct arena *arena, struct report *report, const struct targeting *targeting)
{
    if (targeting->preferred_count == 0 || targeting->eligible[ANSWER_yes] == 0)
        return;
    struct table *table =
        report_table(report, "preferred", "Those eligible, by how many preferred criteria they meet");
    table_column(table, "met", "Preferred criteria met", COLUMN_text);
    table_column(table, "people", "People", COLUMN_rate);
    for (size_t met = targeting->preferred_count + 1; met-- > 0;) {
        table_row(table);
        table_text(table, arena_format(arena, "%zu of %zu", met, targeting->preferred_count));
        table_rate(table, targeting->by_preferred[met], targeting->eligible[ANSWER_yes]);
    }
}

void mix_table(struct arena *arena, struct report *report, enum fact_id fact, const struct mix *mix,
               const char *chosen)
{
    const char *name = fact_of(fact)->name;
    struct table *table =
        report_table(report, fact_of(fact)->column,
                     arena_format(arena, "By %s: the register, and of it those %s", name, chosen));
    table_column(table, "value", arena_format(arena, "%c%s", name[0] & ~0x20, name + 1), COLUMN_text);
    table_column(table, "register", "On the register", COLUMN_rate);
    table_column(table, chosen, arena_format(arena, "%c%s", chosen[0] & ~0x20, chosen + 1), COLUMN_rate);
    for (size_t i = 0; i < mix->count; i++) {
        table_row(table);
        table_text(table, mix->rows[i].label);
        table_rate(table, mix->rows[i].registered, mix->registered);
        table_rate(table, mix->rows[i].chosen, mix->chosen);
    }
}

static void add_cautions(struct report *report, const struct targeting *targeting)
{
    for (size_t i = 0; i < targeting->count; i++)
        if (targeting->criteria[i].never)
            report_caution(report, "nobody could ever meet \"%s\".", targeting->criteria[i].criterion.label);
    if (targeting->left_out > 0)
        report_caution(report,
                       "%" PRId64
                       " of those eligible belong to a group that the programme leaves out: %s; no "
                       "list is frozen before a criterion says so too, or the group is let in.",
                       targeting->left_out, targeting->left_out_words);
    for (size_t i = 0; i < targeting->conflict_count; i++)
        report_caution(report, "\"%s\" and \"%s\" cannot both hold of one person.",
                       targeting->criteria[targeting->conflicts[i].a].criterion.label,
                       targeting->criteria[targeting->conflicts[i].b].criterion.label);
}

struct report *targeting_report(struct arena *arena, const struct targeting *targeting)
{
    struct report *report = report_make(
        arena, "targeting", arena_format(arena, "Whom the criteria of %s reach", targeting->name));
    const char *day = date_words(arena, targeting->moment.as_at);
    report_sentence(report,
                    "As at %s, of %" PRId64 " people %" PRId64 " are eligible, %" PRId64
                    " are not, and of %" PRId64 " nobody knows.",
                    day, targeting->people, targeting->eligible[ANSWER_yes], targeting->eligible[ANSWER_no],
                    targeting->eligible[ANSWER_unknown]);
    add_cautions(report, targeting);
    add_criteria(report, targeting);
    add_preferred(arena, report, targeting);
    if (targeting->mix_count > 0 && targeting->mixes[0].mix.registered == 0)
        report_paragraph(report, "Nobody is on the register on that day to set those eligible beside.");
    for (size_t i = 0; i < targeting->mix_count && targeting->mixes[i].mix.registered > 0; i++)
        mix_table(arena, report, targeting->mixes[i].fact, &targeting->mixes[i].mix, "eligible");
    return report;
}
