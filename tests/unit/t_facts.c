#include "random_people.h"

#include "base/date.h"
#include "rule/elapsed.h"
#include "store/facts.h"
#include "store/person.h"

enum { USES_MAX = FACT_end * ASPECT_end };

/* Everything that may be asked. */
static size_t all_uses(struct use *out)
{
    size_t count = 0;
    for (int f = FACT_none + 1; f < FACT_end; f++)
        for (int a = ASPECT_value; a < ASPECT_end; a++)
            if (fact_has_aspect(fact_of((enum fact_id)f), (enum aspect)a))
                out[count++] = (struct use){(enum fact_id)f, (enum aspect)a};
    return count;
}

static bool is_counted_up(const struct fact *fact, enum aspect aspect)
{
    return aspect == ASPECT_value &&
           (fact->what == WHAT_weeks || fact->what == WHAT_years || fact->what == WHAT_age);
}

static bool is_real(const struct fact *fact, enum aspect aspect)
{
    return aspect == ASPECT_value && fact->what == WHAT_field && dict_field(fact->field)->kind == KIND_REAL;
}

static bool same(struct datum value, struct statement *row, int column, const struct use *use, int32_t day)
{
    const struct fact *fact = fact_of(use->fact);
    int64_t number;
    if (value.type == DATUM_null || statement_is_null(row, column))
        return value.type == DATUM_null && statement_is_null(row, column);
    switch (value.type) {
    case DATUM_boolean:
        return statement_int(row, column) == value.boolean;
    case DATUM_date:
        return statement_int(row, column) == value.day;
    case DATUM_string:
        return text_equal(statement_text(row, column), value.string);
    case DATUM_list:
        return statement_int(row, column) == (int64_t)value.list.count;
    case DATUM_number:
        if (is_counted_up(fact, use->aspect))
            return number_compare(value.number,
                                  elapsed(fact->what, (int32_t)statement_int(row, column), day)) == 0;
        if (is_real(fact, use->aspect))
            return number_to_real(value.number) == statement_real(row, column);
        return number_to_int(value.number, &number) && statement_int(row, column) == number;
    default:
        return false;
    }
}

static void sql_question(struct str *sql, const struct facts_request *request)
{
    str_add(sql, "SELECT f.client");
    for (size_t i = 0; i < request->use_count; i++) {
        str_add(sql, ", f.");
        fact_column(sql, fact_of(request->uses[i].fact), request->uses[i].aspect);
    }
    str_add(sql, " FROM ");
    sql_facts(sql, request);
    if (request->from == FACTS_standing)
        str_addf(sql, " WHERE f.settled_on <= %d", (int)request->moment.as_at);
}

static void differ(char *wrong, size_t size, const struct facts_request *request, const struct use *use,
                   struct datum value, struct statement *rows, int column)
{
    struct str said;
    str_init(&said);
    datum_write(&said, value);
    snprintf(wrong, size, "client %d, as at %d, %s%s, %s: one by one %s, and in the row %.*s",
             (int)statement_int(rows, 0), (int)request->moment.as_at, fact_of(use->fact)->name,
             aspect_words(use->aspect), request->from == FACTS_standing ? "standing" : "computed", said.at,
             TEXT_ARGS(statement_text(rows, column)));
    str_clear(&said);
}

/* Each row of facts against the same person's facts read one by one. Returns how many rows there were. */
static int64_t agree(struct place *place, const struct facts_request *request)
{
    struct str sql;
    struct statement *rows;
    struct person_reader person;
    struct err err = {0};
    struct datum values[USES_MAX];
    bool row, there;
    char wrong[400] = "";
    int64_t count = 0;
    str_init(&sql);
    sql_question(&sql, request);
    must(db_prepare(place->store.db, &rows, sql.at, &err), &err);
    must(person_open(&person, &place->arena, &place->store, &request->moment, request->uses,
                     request->use_count, &err),
         &err);
    for (; !wrong[0] && statement_step(rows, &row, &err) && row; count++) {
        must(person_read(&person, statement_int(rows, 0), values, NULL, &there, &err), &err);
        assert_true(there);
        for (size_t i = 0; i < request->use_count; i++)
            if (!same(values[i], rows, (int)i + 1, &request->uses[i], request->moment.as_at))
                differ(wrong, sizeof wrong, request, &request->uses[i], values[i], rows, (int)i + 1);
    }
    must(err.kind == ERR_none, &err);
    person_close(&person);
    statement_close(rows);
    str_clear(&sql);
    if (wrong[0]) /* said when nothing is open any more */
        fail_msg("%s", wrong);
    return count;
}

static int64_t wait_a_moment(void)
{
    int64_t now = instant_now();
    while (instant_now() < now + 2)
        usleep(1000);
    return now + 1;
}

static void all_agree(void **state)
{
    struct place *place = place_open_store(state);
    struct use uses[USES_MAX];
    struct facts_request request = {.uses = uses, .use_count = all_uses(uses)};
    int64_t known[3], settled = 0;
    struct dice dice = {.state = 20000831};
    add_surroundings(place);
    for (int k = 0; k < 3; k++) {
        live(place, &dice, 12);
        known[k] = wait_a_moment();
    }
    for (int day = FIRST_DAY - 2; day < FIRST_DAY + DAYS + 8; day += 1 + roll(&dice, 3)) {
        request.moment = (struct moment){.dated = true, .as_at = day};
        request.from = FACTS_computed;
        assert_int_equal(agree(place, &request), place_number(place, "SELECT count(*) FROM client"));
        request.from = FACTS_standing;
        settled += agree(place, &request);
        request.from = FACTS_computed;
        request.moment.known_then = true;
        request.moment.known = known[roll(&dice, 3)];
        assert_true(agree(place, &request) > 0);
    }
    assert_true(settled > PEOPLE);
    assert_true(place_number(place, "SELECT count(*) FROM english_level_history") > 0);
    request.moment.known = 1000; /* before anybody was there */
    assert_int_equal(agree(place, &request), 0);
}

/* One fact at a time, of some clients only: nothing that was not asked for is leaned on. */
static void each_alone(void **state)
{
    struct place *place = place_open_store(state);
    struct use uses[USES_MAX];
    struct dice dice = {.state = 7};
    add_surroundings(place);
    live(place, &dice, 10);
    size_t count = all_uses(uses);
    int64_t half = place_number(place, "SELECT count(*) FROM client WHERE id % 2 = 0");
    for (size_t i = 0; i < count; i++) {
        struct facts_request request = {.from = FACTS_computed,
                                        .moment = {.dated = true, .as_at = FIRST_DAY + DAYS / 2},
                                        .uses = &uses[i],
                                        .use_count = 1,
                                        .which = "c.id % 2 = 0"};
        assert_int_equal(agree(place, &request), half);
        request.from = FACTS_standing;
        request.moment.as_at = FIRST_DAY + DAYS + 1;
        assert_int_equal(agree(place, &request), place_number(place, "SELECT count(*) FROM client"));
    }
}

/* The rows of a list's members are as many as the list says. */
static void members(void **state)
{
    struct place *place = place_open_store(state);
    struct dice dice = {.state = 99};
    add_surroundings(place);
    live(place, &dice, 12);
    struct str sql;
    str_init(&sql);
    for (int f = FACT_none + 1; f < FACT_end; f++) {
        const struct fact *fact = fact_of((enum fact_id)f);
        if (fact->what != WHAT_list)
            continue;
        struct use use = {fact->id, ASPECT_value};
        struct facts_request request = {.from = FACTS_computed, .uses = &use, .use_count = 1};
        request.moment = (struct moment){.dated = true, .as_at = FIRST_DAY + DAYS / 2};
        request.moment.known = instant_now();
        for (int then = 0; then < 2; then++) {
            request.moment.known_then = then;
            str_cut(&sql, 0);
            str_add(&sql, "SELECT sum(CASE WHEN (SELECT count(*) FROM ");
            sql_fact_rows(&sql, &request.moment, fact);
            str_addf(&sql, ") = COALESCE(f.%s, 0) THEN 0 ELSE 1 END) FROM ", fact->column);
            sql_facts(&sql, &request);
            assert_int_equal(place_number(place, sql.at), 0);
        }
    }
    str_clear(&sql);
}

static struct text text_kept(struct place *place, struct text text)
{
    return text_of(arena_text(&place->arena, text.at, text.length));
}

/* What one client's facts are on a day. */
static struct datum ask(struct place *place, const char *number, enum fact_id fact, enum aspect aspect,
                        const char *day, struct provenance *provenance)
{
    const struct use use = {fact, aspect};
    struct moment moment = {.dated = true};
    struct person_reader person;
    struct err err = {0};
    struct datum value;
    bool there;
    char sql[80];
    must(date_parse(text_of(day), &moment.as_at, &err), &err);
    snprintf(sql, sizeof sql, "SELECT id FROM client WHERE number = '%s'", number);
    must(person_open(&person, &place->arena, &place->store, &moment, &use, 1, &err), &err);
    must(person_read(&person, place_number(place, sql), &value, provenance, &there, &err), &err);
    struct str copy;
    str_init(&copy);
    datum_write(&copy, value);
    if (value.type == DATUM_string)
        value.string = text_of(arena_text(&place->arena, value.string.at, value.string.length));
    else if (value.type == DATUM_list)
        value = datum_string(text_of(arena_text(&place->arena, copy.at, copy.length)));
    if (provenance) {
        provenance->verified_by = text_kept(place, provenance->verified_by);
        provenance->recorded_by = text_kept(place, provenance->recorded_by);
    }
    str_clear(&copy);
    person_close(&person);
    struct facts_request request = {.from = FACTS_computed, .moment = moment, .uses = &use, .use_count = 1};
    agree(place, &request);
    request.from = FACTS_standing;
    agree(place, &request);
    return value;
}

static void expect(struct place *place, const char *number, enum fact_id fact, const char *day,
                   const char *written)
{
    struct str said;
    str_init(&said);
    datum_print(&said, ask(place, number, fact, ASPECT_value, day, NULL));
    if (strcmp(said.at, written) != 0)
        fail_msg("%s of %s on %s: %s and not %s", fact_of(fact)->name, number, day, said.at, written);
    str_clear(&said);
}

static void weeks_registered(void **state)
{
    struct place *place = place_open_store(state);
    struct provenance from;
    place_add_people(place);
    place_add(place, "office", "code,kind\nsouth,region\n");
    place_add(place, "register_spell",
              "client,effective_from,effective_to,office,source,method\n"
              "C-2,2000-01-01,2000-03-31,north,officer,record\nC-2,2000-04-01,,south,officer,record\n");
    expect(place, "C-2", FACT_weeks_registered, "2000-01-01", "0");
    expect(place, "C-2", FACT_weeks_registered, "2000-07-01", "26"); /* 182 days, over a move */
    assert_int_equal(
        number_compare(ask(place, "C-2", FACT_weeks_registered, ASPECT_value, "2000-07-02", &from).number,
                       number_of(26)),
        1);
    assert_int_equal(from.counted_from, 10957);
    assert_int_equal(from.from, 11048);
    expect(place, "C-2", FACT_office, "2000-07-01", "south");
    expect(place, "C-2", FACT_office, "2000-03-31", "north");
    expect(place, "C-1", FACT_weeks_registered, "2000-05-15", "2"); /* a month without: counted anew */
    expect(place, "C-1", FACT_weeks_registered, "2000-04-15", "null");
    expect(place, "C-1", FACT_registered, "2000-04-15", "false");
    expect(place, "C-1", FACT_registered, "1999-12-31", "null"); /* nobody knows what was before */
}

static void nothing_and_none(void **state)
{
    struct place *place = place_open_store(state);
    struct provenance from;
    place_add_people(place);
    expect(place, "C-2", FACT_on_benefit, "2000-06-01", "null");
    expect(place, "C-2", FACT_qualifications, "2000-06-01", "null");
    place_add(place, "none_known",
              "client,effective_from,what,source,method\nC-2,2000-05-01,benefit,client,interview\n"
              "C-2,2000-05-01,qualifications,client,interview\nC-1,2000-05-01,barriers,client,interview\n");
    expect(place, "C-2", FACT_on_benefit, "2000-04-30", "null");
    expect(place, "C-2", FACT_on_benefit, "2000-05-01", "false");
    expect(place, "C-2", FACT_qualifications, "2000-05-01", "[]");
    expect(place, "C-2", FACT_work_history, "2000-05-01", "null");
    expect(place, "C-1", FACT_qualifications, "2000-05-01", "null");
    ask(place, "C-2", FACT_on_benefit, ASPECT_value, "2000-05-01", &from);
    assert_int_equal(from.record, R_none_known);
    assert_int_equal(from.method, CODED_method_interview);
    place_add(place, "benefit_spell",
              "client,effective_from,effective_to,type,source,method\n"
              "C-2,2000-05-10,2000-05-20,sickness,agency,record\n");
    expect(place, "C-2", FACT_on_benefit, "2000-05-10", "true");
    expect(place, "C-2", FACT_on_benefit, "2000-05-20", "true");
    expect(place, "C-2", FACT_on_benefit, "2000-05-21", "false");
    expect(place, "C-2", FACT_benefit, "2000-05-21", "null");
    place_add(place, "barrier",
              "client,effective_from,effective_to,kind,side,source,method\n"
              "C-2,2000-05-10,2000-05-20,health,personal,officer,interview\n");
    expect(place, "C-2", FACT_barriers, "2000-05-21", "[]"); /* the one there was is gone */
    expect(place, "C-1", FACT_barriers, "2000-05-21", "[]");
}

static void levels(void **state)
{
    struct place *place = place_open_store(state);
    struct provenance from;
    place_add_people(place); /* speaking: basic, an officer's impression of 2000-01-01 */
    place_add(place, "english_level",
              "client,effective_from,skill,level,assessor,source,method,verified_by,verified_on\n"
              "C-1,2000-06-01,speaking,clear,T,provider,test,ana,2000-06-10\n"
              "C-1,2000-06-01,speaking,high,T,officer,officer_impression,,\n"
              "C-1,2000-07-01,reading,none,T,officer,statement,,\n");
    expect(place, "C-1", FACT_english_speaking, "2000-05-31", "2");
    expect(place, "C-1", FACT_english_speaking, "2000-06-01", "4"); /* of one day, the one that was checked */
    expect(place, "C-1", FACT_english_reading, "2000-06-30", "null");
    expect(place, "C-1", FACT_weeks_since_speaking, "2000-06-15", "2");
    assert_true(
        datum_is(ask(place, "C-1", FACT_english_speaking, ASPECT_verified, "2000-06-01", &from), true));
    assert_int_equal(from.verified_on, 11118);
    assert_true(from.has_verified && text_is(from.verified_by, "ana"));
    assert_true(text_is(from.recorded_by, "boss"));
    assert_true(
        datum_is(ask(place, "C-1", FACT_english_speaking, ASPECT_verified, "2000-05-31", NULL), false));
    assert_int_equal(ask(place, "C-2", FACT_english_speaking, ASPECT_verified, "2000-06-01", NULL).type,
                     DATUM_null);
    assert_int_equal(ask(place, "C-1", FACT_english_speaking, ASPECT_since, "2000-06-03", NULL).day, 11109);
    assert_true(text_is(
        ask(place, "C-1", FACT_english_speaking, ASPECT_recorded_by, "2000-06-03", NULL).string, "boss"));
}

/* Of several of one day that nobody checked, the one that was written last; a correction is writing. */
static void last_written(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    const char *heading = "client,effective_from,skill,level,assessor,source,method\n";
    struct str csv;
    str_init(&csv);
    str_add(&csv, heading);
    str_add(&csv, "C-1,2000-06-01,speaking,clear,T,officer,interview\n");
    str_add(&csv, "C-1,2000-06-01,speaking,high,T,officer,statement\n");
    place_add(place, "english_level", csv.at);
    expect(place, "C-1", FACT_english_speaking, "2000-06-01", "5");
    wait_a_moment();
    str_cut(&csv, strlen(heading));
    str_add(&csv, "C-1,2000-06-01,speaking,reasonable,T,officer,interview\n");
    place_add(place, "english_level", csv.at);
    expect(place, "C-1", FACT_english_speaking, "2000-06-01", "3");
    str_clear(&csv);
}

static void restricted(void **state)
{
    struct place *place = place_open_store(state);
    struct person_reader person;
    struct err err = {0};
    const struct use use = {FACT_entry_category, ASPECT_value};
    place_add_people(place);
    place_work_as(place, "ana");
    const struct moment moment = {.dated = true};
    assert_false(person_open(&person, &place->arena, &place->store, &moment, &use, 1, &err));
    assert_int_equal(err.kind, ERR_denied);
    assert_non_null(strstr(err.sentence, "entry category"));
    person_close(&person);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R13: every fact of everybody, read one by one, computed and standing, is the same", all_agree),
        BOTH("R13: so is each fact alone, of some clients", each_alone),
        BOTH("R12: the members of a list are as many as it says", members),
        BOTH("R26: weeks registered run over moves between offices; 182 days are 26, a day more is more",
             weeks_registered),
        BOTH("R12: has none, and nobody knows, are two things", nothing_and_none),
        BOTH("R16, R17: the latest level counts; of one day the one that was checked", levels),
        BOTH("R16: of one day the one that was written last", last_written),
        BOTH("R41: a fact that rests on what is restricted is refused", restricted),
    };
    return RUN(cases);
}
