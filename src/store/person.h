/* person: the facts of one client as values, each with where it comes from: what a question about one person
 * is answered from, and explained by.
 *
 *   person_open (uses) ─► person_read (client) ─► struct datum and struct provenance, one per use ─►
 * rule_evaluate
 *
 * The client's rows are read and chosen in C; the same facts of everybody are chosen in SQL (facts.h), and
 * the two are held against each other. A value is a datum as the language has it: a choice is its number,
 * weeks and years are counted up to the day (rule/elapsed.h), a list has a context per member with an entry
 * per field (rule/entry.h) and, of a spell, `days`: how many whole days of it have passed by the day. Null is
 * not recorded; an empty list says has none. */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include "rule/datum.h"
#include "rule/fact.h"
#include "store/moment.h"
#include "store/store.h"

/* The row that a fact rests on. Of a list, and of "no", it is the row that says there is none, if somebody
 * said so. */
struct provenance {
    enum record_id record;
    int64_t row; /* its id; 0: no row, and nothing below says anything */
    bool has_from, has_source, has_verified;
    int32_t from;            /* has_from: the day from which it is true */
    int32_t counted_from;    /* of weeks, years, age that are not null: the day */
    int source, method;      /* has_source: codes */
    int64_t recorded_at;     /* instant */
    struct text recorded_by; /* login */
    struct text verified_by; /* has_verified: login */
    int32_t verified_on;     /* has_verified */
};

struct person_rows; /* a record type that is read */

struct person_reader {
    const struct store *store;
    struct moment moment;
    const struct use *uses;
    size_t use_count;
    struct person_rows *records[R_end]; /* NULL: not needed */
    struct arena found;                 /* of one client, until the next is read */
};

/* `moment` is dated; the uses must live as long as the reader. COST a statement per record type, prepared
 * once. FAILS ERR_denied when a use may not be seen. person_close either way. */
bool person_open(struct person_reader *reader, struct arena *arena, const struct store *store,
                 const struct moment *moment, const struct use *uses, size_t use_count, struct err *err);

/* `values` and `provenance` (NULL: not wanted) in the order of the uses; texts and lists live until the next
 * call. *there: whether there is such a client, as known then; when not, all is null. */
bool person_read(struct person_reader *reader, int64_t client_id, struct datum *values,
                 struct provenance *provenance, bool *there, struct err *err);
void person_close(struct person_reader *reader);

#endif
