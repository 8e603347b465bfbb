#include "store/import.h"

#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "store/import_job.h"
#include "base/banned.h"

enum { DIRECT_FROM_BYTES = 1 << 20 };
enum {
    SETTLE_FROM_ROWS = 10000
}; /* from here on it pays to fold the log and to refresh the engine's statistics */

void import_tell(const struct import_job *job, const char *doing, int64_t rows, double share)
{
    const struct import_progress *progress = &job->request->progress;
    if (progress->tell)
        progress->tell(progress->context, doing, rows, share);
}

static bool create_staging(struct import_job *job, struct err *err)
{
    struct str columns;
    str_init(&columns);
    for (size_t i = 0; i < job->given_count; i++) {
        const struct field *field = job->given[i];
        const struct kind_info *kind = dict_kind(field->kind == KIND_REF ? KIND_CODE : field->kind);
        str_addf(&columns, "%s%s %s", i == 0 ? "" : ", ", field->name,
                 db_engine(job->store->db) == ENGINE_sqlite ? kind->sqlite_type : kind->postgres_type);
    }
    bool good = db_create_staging(job->store->db, IMPORT_STAGING, job->record->name, columns.at, err);
    str_clear(&columns);
    return good;
}

/* A great file for an empty table, with no references to find, need not be staged: nothing in it can be known
 * already. */
static bool choose_way(struct import_job *job, bool may_be_direct, struct err *err)
{
    bool empty = false;
    for (size_t i = 0; i < job->given_count; i++)
        may_be_direct = may_be_direct && job->given[i]->kind != KIND_REF;
    if (may_be_direct && job->request->size >= DIRECT_FROM_BYTES && !import_table_is_empty(job, &empty, err))
        return false;
    job->direct = job->was_empty = empty;
    return true;
}

/* Indexes are built after the rows. When that fails, a key stands in the file twice, and the file is to be
 * read `again`, by way of the staging table, which tells the rows apart. */
static bool import_directly(struct import_job *job, bool *again, struct err *err)
{
    struct err twice = {0};
    struct str restore;
    str_init(&restore);
    bool good = db_unburden(job->store->db, job->record->name, &restore, err) && import_rows(job, err);
    *again = good && !db_execute(job->store->db, restore.at, &twice);
    job->result->added = job->result->rows - job->result->rejected;
    str_clear(&restore);
    return good;
}

static bool import_work(struct import_job *job, bool may_be_direct, bool *again, struct err *err)
{
    if (!import_heading(job, err) || !choose_way(job, may_be_direct, err))
        return false;
    if (job->direct ? !import_directly(job, again, err)
                    : !create_staging(job, err) || !import_rows(job, err) || !import_merge(job, err))
        return false;
    struct import_result *result = job->result;
    if (!*again && (result->problems.count == 0 || job->request->keep_good) && !import_ask_guards(job, err))
        return false;
    result->unchanged = result->rows - result->rejected - result->added - result->changed;
    problems_sort(&result->problems);
    result->written =
        !*again && result->broken == 0 && (result->problems.count == 0 || job->request->keep_good);
    if (!result->written)
        result->added = result->changed = result->unchanged = 0;
    return result->added + result->changed == 0 || import_refresh_standing(job, err);
}

/* One reading of the file, within a transaction; nothing may be kept unless result->written. */
static bool import_reading(struct store *store, struct arena *arena, const struct import_request *request,
                           struct import_result *result, bool may_be_direct, bool *again, struct err *err)
{
    struct import_job job = {.store = store,
                             .arena = arena,
                             .request = request,
                             .result = result,
                             .record = request->record,
                             .now = instant_now()};
    *again = false;
    *result = (struct import_result){0};
    problems_init(&result->problems, arena);
    job.fields = record_fields(request->record, &job.field_count);
    job.constants = ARENA_ARRAY(arena, struct value, job.field_count);
    csv_open(&job.csv, request->file, request->name);
    const bool good = import_work(&job, may_be_direct, again, err);
    csv_close(&job.csv);
    return good;
}

static bool rewind_files(const struct import_request *request, struct err *err)
{
    if (fseeko(request->file, 0, SEEK_SET) != 0)
        return err_system(err, "Cannot read again", request->name);
    if (request->rejected &&
        (fseeko(request->rejected, 0, SEEK_SET) != 0 || ftruncate(fileno(request->rejected), 0) != 0))
        return err_system(err, "Cannot write again the rejected rows of", request->name);
    return true;
}

/* Directly, when that may be of use; should a key then turn up twice, back to where it began, and the long
 * way. */
static bool import_within(struct store *store, struct arena *arena, const struct import_request *request,
                          struct import_result *result, struct err *err)
{
    bool again;
    if (request->size < DIRECT_FROM_BYTES)
        return import_reading(store, arena, request, result, false, &again, err);
    if (!db_savepoint(store->db, err) || !import_reading(store, arena, request, result, true, &again, err))
        return false;
    if (!again)
        return db_release_savepoint(store->db, err);
    return db_rollback_to_savepoint(store->db, err) && rewind_files(request, err) &&
           import_reading(store, arena, request, result, false, &again, err);
}

static bool is_great(const struct import_result *result)
{
    return result->written && result->added + result->changed >= SETTLE_FROM_ROWS;
}

bool import_run_in(struct store *store, struct arena *arena, const struct import_request *request,
                   struct import_result *result, struct err *err)
{
    return store_check_may_see(store, request->record, err) &&
           import_within(store, arena, request, result, err) &&
           (!is_great(result) || db_measure(store->db, request->record->name, err));
}

bool import_run(struct store *store, struct arena *arena, const struct import_request *request,
                struct import_result *result, struct err *err)
{
    if (!store_check_may_see(store, request->record, err) || !db_begin(store->db, err))
        return false;
    bool good = import_within(store, arena, request, result, err);
    if (good && result->written)
        good = db_commit(store->db, err);
    else
        db_rollback(store->db);
    result->written = good && result->written;
    if (!is_great(result))
        return good;
    const struct import_job job = {.request = request};
    import_tell(&job, "settling", result->rows, 1);
    return db_settle(store->db, err);
}
