#include "store/import_job.h"
#include "store/sql.h"
#include "store/standing.h"
#include "base/banned.h"

void import_join_staged(struct str *sql, const struct record *record)
{
    str_add(sql, " JOIN " IMPORT_STAGING " i ON ");
    for (size_t i = 0; i < record_key_count(record); i++) {
        const struct field *field = dict_field(record->key[i]);
        str_addf(sql, "%sr.%s = ", i == 0 ? "" : " AND ", field->name);
        sql_staged(sql, field, "i");
    }
}

/* Where the key says who the client is, the file does too. Otherwise the rows do, as they stand now and as
 * they stood before: a row may have gone from one client to another. */
static void sql_clients_of_file(struct str *sql, const struct record *record)
{
    const char *name = record->name;
    if (field_is_key(dict_field(record->client))) {
        str_add(sql, "SELECT k.id FROM " IMPORT_STAGING " i JOIN client k ON k.number = i.client");
        return;
    }
    str_addf(sql, "SELECT r.client FROM %s r", name);
    import_join_staged(sql, record);
    str_addf(sql,
             " UNION SELECT h.client FROM %s_history h JOIN %s r ON r.id = h.id AND r.recorded_at = "
             "h.superseded_at",
             name, name);
    import_join_staged(sql, record);
}

/* From this share of all clients on, all of them are settled rather than those of the file. */
enum { MANY_SHARE = 4 };

static bool about_many(const struct import_job *job, bool *many, struct err *err)
{
    int64_t clients;
    if (!db_number(job->store->db, "SELECT count(*) FROM client", 0, &clients, err))
        return false;
    *many = job->result->added + job->result->changed >= clients / MANY_SHARE;
    return true;
}

bool import_refresh_standing(struct import_job *job, struct err *err)
{
    const struct record *record = job->record;
    struct db *db = job->store->db;
    struct standing_due own = {0}, *due = job->request->due ? job->request->due : &own;
    bool many;
    if (standing_groups(record) && job->result->changed > 0)
        return standing_regroup(db, record, err);
    if (!standing_depends_on(record))
        return true;
    bool first_clients = record->id == R_client && job->was_empty;
    if (first_clients || due->of[R_client] || (job->was_empty && due != &own))
        due->of[record->id] = true;
    if (due->of[record->id] && due != &own)
        return true;
    import_tell(job, "settling what stands", job->result->rows, 1);
    if (first_clients)
        return standing_settle(db, due, err);
    if (!about_many(job, &many, err))
        return false;
    struct str which;
    str_init(&which);
    str_add(&which, "c.id IN (");
    if (record->id == R_client)
        str_add(&which, "SELECT k.id FROM " IMPORT_STAGING " i JOIN client k ON k.number = i.number");
    else if (job->was_empty)
        str_addf(&which, "SELECT r.client FROM %s r", record->name);
    else
        sql_clients_of_file(&which, record);
    str_add(&which, ")");
    bool good = standing_refresh(db, record, many ? NULL : which.at, err);
    str_clear(&which);
    return good;
}
