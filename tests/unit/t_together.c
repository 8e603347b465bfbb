#include "store_place.h"

#include <sys/wait.h>

#include "base/date.h"
#include "casework/action_plan.h"
#include "casework/appointment.h"
#include "casework/assign.h"
#include "casework/done.h"
#include "casework/enrol.h"
#include "casework/referral.h"
#include "casework/touch.h"

/* Two do the same thing at the same moment, each in a process and a connection of their own. */

enum { TIMES = 12, SOME_DAY = 11300 };

/* What one of them does, TIMES times; how often it was done, and of what kind its last failure was. */
struct deed {
    bool (*act)(struct arena *arena, struct store *store, int who, int time, struct err *err);
    int times;
};

struct tally_of {
    int done, refused, conflicts, others;
};

static void count(struct tally_of *tally, bool done, const struct err *err)
{
    tally->done += done;
    tally->refused += !done && (err->kind == ERR_reason || err->kind == ERR_input);
    tally->conflicts += !done && err->kind == ERR_conflict;
    tally->others += !done && err->kind != ERR_reason && err->kind != ERR_input && err->kind != ERR_conflict;
}

static void do_all(struct store *store, const struct deed *deed, int who, struct tally_of *tally)
{
    for (int time = 0; time < deed->times; time++) {
        struct arena arena;
        struct err err = {0};
        arena_init(&arena);
        const bool done = deed->act(&arena, store, who, time, &err);
        count(tally, done, &err);
        if (!done && err.kind != ERR_reason && err.kind != ERR_input && err.kind != ERR_conflict)
            print_error("%s: %s\n", err.place, err.sentence);
        arena_clear(&arena);
    }
}

static _Noreturn void be_the_other(struct place *place, const struct deed *deed, int go, int back)
{
    struct store store;
    struct err err = {0};
    struct tally_of tally = {0};
    struct arena arena;
    char start;
    arena_init(&arena);
    if (!store_open(&store, &arena, place->where, "ana", &err) || write(back, "r", 1) != 1 ||
        read(go, &start, 1) != 1)
        _exit(1);
    do_all(&store, deed, 1, &tally);
    _exit(write(back, &tally, sizeof tally) == (ssize_t)sizeof tally ? 0 : 1);
}

/* OUT what came of both, added up. */
static struct tally_of together(struct place *place, struct deed deed)
{
    struct tally_of mine = {0}, theirs = {0};
    int go[2], back[2], status;
    char ready;
    assert_int_equal(pipe(go), 0);
    assert_int_equal(pipe(back), 0);
    fflush(NULL);
    const pid_t other = fork();
    if (other == 0)
        be_the_other(place, &deed, go[0], back[1]);
    assert_int_equal(read(back[0], &ready, 1), 1);
    assert_int_equal(write(go[1], "g", 1), 1);
    do_all(&place->store, &deed, 0, &mine);
    assert_int_equal(read(back[0], &theirs, sizeof theirs), sizeof theirs);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    for (int i = 0; i < 2; i++) {
        close(go[i]);
        close(back[i]);
    }
    return (struct tally_of){mine.done + theirs.done, mine.refused + theirs.refused,
                             mine.conflicts + theirs.conflicts, mine.others + theirs.others};
}

static struct place *open_office(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    place_add(place, "employer", "code,name\nacme,Acme\n");
    place_add(place, "occupation", "code,label\nfitter,Fitter\n");
    return place;
}

static void sums_to(struct tally_of tally, int done, int stopped)
{
    assert_int_equal(tally.others, 0);
    assert_int_equal(tally.done, done);
    assert_int_equal(tally.refused + tally.conflicts, stopped);
}

/* ---- plans ---- */

static bool add_step(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    int64_t rank;
    const struct plan_step_request step = {.plan = text_of("p-1"),
                                           .kind = CODED_step_kind_cv,
                                           .what = arena_format(arena, "%d of %d", time, who),
                                           .due_on = DATE_MIN};
    return plan_step_add(arena, store, &step, &rank, err);
}

static void steps(void **state)
{
    struct place *place = open_office(state);
    place_add(place, "action_plan", "number,client,effective_from,aim\np-1,C-1,2000-09-01,Work\n");
    sums_to(together(place, (struct deed){add_step, TIMES}), 2 * TIMES, 0);
    assert_int_equal(place_number(place, "SELECT count(DISTINCT what) FROM plan_step"), 2 * TIMES);
    assert_int_equal(place_number(place, "SELECT max(rank) FROM plan_step"), 2 * TIMES);
}

static bool open_plan(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    const char *number;
    (void)who;
    (void)time;
    const struct plan_opening opening = {.client = text_of("C-2"), .aim = "Work", .review_on = DATE_MIN};
    return plan_open(arena, store, &opening, &number, err);
}

static void plans(void **state)
{
    struct place *place = open_office(state);
    sums_to(together(place, (struct deed){open_plan, TIMES}), 1, 2 * TIMES - 1);
    assert_int_equal(place_number(place, "SELECT count(*) FROM action_plan"), 1);
}

static bool close_step(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    const bool done = plan_step_close(arena, store, text_of("p-1"), time + 1, SOME_DAY,
                                      who == 0 ? "Mine" : "Theirs", NULL, err);
    return done ||
           (err->kind == ERR_conflict && !strstr(err->sentence, who == 0 ? "\"Theirs\"" : "\"Mine\"") &&
            err_set(err, ERR_system, "it does not say what the other wrote: %s", err->sentence));
}

static void closed_twice(void **state)
{
    struct place *place = open_office(state);
    struct str csv;
    place_add(place, "action_plan", "number,client,effective_from,aim\np-1,C-1,2000-09-01,Work\n");
    str_init(&csv);
    str_add(&csv, "client,effective_from,action_plan,rank,kind,what,by_client\n");
    for (int i = 1; i <= TIMES; i++)
        str_addf(&csv, "C-1,2000-09-01,p-1,%d,cv,Step,yes\n", i);
    place_add(place, "plan_step", csv.at);
    str_clear(&csv);
    sums_to(together(place, (struct deed){close_step, TIMES}), TIMES, TIMES);
    assert_int_equal(place_number(place, "SELECT count(*) FROM plan_step WHERE done_on IS NOT NULL"), TIMES);
    assert_int_equal(place_number(place, "SELECT count(*) FROM plan_step_history"), TIMES); /* once each */
}

/* ---- contacts, appointments ---- */

static bool speak(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    struct touched touched;
    const struct touch touch = {.client = text_of("C-1"),
                                .way = CODED_contact_way_phone,
                                .day = SOME_DAY,
                                .minutes = 1,
                                .about = arena_format(arena, "%c%d", who == 0 ? 'a' : 'b', time)};
    return touch_write(arena, store, &touch, &touched, err);
}

static void contacts(void **state)
{
    struct place *place = open_office(state);
    sums_to(together(place, (struct deed){speak, TIMES}), 2 * TIMES, 0);
    assert_int_equal(place_number(place, "SELECT minutes FROM contact"), 2 * TIMES);
    assert_non_null(strstr(place_text(place, "SELECT about FROM contact"), "b11"));
    assert_non_null(strstr(place_text(place, "SELECT about FROM contact"), "a11"));
}

static bool book(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    struct appointment booked;
    const struct appointment_request request = {.client = text_of(who == 0 ? "C-1" : "C-2"),
                                                .staff = text_of("bea"),
                                                .day = date_today() + 1 + time,
                                                .starts_at = 600 + who,
                                                .minutes = 30,
                                                .kind = CODED_appointment_kind_plan};
    return appointment_book(arena, store, &request, &booked, err);
}

static void appointments(void **state)
{
    struct place *place = open_office(state);
    sums_to(together(place, (struct deed){book, TIMES}), TIMES, TIMES);
    assert_int_equal(place_number(place, "SELECT count(*) FROM appointment"), TIMES);
}

/* ---- who answers for whom; places; referrals ---- */

static bool assign(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    struct assigned assigned;
    const struct assign_request request = {.client = text_of("C-2"),
                                           .staff = text_of(who == 0 ? "ana" : "bea"),
                                           .duty = CODED_duty_case_manager,
                                           .from = SOME_DAY + time};
    return assign_client(arena, store, &request, &assigned, err);
}

static void assignments(void **state)
{
    struct place *place = open_office(state);
    struct tally_of tally = together(place, (struct deed){assign, TIMES});
    assert_int_equal(tally.others, 0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM assignment WHERE effective_to IS NULL"), 1);
    assert_int_equal(place_number(place,
                                  "SELECT count(*) FROM assignment a JOIN assignment b ON b.id > a.id AND "
                                  "b.effective_from <= COALESCE(a.effective_to, 99999) AND "
                                  "a.effective_from <= COALESCE(b.effective_to, 99999)"),
                     0);
}

static bool offer(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    struct enrolled enrolled;
    const struct text clients[] = {text_of(who == 0 ? "C-1" : "C-2")};
    (void)time;
    const struct enrolling request = {
        .intake = text_of("i"), .clients = clients, .count = 1, .step = STEP_offer, .on = SOME_DAY};
    if (!enrol_step(arena, store, &request, &enrolled, err))
        return false;
    return enrolled.done[0].result == ENROL_done || err_set(err, ERR_conflict, "they wait");
}

static void last_place(void **state)
{
    struct place *place = open_office(state);
    place_add(place, "programme", "code,name\np,P\n");
    place_add(place, "intake", "code,programme,starts_on,places\ni,p,2001-01-01,1\n");
    place_add(place, "enrolment",
              "client,intake,effective_from,side,chosen_by,index_on,source,method\n"
              "C-1,i,2000-09-01,programme,judgement,2001-01-01,officer,record\n"
              "C-2,i,2000-09-01,programme,judgement,2001-01-01,officer,record\n");
    sums_to(together(place, (struct deed){offer, 1}), 1, 1);
    assert_int_equal(place_number(place, "SELECT count(*) FROM enrolment WHERE offered_on IS NOT NULL"), 1);
}

static bool refer(struct arena *arena, struct store *store, int who, int time, struct err *err)
{
    struct done done;
    (void)who;
    done_init(&done, arena);
    const struct referral_request request = {
        .client = text_of("C-1"), .vacancy = text_of(arena_format(arena, "v-%d", time)), .day = SOME_DAY};
    return referral_make(store, &request, &done, err);
}

static void referrals(void **state)
{
    struct place *place = open_office(state);
    struct str csv;
    str_init(&csv);
    str_add(&csv, "number,employer,occupation,kind,opened_on,posts\n");
    for (int i = 0; i < TIMES; i++)
        str_addf(&csv, "v-%d,acme,fitter,job,2000-01-01,1\n", i);
    place_add(place, "vacancy", csv.at);
    str_clear(&csv);
    sums_to(together(place, (struct deed){refer, TIMES}), TIMES, TIMES);
    assert_int_equal(place_number(place, "SELECT count(*) FROM referral"), TIMES);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R66, R11: two add steps to one plan: none is lost, none is refused", steps),
        BOTH("R66: two open a plan for one person: one is opened", plans),
        BOTH("R66, R11: two close one step: the second is told what the first wrote", closed_twice),
        BOTH("R39, R11: two write down contacts with one person: minutes and words of both are kept",
             contacts),
        BOTH("R139: two book one time of one member of staff: one is asked why", appointments),
        BOTH("R113: two assign one person: one answers for them at any time", assignments),
        BOTH("R54: two offer the last place: one is offered it", last_place),
        BOTH("R19: two put one person forward for one vacancy: once is enough", referrals),
    };
    return RUN(cases);
}
