#include "made_up_work.h"

#include <inttypes.h>

#include "base/date.h"
#include "rule/entry.h"
#include "rule/kind.h"
#include "base/banned.h"

uint64_t made_up_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

int64_t made_up_below(uint64_t *state, int64_t n)
{
    return (int64_t)(made_up_next(state) % (uint64_t)n);
}

bool one_in(struct maker *make, int64_t n)
{
    return made_up_below(make->state, n) == 0;
}

const char *pick_word(struct maker *make, const char *const *words, size_t count)
{
    return words[made_up_below(make->state, (int64_t)count)];
}

void add_date(struct maker *make)
{
    static const int days[] = {DATE_MIN, DATE_MIN + 1, DATE_MAX, DATE_MAX - 1, 9555 /* 1996-02-29 */, 11016};
    str_add(make->out, "date(\"");
    date_print(make->out, one_in(make, 12)
                              ? days[made_up_below(make->state, (int64_t)(sizeof days / sizeof *days))]
                              : (int32_t)(9000 + made_up_below(make->state, 3000))); /* 1994 to 2002 */
    str_add(make->out, "\")");
}

void add_code(struct maker *make, enum list_id list)
{
    size_t count;
    const struct coded_row *rows = list_rows(list, &count);
    str_addf(make->out, "\"%s\"", rows[made_up_below(make->state, (int64_t)count)].code);
}

void add_text(struct maker *make)
{
    str_addf(make->out, "\"%s\"",
             PICK_WORD(make, "FJ", "IN", "NZ", "eng", "smo", "A", "a", "b", "B1", "anzsco-1.2:233211", "",
                       "Suva", "Ng\xc4\x81", "\xc3\xa9", "a'b", "say \\\"a\\\"", "%", "_", "50%", "a_b",
                       "a\\\\b", "\\\\", "zoo", "Z", "\xe6\x97\xa5", "a "));
}

void add_number(struct maker *make)
{
    switch (made_up_below(make->state, 4)) {
    case 0:
        if (one_in(make, 6))
            str_add(make->out, PICK_WORD(make, "9007199254740993", "-9007199254740992",
                                         "1000000000000000000000000", "0.1", "2.50", "-0.0000001", "3.00",
                                         "-7.5", "9999999999999999.5", "182 / 7", "26.14"));
        else
            str_addf(make->out, "%" PRId64, made_up_below(make->state, 60) - 4);
        break;
    case 1:
        str_addf(make->out, "%" PRId64 ".%" PRId64, made_up_below(make->state, 30),
                 1 + made_up_below(make->state, 9));
        break;
    default:
        str_addf(make->out, "%" PRId64, made_up_below(make->state, 8));
    }
}

/* A constant of the kind; now and then one that is not known. */
void add_constant(struct maker *make, struct type kind)
{
    if (make->rarely && one_in(make, 40)) {
        add_unknown(make, kind);
        return;
    }
    switch (kind.id) {
    case TYPE_boolean:
        str_add(make->out, PICK_WORD(make, "true", "false"));
        break;
    case TYPE_number:
        add_number(make);
        break;
    case TYPE_choice:
        add_code(make, kind.list);
        break;
    case TYPE_date:
        add_date(make);
        break;
    default:
        add_text(make);
    }
}

const char *sign(struct maker *make, struct type kind)
{
    return kind_is_ordered(kind) && kind.id != TYPE_string && !one_in(make, 4)
               ? PICK_WORD(make, "<", "<=", ">", ">=")
               : PICK_WORD(make, "=", "!=");
}

static void compare(struct maker *make, const char *what, struct type kind)
{
    if (one_in(make, 6)) {
        add_constant(make, kind);
        str_addf(make->out, " %s %s", sign(make, kind), what);
        return;
    }
    str_addf(make->out, "%s %s ", what, sign(make, kind));
    add_constant(make, kind);
}

void in_list(struct maker *make, const char *what, struct type kind)
{
    str_addf(make->out, "%s in %s", what, PICK_WORD(make, "(", "["));
    const bool square = make->out->at[make->out->length - 1] == '[';
    for (int64_t i = 0, n = 1 + made_up_below(make->state, 4); i < n; i++) {
        str_add(make->out, i == 0 ? "" : ", ");
        if (make->rarely && one_in(make, 20))
            str_add(make->out, "null");
        else
            add_constant(make, kind);
    }
    str_add(make->out, square ? "]" : ")");
}

void in_range(struct maker *make, const char *what, struct type kind)
{
    const bool between = one_in(make, 3);
    str_addf(make->out, "%s %s", what, between ? "between " : PICK_WORD(make, "in [", "in (", "in ]"));
    add_constant(make, kind);
    str_add(make->out, between ? " and " : "..");
    add_constant(make, kind);
    str_add(make->out, between ? "" : PICK_WORD(make, "]", ")", "["));
}

static void reckon_number(struct maker *make, const char *what)
{
    const struct type number = kind_is(TYPE_number);
    switch (made_up_below(make->state, 5)) {
    case 0:
        str_addf(make->out, "%s %s %" PRId64 " %s ", what, PICK_WORD(make, "+", "-", "*"),
                 1 + made_up_below(make->state, 5), sign(make, number));
        break;
    case 1:
        str_addf(make->out, "-%s %s ", what, sign(make, number));
        break;
    case 2:
        str_addf(make->out, "%s / %" PRId64 " %s ", what, 1 + made_up_below(make->state, 7),
                 sign(make, number));
        break;
    case 3:
        str_addf(make->out, "%s(%s) %s ", PICK_WORD(make, "floor", "ceiling", "abs"), what,
                 sign(make, number));
        break;
    default:
        str_addf(make->out, "modulo(%s, %" PRId64 ") %s ", what, 2 + made_up_below(make->state, 4),
                 sign(make, number));
    }
    add_number(make);
}

static void reckon_date(struct maker *make, const char *what)
{
    switch (made_up_below(make->state, 4)) {
    case 0:
        str_addf(make->out, "%s + duration(\"P%" PRId64 "%s\") %s ", what, 1 + made_up_below(make->state, 40),
                 PICK_WORD(make, "D", "M", "Y"), PICK_WORD(make, "<", ">=", "="));
        str_add(make->out, one_in(make, 2) ? "today()" : "date(\"2000-08-31\")");
        break;
    case 1:
        str_addf(make->out, "%s.year %s %" PRId64, what, PICK_WORD(make, "<", "=", ">="),
                 1994 + made_up_below(make->state, 9));
        break;
    case 2:
        str_addf(make->out, "today() - %s > duration(\"P%" PRId64 "D\")", what,
                 made_up_below(make->state, 900));
        break;
    default:
        str_addf(make->out, "%s.month in [%" PRId64 "..12]", what, 1 + made_up_below(make->state, 12));
    }
}

static void about_text(struct maker *make, const char *what)
{
    if (one_in(make, 2)) {
        str_addf(make->out, "%s(%s, ", PICK_WORD(make, "starts with", "ends with", "contains"), what);
        add_text(make);
        str_add(make->out, ")");
        return;
    }
    str_addf(make->out, "string length(%s) %s %" PRId64, what, PICK_WORD(make, "<", "=", ">="),
             made_up_below(make->state, 6));
}

/* Something about a value that has a name. */
void about(struct maker *make, const char *what, struct type kind)
{
    const int64_t form = made_up_below(make->state, 10);
    if (form == 0)
        str_addf(make->out, "is recorded(%s)", what);
    else if (form == 1)
        str_addf(make->out, "%s %s null", what, PICK_WORD(make, "=", "!="));
    else if (kind.id == TYPE_boolean)
        str_addf(make->out, form < 6 ? "%s" : "%s = false", what);
    else if (form <= 3)
        in_list(make, what, kind);
    else if (form <= 5 && kind_is_ordered(kind) && kind.id != TYPE_string)
        in_range(make, what, kind);
    else if (form == 6 && kind.id == TYPE_number)
        reckon_number(make, what);
    else if (form == 6 && kind.id == TYPE_date)
        reckon_date(make, what);
    else if (form == 6 && kind.id == TYPE_string)
        about_text(make, what);
    else
        compare(make, what, kind);
}

/* An entry of the member called `q` of a list of these records: its name, and of what kind it is. */
struct type any_entry(struct maker *make, enum record_id record, struct str *name)
{
    size_t count;
    const struct field *fields = record_fields(dict_record(record), &count), *field;
    if (dict_record(record)->effective_to != F_none && one_in(make, 8)) {
        str_add(name, "days");
        return kind_is(TYPE_number);
    }
    do
        field = &fields[made_up_below(make->state, (int64_t)count)];
    while (field->stamped || field->provenance || field->kind == KIND_NOTE ||
           field->id == dict_record(record)->client);
    entry_name(field, name);
    return kind_of_field(field);
}

static void about_list(struct maker *make, const char *list, enum record_id record)
{
    struct str entry, path;
    str_init(&entry);
    str_init(&path);
    const struct type kind = any_entry(make, record, &entry);
    str_addf(&path, "q.%s", entry.at);
    switch (made_up_below(make->state, 7)) {
    case 0:
        str_addf(make->out, "count(%s) %s %" PRId64, list, PICK_WORD(make, "=", ">", ">=", "<"),
                 made_up_below(make->state, 4));
        str_add(make->out, make->rarely && one_in(make, 4) ? ".5" : "");
        break;
    case 1:
        str_addf(make->out, "is recorded(%s)", list);
        break;
    case 2:
        str_addf(make->out, "count(%s[", list);
        about(make, entry.at, kind);
        str_addf(make->out, "]) %s %" PRId64, PICK_WORD(make, "=", ">", "<="), made_up_below(make->state, 3));
        break;
    case 3:
        str_addf(make->out, "list contains(%s.%s, ", list, entry.at);
        add_constant(make, kind);
        str_add(make->out, ")");
        break;
    case 4:
        if (kind.id == TYPE_number) {
            str_addf(make->out, "%s(%s.%s) %s ", PICK_WORD(make, "min", "max", "sum"), list, entry.at,
                     PICK_WORD(make, "<", ">=", "="));
            add_number(make);
            break;
        }
        add_constant(make, kind);
        str_addf(make->out, " in %s.%s", list, entry.at);
        break;
    default:
        str_addf(make->out, "(%s q in %s satisfies (", PICK_WORD(make, "some", "every"), list);
        about(make, path.at, kind);
        if (one_in(make, 2)) {
            str_add(make->out, PICK_WORD(make, " and ", " or "));
            str_cut(&path, 2);
            const struct type other = any_entry(make, record, &path);
            about(make, path.at, other);
        }
        str_add(make->out, "))");
    }
    str_clear(&entry);
    str_clear(&path);
}

static void about_fact(struct maker *make)
{
    const enum fact_id id = (enum fact_id)(1 + made_up_below(make->state, FACT_end - 1));
    const struct fact *fact = fact_of(id);
    const struct type kind = kind_of_fact(id, ASPECT_value);
    const enum aspect aspect =
        one_in(make, 4) ? (enum aspect)made_up_below(make->state, ASPECT_end) : ASPECT_value;
    struct str name;
    if (make->rarely && one_in(make, 20)) {
        made_up_rarely(make, id);
        return;
    }
    if (kind.id == TYPE_list) {
        about_list(make, fact->name, kind.record);
        return;
    }
    str_init(&name);
    if (aspect != ASPECT_value && fact_has_aspect(fact, aspect)) {
        str_addf(&name, "%s%s", fact->name, aspect_words(aspect));
        about(make, name.at, kind_of_fact(id, aspect));
    } else if (fact_has_aspect(fact, ASPECT_verified) && one_in(make, 6)) {
        str_addf(&name, "verified(%s)", fact->name);
        about(make, name.at, kind);
    } else {
        about(make, fact->name, kind);
    }
    str_clear(&name);
}

static void make_question(struct maker *make, int depth)
{
    if (depth <= 0 || one_in(make, 4)) {
        about_fact(make);
        return;
    }
    switch (made_up_below(make->state, 8)) {
    case 0:
        str_add(make->out, "not(");
        make_question(make, depth - 1);
        break;
    case 1:
        str_add(make->out, "(if ");
        make_question(make, depth - 2);
        str_add(make->out, " then ");
        make_question(make, depth - 2);
        str_add(make->out, " else ");
        make_question(make, depth - 2);
        break;
    default:
        str_add(make->out, "(");
        make_question(make, depth - 1);
        str_add(make->out, PICK_WORD(make, " and ", " or "));
        make_question(make, depth - 1);
    }
    str_add(make->out, ")");
}

void made_up_question(struct str *out, uint64_t *state, int depth)
{
    make_question(&(struct maker){out, state, false}, depth);
}

void made_up_rare_question(struct str *out, uint64_t *state, int depth)
{
    make_question(&(struct maker){out, state, true}, depth);
}
