#include "casework/programme_report.h"

#include <inttypes.h>

#include "base/date.h"
#include "casework/design_work.h"
#include "base/banned.h"

/* ---- values as people read them ---- */

static const char *shown(struct arena *arena, const struct design_row *row, enum field_id field)
{
    struct str out;
    str_init(&out);
    value_show(&out, dict_field(field), design_value(row, field));
    return str_into(&out, arena);
}

static bool has(const struct design_row *row, enum field_id field)
{
    return design_value(row, field).type != VALUE_absent;
}

static const char *moment_words(struct arena *arena, int64_t instant)
{
    struct str out;
    str_init(&out);
    instant_print(&out, instant);
    return str_into(&out, arena);
}

/* A cell: the value as people read it, or why there is none. */
static void cell(struct table *table, struct arena *arena, const struct design_row *row, enum field_id field)
{
    if (has(row, field))
        table_text(table, shown(arena, row, field));
    else
        table_absent(table, "not recorded");
}

/* The rows of one part as a table with these fields (ended by F_none); nothing when there are none. */
static void part_table(struct report *report, struct arena *arena, const struct design_row *above,
                       enum programme_part part, const char *caption, const enum field_id *fields)
{
    struct table *table = NULL;
    for (const struct design_row *row = above->below; row; row = row->next) {
        if (row->part != part)
            continue;
        if (!table) {
            table = report_table(report, programme_part(part)->name, caption);
            for (size_t i = 0; fields[i] != F_none; i++)
                table_column(table, dict_field(fields[i])->name, dict_field(fields[i])->label, COLUMN_text);
        }
        table_row(table);
        for (size_t i = 0; fields[i] != F_none; i++)
            cell(table, arena, row, fields[i]);
    }
}

#define PART_TABLE(report, arena, above, part, caption, ...)                                                 \
    part_table(report, arena, above, part, caption, (const enum field_id[]){__VA_ARGS__, F_none})

static void paragraph_of(struct report *report, struct arena *arena, const struct design_row *row,
                         enum field_id field, const char *otherwise)
{
    if (has(row, field))
        report_paragraph(report, "%s", shown(arena, row, field));
    else if (otherwise)
        report_paragraph(report, "%s", otherwise);
}

/* ---- the four parts ---- */

static const struct design_row *carried_version(const struct design *design, struct text code)
{
    for (const struct design_row *row = design->carried; row; row = row->next)
        if (row->record->id == R_question_version &&
            text_equal(design_text(row, F_question_version_code), code))
            return row;
    return NULL;
}

static void criteria_table(struct report *report, struct arena *arena, const struct design *design)
{
    struct table *table = NULL;
    for (const struct design_row *row = design->programme->below; row; row = row->next) {
        if (row->part != PART_criteria)
            continue;
        if (!table) {
            table = report_table(report, "criteria", "Who may take part");
            table_column(table, "rank", "Rank", COLUMN_text);
            table_column(table, "label", "Criterion", COLUMN_text);
            table_column(table, "need", "Need", COLUMN_text);
            table_column(table, "version", "Question", COLUMN_text);
            table_column(table, "text", "In its words", COLUMN_text);
        }
        const struct design_row *version = carried_version(design, design_text(row, F_criterion_version));
        table_row(table);
        cell(table, arena, row, F_criterion_rank);
        cell(table, arena, row, F_criterion_label);
        cell(table, arena, row, F_criterion_need);
        cell(table, arena, row, F_criterion_version);
        if (version)
            cell(table, arena, version, F_question_version_text);
        else
            table_absent(table, "not recorded");
    }
}

static void group_part(struct report *report, struct arena *arena, const struct design *design)
{
    const struct design_row *programme = design->programme;
    report_heading(report, 1, "Group");
    paragraph_of(report, arena, programme, F_programme_for_whom, "Nobody wrote down for whom it is.");
    if (has(programme, F_programme_ignores))
        report_paragraph(report, "It does not ask, on purpose: %s",
                         shown(arena, programme, F_programme_ignores));
    criteria_table(report, arena, design);
    PART_TABLE(report, arena, programme, PART_exclusions, "Who is left out", F_exclusion_cultural_group,
               F_exclusion_let_in, F_exclusion_covered_by);
    PART_TABLE(report, arena, programme, PART_barriers, "Barriers that it works on, and whose they are",
               F_programme_barrier_kind, F_programme_barrier_side, F_programme_barrier_how);
}

/* An objective can be measured when somebody can tell whether it was reached: a measure and a target. */
static void objectives_table(struct report *report, struct arena *arena, const struct design_row *programme)
{
    struct table *table = NULL;
    for (const struct design_row *row = programme->below; row; row = row->next) {
        if (row->part != PART_aims)
            continue;
        if (!table) {
            table = report_table(report, "objectives", "What it set out to change");
            table_column(table, "rank", "Number", COLUMN_text);
            table_column(table, "objective", "Objective", COLUMN_text);
            table_column(table, "measure", "Measure", COLUMN_text);
            table_column(table, "target", "Target", COLUMN_text);
            table_column(table, "by", "By", COLUMN_text);
            table_column(table, "owner", "Owner", COLUMN_text);
        }
        table_row(table);
        cell(table, arena, row, F_objective_rank);
        cell(table, arena, row, F_objective_words);
        if (has(row, F_objective_measure))
            cell(table, arena, row, F_objective_measure);
        else if (has(row, F_objective_outcome))
            table_text(table, arena_format(arena, "outcome %s", shown(arena, row, F_objective_outcome)));
        else
            table_absent(table, "not measurable: nobody wrote down a measure");
        if (has(row, F_objective_target))
            table_text(table, arena_format(arena, "%s %s", shown(arena, row, F_objective_target),
                                           shown(arena, row, F_objective_unit)));
        else
            table_absent(table, "no target");
        cell(table, arena, row, F_objective_due_on);
        cell(table, arena, row, F_objective_owner);
    }
}

static void methods_part(struct report *report, struct arena *arena, const struct design_row *programme)
{
    report_heading(report, 1, "Methods");
    paragraph_of(report, arena, programme, F_programme_methods, "Nobody wrote down what is done.");
    PART_TABLE(report, arena, programme, PART_components, "What is done, and who delivers it",
               F_component_what, F_component_kind, F_component_delivered_by, F_component_organisation,
               F_component_contract);
    PART_TABLE(report, arena, programme, PART_modules, "What is taught", F_module_name, F_module_hours,
               F_module_delivered_by, F_module_organisation);
    PART_TABLE(report, arena, programme, PART_stages, "Stages", F_stage_code, F_stage_name, F_stage_paid,
               F_stage_planned_on, F_stage_started_on, F_stage_finished_on, F_stage_owner);
    PART_TABLE(report, arena, programme, PART_practice_overrides, "Standard practice that it departs from",
               F_practice_override_practice, F_practice_override_number, F_practice_override_words,
               F_practice_override_why);
    PART_TABLE(report, arena, programme, PART_agreements, "Agreements", F_agreement_code, F_agreement_kind,
               F_agreement_title, F_agreement_purpose);
    PART_TABLE(report, arena, programme, PART_partner_tasks, "What others do for it", F_partner_task_what,
               F_partner_task_organisation, F_partner_task_due_on, F_partner_task_agreed_on,
               F_partner_task_done_on);
    PART_TABLE(report, arena, programme, PART_demand_assessments, "What the labour market can take",
               F_demand_assessment_region, F_demand_assessment_assessed_on, F_demand_assessment_occupation,
               F_demand_assessment_vacancies, F_demand_assessment_employers_asked,
               F_demand_assessment_verdict);
    PART_TABLE(report, arena, programme, PART_intakes, "Intakes", F_intake_code, F_intake_name,
               F_intake_starts_on, F_intake_ends_on, F_intake_places, F_intake_mixed);
    PART_TABLE(report, arena, programme, PART_site_coordinators, "Who answers for it at each office",
               F_site_coordinator_office, F_site_coordinator_staff, F_site_coordinator_deputy);
}

static const char *states_of(struct arena *arena, const struct design_row *outcome)
{
    struct str out;
    str_init(&out);
    for (const struct design_row *row = outcome->below; row; row = row->next)
        str_addf(&out, "%s%s", out.length > 0 ? ", " : "", shown(arena, row, F_outcome_state_status));
    return str_into(&out, arena);
}

static void outcomes_table(struct report *report, struct arena *arena, const struct design_row *programme)
{
    struct table *table = NULL;
    for (const struct design_row *row = programme->below; row; row = row->next) {
        if (row->part != PART_outcomes)
            continue;
        if (!table) {
            table = report_table(report, "outcomes", "What it is judged by");
            table_column(table, "code", "Code", COLUMN_text);
            table_column(table, "label", "Outcome", COLUMN_text);
            table_column(table, "measure", "Measure", COLUMN_text);
            table_column(table, "counts", "Counts", COLUMN_text);
            table_column(table, "target", "Anticipated", COLUMN_text);
            table_column(table, "declared", "Written down", COLUMN_text);
        }
        table_row(table);
        cell(table, arena, row, F_outcome_code);
        cell(table, arena, row, F_outcome_label);
        cell(table, arena, row, F_outcome_measure);
        table_text(table, states_of(arena, row));
        if (has(row, F_outcome_target))
            table_text(table, shown(arena, row, F_outcome_target));
        else
            table_absent(table, "nobody wrote down what was anticipated");
        if (has(row, F_outcome_declared_on))
            cell(table, arena, row, F_outcome_declared_on);
        else
            table_absent(table, "no day is recorded");
    }
}

static void outcomes_part(struct report *report, struct arena *arena, const struct design_row *programme)
{
    report_heading(report, 1, "Outcomes");
    if (has(programme, F_programme_comparison_design))
        report_paragraph(report, "Compared by: %s.", shown(arena, programme, F_programme_comparison_design));
    paragraph_of(report, arena, programme, F_programme_comparison,
                 "Nobody wrote down with whom its people are compared.");
    if (has(programme, F_programme_no_comparison_why))
        report_paragraph(report, "Why there is no comparison: %s",
                         shown(arena, programme, F_programme_no_comparison_why));
    paragraph_of(report, arena, programme, F_programme_acceptable, NULL);
    if (has(programme, F_programme_expected_weeks))
        report_paragraph(report, "Expected within %s of each person's index date.",
                         shown(arena, programme, F_programme_expected_weeks));
    outcomes_table(report, arena, programme);
    PART_TABLE(report, arena, programme, PART_waves, "When people are followed", F_wave_code, F_wave_label,
               F_wave_months_after);
}

/* ---- the lock ---- */

static void amendments_table(struct report *report, struct arena *arena, const struct programme_proof *proof)
{
    if (proof->amendment_count == 0)
        return;
    struct table *table = report_table(report, "amendments", "What was changed since, and why");
    table_column(table, "number", "Number", COLUMN_number);
    table_column(table, "made", "Made", COLUMN_text);
    table_column(table, "by", "By", COLUMN_text);
    table_column(table, "what", "What", COLUMN_text);
    table_column(table, "words", "What it was and is", COLUMN_text);
    table_column(table, "why", "Why", COLUMN_text);
    for (size_t i = 0; i < proof->amendment_count; i++) {
        const struct programme_amendment *amendment = &proof->amendments[i];
        table_row(table);
        table_int(table, amendment->number);
        table_text(table, moment_words(arena, amendment->made_at));
        table_text(table, amendment->made_by);
        table_text(table, list_numbered(LIST_design_part, amendment->what)->label);
        table_text(table, amendment->words);
        table_text(table, amendment->why);
    }
}

static void cautions_table(struct report *report, const char *const *cautions, size_t count)
{
    if (count == 0)
        return;
    struct table *table = report_table(report, "cautions", "What whoever locks it should see");
    table_column(table, "caution", "Caution", COLUMN_text);
    for (size_t i = 0; i < count; i++) {
        table_row(table);
        table_text(table, cautions[i]);
    }
}

/* The text of design_fixed, a row for each record. */
static void fixed_table(struct report *report, struct arena *arena, const char *fixed)
{
    struct table *table = report_table(report, "fixed", "What was fixed");
    struct text rest = text_of(fixed), line;
    struct str fields;
    const char *record = NULL;
    table_column(table, "record", "Record", COLUMN_text);
    table_column(table, "fields", "Fixed", COLUMN_text);
    str_init(&fields);
    bool more = true;
    while (more) {
        more = text_split(&rest, '\n', &line);
        const bool new_record = !more || (line.length > 0 && line.at[0] != ' ');
        if (new_record && record) {
            table_row(table);
            table_text(table, record);
            table_text(table, fields.at);
        }
        if (new_record) {
            record = more ? arena_text(arena, line.at, line.length) : NULL;
            str_cut(&fields, 0);
        } else {
            const bool goes_on = line.length > 2 && line.at[2] == ' ';
            str_add(&fields, fields.length == 0 ? "" : goes_on ? " " : "; ");
            str_add_bytes(&fields, text_trim(line).at, text_trim(line).length);
        }
    }
    str_clear(&fields);
}

static void lock_part(struct report *report, struct arena *arena, const struct programme_proof *proof,
                      const char *const *cautions, size_t caution_count)
{
    report_heading(report, 1, "What was fixed");
    if (!proof->locked) {
        report_sentence(report, "It is not locked: criteria, comparison, outcomes, targets and waves may "
                                "still change without a trace in its reports.");
        cautions_table(report, cautions, caution_count);
        return;
    }
    report_sentence(report, "Locked by %s on %s (written down at %s), before its first start.",
                    proof->locked_by, date_words(arena, proof->locked_on),
                    moment_words(arena, proof->locked_at));
    if (proof->holds)
        report_sentence(report, "What stands now follows from it%s.",
                        proof->amendment_count > 0 ? " and the amendments below" : "");
    else
        report_caution(report, "what stands now does NOT follow from what was fixed and amended: somebody "
                               "changed the design in another way.");
    report_paragraph(report, "Fingerprint: %s", proof->fingerprint);
    fixed_table(report, arena, proof->fixed);
    if (proof->shown[0])
        report_paragraph(report, "Whoever locked it saw: %s", proof->shown);
    amendments_table(report, arena, proof);
}

static const char *head_words(struct arena *arena, const struct design_row *programme)
{
    struct str out;
    str_init(&out);
    if (has(programme, F_programme_short_name))
        str_addf(&out, "%s. ", shown(arena, programme, F_programme_short_name));
    if (has(programme, F_programme_region))
        str_addf(&out, "Region: %s. ", shown(arena, programme, F_programme_region));
    str_addf(&out, "From %s to %s. ",
             has(programme, F_programme_starts_on) ? shown(arena, programme, F_programme_starts_on)
                                                   : "a day not recorded",
             has(programme, F_programme_ends_on) ? shown(arena, programme, F_programme_ends_on)
                                                 : "a day not recorded");
    if (has(programme, F_programme_predecessor))
        str_addf(&out, "Extension of %s. ", shown(arena, programme, F_programme_predecessor));
    str_addf(&out, "Co-ordinator: %s; deputy: %s.",
             has(programme, F_programme_coordinator) ? shown(arena, programme, F_programme_coordinator)
                                                     : "nobody",
             has(programme, F_programme_deputy) ? shown(arena, programme, F_programme_deputy) : "nobody");
    return str_into(&out, arena);
}

struct report *programme_report(struct arena *arena, const struct design *design,
                                const struct programme_proof *proof, const char *const *cautions,
                                size_t caution_count)
{
    const struct design_row *programme = design->programme;
    struct report *report = report_make(arena, "programme", shown(arena, programme, F_programme_name));
    if (has(programme, F_programme_caution))
        report_caution(report, "%s", shown(arena, programme, F_programme_caution));
    report_paragraph(report, "%s", head_words(arena, programme));
    group_part(report, arena, design);
    report_heading(report, 1, "Objectives");
    paragraph_of(report, arena, programme, F_programme_objectives,
                 "Nobody wrote down what it set out to change.");
    objectives_table(report, arena, programme);
    methods_part(report, arena, programme);
    outcomes_part(report, arena, programme);
    lock_part(report, arena, proof, cautions, caution_count);
    return report;
}

struct report *programme_lock_report(struct arena *arena, const struct design *design,
                                     const struct programme_locked *locked)
{
    struct report *report =
        report_make(arena, "lock",
                    arena_format(arena, "%s is locked", shown(arena, design->programme, F_programme_name)));
    report_sentence(report, "Fixed from now on: criteria, comparison, objectives, outcomes, targets and "
                            "waves. A change is an amendment with its reason.");
    cautions_table(report, locked->cautions, locked->caution_count);
    fixed_table(report, arena, design_fixed(arena, design));
    report_paragraph(report, "Publish this fingerprint, and nobody can say later that it was otherwise: %s",
                     locked->fingerprint);
    return report;
}

static void loaded_words(struct report *report, const struct programme_loaded *loaded)
{
    report_sentence(report,
                    "%s: %" PRId64 " records new, %" PRId64 " changed, %" PRId64 " known already, %" PRId64
                    " taken out.",
                    loaded->code, loaded->added, loaded->changed, loaded->unchanged, loaded->withdrawn);
    for (size_t i = 0; i < loaded->note_count; i++)
        report_caution(report, "%s.", loaded->notes[i]);
    for (size_t i = 0; i < loaded->left_count; i++)
        report_caution(report, "%s stands here and not in the file; it was left. --withdraw takes it out.",
                       loaded->left[i]);
}

struct report *programme_amend_report(struct arena *arena, const struct design *design,
                                      const struct programme_amended *amended)
{
    struct report *report = report_make(arena, "amendment",
                                        arena_format(arena, "Amendment %" PRId64 " of %s", amended->number,
                                                     shown(arena, design->programme, F_programme_name)));
    report_paragraph(report, "%s", amended->words);
    loaded_words(report, &amended->loaded);
    report_paragraph(report, "Fingerprint of the design as amended: %s", amended->fingerprint);
    return report;
}

struct report *programme_load_report(struct arena *arena, const char *title,
                                     const struct programme_loaded *loaded)
{
    struct report *report = report_make(arena, "load", title);
    loaded_words(report, loaded);
    return report;
}
