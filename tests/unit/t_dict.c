#include "case.h"

#include <stdio.h>
#include <string.h>

#include "dict/dict.h"

/* cmocka says only where; this says which row. */
#define SOUND(condition, ...)                                                                                \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            fail_msg(__VA_ARGS__);                                                                           \
    } while (0)

static bool is_identifier(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && length <= 48 && /* with _history and an index's ending it fits PostgreSQL's 63 */
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length && name[0] >= 'a' &&
           name[0] <= 'z';
}

/* PostgreSQL 15, Appendix C (reserved), and SQLite's list of keywords, as far as they stand for themselves in
 * an expression. */
static bool is_reserved(const char *name)
{
    static const char words[] =
        " "
        "abort action add after all alter analyse analyze and any array as asc asymmetric attach "
        "authorization autoincrement before begin between binary both by cascade case cast check collate "
        "collation column commit concurrently conflict constraint create cross current current_catalog "
        "current_date current_role current_schema current_time current_timestamp current_user database "
        "default deferrable deferred delete desc detach distinct do drop each else end escape except "
        "exclude exclusive exists explain fail false fetch filter first following for foreign freeze from "
        "full generated glob grant group groups having if ignore ilike immediate in index indexed "
        "initially inner insert instead intersect into is isnull join lateral leading left like limit "
        "localtime localtimestamp match materialized natural no not nothing notnull null nulls of offset "
        "on only or order others outer over overlaps partition placing plan pragma preceding primary "
        "query raise range recursive references regexp reindex release rename replace restrict returning "
        "right rollback row rows savepoint select session_user set similar some symmetric table "
        "tablesample temp temporary then ties to trailing transaction trigger true unbounded union unique "
        "update user using vacuum values variadic verbose view virtual when where window with without ";
    char word[64];
    snprintf(word, sizeof word, " %s ", name);
    return strstr(words, word) != NULL;
}

/* A sentence begins with a capital or a figure and ends with a full stop. */
static bool is_sentence(const char *doc)
{
    size_t length = strlen(doc);
    return length > 3 && doc[length - 1] == '.' && !(doc[0] >= 'a' && doc[0] <= 'z') && doc[0] != ' ' &&
           !strstr(doc, "  ") && !strstr(doc, "..");
}

static bool is_label(const char *label)
{
    size_t length = strlen(label);
    return length > 0 && length <= 50 && !(label[0] >= 'a' && label[0] <= 'z') &&
           !strchr(".:;, ", label[length - 1]) && label[0] != ' ';
}

#define EACH_RECORD(record)                                                                                  \
    for (const struct record *record = dict_record(R_none + 1), *record##_end = dict_record(R_end - 1) + 1;  \
         record < record##_end; record++)
#define EACH_FIELD(record, field)                                                                            \
    for (size_t field##_left = 0, once = 1; once; once = 0)                                                  \
        for (const struct field *field = record_fields(record, &field##_left); field##_left > 0;             \
             field++, field##_left--)

static void names(void **state)
{
    (void)state;
    EACH_RECORD(record)
    {
        SOUND(is_identifier(record->name) && !is_reserved(record->name), "%s", record->name);
        SOUND(dict_record_named(text_of(record->name)) == record, "%s", record->name);
        EACH_FIELD(record, field)
        {
            SOUND(is_identifier(field->name) && !is_reserved(field->name), "%s.%s", record->name,
                  field->name);
            SOUND(strcmp(field->name, "id") != 0 && strncmp(field->name, "superseded_", 11) != 0 &&
                      strcmp(field->name, "row_no") != 0 && strcmp(field->name, "problem") != 0,
                  "%s.%s is a name of Mahi's own", record->name, field->name);
            SOUND(record_field_named(record, text_of(field->name)) == field, "%s.%s stands twice",
                  record->name, field->name);
        }
    }
}

static void sentences(void **state)
{
    (void)state;
    EACH_RECORD(record)
    {
        SOUND(is_label(record->label) && is_sentence(record->doc), "%s: %s", record->name, record->doc);
        EACH_FIELD(record, field)
        SOUND(is_label(field->label) && is_sentence(field->doc), "%s.%s: %s", record->name, field->name,
              field->doc);
    }
    for (int kind = 0; kind <= KIND_LANGUAGE; kind++)
        SOUND(is_sentence(dict_kind((enum kind)kind)->doc) && dict_kind((enum kind)kind)->typed[0], "%s",
              dict_kind((enum kind)kind)->name);
}

static void field_tails(void **state)
{
    (void)state;
    EACH_RECORD(record)
    EACH_FIELD(record, field)
    {
        bool number = field->kind == KIND_INTEGER || field->kind == KIND_REAL;
        SOUND(field->record == record->id && dict_field(field->id) == field, "%s.%s", record->name,
              field->name);
        SOUND((field->kind == KIND_CHOICE) == (field->of != LIST_none), "%s.%s: .of", record->name,
              field->name);
        SOUND((field->kind == KIND_REF) == (field->to != R_none), "%s.%s: .to", record->name, field->name);
        SOUND(field->to == R_none || record_key_count(dict_record(field->to)) == 1,
              "%s.%s points at a key of several fields", record->name, field->name);
        SOUND(number || field->kind == KIND_TEXT || field->kind == KIND_NOTE ||
                  (field->min == 0 && field->max == 0),
              "%s.%s: a range", record->name, field->name);
        SOUND(field->min <= field->max, "%s.%s: the range is upside down, or has no upper end", record->name,
              field->name);
        SOUND(!field->unit || number, "%s.%s: a unit", record->name, field->name);
        SOUND(!field->stamped || !field->required, "%s.%s is set by Mahi", record->name, field->name);
        SOUND(field->then == F_none || (field->indexed && field->then != field->id &&
                                        dict_field(field->then)->record == record->id),
              "%s.%s: .then", record->name, field->name);
        SOUND(field->not_before == F_none ||
                  (field->kind == KIND_DATE && dict_field(field->not_before)->kind == KIND_DATE &&
                   dict_field(field->not_before)->record == record->id && field->not_before != field->id),
              "%s.%s: .not_before", record->name, field->name);
    }
}

static void keys(void **state)
{
    (void)state;
    EACH_RECORD(record)
    {
        SOUND(record_key_count(record) > 0, "%s has no key", record->name);
        for (size_t i = 0; i < record_key_count(record); i++) {
            const struct field *field = dict_field(record->key[i]);
            SOUND(field->record == record->id && field->required && field_is_key(field), "%s.%s",
                  record->name, field->name);
            SOUND(field_since(field) == record->since, "%s.%s is younger than the record whose key it is",
                  record->name, field->name);
            SOUND(field->privacy != PRIVACY_restricted, "%s.%s: a key stands in every list", record->name,
                  field->name);
            for (size_t j = 0; j < i; j++)
                SOUND(record->key[j] != record->key[i], "%s.%s stands twice in the key", record->name,
                      field->name);
        }
    }
}

/* The dictionary's order is that of import: what is pointed at comes first, unless it is the record itself or
 * Mahi's own stamp. */
static void order(void **state)
{
    (void)state;
    EACH_RECORD(record)
    EACH_FIELD(record, field)
    if (field->to != R_none && !field->stamped && !field->provenance)
        SOUND(field->to == record->id || field->to < record->id, "%s.%s points at %s, which comes later",
              record->name, field->name, dict_record(field->to)->name);
}

static void versions(void **state)
{
    (void)state;
    int greatest = 0;
    EACH_RECORD(record)
    {
        SOUND(record->since >= 1 && record->since <= DICT_VERSION, "%s: .since", record->name);
        EACH_FIELD(record, field)
        {
            int since = field_since(field);
            greatest = since > greatest ? since : greatest;
            SOUND(since >= record->since && since <= DICT_VERSION, "%s.%s: .since", record->name,
                  field->name);
            SOUND(since == record->since || !field->required,
                  "%s.%s came later, so rows are there without it", record->name, field->name);
            SOUND(field->to == R_none || dict_record(field->to)->since <= since,
                  "%s.%s points at what came later", record->name, field->name);
        }
    }
    assert_int_equal(greatest, DICT_VERSION);
}

static void room(void **state)
{
    (void)state;
    EACH_RECORD(record)
    {
        const struct field *reading[RECORD_FIELDS_MAX];
        size_t count, at = 0;
        const struct field *fields = record_fields(record, &count);
        SOUND(count <= RECORD_FIELDS_MAX, "%s has %zu fields", record->name, count);
        assert_int_equal(record_fields_for_reading(record, reading), count);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                at += reading[j] == &fields[i];
        assert_int_equal(at, count); /* each once */
        SOUND(reading[count - 1]->stamped, "%s: the stamps come last", record->name);
    }
}

static void lists(void **state)
{
    (void)state;
    bool used[LIST_end] = {false};
    for (int l = LIST_none + 1; l < LIST_end; l++) {
        size_t count;
        const struct coded_row *rows = list_rows((enum list_id)l, &count);
        const struct list *list = dict_list((enum list_id)l);
        SOUND(is_label(list->label) && is_sentence(list->doc) && count >= 2, "%s", list->name);
        for (size_t i = 0; i < count; i++) {
            SOUND(is_identifier(rows[i].code) && is_label(rows[i].label) && is_sentence(rows[i].meaning),
                  "%s.%s", list->name, rows[i].code);
            SOUND(rows[i].number > 0 && rows[i].number < 32768, "%s.%s: %d", list->name, rows[i].code,
                  rows[i].number);
            SOUND(list_numbered((enum list_id)l, rows[i].number) == &rows[i], "%s: %d stands twice",
                  list->name, rows[i].number);
            SOUND(list_coded((enum list_id)l, text_of(rows[i].code)) == &rows[i], "%s: %s stands twice",
                  list->name, rows[i].code);
        }
        assert_null(list_numbered((enum list_id)l, 0)); /* 0 is never a code: it could be taken for nothing */
        assert_null(list_coded((enum list_id)l, text_of("")));
    }
    EACH_RECORD(record)
    EACH_FIELD(record, field)
    used[field->of] = true;
    for (int l = LIST_none + 1; l < LIST_end; l++)
        SOUND(used[l], "no field uses the list %s", dict_list((enum list_id)l)->name);
}

/* All rows of all lists belong to some list, each list's stand together: a row out of its place would never
 * be found. */
static void lists_whole(void **state)
{
    (void)state;
    static const struct {
        enum list_id list;
        int number;
    } rows[] = {
#define LIST(...)
#define CODED(list, code, number, ...) {LIST_##list, number},
#include "choices.def"
#undef LIST
#undef CODED
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        SOUND(list_numbered(rows[i].list, rows[i].number) != NULL, "%s: %d stands apart from its list",
              dict_list(rows[i].list)->name, rows[i].number);
}

/* Facts are dated, sourced, and can be checked by a second person. */
static void facts(void **state)
{
    (void)state;
    static const char *const always[] = {"recorded_at", "recorded_by"}, *const facts[] = {"source", "method",
                                                                                          "verified_by",
                                                                                          "verified_on"};
    EACH_RECORD(record)
    {
        for (size_t i = 0; i < 2; i++)
            SOUND(record_field_named(record, text_of(always[i])) &&
                      record_field_named(record, text_of(always[i]))->stamped,
                  "%s lacks %s", record->name, always[i]);
        bool about_a_person = record->shape >= SHAPE_KIND_PERSON;
        bool states = about_a_person && record->shape <= SHAPE_KIND_SPELL;
        for (size_t i = 0; i < 4; i++)
            SOUND((record_field_named(record, text_of(facts[i])) != NULL) == states, "%s and %s",
                  record->name, facts[i]);
        if (!about_a_person)
            continue;
        SOUND(!states || (record_field_named(record, text_of("source"))->required &&
                          record_field_named(record, text_of("method"))->required),
              "%s", record->name);
        SOUND((record_field_named(record, text_of("client")) != NULL) == (record->shape != SHAPE_KIND_PERSON),
              "%s", record->name);
        SOUND((record_field_named(record, text_of("effective_from")) != NULL) ==
                  (record->shape != SHAPE_KIND_PERSON),
              "%s", record->name);
        SOUND((record_field_named(record, text_of("effective_to")) != NULL) ==
                  (record->shape == SHAPE_KIND_SPELL || record->shape == SHAPE_KIND_SPAN),
              "%s", record->name);
    }
}

static void accent_has_no_place(void **state)
{
    (void)state;
    const struct record *english = dict_record(R_english_level);
    EACH_FIELD(english, field)
    SOUND(!strstr(field->name, "accent") && !strstr(field->label, "ccent"), "%s", field->name);
    size_t count;
    const enum list_id scales[] = {LIST_english, LIST_english_skill};
    for (size_t i = 0; i < 2; i++) {
        const struct coded_row *rows = list_rows(scales[i], &count);
        for (size_t j = 0; j < count; j++)
            SOUND(!strstr(rows[j].code, "accent") && !strstr(rows[j].meaning, "ccent"), "%s", rows[j].code);
    }
    assert_non_null(list_coded(LIST_method, text_of("officer_impression")));
    assert_true(dict_field(F_english_level_method)->required &&
                dict_field(F_english_level_assessor)->required);
    assert_true(field_is_key(dict_field(F_english_level_method))); /* an impression never overwrites a test */
    assert_true(field_is_key(dict_field(F_english_level_effective_from)) &&
                field_is_key(dict_field(F_english_level_skill)));
    const struct coded_row *levels = list_rows(LIST_english, &count);
    for (size_t i = 1; i < count; i++)
        assert_true(levels[i].number > levels[i - 1].number); /* the numbers have the scale's order */
}

static void privacy(void **state)
{
    (void)state;
    assert_int_equal(dict_record(R_wellbeing_note)->privacy, PRIVACY_restricted);
    assert_int_equal(dict_field(F_residence_entry_category)->privacy, PRIVACY_restricted);
    static const enum field_id names[] = {F_client_family_name, F_client_given_names, F_client_native_name,
                                          F_client_birth_date};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(dict_field(names[i])->privacy, PRIVACY_identity);
}

static void nearest_and_plural(void **state)
{
    (void)state;
    char buffer[60];
    assert_string_equal(dict_record_nearest(text_of("clinet")), "client");
    assert_null(dict_record_nearest(text_of("zzzzzz")));
    assert_string_equal(record_field_nearest(dict_record(R_client), text_of("familyname")), "family_name");
    assert_null(
        record_field_nearest(dict_record(R_client), text_of("recorded_a"))); /* nobody types a stamp */
    assert_string_equal(record_plural(dict_record(R_client), buffer, sizeof buffer), "Clients");
    assert_string_equal(record_plural(dict_record(R_work_history), buffer, sizeof buffer), "Work histories");
    assert_null(dict_record_named(text_of("")));
    assert_null(dict_record_named(text_of("none")));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("house: names are identifiers on both engines, and none is reserved or Mahi's own", names),
        CASE("house: every row has a label and a sentence", sentences),
        CASE("R14: a field's tail fits its kind", field_tails),
        CASE("R14: keys are required fields of the record, as old as it and never restricted", keys),
        CASE("R14: what is pointed at comes first", order),
        CASE("house: versions count up to the dictionary's, and later fields are not required", versions),
        CASE("house: no record has too many fields, and people read each once", room),
        CASE("R14: in a closed list no code and no number stands twice, and 0 is none", lists),
        CASE("R14: each row of a list stands with its list", lists_whole),
        CASE("R11: every fact about a person has dates, source, method, recorder and checker", facts),
        CASE("R15: English has no place for an accent, and an officer's impression is a method",
             accent_has_no_place),
        CASE("R41: what is restricted and what tells who somebody is are marked", privacy),
        CASE("house: names are found, guessed and made plural", nearest_and_plural),
    };
    return RUN(cases);
}
