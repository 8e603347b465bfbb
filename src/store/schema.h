/* schema: tables derived from the dictionary, and the way from one version to the next.
 *
 * Each record is a table: `id`, and a column per field, in the order in which the versions brought them, so
 * that an upgraded database equals a fresh one column for column. Beside it stands NAME_history: the same
 * columns, and when and by whom the version was superseded. The natural key is a unique index; what is about
 * a client has an index by client, and a field that rows are looked up by (.indexed) one of its own. References are foreign keys, but for who recorded and who verified: those
 * are Mahi's own stamps, and a check for each row of each import would cost more than the row (`mahi doctor`
 * looks at them). What is derived from the records, the table of standing facts (standing.h), is made again
 * by every upgrade. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "db/engine.h"
#include "dict/dict.h"

enum { SCHEMA_NONE = 0 }; /* the version of a database that Mahi has not made */

/* The version of the open database. FAILS never for a strange database: that is SCHEMA_NONE. */
bool schema_version(struct db *db, int *version, struct err *err);

/* Brings the database from its version to `version` (at most DICT_VERSION) within the caller's transaction.
 * CHECKED each released version upgraded equals a fresh one, on both engines (tests/unit/t_schema.c). */
bool schema_upgrade(struct db *db, int version, struct err *err);

/* Fields of a record as of a version: column order. `out` has room for RECORD_FIELDS_MAX. */
size_t schema_columns(const struct record *record, int version, const struct field **out);

/* The column's type on this engine. */
const char *schema_type(const struct db *db, const struct field *field);

#endif
