/* doctor_work: what the parts of the doctor share; private to doctor*.c. */
#ifndef STORE_DOCTOR_WORK_H
#define STORE_DOCTOR_WORK_H

#include "store/doctor.h"

struct doctor {
    struct arena *arena;
    struct store *store;
    const struct import_progress *progress;
    struct doctor_report *report;
    int64_t rows[R_end], history_rows[R_end];
    int64_t steps, steps_done; /* rows to be looked at, for the progress */
    int64_t kept[DOCTOR_CHECKS];
};

/* The engine's own check, and the catalog. `readable`: whether each table and column of the dictionary is
 * there to be looked at. */
bool doctor_look_at_tables(struct doctor *doctor, bool *readable, struct err *err);

/* Each row of each record as it streams by: values, required, dates, verification. */
bool doctor_look_at_values(struct doctor *doctor, struct err *err);

/* What one row cannot show: references, clients, versions. */
bool doctor_look_at_links(struct doctor *doctor, struct err *err);

/* What must not be true of one person twice: spells, enrolments. */
bool doctor_look_at_people(struct doctor *doctor, struct err *err);

/* What stands against a guard, without a reason. */
bool doctor_look_at_guards(struct doctor *doctor, struct err *err);

void doctor_found(struct doctor *doctor, enum doctor_check_id check, const struct record *record, int64_t id,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* One SQL question whose rows are findings: the row's id, then a phrase for the sentence, a day, or neither.
 */
struct question {
    enum doctor_check_id check;
    const struct record *record;
    const char *sql;
    enum { PHRASE_none, PHRASE_text, PHRASE_day, PHRASE_instant } phrase;
    const char *before, *after; /* of the phrase */
    const char *without;        /* the whole sentence, where the phrase is null */
};
bool doctor_ask(struct doctor *doctor, const struct question *question, struct err *err);

void doctor_looked(struct doctor *doctor, enum doctor_check_id check, int64_t count);
void doctor_tell(struct doctor *doctor, const char *doing, int64_t steps_more);

#endif
