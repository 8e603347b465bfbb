/* written: what write.h writes means, in an engine of the standard, what the question means here: made-up
 * questions of people of whom everything is recorded, as another engine has no "not recorded" (rules-profile,
 * 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "made_up.h"
#include "rule/entry.h"
#include "rule/kind.h"
#include "rule/rule.h"
#include "rule/write.h"

#include "base/banned.h"

enum { TODAY = 11200 /* 2000-08-31 */, QUESTIONS = 4000, PEOPLE = 5 };

/* One value, as it is here and as other engines have it: codes of lists without an order are texts. */
struct both {
    struct datum here, elsewhere;
};

struct making {
    struct arena *arena;
    uint64_t *state;
};

static struct both alike(struct datum value)
{
    return (struct both){value, value};
}

static struct both make_code(const struct making *making, enum list_id list)
{
    size_t count;
    const struct coded_row *rows = list_rows(list, &count);
    const struct coded_row *row = &rows[made_up_below(making->state, (int64_t)count)];
    const struct datum number = datum_whole(row->number);
    return (struct both){number, dict_list(list)->ordered ? number : datum_string(text_of(row->code))};
}

static struct both make_value(const struct making *making, struct type kind);

static struct both make_member(const struct making *making, enum record_id id)
{
    size_t count, made = 0;
    const struct record *record = dict_record(id);
    const struct field *fields = record_fields(record, &count);
    struct datum_entry *here = ARENA_ARRAY(making->arena, struct datum_entry, count + 1);
    struct datum_entry *elsewhere = ARENA_ARRAY(making->arena, struct datum_entry, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct str name;
        str_init(&name);
        entry_name(&fields[i], &name);
        const struct both value = make_value(making, kind_of_field(&fields[i]));
        here[made].name = elsewhere[made].name = text_of(arena_text(making->arena, name.at, name.length));
        here[made].value = value.here;
        elsewhere[made++].value = value.elsewhere;
        str_clear(&name);
    }
    if (record->effective_to != F_none) {
        here[made].name = elsewhere[made].name = text_of("days");
        here[made].value = elsewhere[made].value = datum_whole(made_up_below(making->state, 900));
        made++;
    }
    return (struct both){{.type = DATUM_context, .context = {made, here}},
                         {.type = DATUM_context, .context = {made, elsewhere}}};
}

static struct both make_list(const struct making *making, enum record_id record)
{
    const size_t count = (size_t)made_up_below(making->state, 4);
    struct datum *here = ARENA_ARRAY(making->arena, struct datum, count + 1);
    struct datum *elsewhere = ARENA_ARRAY(making->arena, struct datum, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct both member = make_member(making, record);
        here[i] = member.here;
        elsewhere[i] = member.elsewhere;
    }
    return (struct both){{.type = DATUM_list, .list = {count, here}},
                         {.type = DATUM_list, .list = {count, elsewhere}}};
}

static struct both make_value(const struct making *making, struct type kind)
{
    static const char *const texts[] = {"FJ", "NZ", "eng", "A", "B1", "", "Suva"};
    switch (kind.id) {
    case TYPE_boolean:
        return alike(datum_boolean(made_up_below(making->state, 2) == 0));
    case TYPE_choice:
        return make_code(making, kind.list);
    case TYPE_date:
        return alike(datum_date(9000 + made_up_below(making->state, 3000)));
    case TYPE_number:
        return alike(datum_whole(made_up_below(making->state, 40)));
    case TYPE_list:
        return make_list(making, kind.record);
    default:
        return alike(datum_string(text_of(texts[made_up_below(making->state, 7)])));
    }
}

struct pair {
    struct rule *here, *elsewhere;
    struct text names[RULE_USES_MAX];
    struct str written;
};

/* False: an engine of the standard cannot ask it. */
static void compile_both(struct arena *arena, struct pair *pair, const struct str *question)
{
    const struct rule_options profile = {.mode = RULE_profile};
    struct spot where;
    struct err err = {0};
    if (!rule_compile(arena, str_text(question), &profile, &pair->here, &where, &err))
        fail_msg("%s: %s", question->at, err.sentence);
    for (size_t u = 0; u < pair->here->use_count; u++)
        pair->names[u] = text_of(arena_format(arena, "%s%s", fact_of(pair->here->uses[u].fact)->name,
                                              aspect_words(pair->here->uses[u].aspect)));
    rule_write(&pair->written, pair->here);
    const struct rule_options standard = {
        .mode = RULE_standard, .inputs = pair->names, .input_count = pair->here->use_count};
    if (!rule_compile(arena, str_text(&pair->written), &standard, &pair->elsewhere, &where, &err))
        fail_msg("%s\n%s: %s (%s)", question->at, pair->written.at, err.sentence, err.place);
}

static void same_answer(const struct making *making, const struct pair *pair, const struct str *question)
{
    struct datum here[RULE_USES_MAX], elsewhere[RULE_USES_MAX];
    for (size_t u = 0; u < pair->here->use_count; u++) {
        const struct use use = pair->here->uses[u];
        const struct both value = make_value(making, kind_of_fact(use.fact, use.aspect));
        here[u] = value.here;
        elsewhere[u] = value.elsewhere;
    }
    const struct evaluation one = {.arena = making->arena, .values = here, .today = TODAY};
    const struct evaluation other = {.arena = making->arena, .inputs = elsewhere, .today = TODAY};
    const struct datum a = rule_evaluate(pair->here, &one), b = rule_evaluate(pair->elsewhere, &other);
    /* null, as min of an empty list is, may be false elsewhere */
    if (a.type == DATUM_boolean && (b.type != DATUM_boolean || a.boolean != b.boolean))
        fail_msg("%s\n%s\nis %s here, and elsewhere %s", question->at, pair->written.at,
                 a.boolean ? "true" : "false",
                 b.type != DATUM_boolean ? "null"
                 : b.boolean             ? "true"
                                         : "false");
}

static void any_question(void **test)
{
    (void)test;
    uint64_t state = 20001002;
    for (int i = 0; i < QUESTIONS; i++) {
        struct arena arena;
        struct str question;
        struct pair pair = {0};
        arena_init(&arena);
        str_init(&question);
        str_init(&pair.written);
        const struct making making = {&arena, &state};
        made_up_question(&question, &state, 1 + i % 3);
        compile_both(&arena, &pair, &question);
        for (int person = 0; person < PEOPLE; person++)
            same_answer(&making, &pair, &question);
        str_clear(&pair.written);
        str_clear(&question);
        arena_clear(&arena);
    }
}

/* Brackets wherever engines disagree on what binds tighter; our own words in the standard's. */
static void the_form(void **test)
{
    (void)test;
    static const char *const rows[][2] = {
        {"SGI in [3..4] and on benefit", "((SGI in ([3..4])) and on benefit)"},
        {"SGI in (3, 4) or on benefit and registered", "((SGI in (3, 4)) or (on benefit and registered))"},
        {"weeks registered in (26..52]", "(weeks registered in ((26..52]))"},
        {"is recorded(SGI)", "(SGI != null)"},
        {"verified(SGI) = 3", "((if (SGI is verified = true) then SGI else null) = 3)"},
        {"English speaking >= level(\"clear\")", "(English speaking >= 4)"},
        {"benefit = \"sickness\"", "(benefit = \"sickness\")"},
        {"-age ** 2 < 3", "(((-age) ** 2) < 3)"},
        {"not(on benefit)", "not(on benefit)"},
        {"first language = \"a \\\"b\\\" \\\\ c\"", "(first language = \"a \\\"b\\\" \\\\ c\")"},
        {"count(qualifications[level >= 6]) > 0", "(count(qualifications[(item.level >= 6)]) > 0)"},
        {"some q in qualifications satisfies q.level = 6",
         "(some q in qualifications satisfies (q.level = 6))"},
        {"if on benefit then SGI = 3 else SGI = 4", "(if on benefit then (SGI = 3) else (SGI = 4))"},
        {"arrived on <= date(\"2000-08-31\")", "(arrived on <= date(\"2000-08-31\"))"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct pair pair = {0};
        struct str question;
        arena_init(&arena);
        str_init(&question);
        str_init(&pair.written);
        str_add(&question, rows[i][0]);
        compile_both(&arena, &pair, &question);
        assert_string_equal(pair.written.at, rows[i][1]);
        str_clear(&pair.written);
        str_clear(&question);
        arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        {"R52: 2 what is written out stands in brackets, in the standard's words", the_form, NULL, NULL,
         NULL},
        {"R52: made-up questions mean the same in an engine of the standard", any_question, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("written", cases, NULL, NULL);
}
