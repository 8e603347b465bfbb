#include "rule/dmn.h"

#include "rule/entry.h"
#include "rule/kind.h"
#include "rule/write.h"
#include "base/banned.h"

#define DMN_NAMESPACE "https://www.omg.org/spec/DMN/20230324/MODEL/"

/* Text as XML has it, in elements and in attributes. What XML cannot hold at all, control characters, becomes
 * a blank. */
static void add_xml(struct str *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.at[i];
        if (c == '&')
            str_add(out, "&amp;");
        else if (c == '<')
            str_add(out, "&lt;");
        else if (c == '>')
            str_add(out, "&gt;");
        else if (c == '"')
            str_add(out, "&quot;");
        else
            str_add_char(out, (unsigned char)c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
    }
}

static void add_attribute(struct str *out, const char *name, const char *value)
{
    str_addf(out, " %s=\"", name);
    add_xml(out, text_of(value));
    str_add(out, "\"");
}

static void add_element(struct str *out, const char *indent, const char *name, struct text text)
{
    if (text.length == 0)
        return;
    str_addf(out, "%s<%s>", indent, name);
    add_xml(out, text);
    str_addf(out, "</%s>\n", name);
}

/* The standard's name of a type; of a list the item definition of its record. */
static const char *type_name(struct type kind)
{
    switch (kind.id) {
    case TYPE_boolean:
        return "boolean";
    case TYPE_number:
        return "number";
    case TYPE_choice:
        return dict_list(kind.list)->ordered ? "number" : "string";
    case TYPE_string:
        return "string";
    case TYPE_date:
        return "date";
    case TYPE_date_time:
        return "dateTime";
    case TYPE_list:
        return dict_record(kind.record)->name;
    default:
        return "Any";
    }
}

static void add_component(struct str *out, const char *record, const char *name, struct type kind)
{
    str_add(out, "    <itemComponent");
    struct str id;
    str_init(&id);
    str_addf(&id, "%s_%s", record, name);
    for (size_t i = 0; i < id.length; i++)
        id.at[i] = id.at[i] == ' ' ? '_' : id.at[i];
    add_attribute(out, "id", id.at);
    str_clear(&id);
    add_attribute(out, "name", name);
    str_addf(out, ">\n      <typeRef>%s</typeRef>\n    </itemComponent>\n", type_name(kind));
}

/* A list of records: what its members are made of. */
static void add_item_definition(struct str *out, enum record_id id)
{
    const struct record *record = dict_record(id);
    size_t count;
    const struct field *fields = record_fields(record, &count);
    struct str name;
    str_addf(out, "  <itemDefinition id=\"type_%s\" name=\"%s\" isCollection=\"true\">\n", record->name,
             record->name);
    str_init(&name);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].privacy == PRIVACY_restricted)
            continue;
        str_cut(&name, 0);
        entry_name(&fields[i], &name);
        add_component(out, record->name, name.at, kind_of_field(&fields[i]));
    }
    str_clear(&name);
    if (record->effective_to != F_none)
        add_component(out, record->name, "days", kind_is(TYPE_number));
    str_add(out, "  </itemDefinition>\n");
}

static void add_item_definitions(struct str *out, const struct rule *rule)
{
    bool done[R_end] = {false};
    for (size_t u = 0; u < rule->use_count; u++) {
        const struct type kind = kind_of_fact(rule->uses[u].fact, rule->uses[u].aspect);
        if (kind.id != TYPE_list || done[kind.record])
            continue;
        done[kind.record] = true;
        add_item_definition(out, kind.record);
    }
}

static void add_input(struct str *out, size_t number, struct use use)
{
    const struct fact *fact = fact_of(use.fact);
    struct str name;
    str_init(&name);
    str_addf(&name, "%s%s", fact->name, aspect_words(use.aspect));
    str_addf(out, "  <inputData id=\"input_%zu\"", number);
    add_attribute(out, "name", name.at);
    str_add(out, ">\n");
    if (use.aspect == ASPECT_value)
        add_element(out, "    ", "description", text_of(fact->doc));
    str_addf(out, "    <variable id=\"input_%zu_variable\"", number);
    add_attribute(out, "name", name.at);
    str_addf(out, " typeRef=\"%s\"/>\n  </inputData>\n", type_name(kind_of_fact(use.fact, use.aspect)));
    str_clear(&name);
}

static void add_decision(struct str *out, const struct rule *rule, const struct dmn_header *header)
{
    struct str feel;
    str_add(out, "  <decision id=\"decision\"");
    add_attribute(out, "name", header->label);
    str_add(out, ">\n");
    add_element(out, "    ", "description", text_of(header->sentence));
    add_element(out, "    ", "question", rule->text);
    str_add(out, "    <variable id=\"decision_variable\"");
    add_attribute(out, "name", header->label);
    str_add(out, " typeRef=\"boolean\"/>\n");
    for (size_t u = 0; u < rule->use_count; u++)
        str_addf(out,
                 "    <informationRequirement id=\"requirement_%zu\">\n      <requiredInput "
                 "href=\"#input_%zu\"/>\n"
                 "    </informationRequirement>\n",
                 u + 1, u + 1);
    str_init(&feel);
    rule_write(&feel, rule);
    str_add(out, "    <literalExpression id=\"expression\" typeRef=\"boolean\">\n");
    add_element(out, "      ", "text", str_text(&feel));
    str_add(out, "    </literalExpression>\n  </decision>\n");
    str_clear(&feel);
}

void rule_to_dmn(struct str *out, const struct rule *rule, const struct dmn_header *header)
{
    str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"" DMN_NAMESPACE
                 "\" id=\"definitions\"");
    add_attribute(out, "name", header->label);
    str_add(out, " namespace=\"urn:mahi:question:");
    add_xml(out, text_of(header->code));
    str_addf(out,
             ":%d\" expressionLanguage=\"https://www.omg.org/spec/DMN/20230324/FEEL/\" exporter=\"Mahi\" "
             "exporterVersion=\"%s\">\n",
             header->version, MAHI_VERSION);
    if (header->owner[0]) {
        str_add(out, "  <description>Version ");
        str_addf(out, "%d, kept by ", header->version);
        add_xml(out, text_of(header->owner));
        str_add(out, "</description>\n");
    }
    add_item_definitions(out, rule);
    add_decision(out, rule, header);
    for (size_t u = 0; u < rule->use_count; u++)
        add_input(out, u + 1, rule->uses[u]);
    str_add(out, "</definitions>\n");
}
