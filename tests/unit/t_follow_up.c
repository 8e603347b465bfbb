#include "store_place.h"

#include "base/date.h"
#include "casework/follow_up.h"

static int64_t id_of(struct place *place, const char *record, const char *key, const char *code)
{
    return place_number(place,
                        arena_format(&place->arena, "SELECT id FROM %s WHERE %s = '%s'", record, key, code));
}

/* A programme of two offices; c-1 takes part, c-2 is compared, c-3 was found eligible and is on no side. */
static struct place *pilot(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "office", "code,kind\nwest,region\nnewton,service_centre\neast,region\n");
    place_add(place, "office_name",
              "office,name,effective_from,parent\nnewton,Newton,1990-01-01,west\nwest,West,1990-01-01,\n");
    place_add(place, "staff", "login,name,office\nana,Ana,newton\nbea,Bea,newton\ncas,Cas,newton\n");
    place_add(place, "programme", "code,name,region\np,Pilot,west\n");
    place_add(place, "wave", "code,programme,label,months_after\nw2,p,Two months,2\nw5,p,Five months,5\n");
    place_add(place, "intake", "code,programme,starts_on,ends_on,office\ni,p,2000-03-01,2000-08-31,newton\n");
    place_add(place, "follow_up_rule",
              "programme,track,weeks_after\np,taking_part,1\np,taking_part,26\np,placed,2\np,placed,13\np,"
              "not_placed,4\n");
    place_add(place, "client",
              "number,family_name,source,method\nc-1,A,client,interview\nc-2,B,client,interview\n"
              "c-3,C,client,interview\n");
    place_add(place, "enrolment",
              "client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method\n"
              "c-1,i,2000-02-01,programme,judgement,2000-08-31,2000-02-10,officer,record\n"
              "c-2,i,2000-02-01,comparison,judgement,2000-08-31,,officer,record\n"
              "c-3,i,2000-02-01,undecided,criteria,2000-08-31,,officer,record\n");
    place_add(place, "assignment",
              "client,effective_from,effective_to,duty,staff\nc-1,2000-01-01,,case_manager,ana\n"
              "c-1,2000-01-01,2000-01-31,specialist,bea\nc-1,1999-01-01,,specialist,cas\nc-1,2000-01-01,,"
              "work_broker,bea\n");
    /* Who leaves hands over first, or a guard refuses it; then nobody is left who answers for c-1 by mistake.
     */
    place_execute(place, "UPDATE staff SET left_on = 10987 WHERE login = 'cas'");
    return place;
}

static struct follow_up_plan plan(struct place *place, const char *client)
{
    struct err err = {0};
    struct follow_up_plan made;
    must(db_begin(place->store.db, &err), &err);
    must(follow_up_schedule(&place->arena, &place->store, id_of(place, "intake", "code", "i"),
                            client ? id_of(place, "client", "number", client) : 0, &made, &err),
         &err);
    must(db_commit(place->store.db, &err), &err);
    return made;
}

static int64_t day_of(struct place *place, const char *client, int track, int step)
{
    return place_number(
        place, arena_format(&place->arena,
                            "SELECT effective_from FROM follow_up_due WHERE client = (SELECT id FROM "
                            "client WHERE number = '%s') AND track = %d AND step = %d",
                            client, track, step));
}

static int64_t day(const char *written)
{
    struct err err = {0};
    int32_t on;
    must(date_parse(text_of(written), &on, &err), &err);
    return on;
}

static void both_groups(void **state)
{
    setenv("MAHI_TODAY", "2000-03-01", 1);
    struct place *place = pilot(state);
    struct follow_up_plan made = plan(place, "c-1");
    assert_int_equal(made.made, 4); /* two of taking part, two waves */
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_taking_part, 1), day("2000-09-07"));
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_taking_part, 26), day("2001-03-01"));
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_wave, 2), day("2000-10-31"));
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_wave, 5), day("2001-01-31"));
    made = plan(place, "c-1");
    assert_true(made.made == 0 && made.stood == 4 && made.moved == 0);
    made = plan(place, NULL);
    assert_true(made.made == 2 &&
                made.stood == 4); /* the comparison group at the same waves; c-3 is on no side */
    assert_int_equal(day_of(place, "c-2", CODED_follow_up_track_wave, 5), day("2001-01-31"));
    assert_int_equal(
        place_number(place, "SELECT count(*) FROM follow_up_due WHERE owner = (SELECT id FROM staff WHERE "
                            "login = 'ana')"),
        4); /* not the broker, nor the specialists who left or were assigned only before */
    assert_string_equal(
        place_text(place, "SELECT s.login FROM follow_up_due d JOIN staff s ON s.id = d.owner JOIN "
                          "client c ON c.id = d.client WHERE c.number = 'c-2' ORDER BY d.id LIMIT 1"),
        "boss");
}

static void outlives_the_programme(void **state)
{
    setenv("MAHI_TODAY", "2000-03-01", 1);
    struct place *place = pilot(state);
    plan(place, NULL);
    place_add(place, "programme", "code,name,region,status,ends_on\np,Pilot,west,ended,2000-08-31\n");
    setenv("MAHI_TODAY", "2001-02-01", 1);
    struct follow_up_plan made = plan(place, "c-1");
    assert_int_equal(made.made,
                     1); /* the review of who has no placement, half a year after the programme's end */
    assert_int_equal(place_number(place, "SELECT count(*) FROM follow_up_due WHERE done_on IS NULL"), 7);
}

static void placements(void **state)
{
    setenv("MAHI_TODAY", "2000-09-01", 1);
    struct place *place = pilot(state);
    place_add(place, "employer", "code,name\ne-1,Works\n");
    place_add(place, "placement",
              "client,effective_from,number,employer,intake,kind,planned_from,pay,channel,started_on\n"
              "c-1,2000-07-01,pl-1,e-1,i,job,2000-07-10,paid,broker,\n");
    assert_int_equal(plan(place, "c-1").made, 5); /* planned is not begun: the strategy is due */
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_not_placed, 4), day("2000-09-28"));
    place_add(place, "placement",
              "client,effective_from,number,employer,intake,kind,planned_from,pay,channel,started_on\n"
              "c-1,2000-07-01,pl-1,e-1,i,job,2000-07-10,paid,broker,2000-07-10\n");
    assert_int_equal(plan(place, "c-1").made, 2);
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_placed, 2), day("2000-07-24"));
    place_add(
        place, "placement",
        "client,effective_from,number,employer,intake,kind,planned_from,pay,channel,started_on,ended_on,end_"
        "reason,"
        "ended_by\n"
        "c-1,2000-07-01,pl-1,e-1,i,job,2000-07-10,paid,broker,2000-07-10,2000-08-05,completed,employer\n"
        "c-1,2000-08-01,pl-2,e-1,i,job,2000-08-10,paid,broker,2000-08-10,2000-08-18,completed,employer\n"
        "c-1,2000-08-05,pl-3,e-1,i,job,2000-08-20,paid,broker,2000-08-20,,,\n");
    assert_int_equal(plan(place, "c-1").made, 4); /* each has its own support */
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_placed, 1013), day("2000-11-09"));
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_placed, 2002), day("2000-09-03"));
    assert_int_equal(plan(place, "c-1").made, 0);
}

static void corrected_and_dead(void **state)
{
    setenv("MAHI_TODAY", "2000-03-01", 1);
    struct place *place = pilot(state);
    place_add(place, "dead_period",
              "code,name,region,starts_on,ends_on\nc,Christmas,,2000-12-25,2001-01-14\n"
              "s,Students,west,2000-10-31,2000-10-31\nx,Elsewhere,east,2000-01-01,2002-01-01\n");
    struct follow_up_plan made = plan(place, NULL);
    assert_int_equal(made.dead_count, 1); /* to the day; not what holds elsewhere */
    assert_string_equal(made.dead[0].period, "Students");
    assert_int_equal(made.dead[0].day, day("2000-10-31"));
    assert_int_equal(made.dead[0].dues, 2);
    place_execute(place, "UPDATE follow_up_due SET confirmed_on = 11017 WHERE track = 1 AND step = 1");
    place_execute(place, "UPDATE follow_up_due SET done_on = 11017, result = 1 WHERE track = 4 AND step = 2");
    place_add(place, "enrolment",
              "client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method\n"
              "c-1,i,2000-02-01,programme,judgement,2000-08-01,2000-02-10,officer,record\n");
    made = plan(place, "c-1");
    assert_true(made.made == 0 && made.moved == 2 && made.stood == 2);
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_taking_part, 26), day("2001-01-30"));
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_wave, 5), day("2001-01-01"));
    assert_int_equal(day_of(place, "c-1", CODED_follow_up_track_taking_part, 1),
                     day("2000-09-07")); /* confirmed */
    assert_int_equal(made.dead_count, 1);
    assert_string_equal(made.dead[0].period, "Christmas");
    assert_int_equal(place_number(place, "SELECT count(*) FROM follow_up_due_history"), 2);
}

/* Many at once go through the import, and come out the same. */
static void many(void **state)
{
    setenv("MAHI_TODAY", "2000-03-01", 1);
    struct place *place = pilot(state);
    struct str clients, enrolments;
    str_init(&clients);
    str_init(&enrolments);
    str_add(&clients, "number,family_name,source,method\n");
    str_add(&enrolments, "client,intake,effective_from,side,chosen_by,index_on,source,method\n");
    for (int n = 0; n < 150; n++) {
        str_addf(&clients, "m-%d,M,client,interview\n", n);
        str_addf(&enrolments, "m-%d,i,2000-02-01,%s,lottery,2000-08-31,officer,record\n", n,
                 n % 2 ? "programme" : "comparison");
    }
    place_add(place, "client", clients.at);
    place_add(place, "enrolment", enrolments.at);
    str_clear(&clients);
    str_clear(&enrolments);
    const struct follow_up_plan made = plan(place, NULL);
    assert_int_equal(made.made, 6 + 300); /* whom the lot chose is followed before they enrol */
    assert_int_equal(day_of(place, "m-149", CODED_follow_up_track_wave, 2), day("2000-10-31"));
    assert_int_equal(place_number(place,
                                  "SELECT count(*) FROM follow_up_due d JOIN wave w ON w.id = d.wave WHERE "
                                  "d.step = w.months_after"),
                     304);
    assert_int_equal(plan(place, NULL).stood, 306);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R221, R160: (F8) both groups are due at the same waves, each with an owner; asked again "
             "nothing changes",
             both_groups),
        BOTH("R210: (F27) what is due outlives the programme", outlives_the_programme),
        BOTH("R58, R91: the placed are supported, for who is not placed a strategy is due", placements),
        BOTH("R155, R221: a corrected index date moves what is open; a day in a dead period is told",
             corrected_and_dead),
        BOTH("R221: many people are planned together", many),
    };
    return RUN(cases);
}
