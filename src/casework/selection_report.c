#include "casework/selection_report.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/banned.h"

static const char *instant_words(struct arena *arena, int64_t instant)
{
    struct str text;
    str_init(&text);
    instant_print(&text, instant);
    return str_into(&text, arena);
}

static const char *label(enum list_id list, int number)
{
    const struct coded_row *row = list_numbered(list, number);
    return row ? row->label : "";
}

static void add_head(struct arena *arena, struct report *report, const struct selection *selection)
{
    const struct selection_counts *counts = &selection->counts;
    report_sentence(report,
                    "As at %s, of %" PRId64 " people asked %" PRId64 " are eligible, %" PRId64
                    " are not, and of %" PRId64 " nobody knows; frozen by %s at %s.",
                    date_words(arena, selection->as_at), selection->people, selection->eligible,
                    selection->not_eligible, selection->not_recorded, selection->frozen_by,
                    instant_words(arena, selection->frozen_at));
    report_sentence(
        report,
        "Of the %" PRId64 " eligible and %" PRId64 " from outside the list, %" PRId64
        " are in the programme, %" PRId64 " in the comparison group, and %" PRId64 " are not decided.",
        counts->eligible, counts->outside, counts->programme, counts->comparison, counts->undecided);
    if (selection->seed_source[0])
        report_sentence(report, "The seed comes from: %s. Announced by %s at %s.", selection->seed_source,
                        selection->announced_by, instant_words(arena, selection->announced_at));
    if (selection->drawn_at)
        report_sentence(report, "Drawn by %s at %s for %" PRId64 " places, with the words \"%s\".",
                        selection->drawn_by, instant_words(arena, selection->drawn_at),
                        selection->drawn_places, selection->seed_words);
    report_paragraph(report, "Fingerprint of the list: %s", selection->fingerprint);
    if (selection->seed[0])
        report_paragraph(report, "Seed of the draw: %s", selection->seed);
}

static void add_cautions(struct report *report, const struct selection *selection)
{
    const struct selection_counts *counts = &selection->counts;
    if (selection->frozen_why[0])
        report_caution(report, "the list was frozen again: %s.", selection->frozen_why);
    if (selection->announced_why[0])
        report_caution(report, "the source of the seed was changed: %s.", selection->announced_why);
    if (counts->outside > 0)
        report_caution(report, "%" PRId64 " in the programme were not found by the criteria.",
                       counts->outside);
    if (counts->not_on_list > 0)
        report_caution(report, "%" PRId64 " stand in the enrolment list and not on the frozen list.",
                       counts->not_on_list);
    if (counts->eligible != selection->eligible)
        report_caution(report,
                       "%" PRId64 " were eligible when the list was frozen; %" PRId64 " stand on it now.",
                       selection->eligible, counts->eligible);
    if (selection->places >= 0 && counts->programme > selection->places)
        report_caution(report,
                       "%" PRId64 " people are chosen for %" PRId64
                       " places; the last ones wait, in the order of their turns.",
                       counts->programme, selection->places);
    if (selection->places >= 0 && selection->drawn_at == 0 && counts->undecided > 0 &&
        counts->programme + counts->undecided > selection->places)
        report_caution(report,
                       "more people qualify than there are places (%" PRId64 "): draw them by lot, and those "
                       "not drawn are a true comparison group (R230).",
                       selection->places);
    if (counts->undecided == 0 && counts->programme > 0 && counts->comparison == 0)
        report_caution(report, "no control group: everybody eligible is in the programme (R130).");
    else if (selection->drawn_at == 0 && counts->comparison > 0)
        report_caution(report, "people were chosen by judgement, so the groups may differ from the start.");
}

/* "Half well qualified": of each criterion, how many on each side meet it (R53). */
static void add_criteria(struct arena *arena, struct report *report, const struct selection *selection)
{
    struct table *table = report_table(report, "criteria", "How many meet each criterion");
    table_column(table, "rank", "No.", COLUMN_text);
    table_column(table, "criterion", "Criterion", COLUMN_text);
    table_column(table, "version", "Question", COLUMN_text);
    table_column(table, "need", "Need", COLUMN_text);
    table_column(table, "listed", "Of those eligible", COLUMN_rate);
    table_column(table, "programme", "Programme", COLUMN_rate);
    table_column(table, "comparison", "Comparison", COLUMN_rate);
    table_column(table, "unknown", "Not recorded", COLUMN_number);
    for (size_t c = 0; c < selection->criterion_count; c++) {
        int64_t yes[4] = {0}, of[4] = {0}, unknown = 0;
        for (size_t i = 0; i < selection->count; i++) {
            const struct selection_person *person = &selection->list[i];
            const char letter = c < strlen(person->answers) ? person->answers[c] : 'u';
            const int side = person->side <= CODED_enrolment_side_undecided ? person->side : 0;
            if (!person->outside) {
                of[0]++;
                yes[0] += letter == 'y';
            }
            of[side] += side > 0;
            yes[side] += side > 0 && letter == 'y';
            unknown += letter == 'u';
        }
        table_row(table);
        table_text(table, arena_format(arena, "%d", selection->criteria[c].rank));
        table_text(table, selection->criteria[c].label);
        table_text(table, selection->criteria[c].kept.version_code.at);
        table_text(table, selection->criteria[c].preferred ? "preferred" : "hard");
        table_rate(table, yes[0], of[0]);
        table_rate(table, yes[CODED_enrolment_side_programme], of[CODED_enrolment_side_programme]);
        table_rate(table, yes[CODED_enrolment_side_comparison], of[CODED_enrolment_side_comparison]);
        table_int(table, unknown);
    }
}

static void add_counts(struct report *report, const struct selection *selection)
{
    const struct selection_counts *counts = &selection->counts;
    struct table *table = report_table(report, "counts", "Where they stand");
    const struct {
        const char *label;
        int64_t people;
    } rows[] = {{"Programme", counts->programme},
                {"Comparison", counts->comparison},
                {"Not decided", counts->undecided},
                {"of them from outside the list", counts->outside},
                {"of them enrolled beside it", counts->not_on_list}};
    table_column(table, "group", "Group", COLUMN_text);
    table_column(table, "people", "People", COLUMN_number);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_row(table);
        table_text(table, rows[i].label);
        table_int(table, rows[i].people);
    }
    table_total(table);
    table_text(table, "Eligible");
    table_int(table, counts->eligible);
    table_note(table,
               "Eligible are those on the frozen list: programme, comparison and not decided, without those"
               "from outside.");
}

static void list_columns(struct table *table, const struct selection *selection)
{
    table_column(table, "rank", "Rank", COLUMN_text);
    table_column(table, "client", "Client", COLUMN_text);
    table_column(table, "answers", "Answers", COLUMN_text);
    if (selection->preferred > 0)
        table_column(table, "preferred", "Preferred met", COLUMN_number);
    table_column(table, "group", "Group", COLUMN_text);
    table_column(table, "chosen_by", "Chosen by", COLUMN_text);
    table_column(table, "turn", "Turn", COLUMN_number);
    table_column(table, "decided_by", "Who", COLUMN_text);
    table_column(table, "why", "Reason", COLUMN_text);
    if (selection->block_by[0])
        table_column(table, "block", "Block", COLUMN_text);
    if (selection->together)
        table_column(table, "household", "Household", COLUMN_text);
}

static void add_person(struct arena *arena, struct table *table, const struct selection *selection,
                       const struct selection_person *person)
{
    table_row(table);
    table_text(table, person->outside ? "outside" : arena_format(arena, "%" PRId64, person->rank));
    table_text(table, person->number);
    table_text(table, person->answers);
    if (selection->preferred > 0)
        table_int(table, person->preferred_met);
    table_text(table, label(LIST_enrolment_side, person->side));
    table_text(table, label(LIST_chosen_by, person->chosen_by));
    if (person->turn > 0)
        table_int(table, person->turn);
    else
        table_blank(table);
    table_text(table, person->decided_by);
    table_text(table, person->why);
    if (selection->block_by[0])
        table_text(table, person->block);
    if (selection->together)
        table_text(table, person->household);
}

struct report *selection_report(struct arena *arena, const struct selection *selection, int64_t most)
{
    struct report *report = report_make(
        arena, "selection",
        arena_format(arena, "Selection for %s, %s", selection->programme_name, selection->intake_name));
    add_head(arena, report, selection);
    add_cautions(report, selection);
    add_counts(report, selection);
    add_criteria(arena, report, selection);
    if (selection->count == 0)
        return report;
    struct table *table = report_table(report, "list", "The list");
    list_columns(table, selection);
    for (size_t i = 0; i < selection->count && (most == 0 || (int64_t)i < most); i++)
        add_person(arena, table, selection, &selection->list[i]);
    if (most > 0 && (int64_t)selection->count > most)
        table_note(table, "%" PRId64 " of %zu people; --limit 0 shows all.", most, selection->count);
    table_note(table, "Answers in the order of the criteria: y yes, n no, u not recorded. Turn: the order of "
                      "decisions or of the draw, in which free places are filled.");
    return report;
}

void lottery_differences_table(struct report *report, const struct lottery_difference *differences,
                               size_t count, int64_t most)
{
    if (count == 0)
        return;
    struct table *table = report_table(report, "differences", "Who differs");
    table_column(table, "client", "Client", COLUMN_text);
    table_column(table, "what", "What", COLUMN_text);
    for (size_t i = 0; i < count && (most == 0 || (int64_t)i < most); i++) {
        table_row(table);
        table_text(table, differences[i].number[0] ? differences[i].number : "(all)");
        table_text(table, differences[i].sentence);
    }
    if (most > 0 && (int64_t)count > most)
        table_note(table, "The first %" PRId64 " of %zu.", most, count);
}

struct report *selection_proof_report(struct arena *arena, const struct selection *selection,
                                      const struct selection_proof *proof, int64_t most)
{
    struct report *report = report_make(arena, "verify",
                                        arena_format(arena, "Whether the selection for %s, %s holds",
                                                     selection->programme_name, selection->intake_name));
    report_sentence(
        report,
        proof->list_holds
            ? "The list is the same: asked again as at %s, as known at %s, the criteria find these people "
              "with these answers."
            : "The list is NOT the same as what the criteria find as at %s, as known at %s.",
        date_words(arena, selection->as_at), instant_words(arena, selection->frozen_at));
    report_sentence(report,
                    proof->fingerprint_holds ? "Its fingerprint is the one that was published: %s"
                                             : "Its fingerprint is NOT the one that was published: %s",
                    selection->fingerprint);
    if (!proof->drawn)
        report_sentence(report, "No lottery was held.");
    else if (proof->draw_holds)
        report_sentence(report,
                        "The draw is the same to the last name: the seed puts everybody where they stand.");
    else
        report_sentence(report, "The draw is NOT what the seed says, or was not held as it must be.");
    if (proof->drawn && !proof->announced_before)
        report_caution(report,
                       "the record does not show that the source of the seed was named before the draw.");
    lottery_differences_table(report, proof->differences, proof->count, most);
    return report;
}
