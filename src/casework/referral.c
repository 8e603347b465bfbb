#include "casework/referral.h"

#include "base/date.h"
#include "casework/fetch.h"
#include "store/read.h"
#include "base/banned.h"

static const char *label(enum list_id list, int number)
{
    const struct coded_row *row = list_numbered(list, number);
    return row ? row->label : "not recorded";
}

/* The first row of a question with one number, or two. */
static bool ask(struct fetch *rows, struct done *done, const struct store *store, const char *sql,
                int64_t first, int64_t second, size_t count, bool *there, struct err *err)
{
    const int64_t numbers[] = {first, second};
    *there = false;
    return fetch_open(rows, done->arena, store, sql, numbers, count, err) && fetch_next(rows, there, err);
}

/* ---- what to know of the person ---- */

struct spoken {
    int level, method; /* 0: not recorded */
    bool verified;
    int32_t day;
};

static bool read_spoken(struct done *done, const struct store *store, int64_t client, struct spoken *spoken,
                        struct err *err)
{
    struct fetch rows;
    bool there;
    *spoken = (struct spoken){0};
    const bool good = ask(
        &rows, done, store,
        "SELECT e.level, e.method, e.verified_by IS NOT NULL, e.effective_from FROM english_level e "
        "WHERE e.client = $1 AND e.skill = $2 ORDER BY e.effective_from DESC, e.recorded_at DESC, e.id DESC "
        "LIMIT 1",
        client, CODED_english_skill_speaking, 2, &there, err);
    if (good && there)
        *spoken = (struct spoken){.level = (int)fetch_int(&rows, 0, 0),
                                  .method = (int)fetch_int(&rows, 1, 0),
                                  .verified = fetch_int(&rows, 2, 0) != 0,
                                  .day = (int32_t)fetch_int(&rows, 3, 0)};
    fetch_close(&rows);
    return good;
}

/* "high (test, 2000-06-01, checked)" */
static const char *spoken_words(struct done *done, const struct spoken *spoken)
{
    if (spoken->level == 0)
        return "not recorded";
    return arena_format(done->arena, "%s (%s, %s, %s)", label(LIST_english, spoken->level),
                        label(LIST_method, spoken->method), date_words(done->arena, spoken->day),
                        spoken->verified ? "checked" : "checked by nobody");
}

static bool say_english(const struct store *store, int64_t client, const struct form *vacancy,
                        struct done *done, struct err *err)
{
    struct spoken spoken;
    if (!form_has(vacancy, F_vacancy_english_needed))
        return true;
    const int needed = (int)form_number(vacancy, F_vacancy_english_needed);
    if (!read_spoken(done, store, client, &spoken, err))
        return false;
    done_say(done, "The work needs English \"%s\"; of theirs is known: %s.", label(LIST_english, needed),
             spoken_words(done, &spoken));
    if (spoken.level == 0)
        done_caution(done, "nobody recorded how well they speak English; have it tested.");
    else if (spoken.level < needed)
        done_caution(done, "their spoken English is recorded as lower than the work needs.");
    return true;
}

static bool say_met(const struct store *store, int64_t client, int32_t day, struct done *done,
                    struct err *err)
{
    struct fetch rows;
    bool there;
    const char *sql = arena_format(done->arena,
                                   "SELECT s.name, k.effective_from FROM contact k JOIN staff s ON s.id = "
                                   "k.staff WHERE k.client = $1 AND k.effective_from <= $2 AND s.role = %d "
                                   "AND k.way IN (%d, %d, %d) ORDER BY k.effective_from DESC LIMIT 1",
                                   CODED_staff_role_work_broker, CODED_contact_way_visit,
                                   CODED_contact_way_interview, CODED_contact_way_course);
    const bool good = ask(&rows, done, store, sql, client, day, 2, &there, err);
    if (good && there)
        done_say(done, "Work broker %s met them on %s.", fetch_text(&rows, 0),
                 date_words(done->arena, (int32_t)fetch_int(&rows, 1, 0)));
    else if (good)
        done_caution(done, "no work broker has met this person yet; whoever speaks for them should.");
    fetch_close(&rows);
    return good;
}

static bool say_prepared(const struct store *store, int64_t client, struct done *done, struct err *err)
{
    struct fetch rows;
    struct str titles;
    bool there, good;
    str_init(&titles);
    good =
        ask(&rows, done, store,
            "SELECT t.title FROM training t WHERE t.client = $1 AND t.kind = $2 AND t.completed = 1 ORDER BY "
            "t.effective_from, t.title",
            client, CODED_training_kind_pre_placement, 2, &there, err);
    while (good && there) {
        str_addf(&titles, "%s%s", titles.length > 0 ? ", " : "", fetch_text(&rows, 0));
        good = fetch_next(&rows, &there, err);
    }
    fetch_close(&rows);
    if (good && titles.length > 0)
        done_say(done, "Learned before a placement: %s.", titles.at);
    else if (good)
        done_say(done, "Learned before a placement: nothing is recorded.");
    str_clear(&titles);
    return good;
}

static bool say_refused(const struct store *store, int64_t client, struct done *done, struct err *err)
{
    struct fetch rows;
    bool there;
    const bool good =
        ask(&rows, done, store,
            "SELECT count(*), count(CASE WHEN r.interviewed_on IS NULL THEN 1 END) FROM referral r "
            "WHERE r.client = $1 AND r.result = $2",
            client, CODED_referral_result_refused_employer, 2, &there, err);
    if (good && there && fetch_int(&rows, 0, 0) > 0)
        done_say(done, "Employers have refused them %d times before, %d of them without an interview.",
                 (int)fetch_int(&rows, 0, 0), (int)fetch_int(&rows, 1, 0));
    fetch_close(&rows);
    return good;
}

/* ---- putting forward ---- */

static bool make(struct store *store, const struct referral_request *request, struct done *done,
                 struct err *err)
{
    struct form referral, vacancy;
    int64_t client;
    if (!record_find(store, dict_record(R_client), request->client, &client, err) ||
        !form_load_key(&vacancy, done->arena, store, dict_record(R_vacancy), request->vacancy, err))
        return false;
    form_new(&referral, done->arena, dict_record(R_referral));
    form_ref(&referral, F_referral_client, client);
    form_day(&referral, F_referral_effective_from, request->day);
    form_ref(&referral, F_referral_vacancy, vacancy.id);
    form_key(&referral, F_referral_organisation, request->organisation);
    form_key(&referral, F_referral_intake, request->intake);
    if (store->staff_id)
        form_ref(&referral, F_referral_staff, store->staff_id);
    if (!done_save(done, &referral, store, request->because, err))
        return false;
    done_about(done, &referral, F_referral_number);
    done_say(done, "\"" TEXT_FORMAT "\" is put forward for vacancy \"" TEXT_FORMAT "\": referral \"%s\".",
             TEXT_ARGS(request->client), TEXT_ARGS(request->vacancy), done->number);
    return say_english(store, client, &vacancy, done, err) &&
           say_met(store, client, request->day, done, err) && say_prepared(store, client, done, err) &&
           say_refused(store, client, done, err);
}

bool referral_make(struct store *store, const struct referral_request *request, struct done *done,
                   struct err *err)
{
    return db_begin(store->db, err) && done_end(store, make(store, request, done, err), err);
}

/* ---- what came of it ---- */

static bool say_evidence(const struct store *store, int refusal, struct done *done, struct err *err)
{
    struct fetch rows;
    bool there;
    bool good = ask(&rows, done, store,
                    "SELECT n.claim, n.cited FROM evidence_note n WHERE n.refusal = $1 ORDER BY n.code",
                    refusal, 0, 1, &there, err);
    while (good && there) {
        done_say(done, "What answers it: %s (%s).", fetch_text(&rows, 0), fetch_text(&rows, 1));
        good = fetch_next(&rows, &there, err);
    }
    fetch_close(&rows);
    return good;
}

bool refusal_answered(const struct store *store, int refusal, int64_t client, struct done *done,
                      struct err *err)
{
    struct spoken spoken;
    if (refusal == CODED_refusal_unfamiliar)
        done_say(done, "The sheet of verified credentials answers this reason; offer it to the employer.");
    if (refusal == CODED_refusal_english && client) {
        if (!read_spoken(done, store, client, &spoken, err))
            return false;
        done_say(done, "Of their spoken English is known: %s.", spoken_words(done, &spoken));
    }
    if (refusal == CODED_refusal_cultural)
        done_caution(done, "a second person should judge whether this ground is lawful.");
    return refusal == 0 || say_evidence(store, refusal, done, err);
}

static bool is_final(int result)
{
    return result != 0 && result != CODED_referral_result_offered;
}

static bool result(struct store *store, const struct referral_end *end, struct done *done, struct err *err)
{
    struct form referral;
    if (!form_load_key(&referral, done->arena, store, dict_record(R_referral), end->number, err))
        return false;
    done_about(done, &referral, F_referral_number);
    const int before =
        form_has(&referral, F_referral_result) ? (int)form_number(&referral, F_referral_result) : 0;
    if (is_final(before))
        return err_set(err, ERR_conflict,
                       "referral \"%s\" has the result \"%s\" already; correct it with mahi record referral",
                       done->number, label(LIST_referral_result, before));
    form_choice(&referral, F_referral_result, end->result);
    form_day(&referral, F_referral_result_on, end->day);
    if (end->interviewed_on != DATE_MIN)
        form_day(&referral, F_referral_interviewed_on, end->interviewed_on);
    if (end->refusal)
        form_choice(&referral, F_referral_refusal, end->refusal);
    if (end->words)
        form_words(&referral, F_referral_words, end->words);
    if (!done_save(done, &referral, store, end->because, err))
        return false;
    done_say(done, "Referral \"%s\": %s.", done->number, label(LIST_referral_result, end->result));
    return end->result != CODED_referral_result_refused_employer ||
           refusal_answered(store, end->refusal, form_number(&referral, F_referral_client), done, err);
}

bool referral_result(struct store *store, const struct referral_end *end, struct done *done, struct err *err)
{
    return db_begin(store->db, err) && done_end(store, result(store, end, done, err), err);
}

/* ---- a second person's judgement ---- */

static bool review(struct store *store, const struct refusal_verdict *verdict, struct done *done,
                   struct err *err)
{
    const bool of_referral = verdict->record == R_referral;
    const enum field_id refusal = of_referral ? F_referral_refusal : F_employer_contact_refusal;
    struct form form;
    if (!form_load_key(&form, done->arena, store, dict_record(verdict->record), verdict->number, err))
        return false;
    done_about(done, &form, of_referral ? F_referral_number : F_employer_contact_number);
    if (!form_has(&form, refusal))
        return err_set(err, ERR_conflict, "\"%s\" has no reason of refusal that could be judged",
                       done->number);
    form_choice(&form, of_referral ? F_referral_review : F_employer_contact_review, verdict->verdict);
    form_bool(&form, of_referral ? F_referral_unlawful : F_employer_contact_unlawful, verdict->unlawful);
    form_ref(&form, of_referral ? F_referral_reviewed_by : F_employer_contact_reviewed_by, store->staff_id);
    done_say(done, "The reason \"%s\" is judged: %s%s.",
             label(LIST_refusal, (int)form_number(&form, refusal)),
             label(LIST_refusal_review, verdict->verdict),
             verdict->unlawful ? "; the ground is thought unlawful" : "");
    return done_save(done, &form, store, NULL, err);
}

bool refusal_review(struct store *store, const struct refusal_verdict *verdict, struct done *done,
                    struct err *err)
{
    return db_begin(store->db, err) && done_end(store, review(store, verdict, done, err), err);
}
