#include "store_place.h"

#include "casework/enrol.h"

/* A run of two places that begins on 2000-12-31 (11322), and four people on its side, one of them compared.
 */

enum { SOME_DAY = 11300 };

static void same_words(const char *a, const char *b)
{
    assert_string_equal(a ? a : "", b ? b : "");
}

/* What the step says of the list is what the list says. */
static void says_what_stands(struct place *place, const struct enrol_list *said)
{
    struct enrol_list read;
    struct err err = {0};
    must(enrol_read(&place->arena, &place->store, text_of("i"), &read, &err), &err);
    assert_int_equal(said->count, read.count);
    assert_memory_equal(&said->counts, &read.counts, sizeof read.counts);
    for (size_t i = 0; i < read.count; i++) {
        const struct enrol_person *a = &said->people[i], *b = &read.people[i];
        same_words(a->number, b->number);
        same_words(a->why, b->why);
        assert_int_equal(a->stage, b->stage);
        assert_int_equal(a->offered_on, b->offered_on);
        assert_int_equal(a->enrolled_on, b->enrolled_on);
        assert_int_equal(a->started_on, b->started_on);
        assert_int_equal(a->completed_on, b->completed_on);
        assert_int_equal(a->left_on, b->left_on);
        assert_int_equal(a->followed, b->followed);
    }
}

/* IN client NULL: everybody whose step it is. */
static struct enrolled take(struct place *place, enum enrol_step step, const char *client, int32_t on)
{
    const struct text number = text_of(client ? client : "");
    const struct enrolling request = {.intake = text_of("i"),
                                      .clients = &number,
                                      .count = client != NULL,
                                      .step = step,
                                      .on = on,
                                      .why = "Found work",
                                      .because = "a test"};
    struct enrolled enrolled;
    struct err err = {0};
    must(enrol_step(&place->arena, &place->store, &request, &enrolled, &err), &err);
    says_what_stands(place, &enrolled.list);
    return enrolled;
}

static void steps(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "programme", "code,name\np,P\n");
    place_add(place, "intake", "code,programme,starts_on,places\ni,p,2000-12-31,2\n");
    place_add(place, "client",
              "number,family_name,source,method\nX-1,A,client,interview\nX-2,B,client,interview\n"
              "X-3,C,client,interview\nX-4,D,client,interview\n");
    place_add(place, "enrolment",
              "client,intake,effective_from,side,chosen_by,index_on,source,method\n"
              "X-1,i,2000-09-01,programme,judgement,2001-01-01,officer,record\n"
              "X-2,i,2000-09-01,programme,judgement,2001-01-01,officer,record\n"
              "X-3,i,2000-09-01,programme,judgement,2001-01-01,officer,record\n"
              "X-4,i,2000-09-01,comparison,judgement,2001-01-01,officer,record\n");
    assert_int_equal(take(place, STEP_offer, NULL, SOME_DAY).list.counts.held, 2);
    assert_int_equal(take(place, STEP_accept, "X-1", SOME_DAY + 1).list.counts.enrolled, 1);
    struct enrolled declined = take(place, STEP_decline, "X-2", SOME_DAY + 1); /* X-3 is offered the place */
    assert_int_equal(declined.list.counts.declined, 1);
    assert_int_equal(declined.list.counts.held, 2);
    assert_int_equal(declined.count, 2);
    take(place, STEP_accept, "X-3", SOME_DAY + 2);
    take(place, STEP_start, "X-1", SOME_DAY + 22);
    assert_int_equal(take(place, STEP_withdraw, "X-3", SOME_DAY + 30).list.counts.withdrew, 1);
    assert_int_equal(take(place, STEP_start, "X-3", SOME_DAY + 22).list.counts.started,
                     2); /* before leaving */
    assert_int_equal(take(place, STEP_complete, "X-1", SOME_DAY + 60).list.counts.completed, 1);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R54: after each step the list is said as it stands", steps),
    };
    return RUN(cases);
}
