#include <stdio.h>

#include "base/date.h"
#include "sample/sample_work.h"
#include "base/banned.h"

enum { CLIENTS_PER_PROGRAMME = 600, RUNS = 4, PLACES = 20, SESSIONS = 12, COURSE_DAYS = 56 };

static const int waves[] = {2, 6, 12}; /* months after */
static const int weeks[] = {1, 2, 4, 8, 13, 17, 22, 26};
enum { WAVES = sizeof waves / sizeof *waves, WEEKS = sizeof weeks / sizeof *weeks };

static void put_programme(struct sample *sample, int p, const char *code, int region, int32_t starts,
                          int32_t ends)
{
    static const char *const names[] = {"Professional Migrants' Course", "First Steps to Work",
                                        "Trades and English", "Work Experience First"};
    char place[KEY_SIZE];
    region_code(region, place);
    row(sample, R_programme);
    put(sample, F_programme_code, code);
    put_words(sample, F_programme_name, "%s %d", names[p % 4], p + 1);
    put(sample, F_programme_region, place);
    put_day(sample, F_programme_starts_on, starts);
    put_day(sample, F_programme_ends_on, ends);
    put_code(sample, F_programme_status,
             ends < sample->today ? CODED_programme_status_ended : CODED_programme_status_running);
    put(sample, F_programme_for_whom, "People who came from another country and have been on the register.");
    put(sample, F_programme_objectives, "More of them are in work.");
    put(sample, F_programme_methods, "A course of eight weeks, and work experience.");
    put(sample, F_programme_comparison, "Those found eligible and not given a place.");
    put_code(sample, F_programme_comparison_design,
             p % 3 == 2 ? CODED_comparison_design_not_selected : CODED_comparison_design_lottery);
    put_real(sample, F_programme_worthwhile_points, 10);
    put(sample, F_programme_coordinator, sample->coordinator);
    row_end(sample);
}

static void put_waves(struct sample *sample, const char *code)
{
    for (int i = 0; i < WAVES; i++) {
        row(sample, R_wave);
        put_words(sample, F_wave_code, "%s-w%d", code, waves[i]);
        put(sample, F_wave_programme, code);
        put_words(sample, F_wave_label, "%d months after", waves[i]);
        put_int(sample, F_wave_months_after, waves[i]);
        row_end(sample);
    }
    for (int i = 0; i < WEEKS; i++) {
        row(sample, R_follow_up_rule);
        put(sample, F_follow_up_rule_programme, code);
        put_code(sample, F_follow_up_rule_track, CODED_follow_up_track_taking_part);
        put_int(sample, F_follow_up_rule_weeks_after, weeks[i]);
        put_yes(sample, F_follow_up_rule_ask_confidence, false);
        row_end(sample);
    }
}

static void put_outcome(struct sample *sample, const char *code, int32_t declared)
{
    static const int states[] = {CODED_labour_status_full_time, CODED_labour_status_part_time,
                                 CODED_labour_status_in_work, CODED_labour_status_subsidised};
    row(sample, R_outcome);
    put_words(sample, F_outcome_code, "%s-work", code);
    put(sample, F_outcome_programme, code);
    put(sample, F_outcome_label, "in any work");
    put_code(sample, F_outcome_measure, CODED_measure_share);
    put_real(sample, F_outcome_worthwhile, 10);
    put_day(sample, F_outcome_declared_on, declared);
    row_end(sample);
    for (int i = 0; i < 4; i++) {
        row(sample, R_outcome_state);
        put_words(sample, F_outcome_state_outcome, "%s-work", code);
        put_code(sample, F_outcome_state_status, states[i]);
        row_end(sample);
    }
    row(sample, R_objective);
    put(sample, F_objective_programme, code);
    put_int(sample, F_objective_rank, 1);
    put(sample, F_objective_words, "More participants are in work than of those not given a place.");
    put(sample, F_objective_measure, "Share in any work at the waves");
    put_words(sample, F_objective_outcome, "%s-work", code);
    put(sample, F_objective_owner, sample->coordinator);
    put_yes(sample, F_objective_about_work, true);
    row_end(sample);
}

static void put_design(struct sample *sample, const char *code, int p)
{
    static const struct {
        const char *what;
        int kind, by;
    } parts[] = {
        {"The course", CODED_component_kind_training, CODED_delivered_by_provider},
        {"Help with CVs", CODED_component_kind_cv, CODED_delivered_by_own_staff},
        {"Finding employers", CODED_component_kind_placement, CODED_delivered_by_agency},
    };
    for (int i = 0; i < 3; i++) {
        row(sample, R_component);
        put(sample, F_component_programme, code);
        put_int(sample, F_component_rank, i + 1);
        put(sample, F_component_what, parts[i].what);
        put_code(sample, F_component_kind, parts[i].kind);
        put_code(sample, F_component_delivered_by, parts[i].by);
        if (i != 1)
            put(sample, F_component_organisation, i == 0 ? "S-english" : "S-agency");
        row_end(sample);
    }
    row(sample, R_programme_barrier);
    put(sample, F_programme_barrier_programme, code);
    put_code(sample, F_programme_barrier_kind,
             p % 2 ? CODED_barrier_kind_nz_experience : CODED_barrier_kind_english);
    put_code(sample, F_programme_barrier_side, CODED_barrier_side_personal);
    put(sample, F_programme_barrier_how, "By the course and by work experience");
    row_end(sample);
}

static void put_modules(struct sample *sample, const char *code)
{
    static const char *const names[] = {"Work here", "CV and interviews", "English at work",
                                        "Asking employers"};
    for (int i = 0; i < 4; i++) {
        row(sample, R_module);
        put_words(sample, F_module_code, "%s-m%d", code, i + 1);
        put(sample, F_module_programme, code);
        put_int(sample, F_module_rank, i + 1);
        put(sample, F_module_name, names[i]);
        put_real(sample, F_module_hours, 12 + 4 * i);
        put_code(sample, F_module_delivered_by, CODED_delivered_by_provider);
        put(sample, F_module_organisation, "S-english");
        row_end(sample);
    }
}

/* Who may take part: asked of everybody, as any criterion is. */
static void put_criterion(struct sample *sample, const char *code, int rank, const char *label,
                          const char *question, int need)
{
    row(sample, R_criterion);
    put(sample, F_criterion_programme, code);
    put_int(sample, F_criterion_rank, rank);
    put(sample, F_criterion_label, label);
    put_words(sample, F_criterion_version, "%s/1", question);
    put_code(sample, F_criterion_need, need);
    row_end(sample);
}

static void put_question(struct sample *sample, const char *code, const char *label, const char *text)
{
    row(sample, R_question);
    put(sample, F_question_code, code);
    put(sample, F_question_label, label);
    put(sample, F_question_owner, sample->coordinator);
    row_end(sample);
    row(sample, R_question_version);
    put_words(sample, F_question_version_code, "%s/1", code);
    put(sample, F_question_version_question, code);
    put_int(sample, F_question_version_version, 1);
    put(sample, F_question_version_text, text);
    put_day(sample, F_question_version_saved_on, sample->today - 2000);
    row_end(sample);
}

static void put_criteria(struct sample *sample, const char *code)
{
    put_criterion(sample, code, 1, "Registered", "S-registered", CODED_criterion_need_hard);
    put_criterion(sample, code, 2, "From another country", "S-migrant", CODED_criterion_need_hard);
    put_criterion(sample, code, 3, "Half a year on the register", "S-half-a-year",
                  CODED_criterion_need_preferred);
}

/* ---- runs ---- */

static void put_session(struct sample *sample, const struct run *run, int i, const char *programme)
{
    row(sample, R_session);
    put_words(sample, F_session_code, "%s-s%d", run->code, i + 1);
    put(sample, F_session_intake, run->code);
    put_day(sample, F_session_held_on, run->starts + i * run->session_every);
    put_words(sample, F_session_module, "%s-m%d", programme, i % 4 + 1);
    put_int(sample, F_session_minutes, 180);
    put(sample, F_session_tutor, "A made-up tutor");
    row_end(sample);
}

static void put_run_parts(struct sample *sample, const struct run *run, const char *programme)
{
    static const struct {
        int kind;
        double planned;
    } costs[] = {{CODED_cost_kind_tutor, 9000}, {CODED_cost_kind_room, 1500}, {CODED_cost_kind_travel, 2000}};
    for (int i = 0; i < SESSIONS; i++)
        put_session(sample, run, i, programme);
    row(sample, R_block);
    put(sample, F_block_intake, run->code);
    put_int(sample, F_block_rank, 1);
    put_code(sample, F_block_kind, CODED_block_kind_teaching);
    put_day(sample, F_block_starts_on, run->starts);
    put_day(sample, F_block_ends_on, run->ends);
    row_end(sample);
    for (int i = 0; i < 3; i++) {
        row(sample, R_cost_line);
        put(sample, F_cost_line_intake, run->code);
        put_int(sample, F_cost_line_rank, i + 1);
        put_code(sample, F_cost_line_kind, costs[i].kind);
        put_real(sample, F_cost_line_planned, costs[i].planned);
        if (run->ends < sample->today)
            put_real(sample, F_cost_line_spent, costs[i].planned * (80 + below(sample, 50)) / 100);
        row_end(sample);
    }
    row(sample, R_tutor);
    put(sample, F_tutor_intake, run->code);
    put(sample, F_tutor_name, "A made-up tutor");
    put(sample, F_tutor_staff, sample->facilitator);
    row_end(sample);
}

static void put_run(struct sample *sample, const struct run *run, const char *programme, const char *before)
{
    row(sample, R_intake);
    put(sample, F_intake_code, run->code);
    put(sample, F_intake_programme, programme);
    put_day(sample, F_intake_starts_on, run->starts);
    put_day(sample, F_intake_ends_on, run->ends);
    put_int(sample, F_intake_places, run->places);
    put(sample, F_intake_follows, before);
    row_end(sample);
    put_run_parts(sample, run, programme);
}

/* No course runs over Christmas: one that would begins after it. */
static int32_t not_over_christmas(int32_t starts)
{
    const int year = date_to_civil(starts).year;
    const int32_t christmas = date_from_civil((struct civil){year, 12, 25});
    if (starts <= christmas + 16 && starts + COURSE_DAYS >= christmas - 5)
        return christmas + 20;
    const int32_t before = date_from_civil((struct civil){year - 1, 12, 25});
    return starts <= before + 16 ? before + 20 : starts;
}

static void make_programme(struct sample *sample, int p, int region)
{
    char code[KEY_SIZE], before[KEY_SIZE] = "";
    chance_begin(sample, "programme", p);
    snprintf(code, sizeof code, "S-P%04d", p + 1);
    const int first = sample->run_count;
    int32_t starts = sample->today - between(sample, 550, 1100);
    for (int i = 0; i < RUNS; i++) {
        struct run *run = &sample->runs[sample->run_count++];
        snprintf(run->code, sizeof run->code, "S-P%04d-%d", p + 1, i + 1);
        run->programme = p;
        run->region = region;
        run->starts = not_over_christmas(starts);
        run->ends = run->starts + COURSE_DAYS;
        run->places = PLACES;
        run->sessions = SESSIONS;
        run->session_every = COURSE_DAYS / SESSIONS;
        run->lottery = p % 3 != 2;
        starts = run->ends + between(sample, 50, 160);
    }
    const struct run *runs = &sample->runs[first];
    put_programme(sample, p, code, region, runs[0].starts - 60, runs[RUNS - 1].ends);
    put_waves(sample, code);
    put_outcome(sample, code, runs[0].starts - 61);
    put_design(sample, code, p);
    put_modules(sample, code);
    put_criteria(sample, code);
    for (int i = 0; i < RUNS; i++) {
        put_run(sample, &runs[i], code, before);
        snprintf(before, sizeof before, "%s", runs[i].code);
    }
}

void make_courses(struct sample *sample)
{
    const int64_t wanted = sample->clients / CLIENTS_PER_PROGRAMME / sample->region_count;
    const int each = wanted < 1 ? 1 : (int)wanted;
    sample->programme_count = each * sample->region_count;
    sample->runs = ARENA_ARRAY(sample->arena, struct run, (size_t)sample->programme_count * RUNS);
    sample->runs_of = ARENA_ARRAY(sample->arena, struct span, (size_t)sample->region_count);
    put_question(sample, "S-registered", "Registered", "registered");
    put_question(sample, "S-migrant", "From another country", "migrant");
    put_question(sample, "S-half-a-year", "Half a year on the register", "weeks registered > 26");
    for (int p = 0; p < sample->programme_count; p++) {
        const int region = p / each;
        if (p % each == 0)
            sample->runs_of[region] = (struct span){sample->run_count, each * RUNS};
        make_programme(sample, p, region);
    }
}

/* One that began, or will, while the person is on the register. */
static struct run *draw_run(struct sample *sample, const struct person *person)
{
    for (int tries = 0; tries < 8; tries++) {
        const int at = below(sample, person->episode_count);
        const struct episode *in = &person->episodes[at];
        const struct span *span = &sample->runs_of[sample->centres[in->centre].region];
        struct run *run = &sample->runs[span->first + below(sample, span->count)];
        if (run->starts - 40 >= in->from && run->starts <= in->to && run->starts <= sample->today + 40)
            return run;
    }
    return NULL;
}

/* A place for every second, while there are places. */
void choose_run(struct sample *sample, struct person *person)
{
    person->enrolled = person->started = person->completed = person->withdrew = NEVER;
    if (!person->migrant || !chance(sample, 350))
        return;
    struct run *run = draw_run(sample, person);
    if (!run)
        return;
    person->run = run;
    if (run->starts > sample->today || run->taken >= run->places || !chance(sample, 500))
        return;
    run->taken++;
    person->takes_part = true;
    person->declined = chance(sample, 80);
    if (person->declined)
        return;
    person->enrolled = run->starts - between(sample, 3, 10);
    if (chance(sample, 60)) /* never came */
        return;
    const int32_t started = run->starts + below(sample, 3);
    if (started > sample->today)
        return;
    person->started = started;
    if (chance(sample, 140) && started + 7 < sample->today)
        person->withdrew =
            between(sample, started + 3, run->ends < sample->today ? run->ends : sample->today);
    else if (run->ends <= sample->today)
        person->completed = run->ends;
}
