#include <string.h>

#include "base/nearest.h"
#include "casework/design_work.h"
#include "casework/yaml_file.h"
#include "base/banned.h"

/* ---- writing ---- */

/* A record of which the file says one thing only stands as one word in its list. */
static const struct field *only_field(enum programme_part part, const struct record *record)
{
    const struct design_row shape = {.part = part, .record = record};
    const struct field *rank = rank_field(record), *only = NULL;
    size_t count;
    const struct field *fields = record_fields(record, &count);
    for (size_t i = 0; i < count; i++) {
        if (!row_has_field(&shape, &fields[i]) || &fields[i] == rank)
            continue;
        if (only)
            return NULL;
        only = &fields[i];
    }
    return only;
}

static void write_value(struct yaml_out *out, const struct field *field, struct value value)
{
    struct str word;
    str_init(&word);
    value_print(&word, field, value);
    yaml_word(out, str_text(&word), dict_kind(field->kind)->held_as != HELD_text && field->kind != KIND_REF);
    str_clear(&word);
}

/* `next_rank` is the number that a list would give it; it is left out where it is that. */
static void write_fields(struct yaml_out *out, const struct design_row *row, int64_t next_rank)
{
    const struct field *rank = rank_field(row->record);
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &fields[i];
        if (!row_has_field(row, field) || row->values[i].type == VALUE_absent ||
            (row->part != PART_none && field == rank && row->values[i].number == next_rank))
            continue;
        yaml_name(out, field->name);
        write_value(out, field, row->values[i]);
    }
}

static void write_below(struct yaml_out *out, const struct design_row *row);

static void write_row(struct yaml_out *out, const struct design_row *row, int64_t next_rank)
{
    const struct field *only = only_field(row->part, row->record), *rank = rank_field(row->record);
    if (only && row->part != PART_none && !row->below &&
        (!rank || design_value(row, rank->id).number == next_rank)) {
        write_value(out, only, design_value(row, only->id));
        return;
    }
    yaml_map(out);
    write_fields(out, row, next_rank);
    write_below(out, row);
    yaml_close(out);
}

static void write_below(struct yaml_out *out, const struct design_row *row)
{
    for (int p = PART_none + 1; p < PART_end; p++) {
        const struct programme_part_row *part = programme_part((enum programme_part)p);
        const struct field *rank = rank_field(dict_record(part->record));
        int64_t next = 1;
        bool begun = false;
        for (const struct design_row *below = row->below; below; below = below->next) {
            if (below->part != (enum programme_part)p)
                continue;
            if (!begun) {
                yaml_name(out, part->name);
                yaml_list(out);
            }
            begun = true;
            write_row(out, below, next);
            if (rank)
                next = design_value(below, rank->id).number + 1;
        }
        if (begun)
            yaml_close(out);
    }
}

static void write_carried(struct yaml_out *out, const struct design *design)
{
    const struct record *under_way = NULL;
    if (!design->carried)
        return;
    yaml_name(out, "named");
    yaml_map(out);
    for (const struct design_row *row = design->carried; row; row = row->next) {
        if (row->record != under_way) {
            if (under_way)
                yaml_close(out);
            under_way = row->record;
            yaml_name(out, under_way->name);
            yaml_list(out);
        }
        write_row(out, row, 0);
    }
    yaml_close(out);
    yaml_close(out);
}

void design_to_file(struct arena *arena, const struct design *design, struct str *out)
{
    struct yaml_out *yaml = yaml_begin(arena, out);
    yaml_map(yaml);
    yaml_name(yaml, "programme");
    write_row(yaml, design->programme, 0);
    write_carried(yaml, design);
    yaml_close(yaml);
    yaml_end(yaml);
}

/* ---- reading ---- */

struct binding {
    struct arena *arena;
    struct problems *problems;
};

#define PROBLEM(binding, node, ...)                                                                          \
    problems_add((binding)->problems, (node)->line, place_words((binding)->arena, (node)), __VA_ARGS__)

static const char *place_words(struct arena *arena, const struct yaml_node *node)
{
    return node->name.length > 0
               ? arena_format(arena, TEXT_FORMAT ", column %d", TEXT_ARGS(node->name), node->column)
               : arena_format(arena, "column %d", node->column);
}

static bool is_empty(const struct yaml_node *node)
{
    return node->kind == YAML_IS_WORD && node->word.length == 0;
}

static void bind_value(struct binding *binding, const struct yaml_node *node, const struct field *field,
                       struct design_row *row)
{
    struct err err = {0};
    struct value value;
    struct design_place *place = &row->places[field_place(field)];
    *place = (struct design_place){.line = node->line, .column = node->column, .bad = true};
    if (node->kind != YAML_IS_WORD) {
        PROBLEM(binding, node, "%s is one word or text, not a list or mapping; write %s: %s", field->name,
                field->name, dict_kind(field->kind)->typed);
        return;
    }
    if (!is_empty(node) && !value_parse(field, node->word, &value, &err)) {
        PROBLEM(binding, node, "%s", err.sentence);
        return;
    }
    place->bad = false;
    row->values[field_place(field)] = is_empty(node) ? (struct value){.type = VALUE_absent} : value;
}

static enum programme_part part_named(enum programme_part under, struct text name)
{
    for (int p = PART_none + 1; p < PART_end; p++)
        if (programme_part((enum programme_part)p)->under == under &&
            text_is(name, programme_part((enum programme_part)p)->name))
            return (enum programme_part)p;
    return PART_none;
}

static void unknown_name(struct binding *binding, const struct yaml_node *node, const struct design_row *row)
{
    struct nearest nearest;
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    nearest_init(&nearest, node->name);
    for (size_t i = 0; i < count; i++)
        if (row_has_field(row, &fields[i]))
            nearest_offer(&nearest, fields[i].name);
    for (int p = PART_none + 1; row->part != PART_none && p < PART_end; p++)
        if (programme_part((enum programme_part)p)->under == row->part)
            nearest_offer(&nearest, programme_part((enum programme_part)p)->name);
    PROBLEM(binding, node,
            "\"" TEXT_FORMAT "\" is nothing that %s %s has%s%s%s; mahi dict %s lists the fields",
            TEXT_ARGS(node->name), strchr("aeiou", row->record->name[0]) ? "an" : "a", row->record->name,
            nearest.name ? "; did you mean \"" : "", nearest.name ? nearest.name : "",
            nearest.name ? "\"?" : "", row->record->name);
}

static void check_row(struct binding *binding, const struct yaml_node *node, const struct design_row *row)
{
    const struct field *field;
    struct err err = {0};
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    for (size_t i = 0; i < count; i++)
        if (row_has_field(row, &fields[i]) && fields[i].required && !row->places[i].bad &&
            row->values[i].type == VALUE_absent)
            PROBLEM(binding, node, "the %s here has no %s; write %s: %s", row->record->name, fields[i].name,
                    fields[i].name, dict_kind(fields[i].kind)->typed);
    if (!values_check(row->record, row->values, &field, &err))
        PROBLEM(binding, node, "%s", err.sentence);
}

static void bind_list(struct binding *binding, const struct yaml_node *node, enum programme_part part,
                      const struct record *record, const struct design_row *above, struct design_row **first);

static struct design_row *bind_row(struct binding *binding, const struct yaml_node *node,
                                   enum programme_part part, const struct record *record,
                                   const struct design_row *above, int64_t next_rank)
{
    struct design_row *row = design_row_new(binding->arena, part, record);
    const struct field *only = only_field(part, record), *rank = rank_field(record);
    row->line = node->line;
    row->column = node->column;
    row->places = ARENA_ARRAY(binding->arena, struct design_place, RECORD_FIELDS_MAX);
    if (rank && part != PART_none)
        row->values[field_place(rank)] = value_number(next_rank);
    if (above)
        row->values[field_place(dict_field(programme_part(part)->by))] =
            design_value(above, above->record->key[0]);
    if (node->kind == YAML_IS_WORD && only && part != PART_none) {
        bind_value(binding, node, only, row);
    } else if (node->kind != YAML_IS_MAP) {
        PROBLEM(binding, node, "here stands %s, and it must be a mapping; write name: value, a line each",
                node->kind == YAML_IS_LIST ? "a list" : "a word");
        return row;
    }
    for (const struct yaml_node *member = node->first; member; member = member->next) {
        const struct field *field = record_field_named(record, member->name);
        if (field && row_has_field(row, field))
            bind_value(binding, member, field, row);
        else if (part == PART_none || part_named(part, member->name) == PART_none)
            unknown_name(binding, member, row);
    }
    check_row(binding, node, row);
    for (const struct yaml_node *member = node->first; part != PART_none && member; member = member->next) {
        const enum programme_part below = part_named(part, member->name);
        if (below != PART_none)
            bind_list(binding, member, below, dict_record(programme_part(below)->record), row, &row->below);
    }
    return row;
}

static void bind_list(struct binding *binding, const struct yaml_node *node, enum programme_part part,
                      const struct record *record, const struct design_row *above, struct design_row **first)
{
    const struct field *rank = rank_field(record);
    int64_t next = 1;
    if (is_empty(node))
        return;
    if (node->kind != YAML_IS_LIST) {
        PROBLEM(binding, node, "\"" TEXT_FORMAT "\" is a list; begin each of it with a dash",
                TEXT_ARGS(node->name));
        return;
    }
    struct design_row **last = first;
    while (*last)
        last = &(*last)->next;
    for (const struct yaml_node *member = node->first; member; member = member->next) {
        *last = bind_row(binding, member, part, record, above, next);
        if (rank && design_value(*last, rank->id).type == VALUE_number)
            next = design_value(*last, rank->id).number + 1;
        last = &(*last)->next;
    }
}

static void bind_carried(struct binding *binding, const struct yaml_node *node, struct design *out)
{
    if (node->kind != YAML_IS_MAP) {
        PROBLEM(binding, node, "\"named\" is a mapping; write office: or organisation: below it");
        return;
    }
    for (const struct yaml_node *member = node->first; member; member = member->next) {
        const struct record *record = dict_record_named(member->name);
        if (record && carried_row(record->id))
            bind_list(binding, member, PART_none, record, NULL, &out->carried);
        else
            PROBLEM(binding, member,
                    "\"" TEXT_FORMAT "\" is not carried along in a file; office, occupation, cultural_group, "
                    "organisation, programme, question and question_version are",
                    TEXT_ARGS(member->name));
    }
}

/* The same key twice: the second would overwrite the first without a word. */
static void check_keys(struct binding *binding, const struct design *design)
{
    size_t count;
    struct design_row **rows = design_rows(binding->arena, design, true, &count);
    const char **keys = ARENA_ARRAY(binding->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        keys[i] = design_whole_key(binding->arena, rows[i]);
        for (size_t k = i; k-- > 0 && rows[k]->record == rows[i]->record;)
            if (strcmp(keys[k], keys[i]) == 0) {
                problems_add(binding->problems, rows[i]->line,
                             arena_format(binding->arena, "column %d", rows[i]->column),
                             "the %s \"%s\" stands in line %d already; give one of the two another key",
                             rows[i]->record->name, design_key(binding->arena, rows[i]), rows[k]->line);
                break;
            }
    }
}

bool design_from_file(struct arena *arena, struct text bytes, const char *name, struct design *out,
                      struct problems *problems, struct err *err)
{
    struct binding binding = {arena, problems};
    struct yaml_node *file, *programme = NULL;
    *out = (struct design){.file = name};
    if (!yaml_read(arena, bytes, name, &file, err))
        return false;
    for (struct yaml_node *node = file->first; node && file->kind == YAML_IS_MAP; node = node->next)
        if (text_is(node->name, "programme"))
            programme = node;
    if (!programme) {
        err_at(err, "%s:1:1", name);
        return err_set(
            err, ERR_input,
            "the file is no programme; it begins with programme: and its code, name and parts below "
            "it; mahi programme export CODE writes one to look at");
    }
    out->programme = bind_row(&binding, programme, PART_programme, dict_record(R_programme), NULL, 0);
    for (const struct yaml_node *node = file->first; node; node = node->next) {
        if (text_is(node->name, "named"))
            bind_carried(&binding, node, out);
        else if (node != programme)
            PROBLEM(&binding, node, "\"" TEXT_FORMAT "\" does not belong here; programme and named do",
                    TEXT_ARGS(node->name));
    }
    check_keys(&binding, out);
    problems_sort(problems);
    return true;
}
