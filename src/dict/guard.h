/* guard: what must hold between records; the rows of dictionary/guards.def as values.
 *
 * A field's own rules (kind, range, order of dates) are the dictionary's; what depends on other records is a
 * guard. Each is one row: a condition over the row that was written, and what happens when it is true.
 *
 *   REFUSE   the record is not written, and the sentence says why
 *   ASK      it is not written unless somebody says why: the reason is kept as a record `override`, and
 *            counted
 *   WARN     it is written, and the sentence comes back as a note
 *   KEEP     it is not withdrawn: what others rest on, or what was fixed before it could be known how it ends
 *
 * Every door keeps them: saving (save.h) asks the guards of that record type about that row; importing
 * (import.h) about the rows that it wrote, by one question a guard; the doctor counts what stands against a
 * guard and was not overridden; withdrawing (save.h) asks those that KEEP about the row that stands. A record
 * type without guards pays nothing. */
#ifndef DICT_GUARD_H
#define DICT_GUARD_H

#include "base/str.h"
#include "dict/dict.h"

enum guard_force { GUARD_REFUSE, GUARD_ASK, GUARD_WARN, GUARD_KEEP };

enum { GUARD_ABOUT_MAX = 6 };

struct guard {
    const char *name;
    enum record_id record;
    enum guard_force force;
    const char *sentence, *condition; /* as guards.def has them */
    const char *keeps;                /* the requirement; NULL: none */
    const char *words;                /* NULL: the sentence has no %s */
    enum kind words_are;              /* KIND_DATE: a day's number; else text */
    enum field_id alone; /* a reference: who saves a record with the same one waits until we are done, so that
                            the condition sees what two at once write; F_none: nobody waits */
    enum field_id at;    /* F_none: the record as a whole */
    enum field_id about[GUARD_ABOUT_MAX];
};

enum guard_id { /* a name given twice does not compile */
#define GUARD(name, ...) GUARD_##name,
#include "guards.def"
#undef GUARD
                GUARD_end
};

const struct guard *guard_of(enum guard_id id);

/* The next guard of the record from *at on, which is moved behind it; NULL when there is none. Begin with 0.
 * `guard_next`: those that are asked when it is written; `guard_next_kept`: when it is withdrawn. */
const struct guard *guard_next(const struct record *record, int *at);
const struct guard *guard_next_kept(const struct record *record, int *at);
bool record_is_guarded(const struct record *record);
bool record_is_kept(const struct record *record);

/* "refused", "asks for a reason", "warns", "is not withdrawn" */
const char *guard_force_words(enum guard_force force);

/* Appends the sentence with `words` where the %s stands. */
void guard_sentence(struct str *out, const struct guard *guard, struct text words);

#endif
