#include "casework/action_plan.h"

#include <inttypes.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* One act in one transaction. */
static bool finish(struct store *store, bool good, struct err *err)
{
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

static bool load_open_plan(struct form *plan, struct arena *arena, struct store *store, struct text number,
                           struct err *err)
{
    int64_t id;
    struct str who;
    if (!record_find(store, dict_record(R_action_plan), number, &id, err) ||
        !fetch_lock(arena, store, R_action_plan, id, err) ||
        !form_load(plan, arena, store, dict_record(R_action_plan), id, err))
        return false;
    if (!form_has(plan, F_action_plan_closed_on))
        return true;
    str_init(&who);
    if (record_writer(store, plan->record, id, &who, err))
        err_set(err, ERR_conflict, "plan \"" TEXT_FORMAT "\" is closed: %s closed it; open another",
                TEXT_ARGS(number), who.at);
    str_clear(&who);
    return false;
}

static bool open_in(struct arena *arena, struct store *store, const struct plan_opening *opening,
                    const char **number, struct err *err)
{
    struct form plan;
    struct saved saved;
    int64_t client_id, open;
    if (!record_find(store, dict_record(R_client), opening->client, &client_id, err) ||
        !fetch_lock(arena, store, R_client, client_id, err) ||
        !fetch_number(store, "SELECT count(*) FROM action_plan WHERE client = $1 AND closed_on IS NULL",
                      &client_id, 1, 0, &open, err))
        return false;
    if (open > 0)
        return err_set(err, ERR_conflict,
                       "\"" TEXT_FORMAT "\" has a plan already; add to it, or close it with mahi plan review",
                       TEXT_ARGS(opening->client));
    form_new(&plan, arena, dict_record(R_action_plan));
    form_ref(&plan, F_action_plan_client, client_id);
    form_day(&plan, F_action_plan_effective_from, date_today());
    form_words(&plan, F_action_plan_aim, opening->aim);
    form_key(&plan, F_action_plan_intake, opening->intake);
    if (opening->readiness)
        form_choice(&plan, F_action_plan_readiness, opening->readiness);
    if (opening->review_on != DATE_MIN)
        form_day(&plan, F_action_plan_review_on, opening->review_on);
    if (!form_save_in(&plan, store, NULL, &saved, err))
        return false;
    const struct text given = form_get_text(&plan, F_action_plan_number);
    *number = arena_text(arena, given.at, given.length);
    return true;
}

bool plan_open(struct arena *arena, struct store *store, const struct plan_opening *opening,
               const char **number, struct err *err)
{
    return db_begin(store->db, err) && finish(store, open_in(arena, store, opening, number, err), err);
}

static bool add_in(struct arena *arena, struct store *store, const struct plan_step_request *request,
                   int64_t *rank, struct err *err)
{
    struct form plan, step;
    struct saved saved;
    if (!load_open_plan(&plan, arena, store, request->plan, err) ||
        !fetch_number(store, "SELECT max(rank) + 1 FROM plan_step WHERE action_plan = $1", &plan.id, 1, 1,
                      rank, err))
        return false;
    form_new(&step, arena, dict_record(R_plan_step));
    form_ref(&step, F_plan_step_client, form_number(&plan, F_action_plan_client));
    form_day(&step, F_plan_step_effective_from, date_today());
    form_ref(&step, F_plan_step_action_plan, plan.id);
    form_int(&step, F_plan_step_rank, *rank);
    form_choice(&step, F_plan_step_kind, request->kind);
    form_words(&step, F_plan_step_what, request->what);
    form_bool(&step, F_plan_step_by_client, request->by_client);
    if (request->owner.length > 0)
        form_key(&step, F_plan_step_owner, request->owner);
    else if (!request->by_client)
        form_ref(&step, F_plan_step_owner, store->staff_id);
    if (request->due_on != DATE_MIN)
        form_day(&step, F_plan_step_due_on, request->due_on);
    return form_save_in(&step, store, NULL, &saved, err);
}

bool plan_step_add(struct arena *arena, struct store *store, const struct plan_step_request *request,
                   int64_t *rank, struct err *err)
{
    return db_begin(store->db, err) && finish(store, add_in(arena, store, request, rank, err), err);
}

/* Who was first, and what they wrote of it. */
static bool closed_already(struct store *store, const struct form *step, struct text plan, int64_t rank,
                           struct err *err)
{
    const bool done = form_has(step, F_plan_step_done_on);
    const enum field_id words = done ? F_plan_step_result : F_plan_step_dropped_why;
    struct str who;
    str_init(&who);
    if (record_writer(store, step->record, step->id, &who, err)) {
        const struct text wrote = form_get_text(step, words);
        err_set(err, ERR_conflict,
                "step %" PRId64 " of \"" TEXT_FORMAT "\" is %s already: %s wrote%s" TEXT_FORMAT
                "%s; nothing of yours is written",
                rank, TEXT_ARGS(plan), done ? "done" : "dropped", who.at, wrote.length > 0 ? " \"" : " it",
                TEXT_ARGS(wrote), wrote.length > 0 ? "\"" : "");
    }
    str_clear(&who);
    return false;
}

static bool close_in(struct arena *arena, struct store *store, struct text plan, int64_t rank,
                     int32_t done_on, const char *result, const char *dropped_why, struct err *err)
{
    struct form step;
    struct saved saved;
    int64_t plan_id;
    bool there;
    if (!record_find(store, dict_record(R_action_plan), plan, &plan_id, err) ||
        !fetch_lock(arena, store, R_action_plan, plan_id, err))
        return false;
    form_new(&step, arena, dict_record(R_plan_step));
    form_ref(&step, F_plan_step_action_plan, plan_id);
    form_int(&step, F_plan_step_rank, rank);
    if (!form_find(&step, store, &there, err))
        return false;
    if (!there)
        return err_set(err, ERR_absent,
                       "plan \"" TEXT_FORMAT "\" has no step %" PRId64 "; mahi plan show lists them",
                       TEXT_ARGS(plan), rank);
    if (form_has(&step, F_plan_step_done_on) || form_has(&step, F_plan_step_dropped_why))
        return closed_already(store, &step, plan, rank, err);
    if (dropped_why)
        form_words(&step, F_plan_step_dropped_why, dropped_why);
    else
        form_day(&step, F_plan_step_done_on, done_on);
    if (result)
        form_words(&step, F_plan_step_result, result);
    return form_save_in(&step, store, NULL, &saved, err);
}

bool plan_step_close(struct arena *arena, struct store *store, struct text plan, int64_t rank,
                     int32_t done_on, const char *result, const char *dropped_why, struct err *err)
{
    return db_begin(store->db, err) &&
           finish(store, close_in(arena, store, plan, rank, done_on, result, dropped_why, err), err);
}

static bool check_closing(const struct store *store, const struct form *plan,
                          const struct plan_review *review, struct err *err)
{
    int64_t open;
    if (!review->close)
        return true;
    if (!fetch_number(store,
                      "SELECT count(*) FROM plan_step WHERE action_plan = $1 AND done_on IS NULL AND "
                      "dropped_why IS NULL",
                      &plan->id, 1, 0, &open, err))
        return false;
    return open == 0 || err_set(err, ERR_conflict,
                                "%" PRId64 " steps of \"" TEXT_FORMAT
                                "\" are open; say of each that it is done or dropped "
                                "before the plan is closed",
                                open, TEXT_ARGS(review->plan));
}

static bool review_in(struct arena *arena, struct store *store, const struct plan_review *review,
                      struct err *err)
{
    struct form plan, look;
    struct saved saved;
    if (!load_open_plan(&plan, arena, store, review->plan, err) || !check_closing(store, &plan, review, err))
        return false;
    form_new(&look, arena, dict_record(R_plan_review));
    form_ref(&look, F_plan_review_client, form_number(&plan, F_action_plan_client));
    form_day(&look, F_plan_review_effective_from, review->day);
    form_ref(&look, F_plan_review_action_plan, plan.id);
    form_words(&look, F_plan_review_words, review->words);
    if (review->readiness) {
        form_choice(&look, F_plan_review_readiness, review->readiness);
        form_choice(&plan, F_action_plan_readiness, review->readiness);
    }
    if (review->next != DATE_MIN)
        form_day(&plan, F_action_plan_review_on, review->next);
    else
        form_clear(&plan, F_action_plan_review_on);
    if (review->close)
        form_day(&plan, F_action_plan_closed_on, review->day);
    return form_save_in(&look, store, NULL, &saved, err) && form_save_in(&plan, store, NULL, &saved, err);
}

bool plan_look_again(struct arena *arena, struct store *store, const struct plan_review *review,
                     struct err *err)
{
    return db_begin(store->db, err) && finish(store, review_in(arena, store, review, err), err);
}
