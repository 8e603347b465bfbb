#include <assert.h>
#include <string.h>

#include "store/import_job.h"
#include "store/sql.h"
#include "base/banned.h"

enum { BATCH_ROWS = 50000 };

struct batch {
    int64_t from, to; /* row numbers, both included */
};

static void bind_batch(struct statement *statement, struct batch batch)
{
    statement_bind_int(statement, 0, batch.from);
    statement_bind_int(statement, 1, batch.to);
}

/* A staged row as the text of the file's columns, for the rejected file. */
static void reject_staged(struct import_job *job, struct statement *found, const char *problem)
{
    struct text fields[CSV_FIELDS_MAX] = {0};
    struct str texts[RECORD_FIELDS_MAX];
    size_t used = 0;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct field *field = job->columns[i].field;
        fields[i] = (struct text){"", 0};
        if (!field)
            continue;
        int at = 2; /* after row_no and the phrase */
        while (job->given[at - 2] != field)
            at++;
        struct value value = {.type = VALUE_absent};
        if (!statement_is_null(found, at))
            value = field->kind == KIND_REF || dict_kind(field->kind)->held_as == HELD_text ? value_text(statement_text(found, at))
                    : field->kind == KIND_REAL                                             ? value_real(statement_real(found, at))
                                                                                           : value_number(statement_int(found, at));
        str_init(&texts[used]);
        value_print(&texts[used], field, value);
        fields[i] = str_text(&texts[used++]);
    }
    import_reject(job, fields, job->column_count, problem);
    while (used > 0)
        str_clear(&texts[--used]);
}

/* Rows of the batch for which `condition` (over i, the staged row) holds are rejected. `phrase` is an SQL expression whose text
 * stands in the sentence, `before` and `after` it. */
static bool reject_where(struct import_job *job, struct batch batch, const char *field, const char *phrase, const char *before,
                         const char *after, const char *condition, struct err *err)
{
    struct str sql;
    struct statement *find;
    str_init(&sql);
    str_addf(&sql, "SELECT i.row_no, %s, ", phrase);
    sql_columns(&sql, job->given, job->given_count, "i");
    str_addf(&sql, " FROM " IMPORT_STAGING " i WHERE i.row_no BETWEEN $1 AND $2 AND (%s) ORDER BY i.row_no", condition);
    bool row = false, any = false, good = db_prepare(job->store->db, &find, sql.at, err);
    if (good) {
        bind_batch(find, batch);
        while ((good = statement_step(find, &row, err)) && row) {
            struct text subject = statement_text(find, 1);
            char sentence[400];
            snprintf(sentence, sizeof sentence, "%s" TEXT_FORMAT "%s", before, TEXT_ARGS(subject), after);
            problems_add(&job->result->problems, statement_int(find, 0), field, "%s", sentence);
            reject_staged(job, find, sentence);
            any = true;
        }
        statement_close(find);
    }
    if (good && any) {
        str_cut(&sql, 0);
        str_addf(&sql, "DELETE FROM " IMPORT_STAGING " AS i WHERE i.row_no BETWEEN $1 AND $2 AND (%s)", condition);
        good = db_prepare(job->store->db, &find, sql.at, err);
        if (good) {
            bind_batch(find, batch);
            good = statement_step(find, &row, err);
            statement_close(find);
        }
    }
    str_clear(&sql);
    return good;
}

static bool is_self_reference(const struct import_job *job, const struct field *field)
{
    return field->kind == KIND_REF && field->to == job->record->id;
}

/* Nothing may point at what is not there, and what is about one person may not point at another person's record. */
static bool check_references(struct import_job *job, struct batch batch, struct err *err)
{
    bool good = true;
    struct str condition;
    str_init(&condition);
    for (size_t i = 0; good && i < job->given_count; i++) {
        const struct field *field = job->given[i];
        if (field->kind != KIND_REF)
            continue;
        const struct record *to = dict_record(field->to);
        const char *key = dict_field(to->key[0])->name;
        char phrase[80], after[200];
        snprintf(phrase, sizeof phrase, "i.%s", field->name);
        str_cut(&condition, 0);
        str_addf(&condition, "i.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s r WHERE r.%s = i.%s)", field->name, to->name, key,
                 field->name);
        if (is_self_reference(job, field))
            str_addf(&condition, " AND NOT EXISTS (SELECT 1 FROM " IMPORT_STAGING " j WHERE j.%s = i.%s)", key, field->name);
        snprintf(after, sizeof after, "\" is no %s here; import the %s first, or mend its %s", to->name, to->name, key);
        good = reject_where(job, batch, field->name, phrase, "\"", after, condition.at, err);
        if (good && field->to != R_client && record_shape_field(to, "client") && record_shape_field(job->record, "client")) {
            str_cut(&condition, 0);
            str_addf(&condition, "EXISTS (SELECT 1 FROM %s r JOIN client c ON c.id = r.client WHERE r.%s = i.%s AND c.number <> i.client)",
                     to->name, key, field->name);
            snprintf(after, sizeof after, "\" belongs to another client; mend the %s or the client", field->name);
            good = reject_where(job, batch, field->name, phrase, "\"", after, condition.at, err);
        }
    }
    str_clear(&condition);
    return good;
}

/* The batch with references resolved, as the common table expression "inc". */
static void sql_incoming(struct import_job *job, struct str *sql)
{
    str_add(sql, "WITH inc AS (SELECT i.row_no, i.id");
    for (size_t i = 0; i < job->given_count; i++) {
        str_add(sql, ", ");
        if (job->given[i]->kind == KIND_REF)
            sql_resolve(sql, job->given[i], "i");
        else
            str_addf(sql, "i.%s", job->given[i]->name);
        str_addf(sql, " AS %s", job->given[i]->name);
    }
    str_add(sql, " FROM " IMPORT_STAGING " i WHERE i.row_no BETWEEN $1 AND $2) ");
}

static bool run_batch(struct import_job *job, const struct str *sql, struct batch batch, int64_t *changes, struct err *err)
{
    struct statement *statement;
    bool row;
    if (!db_prepare(job->store->db, &statement, sql->at, err))
        return false;
    bind_batch(statement, batch);
    statement_bind_int(statement, 2, job->now);
    statement_bind_int(statement, 3, job->store->staff_id);
    bool good = statement_step(statement, &row, err);
    *changes = statement_changes(statement);
    statement_close(statement);
    return good;
}

static bool insert_new(struct import_job *job, struct batch batch, int64_t *added, struct err *err)
{
    struct str sql;
    str_init(&sql);
    sql_incoming(job, &sql);
    str_addf(&sql, "INSERT INTO %s (id, ", job->record->name);
    sql_columns(&sql, job->given, job->given_count, "");
    str_add(&sql, ", recorded_at, recorded_by) SELECT inc.id, ");
    sql_columns(&sql, job->given, job->given_count, "inc");
    /* SQLite would read ON CONFLICT as a join condition if there were no WHERE. */
    str_add(&sql, ", CAST($3 AS bigint), CAST($4 AS bigint) FROM inc WHERE inc.id > 0 ORDER BY inc.row_no ON CONFLICT (");
    for (size_t i = 0; i < record_key_count(job->record); i++)
        str_addf(&sql, "%s%s", i == 0 ? "" : ", ", dict_field(job->record->key[i])->name);
    str_add(&sql, ") DO NOTHING");
    bool good = run_batch(job, &sql, batch, added, err);
    str_clear(&sql);
    return good;
}

/* A key met twice in one file: the first stands, the later ones are problems. */
static bool reject_repeated(struct import_job *job, struct batch batch, struct err *err)
{
    struct str keys, same;
    str_init(&keys);
    str_init(&same);
    for (size_t i = 0; i < record_key_count(job->record); i++)
        str_addf(&keys, "%s%s", i == 0 ? "" : ", ", dict_field(job->record->key[i])->name);
    bool good = true;
    if (!job->key_indexed) /* only now that something is known twice does the index pay */
        good = db_index_staging(job->store->db, IMPORT_STAGING, keys.at, err);
    job->key_indexed = true;
    sql_same_key(&same, job->record, "j", "i");
    struct str phrase, condition;
    str_init(&phrase);
    str_init(&condition);
    for (size_t i = 0; i < record_key_count(job->record); i++) {
        const struct field *field = dict_field(job->record->key[i]);
        if (field->kind == KIND_REF || dict_kind(field->kind)->held_as == HELD_text || record_key_count(job->record) == 1)
            str_addf(&phrase, "%sCAST(i.%s AS text)", phrase.length > 0 ? " || ', ' || " : "", field->name);
    }
    str_addf(&phrase, " || '\" stands in row ' || CAST((SELECT min(j.row_no) FROM " IMPORT_STAGING " j WHERE %s) AS text)", same.at);
    str_addf(&condition, "EXISTS (SELECT 1 FROM " IMPORT_STAGING " j WHERE %s AND j.row_no < i.row_no)", same.at);
    char after[200];
    snprintf(after, sizeof after, " already, with the same %s; keep one of the two rows", keys.at);
    good = good && reject_where(job, batch, dict_field(job->record->key[0])->name, phrase.at, "\"", after, condition.at, err);
    str_clear(&phrase);
    str_clear(&condition);
    str_clear(&keys);
    str_clear(&same);
    return good;
}

/* Known rows that the file has otherwise. */
static void sql_changed(struct import_job *job, struct str *sql)
{
    str_add(sql, "t.id <> inc.id AND (");
    sql_differs(sql, job->given, job->given_count, "t", "inc");
    str_add(sql, ")");
}

static bool update_known(struct import_job *job, struct batch batch, int64_t *changed, struct err *err)
{
    struct str sql, from;
    int64_t kept;
    str_init(&sql);
    str_init(&from);
    str_addf(&from, "%s t JOIN inc ON ", job->record->name);
    sql_same_key(&from, job->record, "t", "inc");
    str_add(&from, " WHERE ");
    sql_changed(job, &from);
    sql_incoming(job, &sql);
    sql_into_history(&sql, job->record, from.at, 3);
    bool good = run_batch(job, &sql, batch, &kept, err);
    str_cut(&sql, 0);
    sql_incoming(job, &sql);
    str_addf(&sql, "UPDATE %s AS t SET recorded_at = CAST($3 AS bigint), recorded_by = CAST($4 AS bigint)", job->record->name);
    for (size_t i = 0; i < job->given_count; i++)
        str_addf(&sql, ", %s = inc.%s", job->given[i]->name, job->given[i]->name);
    const struct field *verified = record_shape_field(job->record, "verified_by");
    bool verification_given = false;
    for (size_t i = 0; i < job->given_count; i++)
        verification_given |= job->given[i] == verified;
    if (verified && !verification_given) /* what was checked was the old value (R17) */
        str_add(&sql, ", verified_by = NULL, verified_on = NULL");
    str_add(&sql, " FROM inc WHERE ");
    sql_same_key(&sql, job->record, "t", "inc");
    str_add(&sql, " AND ");
    sql_changed(job, &sql);
    good = good && run_batch(job, &sql, batch, changed, err);
    assert(!good || kept == *changed);
    str_clear(&sql);
    str_clear(&from);
    return good;
}

/* A record that points at one of its own kind may stand before it in the file. */
static bool resolve_self_references(struct import_job *job, struct err *err)
{
    bool good = true;
    struct str sql;
    str_init(&sql);
    for (size_t i = 0; good && i < job->given_count; i++) {
        if (!is_self_reference(job, job->given[i]))
            continue;
        const char *name = job->given[i]->name;
        int64_t changes;
        str_cut(&sql, 0);
        str_addf(&sql, "UPDATE %s AS t SET %s = (SELECT r.id FROM %s r JOIN " IMPORT_STAGING " i ON r.%s = i.%s WHERE i.id = t.id) "
                 "WHERE t.%s IS NULL AND t.id IN (SELECT i.id FROM " IMPORT_STAGING " i WHERE i.%s IS NOT NULL AND i.row_no BETWEEN $1 AND $2) "
                 "AND t.recorded_at = $3 AND t.recorded_by = $4",
                 job->record->name, name, job->record->name, dict_field(job->record->key[0])->name, name, name, name);
        good = run_batch(job, &sql, (struct batch){0, job->last_row}, &changes, err);
    }
    str_clear(&sql);
    return good;
}

static bool count_batch(struct import_job *job, struct batch batch, int64_t *staged, struct err *err)
{
    struct statement *count;
    bool row;
    if (!db_prepare(job->store->db, &count, "SELECT count(*) FROM " IMPORT_STAGING " WHERE row_no BETWEEN $1 AND $2", err))
        return false;
    bind_batch(count, batch);
    bool good = statement_step(count, &row, err);
    *staged = good ? statement_int(count, 0) : 0;
    statement_close(count);
    return good;
}

static bool merge_batch(struct import_job *job, struct batch batch, struct err *err)
{
    struct import_result *result = job->result;
    int64_t added, changed = 0, staged;
    if (!check_references(job, batch, err) || !insert_new(job, batch, &added, err) || !count_batch(job, batch, &staged, err))
        return false;
    bool good = added == staged || (reject_repeated(job, batch, err) && update_known(job, batch, &changed, err));
    result->added += added;
    result->changed += changed;
    return good;
}

bool import_merge(struct import_job *job, struct err *err)
{
    for (struct batch batch = {1, BATCH_ROWS}; batch.from <= job->last_row; batch.from += BATCH_ROWS, batch.to += BATCH_ROWS) {
        if (!merge_batch(job, batch, err))
            return false;
        int64_t done = batch.to < job->last_row ? batch.to : job->last_row;
        import_tell(job, "writing", job->result->rows, IMPORT_READING_SHARE + (1 - IMPORT_READING_SHARE) * (double)done / (double)job->last_row);
    }
    return resolve_self_references(job, err);
}
