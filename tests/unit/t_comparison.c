#include "store_place.h"

#include <math.h>

#include "evaluation/comparison_report.h"

/* Files of made-up people that grow by rows. */
struct made_up {
    struct str clients, enrolments, follow_ups;
    int count;
};

static void made_up_init(struct made_up *made)
{
    made->count = 0;
    str_init(&made->clients);
    str_init(&made->enrolments);
    str_init(&made->follow_ups);
    str_add(&made->clients, "number,family_name,source,method\n");
    str_add(&made->enrolments, "client,intake,effective_from,side,chosen_by,index_on,offered_on,enrolled_on,"
                               "started_on,completed_on,withdrew_on,source,method,withdrew_why\n");
    str_add(&made->follow_ups, "client,intake,wave,effective_from,result,status,earnings,source,method\n");
}

/* `dates` is offered,enrolled,started,completed,withdrew; the first follow-up is wave w1's, the second w2's:
 * "result,status,earnings", or NULL for none. */
static void people(struct made_up *made, int count, const char *intake, const char *side,
                   const char *chosen_by, const char *dates, const char *first, const char *second)
{
    const char *follow_ups[] = {first, second};
    for (int i = 0; i < count; i++) {
        int number = ++made->count;
        str_addf(&made->clients, "P%04d,Made-up,researcher,reconstruction\n", number);
        str_addf(&made->enrolments, "P%04d,%s,2000-01-01,%s,%s,2000-02-01,%s,researcher,reconstruction,%s\n",
                 number, intake, side, chosen_by, dates, dates[strlen(dates) - 1] == ',' ? "" : "Moved away");
        for (int wave = 0; wave < 2; wave++)
            if (follow_ups[wave])
                str_addf(&made->follow_ups, "P%04d,%s,w%d,2000-04-01,%s,researcher,reconstruction\n", number,
                         intake, wave + 1, follow_ups[wave]);
    }
}

static void made_up_add(struct made_up *made, struct place *place)
{
    place_add(place, "client", made->clients.at);
    place_add(place, "enrolment", made->enrolments.at);
    place_add(place, "follow_up", made->follow_ups.at);
    str_clear(&made->clients);
    str_clear(&made->enrolments);
    str_clear(&made->follow_ups);
}

/* A programme of two intakes and two waves, the later one first in its file, and one that none of its people
 * are in. */
static void programme(struct place *place, const char *outcomes)
{
    place_add(place, "programme",
              "code,name,comparison,caution,worthwhile_points\ntrack,Work Track,The others,Made "
              "up,5\nother,Other,,,\n");
    place_add(place, "intake", "code,programme\nsep,track\nnov,track\nelse,other\n");
    place_add(place, "wave",
              "code,programme,label,months_after\nw2,track,five months after,5\nw1,track,two months "
              "after,2\nother-w,other,later,1\n");
    place_add(place, "outcome", outcomes);
}

static struct comparison load(struct place *place, const char *code, const char *wave, bool completers)
{
    struct comparison comparison;
    struct err err = {0};
    must(comparison_load(
             &place->arena, &place->store,
             &(struct comparison_request){.code = text_of(code), .wave = wave, .completers = completers},
             &comparison, &err),
         &err);
    return comparison;
}

#define STAYED "2000-01-10,2000-02-01,2000-02-01,2000-03-01,"
#define LEFT "2000-01-10,2000-02-01,2000-02-01,,2000-02-20"
#define ENROLLED ",2000-02-01,,,"
#define OFFERED "2000-01-10,,,,"
#define ONLY_ELIGIBLE ",,,,"

static void mixed(struct place *place)
{
    struct made_up made;
    programme(place,
              "code,programme,label,measure,worthwhile,declared_on\n"
              "work,track,in any work,share,,1999-12-01\npay,track,earnings,earnings,100,\nthin,track,in "
              "training,share,20,\n"
              "other-o,other,in any work,share,,\n");
    place_add(place, "outcome_state",
              "outcome,status\nwork,full_time\nwork,part_time\nthin,training\nother-o,full_time\n");
    made_up_init(&made);
    people(&made, 3, "sep", "programme", "judgement", STAYED, "reached,full_time,1200.5",
           "reached,full_time,0");
    people(&made, 2, "nov", "programme", "judgement", STAYED, "reached,part_time,", "not_found,,");
    people(&made, 4, "nov", "programme", "judgement", LEFT, "reached,,", "reached,unemployed,");
    people(&made, 1, "sep", "programme", "judgement", ENROLLED, "refused,,50",
           NULL); /* an amount of somebody not reached: not counted */
    people(&made, 2, "sep", "programme", "judgement", OFFERED, "reached,full_time,9999",
           "reached,full_time,9999"); /* never enrolled: not counted */
    people(&made, 2, "sep", "programme", "lottery", ONLY_ELIGIBLE, "died,,",
           "reached,in_work,"); /* drawn: counted */
    people(&made, 5, "sep", "comparison", "judgement", ONLY_ELIGIBLE, "reached,left_market,", NULL);
    people(&made, 1, "nov", "comparison", "criteria", ONLY_ELIGIBLE, "reached,full_time,800", "died,,");
    people(&made, 3, "nov", "undecided", "not_known", ONLY_ELIGIBLE, "reached,full_time,700", NULL);
    people(&made, 7, "else", "programme", "judgement", STAYED, "reached,full_time,5",
           NULL); /* another programme's */
    made_up_add(&made, place);
}

static void assert_counts(const int64_t *counts, size_t size, const char *expected)
{
    struct str seen;
    str_init(&seen);
    for (size_t i = 0; i < size; i++)
        if (counts[i] != 0)
            str_addf(&seen, "%s%d:%d", seen.length > 0 ? " " : "", (int)i, (int)counts[i]);
    assert_string_equal(seen.at ? seen.at : "", expected);
    str_clear(&seen);
}

static void head(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false), other = load(place, "other", NULL, false);
    assert_string_equal(track.code, "track");
    assert_string_equal(track.name, "Work Track");
    assert_string_equal(track.caution, "Made up");
    assert_string_equal(track.how, "The others");
    assert_true(fabs(track.worthwhile - 0.05) < 1e-12);
    assert_true(other.caution[0] == '\0' && other.how[0] == '\0');
    assert_true(fabs(other.worthwhile - 0.10) < 1e-12);
    assert_int_equal(other.outcome_count, 1);
    assert_int_equal(other.wave_count, 1);
    struct comparison none;
    struct err err = {0};
    assert_false(comparison_load(&place->arena, &place->store,
                                 &(struct comparison_request){.code = text_of("trak")}, &none, &err));
    assert_int_equal(err.kind, ERR_absent);
    assert_non_null(strstr(err.sentence, "did you mean track"));
}

static void outcomes(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false);
    assert_int_equal(track.outcome_count, 3);
    const struct outcome *work = &track.outcomes[0], *pay = &track.outcomes[1], *thin = &track.outcomes[2];
    assert_string_equal(work->code, "work");
    assert_int_equal(work->measure, CODED_measure_share);
    assert_true(work->declared && !pay->declared && !thin->declared);
    assert_true(work->has_worthwhile &&
                fabs(work->worthwhile - 0.05) < 1e-12);         /* the programme's, in a share */
    assert_true(pay->has_worthwhile && pay->worthwhile == 100); /* in its own unit */
    assert_true(fabs(thin->worthwhile - 0.20) < 1e-12);
    for (int s = 0; s < STATE_COUNT; s++) {
        assert_int_equal(work->counts[s],
                         s == CODED_labour_status_full_time || s == CODED_labour_status_part_time);
        assert_int_equal(thin->counts[s], s == CODED_labour_status_training);
        assert_false(pay->counts[s]);
    }
    assert_int_equal(outcome_count_of(work, &track.waves[0].sides[SIDE_programme]), 5);
    assert_int_equal(outcome_count_of(work, &track.waves[0].sides[SIDE_comparison]), 1);
    assert_int_equal(outcome_count_of(thin, &track.waves[0].sides[SIDE_programme]), 0);
}

static void passages(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false);
    const struct passage *a = &track.passages[SIDE_programme], *b = &track.passages[SIDE_comparison];
    const int64_t programme_side[] = {a->eligible,  a->offered,  a->enrolled, a->started,
                                      a->completed, a->withdrew, a->followed};
    const int64_t comparison_side[] = {b->eligible,  b->offered,  b->enrolled, b->started,
                                       b->completed, b->withdrew, b->followed};
    assert_counts(programme_side, 7, "0:14 1:11 2:10 3:9 4:5 5:4 6:12");
    assert_counts(comparison_side, 7, "0:6 6:6");
    assert_int_equal(track.undecided, 3);
}

static void waves(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false);
    assert_int_equal(track.wave_count, 2);
    assert_string_equal(track.waves[0].code, "w1"); /* by the months, not by the file */
    assert_string_equal(track.waves[0].label, "two months after");
    assert_int_equal(track.waves[0].months_after, 2);
    assert_string_equal(track.waves[1].code, "w2");
    const struct wave_side *a = &track.waves[0].sides[SIDE_programme],
                           *b = &track.waves[0].sides[SIDE_comparison];
    assert_int_equal(a->followed, 12);
    assert_int_equal(a->reached, 9);
    assert_counts(a->states, STATE_COUNT, "0:4 1:3 2:2");
    assert_counts(a->missed, MISSED_COUNT, "3:1 4:2");
    assert_int_equal(b->followed, 6);
    assert_int_equal(b->reached, 6);
    assert_counts(b->states, STATE_COUNT, "1:1 8:5");
    assert_counts(b->missed, MISSED_COUNT, "");
    a = &track.waves[1].sides[SIDE_programme], b = &track.waves[1].sides[SIDE_comparison];
    assert_int_equal(a->followed, 12);
    assert_int_equal(a->reached, 9);
    assert_counts(a->states, STATE_COUNT, "1:3 3:2 7:4");
    assert_counts(a->missed, MISSED_COUNT, "0:1 2:2"); /* 0: nobody wrote anything down */
    assert_int_equal(b->reached, 0);
    assert_counts(b->missed, MISSED_COUNT, "0:5 4:1");
}

/* Amounts of those who count and were reached; an amount of 0 is one, an empty one is not. */
static void earnings(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false);
    const struct wave_side *a = &track.waves[0].sides[SIDE_programme],
                           *b = &track.waves[0].sides[SIDE_comparison];
    assert_int_equal(a->earnings_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(a->earnings[i] == 1200.5);
    assert_int_equal(b->earnings_count, 1);
    assert_true(b->earnings[0] == 800);
    a = &track.waves[1].sides[SIDE_programme];
    assert_int_equal(a->earnings_count, 3);
    assert_true(a->earnings[0] == 0);
    assert_int_equal(track.waves[1].sides[SIDE_comparison].earnings_count, 0);
}

static void one_wave(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", "w2", false), none;
    struct err err = {0};
    assert_int_equal(track.wave_count, 2); /* the other one counts in the family of tests */
    assert_false(track.waves[0].shown);
    assert_true(track.waves[1].shown);
    assert_string_equal(track.waves[1].code, "w2");
    assert_int_equal(track.waves[1].sides[SIDE_programme].reached, 9);
    assert_false(comparison_load(&place->arena, &place->store,
                                 &(struct comparison_request){.code = text_of("track"), .wave = "other-w"},
                                 &none, &err));
    assert_int_equal(err.kind, ERR_absent);
    assert_non_null(strstr(err.sentence, "no wave \"other-w\""));
    assert_int_equal(load(place, "track", NULL, false).wave_count, 2); /* the view is given back */
}

static void completers(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, true);
    const struct wave_side *a = &track.waves[0].sides[SIDE_programme],
                           *b = &track.waves[0].sides[SIDE_comparison];
    assert_int_equal(a->followed, 5);
    assert_int_equal(a->reached, 5);
    assert_counts(a->states, STATE_COUNT, "1:3 2:2");
    assert_int_equal(a->earnings_count, 3);
    assert_int_equal(b->followed, 6);
    assert_counts(b->states, STATE_COUNT, "1:1 8:5");
}

/* What was found of somebody in one intake is not said of them in another. */
static void intakes_apart(void **state)
{
    struct place *place = place_open_store(state);
    struct made_up made;
    programme(place, "code,programme,label,measure\nwork,track,in any work,share\n");
    made_up_init(&made);
    people(&made, 1, "sep", "programme", "judgement", STAYED, "reached,full_time,900", NULL);
    str_addf(&made.enrolments,
             "P0001,nov,2000-01-01,programme,judgement,2000-02-01,%s,researcher,reconstruction,\n", STAYED);
    made_up_add(&made, place);
    struct comparison track = load(place, "track", "w1", false);
    const struct wave_side *a = &track.waves[0].sides[SIDE_programme];
    assert_int_equal(a->followed, 2);
    assert_int_equal(a->reached, 1);
    assert_counts(a->missed, MISSED_COUNT, "0:1");
    assert_int_equal(a->earnings_count, 1);
}

/* Whatever an outcome says of it: what is not known is not counted. */
static void unknown_never_counts(void **state)
{
    (void)state;
    struct outcome outcome = {.measure = CODED_measure_share};
    struct wave_side side = {.reached = 10};
    outcome.counts[STATE_unknown] = outcome.counts[CODED_labour_status_part_time] = true;
    outcome.counts[CODED_labour_status_left_country] = true;
    side.states[STATE_unknown] = 4;
    side.states[CODED_labour_status_part_time] = 3;
    side.states[CODED_labour_status_unemployed] = 2;
    side.states[CODED_labour_status_left_country] = 1;
    assert_int_equal(outcome_count_of(&outcome, &side), 4);
}

/* ---- the report ---- */

static const char *report_text(struct place *place, const struct comparison *comparison,
                               const struct comparison *second)
{
    const struct text_style style = {.width = 2000, .unicode = false}; /* one line a sentence */
    struct str out;
    str_init(&out);
    report_write(comparison_report(&place->arena, comparison, second), FORMAT_text, &style, &out);
    const char *copy = arena_text(&place->arena, out.at, out.length);
    str_clear(&out);
    return copy;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static int occurrences(const char *text, const char *part)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        count++;
    return count;
}

/* 14 of 20 against 6 of 20 has p = 0.0256; as one of two tests, 0.0513. */
static void family(void **state)
{
    struct place *place = place_open_store(state);
    struct made_up made;
    programme(place, "code,programme,label,measure,declared_on\nwork,track,in any work,share,1999-12-01\n");
    place_add(place, "outcome_state", "outcome,status\nwork,full_time\n");
    made_up_init(&made);
    people(&made, 10, "sep", "programme", "judgement", STAYED, "reached,full_time,", "reached,full_time,");
    people(&made, 4, "sep", "programme", "judgement", STAYED, "reached,full_time,", "reached,unemployed,");
    people(&made, 6, "sep", "programme", "judgement", STAYED, "reached,unemployed,", "reached,unemployed,");
    people(&made, 6, "sep", "comparison", "judgement", ONLY_ELIGIBLE, "reached,full_time,",
           "reached,full_time,");
    people(&made, 4, "sep", "comparison", "judgement", ONLY_ELIGIBLE, "reached,unemployed,",
           "reached,full_time,");
    people(&made, 10, "sep", "comparison", "judgement", ONLY_ELIGIBLE, "reached,unemployed,",
           "reached,unemployed,");
    made_up_add(&made, place);
    struct comparison both = load(place, "track", NULL, false);
    const char *text = report_text(place, &both, NULL);
    assert_has(text, "These numbers cannot tell whether the groups differ in how many were in any work: 14 "
                     "of 20 (70.0%) against 6 of 20 "
                     "(30.0%), a difference of +40.0 points (95% interval +9.");
    assert_has(text, "; p = 0.026, adjusted p = 0.051)");
    assert_has(text, "10 of 20 (50.0%) against 10 of 20 (50.0%), a difference of +0.0 points");
    assert_lacks(text, "More of the programme group");
    assert_has(text, "An outcome declared beforehand");
    assert_lacks(text, "nobody can show");
    /* the states: judged by what the programme calls worthwhile; none that nobody was in, and none that is
     * the outcome itself */
    assert_lacks(text, "no evidence of a difference");
    assert_lacks(text, "Training or retraining");
    assert_int_equal(occurrences(text, "\nFull-time work "),
                     2); /* once a wave, where the states are counted */
    /* where that wave is all the programme has, its p stands as it is */
    place_execute(place, "DELETE FROM follow_up WHERE wave = (SELECT id FROM wave WHERE code = 'w2')");
    place_execute(place, "DELETE FROM wave WHERE code = 'w2'");
    struct comparison single = load(place, "track", NULL, false);
    text = report_text(place, &single, NULL);
    assert_has(text, "More of the programme group than of the comparison group were in any work: 14 of 20 "
                     "(70.0%) against 6 of 20 (30.0%)");
    assert_has(text, "; p = 0.026).");
    assert_lacks(text, "adjusted p =");
}

/* Nobody can be said to have missed what mattered when nobody has said what would. */
static void amounts(void **state)
{
    struct place *place = place_open_store(state);
    struct made_up made;
    char first[40];
    programme(place, "code,programme,label,measure\npay,track,earnings,earnings\n");
    made_up_init(&made);
    for (int i = 0; i < 10; i++) {
        snprintf(first, sizeof first, "reached,full_time,%d", 1998 + i % 5);
        people(&made, 1, "sep", i < 5 ? "programme" : "comparison", "judgement",
               i < 5 ? STAYED : ONLY_ELIGIBLE, first, NULL);
    }
    made_up_add(&made, place);
    struct comparison track = load(place, "track", "w1", false);
    assert_false(track.outcomes[0].has_worthwhile);
    const char *text = report_text(place, &track, NULL);
    assert_has(
        text,
        "These numbers cannot tell whether the groups differ in earnings: $2,000 on average against $2,000");
    assert_has(text, "Amounts known: 5 of 5 reached in the programme group, 5 of 5 in the comparison group.");
    place_execute(place, "UPDATE outcome SET worthwhile = 3");
    track = load(place, "track", "w1", false);
    assert_has(report_text(place, &track, NULL),
               "There is no evidence of a difference in earnings: $2,000 on average against $2,000");
}

static void whole_report(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false), finished = load(place, "track", NULL, true);
    const char *text = report_text(place, &track, NULL);
    assert_lacks(text, "no control group");
    assert_has(text, "Caution: Made up");
    assert_has(text, "Comparison group: The others");
    assert_has(text, "\nEligible                     14           6\n");
    assert_has(text, "\nOffered a place              11\n");
    assert_has(text, "\nEnrolled                     10\n");
    assert_has(text, "\nStarted                       9\n");
    assert_has(text, "\nCompleted                     5\n");
    assert_has(text, "\nWithdrew                      4\n");
    assert_has(text, "\nFollowed: who counts         12           6\n");
    assert_has(text, "Eligible and on neither side: 3.");
    assert_has(text, "An outcome declared beforehand");
    assert_has(text, "An outcome that nobody can show to have been declared beforehand");
    assert_has(text, "Amounts known: 3 of 9 reached in the programme group, 1 of 6 in the comparison group.");
    assert_has(text, "Two months after\n");
    assert_true(strstr(text, "Two months after\n") < strstr(text, "Five months after\n"));
    assert_has(text, "What those who were missed could change");
    assert_lacks(text, "Second: those who completed only");
    text = report_text(place, &track, &finished);
    const char *second = strstr(text, "Second: those who completed only");
    assert_non_null(second);
    assert_has(text, "5 of 9 (55.6%) against 1 of 6 (16.7%)");
    assert_true(strstr(text, "5 of 9 (55.6%) against 1 of 6 (16.7%)") < second);
    assert_has(second, "5 of 5 (100.0%) against 1 of 6 (16.7%)");
}

/* One person less, and each row with it; unknown is a row even when there is nobody in it. */
static void states_in_report(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison track = load(place, "track", NULL, false);
    const char *text = report_text(place, &track, NULL), *last = strstr(text, "Five months after\n");
    assert_non_null(last);
    assert_has(text, "\nUnknown                  4 of 9 (44.4%)");
    const char *unknown = strstr(last, "\nUnknown ");
    assert_non_null(unknown);
    assert_has(unknown, " 0 of 9 (0.0%)");
    assert_lacks(last, "\nTraining or retraining");
    assert_has(last, "\nAll reached (N) ");
}

static void nobody_to_compare(void **state)
{
    struct place *place = place_open_store(state);
    mixed(place);
    struct comparison other = load(place, "other", NULL, false);
    const char *text = report_text(place, &other, NULL);
    assert_int_equal(
        strncmp(text, "Other\n=====\n\nCaution: no control group. Nobody has written down why.\n", 66), 0);
    assert_lacks(text, "How far the groups differ");
    place_execute(place, "DELETE FROM enrolment WHERE intake = (SELECT id FROM intake WHERE code = 'else')");
    other = load(place, "other", NULL, false);
    text = report_text(place, &other, NULL);
    assert_has(text, "Nobody is enrolled in this programme: these numbers cannot tell");
    assert_has(text, "no control group");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R220: a programme is found by its code, with what must be said first", head),
        BOTH("R59, R164: outcomes come in their order, with the states that count and what would matter",
             outcomes),
        BOTH("R146: eligible, offered, enrolled, started, completed and withdrew are counted apart, by group",
             passages),
        BOTH("R221, R222: who was reached is counted by state, who was missed by reason, wave by wave",
             waves),
        BOTH("R224: amounts are of those who count and were reached; 0 is an amount, empty is none",
             earnings),
        BOTH("R221: one wave alone, and not another programme's", one_wave),
        BOTH("R224: of completers, the comparison group stays whole", completers),
        BOTH("R221: what was found in one intake is not said of another", intakes_apart),
        CASE("R222: an unknown state is never counted as an outcome", unknown_never_counts),
        BOTH("R225: all outcomes at all waves are one family, and its words rest on Holm's p", family),
        BOTH("R71, R225: of an amount nothing is called absent until somebody says what would matter",
             amounts),
        BOTH("R224: the report says first what must be said, everybody first, completers second",
             whole_report),
        BOTH("R223: unknown is a row of every table of states, with nobody in it too", states_in_report),
        BOTH("R130: where nobody is compared the report begins with that", nobody_to_compare),
    };
    return RUN(cases);
}
