/* formula: which columns of a file are meant, and in what part, as people who use R write it.
 *
 *     re78 ~ treat                          an outcome and a group
 *     treat ~ age + educ + race             who took part, and what was known of them before
 *     Surv(weeks, left) ~ office            how long, what ended it, and the groups
 *     surv: weeks + left ~ office           the same
 *     weeks + left ~ 1                      the same of everybody together
 *     employed                              one column
 *     y ~ factor(arm) + `weeks on register` a column of numbers taken as categories; a name with blanks
 *
 * Only names are read: what is computed from columns (log(x), a:b, x^2, -1) is refused with a sentence; make
 * a column of it. Nothing here knows the file. CHECKED by t_formula, and fuzzed. */
#ifndef CLI_FORMULA_H
#define CLI_FORMULA_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

enum { FORMULA_TERMS_MAX = 200, FORMULA_BYTES_MAX = 16384 };

struct formula_term {
    const char *name;
    bool categories; /* factor(name): categories even if it holds numbers */
};

struct formula_side {
    struct formula_term terms[FORMULA_TERMS_MAX];
    size_t count;
};

struct formula {
    struct formula_side left, right; /* without a ~ everything is left; right of "~ 1" nothing */
    bool has_tilde;
};

/* OUT names in the arena, each once in a formula; the left side is never empty.
 * FAILS with ERR_usage: nothing typed, too long, what is no name, a name given twice. */
bool formula_read(struct arena *arena, struct text typed, struct formula *formula, struct err *err);

#endif
