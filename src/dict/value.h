/* value: one value of one field, and its way in and out of text.
 *
 * typed text ─ value_parse ─► struct value ─ value_print ─► the same typed text
 *                                          └ value_show ─► what people read
 * An empty text is VALUE_absent, "not recorded": never 0, "no" or blank (R12). */
#ifndef DICT_VALUE_H
#define DICT_VALUE_H

#include "base/err.h"
#include "base/str.h"
#include "dict/dict.h"

enum value_type { VALUE_absent, VALUE_number, VALUE_real, VALUE_text };

struct value {
    enum value_type type;
    union {
        int64_t number; /* INTEGER, BOOL 0/1, DATE day, INSTANT milliseconds, CHOICE number, REF id */
        double real;    /* REAL */
        struct text
            text; /* TEXT, NOTE, CODE, COUNTRY, LANGUAGE, and a REF as typed: the other record's key */
    };
};

static inline struct value value_number(int64_t number)
{
    return (struct value){.type = VALUE_number, .number = number};
}

static inline struct value value_real(double real)
{
    return (struct value){.type = VALUE_real, .real = real};
}

static inline struct value value_text(struct text text)
{
    return (struct value){.type = VALUE_text, .text = text};
}

/* Reads what was typed; blanks at the ends do not count. Texts point into `typed`.
 * FAILS with a sentence fit for a list of problems: the value in quotes and what would be right, without the
 * field's name. A required field left empty fails too. */
bool value_parse(const struct field *field, struct text typed, struct value *out, struct err *err);

/* Checks that need the record's other values: dates in order, a verification that is whole. `values` stands
 * in the order of record_fields. The sentence names the fields. False at the first that fails, with the field
 * it is about. */
bool values_check(const struct record *record, const struct value *values, const struct field **field,
                  struct err *err);

/* As it may be typed again: code of a choice, YYYY-MM-DD, yes or no. A number that is no code of its list
 * prints as itself. */
void value_print(struct str *out, const struct field *field, struct value value);

/* As people read it: label of a choice, unit after a quantity. Absent shows as nothing. */
void value_show(struct str *out, const struct field *field, struct value value);

bool value_equal(struct value a, struct value b);

/* Countries and languages (iso-codes). NULL when there is none. */
const char *iso_country(struct text code);
const char *iso_language(struct text code);

#endif
