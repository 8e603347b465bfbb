#include "dict/guard.h"

#include <string.h>

#include "base/banned.h"

/* That a day is recorded, in words by which an index finds it: greater than this. */
#define BEFORE_ALL_DAYS "-10000000"

/* Phrases of the rows. When the version before this one was written down, null when there was none; whether
 * an amendment said beforehand that this change would be made; whether a programme was locked before this
 * version was written; whether a day, or a stretch of days, falls into a dead period of these offices. */
#define VERSION_BEFORE(record)                                                                               \
    "(SELECT h.recorded_at FROM " record "_history h WHERE h.id = r.id AND h.superseded_at = r.recorded_at)"
#define WAS(record, column)                                                                                  \
    "(SELECT h." column " FROM " record "_history h WHERE h.id = r.id AND h.superseded_at = r.recorded_at)"
#define AMENDED(record)                                                                                      \
    "EXISTS (SELECT 1 FROM amended m WHERE m.about = '" record                                               \
    "' AND m.row_id = r.id AND m.was_at IS NOT DISTINCT FROM " VERSION_BEFORE(record) ")"
/* Of a record that is to be withdrawn: whether that was announced, and whether its programme is locked. */
#define AMENDED_OUT(record)                                                                                  \
    "EXISTS (SELECT 1 FROM amended m WHERE m.about = '" record                                               \
    "' AND m.row_id = r.id AND m.was_at = r.recorded_at)"
#define LOCKED(programmes) "EXISTS (SELECT 1 FROM programme_lock l WHERE l.programme IN (" programmes "))"
#define LOCKED_BEFORE(programmes)                                                                            \
    "EXISTS (SELECT 1 FROM programme_lock l WHERE l.programme IN (" programmes                               \
    ") AND l.recorded_at < r.recorded_at)"
#define DEAD(from, to, offices)                                                                              \
    "EXISTS (SELECT 1 FROM dead_period d WHERE d.starts_on <= " to " AND d.ends_on >= " from                 \
    " AND (d.region IS NULL OR d.region IN (" offices ")))"
#define DEAD_WORDS(from, to, offices)                                                                        \
    "(SELECT min(d.name) FROM dead_period d WHERE d.starts_on <= " to " AND d.ends_on >= " from              \
    " AND (d.region IS NULL OR d.region IN (" offices ")))"
/* The newest version of an agreement that stands on a day, and whether every party agreed to it by then. */
#define NEWEST(agreement, day)                                                                               \
    "(SELECT v.id FROM agreement_version v WHERE v.agreement = " agreement " AND v.starts_on <= " day        \
    " ORDER BY v.version DESC LIMIT 1)"

static const struct guard guards[] = {
#define GUARD(name_, record_, force_, sentence_, ...)                                                        \
    {.name = #name_,                                                                                         \
     .record = R_##record_,                                                                                  \
     .force = GUARD_##force_,                                                                                \
     .sentence = sentence_,                                                                                  \
     .condition = __VA_ARGS__},
#include "guards.def"
#undef GUARD
};

const struct guard *guard_of(enum guard_id id)
{
    return &guards[id];
}

static const struct guard *next(const struct record *record, bool kept, int *at)
{
    while (*at < GUARD_end) {
        const struct guard *guard = &guards[(*at)++];
        if (guard->record == record->id && (guard->force == GUARD_KEEP) == kept)
            return guard;
    }
    return NULL;
}

const struct guard *guard_next(const struct record *record, int *at)
{
    return next(record, false, at);
}

const struct guard *guard_next_kept(const struct record *record, int *at)
{
    return next(record, true, at);
}

bool record_is_guarded(const struct record *record)
{
    int at = 0;
    return guard_next(record, &at) != NULL;
}

bool record_is_kept(const struct record *record)
{
    int at = 0;
    return guard_next_kept(record, &at) != NULL;
}

const char *guard_force_words(enum guard_force force)
{
    static const char *const words[] = {[GUARD_REFUSE] = "refused",
                                        [GUARD_ASK] = "asks for a reason",
                                        [GUARD_WARN] = "warns",
                                        [GUARD_KEEP] = "is not withdrawn"};
    return words[force];
}

void guard_sentence(struct str *out, const struct guard *guard, struct text words)
{
    const char *place = strstr(guard->sentence, "%s");
    if (!place) {
        str_add(out, guard->sentence);
        return;
    }
    str_add_bytes(out, guard->sentence, (size_t)(place - guard->sentence));
    str_add_bytes(out, words.at, words.length);
    str_add(out, place + 2);
}
