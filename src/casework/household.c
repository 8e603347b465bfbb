#include "casework/household.h"

#include "base/date.h"
#include "casework/appointment.h"
#include "casework/fetch.h"
#include "casework/responsible.h"
#include "store/read.h"
#include "base/banned.h"

/* How a column of a question is shown. */
struct shown {
    const char *key, *label;
    enum { SHOWN_text, SHOWN_day, SHOWN_code, SHOWN_time } as;
    enum list_id list;
    const char *absent;
};

struct part {
    const char *key, *caption, *sql; /* $1 the household, $2 the day */
    struct shown columns[8];         /* ended by a key of NULL */
};

#define MEMBERS                                                                                              \
    "FROM household_member m JOIN client c ON c.id = m.client AND m.household = $1 AND m.effective_from <= " \
    "$2 AND "                                                                                                \
    "(m.effective_to IS NULL OR m.effective_to >= $2) "

static const struct part parts[] = {
    {"members",
     "Who belongs to it",
     "SELECT c.number, c.given_names, c.family_name, m.role, (SELECT l.status FROM labour_status l WHERE "
     "l.client = c.id AND "
     "l.effective_from <= $2 AND (l.effective_to IS NULL OR l.effective_to >= $2) ORDER BY l.effective_from "
     "DESC, l.id DESC "
     "LIMIT 1), (SELECT s.login FROM staff s WHERE s.id = " RESPONSIBLE(
         "c.id", "$2") ") " MEMBERS "ORDER BY m.role NULLS LAST, c.birth_date NULLS LAST, c.number",
     {{"client", "Client", SHOWN_text, LIST_none, ""},
      {"given_names", "Given names", SHOWN_text, LIST_none, "not recorded"},
      {"family_name", "Family name", SHOWN_text, LIST_none, ""},
      {"role", "Place", SHOWN_code, LIST_household_role, "not recorded"},
      {"status", "Does", SHOWN_code, LIST_labour_status, "not recorded"},
      {"staff", "Answered for by", SHOWN_text, LIST_none, "nobody"}}},
    {"cases",
     "Cases, of the family and of its members",
     "SELECT k.number, c.number, CASE WHEN k.household = $1 THEN 'the family' ELSE 'the person' END, "
     "k.effective_from, "
     "k.effective_to, k.about FROM client_case k JOIN client c ON c.id = k.client WHERE k.effective_from <= "
     "$2 AND "
     "(k.household = $1 OR k.client IN (SELECT m.client FROM household_member m WHERE m.household = $1 AND "
     "m.effective_from "
     "<= $2 AND (m.effective_to IS NULL OR m.effective_to >= $2))) ORDER BY k.effective_from DESC, k.number",
     {{"number", "Case", SHOWN_text, LIST_none, ""},
      {"client", "Client", SHOWN_text, LIST_none, ""},
      {"of", "Of", SHOWN_text, LIST_none, ""},
      {"opened", "Opened", SHOWN_day, LIST_none, ""},
      {"closed", "Closed", SHOWN_day, LIST_none, "open"},
      {"about", "About", SHOWN_text, LIST_none, ""}}},
    {"plans",
     "Plans, and what ties the family",
     "SELECT c.number, p.number, p.aim, p.readiness, p.review_on, (SELECT CAST(count(*) AS text) FROM "
     "plan_step s WHERE "
     "s.action_plan = p.id AND s.done_on IS NULL AND s.dropped_why IS NULL), (SELECT CAST(count(*) AS text) "
     "FROM barrier b "
     "WHERE b.client = c.id AND b.kind = 11 AND b.effective_from <= $2 AND (b.effective_to IS NULL OR "
     "b.effective_to >= $2)) "
     "FROM action_plan p JOIN client c ON c.id = p.client WHERE p.closed_on IS NULL AND p.client IN (SELECT "
     "m.client FROM "
     "household_member m WHERE m.household = $1 AND m.effective_from <= $2 AND (m.effective_to IS NULL OR "
     "m.effective_to >= "
     "$2)) ORDER BY c.number",
     {{"client", "Client", SHOWN_text, LIST_none, ""},
      {"plan", "Plan", SHOWN_text, LIST_none, ""},
      {"aim", "Aim", SHOWN_text, LIST_none, ""},
      {"readiness", "Readiness", SHOWN_code, LIST_readiness, "not recorded"},
      {"review", "Looked at again", SHOWN_day, LIST_none, "no day is set"},
      {"open", "Open steps", SHOWN_text, LIST_none, ""},
      {"family", "Family barriers", SHOWN_text, LIST_none, ""}}},
    {"appointments",
     "Appointments to come",
     "SELECT c.number, a.number, a.effective_from, a.starts_at, t.login, a.kind FROM appointment a JOIN "
     "client c ON c.id = "
     "a.client JOIN staff t ON t.id = a.staff WHERE a.kept IS NULL AND a.effective_from >= $2 AND a.client "
     "IN (SELECT "
     "m.client FROM household_member m WHERE m.household = $1 AND m.effective_from <= $2 AND (m.effective_to "
     "IS NULL OR "
     "m.effective_to >= $2)) ORDER BY a.effective_from, a.starts_at, a.number",
     {{"client", "Client", SHOWN_text, LIST_none, ""},
      {"appointment", "Appointment", SHOWN_text, LIST_none, ""},
      {"day", "Day", SHOWN_day, LIST_none, ""},
      {"time", "Time", SHOWN_time, LIST_none, ""},
      {"staff", "With", SHOWN_text, LIST_none, ""},
      {"kind", "For", SHOWN_code, LIST_appointment_kind, ""}}},
};
_Static_assert(CODED_barrier_kind_family == 11, "the number in the question of plans is this code");

static void add_cell(struct table *table, const struct fetch *row, int column, const struct shown *shown)
{
    if (fetch_is_null(row, column)) {
        table_absent(table, shown->absent);
        return;
    }
    switch (shown->as) {
    case SHOWN_text:
        table_text(table, fetch_text(row, column));
        break;
    case SHOWN_code:
        table_text(table, list_numbered(shown->list, (int)fetch_int(row, column, 0))->label);
        break;
    case SHOWN_time:
        table_text(table, time_words(row->arena, fetch_int(row, column, 0)));
        break;
    case SHOWN_day:
        table_text(table, date_words(row->arena, (int32_t)fetch_int(row, column, 0)));
        break;
    }
}

static bool add_part(struct arena *arena, const struct store *store, const struct part *part,
                     int64_t household, int32_t day, struct report *report, struct err *err)
{
    const int64_t numbers[] = {household, day};
    struct table *table = report_table(report, part->key, part->caption);
    struct fetch row;
    bool there = true;
    for (const struct shown *shown = part->columns; shown->key; shown++)
        table_column(table, shown->key, shown->label, COLUMN_text);
    bool good = fetch_open(&row, arena, store, part->sql, numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        table_row(table);
        for (int column = 0; part->columns[column].key; column++)
            add_cell(table, &row, column, &part->columns[column]);
    }
    fetch_close(&row);
    return good;
}

bool household_report(struct arena *arena, const struct store *store, struct text number, int32_t day,
                      struct report **out, struct err *err)
{
    int64_t id;
    bool good = record_find(store, dict_record(R_household), number, &id, err);
    if (good)
        *out =
            report_make(arena, "household", arena_format(arena, "Household " TEXT_FORMAT, TEXT_ARGS(number)));
    for (size_t i = 0; good && i < sizeof parts / sizeof *parts; i++)
        good = add_part(arena, store, &parts[i], id, day, *out, err);
    return good;
}
