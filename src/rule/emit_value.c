#include <math.h>
#include <string.h>

#include "rule/emit_work.h"
#include "rule/function.h"
#include "base/banned.h"

enum { SECONDS_A_DAY = 86400 };

static void sql_entry(struct emit *emit, const struct field *field)
{
    if (!field) /* days of a spell that have passed by the day */
        str_addf(emit->sql,
                 "(CASE WHEN s.effective_to + 1 < %d THEN s.effective_to + 1 ELSE %d END - s.effective_from)",
                 (int)emit->options->today, (int)emit->options->today);
    else if (field->kind == KIND_REF)
        str_addf(emit->sql, "(SELECT r.%s FROM %s r WHERE r.id = s.%s)",
                 dict_field(dict_record(field->to)->key[0])->name, dict_record(field->to)->name, field->name);
    else
        str_addf(emit->sql, "s.%s", field->name);
}

bool emit_cell(struct emit *emit, const struct node *node)
{
    const struct field *field;
    if (node->type == NODE_fact) {
        str_add(emit->sql, "f.");
        emit->options->column(emit->sql, fact_of(node->fact), node->aspect);
        return true;
    }
    if (node->type == NODE_verified) {
        str_add(emit->sql, "CASE WHEN f.");
        emit->options->column(emit->sql, fact_of(node->children[0]->fact), ASPECT_verified);
        str_add(emit->sql, " = 1 THEN f.");
        emit->options->column(emit->sql, fact_of(node->children[0]->fact), node->children[0]->aspect);
        str_add(emit->sql, " END");
        return true;
    }
    if (!emit_entry(emit, node, &field) || (field && field->kind == KIND_INSTANT))
        return emit_refuse(emit, node, "a value of this kind");
    sql_entry(emit, field);
    return true;
}

/* The field behind a cell; NULL where there is none, as for an aspect. */
static const struct field *cell_field(const struct emit *emit, const struct node *node)
{
    const struct field *field = NULL;
    if (node->type == NODE_verified)
        node = node->children[0];
    if (node->type != NODE_fact)
        return emit_entry(emit, node, &field) ? field : NULL;
    const struct fact *fact = fact_of(node->fact);
    return node->aspect == ASPECT_value && fact->what == WHAT_field ? dict_field(fact->field) : NULL;
}

static bool is_cell(const struct emit *emit, const struct node *node)
{
    const struct field *field;
    return node->type == NODE_fact || node->type == NODE_verified || emit_entry(emit, node, &field);
}

static bool is_counted_from_date(const struct node *node)
{
    if (node->type == NODE_verified)
        node = node->children[0];
    if (node->type != NODE_fact || node->aspect != ASPECT_value)
        return false;
    const enum fact_what what = fact_of(node->fact)->what;
    return what == WHAT_weeks || what == WHAT_years || what == WHAT_age;
}

static bool is_real(const struct emit *emit, const struct node *node)
{
    const struct field *field = is_cell(emit, node) ? cell_field(emit, node) : NULL;
    return field && field->kind == KIND_REAL;
}

static bool whole_cell(struct emit *emit, const struct node *node, struct bounds *bounds)
{
    const struct field *field = cell_field(emit, node);
    if (is_counted_from_date(node))
        return emit_refuse(emit, node, "weeks or years, other than compared with a fixed number");
    if (node->kind.id == TYPE_number && field && field->kind == KIND_REAL)
        return emit_refuse(emit, node, "reckoning with a measured number");
    *bounds = (struct bounds){-EMIT_EXACT * 1024, EMIT_EXACT * 1024};
    if (node->kind.id != TYPE_number || !field) /* days, codes */
        *bounds = (struct bounds){-4e6, 4e6};
    else if (field->max > field->min)
        *bounds = (struct bounds){field->min, field->max};
    return emit_cell(emit, node);
}

static bool whole_literal(struct emit *emit, const struct node *node, struct datum datum,
                          struct bounds *bounds)
{
    int64_t whole = 0;
    if (datum.type == DATUM_date)
        whole = datum.day;
    else if (datum.type != DATUM_number || !datum.number.is_whole)
        return emit_refuse(emit, node, "a number that is not whole");
    else
        whole = datum.number.whole;
    *bounds = (struct bounds){(double)whole, (double)whole};
    if (fabs((double)whole) > EMIT_EXACT)
        return emit_refuse(emit, node, "a number of so many digits");
    str_addf(emit->sql, whole < 0 ? "(%lld)" : "%lld", (long long)whole);
    return true;
}

static struct bounds bounds_of(enum node_type type, struct bounds a, struct bounds b)
{
    if (type == NODE_add)
        return (struct bounds){a.low + b.low, a.high + b.high};
    if (type == NODE_subtract)
        return (struct bounds){a.low - b.high, a.high - b.low};
    const double corner[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
    struct bounds all = {corner[0], corner[0]};
    for (int i = 1; i < 4; i++) {
        all.low = fmin(all.low, corner[i]);
        all.high = fmax(all.high, corner[i]);
    }
    return all;
}

/* Two dates, or a date and a fixed duration of whole days: day numbers. Months have no fixed length. */
static bool is_between_dates(const struct node *node)
{
    return node->type == NODE_subtract && node->children[0]->kind.id == TYPE_date &&
           node->children[1]->kind.id == TYPE_date;
}

static bool date_and_days(struct emit *emit, const struct node *node, int64_t *days)
{
    const int64_t most = 10000000;
    if ((node->type != NODE_add && node->type != NODE_subtract) || node->children[0]->kind.id != TYPE_date ||
        !emit_is_constant(node->children[1]))
        return false;
    const struct datum length = emit_constant(emit, node->children[1]);
    if (length.type != DATUM_days || length.nanoseconds != 0 || length.seconds % SECONDS_A_DAY != 0)
        return false;
    *days = length.seconds / SECONDS_A_DAY * (node->type == NODE_add ? 1 : -1);
    return *days <= most && *days >= -most;
}

static bool day_later(struct emit *emit, const struct node *date, int64_t days, struct bounds *bounds)
{
    str_add(emit->sql, "(");
    if (!emit_whole(emit, date, bounds))
        return false;
    str_addf(emit->sql, " + (%lld))", (long long)days);
    *bounds = (struct bounds){bounds->low + (double)days, bounds->high + (double)days};
    return true;
}

static bool whole_arithmetic(struct emit *emit, const struct node *node, struct bounds *bounds)
{
    struct bounds a, b;
    int64_t days;
    if (date_and_days(emit, node, &days))
        return day_later(emit, node->children[0], days, bounds);
    const bool numbers =
        node->children[0]->kind.id == TYPE_number && node->children[1]->kind.id == TYPE_number;
    if (!numbers && !is_between_dates(node))
        return emit_refuse(emit, node, "this reckoning");
    str_add(emit->sql, "(");
    if (!emit_whole(emit, node->children[0], &a))
        return false;
    str_add(emit->sql, node->type == NODE_add ? " + " : node->type == NODE_subtract ? " - " : " * ");
    if (!emit_whole(emit, node->children[1], &b))
        return false;
    str_add(emit->sql, ")");
    *bounds = bounds_of(node->type, a, b);
    return (bounds->low > -EMIT_EXACT && bounds->high < EMIT_EXACT) ||
           emit_refuse(emit, node, "a number that may grow so great");
}

static bool whole_if(struct emit *emit, const struct node *node, struct bounds *bounds)
{
    struct bounds a, b;
    str_add(emit->sql, "CASE WHEN ");
    if (!emit_boolean(emit, node->children[0]))
        return false;
    str_add(emit->sql, " THEN ");
    if (!emit_whole(emit, node->children[1], &a))
        return false;
    str_add(emit->sql, " WHEN NOT ");
    if (!emit_boolean(emit, node->children[0]))
        return false;
    str_add(emit->sql, " THEN ");
    if (!emit_whole(emit, node->children[2], &b))
        return false;
    str_add(emit->sql, " END");
    *bounds = (struct bounds){fmin(a.low, b.low), fmax(a.high, b.high)};
    return true;
}

/* A day's year, month, day of the month or of the week. */
struct date_part {
    const char *name, *sqlite, *postgres;
    struct bounds bounds;
};

static const struct date_part *date_part_of(const struct node *node)
{
    static const struct date_part parts[] = {
        {"year",
         "CAST(strftime('%Y', 86400 * ",
         "CAST(extract(year FROM DATE '1970-01-01' + CAST(",
         {1, 9999}},
        {"month",
         "CAST(strftime('%m', 86400 * ",
         "CAST(extract(month FROM DATE '1970-01-01' + CAST(",
         {1, 12}},
        {"day", "CAST(strftime('%d', 86400 * ", "CAST(extract(day FROM DATE '1970-01-01' + CAST(", {1, 31}},
        {"weekday",
         "((6 + strftime('%w', 86400 * ",
         "CAST(extract(isodow FROM DATE '1970-01-01' + CAST(",
         {1, 7}},
    };
    if (node->type != NODE_path || node->children[0]->kind.id != TYPE_date)
        return NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (text_is(node->name, parts[i].name))
            return &parts[i];
    return NULL;
}

/* Of a date that stands in the database: what is reckoned may lie beyond the year 9999. */
static bool whole_date_part(struct emit *emit, const struct node *node, const struct date_part *part,
                            struct bounds *bounds)
{
    const bool sqlite = emit->options->engine == EMIT_sqlite;
    const struct node *date = node->children[0];
    if (!is_cell(emit, date))
        return emit_refuse(emit, node, "a part of a reckoned date");
    str_addf(emit->sql, "%s(", sqlite ? part->sqlite : part->postgres);
    if (!emit_cell(emit, date))
        return false;
    str_add(emit->sql, !sqlite                    ? ") AS integer)) AS bigint)"
                       : part->bounds.high != 7.0 ? "), 'unixepoch') AS integer)"
                                                  : "), 'unixepoch')) % 7 + 1)");
    *bounds = part->bounds;
    return true;
}

bool emit_whole(struct emit *emit, const struct node *node, struct bounds *bounds)
{
    const struct date_part *part = date_part_of(node);
    if (part && !emit_is_constant(node))
        return whole_date_part(emit, node, part, bounds);
    if (emit_is_constant(node))
        return whole_literal(emit, node, emit_constant(emit, node), bounds);
    if (is_cell(emit, node))
        return whole_cell(emit, node, bounds);
    switch (node->type) {
    case NODE_add:
    case NODE_subtract:
    case NODE_multiply:
        return whole_arithmetic(emit, node, bounds);
    case NODE_negate:
        str_add(emit->sql, "(-");
        if (!emit_whole(emit, node->children[0], bounds))
            return false;
        str_add(emit->sql, ")");
        *bounds = (struct bounds){-bounds->high, -bounds->low};
        return true;
    case NODE_if:
        return whole_if(emit, node, bounds);
    case NODE_call:
        if (node->count > 0 && node->children[0] && node->children[0]->kind.id == TYPE_list)
            return emit_list_call(emit, node, bounds);
        *bounds = (struct bounds){-1e9, 1e9};
        return node->kind.id == TYPE_number ? emit_template(emit, node)
                                            : emit_refuse(emit, node, node->function->name);
    default:
        return emit_refuse(emit, node, "a value of this kind");
    }
}

static bool text_parameter(struct emit *emit, const struct node *node, struct datum datum)
{
    struct emitted *out = emit->out;
    if (datum.type != DATUM_string || out->text_count == EMIT_TEXTS_MAX)
        return emit_refuse(emit, node, datum.type == DATUM_string ? "so many texts" : "a value of this kind");
    for (size_t i = 0; i < datum.string.length; i++)
        if (datum.string.at[i] == '\0')
            return emit_refuse(emit, node, "a text with a zero in it");
    out->texts[out->text_count++] = datum.string;
    str_addf(emit->sql, "CAST($%d AS text)", emit->options->first_parameter + (int)out->text_count - 1);
    return true;
}

bool emit_string(struct emit *emit, const struct node *node)
{
    if (emit_is_constant(node))
        return text_parameter(emit, node, emit_constant(emit, node));
    if (node->kind.id != TYPE_string)
        return emit_refuse(emit, node, "a value of this kind");
    if (is_cell(emit, node))
        return emit_cell(emit, node);
    if (node->type == NODE_call)
        return emit_template(emit, node);
    if (node->type != NODE_add)
        return emit_refuse(emit, node, "a text of this kind");
    str_add(emit->sql, "(");
    if (!emit_string(emit, node->children[0]))
        return false;
    str_add(emit->sql, " || ");
    if (!emit_string(emit, node->children[1]))
        return false;
    str_add(emit->sql, ")");
    return true;
}

static bool emit_argument(struct emit *emit, const struct node *node)
{
    struct bounds bounds;
    switch (node->kind.id) {
    case TYPE_boolean:
        return emit_boolean(emit, node);
    case TYPE_string:
        return emit_string(emit, node);
    case TYPE_number:
        return emit_whole(emit, node, &bounds) && ((bounds.low > -EMIT_EXACT && bounds.high < EMIT_EXACT) ||
                                                   emit_refuse(emit, node, "so great a number"));
    default:
        return emit_refuse(emit, node, "a value of this kind");
    }
}

/* A function by its row: {1} is the first argument. */
bool emit_template(struct emit *emit, const struct node *call)
{
    const char *at = emit->options->engine == EMIT_sqlite ? call->function->sqlite : call->function->postgres;
    if (!at)
        return emit_refuse(emit, call, call->function->name);
    str_add(emit->sql, "(");
    for (; *at; at++) {
        if (at[0] != '{' || at[1] < '1' || at[1] > '9' || at[2] != '}') {
            str_add_char(emit->sql, *at);
            continue;
        }
        const size_t i = (size_t)(at[1] - '1');
        if (i >= call->count || !call->children[i])
            return emit_refuse(emit, call, call->function->name);
        if (!emit_argument(emit, call->children[i]))
            return false;
        at += 2;
    }
    str_add(emit->sql, ")");
    return true;
}

bool emit_recorded(struct emit *emit, const struct node *of)
{
    if (!is_cell(emit, of))
        return emit_refuse(emit, of, "whether a reckoned value is recorded");
    str_add(emit->sql, "(");
    if (!emit_cell(emit, of))
        return false;
    str_add(emit->sql, " IS NOT NULL)");
    return true;
}

static const char *sign_of(enum node_type how)
{
    switch (how) {
    case NODE_equal:
        return " = ";
    case NODE_not_equal:
        return " <> ";
    case NODE_less:
        return " < ";
    case NODE_less_equal:
        return " <= ";
    case NODE_greater:
        return " > ";
    default:
        return " >= ";
    }
}

/* Of a comparison with a number that is not whole: x < 2.5 is x <= 2, x = 2.5 is never. */
static bool compare_with_part(struct emit *emit, enum node_type how, const struct node *a,
                              struct number number)
{
    struct bounds bounds;
    struct number floor;
    int64_t below;
    if (!number_round(number, 0, ROUND_floor, &floor) || !number_to_int(floor, &below) ||
        fabs((double)below) > EMIT_EXACT)
        return emit_refuse(emit, a, "a comparison with so great a number");
    const size_t start = emit->sql->length;
    if (!emit_whole(emit, a, &bounds))
        return false;
    if (how == NODE_equal || how == NODE_not_equal) { /* decided wherever there is a number */
        char *copy = arena_text(emit->arena, emit->sql->at + start, emit->sql->length - start);
        str_add(emit->sql, how == NODE_equal ? " <> " : " = ");
        str_add(emit->sql, copy);
        return true;
    }
    str_addf(emit->sql, "%s%lld", how == NODE_less || how == NODE_less_equal ? " <= " : " > ",
             (long long)below);
    return true;
}

/* A measured number stands as a double; so does what it is compared with, if fifteen digits say it. */
static bool compare_real(struct emit *emit, enum node_type how, const struct node *a, struct number number)
{
    struct str digits;
    str_init(&digits);
    number_print(&digits, number);
    size_t n = 0;
    for (size_t i = 0; i < digits.length; i++)
        n += digits.at[i] >= '0' && digits.at[i] <= '9';
    bool good = n <= 15 || emit_refuse(emit, a, "a comparison with a number of so many digits");
    good = good && emit_cell(emit, a);
    if (good)
        str_addf(emit->sql, "%sCAST('%s' AS double precision)", sign_of(how), digits.at);
    str_clear(&digits);
    return good;
}

static enum node_type turned(enum node_type how)
{
    switch (how) {
    case NODE_less:
        return NODE_greater;
    case NODE_less_equal:
        return NODE_greater_equal;
    case NODE_greater:
        return NODE_less;
    case NODE_greater_equal:
        return NODE_less_equal;
    default:
        return how;
    }
}

/* Of durations between dates: days, as a number. */
static struct datum as_number(struct datum constant)
{
    struct number days;
    if (constant.type != DATUM_days || constant.nanoseconds != 0)
        return constant;
    return number_divide(number_of(constant.seconds), number_of(SECONDS_A_DAY), &days) ? datum_number(days)
                                                                                       : datum_null();
}

static bool compare_whole(struct emit *emit, enum node_type how, const struct node *a, const struct node *b)
{
    struct bounds bounds;
    if (emit_is_constant(a) && !emit_is_constant(b))
        return compare_whole(emit, turned(how), b, a);
    if (emit_is_constant(b)) {
        const struct datum constant = as_number(emit_constant(emit, b));
        if (constant.type == DATUM_number && is_real(emit, a))
            return compare_real(emit, how, a, constant.number);
        if (constant.type == DATUM_number && !constant.number.is_whole)
            return compare_with_part(emit, how, a, constant.number);
        if (!emit_whole(emit, a, &bounds))
            return false;
        str_add(emit->sql, sign_of(how));
        return whole_literal(emit, b, constant, &bounds);
    }
    if (is_real(emit, a) && is_real(emit, b)) {
        if (!emit_cell(emit, a))
            return false;
        str_add(emit->sql, sign_of(how));
        return emit_cell(emit, b);
    }
    if (!emit_whole(emit, a, &bounds))
        return false;
    str_add(emit->sql, sign_of(how));
    return emit_whole(emit, b, &bounds);
}

static bool compare_strings(struct emit *emit, enum node_type how, const struct node *a, const struct node *b)
{
    if (!emit_string(emit, a))
        return false;
    str_add(emit->sql, sign_of(how));
    return emit_string(emit, b);
}

static bool compare_booleans(struct emit *emit, enum node_type how, const struct node *a,
                             const struct node *b)
{
    if (!emit_boolean(emit, a))
        return false;
    str_add(emit->sql, sign_of(how));
    return emit_boolean(emit, b);
}

static bool is_null(const struct node *node)
{
    return node->type == NODE_literal && node->literal.type == DATUM_null;
}

/* The written null stays two-valued: x = null asks whether x is recorded. */
static bool compare_null(struct emit *emit, enum node_type how, const struct node *a)
{
    if (!is_cell(emit, a) || (how != NODE_equal && how != NODE_not_equal))
        return emit_refuse(emit, a, "this comparison with null");
    if (!emit_cell(emit, a))
        return false;
    str_add(emit->sql, how == NODE_equal ? " IS NULL" : " IS NOT NULL");
    return true;
}

/* What is computed of nothing but constants and does not exist, as 1 / 0. */
static bool is_never_known(struct emit *emit, const struct node *node)
{
    return !is_null(node) && emit_is_constant(node) && emit_constant(emit, node).type == DATUM_null;
}

bool emit_compare(struct emit *emit, enum node_type how, const struct node *a, const struct node *b)
{
    const enum type_id id = date_part_of(a) || date_part_of(b) ? TYPE_number
                            : emit_is_constant(a)              ? b->kind.id
                                                               : a->kind.id;
    bool good;
    if (!is_null(a) && !is_null(b) && (is_never_known(emit, a) || is_never_known(emit, b))) {
        str_add(emit->sql, "CAST(NULL AS boolean)");
        return true;
    }
    str_add(emit->sql, "(");
    if (is_null(a) || is_null(b))
        good = compare_null(emit, how, is_null(a) ? b : a);
    else if (id == TYPE_string)
        good = compare_strings(emit, how, a, b);
    else if (id == TYPE_boolean)
        good = compare_booleans(emit, how, a, b);
    else if (id == TYPE_number || id == TYPE_choice || id == TYPE_date || id == TYPE_days)
        good = compare_whole(emit, how, a, b);
    else
        good = emit_refuse(emit, a, "a comparison of this kind");
    str_add(emit->sql, ")");
    return good;
}
