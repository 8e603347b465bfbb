#include <stdio.h>

#include "sample/sample_work.h"
#include "base/banned.h"

enum { CONTACTS_MAX = 14, LONG_AGO = 190 };

static void put_contact(struct sample *sample, const struct person *person, int32_t on, int worker)
{
    static const int ways[] = {30, 34, 12, 6, 18};
    row_of(sample, R_contact, person, on);
    put_code(sample, F_contact_way, 1 + weighted(sample, ways, 5));
    put(sample, F_contact_staff, worker_login(sample, worker));
    put_int(sample, F_contact_minutes, 5 * between(sample, 1, 10));
    if (chance(sample, 120))
        put_code(sample, F_contact_help, between(sample, 1, 6));
    row_known(sample, CODED_source_officer, CODED_method_observation);
    row_end(sample);
}

/* The latest first, back to the day they came. */
static void make_contacts(struct sample *sample, const struct person *person)
{
    const struct episode *last = &person->episodes[person->episode_count - 1];
    int32_t on = last->to < sample->today ? last->to : sample->today;
    if (person->registered && on - last->from > LONG_AGO && fault(sample, FAULT_untouched))
        on -= between(sample, LONG_AGO, LONG_AGO + 200);
    else
        on -= below(sample, 50);
    for (int i = 0; i < CONTACTS_MAX && on >= last->from; i++) {
        const int worker = manager_on(person, on);
        if (worker != NOBODY)
            put_contact(sample, person, on, worker);
        on -= between(sample, 10, 60);
    }
}

/* Who has a broker, and whether they ever met. */
static void meet_broker(struct sample *sample, const struct person *person)
{
    const struct episode *last = &person->episodes[person->episode_count - 1];
    const int32_t on = last->from + between(sample, 5, 60);
    if (person->broker == NOBODY || fault(sample, FAULT_broker_never_met) || on > sample->today ||
        on > last->to)
        return;
    row_of(sample, R_contact, person, on);
    put_code(sample, F_contact_way, CODED_contact_way_course);
    put(sample, F_contact_staff, worker_login(sample, person->broker));
    put_int(sample, F_contact_minutes, 30);
    row_known(sample, CODED_source_officer, CODED_method_observation);
    row_end(sample);
}

static void put_interpreter(struct sample *sample, const struct person *person, const char *number,
                            int32_t on, bool over)
{
    row_of(sample, R_interpreter_booking, person, on);
    put(sample, F_interpreter_booking_appointment, number);
    put(sample, F_interpreter_booking_language, origin_language(person->origin));
    put(sample, F_interpreter_booking_organisation, "S-interpreters");
    put_day(sample, F_interpreter_booking_confirmed_on, on - 2);
    if (over)
        put_code(sample, F_interpreter_booking_kept, CODED_kept_kept);
    row_end(sample);
}

static void put_appointment(struct sample *sample, const struct person *person, int rank, int32_t on,
                            int worker)
{
    static const int kinds[] = {30, 35, 10, 5, 15, 5};
    const bool needs =
        person->english[CODED_english_skill_speaking] <= 2 && !origin_speaks_english(person->origin);
    const bool over = on < sample->today;
    char number[KEY_SIZE];
    snprintf(number, sizeof number, "A%07lld-%d", (long long)person->number, rank);
    row_of(sample, R_appointment, person, on);
    put(sample, F_appointment_number, number);
    put_int(sample, F_appointment_starts_at, 9 * 60 + 15 * below(sample, 28));
    put_int(sample, F_appointment_minutes, needs ? 60 : 30);
    put(sample, F_appointment_staff, worker_login(sample, worker));
    put_code(sample, F_appointment_kind, 1 + weighted(sample, kinds, 6));
    put_yes(sample, F_appointment_interpreter, needs);
    if (over && fault(sample, FAULT_not_come))
        put_code(sample, F_appointment_kept, CODED_kept_not_come);
    else if (over)
        put_code(sample, F_appointment_kept, chance(sample, 930) ? CODED_kept_kept : CODED_kept_cancelled);
    row_end(sample);
    if (needs && !fault(sample, FAULT_no_interpreter))
        put_interpreter(sample, person, number, on, over);
}

static void make_appointments(struct sample *sample, const struct person *person)
{
    int rank = 1;
    for (int i = 0; i < person->episode_count; i++) {
        const int32_t on = person->episodes[i].from + between(sample, 6, 20);
        const int worker = manager_on(person, on);
        if (on < sample->today && worker != NOBODY && chance(sample, 550))
            put_appointment(sample, person, rank++, on, worker);
    }
    const int now = manager_on(person, sample->today);
    if (person->registered && now != NOBODY && chance(sample, 250))
        put_appointment(sample, person, rank, sample->today + below(sample, 30), now);
}

void make_meetings(struct sample *sample, const struct person *person)
{
    make_contacts(sample, person);
    meet_broker(sample, person);
    make_appointments(sample, person);
}
