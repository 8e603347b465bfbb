#include "rule/parse.h"

#include "rule/parser.h"

#include "base/banned.h"

struct operation {
    const char *sign;
    const char *not_when; /* a longer sign that begins with it */
    enum node_type type;
};

/* a op b op c, from left to right. `first` is the operand that is there already, or NULL. */
static struct node *parse_chain(struct parser *p, struct node *first, const struct operation *operations,
                                size_t count, struct node *(*operand)(struct parser *, struct node *))
{
    struct node *left = operand(p, first);
    for (size_t i = 0; left && i < count;) {
        const struct operation *operation = &operations[i];
        if ((operation->not_when && lex_at_sign(&p->lex, operation->not_when)) ||
            !lex_sign(&p->lex, operation->sign)) {
            i++;
            continue;
        }
        left = node_of(p, operation->type, left->place.offset, 2, (struct node *[]){left, operand(p, NULL)});
        i = 0;
    }
    return left;
}

/* After a value: .name, [filter], and (, which nothing but a function's name takes. */
static struct node *parse_postfix(struct parser *p, struct node *value)
{
    if (!value)
        value = parse_primary(p);
    while (value) {
        struct text rest = lex_rest(&p->lex);
        if (rest.length == 0)
            break;
        if (*rest.at == '.' && !(rest.length > 1 && rest.at[1] == '.')) {
            lex_take(&p->lex, 1);
            value = parse_path(p, value);
        } else if (*rest.at == '[') {
            struct node *filter = parse_filter(p, value);
            if (!filter && p->err->kind == ERR_none)
                break; /* it closes a range */
            value = filter;
        } else if (*rest.at == '(') {
            return parse_fail(p, p->lex.at, 1,
                              "only a function can be called, by its name before the bracket");
        } else {
            break;
        }
    }
    return value;
}

static struct node *parse_sign(struct parser *p, struct node *first)
{
    struct text rest = lex_rest(&p->lex);
    if (first || rest.length == 0 || *rest.at != '-')
        return parse_postfix(p, first);
    size_t offset = p->lex.at;
    lex_take(&p->lex, 1);
    if (!parse_enter(p))
        return NULL;
    struct node *of = parse_sign(p, NULL);
    parse_leave(p);
    if (of && of->type == NODE_literal && of->literal.type == DATUM_number) {
        of->literal = datum_negate(of->literal);
        of->place.length += of->place.offset - (uint32_t)offset;
        of->place.offset = (uint32_t)offset;
        return of;
    }
    return node_of(p, NODE_negate, offset, 1, &of);
}

static struct node *parse_power(struct parser *p, struct node *first)
{
    static const struct operation POWER[] = {{"**", NULL, NODE_power}};
    return parse_chain(p, first, POWER, 1, parse_sign);
}

static struct node *parse_product(struct parser *p, struct node *first)
{
    static const struct operation PRODUCT[] = {{"*", "**", NODE_multiply}, {"/", "/*", NODE_divide}};
    return parse_chain(p, first, PRODUCT, 2, parse_power);
}

struct node *parse_sum(struct parser *p, struct node *first)
{
    static const struct operation SUM[] = {{"+", NULL, NODE_add}, {"-", NULL, NODE_subtract}};
    return parse_chain(p, first, SUM, 2, parse_product);
}

bool parse_comparison_sign(struct parser *p, enum node_type *type)
{
    static const struct operation SIGNS[] = {
        {"<=", NULL, NODE_less_equal}, {">=", NULL, NODE_greater_equal}, {"!=", NULL, NODE_not_equal},
        {"<", "<>", NODE_less},        {">", NULL, NODE_greater},        {"=", NULL, NODE_equal},
    };
    if (lex_at_sign(&p->lex, "==") || lex_at_sign(&p->lex, "=<") || lex_at_sign(&p->lex, "=>"))
        return false; /* what somebody used to another language meant; the error says it */
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (!(SIGNS[i].not_when && lex_at_sign(&p->lex, SIGNS[i].not_when)) &&
            lex_sign(&p->lex, SIGNS[i].sign)) {
            *type = SIGNS[i].type;
            return true;
        }
    return false;
}

static struct node *parse_between(struct parser *p, struct node *value)
{
    struct node *low = parse_sum(p, NULL);
    if (!low)
        return NULL;
    if (!lex_word(&p->lex, "and"))
        return parse_unexpected(p, "\"and\" and the upper end of \"between\"");
    return node_of(p, NODE_between, value->place.offset, 3,
                   (struct node *[]){value, low, parse_sum(p, NULL)});
}

static struct node *parse_comparison(struct parser *p)
{
    struct node *left = parse_sum(p, NULL);
    enum node_type type;
    while (left) {
        if (lex_word(&p->lex, "between")) {
            left = parse_between(p, left);
        } else if (lex_word(&p->lex, "in")) {
            left = parse_in(p, left);
        } else if (lex_at_word(&p->lex, "instance")) {
            return parse_left_out(p, p->lex.at, 8, "\"instance of\" is");
        } else if (parse_comparison_sign(p, &type)) {
            left = node_of(p, type, left->place.offset, 2, (struct node *[]){left, parse_sum(p, NULL)});
        } else {
            break;
        }
    }
    return left;
}

/* a and b and c: one node. */
static struct node *parse_joined(struct parser *p, const char *word, enum node_type type,
                                 struct node *(*operand)(struct parser *))
{
    struct node *first = operand(p);
    if (!first || !lex_at_word(&p->lex, word))
        return first;
    struct nodes nodes = {0};
    nodes_add(p, &nodes, first);
    while (lex_word(&p->lex, word)) {
        struct node *next = operand(p);
        if (!next)
            return NULL;
        nodes_add(p, &nodes, next);
    }
    return node_end(p, node_new(p, type, first->place.offset), &nodes);
}

static struct node *parse_and(struct parser *p)
{
    return parse_joined(p, "and", NODE_and, parse_comparison);
}

struct node *parse_expression(struct parser *p)
{
    bool range_end = p->range_end;
    if (!parse_enter(p))
        return NULL;
    p->range_end = false;
    struct node *node = parse_joined(p, "or", NODE_or, parse_and);
    p->range_end = range_end;
    parse_leave(p);
    return node;
}

bool parse_rule(struct arena *arena, struct rule *rule, const struct rule_options *options,
                struct spot *where, struct err *err)
{
    struct parser p = {.lex = {.text = rule->text},
                       .arena = arena,
                       .options = options,
                       .rule = rule,
                       .where = where,
                       .err = err};
    rule->input_count = rule->slot_count = options->mode == RULE_standard ? options->input_count : 0;
    rule->root = parse_expression(&p);
    if (rule->root && lex_rest(&p.lex).length > 0)
        parse_unexpected(&p, "an operator (and, or, =, in …) or the question's end");
    return err->kind == ERR_none;
}
