#include "base/date.h"
#include "store/doctor_work.h"
#include "store/owned.h"
#include "store/standing.h"
#include "base/banned.h"

/* Series of which one spell runs at a time: the natural key without its first day says which series. Of jobs
 * held before and of barriers, several may run at once. */
static const enum record_id one_at_a_time[] = {R_register_spell, R_benefit_spell, R_labour_status,
                                               R_residence, R_household_member};

enum { NO_END = 100000000 }; /* a day after every day of the calendar */

static bool look_at_spells(struct doctor *doctor, const struct record *record, struct err *err)
{
    struct str sql;
    bool first = true;
    str_init(&sql);
    str_addf(&sql,
             "SELECT v.id, CASE WHEN v.before < %d THEN v.before END FROM (SELECT s.id, s.effective_from, "
             "max(coalesce(s.effective_to, %d)) OVER (PARTITION BY ",
             NO_END, NO_END);
    for (size_t i = 0; i < record_key_count(record); i++) {
        const struct field *field = dict_field(record->key[i]);
        if (field->id == record->effective_from)
            continue;
        str_addf(&sql, "%ss.%s", first ? "" : ", ", field->name);
        first = false;
    }
    str_addf(&sql,
             " ORDER BY s.effective_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM %s "
             "s) AS v "
             "WHERE v.before >= v.effective_from",
             record->name);
    doctor_looked(doctor, DOCTOR_spells, doctor->rows[record->id]);
    const struct question overlap = {
        .check = DOCTOR_spells,
        .record = record,
        .sql = sql.at,
        .phrase = PHRASE_day,
        .before = "an earlier one of the same series runs until ",
        .after = "; end that one on the day before this one begins, or correct this one",
        .without = "an earlier one of the same series has no end; end it on the day before this one begins, "
                   "or correct this one"};
    bool good = doctor_ask(doctor, &overlap, err);
    str_clear(&sql);
    return good;
}

/* What not_before cannot say: it knows neither the side nor the intake, and leaves out a date between two
 * others. */
static const struct {
    const char *when, *sentence;
} contradictions[] = {
    {"e.completed_on IS NOT NULL AND e.withdrew_on IS NOT NULL",
     "completed_on and withdrew_on are both there; only one of them can be"},
    {"e.offered_on > e.enrolled_on", "enrolled_on comes before offered_on; put the two dates in order"},
    {"e.offered_on > e.started_on", "started_on comes before offered_on; put the two dates in order"},
    {"e.enrolled_on > e.completed_on AND e.started_on IS NULL",
     "completed_on comes before enrolled_on; put the two dates in order"},
    {"e.started_on > e.withdrew_on", "withdrew_on comes before started_on; put the two dates in order"},
    {"e.started_on < i.starts_on",
     "started_on comes before the first day of the intake; correct one of the two"},
    {"e.started_on > i.ends_on", "started_on comes after the last day of the intake; correct one of the two"},
};

static bool look_at_enrolments(struct doctor *doctor, struct err *err)
{
    char sql[400];
    struct question question = {.check = DOCTOR_enrolments, .record = dict_record(R_enrolment), .sql = sql};
    bool good = true;
    doctor_looked(doctor, DOCTOR_enrolments, doctor->rows[R_enrolment]);
    for (size_t i = 0; good && i < sizeof contradictions / sizeof *contradictions; i++) {
        snprintf(sql, sizeof sql,
                 "SELECT e.id FROM enrolment e JOIN intake i ON i.id = e.intake WHERE e.side = %d AND %s",
                 CODED_enrolment_side_programme, contradictions[i].when);
        question.without = contradictions[i].sentence;
        good = doctor_ask(doctor, &question, err);
    }
    snprintf(sql, sizeof sql,
             "SELECT e.id FROM enrolment e WHERE e.side = %d AND (e.started_on IS NOT NULL OR e.completed_on "
             "IS NOT NULL)",
             CODED_enrolment_side_comparison);
    question.without =
        "stands in the comparison, and yet started or completed the programme; correct the side or the dates";
    return good && doctor_ask(doctor, &question, err);
}

static bool look_for_twice(struct doctor *doctor, struct err *err)
{
    const struct question twice = {
        .check = DOCTOR_twice,
        .record = dict_record(R_enrolment),
        .phrase = PHRASE_text,
        .sql = "SELECT v.id, v.first FROM (SELECT e.id, i.code, min(i.code) OVER (PARTITION BY e.client, "
               "i.programme) AS first "
               "FROM enrolment e JOIN intake i ON i.id = e.intake) AS v WHERE v.first <> v.code",
        .before = "the same client stands in intake \"",
        .after = "\" of the same programme too, and would be counted twice; withdraw one of the two"};
    doctor_looked(doctor, DOCTOR_twice, doctor->rows[R_enrolment]);
    return doctor_ask(doctor, &twice, err);
}

static bool look_at_standing(struct doctor *doctor, struct err *err)
{
    struct question standing = {
        .check = DOCTOR_standing,
        .record = dict_record(R_client),
        .phrase = PHRASE_text,
        .before = "in the table standing, ",
        .after =
            " is not what the records say, and questions to everybody answer wrongly; make it again with: "
            "mahi doctor --mend",
        .without =
            "has no row in the table standing, and questions to everybody pass them over; make it again "
            "with: mahi doctor --mend"};
    struct str sql;
    str_init(&sql);
    sql_standing_damage(&sql);
    standing.sql = sql.at;
    doctor_tell(doctor, "looking at what stands", 0);
    doctor_looked(doctor, DOCTOR_standing, doctor->rows[R_client]);
    bool good = doctor_ask(doctor, &standing, err);
    str_clear(&sql);
    standing.record = NULL;
    standing.sql =
        "SELECT t.client FROM standing t WHERE NOT EXISTS (SELECT 1 FROM client c WHERE c.id = t.client)";
    standing.phrase = PHRASE_none;
    standing.without =
        "a row of the table standing is of a client who is not there; make it again with: mahi doctor "
        "--mend";
    return good && doctor_ask(doctor, &standing, err);
}

/* What a leaver still answers for (R138). */
static bool look_for_orphans(struct doctor *doctor, struct err *err)
{
    struct question orphan = {
        .check = DOCTOR_owned,
        .phrase = PHRASE_text,
        .before = "is in the name of \"",
        .after = "\", who has left; give it to somebody who stays with mahi handover, or close it"};
    size_t count;
    const struct owned *rows = owned_rows(&count);
    bool good = true;
    doctor_looked(doctor, DOCTOR_owned, doctor->rows[R_staff]);
    for (size_t i = 0; good && i < count; i++) {
        struct str sql;
        if (rows[i].sort == OWNED_did)
            continue;
        str_init(&sql);
        sql_orphaned(&sql, &rows[i], date_today());
        orphan.record = dict_record(dict_field(rows[i].field)->record);
        orphan.sql = sql.at;
        good = doctor_ask(doctor, &orphan, err);
        str_clear(&sql);
    }
    return good;
}

bool doctor_look_at_people(struct doctor *doctor, struct err *err)
{
    bool good = true;
    doctor_tell(doctor, "looking at spells and enrolments", 0);
    for (size_t i = 0; good && i < sizeof one_at_a_time / sizeof *one_at_a_time; i++)
        good = look_at_spells(doctor, dict_record(one_at_a_time[i]), err);
    return good && look_at_enrolments(doctor, err) && look_for_twice(doctor, err) &&
           look_for_orphans(doctor, err) && look_at_standing(doctor, err);
}
