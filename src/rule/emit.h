/* emit: the same question as one SQL expression over a row of facts, for everybody at once.
 *
 * The expression is true, false or null exactly where rule_evaluate is: what SQL cannot say exactly is
 * refused, and the caller asks row by row. Three ways keep the two alike: a leaf about one fact with few
 * values (a code, yes or no, a rating) is evaluated at each of them, and becomes a list of values; a
 * comparison that only rises or falls with one date (weeks registered, age, arrival plus five years) is
 * evaluated until the day is found where it turns, and becomes a comparison with that day; the rest is
 * whole-number arithmetic that cannot overflow, comparisons, and texts. Facts are columns of the row under
 * the alias f; members of a list are rows under the alias s. Texts are parameters. */
#ifndef RULE_EMIT_H
#define RULE_EMIT_H

#include "base/str.h"
#include "rule/rule.h"

enum emit_engine { EMIT_sqlite, EMIT_postgres };

struct emit_options {
    enum emit_engine engine;
    int32_t today;
    /* the column under f that holds an aspect of a fact; of WHAT_weeks, WHAT_years and WHAT_age the date
     * counted from; of a list how many it has, null when that is not known */
    void (*column)(struct str *sql, const struct fact *fact, enum aspect aspect);
    /* "qualification s WHERE …": the rows of a list of the person f is about */
    void (*rows)(struct str *sql, const struct fact *list, const void *with);
    const void *with;
    int first_parameter; /* 1: the first text is $1 */
};

enum { EMIT_TEXTS_MAX = 200 };

struct emitted {
    struct str sql;                    /* the caller's; appended to */
    struct text texts[EMIT_TEXTS_MAX]; /* of the parameters, in order */
    size_t text_count;
    const char *why; /* when refused: what SQL cannot say exactly, as "sqrt"; with its place */
    struct spot where;
};

/* OUT `emitted->sql` grows by a boolean expression in brackets. False when it is refused. COST microseconds,
 * and about 25 evaluations for each comparison with a date. */
bool rule_emit(struct arena *arena, const struct rule *rule, const struct emit_options *options,
               struct emitted *emitted);

#endif
