#include "casework/enrol.h"
#include "casework/fetch.h"

#include "base/date.h"
#include "store/read.h"
#include "base/banned.h"

static const char head_sql[] =
    "SELECT i.code, COALESCE(i.name, i.code), p.name, i.places, i.starts_on, i.ends_on, "
    "(SELECT count(*) FROM selection s WHERE s.intake = i.id) FROM intake i JOIN programme p "
    "ON p.id = i.programme WHERE i.id = $1";

static const char people_sql[] =
    "SELECT e.id, e.client, c.number, e.side, g.turn, g.id, e.offered_on, e.enrolled_on, e.started_on, "
    "e.completed_on, e.declined_on, e.withdrew_on, COALESCE(e.declined_why, e.withdrew_why), "
    "(SELECT count(*) FROM follow_up f WHERE f.client = e.client AND f.intake = e.intake AND f.result = $2) "
    "FROM enrolment e JOIN client c ON c.id = e.client "
    "LEFT JOIN eligibility g ON g.intake = e.intake AND g.client = e.client "
    "WHERE e.intake = $1 ORDER BY g.turn NULLS LAST, c.number";

static enum enrol_stage stage_of(int64_t side, const struct enrol_person *person, bool declined,
                                 bool withdrew)
{
    if (side == CODED_enrolment_side_comparison)
        return ENROL_comparison;
    if (side != CODED_enrolment_side_programme)
        return ENROL_undecided;
    return declined                           ? ENROL_declined
           : withdrew                         ? ENROL_withdrew
           : person->completed_on != DATE_MIN ? ENROL_completed
           : person->started_on != DATE_MIN   ? ENROL_started
           : person->enrolled_on != DATE_MIN  ? ENROL_enrolled
           : person->offered_on != DATE_MIN   ? ENROL_offered
                                              : ENROL_waiting;
}

static void take_person(struct arena *arena, struct statement *row, struct enrol_person *out)
{
    const bool declined = !statement_is_null(row, 10), withdrew = !statement_is_null(row, 11);
    *out = (struct enrol_person){.id = statement_int(row, 0),
                                 .client = statement_int(row, 1),
                                 .number = statement_copied(arena, row, 2),
                                 .turn = statement_int(row, 4),
                                 .listed = !statement_is_null(row, 5),
                                 .offered_on = statement_day(row, 6),
                                 .enrolled_on = statement_day(row, 7),
                                 .started_on = statement_day(row, 8),
                                 .completed_on = statement_day(row, 9),
                                 .left_on = statement_day(row, declined ? 10 : 11),
                                 .why = statement_copied(arena, row, 12),
                                 .followed = statement_int(row, 13)};
    out->stage = stage_of(statement_int(row, 3), out, declined, withdrew);
}

static void count_person(struct enrol_counts *counts, const struct enrol_person *person)
{
    const enum enrol_stage stage = person->stage;
    counts->comparison += stage == ENROL_comparison;
    counts->undecided += stage == ENROL_undecided;
    if (stage == ENROL_comparison || stage == ENROL_undecided)
        return;
    counts->waiting += stage == ENROL_waiting;
    counts->declined += stage == ENROL_declined;
    counts->withdrew += stage == ENROL_withdrew;
    counts->held += stage >= ENROL_offered && stage <= ENROL_completed;
    counts->offered += person->offered_on != DATE_MIN;
    counts->enrolled += person->enrolled_on != DATE_MIN;
    counts->started += person->started_on != DATE_MIN;
    counts->completed += person->completed_on != DATE_MIN;
    counts->followed += person->followed > 0;
}

struct enrol_counts enrol_count(const struct enrol_person *people, size_t count)
{
    struct enrol_counts counts = {0};
    for (size_t i = 0; i < count; i++)
        count_person(&counts, &people[i]);
    return counts;
}

static bool read_head(struct arena *arena, const struct store *store, struct enrol_list *out, struct err *err)
{
    struct statement *head;
    bool row = false;
    if (!db_prepare(store->db, &head, head_sql, err))
        return false;
    statement_bind_int(head, 0, out->intake_id);
    const bool good = statement_step(head, &row, err);
    if (good && row) {
        out->intake = statement_copied(arena, head, 0);
        out->intake_name = statement_copied(arena, head, 1);
        out->programme_name = statement_copied(arena, head, 2);
        out->places = statement_is_null(head, 3) ? -1 : statement_int(head, 3);
        out->starts_on = statement_day(head, 4);
        out->ends_on = statement_day(head, 5);
        out->frozen = statement_int(head, 6) > 0;
    }
    statement_close(head);
    return good &&
           (row || err_set(err, ERR_conflict, "the intake was withdrawn meanwhile; look it up again"));
}

static bool read_people(struct arena *arena, const struct store *store, struct enrol_list *out,
                        struct err *err)
{
    struct statement *people = NULL;
    int64_t room;
    bool row = true;
    bool good = db_number(store->db,
                          arena_format(arena, "SELECT count(*) FROM enrolment WHERE intake = %lld",
                                       (long long)out->intake_id),
                          0, &room, err) &&
                db_prepare(store->db, &people, people_sql, err);
    out->people = ARENA_ARRAY(arena, struct enrol_person, good ? (size_t)room + 1 : 1);
    if (good) {
        statement_bind_int(people, 0, out->intake_id);
        statement_bind_int(people, 1, CODED_follow_up_result_reached);
    }
    while (good && (int64_t)out->count < room && (good = statement_step(people, &row, err)) && row)
        take_person(arena, people, &out->people[out->count++]);
    statement_close(people);
    out->counts = enrol_count(out->people, out->count);
    return good;
}

bool enrol_read(struct arena *arena, const struct store *store, struct text intake, struct enrol_list *out,
                struct err *err)
{
    *out = (struct enrol_list){0};
    return record_find(store, dict_record(R_intake), intake, &out->intake_id, err) &&
           read_head(arena, store, out, err) && read_people(arena, store, out, err);
}
