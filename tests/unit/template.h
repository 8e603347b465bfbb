/* template: a store with nobody in it but "boss", made once in each program and copied for each case. */
#ifndef TESTS_TEMPLATE_H
#define TESTS_TEMPLATE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"

/* Runs a statement in the maintenance database of the cluster at MAHI_TEST_PG. */
static inline bool template_run(const char *sql)
{
    struct db *db;
    struct err err = {0};
    const char *url = getenv("MAHI_TEST_PG");
    bool done = url && db_open(&db, url, DB_open_existing, &err);
    if (!done)
        return false;
    done = db_execute(db, sql, &err);
    db_close(db);
    return done;
}

/* The address of another database of the cluster: postgresql://…/NAME?… */
static inline void template_address(const char *database, char *out, size_t size)
{
    const char *url = getenv("MAHI_TEST_PG");
    const char *authority = strstr(url, "//") + 2;
    const char *path = strchr(authority, '/'), *rest = path ? strchr(path, '?') : NULL;
    snprintf(out, size, "%.*s/%s%s", path ? (int)(path - url) : (int)strlen(url), url, database,
             rest ? rest : "");
}

static inline void template_names(char *file, size_t size, char *database, size_t room)
{
    snprintf(file, size, "/tmp/mahi-unit-template.%d", (int)getpid());
    snprintf(database, room, "unit_template_%d", (int)getpid());
}

static inline void template_leave(void)
{
    char file[100], database[64], sql[128];
    template_names(file, sizeof file, database, sizeof database);
    unlink(file);
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", database);
    if (getenv("MAHI_TEST_PG"))
        template_run(sql);
}

static inline bool template_make(const char *where, bool *made, struct err *err)
{
    enum store_init what;
    int from;
    if (*made)
        return true;
    atexit(template_leave);
    *made = store_init(where, "boss", &what, &from, err);
    return *made;
}

static inline bool template_file(const char *where, struct err *err)
{
    static bool made;
    char file[100], database[64];
    template_names(file, sizeof file, database, sizeof database);
    if (!template_make(file, &made, err))
        return false;
    int from = open(file, O_RDONLY | O_CLOEXEC), to = open(where, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    struct stat status;
    bool good = from >= 0 && to >= 0 && fstat(from, &status) == 0;
    for (off_t at = 0; good && at < status.st_size;)
        good = sendfile(to, from, &at, (size_t)(status.st_size - at)) > 0;
    close(from);
    close(to);
    return good || err_set(err, ERR_system, "\"%s\" could not be copied to \"%s\"", file, where);
}

static inline bool template_database(const char *name, struct err *err)
{
    static bool there, made;
    char file[100], database[64], where[700], sql[200];
    template_names(file, sizeof file, database, sizeof database);
    template_address(database, where, sizeof where);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s", database);
    there = there || template_run(sql);
    if (!there || !template_make(where, &made, err))
        return false;
    snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s", name, database);
    return template_run(sql) || err_set(err, ERR_database, "%s failed", sql);
}

#endif
