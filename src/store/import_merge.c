#include <assert.h>

#include "store/import_job.h"
#include "store/sql.h"
#include "base/banned.h"

enum { BATCH_ROWS = 50000 };

/* From here on it pays to build the indexes of an empty table at the end. */
enum { FIRST_LOAD_ROWS = 20000 };

/* The batch with references resolved, as the common table expression "inc". */
static void sql_incoming(struct import_job *job, struct str *sql)
{
    str_add(sql, "WITH inc AS (SELECT i.row_no, i.id");
    for (size_t i = 0; i < job->given_count; i++) {
        str_add(sql, ", ");
        sql_staged(sql, job->given[i], "i");
        str_addf(sql, " AS %s", job->given[i]->name);
    }
    str_add(sql, " FROM " IMPORT_STAGING " i WHERE i.row_no BETWEEN $1 AND $2) ");
}

static bool run_batch(struct import_job *job, const struct str *sql, struct import_batch batch,
                      int64_t *changes, struct err *err)
{
    struct statement *statement;
    bool row;
    if (!db_prepare(job->store->db, &statement, sql->at, err))
        return false;
    import_bind_batch(statement, batch);
    statement_bind_int(statement, 2, job->now);
    statement_bind_int(statement, 3, job->store->staff_id);
    bool good = statement_step(statement, &row, err);
    *changes = statement_changes(statement);
    statement_close(statement);
    return good;
}

/* `all_new`: no key is known, so nothing can stand in the way, and no index on the key need be there. */
static bool insert_rows(struct import_job *job, struct import_batch batch, bool all_new, int64_t *added,
                        struct err *err)
{
    struct str sql;
    str_init(&sql);
    sql_incoming(job, &sql);
    str_addf(&sql, "INSERT INTO %s (id, ", job->record->name);
    sql_columns(&sql, job->given, job->given_count, "");
    str_add(&sql, ", recorded_at, recorded_by) SELECT inc.id, ");
    sql_columns(&sql, job->given, job->given_count, "inc");
    str_add(&sql, ", CAST($3 AS bigint), CAST($4 AS bigint) FROM inc");
    if (!all_new) { /* SQLite would read ON CONFLICT as a join condition if there were no WHERE */
        str_add(&sql, " WHERE inc.id > 0 ON CONFLICT (");
        for (size_t i = 0; i < record_key_count(job->record); i++)
            str_addf(&sql, "%s%s", i == 0 ? "" : ", ", dict_field(job->record->key[i])->name);
        str_add(&sql, ") DO NOTHING");
    }
    bool good = run_batch(job, &sql, batch, added, err);
    str_clear(&sql);
    return good;
}

/* Known rows that the file has otherwise. */
static void sql_changed(struct import_job *job, struct str *sql)
{
    str_add(sql, "t.id <> inc.id AND (");
    sql_differs(sql, job->given, job->given_count, "t", "inc");
    str_add(sql, ")");
}

/* The time of the import, or a moment after the version that it supersedes, should the clock have gone back.
 */
#define NOW "CASE WHEN t.recorded_at >= CAST($3 AS bigint) THEN t.recorded_at + 1 ELSE CAST($3 AS bigint) END"

/* All that the file gives but the verification: what its author wrote. */
static size_t given_values(const struct import_job *job, const struct field **out)
{
    size_t count = 0;
    for (size_t i = 0; i < job->given_count; i++)
        if (job->given[i]->id != job->record->verified_by && job->given[i]->id != job->record->verified_on)
            out[count++] = job->given[i];
    return count;
}

static bool keep_old_versions(struct import_job *job, struct import_batch batch, int64_t *kept,
                              struct err *err)
{
    struct str sql, from;
    str_init(&sql);
    str_init(&from);
    str_addf(&from, "%s t JOIN inc ON ", job->record->name);
    sql_same_key(&from, job->record, "t", "inc");
    str_add(&from, " WHERE ");
    sql_changed(job, &from);
    sql_incoming(job, &sql);
    sql_into_history(&sql, job->record, from.at, NOW, 4);
    bool good = run_batch(job, &sql, batch, kept, err);
    str_clear(&sql);
    str_clear(&from);
    return good;
}

/* Whoever only verifies is not the author (R17); and a verification that the file does not give was of the
 * old values. */
static bool update_known(struct import_job *job, struct import_batch batch, struct err *err)
{
    const struct field *values[RECORD_FIELDS_MAX];
    size_t count = given_values(job, values);
    struct str sql;
    int64_t kept, changed;
    if (!import_reject_repeated(job, batch, err) || !keep_old_versions(job, batch, &kept, err))
        return false;
    str_init(&sql);
    sql_incoming(job, &sql);
    str_addf(&sql, "UPDATE %s AS t SET recorded_at = " NOW ", recorded_by = CASE WHEN ", job->record->name);
    sql_differs(&sql, values, count, "t", "inc");
    str_add(&sql, " THEN CAST($4 AS bigint) ELSE t.recorded_by END");
    for (size_t i = 0; i < job->given_count; i++)
        str_addf(&sql, ", %s = inc.%s", job->given[i]->name, job->given[i]->name);
    if (job->record->verified_by != F_none && count == job->given_count)
        str_add(&sql, ", verified_by = NULL, verified_on = NULL");
    str_add(&sql, " FROM inc WHERE ");
    sql_same_key(&sql, job->record, "t", "inc");
    str_add(&sql, " AND ");
    sql_changed(job, &sql);
    bool good = run_batch(job, &sql, batch, &changed, err);
    assert(!good || kept == changed);
    job->result->changed += good ? changed : 0;
    str_clear(&sql);
    return good;
}

/* A record that points at one of its own kind may stand before it in the file. */
static bool resolve_self_references(struct import_job *job, struct err *err)
{
    bool good = true;
    struct str sql;
    str_init(&sql);
    for (size_t i = 0; good && i < job->given_count; i++) {
        if (!import_is_self_reference(job, job->given[i]))
            continue;
        const char *name = job->given[i]->name, *table = job->record->name;
        str_cut(&sql, 0);
        str_addf(&sql,
                 "UPDATE %s AS t SET %s = r.id FROM " IMPORT_STAGING
                 " i JOIN %s r ON r.%s = i.%s WHERE t.id = i.id AND t.%s IS NULL",
                 table, name, table, dict_field(job->record->key[0])->name, name, name);
        good = db_execute(job->store->db, sql.at, err);
    }
    str_clear(&sql);
    return good;
}

static bool insert_new(struct import_job *job, struct import_batch batch, struct err *err)
{
    int64_t added;
    if (!insert_rows(job, batch, false, &added, err))
        return false;
    job->result->added += added;
    return true;
}

/* Calls `step` for each batch of rows, and tells how far that brought the work between two shares of the
 * whole. */
static bool each_batch(struct import_job *job,
                       bool (*step)(struct import_job *, struct import_batch, struct err *),
                       const char *doing, double from, double to, struct err *err)
{
    for (struct import_batch batch = {1, BATCH_ROWS}; batch.from <= job->last_row;
         batch.from += BATCH_ROWS, batch.to += BATCH_ROWS) {
        if (!step(job, batch, err))
            return false;
        double done = batch.to < job->last_row ? (double)batch.to / (double)job->last_row : 1;
        import_tell(job, doing, job->result->rows, from + (to - from) * done);
    }
    return true;
}

static bool insert_batch(struct import_job *job, struct import_batch batch, struct err *err)
{
    int64_t added;
    if (!insert_rows(job, batch, true, &added, err))
        return false;
    job->result->added += added;
    return true;
}

/* Into an empty table the rows go without indexes, which are built at the end: on PostgreSQL that halves the
 * time. When that fails, a key stands in the file twice: everything is put back, and `done` says that the
 * work is still to do, row by row. */
static bool fill_empty_table(struct import_job *job, bool *done, struct err *err)
{
    struct db *db = job->store->db;
    struct err twice = {0};
    struct str restore;
    str_init(&restore);
    bool good = db_savepoint(db, err) && db_unburden(db, job->record->name, &restore, err) &&
                each_batch(job, insert_batch, "writing", IMPORT_READING_SHARE, IMPORT_INDEXING_SHARE, err);
    *done = good && db_execute(db, restore.at, &twice);
    str_clear(&restore);
    if (!good || *done)
        return good && db_release_savepoint(db, err);
    job->result->added = 0;
    return db_rollback_to_savepoint(db, err);
}

bool import_table_is_empty(struct import_job *job, bool *empty, struct err *err)
{
    struct str sql;
    int64_t known;
    str_init(&sql);
    str_addf(&sql, "SELECT count(*) FROM (SELECT 1 FROM %s LIMIT 1) t", job->record->name);
    bool good = db_number(job->store->db, sql.at, 0, &known, err);
    str_clear(&sql);
    *empty = known == 0;
    return good;
}

static bool is_first_load(struct import_job *job, bool *first, struct err *err)
{
    if (!import_table_is_empty(job, first, err))
        return false;
    job->was_empty = *first;
    *first = *first && job->result->rows >= FIRST_LOAD_ROWS;
    for (size_t i = 0; i < job->given_count; i++) /* what stands in the same table is found by its index */
        *first = *first && !import_is_self_reference(job, job->given[i]);
    return true;
}

bool import_merge(struct import_job *job, struct err *err)
{
    const double from = IMPORT_READING_SHARE, half = (1 + IMPORT_READING_SHARE) / 2;
    int64_t staged;
    bool first, done = false;
    if (!import_create_objections(job, err) ||
        !each_batch(job, import_check_batch, "checking", from, from, err) ||
        !import_check_self_references(job, err) || !is_first_load(job, &first, err) ||
        (first && !fill_empty_table(job, &done, err)))
        return false;
    if (done)
        return true;
    if (!each_batch(job, insert_new, "writing", from, half, err) || !resolve_self_references(job, err) ||
        !db_number(job->store->db, "SELECT count(*) FROM " IMPORT_STAGING, 0, &staged, err))
        return false;
    return job->result->added == staged || each_batch(job, update_known, "comparing", half, 1, err);
}
