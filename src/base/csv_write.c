#include "base/csv.h"

#include <string.h>

#include "base/banned.h"

void csv_add_field(struct str *out, struct text field)
{
    bool quoted = false;
    for (size_t i = 0; i < field.length && !quoted; i++)
        quoted = field.at[i] == ',' || field.at[i] == '"' || field.at[i] == '\n' || field.at[i] == '\r';
    if (field.length > 0 && (field.at[0] == ' ' || field.at[field.length - 1] == ' '))
        quoted = true;
    if (!quoted) {
        str_add_bytes(out, field.at, field.length);
        return;
    }
    str_add_char(out, '"');
    for (size_t i = 0; i < field.length; i++) {
        if (field.at[i] == '"')
            str_add_char(out, '"');
        str_add_char(out, field.at[i]);
    }
    str_add_char(out, '"');
}
