#include <inttypes.h>

#include "base/date.h"
#include "casework/course.h"
#include "casework/fetch.h"
#include "base/banned.h"

/* What is planned, from its first day to its last, whatever the intake says (R151). */
static const char plan_sql[] =
    "SELECT min(d.first), max(d.last), sum(d.sessions), sum(CASE WHEN d.first <= $2 THEN d.sessions END), "
    "sum(d.minutes), sum(CASE WHEN d.first <= $2 THEN d.minutes END), "
    "min(CASE WHEN d.sessions = 1 AND d.first > $2 THEN d.first END), "
    "(SELECT count(*) FROM session c WHERE c.intake = $1 AND c.cancelled_why IS NOT NULL), "
    "(SELECT count(*) FROM session c WHERE c.intake = $1 AND c.cancelled_why IS NULL AND c.held_on < $2 AND "
    "NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = c.id)) FROM "
    "(SELECT s.held_on AS first, s.held_on AS last, 1 AS sessions, COALESCE(s.minutes, 0) AS minutes FROM "
    "session s WHERE s.intake = $1 AND s.cancelled_why IS NULL UNION ALL SELECT b.starts_on, b.ends_on, 0, 0 "
    "FROM block b WHERE b.intake = $1 AND b.kind <> $3) d";

static const char head_sql[] =
    "SELECT (i.ends_on - i.starts_on) / 7 + 1, (SELECT min(x.weeks) FROM explanation x WHERE x.intake = "
    "i.id), "
    "(SELECT max(x.weeks) FROM explanation x WHERE x.intake = i.id), "
    "(SELECT count(*) FROM promotion_step s WHERE s.intake = i.id), "
    "(SELECT count(*) FROM promotion_step s WHERE s.intake = i.id AND s.done_on IS NULL AND s.due_on < $2), "
    "b.code, (SELECT count(*) FROM course_change h WHERE h.intake = i.id), i.mixed, w.login, d.login "
    "FROM intake i JOIN programme p ON p.id = i.programme LEFT JOIN intake b ON b.id = i.follows "
    "LEFT JOIN staff w ON w.id = p.coordinator LEFT JOIN staff d ON d.id = p.deputy WHERE i.id = $1";

/* Dead periods of everywhere, of the intake's office and of the offices above it (R155). */
static const char stretches_sql[] =
    "WITH RECURSIVE up (id) AS (SELECT COALESCE(i.office, p.region) FROM intake i JOIN programme p "
    "ON p.id = i.programme WHERE i.id = $1 UNION SELECT p.region FROM intake i JOIN programme p "
    "ON p.id = i.programme WHERE i.id = $1 UNION SELECT n.parent FROM up u JOIN office_name n "
    "ON n.office = u.id WHERE n.parent IS NOT NULL) "
    "SELECT b.starts_on, b.ends_on, b.kind, (SELECT q.name FROM dead_period q WHERE q.starts_on <= b.ends_on "
    "AND q.ends_on >= b.starts_on AND (q.region IS NULL OR q.region IN (SELECT id FROM up WHERE id IS NOT "
    "NULL)) "
    "AND b.kind <> $2 ORDER BY q.starts_on LIMIT 1), (SELECT o.reason FROM override o WHERE o.about = "
    "'block' "
    "AND o.row_id = b.id ORDER BY o.recorded_at DESC, o.id DESC LIMIT 1) "
    "FROM block b WHERE b.intake = $1 ORDER BY b.rank";

static bool read_plan(const struct store *store, int32_t today, struct course *out, struct err *err)
{
    struct statement *plan;
    bool row = false;
    if (!db_prepare(store->db, &plan, plan_sql, err))
        return false;
    statement_bind_int(plan, 0, out->list.intake_id);
    statement_bind_int(plan, 1, today);
    statement_bind_int(plan, 2, CODED_block_kind_break);
    const bool good = statement_step(plan, &row, err) && row;
    if (good) {
        out->first = statement_day(plan, 0);
        out->last = statement_day(plan, 1);
        out->sessions = statement_int(plan, 2);
        out->held = statement_int(plan, 3);
        out->hours = (double)statement_int(plan, 4) / 60.0;
        out->hours_held = (double)statement_int(plan, 5) / 60.0;
        out->next = statement_day(plan, 6);
        out->cancelled = statement_int(plan, 7);
        out->unmarked = statement_int(plan, 8);
        out->weeks = out->first == DATE_MIN ? 0 : (out->last - out->first) / 7 + 1;
    }
    statement_close(plan);
    return good;
}

static bool read_head(struct arena *arena, const struct store *store, int32_t today, struct course *out,
                      struct err *err)
{
    struct statement *head;
    bool row = false;
    if (!db_prepare(store->db, &head, head_sql, err))
        return false;
    statement_bind_int(head, 0, out->list.intake_id);
    statement_bind_int(head, 1, today);
    const bool good = statement_step(head, &row, err) && row;
    if (good) {
        out->intake_weeks = statement_int(head, 0);
        out->told_least = statement_int(head, 1);
        out->told_most = statement_int(head, 2);
        out->promotion_steps = statement_int(head, 3);
        out->promotion_overdue = statement_int(head, 4);
        out->follows = !statement_is_null(head, 5);
        out->before = statement_copied(arena, head, 5);
        out->changes = statement_int(head, 6);
        out->mixed = statement_is_null(head, 7) ? -1 : (int)statement_int(head, 7);
        out->coordinator = statement_copied(arena, head, 8);
        out->deputy = statement_copied(arena, head, 9);
    }
    statement_close(head);
    return good;
}

static bool read_stretches(struct arena *arena, const struct store *store, struct course *out,
                           struct err *err)
{
    struct statement *find = NULL;
    int64_t room;
    bool row = true;
    bool good = db_number(store->db,
                          arena_format(arena, "SELECT count(*) FROM block WHERE intake = %" PRId64,
                                       out->list.intake_id),
                          0, &room, err) &&
                db_prepare(store->db, &find, stretches_sql, err);
    if (!good)
        return false;
    out->stretches = ARENA_ARRAY(arena, struct course_stretch, (size_t)room + 1);
    statement_bind_int(find, 0, out->list.intake_id);
    statement_bind_int(find, 1, CODED_block_kind_break);
    while (out->stretch_count < (size_t)room && (good = statement_step(find, &row, err)) && row)
        out->stretches[out->stretch_count++] =
            (struct course_stretch){.from = statement_day(find, 0),
                                    .to = statement_day(find, 1),
                                    .kind = (int)statement_int(find, 2),
                                    .period = statement_copied(arena, find, 3),
                                    .why = statement_copied(arena, find, 4)};
    statement_close(find);
    return good;
}

bool course_read(struct arena *arena, const struct store *store, struct text intake, int32_t today,
                 struct course *out, struct err *err)
{
    *out = (struct course){0};
    return enrol_read(arena, store, intake, &out->list, err) && read_plan(store, today, out, err) &&
           read_head(arena, store, today, out, err) && read_stretches(arena, store, out, err);
}
