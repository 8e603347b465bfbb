#include "casework/handover.h"

#include "base/date.h"
#include "casework/assign.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* A client who goes to somebody. */
struct gone {
    int64_t client_id;
    struct assign_choice choice;
};

struct handing {
    struct arena *arena;
    struct store *store;
    const struct handover_request *request;
    struct handover *out;
    int64_t leaver_id, office_id;
    struct assign_choice to; /* staff_id 0: nobody is named */
    struct owned_thing *things;
    size_t count;
    struct gone *gone;
    size_t gone_count;
};

static bool read_leaver(struct handing *handing, struct err *err)
{
    struct fetch row;
    bool there;
    if (!record_find(handing->store, dict_record(R_staff), handing->request->leaver, &handing->leaver_id,
                     err))
        return false;
    bool good =
        fetch_open(&row, handing->arena, handing->store,
                   "SELECT login, name, office FROM staff WHERE id = $1", &handing->leaver_id, 1, err) &&
        fetch_next(&row, &there, err);
    if (good) {
        handing->out->leaver = fetch_text(&row, 0);
        handing->out->leaver_name = fetch_text(&row, 1);
        handing->office_id = fetch_int(&row, 2, 0);
    }
    fetch_close(&row);
    return good;
}

/* Who takes over was named: they must be there still, and be somebody else. */
static bool read_taker(struct handing *handing, struct err *err)
{
    const struct handover_request *request = handing->request;
    struct fetch row;
    bool there;
    if (request->to.length == 0)
        return request->by_rule ||
               err_set(err, ERR_usage,
                       "say with --to who takes over, or --by-rule that each client goes by rule");
    if (!record_find(handing->store, dict_record(R_staff), request->to, &handing->to.staff_id, err))
        return false;
    if (handing->to.staff_id == handing->leaver_id)
        return err_set(err, ERR_conflict, "\"%s\" cannot hand over to themselves; name somebody who stays",
                       handing->out->leaver);
    bool good =
        fetch_open(&row, handing->arena, handing->store,
                   "SELECT login, name, left_on FROM staff WHERE id = $1", &handing->to.staff_id, 1, err) &&
        fetch_next(&row, &there, err);
    if (good) {
        handing->to.login = fetch_text(&row, 0);
        handing->to.name = fetch_text(&row, 1);
        if (!fetch_is_null(&row, 2))
            good = err_set(err, ERR_conflict, "\"%s\" has left too, or is about to; name somebody who stays",
                           handing->to.login);
    }
    fetch_close(&row);
    return good;
}

static bool read_things(struct handing *handing, size_t *left_over, struct err *err)
{
    size_t unseen;
    if (!owned_by(handing->arena, handing->store, handing->leaver_id, handing->request->last_day,
                  &handing->things, &handing->count, &unseen, err))
        return false;
    if (unseen > 0)
        return err_set(
            err, ERR_denied,
            "some of what \"%s\" answers for may be seen by few; somebody who sees restricted records must "
            "hand over",
            handing->out->leaver);
    *left_over = 0;
    for (size_t i = 0; i < handing->count; i++)
        *left_over += handing->things[i].owned->sort == OWNED_work;
    return true;
}

static const struct assign_choice *gone_to(const struct handing *handing, int64_t client_id)
{
    for (size_t i = 0; client_id && i < handing->gone_count; i++)
        if (handing->gone[i].client_id == client_id)
            return &handing->gone[i].choice;
    return NULL;
}

static void add_line(struct handing *handing, const struct owned_thing *thing, const struct assign_choice *to)
{
    handing->out->lines[handing->out->count++] = (struct handover_line){.owned = thing->owned,
                                                                        .key = thing->key,
                                                                        .to = to ? to->login : "",
                                                                        .why = to && to->why ? to->why : ""};
    handing->out->by_hand += to == NULL;
}

/* A client goes: the leaver's time with them ends with the last day, the other's begins the day after. */
static bool hand_client(struct handing *handing, const struct owned_thing *thing, struct err *err)
{
    const struct handover_request *request = handing->request;
    struct form form;
    struct gone *gone = &handing->gone[handing->gone_count];
    if (!form_load(&form, handing->arena, handing->store, dict_record(R_assignment), thing->id, err))
        return false;
    struct assign_question question = {.client_id = thing->client_id,
                                       .duty = (int)form_number(&form, F_assignment_duty),
                                       .day = request->last_day + 1,
                                       .office_id = handing->office_id,
                                       .except_id = handing->leaver_id,
                                       .staff_id = request->by_rule ? 0 : handing->to.staff_id};
    if (form_has(&form, F_assignment_weight))
        question.weight = form_get(&form, F_assignment_weight).real;
    gone->client_id = thing->client_id;
    if (!assign_choose(handing->arena, handing->store, &question, &gone->choice, err) ||
        !assign_write(handing->arena, handing->store, &question, &gone->choice, thing->id, request->because,
                      err)) {
        err_at(err, "%s", thing->key);
        return false;
    }
    handing->gone_count++;
    add_line(handing, thing, &gone->choice);
    return true;
}

static bool hand_thing(struct handing *handing, const struct owned_thing *thing, struct err *err)
{
    const struct field *field = dict_field(thing->owned->field);
    const struct assign_choice *to = gone_to(handing, thing->client_id);
    const struct assign_choice named = {.staff_id = handing->to.staff_id, .login = handing->to.login};
    struct assign_choice with_client = {0};
    struct form form;
    struct saved saved;
    if (to)
        with_client = (struct assign_choice){.staff_id = to->staff_id, .login = to->login};
    if (!to && !named.staff_id)
        return err_set(err, ERR_usage, "who takes over \"%s\" (%s)? No rule says; name somebody with --to",
                       thing->key, thing->owned->words);
    const struct assign_choice *taker = to ? &with_client : &named;
    if (!form_load(&form, handing->arena, handing->store, dict_record(field->record), thing->id, err))
        return false;
    form_ref(&form, field->id, taker->staff_id);
    if (!form_save_in(&form, handing->store, handing->request->because, &saved, err)) {
        err_at(err, "%s %s", dict_record(field->record)->label, thing->key);
        return false;
    }
    add_line(handing, thing, taker);
    return true;
}

static bool write_last_day(struct handing *handing, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!form_load(&form, handing->arena, handing->store, dict_record(R_staff), handing->leaver_id, err))
        return false;
    form_day(&form, F_staff_left_on, handing->request->last_day);
    return form_save_in(&form, handing->store, handing->request->because, &saved, err);
}

static bool hand_all(struct handing *handing, struct err *err)
{
    size_t work;
    if (!read_leaver(handing, err) || !read_taker(handing, err) || !read_things(handing, &work, err))
        return false;
    handing->gone = ARENA_ARRAY(handing->arena, struct gone, handing->count + 1);
    handing->out->lines = ARENA_ARRAY(handing->arena, struct handover_line, handing->count + 1);
    for (size_t i = 0; i < handing->count; i++)
        if (handing->things[i].owned->field == F_assignment_staff &&
            !hand_client(handing, &handing->things[i], err))
            return false;
    for (size_t i = 0; i < handing->count; i++) {
        const struct owned_thing *thing = &handing->things[i];
        if (thing->owned->sort == OWNED_by_hand)
            add_line(handing, thing, NULL);
        else if (thing->owned->field != F_assignment_staff && !hand_thing(handing, thing, err))
            return false;
    }
    if (!write_last_day(handing, err) || !read_things(handing, &work, err))
        return false;
    return work == 0 ||
           err_set(err, ERR_conflict,
                   "%zu things are still in the name of \"%s\", the first of them \"%s\"; somebody gave them "
                   "new work meanwhile, so hand over again",
                   work, handing->out->leaver, handing->things[0].key);
}

bool handover(struct arena *arena, struct store *store, const struct handover_request *request,
              struct handover *out, struct err *err)
{
    struct handing handing = {.arena = arena, .store = store, .request = request, .out = out};
    *out = (struct handover){0};
    if (!db_begin(store->db, err))
        return false;
    if (hand_all(&handing, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
