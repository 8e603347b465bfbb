#include "casework/transfer_work.h"

#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

static bool end(struct store *store, bool good, struct err *err)
{
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* ---- reading ---- */

static const char head_sql[] =
    "SELECT t.id, t.client, t.from_office, t.to_office, t.to_staff, t.proposed_by, t.programme, "
    "t.coordinator, "
    "p.deputy, t.number, c.number, f.code, o.code, s.login, b.login, p.code, k.login, t.refused_why, "
    "CASE WHEN t.accepted_on IS NULL THEN 0 ELSE 1 END, "
    "CASE WHEN t.coordinator IS NULL OR t.coordinator_on IS NOT NULL THEN 1 ELSE 0 END, "
    "CASE WHEN t.refused_on IS NULL THEN 0 ELSE 1 END, CASE WHEN t.carried IS NULL THEN 0 ELSE 1 END "
    "FROM transfer t JOIN client c ON c.id = t.client JOIN office f ON f.id = t.from_office "
    "JOIN office o ON o.id = t.to_office JOIN staff b ON b.id = t.proposed_by LEFT JOIN staff s ON s.id = "
    "t.to_staff "
    "LEFT JOIN programme p ON p.id = t.programme LEFT JOIN staff k ON k.id = t.coordinator WHERE t.id = $1";

static bool read_head(struct arena *arena, const struct store *store, int64_t id, struct transfer_head *out,
                      struct err *err)
{
    struct fetch row;
    bool there = false;
    const bool good =
        fetch_open(&row, arena, store, head_sql, &id, 1, err) && fetch_next(&row, &there, err) && there;
    if (good)
        *out = (struct transfer_head){.id = fetch_int(&row, 0, 0),
                                      .client_id = fetch_int(&row, 1, 0),
                                      .from_office_id = fetch_int(&row, 2, 0),
                                      .to_office_id = fetch_int(&row, 3, 0),
                                      .to_staff_id = fetch_int(&row, 4, 0),
                                      .proposed_by_id = fetch_int(&row, 5, 0),
                                      .programme_id = fetch_int(&row, 6, 0),
                                      .coordinator_id = fetch_int(&row, 7, 0),
                                      .deputy_id = fetch_int(&row, 8, 0),
                                      .number = fetch_text(&row, 9),
                                      .client = fetch_text(&row, 10),
                                      .from_office = fetch_text(&row, 11),
                                      .to_office = fetch_text(&row, 12),
                                      .to_staff = fetch_text(&row, 13),
                                      .proposed_by = fetch_text(&row, 14),
                                      .programme = fetch_text(&row, 15),
                                      .coordinator = fetch_text(&row, 16),
                                      .refused_why = fetch_text(&row, 17),
                                      .accepted = fetch_int(&row, 18, 0) == 1,
                                      .agreed = fetch_int(&row, 19, 0) == 1,
                                      .refused = fetch_int(&row, 20, 0) == 1,
                                      .moved = fetch_int(&row, 21, 0) == 1};
    fetch_close(&row);
    return good;
}

bool transfer_read(struct arena *arena, const struct store *store, struct text number,
                   struct transfer_head *out, struct err *err)
{
    int64_t id;
    return record_find(store, dict_record(R_transfer), number, &id, err) &&
           read_head(arena, store, id, out, err);
}

/* ---- proposing ---- */

/* Who moved today is registered at the new office from tomorrow. */
static bool find_office(const struct store *store, struct text client, int64_t client_id, int64_t *office,
                        struct err *err)
{
    if (!fetch_number(store,
                      "SELECT r.office FROM register_spell r WHERE r.client = $1 AND r.effective_to IS NULL "
                      "AND r.office IS NOT NULL ORDER BY r.effective_from DESC LIMIT 1",
                      &client_id, 1, 0, office, err))
        return false;
    return *office || err_set(err, ERR_conflict,
                              "\"" TEXT_FORMAT "\" is not registered at any office; a transfer moves who is",
                              TEXT_ARGS(client));
}

/* The programme in which the person takes part, or is still followed up; the last of several. */
static const char their_programme[] =
    "SELECT i.programme FROM enrolment e JOIN intake i ON i.id = e.intake WHERE e.client = $1 AND e.side = "
    "$2 "
    "AND e.enrolled_on IS NOT NULL AND ((e.completed_on IS NULL AND e.withdrew_on IS NULL) OR EXISTS (SELECT "
    "1 FROM "
    "follow_up_due d WHERE d.client = e.client AND d.intake = e.intake AND d.done_on IS NULL)) "
    "ORDER BY e.enrolled_on DESC, e.id DESC LIMIT 1";

/* Whoever answers for the programme, or else for it at the office that receives. */
static const char their_coordinator[] = "SELECT COALESCE((SELECT p.coordinator FROM programme p WHERE p.id = "
                                        "$1), (SELECT k.staff FROM site_coordinator k "
                                        "WHERE k.programme = $1 AND k.office = $2))";

static bool fill_programme(struct store *store, const struct transfer_proposal *proposal, struct form *form,
                           struct err *err)
{
    const int64_t client = form_number(form, F_transfer_client);
    const int64_t asked[] = {client, CODED_enrolment_side_programme};
    int64_t programme, coordinator;
    if (proposal->programme.length > 0) {
        if (!record_find(store, dict_record(R_programme), proposal->programme, &programme, err))
            return false;
    } else if (!fetch_number(store, their_programme, asked, 2, 0, &programme, err)) {
        return false;
    }
    if (!programme)
        return true;
    const int64_t which[] = {programme, form_number(form, F_transfer_to_office)};
    form_ref(form, F_transfer_programme, programme);
    if (!fetch_number(store, their_coordinator, which, 2, 0, &coordinator, err))
        return false;
    if (coordinator)
        form_ref(form, F_transfer_coordinator, coordinator);
    return true;
}

static bool fill_proposal(struct store *store, const struct transfer_proposal *proposal, struct form *form,
                          struct err *err)
{
    int64_t client, from, to, staff;
    if (!record_find(store, dict_record(R_client), proposal->client, &client, err) ||
        !record_find(store, dict_record(R_office), proposal->to_office, &to, err) ||
        !find_office(store, proposal->client, client, &from, err))
        return false;
    if (from == to)
        return err_set(err, ERR_conflict, "\"" TEXT_FORMAT "\" is registered at \"" TEXT_FORMAT "\" already",
                       TEXT_ARGS(proposal->client), TEXT_ARGS(proposal->to_office));
    form_ref(form, F_transfer_client, client);
    form_day(form, F_transfer_effective_from, date_today());
    form_ref(form, F_transfer_from_office, from);
    form_ref(form, F_transfer_to_office, to);
    form_ref(form, F_transfer_proposed_by, store->staff_id);
    form_words(form, F_transfer_why, proposal->why);
    form_words(form, F_transfer_note, proposal->note);
    if (proposal->to_staff.length > 0) {
        if (!record_find(store, dict_record(R_staff), proposal->to_staff, &staff, err))
            return false;
        form_ref(form, F_transfer_to_staff, staff);
    }
    return fill_programme(store, proposal, form, err);
}

bool transfer_propose(struct arena *arena, struct store *store, const struct transfer_proposal *proposal,
                      struct transfer_head *out, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!proposal->why || !proposal->why[0])
        return err_set(err, ERR_usage, "say with --why what the move is for; the other side decides by it");
    if (!db_begin(store->db, err))
        return false;
    form_new(&form, arena, dict_record(R_transfer));
    const bool good = fill_proposal(store, proposal, &form, err) &&
                      form_save_in(&form, store, proposal->because, &saved, err) &&
                      read_head(arena, store, saved.id, out, err);
    return end(store, good, err);
}

/* ---- answering ---- */

/* In whose name whoever works here may answer. */
struct voice {
    bool office, programme;
};

static bool find_voice(const struct store *store, const struct transfer_head *head, struct voice *out,
                       struct err *err)
{
    const int64_t numbers[] = {store->staff_id, head->to_office_id};
    int64_t there;
    if (!fetch_number(store, "SELECT count(*) FROM staff WHERE id = $1 AND office = $2", numbers, 2, 0,
                      &there, err))
        return false;
    const bool proposed = store->staff_id == head->proposed_by_id;
    out->office = !proposed && (there > 0 || store->staff_id == head->to_staff_id);
    out->programme = head->coordinator_id &&
                     (store->staff_id == head->coordinator_id || store->staff_id == head->deputy_id);
    if (out->office || out->programme)
        return true;
    if (proposed)
        return err_set(err, ERR_denied, "you proposed transfer %s; \"%s\" must accept it", head->number,
                       head->to_office);
    return err_set(err, ERR_denied, "only staff of \"%s\"%s%s may answer transfer %s", head->to_office,
                   head->coordinator[0] ? ", and for the programme " : "", head->coordinator, head->number);
}

static bool check_open(const struct transfer_head *head, struct err *err)
{
    if (head->moved)
        return err_set(err, ERR_conflict, "transfer %s is done; propose another to move \"%s\" again",
                       head->number, head->client);
    return !head->refused || err_set(err, ERR_conflict, "transfer %s was refused: %s; propose another",
                                     head->number, head->refused_why);
}

static bool begin_answer(struct arena *arena, struct store *store, struct text number,
                         struct transfer_head *head, struct voice *voice, struct form *form, struct err *err)
{
    if (!transfer_read(arena, store, number, head, err) || !check_open(head, err) ||
        !find_voice(store, head, voice, err))
        return false;
    return form_load(form, arena, store, dict_record(R_transfer), head->id, err);
}

/* Whoever is named takes over, or else whoever accepts. */
static bool fill_taker(struct store *store, struct text to_staff, struct form *form, struct err *err)
{
    int64_t staff = store->staff_id;
    if (to_staff.length > 0) {
        if (!record_find(store, dict_record(R_staff), to_staff, &staff, err))
            return false;
    } else if (form_has(form, F_transfer_to_staff)) {
        return true;
    }
    form_ref(form, F_transfer_to_staff, staff);
    return true;
}

static bool accept_in(struct arena *arena, struct store *store, struct text number, struct text to_staff,
                      const char *because, struct transfer_head *head, struct transfer_moved *moved,
                      struct err *err)
{
    const int32_t today = date_today();
    struct voice voice;
    struct form form;
    struct saved saved;
    if (!begin_answer(arena, store, number, head, &voice, &form, err))
        return false;
    if (voice.programme && !form_has(&form, F_transfer_coordinator_on))
        form_day(&form, F_transfer_coordinator_on, today);
    if (voice.office && !form_has(&form, F_transfer_accepted_on)) {
        form_ref(&form, F_transfer_accepted_by, store->staff_id);
        form_day(&form, F_transfer_accepted_on, today);
        if (!fill_taker(store, to_staff, &form, err))
            return false;
    }
    if (!form_save_in(&form, store, because, &saved, err) || !read_head(arena, store, head->id, head, err))
        return false;
    if (!head->accepted || !head->agreed)
        return true;
    if (!transfer_move(arena, store, head, today, because, moved, err))
        return false;
    form_int(&form, F_transfer_carried, (int64_t)moved->count);
    return form_save_in(&form, store, because, &saved, err) && read_head(arena, store, head->id, head, err);
}

bool transfer_accept(struct arena *arena, struct store *store, struct text number, struct text to_staff,
                     const char *because, struct transfer_head *head, struct transfer_moved *moved,
                     struct err *err)
{
    *moved = (struct transfer_moved){.broker = ""};
    if (!db_begin(store->db, err))
        return false;
    return end(store, accept_in(arena, store, number, to_staff, because, head, moved, err), err);
}

bool transfer_refuse(struct arena *arena, struct store *store, struct text number, const char *why,
                     struct transfer_head *head, struct err *err)
{
    struct voice voice;
    struct form form;
    struct saved saved;
    if (!why || !why[0])
        return err_set(err, ERR_usage, "say with --why; whoever proposed it must know");
    if (!db_begin(store->db, err))
        return false;
    bool good = begin_answer(arena, store, number, head, &voice, &form, err);
    if (good) {
        form_day(&form, F_transfer_refused_on, date_today());
        form_words(&form, F_transfer_refused_why, why);
        good = form_save_in(&form, store, NULL, &saved, err) && read_head(arena, store, head->id, head, err);
    }
    return end(store, good, err);
}

bool transfer_withdraw(struct arena *arena, struct store *store, struct text number, struct err *err)
{
    struct transfer_head head;
    if (!db_begin(store->db, err))
        return false;
    bool good = transfer_read(arena, store, number, &head, err) && check_open(&head, err);
    if (good && head.proposed_by_id != store->staff_id)
        good = err_set(err, ERR_denied, "transfer %s is %s's to withdraw; refuse it instead", head.number,
                       head.proposed_by);
    good = good && record_withdraw_in(store, dict_record(R_transfer), head.id, 0, err);
    return end(store, good, err);
}
