#include "db_place.h"

/* Transactions. */

static void transactions(void **state)
{
    struct place *place = *state;
    make_values(place);
    DO(place, db_begin(place->db, &place->err));
    run(place, "INSERT INTO v (n) VALUES (1)");
    db_rollback(place->db);
    db_rollback(place->db); /* of nothing is nothing */
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 0);
    DO(place, db_begin(place->db, &place->err));
    run(place, "INSERT INTO v (n) VALUES (1)");
    DO(place, db_commit(place->db, &place->err));
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 1);
    struct db *other = open_again(place);
    DO(place, db_begin(other, &place->err));
    DO(place, db_execute(other, "INSERT INTO v (n) VALUES (2)", &place->err));
    db_close(other); /* rolls back */
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 1);
}

static void failure_spoils(void **state)
{
    struct place *place = *state;
    make_values(place);
    run(place, "CREATE UNIQUE INDEX v_n ON v (n)");
    DO(place, db_begin(place->db, &place->err));
    run(place, "INSERT INTO v (n) VALUES (1)");
    FAILS(place, db_execute(place->db, "INSERT INTO v (n) VALUES (1)", &place->err), ERR_database,
          place->engine == ENGINE_sqlite ? "UNIQUE constraint failed: v.n" : "duplicate key value");
    FAILS(place, db_commit(place->db, &place->err), ERR_database, "Nothing was kept");
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 0);
}

/* PostgreSQL forgets a statement only when it is told to, and listens only while the transaction is well. */
static void statements_forgotten(void **state)
{
    struct place *place = *state;
    struct statement *many[200], *bad;
    make_values(place);
    DO(place, db_begin(place->db, &place->err));
    for (int i = 0; i < 200; i++)
        many[i] = prepared(place, "SELECT n FROM v WHERE n = $1");
    FAILS(place, db_prepare(place->db, &bad, "SELECT nothing FROM v", &place->err), ERR_database, "nothing");
    for (int i = 0; i < 200; i++)
        statement_close(many[i]);
    assert_false(db_prepare(place->db, &bad, "SELECT nothing FROM v", &place->err));
    place->err = (struct err){0};
    db_rollback(place->db);
    for (int i = 0; i < 300; i++)
        assert_int_equal(number(place, "SELECT count(*) FROM v"), 0);
    if (place->engine == ENGINE_postgres)
        assert_true(number(place, "SELECT count(*) FROM pg_prepared_statements") < 100);
}

static void one_view(void **state)
{
    struct place *place = *state;
    make_values(place);
    struct db *other = open_again(place);
    DO(place, db_begin_read(place->db, &place->err));
    DO(place, db_execute(other, "INSERT INTO v (n) VALUES (1)", &place->err));
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 0);
    DO(place, db_commit(place->db, &place->err));
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 1);
    db_close(other);
}

static void locked(void **state)
{
    struct place *place = *state;
    bool sqlite = place->engine == ENGINE_sqlite;
    make_values(place);
    run(place, "CREATE UNIQUE INDEX v_n ON v (n)");
    assert_int_equal(number(place, sqlite ? "PRAGMA busy_timeout"
                                          : "SELECT CAST(setting AS integer) FROM pg_settings "
                                            "WHERE name = 'lock_timeout'"),
                     10000);
    struct db *other = open_again(place);
    DO(place,
       db_execute(other, sqlite ? "PRAGMA busy_timeout = 50" : "SET lock_timeout = '50ms'", &place->err));
    DO(place, db_begin(place->db, &place->err));
    run(place, "INSERT INTO v (n) VALUES (1)");
    if (!sqlite)
        DO(place, db_begin(other, &place->err));
    FAILS(place,
          sqlite ? db_begin(other, &place->err)
                 : db_execute(other, "INSERT INTO v (n) VALUES (1)", &place->err),
          ERR_conflict, "try again");
    db_rollback(other);
    DO(place, db_commit(place->db, &place->err));
    DO(place, db_begin(other, &place->err));
    DO(place, db_execute(other, "INSERT INTO v (n) VALUES (2)", &place->err));
    DO(place, db_commit(other, &place->err));
    db_close(other);
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 2);
}

/* Many rows. */

static void fill(struct place *place, int64_t rows)
{
    struct bulk *bulk;
    DO(place, db_begin(place->db, &place->err));
    DO(place, bulk_open(place->db, &bulk, "v", (const char *const[]){"n"}, 1, &place->err));
    for (int64_t i = 1; i <= rows; i++) {
        bulk_int(bulk, i);
        DO(place, bulk_row(bulk, &place->err));
    }
    DO(place, bulk_close(bulk, true, &place->err));
    DO(place, db_commit(place->db, &place->err));
}

static void streams(void **state)
{
    struct place *place = *state;
    make_values(place);
    fill(place, 100000);
    struct statement *stream;
    DO(place, db_stream(place->db, &stream, "SELECT n FROM v WHERE n > $1 ORDER BY n", &place->err));
    for (int64_t from = 0; from <= 50000; from += 50000) {
        int64_t seen = from;
        statement_bind_int(stream, 0, from);
        while (step(place, stream))
            assert_int_equal(statement_int(stream, 0), ++seen);
        assert_int_equal(seen, 100000);
        assert_int_equal(number(place, "SELECT count(*) FROM v"), 100000); /* the connection is free again */
        statement_reset(stream);
    }
    statement_close(stream);
}

static void stream_broken_off(void **state)
{
    struct place *place = *state;
    make_values(place);
    fill(place, 100000);
    for (int within = 0; within < 3; within++) {
        struct statement *stream;
        if (within == 1)
            DO(place, db_begin(place->db, &place->err));
        if (within == 2)
            DO(place, db_begin_read(place->db, &place->err));
        if (within == 1)
            run(place, "INSERT INTO v (n) VALUES (-1)");
        DO(place, db_stream(place->db, &stream, "SELECT a.n FROM v a, v b",
                            &place->err)); /* ten thousand million rows */
        for (int i = 0; i < 10; i++)
            assert_true(step(place, stream));
        statement_reset(stream);
        assert_true(step(place, stream));
        statement_close(stream);
        assert_int_equal(number(place, "SELECT count(*) FROM v"), within == 0 ? 100000 : 100001);
        if (within > 0)
            DO(place, db_commit(place->db, &place->err));
    }
    struct statement *stream;
    bool row;
    DO(place, db_begin(place->db, &place->err));
    DO(place,
       db_stream(place->db, &stream, "SELECT 1 / (n - 5) FROM v WHERE n / (n - 5) IS NOT NULL", &place->err));
    bool ok = true;
    while ((ok = statement_step(stream, &row, &place->err)) && row)
        ;
    statement_close(stream);
    assert_true(ok == (place->engine == ENGINE_sqlite)); /* which has null for a division by zero */
    db_rollback(place->db);
    place->err = (struct err){0};
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 100001);
}

static void bulk_thrown_away(void **state)
{
    struct place *place = *state;
    make_values(place);
    run(place, "INSERT INTO v (n) VALUES (1)");
    struct bulk *bulk;
    DO(place, db_begin(place->db, &place->err));
    DO(place, bulk_open(place->db, &bulk, "v", (const char *const[]){"n"}, 1, &place->err));
    for (int64_t i = 0; i < 50000; i++) {
        bulk_int(bulk, i);
        DO(place, bulk_row(bulk, &place->err));
    }
    bulk_int(bulk, 7); /* a row may be half written */
    DO(place, bulk_close(bulk, false, &place->err));
    FAILS(place, db_commit(place->db, &place->err), ERR_database, "Nothing was kept");
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 1);
}

static void bulk_refused(void **state)
{
    struct place *place = *state;
    make_table(place, "w", "t TEXT NOT NULL");
    struct bulk *bulk;
    DO(place, db_begin(place->db, &place->err));
    DO(place, bulk_open(place->db, &bulk, "w", (const char *const[]){"t"}, 1, &place->err));
    bulk_text(bulk, text_of("good"));
    DO(place, bulk_row(bulk, &place->err));
    bulk_null(bulk);
    bool row = bulk_row(bulk, &place->err), kept = bulk_close(bulk, true, &place->err);
    assert_false(row && kept); /* SQLite says so at the row, PostgreSQL at the end */
    assert_int_equal(place->err.kind, ERR_database);
    assert_non_null(strstr(place->err.sentence, place->engine == ENGINE_sqlite ? "NOT NULL" : "not-null"));
    db_rollback(place->db);
    place->err = (struct err){0};
    assert_int_equal(number(place, "SELECT count(*) FROM w"), 0);
    DO(place, db_begin(place->db, &place->err));
    FAILS(place, bulk_open(place->db, &bulk, "w", (const char *const[]){"x"}, 1, &place->err), ERR_database,
          "x");
    db_rollback(place->db);
}

/* Stages `rows` rows and takes them over; a single insert in between takes an id as well. */
static void import(struct place *place, int64_t rows)
{
    struct bulk *bulk;
    DO(place, db_begin(place->db, &place->err));
    DO(place, db_create_staging(place->db, "staging", "v", "n integer, t text", &place->err));
    DO(place, bulk_open(place->db, &bulk, "staging", (const char *const[]){"row_no", "n"}, 2, &place->err));
    for (int64_t i = 1; i <= rows; i++) {
        bulk_int(bulk, i);
        bulk_int(bulk, i * 2);
        DO(place, bulk_row(bulk, &place->err));
    }
    DO(place, bulk_close(bulk, true, &place->err));
    DO(place, db_index_staging(place->db, "staging", "n, t", &place->err));
    struct statement *take =
        prepared(place, "INSERT INTO v (id, n) SELECT id, n FROM staging WHERE row_no BETWEEN $1 AND $2");
    statement_bind_int(take, 0, 1);
    statement_bind_int(take, 1, rows);
    assert_false(step(place, take));
    assert_int_equal(statement_changes(take), rows);
    statement_close(take);
    run(place, "INSERT INTO v (n) VALUES (-1)");
    DO(place, db_commit(place->db, &place->err));
}

static void staging(void **state)
{
    struct place *place = *state;
    make_values(place);
    run(place, "INSERT INTO v (n) VALUES (1), (2), (3)");
    import(place, 1000);
    assert_int_equal(number(place, "SELECT count(DISTINCT id) FROM v"), 1004);
    int64_t last = number(place, "SELECT max(id) FROM v");
    run(place, "DELETE FROM v WHERE n <> 1"); /* ids are never given again */
    import(place, 10);
    assert_int_equal(number(place, "SELECT count(DISTINCT id) FROM v"), 12);
    assert_true(number(place, "SELECT min(id) FROM v WHERE n <> 1") > last);
}

static void staging_of_two(void **state)
{
    struct place *place = *state;
    make_values(place);
    DO(place, db_begin(place->db, &place->err));
    DO(place, db_create_staging(place->db, "staging", "v", "n integer", &place->err));
    DO(place, db_create_staging(place->db, "staging", "v", "t text", &place->err)); /* the first is dropped */
    run(place, "INSERT INTO staging (row_no, t) VALUES (1, 'x'), (2, 'y')");
    struct db *other = open_again(place);
    if (place->engine == ENGINE_postgres) { /* on SQLite nobody else may write meanwhile */
        DO(place, db_execute(other, "INSERT INTO v (n) VALUES (5), (6)", &place->err));
        DO(place, db_begin(other, &place->err));
        DO(place, db_create_staging(other, "staging", "v", "n integer", &place->err));
        db_rollback(other);
    }
    run(place, "INSERT INTO v (id, t) SELECT id, t FROM staging");
    DO(place, db_commit(place->db, &place->err));
    DO(place, db_execute(other, "INSERT INTO v (n) VALUES (7)", &place->err));
    db_close(other);
    assert_int_equal(number(place, "SELECT count(DISTINCT id) FROM v"),
                     place->engine == ENGINE_postgres ? 5 : 3);
}

static void indexes_dropped(void **state)
{
    struct place *place = *state;
    struct str before, after, restore;
    make_values(place);
    run(place, "CREATE UNIQUE INDEX v_n ON v (n)");
    run(place, "CREATE INDEX v_t ON v (t DESC, n) WHERE t IS NOT NULL");
    str_init(&before);
    str_init(&after);
    DO(place, db_catalog(place->db, &before, &place->err));
    for (int twice = 0; twice < 2; twice++) {
        str_init(&restore);
        DO(place, db_begin(place->db, &place->err));
        DO(place, db_unburden(place->db, "v", &restore, &place->err));
        run(place, "INSERT INTO v (n) VALUES (1)");
        if (twice) { /* the second time there are two of one key */
            FAILS(place, db_execute(place->db, restore.at, &place->err), ERR_database, "");
            db_rollback(place->db);
        } else {
            str_cut(&after, 0);
            DO(place, db_catalog(place->db, &after, &place->err));
            assert_null(strstr(after.at, "index v (n)"));
            assert_null(strstr(after.at, "index v (t"));
            DO(place, db_execute(place->db, restore.at, &place->err));
            DO(place, db_commit(place->db, &place->err));
        }
        str_clear(&restore);
        str_cut(&after, 0);
        DO(place, db_catalog(place->db, &after, &place->err));
        assert_string_equal(before.at, after.at);
        assert_int_equal(number(place, "SELECT count(*) FROM v"), 1);
    }
    str_clear(&before);
    str_clear(&after);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("house: a transaction is kept whole or not at all", transactions),
        BOTH("house: after a failure a transaction is never kept", failure_spoils),
        BOTH("house: statements closed are forgotten, also those closed after a failure",
             statements_forgotten),
        BOTH("R18: an evaluator reads one unchanging view while the desk writes", one_view),
        BOTH("R18: a database that somebody else is writing to is a conflict, with a sentence", locked),
        BOTH("R18: a hundred thousand rows stream in order, again and again", streams),
        BOTH("house: a stream may be broken off and the transaction goes on", stream_broken_off),
        BOTH("house: bulk rows thrown away leave nothing", bulk_thrown_away),
        BOTH("house: a row that the database refuses keeps the whole of a bulk out", bulk_refused),
        BOTH("R11: staged rows get ids that nobody else has or had", staging),
        BOTH("R11: two stagings at a time do not give one id twice", staging_of_two),
        BOTH("house: indexes dropped for a load come back as they were, or nothing is kept", indexes_dropped),
    };
    return RUN(cases);
}
