#include "case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/problem.h"
#include "base/str.h"

static void grows(void **state)
{
    (void)state;
    struct str str;
    str_init(&str);
    assert_string_equal(str.at, "");
    for (int i = 0; i < 10000; i++) {
        str_addf(&str, "%d", i % 10);
        assert_int_equal(str.length, i + 1);
        assert_int_equal(str.at[str.length], '\0');
    }
    str_cut(&str, 3);
    str_add(&str, "abc");
    str_add_char(&str, '-');
    str_add_repeated(&str, '=', 3);
    str_add_repeated(&str, '!', 0);
    str_add_bytes(&str, "x\0y", 3);
    assert_int_equal(str.length, 13);
    assert_memory_equal(str.at, "012abc-===x\0y", 14);
    str_cut(&str, 0);
    assert_string_equal(str.at, "");
    str_add_repeated(&str, 'z', 100000);
    str_addf(&str, "%s", "");
    assert_int_equal(strspn(str.at, "z"), 100000);
    str_clear(&str);
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *plain, *grouped;
    } rows[] = {{0, "0", "0"},
                {-7, "-7", "-7"},
                {999, "999", "999"},
                {1794, "1794", "1,794"},
                {-1000, "-1000", "-1,000"},
                {-100, "-100", "-100"},
                {1234567, "1234567", "1,234,567"},
                {INT64_MAX, "9223372036854775807", "9,223,372,036,854,775,807"},
                {INT64_MIN, "-9223372036854775808", "-9,223,372,036,854,775,808"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str str;
        str_init(&str);
        str_add_int(&str, rows[i].number);
        assert_string_equal(str.at, rows[i].plain);
        str_cut(&str, 0);
        str_add(&str, "N = ");
        str_add_grouped(&str, rows[i].number);
        assert_string_equal(str.at + 4, rows[i].grouped);
        str_clear(&str);
    }
}

/* A whole number of at most 15 digits over a power of ten has a shortest form that is known beforehand. */
static void reals_are_short_and_exact(void **state)
{
    (void)state;
    static const char *const written[] = {"0.1",    "0.30000000000000004", "1794",  "-2.8",
                                          "1e+100", "123456789.123456",    "5e-05", "0"};
    struct str str;
    str_init(&str);
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        str_cut(&str, 0);
        str_add_real(&str, strtod(written[i], NULL));
        assert_string_equal(str.at, written[i]);
    }
    uint64_t seed = 42;
    for (int i = 0; i < 200000; i++) {
        double number;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = seed ^ seed >> 29;
        memcpy(&number, &bits, sizeof number);
        if (!(number - number == 0)) /* not finite */
            continue;
        str_cut(&str, 0);
        str_add_real(&str, number);
        assert_true(strtod(str.at, NULL) == number);
        str_cut(&str, 0);
        char expected[40];
        snprintf(expected, sizeof expected, "%.15g", (double)(bits % 1000000000000000u) / 1e6);
        str_add_real(&str, strtod(expected, NULL));
        assert_string_equal(str.at, expected);
    }
    str_clear(&str);
}

static void json(void **state)
{
    (void)state;
    struct str str;
    str_init(&str);
    str_add_json(&str, (struct text){"a\"b\\c\nd\te\x01\0M\xc4\x81ori", 17});
    assert_string_equal(str.at, "\"a\\\"b\\\\c\\nd\\u0009e\\u0001\\u0000M\xc4\x81ori\"");
    str_clear(&str);
}

static void arena_keeps_and_aligns(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    struct arena arena;
    arena_init(&arena);
    for (int round = 0; round < 2; round++) {
        unsigned char **kept = ARENA_ARRAY(&arena, unsigned char *, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            size_t size = i % 40 == 39 ? 20000 : i % 97;
            kept[i] = arena_alloc(&arena, size + 1);
            assert_int_equal((uintptr_t)kept[i] % _Alignof(max_align_t), 0);
            for (size_t j = 0; j <= size; j += 13)
                assert_int_equal(kept[i][j], 0);
            memset(kept[i], (int)(i % 251 + 1), size + 1);
        }
        for (size_t i = 0; i < COUNT; i++) {
            size_t size = i % 40 == 39 ? 20000 : i % 97;
            assert_int_equal(kept[i][0], i % 251 + 1);
            assert_int_equal(kept[i][size], i % 251 + 1);
        }
        assert_string_equal(arena_text(&arena, "abcdef", 3), "abc");
        assert_string_equal(arena_text(&arena, "", 0), "");
        assert_string_equal(arena_format(&arena, "%s %d", "R", 52), "R 52");
        arena_clear(&arena);
        assert_null(arena.blocks);
    }
}

static void err_keeps_the_first(void **state)
{
    (void)state;
    struct err err = {0};
    assert_false(err_set(&err, ERR_input, "\"%s\" is wrong", "x"));
    assert_false(err_set(&err, ERR_system, "later"));
    err_at(&err, "row %d", 2);
    err_at(&err, "row %d", 3);
    assert_int_equal(err.kind, ERR_input);
    assert_string_equal(err.sentence, "\"x\" is wrong");
    assert_string_equal(err.place, "row 2");
}

static void err_is_cut_never_overrun(void **state)
{
    (void)state;
    for (int shift = 0; shift < 2; shift++) {
        struct err err = {0};
        char text[4001] = "x";
        for (size_t i = (size_t)shift; i + 2 < sizeof text; i += 2)
            memcpy(text + i, "\xc4\x81", 2);
        err_set(&err, ERR_input, "%s", text);
        err_at(&err, "%s", text);
        assert_true(strlen(err.sentence) < sizeof err.sentence &&
                    strlen(err.sentence) >= sizeof err.sentence - 4);
        assert_true(strlen(err.place) < sizeof err.place);
        assert_int_equal(text_utf8_valid(text_of(err.sentence)), strlen(err.sentence));
        assert_int_equal(text_utf8_valid(text_of(err.place)), strlen(err.place));
    }
}

static void err_kinds_have_their_own_codes(void **state)
{
    (void)state;
    assert_int_equal(err_exit_code(ERR_none), 0);
    for (int kind = ERR_none; kind <= ERR_findings; kind++) {
        assert_true(strlen(err_name((enum err_kind)kind)) > 0 &&
                    strlen(err_meaning((enum err_kind)kind)) > 0);
        for (int other = ERR_none; other < kind; other++)
            assert_int_not_equal(err_exit_code((enum err_kind)kind), err_exit_code((enum err_kind)other));
    }
}

static void problems_are_counted_and_kept(void **state)
{
    (void)state;
    struct arena arena;
    struct problems problems;
    arena_init(&arena);
    problems_init(&problems, &arena);
    problems_sort(&problems);
    for (int row = 5000; row > 0; row--)
        problems_add(&problems, row, row % 2 ? "gender" : "birth_date", "\"%d\" is wrong", row);
    assert_int_equal(problems.count, 5000);
    assert_int_equal(problems.kept_count, PROBLEMS_KEPT);
    problems_sort(&problems);
    for (size_t i = 0; i < problems.kept_count; i++)
        assert_int_equal(problems.kept[i].row, 4001 + i);
    assert_string_equal(problems.kept[0].field, "gender");
    assert_string_equal(problems.kept[0].sentence, "\"4001\" is wrong");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("house: a str grows and stays terminated", grows),
        CASE("house: whole numbers print, plain and with thousands apart", integers),
        CASE("house: a real prints in the fewest digits that read back the same", reals_are_short_and_exact),
        CASE("house: JSON strings are escaped", json),
        CASE("house: an arena keeps everything apart, zeroed and aligned, and can be used again",
             arena_keeps_and_aligns),
        CASE("house: the first failure is kept", err_keeps_the_first),
        CASE("house: a long sentence is cut between characters, never overrun", err_is_cut_never_overrun),
        CASE("house: each kind of failure has its own exit code and words", err_kinds_have_their_own_codes),
        CASE("R14: all problems are counted, the first thousand kept, in the order of the rows",
             problems_are_counted_and_kept),
    };
    return RUN(cases);
}
