#include <math.h>

#include "base/date.h"
#include "store/save.h"
#include "base/banned.h"

static const int64_t ms_a_day = 86400000;

static bool has_type(const struct field *field, enum value_type type)
{
    if (field->kind == KIND_REF)
        return type == VALUE_text || type == VALUE_number;
    switch (dict_kind(field->kind)->held_as) {
    case HELD_number:
        return type == VALUE_number;
    case HELD_real:
        return type == VALUE_real;
    case HELD_text:
        break;
    }
    return type == VALUE_text;
}

/* What cannot even be printed for a sentence. */
static bool has_form(const struct field *field, struct value value, struct err *err)
{
    if (value.type == VALUE_real && !isfinite(value.real))
        return err_set(err, ERR_input, "it is no finite number; %s is needed", dict_kind(field->kind)->typed);
    if (value.type == VALUE_text && text_utf8_valid(value.text) != value.text.length)
        return err_set(err, ERR_input, "the text is not UTF-8; write it again");
    if (field->kind == KIND_INSTANT &&
        (value.number < DATE_MIN * ms_a_day || value.number > (DATE_MAX + 1) * ms_a_day - 1))
        return err_set(err, ERR_input, "it is no moment of the calendar; %s is needed",
                       dict_kind(field->kind)->typed);
    return true;
}

/* There is one rule for what a field may hold, value_parse: what it would not have given is not sound. */
bool value_sound(const struct field *field, struct value value, struct err *err)
{
    if (value.type == VALUE_absent)
        return !field->required ||
               err_set(err, ERR_input, "nothing is written; %s is needed", dict_kind(field->kind)->typed);
    if (!has_type(field, value.type))
        return err_set(err, ERR_input, "it is of another kind; %s is needed", dict_kind(field->kind)->typed);
    if (field->kind == KIND_REF && value.type == VALUE_number)
        return value.number > 0 ||
               err_set(err, ERR_input, "it points at nothing; name the %s", dict_record(field->to)->name);
    if (!has_form(field, value, err))
        return false;
    struct str printed;
    struct value again;
    str_init(&printed);
    value_print(&printed, field, value);
    bool good = value_parse(field, str_text(&printed), &again, err);
    if (good && !value_equal(again, value))
        good = err_set(err, ERR_input, "\"%.60s\" is empty or has blanks at its ends; write it without them",
                       printed.at);
    str_clear(&printed);
    return good;
}
