#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "casework/course.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

struct pupil {
    int64_t client;
    const char *number;
    bool started;
    int came; /* CODED_attendance_x */
};

/* One register under way. */
struct marking {
    struct arena *arena;
    struct store *store;
    const struct course_attending *request;
    struct course_attended *out;
    int64_t session, intake;
    struct pupil *pupils;
    size_t count;
};

static const char *copied(struct marking *marking, struct statement *row, int column)
{
    const struct text text = statement_text(row, column);
    return arena_text(marking->arena, text.at, text.length);
}

static bool read_session(struct marking *marking, struct err *err)
{
    struct statement *find;
    struct course_attended *out = marking->out;
    bool row = false, cancelled = false;
    if (!record_find(marking->store, dict_record(R_session), marking->request->session, &marking->session,
                     err) ||
        !db_prepare(marking->store->db, &find,
                    "SELECT s.code, i.id, i.code, s.held_on, s.cancelled_why FROM session s JOIN intake i "
                    "ON i.id = s.intake WHERE s.id = $1",
                    err))
        return false;
    statement_bind_int(find, 0, marking->session);
    const bool good = statement_step(find, &row, err) && row;
    if (good) {
        out->session = copied(marking, find, 0);
        marking->intake = statement_int(find, 1);
        out->intake = copied(marking, find, 2);
        out->held_on = (int32_t)statement_int(find, 3);
        cancelled = !statement_is_null(find, 4);
    }
    statement_close(find);
    if (good && cancelled)
        return err_set(err, ERR_input, "session \"%s\" was cancelled; nobody can have come", out->session);
    if (good && out->held_on > date_today())
        return err_set(err, ERR_input, "session \"%s\" is still to come; write down who came when it is over",
                       out->session);
    return good;
}

/* Who takes part on the day of the session. */
static bool read_pupils(struct marking *marking, struct err *err)
{
    struct statement *find = NULL;
    int64_t room;
    bool row = true;
    bool good =
        db_number(marking->store->db,
                  arena_format(marking->arena, "SELECT count(*) FROM enrolment WHERE intake = %" PRId64,
                               marking->intake),
                  0, &room, err) &&
        db_prepare(
            marking->store->db, &find,
            "SELECT e.client, c.number, e.started_on FROM enrolment e JOIN client c ON c.id = e.client "
            "WHERE e.intake = $1 AND e.side = $3 AND e.enrolled_on <= $2 AND (e.withdrew_on IS NULL OR "
            "e.withdrew_on > $2) AND (e.completed_on IS NULL OR e.completed_on >= $2) ORDER BY c.number",
            err);
    if (!good)
        return false;
    marking->pupils = ARENA_ARRAY(marking->arena, struct pupil, (size_t)room + 1);
    statement_bind_int(find, 0, marking->intake);
    statement_bind_int(find, 1, marking->out->held_on);
    statement_bind_int(find, 2, CODED_enrolment_side_programme);
    while (marking->count < (size_t)room && (good = statement_step(find, &row, err)) && row)
        marking->pupils[marking->count++] = (struct pupil){.client = statement_int(find, 0),
                                                           .number = copied(marking, find, 1),
                                                           .started = !statement_is_null(find, 2)};
    statement_close(find);
    return good && (marking->count > 0 ||
                    err_set(err, ERR_conflict,
                            "nobody takes part in \"%s\" on that day; who takes a place is recorded by: mahi "
                            "enrol %s CLIENT accept",
                            marking->out->intake, marking->out->intake));
}

static bool mark(struct marking *marking, const struct text *numbers, size_t count, int came, struct err *err)
{
    for (size_t n = 0; n < count; n++) {
        size_t i = 0;
        while (i < marking->count && !text_is(numbers[n], marking->pupils[i].number))
            i++;
        if (i == marking->count)
            return err_set(err, ERR_conflict,
                           "\"" TEXT_FORMAT
                           "\" does not take part in \"%s\" on that day; mahi enrol %s shows "
                           "who does",
                           TEXT_ARGS(numbers[n]), marking->out->intake, marking->out->intake);
        if (marking->pupils[i].came)
            return err_set(err, ERR_input, "\"%s\" is named twice; say of each once whether they came",
                           marking->pupils[i].number);
        marking->pupils[i].came = came;
    }
    return true;
}

static bool mark_everybody(struct marking *marking, struct err *err)
{
    const struct course_attending *request = marking->request;
    struct course_attended *out = marking->out;
    if (!mark(marking, request->absent, request->absent_count, CODED_attendance_absent, err) ||
        !mark(marking, request->late, request->late_count, CODED_attendance_late, err) ||
        !mark(marking, request->excused, request->excused_count, CODED_attendance_excused, err))
        return false;
    for (size_t i = 0; i < marking->count; i++) {
        int *came = &marking->pupils[i].came;
        *came = *came ? *came : CODED_attendance_came;
        out->absent += *came == CODED_attendance_absent;
        out->excused += *came == CODED_attendance_excused;
        out->late += *came == CODED_attendance_late;
        out->came += *came == CODED_attendance_came || *came == CODED_attendance_late;
    }
    return true;
}

static bool write_one(struct marking *marking, const struct pupil *pupil, struct err *err)
{
    struct form form;
    struct saved saved;
    bool there;
    const bool missed = pupil->came == CODED_attendance_absent || pupil->came == CODED_attendance_excused;
    form_new(&form, marking->arena, dict_record(R_attendance));
    form_ref(&form, F_attendance_session, marking->session);
    form_ref(&form, F_attendance_client, pupil->client);
    if (!form_find(&form, marking->store, &there, err))
        return false;
    form_day(&form, F_attendance_effective_from, marking->out->held_on);
    form_choice(&form, F_attendance_came, pupil->came);
    form_words(&form, F_attendance_why, missed ? marking->request->why : NULL);
    return form_save_in(&form, marking->store, NULL, &saved, err);
}

/* Whose first day it was has started; that is the one place where it stands (R146). */
static bool start_who_came(struct marking *marking, struct err *err)
{
    struct text *numbers = ARENA_ARRAY(marking->arena, struct text, marking->count);
    struct enrolling start = {.intake = text_of(marking->out->intake),
                              .clients = numbers,
                              .step = STEP_start,
                              .on = marking->out->held_on};
    struct enrolled enrolled;
    for (size_t i = 0; i < marking->count; i++)
        if (!marking->pupils[i].started && (marking->pupils[i].came == CODED_attendance_came ||
                                            marking->pupils[i].came == CODED_attendance_late))
            numbers[start.count++] = text_of(marking->pupils[i].number);
    marking->out->started = (int64_t)start.count;
    return start.count == 0 || enrol_step_in(marking->arena, marking->store, &start, &enrolled, err);
}

/* Who missed this session, and the last one before it of which it is written down. */
static bool find_missing(struct marking *marking, struct err *err)
{
    struct statement *find;
    struct course_attended *out = marking->out;
    bool row = true, good;
    if (!db_prepare(marking->store->db, &find,
                    "SELECT c.number FROM attendance a JOIN client c ON c.id = a.client WHERE a.session = $1 "
                    "AND a.came IN ($3, $4) AND (SELECT b.came FROM attendance b JOIN session s ON "
                    "s.id = b.session WHERE b.client = a.client AND s.intake = $2 AND (s.held_on < $5 OR "
                    "(s.held_on = $5 AND s.id < $1)) ORDER BY s.held_on DESC, s.id DESC LIMIT 1) IN ($3, $4) "
                    "ORDER BY c.number",
                    err))
        return false;
    const int64_t values[] = {marking->session, marking->intake, CODED_attendance_absent,
                              CODED_attendance_excused, out->held_on};
    for (int i = 0; i < (int)(sizeof values / sizeof *values); i++)
        statement_bind_int(find, i, values[i]);
    out->missing = ARENA_ARRAY(marking->arena, const char *, marking->count);
    while ((good = statement_step(find, &row, err)) && row && out->missing_count < marking->count)
        out->missing[out->missing_count++] = copied(marking, find, 0);
    statement_close(find);
    return good;
}

static bool attend_in(struct marking *marking, struct err *err)
{
    if (!read_session(marking, err) || !read_pupils(marking, err) || !mark_everybody(marking, err))
        return false;
    for (size_t i = 0; i < marking->count; i++)
        if (!write_one(marking, &marking->pupils[i], err))
            return false;
    return start_who_came(marking, err) && find_missing(marking, err);
}

bool course_attend(struct arena *arena, struct store *store, const struct course_attending *request,
                   struct course_attended *out, struct err *err)
{
    struct marking marking = {.arena = arena, .store = store, .request = request, .out = out};
    *out = (struct course_attended){0};
    if (!db_begin(store->db, err))
        return false;
    if (attend_in(&marking, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
