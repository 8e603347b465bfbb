#include "casework/follow_up.h"

#include <string.h>

#include "base/date.h"
#include "casework/responsible.h"
#include "casework/selection_work.h"
#include "store/form.h"
#include "base/banned.h"

enum {
    BY_FORM_AT_MOST = 200, /* rows: beyond, they are imported together */
    STEPS_PER_PLACEMENT = 1000
};

/* One thing that is due, as the rules have it, and what stands of it. */
struct due {
    int64_t client, wave, placement, owner, id;
    const char *client_number, *wave_code, *placement_number, *owner_login;
    int track, step;
    int32_t day, stands_on;
    bool may_move;
};

struct period {
    int32_t first, last;
    const char *name;
};

struct planning {
    struct arena *arena;
    struct store *store;
    int64_t intake, client;
    int32_t today;
    struct due *dues;
    size_t count, room;
    struct period *periods;
    size_t period_count;
    struct follow_up_plan *out;
};

/* Who is followed at waves is who is counted there (queries.def, wave_states). A placement that is planned
 * for the first time gets the next thousand of steps. */
#define PEOPLE                                                                                               \
    "WITH people AS (SELECT e.client, i.programme, e.index_on, e.side, e.enrolled_on, "                      \
    "CASE WHEN e.completed_on IS NOT NULL OR e.withdrew_on IS NOT NULL OR e.index_on <= $2 THEN 1 ELSE 0 "   \
    "END AS over FROM enrolment e JOIN intake i ON i.id = e.intake WHERE e.intake = $1 "                     \
    "AND (e.enrolled_on IS NOT NULL OR e.side = 2 OR e.chosen_by = 1)%s), "
#define PLACEMENTS                                                                                           \
    "places AS (SELECT t.client, t.id, t.started_on, CASE WHEN t.least IS NOT NULL "                         \
    "THEN t.least / 1000 ELSE t.known + ROW_NUMBER() OVER (PARTITION BY t.client, t.least "                  \
    "ORDER BY t.started_on, t.id) - 1 END AS turn FROM (SELECT l.client, l.id, l.started_on, "               \
    "(SELECT min(d.step) FROM follow_up_due d WHERE d.client = l.client AND d.placement = l.id) AS least, "  \
    "(SELECT count(DISTINCT d.placement) FROM follow_up_due d WHERE d.client = l.client "                    \
    "AND d.intake = l.intake) AS known FROM placement l WHERE l.intake = $1 "                                \
    "AND l.started_on IS NOT NULL%s) t), "
#define DUES                                                                                                 \
    "dues AS (SELECT p.client, f.track, f.weeks_after AS step, CAST(NULL AS bigint) AS wave, "               \
    "CAST(NULL AS bigint) AS placement, p.index_on AS base, f.weeks_after AS weeks, 0 AS months "            \
    "FROM people p JOIN follow_up_rule f ON f.programme = p.programme AND (f.track = 1 OR (f.track = 3 "     \
    "AND p.over = 1 AND NOT EXISTS (SELECT 1 FROM places l WHERE l.client = p.client))) "                    \
    "WHERE p.side = 1 AND p.enrolled_on IS NOT NULL "                                                        \
    "UNION ALL SELECT p.client, 4, w.months_after, w.id, NULL, p.index_on, 0, w.months_after "               \
    "FROM people p JOIN wave w ON w.programme = p.programme "                                                \
    "UNION ALL SELECT p.client, 2, 1000 * l.turn + f.weeks_after, NULL, l.id, l.started_on, "                \
    "f.weeks_after, 0 FROM people p JOIN places l ON l.client = p.client "                                   \
    "JOIN follow_up_rule f ON f.programme = p.programme AND f.track = 2) "
#define FINDS                                                                                                \
    "SELECT d.client, d.track, d.step, d.wave, d.placement, d.base, d.weeks, d.months, c.number, w.code, "   \
    "l.number, x.id, x.effective_from, CASE WHEN x.confirmed_on IS NULL AND x.done_on IS NULL THEN 1 "       \
    "ELSE 0 END, s.id, s.login FROM dues d JOIN client c ON c.id = d.client LEFT JOIN wave w "               \
    "ON w.id = d.wave LEFT JOIN placement l ON l.id = d.placement LEFT JOIN follow_up_due x "                \
    "ON x.client = d.client AND x.intake = $1 AND x.track = d.track AND x.step = d.step "                    \
    "LEFT JOIN staff s ON s.id = " RESPONSIBLE("d.client", "$2") " ORDER BY d.client, d.track, d.step"

_Static_assert(CODED_follow_up_track_taking_part == 1 && CODED_follow_up_track_placed == 2 &&
                   CODED_follow_up_track_not_placed == 3 && CODED_follow_up_track_wave == 4 &&
                   CODED_enrolment_side_programme == 1 && CODED_enrolment_side_comparison == 2 &&
                   CODED_chosen_by_lottery == 1 && STEPS_PER_PLACEMENT == 1000,
               "the SQL names them");

static const char *copy(struct planning *planning, struct statement *row, int column)
{
    const struct text text = statement_text(row, column);
    return arena_text(planning->arena, text.at, text.length);
}

static void add_due(struct planning *planning, const struct due *due)
{
    if (planning->count == planning->room) {
        planning->room = planning->room ? planning->room * 2 : 64;
        struct due *wider = ARENA_ARRAY(planning->arena, struct due, planning->room);
        if (planning->count > 0)
            memcpy(wider, planning->dues, planning->count * sizeof *wider);
        planning->dues = wider;
    }
    planning->dues[planning->count++] = *due;
}

static void read_due(struct planning *planning, struct statement *row)
{
    struct due due = {.client = statement_int(row, 0),
                      .track = (int)statement_int(row, 1),
                      .step = (int)statement_int(row, 2),
                      .wave = statement_int(row, 3),
                      .placement = statement_int(row, 4),
                      .id = statement_int(row, 11),
                      .stands_on = (int32_t)statement_int(row, 12),
                      .may_move = statement_int(row, 13) == 1};
    const int32_t base = (int32_t)statement_int(row, 5);
    due.day = date_add_months(base + 7 * (int32_t)statement_int(row, 6), (int)statement_int(row, 7));
    if (due.id && (due.day == due.stands_on || !due.may_move)) {
        planning->out->stood++;
        return;
    }
    due.client_number = copy(planning, row, 8);
    due.wave_code = copy(planning, row, 9);
    due.placement_number = copy(planning, row, 10);
    due.owner = statement_is_null(row, 14) ? planning->store->staff_id : statement_int(row, 14);
    due.owner_login = statement_is_null(row, 14) ? planning->store->staff_login : copy(planning, row, 15);
    add_due(planning, &due);
}

static bool find_dues(struct planning *planning, struct err *err)
{
    struct statement *find;
    bool row = true;
    const bool one = planning->client != 0;
    const char *sql = arena_format(planning->arena, PEOPLE PLACEMENTS DUES FINDS,
                                   one ? " AND e.client = $3" : "", one ? " AND l.client = $3" : "");
    if (!db_prepare(planning->store->db, &find, sql, err))
        return false;
    statement_bind_int(find, 0, planning->intake);
    statement_bind_int(find, 1, planning->today);
    if (one)
        statement_bind_int(find, 2, planning->client);
    bool good;
    while ((good = statement_step(find, &row, err)) && row)
        read_due(planning, find);
    statement_close(find);
    return good;
}

/* ---- days on which nobody is hired ---- */

/* Of everywhere, and of the offices above the programme's region and the intake's office. */
static const char dead_periods[] =
    "WITH RECURSIVE up (id) AS (SELECT COALESCE(i.office, p.region) FROM intake i JOIN programme p "
    "ON p.id = i.programme WHERE i.id = $1 UNION SELECT p.region FROM intake i JOIN programme p "
    "ON p.id = i.programme WHERE i.id = $1 UNION SELECT n.parent FROM up u JOIN office_name n "
    "ON n.office = u.id WHERE n.parent IS NOT NULL) "
    "SELECT q.starts_on, q.ends_on, q.name FROM dead_period q "
    "WHERE q.region IS NULL OR q.region IN (SELECT id FROM up WHERE id IS NOT NULL) ORDER BY q.starts_on";

static bool find_periods(struct planning *planning, struct err *err)
{
    struct statement *find;
    int64_t count;
    bool row = true, good;
    if (!db_number(planning->store->db, "SELECT count(*) FROM dead_period", 0, &count, err) ||
        !db_prepare(planning->store->db, &find, dead_periods, err))
        return false;
    planning->periods = ARENA_ARRAY(planning->arena, struct period, (size_t)count + 1);
    statement_bind_int(find, 0, planning->intake);
    while ((good = statement_step(find, &row, err)) && row)
        planning->periods[planning->period_count++] =
            (struct period){.first = (int32_t)statement_int(find, 0),
                            .last = (int32_t)statement_int(find, 1),
                            .name = copy(planning, find, 2)};
    statement_close(find);
    return good;
}

static void tell_dead(struct planning *planning, int32_t day, const char *period)
{
    struct follow_up_plan *out = planning->out;
    size_t i = 0;
    while (i < out->dead_count && (out->dead[i].day != day || out->dead[i].period != period))
        i++;
    if (i == out->dead_count)
        out->dead[out->dead_count++] = (struct follow_up_dead){.day = day, .period = period};
    out->dead[i].dues++;
}

static void look_for_dead(struct planning *planning)
{
    planning->out->dead =
        ARENA_ARRAY(planning->arena, struct follow_up_dead, planning->count * planning->period_count + 1);
    for (size_t d = 0; d < planning->count; d++)
        for (size_t p = 0; p < planning->period_count; p++)
            if (planning->dues[d].day >= planning->periods[p].first &&
                planning->dues[d].day <= planning->periods[p].last)
                tell_dead(planning, planning->dues[d].day, planning->periods[p].name);
}

/* ---- writing ---- */

static bool write_one(struct planning *planning, const struct due *due, struct err *err)
{
    struct form form;
    struct saved saved;
    if (due->id) {
        if (!form_load(&form, planning->arena, planning->store, dict_record(R_follow_up_due), due->id, err))
            return false;
    } else {
        form_new(&form, planning->arena, dict_record(R_follow_up_due));
        form_ref(&form, F_follow_up_due_client, due->client);
        form_ref(&form, F_follow_up_due_intake, planning->intake);
        form_choice(&form, F_follow_up_due_track, due->track);
        form_int(&form, F_follow_up_due_step, due->step);
        form_ref(&form, F_follow_up_due_owner, due->owner);
        if (due->wave)
            form_ref(&form, F_follow_up_due_wave, due->wave);
        if (due->placement)
            form_ref(&form, F_follow_up_due_placement, due->placement);
    }
    form_day(&form, F_follow_up_due_effective_from, due->day);
    return form_save_in(&form, planning->store, NULL, &saved, err);
}

static bool write_together(struct planning *planning, struct err *err)
{
    struct sheet sheet;
    struct statement *find;
    bool row;
    if (!db_prepare(planning->store->db, &find, "SELECT code FROM intake WHERE id = $1", err))
        return false;
    statement_bind_int(find, 0, planning->intake);
    const bool good = statement_step(find, &row, err) && row;
    const char *intake = good ? copy(planning, find, 0) : "";
    statement_close(find);
    sheet_open(&sheet, R_follow_up_due, "client,effective_from,intake,track,step,wave,placement,owner");
    for (size_t i = 0; i < planning->count; i++) {
        const struct due *due = &planning->dues[i];
        sheet_text(&sheet, due->client_number);
        sheet_day(&sheet, due->day);
        sheet_text(&sheet, intake);
        sheet_code(&sheet, LIST_follow_up_track, due->track);
        sheet_int(&sheet, due->step);
        sheet_text(&sheet, due->wave_code);
        sheet_text(&sheet, due->placement_number);
        sheet_text(&sheet, due->owner_login);
        sheet_end(&sheet);
    }
    return sheet_write(planning->arena, planning->store, &sheet, good, err);
}

/* What is moved is changed one by one: a row of an import would say anew who owns it. */
static bool write_dues(struct planning *planning, struct err *err)
{
    size_t fresh = 0;
    for (size_t i = 0; i < planning->count; i++) {
        const struct due *due = &planning->dues[i];
        planning->out->moved += due->id != 0;
        planning->out->made += due->id == 0;
        if ((due->id || planning->count <= BY_FORM_AT_MOST) && !write_one(planning, due, err))
            return false;
        if (!due->id)
            planning->dues[fresh++] = *due;
    }
    const bool together = planning->count > BY_FORM_AT_MOST;
    planning->count = fresh;
    return !together || write_together(planning, err);
}

bool follow_up_schedule(struct arena *arena, struct store *store, int64_t intake, int64_t client,
                        struct follow_up_plan *out, struct err *err)
{
    struct planning planning = {.arena = arena,
                                .store = store,
                                .intake = intake,
                                .client = client,
                                .today = date_today(),
                                .out = out};
    *out = (struct follow_up_plan){0};
    if (!find_dues(&planning, err))
        return false;
    if (planning.count == 0)
        return true;
    if (!find_periods(&planning, err))
        return false;
    look_for_dead(&planning);
    return write_dues(&planning, err);
}
