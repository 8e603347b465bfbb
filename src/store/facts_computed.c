#include <assert.h>

#include "base/date.h"
#include "store/facts_work.h"
#include "store/sql.h"
#include "base/banned.h"

/* Of each pick four things are asked: the row picked, under the pick's name; how many rows are known, and
 * members of its list (NAME_known); whether it was said that there are none (NAME_none); and since when the
 * last unbroken run of spells goes on (NAME_run).
 *
 * As known now they are looked up client by client, by the index on the client: a few clients cost little,
 * and the time for all of them does not hang on what the engine guesses. As known then there is no index, for
 * the versions stand in two tables: each is made in one pass over them and joined to the clients c. So it is
 * done as known now too where all clients are wanted and the engine is quicker at that (by_passes). */
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

/* " AND …": rows of s that are the pick's. */
static void sql_picks(struct str *sql, const struct pick *pick, const char *alias)
{
    if (pick->where)
        str_addf(sql, " AND %s.%s = %d", alias, dict_field(pick->where)->name, pick->is);
}

bool pick_closes_on_a_day(const struct pick *pick)
{
    return pick->how == HOW_next && dict_field(pick->open)->kind == KIND_DATE;
}

/* " AND …": rows of s that began by the day, or are not yet done, and are the pick's. */
static void sql_began(struct str *sql, const struct pick *pick, const char *day)
{
    if (pick->how != HOW_next)
        str_addf(sql, " AND s.effective_from <= %s", day);
    else
        str_addf(sql, " AND (s.%s IS NULL", dict_field(pick->open)->name);
    if (pick_closes_on_a_day(pick))
        str_addf(sql, " OR s.%s > %s", dict_field(pick->open)->name, day);
    str_add(sql, pick->how == HOW_next ? ")" : "");
    sql_picks(sql, pick, "s");
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

bool sql_by_client(const struct facts_wanted *wanted)
{
    return !wanted->moment->known_then && !wanted->by_passes;
}

/* " FROM … s WHERE …": the rows of a record type, of the client at hand or of all that are asked about. */
void sql_wanted_rows(struct str *sql, const struct facts_wanted *wanted, enum record_id record)
{
    str_add(sql, " FROM ");
    sql_source(sql, dict_record(record), wanted->moment);
    if (sql_by_client(wanted)) {
        str_add(sql, " WHERE s.client = c.id");
    } else if (wanted->which) {
        str_add(sql, " WHERE s.client IN (SELECT c.id FROM ");
        sql_clients(sql, wanted);
        str_add(sql, ")");
    } else {
        str_add(sql, " WHERE 1 = 1");
    }
}

/* Whether the key lets only one of the pick's rows begin on one day: then the index is the order of choice.
 */
static bool is_one_a_day(const struct pick *pick)
{
    const struct record *record = dict_record(pick->record);
    for (size_t i = 0; i < record_key_count(record); i++)
        if (record->key[i] != record->client && record->key[i] != record->effective_from &&
            record->key[i] != pick->where)
            return false;
    return true;
}

static void sql_order_of_choice(struct str *sql, const struct pick *pick)
{
    if (pick->how == HOW_next) {
        str_add(sql, "ORDER BY s.effective_from, s.id");
        return;
    }
    str_add(sql, "ORDER BY s.effective_from DESC");
    if (is_one_a_day(pick))
        return;
    if (dict_record(pick->record)->verified_by)
        str_add(sql, ", CASE WHEN s.verified_by IS NULL THEN 1 ELSE 0 END");
    str_add(sql, ", s.recorded_at DESC, s.id DESC");
}

static void join_row(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    const char *name = pick->name;
    if (sql_by_client(wanted)) {
        str_addf(sql, " LEFT JOIN %s %s ON %s.id = (SELECT s.id", dict_record(pick->record)->name, name,
                 name);
    } else {
        str_add(sql, " LEFT JOIN (SELECT s.*, row_number() OVER (PARTITION BY s.client ");
        sql_order_of_choice(sql, pick);
        str_add(sql, ") AS turn");
    }
    sql_wanted_rows(sql, wanted, pick->record);
    sql_pick_condition(sql, pick, wanted->day);
    if (sql_by_client(wanted)) {
        str_add_char(sql, ' ');
        sql_order_of_choice(sql, pick);
        str_add(sql, " LIMIT 1)");
    } else {
        str_addf(sql, ") %s ON %s.client = c.id AND %s.turn = 1", name, name, name);
    }
}

/* How many members, over the rows that began by the day; null when there are none of these. */
static void select_known(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_addf(sql, "(SELECT %ssum(", sql_by_client(wanted) ? "" : "s.client, ");
    if (pick->how == HOW_all) {
        str_add(sql, "CASE WHEN ");
        sql_running(sql, wanted->day);
        str_add(sql, " THEN 1 ELSE 0 END");
    } else {
        str_add(sql, "1");
    }
    str_add(sql, ") AS members");
    sql_wanted_rows(sql, wanted, pick->record);
    sql_began(sql, pick, wanted->day);
    str_add(sql, sql_by_client(wanted) ? ")" : " GROUP BY s.client)");
}

static void select_none(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_addf(sql, "(SELECT %s", sql_by_client(wanted) ? "1" : "s.client");
    sql_wanted_rows(sql, wanted, R_none_known);
    str_addf(sql, " AND s.what = %d AND s.effective_from <= %s%s)", pick->none, wanted->day,
             sql_by_client(wanted) ? "" : " GROUP BY s.client");
}

/* A run begins with a spell before which nothing reached as far as the day before it; the last run is the one
 * that a running spell is in. */
static void select_run(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_addf(sql,
             "(SELECT r.client, max(CASE WHEN r.before IS NULL OR r.before < r.effective_from - 1 THEN "
             "r.effective_from END) AS began FROM (SELECT s.client, s.effective_from, "
             "max(COALESCE(s.effective_to, %d)) OVER (PARTITION BY s.client ORDER BY s.effective_from ROWS "
             "BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before",
             DATE_MAX);
    sql_wanted_rows(sql, wanted, pick->record);
    sql_began(sql, pick, wanted->day);
    str_add(sql, ") r GROUP BY r.client)");
}

/* The same of the client at hand, whose few spells the index has in their order. */
static void look_up_run(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_addf(sql, "(SELECT max(r.effective_from) FROM %s r WHERE r.client = c.id AND r.effective_from <= %s",
             dict_record(pick->record)->name, wanted->day);
    sql_picks(sql, pick, "r");
    str_add(sql, " AND NOT EXISTS (SELECT 1");
    sql_wanted_rows(sql, wanted, pick->record);
    sql_picks(sql, pick, "s");
    str_add(sql, " AND s.effective_from < r.effective_from AND (s.effective_to IS NULL OR s.effective_to >= "
                 "r.effective_from - 1)))");
}

const char *pick_alias(const struct pick *pick)
{
    return pick->how == HOW_client ? "c" : pick->name;
}

static void sql_members(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    if (sql_by_client(wanted))
        select_known(sql, wanted, pick);
    else
        str_addf(sql, "%s_known.members", pick->name);
}

static void sql_said_none(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    if (sql_by_client(wanted)) {
        str_add(sql, "EXISTS ");
        select_none(sql, wanted, pick);
    } else {
        str_addf(sql, "%s_none.client IS NOT NULL", pick->name);
    }
}

/* A list: its members; none where it was said so. Whether one runs: yes; no where others are known, or it was
 * said that there is none. */
static void sql_counted(struct str *sql, const struct facts_wanted *wanted, const struct fact *fact)
{
    const struct pick *pick = pick_of(fact->pick);
    bool exists = fact->what == WHAT_exists;
    if (exists)
        str_addf(sql, "CASE WHEN %s.id IS NOT NULL THEN 1 WHEN ", pick->name);
    else
        str_add(sql, pick->none ? "COALESCE(" : "(");
    sql_members(sql, wanted, pick);
    if (exists)
        str_add(sql, " IS NOT NULL THEN 0");
    if (pick->none) {
        str_add(sql, exists ? " WHEN " : ", CASE WHEN ");
        sql_said_none(sql, wanted, pick);
        str_add(sql, exists ? " THEN 0" : " THEN 0 END");
    }
    str_add(sql, exists ? " END" : ")");
}

static void sql_run(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick)
{
    str_addf(sql, "CASE WHEN %s.id IS NOT NULL THEN ", pick->name);
    if (sql_by_client(wanted))
        look_up_run(sql, wanted, pick);
    else
        str_addf(sql, "%s_run.began", pick->name);
    str_add(sql, " END");
}

static void sql_value(struct str *sql, const struct facts_wanted *wanted, const struct fact *fact)
{
    const struct pick *pick = pick_of(fact->pick);
    if (is_counted(fact))
        sql_counted(sql, wanted, fact);
    else if (is_run(fact))
        sql_run(sql, wanted, pick);
    else if (fact->what == WHAT_key) /* no join: an engine joins 64 tables at most */
        sql_key_of(sql, dict_field(fact->field), pick_alias(pick));
    else if (fact->what == WHAT_top)
        sql_top_of(sql, dict_field(fact->field), pick_alias(pick));
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
        sql_settled(sql, wanted, R_none);
    for (int r = R_none + 1; r < R_end; r++)
        if (wanted->settled_alone[r])
            sql_settled(sql, wanted, (enum record_id)r);
    for (int f = FACT_none + 1; f < FACT_end; f++)
        if (wanted->facts[f]) {
            str_add(sql, ", ");
            sql_value(sql, wanted, fact_of((enum fact_id)f));
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
    if (sql_by_client(wanted))
        return;
    static const struct {
        const char *name;
        void (*select)(struct str *sql, const struct facts_wanted *wanted, const struct pick *pick);
    } others[] = {{"known", select_known}, {"none", select_none}, {"run", select_run}};
    const bool needed[] = {joins.known, joins.none, joins.run};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (needed[i]) {
            str_add(sql, " LEFT JOIN ");
            others[i].select(sql, wanted, pick);
            str_addf(sql, " %s_%s ON %s_%s.client = c.id", pick->name, others[i].name, pick->name,
                     others[i].name);
        }
}

void sql_computed(struct str *sql, const struct facts_wanted *wanted)
{
    sql_select(sql, wanted);
    str_add(sql, " FROM ");
    if (wanted->clients)
        str_add(sql, wanted->clients);
    else if (wanted->everybody && is_settled_wanted(wanted) && sql_by_client(wanted))
        sql_settled_and_clients(sql, wanted);
    else
        sql_source_as(sql, dict_record(R_client), wanted->moment, "c");
    for (int p = PICK_none + 1; p < PICK_end; p++)
        sql_joins(sql, wanted, (enum pick_id)p);
    if (is_settled_wanted(wanted) && !sql_by_client(wanted))
        sql_join_settled(sql, wanted, R_none);
    for (int r = R_none + 1; r < R_end; r++)
        if (wanted->settled_alone[r] && !sql_by_client(wanted))
            sql_join_settled(sql, wanted, (enum record_id)r);
    if (wanted->which)
        str_addf(sql, " WHERE %s", wanted->which);
}
