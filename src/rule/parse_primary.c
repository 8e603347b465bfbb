/* Literals, brackets, lists, ranges and contexts. */
#include "rule/parser.h"

#include <string.h>

#include "base/banned.h"

static struct node *literal(struct parser *p, size_t offset, struct datum datum)
{
    struct node *node = node_new(p, NODE_literal, offset);
    if (node)
        node->literal = datum;
    return node_end(p, node, NULL);
}

static struct node *parse_number(struct parser *p, size_t length)
{
    size_t offset = p->lex.at;
    struct number number;
    struct text digits = {p->lex.text.at + offset, length};
    if (!number_read(digits, &number))
        return parse_fail(p, offset, length, "\"" TEXT_FORMAT "\" is not a number that can be held",
                          (int)(length < 60 ? length : 60), digits.at);
    lex_take(&p->lex, length);
    return literal(p, offset, datum_number(number));
}

static bool parse_text(struct parser *p, struct text *out)
{
    size_t bad = 0, offset = (lex_skip(&p->lex), p->lex.at);
    switch (lex_string(&p->lex, p->arena, out, &bad)) {
    case STRING_ok:
        return true;
    case STRING_none:
        parse_unexpected(p, "a text in double quotes");
        break;
    case STRING_unclosed:
        parse_fail(p, offset, 1, "the text that begins here has no closing double quote");
        break;
    case STRING_escape:
        parse_fail(
            p, bad, 2,
            "\\u is followed by four hexadecimal digits of a character, as in \"\\u0101\", \\U by six");
        break;
    }
    return false;
}

/* @"2000-08-31" */
static struct node *parse_at(struct parser *p)
{
    size_t offset = p->lex.at;
    struct text text;
    struct datum datum = datum_null();
    lex_take(&p->lex, 1);
    if (!parse_text(p, &text))
        return NULL;
    bool read = datum_read_at(text, &datum);
    if (p->options->mode == RULE_standard)
        return literal(p, offset, read ? datum : datum_null());
    bool zone = (read && (datum.type == DATUM_time || datum.type == DATUM_date_time) &&
                 datum.clock.zone == ZONE_named) ||
                (!read && memchr(text.at, '@', text.length));
    if (zone)
        return parse_left_out(p, offset, p->lex.last - offset, "a time zone by name is");
    if (!read)
        return parse_fail(p, offset, p->lex.last - offset,
                          "this is no date, time or duration; write @\"2000-08-31\", @\"10:30:00\", "
                          "@\"2000-08-31T10:30:00\", @\"P26W\" as @\"P182D\", or @\"P1Y6M\"");
    return literal(p, offset, datum);
}

struct node *parse_range(struct parser *p, size_t offset, enum range_end low_end, struct node *low)
{
    bool range_end = p->range_end;
    if (!low || !parse_enter(p))
        return NULL;
    p->range_end = true;
    struct node *high = parse_sum(p, NULL);
    p->range_end = range_end;
    parse_leave(p);
    if (!high)
        return NULL;
    enum range_end high_end = END_open;
    if (lex_sign(&p->lex, "]"))
        high_end = END_closed;
    else if (!lex_sign(&p->lex, ")") && !lex_sign(&p->lex, "["))
        return parse_unexpected(p, "the range's end, ] (which belongs to it) or ) (which does not),");
    struct node *node = node_of(p, NODE_range, offset, 2, (struct node *[]){low, high});
    if (node) {
        node->low_end = low_end;
        node->high_end = high_end;
    }
    return node;
}

struct node *parse_sign_range(struct parser *p, size_t offset, enum node_type sign)
{
    bool range_end = p->range_end;
    p->range_end = false;
    struct node *end = parse_sum(p, NULL);
    p->range_end = range_end;
    if (!end)
        return NULL;
    if (!lex_sign(&p->lex, ")"))
        return parse_unexpected(p, "\")\"");
    bool below = sign == NODE_less || sign == NODE_less_equal;
    bool above = sign == NODE_greater || sign == NODE_greater_equal;
    bool open = sign == NODE_less || sign == NODE_greater;
    struct nodes ends = {0};
    nodes_add(p, &ends, below ? NULL : end);
    nodes_add(p, &ends, above ? NULL : end);
    struct node *node = node_new(p, NODE_range, offset);
    if (node) {
        node->low_end = below ? END_unbounded : open ? END_open : END_closed;
        node->high_end = above ? END_unbounded : open ? END_open : END_closed;
        node->test = sign;
    }
    return node_end(p, node, &ends);
}

/* After "(": what is grouped, a range (a..b], or one by a sign, (>= 10). */
static struct node *parse_group(struct parser *p, size_t offset)
{
    enum node_type sign;
    if (parse_comparison_sign(p, &sign))
        return parse_sign_range(p, offset, sign);
    struct node *node = parse_expression(p);
    if (!node)
        return NULL;
    if (lex_sign(&p->lex, ".."))
        return parse_range(p, offset, END_open, node);
    if (!lex_sign(&p->lex, ")"))
        return parse_unexpected(p, "\")\" or an operator");
    return node;
}

/* ]1..2[ inside a list: a range and not the end of an empty list. */
static bool open_range_follows(struct parser *p)
{
    struct lexer ahead = p->lex;
    if (!lex_sign(&ahead, "]"))
        return false;
    struct text rest = lex_rest(&ahead);
    return rest.length > 0 &&
           (lex_number(rest) > 0 || lex_words(rest) > 0 || *rest.at == '"' || *rest.at == '@');
}

struct node *parse_bracket(struct parser *p, size_t offset)
{
    struct nodes nodes = {0};
    if (!open_range_follows(p) && lex_sign(&p->lex, "]"))
        return node_end(p, node_new(p, NODE_list, offset), &nodes);
    for (;;) {
        struct node *node = parse_expression(p);
        if (!node)
            return NULL;
        if (nodes.count == 0 && lex_sign(&p->lex, ".."))
            return parse_range(p, offset, END_closed, node);
        nodes_add(p, &nodes, node);
        if (lex_sign(&p->lex, "]"))
            return node_end(p, node_new(p, NODE_list, offset), &nodes);
        if (!lex_sign(&p->lex, ","))
            return parse_unexpected(p, "\",\" or the list's end, \"]\",");
    }
}

/* The name before a colon, as it is written. */
static size_t key_length(struct text text)
{
    static const char SIGNS[] = "./-'+*";
    size_t at = lex_name_start(text);
    while (at > 0 && at < text.length) {
        struct text rest = {text.at + at, text.length - at};
        size_t length = lex_name_part(rest);
        if (length == 0)
            length = lex_blank(rest);
        if (length == 0 && *rest.at != '\0' && strchr(SIGNS, *rest.at))
            length = 1;
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

/* The standard makes a context that has an entry twice null. */
static bool is_twice(struct parser *p, const struct keys *names, struct text name, size_t offset)
{
    for (size_t i = 0; i < names->count && p->options->mode != RULE_standard; i++)
        if (text_equal(names->at[i], name)) {
            parse_fail(p, offset, p->lex.last - offset, "the entry \"" TEXT_FORMAT "\" stands twice",
                       TEXT_ARGS(name));
            return true;
        }
    return false;
}

static bool parse_key(struct parser *p, struct text *out)
{
    struct text rest = lex_rest(&p->lex);
    if (rest.length > 0 && *rest.at == '"') {
        if (!parse_text(p, out))
            return false;
    } else {
        size_t length = key_length(rest);
        if (length == 0) {
            parse_unexpected(p, "the name of an entry");
            return false;
        }
        *out = lex_name_tidy(p->arena, (struct text){rest.at, length});
        lex_take(&p->lex, length);
    }
    if (lex_sign(&p->lex, ":"))
        return true;
    parse_unexpected(p, "\":\" after the entry's name");
    return false;
}

struct node *parse_context(struct parser *p, size_t offset)
{
    struct node *node = node_new(p, NODE_context, offset);
    struct nodes nodes = {0};
    struct keys names = {0};
    struct scope *around = p->scope;
    size_t slots[RULE_SLOTS_MAX];
    bool more = node && !lex_sign(&p->lex, "}");
    while (more) {
        struct text name;
        lex_skip(&p->lex);
        size_t key = p->lex.at;
        if (!parse_key(p, &name) || is_twice(p, &names, name, key))
            return NULL;
        struct node *value = parse_expression(p);
        size_t slot = value ? slots_new(p, 1) : SLOT_none;
        if (slot == SLOT_none)
            return NULL;
        struct scope *scope = ARENA_NEW(p->arena, struct scope);
        *scope = (struct scope){.outer = p->scope, .name = name, .slot = slot};
        p->scope = scope;
        slots[nodes.count] = slot;
        nodes_add(p, &nodes, value);
        keys_add(p, &names, name);
        keys_add(p, &p->keys, name);
        more = lex_sign(&p->lex, ",");
        if (!more && !lex_sign(&p->lex, "}"))
            return parse_unexpected(p, "\",\" or the context's end, \"}\",");
    }
    p->scope = around;
    if (!node)
        return NULL;
    node->names = names.at;
    node->slot_count = nodes.count;
    node->slots = ARENA_ARRAY(p->arena, size_t, nodes.count);
    memcpy(node->slots, slots, nodes.count * sizeof *slots);
    return node_end(p, node, &nodes);
}

struct node *parse_primary(struct parser *p)
{
    struct text rest = lex_rest(&p->lex), text;
    size_t offset = p->lex.at, length = lex_number(rest);
    if (rest.length == 0)
        return parse_unexpected(p, "a name, a value or \"(\"");
    if (length > 0)
        return parse_number(p, length);
    switch (*rest.at) {
    case '"':
        return parse_text(p, &text) ? literal(p, offset, datum_string(text)) : NULL;
    case '@':
        return parse_at(p);
    case '(':
        lex_take(&p->lex, 1);
        return parse_group(p, offset);
    case '[':
        lex_take(&p->lex, 1);
        return parse_bracket(p, offset);
    case '{':
        lex_take(&p->lex, 1);
        return parse_context(p, offset);
    case ']': {
        lex_take(&p->lex, 1);
        struct node *low = parse_expression(p);
        if (low && !lex_sign(&p->lex, ".."))
            return parse_unexpected(p, "\"..\" and the range's other end");
        return parse_range(p, offset, END_open, low);
    }
    default:
        return parse_name(p);
    }
}
