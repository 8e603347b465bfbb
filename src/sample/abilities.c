#include <stdio.h>

#include "sample/sample_work.h"
#include "base/banned.h"

/* ---- English ---- */

static void put_english(struct sample *sample, const struct person *person, int skill, int32_t on, int level,
                        int method)
{
    const bool test = method == CODED_method_test;
    row_of(sample, R_english_level, person, on);
    put_code(sample, F_english_level_skill, skill);
    put_code(sample, F_english_level_level, level);
    put(sample, F_english_level_assessor,
        test ? "Made-up School of English" : worker_login(sample, person->duties[0].worker));
    row_known(sample, test ? CODED_source_provider : CODED_source_officer, method);
    row_checked(sample, on);
    row_end(sample);
}

/* The first time, and perhaps a test later. */
static void make_skill(struct sample *sample, const struct person *person, int skill, int32_t first)
{
    const int truth = person->english[skill];
    const bool clear =
        person->migrant && skill == CODED_english_skill_speaking && truth >= CODED_english_clear;
    const bool accent = clear && fault(sample, FAULT_accent);
    const int method = accent || chance(sample, 350) ? CODED_method_officer_impression
                       : chance(sample, 700)         ? CODED_method_interview
                                                     : CODED_method_test;
    const bool impression = method == CODED_method_officer_impression;
    const int level = accent                                           ? CODED_english_basic
                      : impression && truth > 1 && chance(sample, 300) ? truth - 1
                                                                       : truth;
    put_english(sample, person, skill, first, level, method);
    const int32_t later = first + between(sample, 30, 300);
    if (later > sample->today)
        return;
    if (impression ? level != truth && fault(sample, FAULT_contradicted) : chance(sample, 100))
        put_english(sample, person, skill, later, truth, CODED_method_test);
}

static void make_english(struct sample *sample, const struct person *person)
{
    static const int recorded[SKILLS] = {0, 930, 900, 620, 560, 180},
                     at_home[SKILLS] = {0, 250, 230, 180, 160, 40};
    const bool speaks = origin_speaks_english(person->origin);
    int32_t first = person->episodes[0].from + below(sample, 30);
    if (sample->today - first < 700 && fault(sample, FAULT_stale_english)) /* taken over from elsewhere */
        first = sample->today - between(sample, 740, 1400);
    if (person->arrived != NEVER && first < person->arrived)
        first = person->arrived;
    if (first > sample->today)
        first = sample->today;
    for (int skill = 1; skill < SKILLS; skill++)
        if (chance(sample, speaks ? at_home[skill] : recorded[skill]))
            make_skill(sample, person, skill, first);
}

/* ---- qualifications ---- */

static void put_assessment(struct sample *sample, const struct person *person, const char *number, int body,
                           int32_t on, int result)
{
    row_of(sample, R_qualification_assessment, person, on);
    put(sample, F_qualification_assessment_qualification, number);
    put_code(sample, F_qualification_assessment_body, body);
    put_code(sample, F_qualification_assessment_result, result);
    if (body == CODED_assessing_body_nzqa && result == CODED_assessment_result_accepted)
        put_int(sample, F_qualification_assessment_nz_level, person->education + 1);
    if (result != CODED_assessment_result_accepted)
        put(sample, F_qualification_assessment_missing, "Practice under supervision");
    row_known(sample, CODED_source_document, CODED_method_document);
    row_end(sample);
}

static void assess(struct sample *sample, const struct person *person, const char *number)
{
    const int32_t on = person->arrived + below(sample, 1 + sample->today - person->arrived);
    if (!chance(sample, 500))
        return;
    put_assessment(sample, person, number, CODED_assessing_body_nzqa, on,
                   chance(sample, 800) ? CODED_assessment_result_accepted : CODED_assessment_result_in_part);
    if (!chance(sample, 450))
        return;
    put_assessment(sample, person, number, CODED_assessing_body_profession, on,
                   fault(sample, FAULT_two_bodies) ? CODED_assessment_result_refused
                   : chance(sample, 500)           ? CODED_assessment_result_in_part
                                                   : CODED_assessment_result_accepted);
}

static int32_t day_of_age(struct sample *sample, const struct person *person, int age)
{
    const int32_t day = person->born + age * 365 + age / 4 + below(sample, 300);
    return day < sample->today ? day : sample->today;
}

static void put_qualification(struct sample *sample, const struct person *person, int rank, int level,
                              int age)
{
    static const char *const titles[] = {[2] = "School certificate",
                                         [3] = "Sixth form certificate",
                                         [5] = "Diploma",
                                         [6] = "Bachelor's degree",
                                         [7] = "Master's degree"};
    const int32_t on = day_of_age(sample, person, age);
    char number[KEY_SIZE];
    snprintf(number, sizeof number, "Q%07lld-%d", (long long)person->number, rank);
    const bool overseas = person->migrant && on < person->arrived;
    row_of(sample, R_qualification, person, on);
    put(sample, F_qualification_number, number);
    put(sample, F_qualification_title, titles[level]);
    put_int(sample, F_qualification_level, level);
    if (level >= 5)
        put(sample, F_qualification_field, occupation_title(person->occupation));
    put(sample, F_qualification_country, overseas ? origin_country(person->origin) : "NZ");
    row_known(sample, chance(sample, 500) ? CODED_source_document : CODED_source_client,
              chance(sample, 500) ? CODED_method_document : CODED_method_statement);
    row_checked(sample, person->episodes[0].from > on ? person->episodes[0].from : on);
    row_end(sample);
    if (overseas && level >= 5)
        assess(sample, person, number);
}

static void put_none(struct sample *sample, const struct person *person, int what)
{
    row_of(sample, R_none_known, person, person->episodes[0].from);
    put_code(sample, F_none_known_what, what);
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
}

static void make_qualifications(struct sample *sample, const struct person *person)
{
    if (person->education == 2) {
        if (chance(sample, 600))
            put_none(sample, person, CODED_none_of_qualifications);
        return;
    }
    if (person->education == 7 || chance(sample, 300))
        put_qualification(sample, person, 1, 3, 17);
    put_qualification(sample, person, 2, person->education,
                      person->education == 3 ? 17 : person->education + 16);
}

/* ---- jobs held before ---- */

static void put_job(struct sample *sample, const struct person *person, int32_t from, int32_t to)
{
    const int occupation = chance(sample, 600) ? person->occupation : below(sample, occupation_count);
    row_of(sample, R_work_history, person, from);
    row_to(sample, to);
    put(sample, F_work_history_title, occupation_title(occupation));
    if (chance(sample, 650))
        put(sample, F_work_history_occupation, occupation_code(occupation));
    put(sample, F_work_history_country,
        person->migrant && from < person->arrived ? origin_country(person->origin) : "NZ");
    row_known(sample, CODED_source_client, CODED_method_statement);
    row_end(sample);
}

static void make_jobs(struct sample *sample, const struct person *person)
{
    const int32_t until = person->episodes[0].from - 10;
    int32_t from = day_of_age(sample, person, person->education >= 6 ? 23 : 17);
    int jobs = below(sample, 5);
    if (jobs == 0 || from > until) {
        if (chance(sample, 600))
            put_none(sample, person, CODED_none_of_work_history);
        return;
    }
    if (fault(sample, FAULT_implausible))
        from = day_of_age(sample, person, between(sample, 6, 11));
    for (; jobs > 0 && from < until; jobs--) {
        int32_t to = jobs == 1 ? until - below(sample, 200) : from + between(sample, 100, 2000);
        if (to > until)
            to = until;
        put_job(sample, person, from, to < from ? from : to);
        from = to + between(sample, 5, 400);
    }
}

static void make_residence(struct sample *sample, const struct person *person)
{
    static const int weights[] = {8, 66, 8, 4, 14};
    if (!person->migrant || !chance(sample, 900))
        return;
    const int status = CODED_residence_status_citizen + weighted(sample, weights, 5);
    row_of(sample, R_residence, person, person->arrived);
    put_code(sample, F_residence_status, status);
    row_known(sample, CODED_source_document, CODED_method_document);
    row_end(sample);
}

/* Numbers of the kind that is kept free for stories, and a domain that is kept free for examples. */
static void make_contact_points(struct sample *sample, const struct person *person)
{
    const int32_t from = person->episodes[0].from;
    if (fault(sample, FAULT_unreachable))
        return;
    row_of(sample, R_contact_point, person, from);
    put_code(sample, F_contact_point_way,
             chance(sample, 800) ? CODED_contact_point_way_mobile : CODED_contact_point_way_phone);
    put_words(sample, F_contact_point_address, "0%d 555 01%02d", between(sample, 20, 29), below(sample, 100));
    if (chance(sample, 100))
        put(sample, F_contact_point_whose, chance(sample, 500) ? "a neighbour's" : "a daughter's");
    row_end(sample);
    if (!chance(sample, 500))
        return;
    row_of(sample, R_contact_point, person, from);
    put_code(sample, F_contact_point_way, CODED_contact_point_way_e_mail);
    put_words(sample, F_contact_point_address, "c%lld@example.org", (long long)person->number);
    put_yes(sample, F_contact_point_preferred, chance(sample, 300));
    row_end(sample);
}

void make_abilities(struct sample *sample, const struct person *person)
{
    make_residence(sample, person);
    make_contact_points(sample, person);
    make_english(sample, person);
    make_qualifications(sample, person);
    make_jobs(sample, person);
}
