#include <stdio.h>

#include "sample/sample_work.h"
#include "base/banned.h"

/* ---- who is responsible ---- */

static void add_duty(struct person *person, int32_t from, int32_t to, int worker)
{
    if (person->duty_count < DUTIES_MAX && from <= to)
        person->duties[person->duty_count++] = (struct duty){from, to, worker};
}

/* From the day of a change: perhaps later, or some days before the other stops. */
static int32_t day_of_change(struct sample *sample, int32_t stops)
{
    if (fault(sample, FAULT_duty_gap))
        return stops + between(sample, 15, 60);
    if (fault(sample, FAULT_duty_overlap))
        return stops - between(sample, 3, 12);
    return stops + 1;
}

/* One after another until the episode ends: who leaves is followed by a colleague, and some change besides.
 */
static void duties_of(struct sample *sample, struct person *person, const struct episode *episode)
{
    const int32_t to = episode->to < sample->today ? episode->to : sample->today;
    int32_t from = episode->from + (episode->from < sample->today ? below(sample, 5) : 0);
    while (from <= to) {
        const int worker = draw_manager(sample, episode->centre, from);
        int32_t stops = sample->workers[worker].left_on;
        if (chance(sample, 150) && to - from > 60 && stops > to)
            stops = between(sample, from + 30, to - 20);
        if (stops >= to) {
            add_duty(person, from, episode->to < stops ? episode->to : stops, worker);
            return;
        }
        add_duty(person, from, stops, worker);
        const int32_t next = day_of_change(sample, stops);
        from = next > from ? next : stops + 1;
    }
}

void choose_duties(struct sample *sample, struct person *person)
{
    for (int i = 0; i < person->episode_count; i++)
        duties_of(sample, person, &person->episodes[i]);
    person->broker = NOBODY;
    const struct episode *last = &person->episodes[person->episode_count - 1];
    if (chance(sample, 300))
        person->broker = draw_broker(sample, last->centre);
    if (person->duty_count == 0) /* gone on the day they came */
        add_duty(person, last->from, last->to, draw_manager(sample, last->centre, last->from));
}

static void put_assignment(struct sample *sample, const struct person *person, int duty, struct duty by)
{
    row_of(sample, R_assignment, person, by.from);
    row_to(sample, by.to);
    put_code(sample, F_assignment_duty, duty);
    put(sample, F_assignment_staff, worker_login(sample, by.worker));
    if (person->english[CODED_english_skill_speaking] <= 2)
        put_real(sample, F_assignment_weight, 1.5);
    row_end(sample);
}

static void make_assignments(struct sample *sample, const struct person *person)
{
    const struct episode *last = &person->episodes[person->episode_count - 1];
    for (int i = 0; i < person->duty_count; i++)
        put_assignment(sample, person, CODED_duty_case_manager, person->duties[i]);
    if (person->broker != NOBODY)
        put_assignment(sample, person, CODED_duty_work_broker,
                       (struct duty){last->from, last->to, person->broker});
}

/* ---- moves between offices ---- */

static void put_transfer(struct sample *sample, struct person *person, const struct episode *from,
                         const struct episode *to)
{
    const bool last = to == &person->episodes[person->episode_count - 1],
               waits = last && fault(sample, FAULT_transfer_waits);
    int before = manager_on(person, from->to), after = manager_on(person, to->from + 6);
    if (waits || before == NOBODY) /* what waits is owed by who works here */
        before = sample->centres[from->centre].first_manager;
    if (waits || after == NOBODY)
        after = sample->centres[to->centre].first_manager;
    row_of(sample, R_transfer, person, from->to - 3);
    put_words(sample, F_transfer_number, "T%07lld-%d", (long long)person->number,
              (int)(from - person->episodes) + 1);
    put(sample, F_transfer_from_office, sample->centres[from->centre].code);
    put(sample, F_transfer_to_office, sample->centres[to->centre].code);
    put(sample, F_transfer_proposed_by, worker_login(sample, before));
    put(sample, F_transfer_to_staff, worker_login(sample, after));
    put(sample, F_transfer_why, "Moved house");
    if (!waits) {
        put(sample, F_transfer_accepted_by, worker_login(sample, after));
        put_day(sample, F_transfer_accepted_on, to->from);
        put_int(sample, F_transfer_carried, below(sample, 6));
    }
    row_end(sample);
    if (person->run && person->run->starts < to->from && to->from < person->run->starts + 26 * 7 &&
        sample->workers[before].left_on == NEVER && fault(sample, FAULT_transfer_left)) {
        person->left_follow_ups_on = to->from;
        person->left_follow_ups_with = before;
    }
}

static void make_transfers(struct sample *sample, struct person *person)
{
    person->left_follow_ups_on = NEVER;
    for (int i = 0; i + 1 < person->episode_count; i++)
        if (person->episodes[i].end == CODED_register_end_moved_office)
            put_transfer(sample, person, &person->episodes[i], &person->episodes[i + 1]);
}

/* ---- what stands in the way, and what they want ---- */

static void put_barrier(struct sample *sample, const struct person *person, int kind, int32_t from)
{
    static const int sides[] = {0,
                                CODED_barrier_side_personal,
                                CODED_barrier_side_systemic,
                                CODED_barrier_side_systemic,
                                CODED_barrier_side_societal,
                                CODED_barrier_side_personal,
                                CODED_barrier_side_personal,
                                CODED_barrier_side_societal,
                                CODED_barrier_side_economic,
                                CODED_barrier_side_systemic,
                                CODED_barrier_side_personal,
                                CODED_barrier_side_personal,
                                CODED_barrier_side_personal};
    row_of(sample, R_barrier, person, from);
    if (chance(sample, 250) && from + 60 < sample->today)
        row_to(sample, between(sample, from + 30, sample->today));
    put_code(sample, F_barrier_kind, kind);
    put_code(sample, F_barrier_side, sides[kind]);
    if (chance(sample, 300))
        put_day(sample, F_barrier_worked_on, from + below(sample, 30));
    row_known(sample, chance(sample, 600) ? CODED_source_officer : CODED_source_client,
              CODED_method_interview);
    row_end(sample);
}

static void make_barriers(struct sample *sample, const struct person *person)
{
    const int32_t from = person->episodes[0].from + below(sample, 20);
    const bool poor = person->english[CODED_english_skill_speaking] <= 2;
    bool any = false;
    for (int kind = 1; kind <= CODED_barrier_kind_travel; kind++) {
        int permille = kind >= CODED_barrier_kind_health ? 60 : 40;
        if (kind == CODED_barrier_kind_english)
            permille = poor ? 700 : 10;
        else if (person->migrant &&
                 (kind == CODED_barrier_kind_recognition || kind == CODED_barrier_kind_nz_experience ||
                  kind == CODED_barrier_kind_networks))
            permille = person->education >= 6 ? 350 : 150;
        if (from <= sample->today && chance(sample, permille)) {
            put_barrier(sample, person, kind, from);
            any = true;
        }
    }
    if (any || from > sample->today || !chance(sample, 200))
        return;
    row_of(sample, R_none_known, person, from);
    put_code(sample, F_none_known_what, CODED_none_of_barriers);
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
}

static void put_goal(struct sample *sample, const struct person *person, int rank, int32_t on)
{
    static const int weights[] = {45, 20, 15, 8, 12};
    row_of(sample, R_goal, person, on);
    put_int(sample, F_goal_rank, rank);
    put_code(sample, F_goal_kind, rank == 1 ? 1 + weighted(sample, weights, 5) : CODED_goal_kind_any);
    if (rank == 1)
        put(sample, F_goal_occupation, occupation_code(person->occupation));
    put_yes(sample, F_goal_accepts_entry, chance(sample, 550));
    if (chance(sample, 700))
        put_yes(sample, F_goal_accepts_unpaid, chance(sample, 300));
    if (chance(sample, 700))
        put_yes(sample, F_goal_accepts_retraining, chance(sample, 400));
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
}

static void make_goals(struct sample *sample, const struct person *person)
{
    const int32_t on = person->episodes[0].from + below(sample, 30);
    if (on > sample->today || !chance(sample, 620))
        return;
    put_goal(sample, person, 1, on);
    if (chance(sample, 350))
        put_goal(sample, person, 2, on);
}

/* ---- the family ---- */

void make_household(struct sample *sample, int64_t first, int count)
{
    static const int roles[] = {CODED_household_role_parent, CODED_household_role_partner,
                                CODED_household_role_child, CODED_household_role_child};
    if (count < 2)
        return;
    row(sample, R_household);
    put_words(sample, F_household_number, "H%07lld", (long long)first);
    row_end(sample);
    for (int i = 0; i < count; i++) {
        row(sample, R_household_member);
        put_words(sample, F_household_member_client, "C%07lld", (long long)first + i);
        put_day(sample, F_household_member_effective_from, sample->today - 1 - below(sample, 1500));
        put_words(sample, F_household_member_household, "H%07lld", (long long)first);
        put_code(sample, F_household_member_role, roles[i]);
        row_known(sample, CODED_source_client, CODED_method_statement);
        row_end(sample);
    }
}

/* ---- plans ---- */

static void put_step(struct sample *sample, const struct person *person, int rank, int32_t on)
{
    static const struct {
        int kind;
        const char *what;
        bool by_client;
    } steps[] = {{CODED_step_kind_cold_call, "Asks ten employers", true},
                 {CODED_step_kind_newspapers, "Answers two advertisements a week", true},
                 {CODED_step_kind_networking, "Speaks with people of the trade", true},
                 {CODED_step_kind_cv, "Writes the CV anew", false},
                 {CODED_step_kind_english, "Goes to an English course", true},
                 {CODED_step_kind_recognition, "Has the qualification assessed", true},
                 {CODED_step_kind_training, "Looks for a short course", false}};
    const int at = below(sample, sizeof steps / sizeof *steps);
    const int32_t due = on + between(sample, 14, 120);
    row_of(sample, R_plan_step, person, on);
    put_words(sample, F_plan_step_action_plan, "P%07lld", (long long)person->number);
    put_int(sample, F_plan_step_rank, rank);
    put_code(sample, F_plan_step_kind, steps[at].kind);
    put(sample, F_plan_step_what, steps[at].what);
    put_yes(sample, F_plan_step_by_client, steps[at].by_client);
    put(sample, F_plan_step_owner, worker_login(sample, manager_now(sample, person)));
    put_day(sample, F_plan_step_due_on, due);
    if (due <= sample->today && !fault(sample, FAULT_step_open)) {
        if (chance(sample, 150))
            put(sample, F_plan_step_dropped_why, "No longer of use");
        else
            put_day(sample, F_plan_step_done_on, between(sample, on, due));
    }
    row_end(sample);
}

static void make_plan(struct sample *sample, const struct person *person)
{
    static const char *const aims[] = {"Work in my profession", "Any steady work", "Better English first",
                                       "Work near home", "To be registered in my profession"};
    const struct episode *last = &person->episodes[person->episode_count - 1];
    const int32_t on = last->from + below(sample, 45);
    if (on > sample->today || on > last->to || !chance(sample, 480))
        return;
    row_of(sample, R_action_plan, person, on);
    put_words(sample, F_action_plan_number, "P%07lld", (long long)person->number);
    put(sample, F_action_plan_aim, aims[below(sample, 5)]);
    put_code(sample, F_action_plan_readiness, between(sample, 1, 3));
    put_day(sample, F_action_plan_review_on, on + 182);
    if (last->to < sample->today)
        put_day(sample, F_action_plan_closed_on, last->to);
    row_end(sample);
    for (int steps = between(sample, 2, 4), rank = 1; rank <= steps; rank++)
        put_step(sample, person, rank, on);
    if (on + 182 > sample->today || !chance(sample, 450))
        return;
    row_of(sample, R_plan_review, person, on + 182);
    put_words(sample, F_plan_review_action_plan, "P%07lld", (long long)person->number);
    put_code(sample, F_plan_review_readiness, between(sample, 1, 3));
    put(sample, F_plan_review_words, "Looked at together; goes on as it is.");
    row_end(sample);
}

void make_care(struct sample *sample, struct person *person)
{
    make_assignments(sample, person);
    make_transfers(sample, person);
    make_barriers(sample, person);
    make_goals(sample, person);
    make_plan(sample, person);
}
