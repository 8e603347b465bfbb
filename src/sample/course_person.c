#include <stdio.h>

#include "base/date.h"
#include "sample/sample_work.h"
#include "base/banned.h"

static const int waves[] = {2, 6, 12}; /* months after, as courses.c has them */
static const int weeks[] = {1, 2, 4, 8, 13, 17, 22, 26};
enum { WAVES = sizeof waves / sizeof *waves, WEEKS = sizeof weeks / sizeof *weeks };

/* ---- a place ---- */

static void put_explanation(struct sample *sample, const struct person *person, int32_t on)
{
    row_of(sample, R_explanation, person, on);
    put(sample, F_explanation_intake, person->run->code);
    put(sample, F_explanation_spoken, chance(sample, 700) ? "eng" : origin_language(person->origin));
    put_code(sample, F_explanation_paid, CODED_pay_terms_unpaid);
    put_int(sample, F_explanation_weeks, 8);
    put_code(sample, F_explanation_answer, person->declined ? CODED_consent_refused : CODED_consent_agreed);
    if (person->declined)
        put(sample, F_explanation_why, "Wants paid work at once");
    put(sample, F_explanation_explained_by, sample->facilitator);
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
}

static void put_enrolment(struct sample *sample, const struct person *person)
{
    const struct run *run = person->run;
    const bool future = run->starts > sample->today;
    row_of(sample, R_enrolment, person, run->starts - 35);
    put(sample, F_enrolment_intake, run->code);
    put_code(sample, F_enrolment_side,
             future               ? CODED_enrolment_side_undecided
             : person->takes_part ? CODED_enrolment_side_programme
                                  : CODED_enrolment_side_comparison);
    put_code(sample, F_enrolment_chosen_by,
             future         ? CODED_chosen_by_criteria
             : run->lottery ? CODED_chosen_by_lottery
                            : CODED_chosen_by_judgement);
    if (!future && !run->lottery)
        put(sample, F_enrolment_chosen_why, "Put forward by their case manager");
    put_day(sample, F_enrolment_index_on, run->starts);
    if (person->takes_part) {
        put_day(sample, F_enrolment_offered_on, run->starts - 20);
        put_day(sample, F_enrolment_declined_on, person->declined ? run->starts - 15 : NEVER);
        if (person->declined)
            put(sample, F_enrolment_declined_why, "Wants paid work at once");
        put_day(sample, F_enrolment_enrolled_on, person->enrolled);
        put_day(sample, F_enrolment_started_on, person->started);
        put_day(sample, F_enrolment_completed_on, person->completed);
        put_day(sample, F_enrolment_withdrew_on, person->withdrew);
        if (person->withdrew != NEVER)
            put(sample, F_enrolment_withdrew_why, chance(sample, 500) ? "Found work" : "Family");
    }
    row_known(sample, CODED_source_officer, CODED_method_record);
    row_end(sample);
}

static void put_attendance(struct sample *sample, const struct person *person)
{
    static const int came[] = {82, 5, 6, 7};
    const struct run *run = person->run;
    for (int i = 0; i < run->sessions; i++) {
        const int32_t on = run->starts + i * run->session_every;
        if (on < person->started || on > sample->today || on > person->withdrew)
            continue;
        row_of(sample, R_attendance, person, on);
        put_words(sample, F_attendance_session, "%s-s%d", run->code, i + 1);
        put_code(sample, F_attendance_came, 1 + weighted(sample, came, 4));
        row_end(sample);
    }
}

static void put_confidence(struct sample *sample, const struct person *person)
{
    const int32_t days[] = {person->run->starts - 1, person->run->ends, person->run->ends + 90};
    int score = between(sample, 3, 8);
    for (int i = 0; i < 3 && days[i] <= sample->today; i++) {
        row_of(sample, R_confidence, person, days[i]);
        put(sample, F_confidence_instrument, "S-questions");
        put_code(sample, F_confidence_occasion, i + 1);
        put_real(sample, F_confidence_score, score);
        row_known(sample, CODED_source_client, CODED_method_statement);
        row_end(sample);
        score += i == 0 ? below(sample, 3) : -below(sample, 3);
        score = score < 0 ? 0 : score > 10 ? 10 : score;
    }
}

/* ---- followed ---- */

static int32_t wave_day(const struct person *person, int wave)
{
    return date_add_months(person->run->starts, waves[wave]);
}

/* What stands of the person on the day, as they say it. */
static void put_state(struct sample *sample, const struct person *person, int32_t on)
{
    const struct stay *stay = stay_on(person, on);
    int status = stay ? stay->status : CODED_labour_status_not_in_work;
    const bool works = status == CODED_labour_status_full_time || status == CODED_labour_status_part_time;
    if (works && fault(sample, FAULT_hours_missing)) {
        put_code(sample, F_follow_up_status, CODED_labour_status_in_work);
        return;
    }
    put_code(sample, F_follow_up_status, status);
    if (works)
        put_real(sample, F_follow_up_hours_per_week,
                 status == CODED_labour_status_full_time ? between(sample, 25, 45) : between(sample, 4, 19));
}

/* OUT what was found, 0 when nobody asked. */
static int put_follow_up(struct sample *sample, const struct person *person, int wave)
{
    const int32_t on = wave_day(person, wave);
    if (wave == WAVES - 1 && fault(sample, FAULT_last_wave_not_asked))
        return 0;
    const bool lost = fault(sample, person->takes_part ? FAULT_lost_programme : FAULT_lost_comparison);
    const int result = !lost                 ? CODED_follow_up_result_reached
                       : chance(sample, 150) ? CODED_follow_up_result_refused
                                             : CODED_follow_up_result_not_found;
    row_of(sample, R_follow_up, person, on);
    put(sample, F_follow_up_intake, person->run->code);
    put_words(sample, F_follow_up_wave, "S-P%04d-w%d", person->run->programme + 1, waves[wave]);
    put_code(sample, F_follow_up_result, result);
    if (!lost)
        put_state(sample, person, on);
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
    return result;
}

static void begin_due(struct sample *sample, const struct person *person, int track, int step, int32_t on,
                      int owner)
{
    row_of(sample, R_follow_up_due, person, on);
    put(sample, F_follow_up_due_intake, person->run->code);
    put_code(sample, F_follow_up_due_track, track);
    put_int(sample, F_follow_up_due_step, step);
    put(sample, F_follow_up_due_owner, worker_login(sample, owner));
}

static void make_waves(struct sample *sample, const struct person *person)
{
    for (int i = 0; i < WAVES; i++) {
        const int32_t on = wave_day(person, i);
        const int result = on < sample->today ? put_follow_up(sample, person, i) : 0;
        begin_due(sample, person, CODED_follow_up_track_wave, waves[i], on, manager_now(sample, person));
        put_words(sample, F_follow_up_due_wave, "S-P%04d-w%d", person->run->programme + 1, waves[i]);
        if (result) {
            put_day(sample, F_follow_up_due_done_on, on);
            put_code(sample, F_follow_up_due_result, result);
        }
        row_end(sample);
    }
}

/* Of those that a transfer left behind nothing is done from that day on. */
static void make_weeks(struct sample *sample, const struct person *person)
{
    for (int i = 0; i < WEEKS; i++) {
        const int32_t on = person->run->starts + 7 * weeks[i];
        const bool left = on >= person->left_follow_ups_on, due = on < sample->today;
        const bool done = due && !left && !fault(sample, FAULT_follow_up_late);
        begin_due(sample, person, CODED_follow_up_track_taking_part, weeks[i], on,
                  left                                       ? person->left_follow_ups_with
                  : done && manager_on(person, on) != NOBODY ? manager_on(person, on)
                                                             : manager_now(sample, person));
        if (done) {
            const bool reached = chance(sample, 880);
            const int32_t day = on + below(sample, 6);
            put_day(sample, F_follow_up_due_done_on, day < sample->today ? day : sample->today);
            put_code(sample, F_follow_up_due_result,
                     reached ? CODED_follow_up_result_reached : CODED_follow_up_result_not_found);
        }
        row_end(sample);
    }
}

void make_course_person(struct sample *sample, const struct person *person)
{
    if (!person->run) {
        if (chance(sample, 100)) {
            row_of(sample, R_none_known, person, person->episodes[0].from);
            put_code(sample, F_none_known_what, CODED_none_of_enrolments);
            row_known(sample, CODED_source_officer, CODED_method_record);
            row_end(sample);
        }
        return;
    }
    if (person->takes_part)
        put_explanation(sample, person, person->run->starts - (person->declined ? 15 : 18));
    put_enrolment(sample, person);
    if (person->started != NEVER) {
        put_attendance(sample, person);
        put_confidence(sample, person);
    }
    if (person->run->starts > sample->today)
        return;
    make_waves(sample, person);
    if (person->enrolled != NEVER)
        make_weeks(sample, person);
}
