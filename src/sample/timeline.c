#include <stdlib.h>
#include <string.h>

#include "sample/sample_work.h"
#include "base/banned.h"

/* A day within an episode that has not ended counts as today. */
static int32_t last_day(const struct sample *sample, int32_t to)
{
    return to < sample->today ? to : sample->today;
}

/* ---- on the register ---- */

static void add_episode(struct person *person, int32_t from, int32_t to, int end, int centre)
{
    person->episodes[person->episode_count++] = (struct episode){from, to, end, centre};
}

static int draw_end(struct sample *sample)
{
    static const int weights[] = {50, 14, 15, 4, 0, 17};
    return CODED_register_end_work + weighted(sample, weights, 6);
}

/* From one office to another, on the way; the spell goes on there. */
static void perhaps_move(struct sample *sample, struct person *person)
{
    struct episode *last = &person->episodes[person->episode_count - 1];
    const int32_t to = last_day(sample, last->to);
    if (to - last->from < 150 || sample->centre_count < 2 || !chance(sample, 90))
        return;
    const int32_t on = between(sample, last->from + 60, to - 20);
    const struct episode rest = {on, last->to, last->end,
                                 (last->centre + 1 + below(sample, sample->centre_count - 1)) %
                                     sample->centre_count};
    last->to = on - 1;
    last->end = CODED_register_end_moved_office;
    person->episodes[person->episode_count++] = rest;
}

static void choose_episodes(struct sample *sample, struct person *person, int centre)
{
    int32_t from = sample->today - 3 - below(sample, 1 + below(sample, 1600));
    if (person->arrived != NEVER && from < person->arrived + 7)
        from = person->arrived + 7 + below(sample, 60);
    if (from < person->born + 16 * 366)
        from = person->born + 16 * 366;
    for (int i = 0; i < 3; i++) {
        const int32_t to = from + 20 + below(sample, 60 + below(sample, 900));
        const bool open = to >= sample->today;
        const int end = open ? 0 : draw_end(sample);
        add_episode(person, from, open ? NEVER : to, end, centre);
        perhaps_move(sample, person);
        centre = person->episodes[person->episode_count - 1].centre;
        person->registered = open;
        from = to + 15 + below(sample, 500);
        if (open || end == CODED_register_end_left_country || from > sample->today - 7)
            return;
    }
}

static void put_spell(struct sample *sample, const struct person *person, struct episode episode)
{
    row_of(sample, R_register_spell, person, episode.from);
    row_to(sample, episode.to);
    put(sample, F_register_spell_office, sample->centres[episode.centre].code);
    put_code(sample, F_register_spell_end_reason, episode.end);
    row_known(sample, CODED_source_officer, CODED_method_record);
    row_end(sample);
}

static void make_spells(struct sample *sample, const struct person *person)
{
    for (int i = 0; i < person->episode_count; i++) {
        struct episode episode = person->episodes[i];
        const int32_t to = last_day(sample, episode.to);
        if (to - episode.from > 60 && fault(sample, FAULT_register_gap)) {
            struct episode before = episode;
            before.to = between(sample, episode.from + 20, to - 20);
            before.end = CODED_register_end_lapsed;
            put_spell(sample, person, before);
            episode.from = before.to + between(sample, 3, 9);
        }
        put_spell(sample, person, episode);
    }
}

static void put_none(struct sample *sample, const struct person *person, int32_t on, int what)
{
    row_of(sample, R_none_known, person, on);
    put_code(sample, F_none_known_what, what);
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
}

static void make_benefits(struct sample *sample, const struct person *person)
{
    static const int weights[] = {62, 8, 5, 17, 8, 0};
    const int type = CODED_benefit_type_unemployment + weighted(sample, weights, 6);
    bool any = false;
    for (int i = 0; i < person->episode_count; i++) {
        int32_t to = person->episodes[i].to, from = person->episodes[i].from;
        while (i + 1 < person->episode_count && person->episodes[i].end == CODED_register_end_moved_office)
            to = person->episodes[++i].to;
        from += below(sample, 21);
        if (!chance(sample, 720) || from > to || from > sample->today)
            continue;
        any = true;
        row_of(sample, R_benefit_spell, person, from);
        row_to(sample, to);
        put_code(sample, F_benefit_spell_type, type);
        put_yes(sample, F_benefit_spell_work_tested, type == CODED_benefit_type_unemployment);
        row_known(sample, CODED_source_agency, CODED_method_record);
        row_end(sample);
    }
    if (!any && chance(sample, 700))
        put_none(sample, person, person->episodes[0].from, CODED_none_of_benefit);
}

static void make_ratings(struct sample *sample, const struct person *person)
{
    int rating = between(sample, 1, 5);
    for (int i = 0; i < person->episode_count; i++) {
        int32_t on = person->episodes[i].from + below(sample, 15);
        if (person->episodes[i].end == CODED_register_end_moved_office || !chance(sample, 900))
            continue;
        for (int k = 0; k < 3 && on <= last_day(sample, person->episodes[i].to); k++) {
            row_of(sample, R_sgi_rating, person, on);
            put_int(sample, F_sgi_rating_rating, rating);
            put(sample, F_sgi_rating_rater, worker_login(sample, manager_on(person, on)));
            row_known(sample, CODED_source_officer, CODED_method_interview);
            row_checked(sample, on);
            row_end(sample);
            rating = between(sample, rating > 1 ? rating - 1 : 1, rating < 5 ? rating + 1 : 5);
            on += between(sample, 90, 260);
        }
    }
}

/* ---- on the labour market ---- */

static void add_stay(struct person *person, int32_t from, int32_t to, int status, bool placed)
{
    if (person->stay_count < STAYS_MAX)
        person->stays[person->stay_count++] = (struct stay){from, to, status, placed};
}

static bool is_free(const struct person *person, int32_t from, int32_t to)
{
    for (int i = 0; i < person->stay_count; i++)
        if (person->stays[i].from <= to && from <= person->stays[i].to)
            return false;
    return true;
}

/* A time within an episode; one that would reach beyond today goes on. */
static void perhaps_stay(struct sample *sample, struct person *person, const struct episode *in, int32_t from,
                         int days, int status, bool placed)
{
    int32_t to = from + days;
    if (from < in->from || from > sample->today || from > in->to || (in->to != NEVER && to > in->to))
        return;
    if (to >= sample->today)
        to = NEVER;
    if (is_free(person, from, to))
        add_stay(person, from, to, status, placed);
}

static const struct episode *episode_on(const struct person *person, int32_t day)
{
    for (int i = 0; i < person->episode_count; i++)
        if (person->episodes[i].from <= day && day <= person->episodes[i].to)
            return &person->episodes[i];
    return NULL;
}

static void stay_on_course(struct sample *sample, struct person *person)
{
    const struct episode *in;
    if (!person->run || person->started == NEVER || !(in = episode_on(person, person->started)))
        return;
    int32_t end = person->withdrew != NEVER ? person->withdrew : person->run->ends;
    if (in->to != NEVER && end > in->to)
        end = in->to;
    perhaps_stay(sample, person, in, person->started, end - person->started, CODED_labour_status_training,
                 false);
    if (person->completed != NEVER && chance(sample, 450))
        perhaps_stay(
            sample, person, in, end + 1 + below(sample, 14), between(sample, 20, 60),
            chance(sample, 700) ? CODED_labour_status_work_experience : CODED_labour_status_subsidised, true);
}

static void stay_now_and_then(struct sample *sample, struct person *person, const struct episode *in)
{
    static const int weights[] = {22, 0, 14, 20, 40};
    const int32_t to = last_day(sample, in->to);
    if (to - in->from < 40 || !chance(sample, 260))
        return;
    const int status = CODED_labour_status_part_time + weighted(sample, weights, 5);
    perhaps_stay(sample, person, in, between(sample, in->from + 14, to - 7), between(sample, 14, 140), status,
                 status == CODED_labour_status_subsidised || status == CODED_labour_status_work_experience);
}

/* What came after an episode: work, training, none of it, or nobody knows. */
static void stay_after(struct sample *sample, struct person *person, const struct episode *in, int32_t until)
{
    static const int statuses[] = {[CODED_register_end_work] = CODED_labour_status_full_time,
                                   [CODED_register_end_training] = CODED_labour_status_training,
                                   [CODED_register_end_left_market] = CODED_labour_status_left_market,
                                   [CODED_register_end_left_country] = CODED_labour_status_left_country};
    if (in->end == 0 || in->end == CODED_register_end_moved_office || in->end == CODED_register_end_lapsed)
        return;
    int status = statuses[in->end];
    if (in->end == CODED_register_end_work && chance(sample, 220))
        status = CODED_labour_status_part_time;
    add_stay(person, in->to + 1, until, status, in->end == CODED_register_end_work && chance(sample, 400));
}

static int by_first_day(const void *left, const void *right)
{
    const struct stay *a = left, *b = right;
    return a->from < b->from ? -1 : a->from > b->from;
}

/* Unemployed is who is on the register and nothing else. */
static void fill_with_unemployed(struct person *person)
{
    const int known = person->stay_count;
    for (int i = 0; i < person->episode_count; i++) {
        int32_t cursor = person->episodes[i].from;
        const int32_t to = person->episodes[i].to;
        for (int k = 0; k < known && cursor != NEVER; k++) {
            const struct stay *stay = &person->stays[k];
            if (stay->to < cursor || stay->from > to)
                continue;
            if (stay->from > cursor)
                add_stay(person, cursor, stay->from - 1, CODED_labour_status_unemployed, false);
            cursor = stay->to == NEVER ? NEVER : stay->to + 1;
        }
        if (cursor != NEVER && cursor <= to)
            add_stay(person, cursor, to, CODED_labour_status_unemployed, false);
    }
}

static void choose_stays(struct sample *sample, struct person *person)
{
    stay_on_course(sample, person);
    for (int i = 0; i < person->episode_count; i++) {
        const bool last = i + 1 == person->episode_count;
        stay_now_and_then(sample, person, &person->episodes[i]);
        stay_after(sample, person, &person->episodes[i], last ? NEVER : person->episodes[i + 1].from - 1);
    }
    qsort(person->stays, (size_t)person->stay_count, sizeof *person->stays, by_first_day);
    fill_with_unemployed(person);
    qsort(person->stays, (size_t)person->stay_count, sizeof *person->stays, by_first_day);
}

static bool is_work(int status)
{
    return status <= CODED_labour_status_subsidised;
}

static void put_stay(struct sample *sample, const struct person *person, const struct stay *stay)
{
    static const int ends[] = {30, 20, 20, 10, 10, 5, 5};
    row_of(sample, R_labour_status, person, stay->from);
    row_to(sample, stay->to);
    put_code(sample, F_labour_status_status, stay->status);
    if (stay->status == CODED_labour_status_full_time || stay->status == CODED_labour_status_subsidised)
        put_real(sample, F_labour_status_hours_per_week, between(sample, 30, 45));
    else if (stay->status == CODED_labour_status_part_time)
        put_real(sample, F_labour_status_hours_per_week, between(sample, 4, 19));
    if (is_work(stay->status)) {
        put_yes(sample, F_labour_status_subsidy, stay->status == CODED_labour_status_subsidised);
        if (chance(sample, 700))
            put(sample, F_labour_status_occupation, occupation_code(below(sample, occupation_count)));
        if (person->education >= 6)
            put_yes(sample, F_labour_status_in_profession, chance(sample, 250));
        if (stay->to != NEVER && chance(sample, 800))
            put_code(sample, F_labour_status_end_reason, 1 + weighted(sample, ends, 7));
    }
    row_known(sample, chance(sample, 600) ? CODED_source_client : CODED_source_agency,
              CODED_method_statement);
    row_end(sample);
}

void make_timeline(struct sample *sample, struct person *person, int centre)
{
    choose_episodes(sample, person, centre);
    choose_duties(sample, person);
    choose_run(sample, person);
    choose_stays(sample, person);
    make_spells(sample, person);
    make_benefits(sample, person);
    make_ratings(sample, person);
    if (person->run || chance(sample, 800))
        for (int i = 0; i < person->stay_count; i++)
            put_stay(sample, person, &person->stays[i]);
}

const struct stay *stay_on(const struct person *person, int32_t day)
{
    for (int i = 0; i < person->stay_count; i++)
        if (person->stays[i].from <= day && day <= person->stays[i].to)
            return &person->stays[i];
    return NULL;
}

int centre_on(const struct person *person, int32_t day)
{
    int centre = person->episodes[0].centre;
    for (int i = 0; i < person->episode_count; i++)
        if (person->episodes[i].from <= day)
            centre = person->episodes[i].centre;
    return centre;
}

int manager_on(const struct person *person, int32_t day)
{
    for (int i = person->duty_count - 1; i >= 0; i--)
        if (person->duties[i].from <= day && day <= person->duties[i].to)
            return person->duties[i].worker;
    return NOBODY;
}

int manager_now(const struct sample *sample, const struct person *person)
{
    const int worker = manager_on(person, sample->today);
    return worker != NOBODY ? worker : sample->centres[centre_on(person, sample->today)].first_manager;
}
