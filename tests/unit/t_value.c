#include "case.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "dict/value.h"

static const struct field text_field = {.kind = KIND_TEXT, .name = "t"},
                          short_field = {.kind = KIND_TEXT, .name = "s", .max = 5},
                          note_field = {.kind = KIND_NOTE, .name = "n"},
                          code_field = {.kind = KIND_CODE, .name = "c"},
                          integer_field = {.kind = KIND_INTEGER, .name = "i"},
                          ranged_field = {.kind = KIND_INTEGER, .name = "r", .min = 1, .max = 5},
                          real_field = {.kind = KIND_REAL, .name = "x"},
                          hours_field = {.kind = KIND_REAL, .name = "h", .max = 168, .unit = "h/week"},
                          bool_field = {.kind = KIND_BOOL, .name = "b"},
                          date_field = {.kind = KIND_DATE, .name = "d"},
                          instant_field = {.kind = KIND_INSTANT, .name = "m"},
                          choice_field = {.kind = KIND_CHOICE, .name = "e", .of = LIST_english},
                          ref_field = {.kind = KIND_REF, .name = "f", .to = R_client},
                          country_field = {.kind = KIND_COUNTRY, .name = "k"},
                          language_field = {.kind = KIND_LANGUAGE, .name = "l"};

static struct value parsed(const struct field *field, const char *typed)
{
    struct value value;
    struct err err = {0};
    if (!value_parse(field, text_of(typed), &value, &err))
        fail_msg("%s: %s", typed, err.sentence);
    return value;
}

static void refused(const struct field *field, struct text typed, const char *words)
{
    struct value value;
    struct err err = {0};
    if (value_parse(field, typed, &value, &err))
        fail_msg("\"%.*s\" was taken", (int)typed.length, typed.at);
    if (err.kind != ERR_input || !strstr(err.sentence, words))
        fail_msg("%s", err.sentence);
    assert_int_equal(text_utf8_valid(text_of(err.sentence)),
                     strlen(err.sentence)); /* no character is cut in two */
}

static void shows(void (*show)(struct str *, const struct field *, struct value), const struct field *field,
                  struct value value, const char *as)
{
    struct str out;
    str_init(&out);
    show(&out, field, value);
    assert_string_equal(out.at, as);
    str_clear(&out);
}

static void typed(void **state)
{
    (void)state;
    static const struct {
        const struct field *field;
        const char *typed, *printed, *shown;
        int64_t number;
    } rows[] = {
        {&text_field, "  Te Reo M\xc4\x81ori ", "Te Reo M\xc4\x81ori", "Te Reo M\xc4\x81ori", 0},
        {&note_field, "two\nlines\tand a tab", "two\nlines\tand a tab", "two\nlines\tand a tab", 0},
        {&code_field, "anzsco-1.2:233211/A_b", "anzsco-1.2:233211/A_b", "anzsco-1.2:233211/A_b", 0},
        {&integer_field, "-12", "-12", "-12", -12},
        {&integer_field, "007", "7", "7", 7},
        {&ranged_field, "5", "5", "5", 5},
        {&bool_field, "YES", "yes", "yes", 1},
        {&bool_field, "no", "no", "no", 0},
        {&date_field, "1970-01-01", "1970-01-01", "1970-01-01", 0},
        {&date_field, "1969-12-31", "1969-12-31", "1969-12-31", -1},
        {&instant_field, "1970-01-01T00:00:01Z", "1970-01-01T00:00:01Z", "1970-01-01T00:00:01Z", 1000},
        {&choice_field, "Clear", "clear", "Clear", CODED_english_clear},
        {&ref_field, "NSW-0001", "NSW-0001", "NSW-0001", 0},
        {&country_field, "FJ", "FJ", "Fiji", 0},
        {&language_field, "smo", "smo", "Samoan", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value value = parsed(rows[i].field, rows[i].typed);
        if (value.type == VALUE_number)
            assert_int_equal(value.number, rows[i].number);
        shows(value_print, rows[i].field, value, rows[i].printed);
        shows(value_show, rows[i].field, value, rows[i].shown);
    }
    struct value half = parsed(&hours_field, "37.5");
    assert_true(half.type == VALUE_real && half.real == 37.5);
    shows(value_print, &hours_field, half, "37.5");
    shows(value_show, &hours_field, half, "37.5 h/week");
}

static void wrong(void **state)
{
    (void)state;
    static const struct {
        const struct field *field;
        const char *typed, *words;
    } rows[] = {
        {&text_field, "two\nlines", "a line break; write it on one line"},
        {&text_field, "bell\a", "a control character"},
        {&short_field, "sixsix", "at most 5 fit"},
        {&note_field, "a\x01z", "a control character"},
        {&code_field, "has blank", "without blanks"},
        {&code_field, "caf\xc3\xa9", "letters, digits"},
        {&integer_field, "12.5", "not a whole number"},
        {&integer_field, "1e3", "digits only"},
        {&integer_field, "9223372036854775808", "not a whole number"},
        {&ranged_field, "0", "outside 1 to 5"},
        {&ranged_field, "6", "outside 1 to 5"},
        {&real_field, "1,5", "decimal point"},
        {&real_field, "nan", "not a number"},
        {&real_field, "inf", "not a number"},
        {&hours_field, "168.5", "outside 0 to 168 h/week"},
        {&hours_field, "-1", "outside 0 to 168"},
        {&bool_field, "1", "not yes or no; leave it empty"},
        {&bool_field, "y", "not yes or no"},
        {&date_field, "31/8/2000", "write 2000-08-31"},
        {&date_field, "2000-02-30", "that month ends on 2000-02-29"},
        {&date_field, "yesterday", "such as 2000-08-31"},
        {&instant_field, "2000-01-01 10:00", "is not a time"},
        {&choice_field, "clera", "did you mean clear?"},
        {&choice_field, "native", "write none, basic, reasonable, clear or high"},
        {&choice_field, "4", "not a english"},
        {&ref_field, "two words", "not a code"},
        {&country_field, "New Zealand", "such as NZ or FJ"},
        {&country_field, "nz", "two capital letters"},
        {&country_field, "N", "not a country"},
        {&country_field, "NZL", "not a country"},
        {&language_field, "English", "such as eng or smo"},
        {&language_field, "ENG", "three small letters"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        refused(rows[i].field, text_of(rows[i].typed), rows[i].words);
}

static void lengths(void **state)
{
    (void)state;
    static char many[10003];
    static const struct {
        const struct field *field;
        size_t most;
    } rows[] = {
        {&text_field, 200}, {&note_field, 10000}, {&code_field, 60}, {&ref_field, 60}, {&short_field, 5}};
    memset(many, 'a', sizeof many);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value value;
        struct err err = {0};
        assert_true(value_parse(rows[i].field, (struct text){many, rows[i].most}, &value, &err));
        assert_int_equal(value.text.length, rows[i].most);
        refused(rows[i].field, (struct text){many, rows[i].most + 1}, "at most");
    }
    for (size_t at = 55; at < 62; at++) { /* wherever the sentence cuts it, a character stays whole */
        memset(many, 'a', sizeof many);
        memcpy(many + at, "\xe6\xbc\xa2\xf0\x9f\x98\x80", 7);
        refused(&choice_field, (struct text){many, at + 7}, "is not a english");
        refused(&integer_field, (struct text){many, at + 7}, "is not a whole number");
    }
}

static void absent(void **state)
{
    (void)state;
    static const struct field *const fields[] = {&text_field,   &note_field, &code_field,    &integer_field,
                                                 &real_field,   &bool_field, &date_field,    &instant_field,
                                                 &choice_field, &ref_field,  &country_field, &language_field};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        static const char *const nothings[] = {"", " ", "\t \t"};
        for (size_t j = 0; j < 3; j++) {
            struct value value = parsed(fields[i], nothings[j]);
            assert_int_equal(value.type, VALUE_absent);
            assert_false(value_equal(value, value_number(0)));
            assert_false(value_equal(value, value_text(text_of(""))));
            assert_true(value_equal(value, (struct value){.type = VALUE_absent}));
            shows(value_print, fields[i], value, "");
            shows(value_show, fields[i], value, "");
            struct field required = *fields[i];
            required.required = true;
            refused(&required, text_of(nothings[j]), dict_kind(required.kind)->typed);
        }
    }
    shows(value_print, &integer_field, value_number(0), "0"); /* and 0 is something */
    shows(value_print, &bool_field, value_number(0), "no");
}

/* Numbers that no code has, as a damaged database may hold them, show as themselves. */
static void strange_numbers(void **state)
{
    (void)state;
    shows(value_print, &choice_field, value_number(77), "77");
    shows(value_show, &choice_field, value_number(77), "77");
    shows(value_print, &bool_field, value_number(2), "2");
    shows(value_print, &date_field, value_number(99999999), "99999999");
    shows(value_show, &country_field, value_text(text_of("QQ")), "QQ");
    shows(value_show, &language_field, value_text(text_of("qqq")), "qqq");
}

/* A small generator (Marsaglia's xorshift), so that a failing value can be met again. */
static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static struct value made_up(const struct field *field, uint64_t *seed, char *buffer, size_t size)
{
    size_t count, length = 1 + next(seed) % (size - 1);
    const struct coded_row *rows;
    switch (field->kind) {
    case KIND_INTEGER:
        return value_number((int64_t)next(seed) >> next(seed) % 63);
    case KIND_REAL: {
        uint64_t bits;
        double real;
        do {
            bits = next(seed);
            memcpy(&real, &bits, sizeof real);
        } while (!isfinite(real));
        return value_real(real);
    }
    case KIND_BOOL:
        return value_number((int64_t)(next(seed) % 2));
    case KIND_DATE:
        return value_number(DATE_MIN + (int64_t)(next(seed) % (DATE_MAX - DATE_MIN + 1)));
    case KIND_INSTANT:
        return value_number((DATE_MIN + (int64_t)(next(seed) % (DATE_MAX - DATE_MIN + 1))) * 86400000 +
                            (int64_t)(next(seed) % 86400000));
    case KIND_CHOICE:
        rows = list_rows(field->of, &count);
        return value_number(rows[next(seed) % count].number);
    default:
        for (size_t i = 0; i < length; i++)
            buffer[i] = field->kind == KIND_CODE || field->kind == KIND_REF
                            ? "aZ09-_.:/"[next(seed) % 9]
                            : (char)(0x21 + next(seed) % 0x5e);
        return value_text((struct text){buffer, length});
    }
}

static void there_and_back(void **state)
{
    (void)state;
    static const struct field *const fields[] = {&text_field,   &note_field, &code_field, &integer_field,
                                                 &real_field,   &bool_field, &date_field, &instant_field,
                                                 &choice_field, &ref_field};
    uint64_t seed = 20000831;
    struct str printed, again;
    str_init(&printed);
    str_init(&again);
    for (int round = 0; round < 20000; round++) {
        const struct field *field = fields[(size_t)round % (sizeof fields / sizeof *fields)];
        char buffer[60];
        struct value value = made_up(field, &seed, buffer, sizeof buffer), back;
        struct err err = {0};
        str_cut(&printed, 0);
        str_cut(&again, 0);
        value_print(&printed, field, value);
        if (!value_parse(field, str_text(&printed), &back, &err))
            fail_msg("%s: %s", printed.at, err.sentence);
        value_print(&again, field, back);
        assert_string_equal(again.at, printed.at);
        assert_true(value_equal(value, back));
    }
    str_clear(&printed);
    str_clear(&again);
}

/* Every code of every list and every number of its range, in the dictionary as it is. */
static void all_codes(void **state)
{
    (void)state;
    for (int f = F_none + 1; f < F_end; f++) {
        const struct field *field = dict_field((enum field_id)f);
        if (field->kind != KIND_CHOICE)
            continue;
        size_t count;
        const struct coded_row *rows = list_rows(field->of, &count);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(parsed(field, rows[i].code).number, rows[i].number);
            shows(value_show, field, value_number(rows[i].number), rows[i].label);
        }
    }
}

static void iso(void **state)
{
    (void)state;
    static const char *const countries[] = {"AD", "NZ", "FJ", "WS", "GB", "ZW"}, *const languages[] = {
                                                                                     "aaa", "eng", "mri",
                                                                                     "smo", "zzj"};
    static const char *const neither[] = {"", "A", "QQ", "ZZ", "nz", "NZL", "zz", "zzzz", "en"};
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
        assert_non_null(iso_country(text_of(countries[i])));
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        assert_non_null(iso_language(text_of(languages[i])));
    for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
        assert_null(iso_country(text_of(neither[i])));
        assert_null(iso_language(text_of(neither[i])));
    }
    assert_string_equal(iso_country(text_of("NZ")), "New Zealand");
    int count = 0;
    char code[3] = "";
    for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
            count += iso_country(text_of(code)) != NULL;
    assert_true(count >= 245 && count <= 255); /* ISO 3166-1 has 249 */
}

/* values_check, on a record with every kind of rule. */
static void together(void **state)
{
    (void)state;
    const struct record *record = dict_record(R_enrolment);
    size_t count;
    const struct field *fields = record_fields(record, &count), *about;
    struct value values[RECORD_FIELDS_MAX] = {0};
    struct err err = {0};
#define AT(name) values[dict_field(F_enrolment_##name) - fields]
    assert_true(values_check(record, values, &about, &err)); /* nothing contradicts nothing */
    AT(enrolled_on) = value_number(100);
    AT(effective_from) = value_number(100);
    AT(started_on) = value_number(100); /* the same day is in order */
    assert_true(values_check(record, values, &about, &err));
    AT(started_on) = value_number(99);
    assert_false(values_check(record, values, &about, &err));
    assert_int_equal(about->id, F_enrolment_started_on);
    assert_non_null(
        strstr(err.sentence, "1970-04-10 comes before enrolled_on 1970-04-11; put the two dates in order"));
    AT(started_on) = (struct value){.type = VALUE_absent};
    err = (struct err){0};
    AT(verified_by) = value_text(text_of("ana"));
    assert_false(values_check(record, values, &about, &err));
    assert_int_equal(about->id, F_enrolment_verified_on);
    err = (struct err){0};
    AT(verified_by) = (struct value){.type = VALUE_absent};
    AT(verified_on) = value_number(1);
    assert_false(values_check(record, values, &about, &err));
    assert_int_equal(about->id, F_enrolment_verified_by);
    err = (struct err){0};
    AT(verified_by) = value_number(3);
    assert_true(values_check(record, values, &about, &err));
#undef AT
}

static void equal(void **state)
{
    (void)state;
    const struct value values[] = {
        {.type = VALUE_absent}, value_number(0),         value_number(1),          value_real(0),
        value_real(1.5),        value_text(text_of("")), value_text(text_of("a")), value_text(text_of("A"))};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (size_t j = 0; j < sizeof values / sizeof *values; j++)
            assert_int_equal(value_equal(values[i], values[j]), i == j);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R14: every kind of value is read, printed as it may be typed again, and shown", typed),
        CASE("R14: what is wrong is refused with what would be right", wrong),
        CASE("R14: texts fit up to their length, and sentences cut no character in two", lengths),
        CASE("R12: nothing typed is absent, never 0, no or empty; a required field says so", absent),
        CASE("R14: a number that no code has shows as itself", strange_numbers),
        CASE("R14: twenty thousand made-up values come back as they were", there_and_back),
        CASE("R14: every code of the dictionary is read and shown", all_codes),
        CASE("R14: countries and languages are those of ISO 3166-1 and ISO 639-3", iso),
        CASE("R17: dates are in order and a verification is whole", together),
        CASE("R12: values are equal only to themselves", equal),
    };
    return RUN(cases);
}
