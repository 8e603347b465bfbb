#include "base/date.h"
#include "store/facts_work.h"
#include "store/sql.h"
#include "base/banned.h"

/* Each pick becomes joins to the clients c, under its own name:
 *   NAME        the row picked, one per client: the first of its rows in the order of choice
 *   NAME_known  per client that has any row that began by the day: how many, and how many of them the list
 * has NAME_none   clients of whom it was said by the day that they have none NAME_run    per client the first
 * day of the last unbroken run of spells Each is made in one pass over its record type, so that a million
 * clients cost no million look-ups. */
struct joins {
    bool row, known, none, run;
};

static bool is_counted(const struct fact *fact)
{
    return fact->what == WHAT_exists || fact->what == WHAT_list;
}

static bool is_run(const struct fact *fact)
{
    return fact->what == WHAT_weeks && fact->field == F_none;
}

static struct joins joins_of(const struct facts_wanted *wanted, enum pick_id id)
{
    const struct pick *pick = pick_of(id);
    struct joins joins = {0};
    for (int f = FACT_none + 1; f < FACT_end; f++) {
        const struct fact *fact = fact_of((enum fact_id)f);
        if (!wanted->facts[f] || fact->pick != id)
            continue;
        joins.row = joins.row || fact->what != WHAT_list;
        joins.known = joins.known || is_counted(fact);
        joins.none = joins.none || (is_counted(fact) && pick->none);
        joins.run = joins.run || is_run(fact);
    }
    for (int part = PART_row; part < PART_end; part++)
        joins.row = joins.row || wanted->parts[id][part];
    return joins;
}

static void sql_running(struct str *sql, const char *day)
{
    str_addf(sql, "(s.effective_to IS NULL OR s.effective_to >= %s)", day);
}

/* " AND …": rows of s that began by the day and are the pick's. */
static void sql_began(struct str *sql, const struct pick *pick, const char *day)
{
    str_addf(sql, " AND s.effective_from <= %s", day);
    if (pick->where)
        str_addf(sql, " AND s.%s = %d", dict_field(pick->where)->name, pick->is);
}

void sql_pick_condition(struct str *sql, const struct pick *pick, const char *day)
{
    sql_began(sql, pick, day);
    if (pick->how != HOW_running && pick->how != HOW_all)
        return;
    str_add(sql, " AND ");
    sql_running(sql, day);
}

static void sql_clients(struct str *sql, const struct facts_wanted *wanted)
{
    sql_source_as(sql, dict_record(R_client), wanted->moment, "c");
    if (wanted->which)
        str_addf(sql, " WHERE %s", wanted->which);
}

/* " FROM … s WHERE …": the rows of a record type about the clients that are asked about. */
static void sql_rows(struct str *sql, const struct facts_wanted *wanted, enum record_id record)
{
    str_add(sql, " FROM ");
    sql_source(sql, dict_record(record), wanted->moment);
    if (wanted->which) {
        str_add(sql, " WHERE s.client IN (SELECT c.id FROM ");
        sql_clients(sql, wanted);
        str_add(sql, ")");
    } else {
        str_add(sql, " WHERE 1 = 1");
    }
}

static void join_row(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_add(sql, " LEFT JOIN (SELECT s.* FROM (SELECT s.*, row_number() OVER (PARTITION BY s.client ORDER BY "
                 "s.effective_from DESC, CASE WHEN s.verified_by IS NULL THEN 1 ELSE 0 END, "
                 "s.recorded_at DESC, s.id DESC) AS turn");
    sql_rows(sql, wanted, pick->record);
    sql_pick_condition(sql, pick, wanted->day);
    str_addf(sql, ") s WHERE s.turn = 1) %s ON %s.client = c.id", pick->name, pick->name);
}

static void join_known(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_add(sql, " LEFT JOIN (SELECT s.client, sum(");
    if (pick->how == HOW_all) {
        str_add(sql, "CASE WHEN ");
        sql_running(sql, wanted->day);
        str_add(sql, " THEN 1 ELSE 0 END");
    } else {
        str_add(sql, "1");
    }
    str_add(sql, ") AS members");
    sql_rows(sql, wanted, pick->record);
    sql_began(sql, pick, wanted->day);
    str_addf(sql, " GROUP BY s.client) %s_known ON %s_known.client = c.id", pick->name, pick->name);
}

static void join_none(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_add(sql, " LEFT JOIN (SELECT s.client");
    sql_rows(sql, wanted, R_none_known);
    str_addf(sql, " AND s.what = %d AND s.effective_from <= %s", pick->none, wanted->day);
    str_addf(sql, " GROUP BY s.client) %s_none ON %s_none.client = c.id", pick->name, pick->name);
}

/* A run begins with a spell before which nothing reached as far as the day before it; the last run is the one
 * that a running spell is in. */
static void join_run(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_addf(sql,
             " LEFT JOIN (SELECT r.client, max(CASE WHEN r.before IS NULL OR r.before < r.effective_from - 1 "
             "THEN r.effective_from END) AS began FROM (SELECT s.client, s.effective_from, "
             "max(COALESCE(s.effective_to, %d)) OVER (PARTITION BY s.client ORDER BY s.effective_from "
             "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before",
             DATE_MAX);
    sql_rows(sql, wanted, pick->record);
    sql_began(sql, pick, wanted->day);
    str_addf(sql, ") r GROUP BY r.client) %s_run ON %s_run.client = c.id", pick->name, pick->name);
}

const char *pick_alias(const struct pick *pick)
{
    return pick->how == HOW_client ? "c" : pick->name;
}

static void sql_counted(struct str *sql, const struct fact *fact)
{
    const struct pick *pick = pick_of(fact->pick);
    str_add(sql, "CASE WHEN ");
    if (fact->what == WHAT_exists)
        str_addf(sql, "%s.client IS NOT NULL THEN 1 WHEN %s_known.client IS NOT NULL THEN 0", pick->name,
                 pick->name);
    else
        str_addf(sql, "%s_known.client IS NOT NULL THEN %s_known.members", pick->name, pick->name);
    if (pick->none)
        str_addf(sql, " WHEN %s_none.client IS NOT NULL THEN 0", pick->name);
    str_add(sql, " END");
}

static void sql_value(struct str *sql, const struct fact *fact)
{
    const struct pick *pick = pick_of(fact->pick);
    if (is_counted(fact))
        sql_counted(sql, fact);
    else if (is_run(fact))
        str_addf(sql, "CASE WHEN %s.client IS NOT NULL THEN %s_run.began END", pick->name, pick->name);
    else if (fact->what == WHAT_key)
        str_addf(sql, "%s_to.%s", fact->column,
                 dict_field(dict_record(dict_field(fact->field)->to)->key[0])->name);
    else
        str_addf(sql, "%s.%s", pick_alias(pick), dict_field(fact->field)->name);
    str_addf(sql, " AS %s", fact->column);
}

void sql_part(struct str *sql, enum pick_id id, enum pick_part part)
{
    const struct pick *pick = pick_of(id);
    const struct record *record = dict_record(pick->record);
    const char *row = pick_alias(pick);
    switch (part) {
    case PART_row:
        str_addf(sql, "%s.id", row);
        break;
    case PART_from:
        str_addf(sql, "%s.effective_from", row);
        break;
    case PART_verified:
        str_addf(sql, "CASE WHEN %s.verified_by IS NOT NULL THEN 1 WHEN %s.id IS NOT NULL THEN 0 END", row,
                 row);
        break;
    case PART_method:
        str_addf(sql, "%s.method", row);
        break;
    case PART_source:
        str_addf(sql, "%s.source", row);
        break;
    case PART_recorded_on: /* the day of the instant, in UTC */
        str_addf(sql, "%s.recorded_at / 86400000", row);
        break;
    case PART_recorded_by:
        sql_key_of(sql, dict_field(record->recorded_by), row);
        break;
    case PART_end:
        break;
    }
    str_addf(sql, " AS %s%s", pick->name, pick_part_name(part));
}

/* The day after which nothing changes by itself: a row ends on the day after its last. */
static void join_settled(struct str *sql, const struct facts_wanted *wanted)
{
    bool first = true;
    str_add(sql, " LEFT JOIN (SELECT u.client, max(u.day) AS day FROM (");
    for (int r = R_none + 1; r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        if (!wanted->settled[r])
            continue;
        str_addf(sql, "%sSELECT s.client, max(%s) AS day", first ? "" : " UNION ALL ",
                 record->effective_to
                     ? "CASE WHEN s.effective_to >= s.effective_from THEN s.effective_to + 1 "
                       "ELSE s.effective_from END"
                     : "s.effective_from");
        sql_rows(sql, wanted, record->id);
        str_add(sql, " GROUP BY s.client");
        first = false;
    }
    str_add(sql, ") u GROUP BY u.client) settled ON settled.client = c.id");
}

static bool is_settled_wanted(const struct facts_wanted *wanted)
{
    for (int r = R_none + 1; r < R_end; r++)
        if (wanted->settled[r])
            return true;
    return false;
}

static void sql_select(struct str *sql, const struct facts_wanted *wanted)
{
    str_add(sql, "SELECT c.id AS client");
    if (is_settled_wanted(wanted))
        str_addf(sql, ", COALESCE(settled.day, %d) AS settled_on", DATE_MIN);
    for (int f = FACT_none + 1; f < FACT_end; f++)
        if (wanted->facts[f]) {
            str_add(sql, ", ");
            sql_value(sql, fact_of((enum fact_id)f));
        }
    for (int p = PICK_none + 1; p < PICK_end; p++)
        for (int part = PART_row; part < PART_end; part++)
            if (wanted->parts[p][part]) {
                str_add(sql, ", ");
                sql_part(sql, (enum pick_id)p, (enum pick_part)part);
            }
}

static void sql_joins(struct str *sql, const struct facts_wanted *wanted, enum pick_id id)
{
    const struct pick *pick = pick_of(id);
    const struct joins joins = joins_of(wanted, id);
    if (joins.row && pick->how != HOW_client)
        join_row(sql, wanted, pick);
    if (joins.known)
        join_known(sql, wanted, pick);
    if (joins.none)
        join_none(sql, wanted, pick);
    if (joins.run)
        join_run(sql, wanted, pick);
}

void sql_computed(struct str *sql, const struct facts_wanted *wanted)
{
    sql_select(sql, wanted);
    str_add(sql, " FROM ");
    sql_source_as(sql, dict_record(R_client), wanted->moment, "c");
    for (int p = PICK_none + 1; p < PICK_end; p++)
        sql_joins(sql, wanted, (enum pick_id)p);
    for (int f = FACT_none + 1; f < FACT_end; f++) {
        const struct fact *fact = fact_of((enum fact_id)f);
        if (wanted->facts[f] && fact->what == WHAT_key)
            str_addf(sql, " LEFT JOIN %s %s_to ON %s_to.id = %s.%s",
                     dict_record(dict_field(fact->field)->to)->name, fact->column, fact->column,
                     pick_alias(pick_of(fact->pick)), dict_field(fact->field)->name);
    }
    if (is_settled_wanted(wanted))
        join_settled(sql, wanted);
    if (wanted->which)
        str_addf(sql, " WHERE %s", wanted->which);
}
