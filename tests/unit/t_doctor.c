#include "store_place.h"

#include "store/doctor.h"
#include "store/save.h"

static struct doctor_report look(struct place *place)
{
    struct doctor_report report;
    struct err err = {0};
    must(doctor_run(&place->arena, &place->store, NULL, &report, &err), &err);
    return report;
}

static void print_findings(const struct doctor_report *report)
{
    for (size_t i = 0; i < report->finding_count; i++)
        print_message("# %s %s [%s] %s\n", report->checks[report->findings[i].check].name,
                      report->findings[i].record ? report->findings[i].record->name : "",
                      report->findings[i].key, report->findings[i].sentence);
}

/* Exactly so many findings of this check; the first is about this key and says this. */
static void expect(struct place *place, enum doctor_check_id check, int64_t count, const char *key,
                   const char *words)
{
    struct doctor_report report = look(place);
    if (report.checks[check].found != count)
        print_findings(&report);
    assert_int_equal(report.checks[check].found, count);
    for (size_t i = 0; i < report.finding_count; i++) {
        if (report.findings[i].check != check)
            continue;
        assert_string_equal(report.findings[i].key, key);
        if (!strstr(report.findings[i].sentence, words))
            fail_msg("\"%s\" lacks \"%s\"", report.findings[i].sentence, words);
        return;
    }
}

static void add_programme(struct place *place)
{
    place_add(place, "programme", "code,name,region\np,P,north\n");
    place_add(place, "intake",
              "code,programme,starts_on,ends_on\np-1,p,2000-02-01,2000-06-30\np-2,p,2000-07-01,2000-12-31\n");
    place_add(
        place, "enrolment",
        "client,intake,effective_from,side,chosen_by,index_on,offered_on,enrolled_on,started_on,source,"
        "method\n"
        "C-1,p-1,2000-01-15,programme,lottery,2000-02-01,2000-01-16,2000-01-17,2000-02-01,officer,record\n"
        "C-2,p-1,2000-01-15,comparison,lottery,2000-02-01,,,,officer,record\n");
}

static void sound(void **state)
{
    struct place *place = place_open_store(state);
    struct doctor_report report = look(place);
    assert_int_equal(report.found, 0);
    place_add_people(place);
    add_programme(place);
    place_add(place, "english_level",
              "client,effective_from,skill,level,assessor,source,method\n"
              "C-1,2000-01-01,speaking,clear,Ana,officer,officer_impression\n");
    place_add(
        place, "barrier",
        "client,effective_from,kind,side,source,method\nC-2,2000-01-01,english,personal,client,interview\n");
    report = look(place);
    print_findings(&report);
    assert_int_equal(report.found, 0);
    assert_int_equal(report.finding_count, 0);
    for (size_t i = 0; i < DOCTOR_CHECKS; i++) {
        assert_null(report.checks[i].skipped);
        if (report.checks[i].looked_at == 0 &&
            i != DOCTOR_clients) /* nothing that points at a client's record is there */
            fail_msg("\"%s\" looked at nothing", report.checks[i].title);
    }
    assert_int_equal(report.checks[DOCTOR_spells].looked_at, 2);
    assert_int_equal(report.checks[DOCTOR_twice].looked_at, 2);
    assert_int_equal(report.checks[DOCTOR_verification].looked_at, 1);
    assert_int_equal(report.checks[DOCTOR_lost].looked_at, 1);
}

static void tables(void **state)
{
    struct place *place = place_open_store(state);
    place_execute(place, "DROP INDEX register_spell_key");
    place_execute(place, "CREATE TABLE scribbles (words text)");
    struct doctor_report report = look(place);
    assert_int_equal(report.checks[DOCTOR_tables].found,
                     3); /* an index gone, a table and its column too many */
    assert_int_equal(report.found, 3);
    assert_null(report.checks[DOCTOR_values].skipped); /* what there is can be looked at */
    assert_int_equal(place_number(place, "SELECT count(*) FROM scribbles"), 0);
}

static void missing_column(void **state)
{
    struct place *place = place_open_store(state);
    place_execute(place, "ALTER TABLE client DROP COLUMN willing_to_move");
    struct doctor_report report = look(place);
    assert_int_equal(report.checks[DOCTOR_tables].found, 1);
    assert_non_null(strstr(report.findings[0].sentence, "column client.willing_to_move"));
    assert_null(report.checks[DOCTOR_files].skipped);
    for (int i = DOCTOR_values; i < DOCTOR_CHECKS; i++)
        assert_non_null(report.checks[i].skipped);
}

static void values(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_execute(place, "UPDATE client SET gender = 77 WHERE number = 'C-2'");
    expect(place, DOCTOR_values, 1, "C-2", "gender: \"77\"");
    place_execute(place, "UPDATE client SET country = 'QQ', first_language = 'qqq' WHERE number = 'C-1'");
    expect(place, DOCTOR_values, 3, "C-1", "country: \"QQ\"");
    place_execute(
        place,
        "UPDATE client SET gender = NULL, country = NULL, first_language = NULL, birth_date = 99999999");
    expect(place, DOCTOR_values, 2, "C-1", "birth_date: \"99999999\"");
    place_execute(place, "UPDATE client SET birth_date = NULL, willing_to_move = 2 WHERE number = 'C-1'");
    expect(place, DOCTOR_values, 2, "C-1", "willing_to_move: \"2\"");
    place_execute(place,
                  "UPDATE client SET birth_date = NULL, willing_to_move = NULL, given_names = ' Mere'");
    expect(place, DOCTOR_values, 2, "C-1", "given_names: ");
    place_execute(
        place,
        "UPDATE client SET given_names = NULL, recorded_at = 9223372036854775807 WHERE number = 'C-1'");
    expect(place, DOCTOR_values, 2, "C-1", "recorded_at: ");
}

static void not_utf8(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_execute(place, "UPDATE client SET family_name = CAST(x'4cff65' AS TEXT) WHERE number = 'C-2'");
    expect(place, DOCTOR_values, 1, "C-2", "family_name: the text is not UTF-8");
}

/* The engine keeps them, unless somebody told it not to. */
static void required(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    if (db_engine(place->store.db) == ENGINE_postgres)
        place_execute(place, "ALTER TABLE client ALTER family_name DROP NOT NULL; UPDATE client SET "
                             "family_name = NULL WHERE number = 'C-2'");
    else
        place_execute(place, "ALTER TABLE client ADD COLUMN kept TEXT; UPDATE client SET kept = family_name "
                             "WHERE number = 'C-1'; "
                             "ALTER TABLE client DROP COLUMN family_name; ALTER TABLE client RENAME COLUMN "
                             "kept TO family_name");
    expect(place, DOCTOR_tables, 2, "", "column client.family_name");
    expect(place, DOCTOR_required, 1, "C-2", "family_name is not there");
}

static void dates(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_execute(
        place, "UPDATE register_spell SET effective_to = effective_from - 1 WHERE effective_to IS NOT NULL");
    expect(place, DOCTOR_dates, 1, "C-1, 2000-01-01",
           "effective_to: 1999-12-31 comes before effective_from 2000-01-01");
}

static void verification(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_execute(place, "UPDATE client SET verified_by = recorded_by WHERE number = 'C-1'");
    expect(place, DOCTOR_verification, 1, "C-1", "have a second person check");
    place_execute(place, "UPDATE client SET verified_by = NULL WHERE number = 'C-1'");
    expect(place, DOCTOR_verification, 1, "C-1", "verified_on is there without verified_by");
    place_execute(place, "UPDATE client SET verified_by = 99 WHERE number = 'C-1'");
    expect(place, DOCTOR_references, 1, "C-1", "verified_by points at a staff that is not there");
    place_execute(place, "UPDATE client SET recorded_by = 98 WHERE number = 'C-2'");
    expect(place, DOCTOR_references, 2, "C-1", "verified_by points at a staff that is not there");
}

static void another_clients_record(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "qualification",
              "number,client,effective_from,title,source,method\nQ-1,C-1,1995-01-01,BE,client,document\n");
    place_add(place, "qualification_assessment",
              "client,qualification,body,effective_from,result,source,method\n"
              "C-1,Q-1,nzqa,2000-01-01,accepted,agency,document\n");
    assert_int_equal(look(place).found, 0);
    place_execute(
        place, "UPDATE qualification_assessment SET client = (SELECT id FROM client WHERE number = 'C-2')");
    expect(place, DOCTOR_clients, 1, "Q-1, nzqa, 2000-01-01",
           "its qualification belongs to the client \"C-1\"");
}

static void versions(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "client", "number,family_name,source,method\nC-2,Li,client,statement\n");
    place_add(place, "client", "number,family_name,source,method\nC-2,Ly,client,statement\n");
    assert_int_equal(look(place).found, 0);
    place_execute(
        place,
        "UPDATE client_history SET superseded_at = superseded_at + 100000000 WHERE family_name = 'Lee'");
    expect(place, DOCTOR_versions, 2, "C-2",
           "two of its versions stood at "); /* the next version, and the present one */
    place_execute(place,
                  "UPDATE client_history SET superseded_at = recorded_at - 1 WHERE family_name = 'Lee'");
    expect(place, DOCTOR_versions, 1, "C-2", "superseded before it was recorded");
}

static void lost(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "client", "number,family_name,source,method\nC-2,Li,client,statement\n");
    struct err err = {0};
    int64_t id = place_number(place, "SELECT id FROM client WHERE number = 'C-2'");
    must(record_withdraw(&place->store, dict_record(R_client), id, 0, &err), &err);
    assert_int_equal(look(place).found, 0); /* withdrawn is not lost */
    place_add(place, "household", "number,name\nH-1,Lees\n");
    place_add(place, "household", "number,name\nH-1,The Lees\n");
    place_execute(place, "DELETE FROM household");
    expect(place, DOCTOR_lost, 1, "H-1", "nobody withdrew it");
}

static void spells(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "register_spell",
              "client,effective_from,effective_to,source,method\nC-1,2000-03-31,2000-04-01,officer,record\n");
    expect(place, DOCTOR_spells, 1, "C-1, 2000-03-31", "runs until 2000-03-31");
    place_add(place, "register_spell",
              "client,effective_from,source,method\nC-1,2000-06-01,officer,record\n");
    expect(place, DOCTOR_spells, 2, "C-1, 2000-03-31", "runs until 2000-03-31");
    place_add(place, "benefit_spell",
              "client,type,effective_from,source,method\n"
              "C-1,sickness,2000-01-01,agency,record\nC-1,training,2000-01-01,agency,record\nC-2,sickness,"
              "2000-02-01,agency,record\n");
    expect(place, DOCTOR_spells, 2, "C-1, 2000-03-31",
           "runs until"); /* two kinds of benefit are two series */
    place_add(place, "benefit_spell",
              "client,type,effective_from,source,method\nC-1,sickness,2000-02-01,agency,record\n");
    place_add(place, "household", "number\nH-1\nH-2\n");
    place_add(place, "household_member",
              "household,client,effective_from,source,method\nH-1,C-1,2000-01-01,client,statement\n"
              "H-2,C-1,2000-01-01,client,statement\nH-1,C-1,2001-01-01,client,statement\n");
    place_add(place, "labour_status",
              "client,effective_from,status,source,method\nC-1,2000-01-01,unemployed,client,statement\n"
              "C-1,2000-02-01,training,client,statement\n");
    place_add(place, "residence",
              "client,effective_from,status,source,method\nC-1,2000-01-01,temporary,client,document\n"
              "C-1,2000-02-01,resident,client,document\n");
    expect(place, DOCTOR_spells, 6, "H-1, C-1, 2001-01-01", "has no end; end it on the day before");
}

static void enrolments(void **state)
{
    static const struct {
        const char *damage, *words, *key;
    } rows[] = {
        {"offered_on = enrolled_on + 1", "enrolled_on comes before offered_on", "p-1, C-1"},
        {"started_on = NULL, completed_on = enrolled_on - 1", "completed_on comes before enrolled_on",
         "p-1, C-1"},
        {"completed_on = started_on + 9, withdrew_on = started_on + 5", "only one of them", "p-1, C-1"},
        {"withdrew_on = enrolled_on + 1", "withdrew_on comes before started_on", "p-1, C-1"},
        {"started_on = started_on + 1000", "after the last day of the intake", "p-1, C-1"},
        {"started_on = started_on - 5", "before the first day of the intake", "p-1, C-1"},
    };
    struct place *place = place_open_store(state);
    place_add_people(place);
    add_programme(place);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sql[200];
        place_execute(place, "CREATE TABLE kept AS SELECT * FROM enrolment");
        snprintf(sql, sizeof sql, "UPDATE enrolment SET %s WHERE side = %d", rows[i].damage,
                 CODED_enrolment_side_programme);
        place_execute(place, sql);
        expect(place, DOCTOR_enrolments, 1, rows[i].key, rows[i].words);
        place_execute(place,
                      "DELETE FROM enrolment; INSERT INTO enrolment SELECT * FROM kept; DROP TABLE kept");
    }
    place_execute(place, "UPDATE enrolment SET started_on = index_on WHERE started_on IS NULL");
    expect(place, DOCTOR_enrolments, 1, "p-1, C-2", "stands in the comparison");
}

static void twice(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    add_programme(place);
    place_add(place, "enrolment",
              "client,intake,effective_from,side,chosen_by,index_on,source,method\n"
              "C-2,p-2,2000-06-15,programme,lottery,2000-07-01,officer,record\n");
    expect(place, DOCTOR_twice, 1, "p-2, C-2", "stands in intake \"p-1\"");
}

static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(
        place, "wellbeing_note",
        "client,effective_from,note,consent,source,method\nC-1,2000-01-01,secret,yes,client,interview\n");
    place_add(place, "residence",
              "client,effective_from,status,entry_category,source,method\nC-1,2000-01-01,resident,family,"
              "client,document\n");
    place_execute(place, "UPDATE wellbeing_note SET note = ' secret', consent = 7");
    place_execute(place, "UPDATE residence SET entry_category = 77");
    for (int seen = 0; seen < 2; seen++) {
        place_work_as(place, seen ? "bea" : "ana");
        struct doctor_report report = look(place);
        assert_int_equal(report.checks[DOCTOR_values].found, 3);
        for (size_t i = 0; i < report.finding_count; i++) {
            assert_null(strstr(report.findings[i].sentence, "secret"));
            assert_null(strstr(report.findings[i].sentence, "7"));
            bool note = report.findings[i].record->id == R_wellbeing_note;
            if (report.findings[i].check == DOCTOR_standing) /* which column, not what it says */
                assert_string_equal(report.findings[i].key, "C-1");
            else if (note && !seen)
                assert_int_equal(strncmp(report.findings[i].key, "id ", 3), 0);
            else
                assert_string_equal(report.findings[i].key, "C-1, 2000-01-01");
        }
    }
}

static void many(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct str csv;
    str_init(&csv);
    str_add(&csv, "number,family_name,source,method\n");
    for (int i = 0; i < 1500; i++)
        str_addf(&csv, "X-%04d,Name,client,statement\n", i);
    place_add(place, "client", csv.at);
    str_clear(&csv);
    place_execute(place, "UPDATE client SET gender = 9 WHERE number LIKE 'X-%'");
    struct doctor_report report = look(place);
    assert_int_equal(report.found, 3000); /* and each in the table of what stands too */
    assert_int_equal(report.finding_count, 2 * DOCTOR_KEPT);
    assert_int_equal(report.checks[DOCTOR_values].found, 1500);
    assert_int_equal(report.checks[DOCTOR_standing].found, 1500);
}

struct told {
    int64_t rows;
    double share;
    int times;
};

static void tell(void *context, const char *doing, int64_t rows, double share)
{
    struct told *told = context;
    assert_non_null(doing);
    assert_true(rows >= told->rows);
    assert_true(share <= 1);
    *told = (struct told){rows, share, told->times + 1};
}

static void progress(void **state)
{
    struct place *place = place_open_store(state);
    struct told told = {0};
    struct doctor_report report;
    struct err err = {0};
    place_add_people(place);
    must(doctor_run(&place->arena, &place->store, &(struct import_progress){tell, &told}, &report, &err),
         &err);
    assert_true(told.times > 2);
    assert_true(told.share == 1);
}

/* The table of what stands is damaged in each way there is; mending makes it true again. */
static void standing(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    static const struct {
        const char *damage, *key, *words;
    } rows[] = {
        {"UPDATE standing SET gender = 3 WHERE client = (SELECT id FROM client WHERE number = 'C-2')", "C-2",
         "gender is not what the records say"},
        {"UPDATE standing SET weeks_registered = NULL WHERE weeks_registered IS NOT NULL", "C-1",
         "weeks_registered is not"},
        {"UPDATE standing SET registration_row = 99 WHERE registration_row IS NOT NULL", "C-1",
         "registration_row is not"},
        {"UPDATE standing SET settled_on = settled_on - 1 WHERE weeks_registered IS NOT NULL", "C-1",
         "settled_on is not"},
        {"DELETE FROM standing WHERE client = (SELECT id FROM client WHERE number = 'C-2')", "C-2",
         "has no row"},
        {"UPDATE register_spell SET office = NULL", "C-1", "office is not"},
    };
    place_add_people(place);
    assert_int_equal(look(place).found, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        place_execute(place, rows[i].damage);
        expect(place, DOCTOR_standing, 1, rows[i].key, rows[i].words);
        must(store_mend(&place->store, &err), &err);
        assert_int_equal(look(place).checks[DOCTOR_standing].found, 0);
    }
    place_execute(place, "UPDATE standing SET settled_on = 2000000"); /* later than it need be is no damage */
    assert_int_equal(look(place).checks[DOCTOR_standing].found, 0);
    place_execute(place, "INSERT INTO standing (client, settled_on) VALUES (999, 0)");
    expect(place, DOCTOR_standing, 1, "", "of a client who is not there");
    place_execute(place, "DROP TABLE standing");
    assert_non_null(look(place).checks[DOCTOR_standing].skipped);
    must(store_mend(&place->store, &err), &err);
    assert_int_equal(look(place).found, 0);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R14: the doctor finds nothing in a sound database, and says what it looked at", sound),
        BOTH("R14: the doctor finds tables that are not the dictionary's", tables),
        BOTH("R14: the doctor finds a column that is gone, and leaves alone what it cannot read",
             missing_column),
        BOTH("R14: the doctor finds values that their field may not hold", values),
        ON_SQLITE("R14: the doctor finds text that is not UTF-8", not_utf8),
        BOTH("R14: the doctor finds that a required column may be empty", required),
        BOTH("R14: the doctor finds dates out of order", dates),
        BOTH("R17: the doctor finds verifications that are not whole, or by who recorded, or by nobody",
             verification),
        BOTH("R11: the doctor finds what is about one client and points at another's record",
             another_clients_record),
        BOTH("R13: the doctor finds versions that stood at the same time", versions),
        BOTH("R13: the doctor finds a record that is gone, and lets one withdrawn go", lost),
        BOTH("R14: the doctor finds spells of one series that overlap", spells),
        BOTH("R146: the doctor finds enrolments whose dates contradict one another", enrolments),
        BOTH("R146: the doctor finds a client in two intakes of one programme", twice),
        BOTH("R41: the doctor never repeats what is restricted", restricted),
        BOTH("house: the doctor counts all findings and keeps the first", many),
        BOTH("house: the doctor says how far it is", progress),
        BOTH("R12: what stands of each client is held against the records, and mended", standing),
    };
    return RUN(cases);
}
