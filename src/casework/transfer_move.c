#include "casework/transfer_work.h"

#include <string.h>

#include "base/date.h"
#include "casework/assign.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "base/banned.h"

struct moving {
    struct arena *arena;
    struct store *store;
    const struct transfer_head *head;
    int32_t day;
    const char *because;
    struct transfer_moved *out;
};

/* ---- the register ---- */

static bool find_spell(struct moving *moving, int64_t *id, struct err *err)
{
    const int64_t numbers[] = {moving->head->client_id, moving->head->from_office_id, moving->day};
    if (!fetch_number(
            moving->store,
            "SELECT r.id FROM register_spell r WHERE r.client = $1 AND r.office = $2 "
            "AND r.effective_to IS NULL AND r.effective_from <= $3 ORDER BY r.effective_from DESC LIMIT 1",
            numbers, 3, 0, id, err))
        return false;
    return *id ||
           err_set(err, ERR_conflict,
                   "\"%s\" is not registered at \"%s\" on that day any more, or not yet; withdraw or refuse "
                   "transfer %s and propose another",
                   moving->head->client, moving->head->from_office, moving->head->number);
}

/* The next spell begins the day after the one that ends, so that they run without a break (R26). */
static bool move_registration(struct moving *moving, struct err *err)
{
    struct form old, next;
    struct saved saved;
    int64_t id;
    if (!find_spell(moving, &id, err) ||
        !form_load(&old, moving->arena, moving->store, dict_record(R_register_spell), id, err))
        return false;
    form_day(&old, F_register_spell_effective_to, moving->day);
    form_choice(&old, F_register_spell_end_reason, CODED_register_end_moved_office);
    form_new(&next, moving->arena, dict_record(R_register_spell));
    form_ref(&next, F_register_spell_client, moving->head->client_id);
    form_ref(&next, F_register_spell_office, moving->head->to_office_id);
    form_day(&next, F_register_spell_effective_from, moving->day + 1);
    form_choice(&next, F_register_spell_source, CODED_source_officer);
    form_choice(&next, F_register_spell_method, CODED_method_record);
    return form_save_in(&old, moving->store, moving->because, &saved, err) &&
           form_save_in(&next, moving->store, moving->because, &saved, err);
}

/* ---- who answers for the person ---- */

struct duty {
    int64_t id;
    int duty;
    double weight;
};

enum { DUTIES_MAX = 32 };

/* The duties that somebody of another office than the new one has now; not the facilitator's, whose course
 * goes on. */
static const char old_duties[] =
    "SELECT a.id, a.duty, a.weight FROM assignment a JOIN staff s ON s.id = a.staff WHERE a.client = $1 "
    "AND a.effective_from <= $2 AND (a.effective_to IS NULL OR a.effective_to > $2) AND a.duty <> $3 "
    "AND (s.office IS NULL OR s.office <> $4) ORDER BY a.id";

static bool find_duties(struct moving *moving, struct duty *duties, size_t *count, struct err *err)
{
    const int64_t numbers[] = {moving->head->client_id, moving->day, CODED_duty_facilitator,
                               moving->head->to_office_id};
    struct fetch rows;
    bool there = true;
    *count = 0;
    bool good = fetch_open(&rows, moving->arena, moving->store, old_duties, numbers, 4, err);
    while (good && *count < DUTIES_MAX && (good = fetch_next(&rows, &there, err)) && there)
        duties[(*count)++] = (struct duty){.id = fetch_int(&rows, 0, 0),
                                           .duty = (int)fetch_int(&rows, 1, 0),
                                           .weight = fetch_real(&rows, 2, 0)};
    fetch_close(&rows);
    return good;
}

static bool end_duty(struct moving *moving, int64_t id, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!form_load(&form, moving->arena, moving->store, dict_record(R_assignment), id, err))
        return false;
    form_day(&form, F_assignment_effective_to, moving->day);
    return form_save_in(&form, moving->store, moving->because, &saved, err);
}

/* A broker by rule; where the new office has none the duty ends, and is told. */
static bool hand_broker(struct moving *moving, const struct assign_question *question, int64_t id,
                        struct err *err)
{
    struct assign_choice choice;
    struct err nobody = {0};
    moving->out->had_broker = true;
    if (!assign_choose(moving->arena, moving->store, question, &choice, &nobody)) {
        if (nobody.kind != ERR_absent)
            return err_set(err, nobody.kind, "%s", nobody.sentence);
        return end_duty(moving, id, err);
    }
    moving->out->broker = choice.login;
    return assign_write(moving->arena, moving->store, question, &choice, id, moving->because, err);
}

static bool hand_case(struct moving *moving, const struct assign_question *question, int64_t id,
                      struct err *err)
{
    struct assign_question to = *question;
    struct assign_choice choice;
    to.staff_id = moving->head->to_staff_id;
    return assign_choose(moving->arena, moving->store, &to, &choice, err) &&
           assign_write(moving->arena, moving->store, &to, &choice, id, moving->because, err);
}

static bool move_duties(struct moving *moving, struct err *err)
{
    struct duty duties[DUTIES_MAX];
    size_t count;
    bool has_case = false;
    struct assign_question question = {.client_id = moving->head->client_id,
                                       .day = moving->day + 1,
                                       .office_id = moving->head->to_office_id};
    if (!find_duties(moving, duties, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const bool broker = duties[i].duty == CODED_duty_work_broker;
        question.duty = duties[i].duty;
        question.weight = duties[i].weight;
        has_case = has_case || !broker;
        if (!(broker ? hand_broker : hand_case)(moving, &question, duties[i].id, err))
            return false;
    }
    question.duty = CODED_duty_case_manager;
    question.weight = 0;
    return has_case || hand_case(moving, &question, 0, err);
}

/* ---- open work ---- */

static bool stays(struct moving *moving, const struct owned_thing *thing, bool *stays_there, struct err *err)
{
    const int64_t numbers[] = {thing->owner_id, moving->head->to_office_id};
    int64_t found;
    const enum record_id record = dict_field(thing->owned->field)->record;
    *stays_there = record == R_assignment || record == R_transfer;
    if (*stays_there || !thing->owner_id)
        return true;
    if (!fetch_number(moving->store,
                      "SELECT count(*) FROM staff WHERE id = $1 AND office = $2 AND left_on IS NULL", numbers,
                      2, 0, &found, err))
        return false;
    *stays_there = found > 0;
    return true;
}

static bool move_thing(struct moving *moving, const struct owned_thing *thing, struct err *err)
{
    const struct field *field = dict_field(thing->owned->field);
    struct form form;
    struct saved saved;
    if (!form_load(&form, moving->arena, moving->store, dict_record(field->record), thing->id, err))
        return false;
    form_ref(&form, field->id, moving->head->to_staff_id);
    if (field->id == F_follow_up_due_owner)
        form_clear(&form, F_follow_up_due_confirmed_on); /* the new owner has agreed to nothing yet (R160) */
    if (!form_save_in(&form, moving->store, moving->because, &saved, err)) {
        err_at(err, "%s %s", dict_record(field->record)->label, thing->key);
        return false;
    }
    moving->out->lines[moving->out->count++] =
        (struct transfer_line){.words = thing->owned->words, .key = thing->key};
    return true;
}

static bool move_work(struct moving *moving, struct err *err)
{
    struct owned_thing *things;
    size_t count;
    bool stays_there;
    if (!owned_of_client(moving->arena, moving->store, moving->head->client_id, moving->day, &things, &count,
                         &moving->out->unseen, err))
        return false;
    moving->out->lines = ARENA_ARRAY(moving->arena, struct transfer_line, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!stays(moving, &things[i], &stays_there, err) ||
            (!stays_there && !move_thing(moving, &things[i], err)))
            return false;
    return true;
}

/* A family that is moved in part is told of (R37). */
static bool count_family(struct moving *moving, struct err *err)
{
    const int64_t numbers[] = {moving->head->client_id, moving->head->from_office_id, moving->day};
    int64_t stay;
    if (!fetch_number(moving->store,
                      "SELECT count(DISTINCT o.client) FROM household_member m JOIN household_member o "
                      "ON o.household = m.household AND o.client <> m.client JOIN register_spell r ON "
                      "r.client = o.client "
                      "WHERE m.client = $1 AND m.effective_from <= $3 AND (m.effective_to IS NULL OR "
                      "m.effective_to >= $3) "
                      "AND o.effective_from <= $3 AND (o.effective_to IS NULL OR o.effective_to >= $3) "
                      "AND r.office = $2 AND r.effective_from <= $3 AND r.effective_to IS NULL",
                      numbers, 3, 0, &stay, err))
        return false;
    moving->out->family_stays = (size_t)stay;
    return true;
}

bool transfer_move(struct arena *arena, struct store *store, const struct transfer_head *head, int32_t day,
                   const char *because, struct transfer_moved *moved, struct err *err)
{
    struct moving moving = {
        .arena = arena, .store = store, .head = head, .day = day, .because = because, .out = moved};
    moved->broker = "";
    return move_registration(&moving, err) && move_duties(&moving, err) && move_work(&moving, err) &&
           count_family(&moving, err);
}
