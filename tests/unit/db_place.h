/* db_place: a place of its own, on each engine, for each case that needs a database. */
#ifndef TESTS_DB_PLACE_H
#define TESTS_DB_PLACE_H

#include "case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "db/engine.h"

/* Each case runs on both engines, in a place of its own: a file in a new folder, or a new schema of the
 * database MAHI_TEST_PG. */
struct place {
    enum engine engine;
    char folder[64], where[256], schema[64];
    struct db *db;
    struct err err;
    void (*test)(void **state);
    bool passed;
};

struct setting {
    enum engine engine;
    void (*test)(void **state);
};

/* The call must succeed; when it does not, its sentence is the test's. */
#define DO(place, call)                                                                                      \
    do {                                                                                                     \
        if (!(call))                                                                                         \
            fail_msg("%s: %s (%s)", #call, (place)->err.sentence, (place)->err.place);                       \
    } while (0)

/* The call must fail like this; the err is empty again afterwards. */
#define FAILS(place, call, expected_kind, words)                                                             \
    do {                                                                                                     \
        assert_false(call);                                                                                  \
        if ((place)->err.kind != (expected_kind) || !strstr((place)->err.sentence, words))                   \
            fail_msg("%s: %s: %s", #call, err_name((place)->err.kind), (place)->err.sentence);               \
        (place)->err = (struct err){0};                                                                      \
    } while (0)

static inline struct db *open_again(struct place *place)
{
    struct db *db;
    DO(place, db_open(&db, place->where, DB_create, &place->err));
    char sql[128];
    snprintf(sql, sizeof sql, "SET search_path = %s", place->schema);
    if (place->engine == ENGINE_postgres)
        DO(place, db_execute(db, sql, &place->err));
    return db;
}

static inline int set_up(void **state)
{
    const struct setting *setting = *state;
    enum engine engine = setting->engine;
    struct place *place = calloc(1, sizeof *place);
    *state = place;
    place->engine = engine;
    place->test = setting->test;
    const char *address = getenv("MAHI_TEST_PG");
    if (engine == ENGINE_postgres && (!address || !address[0])) {
        free(place);
        *state = NULL;
        fail_msg("MAHI_TEST_PG is not set; tools/dev check starts a PostgreSQL and says there where it is");
    }
    snprintf(place->folder, sizeof place->folder, "/tmp/mahi-t_db.XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->where, sizeof place->where, "%s/test.db", place->folder);
    snprintf(place->schema, sizeof place->schema, "mahi_%s", place->folder + strlen("/tmp/mahi-t_db."));
    for (char *at = place->schema; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    if (engine == ENGINE_postgres) {
        snprintf(place->where, sizeof place->where, "%s", address);
        char sql[128];
        snprintf(sql, sizeof sql, "CREATE SCHEMA %s", place->schema);
        DO(place, db_open(&place->db, place->where, DB_create, &place->err));
        DO(place, db_execute(place->db, sql, &place->err));
        db_close(place->db);
    }
    place->db = open_again(place);
    return 0;
}

static inline void run_case(void **state)
{
    struct place *place = *state;
    place->test(state);
    place->passed = true;
}

/* What a failed case leaves open would fail again here, so its place is left as it is, to be looked at. */
static inline int tear_down(void **state)
{
    struct place *place = *state;
    if (!place->passed)
        return 0;
    db_rollback(place->db);
    char sql[128];
    snprintf(sql, sizeof sql, "DROP SCHEMA IF EXISTS %s CASCADE", place->schema);
    if (place->engine == ENGINE_postgres)
        DO(place, db_execute(place->db, sql, &place->err));
    db_close(place->db);
    static const char *const tails[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char file[128];
        snprintf(file, sizeof file, "%s/test.db%s", place->folder, tails[i]);
        unlink(file);
    }
    assert_int_equal(rmdir(place->folder), 0);
    free(place);
    return 0;
}

static inline struct statement *prepared(struct place *place, const char *sql)
{
    struct statement *statement = NULL;
    DO(place, db_prepare(place->db, &statement, sql, &place->err));
    return statement;
}

static inline bool step(struct place *place, struct statement *statement)
{
    bool row = false;
    DO(place, statement_step(statement, &row, &place->err));
    return row;
}

static inline int64_t number(struct place *place, const char *sql)
{
    int64_t found = 0;
    DO(place, db_number(place->db, sql, -1, &found, &place->err));
    return found;
}

static inline void run(struct place *place, const char *sql)
{
    DO(place, db_execute(place->db, sql, &place->err));
}

/* CREATE TABLE name (id …, columns) in the words of the engine; the types are the caller's. */
static inline void make_table(struct place *place, const char *name, const char *columns)
{
    char sql[512];
    snprintf(sql, sizeof sql, "CREATE TABLE %s (%s, %s)%s", name, db_id_column(place->db), columns,
             db_table_tail(place->db));
    run(place, sql);
}

static inline const char *real_type(const struct place *place)
{
    return place->engine == ENGINE_sqlite ? "REAL" : "double precision";
}

static inline const char *whole_type(const struct place *place)
{
    return place->engine == ENGINE_sqlite ? "INTEGER" : "bigint";
}

static inline void make_values(struct place *place)
{
    char columns[128];
    snprintf(columns, sizeof columns, "n %s, r %s, t TEXT", whole_type(place), real_type(place));
    make_table(place, "v", columns);
}

#define BOTH(name, function)                                                                                 \
    {name " [sqlite]", run_case, set_up, tear_down, &(struct setting){ENGINE_sqlite, function}},             \
    {                                                                                                        \
        name " [postgres]", run_case, set_up, tear_down, &(struct setting)                                   \
        {                                                                                                    \
            ENGINE_postgres, function                                                                        \
        }                                                                                                    \
    }

#endif
