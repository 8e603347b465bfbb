#include "person_known.h"

#include "rule/explain.h"

/* ---- by hand ---- */

/* The names of a set of uses: "SGI, English speaking". */
static const char *names(struct arena *arena, const struct rule *rule, uint64_t set)
{
    struct str out;
    str_init(&out);
    for (size_t u = 0; u < rule->use_count; u++)
        if (set >> u & 1)
            str_addf(&out, "%s%s%s", out.length > 0 ? ", " : "", fact_of(rule->uses[u].fact)->name,
                     aspect_words(rule->uses[u].aspect));
    const char *copy = arena_text(arena, out.at, out.length);
    str_clear(&out);
    return copy;
}

static const char *all_names(struct arena *arena, const struct rule *rule, const struct explain_sets *sets)
{
    const char *all = "";
    for (size_t i = 0; i < sets->count; i++)
        all = arena_format(arena, "%s%s%s", all, i == 0 ? "" : " | ", names(arena, rule, sets->at[i]));
    return all;
}

/* The words of the leaves that are responsible. */
static const char *blamed(struct arena *arena, const struct rule *rule, const struct reason *reason)
{
    const char *all = "";
    if (!reason->responsible)
        return "";
    if (reason->count == 0) {
        const struct text words = rule_words(rule, reason->node);
        return arena_text(arena, words.at, words.length);
    }
    for (size_t i = 0; i < reason->count; i++) {
        const char *more = blamed(arena, rule, &reason->parts[i]);
        all = arena_format(arena, "%s%s%s", all, *all && *more ? " | " : "", more);
    }
    return all;
}

struct by_hand {
    const char *question;
    bool verified_only;
    const char *answer, *blamed, *settle, *yes;
};

static void explained(struct known *known, const struct by_hand *row)
{
    struct explanation why;
    const struct rule *rule = compiled_so(known->arena, row->question, row->verified_only);
    const struct evaluation evaluation = asked(known, rule);
    rule_explain(known->arena, rule, &evaluation, &why);
    const char *answer = why.answer.type != DATUM_boolean ? "null" : why.answer.boolean ? "true" : "false";
    const char *found =
        arena_format(known->arena, "%s; %s; %s; %s", answer, blamed(known->arena, rule, &why.tree),
                     all_names(known->arena, rule, &why.settle), all_names(known->arena, rule, &why.yes));
    const char *wanted =
        arena_format(known->arena, "%s; %s; %s; %s", row->answer, row->blamed, row->settle, row->yes);
    if (strcmp(found, wanted) != 0)
        fail_msg("%s: %s, not %s", row->question, found, wanted);
}

/* Registered for 30 weeks, SGI 3, a degree; English speaking clear and unchecked; no more is known. */
static void one_person(struct arena *arena, struct known *known)
{
    struct datum *degree = ARENA_NEW(arena, struct datum);
    *known = (struct known){.arena = arena};
    *degree = (struct datum){.type = DATUM_context};
    know(known, "weeks registered", datum_whole(30));
    know(known, "SGI", datum_whole(3));
    know(known, "SGI is verified", datum_boolean(true));
    know(known, "English speaking", datum_whole(4));
    know(known, "English speaking is verified", datum_boolean(false));
    know(known, "qualifications", (struct datum){.type = DATUM_list, .list = {1, degree}});
}

static void by_hand(const struct by_hand *rows, size_t count)
{
    struct arena arena;
    struct known known;
    arena_init(&arena);
    one_person(&arena, &known);
    for (size_t i = 0; i < count; i++)
        explained(&known, &rows[i]);
    arena_clear(&arena);
}

static void a_yes_and_a_no(void **state)
{
    (void)state;
    static const struct by_hand rows[] = {
        {"SGI = 3", false, "true", "SGI = 3", "", ""},
        {"SGI = 3 and weeks registered > 26", false, "true", "SGI = 3 | weeks registered > 26", "", ""},
        {"SGI = 3 or weeks registered > 52", false, "true", "SGI = 3", "", ""},
        {"SGI = 4 and weeks registered > 26", false, "false", "SGI = 4", "", ""},
        {"SGI = 4 and on benefit and weeks registered < 26", false, "false",
         "SGI = 4 | weeks registered < 26", "", ""},
        {"SGI = 4 or weeks registered < 26", false, "false", "SGI = 4 | weeks registered < 26", "", ""},
        {"not(SGI = 3) and on benefit", false, "false", "SGI = 3", "", ""},
        {"if SGI = 3 then weeks registered < 26 else on benefit", false, "false",
         "SGI = 3 | weeks registered < 26", "", ""},
        {"count(qualifications) > 0 or count(work history) > 0", false, "true", "count(qualifications) > 0",
         "", ""},
        {"1 = 1 or on benefit", false, "true", "1 = 1", "", ""},
    };
    by_hand(rows, sizeof rows / sizeof *rows);
}

static void what_to_ask(void **state)
{
    (void)state;
    static const struct by_hand rows[] = {
        {"on benefit", false, "null", "on benefit", "on benefit", "on benefit"},
        {"on benefit and SGI = 3", false, "null", "on benefit", "on benefit", "on benefit"},
        {"on benefit and years in New Zealand <= 5", false, "null", "on benefit | years in New Zealand <= 5",
         "on benefit | years in New Zealand", "on benefit, years in New Zealand"},
        {"on benefit or years in New Zealand <= 5", false, "null", "on benefit | years in New Zealand <= 5",
         "on benefit | years in New Zealand", "on benefit | years in New Zealand"},
        {"not(on benefit)", false, "null", "on benefit", "on benefit", "on benefit"},
        {"on benefit and (registered or willing to move)", false, "null",
         "on benefit | registered | willing to move", "on benefit | registered, willing to move",
         "on benefit, registered | on benefit, willing to move"},
        {"on benefit and on benefit", false, "null", "on benefit | on benefit", "on benefit", "on benefit"},
        {"if on benefit then SGI = 4 else registered", false, "null", "on benefit", "on benefit",
         "on benefit, registered"},
        {"age + years in New Zealand > 30", false, "null", "age + years in New Zealand > 30",
         "age, years in New Zealand", "age, years in New Zealand"},
        {"SGI + age > 30", false, "null", "SGI + age > 30", "age", "age"},
        {"some q in qualifications satisfies q.level = 6", false, "null",
         "some q in qualifications satisfies q.level = 6", "qualifications", "qualifications"},
    };
    by_hand(rows, sizeof rows / sizeof *rows);
}

static void a_check_is_asked_for(void **state)
{
    (void)state;
    static const struct by_hand rows[] = {
        {"SGI = 3", true, "true", "SGI = 3", "", ""},
        {"English speaking >= level(\"clear\")", true, "null", "English speaking >= level(\"clear\")",
         "English speaking is verified", "English speaking is verified"},
        {"verified(English speaking) >= level(\"clear\") and on benefit", false, "null",
         "verified(English speaking) >= level(\"clear\") | on benefit",
         "English speaking is verified | on benefit", "English speaking is verified, on benefit"},
        {"age > 20", true, "null", "age > 20", "age, age is verified", "age, age is verified"},
        {"English speaking is verified", false, "false", "English speaking is verified", "", ""},
    };
    by_hand(rows, sizeof rows / sizeof *rows);
}

/* ---- by property ---- */

/* Facts that are yes or no. */
static const char *const facts[] = {"on benefit",
                                    "registered",
                                    "willing to move",
                                    "benefit is work tested",
                                    "accepts retraining",
                                    "accepts entry position",
                                    "accepts unpaid work experience"};
enum { FACTS = sizeof facts / sizeof *facts };

struct dice {
    uint64_t state;
};

/* METHOD xorshift64*: Vigna, ACM Trans. Math. Softw. 42 (2016). */
static int roll(struct dice *dice, int sides)
{
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return (int)((dice->state * (uint64_t)2685821657736338717 >> 33) % (uint64_t)sides);
}

/* A formula over the facts from `first` up to `end`, each once. */
static void formula(struct str *out, struct dice *dice, int first, int end)
{
    const int form = end - first >= 3   ? roll(dice, 4)
                     : end - first == 2 ? roll(dice, 3)
                                        : 2 + 3 * roll(dice, 2);
    if (form == 2) {
        str_add(out, "not(");
        formula(out, dice, first, end);
        str_add(out, ")");
    } else if (form == 3) {
        const int one = first + 1 + roll(dice, end - first - 2), two = one + 1 + roll(dice, end - one - 1);
        str_add(out, "(if ");
        formula(out, dice, first, one);
        str_add(out, " then ");
        formula(out, dice, one, two);
        str_add(out, " else ");
        formula(out, dice, two, end);
        str_add(out, ")");
    } else if (form == 5) {
        str_add(out, facts[first]);
    } else {
        const int middle = first + 1 + roll(dice, end - first - 1);
        str_add(out, "(");
        formula(out, dice, first, middle);
        str_add(out, form == 0 ? " and " : " or ");
        formula(out, dice, middle, end);
        str_add(out, ")");
    }
}

struct trial {
    const struct rule *rule;
    struct evaluation evaluation;
    struct datum values[RULE_USES_MAX];
    struct explanation why;
    uint64_t missing;
};

static bool holds_one(const struct explain_sets *sets, uint64_t of)
{
    for (size_t i = 0; i < sets->count; i++)
        if ((sets->at[i] & of) == sets->at[i])
            return true;
    return false;
}

/* The answer when the facts of a set are recorded, as the bits of `as` say. */
static struct datum answer_with(const struct trial *trial, uint64_t set, uint64_t as)
{
    struct datum values[RULE_USES_MAX];
    struct evaluation evaluation = trial->evaluation;
    memcpy(values, trial->values, sizeof values);
    for (size_t u = 0; u < trial->rule->use_count; u++)
        if (set >> u & 1)
            values[u] = datum_boolean(as >> u & 1);
    evaluation.values = values;
    return rule_evaluate(trial->rule, &evaluation);
}

/* What recording a set, in any way, can do. */
static void can_become(const struct trial *trial, uint64_t set, bool *known, bool *yes)
{
    *known = *yes = false;
    for (uint64_t as = 0; as < UINT64_C(1) << FACTS; as++) {
        if ((as & set) != as)
            continue;
        const struct datum answer = answer_with(trial, set, as);
        *known |= answer.type == DATUM_boolean;
        *yes |= datum_is(answer, true);
    }
}

/* A set settles exactly when it holds one of those that are named. */
static void sets_are_exact(const struct trial *trial)
{
    bool known, yes;
    for (uint64_t set = 0; set < UINT64_C(1) << FACTS; set++) {
        if ((set & trial->missing) != set)
            continue;
        can_become(trial, set, &known, &yes);
        assert_int_equal(known, holds_one(&trial->why.settle, set));
        assert_int_equal(yes, holds_one(&trial->why.yes, set));
    }
}

static void are_small(const struct explain_sets *sets)
{
    for (size_t i = 0; i < sets->count; i++)
        for (size_t j = 0; j < sets->count; j++)
            assert_true(i == j || (sets->at[i] & sets->at[j]) != sets->at[i]);
    for (size_t i = 1; i < sets->count; i++)
        assert_true(__builtin_popcountll(sets->at[i - 1]) <= __builtin_popcountll(sets->at[i]));
    assert_false(sets->cut);
}

static uint64_t uses_to_blame(const struct reason *reason)
{
    uint64_t uses = reason->responsible && reason->count == 0 ? reason->uses : 0;
    for (size_t i = 0; i < reason->count; i++)
        uses |= uses_to_blame(&reason->parts[i]);
    return uses;
}

/* Whatever the others had been, those to blame would have made the answer what it is. */
static void blame_is_enough(const struct trial *trial, struct dice *dice)
{
    const uint64_t blamed = uses_to_blame(&trial->why.tree);
    struct trial other = *trial;
    for (int again = 0; again < 20; again++) {
        for (size_t u = 0; u < trial->rule->use_count; u++)
            if (!(blamed >> u & 1))
                other.values[u] = roll(dice, 3) == 2 ? datum_null() : datum_boolean(roll(dice, 2));
        const struct datum answer = answer_with(&other, 0, 0);
        assert_true(answer.type == DATUM_boolean && answer.boolean == trial->why.answer.boolean);
    }
}

static void try_one(struct arena *arena, struct dice *dice, bool once)
{
    struct trial trial = {0};
    struct str text;
    str_init(&text);
    formula(&text, dice, 0, FACTS);
    if (!once) { /* the same facts again */
        str_add(&text, roll(dice, 2) ? " and " : " or ");
        formula(&text, dice, roll(dice, 3), FACTS);
    }
    trial.rule = compiled(arena, text.at);
    for (size_t u = 0; u < trial.rule->use_count; u++) {
        trial.values[u] = roll(dice, 5) < 3 ? datum_null() : datum_boolean(roll(dice, 2));
        trial.missing |= (uint64_t)(trial.values[u].type == DATUM_null) << u;
    }
    trial.evaluation = (struct evaluation){.arena = arena, .values = trial.values, .today = TODAY};
    rule_explain(arena, trial.rule, &trial.evaluation, &trial.why);
    const struct datum answer = rule_evaluate(trial.rule, &trial.evaluation);
    assert_int_equal(answer.type, trial.why.answer.type);
    if (answer.type == DATUM_boolean) {
        assert_int_equal(trial.why.settle.count + trial.why.yes.count, 0);
        blame_is_enough(&trial, dice);
    } else if (once) {
        sets_are_exact(&trial);
        are_small(&trial.why.settle);
        are_small(&trial.why.yes);
    } else { /* two leaves of one fact: what is named may not be had, but nothing else can be */
        bool known, yes;
        const uint64_t set = trial.missing & ((uint64_t)roll(dice, 1 << FACTS));
        can_become(&trial, set, &known, &yes);
        assert_true(!known || holds_one(&trial.why.settle, set));
        assert_true(!yes || holds_one(&trial.why.yes, set));
    }
    str_clear(&text);
}

static void any_formula(void **state)
{
    (void)state;
    struct dice dice = {20001002};
    for (int i = 0; i < 3000; i++) {
        struct arena arena;
        arena_init(&arena);
        try_one(&arena, &dice, i % 3 != 0);
        arena_clear(&arena);
    }
}

/* As many ways as there are go on beyond what is kept: the fewest facts stay. */
static void too_many_ways(void **state)
{
    (void)state;
    static const char question[] =
        "(on benefit or registered) and (willing to move or age > 1) and (SGI = 1 or gender = \"male\") and "
        "(years in New Zealand < 2 or confidence > 3) and (hours per week > 1 or weeks registered > 3) and "
        "(benefit = \"sickness\" or residence = \"resident\") and goal = \"any\"";
    struct arena arena;
    struct known known;
    struct explanation why;
    arena_init(&arena);
    known = (struct known){.arena = &arena};
    const struct rule *rule = compiled(&arena, question);
    const struct evaluation evaluation = asked(&known, rule);
    rule_explain(&arena, rule, &evaluation, &why);
    assert_int_equal(why.yes.count, EXPLAIN_SETS_MAX); /* of 64 */
    assert_true(why.yes.cut);
    assert_int_equal(why.settle.count, 7); /* six pairs, and goal alone */
    assert_string_equal(names(&arena, rule, why.settle.at[0]), "goal");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R52: of a yes and of a no, the leaves that made it so", a_yes_and_a_no),
        CASE("R52: where nobody knows, the smallest sets of facts that could settle it", what_to_ask),
        CASE("R17: where only checked facts count, the check is what is asked for", a_check_is_asked_for),
        CASE("R52: any formula: a set settles it exactly when it holds one that is named", any_formula),
        CASE("R52: of too many ways those with the fewest facts, and that there are more", too_many_ways),
    };
    return RUN(cases);
}
