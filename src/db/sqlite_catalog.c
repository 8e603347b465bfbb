#include "db/sqlite_db.h"
#include "base/banned.h"

/* Tables of our own: neither SQLite's nor temporary ones, nor the shadows of virtual tables. */
#define TABLES                                                                                               \
    "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT "  \
    "LIKE 'sqlite\\_%' ESCAPE '\\'"

/* Of an index: its columns, in order, and what is special about each. */
#define INDEX_COLUMNS                                                                                        \
    "(SELECT group_concat(part, ', ') FROM (SELECT coalesce(x.name, '(expression)')"                         \
    " || CASE WHEN x.coll = 'BINARY' THEN '' ELSE ' COLLATE ' || x.coll END || CASE x.\"desc\" WHEN 1 THEN " \
    "' DESC' ELSE '' END"                                                                                    \
    " AS part FROM pragma_index_xinfo(i.name) AS x WHERE x.key = 1 ORDER BY x.seqno))"

/* An index on an expression, or on some rows only, is told apart by its own words. */
#define INDEX_WORDS                                                                                          \
    "CASE WHEN i.partial OR EXISTS (SELECT 1 FROM pragma_index_xinfo(i.name) AS x WHERE x.cid = -2)"         \
    " THEN (SELECT ': ' || substr(s.sql, instr(s.sql, '(')) FROM sqlite_schema AS s WHERE s.name = i.name) " \
    "ELSE '' END"

const char sqlite_catalog[] =
    "WITH t AS (" TABLES ") SELECT line FROM ("
    " SELECT 'table ' || name || iif(strict, ' STRICT', '') || iif(wr, ' WITHOUT ROWID', '') AS line FROM t"
    " UNION ALL"
    " SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || iif(c.\"notnull\", ' NOT NULL', '')"
    " || iif(c.pk, ' PRIMARY KEY', '') || coalesce(' DEFAULT ' || c.dflt_value, '')"
    " || CASE c.hidden WHEN 2 THEN ' GENERATED VIRTUAL' WHEN 3 THEN ' GENERATED STORED' ELSE '' END"
    " FROM t, pragma_table_xinfo(t.name) AS c"
    " UNION ALL"
    " SELECT 'index ' || t.name || ' (' || " INDEX_COLUMNS
    " || ')' || iif(i.\"unique\", ' UNIQUE', '') || " INDEX_WORDS " FROM t, pragma_index_list(t.name) AS i"
    " UNION ALL"
    " SELECT 'reference ' || t.name || '.' || f.\"from\" || ' -> ' || f.\"table\""
    " || iif(f.on_delete = 'NO ACTION', '', ' ON DELETE ' || f.on_delete)"
    " || iif(f.on_update = 'NO ACTION', '', ' ON UPDATE ' || f.on_update)"
    " FROM t, pragma_foreign_key_list(t.name) AS f"
    " UNION ALL"
    " SELECT type || ' ' || name || ': ' || sql FROM sqlite_schema WHERE type IN ('view', 'trigger')"
    ") ORDER BY line COLLATE BINARY";

const char sqlite_integrity[] =
    "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
    " UNION ALL"
    " SELECT 'Record ' || coalesce(rowid, '?') || ' of ' || \"table\" || ' points at a record of ' || parent "
    "|| ' that is not there.'"
    " FROM pragma_foreign_key_check";

const char sqlite_burdens[] = "SELECT 'DROP INDEX \"' || name || '\"', sql FROM sqlite_schema"
                              " WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL ORDER BY name";
