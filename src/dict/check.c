#include "base/date.h"
#include "dict/value.h"
#include "base/banned.h"

static bool dates_in_order(const struct field *all, const struct field *late, const struct value *values,
                           struct err *err)
{
    const struct field *early = dict_field(late->not_before);
    struct value first = values[early - all], second = values[late - all];
    if (first.type == VALUE_absent || second.type == VALUE_absent || second.number >= first.number)
        return true;
    struct str shown;
    str_init(&shown);
    value_print(&shown, late, second);
    str_addf(&shown, " comes before %s ", early->name);
    value_print(&shown, early, first);
    err_set(err, ERR_input, "%s; put the two dates in order", shown.at);
    str_clear(&shown);
    return false;
}

bool values_check(const struct record *record, const struct value *values, const struct field **field,
                  struct err *err)
{
    size_t count;
    const struct field *all = record_fields(record, &count);
    for (size_t i = 0; i < count; i++) {
        *field = &all[i];
        if (all[i].not_before != F_none && !dates_in_order(all, &all[i], values, err))
            return false;
    }
    if (record->verified_by == F_none)
        return true;
    const struct field *by = dict_field(record->verified_by), *on = dict_field(record->verified_on);
    if ((values[by - all].type == VALUE_absent) != (values[on - all].type == VALUE_absent)) {
        *field = values[by - all].type == VALUE_absent ? by : on;
        return err_set(err, ERR_input,
                       "a verification needs both who checked and the day; fill both or neither");
    }
    return true;
}
