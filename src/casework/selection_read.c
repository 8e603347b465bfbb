#include "casework/selection_work.h"

#include <string.h>

#include "base/date.h"
#include "base/nearest.h"
#include "store/read.h"
#include "base/banned.h"

/* Columns of one row, one after the other. */
struct columns {
    struct arena *arena;
    struct statement *row;
    int at;
};

static const char *next_text(struct columns *columns)
{
    const struct text text = statement_text(columns->row, columns->at++);
    return arena_text(columns->arena, text.at, text.length);
}

static int64_t next_int(struct columns *columns, int64_t if_null)
{
    const int at = columns->at++;
    return statement_is_null(columns->row, at) ? if_null : statement_int(columns->row, at);
}

#define LOGIN(field) "(SELECT t.login FROM staff t WHERE t.id = s." field ")"
static const char head_sql[] =
    "SELECT i.id, i.code, coalesce(i.name, i.code), p.code, p.name, i.places, i.starts_on, i.ends_on, s.id, "
    "s.as_at, s.frozen_at, " LOGIN(
        "frozen_by") ", s.frozen_why, s.people, s.eligible, s.not_eligible, "
                     "s.not_recorded, s.preferred, s.block_by, s.together, s.fingerprint, "
                     "s.seed_source, " LOGIN("announced_by") ", s.announced_why, s.announced_at, " LOGIN(
                         "drawn_by") ", s.seed_words, s.seed, s.drawn_at, s.drawn_places FROM intake i JOIN "
                                     "programme p ON p.id = i.programme "
                                     "LEFT JOIN selection s ON s.intake = i.id WHERE i.id = $1";

static void take_head(struct columns *columns, struct selection *out)
{
    out->intake_id = next_int(columns, 0);
    out->intake = next_text(columns);
    out->intake_name = next_text(columns);
    out->programme = next_text(columns);
    out->programme_name = next_text(columns);
    out->places = next_int(columns, -1);
    out->starts_on = (int32_t)next_int(columns, DATE_MIN);
    out->ends_on = (int32_t)next_int(columns, DATE_MIN);
    out->frozen = next_int(columns, 0) != 0;
    out->as_at = (int32_t)next_int(columns, DATE_MIN);
    out->frozen_at = next_int(columns, 0);
    out->frozen_by = next_text(columns);
    out->frozen_why = next_text(columns);
    out->people = next_int(columns, 0);
    out->eligible = next_int(columns, 0);
    out->not_eligible = next_int(columns, 0);
    out->not_recorded = next_int(columns, 0);
    out->preferred = (size_t)next_int(columns, 0);
    out->block_by = next_text(columns);
    out->together = next_int(columns, 0) == 1;
    out->fingerprint = next_text(columns);
    out->seed_source = next_text(columns);
    out->announced_by = next_text(columns);
    out->announced_why = next_text(columns);
    out->announced_at = next_int(columns, 0);
    out->drawn_by = next_text(columns);
    out->seed_words = next_text(columns);
    out->seed = next_text(columns);
    out->drawn_at = next_int(columns, 0);
    out->drawn_places = next_int(columns, 0);
}

static const char counts_sql[] =
    "SELECT sum(CASE WHEN g.outside = 0 THEN 1 ELSE 0 END), sum(CASE WHEN e.side = 1 THEN 1 ELSE 0 END), "
    "sum(CASE WHEN e.side = 2 THEN 1 ELSE 0 END), sum(CASE WHEN e.side = 3 THEN 1 ELSE 0 END), "
    "sum(CASE WHEN g.outside = 1 THEN 1 ELSE 0 END), sum(CASE WHEN g.id IS NULL THEN 1 ELSE 0 END) "
    "FROM enrolment e LEFT JOIN eligibility g ON g.intake = e.intake AND g.client = e.client "
    "WHERE e.intake = $1";

/* One row of a question about the intake. */
static bool read_row(const struct store *store, const char *sql, int64_t intake, struct columns *columns,
                     struct err *err)
{
    bool row = false;
    columns->at = 0;
    if (!db_prepare(store->db, &columns->row, sql, err))
        return false;
    statement_bind_int(columns->row, 0, intake);
    return statement_step(columns->row, &row, err) &&
           (row || err_set(err, ERR_conflict, "the intake was withdrawn meanwhile; look it up again"));
}

static bool read_counts(struct arena *arena, const struct store *store, struct selection *out,
                        struct err *err)
{
    struct columns columns = {.arena = arena};
    const bool good = read_row(store, counts_sql, out->intake_id, &columns, err);
    if (good) {
        struct selection_counts *counts = &out->counts;
        int64_t *const into[] = {&counts->eligible,  &counts->programme, &counts->comparison,
                                 &counts->undecided, &counts->outside,   &counts->not_on_list};
        for (size_t i = 0; i < sizeof into / sizeof *into; i++)
            *into[i] = next_int(&columns, 0);
    }
    statement_close(columns.row);
    return good;
}

static bool read_criteria(struct arena *arena, const struct store *store, struct selection *out,
                          struct err *err)
{
    struct columns columns = {.arena = arena};
    bool row = true;
    bool good = db_prepare(store->db, &columns.row,
                           "SELECT c.rank, c.label, c.need, v.id, v.code, v.text, v.verified_only FROM "
                           "selection_criterion c JOIN question_version v ON v.id = c.version "
                           "WHERE c.intake = $1 ORDER BY c.rank",
                           err);
    out->criteria = ARENA_ARRAY(arena, struct criterion, ASK_MAX);
    if (good)
        statement_bind_int(columns.row, 0, out->intake_id);
    while (good && (good = statement_step(columns.row, &row, err)) && row && out->criterion_count < ASK_MAX) {
        struct criterion *criterion = &out->criteria[out->criterion_count++];
        columns.at = 0;
        criterion->rank = (int)next_int(&columns, 0);
        criterion->label = next_text(&columns);
        criterion->preferred = next_int(&columns, 0) == CODED_criterion_need_preferred;
        criterion->kept.version_id = next_int(&columns, 0);
        criterion->kept.version_code = text_of(next_text(&columns));
        criterion->kept.text = text_of(next_text(&columns));
        criterion->kept.verified_only = next_int(&columns, 0) == 1;
    }
    statement_close(columns.row);
    return good;
}

bool selection_read_names(struct arena *arena, const struct store *store, struct text intake,
                          struct selection *out, struct err *err)
{
    struct columns columns = {.arena = arena};
    int64_t id;
    *out = (struct selection){0};
    if (!record_find(store, dict_record(R_intake), intake, &id, err))
        return false;
    bool good = read_row(store, head_sql, id, &columns, err);
    if (good)
        take_head(&columns, out);
    statement_close(columns.row);
    return good && read_criteria(arena, store, out, err) && read_counts(arena, store, out, err);
}

bool selection_check_frozen(const struct selection *selection, struct err *err)
{
    return selection->frozen ||
           err_set(err, ERR_conflict, "intake \"%s\" has no frozen list yet; mahi select freeze %s makes it",
                   selection->intake, selection->intake);
}

static void take_person(struct columns *columns, struct selection_person *out)
{
    columns->at = 0;
    out->client = next_int(columns, 0);
    out->number = next_text(columns);
    out->answers = next_text(columns);
    out->preferred_met = (int)next_int(columns, 0);
    out->block = next_text(columns);
    out->household = next_text(columns);
    out->outside = next_int(columns, 0) == 1;
    out->decided_by = next_text(columns);
    out->decided_on = (int32_t)next_int(columns, DATE_MIN);
    out->why = next_text(columns);
    out->turn = next_int(columns, 0);
    const int64_t drawn = next_int(columns, -1);
    out->in_draw = drawn >= 0;
    out->drawn = drawn == 1;
    out->side = (int)next_int(columns, 0);
    out->chosen_by = (int)next_int(columns, 0);
    out->index_on = (int32_t)next_int(columns, DATE_MIN);
}

static void set_ranks(struct selection *selection)
{
    for (size_t i = 0; i < selection->count; i++) {
        struct selection_person *person = &selection->list[i];
        if (person->outside)
            continue;
        person->rank =
            i > 0 && person[-1].preferred_met == person->preferred_met ? person[-1].rank : (int64_t)i + 1;
    }
}

bool selection_read_list(struct arena *arena, const struct store *store, struct selection *selection,
                         int64_t client, struct err *err)
{
    struct columns columns = {.arena = arena};
    const size_t most = (size_t)(selection->counts.eligible + selection->counts.outside) + 64;
    size_t room = most;
    bool row = true;
    bool good = db_prepare(
        store->db, &columns.row,
        "SELECT g.client, c.number, g.answers, g.preferred_met, g.block, g.household, g.outside, "
        "(SELECT t.login FROM staff t WHERE t.id = g.decided_by), g.decided_on, g.decided_why, g.turn, "
        "g.drawn, e.side, e.chosen_by, e.index_on FROM eligibility g JOIN client c ON c.id = g.client "
        "LEFT JOIN enrolment e ON e.intake = g.intake AND e.client = g.client "
        "WHERE g.intake = $1 AND ($2 = 0 OR g.client = $2) "
        "ORDER BY g.outside, g.preferred_met DESC, c.number",
        err);
    selection->list = ARENA_ARRAY(arena, struct selection_person, room);
    selection->count = 0;
    if (good) {
        statement_bind_int(columns.row, 0, selection->intake_id);
        statement_bind_int(columns.row, 1, client);
    }
    while (good && (good = statement_step(columns.row, &row, err)) && row) {
        if (selection->count == room) { /* rows without an enrolment: somebody took it away */
            struct selection_person *more = ARENA_ARRAY(arena, struct selection_person, 2 * room);
            memcpy(more, selection->list, room * sizeof *more);
            selection->list = more;
            room *= 2;
        }
        take_person(&columns, &selection->list[selection->count++]);
    }
    statement_close(columns.row);
    if (client == 0)
        set_ranks(selection);
    return good;
}

bool selection_read(struct arena *arena, const struct store *store, struct text intake, struct selection *out,
                    struct err *err)
{
    return selection_read_names(arena, store, intake, out, err) &&
           selection_read_list(arena, store, out, 0, err);
}

bool selection_begin(struct arena *arena, struct store *store, struct text intake, bool list,
                     struct selection *out, struct err *err)
{
    struct statement *lock = NULL;
    bool row;
    if (!db_begin(store->db, err))
        return false;
    bool good = db_prepare(
        store->db, &lock,
        arena_format(arena, "SELECT id FROM intake WHERE code = $1%s", db_for_update(store->db)), err);
    if (good) {
        statement_bind_text(lock, 0, intake);
        good = statement_step(lock, &row, err);
    }
    statement_close(lock);
    good = good && (list ? selection_read(arena, store, intake, out, err)
                         : selection_read_names(arena, store, intake, out, err));
    if (!good)
        db_rollback(store->db);
    return good;
}

bool selection_end(struct store *store, bool good, struct err *err)
{
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

void selection_lottery(struct arena *arena, const struct selection *selection, struct lottery *out)
{
    *out = (struct lottery){.people = ARENA_ARRAY(arena, struct lottery_person, selection->count + 1),
                            .places = selection->drawn_places};
    for (size_t i = 0; i < selection->count; i++) {
        const struct selection_person *person = &selection->list[i];
        if (!person->outside)
            out->people[out->count++] = (struct lottery_person){.number = person->number,
                                                                .answers = person->answers,
                                                                .block = person->block,
                                                                .household = person->household,
                                                                .lot = !person->in_draw ? LOT_apart
                                                                       : person->drawn  ? LOT_drawn
                                                                                        : LOT_passed,
                                                                .turn = person->in_draw ? person->turn : 0};
    }
}
