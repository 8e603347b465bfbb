#include "store/schema.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "store/standing.h"
#include "base/banned.h"

static const struct {
    int version;
    const char *sql, *why;
} migrations[] = {
#define MIGRATION(version, sql, why) {version, sql, why},
#include "store/migrations.def"
#undef MIGRATION
};

size_t schema_columns(const struct record *record, int version, const struct field **out)
{
    size_t count, n = 0;
    const struct field *all = record_fields(record, &count);
    for (int since = record->since; since <= version; since++)
        for (size_t i = 0; i < count; i++)
            if (field_since(&all[i]) == since)
                out[n++] = &all[i];
    return n;
}

const char *schema_type(const struct db *db, const struct field *field)
{
    const struct kind_info *kind = dict_kind(field->kind);
    return db_engine(db) == ENGINE_sqlite ? kind->sqlite_type : kind->postgres_type;
}

static bool has_foreign_key(const struct field *field)
{
    return field->kind == KIND_REF && !field->stamped && !field->provenance;
}

/* A column added later cannot be NOT NULL: the rows that are there have nothing in it. */
static bool is_not_null(const struct field *field)
{
    return (field->required || field->stamped) && field_since(field) == dict_record(field->record)->since;
}

static void add_column(struct str *sql, const struct db *db, const struct field *field, bool history)
{
    str_addf(sql, "%s %s", field->name, schema_type(db, field));
    if (history)
        return;
    if (is_not_null(field))
        str_add(sql, " NOT NULL");
    if (has_foreign_key(field) && db_engine(db) == ENGINE_sqlite)
        str_addf(sql, " REFERENCES %s (id)", dict_record(field->to)->name);
}

static void add_foreign_key(struct str *sql, const struct db *db, const struct field *field)
{
    if (has_foreign_key(field) && db_engine(db) == ENGINE_postgres)
        str_addf(sql, "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (id);\n",
                 dict_record(field->record)->name, field->name, dict_record(field->to)->name);
}

static void add_indexes(struct str *sql, const struct record *record)
{
    str_addf(sql, "CREATE UNIQUE INDEX %s_key ON %s (", record->name, record->name);
    for (size_t i = 0; i < record_key_count(record); i++)
        str_addf(sql, "%s%s", i == 0 ? "" : ", ", dict_field(record->key[i])->name);
    str_add(sql, ");\n");
    if (record->client != F_none && record->key[0] != record->client)
        str_addf(sql, "CREATE INDEX %s_client ON %s (client);\n", record->name, record->name);
    str_addf(sql, "CREATE INDEX %s_history_id ON %s_history (id);\n", record->name, record->name);
}

static void add_field_index(struct str *sql, const struct db *db, const struct field *field)
{
    (void)db;
    const char *table = dict_record(field->record)->name;
    if (field->indexed)
        str_addf(sql, "CREATE INDEX %s_%s ON %s (%s%s%s);\n", table, field->name, table, field->name,
                 field->then ? ", " : "", field->then ? dict_field(field->then)->name : "");
}

static void add_table(struct str *sql, const struct db *db, const struct record *record, int version)
{
    const struct field *columns[RECORD_FIELDS_MAX];
    size_t count = schema_columns(record, version, columns);
    for (int history = 0; history < 2; history++) {
        str_addf(sql, "CREATE TABLE %s%s (%s", record->name, history ? "_history" : "",
                 !history ? db_id_column(db)
                 : db_engine(db) == ENGINE_sqlite
                     ? "id INTEGER NOT NULL, superseded_at INTEGER NOT NULL, superseded_by INTEGER NOT NULL"
                     : "id bigint NOT NULL, superseded_at bigint NOT NULL, superseded_by bigint NOT NULL");
        for (size_t i = 0; i < count; i++) {
            str_add(sql, ", ");
            add_column(sql, db, columns[i], history);
        }
        str_addf(sql, ")%s;\n", db_table_tail(db));
    }
    add_indexes(sql, record);
}

static void add_column_later(struct str *sql, const struct db *db, const struct field *field)
{
    const char *table = dict_record(field->record)->name;
    for (int history = 0; history < 2; history++) {
        str_addf(sql, "ALTER TABLE %s%s ADD COLUMN ", table, history ? "_history" : "");
        add_column(sql, db, field, history);
        str_add(sql, ";\n");
    }
}

/* The fields that a version brings to records of earlier versions, or, with `made`, all of its own records.
 */
static void each_new_field(struct str *sql, const struct db *db, int version, bool made,
                           void (*add)(struct str *, const struct db *, const struct field *))
{
    const struct field *columns[RECORD_FIELDS_MAX];
    for (int r = R_none + 1; r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        size_t count = record->since <= version ? schema_columns(record, version, columns) : 0;
        for (size_t i = 0; i < count; i++)
            if (field_since(columns[i]) == version && (made || record->since < version))
                add(sql, db, columns[i]);
    }
}

/* Columns come before the new tables: SQLite reads the whole schema again for each column that is added. */
static void add_version(struct str *sql, const struct db *db, int version)
{
    each_new_field(sql, db, version, false, add_column_later);
    for (int r = R_none + 1; r < R_end; r++)
        if (dict_record((enum record_id)r)->since == version)
            add_table(sql, db, dict_record((enum record_id)r), version);
    each_new_field(sql, db, version, true, add_foreign_key);
    each_new_field(sql, db, version, true, add_field_index);
    for (size_t i = 0; i < sizeof migrations / sizeof *migrations; i++)
        if (migrations[i].version == version)
            str_addf(sql, "%s;\n", migrations[i].sql);
    str_addf(sql, "DELETE FROM mahi_schema;\nINSERT INTO mahi_schema (version) VALUES (%d);\n", version);
}

bool schema_version(struct db *db, int *version, struct err *err)
{
    int64_t number;
    const char *tables = db_engine(db) == ENGINE_sqlite
                             ? "SELECT count(*) FROM sqlite_master WHERE name = 'mahi_schema'"
                             : "SELECT count(*) FROM pg_tables WHERE tablename = 'mahi_schema' AND "
                               "schemaname = current_schema()";
    *version = SCHEMA_NONE;
    if (!db_number(db, tables, 0, &number, err))
        return false;
    if (number > 0 && !db_number(db, "SELECT version FROM mahi_schema", SCHEMA_NONE, &number, err))
        return false;
    *version = (int)number;
    return true;
}

bool schema_upgrade(struct db *db, int version, struct err *err)
{
    int now;
    assert(version >= 1 && version <= DICT_VERSION);
    if (!schema_version(db, &now, err))
        return false;
    struct str sql;
    str_init(&sql);
    bool good = true, made = now < version && version == DICT_VERSION;
    while (good && now < version) {
        str_cut(&sql, 0);
        add_version(&sql, db, ++now);
        good = db_execute(db, sql.at, err);
    }
    str_clear(&sql);
    return good && (!made || standing_make(db, err));
}
