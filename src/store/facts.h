/* facts: SQL that gives, for each client, a row of facts as at a day: what the question language becomes on
 * the database.
 *
 *   uses ─ sql_facts ─► "… f", to stand after FROM ─ fact_column ─► f.english_speaking, f.speaking_from
 *
 * There are two sources of such rows, with the same columns and the same values:
 * FACTS_standing    the table standing (standing.h): one row read per client. True of clients with
 *                   f.settled_on <= the day, as known now; the caller says so in WHERE
 * FACTS_computed    worked out from the records, for any day and any moment of knowledge; costs a pass over
 *                   each record type that is asked about
 *
 * Columns: `client`, the client's id; and of each use one, its value as the database holds it: a number, a
 * real or a text. What is counted up to the day stands there as the day from which it counts
 * (rule/elapsed.h): weeks_registered is the first day of the registration. A list is the count of its
 * members: 0 says has none, NULL not recorded. CHECKED row by row against person.h, which chooses the records
 * in C (tests/unit/t_facts.c). */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include "base/str.h"
#include "rule/fact.h"
#include "store/moment.h"

enum facts_from { FACTS_standing, FACTS_computed };

struct facts_request {
    enum facts_from from;
    struct moment moment; /* dated; FACTS_standing: not known_then */
    const struct use *uses;
    size_t use_count;
    const char *which; /* FACTS_computed: a condition on c.id; only these clients, and only their records are
                          read. NULL: all */
};

/* Appends what stands after FROM, its alias f with it. FACTS_standing also has f.settled_on. */
void sql_facts(struct str *sql, const struct facts_request *request);

/* Appends the name of the column in which a use stands. */
void fact_column(struct str *sql, const struct fact *fact, enum aspect aspect);

/* Appends, for a fact that is a list, "qualification s WHERE s.client = f.client AND …": the rows of its
 * members on the day, as known then. Entries are columns of s (rule/entry.h). */
void sql_fact_rows(struct str *sql, const struct moment *moment, const struct fact *list);

#endif
