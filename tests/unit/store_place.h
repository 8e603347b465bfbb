/* store_place: an empty database for one case, on each engine; and a store in it with somebody who works
 * there.
 *
 * BOTH (name, function) is two cases. On PostgreSQL an empty place is a schema of its own in the cluster at
 * MAHI_TEST_PG, a store a database of its own; without a cluster the case fails, it is never passed over. The
 * tables are made once in each program (template.h) and copied for each case, for making some three hundred
 * takes longer than most cases do. */
#ifndef TESTS_STORE_PLACE_H
#define TESTS_STORE_PLACE_H

#include "case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/import.h"
#include "store/store.h"
#include "template.h"

#define ON_SQLITE(name, function)                                                                            \
    {                                                                                                        \
        name " [sqlite]", function, place_sqlite, place_leave, NULL                                          \
    }
#define BOTH(name, function)                                                                                 \
    ON_SQLITE(name, function),                                                                               \
    {                                                                                                        \
        name " [postgres]", function, place_postgres, place_leave, NULL                                      \
    }

struct place {
    char where[700]; /* as db_open takes it; "" when there is no PostgreSQL */
    char folder[64], schema[64], database[64];
    bool postgres;
    struct arena arena;
    struct store store; /* open after place_open_store */
};

static inline void must(bool done, const struct err *err)
{
    if (!done)
        fail_msg("%s: %s", err->place, err->sentence);
}

static inline struct place *place_make(void **state)
{
    struct place *place = memory_alloc(sizeof *place);
    *place = (struct place){0};
    arena_init(&place->arena);
    *state = place;
    return place;
}

static inline int place_sqlite(void **state)
{
    struct place *place = place_make(state);
    snprintf(place->folder, sizeof place->folder, "/tmp/mahi-unit.XXXXXX");
    if (!mkdtemp(place->folder))
        return -1;
    snprintf(place->where, sizeof place->where, "%s/mahi.db", place->folder);
    return 0;
}

static inline int place_postgres(void **state)
{
    place_make(state)->postgres = true;
    return 0;
}

static inline int place_leave(void **state)
{
    struct place *place = *state;
    char path[128], sql[160];
    if (place->store.db)
        store_close(&place->store);
    arena_clear(&place->arena);
    snprintf(sql, sizeof sql, "DROP SCHEMA IF EXISTS %s CASCADE", place->schema);
    if (place->schema[0])
        template_run(sql);
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", place->database);
    if (place->database[0])
        template_run(sql);
    for (size_t i = 0; place->folder[0] && i < 3; i++) {
        snprintf(path, sizeof path, "%s/mahi.db%s", place->folder,
                 (const char *const[]){"", "-wal", "-shm"}[i]);
        unlink(path);
    }
    if (place->folder[0])
        rmdir(place->folder);
    free(place);
    return 0;
}

static inline void place_need_postgres(const struct place *place)
{
    if (place->postgres && !getenv("MAHI_TEST_PG"))
        fail_msg("there is no PostgreSQL here; tools/dev check starts one and says where in MAHI_TEST_PG");
}

/* Empty. */
static inline struct place *place_of(void **state)
{
    struct place *place = *state;
    const char *url = getenv("MAHI_TEST_PG");
    char sql[160];
    place_need_postgres(place);
    if (!place->postgres || place->where[0])
        return place;
    snprintf(place->schema, sizeof place->schema, "unit_%d_%p", (int)getpid(), (void *)place);
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", place->schema);
    if (!template_run(sql))
        fail_msg("%s failed", sql);
    snprintf(place->where, sizeof place->where, "%s%coptions=-csearch_path%%3D%s", url,
             strchr(url, '?') ? '&' : '?', place->schema);
    return place;
}

/* A store in which "boss" works, sees what is restricted, and is at it. */
static inline struct place *place_open_store(void **state)
{
    struct place *place = *state;
    struct err err = {0};
    place_need_postgres(place);
    if (place->postgres) {
        snprintf(place->database, sizeof place->database, "unit_%d_%p", (int)getpid(), (void *)place);
        template_address(place->database, place->where, sizeof place->where);
        must(template_database(place->database, &err), &err);
    } else {
        must(template_file(place->where, &err), &err);
    }
    must(store_open(&place->store, &place->arena, place->where, "boss", &err), &err);
    return place;
}

/* Somebody else works on in the same database. */
static inline void place_work_as(struct place *place, const char *login)
{
    struct err err = {0};
    store_close(&place->store);
    must(store_open(&place->store, &place->arena, place->where, login, &err), &err);
}

static inline void place_execute(struct place *place, const char *sql)
{
    struct err err = {0};
    must(db_execute(place->store.db, sql, &err), &err);
}

static inline int64_t place_number(struct place *place, const char *sql)
{
    struct err err = {0};
    int64_t number;
    must(db_number(place->store.db, sql, -1, &number, &err), &err);
    return number;
}

/* One text out of the database; "-" for null or no row. */
static inline const char *place_text(struct place *place, const char *sql)
{
    struct statement *statement;
    struct err err = {0};
    bool row;
    must(db_prepare(place->store.db, &statement, sql, &err), &err);
    must(statement_step(statement, &row, &err), &err);
    const char *found = "-";
    if (row && !statement_is_null(statement, 0))
        found =
            arena_text(&place->arena, statement_text(statement, 0).at, statement_text(statement, 0).length);
    statement_close(statement);
    return found;
}

/* A file in memory; close it. */
static inline FILE *place_file(const char *content)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fwrite(content, 1, strlen(content), file);
    rewind(file);
    return file;
}

/* Imports a text as a file; the import itself must not fail. */
static inline struct import_result place_import_with(struct place *place, struct import_request request,
                                                     const char *record, const char *csv)
{
    struct err err = {0};
    struct import_result result;
    request.record = dict_record_named(text_of(record));
    assert_non_null(request.record);
    request.file = place_file(csv);
    request.name = "test.csv";
    must(import_run(&place->store, &place->arena, &request, &result, &err), &err);
    fclose(request.file);
    return result;
}

static inline struct import_result place_import(struct place *place, const char *record, const char *csv)
{
    return place_import_with(place, (struct import_request){0}, record, csv);
}

/* The same for a file that is meant to be good: every row is written or known. */
static inline void place_add(struct place *place, const char *record, const char *csv)
{
    struct import_result result = place_import(place, record, csv);
    if (!result.written)
        fail_msg("%s: row %d, %s: %s", record, (int)result.problems.kept[0].row,
                 result.problems.kept[0].field, result.problems.kept[0].sentence);
}

/* Two clients, one of whom has three facts; a second member of staff, who sees nothing that is restricted. */
static inline void place_add_people(struct place *place)
{
    place_add(place, "office", "code,kind\nnorth,region\n");
    place_add(place, "staff", "login,name,office,sees_restricted\nana,Ana,north,no\nbea,Bea,north,yes\n");
    place_add(place, "cultural_group", "code,label,part_of\npacific,Pacific,\nsamoan,Samoan,pacific\n");
    place_add(
        place, "client",
        "number,family_name,given_names,birth_date,cultural_group,source,method,verified_by,verified_on\n"
        "C-1,T\xc5\xabhoe,Mere,1970-01-31,samoan,client,interview,ana,2000-02-01\nC-2,Lee,,,,client,"
        "statement,,\n");
    place_add(place, "register_spell",
              "client,effective_from,effective_to,office,source,method\n"
              "C-1,2000-01-01,2000-03-31,north,officer,record\nC-1,2000-05-01,,north,officer,record\n");
    place_add(place, "english_level",
              "client,effective_from,skill,level,assessor,source,method\n"
              "C-1,2000-01-01,speaking,basic,Ana,officer,officer_impression\n");
}

#endif
