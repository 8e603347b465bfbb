#include "case.h"

#include <stdio.h>
#include <string.h>

#include "rule/rule.h"

/* cmocka says only where; this says which row. */
#define SOUND(condition, ...)                                                                                \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            fail_msg(__VA_ARGS__);                                                                           \
    } while (0)

static bool is_column(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && length <= 45 && /* with _recorded_by it fits PostgreSQL's 63 */
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length && name[0] >= 'a' &&
           name[0] <= 'z';
}

static bool is_name(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && name[0] != ' ' && name[length - 1] != ' ' && !strstr(name, "  ") &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ") == length;
}

static const char *name_of_column(size_t at)
{
    return at < PICK_end ? pick_of((enum pick_id)at)->name
                         : fact_of((enum fact_id)(at - PICK_end + 1))->column;
}

static void columns(void **state)
{
    (void)state;
    const size_t count = PICK_end + FACT_end - 1;
    for (size_t i = PICK_none + 1; i < count; i++) {
        SOUND(is_column(name_of_column(i)), "%s", name_of_column(i));
        SOUND(strcmp(name_of_column(i), "client") != 0 && strcmp(name_of_column(i), "settled_on") != 0,
              "%s is a column of every row of facts", name_of_column(i));
        for (size_t j = i + 1; j < count; j++)
            SOUND(strcmp(name_of_column(i), name_of_column(j)) != 0, "%s stands twice", name_of_column(i));
    }
    for (size_t i = PICK_none + 1; i < PICK_end; i++) /* speaking_from and its like are columns too */
        for (size_t j = PICK_none + 1; j < count; j++) {
            const char *pick = name_of_column(i), *other = name_of_column(j);
            size_t length = strlen(pick);
            static const char *const tails[] = {"_row",    "_from",   "_verified",    "_is_verified",
                                                "_method", "_source", "_recorded_on", "_recorded_by"};
            for (size_t t = 0; t < sizeof tails / sizeof *tails; t++)
                SOUND(strncmp(other, pick, length) != 0 || strcmp(other + length, tails[t]) != 0,
                      "%s is a column of %s", other, pick);
        }
}

static void names_and_sentences(void **state)
{
    (void)state;
    for (int i = FACT_none + 1; i < FACT_end; i++) {
        const struct fact *fact = fact_of((enum fact_id)i);
        size_t length = strlen(fact->doc);
        SOUND(is_name(fact->name), "%s", fact->name);
        SOUND(length > 10 && fact->doc[length - 1] == '.' && !strstr(fact->doc, "  ") &&
                  !(fact->doc[0] >= 'a' && fact->doc[0] <= 'z'),
              "%s: %s", fact->name, fact->doc);
        for (int j = i + 1; j < FACT_end; j++)
            SOUND(strcmp(fact->name, fact_of((enum fact_id)j)->name) != 0, "%s stands twice", fact->name);
    }
}

static void facts_fit_their_picks(void **state)
{
    (void)state;
    for (int i = FACT_none + 1; i < FACT_end; i++) {
        const struct fact *fact = fact_of((enum fact_id)i);
        const struct pick *pick = pick_of(fact->pick);
        const struct field *field = fact->field ? dict_field(fact->field) : NULL;
        bool is_list = pick->how == HOW_all || pick->how == HOW_ever;
        bool elapsed = fact->what == WHAT_weeks || fact->what == WHAT_years || fact->what == WHAT_age;
        SOUND(!field || field->record == pick->record, "%s: its field is another record's", fact->name);
        SOUND(is_list == (fact->what == WHAT_list), "%s: a list, and only a list, is all of them",
              fact->name);
        SOUND(fact->what != WHAT_exists || pick->how == HOW_running, "%s: only what runs is there or not",
              fact->name);
        SOUND((fact->what == WHAT_field) <= (field && field->kind != KIND_REF), "%s: .field", fact->name);
        SOUND((fact->what == WHAT_key) <= (field && field->kind == KIND_REF), "%s: .field", fact->name);
        SOUND((fact->what == WHAT_top) <= (field && field->kind == KIND_REF &&
                                           record_field_named(dict_record(field->to), text_of("part_of"))),
              "%s: .field is part of nothing", fact->name);
        SOUND(!elapsed || (field ? field->kind == KIND_DATE : pick->how == HOW_running),
              "%s: counted from no date", fact->name);
        SOUND((fact->what == WHAT_list || fact->what == WHAT_exists) <= !field, "%s: .field", fact->name);
    }
}

static void picks_fit_their_records(void **state)
{
    (void)state;
    for (int i = PICK_none + 1; i < PICK_end; i++) {
        const struct pick *pick = pick_of((enum pick_id)i);
        const struct record *record = dict_record(pick->record);
        SOUND((pick->how == HOW_client) == (pick->record == R_client), "%s", pick->name);
        SOUND(pick->how == HOW_client || (record->client && record->effective_from), "%s", pick->name);
        SOUND((pick->how != HOW_running && pick->how != HOW_all) || record->effective_to, "%s: nothing ends",
              pick->name);
        SOUND((pick->where == F_none) == (pick->is == 0), "%s: .is", pick->name);
        SOUND(!pick->where || dict_field(pick->where)->record == pick->record, "%s: .where", pick->name);
        SOUND(!pick->where || dict_field(pick->where)->kind != KIND_CHOICE ||
                  list_numbered(dict_field(pick->where)->of, pick->is),
              "%s: .is", pick->name);
        SOUND(!pick->none || list_numbered(LIST_none_of, pick->none), "%s: .none", pick->name);
        SOUND((pick->how == HOW_next) == (pick->open != F_none), "%s: .open", pick->name);
        SOUND(!pick->open || dict_field(pick->open)->record == pick->record, "%s: .open", pick->name);
        SOUND(record->privacy != PRIVACY_restricted, "%s: few may see it", pick->name);
    }
}

static void expect(const char *text, size_t length, enum fact_id fact, enum aspect aspect)
{
    enum fact_id found = FACT_none;
    enum aspect as = ASPECT_value;
    size_t taken = fact_match(text_of(text), &found, &as);
    if (taken != length || found != fact || as != aspect)
        fail_msg("\"%s\": %zu bytes, fact %d, aspect %d", text, taken, (int)found, (int)as);
}

static void longest_match(void **state)
{
    (void)state;
    expect("goal = \"any\"", 4, FACT_goal, ASPECT_value);
    expect("goal occupation in (1)", 15, FACT_goal_occupation, ASPECT_value);
    expect("goal occupations", 4, FACT_goal, ASPECT_value); /* and the rest is no word of it */
    expect("goals", 0, FACT_none, ASPECT_value);
    expect("benefit is work tested", 22, FACT_benefit_work_tested, ASPECT_value);
    expect("benefit is verified", 19, FACT_benefit, ASPECT_verified);
    expect("benefit is", 7, FACT_benefit, ASPECT_value);
    expect("benefit", 7, FACT_benefit, ASPECT_value);
    expect("benefit_x", 0, FACT_none, ASPECT_value);
    expect("weeks  since\n\tEnglish speaking>3", 30, FACT_weeks_since_speaking, ASPECT_value);
    expect("English speaking recorded on", 28, FACT_english_speaking, ASPECT_recorded_on);
    expect("English  speaking  recorded  by ", 31, FACT_english_speaking, ASPECT_recorded_by);
    expect("English speaking since)", 22, FACT_english_speaking, ASPECT_since);
    expect("english speaking", 0, FACT_none, ASPECT_value);
    expect("", 0, FACT_none, ASPECT_value);
    expect("age", 3, FACT_age, ASPECT_value);
    expect("ag", 0, FACT_none, ASPECT_value);
    expect("age since", 3, FACT_age, ASPECT_value);    /* the client's row counts from no day */
    expect("age method", 10, FACT_age, ASPECT_method); /* but somebody said it */
    expect("qualifications source", 14, FACT_qualifications, ASPECT_value); /* each has its own */
}

static void every_name_is_found(void **state)
{
    (void)state;
    char text[200];
    for (int i = FACT_none + 1; i < FACT_end; i++)
        for (int a = ASPECT_value; a < ASPECT_end; a++) {
            const struct fact *fact = fact_of((enum fact_id)i);
            if (!fact_has_aspect(fact, (enum aspect)a))
                continue;
            snprintf(text, sizeof text, "%s%s", fact->name, aspect_words((enum aspect)a));
            expect(text, strlen(text), fact->id, (enum aspect)a);
        }
}

static void nearest_name(void **state)
{
    (void)state;
    assert_string_equal(fact_nearest(text_of("english speking")), "English speaking");
    assert_string_equal(fact_nearest(text_of("weeks registred")), "weeks registered");
    assert_null(fact_nearest(text_of("shoe size in inches")));
}

static void lists_of_codes(void **state)
{
    (void)state;
    assert_int_equal(fact_list(fact_of(FACT_english_speaking), ASPECT_value), LIST_english);
    assert_int_equal(fact_list(fact_of(FACT_english_speaking), ASPECT_method), LIST_method);
    assert_int_equal(fact_list(fact_of(FACT_english_speaking), ASPECT_since), LIST_none);
    assert_int_equal(fact_list(fact_of(FACT_weeks_registered), ASPECT_value), LIST_none);
}

/* Alone and beside others; and each is the longest name there is. */
static void terms_can_be_asked(void **state)
{
    const struct rule_options options = {.mode = RULE_profile};
    const struct term *all;
    const size_t count = terms(&all);
    struct arena arena;
    (void)state;
    arena_init(&arena);
    assert_true(count >= 8);
    for (size_t t = 0; t < count; t++) {
        struct err err = {0};
        struct spot where;
        struct rule *rule;
        size_t length;
        enum fact_id fact;
        enum aspect aspect;
        const char *question = arena_format(&arena, "not(%s) and SGI = 3", all[t].name);
        if (!rule_compile(&arena, text_of(question), &options, &rule, &where, &err))
            fail_msg("%s: %s", all[t].name, err.sentence);
        assert_ptr_equal(term_match(text_of(all[t].name), &length), &all[t]);
        assert_int_equal(length, strlen(all[t].name));
        assert_true(fact_match(text_of(all[t].name), &fact, &aspect) < length);
        assert_int_equal(all[t].doc[strlen(all[t].doc) - 1], '.');
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("house: no two columns of a row of facts have one name", columns),
        CASE("house: each fact has a name of its own and a sentence", names_and_sentences),
        CASE("house: each fact is one that its pick can give", facts_fit_their_picks),
        CASE("house: each pick is one that its record can give", picks_fit_their_records),
        CASE("R12: of names that begin alike the longest counts, to the end of a word", longest_match),
        CASE("R12: every fact and aspect is found by its name", every_name_is_found),
        CASE("R12: a name mistyped is answered with the nearest", nearest_name),
        CASE("R12: a choice knows its codes", lists_of_codes),
        CASE("R2: what stands for a question can be asked", terms_can_be_asked),
    };
    return RUN(cases);
}
