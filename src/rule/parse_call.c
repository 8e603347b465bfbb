/* Calls: which function, and which argument is which parameter. */
#include "rule/parser.h"

#include <string.h>

#include "rule/function.h"

#include "base/banned.h"

struct arguments {
    struct nodes values;
    struct keys names; /* as many as values, or none */
    bool mixed;        /* some with a name and some without */
};

/* Whether "(" follows after so many bytes and blanks. */
static bool bracket_follows(struct parser *p, size_t length)
{
    struct lexer ahead = p->lex;
    lex_take(&ahead, length);
    return lex_at_sign(&ahead, "(");
}

/* The length of a parameter's name when a colon follows it. */
static size_t argument_name(struct parser *p, struct text *name)
{
    struct text rest = lex_rest(&p->lex);
    size_t length = lex_name_start(rest) > 0 ? lex_words(rest) : 0;
    if (length == 0)
        return 0;
    struct lexer ahead = p->lex;
    lex_take(&ahead, length);
    *name = lex_name_tidy(p->arena, (struct text){rest.at, length});
    return lex_at_sign(&ahead, ":") ? length : 0;
}

static bool parse_arguments(struct parser *p, struct arguments *out)
{
    lex_sign(&p->lex, "(");
    if (lex_sign(&p->lex, ")"))
        return true;
    for (;;) {
        struct text name;
        size_t length = argument_name(p, &name);
        if (length > 0) {
            lex_take(&p->lex, length);
            lex_sign(&p->lex, ":");
            keys_add(p, &out->names, name);
        }
        struct node *value = parse_expression(p);
        if (!value)
            return false;
        nodes_add(p, &out->values, value);
        if (lex_sign(&p->lex, ")"))
            break;
        if (!lex_sign(&p->lex, ",")) {
            parse_unexpected(p, "\",\" or the call's end, \")\",");
            return false;
        }
    }
    out->mixed = out->names.count > 0 && out->names.count < out->values.count;
    return true;
}

static bool bind_in_order(struct parser *p, const struct parameter *parameters, size_t count,
                          const struct arguments *arguments, struct nodes *out)
{
    size_t given = arguments->values.count, needed = 0;
    bool repeated = count > 0 && parameters[count - 1].repeated;
    for (size_t i = 0; i < count; i++)
        needed += !parameters[i].optional;
    if (given < needed || (given > count && !repeated))
        return false;
    for (size_t i = 0; i < given; i++)
        nodes_add(p, out, arguments->values.at[i]);
    return true;
}

static bool bind_by_name(struct parser *p, const struct parameter *parameters, size_t count,
                         const struct arguments *arguments, struct nodes *out)
{
    struct node *by_parameter[PARAMETERS_MAX] = {NULL};
    size_t used = 0;
    for (size_t i = 0; i < arguments->values.count; i++) {
        size_t at = 0;
        while (at < count && !text_equal(parameters[at].name, arguments->names.at[i]))
            at++;
        if (at == count || by_parameter[at])
            return false;
        by_parameter[at] = arguments->values.at[i];
        used = at + 1 > used ? at + 1 : used;
    }
    for (size_t i = 0; i < count; i++)
        if (!by_parameter[i] && !parameters[i].optional)
            return false;
    for (size_t i = 0; i < used; i++)
        nodes_add(p, out, by_parameter[i]);
    return true;
}

/* The first row of that name whose parameters the arguments fit. */
static const struct function *bind(struct parser *p, const struct function *named,
                                   const struct arguments *arguments, struct nodes *out)
{
    const struct function *all;
    size_t count = functions(&all);
    for (size_t i = 0; i < count && !arguments->mixed; i++) {
        struct parameter parameters[PARAMETERS_MAX];
        if (strcmp(all[i].name, named->name) != 0)
            continue;
        size_t parameter_count = function_parameters(&all[i], parameters);
        *out = (struct nodes){0};
        bool bound = arguments->names.count > 0
                         ? bind_by_name(p, parameters, parameter_count, arguments, out)
                         : bind_in_order(p, parameters, parameter_count, arguments, out);
        if (bound)
            return &all[i];
    }
    return NULL;
}

static struct node *null_here(struct parser *p, size_t offset)
{
    return node_end(p, node_new(p, NODE_literal, offset), NULL);
}

static struct node *wrong_arguments(struct parser *p, size_t offset, const struct function *function,
                                    const struct arguments *arguments)
{
    struct parameter parameters[PARAMETERS_MAX];
    size_t count = function_parameters(function, parameters);
    struct str usage;
    if (p->options->mode == RULE_standard)
        return null_here(p, offset);
    str_init(&usage);
    for (size_t i = 0; i < count; i++)
        str_addf(&usage, "%s" TEXT_FORMAT "%s%s", i > 0 ? ", " : "", TEXT_ARGS(parameters[i].name),
                 parameters[i].repeated ? "\xE2\x80\xA6" : "", parameters[i].optional ? "?" : "");
    if (arguments->names.count > 0)
        parse_fail(p, offset, p->lex.last - offset,
                   "these arguments are not those of %s(%s); name all of them or none", function->name,
                   usage.at);
    else
        parse_fail(p, offset, p->lex.last - offset,
                   "%s(%s) is called with %zu argument%s; those with a ? may be left out", function->name,
                   usage.at, arguments->values.count, arguments->values.count == 1 ? "" : "s");
    str_clear(&usage);
    return NULL;
}

struct special {
    const char *name, *parameter, *hint;
    enum node_type type;
};

/* Nodes of their own. */
static const struct special SPECIAL[] = {
    {"not", "negand", ", yes or no; for several values write not(x in (1, 2))", NODE_not},
    {"is recorded", "value", "", NODE_recorded},
    {"verified", "fact", ", a fact", NODE_verified},
};

static struct node *parse_special(struct parser *p, const struct special *special, size_t length)
{
    struct arguments arguments = {0};
    size_t offset = p->lex.at;
    lex_take(&p->lex, length);
    if (!parse_arguments(p, &arguments))
        return NULL;
    bool named = arguments.names.count > 0;
    if (arguments.values.count == 1 && (!named || text_is(arguments.names.at[0], special->parameter)))
        return node_of(p, special->type, offset, 1, arguments.values.at);
    if (p->options->mode == RULE_standard)
        return null_here(p, offset);
    return parse_fail(p, offset, p->lex.last - offset, "%s(\xE2\x80\xA6) takes one argument%s", special->name,
                      special->hint);
}

static bool parse_left_out_call(struct parser *p)
{
    static const struct {
        const char *name, *what;
    } LEFT_OUT[] = {
        {"context put", "\"context put\" is"},
        {"context merge", "\"context merge\" is"},
        {"matches", "\"matches\", a regular expression, is"},
        {"replace", "\"replace\", a regular expression, is"},
        {"split", "\"split\", a regular expression, is"},
        {"decision table", "A decision table is"},
    };
    for (size_t i = 0; i < sizeof LEFT_OUT / sizeof *LEFT_OUT; i++) {
        size_t length = lex_name(lex_rest(&p->lex), text_of(LEFT_OUT[i].name));
        if (length > 0 && bracket_follows(p, length)) {
            parse_left_out(p, p->lex.at, length, LEFT_OUT[i].what);
            return true;
        }
    }
    return false;
}

struct node *parse_call(struct parser *p, size_t beaten)
{
    struct text rest = lex_rest(&p->lex);
    size_t offset = p->lex.at, length = 0;
    for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++) {
        length = lex_name(rest, text_of(SPECIAL[i].name));
        if (length > 0 && bracket_follows(p, length))
            return parse_special(p, &SPECIAL[i], length);
    }
    if (parse_left_out_call(p))
        return NULL;
    const struct function *function = function_match(rest, &length);
    if (!function || length < beaten) {
        size_t words = lex_words(rest);
        if (words > 0 && words >= beaten && bracket_follows(p, words))
            parse_unknown_function(p, words);
        return NULL;
    }
    struct arguments arguments = {0};
    struct nodes bound;
    lex_take(&p->lex, length);
    if (!parse_arguments(p, &arguments))
        return NULL;
    const struct function *row = bind(p, function, &arguments, &bound);
    if (!row)
        return wrong_arguments(p, offset, function, &arguments);
    struct node *node = node_new(p, NODE_call, offset);
    if (node)
        node->function = row;
    return node_end(p, node, &bound);
}
