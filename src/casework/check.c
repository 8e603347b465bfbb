#include "casework/check_work.h"

#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

static const char *const how_names[] = {"document", "test", "person"};
static const char *const how_words[] = {"Document", "Test", "Asked"};

bool checked_by_named(struct text name, enum checked_by *how, struct err *err)
{
    for (size_t i = 0; i < sizeof how_names / sizeof *how_names; i++)
        if (text_is(name, how_names[i])) {
            *how = (enum checked_by)i;
            return true;
        }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT "\" is no way of checking; write document, test or person",
                   TEXT_ARGS(name));
}

static bool end(struct store *store, bool good, struct err *err)
{
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* ---- opening ---- */

bool check_open(struct arena *arena, struct store *store, const struct opening *opening, const char **number,
                struct err *err)
{
    struct form form;
    struct saved saved;
    const int32_t today = date_today();
    form_new(&form, arena, dict_record(R_fact_check));
    form_ref(&form, F_fact_check_client, opening->fact->client_id);
    form_day(&form, F_fact_check_effective_from, today);
    form_words(&form, F_fact_check_about, opening->record->name);
    form_int(&form, F_fact_check_row_id, opening->fact->id);
    form_choice(&form, F_fact_check_why, opening->why);
    form_words(&form, F_fact_check_stands, opening->fact->words);
    form_words(&form, F_fact_check_says, opening->says);
    form_ref(&form, F_fact_check_owner, opening->owner);
    form_day(&form, F_fact_check_due_on,
             opening->due_on > DATE_MIN ? opening->due_on : today + CHECK_DUE_DAYS);
    if (opening->raised_by)
        form_ref(&form, F_fact_check_raised_by, opening->raised_by);
    if (!form_save_in(&form, store, NULL, &saved, err))
        return false;
    const struct text given = form_get_text(&form, F_fact_check_number);
    *number = arena_text(arena, given.at, given.length);
    return true;
}

static bool check_not_open(struct arena *arena, const struct store *store, const struct doubting *doubting,
                           const struct fact_found *fact, struct err *err)
{
    const int64_t numbers[] = {fact->id, doubting->why};
    struct fetch row;
    bool there = false;
    bool good =
        fetch_open(&row, arena, store,
                   "SELECT f.number, s.login FROM fact_check f JOIN staff s ON s.id = f.owner WHERE f.row_id "
                   "= $1 AND f.why = $2 AND f.about = $3 AND f.settled_on IS NULL LIMIT 1",
                   numbers, 2, err);
    if (good)
        fetch_bind(&row, 2, text_of(doubting->which.record->name));
    good = good && fetch_next(&row, &there, err);
    if (good && there)
        good = err_set(err, ERR_conflict, "check %s of it is open already, and is %s's to settle",
                       fetch_text(&row, 0), fetch_text(&row, 1));
    fetch_close(&row);
    return good;
}

static bool doubt_in(struct arena *arena, struct store *store, const struct doubting *doubting,
                     struct doubted *out, struct err *err)
{
    struct form owner;
    struct opening opening = {.record = doubting->which.record,
                              .fact = &out->fact,
                              .why = doubting->why,
                              .says = doubting->says,
                              .raised_by = store->staff_id,
                              .due_on = doubting->due_on};
    if (!fact_find(arena, store, &doubting->which, &out->fact, err) ||
        !check_not_open(arena, store, doubting, &out->fact, err))
        return false;
    if (doubting->owner.length > 0
            ? !record_find(store, dict_record(R_staff), doubting->owner, &opening.owner, err)
            : !check_owner(store, out->fact.client_id, out->fact.recorded_by_id, store->staff_id,
                           &opening.owner, err))
        return false;
    if (!opening.owner)
        opening.owner = store->staff_id; /* nobody else works here */
    if (!check_open(arena, store, &opening, &out->number, err) ||
        !form_load(&owner, arena, store, dict_record(R_staff), opening.owner, err))
        return false;
    const struct text login = form_get_text(&owner, F_staff_login);
    out->owner = arena_text(arena, login.at, login.length);
    return true;
}

bool fact_doubt(struct arena *arena, struct store *store, const struct doubting *doubting,
                struct doubted *out, struct err *err)
{
    if (!doubting->says || !doubting->says[0])
        return err_set(err, ERR_usage,
                       "say with --says what the other side says; a doubt without words cannot be "
                       "settled");
    if (!db_begin(store->db, err))
        return false;
    return end(store, doubt_in(arena, store, doubting, out, err), err);
}

/* ---- verifying ---- */

/* That it was checked; the rules of saving say by whom it may be. */
static bool mark_verified(struct arena *arena, struct store *store, const struct record *record, int64_t id,
                          int32_t day, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!form_load(&form, arena, store, record, id, err))
        return false;
    form_ref(&form, record->verified_by, store->staff_id);
    form_day(&form, record->verified_on, day);
    return form_save_in(&form, store, NULL, &saved, err);
}

/* One of the open ones, or a new one. */
static bool settle_one(struct arena *arena, struct store *store, int64_t check, int how, const char *words,
                       int32_t day, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!form_load(&form, arena, store, dict_record(R_fact_check), check, err))
        return false;
    form_day(&form, F_fact_check_settled_on, day);
    form_choice(&form, F_fact_check_settled, how);
    form_words(&form, F_fact_check_words, words);
    return form_save_in(&form, store, NULL, &saved, err);
}

static bool next_open(const struct store *store, const struct record *record, int64_t row, int64_t *check,
                      struct err *err)
{
    struct statement *find;
    bool there;
    *check = 0;
    if (!db_prepare(
            store->db, &find,
            "SELECT id FROM fact_check WHERE row_id = $1 AND about = $2 AND settled_on IS NULL ORDER BY id "
            "LIMIT 1",
            err))
        return false;
    statement_bind_int(find, 0, row);
    statement_bind_text(find, 1, text_of(record->name));
    const bool good = statement_step(find, &there, err);
    if (good && there)
        *check = statement_int(find, 0);
    statement_close(find);
    return good;
}

static bool verify_in(struct arena *arena, struct store *store, const struct verifying *verifying,
                      struct fact_found *out, int64_t *settled, struct err *err)
{
    const struct record *record = verifying->which.record;
    const char *number, *words = arena_format(arena, "%s: %s", how_words[verifying->how], verifying->words);
    int64_t check;
    if (!fact_find(arena, store, &verifying->which, out, err))
        return false;
    const struct opening opening = {.record = record,
                                    .fact = out,
                                    .why = CODED_check_why_unverified,
                                    .raised_by = store->staff_id,
                                    .owner = store->staff_id,
                                    .due_on = verifying->day};
    if (!mark_verified(arena, store, record, out->id, verifying->day, err) ||
        !next_open(store, record, out->id, &check, err) ||
        (!check && (!check_open(arena, store, &opening, &number, err) ||
                    !next_open(store, record, out->id, &check, err))))
        return false;
    for (*settled = 0; check; ++*settled)
        if (!settle_one(arena, store, check, CODED_check_settled_stands, words, verifying->day, err) ||
            !next_open(store, record, out->id, &check, err))
            return false;
    return true;
}

bool fact_verify(struct arena *arena, struct store *store, const struct verifying *verifying,
                 struct fact_found *out, int64_t *settled, struct err *err)
{
    if (!verifying->words || !verifying->words[0])
        return err_set(err, ERR_usage, "say with --words which document, which test, or whom you asked");
    if (!db_begin(store->db, err))
        return false;
    return end(store, verify_in(arena, store, verifying, out, settled, err), err);
}

/* ---- settling ---- */

bool check_read(struct arena *arena, const struct store *store, struct text number, struct check_head *out,
                struct err *err)
{
    struct fetch row;
    bool there = false;
    if (!record_find(store, dict_record(R_fact_check), number, &out->id, err))
        return false;
    bool good =
        fetch_open(&row, arena, store, "SELECT about, row_id, settled_on FROM fact_check WHERE id = $1",
                   &out->id, 1, err) &&
        fetch_next(&row, &there, err);
    if (good && !fetch_is_null(&row, 2))
        good = err_set(err, ERR_conflict, "check \"" TEXT_FORMAT "\" is settled already; doubt the fact anew",
                       TEXT_ARGS(number));
    out->record = good ? dict_record_named(text_of(fetch_text(&row, 0))) : NULL;
    out->row = good ? fetch_int(&row, 1, 0) : 0;
    fetch_close(&row);
    return good && ((out->record && out->record->verified_by && out->row) ||
                    err_set(err, ERR_input,
                            "check \"" TEXT_FORMAT "\" is about no fact that is recorded; mend the check",
                            TEXT_ARGS(number)));
}

static bool opened_at(const struct store *store, int64_t check, int64_t *instant, struct err *err)
{
    return fetch_number(store,
                        "SELECT min(h.recorded_at) FROM (SELECT recorded_at FROM fact_check WHERE id = $1 "
                        "UNION ALL SELECT recorded_at FROM fact_check_history WHERE id = $1) h",
                        &check, 1, 0, instant, err);
}

static bool correct(struct arena *arena, struct store *store, const struct settling *settling,
                    const struct check_head *check, struct err *err)
{
    struct form form;
    struct saved saved = {0};
    int64_t opened;
    if (!form_load(&form, arena, store, check->record, check->row, err) ||
        !opened_at(store, check->id, &opened, err))
        return false;
    if (settling->count == 0)
        return form.recorded_at > opened ||
               err_set(err, ERR_usage,
                       "nothing was corrected since; say with --set FIELD=VALUE what it is instead");
    for (size_t i = 0; i < settling->count; i++) {
        if (field_is_key(dict_field(settling->fields[i])))
            return err_set(
                err, ERR_usage,
                "%s says which %s it is; record another, and settle this one with --set of the rest, or as "
                "both",
                dict_field(settling->fields[i])->name, check->record->name);
        if (!form_typed(&form, settling->fields[i], settling->typed[i], err))
            return false;
    }
    if (!form_save_in(&form, store, NULL, &saved, err))
        return false;
    return saved.result == SAVE_changed ||
           err_set(err, ERR_usage, "that is what stands already; nothing changes");
}

static bool settle_in(struct arena *arena, struct store *store, const struct settling *settling,
                      struct fact_found *out, struct err *err)
{
    struct check_head check;
    if (!check_read(arena, store, settling->number, &check, err))
        return false;
    if (settling->how == CODED_check_settled_stands &&
        !mark_verified(arena, store, check.record, check.row, settling->day, err))
        return false;
    if (settling->how == CODED_check_settled_corrected && !correct(arena, store, settling, &check, err))
        return false;
    return settle_one(arena, store, check.id, settling->how, settling->words, settling->day, err) &&
           fact_read(arena, store, check.record, check.row, out, err);
}

bool check_settle(struct arena *arena, struct store *store, const struct settling *settling,
                  struct fact_found *out, struct err *err)
{
    if (!settling->words || !settling->words[0])
        return err_set(err, ERR_usage, "say with --words how it was found");
    if (!db_begin(store->db, err))
        return false;
    return end(store, settle_in(arena, store, settling, out, err), err);
}
