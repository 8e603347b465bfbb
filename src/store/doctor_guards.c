#include <inttypes.h>

#include "store/doctor_work.h"
#include "store/guard_work.h"
#include "store/read.h"
#include "base/banned.h"

enum { NAMED = 5 };

/* "3 rows break the rule …; the first are C-1, …": the rows' keys, but for who may not be told. */
static bool tell(struct doctor *doctor, const struct guard *guard, const struct guard_scope *scope,
                 int64_t count, struct err *err)
{
    const struct record *record = dict_record(guard->record);
    const bool told = store_may_see(doctor->store, record);
    struct guard_rows rows;
    struct guard_row row;
    struct str sentence, keys;
    bool there, found, good;
    if (!guard_rows_open(&rows, doctor->store, guard, scope, "0", "r.id", NAMED, err))
        return false;
    str_init(&sentence);
    str_init(&keys);
    while ((good = guard_rows_next(&rows, &row, &there, err)) && there) {
        const char *key = "";
        if (sentence.length == 0)
            guard_sentence(&sentence, guard, told ? row.words : text_of("…"));
        if (told && !(good = record_key(doctor->arena, doctor->store, record, row.id, &key, &found, err)))
            break;
        str_addf(&keys, "%s\"%s\"", keys.length > 0 ? "; " : "", key);
    }
    guard_rows_close(&rows);
    if (good)
        doctor_found(doctor, DOCTOR_guards, record, 0, "%" PRId64 " against the rule %s%s%s%s: %s%s", count,
                     guard->name, told ? ", " : "", told && count > NAMED ? "the first " : "",
                     told ? keys.at : "", sentence.at,
                     guard->force == GUARD_ASK ? "; or record it again with the reason" : "");
    str_clear(&keys);
    str_clear(&sentence);
    return good;
}

bool doctor_look_at_guards(struct doctor *doctor, struct err *err)
{
    const struct guard_scope all = {.join = "", .where = "r.id > $2"};
    bool good = true;
    doctor_tell(doctor, "asking what must hold between records", 0);
    for (int g = 0; good && g < GUARD_end; g++) {
        const struct guard *guard = guard_of((enum guard_id)g);
        int64_t count = 0;
        if (guard->force == GUARD_WARN || guard->force == GUARD_KEEP) /* no damage */
            continue;
        doctor_looked(doctor, DOCTOR_guards, doctor->rows[guard->record]);
        good = guard_count(doctor->store, guard, &all, &count, err) &&
               (count == 0 || tell(doctor, guard, &all, count, err));
    }
    return good;
}
