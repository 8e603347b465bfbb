#include "db_place.h"

#include <float.h>
#include <sys/stat.h>

/* Values. */

static void numbers_survive(void **state)
{
    struct place *place = *state;
    static const int64_t whole[] = {0, 1, -1, INT64_MAX, INT64_MIN, 10957};
    static const double real[] = {0.1, 1.0 / 3, -DBL_MAX, DBL_MIN, 5e-324, 12345678901234567.0};
    make_values(place);
    struct statement *insert = prepared(place, "INSERT INTO v (n, r) VALUES ($1, $2)");
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        statement_bind_int(insert, 0, whole[i]);
        statement_bind_real(insert, 1, real[i]);
        assert_false(step(place, insert));
        assert_int_equal(statement_changes(insert), 1);
        statement_reset(insert);
    }
    statement_close(insert);
    struct statement *read = prepared(place, "SELECT n, r FROM v ORDER BY id");
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        assert_true(step(place, read));
        assert_int_equal(statement_columns(read), 2);
        assert_true(statement_int(read, 0) == whole[i]);
        assert_true(statement_real(read, 1) == real[i]);
    }
    assert_false(step(place, read));
    assert_false(step(place, read)); /* the end stays the end */
    statement_close(read);
}

static const char *const texts[] = {"",
                                    "plain",
                                    "O'Brien \"Bob\"",
                                    "a\tb\nc\r\nd\\e\\N\\.",
                                    "\\N",
                                    "\\.",
                                    "Tāne 李明 محمد ไทย 🙂",
                                    "'); DROP TABLE v; --",
                                    "$1 ? :a %s",
                                    "  spaces  "};
enum { TEXT_COUNT = sizeof texts / sizeof *texts };

static void assert_texts_read(struct place *place)
{
    struct statement *read = prepared(place, "SELECT t FROM v ORDER BY id");
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        assert_true(step(place, read));
        assert_false(statement_is_null(read, 0));
        struct text found = statement_text(read, 0);
        assert_int_equal(found.length, strlen(texts[i]));
        assert_memory_equal(found.at, texts[i], found.length + (found.length == 0));
    }
    assert_true(step(place, read));
    assert_true(statement_is_null(read, 0));
    assert_int_equal(statement_text(read, 0).length, 0);
    assert_int_equal(statement_int(read, 0), 0);
    assert_false(step(place, read));
    statement_close(read);
}

/* What was closed is taken again for the same SQL, and nothing of its last use is left in it. */
static void same_words_again(void **state)
{
    static const char words[] = "SELECT n FROM v WHERE n = $1";
    struct place *place = *state;
    make_values(place);
    run(place, "INSERT INTO v (n) VALUES (1)");
    struct statement *one = prepared(place, words), *other = prepared(place, words);
    statement_bind_int(one, 0, 1);
    statement_bind_int(other, 0, 1);
    assert_true(step(place, one) && step(place, other));
    statement_close(one);
    assert_int_equal(statement_int(other, 0), 1);
    statement_close(other);
    struct statement *again = prepared(place, words);
    assert_false(step(place, again)); /* its parameter is null */
    statement_close(again);
    run(place, "DROP TABLE v");
    make_table(place, "v", "x TEXT, n TEXT");
    run(place, "INSERT INTO v (n) VALUES ('a')");
    again = prepared(place, "SELECT count(*) FROM v");
    assert_true(step(place, again));
    assert_int_equal(statement_int(again, 0), 1);
    statement_close(again);
}

static void texts_survive(void **state)
{
    struct place *place = *state;
    make_values(place);
    struct statement *insert = prepared(place, "INSERT INTO v (t) VALUES ($1)");
    for (size_t i = 0; i <= TEXT_COUNT; i++) {
        char room[80];
        if (i < TEXT_COUNT) { /* without a zero behind it */
            memset(room, '#', sizeof room);
            memcpy(room, texts[i], strlen(texts[i]));
            statement_bind_text(insert, 0,
                                i == 0 ? (struct text){NULL, 0} : (struct text){room, strlen(texts[i])});
        } else {
            statement_bind_null(insert, 0);
        }
        assert_false(step(place, insert));
        statement_reset(insert);
    }
    statement_close(insert);
    assert_texts_read(place);
    struct statement *find = prepared(place, "SELECT count(*) FROM v WHERE t = $1");
    statement_bind_text(find, 0, text_of(texts[7]));
    assert_true(step(place, find));
    assert_int_equal(statement_int(find, 0), 1);
    statement_close(find);
}

static void texts_survive_bulk(void **state)
{
    struct place *place = *state;
    make_values(place);
    struct bulk *bulk;
    DO(place, db_begin(place->db, &place->err));
    DO(place, bulk_open(place->db, &bulk, "v", (const char *const[]){"n", "t", "r"}, 3, &place->err));
    for (size_t i = 0; i <= TEXT_COUNT; i++) {
        bulk_int(bulk, i == 0 ? INT64_MIN : (int64_t)i);
        if (i < TEXT_COUNT)
            bulk_text(bulk, i == 0 ? (struct text){NULL, 0} : text_of(texts[i]));
        else
            bulk_null(bulk);
        bulk_real(bulk, 1.0 / 3);
        DO(place, bulk_row(bulk, &place->err));
    }
    DO(place, bulk_close(bulk, true, &place->err));
    assert_texts_read(place);
    DO(place, db_commit(place->db, &place->err));
    assert_texts_read(place);
    assert_true(number(place, "SELECT min(n) FROM v") == INT64_MIN);
    struct statement *read = prepared(place, "SELECT min(r), max(r) FROM v");
    assert_true(step(place, read));
    assert_true(statement_real(read, 0) == 1.0 / 3 && statement_real(read, 1) == 1.0 / 3);
    statement_close(read);
}

static void parameters(void **state)
{
    struct place *place = *state;
    make_values(place);
    run(place, "INSERT INTO v (n, t) VALUES (1, 'one'), (2, 'two'), (3, NULL)");
    struct statement *find =
        prepared(place, "SELECT t FROM v WHERE n = $2 OR n + 1 = $2 OR t = $1 ORDER BY n");
    statement_bind_int(find, 1, 2);
    assert_true(step(place, find)); /* $1 stays null */
    assert_true(text_is(statement_text(find, 0), "one"));
    assert_true(step(place, find));
    assert_false(step(place, find));
    statement_reset(find); /* forgets $2 */
    statement_bind_text(find, 0, text_of("two"));
    assert_true(step(place, find));
    assert_true(text_is(statement_text(find, 0), "two"));
    assert_false(step(place, find));
    statement_close(find);
    assert_int_equal(number(place, "SELECT max(n) FROM v WHERE n > 10"), -1);
    assert_int_equal(number(place, "SELECT n > 2 FROM v WHERE n = 3"), 1); /* a comparison is 1 or 0 */
    assert_int_equal(number(place, "SELECT n > 2 FROM v WHERE n = 1"), 0);
    assert_int_equal(number(place, "SELECT sum(n) FROM v"), 6);
    assert_int_equal(number(place, "SELECT avg(n) * 1.25 FROM v"), 2);
}

static void changes(void **state)
{
    struct place *place = *state;
    make_values(place);
    run(place, "INSERT INTO v (n) VALUES (1), (2), (3)");
    struct statement *update = prepared(place, "UPDATE v SET t = 'x' WHERE n >= $1");
    for (int64_t from = 2; from <= 4; from++) {
        statement_bind_int(update, 0, from);
        assert_false(step(place, update));
        assert_int_equal(statement_changes(update), 4 - from);
        statement_reset(update);
    }
    statement_close(update);
    struct statement *returning = prepared(place, "INSERT INTO v (n) VALUES ($1) RETURNING id");
    statement_bind_int(returning, 0, 9);
    assert_true(step(place, returning));
    assert_int_equal(statement_int(returning, 0), 4);
    assert_false(step(place, returning));
    assert_int_equal(statement_changes(returning), 1);
    statement_close(returning);
}

/* The whole. */

static void catalog_of(struct place *place, struct str *out)
{
    str_init(out);
    DO(place, db_catalog(place->db, out, &place->err));
}

static void catalog(void **state)
{
    struct place *place = *state;
    bool sqlite = place->engine == ENGINE_sqlite;
    char columns[128];
    struct str upgraded, fresh;
    snprintf(columns, sizeof columns, "client %s NOT NULL REFERENCES client (id)", whole_type(place));
    make_table(place, "client", "number TEXT NOT NULL");
    make_table(place, "enrolment", columns);
    run(place, "CREATE TEMP TABLE passing (x TEXT)");
    run(place, "CREATE UNIQUE INDEX client_number ON client (number)");
    run(place, "ALTER TABLE client ADD COLUMN name TEXT");
    run(place, "CREATE INDEX by_name ON client (name DESC, number) WHERE name IS NOT NULL");
    catalog_of(place, &upgraded);
    run(place, "DROP TABLE enrolment; DROP TABLE client");
    make_table(place, "client", "name TEXT, number TEXT NOT NULL");
    run(place, "CREATE INDEX by_name_2 ON client (name DESC, number) WHERE name IS NOT NULL");
    make_table(place, "enrolment", columns);
    run(place, "CREATE UNIQUE INDEX client_number ON client (number)");
    catalog_of(place, &fresh);
    if (!sqlite)
        assert_string_equal(upgraded.at, fresh.at);
    assert_non_null(strstr(fresh.at, sqlite ? "column client.number TEXT NOT NULL\n"
                                            : "column client.number text NOT NULL\n"));
    assert_non_null(strstr(fresh.at, "index client (number) UNIQUE\n"));
    assert_non_null(strstr(fresh.at, "index client (name DESC, number)"));
    assert_non_null(strstr(fresh.at, "reference enrolment.client -> client\n"));
    assert_null(strstr(fresh.at, "passing"));
    assert_null(strstr(fresh.at, "sqlite_"));
    struct text rest = str_text(&fresh), line, before = {"", 0};
    while (text_split(&rest, '\n', &line) && line.length > 0) {
        size_t shorter = line.length < before.length ? line.length : before.length;
        int order = memcmp(before.at, line.at, shorter);
        assert_true(order < 0 || (order == 0 && before.length <= line.length));
        before = line;
    }
    assert_string_equal(upgraded.at, fresh.at);
    str_clear(&upgraded);
    str_clear(&fresh);
}

static void integrity(void **state)
{
    struct place *place = *state;
    bool sqlite = place->engine == ENGINE_sqlite;
    char columns[128];
    snprintf(columns, sizeof columns, "client %s NOT NULL%s", whole_type(place),
             sqlite ? " REFERENCES client (id)" : "");
    make_table(place, "client", "number TEXT");
    make_table(place, "enrolment", columns);
    struct str found;
    str_init(&found);
    DO(place, db_integrity(place->db, &found, &place->err));
    assert_string_equal(found.at, "");
    if (sqlite)
        run(place, "PRAGMA foreign_keys = OFF");
    run(place, "INSERT INTO enrolment (client) VALUES (42)");
    if (!sqlite)
        run(place, "ALTER TABLE enrolment ADD CONSTRAINT enrolment_client FOREIGN KEY (client) REFERENCES "
                   "client (id) NOT VALID");
    DO(place, db_integrity(place->db, &found, &place->err));
    assert_string_equal(
        found.at,
        sqlite
            ? "Record 1 of enrolment points at a record of client that is not there.\n"
            : "Constraint enrolment_client of enrolment was never checked on the records already there.\n");
    str_clear(&found);
    DO(place, db_settle(place->db, &place->err));
}

static void sql_errors(void **state)
{
    struct place *place = *state;
    struct statement *statement;
    FAILS(place, db_execute(place->db, "SELEC 1", &place->err), ERR_database, "syntax error");
    FAILS(place, db_prepare(place->db, &statement, "SELECT * FROM nowhere", &place->err), ERR_database,
          "nowhere");
    assert_null(statement);
    FAILS(place, db_prepare(place->db, &statement, "SELECT 1; SELECT 2", &place->err), ERR_database, "");
    assert_false(db_execute(place->db, "DROP TABLE nowhere", &place->err));
    assert_string_equal(place->err.place, "SQL: DROP TABLE nowhere");
    place->err = (struct err){0};
}

static void hostile(void **state)
{
    struct place *place = *state;
    static const char words[] = "x'); DROP TABLE v; SELECT ('";
    make_values(place);
    struct statement *insert = prepared(place, "INSERT INTO v (t) VALUES ($1)");
    statement_bind_text(insert, 0, text_of(words));
    assert_false(step(place, insert));
    statement_close(insert);
    struct bulk *bulk;
    DO(place, db_begin(place->db, &place->err));
    DO(place, bulk_open(place->db, &bulk, "v", (const char *const[]){"t"}, 1, &place->err));
    bulk_text(bulk, text_of("\\.\nDROP TABLE v;\n"));
    DO(place, bulk_row(bulk, &place->err));
    DO(place, bulk_close(bulk, true, &place->err));
    DO(place, db_commit(place->db, &place->err));
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 2);
    struct statement *find = prepared(place, "SELECT count(*) FROM v WHERE t = $1");
    statement_bind_text(find, 0, text_of("' OR '1' = '1"));
    assert_true(step(place, find));
    assert_int_equal(statement_int(find, 0), 0);
    statement_close(find);
}

/* Opening. */

static void absent(void **state)
{
    struct place *place = *state;
    struct db *db;
    char where[128];
    snprintf(where, sizeof where, "%s/none.db", place->folder);
    if (place->engine == ENGINE_sqlite) {
        FAILS(place, db_open(&db, where, DB_open_existing, &place->err), ERR_absent, "mahi init");
        FAILS(place, db_open(&db, where, DB_read_only, &place->err), ERR_absent, "mahi init");
        FAILS(place, db_open(&db, place->folder, DB_create, &place->err), ERR_absent, "is a folder");
        snprintf(where, sizeof where, "%s/none/none.db", place->folder);
        FAILS(place, db_open(&db, where, DB_create, &place->err), ERR_system, "none.db");
    } else {
        snprintf(where, sizeof where, "postgresql://someone:secret@/mahi?host=%s", place->folder);
        assert_false(db_open(&db, where, DB_open_existing, &place->err));
        assert_null(strstr(place->err.sentence, "secret"));
        FAILS(place, false, ERR_absent, "see that the server runs");
        assert_false(db_open(&db, "postgresql://u:secret@/x?nonsense=1", DB_open_existing, &place->err));
        assert_null(strstr(place->err.sentence, "secret"));
        FAILS(place, false, ERR_usage, "postgresql://user@host/database");
    }
    assert_null(db);
}

static void refused(void **state)
{
    struct place *place = *state;
    struct db *db;
    if (place->engine == ENGINE_sqlite) {
        char where[128];
        snprintf(where, sizeof where, "%s/letter.txt", place->folder);
        FILE *file = fopen(where, "w");
        assert_non_null(file);
        for (int i = 0; i < 1000; i++)
            fputs("Dear Sir or Madam, ", file);
        fclose(file);
        FAILS(place, db_open(&db, where, DB_create, &place->err), ERR_database, "is not a database of Mahi");
        FAILS(place, db_open(&db, where, DB_read_only, &place->err), ERR_database,
              "is not a database of Mahi");
        struct stat found;
        assert_int_equal(stat(where, &found), 0);
        assert_int_equal(found.st_size, 19000); /* untouched */
        unlink(where);
        assert_int_equal(stat(place->where, &found), 0);
        assert_int_equal(found.st_mode & 0777, 0600);
    } else {
        char sql[200], name[80];
        struct str where;
        snprintf(name, sizeof name, "%s_ascii", place->schema);
        snprintf(sql, sizeof sql, "CREATE DATABASE %s ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0",
                 name);
        run(place, sql);
        str_init(&where);
        str_addf(&where, "%s%cdbname=%s", place->where, strchr(place->where, '?') ? '&' : '?', name);
        FAILS(place, db_open(&db, where.at, DB_open_existing, &place->err), ERR_database, "SQL_ASCII");
        str_addf(&where, "x");
        FAILS(place, db_open(&db, where.at, DB_open_existing, &place->err), ERR_absent, "createdb");
        str_clear(&where);
        snprintf(sql, sizeof sql, "DROP DATABASE %s", name);
        run(place, sql);
    }
    assert_null(db);
}

static void read_only(void **state)
{
    struct place *place = *state;
    struct db *db;
    char sql[200];
    make_values(place);
    run(place, "INSERT INTO v (n) VALUES (1)");
    DO(place, db_open(&db, place->where, DB_read_only, &place->err));
    snprintf(sql, sizeof sql, "INSERT INTO %s%sv (n) VALUES (2)",
             place->engine == ENGINE_sqlite ? "" : place->schema, place->engine == ENGINE_sqlite ? "" : ".");
    FAILS(place, db_execute(db, sql, &place->err), ERR_denied, "read");
    db_close(db);
    assert_int_equal(number(place, "SELECT count(*) FROM v"), 1);
    assert_true(db_engine(place->db) == place->engine);
    assert_non_null(
        strstr(db_engine_name(place->db), place->engine == ENGINE_sqlite ? "SQLite 3." : "PostgreSQL 1"));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R11: whole numbers to the extremes and reals to the last digit come back", numbers_survive),
        BOTH("R11: every text comes back byte for byte, and empty is not null", texts_survive),
        BOTH("R11: every text comes back from bulk writing too", texts_survive_bulk),
        BOTH("house: a statement that was closed is taken again as if it were new", same_words_again),
        BOTH("house: a parameter may be used twice, stand out of order or stay null", parameters),
        BOTH("house: a statement says how many rows it changed", changes),
        BOTH("house: the catalog is sorted and the same however the tables came about", catalog),
        BOTH("R14: the check of the files finds a record that points at nothing", integrity),
        BOTH("house: an error in SQL is told in the engine's own words, with its place", sql_errors),
        BOTH("house: hostile text is only ever text", hostile),
        BOTH("house: a database that is not there is told from one that fails, and no password is printed",
             absent),
        BOTH("house: what is not a database of ours is refused and left alone", refused),
        BOTH("house: a database opened for reading cannot be written", read_only),
    };
    return RUN(cases);
}
