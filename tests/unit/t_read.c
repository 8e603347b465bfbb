#include "store_place.h"

#include "base/date.h"
#include "store/read.h"

static int32_t day(const char *typed)
{
    struct err err = {0};
    int32_t date;
    must(date_parse(text_of(typed), &date, &err), &err);
    return date;
}

static struct moment as_at(const char *typed)
{
    return (struct moment){.dated = true, .as_at = day(typed)};
}

static struct moment known(int64_t instant)
{
    return (struct moment){.known_then = true, .known = instant};
}

static struct reading reading_of(const char *record)
{
    struct reading reading = {.record = dict_record_named(text_of(record))};
    assert_non_null(reading.record);
    return reading;
}

/* The values of one field, row by row, with a blank between. */
static const char *read_field(struct place *place, const struct reading *reading, const char *field)
{
    struct reader reader;
    struct err err = {0};
    struct str seen;
    bool row;
    size_t at = 0;
    str_init(&seen);
    must(reader_open(&reader, &place->store, reading, &err), &err);
    while (at < reader.field_count && strcmp(reader.fields[at]->name, field) != 0)
        at++;
    assert_true(at < reader.field_count);
    while (reader_next(&reader, &row, &err) && row) {
        str_add(&seen, seen.length > 0 ? " " : "");
        if (reader.values[at].type == VALUE_absent)
            str_add(&seen, "-");
        else
            value_print(&seen, reader.fields[at], reader.values[at]);
    }
    assert_int_equal(err.kind, ERR_none);
    reader_close(&reader);
    const char *copy = arena_text(&place->arena, seen.at ? seen.at : "", seen.length);
    str_clear(&seen);
    return copy;
}

static void assert_field(struct place *place, struct reading reading, const char *field, const char *expected)
{
    assert_string_equal(read_field(place, &reading, field), expected);
    reading.stream = true;
    assert_string_equal(read_field(place, &reading, field), expected);
}

static struct reading at_moment(const char *record, struct moment moment)
{
    struct reading reading = reading_of(record);
    reading.moment = moment;
    return reading;
}

/* ---- which rows ---- */

static void order_and_limit(void **state)
{
    struct place *place = place_open_store(state);
    place_add(
        place, "client",
        "number,family_name,source,method\nB,b,client,statement\na,a,client,statement\nA,c,client,statement\n"
        "10,d,client,statement\n9,e,client,statement\n");
    struct reading reading = reading_of("client");
    assert_field(place, reading, "number", "10 9 A B a");
    reading.limit = 1;
    assert_field(place, reading, "number", "10");
    reading.limit = 4;
    assert_field(place, reading, "number", "10 9 A B");
    reading.limit = 5;
    assert_field(place, reading, "number", "10 9 A B a");
    reading.limit = 6;
    assert_field(place, reading, "number", "10 9 A B a");
    reading.limit = 2;
    reading.moment = known(INT64_MAX / 2);
    assert_field(place, reading, "number", "10 9");
}

static void sgi(struct place *place)
{
    place_add_people(place);
    place_add(place, "sgi_scale", "rating,label,readiness_rank\n3,Middle,\n1,Near,5\n");
    place_add(place, "sgi_rating",
              "client,effective_from,rating,source,method\nC-1,2000-02-01,5,officer,interview\n"
              "C-1,2000-08-15,3,officer,interview\nC-2,2000-09-01,4,officer,interview\n");
}

static void by_key(void **state)
{
    struct place *place = place_open_store(state);
    sgi(place);
    struct reading reading = reading_of("client");
    reading.key = text_of("C-2");
    assert_field(place, reading, "family_name", "Lee");
    reading.key = text_of("c-2");
    assert_field(place, reading, "family_name", "");
    reading = reading_of("sgi_scale"); /* a key that is a number, whatever was typed */
    reading.key = text_of("03");
    assert_field(place, reading, "label", "Middle");
    reading = reading_of("register_spell"); /* a key that begins with another record's */
    reading.key = text_of("C-1");
    assert_field(place, reading, "effective_from", "2000-01-01 2000-05-01");
    reading.key = text_of("C-2");
    assert_field(place, reading, "effective_from", "");
    struct reader reader;
    struct err err = {0};
    reading = reading_of("sgi_scale");
    reading.key = text_of("three");
    assert_false(reader_open(&reader, &place->store, &reading, &err));
    assert_int_equal(err.kind, ERR_input);
    assert_field(place, reading_of("sgi_scale"), "label", "Near Middle"); /* nothing was left open */
}

static void by_client(void **state)
{
    struct place *place = place_open_store(state);
    sgi(place);
    struct reading reading = reading_of("sgi_rating");
    reading.client_id = place_number(place, "SELECT id FROM client WHERE number = 'C-1'");
    assert_field(place, reading, "rating", "5 3");
    assert_field(place, reading, "client", "C-1 C-1");
    reading.moment = as_at("2000-08-14");
    assert_field(place, reading, "rating", "5");
}

static void find(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct err err = {0};
    int64_t id = 0;
    must(record_find(&place->store, dict_record(R_client), text_of("C-2"), &id, &err), &err);
    assert_int_equal(id, place_number(place, "SELECT id FROM client WHERE number = 'C-2'"));
    assert_false(record_find(&place->store, dict_record(R_client), text_of("C-3"), &id, &err));
    assert_int_equal(err.kind, ERR_absent);
    assert_non_null(strstr(err.sentence, "no client \"C-3\" here"));
}

/* ---- as at ---- */

static void spells(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    const struct {
        const char *day, *expected;
    } cases[] = {{"1999-12-31", ""},          {"2000-01-01", "2000-01-01"}, {"2000-03-31", "2000-01-01"},
                 {"2000-04-01", ""},          {"2000-04-30", ""},           {"2000-05-01", "2000-05-01"},
                 {"2038-01-19", "2000-05-01"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_field(place, at_moment("register_spell", as_at(cases[i].day)), "effective_from",
                     cases[i].expected);
    assert_field(place, reading_of("register_spell"), "effective_from", "2000-01-01 2000-05-01");
}

/* Of each series the latest that began by the day; each client, skill and method is a series of its own. */
static void series(void **state)
{
    struct place *place = place_open_store(state);
    sgi(place);
    assert_field(place, at_moment("sgi_rating", as_at("2000-01-31")), "rating", "");
    assert_field(place, at_moment("sgi_rating", as_at("2000-02-01")), "rating", "5");
    assert_field(place, at_moment("sgi_rating", as_at("2000-08-14")), "rating", "5");
    assert_field(place, at_moment("sgi_rating", as_at("2000-08-15")), "rating", "3");
    assert_field(place, at_moment("sgi_rating", as_at("2000-09-01")), "rating", "3 4");
    place_add(
        place, "english_level",
        "client,effective_from,skill,level,assessor,source,method\n"
        "C-1,2000-02-01,speaking,reasonable,J,provider,test\nC-1,2000-02-01,reading,high,J,provider,test\n"
        "C-1,2000-03-01,speaking,clear,J,provider,test\nC-2,2000-02-15,speaking,none,J,provider,test\n");
    assert_field(place, at_moment("english_level", as_at("2000-02-20")), "level",
                 "basic reasonable high none");
    assert_field(place, at_moment("english_level", as_at("2000-03-01")), "level", "basic clear high none");
}

/* A name is dated without being about a client; a client and an office have no dates of their own and are
 * there on any day. */
static void without_dates(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "office_name",
              "office,effective_from,name\nnorth,1998-10-01,Old\nnorth,2001-10-01,New\n");
    assert_field(place, at_moment("office_name", as_at("2001-09-30")), "name", "Old");
    assert_field(place, at_moment("office_name", as_at("2001-10-01")), "name", "New");
    assert_field(place, at_moment("office", as_at("1900-01-01")), "code", "north");
    assert_field(place, at_moment("client", as_at("1900-01-01")), "number", "C-1 C-2");
}

/* The natural key of these has no day in it, so nothing replaces anything. */
static void day_outside_the_key(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "qualification",
              "client,number,title,effective_from,source,method\nC-1,Q1,First,1990-01-01,client,statement\n"
              "C-1,Q2,Second,2000-01-01,client,statement\n");
    assert_field(place, at_moment("qualification", as_at("1999-12-31")), "title", "First");
    assert_field(place, at_moment("qualification", as_at("2000-01-01")), "title", "First Second");
}

/* ---- as known ---- */

/* Three versions of one rating: 5 at 1000, 4 at 2000, 3 at 3000; and another, written at 2500, for a later
 * day. */
static void versions(struct place *place)
{
    place_add_people(place);
    for (int i = 0; i < 3; i++) {
        char csv[200], sql[200];
        snprintf(csv, sizeof csv,
                 "client,effective_from,rating,source,method\nC-1,2000-02-01,%d,officer,interview\n", 5 - i);
        place_add(place, "sgi_rating", csv);
        snprintf(sql, sizeof sql, "UPDATE sgi_rating SET recorded_at = %d WHERE recorded_at > 3000",
                 (i + 1) * 1000);
        place_execute(place, sql);
        snprintf(sql, sizeof sql,
                 "UPDATE sgi_rating_history SET superseded_at = %d WHERE superseded_at > 3000",
                 (i + 1) * 1000);
        place_execute(place, sql);
    }
    place_add(place, "sgi_rating",
              "client,effective_from,rating,source,method\nC-1,2000-06-01,1,officer,interview\n");
    place_execute(place, "UPDATE sgi_rating SET recorded_at = 2500 WHERE recorded_at > 3000");
}

static void known_then(void **state)
{
    struct place *place = place_open_store(state);
    versions(place);
    assert_field(place, reading_of("sgi_rating"), "rating", "3 1");
    const struct {
        int64_t known;
        const char *expected;
    } cases[] = {{999, ""},   {1000, "5"},   {1999, "5"},   {2000, "4"},
                 {2499, "4"}, {2500, "4 1"}, {2999, "4 1"}, {3000, "3 1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_field(place, at_moment("sgi_rating", known(cases[i].known)), "rating", cases[i].expected);
}

/* What was true on a day, as it was known on another: a later fact hides an earlier one only once it is
 * known. */
static void both_moments(void **state)
{
    struct place *place = place_open_store(state);
    versions(place);
    struct reading reading = at_moment("sgi_rating", as_at("2000-07-01"));
    assert_field(place, reading, "rating", "1");
    reading.moment.known_then = true;
    reading.moment.known = 2499;
    assert_field(place, reading, "rating", "4");
    reading.moment.known = 2500;
    assert_field(place, reading, "rating", "1");
    reading.moment.as_at = day("2000-05-31");
    assert_field(place, reading, "rating", "4");
    reading.moment.known = 1500;
    assert_field(place, reading, "rating", "5");
    reading.moment.as_at = day("2000-01-31");
    assert_field(place, reading, "rating", "");
}

static void history(void **state)
{
    struct place *place = place_open_store(state);
    versions(place);
    struct reading reading = reading_of("sgi_rating");
    reading.history_of = place_number(place, "SELECT id FROM sgi_rating WHERE rating = 3");
    assert_field(place, reading, "rating", "5 4");
    assert_field(place, reading, "client", "C-1 C-1");
    struct reader reader;
    struct err err = {0};
    bool row;
    must(reader_open(&reader, &place->store, &reading, &err), &err);
    for (int i = 0; i < 2; i++) {
        must(reader_next(&reader, &row, &err), &err);
        assert_true(row && reader.id == reading.history_of);
        assert_int_equal(reader.superseded_at, (i + 2) * 1000);
    }
    must(reader_next(&reader, &row, &err), &err);
    assert_false(row);
    reader_close(&reader);
    reading.history_of = place_number(place, "SELECT id FROM sgi_rating WHERE rating = 1");
    assert_field(place, reading, "rating", "");
}

/* ---- who may see what ---- */

static bool has_field(const struct reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->field_count; i++)
        if (strcmp(reader->fields[i]->name, name) == 0)
            return true;
    return false;
}

static void hidden(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "residence",
              "client,effective_from,status,entry_category,source,method\nC-1,1999-01-01,resident,skilled,"
              "document,document\n");
    const struct reading residence = reading_of("residence"), note = reading_of("wellbeing_note");
    struct reader reader;
    struct err err = {0};
    bool row;
    must(reader_open(&reader, &place->store, &residence, &err), &err);
    size_t all = reader.field_count;
    assert_true(has_field(&reader, "entry_category") && reader.hidden_count == 0);
    reader_close(&reader);
    assert_field(place, residence, "entry_category", "skilled");
    for (int i = 0; i < 2; i++) { /* of one nobody has said anything, which is no */
        place_work_as(place, "ana");
        must(reader_open(&reader, &place->store, &residence, &err), &err);
        assert_false(has_field(&reader, "entry_category"));
        assert_int_equal(reader.hidden_count, 1);
        assert_int_equal(reader.field_count, all - 1);
        must(reader_next(&reader, &row, &err), &err);
        assert_true(row);
        for (size_t f = 0; f < reader.field_count; f++)
            assert_int_equal(reader.values[f].type == VALUE_absent,
                             strcmp(reader.fields[f]->name, "effective_to") == 0 ||
                                 strncmp(reader.fields[f]->name, "verified", 8) == 0);
        reader_close(&reader);
        assert_field(place, residence, "status", "resident");
        assert_false(reader_open(&reader, &place->store, &note, &err));
        assert_int_equal(err.kind, ERR_denied);
        err = (struct err){0};
        place_execute(place, "UPDATE staff SET sees_restricted = NULL WHERE login = 'ana'");
    }
    place_work_as(place, "bea");
    must(reader_open(&reader, &place->store, &note, &err), &err);
    reader_close(&reader);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R11: records come in the order of their key, and no more than the limit", order_and_limit),
        BOTH("R11: a record is found by its key, or by the first field of it", by_key),
        BOTH("R11: what is about one client comes without anybody else's", by_client),
        BOTH("R11: a key that nothing has is absent, with a sentence", find),
        BOTH("R13: a spell is there from its first day to its last", spells),
        BOTH("R13: of each dated series the latest that began by the day is there", series),
        BOTH("R3, R13: a name is the one of the day, and what has no dates is there on every day",
             without_dates),
        BOTH("R13: facts whose key has no day in it do not replace each other", day_outside_the_key),
        BOTH("R13: as known then, each version stands from the moment it was written to the next",
             known_then),
        BOTH("R13: as at a day and as known then, together", both_moments),
        BOTH("R13: earlier versions come oldest first, with when each was superseded", history),
        BOTH("R41: what may not be seen is left out and counted, a restricted record refused", hidden),
    };
    return RUN(cases);
}
