#include <inttypes.h>

#include "base/date.h"
#include "casework/enrol.h"
#include "base/banned.h"

/* "E-01 is offered a place" */
static const char *const said[STEP_end] = {
    [STEP_offer] = "is offered a place", [STEP_accept] = "takes the place",
    [STEP_decline] = "declines",         [STEP_start] = "started",
    [STEP_complete] = "completed",       [STEP_withdraw] = "withdraws"};
static const char *const said_of_many[STEP_end] = {
    [STEP_offer] = "are offered a place", [STEP_accept] = "take their places",
    [STEP_decline] = "decline",           [STEP_start] = "started",
    [STEP_complete] = "completed",        [STEP_withdraw] = "withdraw"};

static void say_one(struct report *report, const struct enrolled *enrolled, const struct enrol_done *done)
{
    const struct enrol_list *list = &enrolled->list;
    if (done->freed)
        report_sentence(report, "The place that fell free is offered to \"%s\", who waited next.",
                        done->number);
    else if (done->result == ENROL_waits)
        report_sentence(report,
                        "All %" PRId64 " places of %s are held: \"%s\" waits, as number %" PRId64
                        " of the waiting list.",
                        list->places, list->intake, done->number, done->line);
    else if (done->result == ENROL_was_so)
        report_sentence(report, "\"%s\": nothing changes, %s was recorded already.", done->number,
                        enrol_step_name(done->step));
    else
        report_sentence(report, "\"%s\" %s.", done->number, said[done->step]);
}

static void say_what_was_done(struct report *report, const struct enrolled *enrolled)
{
    enum { SAID_ONE_BY_ONE = 6 };
    int64_t plain = 0;
    for (size_t i = 0; i < enrolled->count; i++)
        plain += enrolled->done[i].result == ENROL_done && !enrolled->done[i].freed;
    if (enrolled->count == 0)
        report_sentence(report, "Nobody is at that step; nothing changes.");
    if (plain > SAID_ONE_BY_ONE)
        report_sentence(report, "%" PRId64 " people %s.", plain, said_of_many[enrolled->done[0].step]);
    for (size_t i = 0; i < enrolled->count; i++)
        if (plain <= SAID_ONE_BY_ONE || enrolled->done[i].freed || enrolled->done[i].result != ENROL_done)
            say_one(report, enrolled, &enrolled->done[i]);
    if (enrolled->next)
        report_sentence(report,
                        "A place is free, but the run has begun; \"%s\" waits next: mahi enrol %s %s offer.",
                        enrolled->next, enrolled->list.intake, enrolled->next);
}

static void say_follow_up(struct arena *arena, struct report *report, const struct follow_up_plan *plan)
{
    if (plan->made > 0)
        report_paragraph(
            report, "%" PRId64 " follow-ups are planned; they stay due whatever becomes of the programme.",
            plan->made);
    for (size_t i = 0; i < plan->dead_count; i++)
        report_caution(report, "%" PRId64 " follow-ups fall due on %s, in %s, when nobody is hired.",
                       plan->dead[i].dues, date_words(arena, plan->dead[i].day), plan->dead[i].period);
}

/* The five counts, and what became of the others. */
static void add_counts(struct report *report, const struct enrol_list *list)
{
    const struct enrol_counts *counts = &list->counts;
    struct table *table = report_table(report, "counts", "Counts, all of them over the one enrolment list");
    const struct {
        const char *label;
        int64_t people;
    } rows[] = {{"Enrolled", counts->enrolled},     {"Started", counts->started},
                {"Completed", counts->completed},   {"Followed up", counts->followed},
                {"Offered", counts->offered},       {"Waiting", counts->waiting},
                {"Declined", counts->declined},     {"Withdrew", counts->withdrew},
                {"Comparison", counts->comparison}, {"Not decided", counts->undecided}};
    table_column(table, "what", "What", COLUMN_text);
    table_column(table, "count", "Count", COLUMN_number);
    table_row(table);
    table_text(table, "Places");
    if (list->places < 0)
        table_absent(table, "nobody recorded how many places there are");
    else
        table_int(table, list->places);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_row(table);
        table_text(table, rows[i].label);
        table_int(table, rows[i].people);
    }
    table_note(table, "Who started is among those enrolled, and who completed among those who started. "
                      "Followed up: reached at one wave or more.");
}

static void add_day(struct arena *arena, struct table *table, int32_t day)
{
    if (day == DATE_MIN)
        table_blank(table);
    else
        table_text(table, date_words(arena, day));
}

static void add_people(struct arena *arena, struct report *report, const struct enrol_list *list,
                       int64_t most)
{
    struct table *table = report_table(report, "people", "The programme's side, in the order of turns");
    int64_t shown = 0, all = 0;
    table_column(table, "client", "Client", COLUMN_text);
    table_column(table, "stage", "Stage", COLUMN_text);
    table_column(table, "turn", "Turn", COLUMN_number);
    table_column(table, "offered", "Offered", COLUMN_text);
    table_column(table, "enrolled", "Enrolled", COLUMN_text);
    table_column(table, "started", "Started", COLUMN_text);
    table_column(table, "completed", "Completed", COLUMN_text);
    table_column(table, "left", "Declined or withdrew", COLUMN_text);
    table_column(table, "why", "Why", COLUMN_text);
    for (size_t i = 0; i < list->count; i++) {
        const struct enrol_person *person = &list->people[i];
        if (person->stage == ENROL_comparison || person->stage == ENROL_undecided)
            continue;
        all++;
        if (most > 0 && shown == most)
            continue;
        shown++;
        table_row(table);
        table_text(table, person->number);
        table_text(table, enrol_stage_words(person->stage));
        if (person->turn > 0)
            table_int(table, person->turn);
        else
            table_blank(table);
        add_day(arena, table, person->offered_on);
        add_day(arena, table, person->enrolled_on);
        add_day(arena, table, person->started_on);
        add_day(arena, table, person->completed_on);
        add_day(arena, table, person->left_on);
        table_text(table, person->why);
    }
    if (all > shown)
        table_note(table, "%" PRId64 " of %" PRId64 " people; --limit 0 shows all.", shown, all);
}

static const char *title_of(struct arena *arena, const struct enrol_list *list)
{
    return arena_format(arena, "Enrolment in %s, %s", list->programme_name, list->intake_name);
}

struct report *enrol_done_report(struct arena *arena, const struct enrolled *enrolled)
{
    struct report *report = report_make(arena, "enrolled", title_of(arena, &enrolled->list));
    say_what_was_done(report, enrolled);
    for (size_t i = 0; i < enrolled->note_count; i++)
        report_caution(report, "%s.", enrolled->notes[i]);
    say_follow_up(arena, report, &enrolled->follow_up);
    add_counts(report, &enrolled->list);
    return report;
}

struct report *enrol_list_report(struct arena *arena, const struct enrol_list *list, int64_t most)
{
    struct report *report = report_make(arena, "enrolment", title_of(arena, list));
    if (list->starts_on != DATE_MIN && list->ends_on != DATE_MIN)
        report_paragraph(report, "From %s to %s.", date_words(arena, list->starts_on),
                         date_words(arena, list->ends_on));
    if (list->places < 0)
        report_caution(report, "nobody recorded how many places there are; offers know no limit.");
    else if (list->counts.held > list->places)
        report_caution(report, "%" PRId64 " people hold one of %" PRId64 " places.", list->counts.held,
                       list->places);
    add_counts(report, list);
    add_people(arena, report, list, most);
    return report;
}
