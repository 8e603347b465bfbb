#include <inttypes.h>
#include <stdio.h>

#include "store/guard_work.h"
#include "store/sql.h"
#include "store/standing.h"
#include "base/banned.h"

/* Adds how many rows of one table point at the record; that it points at itself does not hold it. */
static bool count_pointers(struct store *store, const struct record *from, const char *history,
                           const char *column, const struct record *record, int64_t id, int64_t *count,
                           struct err *err)
{
    struct statement *ask;
    char sql[200];
    bool row;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s%s t WHERE t.%s = $1%s", from->name, history, column,
             from == record ? " AND t.id <> $1" : "");
    if (!db_prepare(store->db, &ask, sql, err))
        return false;
    statement_bind_int(ask, 0, id);
    bool good = statement_step(ask, &row, err);
    *count += good ? statement_int(ask, 0) : 0;
    statement_close(ask);
    return good;
}

/* Who wrote a version down is needed as long as the version is kept. */
static bool count_pointing(struct store *store, const struct record *from, const struct record *record,
                           int64_t id, int64_t *count, struct err *err)
{
    size_t field_count;
    const struct field *fields = record_fields(from, &field_count);
    bool good = true;
    for (size_t i = 0; good && i < field_count; i++)
        if (fields[i].kind == KIND_REF && fields[i].to == record->id)
            good = count_pointers(store, from, "", fields[i].name, record, id, count, err) &&
                   (!fields[i].stamped ||
                    (count_pointers(store, from, "_history", fields[i].name, record, id, count, err) &&
                     count_pointers(store, from, "_history", "superseded_by", record, id, count, err)));
    return good;
}

static bool nothing_points_at(struct store *store, const struct record *record, int64_t id, struct err *err)
{
    struct str sentence;
    bool good = true;
    str_init(&sentence);
    for (int r = R_none + 1; good && r < R_end; r++) {
        int64_t count = 0;
        const struct record *from = dict_record((enum record_id)r);
        good = count_pointing(store, from, record, id, &count, err);
        if (good && count > 0)
            str_addf(&sentence, "%s%" PRId64 " of %s", sentence.length > 0 ? ", " : "", count, from->name);
    }
    if (good && sentence.length > 0)
        good = err_set(err, ERR_conflict,
                       "this %s cannot be withdrawn while other records point at it (%s); withdraw or change "
                       "those first",
                       record->name, sentence.at);
    str_clear(&sentence);
    return good;
}

/* The version that stands, and whom it is about. */
static bool version_of(struct store *store, const struct record *record, int64_t id, int64_t *recorded_at,
                       int64_t *client, struct err *err)
{
    struct statement *find;
    char sql[120];
    bool row = false;
    snprintf(sql, sizeof sql, "SELECT recorded_at, %s FROM %s WHERE id = $1",
             record->client ? "client" : "id", record->name);
    if (!db_prepare(store->db, &find, sql, err))
        return false;
    statement_bind_int(find, 0, id);
    bool good = statement_step(find, &row, err);
    if (good && !row)
        good = err_set(err, ERR_absent,
                       "there is no %s of id %" PRId64 " here any more; it may have been withdrawn already",
                       record->name, id);
    *recorded_at = good ? statement_int(find, 0) : 0;
    *client = good ? statement_int(find, 1) : 0;
    statement_close(find);
    return good;
}

static bool run_on(struct store *store, const char *sql, const int64_t *parameters, int count,
                   int64_t *changes, struct err *err)
{
    struct statement *statement;
    bool row;
    if (!db_prepare(store->db, &statement, sql, err))
        return false;
    for (int i = 0; i < count; i++)
        statement_bind_int(statement, i, parameters[i]);
    bool good = statement_step(statement, &row, err);
    *changes = statement_changes(statement);
    statement_close(statement);
    return good;
}

/* The row itself becomes the mark on its way out: recorded and superseded at the same moment, so that no
 * question ever sees it. */
static bool remove_row(struct store *store, const struct record *record, int64_t id, int64_t recorded_at,
                       int64_t now, struct err *err)
{
    char sql[160];
    int64_t changes;
    snprintf(sql, sizeof sql,
             "UPDATE %s SET recorded_at = $3, recorded_by = $4 WHERE id = $1 AND recorded_at = $2",
             record->name);
    if (!run_on(store, sql, (const int64_t[]){id, recorded_at, now, store->staff_id}, 4, &changes, err))
        return false;
    if (changes != 1)
        return save_raced(record, err);
    snprintf(sql, sizeof sql, "DELETE FROM %s WHERE id = $1", record->name);
    return save_into_history(store, record, id, now, now, err) && run_on(store, sql, &id, 1, &changes, err);
}

static bool refresh_standing(struct store *store, const struct record *record, int64_t client,
                             struct err *err)
{
    if (record->id == R_client)
        return standing_drop_client(store->db, client, err);
    return record->client == F_none || standing_refresh_client(store->db, record, client, err);
}

bool record_withdraw_in(struct store *store, const struct record *record, int64_t id,
                        int64_t expected_recorded_at, struct err *err)
{
    int64_t recorded_at, client;
    if (!store_check_may_see(store, record, err) ||
        !version_of(store, record, id, &recorded_at, &client, err) ||
        !save_expect(store, record, id, recorded_at, expected_recorded_at, err) ||
        !nothing_points_at(store, record, id, err) ||
        (record_is_kept(record) && !guard_withdrawn(store, record, id, err)))
        return false;
    int64_t now = save_time(recorded_at);
    return save_into_history(store, record, id, recorded_at, now, err) &&
           remove_row(store, record, id, recorded_at, now, err) &&
           refresh_standing(store, record, client, err);
}

bool record_withdraw(struct store *store, const struct record *record, int64_t id,
                     int64_t expected_recorded_at, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (record_withdraw_in(store, record, id, expected_recorded_at, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

bool record_withdraw_because(struct store *store, const struct record *record, int64_t id,
                             int64_t expected_recorded_at, const char *because, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (record_withdraw_in(store, record, id, expected_recorded_at, err) &&
        reason_keep(store, "withdrawn", record, id, 0, because, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
