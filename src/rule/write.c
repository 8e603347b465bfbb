#include "rule/write.h"

#include "rule/function.h"
#include "base/banned.h"

static const char *sign_of(enum node_type type)
{
    switch (type) {
    case NODE_add:
        return " + ";
    case NODE_subtract:
        return " - ";
    case NODE_multiply:
        return " * ";
    case NODE_divide:
        return " / ";
    case NODE_power:
        return " ** ";
    case NODE_equal:
        return " = ";
    case NODE_not_equal:
        return " != ";
    case NODE_less:
        return " < ";
    case NODE_less_equal:
        return " <= ";
    case NODE_greater:
        return " > ";
    case NODE_greater_equal:
        return " >= ";
    case NODE_and:
        return " and ";
    default:
        return " or ";
    }
}

static void write_all(struct str *out, struct node *const *nodes, size_t count, const char *between)
{
    for (size_t i = 0; i < count; i++) {
        str_add(out, i == 0 ? "" : between);
        if (nodes[i])
            rule_write_node(out, nodes[i]);
        else
            str_add(out, "null");
    }
}

/* A code: the number of an ordered list, so that < means something elsewhere; else the word. */
static void write_code(struct str *out, enum list_id list, struct datum datum)
{
    int64_t number = 0;
    const struct coded_row *row =
        datum.type == DATUM_number && !dict_list(list)->ordered && number_to_int(datum.number, &number)
            ? list_numbered(list, (int)number)
            : NULL;
    if (row)
        str_addf(out, "\"%s\"", row->code);
    else
        datum_write(out, datum);
}

static void write_literal(struct str *out, const struct node *node)
{
    const struct type kind = node->kind, member = kind.element ? *kind.element : kind;
    if (member.id != TYPE_choice) {
        datum_write(out, node->literal);
    } else if (node->literal.type == DATUM_list) {
        str_add(out, "[");
        for (size_t i = 0; i < node->literal.list.count; i++) {
            str_add(out, i == 0 ? "" : ", ");
            write_code(out, member.list, node->literal.list.at[i]);
        }
        str_add(out, "]");
    } else {
        write_code(out, member.list, node->literal);
    }
}

static void write_fact(struct str *out, const struct node *node)
{
    str_addf(out, "%s%s", fact_of(node->fact)->name, aspect_words(node->aspect));
}

static void write_range(struct str *out, const struct node *node)
{
    str_add(out, node->low_end == END_closed ? "[" : "(");
    write_all(out, node->children, 1, "");
    str_add(out, "..");
    write_all(out, node->children + 1, 1, "");
    str_add(out, node->high_end == END_closed ? "]" : ")");
}

static void write_context(struct str *out, const struct node *node)
{
    str_add(out, "{");
    for (size_t i = 0; i < node->count; i++) {
        str_addf(out, "%s\"" TEXT_FORMAT "\": ", i == 0 ? "" : ", ", TEXT_ARGS(node->names[i]));
        rule_write_node(out, node->children[i]);
    }
    str_add(out, "}");
}

static void write_quantified(struct str *out, const struct node *node)
{
    str_add(out, node->type == NODE_some ? "(some " : "(every ");
    for (size_t i = 0; i + 1 < node->count; i++) {
        str_addf(out, "%s" TEXT_FORMAT " in ", i == 0 ? "" : ", ", TEXT_ARGS(node->names[i]));
        rule_write_node(out, node->children[i]);
    }
    str_add(out, " satisfies ");
    rule_write_node(out, node->children[node->count - 1]);
    str_add(out, ")");
}

static void write_if(struct str *out, const struct node *node)
{
    static const char *const words[] = {"(if ", " then ", " else "};
    for (size_t i = 0; i < 3; i++) {
        str_add(out, words[i]);
        rule_write_node(out, node->children[i]);
    }
    str_add(out, ")");
}

static void write_test(struct str *out, const struct node *node)
{
    const char *sign = sign_of(node->test) + 1; /* without the blank before it */
    str_add(out, sign);
    rule_write_node(out, node->children[0]);
}

static void write_verified(struct str *out, const struct node *node)
{
    const struct node *fact = node->children[0];
    str_add(out, "(if (");
    write_fact(out, fact);
    str_addf(out, "%s = true) then ", aspect_words(ASPECT_verified));
    write_fact(out, fact);
    str_add(out, " else null)");
}

static void write_named(struct str *out, const struct node *node)
{
    switch (node->type) {
    case NODE_fact:
        write_fact(out, node);
        break;
    case NODE_name:
        str_add_bytes(out, node->name.length > 0 ? node->name.at : "item",
                      node->name.length > 0 ? node->name.length : 4);
        break;
    case NODE_path:
        rule_write_node(out, node->children[0]);
        str_addf(out, "." TEXT_FORMAT, TEXT_ARGS(node->name));
        break;
    case NODE_call:
        str_addf(out, "%s(", node->function->name);
        write_all(out, node->children, node->count, ", ");
        str_add(out, ")");
        break;
    default:
        write_verified(out, node);
    }
}

static void write_compound(struct str *out, const struct node *node)
{
    switch (node->type) {
    case NODE_between:
        str_add(out, "(");
        rule_write_node(out, node->children[0]);
        str_add(out, " between ");
        write_all(out, node->children + 1, 2, " and ");
        str_add(out, ")");
        break;
    case NODE_in:
        str_add(out, "(");
        rule_write_node(out, node->children[0]);
        str_add(out, " in (");
        write_all(out, node->children + 1, node->count - 1, ", ");
        str_add(out, "))");
        break;
    case NODE_list:
        str_add(out, "[");
        write_all(out, node->children, node->count, ", ");
        str_add(out, "]");
        break;
    case NODE_filter:
        rule_write_node(out, node->children[0]);
        str_add(out, "[");
        rule_write_node(out, node->children[1]);
        str_add(out, "]");
        break;
    case NODE_recorded:
        str_add(out, "(");
        rule_write_node(out, node->children[0]);
        str_add(out, " != null)");
        break;
    default: /* two or more, with a sign between */
        str_add(out, "(");
        write_all(out, node->children, node->count, sign_of(node->type));
        str_add(out, ")");
    }
}

void rule_write_node(struct str *out, const struct node *node)
{
    switch (node->type) {
    case NODE_literal:
        write_literal(out, node);
        break;
    case NODE_fact:
    case NODE_name:
    case NODE_path:
    case NODE_call:
    case NODE_verified:
        write_named(out, node);
        break;
    case NODE_negate:
        str_add(out, "(-");
        rule_write_node(out, node->children[0]);
        str_add(out, ")");
        break;
    case NODE_not:
        str_add(out, "not(");
        rule_write_node(out, node->children[0]);
        str_add(out, ")");
        break;
    case NODE_range:
        write_range(out, node);
        break;
    case NODE_context:
        write_context(out, node);
        break;
    case NODE_some:
    case NODE_every:
        write_quantified(out, node);
        break;
    case NODE_if:
        write_if(out, node);
        break;
    case NODE_test:
        write_test(out, node);
        break;
    default:
        write_compound(out, node);
    }
}

void rule_write(struct str *out, const struct rule *rule)
{
    rule_write_node(out, rule->root);
}
