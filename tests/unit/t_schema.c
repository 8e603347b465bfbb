#include "store_place.h"

#include "store/schema.h"

static struct db *opened(struct place *place)
{
    struct db *db;
    struct err err = {0};
    must(db_open(&db, place->where, DB_create, &err), &err);
    return db;
}

static void upgraded(struct db *db, int version)
{
    struct err err = {0};
    int now;
    must(db_begin(db, &err), &err);
    must(schema_upgrade(db, version, &err), &err);
    must(db_commit(db, &err), &err);
    must(schema_version(db, &now, &err), &err);
    assert_int_equal(now, version);
}

/* The catalog is sorted, so the columns' order is asked apart. */
static void describe(struct db *db, struct str *out)
{
    struct err err = {0};
    struct statement *statement;
    bool row;
    must(db_catalog(db, out, &err), &err);
    const char *sql = db_engine(db) == ENGINE_sqlite
                          ? "SELECT t.name || ' ' || group_concat(c.name, ' ') FROM sqlite_master t, "
                            "pragma_table_info(t.name) c "
                            "WHERE t.type = 'table' GROUP BY t.name ORDER BY 1"
                          : "SELECT c.relname || ' ' || string_agg(a.attname, ' ' ORDER BY a.attnum) FROM "
                            "pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                            "AND a.attnum > 0 WHERE c.relkind = 'r' AND c.relnamespace = "
                            "current_schema()::regnamespace GROUP BY c.relname ORDER BY 1";
    must(db_prepare(db, &statement, sql, &err), &err);
    while (statement_step(statement, &row, &err) && row)
        str_addf(out, TEXT_FORMAT "\n", TEXT_ARGS(statement_text(statement, 0)));
    must(err.kind == ERR_none, &err);
    statement_close(statement);
}

static void drop_all(struct place *place, struct db *db)
{
    char sql[200];
    db_close(db);
    if (place->schema[0]) {
        snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE; CREATE SCHEMA %s", place->schema, place->schema);
        assert_true(template_run(sql));
    } else {
        unlink(place->where);
    }
}

static void upgraded_equals_fresh(void **state)
{
    struct place *place = place_of(state);
    struct str fresh, later;
    str_init(&fresh);
    struct db *db = opened(place);
    upgraded(db, DICT_VERSION);
    describe(db, &fresh);
    assert_non_null(strstr(fresh.at, "column client.number "));
    assert_non_null(strstr(fresh.at, "index client (number) UNIQUE"));
    for (int from = 1; from < DICT_VERSION; from++) {
        drop_all(place, db);
        db = opened(place);
        upgraded(db, from);
        str_init(&later);
        describe(db, &later);
        assert_string_not_equal(later.at, fresh.at); /* or the versions would be one */
        str_cut(&later, 0);
        upgraded(db, DICT_VERSION);
        describe(db, &later);
        assert_string_equal(later.at, fresh.at);
        str_clear(&later);
    }
    db_close(db);
    str_clear(&fresh);
}

static void rows_survive(void **state)
{
    struct place *place = place_of(state);
    struct err err = {0};
    enum store_init what;
    int from;
    struct db *db = opened(place);
    upgraded(db, 1);
    must(db_execute(
             db,
             "INSERT INTO staff (login, name, recorded_at, recorded_by) VALUES ('old', 'Old Hand', 5, 1);"
             "INSERT INTO client (number, family_name, source, method, recorded_at, recorded_by) VALUES "
             "('C-1', 'Lee', 1, 2, 5, 1);"
             "INSERT INTO client_history (id, superseded_at, superseded_by, number, family_name, source, "
             "method, recorded_at, recorded_by) "
             "VALUES (1, 5, 1, 'C-1', 'Li', 1, 2, 4, 1)",
             &err),
         &err);
    db_close(db);
    assert_false(store_open(&place->store, &place->arena, place->where, "old", &err));
    assert_int_equal(err.kind, ERR_conflict);
    assert_non_null(strstr(err.sentence, "upgrade it with: mahi init"));
    err = (struct err){0};
    must(store_init(place->where, "nobody", &what, &from, &err), &err);
    assert_int_equal(what, STORE_upgraded);
    assert_int_equal(from, 1);
    must(store_open(&place->store, &place->arena, place->where, "old", &err), &err);
    assert_false(place->store.sees_restricted);                             /* a right that nobody gave */
    assert_int_equal(place_number(place, "SELECT count(*) FROM staff"), 1); /* nobody came in by upgrading */
    assert_string_equal(
        place_text(place, "SELECT family_name FROM client WHERE number = 'C-1' AND willing_to_move IS NULL"),
        "Lee");
    assert_string_equal(
        place_text(place, "SELECT family_name FROM client_history WHERE willing_to_move IS NULL"), "Li");
    place_add(place, "client",
              "number,family_name,willing_to_move,source,method\nC-1,Lee,yes,client,interview\nC-2,Low,,"
              "client,interview\n");
    assert_int_equal(place_number(place, "SELECT count(*) FROM client_history"), 2);
    must(store_init(place->where, "nobody", &what, &from, &err), &err);
    assert_int_equal(what, STORE_current);
}

static void newer_is_refused(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    enum store_init what;
    int from;
    char sql[80];
    snprintf(sql, sizeof sql, "UPDATE mahi_schema SET version = %d", DICT_VERSION + 1);
    place_execute(place, sql);
    store_close(&place->store);
    assert_false(store_open(&place->store, &place->arena, place->where, "boss", &err));
    assert_int_equal(err.kind, ERR_conflict);
    assert_non_null(strstr(err.sentence, "made by a newer Mahi"));
    err = (struct err){0};
    assert_false(store_init(place->where, "boss", &what, &from, &err));
    assert_int_equal(err.kind, ERR_conflict);
    struct db *db = opened(place);
    int version;
    err = (struct err){0};
    must(schema_version(db, &version, &err), &err);
    assert_int_equal(version, DICT_VERSION + 1); /* and left as it was */
    db_close(db);
}

static void empty_asks_for_init(void **state)
{
    struct place *place = place_of(state);
    struct err err = {0};
    struct db *db = opened(place);
    db_close(db);
    assert_false(store_open(&place->store, &place->arena, place->where, "boss", &err));
    assert_int_equal(err.kind, ERR_absent);
    assert_non_null(strstr(err.sentence, "init"));
}

static void strangers(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    place_add(place, "staff", "login,name,left_on\ngone,Gone,1999-01-01\nhere,Here,9999-12-31\n");
    store_close(&place->store);
    static const char *const logins[] = {"nobody", "gone", "BOSS", ""};
    for (size_t i = 0; i < 4; i++) {
        err = (struct err){0};
        assert_false(store_open(&place->store, &place->arena, place->where, logins[i], &err));
        assert_int_equal(err.kind, ERR_denied);
    }
    err = (struct err){0};
    must(store_open(&place->store, &place->arena, place->where, "here", &err), &err);
    assert_false(place->store.sees_restricted);
}

/* Ids of a table are never given again, and what is pointed at cannot go. */
static void ids_and_references(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    place_add_people(place);
    int64_t last = place_number(place, "SELECT max(id) FROM client");
    place_execute(place, "DELETE FROM client WHERE number = 'C-2'");
    place_add(place, "client", "number,family_name,source,method\nC-3,New,client,interview\n");
    assert_true(place_number(place, "SELECT id FROM client WHERE number = 'C-3'") > last);
    assert_false(db_execute(place->store.db, "DELETE FROM client WHERE number = 'C-1'", &err));
    assert_int_equal(err.kind, ERR_database);
    err = (struct err){0};
    assert_false(
        db_execute(place->store.db,
                   "INSERT INTO client (number, family_name, source, method, recorded_at, recorded_by) "
                   "VALUES ('C-1', 'Twice', 1, 1, 1, 1)",
                   &err));
    err = (struct err){0};
    assert_false(db_execute(place->store.db, "UPDATE client SET family_name = NULL", &err));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("house: each released version upgraded equals a fresh one, column for column",
             upgraded_equals_fresh),
        BOTH("R11: what an older version holds survives the upgrade, and can be worked with", rows_survive),
        BOTH("house: a database of a newer version is refused and left as it was", newer_is_refused),
        BOTH("house: an empty database asks for init", empty_asks_for_init),
        BOTH("R41: nobody opens a store who does not work there, or no longer", strangers),
        BOTH("R11: an id is never given again, a key never twice, and what is pointed at stays",
             ids_and_references),
    };
    return RUN(cases);
}
