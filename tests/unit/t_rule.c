#include "case.h"

#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"

enum { TODAY = 11200 /* 2000-08-31 */ };

static struct rule *compiled(struct arena *arena, const char *text, const struct rule_options *options)
{
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    if (!rule_compile(arena, text_of(text), options, &rule, &where, &err))
        fail_msg("%s: %s (%s)", text, err.sentence, err.place);
    return rule;
}

/* The answer to a question of the standard, as FEEL writes it. */
static void assert_answer(const char *text, const char *expected, const struct text *names,
                          const struct datum *values, size_t count)
{
    struct arena arena;
    struct str got;
    struct rule_options options = {
        .mode = RULE_standard, .any_value = true, .inputs = names, .input_count = count};
    arena_init(&arena);
    str_init(&got);
    const struct rule *rule = compiled(&arena, text, &options);
    struct evaluation evaluation = {.arena = &arena, .inputs = values, .today = TODAY};
    datum_write(&got, rule_evaluate(rule, &evaluation));
    if (strcmp(got.at, expected) != 0)
        fail_msg("%s is %s, not %s", text, got.at, expected);
    str_clear(&got);
    arena_clear(&arena);
}

/* DMN 1.5, 10.3.1.2: the order of the grammar's rules is the order in which operators bind. */
static void binds_as_the_grammar_says(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"-5 ** 2", "25"},
        {"2 ** 3 ** 2", "64"},
        {"2 ** -1", "0.5"},
        {"1 + 2 * 3 ** 2", "19"},
        {"10 - -5 - 3", "12"},
        {"12 / 3 / 2", "2"},
        {"- - 1", "1"},
        {"1 < 2 = true", "true"},
        {"1 + 1 = 2 and 2 > 1", "true"},
        {"true or true and false", "true"},
        {"(true or true) and false", "false"},
        {"2 in [1..3] and false", "false"},
        {"2 in 1 + 1", "true"},
        {"5 in (1) + 4", "true"},
        {"5 in (1 + 4)", "true"},
        {"5 in (1..4]", "false"},
        {"5 in (< 2, > 4)", "true"},
        {"5 in ([1..3], [4..6])", "true"},
        {"2 between 1 and 3 and false", "false"},
        {"not(5 in (1, 2)) and true", "true"},
        {"if false then 1 else 2 + 3", "5"},
        {"some x in [1, 2] satisfies x > 1 and true", "true"},
        {"1 /* one */ + // and\n 2", "3"},
        {"\"\\u0101\\U01F600\\ud83d\\ude00\\n\\\"\\\\\"", "\"ā😀😀\\n\\\"\\\\\""},
        {"[1..10[", "[1..10)"},
        {"]1..10]", "(1..10]"},
        {"[1..10[.start", "1"},
        {"[[1..2[, ]3..4[]", "[[1..2), (3..4)]"},
        {"[[1, 2][2]..[5][1]].end", "5"},
        {"(>= 10).start included", "true"},
        {"(= 10) = [10..10]", "true"},
        {"(!= 10) = (= 10)", "false"},
        {"5 in (!= 10)", "true"},
        {".5 + 1.5e1", "15.5"},
        {"{\"a b\": 1, c+d: a b + 1}.c+d", "2"},
        {"{a: {b: [1, 2]}}.a.b[-1]", "2"},
        {"some x in 1..3, y in [x, 7] satisfies x + y = 10", "true"},
        {"every x in (1..4) satisfies x in [2..3]", "true"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_answer(rows[i][0], rows[i][1], NULL, NULL, 0);
}

static void names_are_the_longest_in_scope(void **state)
{
    (void)state;
    const struct text names[] = {text_of("a"), text_of("a b"), text_of("a-b"), text_of("list"),
                                 text_of("in x")};
    struct datum members[2] = {datum_whole(10), datum_whole(20)};
    const struct datum values[] = {datum_whole(1),
                                   datum_whole(2),
                                   datum_whole(3),
                                   {.type = DATUM_list, .list = {2, members}},
                                   datum_whole(5)};
    static const char *const rows[][2] = {
        {"a", "1"},
        {"a b", "2"},
        {"a   b", "2"},
        {"a-b", "3"},
        {"a - 1", "0"},
        {"ab: 1", NULL},
        {"a in [1..1]", "true"},
        {"list[item > a b][1]", "10"},
        {"list[item > 10]", "[20]"},
        {"list[a]", "10"},
        {"[{a: 7}, {c: 8}][a = 7]", "[{a: 7}]"},
        {"[{a: 7}, {c: 8}][a = 1]", "[{c: 8}]"}, /* where a member has none, the name further out counts */
        {"[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]"},
        {"[{x: [1, 2]}, {x: [3]}][count(x[item > a]) > 0].x", "[[1, 2], [3]]"},
        {"[{first name: \"x\"}][first name = \"x\"].first name", "[\"x\"]"},
        {"some a in [8] satisfies a = 8", "true"},
        {"{a: 9, d: a}.d", "9"},
        {"count(list) + a", "3"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i][1])
            assert_answer(rows[i][0], rows[i][1], names, values, 5);
}

static void errors_point(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place, *pointed, *sentence;
    } rows[] = {
        {"on benefit\nand weeks registerd in [0..26]", "line 2, column 5",
         "and weeks registerd in [0..26]\n    ^^^^^^^^^^^^^^^\n", "\"weeks registered\""},
        {"\tSGJ = 3", "line 1, column 2", "\tSGJ = 3\n\t^^^\n", "\"SGI\""},
        {"\"M\xC4\x81ori\" = M\xC4\x81ori", "line 1, column 11",
         "\"M\xC4\x81ori\" = M\xC4\x81ori\n          ^^^^^\n", "there is no fact called \"M\xC4\x81ori\""},
        {"SGI = 3 and", "line 1, column 12", "SGI = 3 and\n           ^\n", "ends where"},
        {"", "line 1, column 1", "\n^\n", "ends where"},
        {"SGI in (3, 4", "line 1, column 13", "SGI in (3, 4\n            ^\n", "ends where"},
        {"cuont(qualifications) > 0", "line 1, column 1", "cuont(qualifications) > 0\n^^^^^\n", "\"count\""},
        {"SGI = \"\\u12\"", "line 1, column 8", "SGI = \"\\u12\"\n       ^^\n", "four hexadecimal"},
        {"SGI = 3 /* why", "line 1, column 9", "SGI = 3 /* why\n        ^^\n", "*/ is missing"},
        {"SGI \xE2\x89\xA4 3", "line 1, column 5", "SGI \xE2\x89\xA4 3\n    ^\n", "<="},
        {"SGI = 3\x01", "line 1, column 8", "SGI = 3?\n       ^\n", "control character 1"},
        {"SGI = [1, 2", "line 1, column 12", "SGI = [1, 2\n           ^\n", "list's end"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct rule_options options = {.mode = RULE_profile};
        struct rule *rule;
        struct spot where;
        struct err err = {0};
        struct str pointed;
        arena_init(&arena);
        str_init(&pointed);
        assert_false(rule_compile(&arena, text_of(rows[i].text), &options, &rule, &where, &err));
        assert_int_equal(err.kind, ERR_input);
        assert_string_equal(err.place, rows[i].place);
        assert_non_null(strstr(err.sentence, rows[i].sentence));
        rule_point(&pointed, text_of(rows[i].text), where);
        assert_string_equal(pointed.at, rows[i].pointed);
        str_clear(&pointed);
        arena_clear(&arena);
    }
}

static bool compiles(struct text text, enum rule_mode mode, struct err *err)
{
    struct arena arena;
    struct rule_options options = {.mode = mode, .any_value = true};
    struct rule *rule;
    struct spot where;
    *err = (struct err){0};
    arena_init(&arena);
    bool ok = rule_compile(&arena, text, &options, &rule, &where, err);
    assert_true(where.offset <= text.length && where.length <= text.length - where.offset);
    arena_clear(&arena);
    return ok;
}

/* `before` so many times, the middle, `after` so many times. */
static bool repeated(const char *before, size_t count, const char *middle, const char *after, struct err *err)
{
    struct str text;
    str_init(&text);
    for (size_t i = 0; i < count; i++)
        str_add(&text, before);
    str_add(&text, middle);
    for (size_t i = 0; i < count; i++)
        str_add(&text, after);
    bool ok = compiles(str_text(&text), RULE_standard, err);
    str_clear(&text);
    return ok;
}

static void limits_are_errors(void **state)
{
    (void)state;
    static const struct {
        const char *before, *middle, *after, *sentence;
        size_t fits, too_many;
    } rows[] = {
        {"(", "1", ")", "nested", RULE_DEPTH_MAX - 1, RULE_DEPTH_MAX + 1},
        {"[", "1", "]", "nested", RULE_DEPTH_MAX - 1, 4000},
        {"- ", "1", "", "nested", RULE_DEPTH_MAX - 1, 8000},
        {"{a:", "1", "}", "nested", RULE_DEPTH_MAX - 1, 3000},
        {"[1..", "1", "]", "nested", 30, 3000},
        {"if true then 1 else ", "1", "", "nested", 60, 700},
        {"[1][", "1", "]", "nested", 60, 3000},
        {"1 + ", "1", "", "hang", RULE_HEIGHT_MAX - 1, RULE_HEIGHT_MAX + 1},
        {"", "1", ".a", "hang", RULE_HEIGHT_MAX - 1, 5000},
        {"", "1", "[1]", "hang", RULE_HEIGHT_MAX / 2, 5000},
        {"true and ", "true", "", "bytes", 1800, 1900},
        {"1 in 1 or ", "true", "", "parts", 1000, 1500},
        {"", "1", " or some x in y", "", 0, 1},
        {"\n", "true", "\n", "bytes", 8000, 8200},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err err;
        if (rows[i].fits > 0 && !repeated(rows[i].before, rows[i].fits, rows[i].middle, rows[i].after, &err))
            fail_msg("%zu: %s", i, err.sentence);
        assert_false(repeated(rows[i].before, rows[i].too_many, rows[i].middle, rows[i].after, &err));
        if (!strstr(err.sentence, rows[i].sentence) && !strstr(err.sentence, "bytes"))
            fail_msg("%zu: %s", i, err.sentence);
    }
}

static void bad_bytes_are_errors(void **state)
{
    (void)state;
    struct err err;
    static const char bytes[] = "SGI = 3\0";
    assert_false(compiles((struct text){bytes, 8}, RULE_profile, &err));
    assert_non_null(strstr(err.sentence, "control character 0"));
    assert_false(compiles(text_of("SGI = \"\xff\""), RULE_profile, &err));
    assert_non_null(strstr(err.sentence, "UTF-8"));
}

/* What takes too long is null, and soon. */
static void work_is_bounded(void **state)
{
    (void)state;
    assert_answer("some x in 1..10**15 satisfies false", "null", NULL, NULL, 0);
    assert_answer("some x in 1..10**3, y in 1..10**3, z in 1..10**3 satisfies false", "null", NULL, NULL, 0);
    struct str text;
    str_init(&text);
    str_add(&text, "{a0: [1, 1]");
    for (int i = 1; i < 60; i++)
        str_addf(&text, ", a%d: concatenate(a%d, a%d, a%d)", i, i - 1, i - 1, i - 1);
    str_add(&text, "}.a59");
    assert_answer(text.at, "null", NULL, NULL, 0);
    str_cut(&text, 0);
    str_add(&text, "{a0: \"x\"");
    for (int i = 1; i < 60; i++)
        str_addf(&text, ", a%d: a%d + a%d", i, i - 1, i - 1);
    str_add(&text, "}.a59");
    assert_answer(text.at, "null", NULL, NULL, 0);
    str_cut(&text, 0);
    str_add(&text, "{a0: [1, 1]");
    for (int i = 1; i < 60; i++)
        str_addf(&text, ", a%d: [a%d, a%d]", i, i - 1, i - 1);
    str_add(&text, "}.a59 = flatten([1])");
    assert_answer(text.at, "null", NULL, NULL, 0);
    str_clear(&text);
}

/* Made-up criteria over a few facts. */
struct maker {
    uint64_t state;
    struct str text;
};

static uint32_t draw(struct maker *maker, uint32_t below)
{
    maker->state ^= maker->state << 13;
    maker->state ^= maker->state >> 7;
    maker->state ^= maker->state << 17;
    return (uint32_t)(maker->state >> 32) % below;
}

static void make_leaf(struct maker *maker)
{
    static const char *const NUMBERS[] = {"SGI", "confidence", "weeks registered", "age"};
    static const char *const SIGNS[] = {"=", "!=", "<", "<=", ">", ">="};
    const char *fact = NUMBERS[draw(maker, 4)], *other = NUMBERS[draw(maker, 4)],
               *sign = SIGNS[draw(maker, 6)];
    unsigned a = draw(maker, 5), b = draw(maker, 5);
    switch (draw(maker, 12)) {
    case 0:
        str_add(&maker->text, draw(maker, 2) ? "on benefit" : "registered");
        break;
    case 1:
        str_addf(&maker->text, "%s %s %s", fact, sign, other);
        break;
    case 2:
        str_addf(&maker->text, "%s in (%u, %u)", fact, a, b);
        break;
    case 3:
        str_addf(&maker->text, "%s in [%u, %s]", fact, a, other);
        break;
    case 4:
        str_addf(&maker->text, "%s in [%u..%s)", fact, a, other);
        break;
    case 5:
        str_addf(&maker->text, "%s between %u and %u", fact, a, b);
        break;
    case 6:
        str_addf(&maker->text, "some q in qualifications satisfies q.level %s %u", sign, a);
        break;
    case 7:
        str_addf(&maker->text, "every q in qualifications satisfies q.level %s %s", sign, fact);
        break;
    case 8:
        str_addf(&maker->text, "count(qualifications[level %s %u]) > %u", sign, a, b % 3);
        break;
    case 9:
        str_addf(&maker->text, "%s in (< %u, > %s)", fact, a, other);
        break;
    case 10:
        str_addf(&maker->text, "[%s, %u] = [%u, %s]", fact, a, b, other);
        break;
    default:
        str_addf(&maker->text, "%s + %u %s %u", fact, a, sign, b);
        break;
    }
}

static void make_criterion(struct maker *maker, int depth)
{
    uint32_t kind = depth > 3 ? 0 : draw(maker, 6);
    if (kind < 2) {
        str_add(&maker->text, "(");
        make_leaf(maker);
        str_add(&maker->text, ")");
        return;
    }
    str_add(&maker->text, kind == 2 ? "not(" : kind == 3 ? "(if " : "(");
    make_criterion(maker, depth + 1);
    if (kind != 2) {
        str_add(&maker->text, kind == 3 ? " then " : kind == 4 ? " and " : " or ");
        make_criterion(maker, depth + 1);
    }
    if (kind == 3) {
        str_add(&maker->text, " else ");
        make_criterion(maker, depth + 1);
    }
    str_add(&maker->text, ")");
}

static struct datum make_value(struct maker *maker, struct arena *arena, enum fact_id fact, bool complete)
{
    if (!complete && draw(maker, 3) == 0)
        return datum_null();
    if (fact == FACT_on_benefit || fact == FACT_registered)
        return datum_boolean(draw(maker, 2));
    if (fact != FACT_qualifications)
        return datum_whole(draw(maker, 5));
    struct datum list = {.type = DATUM_list, .list = {.count = draw(maker, 4)}};
    list.list.at = ARENA_ARRAY(arena, struct datum, list.list.count);
    for (size_t i = 0; i < list.list.count; i++) {
        struct datum_entry *entry = ARENA_NEW(arena, struct datum_entry);
        entry->name = text_of("level");
        entry->value = make_value(maker, arena, FACT_sgi, complete);
        list.list.at[i] = (struct datum){.type = DATUM_context, .context = {1, entry}};
    }
    return list;
}

/* The same with everything recorded that was not. */
static struct datum completed(struct maker *maker, struct arena *arena, enum fact_id fact, struct datum datum)
{
    if (datum.type == DATUM_null)
        return make_value(maker, arena, fact, true);
    if (datum.type != DATUM_list)
        return datum;
    struct datum list = datum;
    list.list.at = ARENA_ARRAY(arena, struct datum, list.list.count);
    for (size_t i = 0; i < list.list.count; i++) {
        struct datum_entry *entry = ARENA_NEW(arena, struct datum_entry);
        *entry = datum.list.at[i].context.at[0];
        entry->value = completed(maker, arena, FACT_sgi, entry->value);
        list.list.at[i] = (struct datum){.type = DATUM_context, .context = {1, entry}};
    }
    return list;
}

/* The declared departure as one property: a yes or no stays what it is, whatever is recorded later of what
 * was not recorded; and of who has everything recorded, every such criterion is answered. */
static void what_is_answered_stays(void **state)
{
    (void)state;
    struct maker maker = {.state = 20000831};
    struct rule_options options = {.mode = RULE_profile};
    size_t answered = 0, unknown = 0;
    str_init(&maker.text);
    for (int i = 0; i < 3000; i++) {
        struct arena arena;
        struct datum values[RULE_USES_MAX], whole[RULE_USES_MAX];
        arena_init(&arena);
        str_cut(&maker.text, 0);
        make_criterion(&maker, 0);
        const struct rule *rule = compiled(&arena, maker.text.at, &options);
        for (size_t j = 0; j < rule->use_count; j++)
            values[j] = make_value(&maker, &arena, rule->uses[j].fact, false);
        struct evaluation evaluation = {.arena = &arena, .values = values, .today = TODAY};
        struct datum answer = rule_evaluate(rule, &evaluation);
        answer.type == DATUM_null ? unknown++ : answered++;
        for (int k = 0; k < 8; k++) {
            for (size_t j = 0; j < rule->use_count; j++)
                whole[j] = completed(&maker, &arena, rule->uses[j].fact, values[j]);
            evaluation.values = whole;
            struct datum later = rule_evaluate(rule, &evaluation);
            if (later.type != DATUM_boolean ||
                (answer.type != DATUM_null && !datum_is(answer, later.boolean)))
                fail_msg("%s changes its answer", maker.text.at);
        }
        arena_clear(&arena);
    }
    assert_true(answered > 500 && unknown > 500);
    str_clear(&maker.text);
}

static void only_verified_facts_count(void **state)
{
    (void)state;
    struct arena arena;
    struct rule_options options = {.mode = RULE_profile, .verified_only = true};
    arena_init(&arena);
    const struct rule *rule = compiled(&arena, "English speaking >= level(\"clear\")", &options);
    assert_int_equal(rule->use_count, 2);
    for (int verified = 0; verified < 3; verified++) {
        struct datum values[2];
        for (size_t i = 0; i < 2; i++)
            values[i] = rule->uses[i].aspect == ASPECT_value ? datum_whole(9)
                        : verified == 2                      ? datum_null()
                                                             : datum_boolean(verified);
        struct evaluation evaluation = {.arena = &arena, .values = values, .today = TODAY};
        struct datum answer = rule_evaluate(rule, &evaluation);
        assert_int_equal(answer.type, verified == 1 ? DATUM_boolean : DATUM_null);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R52: operators bind as the standard's grammar says", binds_as_the_grammar_says),
        CASE("R52: a name is the longest in scope", names_are_the_longest_in_scope),
        CASE("R52: an error has its place and points at it", errors_point),
        CASE("R52: too long, too deep and too many are errors", limits_are_errors),
        CASE("R52: bytes that are no text are errors", bad_bytes_are_errors),
        CASE("R52: what takes too long is null", work_is_bounded),
        CASE("R52: unknown is never pass, and what is answered stays so", what_is_answered_stays),
        CASE("R17: only verified facts count where that is asked", only_verified_facts_count),
    };
    return RUN(cases);
}
