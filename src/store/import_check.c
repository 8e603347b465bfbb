#include <string.h>

#include "store/import_job.h"
#include "store/sql.h"
#include "base/banned.h"

enum { OBJECTIONS_MAX = 2 * RECORD_FIELDS_MAX };

/* One thing that may be wrong with staged rows. Each is looked for on its own, so that the engine may join
 * rather than look up. */
struct objection {
    const char *field;          /* the column to mend */
    const char *subject;        /* SQL over i, the staged row: the value in question, as text */
    const char *before, *after; /* the sentence around the subject */
    const char *condition;      /* SQL over i */
};

struct objections {
    struct objection at[OBJECTIONS_MAX];
    size_t count;
};

void import_bind_batch(struct statement *statement, struct import_batch batch)
{
    statement_bind_int(statement, 0, batch.from);
    statement_bind_int(statement, 1, batch.to);
}

static bool run(struct import_job *job, const char *sql, struct import_batch batch, int64_t *changes,
                struct err *err)
{
    struct statement *statement;
    bool row;
    if (!db_prepare(job->store->db, &statement, sql, err))
        return false;
    import_bind_batch(statement, batch);
    bool good = statement_step(statement, &row, err);
    *changes = statement_changes(statement);
    statement_close(statement);
    return good;
}

bool import_create_objections(struct import_job *job, struct err *err)
{
    return db_execute(job->store->db,
                      "DROP TABLE IF EXISTS objection; CREATE TEMP TABLE objection (row_no bigint, number "
                      "integer, subject text)",
                      err);
}

static struct value staged_value(struct statement *found, int column, const struct field *field)
{
    if (statement_is_null(found, column))
        return (struct value){.type = VALUE_absent};
    if (field->kind == KIND_REF || dict_kind(field->kind)->held_as == HELD_text)
        return value_text(statement_text(found, column));
    return field->kind == KIND_REAL ? value_real(statement_real(found, column))
                                    : value_number(statement_int(found, column));
}

/* The staged row, whose columns stand from `first` on, as a line of the rejected file. */
static void reject_staged(struct import_job *job, struct statement *found, int first, const char *why)
{
    struct text fields[CSV_FIELDS_MAX] = {0};
    struct str texts[RECORD_FIELDS_MAX];
    size_t used = 0;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct field *field = job->columns[i].field;
        fields[i] = (struct text){"", 0};
        if (!field)
            continue;
        int at = 0;
        while (job->given[at] != field)
            at++;
        str_init(&texts[used]);
        value_print(&texts[used], field, staged_value(found, first + at, field));
        fields[i] = str_text(&texts[used++]);
    }
    import_reject(job, fields, job->column_count, why);
    while (used > 0)
        str_clear(&texts[--used]);
}

/* Objections stand in the order of rows; all to one row make one line of the rejected file. */
static bool tell_objections(struct import_job *job, const struct objections *objections, struct err *err)
{
    struct statement *found;
    struct str sql, why, sentence;
    str_init(&sql);
    str_init(&why);
    str_init(&sentence);
    str_add(&sql, "SELECT o.row_no, o.number, o.subject, o.row_no = lead(o.row_no) OVER (ORDER BY o.row_no, "
                  "o.number), ");
    sql_columns(&sql, job->given, job->given_count, "i");
    str_add(&sql,
            " FROM objection o JOIN " IMPORT_STAGING " i ON i.row_no = o.row_no ORDER BY o.row_no, o.number");
    bool row = false, good = db_prepare(job->store->db, &found, sql.at, err);
    while (good && (good = statement_step(found, &row, err)) && row) {
        const struct objection *objection = &objections->at[statement_int(found, 1)];
        struct text more = statement_text(found, 3); /* SQLite says 1, PostgreSQL t */
        str_cut(&sentence, 0);
        str_addf(&sentence, "%s" TEXT_FORMAT "%s", objection->before, TEXT_ARGS(statement_text(found, 2)),
                 objection->after);
        problems_add(&job->result->problems, statement_int(found, 0), objection->field, "%s", sentence.at);
        str_addf(&why, "%s%s: %s", why.length > 0 ? "; " : "", objection->field, sentence.at);
        if (text_is(more, "1") || text_is(more, "t"))
            continue;
        reject_staged(job, found, 4, why.at);
        str_cut(&why, 0);
    }
    statement_close(found);
    str_clear(&sentence);
    str_clear(&why);
    str_clear(&sql);
    return good;
}

/* Rejects the rows of the batch to which there is an objection. */
static bool object(struct import_job *job, struct import_batch batch, const struct objections *objections,
                   int64_t *rejected, struct err *err)
{
    int64_t changes, total = 0;
    for (size_t i = 0; i < objections->count; i++) {
        const struct objection *objection = &objections->at[i];
        const char *sql = arena_format(
            job->arena,
            "INSERT INTO objection (row_no, number, subject) SELECT i.row_no, %zu, %s FROM " IMPORT_STAGING
            " i WHERE i.row_no BETWEEN $1 AND $2 AND %s",
            i, objection->subject, objection->condition);
        if (!run(job, sql, batch, &changes, err))
            return false;
        total += changes;
    }
    *rejected = total;
    return total == 0 ||
           (tell_objections(job, objections, err) &&
            db_execute(job->store->db,
                       "DELETE FROM " IMPORT_STAGING " WHERE row_no IN (SELECT row_no FROM objection); "
                       "DELETE FROM objection",
                       err));
}

static void add(struct objections *objections, const char *field, const char *subject, const char *before,
                const char *after, const char *condition)
{
    objections->at[objections->count++] = (struct objection){field, subject, before, after, condition};
}

bool import_is_self_reference(const struct import_job *job, const struct field *field)
{
    return field->kind == KIND_REF && field->to == job->record->id;
}

/* Nothing may point at what is not there. What points at its own kind may point at a row of the same file. */
static void add_reference(struct import_job *job, struct objections *objections, const struct field *field,
                          bool in_file)
{
    const struct record *to = dict_record(field->to);
    const char *key = dict_field(to->key[0])->name;
    const char *missing = arena_format(job->arena, "NOT EXISTS (SELECT 1 FROM %s r WHERE r.%s = i.%s)",
                                       to->name, key, field->name);
    const char *staged = arena_format(
        job->arena, "NOT EXISTS (SELECT 1 FROM " IMPORT_STAGING " j WHERE j.%s = i.%s)", key, field->name);
    add(objections, field->name, arena_format(job->arena, "i.%s", field->name), "\"",
        arena_format(job->arena, "\" is no %s here; import the %s first, or mend its %s", to->name, to->name,
                     key),
        arena_format(job->arena, "i.%s IS NOT NULL AND %s%s%s", field->name, missing, in_file ? " AND " : "",
                     in_file ? staged : ""));
}

/* What is about one person may not point at another person's record. */
static void add_same_client(struct import_job *job, struct objections *objections, const struct field *field)
{
    const struct record *to = dict_record(field->to);
    add(objections, field->name, arena_format(job->arena, "i.%s", field->name), "\"",
        arena_format(job->arena, "\" belongs to another client; mend the %s or the client", field->name),
        arena_format(job->arena,
                     "EXISTS (SELECT 1 FROM %s r JOIN client c ON c.id = r.client WHERE r.%s = i.%s AND "
                     "c.number <> i.client)",
                     to->name, dict_field(to->key[0])->name, field->name));
}

static void add_references(struct import_job *job, struct objections *objections)
{
    for (size_t i = 0; i < job->given_count; i++) {
        const struct field *field = job->given[i];
        if (field->kind != KIND_REF || import_is_self_reference(job, field))
            continue;
        add_reference(job, objections, field, false);
        if (field->to != R_client && dict_record(field->to)->client && job->record->client)
            add_same_client(job, objections, field);
    }
}

bool import_check_self_references(struct import_job *job, struct err *err)
{
    struct objections objections = {.count = 0};
    for (size_t i = 0; i < job->given_count; i++)
        if (import_is_self_reference(job, job->given[i]))
            add_reference(job, &objections, job->given[i], true);
    /* A row that falls takes with it those that pointed at it, so look again until nothing falls. */
    int64_t rejected = objections.count > 0;
    if (rejected > 0 && !import_index_keys(job, err))
        return false;
    while (rejected > 0)
        if (!object(job, (struct import_batch){0, job->last_row}, &objections, &rejected, err))
            return false;
    return true;
}

static void add_key_names(const struct import_job *job, struct str *names)
{
    for (size_t i = 0; i < record_key_count(job->record); i++)
        str_addf(names, "%s%s", i == 0 ? "" : ", ", dict_field(job->record->key[i])->name);
}

bool import_index_keys(struct import_job *job, struct err *err)
{
    struct str names;
    if (job->key_indexed)
        return true;
    str_init(&names);
    add_key_names(job, &names);
    job->key_indexed = db_index_staging(job->store->db, IMPORT_STAGING, names.at, err);
    str_clear(&names);
    return job->key_indexed;
}

/* A key met twice in one file: the first stands, the later ones are problems. */
static void add_repeated(struct import_job *job, struct objections *objections)
{
    struct str names, subject, same;
    str_init(&names);
    str_init(&subject);
    str_init(&same);
    add_key_names(job, &names);
    sql_same_key(&same, job->record, "j", "i");
    for (size_t i = 0; i < record_key_count(job->record); i++) {
        const struct field *field = dict_field(job->record->key[i]);
        if (field->kind == KIND_REF || dict_kind(field->kind)->held_as == HELD_text ||
            record_key_count(job->record) == 1)
            str_addf(&subject, "%sCAST(i.%s AS text)", subject.length > 0 ? " || ', ' || " : "", field->name);
    }
    str_addf(&subject,
             " || '\" stands in row ' || CAST((SELECT min(j.row_no) FROM " IMPORT_STAGING
             " j WHERE %s) AS text)",
             same.at);
    add(objections, dict_field(job->record->key[0])->name, arena_text(job->arena, subject.at, subject.length),
        "\"", arena_format(job->arena, " already, with the same %s; keep one of the two rows", names.at),
        arena_format(job->arena,
                     "EXISTS (SELECT 1 FROM " IMPORT_STAGING " j WHERE %s AND j.row_no < i.row_no)",
                     same.at));
    str_clear(&names);
    str_clear(&subject);
    str_clear(&same);
}

/* "EXISTS (SELECT 1 FROM client t WHERE t is known under the key of i AND …)". */
static const char *known(struct import_job *job, const char *and)
{
    struct str sql;
    str_init(&sql);
    str_addf(&sql, "EXISTS (SELECT 1 FROM %s t WHERE ", job->record->name);
    for (size_t i = 0; i < record_key_count(job->record); i++) {
        const struct field *field = dict_field(job->record->key[i]);
        str_addf(&sql, "t.%s = ", field->name);
        sql_staged(&sql, field, "i");
        str_add(&sql, " AND ");
    }
    str_addf(&sql, "t.id <> i.id AND (%s))", and);
    return str_into(&sql, job->arena);
}

/* A file may give one of two dates, and the record hold the other. */
static void add_dates(struct import_job *job, struct objections *objections)
{
    for (size_t i = 0; i < job->field_count; i++) {
        const struct field *late = &job->fields[i];
        if (late->not_before == F_none ||
            import_is_given(job, late->id) == import_is_given(job, late->not_before))
            continue;
        const struct field *early = dict_field(late->not_before);
        bool late_given = import_is_given(job, late->id);
        add(objections, late_given ? late->name : early->name, "''",
            arena_format(job->arena, "%s would come before ", late->name),
            arena_format(job->arena, "%s, as it stands in the record; put the two dates in order",
                         early->name),
            known(job, arena_format(job->arena, "%s.%s < %s.%s", late_given ? "i" : "t", late->name,
                                    late_given ? "t" : "i", early->name)));
    }
}

/* "t.x IS DISTINCT FROM i.x OR …" over all that the file gives but the verification. */
static void values_differ(const struct import_job *job, struct str *sql)
{
    for (size_t i = 0; i < job->given_count; i++) {
        const struct field *field = job->given[i];
        if (field->id == job->record->verified_by || field->id == job->record->verified_on)
            continue;
        str_addf(sql, "%st.%s IS DISTINCT FROM ", sql->length > 0 ? " OR " : "", field->name);
        sql_staged(sql, field, "i");
    }
}

#define NOT_BY_AUTHOR "who records a fact cannot be the one who verifies it; a second person must"

/* What was checked was the old value, and whoever records a value cannot be the one who checks it (R17). A
 * known record whose values stay as they are still has the author it had. */
static void add_verification(struct import_job *job, struct objections *objections)
{
    struct str differs, same;
    if (!import_is_given(job, job->record->verified_by) || !import_is_given(job, job->record->verified_on))
        return;
    str_init(&differs);
    str_init(&same);
    values_differ(job, &differs);
    str_add(&same, "t.verified_on = i.verified_on AND t.verified_by = ");
    sql_staged(&same, dict_field(job->record->verified_by), "i");
    add(objections, "verified_by", "''", "the values change, and the verification is that of the old ones",
        "; empty verified_by and verified_on, or have the new values checked",
        known(job, arena_format(job->arena, "(%s) AND %s", differs.at, same.at)));
    str_cut(&same, 0);
    str_add(&same, "t.recorded_by = ");
    sql_staged(&same, dict_field(job->record->verified_by), "i");
    add(objections, "verified_by", "''", NOT_BY_AUTHOR, "",
        known(job, arena_format(job->arena, "NOT (%s) AND %s", differs.at, same.at)));
    add(objections, "verified_by", "''", NOT_BY_AUTHOR, "",
        arena_format(job->arena, "i.verified_by = (SELECT s.login FROM staff s WHERE s.id = %lld) AND NOT %s",
                     (long long)job->store->staff_id,
                     known(job, arena_format(job->arena, "NOT (%s)", differs.at))));
    str_clear(&differs);
    str_clear(&same);
}

bool import_check_batch(struct import_job *job, struct import_batch batch, struct err *err)
{
    struct objections objections = {.count = 0};
    int64_t rejected;
    add_references(job, &objections);
    add_dates(job, &objections);
    if (job->record->verified_by != F_none)
        add_verification(job, &objections);
    return object(job, batch, &objections, &rejected, err);
}

bool import_reject_repeated(struct import_job *job, struct import_batch batch, struct err *err)
{
    struct objections objections = {.count = 0};
    int64_t rejected;
    add_repeated(job, &objections);
    return import_index_keys(job, err) && object(job, batch, &objections, &rejected, err);
}
