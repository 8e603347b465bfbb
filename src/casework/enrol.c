#include "casework/enrol.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* What a step needs, what it leads to, and what else is to be done when it does not fit. */
static const struct step_row {
    const char *name;
    enum enrol_stage needs, leads_to;
    enum field_id day, why; /* F_none: it needs no reason */
} steps[STEP_end] = {
    [STEP_offer] = {"offer", ENROL_waiting, ENROL_offered, F_enrolment_offered_on, F_none},
    [STEP_accept] = {"accept", ENROL_offered, ENROL_enrolled, F_enrolment_enrolled_on, F_none},
    [STEP_decline] = {"decline", ENROL_offered, ENROL_declined, F_enrolment_declined_on,
                      F_enrolment_declined_why},
    [STEP_start] = {"start", ENROL_enrolled, ENROL_started, F_enrolment_started_on, F_none},
    [STEP_complete] = {"complete", ENROL_started, ENROL_completed, F_enrolment_completed_on, F_none},
    [STEP_withdraw] = {"withdraw", ENROL_enrolled, ENROL_withdrew, F_enrolment_withdrew_on,
                       F_enrolment_withdrew_why},
};

static const struct {
    const char *words, *do_instead;
} stages[ENROL_STAGES] = {
    [ENROL_comparison] = {"in the comparison group",
                          "who was not chosen is not offered a place, or the groups "
                          "are no longer what they were"},
    [ENROL_undecided] = {"not decided", "decide or draw the list first: mahi select"},
    [ENROL_waiting] = {"waiting", "offer the place first"},
    [ENROL_offered] = {"offered a place", "write accept or decline"},
    [ENROL_enrolled] = {"enrolled", "write start or withdraw"},
    [ENROL_started] = {"started", "write complete or withdraw"},
    [ENROL_completed] = {"completed", "nothing is left to do"},
    [ENROL_declined] = {"declined",
                        "a refusal stands; correct the enrolment where it was recorded by mistake"},
    [ENROL_withdrew] = {"withdrew", "that stands; correct the enrolment where it was recorded by mistake"},
};

const char *enrol_stage_words(enum enrol_stage stage)
{
    return stages[stage].words;
}

const char *enrol_step_name(enum enrol_step step)
{
    return steps[step].name;
}

bool enrol_step_named(struct text name, enum enrol_step *step, struct err *err)
{
    for (int i = 0; i < STEP_end; i++)
        if (text_is(name, steps[i].name))
            return *step = (enum enrol_step)i, true;
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT
                   "\" is no step; write offer, accept, decline, start, complete or withdraw",
                   TEXT_ARGS(name));
}

/* One request under way. */
struct enrolment_desk {
    struct arena *arena;
    struct store *store;
    const struct enrolling *request;
    struct enrol_list *list;
    struct enrolled *out;
    bool in_turn; /* everybody, in turn, as long as places are free: to ask of each whether that is so would
                     look at the whole list for each */
};

static int64_t free_places(const struct enrol_list *list)
{
    return list->places < 0 ? INT64_MAX : list->places - list->counts.held;
}

static bool may_wait(const struct enrol_list *list, const struct enrol_person *person)
{
    return person->stage == ENROL_waiting && (person->listed || !list->frozen);
}

static struct enrol_person *next_waiting(struct enrol_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (may_wait(list, &list->people[i]))
            return &list->people[i];
    return NULL;
}

static int64_t line_of(const struct enrol_list *list, const struct enrol_person *person)
{
    int64_t line = 1;
    for (size_t i = 0; &list->people[i] != person; i++)
        line += may_wait(list, &list->people[i]);
    return line;
}

static void add_done(struct enrolment_desk *desk, const struct enrol_person *person, enum enrol_step step,
                     enum enrol_result result, bool freed)
{
    desk->out->done[desk->out->count++] =
        (struct enrol_done){.number = person->number,
                            .step = step,
                            .result = result,
                            .line = result == ENROL_waits ? line_of(desk->list, person) : 0,
                            .freed = freed};
}

/* ---- whether it may be done ---- */

/* That somebody who has left since did come first is still to be written down. */
static bool started_before_leaving(const struct enrolment_desk *desk, const struct enrol_person *person)
{
    return desk->request->step == STEP_start && person->stage == ENROL_withdrew &&
           person->started_on == DATE_MIN && desk->request->on <= person->left_on;
}

static bool check_stage(const struct enrolment_desk *desk, const struct enrol_person *person, struct err *err)
{
    const enum enrol_step step = desk->request->step;
    const enum enrol_stage stage = person->stage;
    if (stage == steps[step].needs || (step == STEP_withdraw && stage == ENROL_started) ||
        (step == STEP_decline && stage == ENROL_waiting) || started_before_leaving(desk, person))
        return true;
    if (step == STEP_decline && stage == ENROL_enrolled)
        return err_set(err, ERR_conflict,
                       "\"%s\" took the place already; who leaves after that withdraws, with a reason",
                       person->number);
    return err_set(err, ERR_conflict, "\"%s\" is %s in intake \"%s\"; %s", person->number,
                   stages[stage].words, desk->list->intake, stages[stage].do_instead);
}

static int32_t latest_of(const struct enrol_person *person)
{
    const int32_t days[] = {person->offered_on, person->enrolled_on, person->started_on};
    int32_t latest = DATE_MIN;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (days[i] > latest)
            latest = days[i];
    return latest;
}

static bool check_day(const struct enrolment_desk *desk, const struct enrol_person *person, struct err *err)
{
    const int32_t on = desk->request->on, latest = latest_of(person);
    struct str day;
    if (on >= latest)
        return true;
    str_init(&day);
    date_print(&day, latest);
    err_set(err, ERR_input, "the step before it of \"%s\" was on %s; say with --on a day that is not earlier",
            person->number, day.at);
    str_clear(&day);
    return false;
}

static bool check_listed(const struct enrolment_desk *desk, const struct enrol_person *person,
                         struct err *err)
{
    return !desk->list->frozen || person->listed ||
           err_set(err, ERR_conflict,
                   "\"%s\" stands beside the frozen list of intake \"%s\"; mahi select decide %s %s in "
                   "--reason WHY counts them as from outside it",
                   person->number, desk->list->intake, desk->list->intake, person->number);
}

/* ---- doing it ---- */

/* One that is true of several people is said of each. */
static void add_notes(struct enrolment_desk *desk, const struct enrol_person *person,
                      const struct saved *saved)
{
    struct enrolled *out = desk->out;
    for (size_t i = 0; i < saved->note_count; i++) {
        if (out->note_count == out->note_room) {
            out->note_room = out->note_room ? 2 * out->note_room : 8;
            const char **wider = ARENA_ARRAY(desk->arena, const char *, out->note_room);
            if (out->note_count > 0)
                memcpy(wider, out->notes, out->note_count * sizeof *wider);
            out->notes = wider;
        }
        out->notes[out->note_count++] = arena_format(desk->arena, "%s: %s", person->number, saved->notes[i]);
    }
}

/* As reading the list again would find them. */
static void stand_so(const struct enrolment_desk *desk, struct enrol_person *person, enum enrol_step step)
{
    int32_t *const days[STEP_end] = {
        [STEP_offer] = &person->offered_on,      [STEP_accept] = &person->enrolled_on,
        [STEP_decline] = &person->left_on,       [STEP_start] = &person->started_on,
        [STEP_complete] = &person->completed_on, [STEP_withdraw] = &person->left_on};
    *days[step] = desk->request->on;
    if (steps[step].why != F_none)
        person->why = arena_text(desk->arena, desk->request->why, strlen(desk->request->why));
}

static bool take_step(struct enrolment_desk *desk, struct enrol_person *person, enum enrol_step step,
                      bool freed, struct err *err)
{
    const struct enrolling *request = desk->request;
    static const enum guard_id in_turn[] = {GUARD_places_held, GUARD_out_of_turn, GUARD_end};
    const bool held = person->stage >= ENROL_offered && person->stage <= ENROL_completed;
    struct form form;
    struct saved saved;
    if (!form_load(&form, desk->arena, desk->store, dict_record(R_enrolment), person->id, err))
        return false;
    form.kept = desk->in_turn ? in_turn : NULL;
    form_day(&form, steps[step].day, request->on);
    if (steps[step].why != F_none)
        form_words(&form, steps[step].why, request->why);
    if (!form_save_in(&form, desk->store, request->because, &saved, err))
        return err_at(err, "%s", person->number), false;
    add_notes(desk, person, &saved);
    add_done(desk, person, step, ENROL_done, freed);
    if (!started_before_leaving(desk, person))
        person->stage = steps[step].leads_to;
    stand_so(desk, person, step);
    desk->list->counts.held += (person->stage >= ENROL_offered && person->stage <= ENROL_completed) - held;
    return true;
}

/* A place that was held and is free again goes to whoever waits next, as long as the run has not begun. */
static bool pass_on(struct enrolment_desk *desk, struct err *err)
{
    struct enrol_person *next = next_waiting(desk->list);
    if (!next || free_places(desk->list) <= 0)
        return true;
    if (desk->list->starts_on != DATE_MIN && desk->request->on > desk->list->starts_on) {
        desk->out->next = next->number;
        return true;
    }
    return take_step(desk, next, STEP_offer, true, err);
}

static bool step_of(struct enrolment_desk *desk, struct enrol_person *person, struct err *err)
{
    const enum enrol_step step = desk->request->step;
    const bool held_before_start = person->stage == ENROL_offered || person->stage == ENROL_enrolled;
    if (person->stage == steps[step].leads_to)
        return add_done(desk, person, step, ENROL_was_so, false), true;
    if (!check_stage(desk, person, err) || !check_listed(desk, person, err) || !check_day(desk, person, err))
        return false;
    if (step == STEP_offer && free_places(desk->list) <= 0)
        return add_done(desk, person, step, ENROL_waits, false), true;
    if (!take_step(desk, person, step, false, err))
        return false;
    return !(step == STEP_decline || step == STEP_withdraw) || !held_before_start || pass_on(desk, err);
}

/* ---- who is meant ---- */

static bool find_person(const struct enrolment_desk *desk, struct text number, struct enrol_person **out,
                        struct err *err)
{
    int64_t client;
    for (size_t i = 0; i < desk->list->count; i++)
        if (text_is(number, desk->list->people[i].number))
            return *out = &desk->list->people[i], true;
    return record_find(desk->store, dict_record(R_client), number, &client, err) &&
           err_set(err, ERR_conflict,
                   "\"" TEXT_FORMAT
                   "\" is not on the list of intake \"%s\"; mahi select decide %s " TEXT_FORMAT
                   " in --reason WHY lets them in and counts them as from outside it",
                   TEXT_ARGS(number), desk->list->intake, desk->list->intake, TEXT_ARGS(number));
}

static bool steps_of_everybody(struct enrolment_desk *desk, struct err *err)
{
    const struct step_row *row = &steps[desk->request->step];
    if (row->why != F_none)
        return err_set(err, ERR_usage, "name who is to %s; a reason is one person's", row->name);
    desk->in_turn = true;
    for (size_t i = 0; i < desk->list->count; i++) {
        struct enrol_person *person = &desk->list->people[i];
        if (person->stage != row->needs || (desk->list->frozen && !person->listed))
            continue;
        if (desk->request->step == STEP_offer && free_places(desk->list) <= 0)
            break;
        if (!step_of(desk, person, err))
            return false;
    }
    return true;
}

static bool steps_of_named(struct enrolment_desk *desk, struct err *err)
{
    for (size_t i = 0; i < desk->request->count; i++) {
        struct enrol_person *person = NULL;
        if (!find_person(desk, desk->request->clients[i], &person, err) || !step_of(desk, person, err))
            return false;
    }
    return true;
}

static bool check_request(const struct enrolling *request, struct err *err)
{
    if (steps[request->step].why != F_none && (!request->why || !request->why[0]))
        return err_set(err, ERR_usage,
                       "say with --why the reason; refusing and leaving are outcomes, and an "
                       "outcome without a reason teaches nobody");
    return request->on <= date_today() ||
           err_set(err, ERR_input, "a step cannot be recorded for a day to come; record it when it is done");
}

/* Who takes a place is followed up, whatever becomes of them; who leaves or completes, with what to try next.
 */
static bool plan_follow_up(struct enrolment_desk *desk, struct err *err)
{
    const struct enrolled *out = desk->out;
    int64_t client = 0;
    if (out->count == 0)
        return true;
    for (size_t i = 0; out->count == 1 && i < desk->list->count; i++)
        if (strcmp(desk->list->people[i].number, out->done[0].number) == 0)
            client = desk->list->people[i].client;
    return follow_up_schedule(desk->arena, desk->store, desk->list->intake_id, client, &desk->out->follow_up,
                              err);
}

/* Nobody else fills the same run meanwhile. */
static bool lock_intake(struct arena *arena, struct store *store, struct text intake, struct err *err)
{
    struct statement *lock;
    bool row;
    if (!db_prepare(store->db, &lock,
                    arena_format(arena, "SELECT id FROM intake WHERE code = $1%s", db_for_update(store->db)),
                    err))
        return false;
    statement_bind_text(lock, 0, intake);
    const bool good = statement_step(lock, &row, err);
    statement_close(lock);
    return good;
}

static bool list_after(struct enrolment_desk *desk)
{
    desk->list->counts = enrol_count(desk->list->people, desk->list->count);
    desk->out->list = *desk->list;
    return true;
}

bool enrol_step_in(struct arena *arena, struct store *store, const struct enrolling *request,
                   struct enrolled *out, struct err *err)
{
    struct enrol_list list;
    struct enrolment_desk desk = {
        .arena = arena, .store = store, .request = request, .list = &list, .out = out};
    *out = (struct enrolled){0};
    if (!check_request(request, err) || !lock_intake(arena, store, request->intake, err) ||
        !enrol_read(arena, store, request->intake, &list, err))
        return false;
    out->done = ARENA_ARRAY(arena, struct enrol_done, 2 * (list.count + request->count) + 1);
    return (request->count > 0 ? steps_of_named(&desk, err) : steps_of_everybody(&desk, err)) &&
           plan_follow_up(&desk, err) && list_after(&desk);
}

bool enrol_step(struct arena *arena, struct store *store, const struct enrolling *request,
                struct enrolled *out, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (enrol_step_in(arena, store, request, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
