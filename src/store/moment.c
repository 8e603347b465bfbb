#include "store/moment.h"

#include <inttypes.h>

#include "store/schema.h"
#include "store/sql.h"
#include "base/banned.h"

/* Both moments are numbers that Mahi parsed, so they may stand in the text: parameters keep their places for
 * the caller. */
static void sql_versions(struct str *sql, const struct record *record, const struct moment *moment)
{
    const struct field *columns[RECORD_FIELDS_MAX];
    size_t count = schema_columns(record, DICT_VERSION, columns);
    for (int history = 0; history < 2; history++) {
        str_add(sql, history ? " UNION ALL SELECT v.id, " : "SELECT v.id, ");
        sql_columns(sql, columns, count, "v");
        str_addf(sql, " FROM %s%s v WHERE v.recorded_at <= %" PRId64, record->name, history ? "_history" : "",
                 moment->known);
        if (history)
            str_addf(sql, " AND v.superseded_at > %" PRId64, moment->known);
    }
}

static void sql_versions_or_table(struct str *sql, const struct record *record, const struct moment *moment)
{
    if (!moment->known_then) {
        str_add(sql, record->name);
        return;
    }
    str_add(sql, "(");
    sql_versions(sql, record, moment);
    str_add(sql, ")");
}

void sql_source_as(struct str *sql, const struct record *record, const struct moment *moment,
                   const char *alias)
{
    sql_versions_or_table(sql, record, moment);
    str_addf(sql, " %s", alias);
}

void sql_source(struct str *sql, const struct record *record, const struct moment *moment)
{
    sql_source_as(sql, record, moment, "s");
}

void sql_as_at(struct str *sql, const struct record *record, const struct moment *moment)
{
    if (!moment->dated || record->effective_from == F_none)
        return;
    str_addf(sql, " AND s.effective_from <= %d", (int)moment->as_at);
    if (record->effective_to != F_none) {
        str_addf(sql, " AND (s.effective_to IS NULL OR s.effective_to >= %d)", (int)moment->as_at);
        return;
    }
    if (!field_is_key(dict_field(record->effective_from)))
        return;
    str_add(sql, " AND NOT EXISTS (SELECT 1 FROM ");
    sql_versions_or_table(sql, record, moment);
    str_addf(sql, " n WHERE n.effective_from > s.effective_from AND n.effective_from <= %d",
             (int)moment->as_at);
    for (size_t i = 0; i < record_key_count(record); i++)
        if (record->key[i] != record->effective_from)
            str_addf(sql, " AND n.%s = s.%s", dict_field(record->key[i])->name,
                     dict_field(record->key[i])->name);
    str_add(sql, ")");
}
