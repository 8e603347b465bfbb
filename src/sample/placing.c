#include <stdio.h>

#include "sample/sample_work.h"
#include "base/banned.h"

static int region_on(const struct sample *sample, const struct person *person, int32_t day)
{
    return sample->centres[centre_on(person, day)].region;
}

static const char *broker_of(const struct sample *sample, const struct person *person, int32_t day)
{
    if (person->broker != NOBODY)
        return worker_login(sample, person->broker);
    return worker_login(sample, sample->centres[centre_on(person, day)].first_broker);
}

/* A vacancy that they were not put forward for before; NOBODY when none is found. */
static int choose_opening(struct sample *sample, struct person *person, int32_t on)
{
    const int opening = draw_opening(sample, region_on(sample, person, on), on);
    for (int i = 0; i < person->referred_count; i++)
        if (person->referred[i] == opening)
            return NOBODY;
    if (opening == NOBODY || person->referred_count == REFERRALS_MAX)
        return NOBODY;
    person->referred[person->referred_count++] = opening;
    return opening;
}

static void begin_referral(struct sample *sample, const struct person *person, int rank, int32_t on,
                           int opening)
{
    row_of(sample, R_referral, person, on);
    put_words(sample, F_referral_number, "R%07lld-%d", (long long)person->number, rank);
    put_words(sample, F_referral_vacancy, "V%07d", opening + 1);
    put(sample, F_referral_staff, broker_of(sample, person, on));
}

/* ---- that led to nothing ---- */

static void put_refusal(struct sample *sample, int32_t on)
{
    static const int reasons[] = {18, 3, 5, 14, 10, 24, 6, 0, 4, 12, 4};
    const bool unseen = fault(sample, FAULT_refused_unseen);
    if (!unseen)
        put_day(sample, F_referral_interviewed_on, on + 2);
    put_code(sample, F_referral_result, CODED_referral_result_refused_employer);
    put_day(sample, F_referral_result_on, on + between(sample, 2, 12));
    if (fault(sample, FAULT_refused_for_culture))
        put_code(sample, F_referral_refusal, CODED_refusal_cultural);
    else
        put_code(sample, F_referral_refusal, CODED_refusal_no_vacancy + weighted(sample, reasons, 11));
}

static void put_referral_in_vain(struct sample *sample, const struct person *person, int rank, int32_t on,
                                 int opening)
{
    begin_referral(sample, person, rank, on, opening);
    if (on + 14 <= sample->today) {
        const int what = below(sample, 100);
        if (what < 72) {
            put_refusal(sample, on);
        } else {
            put_code(sample, F_referral_result,
                     what < 84 ? CODED_referral_result_refused_client : CODED_referral_result_withdrawn);
            put_day(sample, F_referral_result_on, on + between(sample, 1, 12));
        }
    }
    row_end(sample);
}

/* While they were unemployed on the register. */
static int make_referrals(struct sample *sample, struct person *person)
{
    int rank = 1;
    for (int i = 0; i < person->stay_count; i++) {
        const struct stay *stay = &person->stays[i];
        const int32_t to = stay->to < sample->today ? stay->to : sample->today;
        if (stay->status != CODED_labour_status_unemployed || to - stay->from < 20)
            continue;
        for (int k = below(sample, 3); k > 0; k--) {
            const int32_t on = between(sample, stay->from + 5, to);
            const int opening = chance(sample, 350) ? choose_opening(sample, person, on) : NOBODY;
            if (opening != NOBODY)
                put_referral_in_vain(sample, person, rank++, on, opening);
        }
    }
    if (rank == 1 && person->registered && chance(sample, 120)) {
        static const int weights[] = {45, 25, 15, 15};
        row_of(sample, R_not_referred, person, sample->today - below(sample, 60));
        put_code(sample, F_not_referred_why, 1 + weighted(sample, weights, 4));
        row_end(sample);
    }
    return rank;
}

/* ---- that led to work ---- */

static int kind_of(int status)
{
    if (status == CODED_labour_status_subsidised)
        return CODED_placement_kind_subsidised;
    return status == CODED_labour_status_work_experience ? CODED_placement_kind_work_experience
                                                         : CODED_placement_kind_job;
}

static void put_terms(struct sample *sample, const struct person *person, const struct stay *stay,
                      const struct opening *opening)
{
    const int kind = kind_of(stay->status);
    put_code(sample, F_placement_kind, kind);
    put(sample, F_placement_occupation, occupation_code(opening->occupation));
    put_yes(sample, F_placement_in_profession, opening->occupation == person->occupation);
    put_code(sample, F_placement_work_level,
             person->education >= 6 && !occupation_is_profession(opening->occupation)
                 ? CODED_work_level_below
                 : CODED_work_level_same);
    put_day(sample, F_placement_planned_from, stay->from);
    put_real(sample, F_placement_hours_per_week,
             stay->status == CODED_labour_status_part_time ? between(sample, 5, 19) : 40);
    put_code(sample, F_placement_pay,
             kind == CODED_placement_kind_job          ? CODED_pay_terms_paid
             : kind == CODED_placement_kind_subsidised ? CODED_pay_terms_subsidised
                                                       : CODED_pay_terms_unpaid);
    if (kind != CODED_placement_kind_work_experience)
        put_real(sample, F_placement_wage, 8 + 0.5 * below(sample, 30));
    put_day(sample, F_placement_client_agreed_on, stay->from - 4);
    put_day(sample, F_placement_employer_agreed_on, stay->from - 5);
}

static void put_end(struct sample *sample, const struct stay *stay)
{
    static const int reasons[] = {42, 14, 16, 10, 9, 5, 4};
    if (stay->to == NEVER)
        return;
    put_day(sample, F_placement_planned_to, stay->to);
    if (fault(sample, FAULT_placement_no_end))
        return;
    const int why = 1 + weighted(sample, reasons, 7);
    put_day(sample, F_placement_ended_on, stay->to);
    put_code(sample, F_placement_end_reason, why);
    put_code(sample, F_placement_ended_by,
             why == CODED_job_end_dismissed || why == CODED_job_end_redundant ? CODED_party_employer
                                                                              : CODED_party_client);
}

static void put_paid(struct sample *sample, const struct person *person, const struct stay *stay,
                     const char *number, bool agency)
{
    if (stay->status == CODED_labour_status_subsidised) {
        row_of(sample, R_subsidy, person, stay->from);
        row_to(sample, stay->to);
        put(sample, F_subsidy_placement, number);
        put_real(sample, F_subsidy_amount, 100 + 20 * below(sample, 8));
        put(sample, F_subsidy_grounds, "Half a year on the register");
        row_end(sample);
    }
    if (agency) {
        row_of(sample, R_placement_fee, person,
               stay->from + 1 < sample->today ? stay->from + 1 : sample->today);
        put(sample, F_placement_fee_placement, number);
        put(sample, F_placement_fee_organisation, "S-agency");
        put_real(sample, F_placement_fee_amount, 1000);
        if (stay->from + 40 < sample->today && chance(sample, 800))
            put_day(sample, F_placement_fee_paid_on, stay->from + 40);
        row_end(sample);
    }
    if (stay->to == NEVER || !chance(sample, 350))
        return;
    for (int side = CODED_party_client; side <= CODED_party_employer; side++) {
        row_of(sample, R_placement_feedback, person, stay->to);
        put(sample, F_placement_feedback_placement, number);
        put_code(sample, F_placement_feedback_side, side);
        put_int(sample, F_placement_feedback_score, between(sample, 2, 5));
        put_yes(sample, F_placement_feedback_would_again, chance(sample, 700));
        row_end(sample);
    }
}

static void put_placement(struct sample *sample, const struct person *person, const struct stay *stay,
                          int rank, int opening)
{
    static const int channels[] = {55, 12, 15, 10, 3, 2, 3};
    char number[KEY_SIZE];
    const int channel = 1 + weighted(sample, channels, 7);
    const bool agency = channel == CODED_reached_by_agency;
    snprintf(number, sizeof number, "L%07lld-%d", (long long)person->number, rank);
    row_of(sample, R_placement, person, stay->from - 5);
    put(sample, F_placement_number, number);
    put_words(sample, F_placement_employer, "E%06d", sample->openings[opening].firm + 1);
    put_words(sample, F_placement_referral, "R%07lld-%d", (long long)person->number, rank);
    if (person->run && person->completed != NEVER && stay->from > person->completed)
        put(sample, F_placement_intake, person->run->code);
    put_terms(sample, person, stay, &sample->openings[opening]);
    put_code(sample, F_placement_channel, channel);
    if (agency)
        put(sample, F_placement_organisation, "S-agency");
    put(sample, F_placement_staff, broker_of(sample, person, stay->from));
    put_day(sample, F_placement_started_on, stay->from);
    put_end(sample, stay);
    row_end(sample);
    put_paid(sample, person, stay, number, agency);
}

static void make_placement(struct sample *sample, struct person *person, const struct stay *stay, int rank)
{
    const int32_t on = stay->from - 10;
    const int opening = choose_opening(sample, person, on);
    if (opening == NOBODY)
        return;
    begin_referral(sample, person, rank, on, opening);
    put_day(sample, F_referral_interviewed_on, on + 3);
    put_code(sample, F_referral_result, CODED_referral_result_started);
    put_day(sample, F_referral_result_on, stay->from);
    row_end(sample);
    put_placement(sample, person, stay, rank, opening);
}

void make_placings(struct sample *sample, struct person *person)
{
    int rank = make_referrals(sample, person);
    for (int i = 0; i < person->stay_count; i++)
        if (person->stays[i].placed && person->stays[i].from <= sample->today)
            make_placement(sample, person, &person->stays[i], rank++);
}
