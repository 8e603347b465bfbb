#include "random_people.h"

#include <sys/wait.h>

#include "base/date.h"
#include "store/schema.h"
#include "store/standing.h"

/* Columns of the table that are not as the records say. */
static int64_t damaged(struct place *place)
{
    struct str sql;
    str_init(&sql);
    str_add(&sql, "SELECT count(*) FROM (");
    sql_standing_damage(&sql);
    str_add(&sql, ") d");
    int64_t count = place_number(place, sql.at);
    if (count > 0) {
        str_cut(&sql, 0);
        sql_standing_damage(&sql);
        struct statement *first;
        struct err err = {0};
        bool row;
        must(db_prepare(place->store.db, &first, sql.at, &err) && statement_step(first, &row, &err), &err);
        print_message("# client %d: %.*s\n", (int)statement_int(first, 0),
                      TEXT_ARGS(statement_text(first, 1)));
        statement_close(first);
    }
    str_clear(&sql);
    return count;
}

static void saved_and_withdrawn(void **state)
{
    struct place *place = place_open_store(state);
    struct dice dice = {.state = 4711};
    add_surroundings(place);
    for (int round = 0; round < 20; round++) {
        live(place, &dice, 1);
        assert_int_equal(damaged(place), 0);
    }
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing"),
                     place_number(place, "SELECT count(*) FROM client"));
}

/* A client who is withdrawn leaves no row. */
static void client_withdrawn(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    struct form form = client_form("C-7", "Lee");
    struct saved saved = save(place, &form);
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing"), 1);
    must(record_withdraw(&place->store, form.record, saved.id, 0, &err), &err);
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing"), 0);
}

static void sql_to_csv(struct place *place, const char *record, const char *columns, const char *sql)
{
    struct statement *rows;
    struct err err = {0};
    struct str csv;
    bool row;
    str_init(&csv);
    str_addf(&csv, "%s\n", columns);
    must(db_prepare(place->store.db, &rows, sql, &err), &err);
    while (statement_step(rows, &row, &err) && row) {
        for (int i = 0; i < statement_columns(rows); i++)
            str_addf(&csv, "%s" TEXT_FORMAT, i == 0 ? "" : ",", TEXT_ARGS(statement_text(rows, i)));
        str_add_char(&csv, '\n');
    }
    must(err.kind == ERR_none, &err);
    statement_close(rows);
    place_add(place, record, csv.at);
    str_clear(&csv);
}

static void imported(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place); /* first loads of a table, and later ones */
    assert_int_equal(damaged(place), 0);
    place_add(place, "client",
              "number,family_name,gender,cultural_group,source,method\n"
              "C-2,Lee,female,samoan,client,statement\nC-3,New,male,,client,statement\n");
    assert_int_equal(damaged(place), 0);
    assert_string_equal(place_text(place, "SELECT t.cultural_group FROM standing t JOIN client c ON c.id = "
                                          "t.client WHERE c.number = 'C-2'"),
                        "samoan");
    place_add(place, "register_spell",
              "client,effective_from,effective_to,source,method\n"
              "C-1,2000-05-01,2000-12-31,officer,record\nC-3,2000-04-01,,officer,record\n");
    assert_int_equal(damaged(place), 0);
    assert_int_equal(place_number(place, "SELECT settled_on FROM standing WHERE weeks_registered IS NULL AND "
                                         "registered = 0"),
                     11323); /* the day after the last */
    place_add(place, "qualification",
              "client,number,effective_from,title,source,method\nC-1,Q1,1990-01-01,B,client,statement\n"
              "C-1,Q2,1990-01-01,B,client,statement\n");
    place_add(place, "qualification", /* it was another's */
              "client,number,effective_from,title,source,method\nC-2,Q2,1990-01-01,B,client,statement\n");
    assert_int_equal(damaged(place), 0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing WHERE qualifications = 1"), 2);
    place_add(place, "none_known",
              "client,effective_from,what,source,method\nC-3,2000-01-01,qualifications,client,interview\n");
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing WHERE qualifications = 0"), 1);
    assert_int_equal(damaged(place), 0);
}

static const char *wider(struct place *place, const char *number)
{
    return place_text(place,
                      arena_format(&place->arena,
                                   "SELECT t.wider_group FROM standing t JOIN client c ON c.id = t.client "
                                   "WHERE c.number = '%s'",
                                   number));
}

/* A group becomes part of another: by a file, by a form; and one that is part of nothing. */
static void regrouped(void **state)
{
    struct place *place = place_open_store(state);
    struct form form = {.record = dict_record(R_cultural_group)};
    place_add_people(place);
    assert_string_equal(wider(place, "C-1"), "pacific");
    assert_string_equal(wider(place, "C-2"), "-");
    place_add(place, "cultural_group", "code,label,part_of\noceania,Oceania,\npacific,Pacific,oceania\n");
    assert_string_equal(wider(place, "C-1"), "oceania");
    assert_int_equal(damaged(place), 0);
    fill(&form, "code", "samoan");
    fill(&form, "label", "Samoan"); /* part of nothing any more */
    save(place, &form);
    assert_string_equal(wider(place, "C-1"), "samoan");
    assert_int_equal(damaged(place), 0);
}

/* Enough rows for each of the short cuts of a first load. */
static void first_load(void **state)
{
    struct place *place = place_open_store(state);
    struct str csv;
    str_init(&csv);
    str_add(&csv, "number,family_name,gender,source,method\n");
    for (int i = 0; i < 30000; i++)
        str_addf(&csv, "C-%d,A name that makes the file long,female,client,statement\n", i);
    place_add(place, "client", csv.at);
    str_cut(&csv, 0);
    str_add(&csv, "client,effective_from,rating,source,method\n");
    for (int i = 0; i < 30000; i++)
        str_addf(&csv, "C-%d,2000-01-%02d,%d,client,statement\n", i / 2, 1 + i % 28, 1 + i % 5);
    place_add(place, "sgi_rating", csv.at);
    str_clear(&csv);
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing WHERE sgi IS NOT NULL"), 15000);
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing WHERE gender = 1"), 30000);
    assert_int_equal(damaged(place), 0);
}

/* Random rows, this time through files. */
static void imported_again(void **state)
{
    struct place *place = place_open_store(state);
    struct dice dice = {.state = 31};
    add_surroundings(place);
    live(place, &dice, 8);
    sql_to_csv(
        place, "sgi_rating", "client,effective_from,rating,source,method",
        "SELECT c.number, '2000-03-0' || (1 + c.id % 9), '' || (1 + c.id % 5), 'officer', 'record' FROM "
        "client c");
    sql_to_csv(
        place, "benefit_spell", "client,effective_from,effective_to,type,source,method",
        "SELECT c.number, '2000-01-1' || (c.id % 9), '2000-01-2' || (1 + c.id % 9), 'sickness', 'agency', "
        "'record' FROM client c WHERE c.id % 3 <> 0");
    assert_int_equal(damaged(place), 0);
}

/* What is made for all by passes over the records is what look-ups client by client find, also where somebody
 * had wiped it. */
static void made_for_all(void **state)
{
    struct place *place = place_open_store(state);
    struct dice dice = {.state = 99};
    struct err err = {0};
    add_surroundings(place);
    live(place, &dice, 20);
    must(db_begin(place->store.db, &err) && standing_make(place->store.db, &err) &&
             db_commit(place->store.db, &err),
         &err);
    assert_int_equal(damaged(place), 0);
    struct standing_due due = {
        .of = {[R_register_spell] = true, [R_english_level] = true, [R_none_known] = true}};
    must(db_execute(place->store.db,
                    "UPDATE standing SET weeks_registered = 1, registered = NULL, english_speaking = NULL, "
                    "speaking_row = 0, qualifications = 99",
                    &err),
         &err);
    assert_true(damaged(place) > 0);
    must(db_begin(place->store.db, &err) && standing_settle(place->store.db, &due, &err) &&
             db_commit(place->store.db, &err),
         &err);
    assert_int_equal(damaged(place), 0);
}

/* Of several files in one transaction what stands is settled once, at its end, whatever order they came in.
 */
static void settled_once(void **state)
{
    struct place *place = place_open_store(state);
    struct standing_due due = {.of = {false}};
    struct err err = {0};
    static const struct {
        enum record_id record;
        const char *csv;
    } files[] = {
        {R_client, "number,family_name,source,method\nC-1,Lee,client,statement\n"},
        {R_sgi_rating, "client,effective_from,rating,source,method\nC-1,2000-01-01,3,client,statement\n"},
        {R_client, "number,family_name,gender,source,method\nC-1,Lee,female,client,statement\n"
                   "C-2,Lee,male,client,statement\n"},
        {R_sgi_rating, "client,effective_from,rating,source,method\nC-2,2000-01-01,4,client,statement\n"},
    };
    must(db_begin(place->store.db, &err), &err);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct import_result result;
        FILE *file = fmemopen((char *)(uintptr_t)files[i].csv, strlen(files[i].csv), "r");
        const struct import_request request = {
            .record = dict_record(files[i].record), .file = file, .name = "file", .due = &due};
        must(import_run_in(&place->store, &place->arena, &request, &result, &err), &err);
        assert_true(result.written);
        fclose(file);
    }
    assert_int_equal(place_number(place, "SELECT count(*) FROM standing"), 0);
    must(standing_settle(place->store.db, &due, &err) && db_commit(place->store.db, &err), &err);
    assert_int_equal(place_number(place, "SELECT sum(sgi * 10 + gender) FROM standing"), 73);
    assert_int_equal(damaged(place), 0);
}

static void upgrade_fills(void **state)
{
    struct place *place = place_of(state);
    struct err err = {0};
    enum store_init what;
    int from;
    struct db *db;
    must(db_open(&db, place->where, DB_create, &err) && db_begin(db, &err) && schema_upgrade(db, 2, &err) &&
             db_execute(
                 db,
                 "INSERT INTO staff (login, name, recorded_at, recorded_by) VALUES ('boss', 'B', 5, 1);"
                 "INSERT INTO client (number, family_name, gender, source, method, recorded_at, recorded_by) "
                 "VALUES ('C-1', 'Lee', 2, 1, 2, 5, 1);"
                 "INSERT INTO register_spell (client, effective_from, source, method, recorded_at, "
                 "recorded_by) VALUES (1, 11000, 1, 1, 5, 1)",
                 &err) &&
             db_commit(db, &err),
         &err);
    db_close(db);
    must(store_init(place->where, "boss", &what, &from, &err), &err);
    must(store_open(&place->store, &place->arena, place->where, "boss", &err), &err);
    assert_int_equal(place_number(place, "SELECT gender * 100000 + weeks_registered FROM standing"), 211000);
    assert_int_equal(damaged(place), 0);
}

/* Two write about one client at once: what the one wrote is not lost to what the other had read before. */
static void two_at_once(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    struct saved saved;
    place_add_people(place);
    struct form form = {.record = dict_record(R_english_level)};
    fill(&form, "client", "C-2");
    fill(&form, "effective_from", "2000-02-01");
    fill(&form, "level", "clear");
    fill(&form, "assessor", "T");
    fill(&form, "source", "provider");
    fill(&form, "method", "test");
    fill(&form, "skill", "speaking");
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    fflush(NULL);
    pid_t other = fork();
    if (other == 0) {
        struct store store;
        char go;
        bool done =
            read(ready[0], &go, 1) == 1 && store_open(&store, &place->arena, place->where, "boss", &err);
        fill(&form, "skill", "understanding");
        done =
            done && record_save(&store,
                                &(struct save_request){
                                    .record = form.record, .values = form.values, .expected_recorded_at = 0},
                                &saved, &err);
        _exit(done ? 0 : 1);
    }
    must(db_begin(place->store.db, &err) &&
             record_save_in(&place->store,
                            &(struct save_request){
                                .record = form.record, .values = form.values, .expected_recorded_at = 0},
                            &saved, &err),
         &err);
    assert_int_equal(write(ready[1], "g", 1), 1);
    usleep(500000); /* in which the other comes as far as it can */
    must(db_commit(place->store.db, &err), &err);
    int status;
    assert_int_equal(waitpid(other, &status, 0), other);
    close(ready[0]);
    close(ready[1]);
    assert_int_equal(status, 0);
    assert_int_equal(place_number(place,
                                  "SELECT english_speaking * 10 + english_understanding FROM standing t "
                                  "JOIN client c ON c.id = t.client WHERE c.number = 'C-2'"),
                     44);
    assert_int_equal(damaged(place), 0);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R12: what stands is true after every record saved or withdrawn", saved_and_withdrawn),
        BOTH("R11: a client withdrawn leaves nothing that stands", client_withdrawn),
        BOTH("R12: what stands is true after files of new, changed and moved records", imported),
        BOTH("R116: the widest group of everybody is true when a group becomes part of another", regrouped),
        BOTH("R12: what stands is true after a first load by its short cuts", first_load),
        BOTH("R12: what stands is true after files over what was there", imported_again),
        BOTH("R12: what stands is true when it is made for all at once", made_for_all),
        BOTH("R12, R14: what stands is settled once for files that are written together", settled_once),
        BOTH("R11: an upgrade fills what stands from the records", upgrade_fills),
        BOTH("R11: two who write about one client at once lose nothing that stands", two_at_once),
    };
    return RUN(cases);
}
