#include "import_result.h"

#include "base/date.h"
#include "store/doctor.h"
#include "store/form.h"
#include "store/guard_work.h"

/* ---- the rows of guards.def ---- */

static void every_guard_is_asked(void **state)
{
    struct place *place = place_open_store(state);
    const struct guard_scope all = {.join = "", .where = "r.id > $2"};
    struct err err = {0};
    for (int g = 0; g < GUARD_end; g++) {
        const struct guard *guard = guard_of((enum guard_id)g);
        struct guard_rows rows;
        struct guard_row row;
        int64_t count;
        bool there;
        if (!guard_count(&place->store, guard, &all, &count, &err) ||
            !guard_rows_open(&rows, &place->store, guard, &all, "0", "r.id", 1, &err) ||
            !guard_rows_next(&rows, &row, &there, &err))
            fail_msg("%s: %s", guard->name, err.sentence);
        assert_int_equal(count, 0);
        guard_rows_close(&rows);
    }
}

/* Behind a semicolon stands what to do, and what %s stands for is said. */
static void every_guard_is_sound(void **state)
{
    (void)state;
    for (int g = 0; g < GUARD_end; g++) {
        const struct guard *guard = guard_of((enum guard_id)g);
        const char *advice = strstr(guard->sentence, "; "), *place = strstr(guard->sentence, "%s");
        if (!advice || strlen(advice) < 10)
            fail_msg("%s: the sentence does not say what to do: %s", guard->name, guard->sentence);
        if ((place != NULL) != (guard->words != NULL) || (place && strchr(place + 1, '%')))
            fail_msg("%s: %%s stands once in the sentence where the tail has .words, and only there",
                     guard->name);
        if (guard->alone != F_none &&
            (dict_field(guard->alone)->record != guard->record || dict_field(guard->alone)->kind != KIND_REF))
            fail_msg("%s: .alone is no reference of its record", guard->name);
        if (guard->at != F_none && dict_field(guard->at)->record != guard->record)
            fail_msg("%s: .at is a field of another record", guard->name);
        for (size_t i = 0; i < GUARD_ABOUT_MAX && guard->about[i] != F_none; i++)
            if (dict_field(guard->about[i])->record != guard->record)
                fail_msg("%s: .about has a field of another record", guard->name);
    }
}

/* What a guard may read whole, by its name in the guard's SQL: tables of a few rows however many people there
 * are. */
static const struct {
    const char *guard, *alias, *why;
} read_whole[] = {
    {"follow_up_in_dead_period", "q", "dead periods: some weeks of a year"},
    {"block_in_dead_period", "d", "dead periods"},
    {"intake_in_dead_period", "d", "dead periods"},
    {"wave_in_dead_period", "d", "dead periods"},
    {"placement_in_dead_period", "d", "dead periods"},
    {"excluded_group", "a", "the groups above one group"},
    {"group_within_itself", "a", "the groups above one group"},
    {"occupation_within_itself", "a", "the occupations above one"},
};

static bool may_be_read_whole(const struct guard *guard, const char *alias)
{
    if (strcmp(alias, "now") == 0) /* the one row with the day */
        return true;
    for (size_t i = 0; i < sizeof read_whole / sizeof *read_whole; i++)
        if (strcmp(read_whole[i].guard, guard->name) == 0 && strcmp(read_whole[i].alias, alias) == 0)
            return true;
    return false;
}

/* A step of SQLite's plan: "SCAN e", "SEARCH e USING AUTOMATIC …" read a table whole. */
static void look_at_step(const struct guard *guard, struct text step)
{
    char words[400], alias[64];
    snprintf(words, sizeof words, TEXT_FORMAT, TEXT_ARGS(step));
    if (strstr(words, " AUTOMATIC "))
        fail_msg("%s: an index is wanted: %s", guard->name, words);
    if (strncmp(words, "SCAN ", 5) != 0 || strcmp(words, "SCAN CONSTANT ROW") == 0)
        return;
    snprintf(alias, sizeof alias, "%.*s", (int)strcspn(words + 5, " "), words + 5);
    if (!may_be_read_whole(guard, alias))
        fail_msg("%s: a table is read whole for each row that is written: %s", guard->name, words);
}

static void every_guard_looks_up(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    for (int g = 0; g < GUARD_end; g++) {
        const struct guard *guard = guard_of((enum guard_id)g);
        struct statement *plan;
        struct str sql;
        bool step;
        str_init(&sql);
        str_add(&sql, "EXPLAIN QUERY PLAN SELECT CASE WHEN ");
        sql_guard_broken(&sql, guard);
        str_add(&sql, " THEN ");
        sql_guard_words(&sql, guard);
        str_add(&sql, " END");
        sql_guard_from(&sql, dict_record(guard->record));
        str_add(&sql, " WHERE r.id = $2");
        must(db_prepare(place->store.db, &plan, sql.at, &err), &err);
        while (must(statement_step(plan, &step, &err), &err), step)
            look_at_step(guard, statement_text(plan, 3));
        statement_close(plan);
        str_clear(&sql);
    }
}

/* ---- saving ---- */

static struct form barrier(struct place *place, const char *client, enum coded source)
{
    struct form form;
    form_new(&form, &place->arena, dict_record(R_barrier));
    form_key(&form, F_barrier_client, text_of(client));
    form_day(&form, F_barrier_effective_from, 11000);
    form_choice(&form, F_barrier_kind, CODED_barrier_kind_english);
    form_choice(&form, F_barrier_side, CODED_barrier_side_personal);
    form_choice(&form, F_barrier_source, (int)source);
    form_choice(&form, F_barrier_method, CODED_method_statement);
    return form;
}

static struct saved save(struct place *place, struct form *form, const char *because)
{
    struct saved saved;
    struct err err = {0};
    must(form_save(form, &place->store, because, &saved, &err), &err);
    return saved;
}

static void fails(struct place *place, struct form *form, enum err_kind kind, const char *where,
                  const char *words)
{
    struct saved saved;
    struct err err = {0};
    assert_false(form_save(form, &place->store, NULL, &saved, &err));
    if (err.kind != kind || strcmp(err.place, where) != 0 || !strstr(err.sentence, words))
        fail_msg("%s, %s: %s", err_name(err.kind), err.place, err.sentence);
}

static void refused(void **state)
{
    struct place *place = place_open_store(state);
    struct form form;
    place_add_people(place);
    form_new(&form, &place->arena, dict_record(R_wellbeing_note));
    form_key(&form, F_wellbeing_note_client, text_of("C-1"));
    form_day(&form, F_wellbeing_note_effective_from, 11000);
    form_words(&form, F_wellbeing_note_note, "Sleeps badly");
    form_bool(&form, F_wellbeing_note_consent, false);
    form_choice(&form, F_wellbeing_note_source, CODED_source_client);
    form_choice(&form, F_wellbeing_note_method, CODED_method_interview);
    fails(place, &form, ERR_input, "consent", "did not agree that this is kept; leave it out");
    assert_int_equal(place_number(place, "SELECT count(*) FROM wellbeing_note"), 0);
    form_bool(&form, F_wellbeing_note_consent, true);
    assert_int_equal(save(place, &form, NULL).result, SAVE_added);
    form_bool(&form, F_wellbeing_note_consent, false);
    fails(place, &form, ERR_input, "consent", "did not agree");
    assert_int_equal(place_number(place, "SELECT consent FROM wellbeing_note"), 1);
}

static void asked(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    struct form form = barrier(place, "C-1", CODED_source_employer);
    fails(place, &form, ERR_reason, "evidence", "--because WHY");
    assert_int_equal(place_number(place, "SELECT count(*) FROM barrier"), 0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM override"), 0);

    const struct saved saved = save(place, &form, "He told us on the telephone");
    assert_int_equal(saved.result, SAVE_added);
    assert_int_equal(saved.note_count, 1);
    assert_non_null(strstr(saved.notes[0], "Done all the same: He told us"));
    assert_int_equal(place_number(place, "SELECT row_id FROM override WHERE about = 'barrier' AND guard = "
                                         "'barrier_on_employers_word'"),
                     saved.id);
    assert_string_equal(place_text(place, "SELECT words FROM override"),
                        "C-1, english, 2000-02-13, employer");
    assert_string_equal(place_text(place, "SELECT reason FROM override"), "He told us on the telephone");

    /* asked once: what else changes does not matter */
    form_day(&form, F_barrier_worked_on, 11001);
    const struct saved again = save(place, &form, NULL);
    assert_int_equal(again.result, SAVE_changed);
    assert_int_equal(again.note_count, 0);
    struct form sound = barrier(place, "C-2", CODED_source_client);
    assert_int_equal(save(place, &sound, "Nothing asks").note_count, 0);
    assert_int_equal(place_number(place, "SELECT count(*) FROM override"), 1);
}

static int64_t standing_against(struct place *place, const struct guard *guard)
{
    const struct guard_scope all = {.join = "", .where = "r.id > $2"};
    struct err err = {0};
    int64_t count;
    must(guard_count(&place->store, guard, &all, &count, &err), &err);
    return count;
}

/* The same guard, were it about another field, or about none. */
static void reason_lapses(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    place_add_people(place);
    const struct guard *guard = guard_of(GUARD_barrier_on_employers_word);
    struct guard about_work = *guard, about_all = *guard;
    about_work.about[0] = F_barrier_worked_on;
    about_all.at = about_all.about[0] = F_none;
    struct form form = barrier(place, "C-1", CODED_source_employer);
    save(place, &form, "A reason");
    assert_int_equal(standing_against(place, &about_work), 0);
    assert_int_equal(standing_against(place, &about_all), 0);
    form_day(&form, F_barrier_effective_to, 11100);
    save(place, &form, NULL);
    assert_int_equal(standing_against(place, &about_work), 0);
    assert_int_equal(standing_against(place, &about_all), 1);
    form_day(&form, F_barrier_worked_on, 11050);
    save(place, &form, NULL);
    assert_int_equal(standing_against(place, guard), 0);
    assert_int_equal(standing_against(place, &about_work), 1);
    must(db_begin(place->store.db, &err), &err);
    must(guard_override(&place->store, guard, form.id, form.recorded_at, "A reason", &err), &err);
    must(db_commit(place->store.db, &err), &err); /* in the same words, but of today */
    assert_int_equal(standing_against(place, &about_work), 0);
    assert_int_equal(standing_against(place, &about_all), 0);
}

static void warned(void **state)
{
    struct place *place = place_open_store(state);
    struct form form;
    place_add_people(place);
    form_new(&form, &place->arena, dict_record(R_english_level));
    form_key(&form, F_english_level_client, text_of("C-2"));
    form_day(&form, F_english_level_effective_from, 11000);
    form_choice(&form, F_english_level_skill, CODED_english_skill_speaking);
    form_choice(&form, F_english_level_level, CODED_english_basic);
    form_words(&form, F_english_level_assessor, "Ana");
    form_choice(&form, F_english_level_source, CODED_source_officer);
    form_choice(&form, F_english_level_method, CODED_method_officer_impression);
    const struct saved saved = save(place, &form, NULL);
    assert_int_equal(saved.result, SAVE_added);
    assert_int_equal(saved.note_count, 1);
    assert_non_null(strstr(saved.notes[0], "the impression of Ana"));
    assert_int_equal(place_number(place, "SELECT count(*) FROM override"), 0);
}

/* ---- importing ---- */

#define HEADING "client,kind,side,effective_from,source,method,evidence\n"
#define GOOD "C-1,english,personal,2000-02-01,client,interview,\n"
#define BAD "C-2,english,personal,2000-02-01,employer,statement,\n"

static void import_refused(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    for (int round = 0; round < 2; round++) { /* into an empty table, and into one that is not */
        struct import_result result = place_import(place, "barrier", HEADING GOOD BAD);
        assert_false(result.written);
        assert_int_equal(result.broken, 1);
        has_problem(&result, 0, 3, "evidence", "\"C-2, english, 2000-02-01, employer\": that the barrier");
        has_problem(&result, 0, 3, "evidence", "--because WHY");
        result = place_import_with(place, (struct import_request){.keep_good = true}, "barrier",
                                   HEADING "C-1,english,nobody,2000-02-01,client,interview,\n" BAD);
        assert_false(result.written);
        assert_int_equal(result.broken, 1);
        assert_int_equal(place_number(place, "SELECT count(*) FROM barrier"), round);
        if (round == 0)
            place_add(place, "barrier", HEADING "C-2,demand,economic,2000-02-01,client,interview,\n");
    }
    /* a known row that becomes one that breaks the rule; what stood before the rule is not asked about */
    place_add(place, "barrier", HEADING "C-2,english,personal,2000-02-01,employer,statement,A letter\n");
    place_execute(place,
                  "INSERT INTO barrier (client, kind, side, effective_from, source, method, recorded_at, "
                  "recorded_by) SELECT client, 5, 1, effective_from, 3, 1, recorded_at, recorded_by FROM "
                  "barrier WHERE kind = 1");
    struct import_result changed = place_import(place, "barrier", HEADING BAD);
    assert_false(changed.written);
    has_problem(&changed, 0, 2, "evidence", "C-2, english");
    assert_int_equal(changed.problems.count, 1);
    place_add(place, "barrier", HEADING GOOD);
}

static void import_because(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    const struct import_request request = {.because = "From the employers' survey"};
    for (int round = 0; round < 2; round++) {
        struct import_result result = place_import_with(place, request, "barrier", HEADING GOOD BAD);
        assert_true(result.written);
        assert_int_equal(result.problems.count, 0);
        assert_int_equal(result.caution_count, round == 0); /* the second time nothing is written */
        if (round == 0)
            assert_non_null(strstr(result.cautions[0], "1 row: that the barrier"));
    }
    assert_int_equal(place_number(place, "SELECT count(*) FROM override"), 1);
    assert_string_equal(place_text(place, "SELECT reason FROM override"), "From the employers' survey");
    /* a reason that stands is not asked for again */
    place_add(place, "barrier",
              "client,kind,side,effective_from,source,method,effective_to\n"
              "C-2,english,personal,2000-02-01,employer,statement,2000-03-01\n");
    assert_int_equal(place_number(place, "SELECT effective_to FROM barrier WHERE source = 3"), 11017);
}

static void import_warned(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    const struct import_result result =
        place_import(place, "english_level",
                     "client,effective_from,skill,level,assessor,source,method\n"
                     "C-2,2000-01-01,speaking,basic,Bea,officer,officer_impression\n"
                     "C-2,2000-01-01,reading,basic,Ana,officer,officer_impression\n"
                     "C-2,2000-01-01,writing,basic,Ana,officer,test\n");
    assert_true(result.written);
    assert_int_equal(result.caution_count, 1);
    assert_non_null(strstr(result.cautions[0], "2 rows, the first of them: the level is the impression of"));
}

/* ---- the doctor ---- */

static void doctor_finds(void **state)
{
    struct place *place = place_open_store(state);
    struct doctor_report report;
    struct err err = {0};
    place_add_people(place);
    struct form told = barrier(place, "C-1", CODED_source_employer),
                silent = barrier(place, "C-2", CODED_source_client);
    save(place, &told, "A reason");
    save(place, &silent, NULL);
    must(doctor_run(&place->arena, &place->store, NULL, &report, &err), &err);
    assert_int_equal(report.checks[DOCTOR_guards].found, 0);
    assert_true(report.checks[DOCTOR_guards].looked_at >= 2);
    place_execute(place, "UPDATE barrier SET source = 3");
    must(doctor_run(&place->arena, &place->store, NULL, &report, &err), &err);
    assert_int_equal(report.checks[DOCTOR_guards].found, 1);
    const struct finding *finding = report.findings;
    while (finding->check != DOCTOR_guards)
        finding++;
    if (!strstr(finding->sentence,
                "1 against the rule barrier_on_employers_word, \"C-2, english, 2000-02-13, employer\": "))
        fail_msg("%s", finding->sentence);
    assert_non_null(strstr(finding->sentence, "record it again with the reason"));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("house: every guard's sentence says what to do", every_guard_is_sound),
        BOTH("house: every guard can be asked", every_guard_is_asked),
        ON_SQLITE("house: no guard reads a table whole for a row that is written", every_guard_looks_up),
        BOTH("R41: what a guard refuses is not written, and the sentence says why", refused),
        BOTH("R34: what a guard asks about is written with a reason, which is kept, and asked once", asked),
        BOTH("R34: a reason lapses when what the guard is about changes", reason_lapses),
        BOTH("R15: a guard that warns leaves a note", warned),
        BOTH("R34: a file with a row that breaks a guard writes nothing", import_refused),
        BOTH("R34: a file is written with a reason, which is kept with each row", import_because),
        BOTH("R15: a file says how many rows a guard warns of", import_warned),
        BOTH("R34: the doctor finds what stands against a guard without a reason", doctor_finds),
    };
    return RUN(cases);
}
