/* rows: the rows of a .test file, whose form its head describes: a question, what is known, the answer. */
#ifndef TESTS_RULES_ROWS_H
#define TESTS_RULES_ROWS_H

#include "rule/rule.h"

enum { ROWS_TODAY = 11200 /* 2000-08-31 */ };

struct row {
    struct text expression, facts, expected;
    struct text proves; /* what the rows from the last line with = on prove */
    size_t line;
};

/* One value per fact and aspect. */
struct known {
    struct datum values[FACT_end][ASPECT_end];
};

/* Each row of the file, in order. False when the file cannot be read. */
bool rows_read(const char *path, void (*each)(void *with, const struct row *row), void *with);

/* The value that a text in the language says. */
struct datum rows_literal(struct arena *arena, struct text text, bool *ok);

/* "name = value; name = value"; no value has a semicolon in it. */
bool rows_facts(struct arena *arena, struct text text, struct known *known);

/* Whether a refusal is expected. */
bool rows_refused(const struct row *row);

#endif
