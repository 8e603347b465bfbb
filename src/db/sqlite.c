#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "db/sqlite_db.h"
#include "base/banned.h"

enum { BUSY_TIMEOUT_MS = 10000 };

/* Memory of an import stays under 64 MB: SQLite takes 16 MiB for pages of the file, as much again while it
 * sorts, and 4 MiB for temporary tables. Measured: 8 MiB make an import slower by half, 24 and a larger page
 * no faster; mmap counts as our memory. */
static const char settings[] = "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA temp_store = FILE;"
                               "PRAGMA cache_size = -16384;"
                               "PRAGMA temp.cache_size = -4096;"
                               "PRAGMA synchronous = NORMAL;";

/* Reads the first page, so that a file which is no database is found here. */
static const char settings_to_read[] = "SELECT count(*) FROM sqlite_schema;";
static const char settings_to_write[] = "PRAGMA journal_mode = WAL;";

bool sqlite_failed(struct sqlite_db *db, const char *sql, struct err *err)
{
    const char *words = sqlite3_errmsg(db->handle), *where = db->db.where;
    switch (sqlite3_errcode(db->handle) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_conflict,
                       "Somebody else is writing to \"%s\" (%s); try again when they are done.", where,
                       words);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return err_set(err, ERR_denied,
                       "\"%s\" cannot be written: %s; see who may write the file and its folder.", where,
                       words);
    case SQLITE_NOTADB:
        return err_set(
            err, ERR_database,
            "\"%s\" is not a database of Mahi (%s); give the path of one, or make one with mahi init.", where,
            words);
    case SQLITE_CORRUPT:
        return err_set(err, ERR_database, "The file \"%s\" is damaged (%s); restore it from its last backup.",
                       where, words);
    case SQLITE_FULL:
        return err_set(err, ERR_system,
                       "There is no room left for \"%s\" (%s); free some of the disk and try again.", where,
                       words);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return err_set(
            err, ERR_system,
            "\"%s\" could not be opened, read or written (%s); see that its folder and disk are there.",
            where, words);
    default: /* our mistake, as a rule, so the SQL is worth seeing */
        if (sql != NULL && err->kind == ERR_none)
            err_at(err, "SQL: %s", sql);
        return err_set(err, ERR_database, "The database \"%s\" refused: %s. Nothing of this step was kept.",
                       where, words);
    }
}

bool sqlite_compile(struct sqlite_db *db, sqlite3_stmt **out, const char *sql, struct err *err)
{
    const char *tail = NULL;
    *out = NULL;
    if (sqlite3_prepare_v2(db->handle, sql, -1, out, &tail) != SQLITE_OK)
        return sqlite_failed(db, sql, err);
    if (*out != NULL && tail[strspn(tail, " \t\r\n;")] == '\0')
        return true;
    sqlite3_finalize(*out);
    *out = NULL;
    err_at(err, "SQL: %s", sql);
    return err_set(err, ERR_database,
                   "The database \"%s\" refused: one statement was expected, and only one.", db->db.where);
}

static bool execute(struct db *db, const char *sql, struct err *err)
{
    struct sqlite_db *sqlite = (struct sqlite_db *)db;
    if (sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_failed(sqlite, sql, err);
    return true;
}

static void rollback(struct db *db)
{
    struct sqlite_db *sqlite = (struct sqlite_db *)db;
    if (!sqlite3_get_autocommit(sqlite->handle)) /* some failures have rolled back already */
        sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
}

static void close_sqlite(struct db *db)
{
    struct sqlite_db *sqlite = (struct sqlite_db *)db;
    int code = sqlite3_close(sqlite->handle);
    assert(code == SQLITE_OK); /* else a statement was left open */
    free(sqlite);
}

static const struct engine_calls sqlite_calls = {
    .engine = ENGINE_sqlite,
    .table_tail = " STRICT",
    .for_update = "",
    .hold_writers = "",
    .id_column = "id INTEGER PRIMARY KEY AUTOINCREMENT",
    .begin = "BEGIN IMMEDIATE",
    .begin_read = "BEGIN; SELECT count(*) FROM sqlite_schema", /* the first read takes the snapshot */
    .measure = "PRAGMA analysis_limit = 1000; ANALYZE",
    .settle = "PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)",
    .catalog = sqlite_catalog,
    .integrity = sqlite_integrity,
    .burdens = sqlite_burdens,
    .close = close_sqlite,
    .execute = execute,
    .rollback = rollback,
    .prepare = sqlite_prepare,
    .statement_close = sqlite_statement_close,
    .bind_null = sqlite_bind_null,
    .bind_int = sqlite_bind_int,
    .bind_real = sqlite_bind_real,
    .bind_text = sqlite_bind_text,
    .step = sqlite_step,
    .reset = sqlite_reset,
    .is_null = sqlite_is_null,
    .column_int = sqlite_column_int,
    .column_real = sqlite_column_real,
    .column_text = sqlite_column_text,
    .bulk_open = sqlite_bulk_open,
    .bulk_null = sqlite_bulk_null,
    .bulk_int = sqlite_bulk_int,
    .bulk_real = sqlite_bulk_real,
    .bulk_text = sqlite_bulk_text,
    .bulk_row = sqlite_bulk_row,
    .bulk_close = sqlite_bulk_close,
    .next_id = sqlite_next_id,
    .create_staging = sqlite_create_staging,
    .index_staging = sqlite_index_staging,
};

/* What stands at `path` is asked before SQLite is, because it says of everything only "unable to open". */
static bool find_file(const char *path, enum db_open_mode mode, struct err *err)
{
    if (mode == DB_create) { /* readable by its owner alone, because it will hold people's lives */
        int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (made >= 0)
            close(made);
        else if (errno != EEXIST)
            return err_system(err, "Cannot make the database", path);
    }
    struct stat found;
    if (stat(path, &found) != 0 && errno == ENOENT)
        return err_set(
            err, ERR_absent,
            "There is no database at \"%s\"; make one with mahi init, or give the path of another.", path);
    if (stat(path, &found) == 0 && S_ISDIR(found.st_mode))
        return err_set(err, ERR_absent, "\"%s\" is a folder; give the path of the database file in it.",
                       path);
    if (access(path, mode == DB_read_only ? R_OK : R_OK | W_OK) != 0 && errno == EACCES)
        return err_set(err, ERR_denied, "You may not %s the file \"%s\"; ask its owner for permission.",
                       mode == DB_read_only ? "read" : "read and write", path);
    return true;
}

static bool configure(struct sqlite_db *db, enum db_open_mode mode, struct err *err)
{
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return execute(&db->db, settings, err) &&
           execute(&db->db, mode == DB_read_only ? settings_to_read : settings_to_write, err);
}

bool sqlite_open(struct db **out, const char *path, enum db_open_mode mode, struct err *err)
{
    if (!find_file(path, mode, err))
        return false;
    struct str literal; /* "file:…" and ":memory:" are names of files like any other */
    str_init(&literal);
    str_addf(&literal, "%s%s", path[0] == '/' ? "" : "./", path);
    int flags = (mode == DB_read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;

    struct sqlite_db *db = memory_alloc(sizeof *db);
    *db = (struct sqlite_db){.db.calls = &sqlite_calls};
    snprintf(db->db.name, sizeof db->db.name, "SQLite %s", sqlite3_libversion());
    snprintf(db->db.where, sizeof db->db.where, "%s", path);
    bool ok =
        sqlite3_open_v2(literal.at, &db->handle, flags, NULL) == SQLITE_OK || sqlite_failed(db, NULL, err);
    ok = ok && configure(db, mode, err);
    str_clear(&literal);
    if (ok)
        *out = &db->db;
    else
        close_sqlite(&db->db);
    return ok;
}
