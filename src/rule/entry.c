#include "rule/entry.h"

#include <string.h>

#include "base/banned.h"

static const char PREFIX[] = "effective_";

/* The part of the field's name that its entry is called by. */
static const char *own_part(const struct field *field)
{
    size_t prefix = sizeof PREFIX - 1;
    return strncmp(field->name, PREFIX, prefix) == 0 ? field->name + prefix : field->name;
}

void entry_name(const struct field *field, struct str *out)
{
    for (const char *at = own_part(field); *at; at++)
        str_add_char(out, *at == '_' ? ' ' : *at);
}

static bool called(const struct field *field, struct text name)
{
    const char *own = own_part(field);
    if (strlen(own) != name.length)
        return false;
    for (size_t i = 0; i < name.length; i++)
        if (name.at[i] != (own[i] == '_' ? ' ' : own[i]))
            return false;
    return true;
}

const struct field *entry_named(enum record_id record, struct text name)
{
    size_t count;
    const struct field *fields = record_fields(dict_record(record), &count);
    for (size_t i = 0; i < count; i++)
        if (called(&fields[i], name))
            return &fields[i];
    return NULL;
}
