#include "store_place.h"

#include "base/date.h"
#include "store/tally.h"

static struct tally_request request_of(const char *record, const char *const *fields)
{
    struct tally_request request = {.record = dict_record_named(text_of(record))};
    assert_non_null(request.record);
    for (; *fields; fields++) {
        request.fields[request.field_count] = record_field_named(request.record, text_of(*fields));
        assert_non_null(request.fields[request.field_count++]);
    }
    return request;
}

#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct tally tally(struct place *place, const char *record, const char *const *fields)
{
    struct tally tally;
    struct err err = {0};
    const struct tally_request request = request_of(record, fields);
    must(tally_make(&place->arena, &place->store, &request, &tally, &err), &err);
    return tally;
}

/* "label label 3; …" in the order of the cells. */
static void assert_cells(const struct tally *tally, size_t fields, const char *expected)
{
    struct str seen;
    str_init(&seen);
    for (size_t c = 0; c < tally->cell_count; c++) {
        str_add(&seen, c > 0 ? "; " : "");
        for (size_t f = 0; f < fields; f++)
            str_addf(&seen, "%s, ", tally->categories[f][tally->cells[c].category[f]].label);
        str_addf(&seen, "%d", (int)tally->cells[c].count);
    }
    if (strcmp(seen.at, expected) != 0)
        fail_msg("\"%s\"\nis not\n\"%s\"", seen.at, expected);
    str_clear(&seen);
}

static void few(struct place *place)
{
    place_add(place, "cultural_group", "code,label\nzulu,Zulu\nalba,Alba\n");
    place_add(place, "client",
              "number,family_name,gender,cultural_group,willing_to_move,country,source,method\n"
              "1,A,male,alba,no,NZ,client,statement\n"
              "2,B,female,zulu,yes,,client,statement\n"
              "3,C,female,alba,,FJ,client,statement\n"
              "4,D,,,no,AU,client,statement\n"
              "5,E,male,alba,no,NZ,client,statement\n");
}

static void counts_and_order(void **state)
{
    struct place *place = place_open_store(state);
    few(place);
    struct tally one = tally(place, "client", FIELDS("gender"));
    assert_int_equal(one.total, 5);
    assert_cells(&one, 1, "Female, 2; Male, 2; not recorded, 1");
    struct tally two = tally(place, "client", FIELDS("gender", "willing_to_move"));
    assert_int_equal(two.total, 5);
    assert_cells(&two, 2, "Female, yes, 1; Female, not recorded, 1; Male, no, 2; not recorded, no, 1");
    struct tally turned = tally(place, "client", FIELDS("willing_to_move", "gender"));
    assert_cells(&turned, 2, "no, Male, 2; no, not recorded, 1; yes, Female, 1; not recorded, Female, 1");
    struct tally four =
        tally(place, "client", FIELDS("country", "cultural_group", "gender", "willing_to_move"));
    assert_cells(&four, 4,
                 "Australia, not recorded, not recorded, no, 1; Fiji, alba, Female, not recorded, 1; "
                 "New Zealand, alba, Male, no, 2; not recorded, zulu, Female, yes, 1");
}

/* A reference is ordered by who came first, and shown by its key. */
static void references(void **state)
{
    struct place *place = place_open_store(state);
    few(place);
    struct tally groups = tally(place, "client", FIELDS("cultural_group"));
    assert_cells(&groups, 1, "zulu, 1; alba, 3; not recorded, 1");
    struct tally verified = tally(place, "client", FIELDS("verified_by"));
    assert_cells(&verified, 1, "not recorded, 5");
    struct tally recorded = tally(place, "client", FIELDS("recorded_by"));
    assert_cells(&recorded, 1, "boss, 5");
}

/* Nobody recorded it, 0, and no words are three different things; so are 0 and no. */
static void absent_zero_empty(void **state)
{
    struct place *place = place_open_store(state);
    few(place);
    place_add(place, "labour_status",
              "client,effective_from,status,hours_per_week,subsidy,source,method\n"
              "4,2000-01-01,part_time,0.5,no,client,statement\n"
              "1,2000-01-01,part_time,0,no,client,statement\n"
              "2,2000-01-01,part_time,,,client,statement\n"
              "3,2000-01-01,part_time,0,yes,client,statement\n");
    struct tally hours = tally(place, "labour_status", FIELDS("hours_per_week"));
    assert_int_equal(hours.category_count[0], 3);
    assert_int_equal(hours.categories[0][0].value.type, VALUE_real);
    assert_true(hours.categories[0][0].value.real == 0 && hours.cells[0].count == 2);
    assert_true(hours.categories[0][1].value.real == 0.5 && hours.cells[1].count == 1);
    assert_int_equal(hours.categories[0][2].value.type, VALUE_absent);
    struct tally subsidy = tally(place, "labour_status", FIELDS("subsidy"));
    assert_cells(&subsidy, 1, "no, 2; yes, 1; not recorded, 1");
    place_execute(place, "UPDATE client SET given_names = '' WHERE number IN ('1', '2')");
    place_execute(place, "UPDATE client SET given_names = '0' WHERE number = '3'");
    struct tally names = tally(place, "client", FIELDS("given_names"));
    assert_cells(&names, 1, ", 2; 0, 1; not recorded, 2");
    assert_int_equal(names.categories[0][0].value.type, VALUE_text);
}

/* One text may be the beginning of another, and letters are ordered by their bytes on both engines. */
static void text_order(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "client",
              "number,family_name,given_names,source,method\n"
              "1,X,ab,client,statement\n2,X,a,client,statement\n3,X,B,client,statement\n"
              "4,X,\xc3\xa9,client,statement\n5,X,a "
              "b,client,statement\n6,X,a,client,statement\n7,X,z,client,statement\n");
    struct tally names = tally(place, "client", FIELDS("given_names"));
    assert_cells(&names, 1, "B, 1; a, 2; a b, 1; ab, 1; z, 1; \xc3\xa9, 1");
}

/* Days before 1970 are negative numbers. */
static void day_order(void **state)
{
    struct place *place = place_open_store(state);
    place_add(
        place, "client",
        "number,family_name,birth_date,source,method\n"
        "1,X,1970-01-02,client,statement\n2,X,1969-12-30,client,statement\n3,X,1970-01-01,client,statement\n"
        "4,X,1900-01-01,client,statement\n");
    struct tally days = tally(place, "client", FIELDS("birth_date"));
    assert_cells(&days, 1, "1900-01-01, 1; 1969-12-30, 1; 1970-01-01, 1; 1970-01-02, 1");
}

enum { MANY = 5000 };

/* Thousands of values: the hash grows several times over, and every record is counted once. Each name stands
 * three times. */
static void many_values(void **state)
{
    struct place *place = place_open_store(state);
    struct str csv;
    str_init(&csv);
    str_add(&csv, "number,family_name,given_names,gender,source,method\n");
    for (int i = 0; i < MANY * 3; i++)
        str_addf(&csv, "%d,X,N%d,%s,client,statement\n", i, i % MANY * 7919 % MANY,
                 i < MANY ? "male" : "female");
    place_add(place, "client", csv.at);
    str_clear(&csv);
    struct tally names = tally(place, "client", FIELDS("given_names"));
    assert_int_equal(names.total, MANY * 3);
    assert_int_equal(names.category_count[0], MANY);
    assert_int_equal(names.cell_count, MANY);
    for (size_t c = 0; c < names.cell_count; c++) {
        assert_int_equal(names.cells[c].category[0], c);
        assert_int_equal(names.cells[c].count, 3);
        if (c > 0)
            assert_true(strcmp(names.categories[0][c - 1].label, names.categories[0][c].label) < 0);
    }
    struct tally both = tally(place, "client", FIELDS("gender", "given_names"));
    assert_int_equal(both.cell_count, MANY * 2);
    for (size_t c = 0; c < both.cell_count; c++)
        assert_int_equal(both.cells[c].count, c < MANY ? 2 : 1); /* women first */
}

/* One more combination than there may be is refused; just as many are not. */
static void too_many(void **state)
{
    struct place *place = place_open_store(state);
    const struct tally_request request = request_of("client", FIELDS("number"));
    struct tally names;
    struct err err = {0};
    struct str csv;
    str_init(&csv);
    str_add(&csv, "number,family_name,source,method\n");
    for (int i = 0; i < TALLY_CELLS_MAX; i++)
        str_addf(&csv, "%d,X,client,statement\n", i);
    place_add(place, "client", csv.at);
    str_clear(&csv);
    must(tally_make(&place->arena, &place->store, &request, &names, &err), &err);
    assert_int_equal(names.cell_count, TALLY_CELLS_MAX);
    place_add(place, "client", "number,family_name,source,method\nlast,X,client,statement\n");
    assert_false(tally_make(&place->arena, &place->store, &request, &names, &err));
    assert_int_equal(err.kind, ERR_usage);
    assert_non_null(strstr(err.sentence, "more than 100000 combinations"));
    assert_int_equal(tally(place, "client", FIELDS("family_name")).total,
                     TALLY_CELLS_MAX + 1); /* the connection still works */
}

static void nobody(void **state)
{
    struct place *place = place_open_store(state);
    struct tally none = tally(place, "client", FIELDS("gender", "country"));
    assert_int_equal(none.total, 0);
    assert_int_equal(none.cell_count, 0);
    assert_int_equal(none.category_count[0], 0);
}

/* As at a day and as known then: each spell counts on its days only, each version while it stood. */
static void moments(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "register_spell",
              "client,effective_from,effective_to,office,end_reason,source,method\n"
              "C-2,2000-03-31,2000-04-30,north,work,officer,record\n");
    struct tally_request request = request_of("register_spell", FIELDS("end_reason"));
    struct tally spells;
    struct err err = {0};
    request.moment.dated = true;
    must(date_parse(text_of("2000-03-31"), &request.moment.as_at, &err), &err);
    must(tally_make(&place->arena, &place->store, &request, &spells, &err), &err);
    assert_cells(&spells, 1, "Work, 1; not recorded, 1");
    request.moment.as_at++;
    must(tally_make(&place->arena, &place->store, &request, &spells, &err), &err);
    assert_cells(&spells, 1, "Work, 1");
    place_execute(place, "UPDATE register_spell SET recorded_at = 1000");
    place_add(place, "register_spell",
              "client,effective_from,end_reason,source,method\nC-2,2000-03-31,training,officer,record\n");
    place_execute(place, "UPDATE register_spell_history SET superseded_at = 2000");
    place_execute(place, "UPDATE register_spell SET recorded_at = 2000 WHERE recorded_at > 1000");
    request.moment = (struct moment){.known_then = true, .known = 1999};
    must(tally_make(&place->arena, &place->store, &request, &spells, &err), &err);
    assert_cells(&spells, 1, "Work, 1; not recorded, 2");
    request.moment.known = 2000;
    must(tally_make(&place->arena, &place->store, &request, &spells, &err), &err);
    assert_cells(&spells, 1, "Training, 1; not recorded, 2");
    request.moment.known = 999;
    must(tally_make(&place->arena, &place->store, &request, &spells, &err), &err);
    assert_int_equal(spells.total, 0);
}

static void refused(struct place *place, const char *record, const char *field)
{
    struct tally counts;
    struct err err = {0};
    const struct tally_request request = request_of(record, FIELDS(field));
    assert_false(tally_make(&place->arena, &place->store, &request, &counts, &err));
    assert_int_equal(err.kind, ERR_denied);
    assert_non_null(strstr(err.sentence, "restricted"));
}

static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "residence",
              "client,effective_from,status,entry_category,source,method\nC-1,1999-01-01,resident,skilled,"
              "document,document\n");
    struct tally entry = tally(place, "residence", FIELDS("entry_category"));
    assert_cells(&entry, 1, "Skills, 1");
    place_work_as(place, "ana");
    refused(place, "residence", "entry_category");
    refused(place, "wellbeing_note", "consent");
    struct tally status = tally(place, "residence", FIELDS("status"));
    assert_cells(&status, 1, "Resident, 1");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R12: cells are counted in the order of their values, what is not recorded last",
             counts_and_order),
        BOTH("R12: a reference is counted under the other record's key", references),
        BOTH("R12: not recorded, 0 and no words are three different values", absent_zero_empty),
        BOTH("R12: texts stand in the order of their bytes", text_order),
        BOTH("R12: days before 1970 come before those after", day_order),
        BOTH("R12: of 15,000 records with 5,000 values each is counted once", many_values),
        BOTH("R12: more combinations than fit are refused, not cut off", too_many),
        BOTH("R12: a tally of nobody is empty", nobody),
        BOTH("R12, R13: groups are counted as at a day and as known then", moments),
        BOTH("R41: what may not be seen may not be counted", restricted),
    };
    return RUN(cases);
}
