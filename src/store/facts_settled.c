#include "store/facts_work.h"

#include <assert.h>
#include <stdio.h>

#include "base/date.h"
#include "base/banned.h"

/* Whether rows of the record count from the day on which they begin; what is due counts before. */
static bool counts_from_its_day(enum record_id record)
{
    for (int p = PICK_none + 1; p < PICK_end; p++)
        if (pick_of((enum pick_id)p)->record == record && pick_of((enum pick_id)p)->how != HOW_next)
            return true;
    return record == R_none_known;
}

static void sql_last_day(struct str *sql, const struct facts_wanted *wanted, enum record_id record,
                         const char *day)
{
    str_addf(sql, " UNION ALL SELECT %smax(%s) AS day", sql_by_client(wanted) ? "" : "s.client, ", day);
    sql_wanted_rows(sql, wanted, record);
    if (!sql_by_client(wanted))
        str_add(sql, " GROUP BY s.client");
}

/* Of a record type the last day on which one of its rows begins or is over; a row ends on the day after its
 * last, and what is due is done on the day that closes it. */
static void sql_last_days(struct str *sql, const struct facts_wanted *wanted, enum record_id record)
{
    if (counts_from_its_day(record))
        sql_last_day(sql, wanted, record,
                     dict_record(record)->effective_to
                         ? "CASE WHEN s.effective_to >= s.effective_from THEN s.effective_to + 1 "
                           "ELSE s.effective_from END"
                         : "s.effective_from");
    for (int p = PICK_none + 1; p < PICK_end; p++) {
        const struct pick *pick = pick_of((enum pick_id)p);
        char day[80];
        if (pick->record != record || !pick_closes_on_a_day(pick))
            continue;
        snprintf(day, sizeof day, "s.%s", dict_field(pick->open)->name);
        sql_last_day(sql, wanted, record, day);
    }
}

/* " FROM (… UNION ALL …) u": over one record type, or over all that are wanted. */
static void sql_all_last_days(struct str *sql, const struct facts_wanted *wanted, enum record_id only)
{
    if (sql_by_client(wanted))
        str_addf(sql, " FROM (SELECT %d AS day", DATE_MIN);
    else if (wanted->everybody && only == R_none)
        str_addf(sql, " FROM (SELECT k.id AS client, %d AS day FROM client k", DATE_MIN);
    else
        str_addf(sql, " FROM (SELECT 0 AS client, %d AS day", DATE_MIN);
    for (int r = R_none + 1; r < R_end; r++)
        if (only == R_none ? wanted->settled[r] : only == (enum record_id)r)
            sql_last_days(sql, wanted, (enum record_id)r);
    str_add(sql, ") u");
}

/* "settled_on", or of one record type "register_spell_settled_on". */
static void sql_settled_name(struct str *sql, enum record_id only)
{
    if (only != R_none)
        str_addf(sql, "%s_", dict_record(only)->name);
    str_add(sql, "settled_on");
}

/* The day after which nothing changes by itself. Asked as known now only. */
void sql_settled(struct str *sql, const struct facts_wanted *wanted, enum record_id only)
{
    assert(!wanted->moment->known_then);
    str_add(sql, ", COALESCE(");
    if (sql_by_client(wanted) && !(wanted->everybody && only == R_none)) {
        str_add(sql, "(SELECT max(u.day)");
        sql_all_last_days(sql, wanted, only);
        str_add_char(sql, ')');
    } else {
        sql_settled_name(sql, only);
        str_add(sql, "_of.day");
    }
    str_addf(sql, ", %d) AS ", DATE_MIN);
    sql_settled_name(sql, only);
}

void sql_settled_and_clients(struct str *sql, const struct facts_wanted *wanted)
{
    struct facts_wanted passes = *wanted;
    passes.by_passes = true;
    str_add(sql, "(SELECT u.client, max(u.day) AS day");
    sql_all_last_days(sql, &passes, R_none);
    str_add(sql, " GROUP BY u.client) settled_on_of JOIN client c ON c.id = settled_on_of.client");
}

void sql_join_settled(struct str *sql, const struct facts_wanted *wanted, enum record_id only)
{
    str_add(sql, " LEFT JOIN (SELECT u.client, max(u.day) AS day");
    sql_all_last_days(sql, wanted, only);
    str_add(sql, " GROUP BY u.client) ");
    sql_settled_name(sql, only);
    str_add(sql, "_of ON ");
    sql_settled_name(sql, only);
    str_add(sql, "_of.client = c.id");
}
