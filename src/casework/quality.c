#include "casework/quality.h"

#include <inttypes.h>
#include <string.h>

#include "casework/check_work.h"
#include "casework/fetch.h"
#include "store/ask.h"
#include "store/kept.h"
#include "base/banned.h"

static const char *const by_names[] = {"record", "field", "office", "recorder"};

bool quality_by_named(struct text name, enum quality_by *by, struct err *err)
{
    for (size_t i = 0; i < sizeof by_names / sizeof *by_names; i++)
        if (text_is(name, by_names[i])) {
            *by = (enum quality_by)i;
            return true;
        }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT "\" is no way to break it down; write record, field, office or "
                   "recorder",
                   TEXT_ARGS(name));
}

struct viewing {
    struct arena *arena;
    const struct store *store;
    const struct quality_request *request;
    struct table *table;
    int64_t weeks[R_end]; /* shelf life; 0: none is set */
};

static bool is_viewed(const struct viewing *viewing, const struct record *record)
{
    return record->verified_by && store_may_see(viewing->store, record) &&
           (!viewing->request->record || viewing->request->record == record);
}

/* A field that somebody could have filled in and need not have. The end of a spell is empty while it runs. */
static bool may_be_empty(const struct viewing *viewing, const struct record *record,
                         const struct field *field)
{
    return !field->required && !field->stamped && !field->provenance && field->id != record->effective_to &&
           store_may_see_field(viewing->store, field);
}

static bool read_shelf_lives(struct viewing *viewing, struct err *err)
{
    struct fetch rows;
    bool there = true;
    bool good =
        fetch_open(&rows, viewing->arena, viewing->store, "SELECT about, weeks FROM staleness", NULL, 0, err);
    while (good && (good = fetch_next(&rows, &there, err)) && there) {
        const struct record *record = dict_record_named(text_of(fetch_text(&rows, 0)));
        if (record && record->client)
            viewing->weeks[record->id] = fetch_int(&rows, 1, 0);
    }
    fetch_close(&rows);
    return good;
}

/* ---- by record type, office, recorder ---- */

/* Of each series the last, spells while they run; older than the shelf life, or not. */
static void add_stale(struct str *sql, const struct viewing *viewing, const struct record *record, bool old)
{
    str_add(sql, "count(CASE WHEN 1 = 1");
    if (old)
        str_addf(sql,
                 " AND CASE WHEN a.verified_on > a.effective_from THEN a.verified_on ELSE a.effective_from "
                 "END < $1 - "
                 "%" PRId64,
                 7 * viewing->weeks[record->id]);
    str_add(sql, " AND a.effective_from <= $1");
    if (record->effective_to)
        str_add(sql, " AND (a.effective_to IS NULL OR a.effective_to >= $1)");
    sql_last_of_series(sql, record, "a");
    str_add(sql, " THEN 1 END), ");
}

static void add_empty(struct str *sql, const struct viewing *viewing, const struct record *record)
{
    size_t count, fields = 0;
    const struct field *all = record_fields(record, &count);
    for (size_t i = 0; i < count; i++)
        if (may_be_empty(viewing, record, &all[i])) {
            str_addf(sql, "%scount(*) - count(a.%s)", fields > 0 ? " + " : "", all[i].name);
            fields++;
        }
    str_addf(sql, "%s, %zu * count(*)", fields > 0 ? "" : "0", fields);
}

static void add_question(struct str *sql, const struct viewing *viewing, const struct record *record)
{
    const enum quality_by by = viewing->request->by;
    const char *client = record->client ? dict_field(record->client)->name : "id";
    /* counted by a number that stands in the row; its words are looked up for each group, not each row */
    const char *group = by == QUALITY_by_office ? "q.office" : "a.recorded_by";
    const char *words = by == QUALITY_by_office ? "o.code" : by == QUALITY_by_recorder ? "s.login" : "''";
    str_addf(sql,
             "SELECT %s, t.* FROM (SELECT count(*), count(*) - count(a.verified_by), count(CASE WHEN "
             "a.method = %d THEN 1 END), ",
             words, CODED_method_officer_impression);
    if (viewing->weeks[record->id]) {
        add_stale(sql, viewing, record, true);
        add_stale(sql, viewing, record, false);
    } else {
        str_add(sql, "0, 0, ");
    }
    str_addf(
        sql,
        "count(CASE WHEN EXISTS (SELECT 1 FROM fact_check f WHERE f.row_id = a.id AND f.about = '%s' AND "
        "f.settled_on IS NULL) THEN 1 END), ",
        record->name);
    add_empty(sql, viewing, record);
    str_addf(sql, ", %s AS part FROM %s a", by == QUALITY_by_record ? "0" : group, record->name);
    if (by == QUALITY_by_office)
        str_addf(sql,
                 " LEFT JOIN register_spell q ON q.client = a.%s AND q.effective_from <= $1 AND "
                 "(q.effective_to IS NULL "
                 "OR q.effective_to >= $1)",
                 client);
    str_add(sql, " WHERE $1 > 0 ");
    if (by == QUALITY_by_record)
        str_add(sql, "HAVING count(*) > 0) t");
    else
        str_addf(sql, "GROUP BY %s) t LEFT JOIN %s ORDER BY %s", group,
                 by == QUALITY_by_office ? "office o ON o.id = t.part" : "staff s ON s.id = t.part", words);
}

static void add_row(const struct viewing *viewing, const struct record *record, const struct fetch *row)
{
    struct table *table = viewing->table;
    const int64_t all = fetch_int(row, 1, 0);
    table_row(table);
    table_text(table, record->label);
    if (viewing->request->by != QUALITY_by_record) {
        if (fetch_is_null(row, 0))
            table_absent(table, "the person is not registered at an office");
        else
            table_text(table, fetch_text(row, 0));
    }
    table_int(table, all);
    table_rate(table, fetch_int(row, 2, 0), all);
    table_rate(table, fetch_int(row, 3, 0), all);
    if (viewing->weeks[record->id])
        table_rate(table, fetch_int(row, 4, 0), fetch_int(row, 5, 0));
    else
        table_absent(table, "no shelf life is set for it (staleness)");
    table_rate(table, fetch_int(row, 6, 0), all);
    if (fetch_int(row, 8, 0) > 0 || all == 0)
        table_rate(table, fetch_int(row, 7, 0), fetch_int(row, 8, 0));
    else
        table_absent(table, "every field of it is needed");
}

static bool view_record(struct viewing *viewing, const struct record *record, struct err *err)
{
    const int64_t today = viewing->request->today;
    struct fetch rows;
    struct str sql;
    bool there = true;
    str_init(&sql);
    add_question(&sql, viewing, record);
    bool good = fetch_open(&rows, viewing->arena, viewing->store, sql.at, &today, 1, err);
    str_clear(&sql);
    while (good && (good = fetch_next(&rows, &there, err)) && there)
        add_row(viewing, record, &rows);
    fetch_close(&rows);
    return good;
}

static bool view_records(struct viewing *viewing, struct report *report, struct err *err)
{
    const enum quality_by by = viewing->request->by;
    struct table *table = viewing->table =
        report_table(report, "quality", "How far the record can be relied on");
    table_column(table, "record", "Record", COLUMN_text);
    if (by == QUALITY_by_office)
        table_column(table, "office", "Office", COLUMN_text);
    if (by == QUALITY_by_recorder)
        table_column(table, "recorder", "Recorded by", COLUMN_text);
    table_column(table, "records", "Records", COLUMN_number);
    table_column(table, "unverified", "Not checked by a second person", COLUMN_rate);
    table_column(table, "impression", "On an officer's impression", COLUMN_rate);
    table_column(table, "stale", "Past its shelf life", COLUMN_rate);
    table_column(table, "doubted", "In doubt now", COLUMN_rate);
    table_column(table, "empty", "Fields left empty", COLUMN_rate);
    table_note(table, "Past its shelf life: of the last of each series, and of spells that run. In doubt: "
                      "with a check that "
                      "nobody has settled. Empty: of fields that may be.");
    for (int r = R_none + 1; r < R_end; r++)
        if (is_viewed(viewing, dict_record((enum record_id)r)) &&
            !view_record(viewing, dict_record((enum record_id)r), err))
            return false;
    return true;
}

/* ---- by field ---- */

static bool view_fields(struct viewing *viewing, const struct record *record, struct err *err)
{
    size_t count, asked = 0;
    const struct field *fields = record_fields(record, &count), *of[RECORD_FIELDS_MAX];
    struct fetch row;
    struct str sql;
    bool there;
    str_init(&sql);
    str_add(&sql, "SELECT count(*)");
    for (size_t i = 0; i < count; i++)
        if (may_be_empty(viewing, record, &fields[i])) {
            str_addf(&sql, ", count(*) - count(%s)", fields[i].name);
            of[asked++] = &fields[i];
        }
    str_addf(&sql, " FROM %s", record->name);
    bool good = fetch_open(&row, viewing->arena, viewing->store, sql.at, NULL, 0, err) &&
                fetch_next(&row, &there, err);
    str_clear(&sql);
    const int64_t all = good ? fetch_int(&row, 0, 0) : 0;
    for (size_t i = 0; all > 0 && i < asked; i++) {
        table_row(viewing->table);
        table_text(viewing->table, record->label);
        table_text(viewing->table, of[i]->label);
        table_rate(viewing->table, fetch_int(&row, (int)i + 1, 0), all);
    }
    fetch_close(&row);
    return good;
}

static bool view_by_field(struct viewing *viewing, struct report *report, struct err *err)
{
    viewing->table = report_table(report, "fields", "Fields that nobody filled in");
    table_column(viewing->table, "record", "Record", COLUMN_text);
    table_column(viewing->table, "field", "Field", COLUMN_text);
    table_column(viewing->table, "empty", "Not recorded", COLUMN_rate);
    table_note(viewing->table,
               "Of fields that may be empty; some rightly are, as why a job ended while it runs.");
    for (int r = R_none + 1; r < R_end; r++)
        if (is_viewed(viewing, dict_record((enum record_id)r)) &&
            !view_fields(viewing, dict_record((enum record_id)r), err))
            return false;
    return true;
}

/* ---- the rules ---- */

struct rule_row {
    const char *code, *label, *question, *about, *mend;
};

static bool ask_rule(struct viewing *viewing, const struct rule_row *row, struct err *err)
{
    struct kept kept;
    struct rule *rule;
    struct spot where;
    struct ask_counts counts;
    if (!kept_find(viewing->arena, viewing->store, text_of(row->question), &kept, err) ||
        !ask_compile(viewing->arena, viewing->store, kept.text, kept.verified_only, &rule, &where, err)) {
        err_at(err, "quality_rule %s", row->code);
        return false;
    }
    const struct rule *const questions[] = {rule};
    const struct ask ask = {
        .questions = questions, .count = 1, .moment = {.dated = true, .as_at = viewing->request->today}};
    if (!ask_count(viewing->arena, viewing->store, &ask, &counts, err))
        return false;
    table_row(viewing->table);
    table_text(viewing->table, row->label);
    table_text(viewing->table, row->about);
    table_rate(viewing->table, ask_people(&counts, 0, ANSWER_yes), counts.people);
    table_int(viewing->table, ask_people(&counts, 0, ANSWER_unknown));
    table_text(viewing->table, row->mend);
    return true;
}

static bool view_rules(struct viewing *viewing, struct report *report, struct err *err)
{
    enum { RULES_MAX = 500 };
    struct rule_row *rows = ARENA_ARRAY(viewing->arena, struct rule_row, RULES_MAX);
    size_t count = 0;
    struct fetch found;
    bool there = true;
    bool good = fetch_open(
        &found, viewing->arena, viewing->store,
        "SELECT r.code, r.label, q.code, r.about, r.mend FROM quality_rule r JOIN question q ON q.id = "
        "r.question ORDER BY r.about, r.code",
        NULL, 0, err);
    while (good && count < RULES_MAX && (good = fetch_next(&found, &there, err)) && there)
        rows[count++] = (struct rule_row){.code = fetch_text(&found, 0),
                                          .label = fetch_text(&found, 1),
                                          .question = fetch_text(&found, 2),
                                          .about = fetch_text(&found, 3),
                                          .mend = fetch_text(&found, 4)};
    fetch_close(&found);
    if (good && count == 0) {
        report_paragraph(report, "No quality rules are kept; mahi load share/quality brings some.");
        return true;
    }
    viewing->table = report_table(report, "rules", "What should be true of nobody");
    table_column(viewing->table, "rule", "What is wrong", COLUMN_text);
    table_column(viewing->table, "about", "Record", COLUMN_text);
    table_column(viewing->table, "people", "People", COLUMN_rate);
    table_column(viewing->table, "unknown", "Cannot be told", COLUMN_number);
    table_column(viewing->table, "mend", "What to do", COLUMN_text);
    for (size_t i = 0; good && i < count; i++)
        good = ask_rule(viewing, &rows[i], err);
    return good;
}

bool quality_report(struct arena *arena, const struct store *store, const struct quality_request *request,
                    struct report **out, struct err *err)
{
    struct viewing viewing = {.arena = arena, .store = store, .request = request};
    struct report *report = *out = report_make(arena, "quality", "Quality of the record");
    if (request->record && !request->record->verified_by)
        return err_set(err, ERR_usage, "%s states no facts about people; there is nothing to rely on or not",
                       request->record->name);
    return read_shelf_lives(&viewing, err) &&
           (request->by == QUALITY_by_field ? view_by_field : view_records)(&viewing, report, err) &&
           (!request->rules || view_rules(&viewing, report, err));
}
