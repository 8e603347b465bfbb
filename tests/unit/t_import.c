#include "import_result.h"

#include "base/date.h"
#include "store/read.h"

#define CLIENTS "number,family_name,gender,source,method\n"

static int64_t total(struct place *place)
{
    return place_number(
        place, "SELECT (SELECT count(*) FROM client) * 1000 + (SELECT count(*) FROM client_history)");
}

static void new_changed_unchanged(void **state)
{
    struct place *place = place_open_store(state);
    counts(place_import(place, "client", CLIENTS "C-1,Lee,male,client,interview\nC-2,Li,,client,interview\n"),
           2, 0, 0, 0);
    const char *second =
        CLIENTS "C-1,Lee,male,client,interview\nC-2,Li,female,client,interview\nC-3,Low,,client,interview\n";
    counts(place_import(place, "client", second), 1, 1, 1, 0);
    assert_int_equal(total(place), 3001);
    struct import_result again = place_import(place, "client", second);
    counts(again, 0, 0, 3, 0);
    assert_true(again.written);
    assert_int_equal(total(place), 3001);
    assert_int_equal(place_number(place, "SELECT count(DISTINCT id) FROM client"), 3);
}

static void all_problems_nothing_written(void **state)
{
    struct place *place = place_open_store(state);
    struct import_result result =
        place_import(place, "client",
                     "number,family_name,gender,birth_date,country,willing_to_move,source,method\n"
                     "C-1,Good,,,,,client,interview\n"
                     "C 2,Name,femal,31/08/1970,XX,maybe,client,interview\n"
                     "C-3,,,,,,client,interview\n"
                     "C-4,Name,,,,client\n"
                     "C-5,Name,,1970-01-01,NZ,yes,client,hearsay\n");
    assert_false(result.written);
    assert_int_equal(result.rows, 5);
    counts(result, 0, 0, 0, 4);
    assert_int_equal(result.problems.count, 8);
    has_problem(&result, 0, 3, "birth_date", "write 1970-08-31");
    has_problem(&result, 1, 3, "country", "\"XX\" is not a country");
    has_problem(&result, 2, 3, "gender", "did you mean female?");
    has_problem(&result, 3, 3, "number", "\"C 2\" is not a code");
    has_problem(&result, 4, 3, "willing_to_move", "\"maybe\" is not yes or no");
    has_problem(&result, 5, 4, "family_name", "one line of text is needed");
    has_problem(&result, 6, 5, "", "6 fields where the heading has 8");
    has_problem(&result, 7, 6, "method", "\"hearsay\" is not a method");
    assert_int_equal(total(place), 0);
}

static const char *read_all(struct place *place, FILE *file)
{
    static const size_t most = 100000;
    char *bytes = arena_alloc(&place->arena, most);
    rewind(file);
    bytes[fread(bytes, 1, most - 1, file)] = '\0';
    return bytes;
}

static char *replaced(struct place *place, const char *text, const char *old, const char *new)
{
    const char *found = strstr(text, old);
    assert_non_null(found);
    return arena_format(&place->arena, "%.*s%s%s", (int)(found - text), text, new, found + strlen(old));
}

static void keep_good_then_mend(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    FILE *rejected = tmpfile();
    struct import_result result = place_import_with(
        place, (struct import_request){.keep_good = true, .rejected = rejected}, "register_spell",
        "client,effective_from,office,source,method\n"
        "C-2,2000-01-01,north,client,statement\n"
        "C-2,2000-13-01,north,client,statement\n"
        "C-2,2000-02-01,south,client,\"statement\"\n"
        "C-2,2000-03-01,,client,statement\n");
    assert_true(result.written);
    counts(result, 2, 0, 0, 2);
    const char *back = read_all(place, rejected);
    fclose(rejected);
    assert_non_null(strstr(back, "client,effective_from,office,source,method,problem\n"));
    assert_non_null(strstr(back, "C-2,2000-13-01,north,client,statement,\"effective_from: "));
    assert_non_null(
        strstr(back, "C-2,2000-02-01,south,client,statement,\"office: \"\"south\"\" is no office here"));
    const char *mended = replaced(place, replaced(place, back, "2000-13-01", "2000-12-01"), "south", "north");
    result = place_import(place, "register_spell", mended); /* the column `problem` is passed over */
    assert_true(result.written);
    counts(result, 2, 0, 0, 0);
    assert_int_equal(
        place_number(
            place,
            "SELECT count(*) FROM register_spell s JOIN client c ON c.id = s.client WHERE c.number = 'C-2'"),
        4);
}

static void repeated_rows(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "client", CLIENTS "C-1,Lee,,client,interview\n");
    const char *file = CLIENTS "C-2,A,,client,interview\nC-1,Lee,male,client,interview\nC-2,B,,client,"
                               "interview\nC-2,A,,client,interview\n"
                               "C-1,Lee,,client,interview\n";
    struct import_result result = place_import(place, "client", file);
    assert_false(result.written);
    counts(result, 0, 0, 0, 3);
    has_problem(&result, 0, 4, "number", "stands in row 2 already");
    has_problem(&result, 1, 5, "number", "stands in row 2 already");
    has_problem(&result, 2, 6, "number", "stands in row 3 already");
    FILE *rejected = tmpfile();
    result = place_import_with(place, (struct import_request){.keep_good = true, .rejected = rejected},
                               "client", file);
    fclose(rejected);
    counts(result, 1, 1, 0, 3);
    assert_string_equal(place_text(place, "SELECT family_name FROM client WHERE number = 'C-2'"), "A");
    assert_int_equal(place_number(place, "SELECT gender FROM client WHERE number = 'C-1'"),
                     CODED_gender_male);
}

static void references(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct import_result result = place_import(place, "register_spell",
                                               "client,effective_from,office,source,method\n"
                                               "C-1,2002-01-01,north,client,statement\n"
                                               "Z-1,2002-01-01,north,client,statement\n"
                                               "C-2,2002-01-01,nowhere,client,statement\n");
    assert_false(result.written);
    has_problem(&result, 0, 3, "client", "\"Z-1\" is no client here");
    has_problem(&result, 1, 4, "office", "\"nowhere\" is no office here");
    place_add(place, "qualification",
              "number,client,effective_from,title,source,method\nQ-1,C-1,1995-01-01,BE,client,document\n");
    result = place_import(place, "qualification_assessment",
                          "client,qualification,body,effective_from,result,source,method\n"
                          "C-1,Q-1,nzqa,2000-01-01,accepted,agency,document\n"
                          "C-2,Q-1,profession,2000-01-01,refused,agency,document\n");
    assert_int_equal(result.problems.count, 1);
    has_problem(&result, 0, 3, "qualification", "\"Q-1\" belongs to another client");
}

static void self_references(void **state)
{
    struct place *place = place_open_store(state);
    counts(place_import(place, "cultural_group",
                        "code,label,part_of\ntongan,Tongan,pacific\nfijian,Fijian,pacific\npacific,Pacific,\n"
                        "indo,Indo-Fijian,fijian\n"),
           4, 0, 0, 0);
    assert_int_equal(
        place_number(place, "SELECT count(*) FROM cultural_group g JOIN cultural_group p ON p.id = g.part_of "
                            "WHERE (g.code, p.code) IN (VALUES ('tongan', 'pacific'), ('fijian', 'pacific'), "
                            "('indo', 'fijian'))"),
        3);
    assert_int_equal(place_number(place, "SELECT count(*) FROM cultural_group_history"), 0);
    struct import_result result =
        place_import(place, "cultural_group", "code,label,part_of\na,A,b\nb,B,nowhere\n");
    assert_false(result.written);
    has_problem(&result, 0, 2, "part_of", "\"b\" is no cultural_group here"); /* for b falls */
    has_problem(&result, 1, 3, "part_of", "\"nowhere\" is no cultural_group here");
    counts(place_import(place, "cultural_group", "code,label,part_of\ntongan,Tongan,new\nnew,New,\n"), 1, 1,
           0, 0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM cultural_group g JOIN cultural_group p ON "
                                         "p.id = g.part_of AND p.code = 'new'"),
                     1);
}

/* What was known at the instant of this one client, as typed; "-" when nothing was. */
static const char *known(struct place *place, int64_t instant, const char *field_name)
{
    struct reader reader;
    struct err err = {0};
    bool row;
    struct reading reading = {.record = dict_record(R_client),
                              .moment = {.known_then = true, .known = instant},
                              .key = text_of("C-1")};
    must(reader_open(&reader, &place->store, &reading, &err), &err);
    must(reader_next(&reader, &row, &err), &err);
    struct str text;
    str_init(&text);
    for (size_t i = 0; row && i < reader.field_count; i++)
        if (strcmp(reader.fields[i]->name, field_name) == 0)
            value_print(&text, reader.fields[i], reader.values[i]);
    const char *found = row ? arena_text(&place->arena, text.at, text.length) : "-";
    str_clear(&text);
    if (row)
        must(reader_next(&reader, &row, &err), &err);
    assert_false(row); /* one version at a time */
    reader_close(&reader);
    return found;
}

static void as_known(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "client", CLIENTS "C-1,First,,client,interview\n");
    int64_t first = place_number(place, "SELECT recorded_at FROM client");
    usleep(3000);
    place_add(place, "client", CLIENTS "C-1,Second,male,client,interview\n");
    int64_t second = place_number(place, "SELECT recorded_at FROM client");
    usleep(3000);
    place_add(place, "client", CLIENTS "C-1,Third,,client,interview\n");
    int64_t third = place_number(place, "SELECT recorded_at FROM client");
    assert_true(first < second && second < third);
    assert_string_equal(known(place, first - 1, "family_name"), "-");
    assert_string_equal(known(place, first, "family_name"), "First");
    assert_string_equal(known(place, first, "gender"), "");
    assert_string_equal(known(place, second - 1, "family_name"), "First");
    assert_string_equal(known(place, second, "family_name"), "Second");
    assert_string_equal(known(place, third - 1, "gender"), "male");
    assert_string_equal(known(place, third, "family_name"), "Third");
    assert_string_equal(known(place, instant_now() + 1000000, "gender"), "");
    assert_int_equal(
        place_number(place, "SELECT count(*) FROM client_history h WHERE superseded_by = recorded_by"), 2);
}

static void as_at(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "english_level",
              "client,effective_from,skill,level,assessor,source,method\n"
              "C-1,2000-06-01,speaking,clear,Ana,officer,officer_impression\n"
              "C-1,2000-06-01,reading,high,Ana,officer,officer_impression\n");
    static const struct {
        const char *day, *record;
        int rows;
    } expected[] = {{"1999-12-31", "english_level", 0},  {"2000-01-01", "english_level", 1},
                    {"2000-05-31", "english_level", 1},  {"2000-06-01", "english_level", 2},
                    {"1999-12-31", "register_spell", 0}, {"2000-01-01", "register_spell", 1},
                    {"2000-03-31", "register_spell", 1}, {"2000-04-01", "register_spell", 0},
                    {"2000-05-01", "register_spell", 1}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct reader reader;
        struct err err = {0};
        bool row;
        int rows = 0;
        struct reading reading = {.record = dict_record_named(text_of(expected[i].record)),
                                  .moment = {.dated = true}};
        must(date_parse(text_of(expected[i].day), &reading.moment.as_at, &err), &err);
        must(reader_open(&reader, &place->store, &reading, &err), &err);
        for (; reader_next(&reader, &row, &err) && row; rows++)
            ;
        reader_close(&reader);
        if (rows != expected[i].rows)
            fail_msg("%s of %s: %d", expected[i].record, expected[i].day, rows);
    }
}

static void verification(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    counts(place_import(place, "client",
                        "number,family_name,source,method\nC-1,T\xc5\xabhoe,client,interview\n"),
           0, 0, 1, 0);
    assert_int_equal(
        place_number(place,
                     "SELECT count(*) FROM client WHERE verified_by IS NOT NULL AND verified_on IS NOT NULL"),
        1);
    counts(place_import(place, "client", "number,family_name,source,method\nC-1,Tuhoe,client,interview\n"), 0,
           1, 0, 0);
    assert_int_equal(
        place_number(place,
                     "SELECT count(*) FROM client WHERE verified_by IS NOT NULL OR verified_on IS NOT NULL"),
        0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client_history WHERE verified_by IS NOT NULL"),
                     1);
    struct import_result result =
        place_import(place, "client",
                     "number,family_name,source,method,verified_by,verified_on\n"
                     "C-1,Tuhoe,client,interview,boss,2000-01-01\nC-2,Lee,client,statement,ana,\n");
    assert_false(result.written);
    has_problem(&result, 0, 2, "verified_by", "a second person must");
    has_problem(&result, 1, 3, "verified_on", "both who checked and the day");
}

static void empty_and_left_out(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "client",
              "number,family_name,given_names,gender,willing_to_move,source,method\nC-1,Lee,Ann,female,no,"
              "client,interview\n");
    counts(
        place_import(place, "client", "number,family_name,gender,source,method\nC-1,Lee,,client,interview\n"),
        0, 1, 0, 0);
    assert_string_equal(place_text(place, "SELECT gender FROM client"), "-");
    assert_string_equal(place_text(place, "SELECT given_names FROM client"), "Ann");
    assert_int_equal(place_number(place, "SELECT willing_to_move FROM client"), 0);
    assert_int_equal(place_number(place, "SELECT gender FROM client_history"), CODED_gender_female);
    assert_string_equal(place_text(place, "SELECT given_names FROM client_history"), "Ann");
}

static void constants(void **state)
{
    struct place *place = place_open_store(state);
    const struct import_constant set[] = {{text_of("source"), text_of("client")},
                                          {text_of("method"), text_of("record")}};
    struct import_request request = {.constants = set, .constant_count = 2};
    counts(place_import_with(place, request, "client", "number,family_name\nC-1,Lee\n"), 1, 0, 0, 0);
    assert_int_equal(place_number(place, "SELECT method FROM client"), CODED_method_record);
    static const struct {
        const char *field, *value, *csv, *words;
    } wrong[] = {
        {"method", "hearsay", "number,family_name,source\n", "\"hearsay\" is not a method"},
        {"metod", "record", "number,family_name,source\n", "no field of client"},
        {"recorded_by", "ana", "number,family_name,source\n", "no field of client"},
        {"source", "client", "number,family_name,source\n", "and so does the file"},
        {"given_names", "caf\xe9", "number,family_name,source,method\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct import_constant bad = {text_of(wrong[i].field), text_of(wrong[i].value)};
        struct import_request refused = {.record = dict_record(R_client),
                                         .file = place_file(wrong[i].csv),
                                         .name = "x",
                                         .constants = &bad,
                                         .constant_count = 1};
        struct import_result result;
        struct err err = {0};
        assert_false(import_run(&place->store, &place->arena, &refused, &result, &err));
        if (!strstr(err.sentence, wrong[i].words))
            fail_msg("%s", err.sentence);
        fclose(refused.file);
    }
}

static void headings(void **state)
{
    struct place *place = place_open_store(state);
    static const struct {
        const char *csv, *words;
    } wrong[] = {
        {"", "is empty"},
        {"number,familyname,source,method\n", "no column \"familyname\" (did you mean family_name?)"},
        {"number,source,method\n", "Missing: \"family_name\""},
        {"number,family_name,number,source,method\n", "Named twice: \"number\""},
        {"number,family_name,source,method\nC-1,caf\xe9,client,interview\n", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct import_request refused = {
            .record = dict_record(R_client), .file = place_file(wrong[i].csv), .name = "x.csv"};
        struct import_result result;
        struct err err = {0};
        assert_false(import_run(&place->store, &place->arena, &refused, &result, &err));
        if (err.kind != ERR_input || !strstr(err.sentence, wrong[i].words))
            fail_msg("%s: %s", err_name(err.kind), err.sentence);
        fclose(refused.file);
        assert_false(result.written);
    }
    counts(place_import(place, "client",
                        "\xef\xbb\xbfnumber;family_name;source;method;recorded_at;recorded_by\r\nC-1;"
                        "\"Two\nLines\";client;interview;;\r\n"),
           0, 0, 0, 1); /* a quoted line break is read, and refused by the field */
    counts(place_import(place, "client",
                        "\xef\xbb\xbfnumber;family_name;source;method;recorded_at;recorded_by\r\nC-1;Lee;"
                        "client;interview;x;y\r\n"),
           1, 0, 0, 0);
}

static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    const char *note =
        "client,effective_from,note,consent,source,method\nC-1,2000-01-01,secret,yes,client,interview\n";
    place_add(place, "wellbeing_note", note);
    place_work_as(place, "ana");
    struct import_request request = {
        .record = dict_record(R_wellbeing_note), .file = place_file(note), .name = "x"};
    struct import_result result;
    struct err err = {0};
    assert_false(import_run(&place->store, &place->arena, &request, &result, &err));
    assert_int_equal(err.kind, ERR_denied);
    fclose(request.file);
    struct reader reader;
    err = (struct err){0};
    assert_false(reader_open(&reader, &place->store, &(struct reading){.record = request.record}, &err));
    assert_int_equal(err.kind, ERR_denied);
}

/* More than two batches; the problems stand in the last. */
static void many_rows(void **state)
{
    enum { ROWS = 120000 };
    struct place *place = place_open_store(state);
    struct str csv;
    str_init(&csv);
    str_add(&csv, CLIENTS);
    for (int i = 0; i < ROWS; i++)
        str_addf(&csv, "C-%06d,Name,%s,client,interview\n", i, i % 3 ? "female" : "");
    size_t good = csv.length;
    str_add(&csv, "C-000007,Again,,client,interview\nC-X,Name,,client,nobody\n");
    struct import_result result = place_import(place, "client", csv.at);
    assert_false(result.written);
    counts(result, 0, 0, 0, 2);
    has_problem(&result, 0, ROWS + 2, "number", "stands in row 9 already");
    has_problem(&result, 1, ROWS + 3, "method", "\"nobody\" is not a method");
    assert_int_equal(total(place), 0);
    str_cut(&csv, good);
    counts(place_import(place, "client", csv.at), ROWS, 0, 0, 0);
    memcpy(csv.at + good - strlen(",client,interview\n"), ",agency", 7);
    counts(place_import(place, "client", csv.at), 0, 1, ROWS - 1, 0);
    counts(place_import(place, "client", csv.at), 0, 0, ROWS, 0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client WHERE gender IS NULL"), ROWS / 3);
    str_clear(&csv);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R11: rows are new, changed or known already, and a second import changes nothing",
             new_changed_unchanged),
        BOTH("R14: a file with problems writes nothing, and each problem is told with row, column and value",
             all_problems_nothing_written),
        BOTH("R14: good rows are kept and the rejected ones can be mended and imported", keep_good_then_mend),
        BOTH("R14: a key that stands twice in a file is a problem, not a change", repeated_rows),
        BOTH("R11: a reference to what is not there, or to another client's record, is a problem",
             references),
        BOTH("R14: a record may point at one that stands after it in the file", self_references),
        BOTH("R13: what was known on a day is what stood then", as_known),
        BOTH("R13: what was true on a day is the spell that ran and the latest fact", as_at),
        BOTH("R17: a change clears a verification, and nobody verifies what they record", verification),
        BOTH("R12: an empty cell says not recorded, a column left out says nothing", empty_and_left_out),
        BOTH("R14: a column that the file lacks may be given for all rows", constants),
        BOTH("R14: a heading that is not the record's is refused by name", headings),
        BOTH("R41: restricted records are refused to those who may not see them", restricted),
        BOTH("R14: a hundred and twenty thousand rows are one import, whole or not at all", many_rows),
    };
    return RUN(cases);
}
