/* facts_work: rows of facts, column by column; private to facts*.c, standing.c and the doctor. */
#ifndef STORE_FACTS_WORK_H
#define STORE_FACTS_WORK_H

#include "store/facts.h"

/* What a row tells of what was picked, beside the facts themselves: a column each, NAME_row, NAME_from … */
enum pick_part {
    PART_row, /* its id; never of the client's own row, which is `client` */
    PART_from,
    PART_verified,
    PART_method,
    PART_source,
    PART_recorded_on,
    PART_recorded_by,
    PART_end,
};

const char *pick_part_name(enum pick_part part); /* "_row" */
enum pick_part part_of_aspect(enum aspect aspect);

/* What is wanted of the computed rows. */
struct facts_wanted {
    const struct moment *moment;
    const char *day;   /* SQL for the day; a column of c may be it */
    const char *which; /* as in facts_request */
    const char
        *clients;   /* what stands after FROM for the clients c, when more than their table; NULL: that */
    bool everybody; /* all clients, looked up one by one, but for the day on which all is settled, found in
                       passes */
    bool by_passes; /* as known now: a pass over each record type rather than look-ups client by client; `day`
                       is then no column of c */
    bool facts[FACT_end];
    bool parts[PICK_end][PART_end];
    bool settled[R_end];       /* settled_on: over these record types */
    bool settled_alone[R_end]; /* RECORD_settled_on: over one record type */
};

/* Appends "SELECT c.id AS client, … FROM …". With `settled`, a column settled_on. */
void sql_computed(struct str *sql, const struct facts_wanted *wanted);

/* What the row picked is called: the pick's name, or c, the client's own. */
const char *pick_alias(const struct pick *pick);

/* Appends "row.method AS speaking_method", from that row. */
void sql_part(struct str *sql, enum pick_id id, enum pick_part part);

/* " AND …": the rows of s that a list has as its members on the day; of other picks those to choose from. */
void sql_pick_condition(struct str *sql, const struct pick *pick, const char *day);

/* Whether the facts are looked up client by client; else each record type is passed over once. */
bool sql_by_client(const struct facts_wanted *wanted);

/* " FROM … s WHERE …": the rows of a record type, of the client at hand or of all that are asked about. */
void sql_wanted_rows(struct str *sql, const struct facts_wanted *wanted, enum record_id record);

/* Whether what the pick asks of is done from a day on: by itself, when that day comes. */
bool pick_closes_on_a_day(const struct pick *pick);

/* ", … AS settled_on": the day after which nothing changes by itself, over the record types wanted; or over
 * one,
 * ", … AS register_spell_settled_on". The second is what a pass over the records needs of it after FROM. */
void sql_settled(struct str *sql, const struct facts_wanted *wanted, enum record_id only);
void sql_join_settled(struct str *sql, const struct facts_wanted *wanted, enum record_id only);

/* "(…) settled_on_of JOIN client c ON …": everybody with that day, over the record types wanted, by one pass
 * over each: a look-up for each client in each of twenty tables costs as much as all other columns together.
 */
void sql_settled_and_clients(struct str *sql, const struct facts_wanted *wanted);

#endif
