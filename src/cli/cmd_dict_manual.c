#include "cli/cmd_dict.h"

#include "dict/guard.h"
#include "base/banned.h"

/* Words in a cell of a Markdown table. */
static void add_cell(struct str *out, const char *words)
{
    str_add(out, " ");
    for (; *words; words++) {
        if (*words == '|' || *words == '<' || *words == '*')
            str_add_char(out, '\\');
        str_add_char(out, *words);
    }
    str_add(out, " |");
}

static void add_code_cell(struct str *out, const char *code)
{
    str_addf(out, " `%s` |", code);
}

static void add_heading(struct str *out, const char *first, size_t count, const char *const *others)
{
    str_addf(out, "\n| %s |", first);
    for (size_t i = 0; i < count; i++)
        str_addf(out, " %s |", others[i]);
    str_add(out, "\n|---|");
    for (size_t i = 0; i < count; i++)
        str_add(out, "---|");
    str_add_char(out, '\n');
}

static void add_kinds(struct str *out)
{
    static const char *const columns[] = {"write", "what it is"};
    str_add(out, "\n## How values are written\n\n"
                 "An empty cell says that nobody has recorded the value: it is never 0, no or blank. Blanks "
                 "at both ends do not count.\n");
    add_heading(out, "kind", 2, columns);
    for (int i = 0; i < KIND_end; i++) {
        const struct kind_info *kind = dict_kind((enum kind)i);
        str_add_char(out, '|');
        add_code_cell(out, kind->name);
        add_cell(out, kind->typed);
        add_cell(out, kind->doc);
        str_add_char(out, '\n');
    }
}

/* What a field's cell in the column "limits" says; lists and records are links. */
static void add_limits_cell(struct str *out, const struct field *field)
{
    if (field->kind == KIND_CHOICE) {
        str_addf(out, " [%s](#codes-of-%s) |", dict_list(field->of)->name, dict_list(field->of)->name);
    } else if (field->kind == KIND_REF) {
        str_addf(out, " [%s](#%s) |", dict_record(field->to)->name, dict_record(field->to)->name);
    } else {
        struct str limits;
        str_init(&limits);
        dict_add_limits(&limits, field);
        add_cell(out, limits.at);
        str_clear(&limits);
    }
}

static void add_field(struct str *out, const struct field *field)
{
    const char *privacy = dict_privacy_sentence(field->privacy);
    struct str what;
    str_init(&what);
    str_addf(&what, "%s%s%s", field->doc, privacy[0] ? " " : "", privacy);
    str_add_char(out, '|');
    add_code_cell(out, field->name);
    add_cell(out, field->label);
    add_cell(out, field->stamped ? "by Mahi" : field->required ? "yes" : "");
    add_code_cell(out, dict_kind(field->kind)->name);
    add_limits_cell(out, field);
    add_cell(out, what.at);
    str_add_char(out, '\n');
    str_clear(&what);
}

static void add_field_heading(struct str *out)
{
    static const char *const columns[] = {"label", "needed", "kind", "limits", "what it is"};
    add_heading(out, "field", 5, columns);
}

static bool is_common(const struct field *field)
{
    return field->provenance || field->stamped;
}

/* The fields that records carry without being asked are told once, as the first record that has all of them
 * says. */
static void add_common(struct str *out)
{
    const struct field *fields[RECORD_FIELDS_MAX];
    int id = R_none + 1;
    while (dict_record((enum record_id)id)->shape != SHAPE_KIND_SPELL)
        id++;
    size_t count = record_fields_for_reading(dict_record((enum record_id)id), fields);
    str_add(out, "\n## Shapes, and what every record carries\n");
    static const char *const columns[] = {"what a record of it is"};
    add_heading(out, "shape", 1, columns);
    for (enum shape shape = SHAPE_KIND_THING; shape <= SHAPE_KIND_SPAN; shape++)
        str_addf(out, "| %s | %s |\n", dict_shape_name(shape), dict_shape_sentence(shape));
    str_add(out, "\nEvery version of every record carries when it was written down and by whom; what is said "
                 "of a person carries its source\n"
                 "besides. The tables below leave these fields out.\n");
    add_field_heading(out);
    for (size_t i = 0; i < count; i++)
        if (is_common(fields[i]))
            add_field(out, fields[i]);
}

static void add_contents(struct str *out)
{
    static const char *const columns[] = {"label", "shape", "key"};
    str_add(out, "\n## Records\n\nIn the order in which files are imported.\n");
    add_heading(out, "record", 3, columns);
    for (int i = R_none + 1; i < R_end; i++) {
        const struct record *record = dict_record((enum record_id)i);
        struct str key;
        str_init(&key);
        dict_add_key(&key, record);
        str_addf(out, "| [%s](#%s) | %s | %s | %s |\n", record->name, record->name, record->label,
                 dict_shape_name(record->shape), key.at);
        str_clear(&key);
    }
}

static void add_guards(struct str *out, const struct record *record)
{
    static const char *const columns[] = {"a row that breaks it", "what is said", "keeps"};
    const struct guard *guard;
    int at = 0, kept_at = 0;
    if (record_is_guarded(record) || record_is_kept(record))
        add_heading(out, "rule", 3, columns);
    while ((guard = guard_next(record, &at)) || (guard = guard_next_kept(record, &kept_at))) {
        struct str sentence;
        str_init(&sentence);
        guard_sentence(&sentence, guard, text_of("…"));
        str_addf(out, "| `%s` | %s |", guard->name, guard_force_words(guard->force));
        add_cell(out, sentence.at);
        add_cell(out, guard->keeps ? guard->keeps : "");
        str_add_char(out, '\n');
        str_clear(&sentence);
    }
}

static void add_record(struct str *out, const struct record *record)
{
    const struct field *fields[RECORD_FIELDS_MAX];
    size_t count = record_fields_for_reading(record, fields);
    const char *privacy = dict_privacy_sentence(record->privacy);
    str_addf(out, "\n### %s\n\n**%s.** %s\n\nShape: %s. Key: ", record->name, record->label, record->doc,
             dict_shape_name(record->shape));
    dict_add_key(out, record);
    str_addf(out, ".%s%s\n", privacy[0] ? " " : "", privacy);
    add_field_heading(out);
    for (size_t i = 0; i < count; i++)
        if (!is_common(fields[i]))
            add_field(out, fields[i]);
    add_guards(out, record);
}

static void add_lists(struct str *out)
{
    static const char *const columns[] = {"label", "held as", "meaning"};
    str_add(out, "\n## Codes\n");
    for (int i = LIST_none + 1; i < LIST_end; i++) {
        const struct list *list = dict_list((enum list_id)i);
        size_t count;
        const struct coded_row *rows = list_rows((enum list_id)i, &count);
        str_addf(out, "\n### Codes of %s\n\n**%s.** %s\n", list->name, list->label, list->doc);
        add_heading(out, "code", 3, columns);
        for (size_t r = 0; r < count; r++) {
            str_addf(out, "| `%s` | %s | %d |", rows[r].code, rows[r].label, rows[r].number);
            add_cell(out, rows[r].meaning);
            str_add_char(out, '\n');
        }
    }
}

void dict_manual(struct str *out)
{
    str_add(out, "# The data\n\n"
                 "<!-- Made by: mahi dict --manual. Change dictionary/ and make it again. -->\n\n"
                 "Every record, field and code that Mahi holds. `mahi dict RECORD` shows one record on a "
                 "terminal, with the heading row of a file.\n"
                 "Numbers such as (R22) name the requirement that a line keeps.\n");
    add_kinds(out);
    add_common(out);
    add_contents(out);
    for (int i = R_none + 1; i < R_end; i++)
        add_record(out, dict_record((enum record_id)i));
    add_lists(out);
}
