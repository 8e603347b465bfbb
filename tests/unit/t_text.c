#include "case.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"+7", 7},
                {"007", 7},
                {"1794", 1794},
                {"-1", -1},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN},
                {"0000000000000000000000009223372036854775807", INT64_MAX}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t number = 99;
        assert_true(text_to_int(text_of(good[i].text), &number));
        assert_true(number == good[i].number);
    }
    static const char *const wrong[] = {"",
                                        "+",
                                        "-",
                                        "--1",
                                        "1.0",
                                        " 1",
                                        "1 ",
                                        "1,000",
                                        "0x10",
                                        "1e3",
                                        "one",
                                        "9223372036854775808",
                                        "-9223372036854775809",
                                        "92233720368547758070",
                                        "99999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t number = 99;
        if (text_to_int(text_of(wrong[i]), &number))
            fail_msg("\"%s\" was read as %" PRId64, wrong[i], number);
        assert_int_equal(number, 99);
    }
    int64_t number = 99;
    assert_false(text_to_int((struct text){"1\0002", 3}, &number));
    assert_true(text_to_int((struct text){"12345", 2}, &number)); /* not a byte past its length */
    assert_int_equal(number, 12);
}

static void reals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } good[] = {
        {"0", 0},     {"-12.5", -12.5}, {"1e3", 1000}, {"1E-2", 0.01},
        {"+.5", 0.5}, {"5.", 5},        {"0.1", 0.1},  {"1.7976931348623157e308", 1.7976931348623157e308}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double number = 99;
        assert_true(text_to_real(text_of(good[i].text), &number));
        assert_true(number == good[i].number);
    }
    static const char *const wrong[] = {
        "",    ".",  "-",  "e3",    "1e",    "nan",    "NaN", "inf",   "-inf", "infinity", "0x1p3",
        "1,5", " 1", "1 ", "1.2.3", "1e999", "-1e999", "--1", "1e3e3", "12a",  "1_000",    "$5"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double number = 99;
        if (text_to_real(text_of(wrong[i]), &number))
            fail_msg("\"%s\" was read as %g", wrong[i], number);
        assert_true(number == 99);
    }
}

/* Decimals of every shape, in memory that ends where they end: the nearest double, which strtod finds too. */
static void reals_to_the_last_bit(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 400000; i++) {
        char text[80];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = seed >> 11;
        int length = 1 + (int)(seed % 20), point = (int)(seed / 32 % 24),
            power = (int)(seed / 1024 % 70) - 35;
        switch (i % 4) {
        case 0: /* digits with a point somewhere, or a sign */
            snprintf(text, sizeof text, "%020llu", (unsigned long long)seed);
            text[length] = '\0';
            if (point < length)
                text[point] = point == 0 && i % 8 == 0 ? '-' : '.';
            break;
        case 1:
            snprintf(text, sizeof text, "%.*f", point % 8, ((double)bits - 4e15) / 1e10);
            break;
        case 2:
            snprintf(text, sizeof text, "%.17g", (double)bits * (bits & 1 ? 1e-9 : 1e-25));
            break;
        default: /* where two roundings could differ from one */
            snprintf(text, sizeof text, "%llue%d", (unsigned long long)(seed % 10000000000000000000u), power);
        }
        size_t size = strlen(text);
        char *end, *alone = memcpy(malloc(size), text, size);
        double expected = strtod(text, &end), number = 99;
        bool good = text_to_real((struct text){alone, size}, &number);
        if (good != (end == text + size) || (good && memcmp(&number, &expected, sizeof number) != 0))
            fail_msg("\"%s\" was read as %.17g, not %.17g", text, number, expected);
        free(alone);
    }
}

static void trims_and_compares(void **state)
{
    (void)state;
    assert_true(text_is(text_trim(text_of(" \t a b\t ")), "a b"));
    assert_true(text_is(text_trim(text_of(" \t ")), ""));
    assert_true(text_is(text_trim(text_of("")), ""));
    assert_true(text_equal(text_of("ab"), (struct text){"abc", 2}));
    assert_false(text_equal(text_of("ab"), text_of("aB")));
    assert_true(text_equal((struct text){NULL, 0}, text_of("")));
    assert_false(text_is(text_of("ab"), "abc"));
    assert_true(text_is_ignoring_case(text_of("Birth_DATE"), "birth_date"));
    assert_false(text_is_ignoring_case(text_of("birth"), "birth_date"));
    assert_false(text_is_ignoring_case(text_of("\xc4\x80"), "\xc4\x81")); /* ASCII letters only: Ā is not ā */
}

static void splits(void **state)
{
    (void)state;
    static const char *const expected[] = {"a", "", "bc", ""};
    struct text rest = text_of("a,,bc,"), part;
    size_t count = 0;
    while (text_split(&rest, ',', &part))
        assert_true(text_is(part, expected[count++]));
    assert_int_equal(count, 4);
    rest = text_of("");
    assert_true(text_split(&rest, ',', &part));
    assert_int_equal(part.length, 0);
    assert_false(text_split(&rest, ',', &part));
}

/* RFC 3629 said another way: a sequence is good when its bits make a scalar value that could not have been
 * written shorter. */
static size_t slow_length(const unsigned char *s, size_t left)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s[0] < 0x80)
        return 1;
    size_t length = s[0] >= 0xf8 ? 0 : s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc0 ? 2 : 0;
    if (length == 0 || length > left)
        return 0;
    uint32_t point = s[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (s[i] & 0x3fu);
    }
    bool scalar = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return point >= least[length] && scalar ? length : 0;
}

static size_t slow_valid(const unsigned char *s, size_t length)
{
    size_t at = 0;
    while (at < length) {
        size_t step = slow_length(s + at, length - at);
        if (step == 0)
            return at;
        at += step;
    }
    return at;
}

static void check_bytes(const unsigned char *bytes, size_t length)
{
    size_t got = text_utf8_valid((struct text){(const char *)bytes, length}),
           expected = slow_valid(bytes, length);
    if (got != expected)
        fail_msg("%02x %02x %02x %02x: %zu, not %zu", bytes[0], bytes[1], bytes[2], bytes[3], got, expected);
}

static void utf8_short_sequences(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 1u << 24; i++) {
        unsigned char bytes[4] = {(unsigned char)(i >> 16), (unsigned char)(i >> 8), (unsigned char)i, 0};
        if (i % 256 == 0)
            check_bytes(bytes, 2);
        check_bytes(bytes, 3);
    }
    for (unsigned i = 0; i < 256; i++)
        check_bytes((unsigned char[4]){(unsigned char)i}, 1);
}

static void utf8_four_bytes(void **state)
{
    (void)state;
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                          0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xff};
    for (unsigned first = 0xe0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++)
            for (size_t i = 0; i < sizeof edges; i++)
                for (size_t j = 0; j < sizeof edges; j++)
                    check_bytes(
                        (unsigned char[4]){(unsigned char)first, (unsigned char)second, edges[i], edges[j]},
                        4);
}

/* Eight bytes of ASCII are taken at a stride; the first bad byte is found wherever it stands. */
static void utf8_offset_of_the_first_fault(void **state)
{
    (void)state;
    for (size_t length = 0; length <= 40; length++)
        for (size_t fault = 0; fault <= length; fault++) {
            char bytes[41];
            memset(bytes, 'a', sizeof bytes);
            bytes[fault] = (char)0xff;
            assert_int_equal(text_utf8_valid((struct text){bytes, length}), fault);
            if (fault >= 2) {
                memcpy(bytes, "\xc4\x81", 2); /* ā first: the stride starts at an odd place */
                assert_int_equal(text_utf8_valid((struct text){bytes, length}), fault);
            }
        }
    assert_int_equal(text_utf8_valid(text_of("M\xc4\x81ori \xe6\xbc\xa2 \xf0\x9f\x98\x80")), 16 - 1);
    assert_int_equal(text_utf8_valid(text_of("caf\xe9")), 3); /* Latin-1 */
}

static void utf8_walks(void **state)
{
    (void)state;
    static const uint32_t points[] = {'M', 0x101, 0x7ff, 0x800, 0x6f22, 0xffff, 0x10000, 0x1f600, 0x10ffff};
    struct text text = text_of("M\xc4\x81\xdf\xbf\xe0\xa0\x80\xe6\xbc\xa2\xef\xbf\xbf\xf0\x90\x80\x80\xf0\x9f"
                               "\x98\x80\xf4\x8f\xbf\xbf");
    assert_int_equal(text_utf8_valid(text), text.length);
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        assert_int_equal(text_utf8_next(&text), points[i]);
    assert_int_equal(text.length, 0);
}

static void widths(void **state)
{
    (void)state;
    assert_int_equal(text_width(text_of("")), 0);
    assert_int_equal(text_width(text_of("Mahi")), 4);
    assert_int_equal(text_width(text_of("M\xc4\x81ori")), 5);
    assert_int_equal(text_width(text_of("\xe6\xbc\xa2\xe5\xad\x97")), 4); /* two wide characters */
    assert_int_equal(text_width(text_of("e\xcc\x81")), 1);                /* e and a combining accent */
}

static const char *nearest_of(const char *typed)
{
    static const char *const names[] = {"birth_date", "given_names", "family_name", "gender",
                                        "country",    "number",      "id"};
    struct nearest nearest;
    nearest_init(&nearest, text_of(typed));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        nearest_offer(&nearest, names[i]);
    return nearest.name;
}

static void nearest_names(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("birthdate"), "birth_date");
    assert_string_equal(nearest_of("birht_date"), "birth_date"); /* neighbours swapped are one edit */
    assert_string_equal(nearest_of("BIRTH_DATE"), "birth_date");
    assert_string_equal(nearest_of("gendre"), "gender");
    assert_string_equal(nearest_of("contry"), "country");
    assert_string_equal(nearest_of("given_name"), "given_names");
    assert_null(nearest_of("shoe_size"));
    assert_null(nearest_of(""));
    assert_null(nearest_of("xy"));
    char enormous[500];
    memset(enormous, 'a', sizeof enormous - 1);
    enormous[sizeof enormous - 1] = '\0';
    assert_null(nearest_of(enormous));
}

static void nearest_distances(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *known;
        size_t distance;
    } rows[] = {{"number", "number", 0},  {"numbre", "number", 1}, {"umber", "number", 1},
                {"numbber", "number", 1}, {"nunber", "number", 1}, {"nmubre", "number", 2},
                {"Number", "nUMBER", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nearest nearest;
        nearest_init(&nearest, text_of(rows[i].typed));
        nearest_offer(&nearest, rows[i].known);
        assert_non_null(nearest.name);
        assert_int_equal(nearest.distance, rows[i].distance);
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R14: whole numbers are read to the last one that fits, and nothing else is", integers),
        CASE("R14: decimal numbers are read; nan, inf, hexadecimal and a decimal comma are not", reals),
        CASE("R14: decimal numbers are read to the last bit", reals_to_the_last_bit),
        CASE("house: texts are trimmed and compared", trims_and_compares),
        CASE("house: texts are split at every separator", splits),
        CASE("house: UTF-8 of one, two and three bytes is judged as RFC 3629 does, all 16.8 million",
             utf8_short_sequences),
        CASE("house: UTF-8 of four bytes is judged as RFC 3629 does", utf8_four_bytes),
        CASE("house: the first byte that is not UTF-8 is found wherever it stands",
             utf8_offset_of_the_first_fault),
        CASE("house: UTF-8 gives its code points one by one", utf8_walks),
        CASE("house: wide characters take two columns, combining marks none", widths),
        CASE("R14: a mistyped name is answered with the nearest known one, or none", nearest_names),
        CASE("house: swapping neighbours is one edit", nearest_distances),
    };
    return RUN(cases);
}
