/* What is asked rarely: two facts held against each other, values that are computed, lists within lists, and
 * every function that can be asked about a fact. */
#include <inttypes.h>

#include "made_up_work.h"
#include "rule/kind.h"
#include "base/banned.h"

void add_unknown(struct maker *make, struct type kind)
{
    switch (kind.id) {
    case TYPE_number:
        str_add(make->out,
                PICK_WORD(make, "1 / 0", "sqrt(-1)", "number(\"x\", \",\", \".\")", "modulo(3, 0)"));
        break;
    case TYPE_date:
        str_add(make->out, PICK_WORD(make, "date(\"1999-02-29\")", "date(2000, 13, 1)",
                                     "(date(\"9999-12-31\") + duration(\"P999999999Y\"))"));
        break;
    case TYPE_string:
        str_add(make->out, PICK_WORD(make, "substring(\"a\", 9)", "string(null)"));
        break;
    default:
        str_add(make->out, "null");
    }
}

/* Another fact of the same kind; the same one where there is none. */
static const char *another(struct maker *make, struct type kind)
{
    for (int tries = 0; tries < 200; tries++) {
        const enum fact_id id = (enum fact_id)(1 + made_up_below(make->state, FACT_end - 1));
        const struct type other = kind_of_fact(id, ASPECT_value);
        if (other.id == kind.id && other.list == kind.list)
            return fact_of(id)->name;
    }
    return kind.id == TYPE_date ? "today()" : "null";
}

static void two_numbers(struct maker *make, const char *a, const char *b)
{
    const char *how = sign(make, kind_is(TYPE_number));
    switch (made_up_below(make->state, 8)) {
    case 0:
        str_addf(make->out, "%s %s %s %s ", a, PICK_WORD(make, "+", "-", "*"), b, how);
        add_number(make);
        break;
    case 1:
        str_addf(make->out, "%s(%s, %s) %s ", PICK_WORD(make, "min", "max", "sum", "mean", "median"), a, b,
                 how);
        add_number(make);
        break;
    case 2:
        str_addf(make->out, "%s in [%s..%" PRId64 "]", a, b, made_up_below(make->state, 30));
        break;
    case 3:
        str_addf(make->out, "%s between 0 and %s", a, b);
        break;
    case 4:
        str_addf(make->out, "(if %s > 2 then %s else %s) %s ", a, b, a, how);
        add_number(make);
        break;
    case 5:
        str_addf(make->out, "%s in (%s, 3)", a, b);
        break;
    case 6:
        str_addf(make->out, "%s %s %s ** 2", a, how, b);
        break;
    default:
        str_addf(make->out, "%s %s %s", a, how, b);
    }
}

static void one_number(struct maker *make, const char *a)
{
    const char *how = sign(make, kind_is(TYPE_number));
    switch (made_up_below(make->state, 9)) {
    case 0:
        str_addf(make->out, "%s * 7 %s 182", a, how);
        break;
    case 1:
        str_addf(make->out, "%s(%s) = true", PICK_WORD(make, "odd", "even"), a);
        break;
    case 2:
        str_addf(make->out, "%s(%s, 1) %s 3.1", PICK_WORD(make, "round up", "round half up", "decimal"), a,
                 how);
        break;
    case 3:
        str_addf(make->out, "%s in (< 2, > 4, [3..3.5])", a);
        break;
    case 4:
        str_addf(make->out, "string(%s) = \"3\"", a);
        break;
    case 5:
        str_addf(make->out, "10 / %s %s 3", a, how);
        break;
    case 6:
        str_addf(make->out, "%s(%s, [1..5])", PICK_WORD(make, "during", "before", "starts", "after"), a);
        break;
    case 7:
        str_addf(make->out, "modulo(-%s, -3) %s -1", a, how);
        break;
    default:
        str_addf(make->out, "list contains([1, 3, null, 5], %s)", a);
    }
}

static void two_dates(struct maker *make, const char *a, const char *b)
{
    const char *how = sign(make, kind_is(TYPE_date));
    switch (made_up_below(make->state, 8)) {
    case 0:
        str_addf(make->out, "%s - %s %s duration(\"P%" PRId64 "D\")", a, b, how,
                 made_up_below(make->state, 9000));
        break;
    case 1:
        str_addf(make->out, "years and months duration(%s, %s) %s duration(\"P%" PRId64 "Y\")", a, b, how,
                 made_up_below(make->state, 30));
        break;
    case 2:
        str_addf(make->out, "%s + duration(\"P%" PRId64 "D\") %s %s", a, made_up_below(make->state, 400), how,
                 b);
        break;
    case 3:
        str_addf(make->out, "%s(%s, %s)", PICK_WORD(make, "before", "after", "coincides"), a, b);
        break;
    case 4:
        str_addf(make->out, "%s(%s, %s) < today()", PICK_WORD(make, "min", "max"), a, b);
        break;
    case 5:
        str_addf(make->out, "today() in [%s..%s]", a, b);
        break;
    case 6:
        str_addf(make->out, "(%s - %s).days > 100", a, b);
        break;
    default:
        str_addf(make->out, "%s %s %s", a, how, b);
    }
}

static void one_date(struct maker *make, const char *a)
{
    switch (made_up_below(make->state, 6)) {
    case 0:
        str_addf(make->out, "%s(%s) = \"%s\"", PICK_WORD(make, "day of week", "month of year"), a,
                 PICK_WORD(make, "Monday", "February"));
        break;
    case 1:
        str_addf(make->out, "%s.day %s %" PRId64, a, PICK_WORD(make, "=", "<"),
                 1 + made_up_below(make->state, 31));
        break;
    case 2:
        str_addf(make->out, "%s - duration(\"P%" PRId64 "M\") <= date(\"2000-02-29\")", a,
                 made_up_below(make->state, 70));
        break;
    case 3:
        str_addf(make->out, "%s(%s) %s 30", PICK_WORD(make, "day of year", "week of year"), a,
                 PICK_WORD(make, "<", ">="));
        break;
    case 4:
        str_addf(make->out, "%s + duration(\"P%" PRId64 "Y\") %s today()", a,
                 made_up_below(make->state, 9000), PICK_WORD(make, "<", ">=", "=", "!="));
        break;
    default:
        str_addf(make->out, "date(%s.year, 2, 29) = %s", a, a);
    }
}

static void about_texts(struct maker *make, const char *a, const char *b)
{
    switch (made_up_below(make->state, 9)) {
    case 0:
        str_addf(make->out, "%s(%s, %s)", PICK_WORD(make, "starts with", "ends with", "contains"), a, b);
        break;
    case 1:
        str_addf(make->out, "%s(%s) = ", PICK_WORD(make, "upper case", "lower case"), a);
        add_text(make);
        break;
    case 2:
        str_addf(make->out, "substring(%s, %" PRId64 ", %" PRId64 ") = ", a,
                 made_up_below(make->state, 5) - 2, 1 + made_up_below(make->state, 3));
        add_text(make);
        break;
    case 3:
        str_addf(make->out, "substring %s(%s, ", PICK_WORD(make, "before", "after"), a);
        add_text(make);
        str_add(make->out, ") = \"\"");
        break;
    case 4:
        str_addf(make->out, "%s %s ", a, PICK_WORD(make, "<", "<=", ">", ">="));
        add_text(make);
        break;
    case 5:
        str_addf(make->out, "%s + %s = \"NZeng\"", a, b);
        break;
    case 6:
        str_addf(make->out, "string length(%s) >= string length(%s)", a, b);
        break;
    case 7:
        str_addf(make->out, "%s in [\"A\"..\"Z\")", a);
        break;
    default:
        str_addf(make->out, "%s %s %s", a, PICK_WORD(make, "=", "!=", "<"), b);
    }
}

static void about_codes(struct maker *make, const char *a, const char *b, struct type kind)
{
    if (kind_is_ordered(kind) && one_in(make, 2)) {
        str_addf(make->out, "%s %s level(", a, PICK_WORD(make, "<", ">=", "=", "!="));
        add_code(make, kind.list);
        str_add(make->out, ")");
    } else if (one_in(make, 3)) {
        str_addf(make->out, "(if %s = %s then %s else %s) = ", a, b, a, b);
        add_code(make, kind.list);
    } else {
        str_addf(make->out, "%s %s %s", a, PICK_WORD(make, "=", "!="), b);
    }
}

static void about_yes_or_no(struct maker *make, const char *a, const char *b)
{
    static const char *const forms[] = {"%s = %s",          "%s != %s",      "not(%s) = %s",
                                        "any([%s, %s])",    "all([%s, %s])", "%s in (%s, null)",
                                        "any(%s, %s, null)"};
    switch (made_up_below(make->state, 4)) {
    case 0:
        str_addf(make->out, "%s in (true, null)", a);
        break;
    case 1:
        str_addf(make->out, "(if %s then %s else null)", a, b);
        break;
    default: {
        const char *form = forms[made_up_below(make->state, (int64_t)(sizeof forms / sizeof *forms))];
        for (const char *at = form, *next = a; *at; at++)
            if (at[0] == '%') {
                str_add(make->out, next);
                next = b;
                at++;
            } else {
                str_add_char(make->out, *at);
            }
    }
    }
}

static void about_member(struct maker *make, const char *list, enum record_id record)
{
    struct str path, entry;
    str_init(&path);
    str_init(&entry);
    const struct type kind = any_entry(make, record, &entry);
    str_addf(&path, "q.%s", entry.at);
    switch (made_up_below(make->state, 11)) {
    case 0:
        str_addf(make->out, "(some q in %s[", list);
        about(make, entry.at, kind);
        str_add(make->out, "] satisfies ");
        about(make, path.at, kind);
        str_add(make->out, ")");
        break;
    case 1:
        str_addf(make->out, "(%s q in %s satisfies %s %s %s)", PICK_WORD(make, "some", "every"), list,
                 path.at, PICK_WORD(make, "=", "!="),
                 kind.id == TYPE_date ? "arrived on" : another(make, kind));
        break;
    case 2:
        str_addf(make->out, "(every q in %s satisfies not(", list);
        about(make, path.at, kind);
        str_add(make->out, "))");
        break;
    case 3:
        str_addf(make->out, "(some q in %s, j in work history satisfies q.from %s j.from)", list,
                 PICK_WORD(make, "<", "=", ">"));
        break;
    case 4:
        str_addf(make->out, "count(%s[", list);
        about(make, entry.at, kind);
        str_addf(make->out, " %s from > date(\"2000-02-20\")]) > 0", PICK_WORD(make, "and", "or"));
        break;
    case 5:
        str_addf(make->out, "%s(%s.from) >= ", PICK_WORD(make, "min", "max"), list);
        add_date(make);
        break;
    case 6:
        str_addf(make->out, "%s[%" PRId64 "].%s = null", list, made_up_below(make->state, 3) - 1, entry.at);
        break;
    case 7:
        str_addf(make->out, "%s %s %s", list, PICK_WORD(make, "=", "!="), PICK_WORD(make, "[]", "null"));
        break;
    case 8:
        str_addf(make->out, "list contains(%s[", list);
        about(make, entry.at, kind);
        str_addf(make->out, "].%s, ", entry.at);
        add_constant(make, kind);
        str_add(make->out, ")");
        break;
    case 9:
        str_addf(make->out, "count(distinct values(%s.%s)) > 1", list, entry.at);
        break;
    default:
        str_addf(make->out, "(some q in %s satisfies (if ", list);
        about(make, path.at, kind);
        str_add(make->out, " then today() - q.from > duration(\"P20D\") else null))");
    }
    str_clear(&path);
    str_clear(&entry);
}

static void about_term(struct maker *make)
{
    const struct term *all;
    const size_t count = terms(&all);
    str_add(make->out, all[made_up_below(make->state, (int64_t)count)].name);
}

void made_up_rarely(struct maker *make, enum fact_id id)
{
    const struct fact *fact = fact_of(id);
    const struct type kind = kind_of_fact(id, ASPECT_value);
    const char *name = fact->name;
    if (one_in(make, 8))
        about_term(make);
    else if (kind.id == TYPE_number && one_in(make, 2))
        one_number(make, name);
    else if (kind.id == TYPE_number)
        two_numbers(make, name, another(make, kind));
    else if (kind.id == TYPE_date && one_in(make, 2))
        one_date(make, name);
    else if (kind.id == TYPE_date)
        two_dates(make, name, another(make, kind));
    else if (kind.id == TYPE_string)
        about_texts(make, name, another(make, kind));
    else if (kind.id == TYPE_choice)
        about_codes(make, name, another(make, kind), kind);
    else if (kind.id == TYPE_boolean)
        about_yes_or_no(make, name, another(make, kind));
    else
        about_member(make, name, kind.record);
}
