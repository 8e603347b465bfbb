#include <stdio.h>

#include "sample/sample_work.h"
#include "base/banned.h"

enum { CLIENTS_PER_FIRM = 50, FIRMS_PER_REGION = 6, OPENINGS_PER_FIRM = 3, HISTORY_DAYS = 6 * 365 };

static const char *const trades[] = {"Bakery", "Builders", "Care Home",   "Cleaning", "Clinic", "Engineers",
                                     "Foods",  "Freight",  "Gardens",     "Hotel",    "School", "Software",
                                     "Stores", "Timber",   "Accountants", "Kitchens"};
enum { TRADES = sizeof trades / sizeof *trades };

/* ---- who they are ---- */

static void put_firm_contact(struct sample *sample, const char *firm, int centre_broker)
{
    char family[64], given[64];
    made_name(sample, NULL, true, family, sizeof family);
    made_name(sample, NULL, false, given, sizeof given);
    row(sample, R_employer_person);
    put(sample, F_employer_person_employer, firm);
    put_words(sample, F_employer_person_name, "%s %s", given, family);
    put(sample, F_employer_person_post, centre_broker % 2 ? "Owner" : "Personnel");
    put_yes(sample, F_employer_person_decides, chance(sample, 700));
    row_end(sample);
}

static void put_firm(struct sample *sample, int i, const char *code)
{
    static const int sizes[] = {65, 27, 8}, reached[] = {40, 15, 12, 8, 10, 5, 10};
    const struct firm *firm = &sample->firms[i];
    char name[64], region[KEY_SIZE];
    made_name(sample, NULL, true, name, sizeof name);
    region_code(firm->region, region);
    const int by = 1 + weighted(sample, reached, 7), trade = below(sample, TRADES);
    row(sample, R_employer);
    put(sample, F_employer_code, code);
    put_words(sample, F_employer_name, "%s %s", name, trades[trade]);
    put(sample, F_employer_region, region);
    put_words(sample, F_employer_sector, "sector-%02d", trade + 1);
    put_code(sample, F_employer_size, 1 + weighted(sample, sizes, 3));
    if (chance(sample, 400))
        put_yes(sample, F_employer_migrant_run, chance(sample, 250));
    put_yes(sample, F_employer_takes_experience, chance(sample, 350));
    put_code(sample, F_employer_reached_by, by);
    put_day(sample, F_employer_reached_on, sample->today - between(sample, 100, HISTORY_DAYS));
    if (by == CODED_reached_by_agency)
        put(sample, F_employer_reached_through, "S-agency");
    put(sample, F_employer_owner, worker_login(sample, firm->owner));
    if (chance(sample, 600))
        put_day(sample, F_employer_next_touch_on, sample->today + between(sample, -40, 120));
    row_end(sample);
    if (chance(sample, 800))
        put_firm_contact(sample, code, trade);
    row(sample, R_employer_occupation);
    put(sample, F_employer_occupation_employer, code);
    put(sample, F_employer_occupation_occupation, occupation_code(below(sample, occupation_count)));
    put_int(sample, F_employer_occupation_posts, between(sample, 1, 30));
    row_end(sample);
}

/* ---- what they were asked, and what they said ---- */

static void put_promise(struct sample *sample, const char *firm, int owner, int32_t made, int what)
{
    const int32_t call = made + between(sample, 20, 90);
    row(sample, R_promise);
    put_words(sample, F_promise_number, "PR%07lld", (long long)++sample->promises);
    put(sample, F_promise_employer, firm);
    put_day(sample, F_promise_made_on, made);
    put_code(sample, F_promise_what, what);
    put(sample, F_promise_words, "If there is a post");
    put(sample, F_promise_owner, worker_login(sample, owner));
    put_day(sample, F_promise_call_on, call);
    if (call < sample->today - 30) {
        const bool nothing = fault(sample, FAULT_promise_void);
        if (!nothing || chance(sample, 600)) {
            put_day(sample, F_promise_closed_on, call + between(sample, 0, 25));
            put_code(sample, F_promise_result,
                     !nothing              ? CODED_promise_result_kept
                     : chance(sample, 500) ? CODED_promise_result_not_kept
                                           : CODED_promise_result_void);
        }
    }
    row_end(sample);
}

static int draw_refusal(struct sample *sample)
{
    static const int reasons[] = {30, 6, 8, 14, 8, 16, 3, 0, 2, 5, 8};
    if (fault(sample, FAULT_refused_for_culture))
        return CODED_refusal_cultural;
    return CODED_refusal_no_vacancy + weighted(sample, reasons, 11);
}

static void put_firm_talk(struct sample *sample, int i, const char *code, int32_t on)
{
    static const int by[] = {50, 15, 12, 8, 0, 15}, asked[] = {25, 25, 10, 15, 5, 15, 5},
                     answers[] = {25, 34, 22, 10, 9};
    const int who = 1 + weighted(sample, by, 6), what = 1 + weighted(sample, asked, 7),
              answer = 1 + weighted(sample, answers, 5);
    row(sample, R_employer_contact);
    put_words(sample, F_employer_contact_number, "EC%08lld", (long long)++sample->contacts_with_firms);
    put(sample, F_employer_contact_employer, code);
    put_day(sample, F_employer_contact_held_on, on);
    put_code(sample, F_employer_contact_asked_by, who);
    if (who == CODED_asked_by_broker)
        put(sample, F_employer_contact_staff, worker_login(sample, sample->firms[i].owner));
    if (who == CODED_asked_by_agency)
        put(sample, F_employer_contact_organisation, "S-agency");
    put_code(sample, F_employer_contact_asked_for, what);
    put_code(sample, F_employer_contact_way, between(sample, 1, 3));
    put_code(sample, F_employer_contact_answer, answer);
    if (answer == CODED_employer_answer_refused)
        put_code(sample, F_employer_contact_refusal, draw_refusal(sample));
    put_int(sample, F_employer_contact_minutes, 5 * between(sample, 1, 9));
    row_end(sample);
    if (answer >= CODED_employer_answer_interested && chance(sample, 350))
        put_promise(sample, code, sample->firms[i].owner, on, what);
}

static void make_firm(struct sample *sample, int i)
{
    char code[KEY_SIZE];
    snprintf(code, sizeof code, "E%06d", i + 1);
    chance_begin(sample, "employer", i);
    int centre = below(sample, sample->centre_count);
    for (int tries = 0;
         tries < sample->centre_count && sample->centres[centre].region != sample->firms[i].region; tries++)
        centre = (centre + 1) % sample->centre_count;
    sample->firms[i].owner = draw_broker(sample, centre);
    put_firm(sample, i, code);
    int32_t on = sample->today - between(sample, 5, 200);
    for (int talks = below(sample, 9); talks > 0; talks--) {
        put_firm_talk(sample, i, code, on);
        on -= between(sample, 20, 250);
    }
}

/* ---- vacancies ---- */

static void put_opening(struct sample *sample, int i)
{
    static const int kinds[] = {70, 10, 20};
    struct opening *opening = &sample->openings[i];
    char region[KEY_SIZE];
    opening->kind = 1 + weighted(sample, kinds, 3);
    opening->occupation = draw_occupation(sample, chance(sample, 300));
    opening->closed = opening->opened + between(sample, 15, 240);
    if (opening->closed > sample->today)
        opening->closed = NEVER;
    region_code(sample->firms[opening->firm].region, region);
    row(sample, R_vacancy);
    put_words(sample, F_vacancy_number, "V%07d", i + 1);
    put_words(sample, F_vacancy_employer, "E%06d", opening->firm + 1);
    put(sample, F_vacancy_occupation, occupation_code(opening->occupation));
    put(sample, F_vacancy_region, region);
    put_code(sample, F_vacancy_kind, opening->kind);
    put_day(sample, F_vacancy_opened_on, opening->opened);
    put_day(sample, F_vacancy_closed_on, opening->closed);
    put_int(sample, F_vacancy_posts, chance(sample, 850) ? 1 : between(sample, 2, 6));
    put_real(sample, F_vacancy_hours_per_week, chance(sample, 700) ? 40 : 5 * between(sample, 3, 7));
    put_real(sample, F_vacancy_wage, 8 + 0.5 * below(sample, 40));
    if (chance(sample, 600))
        put_code(sample, F_vacancy_english_needed, between(sample, 2, 4));
    row_end(sample);
}

static void make_openings(struct sample *sample, int region)
{
    const struct span *firms = &sample->firms_of[region];
    struct span *span = &sample->openings_of[region];
    span->first = sample->opening_count;
    span->count = firms->count * OPENINGS_PER_FIRM;
    for (int k = 0; k < span->count; k++) {
        const int i = sample->opening_count++;
        sample->openings[i].firm = firms->first + below(sample, firms->count);
        sample->openings[i].opened =
            sample->today - HISTORY_DAYS + (int32_t)((int64_t)HISTORY_DAYS * k / span->count);
        put_opening(sample, i);
    }
}

void make_firms(struct sample *sample)
{
    const int64_t wanted = sample->clients / CLIENTS_PER_FIRM / sample->region_count;
    const int each = wanted < FIRMS_PER_REGION ? FIRMS_PER_REGION : (int)wanted;
    sample->firm_count = each * sample->region_count;
    sample->firms = ARENA_ARRAY(sample->arena, struct firm, (size_t)sample->firm_count);
    sample->openings =
        ARENA_ARRAY(sample->arena, struct opening, (size_t)sample->firm_count * OPENINGS_PER_FIRM);
    sample->firms_of = ARENA_ARRAY(sample->arena, struct span, (size_t)sample->region_count);
    sample->openings_of = ARENA_ARRAY(sample->arena, struct span, (size_t)sample->region_count);
    for (int region = 0; region < sample->region_count; region++) {
        sample->firms_of[region] = (struct span){region * each, each};
        for (int i = 0; i < each; i++)
            sample->firms[region * each + i].region = region;
    }
    for (int i = 0; i < sample->firm_count; i++)
        make_firm(sample, i);
    chance_begin(sample, "vacancies", 0);
    for (int region = 0; region < sample->region_count; region++)
        make_openings(sample, region);
}

/* The last that opened by the day, and some before it. */
int draw_opening(struct sample *sample, int region, int32_t day)
{
    const struct span *span = &sample->openings_of[region];
    int low = 0, high = span->count;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (sample->openings[span->first + middle].opened <= day)
            low = middle + 1;
        else
            high = middle;
    }
    for (int tries = 0; tries < 8 && low > 0; tries++) {
        const int back = below(sample, low < 12 ? low : 12);
        const struct opening *opening = &sample->openings[span->first + low - 1 - back];
        if (opening->closed == NEVER || opening->closed >= day)
            return span->first + low - 1 - back;
    }
    return NOBODY;
}
