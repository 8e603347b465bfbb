#include "db/postgres_db.h"
#include "base/banned.h"

#define HERE "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"

#define ACTION(column)                                                                                       \
    "CASE " column " WHEN 'a' THEN '' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET "  \
    "NULL' ELSE 'SET DEFAULT' END"

const char postgres_catalog[] =
    "WITH t AS (SELECT oid, relname FROM pg_class WHERE relnamespace = " HERE " AND relkind IN ('r', 'p'))"
    " SELECT line FROM ("
    " SELECT 'table ' || relname AS line FROM t"
    " UNION ALL"
    " SELECT 'column ' || t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)"
    " || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END"
    " || CASE a.attidentity WHEN 'd' THEN ' IDENTITY' WHEN 'a' THEN ' IDENTITY ALWAYS' ELSE '' END"
    " || coalesce(CASE a.attgenerated WHEN 's' THEN ' GENERATED STORED ' ELSE ' DEFAULT ' END || "
    "pg_get_expr(d.adbin, d.adrelid), '')"
    " FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum"
    " UNION ALL"
    " SELECT 'index ' || t.relname || ' ('"
    " || (SELECT string_agg(pg_get_indexdef(i.indexrelid, k, true) || CASE i.indoption[k - 1] & 1 WHEN 1 "
    "THEN ' DESC' ELSE '' END,"
    " ', ' ORDER BY k) FROM generate_series(1, i.indnkeyatts) AS k) || ')'"
    " || CASE WHEN i.indisprimary THEN ' PRIMARY KEY' WHEN i.indisunique THEN ' UNIQUE' ELSE '' END"
    " || coalesce(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), '')"
    " FROM t JOIN pg_index i ON i.indrelid = t.oid"
    " UNION ALL"
    " SELECT 'reference ' || t.relname || '.' || a.attname || ' -> ' || f.relname"
    " || coalesce(' ON DELETE ' || nullif(" ACTION(
        "c.confdeltype") ", ''), '')"
                         " || coalesce(' ON UPDATE ' || nullif(" ACTION(
                             "c.confupdtype") ", ''), '')"
                                              " || CASE WHEN c.condeferred THEN ' DEFERRED' ELSE '' END"
                                              " FROM t JOIN pg_constraint c ON c.conrelid = t.oid AND "
                                              "c.contype = 'f' JOIN pg_class f ON f.oid = c.confrelid"
                                              " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY "
                                              "(c.conkey)"
                                              " UNION ALL"
                                              " SELECT 'check ' || t.relname || ' ' || "
                                              "pg_get_constraintdef(c.oid)"
                                              " FROM t JOIN pg_constraint c ON c.conrelid = t.oid AND "
                                              "c.contype = 'c'"
                                              " UNION ALL"
                                              " SELECT 'trigger ' || pg_get_triggerdef(g.oid) FROM t JOIN "
                                              "pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal"
                                              " UNION ALL"
                                              " SELECT 'view ' || viewname || ': ' || definition FROM "
                                              "pg_views WHERE schemaname = current_schema()"
                                              ") AS lines ORDER BY line COLLATE \"C\"";

/* PostgreSQL checks its constraints itself; what is left to find is where it was told not to. */
const char postgres_integrity[] =
    "SELECT 'Constraint ' || c.conname || ' of ' || t.relname || ' was never checked on the records already "
    "there.'"
    " FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE t.relnamespace = " HERE
    " AND NOT c.convalidated"
    " UNION ALL"
    " SELECT 'Constraint ' || c.conname || ' of ' || t.relname || ' is turned off.'"
    " FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_constraint c ON c.oid = g.tgconstraint"
    " WHERE t.relnamespace = " HERE " AND g.tgisinternal AND g.tgenabled = 'D'"
    " UNION ALL"
    " SELECT 'Index ' || x.relname || ' of ' || t.relname || ' is broken; rebuild it with REINDEX.'"
    " FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
    " WHERE t.relnamespace = " HERE " AND NOT i.indisvalid";

const char postgres_burdens[] =
    "SELECT 'DROP INDEX ' || CAST(indexrelid AS regclass), pg_get_indexdef(indexrelid), 1 FROM pg_index"
    " WHERE indrelid = to_regclass($1) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = "
    "indexrelid)"
    " UNION ALL SELECT 'ALTER TABLE ' || CAST(conrelid AS regclass) || ' DROP CONSTRAINT ' || "
    "quote_ident(conname),"
    " 'ALTER TABLE ' || CAST(conrelid AS regclass) || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || "
    "pg_get_constraintdef(oid), 2"
    " FROM pg_constraint WHERE conrelid = to_regclass($1) AND contype = 'f' ORDER BY 3, 1";
