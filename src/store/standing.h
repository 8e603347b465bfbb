/* standing: what stands of each client, one row each, so that a question to everybody reads one table.
 *
 * Derived from the records and from nothing else; it can be thrown away and made again. A row tells the facts
 * as they are at any day from settled_on on, as known now: settled_on is the day after which nothing changes
 * by itself any more, the last day on which one of the client's rows begins or is over. Columns: `client`,
 * `settled_on`, one per fact of dictionary/facts.def under its own name (facts.h says what they hold), and of
 * each row picked NAME_row, NAME_from and NAME_verified. Those asked for most stand first, where SQLite reads
 * them without passing over the others. There is an index on each fact that is `indexed`, and one on
 * settled_on.
 *
 * Whoever writes a record refreshes the rows of the clients it is about, in the same transaction: save,
 * withdraw and import do. PostgreSQL lets two write about one client at once, so the row is locked first, and
 * what is then read includes what the other wrote. CHECKED by the doctor, and by t_standing.c against
 * person.h. */
#ifndef STORE_STANDING_H
#define STORE_STANDING_H

#include "base/str.h"
#include "db/engine.h"
#include "dict/dict.h"

/* Record types of which the first rows came, many at once, while what stands was left as it was: it is
 * settled for all of them together, before the transaction ends. */
struct standing_due {
    bool of[R_end];
};

/* Throws the table away and makes it again from the records, within the caller's transaction.
 * COST some 30 look-ups by index for each client; on PostgreSQL a pass over each record type. */
bool standing_make(struct db *db, struct err *err);

/* Whether the table has a column RECORD_settled_on: as settled_on, over this record type alone. So do those
 * that indexed facts rest on: people found by such a fact are found, whatever else of theirs is still to
 * change. */
bool standing_settles_alone(enum record_id record);

/* Whether anything in the table depends on records of this type. */
bool standing_depends_on(const struct record *record);

/* Makes true again what depends on records of this type, for the clients that meet the condition on c.id
 * (NULL: all); rows for clients who have none yet are made. Within the caller's transaction.
 * COST a pass over the records of those clients. */
bool standing_refresh(struct db *db, const struct record *record, const char *which, struct err *err);
bool standing_refresh_client(struct db *db, const struct record *record, int64_t client_id, struct err *err);

/* Whether something in the table is the topmost of records of this type, as of cultural groups; and makes it
 * true again when one of them has become part of another. COST a pass over all clients. */
bool standing_groups(const struct record *record);
bool standing_regroup(struct db *db, const struct record *record, struct err *err);

/* Settles what is due, for all clients. When clients themselves are due, nobody had a row before.
 * COST one pass over the records, and each row written once. */
bool standing_settle(struct db *db, const struct standing_due *due, struct err *err);

/* A client was withdrawn. */
bool standing_drop_client(struct db *db, int64_t client_id, struct err *err);

/* SQL for the doctor: rows (id of the client, name of the first column that is not true or NULL when the
 * whole row is missing), none when all is as the records say. */
void sql_standing_damage(struct str *sql);

#endif
