#include "store_place.h"

#include "base/date.h"
#include "store/form.h"

static struct form contact_of(struct place *place, const char *client, const char *day)
{
    struct form form;
    struct err err = {0};
    int32_t on;
    must(date_parse(text_of(day), &on, &err), &err);
    form_new(&form, &place->arena, dict_record(R_contact));
    form_key(&form, F_contact_client, text_of(client));
    form_day(&form, F_contact_effective_from, on);
    form_choice(&form, F_contact_way, CODED_contact_way_phone);
    form_choice(&form, F_contact_source, CODED_source_officer);
    form_choice(&form, F_contact_method, CODED_method_statement);
    return form;
}

static struct saved save(struct place *place, struct form *form)
{
    struct saved saved;
    struct err err = {0};
    must(form_save(form, &place->store, NULL, &saved, &err), &err);
    return saved;
}

static void refused(struct place *place, struct form *form, enum err_kind kind, const char *where,
                    const char *words)
{
    struct saved saved;
    struct err err = {0};
    assert_false(form_save(form, &place->store, NULL, &saved, &err));
    if (err.kind != kind || strcmp(err.place, where) != 0 || !strstr(err.sentence, words))
        fail_msg("%s, %s: %s", err_name(err.kind), err.place, err.sentence);
}

static void added_and_changed(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    bool there;
    place_add_people(place);
    struct form form = contact_of(place, "C-1", "2000-03-01");
    form_int(&form, F_contact_minutes, 20);
    const struct saved first = save(place, &form);
    assert_int_equal(first.result, SAVE_added);
    assert_true(form.id == first.id && form.recorded_at == first.recorded_at);
    assert_int_equal(form_number(&form, F_contact_minutes), 20);

    const char *text;
    must(form_print(&form, &place->store, F_contact_client, false, &text, &err), &err);
    assert_string_equal(text, "C-1"); /* which it holds as an id by now */
    must(form_print(&form, &place->store, F_contact_way, true, &text, &err), &err);
    assert_string_equal(text, "phone");
    must(form_print(&form, &place->store, F_contact_staff, true, &text, &err), &err);
    assert_string_equal(text, "");

    /* found by its key: what was not given stays */
    struct form again = contact_of(place, "C-1", "2000-03-01");
    form_words(&again, F_contact_about, "A course");
    must(form_find(&again, &place->store, &there, &err), &err);
    assert_true(there && again.id == first.id);
    assert_int_equal(form_number(&again, F_contact_minutes), 20);
    assert_true(again.before[dict_field(F_contact_about) - again.fields].type == VALUE_absent);
    assert_int_equal(save(place, &again).result, SAVE_changed);
    assert_int_equal(place_number(place, "SELECT minutes FROM contact"), 20);

    /* loaded by its id; and saved twice */
    struct form third;
    must(form_load(&third, &place->arena, &place->store, dict_record(R_contact), first.id, &err), &err);
    assert_true(text_is(form_get_text(&third, F_contact_about), "A course"));
    form_clear(&third, F_contact_minutes);
    assert_int_equal(save(place, &third).result, SAVE_changed);
    form_int(&third, F_contact_minutes, 5);
    assert_int_equal(save(place, &third).result, SAVE_changed);
    assert_int_equal(save(place, &third).result, SAVE_unchanged);
    assert_int_equal(place_number(place, "SELECT count(*) FROM contact_history"), 3);

    struct form other = contact_of(place, "C-2", "2000-03-01");
    must(form_find(&other, &place->store, &there, &err), &err);
    assert_false(there);
    form_key(&other, F_contact_client, text_of("nobody"));
    must(form_find(&other, &place->store, &there, &err), &err);
    assert_false(there);
    assert_false(
        form_load(&third, &place->arena, &place->store, dict_record(R_contact), first.id + 100, &err));
    assert_int_equal(err.kind, ERR_absent);
}

/* A second one of the same key is not a change of the first, nor is the same once more a mistake. */
static void new_is_new(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form first = contact_of(place, "C-1", "2000-03-01"), same = first, other = first;
    form_int(&first, F_contact_minutes, 20);
    form_int(&same, F_contact_minutes, 20);
    save(place, &first);
    assert_int_equal(save(place, &same).result, SAVE_unchanged);
    refused(place, &other, ERR_conflict, "", "has written a contact of this key already");
    assert_int_equal(place_number(place, "SELECT minutes FROM contact"), 20);
}

static void two_at_once(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    bool there;
    place_add_people(place);
    struct form form = contact_of(place, "C-1", "2000-03-01");
    save(place, &form);
    struct form mine = contact_of(place, "C-1", "2000-03-01"), theirs = mine;
    must(form_find(&mine, &place->store, &there, &err), &err);
    must(form_find(&theirs, &place->store, &there, &err), &err);
    form_int(&mine, F_contact_minutes, 10);
    form_words(&theirs, F_contact_about, "Rent");
    place_work_as(place, "bea");
    save(place, &theirs);
    place_work_as(place, "boss");
    refused(place, &mine, ERR_conflict, "", "Bea (bea)");
    refused(place, &mine, ERR_conflict, "", "about");
    assert_string_equal(place_text(place, "SELECT about FROM contact"), "Rent");
}

static void numbers(void **state)
{
    struct place *place = place_open_store(state);
    struct form form, by_hand;
    assert_true(record_is_numbered(dict_record(R_household)));
    assert_false(record_is_numbered(dict_record(R_programme)));
    assert_false(record_is_numbered(dict_record(R_contact)));
    form_new(&form, &place->arena, dict_record(R_household));
    form_words(&form, F_household_name, "First");
    const struct saved first = save(place, &form);
    assert_int_equal(first.result, SAVE_added);
    assert_int_equal(first.id, 1);
    assert_true(text_is(form_get_text(&form, F_household_number), "ho-1001"));
    form_new(&by_hand, &place->arena, dict_record(R_household));
    form_words(&by_hand, F_household_number, "ho-1003");
    save(place, &by_hand);
    assert_true(text_is(form_get_text(&by_hand, F_household_number), "ho-1003"));
    form_words(&by_hand, F_household_name, "By hand");
    assert_int_equal(save(place, &by_hand).result, SAVE_changed);
    form_new(&form, &place->arena, dict_record(R_household));
    form_words(&form, F_household_name, "Third");
    save(place, &form); /* 1003 would be its turn */
    assert_true(text_is(form_get_text(&form, F_household_number), "ho-1004"));
    assert_int_equal(place_number(place, "SELECT count(*) FROM household"), 3);
}

/* Both take a number before either has written. SQLite lets one in at a time, PostgreSQL gives each its own.
 */
static void numbers_at_once(void **state)
{
    struct place *place = place_open_store(state);
    struct store theirs;
    struct err err = {0};
    struct form mine, other;
    struct saved saved;
    place_add(place, "household", "number,name\n1,One\n");
    must(store_open(&theirs, &place->arena, place->where, "boss", &err), &err);
    form_new(&mine, &place->arena, dict_record(R_household));
    form_new(&other, &place->arena, dict_record(R_household));
    must(db_begin(place->store.db, &err), &err);
    must(form_save_in(&mine, &place->store, NULL, &saved, &err), &err);
    if (db_engine(theirs.db) == ENGINE_postgres)
        must(form_save(&other, &theirs, NULL, &saved, &err), &err);
    must(db_commit(place->store.db, &err), &err);
    if (db_engine(theirs.db) == ENGINE_sqlite)
        must(form_save(&other, &theirs, NULL, &saved, &err), &err);
    assert_false(
        text_equal(form_get_text(&mine, F_household_number), form_get_text(&other, F_household_number)));
    assert_int_equal(place_number(place, "SELECT count(*) FROM household"), 3);
    store_close(&theirs);
}

static void typed(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    const struct field *missing[RECORD_FIELDS_MAX];
    struct form form;
    place_add_people(place);
    form_new(&form, &place->arena, dict_record(R_client));
    must(form_typed(&form, F_client_gender, text_of("female"), &err), &err);
    must(form_typed(&form, F_client_family_name, text_of(" "), &err), &err);
    assert_false(form_has(&form, F_client_family_name));
    assert_false(form_typed(&form, F_client_birth_date, text_of("31/01/1970"), &err));
    assert_string_equal(err.place, "birth_date");
    assert_int_equal(form_missing(&form, missing), 3); /* the number is given by Mahi */
    assert_true(missing[0]->id == F_client_source || missing[1]->id == F_client_source);
    refused(place, &form, ERR_input, "source", "needed");
    assert_false(form_has(&form, F_client_number));
}

/* Who may not see a field changes the rest, and leaves it as it is. */
static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    struct form form;
    place_add_people(place);
    place_add(place, "residence",
              "client,effective_from,status,entry_category,source,method\nC-1,1999-01-01,resident,quota,"
              "client,document\n");
    const int64_t id = place_number(place, "SELECT id FROM residence");
    place_work_as(place, "ana");
    must(form_load(&form, &place->arena, &place->store, dict_record(R_residence), id, &err), &err);
    assert_false(form_has(&form, F_residence_entry_category));
    form_choice(&form, F_residence_status, CODED_residence_status_citizen);
    assert_int_equal(save(place, &form).result, SAVE_changed);
    assert_int_equal(place_number(place, "SELECT entry_category FROM residence"), CODED_entry_category_quota);
    assert_false(form_load(&form, &place->arena, &place->store, dict_record(R_wellbeing_note), 1, &err));
    assert_int_equal(err.kind, ERR_denied);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R18: a record is added, found by its key, changed and saved again", added_and_changed),
        BOTH("R11: what is made new never writes over what somebody else has written", new_is_new),
        BOTH("R11: who changes a record that was changed meanwhile is told by whom and what", two_at_once),
        BOTH("R18: a record without a number gets the next that nobody has", numbers),
        BOTH("R18: two at once get two numbers", numbers_at_once),
        BOTH("R14: what is typed is read by its field, and what is missing is named", typed),
        BOTH("R41: who may not see a field leaves it as it is", restricted),
    };
    return RUN(cases);
}
