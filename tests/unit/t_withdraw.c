#include "save_form.h"

#include "store/read.h"

static int64_t count_known(struct place *place, const struct record *record, int64_t known)
{
    struct reader reader;
    struct err err = {0};
    bool row;
    int64_t count = 0;
    must(reader_open(&reader, &place->store,
                     &(struct reading){.record = record, .moment = {.known_then = true, .known = known}},
                     &err),
         &err);
    for (; reader_next(&reader, &row, &err) && row; count++)
        ;
    reader_close(&reader);
    return count;
}

static void withdrawn(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = client_form("C-9", "Name");
    struct saved first = save(place, &form), again;
    struct err err = {0};
    assert_false(record_withdraw(&place->store, form.record, first.id, first.recorded_at - 1, &err));
    assert_int_equal(err.kind, ERR_conflict);
    err = (struct err){0};
    must(record_withdraw(&place->store, form.record, first.id, first.recorded_at, &err), &err);
    assert_int_equal(place_number(place, "SELECT count(*) FROM client WHERE number = 'C-9'"), 0);
    assert_int_equal(count_known(place, form.record, first.recorded_at), 3); /* then, it was believed */
    int64_t withdrawn_at = place_number(place, "SELECT max(superseded_at) FROM client_history");
    assert_int_equal(count_known(place, form.record, withdrawn_at - 1), 3);
    assert_int_equal(count_known(place, form.record, withdrawn_at), 2);
    assert_false(record_withdraw(&place->store, form.record, first.id, 0, &err));
    assert_int_equal(err.kind, ERR_absent);
    again = save(place, &form);
    assert_int_equal(again.result, SAVE_added);
    assert_true(again.id != first.id); /* an id is never given again */
}

static void pointed_at(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    place_add_people(place);
    static const struct {
        const char *find, *words;
        enum record_id record;
    } rows[] = {
        {"SELECT id FROM client WHERE number = 'C-1'", "2 of register_spell, 1 of english_level", R_client},
        {"SELECT id FROM cultural_group WHERE code = 'pacific'", "1 of cultural_group", R_cultural_group},
        {"SELECT id FROM office", "2 of staff, 2 of register_spell", R_office},
        {"SELECT id FROM staff WHERE login = 'ana'", "1 of client", R_staff}, /* she verified */
        {"SELECT id FROM staff WHERE login = 'boss'", "2 of client", R_staff},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        err = (struct err){0};
        assert_false(record_withdraw(&place->store, dict_record(rows[i].record),
                                     place_number(place, rows[i].find), 0, &err));
        if (err.kind != ERR_conflict || !strstr(err.sentence, rows[i].words))
            fail_msg("%s: %s", err_name(err.kind), err.sentence);
    }
    err = (struct err){0};
    place_execute(place, "UPDATE cultural_group SET part_of = id WHERE code = 'samoan'; UPDATE client SET "
                         "cultural_group = NULL");
    must(record_withdraw(&place->store, dict_record(R_cultural_group),
                         place_number(place, "SELECT id FROM cultural_group WHERE code = 'samoan'"), 0, &err),
         &err);
}

/* Who wrote a version down is needed as long as the version is kept. */
static void writer_of_the_past(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    place_add_people(place);
    int64_t bea = place_number(place, "SELECT id FROM staff WHERE login = 'bea'");
    struct form form = client_form("C-2", "Hers");
    place_work_as(place, "bea");
    save(place, &form);
    place_work_as(place, "boss");
    fill(&form, "family_name", "His");
    save(place, &form);
    assert_false(record_withdraw(&place->store, dict_record(R_staff), bea, 0, &err));
    if (err.kind != ERR_conflict ||
        !strstr(err.sentence, "2 of client")) /* she wrote one, and superseded another */
        fail_msg("%s: %s", err_name(err.kind), err.sentence);
}

/* The reason goes with it, or neither; of what few may see, the key is not repeated. */
static void with_a_reason(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    place_add_people(place);
    place_add(
        place, "wellbeing_note",
        "client,effective_from,note,consent,source,method\nC-1,2000-01-01,Tired,yes,client,interview\n");
    const int64_t level = place_number(place, "SELECT id FROM english_level"),
                  note = place_number(place, "SELECT id FROM wellbeing_note"),
                  client = place_number(place, "SELECT id FROM client WHERE number = 'C-1'");
    assert_false(record_withdraw_because(&place->store, dict_record(R_client), client, 0, "Twice", &err));
    assert_int_equal(place_number(place, "SELECT count(*) FROM override"), 0);
    err = (struct err){0};
    must(record_withdraw_because(&place->store, dict_record(R_english_level), level, 0, "Another client",
                                 &err),
         &err);
    assert_int_equal(place_number(place, "SELECT count(*) FROM english_level"), 0);
    assert_string_equal(
        place_text(place, "SELECT guard || ', ' || about || ', ' || words || ', ' || reason "
                          "FROM override"),
        "withdrawn, english_level, C-1, speaking, 2000-01-01, officer_impression, Another client");
    must(record_withdraw_because(&place->store, dict_record(R_wellbeing_note), note, 0, "No longer", &err),
         &err);
    assert_string_equal(place_text(place, "SELECT words FROM override WHERE about = 'wellbeing_note'"), "-");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R13: a record withdrawn is gone, and what was known of it then remains", withdrawn),
        BOTH("R11: what others point at cannot be withdrawn", pointed_at),
        BOTH("R11: a record is withdrawn with its reason", with_a_reason),
        BOTH("R11: who wrote an earlier version cannot be withdrawn", writer_of_the_past),
    };
    return RUN(cases);
}
