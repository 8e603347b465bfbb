#include "store/standing.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "store/facts_work.h"
#include "store/schema.h"
#include "base/banned.h"

/* From here on every row has begun, and every row that ends is over: what stands for good. */
#define FOR_GOOD "2932897" /* 10000-01-01 */

/* One column after `client` and `settled_on`. */
struct column {
    const struct fact *fact; /* NULL: a part of a pick */
    enum pick_id pick;
    enum pick_part part;
    enum record_id settled; /* or: the day after which nothing of this record type changes by itself */
};

enum { INDEX_COLUMNS_MAX = 32 }; /* PostgreSQL's */
enum { COLUMNS_MAX = FACT_end + 3 * PICK_end + R_end };

static bool has_part(enum pick_id id, enum pick_part part)
{
    const struct pick *pick = pick_of(id);
    if (part == PART_verified && dict_record(pick->record)->verified_by == F_none)
        return false;
    return pick->how == HOW_client ? part == PART_verified
                                   : pick->how == HOW_latest || pick->how == HOW_running;
}

static bool is_hot(enum pick_id id)
{
    for (int f = FACT_none + 1; f < FACT_end; f++)
        if (fact_of((enum fact_id)f)->hot && fact_of((enum fact_id)f)->pick == id)
            return true;
    return false;
}

bool standing_settles_alone(enum record_id record)
{
    for (int f = FACT_none + 1; f < FACT_end; f++)
        if (fact_of((enum fact_id)f)->indexed && pick_of(fact_of((enum fact_id)f)->pick)->record == record)
            return true;
    return false;
}

/* Their order in the table: what settles alone, the hot facts, whether these are verified, the other facts,
 * the other parts. */
static size_t all_columns(struct column *out)
{
    size_t count = 0;
    for (int r = R_none + 1; r < R_end; r++)
        if (standing_settles_alone((enum record_id)r))
            out[count++] = (struct column){.settled = (enum record_id)r};
    for (int cold = 0; cold < 2; cold++) {
        for (int f = FACT_none + 1; f < FACT_end; f++) {
            const struct fact *fact = fact_of((enum fact_id)f);
            if (fact->hot == !cold)
                out[count++] = (struct column){.fact = fact, .pick = fact->pick};
        }
        for (int p = PICK_none + 1; p < PICK_end; p++)
            for (int part = PART_verified; part >= PART_row; part--) {
                bool early = part == PART_verified && is_hot((enum pick_id)p);
                if (early == !cold && has_part((enum pick_id)p, (enum pick_part)part))
                    out[count++] = (struct column){.pick = (enum pick_id)p, .part = (enum pick_part)part};
            }
    }
    return count;
}

/* Whether the fact is the topmost of records of this type. */
static bool is_top_of(const struct fact *fact, const struct record *record)
{
    return fact->what == WHAT_top && dict_field(fact->field)->to == record->id;
}

static bool depends_on(const struct column *column, const struct record *record)
{
    if (column->settled)
        return column->settled == record->id;
    if (column->fact && is_top_of(column->fact, record))
        return true;
    const struct pick *pick = pick_of(column->pick);
    if (record->id == R_none_known)
        return pick->none && column->fact &&
               (column->fact->what == WHAT_exists || column->fact->what == WHAT_list);
    return pick->record == record->id;
}

static void add_name(struct str *sql, const struct column *column)
{
    if (column->settled)
        str_addf(sql, "%s_settled_on", dict_record(column->settled)->name);
    else if (column->fact)
        str_add(sql, column->fact->column);
    else
        str_addf(sql, "%s%s", pick_of(column->pick)->name, pick_part_name(column->part));
}

static const char *column_type(const struct db *db, const struct column *column)
{
    static const enum kind part_kinds[] = {
        [PART_row] = KIND_REF, [PART_from] = KIND_DATE, [PART_verified] = KIND_BOOL};
    enum kind kind = column->settled ? KIND_DATE : column->fact ? KIND_INTEGER : part_kinds[column->part];
    if (column->fact && column->fact->what == WHAT_field)
        return schema_type(db, dict_field(column->fact->field));
    if (column->fact && (column->fact->what == WHAT_key || column->fact->what == WHAT_top))
        kind = KIND_CODE;
    else if (column->fact && column->fact->what == WHAT_exists)
        kind = KIND_BOOL;
    else if (column->fact && column->fact->what != WHAT_list)
        kind = KIND_DATE; /* from which it counts */
    return schema_type(db, &(struct field){.kind = kind});
}

static bool execute(struct db *db, struct str *sql, struct err *err)
{
    bool good = db_execute(db, sql->at, err);
    str_clear(sql);
    return good;
}

static bool make_table(struct db *db, struct err *err)
{
    struct column columns[COLUMNS_MAX];
    size_t count = all_columns(columns);
    struct str sql;
    str_init(&sql);
    str_addf(
        &sql,
        "DROP TABLE IF EXISTS standing; CREATE TABLE standing (client %s PRIMARY KEY, settled_on %s NOT NULL",
        schema_type(db, &(struct field){.kind = KIND_REF}),
        schema_type(db, &(struct field){.kind = KIND_DATE}));
    for (size_t i = 0; i < count; i++) {
        str_add(&sql, ", ");
        add_name(&sql, &columns[i]);
        str_addf(&sql, " %s", column_type(db, &columns[i]));
        if (columns[i].settled) /* until the first record of that type is there */
            str_addf(&sql, " NOT NULL DEFAULT %d", DATE_MIN);
    }
    str_addf(&sql, ")%s", db_table_tail(db));
    return execute(db, &sql, err);
}

static bool depends_on_any(const struct column *column, const struct standing_due *due)
{
    for (int r = R_none + 1; r < R_end; r++)
        if (due->of[r] && depends_on(column, dict_record((enum record_id)r)))
            return true;
    return false;
}

/* The columns that depend on record types, or all (NULL). */
static size_t want_columns(struct facts_wanted *wanted, const struct standing_due *due, struct column *out)
{
    struct column columns[COLUMNS_MAX];
    size_t all = all_columns(columns), count = 0;
    for (size_t i = 0; i < all; i++) {
        if (due && !depends_on_any(&columns[i], due))
            continue;
        out[count++] = columns[i];
        if (columns[i].settled)
            wanted->settled_alone[columns[i].settled] = true;
        else if (columns[i].fact)
            wanted->facts[columns[i].fact->id] = true;
        else
            wanted->parts[columns[i].pick][columns[i].part] = true;
    }
    for (int r = R_none + 1; r < R_end; r++)
        wanted->settled[r] =
            (!due || due->of[r]) && r != R_client && standing_depends_on(dict_record((enum record_id)r));
    return count;
}

static bool is_dated(const struct facts_wanted *wanted)
{
    for (int r = R_none + 1; r < R_end; r++)
        if (wanted->settled[r])
            return true;
    return false;
}

static void add_names(struct str *sql, const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str_add(sql, ", ");
        add_name(sql, &columns[i]);
    }
}

static const struct moment now = {0};

/* A subselect that ends so is worked out once per row; otherwise both engines would write its expressions out
 * at each place where a column of it is named, and work them out as often. */
#define ONCE " LIMIT 9223372036854775807"

/* What is wanted of the clients that meet the condition; of all of them PostgreSQL gets it quicker by passes,
 * SQLite by look-ups (bench/README.md). */
static struct facts_wanted facts_of(struct db *db, const char *which)
{
    const bool passes = !which && db_engine(db) == ENGINE_postgres;
    return (struct facts_wanted){
        .moment = &now, .day = FOR_GOOD, .which = which, .everybody = !which && !passes, .by_passes = passes};
}

/* Rows with the columns that depend on record types, or with all, for clients who have none. */
static bool insert_rows(struct db *db, const struct standing_due *due, const char *which, bool may_be_there,
                        struct err *err)
{
    struct facts_wanted wanted = facts_of(db, which);
    struct column columns[COLUMNS_MAX];
    size_t count = want_columns(&wanted, due, columns);
    struct str sql;
    str_init(&sql);
    str_add(&sql, "INSERT INTO standing (client, settled_on");
    add_names(&sql, columns, count);
    str_add(&sql, ") SELECT n.client, ");
    if (is_dated(&wanted))
        str_add(&sql, "n.settled_on");
    else
        str_addf(&sql, "%d", DATE_MIN);
    add_names(&sql, columns, count);
    str_add(&sql, " FROM (");
    sql_computed(&sql, &wanted);
    str_add(&sql, ") n");
    if (may_be_there)
        str_add(&sql, " WHERE NOT EXISTS (SELECT 1 FROM standing t WHERE t.client = n.client)");
    return execute(db, &sql, err);
}

/* Where two may write at once, what was computed before the other was done would overwrite what the other
 * wrote: so the rows are locked first, in one order, and computed after. */
static bool lock_rows(struct db *db, const char *which, struct err *err)
{
    struct str sql;
    if (!which)
        return db_hold_writers(db, "standing", err);
    if (!db_for_update(db)[0])
        return true;
    int64_t locked;
    str_init(&sql);
    str_addf(&sql,
             "SELECT count(*) FROM (SELECT t.client FROM standing t WHERE t.client IN (SELECT c.id FROM "
             "client c WHERE %s) ORDER BY t.client%s) l",
             which, db_for_update(db));
    bool good = db_number(db, sql.at, 0, &locked, err);
    str_clear(&sql);
    return good;
}

static void sql_differ(struct str *sql, const struct column *column)
{
    str_add(sql, "t.");
    add_name(sql, column);
    str_add(sql, " IS DISTINCT FROM n.");
    add_name(sql, column);
}

static bool update_rows(struct db *db, const struct standing_due *due, const char *which, struct err *err)
{
    struct facts_wanted wanted = facts_of(db, which);
    struct column columns[COLUMNS_MAX];
    size_t count = want_columns(&wanted, due, columns);
    bool dated = is_dated(&wanted);
    struct str sql;
    str_init(&sql);
    str_add(&sql, "UPDATE standing AS t SET ");
    for (size_t i = 0; i < count; i++) {
        str_add(&sql, i == 0 ? "" : ", ");
        add_name(&sql, &columns[i]);
        str_add(&sql, " = n.");
        add_name(&sql, &columns[i]);
    }
    if (dated)
        str_add(
            &sql,
            ", settled_on = CASE WHEN n.settled_on > t.settled_on THEN n.settled_on ELSE t.settled_on END");
    str_add(&sql, " FROM (");
    sql_computed(&sql, &wanted);
    str_addf(&sql, ONCE ") n WHERE n.client = t.client AND (%s",
             dated ? "n.settled_on > t.settled_on OR " : "");
    for (size_t i = 0; i < count; i++) {
        str_add(&sql, i == 0 ? "" : " OR ");
        sql_differ(&sql, &columns[i]);
    }
    str_add(&sql, ")");
    return execute(db, &sql, err);
}

/* Facts by which people are looked up, and those asked for most, are at hand in the index of the many. */
static bool is_at_hand(const struct column *column, const struct fact *index)
{
    if (column->fact)
        return column->fact != index && (column->fact->hot || column->fact->indexed);
    return !column->settled && column->part == PART_verified && is_hot(column->pick);
}

/* Who is found by a fact; where they are many, with all that most lists ask of them. */
static void add_index(struct str *sql, const struct fact *fact, const struct column *columns, size_t count)
{
    size_t held = 2;
    str_addf(sql, "CREATE INDEX standing_%s ON standing (%s, client", fact->column, fact->column);
    if (fact->hot) {
        str_add(sql, ", settled_on");
        held++;
    }
    for (size_t i = 0; i < count && fact->hot; i++)
        if (is_at_hand(&columns[i], fact)) {
            str_add(sql, ", ");
            add_name(sql, &columns[i]);
            held++;
        }
    assert(held <= INDEX_COLUMNS_MAX); /* fewer facts can be hot or indexed */
    str_addf(sql, ") WHERE %s IS NOT NULL; ", fact->column);
}

/* Those, and who is not settled, with what of them is still to change. */
static bool make_indexes(struct db *db, struct err *err)
{
    struct column columns[COLUMNS_MAX];
    const size_t count = all_columns(columns);
    struct str sql;
    str_init(&sql);
    for (int f = FACT_none + 1; f < FACT_end; f++)
        if (fact_of((enum fact_id)f)->indexed)
            add_index(&sql, fact_of((enum fact_id)f), columns, count);
    str_add(&sql, "CREATE INDEX standing_unsettled ON standing (settled_on, client");
    for (size_t i = 0; i < count; i++)
        if (columns[i].settled) {
            str_add(&sql, ", ");
            add_name(&sql, &columns[i]);
        }
    str_add(&sql, ")");
    return execute(db, &sql, err);
}

bool standing_make(struct db *db, struct err *err)
{
    return make_table(db, err) && insert_rows(db, NULL, NULL, false, err) && make_indexes(db, err);
}

bool standing_depends_on(const struct record *record)
{
    if (record->id == R_none_known)
        return true;
    for (int p = PICK_none + 1; p < PICK_end; p++)
        if (pick_of((enum pick_id)p)->record == record->id)
            return true;
    return false;
}

bool standing_refresh(struct db *db, const struct record *record, const char *which, struct err *err)
{
    struct standing_due due = {0};
    if (!standing_depends_on(record))
        return true;
    due.of[record->id] = true;
    if (record->id == R_client && !insert_rows(db, &due, which, true, err))
        return false;
    return lock_rows(db, which, err) && update_rows(db, &due, which, err);
}

bool standing_groups(const struct record *record)
{
    for (int f = FACT_none + 1; f < FACT_end; f++)
        if (is_top_of(fact_of((enum fact_id)f), record))
            return true;
    return false;
}

bool standing_regroup(struct db *db, const struct record *record, struct err *err)
{
    struct standing_due due = {0};
    due.of[record->id] = true;
    return lock_rows(db, NULL, err) && update_rows(db, &due, NULL, err);
}

/* The indexes are made when all rows are there: that is quicker. */
static bool insert_everybody(struct db *db, const struct standing_due *due, struct err *err)
{
    struct str restore;
    str_init(&restore);
    const bool good = db_unburden(db, "standing", &restore, err) && insert_rows(db, due, NULL, false, err) &&
                      db_execute(db, restore.at, err);
    str_clear(&restore);
    return good;
}

bool standing_settle(struct db *db, const struct standing_due *due, struct err *err)
{
    bool any = false;
    for (int r = R_none + 1; r < R_end; r++)
        any = any || due->of[r];
    if (due->of[R_client])
        return insert_everybody(db, due, err);
    return !any || (lock_rows(db, NULL, err) && update_rows(db, due, NULL, err));
}

bool standing_refresh_client(struct db *db, const struct record *record, int64_t client_id, struct err *err)
{
    char which[40];
    snprintf(which, sizeof which, "c.id = %" PRId64, client_id);
    return standing_refresh(db, record, which, err);
}

bool standing_drop_client(struct db *db, int64_t client_id, struct err *err)
{
    char sql[80];
    snprintf(sql, sizeof sql, "DELETE FROM standing WHERE client = %" PRId64, client_id);
    return db_execute(db, sql, err);
}

/* The day at which each row is looked at is its own. */
void sql_standing_damage(struct str *sql)
{
    struct facts_wanted wanted = {
        .moment = &now,
        .day = "c.as_at",
        .clients =
            "(SELECT k.*, d.settled_on AS as_at FROM client k LEFT JOIN standing d ON d.client = k.id) c"};
    struct column columns[COLUMNS_MAX];
    size_t count = want_columns(&wanted, NULL, columns);
    str_add(sql,
            "SELECT n.client, CASE WHEN t.client IS NULL THEN NULL WHEN t.settled_on < n.settled_on THEN "
            "'settled_on'");
    for (size_t i = 0; i < count; i++) {
        str_add(sql, " WHEN ");
        sql_differ(sql, &columns[i]);
        str_add(sql, " THEN '");
        add_name(sql, &columns[i]);
        str_add(sql, "'");
    }
    str_add(sql, " END FROM (");
    sql_computed(sql, &wanted);
    str_add(sql,
            ONCE ") n LEFT JOIN standing t ON t.client = n.client WHERE t.client IS NULL OR t.settled_on < "
                 "n.settled_on");
    for (size_t i = 0; i < count; i++) {
        str_add(sql, " OR ");
        sql_differ(sql, &columns[i]);
    }
}
