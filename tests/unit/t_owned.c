#include "store_place.h"

#include "store/owned.h"

static size_t times_in_rows(enum field_id field)
{
    size_t count, times = 0;
    const struct owned *rows = owned_rows(&count);
    for (size_t i = 0; i < count; i++)
        times += rows[i].field == field;
    return times;
}

static void every_field(void **state)
{
    (void)state;
    for (int r = R_none + 1; r < R_end; r++) {
        size_t count;
        const struct field *fields = record_fields(dict_record((enum record_id)r), &count);
        for (size_t i = 0; i < count; i++) {
            const bool names_staff = fields[i].kind == KIND_REF && fields[i].to == R_staff &&
                                     !fields[i].stamped && !fields[i].provenance;
            if (times_in_rows(fields[i].id) != (names_staff ? 1 : 0))
                fail_msg("%s.%s points at staff and stands %zu times in owned.def: say once whether it is "
                         "work (OWNED, "
                         "BY_HAND) or what somebody did (DID)",
                         dict_record((enum record_id)r)->name, fields[i].name, times_in_rows(fields[i].id));
        }
    }
}

/* The questions of every row are SQL that both engines take. */
static void every_row_runs(void **state)
{
    struct place *place = place_open_store(state);
    struct owned_thing *things;
    size_t count, unseen, rows;
    struct err err = {0};
    const struct owned *owned = owned_rows(&rows);
    place_add_people(place);
    must(owned_by(&place->arena, &place->store, 1, 11232, &things, &count, &unseen, &err), &err);
    for (size_t i = 0; i < rows; i++) {
        struct statement *find;
        struct str sql;
        bool row;
        if (owned[i].sort == OWNED_did)
            continue;
        str_init(&sql);
        sql_orphaned(&sql, &owned[i], 11232);
        must(db_prepare(place->store.db, &find, sql.at, &err), &err);
        must(statement_step(find, &row, &err), &err);
        assert_false(row);
        statement_close(find);
        str_clear(&sql);
    }
}

static size_t owed_things(struct place *place, const char *login, int32_t day, struct owned_thing **things,
                          size_t *unseen)
{
    size_t count;
    struct err err = {0};
    const char *sql = arena_format(&place->arena, "SELECT id FROM staff WHERE login = '%s'", login);
    must(owned_by(&place->arena, &place->store, place_number(place, sql), day, things, &count, unseen, &err),
         &err);
    return count;
}

static size_t owed(struct place *place, const char *login, int32_t day, size_t *unseen)
{
    struct owned_thing *things;
    return owed_things(place, login, day, &things, unseen);
}

static void while_open(void **state)
{
    struct place *place = place_open_store(state);
    struct owned_thing *things;
    size_t unseen;
    place_add_people(place);
    place_add(place, "assignment",
              "client,effective_from,effective_to,duty,staff\nC-1,2000-01-01,,case_manager,ana\n"
              "C-2,2000-01-01,2000-10-02,case_manager,ana\n");
    place_add(place, "desk_question",
              "number,asked_by,asked_of,asked_on,words,answer,answered_on\n"
              "q1,bea,ana,2000-09-01,Which rule?,,\nq2,bea,ana,2000-09-01,And?,This,2000-09-02\n");
    assert_int_equal(owed(place, "ana", 11232, &unseen),
                     2); /* what ended on that day is over, what was answered is done */
    owed_things(place, "ana", 11232, &things, &unseen);
    assert_string_equal(things[0].key, "C-1, Case manager, 2000-01-01");
    assert_string_equal(things[1].key, "q1");
    assert_int_equal(owed(place, "ana", 11231, &unseen), 3);
    assert_int_equal(owed(place, "bea", 11232, &unseen), 0); /* who asked owes nothing */
    assert_int_equal(unseen, 0);
}

static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    size_t unseen;
    place_add_people(place);
    place_work_as(place, "bea");
    place_add(place, "complaint", "number,client,effective_from,about,owner\nk1,C-1,2000-09-01,Waited,ana\n");
    assert_int_equal(owed(place, "ana", 11232, &unseen), 1);
    place_work_as(place, "ana");
    assert_int_equal(owed(place, "ana", 11232, &unseen), 0);
    assert_int_equal(unseen, 1);
}

static void of_client(void **state)
{
    struct place *place = place_open_store(state);
    struct owned_thing *things;
    size_t count, unseen;
    struct err err = {0};
    place_add_people(place);
    place_add(place, "action_plan", "client,effective_from,number,aim\nC-1,2000-01-01,ap,Work\n");
    place_add(place, "plan_step",
              "client,effective_from,action_plan,rank,kind,what,by_client,owner,dropped_why\n"
              "C-1,2000-01-01,ap,1,cv,A CV,no,ana,\nC-1,2000-01-01,ap,2,cv,Nobody's,no,,\n"
              "C-1,2000-01-01,ap,3,cv,Dropped,no,ana,No use\n");
    place_add(place, "assignment",
              "client,effective_from,duty,staff\nC-1,2000-01-01,case_manager,bea\nC-2,2000-01-01,case_"
              "manager,ana\n");
    const int64_t client = place_number(place, "SELECT id FROM client WHERE number = 'C-1'");
    must(owned_of_client(&place->arena, &place->store, client, 11232, &things, &count, &unseen, &err), &err);
    assert_true(count == 3 && unseen == 0);
    assert_string_equal(things[0].owned->words, "clients");
    assert_int_equal(things[0].owner_id, place_number(place, "SELECT id FROM staff WHERE login = 'bea'"));
    assert_true(things[1].owner_id != 0 && things[2].owner_id == 0);
    assert_string_equal(things[2].key, "ap, 2");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R138: every field that names a member of staff says whether it is work to hand over",
             every_field),
        BOTH("R138: what is owed can be asked for on every record type", every_row_runs),
        BOTH("R138: a thing is owed while it is open, and no longer", while_open),
        BOTH("R137: what is open about a client is one list, whoever owes it", of_client),
        BOTH("R138, R41: restricted work is counted and not told to who may not see it", restricted),
    };
    return RUN(cases);
}
