#include "casework/placement.h"

#include "base/date.h"
#include "casework/fetch.h"
#include "casework/follow_up.h"
#include "casework/labour.h"
#include "store/read.h"
#include "base/banned.h"

/* ---- the terms ---- */

static bool day_before(const struct form *form, enum field_id field, int32_t day)
{
    return form_has(form, field) && form_number(form, field) < day;
}

bool placement_outruns(const struct store *store, int64_t placement, int32_t *ends, struct err *err)
{
    int64_t day;
    if (!fetch_number(
            store,
            "SELECT g.ends_on FROM placement p JOIN intake i ON i.id = p.intake JOIN programme g ON "
            "g.id = i.programme WHERE p.id = $1 AND COALESCE(p.ended_on, p.planned_to, g.ends_on + "
            "1) > g.ends_on",
            &placement, 1, DATE_MIN, &day, err))
        return false;
    *ends = (int32_t)day;
    return true;
}

/* Who speaks with employers for the service is a broker, everybody else a case manager. */
static bool channel_of_staff(const struct store *store, const struct form *terms, int *channel,
                             struct err *err)
{
    int64_t staff, role;
    if (!form_ref_id(terms, store, F_placement_staff, &staff, err) ||
        !fetch_number(store, "SELECT role FROM staff WHERE id = $1", &staff, 1, 0, &role, err))
        return false;
    *channel = role == CODED_staff_role_work_broker ? CODED_reached_by_broker : CODED_reached_by_case_manager;
    return true;
}

/* What was left out, from the referral and its vacancy. */
static bool terms_of_referral(struct store *store, struct form *terms, struct form *referral, struct err *err)
{
    struct form vacancy;
    int64_t id;
    if (!form_ref_id(terms, store, F_placement_referral, &id, err) ||
        !form_load(referral, terms->arena, store, dict_record(R_referral), id, err) ||
        !form_load(&vacancy, terms->arena, store, dict_record(R_vacancy),
                   form_number(referral, F_referral_vacancy), err))
        return false;
    form_otherwise(terms, F_placement_client, referral, F_referral_client);
    form_otherwise(terms, F_placement_organisation, referral, F_referral_organisation);
    form_otherwise(terms, F_placement_staff, referral, F_referral_staff);
    form_otherwise(terms, F_placement_intake, referral, F_referral_intake);
    form_otherwise(terms, F_placement_employer, &vacancy, F_vacancy_employer);
    form_otherwise(terms, F_placement_occupation, &vacancy, F_vacancy_occupation);
    form_otherwise(terms, F_placement_kind, &vacancy, F_vacancy_kind);
    form_otherwise(terms, F_placement_hours_per_week, &vacancy, F_vacancy_hours_per_week);
    form_otherwise(terms, F_placement_wage, &vacancy, F_vacancy_wage);
    return true;
}

static bool complete_terms(struct store *store, struct form *terms, struct err *err)
{
    int channel;
    if (!form_has(terms, F_placement_effective_from))
        form_day(terms, F_placement_effective_from, date_today());
    if (!form_has(terms, F_placement_staff) && store->staff_id)
        form_ref(terms, F_placement_staff, store->staff_id);
    if (form_has(terms, F_placement_channel))
        return true;
    if (form_has(terms, F_placement_organisation)) {
        form_choice(terms, F_placement_channel, CODED_reached_by_agency);
        return true;
    }
    if (!form_has(terms, F_placement_staff))
        return true;
    if (!channel_of_staff(store, terms, &channel, err))
        return false;
    form_choice(terms, F_placement_channel, channel);
    return true;
}

static bool offer_stands(struct store *store, const struct form *terms, struct form *referral,
                         struct done *done, struct err *err)
{
    if (form_has(referral, F_referral_result))
        return true;
    form_choice(referral, F_referral_result, CODED_referral_result_offered);
    form_day(referral, F_referral_result_on, (int32_t)form_number(terms, F_placement_effective_from));
    return done_save(done, referral, store, NULL, err);
}

/* A caution where the programme ends before what comes of the placement can be seen. */
static bool caution_censored(const struct store *store, struct done *done, struct err *err)
{
    int32_t ends;
    if (!placement_outruns(store, done->id, &ends, err))
        return false;
    if (ends != DATE_MIN)
        done_caution(done,
                     "the programme ends on %s, before this placement does; counted then, its outcome is "
                     "censored: follow it up beyond that day.",
                     date_words(done->arena, ends));
    return true;
}

static bool agree(struct store *store, struct form *terms, const char *because, struct done *done,
                  struct err *err)
{
    struct form referral;
    const bool referred = form_has(terms, F_placement_referral);
    if ((referred && !terms_of_referral(store, terms, &referral, err)) || !complete_terms(store, terms, err))
        return false;
    if (!form_has(terms, F_placement_client) || !form_has(terms, F_placement_employer))
        return err_set(err, ERR_input,
                       "a placement is of a client at an employer; say client=NUMBER and employer=CODE, or "
                       "referral=NUMBER, which has both");
    if (!done_save(done, terms, store, because, err))
        return false;
    done_about(done, terms, F_placement_number);
    done_say(done, "Placement \"%s\" is agreed, to begin on %s.", done->number,
             date_words(done->arena, (int32_t)form_number(terms, F_placement_planned_from)));
    if (!form_has(terms, F_placement_client_agreed_on) || !form_has(terms, F_placement_employer_agreed_on))
        done_caution(done,
                     "it cannot begin before both the person and the employer have agreed to its terms.");
    return (!referred || offer_stands(store, terms, &referral, done, err)) &&
           caution_censored(store, done, err);
}

bool placement_agree(struct store *store, struct form *terms, const char *because, struct done *done,
                     struct err *err)
{
    return db_begin(store->db, err) && done_end(store, agree(store, terms, because, done, err), err);
}

/* ---- from its first day to its last ---- */

/* Begins the act: its transaction, and the placement as it stands. */
static bool open_placement(struct store *store, struct text number, struct form *placement, struct done *done,
                           struct err *err)
{
    if (!form_load_key(placement, done->arena, store, dict_record(R_placement), number, err))
        return false;
    done->id = placement->id;
    done->number = arena_text(done->arena, number.at, number.length);
    return true;
}

static bool accept(struct store *store, struct text number, int party, int32_t day, const char *because,
                   struct done *done, struct err *err)
{
    struct form placement;
    const bool client = party == CODED_party_client;
    const enum field_id agreed = client ? F_placement_client_agreed_on : F_placement_employer_agreed_on;
    if (!open_placement(store, number, &placement, done, err))
        return false;
    if (form_has(&placement, agreed))
        return err_set(err, ERR_conflict, "the %s agreed to the terms of placement \"%s\" on %s",
                       client ? "person" : "employer", done->number,
                       date_words(done->arena, (int32_t)form_number(&placement, agreed)));
    form_day(&placement, agreed, day);
    done_say(done, "The %s agreed to the terms of placement \"%s\" on %s.", client ? "person" : "employer",
             done->number, date_words(done->arena, day));
    return done_save(done, &placement, store, because, err);
}

bool placement_accept(struct store *store, struct text number, int party, int32_t day, const char *because,
                      struct done *done, struct err *err)
{
    return db_begin(store->db, err) &&
           done_end(store, accept(store, number, party, day, because, done, err), err);
}

/* The state that a placement of this kind is. */
static void state_of(const struct form *placement, struct labour_state *state)
{
    const int kind = (int)form_number(placement, F_placement_kind);
    *state = (struct labour_state){.client = form_number(placement, F_placement_client),
                                   .from = (int32_t)form_number(placement, F_placement_started_on),
                                   .employer = form_number(placement, F_placement_employer),
                                   .in_profession = -1};
    const struct value hours = form_get(placement, F_placement_hours_per_week);
    state->has_hours = hours.type != VALUE_absent;
    state->hours = state->has_hours ? hours.real : 0;
    if (form_has(placement, F_placement_occupation))
        state->occupation = form_number(placement, F_placement_occupation);
    if (form_has(placement, F_placement_in_profession))
        state->in_profession = form_number(placement, F_placement_in_profession) != 0;
    state->subsidised = kind == CODED_placement_kind_subsidised;
    state->status = kind == CODED_placement_kind_work_experience ? CODED_labour_status_work_experience
                    : kind == CODED_placement_kind_subsidised    ? CODED_labour_status_subsidised
                                                              : labour_work(state->has_hours, state->hours);
}

static bool referral_started(struct store *store, const struct form *placement, int32_t day,
                             struct done *done, struct err *err)
{
    struct form referral;
    if (!form_has(placement, F_placement_referral))
        return true;
    if (!form_load(&referral, done->arena, store, dict_record(R_referral),
                   form_number(placement, F_placement_referral), err))
        return false;
    form_choice(&referral, F_referral_result, CODED_referral_result_started);
    form_day(&referral, F_referral_result_on, day);
    done_say(done, "The referral it came from has the result \"started\".");
    return done_save(done, &referral, store, NULL, err);
}

/* Support after the placement is due from its first day (R58, R91). */
static bool schedule(struct store *store, const struct form *placement, struct done *done, struct err *err)
{
    struct follow_up_plan plan;
    if (!form_has(placement, F_placement_intake))
        return true;
    if (!follow_up_schedule(done->arena, store, form_number(placement, F_placement_intake),
                            form_number(placement, F_placement_client), &plan, err))
        return false;
    if (plan.made > 0)
        done_say(done, "%d follow-ups are due from it.", (int)plan.made);
    for (size_t i = 0; i < plan.dead_count; i++)
        done_caution(done, "a follow-up is due on %s, in the dead period \"%s\".",
                     date_words(done->arena, plan.dead[i].day), plan.dead[i].period);
    return true;
}

static bool start(struct store *store, struct text number, int32_t day, const char *because,
                  struct done *done, struct err *err)
{
    struct form placement;
    struct labour_state state;
    if (!open_placement(store, number, &placement, done, err))
        return false;
    if (form_has(&placement, F_placement_started_on))
        return err_set(err, ERR_conflict, "placement \"%s\" began on %s already", done->number,
                       date_words(done->arena, (int32_t)form_number(&placement, F_placement_started_on)));
    if (form_has(&placement, F_placement_never_began_why))
        return err_set(err, ERR_conflict,
                       "placement \"%s\" is written down as never begun; agree on a new one", done->number);
    form_day(&placement, F_placement_started_on, day);
    if (!done_save(done, &placement, store, because, err))
        return false;
    done_say(done, "Placement \"%s\" began on %s.", done->number, date_words(done->arena, day));
    state_of(&placement, &state);
    return labour_begin(done, store, &state, err) && referral_started(store, &placement, day, done, err) &&
           schedule(store, &placement, done, err) && caution_censored(store, done, err);
}

bool placement_start(struct store *store, struct text number, int32_t day, const char *because,
                     struct done *done, struct err *err)
{
    return db_begin(store->db, err) && done_end(store, start(store, number, day, because, done, err), err);
}

/* Subsidies that still run end with the placement. */
static bool end_subsidies(struct store *store, const struct placement_ending *ending, struct done *done,
                          struct err *err)
{
    enum { SUBSIDIES_MAX = 64 };
    const int64_t numbers[] = {done->id, ending->day};
    int64_t ids[SUBSIDIES_MAX];
    size_t count = 0;
    struct fetch rows;
    bool there = true;
    bool good = fetch_open(&rows, done->arena, store,
                           "SELECT s.id FROM subsidy s WHERE s.placement = $1 AND (s.effective_to IS NULL OR "
                           "s.effective_to >= $2 OR s.afterwards IS NULL) ORDER BY s.effective_from",
                           numbers, 2, err);
    while (good && count < SUBSIDIES_MAX && (good = fetch_next(&rows, &there, err)) && there)
        ids[count++] = fetch_int(&rows, 0, 0);
    fetch_close(&rows);
    for (size_t i = 0; good && i < count; i++) {
        struct form subsidy;
        good = form_load(&subsidy, done->arena, store, dict_record(R_subsidy), ids[i], err);
        if (!good)
            break;
        if (!day_before(&subsidy, F_subsidy_effective_to, ending->day))
            form_day(&subsidy, F_subsidy_effective_to, ending->day);
        if (ending->then)
            form_choice(&subsidy, F_subsidy_afterwards, ending->then);
        good = done_save(done, &subsidy, store, NULL, err);
    }
    if (good && count > 0)
        done_say(done, "Its subsidy ended with it.");
    return good;
}

/* Whether it came to the end that was agreed, is worked out, never typed (R150). */
static void say_ended(const struct form *placement, const struct placement_ending *ending, struct done *done)
{
    const char *day = date_words(done->arena, ending->day);
    if (ending->reason == CODED_job_end_completed ||
        (form_has(placement, F_placement_planned_to) &&
         form_number(placement, F_placement_planned_to) <= ending->day))
        done_say(done, "Placement \"%s\" ended on %s: completed.", done->number, day);
    else if (form_has(placement, F_placement_planned_to))
        done_say(done, "Placement \"%s\" ended on %s, %d days before the day agreed: not completed.",
                 done->number, day, (int)(form_number(placement, F_placement_planned_to) - ending->day));
    else
        done_say(done, "Placement \"%s\" ended on %s.", done->number, day);
}

/* What the person does from the day after. */
static bool begin_next(struct store *store, const struct form *placement,
                       const struct placement_ending *ending, struct done *done, struct err *err)
{
    const struct labour_state state = {.client = form_number(placement, F_placement_client),
                                       .from = ending->day + 1,
                                       .status = ending->then,
                                       .in_profession = -1};
    if (ending->then)
        return labour_begin(done, store, &state, err);
    done_caution(done, "what the person does since is not recorded.");
    return true;
}

static bool finish(struct store *store, const struct placement_ending *ending, struct done *done,
                   struct err *err)
{
    struct form placement;
    if (!open_placement(store, ending->number, &placement, done, err))
        return false;
    if (!form_has(&placement, F_placement_started_on))
        return err_set(err, ERR_conflict,
                       "placement \"%s\" has not begun; say on which day it did, or why it never did",
                       done->number);
    if (form_has(&placement, F_placement_ended_on))
        return err_set(err, ERR_conflict, "placement \"%s\" ended on %s already", done->number,
                       date_words(done->arena, (int32_t)form_number(&placement, F_placement_ended_on)));
    const int32_t began = (int32_t)form_number(&placement, F_placement_started_on);
    form_day(&placement, F_placement_ended_on, ending->day);
    form_choice(&placement, F_placement_end_reason, ending->reason);
    form_choice(&placement, F_placement_ended_by, ending->party);
    if (!done_save(done, &placement, store, ending->because, err))
        return false;
    say_ended(&placement, ending, done);
    return labour_end(done, store, form_number(&placement, F_placement_client), began, ending->day,
                      ending->reason, err) &&
           begin_next(store, &placement, ending, done, err) && end_subsidies(store, ending, done, err);
}

bool placement_end(struct store *store, const struct placement_ending *ending, struct done *done,
                   struct err *err)
{
    return db_begin(store->db, err) && done_end(store, finish(store, ending, done, err), err);
}

static bool never(struct store *store, struct text number, const char *why, struct done *done,
                  struct err *err)
{
    struct form placement;
    if (!open_placement(store, number, &placement, done, err))
        return false;
    if (form_has(&placement, F_placement_started_on))
        return err_set(err, ERR_conflict, "placement \"%s\" began on %s; say when and why it ended",
                       done->number,
                       date_words(done->arena, (int32_t)form_number(&placement, F_placement_started_on)));
    form_words(&placement, F_placement_never_began_why, why);
    done_say(done, "Placement \"%s\" never began: %s.", done->number, why);
    if (form_has(&placement, F_placement_referral))
        done_caution(done, "the referral it came from still says \"offered\"; say how that ended too.");
    return done_save(done, &placement, store, NULL, err);
}

bool placement_never(struct store *store, struct text number, const char *why, struct done *done,
                     struct err *err)
{
    return db_begin(store->db, err) && done_end(store, never(store, number, why, done, err), err);
}
