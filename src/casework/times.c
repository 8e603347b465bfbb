#include "casework/times.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "stats/competing.h"
#include "base/banned.h"

enum { WAY_searching, WAY_work, WAY_gone, WAYS };
enum { GROUPS_MAX = 3 };

static const double marks[] = {4, 13, 26, 52, 104};

struct counting {
    struct arena *arena;
    const struct store *store;
    const struct times_request *request;
    double *weeks;
    int *way, *group;
    size_t count, room;
    const char *names[GROUPS_MAX];
    size_t groups;
};

/* ---- reading ---- */

/* t (client, grp, start): whom, in which group, from which day. */
#define FROM_PROGRAMME                                                                                       \
    "SELECT e.client, e.side - 1 AS grp, e.index_on AS start FROM enrolment e JOIN intake i ON i.id = "      \
    "e.intake WHERE i.programme = $4 AND (e.enrolled_on IS NOT NULL OR e.side = 2 OR e.chosen_by = 1) AND "  \
    "e.side IN (1, 2)"
#define FROM_REGISTER                                                                                        \
    "SELECT r.client, 0 AS grp, max(r.effective_from) AS start FROM register_spell r WHERE $4 = 0 AND "      \
    "NOT EXISTS (SELECT 1 FROM register_spell q WHERE q.client = r.client AND q.effective_to = "             \
    "r.effective_from - 1) AND r.effective_from <= $1 GROUP BY r.client"
/* Days: of work, of a job by placement, of leaving the country by either record, of death; and the last day
 * on which anything is known of them: today while they are registered or a state of theirs goes on. */
#define DAYS                                                                                                 \
    "SELECT t.grp, t.start, (SELECT min(CASE WHEN l.effective_from < t.start THEN t.start ELSE "             \
    "l.effective_from END) FROM labour_status l WHERE l.client = t.client AND l.status IN (1, 2, 3) AND "    \
    "l.effective_from <= $1 AND (l.effective_to IS NULL OR l.effective_to >= t.start)), "                    \
    "(SELECT min(p.started_on) FROM placement p WHERE p.client = t.client AND p.kind = 1 AND p.started_on "  \
    "BETWEEN t.start AND $1), (SELECT min(l.effective_from) FROM labour_status l WHERE l.client = "          \
    "t.client AND l.status = 10 AND l.effective_from BETWEEN t.start AND $1), (SELECT min(r.effective_to) "  \
    "FROM register_spell r WHERE r.client = t.client AND r.end_reason = 4 AND r.effective_to BETWEEN "       \
    "t.start AND $1), (SELECT min(d.done_on) FROM follow_up_due d WHERE d.client = t.client AND d.result = " \
    "4 AND d.done_on BETWEEN t.start AND $1), CASE WHEN EXISTS (SELECT 1 FROM register_spell r WHERE "       \
    "r.client = t.client AND r.effective_from <= $1 AND (r.effective_to IS NULL OR r.effective_to >= $1)) "  \
    "OR EXISTS (SELECT 1 FROM labour_status l WHERE l.client = t.client AND l.effective_from <= $1 AND "     \
    "(l.effective_to IS NULL OR l.effective_to >= $1)) THEN $1 END, "                                        \
    "(SELECT max(r.effective_to) FROM register_spell r WHERE r.client = t.client AND r.effective_to <= "     \
    "$1), "                                                                                                  \
    "(SELECT max(f.effective_from) FROM follow_up f WHERE f.client = t.client AND f.result = 1 AND "         \
    "f.effective_from <= $1), (SELECT max(l.effective_to) FROM labour_status l WHERE l.client = t.client "   \
    "AND l.effective_to <= $1) FROM ("

_Static_assert(CODED_labour_status_full_time == 1 && CODED_labour_status_part_time == 2 &&
                   CODED_labour_status_in_work == 3 && CODED_labour_status_left_country == 10 &&
                   CODED_placement_kind_job == 1 && CODED_register_end_left_country == 4 &&
                   CODED_follow_up_result_died == 4 && CODED_enrolment_side_programme == 1 &&
                   CODED_enrolment_side_comparison == 2,
               "the SQL names them");

static int64_t earliest(const struct fetch *row, int first, int last)
{
    int64_t found = INT64_MAX;
    for (int c = first; c <= last; c++)
        if (!fetch_is_null(row, c) && fetch_int(row, c, 0) < found)
            found = fetch_int(row, c, 0);
    return found;
}

static int64_t latest(const struct fetch *row, int first, int last, int64_t otherwise)
{
    int64_t found = otherwise;
    for (int c = first; c <= last; c++)
        if (fetch_int(row, c, INT64_MIN) > found)
            found = fetch_int(row, c, INT64_MIN);
    return found;
}

static void make_room(struct counting *counting)
{
    if (counting->count < counting->room)
        return;
    const size_t room = counting->room ? counting->room * 2 : 1024;
    double *weeks = ARENA_ARRAY(counting->arena, double, room);
    int *way = ARENA_ARRAY(counting->arena, int, room), *group = ARENA_ARRAY(counting->arena, int, room);
    if (counting->count > 0) {
        memcpy(weeks, counting->weeks, counting->count * sizeof *weeks);
        memcpy(way, counting->way, counting->count * sizeof *way);
        memcpy(group, counting->group, counting->count * sizeof *group);
    }
    counting->weeks = weeks;
    counting->way = way;
    counting->group = group;
    counting->room = room;
}

static void add_person(struct counting *counting, const struct fetch *row, int group)
{
    const int64_t start = fetch_int(row, 1, 0), work = earliest(row, 2, 3), gone = earliest(row, 4, 6);
    int64_t end = latest(row, 7, 10, start);
    int way = WAY_searching;
    if (work <= gone && work < INT64_MAX) {
        end = work;
        way = WAY_work;
    } else if (gone < INT64_MAX) {
        end = gone;
        way = WAY_gone;
    }
    make_room(counting);
    counting->weeks[counting->count] = (double)(end - start) / 7;
    counting->way[counting->count] = way;
    counting->group[counting->count++] = group;
}

/* `group` below 0: as the row says. Only who is in the table `asked`, when a question was asked. */
static bool read_people(struct counting *counting, int group, bool chosen, struct err *err)
{
    const struct times_request *request = counting->request;
    const int64_t numbers[] = {request->today, request->since, request->until, request->programme};
    struct fetch rows;
    bool there = true;
    const char *sql = arena_format(
        counting->arena, DAYS "%s) t WHERE t.start <= $1 AND t.start BETWEEN $2 AND $3%s ORDER BY t.client",
        request->programme ? FROM_PROGRAMME : FROM_REGISTER,
        chosen ? " AND t.client IN (SELECT client FROM asked)" : "");
    bool good = fetch_open(&rows, counting->arena, counting->store, sql, numbers, 4, err);
    while (good && (good = fetch_next(&rows, &there, err)) && there)
        add_person(counting, &rows, group < 0 ? (int)fetch_int(&rows, 0, 0) : group);
    fetch_close(&rows);
    return good;
}

static bool read_asked(struct counting *counting, struct err *err)
{
    static const enum answer answers[] = {ANSWER_yes, ANSWER_no, ANSWER_unknown};
    int64_t people;
    counting->names[0] = counting->request->words;
    counting->names[1] = "Others";
    counting->names[2] = "Not recorded";
    counting->groups = 3;
    for (int g = 0; g < 3; g++)
        if (!ask_choose(counting->arena, counting->store, counting->request->ask, answers[g], &people, err) ||
            !read_people(counting, g, true, err))
            return false;
    return true;
}

static bool read_all(struct counting *counting, struct err *err)
{
    if (counting->request->ask) {
        if (!read_asked(counting, err))
            return false;
    } else {
        counting->groups = counting->request->programme ? 2 : 1;
        counting->names[0] = counting->request->programme ? "Programme" : "Everybody registered";
        counting->names[1] = "Comparison";
        if (!read_people(counting, -1, false, err))
            return false;
    }
    return counting->count > 0 ||
           err_set(err, ERR_absent, "nobody is followed there yet, so no time can be counted");
}

/* ---- telling ---- */

/* The first time by which so many are in work; absent when the curve does not get there. */
static struct figure weeks_until(const struct cif_curve *curve, double share)
{
    for (size_t r = 0; r < curve->rows; r++)
        if (curve->way[WAY_work - 1].share[r] >= share - 1e-12)
            return figure_of(curve->time[r]);
    return figure_absent(curve->n == 0 ? "there is nobody in the group" : "so many have not found work yet");
}

static void put(struct table *table, struct figure figure, int decimals)
{
    if (figure.absent)
        table_absent(table, figure.absent);
    else
        table_real(table, figure.value, decimals);
}

static size_t ended(const struct counting *counting, size_t group, int way)
{
    size_t n = 0;
    for (size_t i = 0; i < counting->count; i++)
        n += counting->group[i] == (int)group && counting->way[i] == way;
    return n;
}

static void add_groups(struct report *report, const struct counting *counting, const struct cif_curve *curves)
{
    struct table *table = report_table(report, "groups", "How long until work");
    table_column(table, "group", "Group", COLUMN_text);
    table_column(table, "people", "People", COLUMN_number);
    table_column(table, "work", "Found work", COLUMN_rate);
    table_column(table, "searching", "Still searching, or last seen so", COLUMN_rate);
    table_column(table, "gone", "Died or left the country", COLUMN_rate);
    table_column_in(table, "quarter", "A quarter in work after", "weeks", COLUMN_number);
    table_column_in(table, "half", "Half in work after", "weeks", COLUMN_number);
    table_column_in(table, "three", "Three quarters after", "weeks", COLUMN_number);
    for (size_t g = 0; g < counting->groups; g++) {
        const int64_t n = (int64_t)curves[g].n;
        table_row(table);
        table_text(table, counting->names[g]);
        table_int(table, n);
        table_rate(table, (int64_t)ended(counting, g, WAY_work), n);
        table_rate(table, (int64_t)ended(counting, g, WAY_searching), n);
        table_rate(table, (int64_t)ended(counting, g, WAY_gone), n);
        put(table, weeks_until(&curves[g], 0.25), 1);
        put(table, weeks_until(&curves[g], 0.5), 1);
        put(table, weeks_until(&curves[g], 0.75), 1);
    }
    table_note(
        table,
        "Who is still searching counts as long as they were seen, and as in work never: a share of those who "
        "found work alone would be too fast.");
}

static size_t row_until(const struct cif_curve *curve, double weeks)
{
    return times_until(curve->time, curve->rows, weeks);
}

/* From nobody at the start, to the last day on which anybody of the group was seen. */
static void add_curves(struct report *report, const struct counting *counting, const struct cif_curve *curves)
{
    struct chart *chart = report_curves(report, "curves", "Share in work over time", "Weeks", "Share in work",
                                        MEASURE_share, 1);
    for (size_t g = 0; g < counting->groups; g++) {
        const struct cif_curve *curve = &curves[g];
        chart_curve(chart, arena_format(counting->arena, "group_%zu", g + 1), counting->names[g]);
        const size_t every = curve->rows / CHART_POINTS_MAX + 1;
        for (size_t r = 0; r < curve->rows; r++) {
            if (r % every != 0 && r + 1 < curve->rows)
                continue;
            const double share = curve->way[WAY_work - 1].share[r];
            const struct interval limits = cif_interval(curve, WAY_work, r, KM_LOGLOG, 0.95);
            if (r == 0)
                chart_point(chart, 0, 0, 0, 0);
            chart_point(chart, curve->time[r], share, limits.absent ? share : fmin(limits.low, share),
                        limits.absent ? share : fmax(limits.high, share));
        }
    }
}

static void add_marks(struct report *report, const struct counting *counting, const struct cif_curve *curves)
{
    struct table *table = report_table(report, "marks", "Share in work by so many weeks, limits at 95 %");
    table_column(table, "group", "Group", COLUMN_text);
    table_column_in(table, "weeks", "After", "weeks", COLUMN_number);
    table_column(table, "share", "In work", COLUMN_number);
    table_column(table, "limits", "Limits", COLUMN_interval);
    table_column(table, "followed", "Followed so long, and still searching", COLUMN_number);
    for (size_t g = 0; g < counting->groups; g++)
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
            const struct figure share = cif_share(&curves[g], WAY_work, marks[m]);
            const size_t rows = row_until(&curves[g], marks[m]);
            const struct interval limits =
                share.absent ? interval_absent(share.absent)
                : rows == 0  ? interval_absent("nothing has happened yet")
                             : cif_interval(&curves[g], WAY_work, rows - 1, KM_LOGLOG, 0.95);
            table_row(table);
            table_text(table, counting->names[g]);
            table_int(table, (int64_t)marks[m]);
            if (share.absent)
                table_absent(table, share.absent);
            else
                table_share(table, share.value);
            if (limits.absent)
                table_absent(table, limits.absent);
            else
                table_interval(table, limits.low, limits.high, 1, MEASURE_share);
            table_int(table, rows < curves[g].rows ? (int64_t)curves[g].at_risk[rows] : 0);
        }
}

/* What the programme promised, and whether its follow-up lasts long enough to see it (R70, R98, R217). */
static bool add_expected(const struct counting *counting, struct report *report,
                         const struct cif_curve *curve, struct err *err)
{
    const int64_t programme = counting->request->programme;
    int64_t expected, longest;
    if (!programme)
        return true;
    if (!fetch_number(counting->store, "SELECT expected_weeks FROM programme WHERE id = $1", &programme, 1, 0,
                      &expected, err) ||
        !fetch_number(counting->store,
                      "SELECT max(m) FROM (SELECT max(weeks_after) AS m FROM follow_up_rule WHERE programme "
                      "= $1 AND track = 1 "
                      "UNION ALL SELECT max(months_after) * 365 / 84 FROM wave WHERE programme = $1) t",
                      &programme, 1, 0, &longest, err))
        return false;
    const struct figure half = weeks_until(curve, 0.5);
    if (expected && (half.absent || half.value > (double)expected))
        report_caution(
            report,
            "the programme expects its outcome in %" PRId64 " weeks, and half of its people are in work %s; "
            "judged at that day it would look worse than it is.",
            expected,
            half.absent ? "not even now" : arena_format(counting->arena, "only after %.0f", half.value));
    if (longest && (half.absent || half.value > (double)longest))
        report_caution(report,
                       "its people are followed for %" PRId64
                       " weeks at most, and that is too short to see half of them in "
                       "work; add a wave or a rule (follow_up_rule).",
                       longest);
    return true;
}

bool times_report(struct arena *arena, const struct store *store, const struct times_request *request,
                  struct report **out, struct err *err)
{
    struct counting counting = {.arena = arena, .store = store, .request = request};
    if (!read_all(&counting, err))
        return false;
    const struct durations durations =
        durations_make(arena, counting.weeks, counting.count, (struct codes){counting.way, WAYS},
                       (struct codes){counting.group, counting.groups}, (struct codes){NULL, 1});
    const struct cif_curve *curves = cif_curves(arena, &durations);
    const struct chi_test test = gray_test(arena, &durations, WAY_work);
    struct report *report = *out = report_make(arena, "times", "Time until work");
    add_groups(report, &counting, curves);
    add_curves(report, &counting, curves);
    if (counting.groups > 1 && test.p.absent)
        report_paragraph(report, "Whether the groups differ cannot be tested: %s.", test.p.absent);
    else if (counting.groups > 1)
        report_paragraph(report,
                         "Gray's test of whether the groups differ: p %s. Without a lottery a difference "
                         "may come from "
                         "who they are, not from what was done.",
                         test.p.value < 0.0005 ? "< 0.001" : arena_format(arena, "= %.3f", test.p.value));
    add_marks(report, &counting, curves);
    return add_expected(&counting, report, &curves[0], err);
}
