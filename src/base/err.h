/* err: one failure of the world, said in a sentence that tells what to do.
 *
 * A call that can fail returns false and fills the `struct err` that stands last among its arguments. The
 * first failure is kept: filling an err that is already filled changes nothing, so a caller may add nothing
 * and lose nothing. Our own mistakes are asserts, never an err. Lack of memory stops the program (arena.h).
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

enum err_kind {
#define ERR_KIND(name, exit_code, meaning) ERR_##name,
#include "base/err_kinds.def"
#undef ERR_KIND
};

struct err {
    enum err_kind kind;  /* ERR_none: nothing failed */
    char sentence[1024]; /* what failed, the subject in quotes, what to do; no newline at the end */
    char place[160]; /* where: a file and line, a record and field; "" when there is no better place than the
                        sentence */
};

/* Fills `err` and returns false, so that a failing call may say `return err_set(err, …)`. A long sentence is
 * cut, never overrun. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a failed system call: adds the system's own words for `errno`. */
bool err_system(struct err *err, const char *what, const char *subject);

/* Says where; the first place is kept. */
void err_at(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

int err_exit_code(enum err_kind kind);
const char *err_meaning(enum err_kind kind);
const char *err_name(enum err_kind kind);

#endif
