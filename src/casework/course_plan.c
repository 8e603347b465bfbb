#include <inttypes.h>

#include "base/date.h"
#include "casework/course.h"
#include "rule/calendar.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

enum { MODULES_MAX = 200, NOTES_MAX = 64 };

/* One plan under way. */
struct course_planner {
    struct arena *arena;
    struct store *store;
    const struct course_planning *request;
    struct course_planned *out;
    int64_t intake;
    int64_t modules[MODULES_MAX]; /* ids, beside out->modules */
};

static int kind_of_week(const struct course_planning *request, int week)
{
    return request->kinds[week] ? request->kinds[week] : CODED_block_kind_teaching;
}

static bool check_plan(const struct course_planning *request, struct err *err)
{
    bool meets = false;
    for (int d = 0; d < COURSE_DAYS; d++)
        meets = meets || request->meets[d];
    if (request->weeks < 1 || request->weeks > COURSE_WEEKS_MAX)
        return err_set(err, ERR_usage, "say with --weeks how many weeks the run takes, from 1 to %d",
                       COURSE_WEEKS_MAX);
    if (!meets)
        return err_set(err, ERR_usage, "say with --days on which days it meets, such as mon,wed,fri");
    if (request->minutes < 1 || request->minutes > 1440)
        return err_set(err, ERR_usage, "say with --minutes how long a session takes, from 1 to 1440");
    return true;
}

/* ---- what was planned before ---- */

static bool check_not_attended(struct course_planner *planner, struct err *err)
{
    int64_t attended;
    const char *sql = arena_format(planner->arena,
                                   "SELECT count(DISTINCT s.id) FROM session s JOIN attendance a ON "
                                   "a.session = s.id WHERE s.intake = %" PRId64,
                                   planner->intake);
    return db_number(planner->store->db, sql, 0, &attended, err) &&
           (attended == 0 ||
            err_set(err, ERR_conflict,
                    "attendance of %" PRId64 " sessions of \"%s\" is recorded already; change or add single "
                    "sessions instead: mahi record session",
                    attended, planner->out->intake));
}

static bool withdraw_all(struct course_planner *planner, enum record_id id, int64_t *count, struct err *err)
{
    enum { ROWS_MAX = 2000 };
    const struct record *record = dict_record(id);
    int64_t *ids = ARENA_ARRAY(planner->arena, int64_t, ROWS_MAX);
    struct statement *find;
    bool row = true, good;
    *count = 0;
    if (!db_prepare(planner->store->db, &find,
                    arena_format(planner->arena, "SELECT id FROM %s WHERE intake = $1 LIMIT %d", record->name,
                                 ROWS_MAX),
                    err))
        return false;
    statement_bind_int(find, 0, planner->intake);
    while ((good = statement_step(find, &row, err)) && row)
        ids[(*count)++] = statement_int(find, 0);
    statement_close(find);
    for (int64_t i = 0; good && i < *count; i++)
        good = record_withdraw_in(planner->store, record, ids[i], 0, err);
    return good;
}

/* ---- the modules ---- */

static bool read_modules(struct course_planner *planner, struct err *err)
{
    struct statement *find;
    bool row = true, good;
    struct course_planned *out = planner->out;
    out->modules = ARENA_ARRAY(planner->arena, struct course_module_plan, MODULES_MAX);
    if (!db_prepare(planner->store->db, &find,
                    "SELECT m.id, m.name, m.hours FROM module m JOIN intake i ON i.programme = m.programme "
                    "WHERE i.id = $1 ORDER BY m.rank, m.code",
                    err))
        return false;
    statement_bind_int(find, 0, planner->intake);
    while ((good = statement_step(find, &row, err)) && row && out->module_count < MODULES_MAX) {
        const struct text name = statement_text(find, 1);
        planner->modules[out->module_count] = statement_int(find, 0);
        out->modules[out->module_count++] =
            (struct course_module_plan){.name = arena_text(planner->arena, name.at, name.length),
                                        .hours = statement_is_null(find, 2) ? -1 : statement_real(find, 2)};
    }
    statement_close(find);
    return good;
}

/* The module of the next session: the first whose hours are not full; one without hours takes what is left.
 */
static size_t next_module(const struct course_planned *out)
{
    size_t m = 0;
    while (m < out->module_count && out->modules[m].hours >= 0 &&
           out->modules[m].planned >= out->modules[m].hours)
        m++;
    return m;
}

/* ---- writing ---- */

/* What guards say of it is kept, behind the words that say which it is. */
static bool save_form(struct course_planner *planner, struct form *form, const char *which, struct err *err)
{
    struct saved saved;
    struct course_planned *out = planner->out;
    if (!form_save_in(form, planner->store, planner->request->because, &saved, err))
        return false;
    for (size_t i = 0; i < saved.note_count && out->note_count < NOTES_MAX; i++)
        out->notes[out->note_count++] = arena_format(planner->arena, "%s: %s", which, saved.notes[i]);
    return true;
}

static const char *block_words(struct arena *arena, int kind, int32_t from, int32_t to)
{
    struct str words;
    str_init(&words);
    str_addf(&words, "%s from ", list_numbered(LIST_block_kind, kind)->label);
    date_print(&words, from);
    str_add(&words, " to ");
    date_print(&words, to);
    return str_into(&words, arena);
}

/* Weeks of one kind that follow one another are one block. */
static bool write_blocks(struct course_planner *planner, struct err *err)
{
    const struct course_planning *request = planner->request;
    for (int week = 0, begins = 0; week < request->weeks; week++) {
        const int kind = kind_of_week(request, week);
        struct form form;
        if (week + 1 < request->weeks && kind_of_week(request, week + 1) == kind)
            continue;
        form_new(&form, planner->arena, dict_record(R_block));
        form_ref(&form, F_block_intake, planner->intake);
        form_int(&form, F_block_rank, ++planner->out->blocks);
        form_choice(&form, F_block_kind, kind);
        const int32_t from = request->starts_on + 7 * begins, to = request->starts_on + 7 * week + 6;
        form_day(&form, F_block_starts_on, from);
        form_day(&form, F_block_ends_on, to);
        begins = week + 1;
        if (!save_form(planner, &form, block_words(planner->arena, kind, from, to), err))
            return false;
    }
    return true;
}

static bool write_session(struct course_planner *planner, int32_t day, struct err *err)
{
    struct course_planned *out = planner->out;
    const size_t module = next_module(out);
    const double hours = planner->request->minutes / 60.0;
    struct form form;
    form_new(&form, planner->arena, dict_record(R_session));
    form_words(&form, F_session_code,
               arena_format(planner->arena, "%s/%" PRId64, out->intake, ++out->sessions));
    form_ref(&form, F_session_intake, planner->intake);
    form_day(&form, F_session_held_on, day);
    form_int(&form, F_session_minutes, planner->request->minutes);
    form_words(&form, F_session_tutor, planner->request->tutor);
    if (module < out->module_count) {
        form_ref(&form, F_session_module, planner->modules[module]);
        out->modules[module].planned += hours;
    }
    out->hours += hours;
    return save_form(planner, &form, form_get_text(&form, F_session_code).at, err);
}

static bool write_sessions(struct course_planner *planner, struct err *err)
{
    const struct course_planning *request = planner->request;
    for (int32_t d = 0; d < 7 * request->weeks; d++) {
        const int32_t day = request->starts_on + d;
        if (kind_of_week(request, d / 7) == CODED_block_kind_teaching &&
            request->meets[calendar_weekday(day) - 1] && !write_session(planner, day, err))
            return false;
    }
    return planner->out->sessions > 0 ||
           err_set(err, ERR_usage, "no week of this plan is for teaching; leave one");
}

/* The run begins with its first day and ends with its last: said by what is planned, not beside it. */
static bool write_intake(struct course_planner *planner, struct err *err)
{
    struct form form;
    struct course_planned *out = planner->out;
    int first = 0, last = planner->request->weeks - 1;
    while (kind_of_week(planner->request, first) == CODED_block_kind_break)
        first++;
    while (kind_of_week(planner->request, last) == CODED_block_kind_break)
        last--;
    out->first = planner->request->starts_on + 7 * first;
    out->last = planner->request->starts_on + 7 * last + 6;
    out->weeks = last - first + 1;
    if (!form_load(&form, planner->arena, planner->store, dict_record(R_intake), planner->intake, err))
        return false;
    form_day(&form, F_intake_starts_on, out->first);
    form_day(&form, F_intake_ends_on, out->last);
    return save_form(planner, &form, out->intake, err);
}

bool course_plan(struct arena *arena, struct store *store, const struct course_planning *request,
                 struct course_planned *out, struct err *err)
{
    struct course_planner planner = {.arena = arena, .store = store, .request = request, .out = out};
    int64_t blocks;
    *out = (struct course_planned){.intake = arena_text(arena, request->intake.at, request->intake.length),
                                   .notes = ARENA_ARRAY(arena, const char *, NOTES_MAX)};
    if (!check_plan(request, err) || !db_begin(store->db, err))
        return false;
    if (record_find(store, dict_record(R_intake), request->intake, &planner.intake, err) &&
        check_not_attended(&planner, err) && withdraw_all(&planner, R_session, &out->replaced, err) &&
        withdraw_all(&planner, R_block, &blocks, err) && read_modules(&planner, err) &&
        write_blocks(&planner, err) && write_sessions(&planner, err) && write_intake(&planner, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
