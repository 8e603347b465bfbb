#include "case.h"

#include <string.h>

#include "base/str.h"
#include "cli/formula.h"

struct desk {
    struct arena arena;
    struct err err;
    struct formula formula;
};

static bool reads(struct desk *desk, const char *typed)
{
    desk->err = (struct err){0};
    return formula_read(&desk->arena, text_of(typed), &desk->formula, &desk->err);
}

/* "a,b|c,[d]" as the sides stand; [d] is factor(d). */
static const char *sides(struct desk *desk)
{
    struct str out;
    str_init(&out);
    const struct formula_side *both[] = {&desk->formula.left, &desk->formula.right};
    for (size_t side = 0; side < 2; side++) {
        str_add(&out, side == 1 ? "|" : "");
        for (size_t i = 0; i < both[side]->count; i++)
            str_addf(&out, both[side]->terms[i].categories ? "%s[%s]" : "%s%s", i > 0 ? "," : "",
                     both[side]->terms[i].name);
    }
    const char *copy = arena_text(&desk->arena, out.at, out.length);
    str_clear(&out);
    return copy;
}

static void expect_sides(struct desk *desk, const char *typed, const char *wanted)
{
    if (!reads(desk, typed))
        fail_msg("%s: %s", typed, desk->err.sentence);
    assert_string_equal(sides(desk), wanted);
}

static void reads_columns(void **state)
{
    (void)state;
    struct desk desk = {0};
    arena_init(&desk.arena);
    expect_sides(&desk, "re78 ~ treat", "re78|treat");
    expect_sides(&desk, "  re78~treat ", "re78|treat");
    expect_sides(&desk, "treat ~ age + educ+black", "treat|age,educ,black");
    expect_sides(&desk, "employed", "employed|");
    assert_false(desk.formula.has_tilde);
    expect_sides(&desk, "Surv(weeks, left) ~ office", "weeks,left|office");
    expect_sides(&desk, "surv(weeks,left)~1", "weeks,left|");
    assert_true(desk.formula.has_tilde);
    expect_sides(&desk, "surv: weeks + left ~ office", "weeks,left|office");
    expect_sides(&desk, "surv ~ x", "surv|x");
    expect_sides(&desk, "y ~ factor(arm) + as.factor(site) + ph.ecog", "y|[arm],[site],ph.ecog");
    expect_sides(&desk, "`weeks on register` ~ `a+b`", "weeks on register|a+b");
    expect_sides(&desk, "`factor` ~ Māori", "factor|Māori");
    expect_sides(&desk, "y ~ 1a", "y|1a");
    arena_clear(&desk.arena);
}

static void expect_refused(struct desk *desk, const char *typed, const char *said)
{
    assert_false(reads(desk, typed));
    assert_int_equal(desk->err.kind, ERR_usage);
    if (!strstr(desk->err.sentence, said))
        fail_msg("\"%s\" says: %s", typed, desk->err.sentence);
}

static void refuses_the_rest(void **state)
{
    (void)state;
    struct desk desk = {0};
    arena_init(&desk.arena);
    expect_refused(&desk, "", "ends where");
    expect_refused(&desk, "y ~", "ends where");
    expect_refused(&desk, "~ x", "should stand");
    expect_refused(&desk, "y ~ x + ", "ends where");
    expect_refused(&desk, "y ~ x ~ z", "two ~");
    expect_refused(&desk, "y ~ a:b", "joined with +");
    expect_refused(&desk, "y ~ a*b", "joined with +");
    expect_refused(&desk, "y ~ a - 1", "joined with +");
    expect_refused(&desk, "y ~ -1", "takes something away");
    expect_refused(&desk, "y ~ log(x)", "\"log(\"");
    expect_refused(&desk, "y ~ x y", "joined with +");
    expect_refused(&desk, "y ~ x + x", "stands twice");
    expect_refused(&desk, "y ~ y", "stands twice");
    expect_refused(&desk, "Surv(time) ~ x", "needs two columns");
    expect_refused(&desk, "x ~ Surv(time, event)", "alone on the left");
    expect_refused(&desk, "y ~ factor(x", "never closed");
    expect_refused(&desk, "y ~ `x", "never closed");
    expect_refused(&desk, "y ~ ``", "is empty");
    expect_refused(&desk, "y ~ \xff", "UTF-8");
    char *many = arena_text(&desk.arena, "", 0);
    for (int i = 0; i <= FORMULA_TERMS_MAX; i++)
        many = arena_format(&desk.arena, "%s%sx%d", many, i > 0 ? "+" : "", i);
    expect_refused(&desk, many, "more than 200");
    arena_clear(&desk.arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R225: a formula names columns as R writes them", reads_columns),
        CASE("R14: what a formula cannot say is refused with what to write instead", refuses_the_rest),
    };
    return RUN(cases);
}
