#include <string.h>

#include "base/date.h"
#include "dict/value.h"
#include "base/banned.h"

static const struct value *value_of(const struct record *record, const struct value *values, const char *name)
{
    size_t count;
    const struct field *field = record_shape_field(record, name);
    return field ? &values[field - record_fields(record, &count)] : NULL;
}

static bool dates_in_order(const struct field *all, const struct field *late, const struct value *values, struct err *err)
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

bool values_check(const struct record *record, const struct value *values, const struct field **field, struct err *err)
{
    size_t count;
    const struct field *all = record_fields(record, &count);
    for (size_t i = 0; i < count; i++) {
        *field = &all[i];
        if (all[i].not_before != F_none && !dates_in_order(all, &all[i], values, err))
            return false;
    }
    const struct value *by = value_of(record, values, "verified_by"), *on = value_of(record, values, "verified_on");
    if (by && (by->type == VALUE_absent) != (on->type == VALUE_absent)) {
        *field = record_shape_field(record, by->type == VALUE_absent ? "verified_by" : "verified_on");
        return err_set(err, ERR_input, "a verification needs both who checked and the day; fill both or neither");
    }
    return true;
}
