#include "casework/follow_up.h"
#include "casework/fetch.h"

#include <string.h>

#include "base/date.h"
#include "store/form.h"
#include "base/banned.h"

/* ---- which ---- */

/* At a wave the rules have no weeks of their own. */
static const char find_one[] =
    "SELECT d.id, d.owner, d.effective_from, d.track, d.step, s.name, i.code, COALESCE(w.code, ''), "
    "CASE WHEN EXISTS (SELECT 1 FROM follow_up_rule f WHERE f.programme = i.programme AND f.ask_confidence = "
    "1 "
    "AND (d.wave IS NOT NULL OR (f.track = d.track AND f.weeks_after = d.step % 1000))) THEN 1 ELSE 0 END "
    "FROM follow_up_due d JOIN staff s ON s.id = d.owner JOIN intake i ON i.id = d.intake "
    "LEFT JOIN wave w ON w.id = d.wave WHERE d.client = $1 AND (CAST($2 AS bigint) = 0 OR d.intake = $2) "
    "AND (CAST($3 AS bigint) = 0 OR d.wave = $3) AND (CAST($4 AS bigint) = 0 OR d.track = $4) "
    "ORDER BY CASE WHEN d.done_on IS NULL THEN 0 ELSE 1 END, "
    "CASE WHEN d.done_on IS NULL THEN d.effective_from ELSE -d.effective_from END, d.id LIMIT 1";

bool follow_up_find(struct arena *arena, const struct store *store, const struct follow_up_which *which,
                    struct follow_up_one *out, struct err *err)
{
    struct statement *find;
    bool row = false;
    *out = (struct follow_up_one){0};
    if (!db_prepare(store->db, &find, find_one, err))
        return false;
    statement_bind_int(find, 0, which->client);
    statement_bind_int(find, 1, which->intake);
    statement_bind_int(find, 2, which->wave);
    statement_bind_int(find, 3, which->track);
    const bool good = statement_step(find, &row, err);
    if (good && row)
        *out = (struct follow_up_one){.id = statement_int(find, 0),
                                      .owner = statement_int(find, 1),
                                      .day = (int32_t)statement_int(find, 2),
                                      .track = (int)statement_int(find, 3),
                                      .step = (int)statement_int(find, 4),
                                      .owner_name = statement_copied(arena, find, 5),
                                      .intake = statement_copied(arena, find, 6),
                                      .wave = statement_copied(arena, find, 7),
                                      .asks_confidence = statement_int(find, 8) == 1};
    statement_close(find);
    return good &&
           (row || err_set(err, ERR_absent,
                           "nothing of that kind is due of this person; mahi follow plan INTAKE makes "
                           "what is due"));
}

/* ---- what was found ---- */

struct recording {
    struct arena *arena;
    struct store *store;
    const struct follow_up_found *found;
    struct form due;
    int64_t closed;
};

static bool check_found(const struct follow_up_found *found, struct err *err)
{
    if (found->day > date_today())
        return err_set(err, ERR_input, "what was found cannot be of a day to come; give the day with --on");
    if (found->result == CODED_follow_up_result_reached)
        return true;
    if (found->status || found->hours >= 0 || found->earnings >= 0 || found->confidence >= 0)
        return err_set(err, ERR_input,
                       "who was not reached has no state, hours, earnings or score here: nobody knows. Leave "
                       "them out, or write reached when a record stands for the person");
    return true;
}

static int source_of(const struct follow_up_found *found)
{
    if (found->source)
        return found->source;
    return found->result == CODED_follow_up_result_reached ? CODED_source_client : CODED_source_officer;
}

static int method_of(const struct follow_up_found *found)
{
    if (found->method)
        return found->method;
    return found->result == CODED_follow_up_result_reached ? CODED_method_interview : CODED_method_statement;
}

/* The record of the wave, which evaluation reads. */
static bool write_wave(struct recording *recording, const struct form *due, struct err *err)
{
    const struct follow_up_found *found = recording->found;
    struct form form;
    struct saved saved;
    bool there;
    if (!form_has(due, F_follow_up_due_wave))
        return true;
    form_new(&form, recording->arena, dict_record(R_follow_up));
    form_ref(&form, F_follow_up_client, form_number(due, F_follow_up_due_client));
    form_ref(&form, F_follow_up_intake, form_number(due, F_follow_up_due_intake));
    form_ref(&form, F_follow_up_wave, form_number(due, F_follow_up_due_wave));
    form_day(&form, F_follow_up_effective_from, found->day);
    form_choice(&form, F_follow_up_result, found->result);
    form_choice(&form, F_follow_up_source, source_of(found));
    form_choice(&form, F_follow_up_method, method_of(found));
    if (found->status)
        form_choice(&form, F_follow_up_status, found->status);
    else
        form_clear(&form, F_follow_up_status);
    if (found->hours >= 0)
        form_real(&form, F_follow_up_hours_per_week, found->hours);
    else
        form_clear(&form, F_follow_up_hours_per_week);
    if (found->earnings >= 0)
        form_real(&form, F_follow_up_earnings, found->earnings);
    else
        form_clear(&form, F_follow_up_earnings);
    return form_find(&form, recording->store, &there, err) &&
           form_save_in(&form, recording->store, found->because, &saved, err);
}

/* The questions that they were asked before. */
static bool last_instrument(struct recording *recording, int64_t client, const char **instrument,
                            struct err *err)
{
    struct statement *find;
    bool row;
    if (!db_prepare(
            recording->store->db, &find,
            "SELECT instrument FROM confidence WHERE client = $1 ORDER BY effective_from DESC, id DESC "
            "LIMIT 1",
            err))
        return false;
    statement_bind_int(find, 0, client);
    bool good = statement_step(find, &row, err);
    if (good && row)
        *instrument = statement_copied(recording->arena, find, 0);
    statement_close(find);
    return good && (row || err_set(err, ERR_input,
                                   "this person was never asked for their confidence; say with --instrument "
                                   "with which questions"));
}

static bool write_confidence(struct recording *recording, struct err *err)
{
    const struct follow_up_found *found = recording->found;
    const int64_t client = form_number(&recording->due, F_follow_up_due_client);
    const char *instrument = found->instrument;
    struct form form;
    struct saved saved;
    bool there;
    if (found->confidence < 0)
        return true;
    if (!instrument && !last_instrument(recording, client, &instrument, err))
        return false;
    form_new(&form, recording->arena, dict_record(R_confidence));
    form_ref(&form, F_confidence_client, client);
    form_words(&form, F_confidence_instrument, instrument);
    form_day(&form, F_confidence_effective_from, found->day);
    form_choice(&form, F_confidence_occasion, CODED_occasion_later);
    form_real(&form, F_confidence_score, found->confidence);
    form_choice(&form, F_confidence_source, CODED_source_client);
    form_choice(&form, F_confidence_method, CODED_method_interview);
    return form_find(&form, recording->store, &there, err) &&
           form_save_in(&form, recording->store, found->because, &saved, err);
}

static bool close_due(struct recording *recording, struct form *due, struct err *err)
{
    const struct follow_up_found *found = recording->found;
    struct saved saved;
    form_day(due, F_follow_up_due_done_on, found->day);
    form_choice(due, F_follow_up_due_result, found->result);
    if (found->words)
        form_words(due, F_follow_up_due_words, found->words);
    recording->closed++;
    return form_save_in(due, recording->store, found->because, &saved, err) &&
           write_wave(recording, due, err);
}

/* Nobody calls the family of the dead again. */
static bool close_others(struct recording *recording, struct err *err)
{
    enum { DUES_MAX = 4096 };
    int64_t *ids = ARENA_ARRAY(recording->arena, int64_t, DUES_MAX);
    size_t count = 0;
    struct statement *find;
    bool row = true, good = true;
    if (!db_prepare(recording->store->db, &find,
                    "SELECT id FROM follow_up_due WHERE client = $1 AND done_on IS NULL ORDER BY id", err))
        return false;
    statement_bind_int(find, 0, form_number(&recording->due, F_follow_up_due_client));
    while (count < DUES_MAX && (good = statement_step(find, &row, err)) && row)
        ids[count++] = statement_int(find, 0);
    statement_close(find);
    for (size_t i = 0; good && i < count; i++) {
        struct form due;
        good =
            form_load(&due, recording->arena, recording->store, dict_record(R_follow_up_due), ids[i], err) &&
            close_due(recording, &due, err);
    }
    return good;
}

static bool end(struct store *store, bool good, struct err *err)
{
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* The confidence comes first: whether it was asked is what a guard of the due looks at. */
bool follow_up_record(struct arena *arena, struct store *store, const struct follow_up_found *found,
                      int64_t *closed, struct err *err)
{
    struct recording recording = {.arena = arena, .store = store, .found = found};
    if (!check_found(found, err) || !db_begin(store->db, err))
        return false;
    const bool good =
        form_load(&recording.due, arena, store, dict_record(R_follow_up_due), found->due, err) &&
        write_confidence(&recording, err) && close_due(&recording, &recording.due, err) &&
        (found->result != CODED_follow_up_result_died || close_others(&recording, err));
    *closed = recording.closed;
    return end(store, good, err);
}

/* ---- owners ---- */

struct owning {
    int64_t *ids;
    size_t count;
};

/* The ids that a SELECT gives, with its parameters. */
static bool find_ids(struct arena *arena, const struct store *store, const char *sql,
                     const int64_t *parameters, int parameter_count, struct owning *out, struct err *err)
{
    struct statement *find;
    size_t room = 64;
    bool row = true, good;
    *out = (struct owning){.ids = ARENA_ARRAY(arena, int64_t, room)};
    if (!db_prepare(store->db, &find, sql, err))
        return false;
    for (int i = 0; i < parameter_count; i++)
        statement_bind_int(find, i, parameters[i]);
    while ((good = statement_step(find, &row, err)) && row) {
        if (out->count == room) {
            int64_t *wider = ARENA_ARRAY(arena, int64_t, room *= 2);
            memcpy(wider, out->ids, out->count * sizeof *wider);
            out->ids = wider;
        }
        out->ids[out->count++] = statement_int(find, 0);
    }
    statement_close(find);
    return good;
}

static bool confirm_one(struct arena *arena, struct store *store, int64_t id, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!form_load(&form, arena, store, dict_record(R_follow_up_due), id, err))
        return false;
    form_day(&form, F_follow_up_due_confirmed_on, date_today());
    return form_save_in(&form, store, NULL, &saved, err);
}

static bool whose(struct arena *arena, const struct store *store, int64_t client, struct err *err)
{
    struct follow_up_one one;
    if (!follow_up_find(arena, store, &(struct follow_up_which){.client = client}, &one, err))
        return false;
    if (one.owner == store->staff_id)
        return true; /* confirmed already, or done */
    return err_set(err, ERR_denied,
                   "the follow-up of this person is %s's to confirm; mahi follow give hands it to another",
                   one.owner_name);
}

bool follow_up_confirm(struct arena *arena, struct store *store, int64_t client, int64_t *confirmed,
                       struct err *err)
{
    const int64_t parameters[] = {client, store->staff_id};
    struct owning mine;
    *confirmed = 0;
    if (!db_begin(store->db, err))
        return false;
    bool good =
        find_ids(arena, store,
                 "SELECT id FROM follow_up_due WHERE client = $1 AND owner = $2 AND done_on IS NULL AND "
                 "confirmed_on IS NULL ORDER BY id",
                 parameters, 2, &mine, err);
    if (good && mine.count == 0)
        good = whose(arena, store, client, err);
    for (size_t i = 0; good && i < mine.count; i++)
        good = confirm_one(arena, store, mine.ids[i], err);
    *confirmed = (int64_t)mine.count;
    return end(store, good, err);
}

static const char find_given[] =
    "SELECT d.id FROM follow_up_due d JOIN intake i ON i.id = d.intake WHERE d.done_on IS NULL AND d.owner "
    "<> $1 "
    "AND (CAST($2 AS bigint) = 0 OR i.programme = $2) AND (CAST($3 AS bigint) = 0 OR d.owner = $3) AND "
    "(CAST($4 AS bigint) = 0 OR EXISTS (SELECT 1 FROM "
    "register_spell r WHERE r.client = d.client AND r.office = $4 AND r.effective_from <= $5 "
    "AND (r.effective_to IS NULL OR r.effective_to >= $5))) ORDER BY d.id";

bool follow_up_give(struct arena *arena, struct store *store, const struct follow_up_giving *giving,
                    int64_t *given, struct err *err)
{
    const int64_t parameters[] = {giving->to, giving->programme, giving->from, giving->office, date_today()};
    struct owning theirs;
    if (!db_begin(store->db, err))
        return false;
    bool good = find_ids(arena, store, find_given, parameters, 5, &theirs, err);
    for (size_t i = 0; good && i < theirs.count; i++) {
        struct form form;
        struct saved saved;
        good = form_load(&form, arena, store, dict_record(R_follow_up_due), theirs.ids[i], err);
        if (!good)
            break;
        form_ref(&form, F_follow_up_due_owner, giving->to);
        form_clear(&form, F_follow_up_due_confirmed_on); /* the new owner has agreed to nothing yet */
        good = form_save_in(&form, store, NULL, &saved, err);
    }
    *given = (int64_t)theirs.count;
    return end(store, good, err);
}
