#include "store_place.h"

#include "base/date.h"
#include "casework/targeting.h"
#include "store/kept.h"

/* Ten people registered on 2000-08-01, and one who is not; ratings 3 but of two, benefit but of three, one of
 * whom was asked and has none; English checked of five. */
static void add_ten(struct place *place)
{
    place_add(place, "office", "code,kind\nnorth,region\n");
    place_add(place, "staff", "login,name\nana,Ana\n");
    place_add(place, "cultural_group", "code,label\na,A\nb,B\n");
    for (int i = 0; i <= 10; i++) {
        const char *n = arena_format(&place->arena, "P%02d", i);
        const char *checked = i >= 5 ? "ana,2000-08-20" : ",";
        place_add(place, "client",
                  arena_format(&place->arena,
                               "number,family_name,cultural_group,source,method\n%s,%s,%s,client,interview\n",
                               n, n,
                               i == 9  ? ""
                               : i < 6 ? "a"
                                       : "b"));
        if (i < 10)
            place_add(place, "register_spell",
                      arena_format(&place->arena,
                                   "client,effective_from,office,source,method\n%s,2000-08-01,north,officer,"
                                   "record\n",
                                   n));
        if (i > 0)
            place_add(place, "sgi_rating",
                      arena_format(&place->arena,
                                   "client,effective_from,rating,source,method\n%s,2000-08-01,%d,officer,"
                                   "interview\n",
                                   n, i == 1 ? 5 : 3));
        if (i > 2)
            place_add(place, "benefit_spell",
                      arena_format(&place->arena,
                                   "client,effective_from,type,work_tested,source,method\n%s,2000-08-01,"
                                   "unemployment,%s,agency,record\n",
                                   n, i % 2 ? "yes" : "no"));
        place_add(
            place, "english_level",
            arena_format(&place->arena,
                         "client,skill,level,effective_from,assessor,source,method,verified_by,verified_on\n"
                         "%s,speaking,%s,2000-08-02,T,provider,test,%s\n",
                         n, i == 4 ? "basic" : "clear", checked));
    }
    place_add(place, "none_known",
              "client,what,effective_from,source,method\nP02,benefit,2000-08-01,client,interview\n");
}

static void add_criterion(struct place *place, int rank, const char *question, bool verified,
                          const char *need)
{
    struct kept kept;
    struct err err = {0};
    bool changed;
    const char *code = arena_format(&place->arena, "q%d", rank);
    const struct kept_request request = {
        .code = text_of(code), .text = text_of(question), .label = question, .verified_only = verified};
    must(kept_save(&place->arena, &place->store, &request, &kept, &changed, &err), &err);
    place_add(place, "criterion",
              arena_format(&place->arena, "programme,rank,label,version,need\np,%d,C%d,%s/1,%s\n", rank, rank,
                           code, need));
}

static struct targeting *aim(struct place *place, const char *day, enum fact_id mix)
{
    struct targeting *targeting = ARENA_NEW(&place->arena, struct targeting);
    struct targeting_request request = {.programme = text_of("p"), .moment = {.dated = true}};
    struct err err = {0};
    must(date_parse(text_of(day), &request.moment.as_at, &err), &err);
    request.mixes[0] = mix;
    request.mix_count = mix == FACT_none ? 0 : 1;
    must(targeting_make(&place->arena, &place->store, &request, targeting, &err), &err);
    return targeting;
}

static void counts_are(const struct criterion_counts *of, int yes, int no, int unknown, int unchecked,
                       int alone)
{
    if (of->answers[ANSWER_yes] != yes || of->answers[ANSWER_no] != no ||
        of->answers[ANSWER_unknown] != unknown || of->rest_on_unchecked != unchecked || of->alone != alone)
        fail_msg("%s: %d %d %d, unchecked %d, alone %d", of->criterion.label, (int)of->answers[ANSWER_yes],
                 (int)of->answers[ANSWER_no], (int)of->answers[ANSWER_unknown], (int)of->rest_on_unchecked,
                 (int)of->alone);
}

static void each_criterion(void **state)
{
    struct place *place = place_open_store(state);
    add_ten(place);
    place_add(place, "programme", "code,name\np,P\n");
    add_criterion(place, 1, "SGI in (3, 4)", false, "hard");
    add_criterion(place, 2, "on benefit", false, "hard");
    add_criterion(place, 3, "English speaking >= level(\"clear\")", false, "hard");
    add_criterion(place, 4, "benefit is work tested", false, "preferred");
    add_criterion(place, 5, "English speaking >= level(\"clear\")", true, "preferred");
    const struct targeting *found = aim(place, "2000-10-02", FACT_none);
    assert_int_equal(found->people, 11);
    counts_are(&found->criteria[0], 9, 1, 1, 9, 0);  /* P01 may fail the second too: nobody knows */
    counts_are(&found->criteria[1], 8, 1, 2, 8, 1);  /* P02 */
    counts_are(&found->criteria[2], 10, 1, 0, 4, 1); /* P04 */
    counts_are(&found->criteria[3], 4, 4, 3, 4, 0);
    counts_are(&found->criteria[4], 6, 0, 5, 0, 0);
    assert_int_equal(found->eligible[ANSWER_yes], 7); /* P03, P05 … P10 */
    assert_int_equal(found->eligible[ANSWER_no], 3);  /* P01, P02, P04 */
    assert_int_equal(found->eligible[ANSWER_unknown], 1);
    assert_int_equal(found->preferred_count, 2);
    assert_int_equal(found->by_preferred[0], 0);
    assert_int_equal(found->by_preferred[1], 4); /* P03, P06, P08, P10 */
    assert_int_equal(found->by_preferred[2], 3); /* P05, P07, P09 */
    assert_int_equal(found->conflict_count, 0);
    const struct targeting *before = aim(place, "2000-07-01", FACT_none);
    assert_int_equal(before->eligible[ANSWER_unknown], 11); /* nothing was known then */
}

static void beside_the_register(void **state)
{
    struct place *place = place_open_store(state);
    add_ten(place);
    place_add(place, "programme", "code,name\np,P\n");
    add_criterion(place, 1, "on benefit", false, "hard");
    struct mix mix = aim(place, "2000-10-02", FACT_cultural_group)->mixes[0].mix;
    assert_int_equal(mix.registered, 10); /* P10 is not on it */
    assert_int_equal(mix.chosen, 7);
    assert_int_equal(mix.count, 3);
    assert_string_equal(mix.rows[0].label, "a");
    assert_int_equal(mix.rows[0].registered, 6);
    assert_int_equal(mix.rows[0].chosen, 3);
    assert_string_equal(mix.rows[1].label, "b");
    assert_int_equal(mix.rows[1].registered, 3);
    assert_int_equal(mix.rows[1].chosen, 3);
    assert_string_equal(mix.rows[2].label, "not recorded"); /* the last */
    assert_int_equal(mix.rows[2].registered, 1);
    mix = aim(place, "2000-10-02", FACT_english_speaking)->mixes[0].mix;
    assert_string_equal(mix.rows[0].label, "Clear");
    assert_int_equal(mix.rows[0].registered, 9);
    mix = aim(place, "2000-10-02", FACT_on_benefit)->mixes[0].mix;
    assert_int_equal(mix.count, 3);
    assert_string_equal(mix.rows[0].label, "yes");
    assert_string_equal(mix.rows[1].label, "no");
    assert_string_equal(mix.rows[2].label, "not recorded");
    mix = aim(place, "2000-07-01", FACT_cultural_group)->mixes[0].mix;
    assert_int_equal(mix.registered, 0);
    assert_int_equal(mix.count, 0);
}

static void conflicts(void **state)
{
    struct place *place = place_open_store(state);
    place_add(place, "programme", "code,name\np,P\n");
    add_criterion(place, 1, "weeks registered in [0..26]", false, "hard");
    add_criterion(place, 2, "SGI in (3, 4)", false, "hard");
    add_criterion(place, 3, "weeks registered > 26", false, "hard");
    add_criterion(place, 4, "SGI < 3", false, "preferred"); /* shuts nobody out */
    add_criterion(place, 5, "SGI > 5", false, "hard");      /* beyond the scale; no pair besides */
    const struct targeting *found = aim(place, "2000-10-02", FACT_none);
    assert_int_equal(found->people, 0);
    assert_int_equal(found->conflict_count, 1);
    assert_int_equal(found->conflicts[0].a, 0);
    assert_int_equal(found->conflicts[0].b, 2);
    for (size_t i = 0; i < found->count; i++)
        assert_int_equal(found->criteria[i].never, i == 4);
}

static void fails(struct place *place, enum err_kind kind, const char *where, const char *words)
{
    struct targeting targeting;
    const struct targeting_request request = {.programme = text_of("p"), .moment = {.dated = true}};
    struct err err = {0};
    assert_false(targeting_make(&place->arena, &place->store, &request, &targeting, &err));
    if (err.kind != kind || !strstr(err.place, where) || !strstr(err.sentence, words))
        fail_msg("%s, %s: %s", err_name(err.kind), err.place, err.sentence);
}

static void what_is_wrong(void **state)
{
    struct place *place = place_open_store(state);
    fails(place, ERR_absent, "", "\"p\"");
    place_add(place, "programme", "code,name\np,P\n");
    fails(place, ERR_absent, "", "has no criteria yet");
    place_add(place, "staff", "login,name,sees_restricted\nben,Ben,no\n");
    add_criterion(place, 1, "entry category = \"family\"", false, "hard");
    place_execute(place, "UPDATE question_version SET text = 'entry category = \"famly\"'");
    fails(place, ERR_input, "q1/1, line 1, column 18", "\"family\"");
    place_execute(place, "UPDATE question_version SET text = 'entry category = \"family\"'");
    place_work_as(place, "ben");
    fails(place, ERR_denied, "q1/1", "restricted");
    place_work_as(place, "boss");
    for (int i = 2; i <= ASK_MAX; i++)
        add_criterion(place, i, arena_format(&place->arena, "SGI != %d", i), false, "hard");
    aim(place, "2000-10-02", FACT_none);
    add_criterion(place, ASK_MAX + 1, "on benefit", false, "hard");
    fails(place, ERR_input, "", "join some by and");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH(
            "R27, R53, R176: who passes, fails, is not recorded, rests on unchecked facts, is shut out alone",
            each_criterion),
        BOTH("R31, R80: those eligible beside the register, as counts", beside_the_register),
        BOTH("R145: criteria that cannot both hold, and one that nobody could meet", conflicts),
        BOTH("R53: no programme, no criteria, too many, one that does not compile or is restricted",
             what_is_wrong),
    };
    return RUN(cases);
}
