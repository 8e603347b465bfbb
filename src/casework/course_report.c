#include <inttypes.h>

#include "base/date.h"
#include "casework/course.h"
#include "base/banned.h"

/* ---- a plan that was made ---- */

struct report *course_planned_report(struct arena *arena, const struct course_planned *planned)
{
    struct report *report =
        report_make(arena, "planned", arena_format(arena, "The plan of %s", planned->intake));
    report_sentence(report, "%" PRId64 " sessions, %.1f hours, in %" PRId64 " weeks from %s to %s.",
                    planned->sessions, planned->hours, planned->weeks, date_words(arena, planned->first),
                    date_words(arena, planned->last));
    if (planned->replaced > 0)
        report_sentence(report, "%" PRId64 " sessions of an earlier plan were taken back.",
                        planned->replaced);
    for (size_t i = 0; i < planned->note_count; i++)
        report_caution(report, "%s.", planned->notes[i]);
    if (planned->module_count == 0)
        return report;
    struct table *table = report_table(report, "modules", "Modules");
    table_column(table, "module", "Module", COLUMN_text);
    table_column_in(table, "hours", "Meant", "h", COLUMN_number);
    table_column_in(table, "planned", "In this plan", "h", COLUMN_number);
    for (size_t i = 0; i < planned->module_count; i++) {
        const struct course_module_plan *module = &planned->modules[i];
        table_row(table);
        table_text(table, module->name);
        if (module->hours < 0)
            table_absent(table, "nobody recorded how many hours it is meant to take");
        else
            table_real(table, module->hours, 1);
        table_real(table, module->planned, 1);
        if (module->planned < module->hours)
            table_remark(table, "the sessions do not reach; plan more or longer ones");
    }
    return report;
}

/* ---- a session ---- */

struct report *course_attended_report(struct arena *arena, const struct course_attended *attended)
{
    struct report *report = report_make(
        arena, "attended",
        arena_format(arena, "Session %s, %s", attended->session, date_words(arena, attended->held_on)));
    report_sentence(report,
                    "%" PRId64 " came, %" PRId64 " of them late; %" PRId64 " were excused, %" PRId64
                    " did not come.",
                    attended->came, attended->late, attended->excused, attended->absent);
    if (attended->started > 0)
        report_sentence(report, "For %" PRId64 " it was the first day: they have started.",
                        attended->started);
    for (size_t i = 0; i < attended->missing_count; i++)
        report_caution(report, "\"%s\" did not come twice running; somebody should ask why.",
                       attended->missing[i]);
    return report;
}

/* ---- a run ---- */

static void say_length(struct arena *arena, struct report *report, const struct course *course, int32_t today)
{
    if (course->first == DATE_MIN) {
        report_sentence(report, "No session is planned; mahi course plan %s makes them.",
                        course->list.intake);
        return;
    }
    report_sentence(report,
                    "It takes %" PRId64
                    " weeks, from %s to %s, counted from its sessions and blocks: %" PRId64
                    " sessions, %.1f hours.",
                    course->weeks, date_words(arena, course->first), date_words(arena, course->last),
                    course->sessions, course->hours);
    if (course->next != DATE_MIN)
        report_paragraph(report, "%" PRId64 " sessions were held by %s; the next is on %s.", course->held,
                         date_words(arena, today), date_words(arena, course->next));
    if (course->told_most > 0 && (course->told_least != course->weeks || course->told_most != course->weeks))
        report_caution(report, "people were told that it takes %" PRId64 "%s weeks; it takes %" PRId64 ".",
                       course->told_least,
                       course->told_most == course->told_least
                           ? ""
                           : arena_format(arena, " to %" PRId64, course->told_most),
                       course->weeks);
    if (course->intake_weeks > 0 && course->intake_weeks != course->weeks)
        report_caution(report,
                       "the intake's own dates make %" PRId64 " weeks; its sessions and blocks %" PRId64 ".",
                       course->intake_weeks, course->weeks);
}

static void say_season(struct arena *arena, struct report *report, const struct course *course)
{
    for (size_t i = 0; i < course->stretch_count; i++) {
        const struct course_stretch *stretch = &course->stretches[i];
        if (stretch->period[0])
            report_caution(report, "%s from %s to %s falls into %s%s%s.",
                           list_numbered(LIST_block_kind, stretch->kind)->label,
                           date_words(arena, stretch->from), date_words(arena, stretch->to), stretch->period,
                           stretch->why[0] ? ", with the reason: " : "", stretch->why);
    }
}

static void say_gaps(struct report *report, const struct course *course)
{
    if (course->unmarked > 0)
        report_caution(report, "of %" PRId64 " sessions that were held nobody wrote down who came.",
                       course->unmarked);
    if (course->cancelled > 0)
        report_paragraph(report, "%" PRId64 " sessions were cancelled.", course->cancelled);
    if (course->promotion_steps == 0)
        report_caution(report, "nothing is planned to make this run known (R158).");
    else if (course->promotion_overdue > 0)
        report_caution(report, "%" PRId64 " of %" PRId64 " steps to make this run known are overdue (R158).",
                       course->promotion_overdue, course->promotion_steps);
    if (course->follows && course->changes > 0)
        report_caution(report,
                       "%" PRId64
                       " things are done otherwise than in %s: outcomes of the two are not to be put "
                       "together (R154).",
                       course->changes, course->before);
    if (!course->coordinator[0])
        report_caution(report, "nobody is named as the programme's co-ordinator (R157).");
    else if (!course->deputy[0])
        report_caution(report, "nobody stands in for the co-ordinator, %s (R157).", course->coordinator);
}

static void add_counts(struct report *report, const struct course *course)
{
    const struct enrol_counts *counts = &course->list.counts;
    const struct {
        const char *key, *label;
        int64_t count;
    } five[] = {{"enrolled", "Enrolled", counts->enrolled},
                {"started", "Started", counts->started},
                {"completed", "Completed", counts->completed},
                {"followed", "Followed up", counts->followed}};
    struct table *table = report_table(report, "counts", "Five counts over the one enrolment list");
    table_column(table, "places", "Places", COLUMN_number);
    for (size_t i = 0; i < sizeof five / sizeof *five; i++)
        table_column(table, five[i].key, five[i].label, COLUMN_number);
    table_row(table);
    if (course->list.places < 0)
        table_absent(table, "nobody recorded how many places there are");
    else
        table_int(table, course->list.places);
    for (size_t i = 0; i < sizeof five / sizeof *five; i++)
        table_int(table, five[i].count);
}

static void add_stretches(struct arena *arena, struct report *report, const struct course *course)
{
    struct table *table;
    if (course->stretch_count == 0)
        return;
    table = report_table(report, "blocks", "Blocks");
    table_column(table, "kind", "Kind", COLUMN_text);
    table_column(table, "from", "From", COLUMN_text);
    table_column(table, "to", "To", COLUMN_text);
    table_column(table, "weeks", "Weeks", COLUMN_text);
    for (size_t i = 0; i < course->stretch_count; i++) {
        const struct course_stretch *stretch = &course->stretches[i];
        table_row(table);
        table_text(table, list_numbered(LIST_block_kind, stretch->kind)->label);
        table_text(table, date_words(arena, stretch->from));
        table_text(table, date_words(arena, stretch->to));
        table_text(table, arena_format(arena, "%d to %d", (stretch->from - course->first) / 7 + 1,
                                       (stretch->to - course->first) / 7 + 1));
    }
}

struct report *course_report(struct arena *arena, const struct course *course, int32_t today)
{
    struct report *report =
        report_make(arena, "course",
                    arena_format(arena, "%s, %s", course->list.programme_name, course->list.intake_name));
    say_length(arena, report, course, today);
    if (course->mixed >= 0)
        report_paragraph(report, course->mixed ? "Other clients of the service take part too."
                                               : "It is for this programme's people alone.");
    say_season(arena, report, course);
    say_gaps(report, course);
    add_counts(report, course);
    add_stretches(arena, report, course);
    report_paragraph(report,
                     "More: mahi board session_attendance, attendance_by_person, module_hours, "
                     "module_feedback, runs_apart, with --intake %s.",
                     course->list.intake);
    return report;
}
