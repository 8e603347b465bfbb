#include <math.h>

#include "store_place.h"

#include "base/date.h"
#include "casework/follow_up.h"
#include "sample/sample.h"
#include "store/doctor.h"

enum { AS_AT = 11322 }; /* 2000-12-31 */

static struct sample_result *fill_with(struct place *place, int64_t clients, const char *seed)
{
    struct sample_result *result = ARENA_NEW(&place->arena, struct sample_result);
    const struct sample_request request = {.clients = clients, .seed = seed, .as_at = AS_AT};
    struct err err = {0};
    must(sample_make(&place->arena, &place->store, &request, result, &err), &err);
    return result;
}

static int64_t count_of(struct place *place, const char *sql)
{
    int64_t number;
    struct err err = {0};
    must(db_number(place->store.db, sql, 0, &number, &err), &err);
    return number;
}

/* What was said is there, and the doctor finds nothing but faults of the service. */
static void look_at_size(void **state, int64_t clients)
{
    struct place *place = place_open_store(state);
    const struct sample_result *result = fill_with(place, clients, "sizes");
    struct doctor_report report;
    struct err err = {0};
    char sql[100];
    assert_int_equal(result->rows[R_client], clients);
    for (int r = R_none + 1; r < R_end; r++) {
        const int64_t before = r == R_staff; /* boss */
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", dict_record((enum record_id)r)->name);
        if (count_of(place, sql) != result->rows[r] + before)
            fail_msg("of %s another number is there than was said", dict_record((enum record_id)r)->name);
    }
    must(doctor_run(&place->arena, &place->store, NULL, &report, &err), &err);
    if (report.found > 0)
        fail_msg("%s: %s", report.findings[0].key, report.findings[0].sentence);
}

static void of_one(void **state)
{
    look_at_size(state, 1);
}

static void of_ten(void **state)
{
    look_at_size(state, 10);
}

static void of_some_hundreds(void **state)
{
    look_at_size(state, 700);
}

/* Within five standard deviations of a binomial share; the seed is fixed, so this holds or does not. */
static void rates_hold(void **state)
{
    struct place *place = place_open_store(state);
    const struct sample_result *result = fill_with(place, 4000, "rates");
    int enough = 0;
    for (int f = 0; f < FAULT_end; f++) {
        const double share = sample_fault_info((enum sample_fault)f)->permille / 1000.0,
                     chances = (double)result->faults[f].chances, made = (double)result->faults[f].made;
        if (fabs(made - chances * share) > 5 * sqrt(chances * share * (1 - share)) + 1)
            fail_msg("%s: %.0f of %.0f", sample_fault_info((enum sample_fault)f)->sentence, made, chances);
        enough += chances >= 20;
    }
    assert_true(enough >= FAULT_end - 1);
}

/* What is counted as made is what stands there. */
static void faults_stand(void **state)
{
    static const struct {
        enum sample_fault fault;
        const char *sql;
    } counts[] = {
        {FAULT_contradicted,
         "SELECT count(*) FROM english_level e JOIN english_level l ON l.client = e.client "
         "AND l.skill = e.skill AND l.effective_from > e.effective_from AND l.level <> "
         "e.level AND l.method = 3 WHERE e.method = 5"},
        {FAULT_unverified, "SELECT (SELECT count(*) FROM english_level WHERE verified_by IS NULL) + (SELECT "
                           "count(*) FROM sgi_rating WHERE verified_by IS NULL) + (SELECT count(*) FROM "
                           "qualification WHERE verified_by IS NULL)"},
        {FAULT_transfer_waits, "SELECT count(*) FROM transfer WHERE accepted_on IS NULL"},
        {FAULT_refused_unseen,
         "SELECT count(*) FROM referral WHERE refusal IS NOT NULL AND interviewed_on IS "
         "NULL"},
        {FAULT_step_open, "SELECT count(*) FROM plan_step WHERE due_on <= 11322 AND done_on IS NULL AND "
                          "dropped_why IS NULL"},
        {FAULT_placement_no_end,
         "SELECT count(*) FROM placement WHERE planned_to IS NOT NULL AND ended_on IS "
         "NULL"},
        {FAULT_hours_missing, "SELECT count(*) FROM follow_up WHERE status = 3"},
        {FAULT_not_come, "SELECT count(*) FROM appointment WHERE kept = 3"},
    };
    struct place *place = place_open_store(state);
    const struct sample_result *result = fill_with(place, 2500, "faults");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const int64_t made = result->faults[counts[i].fault].made, stand = count_of(place, counts[i].sql);
        if (made != stand || made == 0)
            fail_msg("%s: %d made, %d there", sample_fault_info(counts[i].fault)->sentence, (int)made,
                     (int)stand);
    }
}

/* The schedule that follows from the rules is the one that was written: nothing is missing, nothing moves. */
static void schedule_agrees(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    struct follow_up_plan plan;
    fill_with(place, 1500, "schedule");
    const int64_t runs = count_of(place, "SELECT max(id) FROM intake");
    int64_t stood = 0;
    assert_true(count_of(place, "SELECT count(*) FROM enrolment") > 30);
    must(db_begin(place->store.db, &err), &err);
    for (int64_t run = 1; run <= runs; run++) {
        must(follow_up_schedule(&place->arena, &place->store, run, 0, &plan, &err), &err);
        assert_int_equal(plan.made, 0);
        assert_int_equal(plan.moved, 0);
        stood += plan.stood;
    }
    assert_true(stood > 100);
    db_rollback(place->store.db);
}

static void not_mixed(void **state)
{
    struct place *place = place_open_store(state);
    struct sample_result *result = fill_with(place, 3, "first");
    const struct sample_request request = {.clients = 3, .seed = "second", .as_at = AS_AT};
    struct err err = {0};
    assert_false(sample_make(&place->arena, &place->store, &request, result, &err));
    assert_int_equal(err.kind, ERR_conflict);
    assert_int_equal(count_of(place, "SELECT count(*) FROM client"), 3);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R14: a sample of one person is whole and sound", of_one),
        BOTH("R14: a sample of ten people is whole and sound", of_ten),
        BOTH("R14: a sample of hundreds is whole and sound, its faults apart", of_some_hundreds),
        ON_SQLITE("R14: faults come at the rates that are stated", rates_hold),
        ON_SQLITE("R14: what is counted as a fault stands in the record", faults_stand),
        BOTH("R209, R221: the follow-ups of a sample are those that its programmes' rules ask for",
             schedule_agrees),
        ON_SQLITE("R14: a sample is not mixed with people who are there", not_mixed),
    };
    return RUN(cases);
}
