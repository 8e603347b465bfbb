#include "casework/assign.h"

#include <assert.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* $1 client, $2 duty, $3 day, $4 office, $5 never this one, $6 only this one, $7 their role. */
static const char candidates_sql[] =
    "WITH RECURSIVE groups (id) AS (SELECT c.cultural_group FROM client c WHERE c.id = $1 UNION SELECT "
    "g.part_of FROM "
    "groups x JOIN cultural_group g ON g.id = x.id WHERE g.part_of IS NOT NULL), "
    "work (code) AS (SELECT o.code FROM occupation o WHERE o.id = (SELECT g.occupation FROM goal g WHERE "
    "g.client = $1 "
    "AND g.rank = 1 AND g.effective_from <= $3 ORDER BY g.effective_from DESC, g.id DESC LIMIT 1) OR o.id = "
    "(SELECT "
    "w.occupation FROM work_history w WHERE w.client = $1 AND w.effective_from <= $3 ORDER BY "
    "w.effective_from DESC, w.id "
    "DESC LIMIT 1)), "
    "known AS (SELECT p.staff AS staff, max(CASE WHEN p.kind = 1 AND p.subject = (SELECT c.first_language "
    "FROM client c "
    "WHERE c.id = $1) THEN 1 ELSE 0 END) AS speaks, max(CASE WHEN p.kind = 2 AND p.subject IN (SELECT g.code "
    "FROM "
    "cultural_group g JOIN groups x ON x.id = g.id) THEN 1 ELSE 0 END) AS goes_with, max(CASE WHEN p.kind = "
    "3 AND p.subject "
    "IN (SELECT code FROM work) THEN 1 ELSE 0 END) AS knows FROM staff_specialty p WHERE p.declared_on IS "
    "NULL OR "
    "p.declared_on <= $3 GROUP BY p.staff) "
    "SELECT s.id, s.login, s.name, COALESCE(k.speaks, 0), COALESCE(k.goes_with, 0), COALESCE(k.knows, 0), "
    "(SELECT COALESCE(sum(COALESCE(a.weight, 1)), 0) FROM assignment a WHERE a.staff = s.id AND a.duty = $2 "
    "AND a.client <> $1 "
    "AND a.effective_from <= $3 AND (a.effective_to IS NULL OR a.effective_to > $3)), "
    "COALESCE(CASE WHEN $2 = 2 THEN (SELECT min(v.number) FROM enrolment e JOIN intake i ON i.id = e.intake "
    "JOIN programme p "
    "ON p.id = i.programme JOIN practice_override v ON v.programme = p.id AND v.practice = 4 WHERE e.client "
    "= $1 "
    "AND e.enrolled_on <= $3 AND e.completed_on IS NULL AND e.withdrew_on IS NULL AND (p.ends_on IS NULL OR "
    "p.ends_on >= $3)) "
    "END, (SELECT n.clients FROM caseload_standard n WHERE n.office = s.office AND n.role = $2)), s.left_on "
    "FROM staff s LEFT JOIN known k ON k.staff = s.id WHERE (CAST($6 AS bigint) = 0 AND s.office = $4 AND "
    "s.role = $7 AND s.id <> $5 "
    "AND s.left_on IS NULL) OR s.id = $6 ORDER BY COALESCE(k.speaks, 0) + "
    "COALESCE(k.goes_with, 0) + "
    "COALESCE(k.knows, 0) DESC, 7, s.login";
static_assert(CODED_specialty_kind_language == 1 && CODED_specialty_kind_cultural_group == 2 &&
                  CODED_specialty_kind_occupation == 3 && CODED_duty_specialist == 2 &&
                  CODED_practice_caseload == 4,
              "the numbers in candidates_sql are these codes");

static int role_of(int duty)
{
    switch (duty) {
    case CODED_duty_work_broker:
        return CODED_staff_role_work_broker;
    case CODED_duty_facilitator:
        return CODED_staff_role_facilitator;
    default:
        return CODED_staff_role_case_manager;
    }
}

static const char *words_of(struct arena *arena, bool named, const bool known[3], double load, double limit)
{
    static const char *const words[] = {"speaks their language", "knows their group",
                                        "knows their occupation"};
    struct str out;
    str_init(&out);
    for (size_t i = 0; i < 3; i++)
        if (known[i])
            str_addf(&out, "%s%s", out.length > 0 ? ", " : "", words[i]);
    if (out.length == 0)
        str_add(&out, named ? "named" : "least load");
    str_addf(&out, "; %g", load);
    if (limit >= 0)
        str_addf(&out, " of %g", limit);
    return str_into(&out, arena);
}

static void take_candidate(struct fetch *row, const struct assign_question *question,
                           struct assign_choice *out)
{
    const bool known[3] = {fetch_int(row, 3, 0), fetch_int(row, 4, 0), fetch_int(row, 5, 0)};
    *out = (struct assign_choice){.staff_id = fetch_int(row, 0, 0),
                                  .login = fetch_text(row, 1),
                                  .name = fetch_text(row, 2),
                                  .load = fetch_real(row, 6, 0),
                                  .limit = fetch_real(row, 7, -1)};
    out->why = words_of(row->arena, question->staff_id != 0, known, out->load, out->limit);
}

static bool has_room(const struct assign_choice *choice, double weight)
{
    return choice->limit < 0 || choice->load + weight <= choice->limit;
}

static bool find_office(const struct store *store, struct assign_question *question, struct err *err)
{
    const int64_t numbers[] = {question->client_id, question->day};
    if (question->office_id || question->staff_id)
        return true;
    if (!fetch_number(
            store,
            "SELECT r.office FROM register_spell r WHERE r.client = $1 AND r.effective_from <= $2 AND "
            "(r.effective_to IS NULL OR r.effective_to >= $2) ORDER BY r.effective_from DESC LIMIT 1",
            numbers, 2, 0, &question->office_id, err))
        return false;
    return question->office_id ||
           err_set(err, ERR_absent,
                   "they are registered at no office, so that no rule can say who there takes "
                   "them; name a member of staff");
}

static bool nobody(const struct assign_question *question, struct err *err)
{
    return err_set(err, ERR_absent,
                   "at that office nobody works as %s who could take them; name a member of staff",
                   list_numbered(LIST_staff_role, role_of(question->duty))->label);
}

bool assign_choose(struct arena *arena, const struct store *store, const struct assign_question *asked,
                   struct assign_choice *out, struct err *err)
{
    struct assign_question question = *asked;
    struct assign_choice choice;
    struct fetch rows;
    bool there = true, found = false, roomy = false;
    if (!find_office(store, &question, err))
        return false;
    const double weight = question.weight > 0 ? question.weight : 1;
    const int64_t numbers[] = {question.client_id,    question.duty,      question.day,
                               question.office_id,    question.except_id, question.staff_id,
                               role_of(question.duty)};
    bool good = fetch_open(&rows, arena, store, candidates_sql, numbers, 7, err);
    while (good && !roomy && (good = fetch_next(&rows, &there, err)) && there) {
        if (!fetch_is_null(&rows, 8))
            good = err_set(err, ERR_conflict, "\"%s\" has left, or is about to; name somebody who stays",
                           fetch_text(&rows, 1));
        take_candidate(&rows, &question, &choice);
        roomy = has_room(&choice, weight);
        if (!found || roomy)
            *out = choice;
        found = true;
    }
    fetch_close(&rows);
    return good && (found || nobody(&question, err));
}

/* ---- writing ---- */

/* Ends it on the day before, but for one that has not begun by then, or is the same one's already: that goes
 * on from its own first day, *from. */
static bool end_assignment(struct arena *arena, struct store *store, int64_t id,
                           const struct assign_choice *choice, int32_t *from, const char *because,
                           struct err *err)
{
    struct form form;
    struct saved saved;
    if (!form_load(&form, arena, store, dict_record(R_assignment), id, err))
        return false;
    const int32_t began = (int32_t)form_number(&form, F_assignment_effective_from);
    if (began >= *from || form_number(&form, F_assignment_staff) == choice->staff_id) {
        *from = began;
        return true;
    }
    form_day(&form, F_assignment_effective_to, *from - 1);
    return form_save_in(&form, store, because, &saved, err);
}

static bool begin_assignment(struct arena *arena, struct store *store, const struct assign_question *question,
                             const struct assign_choice *choice, int32_t from, const char *because,
                             struct err *err)
{
    struct form form;
    struct saved saved;
    bool there;
    form_new(&form, arena, dict_record(R_assignment));
    form_ref(&form, F_assignment_client, question->client_id);
    form_choice(&form, F_assignment_duty, question->duty);
    form_day(&form, F_assignment_effective_from, from);
    if (!form_find(&form, store, &there, err))
        return false;
    if (there)
        form_clear(&form, F_assignment_effective_to);
    form_ref(&form, F_assignment_staff, choice->staff_id);
    form_words(&form, F_assignment_why, choice->why);
    if (question->weight > 0)
        form_real(&form, F_assignment_weight, question->weight);
    return form_save_in(&form, store, because, &saved, err);
}

bool assign_write(struct arena *arena, struct store *store, const struct assign_question *question,
                  const struct assign_choice *choice, int64_t ended, const char *because, struct err *err)
{
    int32_t from = question->day;
    return (!ended || end_assignment(arena, store, ended, choice, &from, because, err)) &&
           begin_assignment(arena, store, question, choice, from, because, err);
}

/* Who has the duty on that day. */
static bool find_running(struct arena *arena, const struct store *store,
                         const struct assign_question *question, int64_t *id, int64_t *staff_id,
                         const char **login, double *weight, struct err *err)
{
    const int64_t numbers[] = {question->client_id, question->duty, question->day};
    struct fetch rows;
    bool there = false;
    bool good =
        fetch_open(
            &rows, arena, store,
            "SELECT a.id, a.staff, s.login, a.weight FROM assignment a JOIN staff s ON s.id = a.staff WHERE "
            "a.client = $1 AND a.duty = $2 AND (a.effective_to IS NULL OR a.effective_to >= $3) ORDER BY "
            "a.effective_from DESC LIMIT 1",
            numbers, 3, err) &&
        fetch_next(&rows, &there, err);
    *id = good && there ? fetch_int(&rows, 0, 0) : 0;
    *staff_id = *id ? fetch_int(&rows, 1, 0) : 0;
    *login = *id ? fetch_text(&rows, 2) : "";
    *weight = *id ? fetch_real(&rows, 3, 0) : 0;
    fetch_close(&rows);
    return good;
}

static bool assign_in(struct arena *arena, struct store *store, const struct assign_request *request,
                      struct assigned *out, struct err *err)
{
    struct assign_question question = {
        .duty = request->duty, .day = request->from, .weight = request->weight};
    int64_t running, running_staff;
    const char *login;
    double weight;
    if (!record_find(store, dict_record(R_client), request->client, &question.client_id, err) ||
        !fetch_lock(arena, store, R_client, question.client_id, err) || /* one answers for them at a time */
        (request->staff.length > 0 &&
         !record_find(store, dict_record(R_staff), request->staff, &question.staff_id, err)) ||
        !find_running(arena, store, &question, &running, &running_staff, &login, &weight, err))
        return false;
    if (!(question.weight > 0))
        question.weight = weight;
    if (!assign_choose(arena, store, &question, &out->choice, err))
        return false;
    out->before = running_staff == out->choice.staff_id ? "" : login;
    return assign_write(arena, store, &question, &out->choice, running, request->because, err);
}

bool assign_client(struct arena *arena, struct store *store, const struct assign_request *request,
                   struct assigned *out, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (assign_in(arena, store, request, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
