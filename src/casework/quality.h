/* quality: whether what is recorded can be relied on, always with how many of how many (R14).
 *
 * Of each record type that states facts about people: how many stand, of these not checked by a second
 * person, on an officer's impression alone, past their shelf life, in doubt now, and how many of their
 * optional fields are empty. By record type, by its fields, by the office where the person is registered, or
 * by who wrote it down. Beside it the quality rules: kept questions of which nobody should be true, asked of
 * everybody. */
#ifndef CASEWORK_QUALITY_H
#define CASEWORK_QUALITY_H

#include "report/report.h"
#include "store/store.h"

enum quality_by { QUALITY_by_record, QUALITY_by_field, QUALITY_by_office, QUALITY_by_recorder };
bool quality_by_named(struct text name, enum quality_by *by, struct err *err);

struct quality_request {
    enum quality_by by;
    const struct record *record; /* only this type; NULL: all that the asker may see */
    bool rules;                  /* the rules too, which asks everybody */
    int32_t today;
};

/* COST one pass over each record type, and one over everybody for each rule. */
bool quality_report(struct arena *arena, const struct store *store, const struct quality_request *request,
                    struct report **out, struct err *err);

#endif
