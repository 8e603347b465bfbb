/* person_work: what reading a person's rows and choosing among them share; private to person*.c. */
#ifndef STORE_PERSON_WORK_H
#define STORE_PERSON_WORK_H

#include "store/person.h"

struct person_row {
    int64_t id;
    const struct value *values; /* in the order of record_fields; references as keys, what may not be seen
                                   absent; behind them the topmost of each fact of WHAT_top (top_place) */
};

struct person_rows {
    const struct record *record;
    const struct field *fields;
    size_t field_count, value_count;
    struct statement *statement;
    struct person_row *rows; /* of the client at hand */
    size_t count, room;
};

static inline struct value row_value(const struct person_rows *rows, const struct person_row *row,
                                     enum field_id id)
{
    return row->values[dict_field(id) - rows->fields];
}

static inline int32_t row_from(const struct person_rows *rows, const struct person_row *row)
{
    return (int32_t)row_value(rows, row, rows->record->effective_from).number;
}

/* Whether the fact is the topmost of what a field of this record points at. */
static inline bool fact_is_top_of(const struct fact *fact, const struct record *record)
{
    return fact->what == WHAT_top && pick_of(fact->pick)->record == record->id;
}

/* Where its value stands: behind the fields, by the order of facts. */
static inline size_t top_place(const struct person_rows *rows, const struct fact *fact)
{
    size_t place = rows->field_count;
    for (int f = FACT_none + 1; f < (int)fact->id; f++)
        place += fact_is_top_of(fact_of((enum fact_id)f), rows->record);
    return place;
}

/* What one fact is answered from. */
struct person_choice {
    const struct person_rows *rows;
    const struct person_row *row;  /* picked; NULL: none */
    const struct person_row *none; /* the row of none_known that counts; NULL: none */
    bool known;                    /* any row of the pick began by the day */
    size_t member_count;
    const struct person_row **members; /* of a list */
};

struct person_choice person_choose(struct person_reader *reader, const struct pick *pick);

/* The first day of the unbroken run of spells that the row is in; rows that began after the day do not count.
 */
int32_t person_run(const struct person_reader *reader, const struct pick *pick,
                   const struct person_rows *rows, const struct person_row *row);

struct datum person_value(struct person_reader *reader, const struct fact *fact,
                          const struct person_choice *choice, int32_t *counted_from);
struct datum person_aspect(const struct person_choice *choice, enum aspect aspect);

#endif
