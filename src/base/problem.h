/* problem: many things wrong at once (a form, an import), each with its row, its field, the value and what
 * would be right.
 *
 * All are counted; the first `PROBLEMS_KEPT` are kept word for word, so that a file of a million bad rows
 * costs no memory. */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H

#include "base/arena.h"
#include "base/str.h"

enum { PROBLEMS_KEPT = 1000 };

struct problem {
    int64_t row;          /* 1 is the heading row; 0 when the problem is not in a row */
    const char *field;    /* the column's name, or "" */
    const char *sentence; /* the value in quotes and what would be right */
};

struct problems {
    struct arena *arena;
    struct problem *kept;
    size_t kept_count, kept_size;
    int64_t count;
};

void problems_init(struct problems *problems, struct arena *arena);
void problems_add(struct problems *problems, int64_t row, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* In the order of the rows, as they stand in the file. */
void problems_sort(struct problems *problems);

#endif
