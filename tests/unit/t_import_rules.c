#include "import_result.h"

#include "base/date.h"

#define HEAD "number,family_name,birth_date,arrived_on,source,method,verified_by,verified_on\n"

static void chain_falls_together(void **state)
{
    struct place *place = place_open_store(state);
    struct import_result result =
        place_import_with(place, (struct import_request){.keep_good = true}, "cultural_group",
                          "code,label,part_of\na,A,b\nb,B,c\nc,C,nowhere\nd,D,e\ne,E,\n");
    counts(result, 2, 0, 0, 3);
    assert_int_equal(place_number(place, "SELECT count(*) FROM cultural_group WHERE part_of IS NULL"), 1);
    assert_string_equal(place_text(place, "SELECT p.code FROM cultural_group g JOIN cultural_group p ON p.id "
                                          "= g.part_of WHERE g.code = 'd'"),
                        "e");
}

static void all_of_a_row(void **state)
{
    struct place *place = place_open_store(state);
    FILE *rejected = tmpfile();
    char line[1000];
    place_add_people(place);
    struct import_result result = place_import_with(
        place, (struct import_request){.keep_good = true, .rejected = rejected}, "register_spell",
        "client,office,effective_from,source,method\nC-8,south,2001-01-01,client,statement\nC-1,north,2002-"
        "01-01,client,statement\n");
    counts(result, 1, 0, 0, 1);
    assert_int_equal(result.problems.count, 2);
    has_problem(&result, 0, 2, "client", "\"C-8\" is no client here");
    has_problem(&result, 1, 2, "office", "\"south\" is no office here");
    rewind(rejected);
    assert_non_null(fgets(line, sizeof line, rejected));
    assert_non_null(fgets(line, sizeof line, rejected)); /* one line for the row, with both reasons */
    assert_non_null(strstr(line, "is no client here"));
    assert_non_null(strstr(line, "is no office here"));
    assert_null(fgets(line, sizeof line, rejected));
    fclose(rejected);
}

static void who_only_checks(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "client", HEAD "C-9,Low,,,client,statement,,\n");
    place_work_as(place, "ana");
    counts(place_import(place, "client", HEAD "C-9,Low,,,client,statement,ana,2000-03-01\n"), 0, 1, 0, 0);
    assert_string_equal(
        place_text(
            place,
            "SELECT s.login FROM client c JOIN staff s ON s.id = c.recorded_by WHERE c.number = 'C-9'"),
        "boss");
    assert_string_equal(place_text(place, "SELECT s.login FROM client_history h JOIN staff s ON s.id = "
                                          "h.superseded_by WHERE h.number = 'C-9'"),
                        "ana");
    struct import_result result =
        place_import(place, "client", HEAD "C-9,Law,,,client,statement,ana,2000-03-02\n");
    assert_false(result.written);
    has_problem(&result, 0, 2, "verified_by", "a second person must");
    result = place_import(place, "client", HEAD "C-10,New,,,client,statement,ana,2000-03-02\n");
    has_problem(&result, 0, 2, "verified_by", "a second person must");
    place_work_as(place, "boss"); /* who recorded it cannot check it now, either */
    result = place_import(place, "client", HEAD "C-9,Low,,,client,statement,boss,2000-03-05\n");
    has_problem(&result, 0, 2, "verified_by", "a second person must");
}

static void stale_verification(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "client", HEAD "C-9,Low,,,client,statement,ana,2000-03-01\n");
    struct import_result result =
        place_import(place, "client", HEAD "C-9,Law,,,client,statement,ana,2000-03-01\n");
    assert_false(result.written);
    has_problem(&result, 0, 2, "verified_by", "the verification is that of the old ones");
    counts(place_import(place, "client", HEAD "C-9,Law,,,client,statement,ana,2000-03-09\n"), 0, 1, 0, 0);
    counts(place_import(place, "client", HEAD "C-9,Law,,,client,statement,ana,2000-03-09\n"), 0, 0, 1, 0);
    counts(place_import(place, "client", "number,family_name,source,method\nC-9,Lew,client,statement\n"), 0,
           1, 0, 0);
    assert_string_equal(place_text(place, "SELECT verified_by FROM client WHERE number = 'C-9'"), "-");
}

static void dates_of_the_record(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "client",
              "number,family_name,birth_date,source,method\nC-9,Low,1970-01-01,client,statement\n");
    struct import_result result =
        place_import(place, "client",
                     "number,family_name,arrived_on,source,method\nC-9,Low,1969-01-01,client,statement\n");
    assert_false(result.written);
    has_problem(&result, 0, 2, "arrived_on", "arrived_on would come before birth_date");
    counts(place_import(place, "client",
                        "number,family_name,arrived_on,source,method\nC-9,Low,1999-01-01,client,statement\n"),
           0, 1, 0, 0);
    result =
        place_import(place, "client",
                     "number,family_name,birth_date,source,method\nC-9,Low,2001-01-01,client,statement\n");
    has_problem(&result, 0, 2, "birth_date", "arrived_on would come before birth_date");
}

static void restricted_field(void **state)
{
    struct place *place = place_open_store(state);
    struct import_request request = {.record = dict_record(R_residence), .name = "x"};
    struct import_result result;
    struct err err = {0};
    place_add_people(place);
    const char *with = "client,effective_from,status,entry_category,source,method\nC-1,1999-01-01,resident,"
                       "family,client,statement\n";
    place_add(place, "residence", with);
    place_work_as(place, "ana");
    request.file = place_file(with);
    assert_false(import_run(&place->store, &place->arena, &request, &result, &err));
    assert_int_equal(err.kind, ERR_denied);
    fclose(request.file);
    counts(
        place_import(place, "residence",
                     "client,effective_from,status,source,method\nC-1,1999-01-01,citizen,client,statement\n"),
        0, 1, 0, 0);
    assert_int_equal(place_number(place, "SELECT entry_category FROM residence"),
                     CODED_entry_category_family);
}

static void clock_gone_back(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "client", "number,family_name,source,method\nC-9,Low,client,statement\n");
    place_execute(place, "UPDATE client SET recorded_at = recorded_at + 100000000");
    counts(place_import(place, "client", "number,family_name,source,method\nC-9,Law,client,statement\n"), 0,
           1, 0, 0);
    assert_int_equal(
        place_number(place, "SELECT count(*) FROM client_history WHERE superseded_at > recorded_at"), 1);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client c JOIN client_history h ON h.id = c.id "
                                         "AND c.recorded_at = h.superseded_at"),
                     1);
}

/* A file of more than a megabyte, for an empty table. */
static void great_file(struct str *csv, int rows)
{
    str_init(csv);
    str_add(csv, "number,family_name,source,method\n");
    for (int i = 0; i < rows; i++)
        str_addf(csv, "C-%07d,A rather long family name,client,interview\n", i);
}

static void first_load(void **state)
{
    enum { ROWS = 30000 };
    struct place *place = place_open_store(state);
    struct str csv, before, after;
    struct err err = {0};
    str_init(&before);
    str_init(&after);
    must(db_catalog(place->store.db, &before, &err), &err);
    great_file(&csv, ROWS);
    struct import_request request = {.size = (int64_t)csv.length};
    assert_true(csv.length > 1 << 20);
    size_t good = csv.length;
    str_add(&csv, "C-0000004,Again,client,interview\n");
    struct import_result result = place_import_with(place, request, "client", csv.at);
    assert_false(result.written);
    counts(result, 0, 0, 0, 1);
    has_problem(&result, 0, ROWS + 2, "number", "stands in row 6 already");
    assert_int_equal(place_number(place, "SELECT count(*) FROM client"), 0);
    str_cut(&csv, good);
    result = place_import_with(place, request, "client", csv.at);
    counts(result, ROWS, 0, 0, 0);
    assert_true(result.written);
    counts(place_import_with(place, request, "client", csv.at), 0, 0, ROWS, 0);
    must(db_catalog(place->store.db, &after, &err), &err); /* the indexes and references are there again */
    assert_string_equal(before.at, after.at);
    str_clear(&csv);
    str_clear(&before);
    str_clear(&after);
}

static void first_load_keeps_good(void **state)
{
    enum { ROWS = 30000 };
    struct place *place = place_open_store(state);
    struct str csv;
    char line[1000];
    FILE *rejected = tmpfile();
    great_file(&csv, ROWS);
    str_add(&csv, "C 1,Blank,client,interview\nC-0000009,Again,client,interview\n");
    struct import_result result = place_import_with(
        place, (struct import_request){.size = (int64_t)csv.length, .keep_good = true, .rejected = rejected},
        "client", csv.at);
    counts(result, ROWS, 0, 0, 2);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client WHERE family_name = 'Again'"), 0);
    rewind(rejected);
    for (int i = 0; i < 3; i++) /* the heading, and each bad row once, although the file was read twice */
        assert_non_null(fgets(line, sizeof line, rejected));
    assert_null(fgets(line, sizeof line, rejected));
    fclose(rejected);
    str_clear(&csv);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R14: a row that points at a rejected row falls with it", chain_falls_together),
        BOTH("R14: all that is wrong with a row is told at once, and in one rejected line", all_of_a_row),
        BOTH("R17: who only checks a fact is not its author, and its author cannot check it",
             who_only_checks),
        BOTH("R17: a changed value does not go in under the verification of the old one", stale_verification),
        BOTH("R14: dates are put in order with those that the record has", dates_of_the_record),
        BOTH("R41: a restricted field is not written by who may not see it", restricted_field),
        BOTH("R13: versions follow one another even when the clock goes back", clock_gone_back),
        BOTH("R14: a first load builds its indexes last, and notices a key that stands twice", first_load),
        BOTH("R14: a first load keeps the good rows, and rejects each bad one once", first_load_keeps_good),
    };
    return RUN(cases);
}
