#include "person_known.h"

#include "rule/conflict.h"

struct pair {
    const char *a, *b;
    enum conflict expected;
};

static void all_are(const struct pair *pairs, size_t count)
{
    static const char *const words[] = {"none", "found", "not examined"};
    for (size_t i = 0; i < count; i++) {
        struct arena arena;
        arena_init(&arena);
        const struct rule *a = compiled(&arena, pairs[i].a);
        const struct rule *b = pairs[i].b ? compiled(&arena, pairs[i].b) : NULL;
        const enum conflict found = rule_conflict(&arena, a, b, TODAY);
        const enum conflict other = b ? rule_conflict(&arena, b, a, TODAY) : found;
        if (found != pairs[i].expected || other != found)
            fail_msg("%s | %s: %s, the other way round %s, not %s", pairs[i].a, b ? pairs[i].b : "",
                     words[found], words[other], words[pairs[i].expected]);
        arena_clear(&arena);
    }
}

static void two_that_cannot_both_hold(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"English speaking <= level(\"basic\")", "English speaking >= level(\"reasonable\")", CONFLICT_found},
        {"English speaking <= level(\"basic\")", "English writing >= level(\"reasonable\")", CONFLICT_none},
        {"weeks registered in [0..26]", "weeks registered > 26", CONFLICT_found},
        {"weeks registered in [0..26]", "weeks registered >= 26", CONFLICT_none},
        {"weeks registered in [0..26)", "weeks registered in [26..52]", CONFLICT_found},
        {"weeks registered in (26..52]", "weeks registered in (26..27)", CONFLICT_none},
        {"weeks registered < 26", "weeks registered > 25.9", CONFLICT_none},
        {"age < 26", "age > 25", CONFLICT_found}, /* whole years */
        {"SGI > 3", "SGI < 5", CONFLICT_none},
        {"SGI > 3", "SGI < 4", CONFLICT_found}, /* whole numbers */
        {"SGI in (1, 2)", "SGI in (3, 4)", CONFLICT_found},
        {"SGI in (1, 2)", "not(SGI in (3, 4))", CONFLICT_none},
        {"SGI in (1, 2)", "SGI != 1 and SGI != 2", CONFLICT_found},
        {"on benefit", "not(on benefit)", CONFLICT_found},
        {"on benefit or registered", "not(on benefit)", CONFLICT_none},
        {"on benefit or registered", "not(on benefit) and not(registered)", CONFLICT_found},
        {"first language = \"eng\"", "first language != \"eng\"", CONFLICT_found},
        {"first language = \"eng\"", "first language = \"smo\"", CONFLICT_found},
        {"first language in (\"eng\", \"smo\")", "first language in (\"smo\", \"hif\")", CONFLICT_none},
        {"first language != \"eng\"", "first language != \"smo\"", CONFLICT_none},
        {"benefit = \"sickness\"", "benefit in (\"unemployment\", \"sickness\")", CONFLICT_none},
        {"benefit = \"sickness\"", "benefit != \"sickness\"", CONFLICT_found},
        {"arrived on < date(\"1995-10-02\")", "arrived on >= date(\"1995-10-02\")", CONFLICT_found},
        {"arrived on <= date(\"1995-10-02\")", "arrived on >= date(\"1995-10-02\")", CONFLICT_none},
        {"count(qualifications) = 0", "count(qualifications) > 0", CONFLICT_found},
        {"count(qualifications) < 2", "count(qualifications) > 0", CONFLICT_none},
        {"is recorded(SGI)", "SGI = null", CONFLICT_found},
        {"is recorded(SGI)", "SGI = 3", CONFLICT_none},
        {"verified(SGI) = 3", "SGI != 3", CONFLICT_found},
        {"verified(SGI) = 3", "SGI = 3", CONFLICT_none},
        {"if on benefit then SGI = 1 else SGI = 2", "SGI > 2", CONFLICT_found},
        {"hours per week between 10 and 20", "hours per week > 20", CONFLICT_found},
        {"hours per week between 10 and 20", "hours per week >= 20", CONFLICT_none},
    };
    all_are(pairs, sizeof pairs / sizeof *pairs);
}

static void one_that_never_holds(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"SGI > 5", NULL, CONFLICT_found}, /* the scale ends there */
        {"SGI > 4", NULL, CONFLICT_none},
        {"SGI = 3.5", NULL, CONFLICT_found},
        {"SGI = 3 and SGI = 4", NULL, CONFLICT_found},
        {"SGI = null and SGI = 3", NULL, CONFLICT_found},
        {"weeks registered in [0..26] and weeks registered in (26..52]", NULL, CONFLICT_found},
        {"on benefit and false", NULL, CONFLICT_found},
        {"on benefit or true", NULL, CONFLICT_none},
        {"count(qualifications) < 0", NULL, CONFLICT_found},
        {"count(qualifications) > 1", NULL, CONFLICT_none},
        {"count(qualifications) > 1.5", NULL, CONFLICT_none},
        {"count(qualifications) > -7", NULL, CONFLICT_none},
        {"count(qualifications) = 1.5", NULL, CONFLICT_found},
        {"weeks registered < 0", NULL,
         CONFLICT_none}, /* that nobody can have less than none is not known here */
    };
    all_are(pairs, sizeof pairs / sizeof *pairs);
}

static void what_is_not_of_the_form(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"SGI + 1 = 3", "SGI = 5", CONFLICT_not_examined},
        {"weeks registered < age", "weeks registered > age", CONFLICT_not_examined},
        {"some q in qualifications satisfies q.level > 5", "count(qualifications) = 0",
         CONFLICT_not_examined},
        {"first language < \"m\"", "first language > \"n\"", CONFLICT_not_examined},
        {"starts with(first language, \"e\")", "first language = \"smo\"", CONFLICT_not_examined},
        {"years in New Zealand in (1,2,3,4,5,6,7,8,9,10) and hours per week in (1,2,3,4,5,6,7,8,9,10) and "
         "weeks registered in (1,2,3,4,5,6,7,8,9,10) and weeks on benefit in (1,2,3,4,5,6,7,8,9,10)",
         "confidence in (1,2,3,4,5,6,7,8,9,10)", CONFLICT_not_examined},
        {"count(qualifications) > 1000", "count(qualifications) < 2", CONFLICT_not_examined},
        {"SGI since > date(\"2000-01-01\")", "SGI since < date(\"1999-01-01\")", CONFLICT_found},
    };
    all_are(pairs, sizeof pairs / sizeof *pairs);
}

/* A range against the one that begins where it ends: only where both ends belong can both hold. */
static void adjacent_ranges(void **state)
{
    (void)state;
    for (int form = 0; form < 4; form++) {
        struct arena arena;
        arena_init(&arena);
        const char *low = arena_format(&arena, "years in New Zealand in [0..5%c", form & 1 ? ']' : ')');
        const char *high = arena_format(&arena, "years in New Zealand in %c5..9]", form & 2 ? '[' : '(');
        const enum conflict found =
            rule_conflict(&arena, compiled(&arena, low), compiled(&arena, high), TODAY);
        assert_int_equal(found, form == 3 ? CONFLICT_none : CONFLICT_found);
        arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R145: two criteria that cannot both hold are found, and no others", two_that_cannot_both_hold),
        CASE("R145: so is one that nobody can meet", one_that_never_holds),
        CASE("R145, R26: ranges that meet conflict but where both ends belong", adjacent_ranges),
        CASE("R145: what is of another form is not examined, never called a conflict",
             what_is_not_of_the_form),
    };
    return RUN(cases);
}
