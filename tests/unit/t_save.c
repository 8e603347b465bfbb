#include "save_form.h"

#include "base/date.h"
#include "store/read.h"

static void added_changed_unchanged(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "T\xc5\xabhoe");
    fill(&form, "cultural_group", "samoan");
    fill(&form, "willing_to_move", "no");
    struct saved first = save(place, &form), again = save(place, &form);
    assert_int_equal(first.result, SAVE_added);
    assert_int_equal(again.result, SAVE_unchanged);
    assert_true(first.id > 0 && again.id == first.id && again.recorded_at == first.recorded_at);
    assert_string_equal(place_text(place, "SELECT g.code FROM client c JOIN cultural_group g ON g.id = "
                                          "c.cultural_group WHERE c.number = 'C-9'"),
                        "samoan");
    assert_int_equal(place_number(place, "SELECT willing_to_move FROM client WHERE number = 'C-9'"), 0);
    assert_string_equal(place_text(place, "SELECT gender FROM client WHERE number = 'C-9'"), "-");

    form.values[record_field_named(form.record, text_of("willing_to_move")) -
                record_fields(form.record, &(size_t){0})] = (struct value){.type = VALUE_absent};
    struct saved changed = save(place, &form);
    assert_int_equal(changed.result, SAVE_changed);
    assert_int_equal(changed.id, first.id);
    assert_true(changed.recorded_at > first.recorded_at);
    assert_string_equal(place_text(place, "SELECT willing_to_move FROM client WHERE number = 'C-9'"), "-");
    assert_int_equal(place_number(place, "SELECT willing_to_move FROM client_history"), 0);
    assert_int_equal(place_number(place, "SELECT superseded_at FROM client_history"), changed.recorded_at);
    assert_int_equal(place_number(place, "SELECT recorded_at FROM client_history"), first.recorded_at);
    assert_int_equal(place_number(place, "SELECT superseded_by FROM client_history"), place->store.staff_id);
}

/* Each value, none of them special, survives the way in and out. */
static void every_kind(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = {.record = dict_record(R_labour_status)};
    fill(&form, "client", "C-1");
    fill(&form, "effective_from", "1999-12-31");
    fill(&form, "status", "part_time");
    fill(&form, "hours_per_week", "12.3");
    fill(&form, "subsidy", "yes");
    fill(&form, "source", "employer");
    fill(&form, "method", "statement");
    struct saved saved = save(place, &form);
    struct reader reader;
    struct err err = {0};
    bool row;
    must(reader_open(&reader, &place->store, &(struct reading){.record = form.record}, &err), &err);
    must(reader_next(&reader, &row, &err), &err);
    assert_true(row && reader.id == saved.id);
    size_t count;
    const struct field *fields = record_fields(form.record, &count);
    for (size_t i = 0; i < reader.field_count; i++)
        if (!reader.fields[i]->stamped)
            assert_true(value_equal(reader.values[i], form.values[reader.fields[i] - fields]));
    reader_close(&reader);
}

static void by_id(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-1", "T\xc5\xabhoe");
    size_t count, at = (size_t)(dict_field(F_client_cultural_group) - record_fields(form.record, &count));
    fill(&form, "given_names", "Mere");
    fill(&form, "birth_date", "1970-01-31");
    fill(&form, "verified_by", "ana");
    fill(&form, "verified_on", "2000-02-01");
    form.values[at] =
        value_number(place_number(place, "SELECT id FROM cultural_group WHERE code = 'samoan'"));
    assert_int_equal(save(place, &form).result, SAVE_unchanged);
    form.values[at] = value_number(12345);
    refused(place, &form, 0, ERR_input, "cultural_group", "there is no cultural_group of id 12345");
    fill(&form, "cultural_group", "nowhere");
    refused(place, &form, 0, ERR_input, "cultural_group", "\"nowhere\" is no cultural_group here");
}

static void checks(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form good = client_form("C-9", "Name"), form = good;
    size_t count;
    const struct field *fields = record_fields(form.record, &count);
#define PLACE(name) (dict_field(F_client_##name) - fields)
    form.values[PLACE(family_name)] = (struct value){.type = VALUE_absent};
    refused(place, &form, 0, ERR_input, "family_name", "one line of text is needed");
    form = good;
    form.values[PLACE(gender)] = value_number(77);
    refused(place, &form, 0, ERR_input, "gender", "\"77\" is not a gender");
    form.values[PLACE(gender)] = value_text(text_of("female"));
    refused(place, &form, 0, ERR_input, "gender", "another kind");
    form = good;
    form.values[PLACE(family_name)] = value_text(text_of("two\nlines"));
    refused(place, &form, 0, ERR_input, "family_name", "a line break");
    form.values[PLACE(family_name)] = value_text(text_of("caf\xe9"));
    refused(place, &form, 0, ERR_input, "family_name", "not UTF-8");
    form.values[PLACE(family_name)] = value_text(text_of(" Name"));
    refused(place, &form, 0, ERR_input, "family_name", "blanks at its ends");
    form.values[PLACE(family_name)] = value_text(text_of(""));
    refused(place, &form, 0, ERR_input, "family_name", "needed");
    form = good;
    fill(&form, "birth_date", "1990-01-01");
    fill(&form, "arrived_on", "1980-01-01");
    refused(place, &form, 0, ERR_input, "arrived_on", "comes before birth_date");
    form = good;
    fill(&form, "verified_by", "ana");
    refused(place, &form, 0, ERR_input, "verified_on", "both who checked and the day");
#undef PLACE
}

static void another_clients_record(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "qualification",
              "number,client,effective_from,title,source,method\nQ-1,C-1,1995-01-01,BE,client,document\n");
    struct form form = {.record = dict_record(R_qualification_assessment)};
    fill(&form, "client", "C-2");
    fill(&form, "qualification", "Q-1");
    fill(&form, "body", "nzqa");
    fill(&form, "result", "accepted");
    fill(&form, "effective_from", "2000-01-01");
    fill(&form, "source", "agency");
    fill(&form, "method", "document");
    refused(place, &form, 0, ERR_input, "qualification", "belongs to another client");
    fill(&form, "client", "C-1");
    assert_int_equal(save(place, &form).result, SAVE_added);
}

static void second_person(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "Name");
    fill(&form, "verified_by", "boss");
    fill(&form, "verified_on", "2000-01-01");
    refused(place, &form, 0, ERR_input, "verified_by", "a second person must");
    fill(&form, "verified_by", "ana");
    assert_int_equal(save(place, &form).result, SAVE_added);
    place_work_as(place, "ana");
    assert_int_equal(save(place, &form).result, SAVE_unchanged); /* she writes nothing */
    fill(&form, "verified_on",
         "2000-01-02"); /* who only checks may write it down herself, and is not the author */
    assert_int_equal(save(place, &form).result, SAVE_changed);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client c JOIN staff s ON s.id = c.recorded_by "
                                         "WHERE s.login = 'boss' AND c.number = 'C-9'"),
                     1);
    fill(&form, "verified_on", "2000-01-03");
    fill(&form, "family_name", "Other");
    refused(place, &form, 0, ERR_input, "verified_by", "a second person must");
}

/* What was checked was the old value. */
static void change_clears_verification(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "Name");
    fill(&form, "verified_by", "ana");
    fill(&form, "verified_on", "2000-01-01");
    save(place, &form);
    place_work_as(place, "ana"); /* the form that ana opened still says that she checked */
    fill(&form, "family_name", "Another");
    assert_int_equal(save(place, &form).result, SAVE_changed);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client WHERE number = 'C-9' AND verified_by "
                                         "IS NULL AND verified_on IS NULL"),
                     1);
    assert_int_equal(
        place_number(place,
                     "SELECT count(*) FROM client_history WHERE number = 'C-9' AND verified_by IS NOT NULL"),
        1);
    place_work_as(place, "boss");
    fill(&form, "family_name", "Third"); /* changed and checked again on the same day */
    fill(&form, "verified_on", "2000-01-03");
    save(place, &form);
    assert_int_equal(
        place_number(place,
                     "SELECT count(*) FROM client WHERE family_name = 'Third' AND verified_by IS NOT NULL"),
        1);
}

static void two_forms(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "Name");
    struct saved opened = save(place, &form);
    place_work_as(place, "ana");
    struct form other = form;
    fill(&other, "family_name", "Hers");
    fill(&other, "gender", "female");
    struct saved saved;
    struct err err = {0};
    must(record_save(&place->store,
                     &(struct save_request){.record = other.record,
                                            .values = other.values,
                                            .expected_recorded_at = opened.recorded_at},
                     &saved, &err),
         &err);
    place_work_as(place, "boss");
    fill(&form, "birth_date", "1980-01-01");
    refused(place, &form, opened.recorded_at, ERR_conflict, "", "Ana (ana) at ");
    refused(place, &form, opened.recorded_at, ERR_conflict, "",
            "changed this client meanwhile: family_name, gender; look at it again");
    assert_int_equal(place_number(place, "SELECT count(*) FROM client WHERE family_name = 'Hers'"), 1);
    fill(&other, "birth_date", "1980-01-01");
    must(record_save(&place->store,
                     &(struct save_request){.record = other.record,
                                            .values = other.values,
                                            .expected_recorded_at = saved.recorded_at},
                     &saved, &err),
         &err);
    struct form renamed = client_form("C-10", "Name");
    refused(place, &renamed, saved.recorded_at, ERR_conflict, "", "no client under this key any more");
}

/* Between reading and writing somebody else writes: on PostgreSQL both may read at once, on SQLite the second
 * waits. */
static void race(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-2", "Mine");
    struct err err = {0};
    struct saved saved;
    struct db *other;
    must(db_begin(place->store.db, &err), &err);
    must(record_save_in(&place->store, &(struct save_request){.record = form.record, .values = form.values},
                        &saved, &err),
         &err);
    must(db_open(&other, place->where, DB_open_existing, &err), &err);
    if (db_engine(other) == ENGINE_postgres)
        must(db_execute(other, "SET lock_timeout = '100ms'", &err), &err);
    else
        must(db_execute(other, "PRAGMA busy_timeout = 100", &err), &err);
    struct store theirs = {.db = other, .staff_id = place->store.staff_id, .staff_login = "boss"};
    fill(&form, "family_name", "Theirs");
    assert_false(record_save(&theirs, &(struct save_request){.record = form.record, .values = form.values},
                             &saved, &err));
    assert_int_equal(err.kind, ERR_conflict);
    db_close(other);
    err = (struct err){0};
    must(db_commit(place->store.db, &err), &err);
    assert_string_equal(place_text(place, "SELECT family_name FROM client WHERE number = 'C-2'"), "Mine");
    assert_int_equal(place_number(place, "SELECT count(*) FROM client_history"), 1);
}

static void in_the_callers_transaction(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "Name"), fact = {.record = dict_record(R_register_spell)};
    struct saved saved;
    struct err err = {0};
    fill(&fact, "client", "C-9");
    fill(&fact, "effective_from", "2000-01-01");
    fill(&fact, "source", "client");
    fill(&fact, "method", "statement");
    for (int kept = 0; kept < 2; kept++) {
        must(db_begin(place->store.db, &err), &err);
        must(record_save_in(&place->store,
                            &(struct save_request){.record = form.record, .values = form.values}, &saved,
                            &err),
             &err);
        must(record_save_in(&place->store,
                            &(struct save_request){.record = fact.record, .values = fact.values}, &saved,
                            &err),
             &err);
        if (kept)
            must(db_commit(place->store.db, &err), &err);
        else
            db_rollback(place->store.db);
        assert_int_equal(place_number(place, "SELECT count(*) FROM register_spell WHERE client = (SELECT id "
                                             "FROM client WHERE number = 'C-9')"),
                         kept);
    }
}

static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form note = {.record = dict_record(R_wellbeing_note)}, stay = {.record = dict_record(R_residence)};
    fill(&note, "client", "C-1");
    fill(&note, "effective_from", "2000-01-01");
    fill(&note, "note", "secret");
    fill(&note, "consent", "yes");
    fill(&stay, "client", "C-1");
    fill(&stay, "effective_from", "2000-01-01");
    fill(&stay, "status", "resident");
    fill(&stay, "entry_category", "family");
    struct form *both[] = {&note, &stay};
    for (size_t i = 0; i < 2; i++) {
        fill(both[i], "source", "client");
        fill(both[i], "method", "interview");
        save(place, both[i]);
    }
    place_work_as(place, "ana");
    refused(place, &note, 0, ERR_denied, "", "\"wellbeing_note\" is a restricted record");
    refused(place, &stay, 0, ERR_denied, "entry_category", "restricted field");
    fill(&stay, "entry_category", "");
    assert_int_equal(save(place, &stay).result,
                     SAVE_unchanged); /* what she does not see she leaves as it is */
    fill(&stay, "effective_to", "2000-12-31");
    assert_int_equal(save(place, &stay).result, SAVE_changed);
    assert_int_equal(place_number(place, "SELECT entry_category FROM residence"),
                     CODED_entry_category_family);
    struct err err = {0};
    assert_false(record_withdraw(&place->store, note.record,
                                 place_number(place, "SELECT id FROM wellbeing_note"), 0, &err));
    assert_int_equal(err.kind, ERR_denied);
}

/* A version is always later than the one before it, whatever the clock says. */
static void clock_set_back(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "Name");
    save(place, &form);
    int64_t ahead = instant_now() + 1000000;
    char sql[100];
    snprintf(sql, sizeof sql, "UPDATE client SET recorded_at = %lld WHERE number = 'C-9'", (long long)ahead);
    place_execute(place, sql);
    fill(&form, "gender", "male");
    assert_int_equal(save(place, &form).recorded_at, ahead + 1);
    assert_int_equal(place_number(place, "SELECT superseded_at FROM client_history"), ahead + 1);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R11: a record saved is added, then known, then changed with its old version kept",
             added_changed_unchanged),
        BOTH("R12: every kind of value comes out as it went in, and nothing stays nothing", every_kind),
        BOTH("R11: a reference may be given by key or by id, and must be there", by_id),
        BOTH("R14: a value that its field may not hold is refused with its field", checks),
        BOTH("R11: what is about one client cannot point at another's record", another_clients_record),
        BOTH("R17: who records a fact cannot verify it", second_person),
        BOTH("R17: a change clears a verification that nobody renewed", change_clears_verification),
        BOTH("R11: of two who change one record, the second is told who changed what", two_forms),
        BOTH("R11: of two who write at one moment, one is refused", race),
        BOTH("house: saves within a transaction are kept or taken back with it", in_the_callers_transaction),
        BOTH("R41: what is restricted is saved by those who may see it, and kept by the others", restricted),
        BOTH("R13: versions follow one another even when the clock is set back", clock_set_back),
    };
    return RUN(cases);
}
