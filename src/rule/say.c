#include "rule/say.h"

#include "rule/kind.h"
#include "base/banned.h"

void say_use(struct str *out, struct use use)
{
    str_addf(out, "%s%s", fact_of(use.fact)->name, aspect_words(use.aspect));
}

static void add_choice(struct str *out, enum list_id list, struct datum value)
{
    int64_t number = 0;
    const struct coded_row *row = value.type == DATUM_number && number_to_int(value.number, &number)
                                      ? list_numbered(list, (int)number)
                                      : NULL;
    if (row)
        str_add(out, row->label);
    else
        datum_print(out, value);
}

static void add_number(struct str *out, const struct fact *fact, struct datum value)
{
    struct number shown = value.number;
    number_round(value.number, 1, ROUND_half_up, &shown);
    if (fact->what == WHAT_years) /* 5.003 years are more than 5: never shown as 5 */
        number_round(value.number, 2, ROUND_up, &shown);
    number_print(out, shown);
    if (fact->unit)
        str_addf(out, " %s", fact->unit);
}

void say_value(struct str *out, struct use use, struct datum value)
{
    const struct fact *fact = fact_of(use.fact);
    const struct type kind = kind_of_fact(use.fact, use.aspect);
    if (value.type == DATUM_null)
        str_add(out, "not recorded");
    else if (kind.id == TYPE_choice)
        add_choice(out, kind.list, value);
    else if (value.type == DATUM_boolean)
        str_add(out, value.boolean ? "yes" : "no");
    else if (value.type == DATUM_list && value.list.count == 0)
        str_add(out, "none");
    else if (value.type == DATUM_list)
        str_addf(out, "%zu", value.list.count);
    else if (value.type == DATUM_number && use.aspect == ASPECT_value)
        add_number(out, fact, value);
    else
        datum_print(out, value);
}
