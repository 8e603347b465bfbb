#include "dict/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/nearest.h"
#include "base/banned.h"

enum { TEXT_MAX = 200, NOTE_MAX = 10000, CODE_MAX = 60, SHOWN_MAX = 60 };

/* What was typed, in quotes and not too long, for a sentence; it ends with a whole character. */
#define SHOWN(t)                                                                                             \
    (int)text_utf8_valid((struct text){(t).at, (t).length < SHOWN_MAX ? (t).length : SHOWN_MAX}), (t).at

static bool parse_text(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    size_t most = field->max > 0 ? (size_t)field->max : field->kind == KIND_NOTE ? NOTE_MAX : TEXT_MAX;
    if (typed.length > most)
        return err_set(err, ERR_input, "\"%.*s…\" is %zu bytes long; at most %zu fit", SHOWN(typed),
                       typed.length, most);
    for (size_t i = 0; i < typed.length; i++) {
        unsigned char c = (unsigned char)typed.at[i];
        if (c < 0x20 && !(field->kind == KIND_NOTE && (c == '\n' || c == '\r' || c == '\t')))
            return err_set(err, ERR_input, "\"%.*s\" holds %s; write it on one line", SHOWN(typed),
                           c == '\n' || c == '\r' ? "a line break" : "a control character");
    }
    *out = value_text(typed);
    return true;
}

static bool parse_note(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    return parse_text(field, typed, out, err);
}

static bool parse_code(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    (void)field;
    bool good = typed.length <= CODE_MAX;
    for (size_t i = 0; i < typed.length && good; i++) {
        char c = typed.at[i];
        good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.' || c == ':' || c == '/';
    }
    if (!good)
        return err_set(
            err, ERR_input,
            "\"%.*s\" is not a code; write at most %d letters, digits and - _ . : / without blanks",
            SHOWN(typed), CODE_MAX);
    *out = value_text(typed);
    return true;
}

static bool within(const struct field *field, double number, struct text typed, struct err *err)
{
    if ((field->min == 0 && field->max == 0) || (number >= field->min && number <= field->max))
        return true;
    return err_set(err, ERR_input, "\"%.*s\" is outside %g to %g%s%s", SHOWN(typed), field->min, field->max,
                   field->unit ? " " : "", field->unit ? field->unit : "");
}

static bool parse_integer(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    int64_t number;
    if (!text_to_int(typed, &number))
        return err_set(err, ERR_input, "\"%.*s\" is not a whole number; write digits only, such as 12",
                       SHOWN(typed));
    *out = value_number(number);
    return within(field, (double)number, typed, err);
}

static bool parse_real(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    double number;
    if (!text_to_real(typed, &number))
        return err_set(err, ERR_input,
                       "\"%.*s\" is not a number; write digits with a decimal point, such as 1250.50",
                       SHOWN(typed));
    *out = value_real(number);
    return within(field, number, typed, err);
}

static bool parse_bool(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    (void)field;
    if (text_is_ignoring_case(typed, "yes"))
        *out = value_number(1);
    else if (text_is_ignoring_case(typed, "no"))
        *out = value_number(0);
    else
        return err_set(err, ERR_input, "\"%.*s\" is not yes or no; leave it empty when nobody knows",
                       SHOWN(typed));
    return true;
}

static bool parse_date(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    (void)field;
    int32_t date;
    if (!date_parse(typed, &date, err))
        return false;
    *out = value_number(date);
    return true;
}

static bool parse_instant(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    (void)field;
    int64_t instant;
    if (!instant_parse(typed, &instant, err))
        return false;
    *out = value_number(instant);
    return true;
}

static bool parse_choice(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    const struct coded_row *row = list_coded(field->of, typed);
    if (row) {
        *out = value_number(row->number);
        return true;
    }
    struct nearest nearest;
    nearest_init(&nearest, typed);
    size_t count;
    const struct coded_row *rows = list_rows(field->of, &count);
    struct str codes;
    str_init(&codes);
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&nearest, rows[i].code);
        str_addf(&codes, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", rows[i].code);
    }
    if (nearest.name)
        err_set(err, ERR_input, "\"%.*s\" is not a %s; did you mean %s? (%s)", SHOWN(typed),
                dict_list(field->of)->name, nearest.name, codes.at);
    else
        err_set(err, ERR_input, "\"%.*s\" is not a %s; write %s", SHOWN(typed), dict_list(field->of)->name,
                codes.at);
    str_clear(&codes);
    return false;
}

/* Whether the key exists is for the store to say; its form is the other record's key field. */
static bool parse_ref(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    const struct field *key = dict_field(dict_record(field->to)->key[0]);
    struct value ignored;
    *out = value_text(typed);
    return key->kind == KIND_CODE ? parse_code(key, typed, &ignored, err)
                                  : value_parse(key, typed, &ignored, err);
}

static bool parse_country(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    (void)field;
    if (!iso_country(typed))
        return err_set(
            err, ERR_input,
            "\"%.*s\" is not a country; write its two capital letters of ISO 3166-1, such as NZ or FJ",
            SHOWN(typed));
    *out = value_text(typed);
    return true;
}

static bool parse_language(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    (void)field;
    if (!iso_language(typed))
        return err_set(
            err, ERR_input,
            "\"%.*s\" is not a language; write its three small letters of ISO 639-3, such as eng or smo",
            SHOWN(typed));
    *out = value_text(typed);
    return true;
}

bool value_parse(const struct field *field, struct text typed, struct value *out, struct err *err)
{
    static bool (*const parsers[])(const struct field *, struct text, struct value *, struct err *) = {
#define KIND(name, held, sqlite, postgres, codec, ...) parse_##codec,
#include "kinds.def"
#undef KIND
    };
    typed = text_trim(typed);
    *out = (struct value){.type = VALUE_absent};
    if (typed.length > 0)
        return parsers[field->kind](field, typed, out, err);
    if (field->required)
        return err_set(err, ERR_input, "nothing is written; %s is needed", dict_kind(field->kind)->typed);
    return true;
}

static void print_number(struct str *out, const struct field *field, int64_t number, bool for_reading)
{
    const struct coded_row *row = field->kind == KIND_CHOICE ? list_numbered(field->of, (int)number) : NULL;
    if (row)
        str_add(out, for_reading ? row->label : row->code);
    else if (field->kind == KIND_BOOL && (number == 0 || number == 1))
        str_add(out, number == 1 ? "yes" : "no");
    else if (field->kind == KIND_DATE && number >= DATE_MIN && number <= DATE_MAX)
        date_print(out, (int32_t)number);
    else if (field->kind == KIND_INSTANT)
        instant_print(out, number);
    else
        str_add_int(out, number);
}

static void print_value(struct str *out, const struct field *field, struct value value, bool for_reading)
{
    switch (value.type) {
    case VALUE_absent:
        return;
    case VALUE_number:
        print_number(out, field, value.number, for_reading);
        break;
    case VALUE_real:
        str_add_real(out, value.real);
        break;
    case VALUE_text:
        if (for_reading && field->kind == KIND_COUNTRY && iso_country(value.text))
            str_add(out, iso_country(value.text));
        else if (for_reading && field->kind == KIND_LANGUAGE && iso_language(value.text))
            str_add(out, iso_language(value.text));
        else
            str_add_bytes(out, value.text.at, value.text.length);
        break;
    }
    if (for_reading && field->unit)
        str_addf(out, " %s", field->unit);
}

void value_print(struct str *out, const struct field *field, struct value value)
{
    print_value(out, field, value, false);
}

void value_show(struct str *out, const struct field *field, struct value value)
{
    print_value(out, field, value, true);
}

bool value_equal(struct value a, struct value b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case VALUE_absent:
        return true;
    case VALUE_number:
        return a.number == b.number;
    case VALUE_real:
        return a.real == b.real;
    case VALUE_text:
        return text_equal(a.text, b.text);
    }
    return false;
}
