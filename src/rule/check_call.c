#include "rule/check.h"
#include "rule/function.h"
#include "rule/kind.h"
#include "base/banned.h"

static bool accepts(char parameter, struct type given)
{
    const enum type_id id = given.id;
    if (id == TYPE_any || id == TYPE_null)
        return true;
    switch (parameter) {
    case 's':
        return id == TYPE_string;
    case 'n':
        return id == TYPE_number;
    case 'b':
        return id == TYPE_boolean;
    case 'd':
        return id == TYPE_date;
    case 't':
        return id == TYPE_time;
    case 'D':
        return id == TYPE_date_time;
    case 'v':
        return id == TYPE_date || id == TYPE_date_time;
    case 'u':
        return id == TYPE_days;
    case 'm':
        return id == TYPE_months;
    case 'w':
        return id == TYPE_days || id == TYPE_months;
    case 'c':
        return id == TYPE_context;
    case 'r':
        return id == TYPE_range;
    default:
        return true; /* l: a single value counts as a list of one */
    }
}

static struct type wanted(char parameter)
{
    static const struct {
        char letter;
        enum type_id id;
    } kinds[] = {{'s', TYPE_string}, {'n', TYPE_number},    {'b', TYPE_boolean}, {'d', TYPE_date},
                 {'t', TYPE_time},   {'D', TYPE_date_time}, {'v', TYPE_date},    {'u', TYPE_days},
                 {'m', TYPE_months}, {'w', TYPE_days},      {'c', TYPE_context}, {'r', TYPE_range},
                 {'l', TYPE_list}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].letter == parameter)
            return kind_is(kinds[i].id);
    return kind_is(TYPE_any);
}

static bool refuse_argument(struct check *check, const struct node *argument,
                            const struct parameter *parameter)
{
    struct str is, should;
    str_init(&is);
    str_init(&should);
    kind_words(&is, argument->kind);
    kind_words(&should, wanted(parameter->type));
    check_refuse(check, argument, "is %s, and \"" TEXT_FORMAT "\" must be %s", is.at,
                 TEXT_ARGS(parameter->name), should.at);
    str_clear(&is);
    str_clear(&should);
    return false;
}

/* level("clear"): a level of English, by which a fact is measured. */
static bool check_level(struct check *check, struct node *node)
{
    struct node choice = {.type = NODE_fact, .kind = {.id = TYPE_choice, .list = LIST_english}};
    if (node->count != 1 || !node->children[0] || node->children[0]->type != NODE_literal ||
        node->children[0]->literal.type != DATUM_string)
        return check_refuse(check, node, "needs the code of a level, as level(\"clear\")");
    if (!check_codes(check, &choice, node->children[0]))
        return false;
    const struct spot place = node->place;
    *node = *node->children[0];
    node->place = place;
    return true;
}

/* Of functions that give back what they were given: min(levels) is a level. */
static struct type result_kind(const struct node *node)
{
    static const char *const of_members[] = {"min", "max", "median"}, *const same_list[] = {
                                                                          "append",        "remove",
                                                                          "reverse",       "sublist",
                                                                          "insert_before", "distinct_values",
                                                                          "union",         "concatenate",
                                                                          "flatten",       "list_replace"};
    const struct text id = text_of(node->function->id);
    const struct type first =
        node->count > 0 && node->children[0] ? node->children[0]->kind : kind_is(TYPE_any);
    for (size_t i = 0; i < sizeof of_members / sizeof *of_members; i++)
        if (text_is(id, of_members[i]))
            return first.id == TYPE_list ? kind_of_member(first) : first;
    for (size_t i = 0; i < sizeof same_list / sizeof *same_list; i++)
        if (text_is(id, same_list[i]) && first.id == TYPE_list)
            return first;
    return kind_is(node->function->result);
}

bool check_call(struct check *check, struct node *node)
{
    struct parameter parameters[PARAMETERS_MAX];
    const size_t count = function_parameters(node->function, parameters);
    if (text_is(text_of(node->function->id), "level"))
        return check_level(check, node);
    for (size_t i = 0; i < node->count; i++) {
        const struct parameter *parameter = &parameters[i < count ? i : count - 1];
        if (!node->children[i])
            continue;
        if (!accepts(parameter->type, node->children[i]->kind))
            return refuse_argument(check, node->children[i], parameter);
        if (i > 0 && node->children[0] && !check_codes(check, node->children[0], node->children[i]))
            return false;
    }
    node->kind = result_kind(node);
    return true;
}
