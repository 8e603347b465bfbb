#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rule/number.h"

static struct number num(const char *text)
{
    struct number out;
    if (!number_read(text_of(text), &out))
        fail_msg("\"%s\" is not read as a number", text);
    return out;
}

static void assert_prints(struct number a, const char *expected)
{
    struct str out;
    str_init(&out);
    number_print(&out, a);
    assert_string_equal(out.at, expected);
    str_clear(&out);
}

static void read_and_printed(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.00", "0"},
        {"007", "7"},
        {"+7", "7"},
        {"-12.50", "-12.5"},
        {".872", "0.872"},
        {"-.5e1", "-5"},
        {"1e3", "1000"},
        {"1.23E+4", "12300"},
        {"1e-3", "0.001"},
        {"999999999999999999", "999999999999999999"},
        {"1000000000000000000", "1000000000000000000"},
        {"-123456789012345678901234567890.1234", "-123456789012345678901234567890.1234"},
        /* the 35th digit rounds half to even, and what follows it decides a tie */
        {"10000000000000000000000000000000005", "10000000000000000000000000000000000"},
        {"10000000000000000000000000000000015", "10000000000000000000000000000000020"},
        {"10000000000000000000000000000000005.0000000000000000000001", "10000000000000000000000000000000010"},
        {"0.00000000000000000000000000000000000000000000000000000000000000000000001",
         "0.00000000000000000000000000000000000000000000000000000000000000000000001"},
        {"1e-7000", "0"},
        {"-1.5e6000", "-15e5999"},
        {"123e-6000", "123e-6000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_prints(num(rows[i][0]), rows[i][1]);
}

static void nothing_else_is_read(void **state)
{
    (void)state;
    static const char *const rows[] = {"",      "-",   ".",      "1.",   "1.e3", "e3",  "1e",
                                       "1e+",   "1,5", "1 000",  "0x10", "inf",  "nan", "1..2",
                                       "1.2.3", "--1", "1e7000", " 1",   "1 ",   "12a"};
    struct number out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (number_read(text_of(rows[i]), &out))
            fail_msg("\"%s\" is read as a number", rows[i]);
}

static void tenths_add_up(void **state)
{
    (void)state;
    struct number sum;
    assert_true(number_add(num("0.1"), num("0.2"), &sum));
    assert_int_equal(number_compare(sum, num("0.3")), 0);
    assert_prints(sum, "0.3");
}

/* 64 bits of a fixed sequence (Marsaglia's xorshift). */
static uint64_t random_bits(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int64_t random_int(uint64_t *seed)
{
    return (int64_t)random_bits(seed) >> (random_bits(seed) % 64);
}

static void assert_int128(struct number a, __int128 expected)
{
    char digits[48], *at = digits + sizeof digits;
    unsigned __int128 size = expected < 0 ? -(unsigned __int128)expected : (unsigned __int128)expected;
    *--at = '\0';
    do
        *--at = (char)('0' + (int)(size % 10));
    while (size /= 10);
    if (expected < 0)
        *--at = '-';
    assert_prints(a, at);
}

/* Against 128-bit integers, on both sides of the border between whole and wide; products have 38 digits at
 * most, so those that need no more than 34 are asked. */
static void as_integers(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252;
    for (int i = 0; i < 20000; i++) {
        int64_t x = random_int(&seed), y = random_int(&seed);
        struct number a = number_of(x), b = number_of(y), out;
        assert_int_equal(number_compare(a, b), (x > y) - (x < y));
        assert_true(number_add(a, b, &out));
        assert_int128(out, (__int128)x + y);
        assert_true(number_subtract(a, b, &out));
        assert_int128(out, (__int128)x - y);
        __int128 product = (__int128)x * y;
        if (llabs(x / 3) < INT32_MAX || llabs(y / 3) < INT32_MAX) {
            assert_true(number_multiply(a, b, &out));
            assert_int128(out, product);
            struct number back;
            assert_int_equal(number_divide(out, b, &back), y != 0);
            if (y != 0)
                assert_int128(back, x);
        }
        if (y != 0 && x != INT64_MIN) {
            __int128 rest = (__int128)x % y;
            assert_true(number_modulo(a, b, &out));
            assert_int128(out, rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest);
        }
    }
}

static void one_form(void **state)
{
    (void)state;
    struct number out;
    assert_true(number_add(num("0.5"), num("0.5"), &out));
    assert_true(out.is_whole);
    assert_true(number_multiply(num("1e20"), num("1e-10"), &out));
    assert_true(out.is_whole && out.whole == 10000000000);
    assert_true(number_sqrt(num("1e36"), &out));
    assert_false(out.is_whole);
    assert_int_equal(number_compare(out, number_of(1000000000000000000)), 0);
    assert_true(number_of(NUMBER_WHOLE_MAX).is_whole);
    assert_false(number_of((int64_t)NUMBER_WHOLE_MAX + 1).is_whole);
    assert_false(number_of(INT64_MIN).is_whole);
    assert_prints(number_of(INT64_MIN), "-9223372036854775808");
    assert_prints(number_negate(number_of(INT64_MIN)), "9223372036854775808");
}

static void doubles_there_and_back(void **state)
{
    (void)state;
    static const double rows[] = {
        0, 0.1, -0.1, 37.5, 1e15, 1e18, 1e300, 5e-324, 123456.789, 1.0 / 3, 0.30000000000000004};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(number_to_real(number_of_real(rows[i])) == rows[i]);
    assert_prints(number_of_real(0.1), "0.1");
    assert_prints(number_of_real(-1234.565), "-1234.565");
    assert_prints(number_of_real(0.30000000000000004), "0.30000000000000004");
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = random_bits(&seed);
        double real, thousandths = (double)(int64_t)(bits >> 12) / 1000;
        memcpy(&real, &bits, sizeof real);
        if (isfinite(real) && fabs(real) > 1e-300)
            assert_true(number_to_real(number_of_real(real)) == real);
        assert_true(number_to_real(number_of_real(thousandths)) == thousandths);
    }
}

struct row {
    const char *a, *b, *result; /* NULL: there is none */
};

static void two(const struct row *rows, size_t count,
                bool (*what)(struct number, struct number, struct number *))
{
    for (size_t i = 0; i < count; i++) {
        struct number out;
        bool exists = what(num(rows[i].a), num(rows[i].b), &out);
        if (exists != (rows[i].result != NULL))
            fail_msg("of %s and %s a result %s", rows[i].a, rows[i].b, exists ? "exists" : "is missing");
        if (exists)
            assert_prints(out, rows[i].result);
    }
}

static void quotients(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"1", "3", "0.3333333333333333333333333333333333"},
        {"2", "3", "0.6666666666666666666666666666666667"},
        {"1", "0", NULL},
        {"0", "0", NULL},
        {"-1.0", "0.0", NULL},
        {"7", "2", "3.5"},
        {"9e6144", "0.1", NULL},
    };
    two(rows, sizeof rows / sizeof *rows, number_divide);
}

static void powers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"10", "5", "100000"},
        {"1.1", "2", "1.21"},
        {"2", "100", "1267650600228229401496703205376"},
        {"0.5", "3", "0.125"},
        {"2", "-2", "0.25"},
        {"0", "0", "1"},
        {"0", "-1", NULL},
        {"-8", "3", "-512"},
        {"-8", "0.5", NULL},
        {"4", "0.5", "2"},
        {"1", "999999999999999999", "1"},
        {"-1", "999999999999999999", "-1"},
        {"10", "6145", NULL},
    };
    two(rows, sizeof rows / sizeof *rows, number_power);
    struct number out; /* 60.5861716660600…: 25 * sqrt(5) * 5 ** 0.05 */
    assert_true(number_power(num("5"), num("2.55"), &out));
    assert_true(fabs(number_to_real(out) - pow(5, 2.55)) < 1e-13);
    assert_true(number_power(num("1.003125"), num("-360"), &out));
    assert_true(fabs(number_to_real(out) - pow(1.003125, -360)) < 1e-14);
}

static void remainders(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"12", "5", "2"},       {"-12", "5", "3"},       {"12", "-5", "-3"},       {"-12", "-5", "-2"},
        {"10.1", "4.5", "1.1"}, {"-10.1", "4.5", "3.4"}, {"10.1", "-4.5", "-3.4"}, {"-10.1", "-4.5", "-1.1"},
        {"0", "4", "0"},        {"10", "0", NULL},       {"1e30", "7", "1"},
    };
    two(rows, sizeof rows / sizeof *rows, number_modulo);
}

static void rounded(void **state)
{
    (void)state;
    /* half even, half up, half down, up, down, floor, ceiling */
    static const struct {
        const char *a;
        int decimals;
        const char *by[7];
    } rows[] = {
        {"5.5", 0, {"6", "6", "5", "6", "5", "5", "6"}},
        {"2.5", 0, {"2", "3", "2", "3", "2", "2", "3"}},
        {"-2.5", 0, {"-2", "-3", "-2", "-3", "-2", "-3", "-2"}},
        {"1.121", 2, {"1.12", "1.12", "1.12", "1.13", "1.12", "1.12", "1.13"}},
        {"-1.126", 2, {"-1.13", "-1.13", "-1.13", "-1.13", "-1.12", "-1.13", "-1.12"}},
        {"1.5", 3, {"1.5", "1.5", "1.5", "1.5", "1.5", "1.5", "1.5"}},
        {"1250", -2, {"1200", "1300", "1200", "1300", "1200", "1200", "1300"}},
        {"-1250", -2, {"-1200", "-1300", "-1200", "-1300", "-1200", "-1300", "-1200"}},
        {"7", -1, {"10", "10", "10", "10", "0", "0", "10"}},
        {"5", -1, {"0", "10", "0", "10", "0", "0", "10"}},
        {"0.3333", 0, {"0", "0", "0", "1", "0", "0", "1"}},
        {"-0.3333", 0, {"0", "0", "0", "-1", "0", "-1", "0"}},
        {"5.5", 6176, {"5.5", "5.5", "5.5", "5.5", "5.5", "5.5", "5.5"}},
        {"9999999999999999999999999999999999",
         -1,
         {"10000000000000000000000000000000000", "10000000000000000000000000000000000",
          "10000000000000000000000000000000000", "10000000000000000000000000000000000",
          "9999999999999999999999999999999990", "9999999999999999999999999999999990",
          "10000000000000000000000000000000000"}},
    };
    struct number out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int how = ROUND_half_even; how <= ROUND_ceiling; how++) {
            assert_true(number_round(num(rows[i].a), rows[i].decimals, (enum number_rounding)how, &out));
            assert_prints(out, rows[i].by[how]);
        }
    assert_false(number_round(num("5.5"), 6177, ROUND_up, &out));
    assert_false(number_round(num("5.5"), -6112, ROUND_up, &out));
    assert_true(number_round(num("5.5"), -6111, ROUND_down, &out));
    assert_prints(out, "0");
}

static void to_the_last_digit(void **state)
{
    (void)state;
    struct number out;
    assert_true(number_sqrt(num("2"), &out));
    assert_prints(out, "1.414213562373095048801688724209698");
    assert_true(number_exp(num("1"), &out));
    assert_prints(out, "2.718281828459045235360287471352662");
    assert_true(number_log(num("2"), &out));
    assert_prints(out, "0.6931471805599453094172321214581766");
    assert_false(number_sqrt(num("-1"), &out));
    assert_false(number_log(num("0"), &out));
    assert_false(number_log(num("-1"), &out));
    assert_false(number_exp(num("1e9"), &out));
}

static void to_int(void **state)
{
    (void)state;
    int64_t out;
    assert_true(number_to_int(num("9223372036854775807"), &out));
    assert_int_equal(out, INT64_MAX);
    assert_false(number_to_int(num("9223372036854775808"), &out));
    assert_false(number_to_int(num("0.5"), &out));
    assert_true(number_to_int(num("-12"), &out));
    assert_int_equal(out, -12);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R52: numbers are read and printed as people write them, to 34 digits", read_and_printed),
        CASE("R52: what is no number is not read as one", nothing_else_is_read),
        CASE("R52: 0.1 + 0.2 is 0.3", tenths_add_up),
        CASE("R52: whole numbers are those of 128-bit integers", as_integers),
        CASE("R52: a value has one form", one_form),
        CASE("R52: a recorded real is the decimal that was typed", doubles_there_and_back),
        CASE("R52: quotients, and none by nought", quotients),
        CASE("R52: powers are exact where they can be", powers),
        CASE("R52: a remainder has the divisor's sign", remainders),
        CASE("R52: rounding in seven ways, after and before the point", rounded),
        CASE("R52: roots, powers of e and logarithms to the last digit", to_the_last_digit),
        CASE("R52: numbers as integers where they are", to_int),
    };
    return RUN(cases);
}
